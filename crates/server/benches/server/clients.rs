//! Listeners, their devices, and what they have heard.

use std::path::Path;

use futures_util::{SinkExt, StreamExt};
use jsonwebtoken::{Algorithm, Header, encode};
use serde_json::{Value, json};
use sqlx::{AnyPool, any::install_default_drivers};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::keys;

/// A moment in 2023.
const T0: i64 = 1_700_000_000_000;
/// Records in one request: as many as its body may hold.
const BATCH: usize = 2_500;

#[derive(Clone)]
pub(crate) struct Device {
    base: String,
    token: String,
    http: reqwest::Client,
}

impl Device {
    /// Of a new listener.
    pub(crate) async fn of_new_listener(folder: &Path, base: &str) -> Self {
        install_default_drivers();
        let url = format!("sqlite://{}", folder.join("balados.sqlite").display());
        let sql = AnyPool::connect(&url).await.unwrap();
        let user = uuid::Uuid::new_v4().to_string();
        let account: i64 = sqlx::query_scalar(
            "insert into account (uuid, username, username_key, password_hash, created_ms)
             values ($1, $1, $1, '', 0) returning id",
        )
        .bind(&user)
        .fetch_one(&sql)
        .await
        .unwrap();
        sqlx::query(
            "insert into app_grant (id, account, app_id, name, public_key, scopes, created_ms, updated_ms)
             values ($1, $2, $1, 'bench', $3, '[\"user\"]', 0, 0)",
        )
        .bind(&user)
        .bind(account)
        .bind(&keys::own().public_pem)
        .execute(&sql)
        .await
        .unwrap();
        sql.close().await;
        let claims = json!({"iss": user, "sub": user});
        let token = encode(&Header::new(Algorithm::RS256), &claims, &keys::own().private).unwrap();
        Self { base: base.to_owned(), token, http: reqwest::Client::new() }
    }

    pub(crate) async fn exchange(&self, body: &Value) -> Value {
        let url = format!("{}/api/v1/exchange", self.base);
        let sent = self.http.post(url).bearer_auth(&self.token).json(body).send().await.unwrap();
        assert_eq!(sent.status(), 200);
        sent.json().await.unwrap()
    }

    /// Everything that there is, page by page; says how many records came.
    pub(crate) async fn download(&self) -> (usize, Value) {
        let (mut cursor, mut count) = (Value::Null, 0);
        loop {
            let page = self.exchange(&json!({"cursor": cursor, "limit": 10_000})).await;
            count += page["changes"].as_array().unwrap().len();
            cursor = page["cursor"].clone();
            if page["more"] == json!(false) {
                return (count, cursor);
            }
        }
    }

    /// A library of so many subscriptions and plays.
    pub(crate) async fn fill(&self, subscriptions: usize, plays: usize) {
        let subscriptions = (0..subscriptions).map(subscription);
        let plays = (0..plays).map(play);
        let all: Vec<Value> = subscriptions.chain(plays).collect();
        for batch in all.chunks(BATCH) {
            self.exchange(&json!({"changes": batch, "limit": 1})).await;
        }
    }

    /// A connection that follows this listener's changes from now on.
    pub(crate) async fn live(&self, cursor: &Value) -> Live {
        let url = format!("{}/api/v1/live", self.base.replacen("http", "ws", 1));
        let (socket, _) = connect_async(url).await.unwrap();
        let mut live = Live { socket };
        live.hear().await;
        live.say(&json!({"type": "auth", "token": self.token})).await;
        live.hear().await;
        live.say(&json!({"type": "subscribe", "cursor": cursor})).await;
        live.hear().await;
        live.hear().await;
        live
    }
}

pub(crate) struct Live {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Live {
    pub(crate) async fn say(&mut self, message: &Value) {
        self.socket.send(Message::text(message.to_string())).await.unwrap();
    }

    pub(crate) async fn hear(&mut self) -> String {
        loop {
            if let Message::Text(text) = self.socket.next().await.unwrap().unwrap() {
                return text.to_string();
            }
        }
    }
}

fn feed(n: usize) -> String {
    base64_of(&format!("https://feeds.example.com/{n}/podcast.xml"))
}

fn subscription(n: usize) -> Value {
    json!({"kind": "subscription", "feed": feed(n), "subscribed_at": T0})
}

/// Item `n` of one of a thousand feeds.
pub(crate) fn play(n: usize) -> Value {
    play_at(n, 1_000 * (n as u64 % 3_600))
}

pub(crate) fn play_at(n: usize, position_ms: u64) -> Value {
    let item = base64_of(&format!("item-{n},https://media.example.com/{n}.mp3"));
    json!({"kind": "listening", "feed": feed(n % 1_000), "item": item, "generation": 0,
        "played": n.is_multiple_of(2), "position_ms": position_ms, "at": T0})
}

fn base64_of(text: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(text)
}
