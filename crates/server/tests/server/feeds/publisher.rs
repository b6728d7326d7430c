//! Somebody who publishes feeds, on this machine.

use std::{
    collections::HashMap,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tokio::{net::TcpListener, task::JoinHandle};

type Answering = Arc<dyn Fn(Asked) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync>;

/// What a client of the publisher asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    /// How often this path was asked for before.
    pub(super) before: usize,
}

pub(super) struct Publisher {
    pub(super) address: SocketAddr,
    shelf: Arc<Mutex<Shelf>>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Shelf {
    pages: HashMap<String, Answering>,
    asked: Vec<Asked>,
}

impl Drop for Publisher {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Publisher {
    pub(super) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shelf: Arc<Mutex<Shelf>> = Arc::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shelf));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, shelf, serving }
    }

    /// Answers each request for `path` in its own way.
    pub(super) fn on<F>(&self, path: &str, answering: impl Fn(Asked) -> F + Send + Sync + 'static)
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let answering: Answering = Arc::new(move |asked| Box::pin(answering(asked)));
        self.shelf.lock().unwrap().pages.insert(path.to_owned(), answering);
    }

    /// Answers always the same.
    pub(super) fn page(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) {
        let headers: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let body = body.into();
        self.on(path, move |_| {
            let response = reply(&headers, body.clone());
            async { response }
        });
    }

    pub(super) fn feed(&self, path: &str, body: &str) {
        self.page(path, &[("content-type", "application/rss+xml; charset=utf-8")], body);
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The feed's id.
    pub(super) fn id(&self, path: &str) -> String {
        id(&self.url(path))
    }

    /// Every request for `path`, oldest first.
    pub(super) fn asked(&self, path: &str) -> Vec<Asked> {
        let kept = self.shelf.lock().unwrap();
        kept.asked.iter().filter(|it| it.path == path).cloned().collect()
    }

    /// Waits until `path` was asked for so often.
    pub(super) async fn wait_for(&self, path: &str, times: usize) {
        while self.asked(path).len() < times {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}

/// Text as ids have it.
pub(super) fn id(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

pub(super) fn reply(headers: &[(String, String)], body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    for (name, value) in headers {
        let name: axum::http::HeaderName = name.parse().unwrap();
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

pub(super) fn status(code: u16) -> Response {
    StatusCode::from_u16(code).unwrap().into_response()
}

async fn answer(State(shelf): State<Arc<Mutex<Shelf>>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let answering = {
        let mut shelf = shelf.lock().unwrap();
        let before = shelf.asked.iter().filter(|asked| asked.path == path).count();
        let now = Asked { path: path.clone(), headers: request.headers().clone(), before };
        shelf.asked.push(now.clone());
        shelf.pages.get(&path).cloned().map(|answering| (answering, now))
    };
    match answering {
        Some((answering, asked)) => answering(asked).await,
        None => status(404),
    }
}
