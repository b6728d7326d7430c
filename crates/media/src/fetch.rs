//! Bringing the bytes of one file as long as someone needs them.
//!
//! A fetch holds at most one connection, reads from it only what [`crate::plan`] wants (an unread
//! connection makes the server wait), and opens another one when the wanted bytes are elsewhere.

use std::{pin::pin, sync::Arc};

use reqwest::Response;
use tokio::{
    task::spawn_blocking,
    time::{Instant, sleep, sleep_until},
};
use tracing::debug;
use url::Url;

use crate::{
    Error, Result,
    answer::{Answer, Body},
    download::check_space,
    entry::{Differs, Entry},
    line::{Line, Piece, Reply, Request, host},
    plan::{Reach, Want},
    state::{Fit, State},
    waiting::Waiting,
};

/// A file that changes more often than this while it is fetched cannot be had.
const MOST_CHANGES: u32 = 3;

/// Why an attempt did not succeed.
enum Setback {
    /// It may succeed later.
    Passing(Error),
    /// It will fail again.
    Final(Error),
}

impl From<Error> for Setback {
    fn from(error: Error) -> Self {
        match error.class() {
            balados_protocol::ErrorClass::Transient => Self::Passing(error),
            _ => Self::Final(error),
        }
    }
}

pub(crate) struct Fetch {
    entry: Arc<Entry>,
    line: Option<Line>,
    /// Where redirects led: another walk could end at another copy of the file.
    resolved: Option<Url>,
    /// The server's parts are unusable.
    is_whole: bool,
    waiting: Waiting,
    changes: u32,
    unsaved_bytes: u64,
    saved_at: Instant,
}

impl Fetch {
    pub(crate) fn new(entry: Arc<Entry>) -> Self {
        let waiting = Waiting::new(entry.shelf.config.patience.clone());
        Self {
            entry,
            line: None,
            resolved: None,
            is_whole: false,
            waiting,
            changes: 0,
            unsaved_bytes: 0,
            saved_at: Instant::now(),
        }
    }

    /// Fetches until nobody needs anything, or until it is hopeless.
    pub(crate) async fn serve(&mut self) -> Result<()> {
        loop {
            match self.plan(self.line.as_ref().map(Line::reach)) {
                Want::Nothing => return Ok(()),
                Want::Hold => self.hold().await?,
                Want::From(offset) => {
                    if let Err(setback) = self.advance(offset).await {
                        self.recover(setback).await?;
                    }
                }
            }
            if self.is_save_due() {
                self.save().await?;
            }
        }
    }

    fn plan(&self, line: Option<Reach>) -> Want {
        self.entry.lock().plan(&self.entry.shelf.config, line)
    }

    /// Waits until more is needed. A server is not kept waiting for long.
    async fn hold(&mut self) -> Result<()> {
        let idle = self.entry.shelf.config.patience.idle;
        tokio::select! {
            () = self.entry.demand.notified() => {}
            () = sleep_until(self.save_due_at()), if self.unsaved_bytes > 0 => self.save().await?,
            () = sleep(idle), if self.line.as_ref().is_some_and(Line::is_replaceable) => {
                self.line = None;
            }
        }
        self.line.iter_mut().for_each(Line::rested);
        self.waiting.rested();
        Ok(())
    }

    async fn advance(&mut self, offset: u64) -> Result<(), Setback> {
        match self.line.take_if(|line| line.reach().covers(offset)) {
            Some(line) => self.pull(line).await,
            None => self.open(offset).await,
        }
    }

    /// Opens a line to `offset`, unless the need moves away meanwhile.
    async fn open(&mut self, offset: u64) -> Result<(), Setback> {
        self.line = None;
        let entry = Arc::clone(&self.entry);
        let request = entry.lock().request(offset, self.is_whole);
        let url = self.resolved.clone().unwrap_or_else(|| entry.url.clone());
        let patience = &entry.shelf.config.patience;
        let mut reply = pin!(request.send(&entry.shelf.client, &url, patience));
        let reply = loop {
            tokio::select! {
                reply = &mut reply => break reply?,
                () = entry.demand.notified() => if !self.is_worth_opening(&request, offset) {
                    return Ok(());
                },
            }
        };
        self.answered(&request, offset, reply).await
    }

    fn is_worth_opening(&self, request: &Request, offset: u64) -> bool {
        let through = offset - request.start + self.entry.shelf.config.read_through_bytes;
        let reach = Reach { at: request.start, through };
        match self.plan(Some(reach)) {
            Want::Nothing => false,
            Want::Hold => true,
            Want::From(offset) => reach.covers(offset),
        }
    }

    async fn answered(
        &mut self,
        request: &Request,
        offset: u64,
        reply: Reply,
    ) -> Result<(), Setback> {
        match reply.answer {
            Answer::Body(body) if body.start <= offset => {
                self.resolved = Some(reply.response.url().clone());
                self.line = Some(self.adopt(request, body, offset, reply.response)?);
                let entry = Arc::clone(&self.entry);
                spawn_blocking(move || check_space(&entry)).await.map_err(|_| closed())?;
                Ok(())
            }
            Answer::Body(_) | Answer::Unusable if self.is_whole => {
                Err(Setback::Final(Error::RangeNotSatisfiable { host: host(reply.response.url()) }))
            }
            Answer::Body(_) | Answer::Unusable => {
                self.is_whole = true;
                Ok(())
            }
            Answer::NothingLeft { length } => {
                let is_end = self.entry.update(|state| state.nothing_left(request, offset, length));
                if !is_end && self.changed().is_err() {
                    let host = host(reply.response.url());
                    return Err(Setback::Final(Error::RangeNotSatisfiable { host }));
                }
                Ok(())
            }
            // An address behind a redirect may be valid for a short time only.
            Answer::Refused(Error::HttpStatus { status: 400..=428, .. })
                if self.resolved.take().is_some() =>
            {
                Ok(())
            }
            Answer::Refused(error) => Err(error.into()),
        }
    }

    fn adopt(
        &mut self,
        request: &Request,
        mut body: Body,
        offset: u64,
        response: Response,
    ) -> Result<Line, Setback> {
        let config = &self.entry.shelf.config;
        if body.version.length.is_some_and(|length| length > config.max_file_bytes) {
            let limit_bytes = config.max_file_bytes;
            return Err(Setback::Final(Error::TooLarge { limit_bytes }));
        }
        self.waiting.answered();
        let (fit, sends_ranges) = self.entry.update(|state| {
            let fit = state.adopt(request, &body);
            body.end = body.end.or(state.record.version.length);
            (fit, state.record.sends_ranges == Some(true))
        });
        let read_through = config.read_through_bytes.max(offset - body.start);
        let through = if sends_ranges { read_through } else { u64::MAX };
        let is_proven = match fit {
            Fit::Same { is_proven } => is_proven,
            Fit::Replaced => {
                self.changed()?;
                true
            }
        };
        Ok(Line::new(response, &body, offset, through, is_proven))
    }

    /// Counts a new version of the file.
    fn changed(&mut self) -> Result<(), Setback> {
        debug!(key = %self.entry.key, "The file has changed on the server; it is fetched anew");
        self.changes += 1;
        if self.changes > MOST_CHANGES {
            return Err(Setback::Final(Error::ChangedOnServer));
        }
        Ok(())
    }

    /// Takes what comes next on `line`, unless the need changes before it comes.
    async fn pull(&mut self, mut line: Line) -> Result<(), Setback> {
        let entry = Arc::clone(&self.entry);
        let piece = tokio::select! {
            piece = line.next(&entry.shelf.config.patience) => piece?,
            () = entry.demand.notified() => {
                self.line = Some(line);
                return Ok(());
            }
        };
        match piece {
            Piece::Bytes { at, bytes } => {
                let end = at + bytes.len() as u64;
                let limit_bytes = entry.shelf.config.max_file_bytes;
                if end > limit_bytes {
                    return Err(Setback::Final(Error::TooLarge { limit_bytes }));
                }
                if self.store(at, bytes, line.is_proven).await? {
                    self.stored(line)?;
                }
            }
            Piece::End { at } => entry.update(|state| state.ends_at(at)),
        }
        Ok(())
    }

    /// Goes on with `line`, unless it is over.
    fn stored(&mut self, line: Line) -> Result<(), Setback> {
        if !line.is_over() {
            self.line = Some(line);
        } else if line.is_in_vain() && !self.end_is_found(line.reach().at) {
            return Err(line.lost(None).into());
        }
        Ok(())
    }

    /// A part that ends before the wanted byte shows where the file ends, if nothing else did.
    fn end_is_found(&self, at: u64) -> bool {
        self.entry.update(|state| {
            let is_new = state.record.version.length.is_none() && state.record.present.end() <= at;
            if is_new {
                state.ends_at(at);
            }
            is_new
        })
    }

    /// Stores bytes. False if they show that the file has changed.
    async fn store(
        &mut self,
        at: u64,
        bytes: bytes::Bytes,
        is_proven: bool,
    ) -> Result<bool, Setback> {
        let attempt = {
            let (entry, bytes) = (Arc::clone(&self.entry), bytes.clone());
            move || entry.store(at, &bytes, is_proven)
        };
        let mut stored = spawn_blocking(attempt.clone()).await.map_err(|_| closed())?;
        if let Err(Error::DiskFull { .. }) = &stored
            && self.make_room(bytes.len() as u64).await
        {
            stored = spawn_blocking(attempt).await.map_err(|_| closed())?;
        }
        match stored? {
            Ok(0) => {}
            Ok(fresh) => {
                self.unsaved_bytes += fresh;
                self.waiting.progressed();
            }
            Err(Differs) => {
                self.entry.update(State::forget);
                self.changed()?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Throws away cached files. True if that freed anything.
    async fn make_room(&self, bytes: u64) -> bool {
        let entry = Arc::clone(&self.entry);
        let freed = spawn_blocking(move || entry.shelf.free(bytes)).await;
        matches!(freed, Ok(Ok(freed)) if freed > 0)
    }

    /// Waits before the next attempt, or gives up.
    async fn recover(&mut self, setback: Setback) -> Result<()> {
        self.line = None;
        // Better what may be old than nothing, as long as there is no network.
        self.entry.update(State::stays_unasked);
        let error = match setback {
            Setback::Passing(error) => error,
            Setback::Final(error) => return Err(error),
        };
        let asked = match &error {
            Error::HttpStatus { retry_after, .. } => *retry_after,
            _ => None,
        };
        let Some(delay) = self.waiting.next_delay(asked) else {
            return Err(error);
        };
        debug!(key = %self.entry.key, %error, "Next attempt in {delay:?}");
        let pause = Instant::now() + delay;
        while self.plan(None) != Want::Nothing {
            tokio::select! {
                () = sleep_until(pause) => break,
                () = self.entry.demand.notified() => {}
            }
        }
        Ok(())
    }

    fn is_save_due(&self) -> bool {
        let is_much = self.unsaved_bytes >= self.entry.shelf.config.checkpoint_bytes;
        is_much || (self.unsaved_bytes > 0 && Instant::now() >= self.save_due_at())
    }

    fn save_due_at(&self) -> Instant {
        self.saved_at + self.entry.shelf.config.checkpoint_every
    }

    /// Makes durable what has come.
    pub(crate) async fn save(&mut self) -> Result<()> {
        let entry = Arc::clone(&self.entry);
        let saved = spawn_blocking(move || entry.save()).await;
        self.unsaved_bytes = 0;
        self.saved_at = Instant::now();
        saved.unwrap_or(Err(Error::Closed))
    }
}

fn closed() -> Setback {
    Setback::Final(Error::Closed)
}
