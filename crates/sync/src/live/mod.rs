//! One live connection (protocol.md, section 4; docs/protocol-extensions.md, "Live changes").
//!
//! A task owns the socket: it reads, writes, pings, and notices silence. It ends with the connection, or when its [`Live`] is
//! dropped. Coming back after an end is the caller's business.

mod connect;
mod connection;
mod hear;
mod play;
mod say;

use std::time::Duration;

use balados_protocol::{
    Record,
    exchange::{Cursor, Refused},
};
use tokio::sync::mpsc;
use url::Url;

use self::{connection::Connection, say::Sentence};
pub use self::{
    play::{Play, Position},
    say::{MAX_FRAME, MAX_PUSH, Push},
};
use crate::{Error, Result, network::host};

/// Messages that wait on either side.
const QUEUE: usize = 32;

/// The times of a connection. The defaults are what ships; tests shorten them.
#[derive(Debug, Clone, Copy)]
pub struct LiveConfig {
    /// Name, TCP, TLS, the greeting and being let in together. 20 s.
    pub connect: Duration,
    /// How long the server may take to read a message. 10 s.
    pub write: Duration,
    /// Between two pings. 19 s: a little sooner than servers ask, so that one side is enough.
    pub ping: Duration,
    /// Without a sign of life, pongs included, the connection is given up. 60 s.
    pub silence: Duration,
}

impl Default for LiveConfig {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            write: Duration::from_secs(10),
            ping: Duration::from_secs(19),
            silence: Duration::from_mins(1),
        }
    }
}

/// Names a message within one connection; its answer has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Opid(u64);

/// What the server says.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Changes(Changes),
    Answer(Answer),
}

/// What changed on other devices, or all of it, in pieces.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Changes {
    /// Where the message before this one ended. When it is not one's own cursor, something was missed.
    pub after: Option<Cursor>,
    /// To be stored with `changes`.
    pub cursor: Cursor,
    /// The next message comes by itself.
    #[serde(default)]
    pub more: bool,
    /// The cursor could not be followed: `changes` begins with everything.
    #[serde(default)]
    pub reset: bool,
    pub changes: Vec<Record>,
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Nothing where the server does not say which one it means.
    pub opid: Option<Opid>,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Taken, but for what is `refused`: `index` is a place in the push. `changes` is what the server has instead where it
    /// knows better.
    Done { refused: Vec<Refused>, changes: Vec<Record> },
    /// Not taken. The connection stays open.
    Rejected { code: String, message: String },
}

/// An open connection that was let in. Dropping it closes it.
#[derive(Debug)]
pub struct Live {
    host: String,
    say: mpsc::Sender<Sentence>,
    hear: mpsc::Receiver<Result<Message>>,
    last: u64,
}

impl Live {
    /// Opens it, hears the greeting, shows the token. `base` as [`crate::normalise_address`] makes it.
    pub async fn connect(base: &Url, token: &str, config: LiveConfig) -> Result<Self> {
        let host = host(base);
        let opening = connect::open(base, token);
        let socket = tokio::time::timeout(config.connect, opening)
            .await
            .map_err(|_| Error::TimedOut { host: host.clone() })??;
        let (say, sentences) = mpsc::channel(QUEUE);
        let (messages, hear) = mpsc::channel(QUEUE);
        let connection = Connection::new(host.clone(), socket, config, sentences, messages);
        tokio::spawn(connection.run());
        Ok(Self { host, say, hear, last: 0 })
    }

    /// Asks for what changed since `cursor`, and for every change from then on.
    pub async fn subscribe(&mut self, cursor: Option<&Cursor>) -> Result<Opid> {
        let opid = self.next_opid();
        self.send(say::subscribe(opid, cursor), opid).await
    }

    /// Sends records. They are taken when the answer says so.
    pub async fn push(&mut self, push: &Push) -> Result<Opid> {
        let opid = self.next_opid();
        self.send(push.text(opid), opid).await
    }

    /// Records a place in an episode, at once and whatever was there, as a classic server does it.
    pub async fn record_play(&mut self, play: &Play) -> Result<Opid> {
        let opid = self.next_opid();
        self.send(play.text(opid), opid).await
    }

    /// The next message, or why there is none any more. Nothing is lost when it is dropped before it is ready.
    pub async fn next(&mut self) -> Result<Message> {
        self.hear.recv().await.unwrap_or_else(|| Err(self.ended()))
    }

    fn next_opid(&mut self) -> Opid {
        self.last += 1;
        Opid(self.last)
    }

    async fn send(&self, text: String, opid: Opid) -> Result<Opid> {
        self.say.send(Sentence(text)).await.map_err(|_| self.ended())?;
        Ok(opid)
    }

    fn ended(&self) -> Error {
        Error::LiveEnded { host: self.host.clone(), close: None }
    }
}
