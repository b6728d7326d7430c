//! What makes a server look like a classic one: it says of itself no more than `balados.sync` does. It also writes down what
//! is asked, and can answer in the server's place.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// What is answered in the server's place; nothing: the server itself.
pub(crate) type Instead = Box<dyn FnMut(&Value) -> Option<(u16, Value)> + Send>;

#[derive(Clone)]
pub(crate) struct Front {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    server: SocketAddr,
    http: reqwest::Client,
    asked: Mutex<VecDeque<Value>>,
    instead: Mutex<Option<Instead>>,
    health: Mutex<(u16, Value)>,
}

impl Front {
    pub(crate) async fn of(server: SocketAddr) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            server,
            http: reqwest::Client::new(),
            asked: Mutex::default(),
            instead: Mutex::default(),
            health: Mutex::new((200, json!({"ok": true, "version": "0.1.0"}))),
        });
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, shared }
    }

    /// Bodies of `/sync` since this was asked last.
    pub(crate) fn asked(&self) -> Vec<Value> {
        self.shared.asked.lock().unwrap().drain(..).collect()
    }

    pub(crate) fn answer_with(
        &self,
        instead: impl FnMut(&Value) -> Option<(u16, Value)> + Send + 'static,
    ) {
        *self.shared.instead.lock().unwrap() = Some(Box::new(instead));
    }

    pub(crate) fn answer_by_itself(&self) {
        *self.shared.instead.lock().unwrap() = None;
    }

    pub(crate) fn say_of_itself(&self, status: u16, body: Value) {
        *self.shared.health.lock().unwrap() = (status, body);
    }
}

fn says(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if uri.path() == "/api/v1/health" {
        let (status, body) = shared.health.lock().unwrap().clone();
        return says(status, &body);
    }
    if uri.path() == "/api/v1/auth/refresh" {
        return pass_on(&shared, method, &uri, &headers, Bytes::new()).await;
    }
    assert_eq!(uri.path(), "/api/v1/sync", "nothing else is asked of a classic server");
    let asked: Value = serde_json::from_slice(&body).unwrap();
    shared.asked.lock().unwrap().push_back(asked.clone());
    let instead = shared.instead.lock().unwrap().as_mut().and_then(|it| it(&asked));
    if let Some((status, body)) = instead {
        return says(status, &body);
    }
    pass_on(&shared, method, &uri, &headers, body).await
}

async fn pass_on(
    shared: &Shared,
    method: Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Bytes,
) -> Response {
    let url = format!("http://{}{}", shared.server, uri.path());
    let request = shared.http.request(method, url).body(body);
    let request = request
        .header(header::AUTHORIZATION, &headers[header::AUTHORIZATION])
        .header(header::CONTENT_TYPE, "application/json");
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    says(status, &serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
}
