//! Who is let in: every operation of the server's own description, with every kind of token.

use balados_protocol::scope::{Scope, grants};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::{Method, header::AUTHORIZATION};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{
    Device, Home, Listener, Reply,
    described::{API, Operation, described, fits},
    keys, on_both,
};

const UUID: &str = "00000000-0000-4000-8000-000000000000";
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
/// With what another listener has in the path, these change the caller's own things, or nothing.
const HARMLESS: [&str; 4] = [
    "DELETE /api/v1/likes/{feed}",
    "DELETE /api/v1/likes/{feed}/{item}",
    "POST /api/v1/episodes/{item}/save",
    "POST /api/v1/episodes/{item}/share",
];
/// Seconds since the epoch, long after any test.
const FAR: i64 = 4_000_000_000;

/// Pages for people, which no description lists. Whoever is not logged in is sent to log in.
const PAGES: [&str; 9] = [
    "/privacy",
    "/dashboard",
    "/apps",
    "/account",
    "/invitations",
    "/export.json",
    "/listening-history/export.json",
    "/listening-history/export.csv",
    "/subscriptions/export.opml",
];

/// Scopes under which the API is divided. An operation that none of these lets in asks for none.
const SCOPES: [&str; 11] = [
    "user.sync",
    "user.subscriptions.read",
    "user.subscriptions.write",
    "user.plays.read",
    "user.plays.write",
    "user.likes.read",
    "user.likes.write",
    "user.collections.read",
    "user.collections.write",
    "user.privacy.read",
    "user.privacy.write",
];

async fn ask(home: &Home, operation: &Operation, authorization: Option<&str>) -> Reply {
    let url = format!("{}{}", home.base, operation.path());
    let mut request = reqwest::Client::new().request(operation.method.clone(), url);
    if let Some(value) = authorization {
        request = request.header(AUTHORIZATION, value);
    }
    Reply::of(request.send().await.unwrap()).await
}

/// A way in that must be shut, and why it is.
struct Stranger {
    name: &'static str,
    authorization: Option<String>,
    code: &'static str,
}

impl Stranger {
    fn bearer(name: &'static str, token: &str, code: &'static str) -> Self {
        Self { name, authorization: Some(format!("Bearer {token}")), code }
    }
}

fn with(device: &Device, changes: &Value) -> String {
    let mut claims = device.claims();
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    Device::token_with(&claims, &keys::own().private)
}

fn unsigned(device: &Device, signature: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(&json!({"alg": "none", "typ": "JWT"}));
    format!("{header}.{}.{signature}", part(&device.claims()))
}

/// Signed by what everybody knows.
fn with_public_key_as_secret(device: &Device) -> String {
    let secret = EncodingKey::from_secret(keys::own().public_pem.as_bytes());
    encode(&Header::new(Algorithm::HS256), &device.claims(), &secret).unwrap()
}

async fn strangers(home: &Home, ada: &Listener, device: &Device) -> Vec<Stranger> {
    let bob = home.listener("bob").await;
    let own = &keys::own().private;
    let signed = device.token();
    let mut all = vec![
        Stranger { name: "nothing", authorization: None, code: "TOKEN_MISSING" },
        Stranger { name: "Basic", authorization: Some("Basic abc".into()), code: "TOKEN_MISSING" },
        Stranger {
            name: "lower case",
            authorization: Some(format!("bearer {signed}")),
            code: "TOKEN_MISSING",
        },
        Stranger { name: "no scheme", authorization: Some(signed.clone()), code: "TOKEN_MISSING" },
        Stranger::bearer("a.b.c", "a.b.c", "TOKEN_MALFORMED"),
        Stranger::bearer("abc", "abc", "TOKEN_INVALID"),
        Stranger::bearer("four parts", &format!("{signed}.x"), "TOKEN_INVALID"),
        Stranger::bearer("none", &unsigned(device, ""), "TOKEN_INVALID"),
        Stranger::bearer("none, with a signature", &unsigned(device, "c2ln"), "TOKEN_INVALID"),
        Stranger::bearer("HS256", &with_public_key_as_secret(device), "TOKEN_INVALID"),
        Stranger::bearer(
            "wrong key",
            &Device::token_with(&device.claims(), &keys::foreign().private),
            "TOKEN_INVALID",
        ),
        Stranger::bearer("expired", &with(device, &json!({"exp": 1_700_000_000})), "TOKEN_EXPIRED"),
        Stranger::bearer(
            "not yet valid",
            &with(device, &json!({"nbf": FAR})),
            "TOKEN_NOT_YET_VALID",
        ),
        Stranger::bearer(
            "of the future",
            &with(device, &json!({"iat": FAR})),
            "TOKEN_NOT_YET_VALID",
        ),
        Stranger::bearer(
            "another listener",
            &with(device, &json!({"sub": bob.uuid})),
            "TOKEN_INVALID",
        ),
        Stranger::bearer("nobody", &with(device, &json!({"sub": UUID})), "TOKEN_INVALID"),
        Stranger::bearer("NUL as app", &with(device, &json!({"iss": "a\0b"})), "TOKEN_INVALID"),
        Stranger::bearer(
            "NUL as listener",
            &with(device, &json!({"sub": "a\0b"})),
            "TOKEN_INVALID",
        ),
        Stranger::bearer(
            "unknown app",
            &with(device, &json!({"iss": "org.example.other"})),
            "TOKEN_INVALID",
        ),
        Stranger::bearer(
            "no listener",
            &Device::token_with(&json!({"iss": device.app_id}), own),
            "TOKEN_MALFORMED",
        ),
    ];
    all.push(Stranger::bearer("revoked", &revoked(home, ada).await, "TOKEN_REVOKED"));
    all.push(Stranger::bearer("account deleted", &deleted(home).await, "TOKEN_INVALID"));
    all.push(Stranger::bearer(
        "play token",
        &made_here(home, ada, "play", None).await,
        "TOKEN_INVALID",
    ));
    all.push(Stranger::bearer(
        "bearer token, expired",
        &made_here(home, ada, "bearer", Some(1)).await,
        "TOKEN_EXPIRED",
    ));
    all
}

async fn revoked(home: &Home, listener: &Listener) -> String {
    let device = home.device(listener, "revoked").await;
    sqlx::query("update app_grant set revoked_ms = 1 where app_id = $1")
        .bind(&device.app_id)
        .execute(&home.sql)
        .await
        .unwrap();
    device.token()
}

async fn deleted(home: &Home) -> String {
    let gone = home.listener("gone").await;
    let device = home.device(&gone, "gone").await;
    for sql in ["delete from app_grant where account = $1", "delete from account where id = $1"] {
        sqlx::query(sql).bind(gone.id).execute(&home.sql).await.unwrap();
    }
    device.token()
}

/// A token of the server's own, which need not be of the kind that is asked for.
async fn made_here(
    home: &Home,
    listener: &Listener,
    kind: &str,
    expires_ms: Option<i64>,
) -> String {
    let secret = URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4().as_bytes());
    sqlx::query(
        "insert into token (id, digest, account, kind, name, scopes, created_ms, expires_ms)
         values ($1, $2, $3, $4, 'test', '[\"user\"]', 0, $5)",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes())))
    .bind(listener.id)
    .bind(kind)
    .bind(expires_ms)
    .execute(&home.sql)
    .await
    .unwrap();
    secret
}

/// Something of the listener's under every name that the operations' paths have.
async fn belongings(home: &Home, listener: &Listener, desk: &Device) -> (Value, Value) {
    let said = |value: Value| json!({"value": value, "at": 1_700_000_000_000_i64});
    let at = 1_700_000_000_000_i64;
    let changes = json!([
        {"kind": "subscription", "feed": FEED, "subscribed_at": at},
        {"kind": "listening", "feed": FEED, "item": ITEM, "generation": 0, "played": false, "position_ms": 9, "at": at},
        {"kind": "like", "feed": FEED, "liked_at": at},
        {"kind": "like", "feed": FEED, "item": ITEM, "liked_at": at},
        {"kind": "collection", "id": UUID, "title": said(json!("News"))},
        {"kind": "collection_feed", "collection": UUID, "feed": FEED, "present": said(json!(true))},
    ]);
    let taken = desk.exchange(&json!({"request_id": "1", "changes": changes})).await;
    assert_eq!(taken["refused"], json!([]));
    let other = home.device(listener, "other").await;
    sqlx::query("update app_grant set app_id = $1 where app_id = $2")
        .bind(UUID)
        .bind(&other.app_id)
        .execute(&home.sql)
        .await
        .unwrap();
    held(desk).await
}

/// Everything that the listener has.
async fn held(device: &Device) -> (Value, Value) {
    let records = device.exchange(&json!({})).await["changes"].clone();
    (records, device.get("/api/v1/apps").await.expect(200))
}

on_both! {
    async fn nobody_else_is_let_in(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let operations = described(&home).await;
        let mut wrong = Vec::new();
        for stranger in strangers(&home, &ada, &device).await {
            for operation in operations.iter().filter(|it| it.needs_token) {
                let reply = ask(&home, operation, stranger.authorization.as_deref()).await;
                let body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
                let got = (reply.status, body["error"].as_str(), body["code"].as_str());
                if got != (401, Some("UNAUTHORIZED"), Some(stranger.code)) {
                    wrong.push(format!(
                        "{}: {} {}: {got:?}", stranger.name, operation.method, operation.template
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn each_scope_opens_what_it_names(home: Home) {
        let ada = home.listener("ada").await;
        let nothing = home.device_with(&ada, "nothing", &["user.read"]).await;
        let mut apps = Vec::new();
        for scope in SCOPES {
            apps.push((scope, home.device_with(&ada, scope, &[scope]).await));
        }
        for operation in described(&home).await.iter().filter(|it| it.needs_token) {
            let name = format!("{} {}", operation.method, operation.template);
            let bearer = |device: &Device| Some(format!("Bearer {}", device.token()));
            let refused = ask(&home, operation, bearer(&nothing).as_deref()).await;
            assert_ne!(refused.status, 401, "{name}");
            if refused.status != 403 {
                continue;
            }
            let body: Value = serde_json::from_str(&refused.text).unwrap();
            assert_eq!((&body["error"], &body["code"]), (&json!("FORBIDDEN"), &json!("INSUFFICIENT_SCOPE")));
            let required = body["required_scope"].as_str().unwrap();
            assert!(SCOPES.contains(&required), "{name} asks for {required}");
            for (scope, app) in &apps {
                let reply = ask(&home, operation, bearer(app).as_deref()).await;
                let is_granted = grants(&[Scope::read(scope).unwrap()], required);
                assert_eq!(reply.status != 403, is_granted, "{name} with {scope}: {}", reply.text);
            }
        }
    }

    async fn nobody_reaches_what_another_listener_has(home: Home) {
        let (ada, bob) = (home.listener("ada").await, home.listener("bob").await);
        let desk = home.device(&ada, "desk").await;
        let stranger = home.device(&bob, "stranger").await;
        let before = belongings(&home, &ada, &desk).await;
        for operation in described(&home).await.iter().filter(|it| it.needs_token && it.template.contains('{')) {
            let name = format!("{} {}", operation.method, operation.template);
            // Of feeds and their publishers, not of listeners.
            if operation.template.ends_with("/metadata") {
                continue;
            }
            let body = json!({"title": "x", "rss_source_feed": FEED, "feed": FEED, "position": 5});
            let request = stranger.request(operation.method.clone(), &operation.path()).json(&body);
            let reply = Reply::of(request.send().await.unwrap()).await;
            assert!(HARMLESS.contains(&&*name) && reply.status == 200 || reply.status == 404, "{name}: {}", reply.text);
            assert_eq!(held(&desk).await, before, "{name}");
        }
    }

    async fn what_is_answered_is_described(home: Home) {
        let operations = described(&home).await;
        let mut undescribed = Vec::new();
        for (method, path) in API {
            let method: Method = method.parse().unwrap();
            let url = format!("{}{path}", home.base);
            let reply = Reply::of(reqwest::Client::new().request(method.clone(), url).send().await.unwrap()).await;
            let is_route = reply.status != 405 && reply.text != r#"{"errors":{"detail":"Not Found"}}"#;
            let is_described = operations.iter().any(|it| it.method == method && fits(&it.template, path));
            if is_route != is_described {
                undescribed.push(format!("{method} {path}: {} {}", reply.status, reply.text));
            }
        }
        assert!(undescribed.is_empty(), "{}", undescribed.join("\n"));
    }

    async fn what_is_described_is_known_here(home: Home) {
        for operation in described(&home).await {
            let is_known = API.iter().any(|(method, path)| {
                operation.method.as_str() == *method && fits(&operation.template, path)
            });
            assert!(is_known, "add {} {} to the table", operation.method, operation.template);
        }
    }

    async fn pages_send_strangers_to_log_in(home: Home) {
        home.listener("ada").await;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        for page in PAGES {
            let reply = Reply::of(http.get(format!("{}{page}", home.base)).send().await.unwrap()).await;
            let location = reply.headers.get("location").map(|it| it.to_str().unwrap());
            let wanted = format!("/users/log_in?return_to={}", page.replace('/', "%2F"));
            assert_eq!((reply.status, location), (302, Some(&*wanted)), "{page}: {}", reply.text);
        }
    }
}
