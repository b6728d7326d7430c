//! Answers the browser that comes back, and whoever else knocks.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Query, State},
    http::{Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

use super::{
    page::{Language, Said},
    redirect::SignedIn,
};

/// How long the browser has to read its page. Some open connections and say nothing on them.
const GRACE: Duration = Duration::from_secs(1);
/// The page needs nothing and runs nothing; its address is not passed on.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// What somebody said.
#[derive(Debug)]
pub(super) enum Decision {
    SignedIn(SignedIn),
    Denied,
    /// The answer to another question.
    Foreign,
}

struct Waiting {
    state: String,
    language: Language,
    tell: mpsc::Sender<Decision>,
}

#[derive(Debug, Default, Deserialize)]
struct Answer {
    state: Option<String>,
    user_id: Option<String>,
    server: Option<String>,
    error: Option<String>,
}

/// Until `done`.
pub(super) async fn serve(
    listening: TcpListener,
    state: String,
    language: Language,
    tell: mpsc::Sender<Decision>,
    done: CancellationToken,
) {
    let waiting = Arc::new(Waiting { state, language, tell });
    let routes = Router::new().fallback(answer).with_state(waiting);
    let serving =
        axum::serve(listening, routes).with_graceful_shutdown(done.clone().cancelled_owned());
    let end = async {
        done.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving.into_future() => if let Err(error) = served {
            tracing::warn!(%error, "The browser can no longer be answered");
        },
        () = end => (),
    }
}

async fn answer(State(waiting): State<Arc<Waiting>>, method: Method, uri: Uri) -> Response {
    let Some(answer) = read(&method, &uri) else {
        return show(waiting.language, StatusCode::NOT_FOUND, Said::NotAsked);
    };
    let decision = waiting.read(answer);
    let (status, said) = match &decision {
        Some(Decision::SignedIn(_)) => (StatusCode::OK, Said::SignedIn),
        Some(Decision::Denied) => (StatusCode::OK, Said::Denied),
        Some(Decision::Foreign) | None => (StatusCode::BAD_REQUEST, Said::NotAsked),
    };
    if let Some(decision) = decision {
        // Whoever does not wait any more, or has enough answers, needs no other.
        let _ = timeout(GRACE, waiting.tell.send(decision)).await;
    }
    show(waiting.language, status, said)
}

/// Browsers ask for icons too.
fn read(method: &Method, uri: &Uri) -> Option<Answer> {
    let is_for_us = uri.path() == "/" && method == Method::GET;
    Query::try_from_uri(uri).ok().filter(|_| is_for_us).map(|Query(answer)| answer)
}

impl Waiting {
    fn read(&self, answer: Answer) -> Option<Decision> {
        if answer.state? != self.state {
            return Some(Decision::Foreign);
        }
        if answer.error.is_some() {
            return Some(Decision::Denied);
        }
        let user_id = Uuid::parse_str(&answer.user_id?).ok()?.hyphenated().to_string();
        let server = answer.server.and_then(|server| Url::parse(&server).ok());
        Some(Decision::SignedIn(SignedIn { user_id, server }))
    }
}

fn show(language: Language, status: StatusCode, said: Said) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONNECTION, "close"),
    ];
    (status, headers, said.page(language)).into_response()
}
