//! The tokens of the recorded app: what a recording says of its token is in the title.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::second_app;
use crate::support::{Device, keys};

/// The app that is let in by the first recording.
pub(super) const RECORDED: &str = "org.example.recorded";
/// Seconds since the epoch, long before and long after any test.
const PAST: i64 = 1_700_000_000;
const FUTURE: i64 = 4_000_000_000;

pub(super) fn of(title: &str, device: &Device) -> String {
    let own = &keys::own().private;
    let signed = |algorithm, key: &EncodingKey| {
        encode(&Header::new(algorithm), &claims(title, device), key).unwrap()
    };
    if let Some((app, key)) = second_app::signs(title) {
        return Device::token_with(
            &Device { app_id: app.to_owned(), ..device.clone() }.claims(),
            &key.private,
        );
    }
    match title {
        "wrong key" => signed(Algorithm::RS256, &keys::foreign().private),
        "RS384" => signed(Algorithm::RS384, own),
        "PS256" => signed(Algorithm::PS256, own),
        "HS256" => {
            signed(Algorithm::HS256, &EncodingKey::from_secret(keys::own().public_pem.as_bytes()))
        }
        // The recording has the last dot.
        "alg none" => format!("{}.{}", part(&json!({"alg": "none"})), part(&device.claims())),
        "tampered payload" => tampered(&device.token()),
        _ => signed(Algorithm::RS256, own),
    }
}

/// The token with which an app introduces itself on the page of this title.
pub(super) fn authorization(title: &str) -> String {
    let (claims, key) = second_app::introduces(title).unwrap_or_else(|| {
        let app = json!({"name": "Recorded", "public_key": keys::own().public_pem});
        (json!({"iss": RECORDED, "app": app, "scopes": ["user"]}), keys::own())
    });
    encode(&Header::new(Algorithm::RS256), &claims, &key.private).unwrap()
}

fn claims(title: &str, device: &Device) -> Value {
    let mut claims = device.claims();
    let changes = match title {
        "expired 1 hour ago" => json!({"exp": PAST}),
        "exp in 10 years" => json!({"exp": FUTURE}),
        "nbf in the future" => json!({"nbf": FUTURE}),
        "iat in the future" => json!({"iat": FUTURE}),
        "no iss" => json!({"iss": null}),
        "no sub" => json!({"sub": null}),
        "sub numeric" => json!({"sub": 7}),
        "unknown sub (uuid)" => json!({"sub": "00000000-0000-4000-8000-000000000000"}),
        "unknown iss" => json!({"iss": "org.example.unknown"}),
        "scopes claim narrower than grant ([\"user.plays.read\"])" => {
            json!({"scopes": ["user.plays.read"]})
        }
        _ => json!({}),
    };
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    claims
}

/// Other claims under the same signature.
fn tampered(token: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    format!("{}.{}.{}", parts[0], part(&json!({"iss": "a", "sub": "b"})), parts[2])
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
