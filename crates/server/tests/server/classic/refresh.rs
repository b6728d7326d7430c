//! Whether an app is still let in.

use serde_json::json;

use crate::support::{Reply, on_both};

const PATH: &str = "/api/v1/auth/refresh";

on_both! {
    async fn an_app_learns_that_it_is_let_in(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device_with(&ada, "desk", &["user.likes.read", "user.sync"]).await;
        let wanted = json!({
            "status": "success", "user_id": ada.uuid, "app_id": desk.app_id,
            "scopes": ["user.likes.read", "user.sync"], "expires_in": 3600,
            "message": "Authorization valid. Create new JWT with fresh expiration.",
        });
        assert_eq!(desk.post(PATH, &json!({"refresh_token": "whatever"})).await.expect(200), wanted);
        let with_nonsense = desk.request(reqwest::Method::POST, PATH).body("no JSON").send().await.unwrap();
        assert_eq!(Reply::of(with_nonsense).await.expect(200), wanted);
    }

    /// The server makes no refresh tokens: its bearer tokens last.
    async fn whoever_only_shows_a_refresh_token_is_refused(home: Home) {
        let http = reqwest::Client::new();
        let url = format!("{}{PATH}", home.base);
        for (body, code) in [
            (r#"{"refresh_token":"x"}"#, "TOKEN_INVALID"),
            ("{}", "TOKEN_MISSING"),
            ("", "TOKEN_MISSING"),
            ("[", "TOKEN_MISSING"),
        ] {
            let reply = Reply::of(http.post(&url).body(body).send().await.unwrap()).await.expect(401);
            assert_eq!((&reply["error"], &reply["code"]), (&json!("UNAUTHORIZED"), &json!(code)), "{body}");
        }
    }
}
