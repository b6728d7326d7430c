//! A listener signs in with the browser, or does not.

use std::time::Duration;

use balados_sync::{
    AppId, AppKey, Asking, Language, PATIENCE, RedirectSignIn, consent_url, wait_for_consent,
};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::support::{Browser, Home};

const SHORT: Duration = Duration::from_millis(300);

async fn begin(home: &Home, language: Language) -> RedirectSignIn {
    let (app_id, key) = (AppId::random(), AppKey::generate().await.unwrap());
    let now_ms = home.now_ms().await;
    let asking =
        Asking { server: &home.base, app_id: &app_id, app_name: "Balados", key: &key, now_ms };
    RedirectSignIn::begin(&asking, language).await.unwrap()
}

/// Where the browser would be sent back to.
fn way_back(consent: &Url) -> Url {
    use jsonwebtoken::dangerous::insecure_decode_claims;
    let token = consent.query_pairs().next().unwrap().1.into_owned();
    let claims: balados_protocol::claims::AuthorizationClaims =
        insecure_decode_claims(token).unwrap();
    claims.redirect_uri.unwrap().parse().unwrap()
}

async fn is_closed(port_of: &Url) -> bool {
    tokio::net::TcpStream::connect(("127.0.0.1", port_of.port().unwrap())).await.is_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_signs_in_and_the_app_is_let_in() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let mut desk = home.app(&browser, "desk").await;
    let token = desk.token();
    let authorised = desk.api.refresh(&token).await.unwrap();
    assert_eq!(authorised.app_id, desk.id.as_str());
    assert_eq!(authorised.user_id, browser.user_id().await);
    assert_eq!(authorised.scopes, ["user"]);
    let apps = desk.api.apps(&token).await.unwrap();
    assert_eq!((apps.len(), apps[0].app_name.as_str()), (1, "desk"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_says_in_the_listeners_language_what_came_of_it() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let cancel = CancellationToken::new();
    for (language, decision, title, code) in [
        (Language::French, "approve", "Connexion réussie", None),
        (Language::English, "cancel", "Access was refused", Some("sign-in-denied")),
    ] {
        let sign_in = begin(&home, language).await;
        let consent = sign_in.url().clone();
        let (signed_in, page) =
            tokio::join!(sign_in.finish(&cancel, PATIENCE), browser.decide(&consent, decision));
        assert!(page.text.contains(title), "{}", page.text);
        assert_eq!(signed_in.as_ref().err().map(balados_sync::Error::code), code);
        if let Ok(signed_in) = signed_in {
            assert_eq!(signed_in.user_id, browser.user_id().await);
            assert_eq!(signed_in.server.unwrap().as_str(), "https://balados.example/");
        }
        assert!(is_closed(&way_back(&consent)).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_else_knocks_is_sent_away_and_the_waiting_goes_on() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let sign_in = begin(&home, Language::English).await;
    let (consent, cancel) = (sign_in.url().clone(), CancellationToken::new());
    let waiting = tokio::spawn(async move { sign_in.finish(&cancel, PATIENCE).await });
    let back = way_back(&consent);
    let user = uuid::Uuid::new_v4();
    for (stray, status) in [
        ("favicon.ico".to_owned(), 404),
        ("other?state=x".to_owned(), 404),
        (String::new(), 400),
        (format!("?user_id={user}&state=guessed"), 400),
        ("?error=access_denied&state=".to_owned(), 400),
        (format!("?user_id={user}"), 400),
        ("?state=1&state=2".to_owned(), 404),
    ] {
        let page = browser.get(back.join(&stray).unwrap()).await;
        assert_eq!(page.status, status, "{stray}");
        assert!(page.text.contains("Nothing to see here"), "{}", page.text);
    }
    // Something that connects and says nothing holds nobody up either.
    let _silent =
        tokio::net::TcpStream::connect(("127.0.0.1", back.port().unwrap())).await.unwrap();
    browser.decide(&consent, "approve").await;
    let signed_in = waiting.await.unwrap().unwrap();
    assert_eq!(signed_in.user_id, browser.user_id().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_who_does_not_come_is_not_waited_for() {
    let home = Home::new().await;
    let cancel = CancellationToken::new();
    let sign_in = begin(&home, Language::French).await;
    let back = way_back(sign_in.url());
    assert_eq!(sign_in.finish(&cancel, SHORT).await.unwrap_err().code(), "sign-in-timed-out");
    assert!(is_closed(&back).await);

    let sign_in = begin(&home, Language::French).await;
    let browser = Browser::new(&home.base);
    let stray = way_back(sign_in.url()).join("?state=of-another-request").unwrap();
    let (ended, _) = tokio::join!(sign_in.finish(&cancel, SHORT), browser.get(stray));
    assert_eq!(ended.unwrap_err().code(), "sign-in-state-mismatch");

    let sign_in = begin(&home, Language::French).await;
    cancel.cancel();
    assert_eq!(sign_in.finish(&cancel, PATIENCE).await.unwrap_err().code(), "sign-in-cancelled");

    let sign_in = begin(&home, Language::French).await;
    let back = way_back(sign_in.url());
    drop(sign_in);
    assert!(is_closed(&back).await, "dropped, and still listening");
}

/// As with the real server, which sends nobody back.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_way_back_the_app_asks_until_it_is_let_in() {
    let home = Home::new().await;
    let browser = home.browser().await;
    let key = std::sync::Arc::new(AppKey::generate().await.unwrap());
    let (app_id, now_ms) = (AppId::random(), home.now_ms().await);
    let asking =
        Asking { server: &home.base, app_id: &app_id, app_name: "Balados", key: &key, now_ms };
    let consent = consent_url(&asking).unwrap();
    let identity = balados_sync::Identity {
        app_id: app_id.clone(),
        user_id: browser.user_id().await,
        device_id: "desk".to_owned(),
        device_name: "Desk".to_owned(),
    };
    let mut signer = balados_sync::Signer::new(identity, key.clone());
    let token = signer.token(now_ms).unwrap();
    let cancel = CancellationToken::new();
    let early = wait_for_consent(&home.api, &token, &cancel, SHORT).await;
    assert_eq!(early.unwrap_err().code(), "sign-in-timed-out");
    let waiting = wait_for_consent(&home.api, &token, &cancel, PATIENCE);
    let (authorised, page) = tokio::join!(waiting, browser.press(&consent, "approve"));
    assert_eq!(page.location.unwrap().path(), "/dashboard");
    assert_eq!(authorised.unwrap().app_id, app_id.as_str());
    cancel.cancel();
    let late = wait_for_consent(&home.api, "no token", &cancel, PATIENCE).await;
    assert_eq!(late.unwrap_err().code(), "sign-in-cancelled");
}
