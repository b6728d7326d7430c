//! Both directories on the loopback, at one address, with answers that a test chooses.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Response, header},
};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

pub(crate) const APPLE: &str = "/search";
pub(crate) const FYYD: &str = "/0.2/search/podcast";

/// What a directory says.
#[derive(Debug, Clone)]
pub(crate) enum Says {
    List(Value),
    Text(&'static str),
    Status {
        status: u16,
        retry_after: Option<&'static str>,
    },
    /// Answers a country with 400, and everybody else with this.
    RefusesCountries(Value),
    /// After so long.
    Late(Duration, Value),
    Never,
    /// More than anybody takes.
    Endless,
    /// Half of what was announced.
    BreaksOff,
}

#[derive(Default)]
struct Shared {
    says: Mutex<HashMap<String, Says>>,
    /// Path and query, as they were asked, with the headers.
    asked: Mutex<Vec<(String, Vec<String>)>>,
}

pub(crate) struct Directories {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Directories {
    /// Both find nothing.
    pub(crate) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let directories = Self { address, shared, server };
        directories.say(APPLE, Says::List(apple(&[])));
        directories.say(FYYD, Says::List(fyyd(&[])));
        directories
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn say(&self, path: &str, says: Says) {
        self.shared.says.lock().unwrap().insert(path.to_owned(), says);
    }

    /// The addresses that were asked at `path`.
    pub(crate) fn asked(&self, path: &str) -> Vec<String> {
        let asked = self.shared.asked.lock().unwrap();
        let of_path = |(address, _): &&(String, Vec<String>)| {
            address.split('?').next().is_some_and(|it| it == path)
        };
        asked.iter().filter(of_path).map(|(address, _)| address.clone()).collect()
    }

    /// The names of the headers that any request had.
    pub(crate) fn headers(&self) -> Vec<String> {
        let asked = self.shared.asked.lock().unwrap();
        let mut headers: Vec<String> = asked.iter().flat_map(|(_, it)| it.clone()).collect();
        headers.sort();
        headers.dedup();
        headers
    }
}

impl Drop for Directories {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let headers = request.headers().keys().map(|name| name.as_str().to_owned()).collect();
    shared.asked.lock().unwrap().push((request.uri().to_string(), headers));
    let says = shared.says.lock().unwrap().get(request.uri().path()).cloned();
    // As Apple's says it.
    let response = Response::builder().header(header::CONTENT_TYPE, "text/javascript");
    let body = match says.expect("an address that is asked") {
        Says::Text(text) => text.into(),
        Says::Status { status, retry_after } => {
            let response = match retry_after {
                Some(wish) => response.header(header::RETRY_AFTER, wish),
                None => response,
            };
            return response.status(status).body("{}".into()).unwrap();
        }
        Says::RefusesCountries(_) if request.uri().to_string().contains("country=") => {
            return response.status(400).body("{}".into()).unwrap();
        }
        Says::List(list) | Says::RefusesCountries(list) => list.to_string().into(),
        Says::Late(span, list) => {
            tokio::time::sleep(span).await;
            list.to_string().into()
        }
        Says::Never => std::future::pending().await,
        Says::Endless => Body::from(format!("{{\"results\":[\"{}\"]}}", "x".repeat(5_000_000))),
        Says::BreaksOff => {
            let response = response.header(header::CONTENT_LENGTH, "5000");
            let half: Result<_, std::io::Error> = Ok("{\"results\":[".to_owned());
            let broken = Err(std::io::Error::other("gone"));
            let parts = futures_util::stream::iter([half, broken]);
            return response.body(Body::from_stream(parts)).unwrap();
        }
    };
    response.body(body).unwrap()
}

/// An answer as Apple documents it: of each show its feed and its title.
pub(crate) fn apple(shows: &[(&str, &str)]) -> Value {
    let entry = |(feed, title): &(&str, &str)| {
        json!({
            "wrapperType": "track",
            "kind": "podcast",
            "collectionId": 1_200_361_736,
            "artistName": "Somebody",
            "collectionName": title,
            "trackName": title,
            "collectionViewUrl": "https://podcasts.apple.com/us/podcast/id1200361736?uo=4",
            "feedUrl": feed,
            "artworkUrl30": "https://is1-ssl.mzstatic.com/image/thumb/x/30x30bb.jpg",
            "artworkUrl60": "https://is1-ssl.mzstatic.com/image/thumb/x/60x60bb.jpg",
            "artworkUrl100": "https://is1-ssl.mzstatic.com/image/thumb/x/100x100bb.jpg",
            "artworkUrl600": "https://is1-ssl.mzstatic.com/image/thumb/x/600x600bb.jpg",
            "collectionPrice": 0.0,
            "releaseDate": "2026-11-20T05:00:00Z",
            "collectionExplicitness": "notExplicit",
            "trackCount": 214,
            "country": "USA",
            "primaryGenreName": "Science",
            "contentAdvisoryRating": "Clean",
            "genreIds": ["1533", "26"],
            "genres": ["Science", "Podcasts"],
        })
    };
    let results: Vec<Value> = shows.iter().map(entry).collect();
    json!({ "resultCount": results.len(), "results": results })
}

/// An answer as fyyd documents it.
pub(crate) fn fyyd(shows: &[(&str, &str)]) -> Value {
    let entry = |(feed, title): &(&str, &str)| {
        json!({
            "title": title,
            "id": 85,
            "xmlURL": feed,
            "htmlURL": "http://freakshow.example",
            "imgURL": "http://freakshow.example/cover.jpg",
            "status": 390,
            "slug": "freak-show",
            "layoutImageURL": "https://img.fyyd.de/pd/layout/85.jpg",
            "thumbImageURL": "https://img.fyyd.de/pd/thumbs/85.png",
            "microImageURL": "https://img.fyyd.de/pd/micro/85.png",
            "language": "de",
            "lastpoll": "2026-11-16 00:36:29",
            "generator": "Podlove Podcast Publisher v2.5.0",
            "categories": 38,
            "lastpub": "2026-11-13 02:03:27",
            "rank": 32,
            "url_fyyd": "https://fyyd.de/podcast/85",
            "description": "Die muntere Talk Show\num Leben mit Technik &amp; <b>Netz</b>.",
            "subtitle": "",
            "author": "Metaebene",
            "episode_count": "288",
        })
    };
    let data: Vec<Value> = shows.iter().map(entry).collect();
    json!({ "status": 1, "msg": "ok", "meta": { "API_INFO": { "API_VERSION": 0.2 } }, "data": data })
}
