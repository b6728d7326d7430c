//! One request and the body that answers it.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::{Client, Response, header};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use crate::{
    Error, Patience, Result,
    answer::{Answer, Body},
    plan::Reach,
};

/// Which part of the file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) start: u64,
    /// One past the last byte; none for the rest of the file.
    pub(crate) end: Option<u64>,
    /// For `If-Range`: the version that the part has to belong to.
    pub(crate) condition: Option<String>,
    /// Ask for the whole: the server's parts are unusable.
    pub(crate) is_whole: bool,
}

/// A server's answer to a [`Request`], before its body is read.
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) response: Response,
}

impl Request {
    /// Sends it. Cancel-safe: dropping the future ends the request.
    pub(crate) async fn send(
        &self,
        client: &Client,
        url: &Url,
        patience: &Patience,
    ) -> Result<Reply> {
        // What is compressed cannot be asked for in parts.
        let mut request = client.get(url.clone()).header(header::ACCEPT_ENCODING, "identity");
        if !self.is_whole {
            request = request.header(header::RANGE, self.range());
            if let Some(condition) = &self.condition {
                request = request.header(header::IF_RANGE, condition);
            }
        }
        let host = host(url);
        let response = match timeout(patience.answer, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(Error::before_answer(&host, error)),
            Err(_) => return Err(Error::TimedOut { host, waited: patience.answer }),
        };
        let answer = Answer::read(&host, response.status(), response.headers());
        Ok(Reply { answer, response })
    }

    fn range(&self) -> String {
        match self.end {
            Some(end) => format!("bytes={}-{}", self.start, end - 1),
            None => format!("bytes={}-", self.start),
        }
    }
}

/// Names a server in a message: without the path and the password of a private feed.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// An open connection with a body on it.
pub(crate) struct Line {
    response: Response,
    start: u64,
    at: u64,
    end: Option<u64>,
    through: u64,
    /// What it was opened for.
    wanted: u64,
    /// Whether a validator says that the bytes belong to the version that is stored.
    pub(crate) is_proven: bool,
    silent_since: Instant,
}

/// What came next on a line.
pub(crate) enum Piece {
    Bytes {
        at: u64,
        bytes: Bytes,
    },
    /// The body is over; where it ends was not announced.
    End {
        at: u64,
    },
}

impl Line {
    pub(crate) fn new(
        response: Response,
        body: &Body,
        wanted: u64,
        through: u64,
        is_proven: bool,
    ) -> Self {
        let Body { start, end, .. } = *body;
        Self {
            response,
            start,
            at: start,
            end,
            through,
            wanted,
            is_proven,
            silent_since: Instant::now(),
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        Reach { at: self.at, through: self.through }
    }

    /// Whether all of the announced part has come.
    pub(crate) fn is_over(&self) -> bool {
        self.end.is_some_and(|end| self.at >= end)
    }

    /// Whether all of it has come, and still not the byte that it was opened for.
    pub(crate) fn is_in_vain(&self) -> bool {
        self.is_over() && self.at <= self.wanted
    }

    /// Whether closing it costs no more than a new request.
    pub(crate) fn is_replaceable(&self) -> bool {
        self.through != u64::MAX
    }

    /// Nobody has read for a while: the server was not silent, we were not listening.
    pub(crate) fn rested(&mut self) {
        self.silent_since = Instant::now();
    }

    /// The next bytes. Cancel-safe.
    pub(crate) async fn next(&mut self, patience: &Patience) -> Result<Piece> {
        let deadline = self.silent_since + patience.stall;
        match timeout_at(deadline, self.response.chunk()).await {
            Err(_) => {
                Err(Error::TimedOut { host: host(self.response.url()), waited: patience.stall })
            }
            Ok(Err(error)) => Err(self.lost(Some(error))),
            Ok(Ok(None)) if self.is_short() => Err(self.lost(None)),
            Ok(Ok(None)) => Ok(Piece::End { at: self.at }),
            Ok(Ok(Some(bytes))) => Ok(self.take(bytes)),
        }
    }
    /// It broke off, with the client's reason if there is one.
    pub(crate) fn lost(&self, reason: Option<reqwest::Error>) -> Error {
        let source = reason.map(|error| Arc::new(error.without_url()));
        Error::ConnectionLost { host: host(self.response.url()), source }
    }

    /// Cuts off what a server sends beyond the part that it announced.
    fn take(&mut self, mut bytes: Bytes) -> Piece {
        let at = self.at;
        if let Some(room) = self.end.map(|end| usize::try_from(end - at).unwrap_or(usize::MAX)) {
            bytes.truncate(room);
        }
        self.at += bytes.len() as u64;
        self.silent_since = Instant::now();
        Piece::Bytes { at, bytes }
    }

    /// Whether the body ends before its announced end, or without a single byte.
    fn is_short(&self) -> bool {
        self.end.is_some_and(|end| self.at < end) || self.at == self.start
    }
}
