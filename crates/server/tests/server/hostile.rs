//! Bytes that no client of ours would send: the server refuses them and goes on.
//!
//! A failure prints its seed; `HOSTILE_SEED=… cargo test -p balados-server --test server hostile` repeats it.

use std::time::Duration;

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop},
    prop_oneof,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    Device, Home, Reply,
    described::{API, described},
    on_both,
};

const REQUESTS: usize = 250;
/// How long a server that is well needs to answer what is whole.
const HALF_SENT: Duration = Duration::from_millis(400);
/// Longer than any answer takes, shorter than the server's own patience.
const PATIENCE: Duration = Duration::from_secs(10);
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
const T0: i64 = 1_700_000_000_000;

/// Forms that people fill in.
const FORMS: [&str; 5] =
    ["/setup", "/users/register", "/users/log_in", "/authorize", "/subscriptions/import"];

/// A value that is hard to swallow, as JSON text that may not even be JSON.
fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"1e999".to_vec()),
        Just(b"-1".to_vec()),
        Just(b"10.5".to_vec()),
        Just(b"9223372036854775808".to_vec()),
        Just(b"123456789012345678901234567890".to_vec()),
        Just(b"null".to_vec()),
        Just(b"\"\"".to_vec()),
        Just(br#""\u0000""#.to_vec()),
        Just(b"\"\0\"".to_vec()),
        Just(br#""\ud800""#.to_vec()),
        Just(br#""\udc00\ud800""#.to_vec()),
        Just(b"\"\xff\xfe\xc0\"".to_vec()),
        Just(format!("\"{}\"", "x".repeat(100_000)).into_bytes()),
        Just(format!("\"{}\"", "é".repeat(50_000)).into_bytes()),
        Just("[".repeat(20_000).into_bytes()),
        Just(format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000)).into_bytes()),
        Just("{\"a\":".repeat(5_000).into_bytes()),
        vec(any::<u8>(), 0..60),
    ]
}

/// The names of fields that some endpoint reads.
fn field() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "changes",
        "cursor",
        "limit",
        "request_id",
        "kind",
        "feed",
        "item",
        "id",
        "position",
        "position_ms",
        "at",
        "played",
        "generation",
        "subscriptions",
        "play_statuses",
        "playlists",
        "last_sync",
        "since",
        "rss_source_feed",
        "rss_source_item",
        "rss_source_id",
        "privacy",
        "title",
        "feedUrl",
        "episodeId",
        "scopes",
        "refresh_token",
    ])
}

fn object() -> impl Strategy<Value = Vec<u8>> {
    vec((field(), value()), 0..4).prop_map(|fields| {
        let mut text = b"{".to_vec();
        for (nth, (name, value)) in fields.into_iter().enumerate() {
            let comma = if nth > 0 { "," } else { "" };
            text.extend_from_slice(format!("{comma}\"{name}\":").as_bytes());
            text.extend_from_slice(&value);
        }
        text.push(b'}');
        text
    })
}

/// What is right but for one value.
fn nearly_right() -> impl Strategy<Value = Vec<u8>> {
    (value(), 0usize..4).prop_map(|(value, place)| {
        let record = json!({
            "kind": "listening", "feed": FEED, "item": ITEM, "generation": 0, "played": false,
            "position_ms": "PLACE-0", "at": "PLACE-1",
        });
        let body = json!({
            "changes": [record, {"kind": "setting", "key": "PLACE-2", "value": {"value": "1", "at": T0}}],
            "limit": "PLACE-3",
        });
        let marks = [("\"PLACE-0\"", "1"), ("\"PLACE-1\"", "1"), ("\"PLACE-2\"", "\"k\""), ("\"PLACE-3\"", "5")];
        let mut text = body.to_string();
        for (nth, (mark, right)) in marks.into_iter().enumerate() {
            if nth != place {
                text = text.replace(mark, right);
            }
        }
        let (before, after) = text.split_once(marks[place].0).unwrap();
        [before.as_bytes(), &value, after.as_bytes()].concat()
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        value(),
        object(),
        nearly_right(),
        object().prop_map(|it| [b"[", &*it, b"]"].concat())
    ]
}

/// A place, the byte that comes there or nothing when one goes, and whether it comes beside the old one.
type Damage = (prop::sample::Index, Option<u8>, bool);

/// One byte becomes another, goes, or comes.
fn damage() -> impl Strategy<Value = Vec<Damage>> {
    prop_oneof![2 => Just(Vec::new()), 1 => vec(any::<Damage>(), 1..6)]
}

fn damaged(mut bytes: Vec<u8>, damage: Vec<Damage>) -> Vec<u8> {
    for (place, byte, is_new) in damage {
        let at = place.index(bytes.len());
        match byte {
            Some(byte) if is_new => bytes.insert(at, byte),
            Some(byte) => bytes[at] = byte,
            None => drop(bytes.remove(at)),
        }
    }
    bytes
}

fn request(device: &Device, method: &Method, path: &str, body: &[u8]) -> Vec<u8> {
    let kind = if FORMS.contains(&path) {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: balados.example\r\nConnection: close\r\n\
         Authorization: Bearer {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        device.token(),
        body.len(),
    );
    [head.as_bytes(), body].concat()
}

/// Whatever comes back. The server may hang up before it has read everything.
async fn send(home: &Home, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(home.server.address()).await.unwrap();
    let mut answer = Vec::new();
    let talk = async {
        let is_sent = stream.write_all(bytes).await.is_ok();
        // The end of what is sent breaks off what is being answered: it is for whoever still waits for more.
        if tokio::time::timeout(HALF_SENT, stream.read_to_end(&mut answer)).await.is_err()
            && is_sent
        {
            let _ = stream.shutdown().await;
        }
        let _ = stream.read_to_end(&mut answer).await;
    };
    tokio::time::timeout(PATIENCE, talk).await.expect("an answer or an end");
    answer
}

/// Where something can be sent to.
async fn targets(home: &Home) -> Vec<(Method, String)> {
    let takes_body = |method: &Method| [Method::POST, Method::PUT, Method::PATCH].contains(method);
    let described = described(home).await.into_iter().map(|it| (it.method.clone(), it.path()));
    let known = API.iter().map(|(method, path)| (method.parse().unwrap(), (*path).to_owned()));
    let forms = FORMS.iter().map(|path| (Method::POST, (*path).to_owned()));
    described.chain(known).chain(forms).filter(|(method, _)| takes_body(method)).collect()
}

async fn is_well(home: &Home, device: &Device) {
    let health = reqwest::get(format!("{}/api/v1/health", home.base)).await.unwrap();
    assert_eq!(Reply::of(health).await.expect(200)["ok"], true);
    let key = uuid::Uuid::new_v4().to_string();
    let setting = json!({"kind": "setting", "key": key, "value": {"value": "1", "at": T0}});
    let answer = device.exchange(&json!({"changes": [setting]})).await;
    assert_eq!(answer["refused"], json!([]));
    let all = device.exchange(&json!({"limit": 10_000})).await;
    assert!(all["changes"].as_array().unwrap().contains(&setting));
}

/// The requests after which the real server is down (protocol.md, appendix C).
fn poison() -> Vec<(Method, String, Value)> {
    let mut all = Vec::new();
    let mut add =
        |method: Method, path: &str, body: Value| all.push((method, path.to_owned(), body));
    for feed in [json!(""), Value::Null] {
        add(
            Method::POST,
            "/api/v1/subscriptions",
            json!({"rss_source_feed": feed, "rss_source_id": "x"}),
        );
    }
    for position in [json!(10.5), json!("7"), Value::Null, json!(2_147_483_648_i64), json!(-1)] {
        let body = json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": position, "played": false});
        add(Method::POST, "/api/v1/play", body);
    }
    let play = |feed: Value, item: Value| json!({"rss_source_feed": feed, "rss_source_item": item, "position": 1, "played": false});
    add(Method::POST, "/api/v1/play", play(Value::Null, json!(ITEM)));
    add(Method::POST, "/api/v1/play", play(json!(FEED), json!("not base64!")));
    add(Method::PUT, &format!("/api/v1/play/{ITEM}/position"), json!({"position": 7}));
    add(Method::DELETE, &format!("/api/v1/subscriptions/{FEED}"), Value::Null);
    add(Method::POST, &format!("/api/v1/episodes/{ITEM}/save"), json!({}));
    let empty = json!({"rss_source_feed": "", "rss_source_id": "x", "subscribed_at": "2026-01-01T00:00:00Z"});
    add(Method::POST, "/api/v1/sync", json!({"changes": {"subscriptions": [empty]}}));
    all
}

/// One seed, one series of requests.
fn runner(seed: u64) -> TestRunner {
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

on_both! {
    async fn whatever_is_sent_the_server_goes_on(home: Home) {
        let seed = std::env::var("HOSTILE_SEED").ok().map_or_else(rand::random, |it| it.parse().unwrap());
        println!("HOSTILE_SEED={seed}");
        let device = home.device(&home.listener("ada").await, "desk").await;
        let targets = targets(&home).await;
        let (mut runner, mut answered) = (runner(seed), 0);
        let drawn = (prop::sample::select(targets), body(), damage());
        for _ in 0..REQUESTS {
            let ((method, path), body, damage) = drawn.new_tree(&mut runner).unwrap().current();
            let bytes = damaged(request(&device, &method, &path, &body), damage);
            let answer = send(&home, &bytes).await;
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(700)]).into_owned();
            let line = String::from_utf8_lossy(&answer[..answer.len().min(15)]).into_owned();
            assert!(!line.starts_with("HTTP/1.1 5"), "{line} for {shown}");
            answered += usize::from(line.starts_with("HTTP/1.1 "));
        }
        assert!(answered > REQUESTS / 2, "only {answered} were answered");
        is_well(&home, &device).await;
    }

    async fn a_nul_in_a_form_is_no_failure(home: Home) {
        let device = home.device(&home.listener("ada").await, "desk").await;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        for path in ["/users/log_in", "/users/register"] {
            let page = Reply::of(http.get(format!("{}{path}", home.base)).send().await.unwrap()).await;
            let cookie = page.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap();
            let csrf = page.text.split_once("csrf-token\" content=\"").unwrap().1.split('"').next().unwrap();
            let body = format!("_csrf_token={csrf}&user[username]=a%00b&user[password]=Correct-horse-1!");
            let request = http.post(format!("{}{path}", home.base)).header("cookie", cookie).body(body);
            let reply = Reply::of(request.send().await.unwrap()).await;
            assert!(reply.status < 500, "{path}: {} {}", reply.status, reply.text);
            assert!(reply.status != 403, "{path}: {}", reply.text);
        }
        is_well(&home, &device).await;
    }

    async fn what_stops_the_real_server_stops_nothing(home: Home) {
        let device = home.device(&home.listener("ada").await, "desk").await;
        for (method, path, body) in poison() {
            let reply = Reply::of(device.request(method.clone(), &path).json(&body).send().await.unwrap()).await;
            assert!((400..500).contains(&reply.status), "{method} {path} {body}: {} {}", reply.status, reply.text);
        }
        // The one that means something: the level for everything (protocol.md, section 3.8).
        device.put("/api/v1/privacy", &json!({"privacy": "private"})).await.expect(200);
        is_well(&home, &device).await;
    }
}
