//! What is said, as protocol.md, section 4, has it.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{FEED, ITEM};
use crate::support::{Live, on_both};

fn play(opid: i64, more: &Value) -> Value {
    let mut play = json!({"type": "record_play", "opid": opid, "feed": FEED, "item": ITEM});
    play.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    play
}

fn code(answer: &Value) -> &str {
    assert_eq!(answer["status"], json!("error"), "{answer}");
    assert!(answer["error"]["message"].is_string());
    answer["error"]["code"].as_str().unwrap()
}

on_both! {
    async fn nothing_is_heard_before_auth(home: Home) {
        let ada = home.listener("ada").await;
        let mut live = Live::open(&home.base).await;
        for (message, wanted) in [
            (Message::text("{"), "INVALID_JSON"),
            (Message::binary(vec![1]), "INVALID_FORMAT"),
            (Message::text("{}"), "INVALID_TYPE"),
            (Message::text(r#"{"type":"push","changes":7}"#), "UNAUTHENTICATED"),
            (Message::text(r#"{"type":"auth","token":null}"#), "INVALID_TOKEN"),
            (Message::text(r#"{"type":"auth"}"#), "UNAUTHENTICATED"),
            (Message::text(r#"{"type":"subscribe"}"#), "UNAUTHENTICATED"),
            (Message::text(play(1, &json!({})).to_string()), "UNAUTHENTICATED"),
            (Message::text(r#"{"type":"auth","token":"nonsense"}"#), "INVALID_TOKEN"),
            (Message::text(r#"{"type":"auth","token":"a.b.c"}"#), "INVALID_TOKEN"),
        ] {
            live.send(message.clone()).await;
            let answer = live.hear().await;
            assert_eq!((code(&answer), answer.get("opid")), (wanted, None), "{message:?}");
        }
        let reader = home.device_with(&ada, "reader", &["user.plays.read"]).await;
        assert_eq!(code(&live.ask(&json!({"type": "auth", "token": reader.token()})).await), "INVALID_TOKEN");
        let desk = home.device(&ada, "desk").await;
        let answer = live.ask(&json!({"type": "auth", "token": desk.token()})).await;
        assert_eq!(answer, json!({"status": "ok", "message": "Authenticated successfully", "data": {"user_id": ada.uuid}}));
        assert_eq!(code(&live.ask(&json!({"type": "auth", "token": desk.token()})).await), "INVALID_STATE");
        assert_eq!(code(&live.ask(&json!({"type": "ping"})).await), "INVALID_TYPE");
    }

    async fn plays_are_recorded(home: Home) {
        let ada = home.listener("ada").await;
        let recorder = home.device_with(&ada, "recorder", &["user.plays.write"]).await;
        let mut live = Live::of(&recorder).await;
        let answer = live.ask(&play(17, &json!({"position": 120, "privacy": "public"}))).await;
        assert_eq!(answer, json!({"status": "ok", "message": "Play event recorded", "opid": 17,
            "data": {"feed": FEED, "item": ITEM, "position": 120, "played": false, "privacy": "public"}}));
        live.ask(&play(18, &json!({"position": 20}))).await;
        let desk = home.device(&ada, "desk").await;
        let records = desk.exchange(&json!({})).await;
        assert_eq!(records["changes"][0]["position_ms"], json!(20_000), "it overwrites, as POST /play does");
        let without = json!({"type": "record_play", "feed": FEED, "item": ITEM});
        assert_eq!(live.ask(&without).await["opid"], Value::Null);
        assert_eq!(code(&live.ask(&json!({"type": "subscribe"})).await), "INSUFFICIENT_SCOPE");
        assert_eq!(code(&live.ask(&json!({"type": "push", "changes": []})).await), "INSUFFICIENT_SCOPE");
    }

    async fn bad_plays_are_refused_with_their_opid(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let mut live = Live::of(&desk).await;
        for (more, wanted) in [
            (json!({"feed": null}), "MISSING_FIELDS"),
            (json!({"item": 7}), "INVALID_ENCODING"),
            (json!({"feed": ""}), "INVALID_ENCODING"),
            (json!({"item": ""}), "INVALID_ENCODING"),
            (json!({"feed": "~q83vEjRW"}), "INVALID_ENCODING"),
            (json!({"position": -1}), "INVALID_POSITION"),
            (json!({"position": 10.5}), "INVALID_POSITION"),
            (json!({"position": 2_147_483_648_i64}), "INVALID_POSITION"),
            (json!({"played": "yes"}), "INVALID_PLAYED"),
            (json!({"privacy": "secret"}), "INVALID_PRIVACY"),
        ] {
            let answer = live.ask(&play(3, &more)).await;
            assert_eq!((code(&answer), &answer["opid"]), (wanted, &json!(3)), "{more}");
        }
        assert_eq!(desk.exchange(&json!({})).await["changes"], json!([]));
    }

    async fn a_play_token_records_and_does_nothing_else(home: Home) {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        use sha2::{Digest, Sha256};
        let ada = home.listener("ada").await;
        for (id, secret, expires) in [("1", "valid", None), ("2", "expired", Some(1_i64))] {
            sqlx::query("insert into token (id, digest, account, kind, name, scopes, created_ms, expires_ms)
                 values ($1, $2, $3, 'play', 'test', '[]', 0, $4)")
                .bind(id).bind(URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))).bind(ada.id).bind(expires)
                .execute(&home.sql).await.unwrap();
        }
        let mut live = Live::open(&home.base).await;
        assert_eq!(code(&live.ask(&json!({"type": "auth", "token": "expired"})).await), "INVALID_TOKEN");
        assert_eq!(live.ask(&json!({"type": "auth", "token": "valid"})).await["status"], json!("ok"));
        assert_eq!(live.ask(&play(1, &json!({"position": 5}))).await["status"], json!("ok"));
        assert_eq!(code(&live.ask(&json!({"type": "subscribe"})).await), "INSUFFICIENT_SCOPE");
    }

    async fn what_is_said_to_be_private_stays_so(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let mut live = Live::of(&desk).await;
        live.ask(&play(1, &json!({"privacy": "private"}))).await;
        let records = desk.exchange(&json!({})).await;
        let privacy = records["changes"].as_array().unwrap().iter().find(|it| it["kind"] == json!("privacy")).unwrap();
        assert_eq!((&privacy["item"], &privacy["level"]["value"]), (&json!(ITEM), &json!("private")));
    }

    async fn without_a_websocket_there_is_an_answer(home: Home) {
        let reply = reqwest::get(format!("{}/api/v1/live", home.base)).await.unwrap();
        assert_eq!(reply.status(), 400);
    }
}
