//! A publisher on loopback: one feed that a test edits, and one recording.

use std::{
    fmt::Write,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Response, StatusCode, header},
    routing::get,
};
use tokio::task::JoinHandle;

/// Frames per second of the recording.
pub(crate) const RATE: u32 = 8_000;

/// What the feed answers.
#[derive(Debug, Clone)]
pub(crate) enum Feed {
    Episodes(u32),
    Status(u16),
    Page,
    /// Does not answer whoever calls himself so; everybody else gets so many episodes.
    Refuses {
        who: &'static str,
        status: u16,
        episodes: u32,
    },
    /// Never answers.
    Hangs,
}

struct Shared {
    feed: Mutex<Feed>,
    recording: Vec<u8>,
    is_recording_there: Mutex<bool>,
    feed_requests: AtomicUsize,
    media_bytes: AtomicUsize,
    media_refusals: AtomicUsize,
}

pub(crate) struct Publisher {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Publisher {
    /// Serves a feed with so many episodes, each `seconds` of tone.
    pub(crate) async fn start(episodes: u32, seconds: u32) -> Self {
        let shared = Arc::new(Shared {
            feed: Mutex::new(Feed::Episodes(episodes)),
            recording: recording(seconds),
            is_recording_there: Mutex::new(true),
            feed_requests: AtomicUsize::new(0),
            media_bytes: AtomicUsize::new(0),
            media_refusals: AtomicUsize::new(0),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/feed.xml", get(feed))
            .route("/{episode}", get(media))
            .with_state((Arc::clone(&shared), address));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, shared, server }
    }

    pub(crate) fn feed_url(&self) -> String {
        format!("http://{}/feed.xml", self.address)
    }

    pub(crate) fn set_feed(&self, feed: Feed) {
        *self.shared.feed.lock().unwrap() = feed;
    }

    pub(crate) fn remove_recording(&self) {
        *self.shared.is_recording_there.lock().unwrap() = false;
    }

    pub(crate) fn feed_requests(&self) -> usize {
        self.shared.feed_requests.load(Ordering::SeqCst)
    }

    /// Bytes of recordings that were sent so far.
    pub(crate) fn media_bytes(&self) -> usize {
        self.shared.media_bytes.load(Ordering::SeqCst)
    }

    /// Requests for a recording that is not there.
    pub(crate) fn media_refusals(&self) -> usize {
        self.shared.media_refusals.load(Ordering::SeqCst)
    }

    /// The network is gone.
    pub(crate) fn stop(self) {
        self.server.abort();
    }
}

type Shop = State<(Arc<Shared>, SocketAddr)>;

async fn feed(State((shared, address)): Shop, headers: HeaderMap) -> Response<Body> {
    shared.feed_requests.fetch_add(1, Ordering::SeqCst);
    let feed = shared.feed.lock().unwrap().clone();
    let (status, kind, body) = match feed {
        Feed::Episodes(count) => (200, "application/rss+xml", document(address, count)),
        Feed::Status(status) => (status, "text/plain", String::new()),
        Feed::Page => (200, "text/html", PAGE.to_owned()),
        Feed::Refuses { who, status, .. } if is_named(&headers, who) => {
            (status, "text/plain", String::new())
        }
        Feed::Refuses { episodes, .. } => (200, "application/rss+xml", document(address, episodes)),
        Feed::Hangs => std::future::pending().await,
    };
    Response::builder()
        .status(StatusCode::from_u16(status).unwrap())
        .header(header::CONTENT_TYPE, kind)
        .body(body.into())
        .unwrap()
}

fn is_named(headers: &HeaderMap, who: &str) -> bool {
    headers[header::USER_AGENT].to_str().unwrap().starts_with(who)
}

async fn media(State((shared, _)): Shop, headers: HeaderMap) -> Response<Body> {
    if !*shared.is_recording_there.lock().unwrap() {
        shared.media_refusals.fetch_add(1, Ordering::SeqCst);
        return Response::builder().status(404).body(Body::empty()).unwrap();
    }
    let whole = &shared.recording;
    let from = headers.get(header::RANGE).map_or(0, |range| {
        let range = range.to_str().unwrap().trim_start_matches("bytes=");
        range.split('-').next().unwrap().parse::<usize>().unwrap()
    });
    let part = whole[from..].to_vec();
    shared.media_bytes.fetch_add(part.len(), Ordering::SeqCst);
    Response::builder()
        .status(206)
        .header(header::CONTENT_TYPE, "audio/wav")
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::ETAG, "\"one\"")
        .header(header::CONTENT_RANGE, format!("bytes {from}-{}/{}", whole.len() - 1, whole.len()))
        .body(part.into())
        .unwrap()
}

const PAGE: &str = r#"<!doctype html><title>A site</title>
    <link rel="alternate" type="application/rss+xml" title="The show" href="/other.xml">"#;

fn document(address: SocketAddr, count: u32) -> String {
    let mut items = String::new();
    for number in (1..=count).rev() {
        write!(
            items,
            "<item><title>Episode {number}</title><guid>episode-{number}</guid>
             <pubDate>Mon, {:02} Jan 2024 08:00:00 GMT</pubDate>
             <enclosure url='http://{address}/{number}.wav' type='audio/wav' length='1'/></item>",
            number % 28 + 1
        )
        .unwrap();
    }
    format!("<rss version='2.0'><channel><title>The show</title>{items}</channel></rss>")
}

/// Each second of it has a level of its own, so that what is heard says where it is from.
fn recording(seconds: u32) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for second in 0..seconds {
        let level = level_of(second);
        (0..RATE).for_each(|_| writer.write_sample(level).unwrap());
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

/// 16 bit sample of every frame of a second.
pub(crate) fn level_of(second: u32) -> i16 {
    i16::try_from(1_000 + second * 20).unwrap()
}
