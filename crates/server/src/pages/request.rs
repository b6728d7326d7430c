//! What an app asks for: the authorization token of protocol.md, section 2.2.

use axum::http::StatusCode;
use balados_protocol::{claims::AuthorizationClaims, scope::Scope};
use jsonwebtoken::{dangerous, decode, errors::ErrorKind};
use url::Url;

use super::{redirect, words::Words};
use crate::auth::{read_public_key, validation};

/// A request whose signature fits the key in it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) claims: AuthorizationClaims,
    pub(super) scopes: Vec<Scope>,
    pub(super) redirect: Option<Url>,
}

/// Why it is refused: the status and the sentence.
pub(super) type Refused = (StatusCode, &'static str);

impl Asked {
    pub(super) fn read(token: &str, w: &'static Words, now_ms: i64) -> Result<Self, Refused> {
        let bad = |text| (StatusCode::BAD_REQUEST, text);
        let unfit = |text| (StatusCode::UNPROCESSABLE_ENTITY, text);
        if token.is_empty() {
            return Err(bad(w.no_token));
        }
        let unchecked: AuthorizationClaims =
            dangerous::insecure_decode_claims(token).map_err(|_| bad(w.bad_token))?;
        let key = read_public_key(&unchecked.app.public_key).ok_or(unfit(w.bad_signature))?;
        // The library refuses RSA keys of fewer than 2048 bits.
        let claims = decode::<AuthorizationClaims>(token, &key, &validation())
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature | ErrorKind::ImmatureSignature => bad(w.expired),
                _ => bad(w.bad_signature),
            })?
            .claims;
        if claims.iat.is_some_and(|iat| iat > now_ms / 1_000 + 60) {
            return Err(bad(w.expired));
        }
        if claims.iss.is_empty() || claims.iss.chars().count() > 255 {
            return Err(bad(w.bad_token));
        }
        if !(1..=255).contains(&claims.app.name.trim().chars().count()) {
            return Err(unfit(w.bad_name));
        }
        let scopes = claims.scopes.iter().map(|scope| Scope::read(scope)).collect::<Result<_, _>>();
        let scopes = scopes.map_err(|_| unfit(w.bad_scope))?;
        let redirect = match &claims.redirect_uri {
            Some(text) => Some(redirect::read(text).ok_or(unfit(w.bad_redirect))?),
            None => None,
        };
        Ok(Self { claims, scopes, redirect })
    }

    /// The app's site, where it is one.
    pub(super) fn site(&self) -> Option<String> {
        let url = Url::parse(self.claims.app.url.as_deref()?).ok()?;
        matches!(url.scheme(), "http" | "https")
            .then(|| url.to_string())
            .filter(|it| it.len() <= 500)
    }
}
