//! Proxy, metadata, aggregates, play gateway.

mod aggregate;
mod forbidden;
mod gateway;
mod hostile;
mod info;
mod metadata;
mod proxy;
mod publisher;

use serde_json::{Value, json};

use crate::support::{Home, Listener};

/// Gives the listener a play token. Only its digest is in the database.
async fn play_token(home: &Home, listener: &Listener, expires_ms: Option<i64>) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    sqlx::query(
        "insert into token (id, digest, account, kind, name, scopes, created_ms, expires_ms)
         values ($1, $2, $3, 'play', 'Balados Web', '[]', 0, $4)",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(URL_SAFE_NO_PAD.encode(Sha256::digest(&secret)))
    .bind(listener.id)
    .bind(expires_ms)
    .execute(&home.sql)
    .await
    .unwrap();
    secret
}

async fn revoke_tokens(home: &Home, listener: &Listener) {
    let query = sqlx::query("update token set revoked_ms = 1 where account = $1").bind(listener.id);
    query.execute(&home.sql).await.unwrap();
}

/// A moment in 2023, well before any test runs.
const T0: i64 = 1_700_000_000_000;

fn at(value: impl Into<Value>) -> Value {
    json!({"value": value.into(), "at": T0})
}

fn subscription(feed: &str) -> Value {
    json!({"kind": "subscription", "feed": feed, "subscribed_at": T0})
}
