//! The task that owns a socket, from being let in to the end.

use futures_util::{SinkExt, StreamExt};
use tokio::{
    sync::mpsc::{self, error::SendError},
    time::{Instant, sleep_until, timeout},
};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message as Frame};

use super::{
    LiveConfig, Message,
    connect::Socket,
    hear::{self, Heard},
    say::Sentence,
};
use crate::{Error, Result, network};

/// The app was shut out.
const POLICY: u16 = 1008;
/// The server stops, and comes back.
const RESTART: u16 = 1012;

pub(super) struct Connection {
    host: String,
    socket: Socket,
    config: LiveConfig,
    sentences: mpsc::Receiver<Sentence>,
    messages: mpsc::Sender<Result<Message>>,
    /// What was heard and nobody has room for. Nothing more is read until then.
    waiting: Option<Message>,
    silent_until: Instant,
    next_ping: Instant,
}

/// Nobody listens any more.
struct Dropped;

enum Next {
    Say(Option<Sentence>),
    Heard(Option<Result<Frame, SocketError>>),
    Room(Result<mpsc::OwnedPermit<Result<Message>>, SendError<()>>),
    Tick,
}

impl Connection {
    pub(super) fn new(
        host: String,
        socket: Socket,
        config: LiveConfig,
        sentences: mpsc::Receiver<Sentence>,
        messages: mpsc::Sender<Result<Message>>,
    ) -> Self {
        let now = Instant::now();
        Self {
            host,
            socket,
            config,
            sentences,
            messages,
            waiting: None,
            silent_until: now + config.silence,
            next_ping: now + config.ping,
        }
    }

    pub(super) async fn run(mut self) {
        match self.serve().await {
            Ok(Dropped) => {
                // Politeness, with an end: whoever does not hear it finds out otherwise.
                let _ = timeout(self.config.write, self.socket.close(None)).await;
            }
            // Whoever does not listen any more does not want to know.
            Err(error) => drop(self.messages.send(Err(error)).await),
        }
    }

    async fn serve(&mut self) -> Result<Dropped> {
        loop {
            let next = self.next().await;
            if let Some(dropped) = self.handle(next).await? {
                return Ok(dropped);
            }
        }
    }

    /// Whatever comes first. While somebody is slow to listen, silence is not the server's.
    async fn next(&mut self) -> Next {
        let tick = match self.waiting {
            Some(_) => self.next_ping,
            None => self.next_ping.min(self.silent_until),
        };
        tokio::select! {
            sentence = self.sentences.recv() => Next::Say(sentence),
            frame = self.socket.next(), if self.waiting.is_none() => Next::Heard(frame),
            room = self.messages.clone().reserve_owned(), if self.waiting.is_some() => Next::Room(room),
            () = sleep_until(tick) => Next::Tick,
        }
    }

    async fn handle(&mut self, next: Next) -> Result<Option<Dropped>> {
        match next {
            Next::Say(None) | Next::Room(Err(_)) => return Ok(Some(Dropped)),
            Next::Say(Some(Sentence(text))) => self.write(Frame::text(text)).await?,
            Next::Heard(Some(Ok(frame))) => self.heard(frame)?,
            Next::Heard(Some(Err(error))) => {
                return Err(network::of_socket(self.host.clone(), error.into()));
            }
            Next::Heard(None) => return Err(self.ended(None)),
            Next::Room(Ok(room)) => self.pass_on(room),
            Next::Tick => self.tick().await?,
        }
        Ok(None)
    }

    fn heard(&mut self, frame: Frame) -> Result<()> {
        self.silent_until = Instant::now() + self.config.silence;
        match frame {
            Frame::Text(text) => {
                let heard = hear::read(&text).map_err(|source| self.malformed(source))?;
                if let Heard::Message(message) = heard {
                    self.waiting = Some(message);
                }
                Ok(())
            }
            Frame::Close(frame) => Err(self.ended(frame.map(|frame| frame.code.into()))),
            _ => Ok(()),
        }
    }

    fn pass_on(&mut self, room: mpsc::OwnedPermit<Result<Message>>) {
        if let Some(message) = self.waiting.take() {
            room.send(Ok(message));
        }
        // What came meanwhile is still to be read: silence begins now.
        self.silent_until = Instant::now() + self.config.silence;
    }

    async fn tick(&mut self) -> Result<()> {
        let now = Instant::now();
        if self.waiting.is_none() && now >= self.silent_until {
            return Err(Error::LiveSilent { host: self.host.clone() });
        }
        if now < self.next_ping {
            return Ok(());
        }
        self.next_ping = now + self.config.ping;
        self.write(Frame::Ping(Vec::new().into())).await
    }

    async fn write(&mut self, frame: Frame) -> Result<()> {
        match timeout(self.config.write, self.socket.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(network::of_socket(self.host.clone(), error.into())),
            Err(_) => Err(Error::LiveSilent { host: self.host.clone() }),
        }
    }

    fn ended(&self, close: Option<u16>) -> Error {
        let host = self.host.clone();
        match close {
            Some(POLICY) => Error::Revoked,
            Some(RESTART) => Error::ServerStopping { host },
            close => Error::LiveEnded { host, close },
        }
    }

    fn malformed(&self, source: serde_json::Error) -> Error {
        Error::MalformedAnswer { host: self.host.clone(), source }
    }
}
