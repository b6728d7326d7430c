//! The browser comes back to the app (RFC 8252; docs/protocol-extensions.md, "Authorise with redirect").

use std::time::Duration;

use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

use super::{
    listener::{self, Decision},
    page::Language,
};
use crate::{
    Asking, Error, Result,
    authorization::{WayBack, page},
};

/// A listener has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// A UUID.
    pub user_id: String,
    /// By which address the server knows itself; it may be reached by another one.
    pub server: Option<Url>,
}

/// A question that waits for its answer, on a port of this very machine.
#[derive(Debug)]
pub struct RedirectSignIn {
    url: Url,
    state: String,
    listening: TcpListener,
    language: Language,
}

impl RedirectSignIn {
    /// Listens, so that the browser cannot come back too early. `language` is that of the page that it then shows.
    pub async fn begin(asking: &Asking<'_>, language: Language) -> Result<Self> {
        let listening = TcpListener::bind("127.0.0.1:0").await.map_err(Error::Loopback)?;
        let port = listening.local_addr().map_err(Error::Loopback)?.port();
        let state = Uuid::new_v4().simple().to_string();
        let redirect_uri = format!("http://127.0.0.1:{port}/");
        let url = page(asking, Some(WayBack { redirect_uri: &redirect_uri, state: &state }))?;
        Ok(Self { url, state, listening, language })
    }

    /// To be opened in the system's browser.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Waits until the listener has decided, nobody wants to know any more, or [`super::PATIENCE`] is at its end.
    /// However it ends, or when it is dropped, the port is given back.
    pub async fn finish(self, cancel: &CancellationToken, patience: Duration) -> Result<SignedIn> {
        let (tell, mut told) = mpsc::channel(4);
        let done = CancellationToken::new();
        let _ends = done.clone().drop_guard();
        let serving =
            listener::serve(self.listening, self.state, self.language, tell, done.clone());
        let serving = tokio::spawn(serving);
        let decided = tokio::select! {
            () = cancel.cancelled() => Err(Error::SignInCancelled),
            decided = decision(&mut told, patience) => decided,
        };
        done.cancel();
        // The browser gets its page before the port is closed.
        if let Err(error) = serving.await {
            tracing::warn!(%error, "What answers the browser has crashed");
        }
        decided
    }
}

async fn decision(told: &mut mpsc::Receiver<Decision>, patience: Duration) -> Result<SignedIn> {
    let mut was_foreign = false;
    let decided = timeout(patience, async {
        loop {
            match told.recv().await {
                Some(Decision::SignedIn(signed_in)) => return Ok(signed_in),
                Some(Decision::Denied) => return Err(Error::SignInDenied),
                Some(Decision::Foreign) => was_foreign = true,
                None => return Err(Error::SignInCancelled),
            }
        }
    });
    match decided.await {
        Ok(decided) => decided,
        Err(_) if was_foreign => Err(Error::StateMismatch),
        Err(_) => Err(Error::SignInTimedOut),
    }
}
