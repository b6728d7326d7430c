//! How the app introduces itself to a server and asks to be let in (protocol.md, section 2.2).

use balados_protocol::claims::{AppClaims, AuthorizationClaims};
use url::Url;

use crate::{AppId, AppKey, Error, Result};

/// Everything of the listener's, and nothing of the server's.
pub const SCOPES: [&str; 1] = ["user"];
/// How long the listener may take to decide, in seconds.
const LASTS: i64 = 900;
/// Longest name that a server takes, in characters.
const MAX_NAME: usize = 255;
const SITE: &str = env!("CARGO_PKG_REPOSITORY");

/// What is asked of which server, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    pub server: &'a Url,
    pub app_id: &'a AppId,
    /// What the consent page and the list of apps show.
    pub app_name: &'a str,
    pub key: &'a AppKey,
    /// The server's time, where it is known: a wrong clock must not stop anybody from signing in.
    pub now_ms: i64,
}

/// Where the listener is sent back to, and what comes back with them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WayBack<'a> {
    pub(crate) redirect_uri: &'a str,
    pub(crate) state: &'a str,
}

/// The page to open in a browser for a server that sends nobody back.
pub fn consent_url(asking: &Asking<'_>) -> Result<Url> {
    page(asking, None)
}

pub(crate) fn page(asking: &Asking<'_>, back: Option<WayBack<'_>>) -> Result<Url> {
    let token = asking.key.sign(&claims(asking, back))?;
    let mut url = asking
        .server
        .join("/authorize")
        .map_err(|_| Error::from(crate::AddressError::NotAnAddress))?;
    url.query_pairs_mut().append_pair("token", &token);
    Ok(url)
}

fn claims(asking: &Asking<'_>, back: Option<WayBack<'_>>) -> AuthorizationClaims {
    let now = asking.now_ms.div_euclid(1_000);
    AuthorizationClaims {
        iss: asking.app_id.to_string(),
        app: AppClaims {
            name: asking.app_name.trim().chars().take(MAX_NAME).collect(),
            public_key: asking.key.public_pem().to_owned(),
            url: Some(SITE.to_owned()),
            image: None,
        },
        scopes: SCOPES.map(ToOwned::to_owned).to_vec(),
        iat: Some(now),
        nbf: None,
        exp: Some(now.saturating_add(LASTS)),
        redirect_uri: back.map(|it| it.redirect_uri.to_owned()),
        state: back.map(|it| it.state.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::claims::AuthorizationClaims;
    use jsonwebtoken::dangerous::insecure_decode_claims;

    use super::{Asking, WayBack, consent_url, page};
    use crate::{AppId, AppKey, normalise_address};

    #[tokio::test]
    async fn the_page_fits_into_a_cookie_and_says_who_asks() {
        let (server, app_id) = (normalise_address("balados.example").unwrap(), AppId::random());
        let key = AppKey::generate().await.unwrap();
        let name = "é".repeat(300);
        let now_ms = 1_771_588_800_000;
        let asking =
            Asking { server: &server, app_id: &app_id, app_name: &name, key: &key, now_ms };
        let back = WayBack { redirect_uri: "http://127.0.0.1:65535/", state: &"x".repeat(32) };
        let url = page(&asking, Some(back)).unwrap();
        assert!(url.as_str().starts_with("https://balados.example/authorize?token="));
        assert!(url.as_str().len() < 3_000, "{}", url.as_str().len());
        let claims = |url: &url::Url| {
            let token = url.query_pairs().next().unwrap().1.into_owned();
            insecure_decode_claims::<AuthorizationClaims>(token).unwrap()
        };
        assert_eq!(claims(&url).app.name.chars().count(), 255);
        assert_eq!(claims(&url).redirect_uri.as_deref(), Some("http://127.0.0.1:65535/"));
        let plain = claims(&consent_url(&asking).unwrap());
        assert_eq!((plain.redirect_uri, plain.state), (None, None));
        assert_eq!((plain.iss, plain.scopes), (app_id.to_string(), vec!["user".to_owned()]));
    }
}
