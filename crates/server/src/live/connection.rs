//! One connection, from its greeting to its end.

use std::{future::pending, num::NonZeroU32, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde_json::{Value, json};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until, timeout},
};

use super::{
    follow::Follow,
    guest::Guest,
    guests::Seat,
    message::{Done, GREETING, Push, Refused, Said},
    play,
};
use crate::{
    App,
    auth::Required,
    http::{push, read_cursor},
};

/// How long the other end may take to read a message before it is given up.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// Most records in one push.
const MAX_PUSH: usize = 500;
/// Messages that a connection may send at once, and then in a second (protocol.md, section 4.5).
const BURST: NonZeroU32 = NonZeroU32::new(20).unwrap();
const PER_SECOND: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Why a connection ends.
#[derive(Debug)]
enum End {
    /// The other end has gone, or does not read.
    Lost,
    Because {
        code: u16,
        reason: &'static str,
    },
}

pub(super) struct Connection {
    app: App,
    socket: WebSocket,
    guest: Option<Guest>,
    follow: Option<Follow>,
    rate: Option<DefaultDirectRateLimiter>,
    /// When it is given up unless something comes.
    silent_until: Instant,
    next_ping: Instant,
    revoked: watch::Receiver<()>,
    _seat: Seat,
}

impl Connection {
    pub(super) fn new(app: App, socket: WebSocket, seat: Seat) -> Self {
        let is_limited = app.config().limits.rate_factor > 0;
        let quota = Quota::per_second(PER_SECOND).allow_burst(BURST);
        let revoked = app.grants().changes();
        let mut new = Self {
            app,
            socket,
            guest: None,
            follow: None,
            rate: is_limited.then(|| RateLimiter::direct(quota)),
            silent_until: Instant::now(),
            next_ping: Instant::now(),
            revoked,
            _seat: seat,
        };
        new.heard();
        new
    }

    /// Until it ends.
    pub(super) async fn run(mut self) {
        let end = match self.send(GREETING.to_owned()).await {
            Ok(()) => self.serve().await,
            Err(end) => end,
        };
        if let End::Because { code, reason } = end {
            let close = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
            // Whoever does not read it finds out otherwise.
            let _ = timeout(Duration::from_secs(1), self.socket.send(close)).await;
        }
    }

    async fn serve(&mut self) -> End {
        let stop = self.app.guests().stop.clone();
        loop {
            let next = tokio::select! {
                () = stop.cancelled() => return because(close_code::RESTART, "The server stops"),
                received = self.socket.recv() => Next::Received(received),
                message = changes(&mut self.follow) => Next::Changes(message),
                () = sleep_until(self.next_ping.min(self.silent_until)) => Next::Tick,
                Ok(()) = self.revoked.changed() => Next::Check,
            };
            if let Err(end) = self.handle(next).await {
                return end;
            }
        }
    }

    async fn handle(&mut self, next: Next) -> Result<(), End> {
        match next {
            Next::Received(Some(Ok(message))) => {
                self.heard();
                self.received(message).await
            }
            Next::Received(Some(Err(_)) | None) => Err(End::Lost),
            Next::Changes(Ok(message)) => self.send(message).await,
            Next::Changes(Err(error)) => {
                tracing::error!(%error, "A live connection cannot read its changes");
                Err(because(close_code::ERROR, "The server failed"))
            }
            Next::Tick if Instant::now() >= self.silent_until => {
                Err(because(close_code::PROTOCOL, "Nothing was heard for too long"))
            }
            Next::Tick => {
                self.next_ping = Instant::now() + self.idle() / 3;
                self.check().await?;
                self.write(Message::Ping(Vec::new().into())).await
            }
            Next::Check => self.check().await,
        }
    }

    fn idle(&self) -> Duration {
        Duration::from_secs(self.app.config().limits.idle_seconds.max(1))
    }

    fn heard(&mut self) {
        let now = Instant::now();
        self.silent_until = now + self.idle();
        self.next_ping = now + self.idle() / 3;
    }

    /// Ends it when its app was shut out.
    async fn check(&mut self) -> Result<(), End> {
        let Some(guest) = &self.guest else { return Ok(()) };
        match guest.is_still_welcome(&self.app).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(because(close_code::POLICY, "The app was revoked")),
            Err(error) => {
                tracing::warn!(%error, "A live connection cannot be checked");
                Ok(())
            }
        }
    }

    async fn received(&mut self, message: Message) -> Result<(), End> {
        let answer = match message {
            Message::Text(text) => self.text(&text).await,
            Message::Binary(_) => Err(Refused::new("INVALID_FORMAT", "Messages are text")),
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::Lost),
        };
        self.send(answer.unwrap_or_else(|refused| refused.to_json())).await
    }

    async fn text(&mut self, text: &str) -> Result<String, Refused> {
        if self.rate.as_ref().is_some_and(|rate| rate.check().is_err()) {
            return Err(Refused::new("CONNECTION_RATE_LIMITED", "Too many messages"));
        }
        let said = Said::read(text);
        match (&self.guest, said) {
            (None, Ok(Said::Auth { token: Some(token) })) => self.auth(&token).await,
            (None, Err(refused)) if refused.is_for_strangers() => Err(refused),
            (None, _) => Err(Refused::new("UNAUTHENTICATED", "Send an auth message first")),
            (Some(_), Ok(Said::Auth { .. })) => {
                Err(Refused::new("INVALID_STATE", "Already authenticated"))
            }
            (Some(guest), Ok(Said::RecordPlay(play))) => {
                play::record(&self.app, guest, &play).await
            }
            (Some(_), Ok(Said::Subscribe { cursor, opid })) => {
                self.subscribe(cursor.as_deref(), opid)
            }
            (Some(_), Ok(Said::Push(push))) => self.push(push).await,
            (Some(_), Ok(Said::Unknown)) => Err(Refused::of_type()),
            (Some(_), Err(refused)) => Err(refused),
        }
    }

    async fn auth(&mut self, token: &str) -> Result<String, Refused> {
        let guest = Guest::let_in(&self.app, token).await?;
        let data = json!({"user_id": guest.user});
        self.guest = Some(guest);
        Ok(Done::json("Authenticated successfully", None, data))
    }

    fn subscribe(&mut self, cursor: Option<&str>, opid: Value) -> Result<String, Refused> {
        let guest = self.syncing(&opid)?;
        let cursor = read_cursor(cursor).map_err(|_| {
            Refused::new("INVALID_CURSOR", "Not a cursor").about(Some(opid.clone()))
        })?;
        let follow = Follow::begin(&self.app, guest.account, guest.id, cursor);
        self.follow = Some(follow);
        Ok(Done::json("Subscribed", Some(opid), json!({})))
    }

    async fn push(&mut self, said: Push<'_>) -> Result<String, Refused> {
        let guest = self.syncing(&said.opid)?;
        if said.changes.len() > MAX_PUSH {
            let refused = Refused::new("TOO_MANY_CHANGES", "At most 500 changes in one message");
            return Err(refused.about(Some(said.opid)));
        }
        let changes: Vec<_> = said.changes.into_iter().map(ToOwned::to_owned).collect();
        let request = said.request_id.as_deref();
        let pushed = push(&self.app, guest.account, Some(guest.id), request, &changes).await;
        let pushed = pushed.map_err(|error| {
            Refused::from_api(error, "CONNECTION_RATE_LIMITED").about(Some(said.opid.clone()))
        })?;
        if let Some(follow) = &mut self.follow {
            follow.expect_echoes(pushed.echoes);
        }
        Ok(Done::json(
            "Changes taken",
            Some(said.opid),
            json!({"refused": pushed.refused, "changes": pushed.instead}),
        ))
    }

    fn syncing(&self, opid: &Value) -> Result<&Guest, Refused> {
        let needs = crate::auth::Sync::ANY.first().copied().unwrap_or_default();
        self.guest.as_ref().filter(|guest| guest.may_sync).ok_or_else(|| {
            let why = format!("The app needs the scope {needs}");
            Refused::new("INSUFFICIENT_SCOPE", &why).about(Some(opid.clone()))
        })
    }

    async fn send(&mut self, text: String) -> Result<(), End> {
        self.write(Message::Text(text.into())).await
    }

    /// Whoever does not read is not waited for: after coming back, the cursor gives what was missed.
    async fn write(&mut self, message: Message) -> Result<(), End> {
        match timeout(WRITE_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Lost),
        }
    }
}

enum Next {
    Received(Option<Result<Message, axum::Error>>),
    Changes(crate::error::Result<String>),
    Tick,
    Check,
}

fn because(code: u16, reason: &'static str) -> End {
    End::Because { code, reason }
}

async fn changes(follow: &mut Option<Follow>) -> crate::error::Result<String> {
    match follow {
        Some(follow) => follow.next().await,
        None => pending().await,
    }
}
