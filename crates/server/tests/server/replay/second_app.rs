//! The second app of the recording about scopes, which comes again with other scopes and then with another key. What
//! it asks for and what it signs with is in the titles.

use serde_json::{Value, json};

use crate::support::keys::{Keys, foreign, own};

/// As the recorded paths name it.
const APP: &str = "tech.podcli.second";

/// A request of its own; nothing for one of the first app.
pub(super) fn signs(title: &str) -> Option<(&'static str, &'static Keys)> {
    let key = match title {
        "read-only app"
        | "after re-authorization with user.sync"
        | "scope user"
        | "old key after rotation" => own(),
        "new key after rotation"
        | "app revokes itself"
        | "request with the revoked app"
        | "sync with the revoked app"
        | "request after re-authorization" => foreign(),
        _ => return None,
    };
    Some((APP, key))
}

/// What it introduces itself with on the page of this title, and the key that signs it.
pub(super) fn introduces(title: &str) -> Option<(Value, &'static Keys)> {
    let page = title.split_once("/authorize ")?.1;
    let (scopes, key): (&[&str], _) = match page.split(" scopes=").next()? {
        "second app, read only" => (&["user.subscriptions.read", "user.plays.read"], own()),
        "same app again, other scopes (replace or add?)" => (&["user.sync"], own()),
        "undefined scope names" => (&["user.collections.read", "bogus.scope"], own()),
        "scope \"user\"" => (&["user"], own()),
        "same app id, NEW key (key rotation?)"
        | "authorize again after revocation (reactivated?)" => (&["*"], foreign()),
        _ => return None,
    };
    let app = json!({"name": "Second", "public_key": key.public_pem});
    Some((json!({"iss": APP, "app": app, "scopes": scopes}), key))
}
