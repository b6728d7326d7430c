//! Letting an app in, and showing it out.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{
    Browser,
    browser::{attribute, count, location},
};
use crate::support::{Device, Home, Listener, keys, on_both};

const APP: &str = "org.example.player.1";

fn claims() -> Value {
    json!({"iss": APP, "scopes": ["user.sync", "user.plays.write"],
        "app": {"name": "Player <b>", "url": "https://example.org", "public_key": keys::own().public_pem}})
}

fn signed(claims: &Value, key: &EncodingKey) -> String {
    encode(&Header::new(Algorithm::RS256), claims, key).unwrap()
}

fn token(claims: &Value) -> String {
    signed(claims, &keys::own().private)
}

async fn decide(browser: &Browser, token: &str, decision: &str) -> crate::support::Reply {
    browser.submit("/dashboard", "/authorize", &[("token", token), ("decision", decision)]).await
}

async fn device(home: &Home, name: &str) -> Device {
    let (id, uuid): (i64, String) =
        sqlx::query_as("select id, uuid from account where username = $1")
            .bind(name)
            .fetch_one(&home.sql)
            .await
            .unwrap();
    Device::new(&home.base, &Listener { id, uuid, name: name.to_owned() }, APP, "desk")
}

on_both! {
    async fn an_app_is_let_in_and_shown_out(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let desk = device(&home, "ada").await;
        desk.post("/api/v1/exchange", &json!({})).await.expect(401);
        let page = browser.get(&format!("/authorize?token={}&locale=en", token(&claims()))).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("change your listening") && page.text.contains("sync your whole library"));
        assert!(!page.text.contains("<b>"), "names are not markup");
        let done = decide(&browser, &token(&claims()), "approve").await;
        assert_eq!((done.status, location(&done)), (302, "/dashboard?connected"));
        let note = "p.note[role=status]";
        assert_eq!(count(&browser.get("/dashboard?connected").await.text, note), 1);
        assert_eq!(count(&browser.get("/dashboard").await.text, note), 0);
        desk.post("/api/v1/exchange", &json!({})).await.expect(200);

        let id: String = sqlx::query_scalar("select id from app_grant").fetch_one(&home.sql).await.unwrap();
        let revoked = browser.submit("/apps", &format!("/apps/{id}/revoke"), &[]).await;
        assert_eq!(location(&revoked), "/apps");
        let refused = desk.post("/api/v1/exchange", &json!({})).await.expect(401);
        assert_eq!(refused["code"], "TOKEN_REVOKED");

        let mut again = claims();
        again["scopes"] = json!(["user"]);
        decide(&browser, &token(&again), "approve").await;
        desk.post("/api/v1/exchange", &json!({})).await.expect(200);
        let scopes: String = sqlx::query_scalar("select scopes from app_grant").fetch_one(&home.sql).await.unwrap();
        assert_eq!(scopes, r#"["user"]"#);
    }

    async fn two_listeners_may_use_one_installation(home: Home) {
        for name in ["ada", "bob"] {
            let browser = Browser::registered(&home, name).await;
            assert_eq!(decide(&browser, &token(&claims()), "approve").await.status, 302);
            device(&home, name).await.post("/api/v1/exchange", &json!({})).await.expect(200);
        }
    }

    async fn weak_keys_are_refused(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let weak = include_str!("signed-with-1024-bits.jwt").trim();
        let page = browser.get(&format!("/authorize?token={weak}")).await;
        assert!((400..500).contains(&page.status), "{}", page.status);
        let decided = decide(&browser, weak, "approve").await;
        assert!((400..500).contains(&decided.status), "{}", decided.status);
        let kept: i64 = sqlx::query_scalar("select count(*) from app_grant").fetch_one(&home.sql).await.unwrap();
        assert_eq!(kept, 0);
    }

    async fn another_key_is_pointed_out(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        decide(&browser, &token(&claims()), "approve").await;
        let same = browser.get(&format!("/authorize?token={}", token(&claims()))).await;
        assert!(!same.text.contains("role=\"alert\""));
        let mut other = claims();
        other["app"]["public_key"] = json!(keys::foreign().public_pem);
        let page = browser.get(&format!("/authorize?token={}", signed(&other, &keys::foreign().private))).await;
        assert!(page.text.contains("role=\"alert\""));
    }

    async fn what_is_no_request_is_refused_in_words(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let with = |path: &str, value: Value| {
            let mut claims = claims();
            *claims.pointer_mut(path).unwrap_or(&mut Value::Null) = value.clone();
            if let Some(name) = path.strip_prefix('/').filter(|it| !it.contains('/')) {
                claims[name] = value;
            }
            token(&claims)
        };
        let cases = [
            (String::new(), 400), ("abc".to_owned(), 400), ("a.b.c".to_owned(), 400),
            (signed(&claims(), &keys::foreign().private), 400),
            (with("/exp", json!(1_000)), 400), (with("/nbf", json!(4_000_000_000_i64)), 400),
            (with("/iat", json!(4_000_000_000_i64)), 400), (with("/iss", json!("")), 400),
            (with("/scopes", json!(["user.nothing"])), 422), (with("/app/name", json!("")), 422),
            (with("/app/name", json!("x".repeat(256))), 422), (with("/app/public_key", json!("no key")), 422),
            (with("/redirect_uri", json!("https://example.org/")), 422),
            (with("/redirect_uri", json!("javascript:alert(1)")), 422),
        ];
        for (token, status) in cases {
            let page = browser.get(&format!("/authorize?token={token}")).await;
            assert_eq!((page.status, location(&page)), (status, ""), "{token}");
            assert_eq!(decide(&browser, &token, "approve").await.status, status);
        }
        let grants: i64 = sqlx::query_scalar("select count(*) from app_grant").fetch_one(&home.sql).await.unwrap();
        assert_eq!(grants, 0);
    }

    async fn the_app_gets_the_answer_by_redirect(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let mut claims = claims();
        claims["redirect_uri"] = json!("http://127.0.0.1:4711/back?a=1");
        claims["state"] = json!("s&t");
        let page = browser.get(&format!("/authorize?token={}", token(&claims))).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.ends_with("form-action 'self' http://127.0.0.1:4711"), "{policy}");
        let cancelled = decide(&browser, &token(&claims), "cancel").await;
        assert_eq!(location(&cancelled), "http://127.0.0.1:4711/back?a=1&error=access_denied&state=s%26t");
        let done = decide(&browser, &token(&claims), "approve").await;
        let user = device(&home, "ada").await.user;
        assert_eq!(done.status, 303);
        assert_eq!(location(&done), format!(
            "http://127.0.0.1:4711/back?a=1&user_id={user}&server=https%3A%2F%2Fbalados.example&state=s%26t"));
        claims["redirect_uri"] = json!("org.example.player:/back");
        let done = decide(&browser, &token(&claims), "approve").await;
        assert!(location(&done).starts_with("org.example.player:/back?user_id="));
    }

    async fn a_popup_hands_out_a_token_to_its_origin(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let path = "/authorize?redirect_uri=https%3A%2F%2Fbalados.app&response_type=token";
        assert!(browser.get(path).await.text.contains("https://balados.app"));
        let fields = [("redirect_uri", "https://balados.app"), ("response_type", "token"), ("decision", "approve")];
        let page = browser.submit("/dashboard", "/authorize", &fields).await;
        assert_eq!(attribute(&page.text, "#token", "data-origin"), "https://balados.app");
        let nonce = attribute(&page.text, "script", "nonce");
        assert!(page.headers["content-security-policy"].to_str().unwrap().ends_with(&format!("'nonce-{nonce}'")));
        let text = page.text.split_once("data-origin=\"https://balados.app\">").unwrap().1;
        let token = text.split_once('<').unwrap().0;
        let sync = |token: &str| {
            let url = format!("{}/api/v1/exchange", home.base);
            reqwest::Client::new().post(url).bearer_auth(token).json(&json!({})).send()
        };
        assert_eq!(sync(token).await.unwrap().status(), 200);
        let id: String = sqlx::query_scalar("select id from token").fetch_one(&home.sql).await.unwrap();
        browser.submit("/apps", &format!("/tokens/{id}/revoke"), &[]).await;
        assert_eq!(sync(token).await.unwrap().status(), 401);
        let bad = browser.get("/authorize?redirect_uri=http%3A%2F%2Fevil.example&response_type=token").await;
        assert_eq!(bad.status, 400);
    }
}
