//! Whoever stands between an app and its server, reads every request, and finds an address in it however it is written.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde_json::{Value, json};

pub(crate) struct Eavesdropper {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    server: SocketAddr,
    http: reqwest::Client,
    heard: Mutex<Vec<Heard>>,
}

/// A request with everything in it.
struct Heard {
    path: String,
    text: String,
}

impl Eavesdropper {
    pub(crate) async fn before(server: SocketAddr) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let shared =
            Arc::new(Shared { server, http: http.build().unwrap(), heard: Mutex::default() });
        let routes = Router::new().fallback(pass_on).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, shared }
    }

    /// Paths of the requests that name this.
    pub(crate) fn named_by(&self, what: &str) -> Vec<String> {
        let heard = self.shared.heard.lock().unwrap();
        heard.iter().filter(|it| names(&it.text, what)).map(|it| it.path.clone()).collect()
    }
}

async fn pass_on(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    mut headers: HeaderMap,
    body: Bytes,
) -> Response {
    let said = String::from_utf8_lossy(&body);
    let text = format!("{method} {uri}\n{headers:?}\n{said}");
    shared.heard.lock().unwrap().push(Heard { path: uri.path().to_owned(), text });
    for hop in [header::HOST, header::ACCEPT_ENCODING, header::CONTENT_LENGTH] {
        headers.remove(hop);
    }
    let url = format!("http://{}{uri}", shared.server);
    let answer = shared.http.request(method, url).headers(headers).body(body).send().await.unwrap();
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let mut body = answer.bytes().await.unwrap();
    if uri.path() == "/api/v1/health" {
        body = readable(&body);
    }
    for hop in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
        headers.remove(hop);
    }
    (status, headers, body).into_response()
}

/// Nothing is packed, and nothing goes by a connection that is not seen here.
fn readable(health: &[u8]) -> Bytes {
    let mut health: Value = serde_json::from_slice(health).unwrap();
    let capabilities = health["capabilities"].as_array().unwrap();
    let seen = |it: &&Value| *it != "live-1" && *it != "compression-1";
    let seen: Vec<_> = capabilities.iter().filter(seen).cloned().collect();
    health["capabilities"] = json!(seen);
    health.to_string().into()
}

/// Plain, as part of an address, or inside an id of the protocol.
fn names(text: &str, what: &str) -> bool {
    let text = text.replace("%3A", ":").replace("%2F", "/");
    let is_of_id = |letter: char| letter.is_ascii_alphanumeric() || "+/-_".contains(letter);
    let mut words = text.split(|letter| !is_of_id(letter)).flat_map(|word| {
        // A path is made of ids, and an id of the standard alphabet may hold a slash.
        word.split('/').chain(std::iter::once(word))
    });
    text.contains(what) || words.any(|word| decoded(word).is_some_and(|id| id.contains(what)))
}

fn decoded(word: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet = if word.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    let bytes = GeneralPurpose::new(&alphabet, config).decode(word).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn an_address_is_found_however_it_is_written() {
    for text in [
        "GET /feed?url=http://pod.example:80/feed.xml",
        "GET /feed?url=http%3A%2F%2Fpod.example%3A80%2Ffeed.xml",
        // `http://pod.example:80/feed.xml`
        "GET /api/v1/feed/aHR0cDovL3BvZC5leGFtcGxlOjgwL2ZlZWQueG1s/popularity",
        // `episode-1,http://pod.example:80/1.wav`
        r#"{"item":"ZXBpc29kZS0xLGh0dHA6Ly9wb2QuZXhhbXBsZTo4MC8xLndhdg=="}"#,
    ] {
        assert!(names(text, "pod.example:80"), "{text}");
        assert!(!names(text, "pod.example:81"), "{text}");
    }
}
