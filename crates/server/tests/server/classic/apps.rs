//! Apps that show and revoke apps.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Device, Home, Listener, Reply, on_both};

const PATH: &str = "/api/v1/apps";
const HELD: &str = "11111111-1111-4111-8111-111111111111";

async fn names(device: &Device) -> Vec<Value> {
    let list = device.get(PATH).await.expect(200);
    list["apps"].as_array().unwrap().iter().map(|it| it["app_name"].clone()).collect()
}

/// A token as the popup makes them.
async fn hold(home: &Home, listener: &Listener, secret: &str) {
    sqlx::query(
        "insert into token (id, digest, account, kind, name, scopes, created_ms)
         values ($1, $2, $3, 'bearer', 'https://balados.app', '[\"user\"]', 5)",
    )
    .bind(HELD)
    .bind(URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes())))
    .bind(listener.id)
    .execute(&home.sql)
    .await
    .unwrap();
}

async fn with_token(home: &Home, secret: &str) -> u16 {
    let request = reqwest::Client::new().get(format!("{}{PATH}", home.base)).bearer_auth(secret);
    Reply::of(request.send().await.unwrap()).await.status
}

on_both! {
    async fn apps_are_listed_and_revoked(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device_with(&ada, "phone", &["user.sync"]).await);
        hold(&home, &ada, "secret").await;
        let list = desk.get(PATH).await.expect(200);
        assert_eq!(list["apps"][0]["app_name"], json!("https://balados.app"), "newest first");
        let own = list["apps"].as_array().unwrap().iter().find(|it| it["app_id"] == json!(desk.app_id)).unwrap();
        assert_eq!(own["scopes"], json!(["user"]));
        for key in ["id", "app_id", "app_name", "app_url", "app_image", "last_used_at", "inserted_at", "updated_at"] {
            assert!(own.get(key).is_some(), "{key}");
        }
        let revoked = phone.delete(&format!("{PATH}/{}", desk.app_id)).await.expect(200);
        assert_eq!(revoked, json!({"status": "success", "message": "App authorization revoked"}));
        assert_eq!(desk.get(PATH).await.expect(401)["code"], json!("TOKEN_REVOKED"), "at once");
        let again = phone.delete(&format!("{PATH}/{}", desk.app_id)).await.expect(404);
        assert_eq!(again["message"], json!("App not found or already revoked"));
        assert_eq!(names(&phone).await, [json!("https://balados.app"), json!("phone")]);
    }

    async fn a_token_of_the_server_is_revoked_like_an_app(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        hold(&home, &ada, "secret").await;
        assert_eq!(with_token(&home, "secret").await, 200);
        desk.delete(&format!("{PATH}/{HELD}")).await.expect(200);
        assert_eq!(with_token(&home, "secret").await, 401);
        assert_eq!(names(&desk).await, [json!("desk")]);
    }

    async fn nobody_revokes_what_is_not_theirs(home: Home) {
        let (ada, bob) = (home.listener("ada").await, home.listener("bob").await);
        let (desk, stranger) = (home.device(&ada, "desk").await, home.device(&bob, "stranger").await);
        hold(&home, &ada, "secret").await;
        for id in [&desk.app_id, HELD] {
            assert_eq!(stranger.delete(&format!("{PATH}/{id}")).await.status, 404);
        }
        assert_eq!(names(&desk).await.len(), 2);
    }
}
