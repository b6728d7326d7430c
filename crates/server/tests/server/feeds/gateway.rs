//! `/play/{token}/{feed}/{item}`.

use reqwest::{Client, Method, redirect::Policy};
use serde_json::json;

use super::{T0, play_token, publisher::id, revoke_tokens};
use crate::support::{Home, Reply, on_both};

const FILE: &str = "https://cdn.example/1.mp3?a=b";

async fn ask(home: &Home, method: Method, host: Option<&str>, path: &str) -> Reply {
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    let mut request = http.request(method, format!("{}{path}", home.base));
    if let Some(host) = host {
        request = request.header("host", host);
    }
    Reply::of(request.send().await.unwrap()).await
}

async fn get(home: &Home, path: &str) -> Reply {
    ask(home, Method::GET, None, path).await
}

fn feed() -> String {
    id("https://show.example/feed.xml")
}

fn item() -> String {
    id(&format!("one,{FILE}"))
}

on_both! {
    async fn it_leads_to_the_file_and_the_item_is_begun(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let token = play_token(&home, &ada, None).await;
        let path = format!("/play/{token}/{}/{}", feed(), item());
        let head = ask(&home, Method::HEAD, None, &path).await;
        assert_eq!((head.status, head.headers["location"].to_str().unwrap()), (302, FILE));
        assert_eq!(device.exchange(&json!({})).await["changes"], json!([]), "HEAD records nothing");

        let reply = get(&home, &path).await;
        assert_eq!((reply.status, reply.headers["location"].to_str().unwrap()), (302, FILE));
        assert_eq!(reply.headers["cache-control"], "no-cache, no-store, must-revalidate");
        assert_eq!(reply.headers["referrer-policy"], "no-referrer");
        let begun = &device.exchange(&json!({})).await["changes"][0];
        assert_eq!((&begun["kind"], &begun["feed"], &begun["item"]), (&json!("listening"), &json!(feed()), &json!(item())));
        assert_eq!((&begun["position_ms"], &begun["played"]), (&json!(0), &json!(false)));
    }

    async fn what_was_heard_stays_as_it_is(home: Home) {
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let heard = json!({"kind": "listening", "feed": feed(), "item": item(), "generation": 2, "played": true,
                           "position_ms": 754_000, "at": T0});
        let cursor = device.exchange(&json!({"changes": [heard]})).await["cursor"].clone();
        let token = play_token(&home, &ada, None).await;
        // In the spelling of an old client.
        let padded = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE, format!("one,{FILE}"));
        let path = format!("/play/{token}/{}/{}", feed(), padded.replace('=', "%3D"));
        assert_eq!(get(&home, &path).await.status, 302);
        assert_eq!(device.exchange(&json!({"cursor": cursor})).await["changes"], json!([]));
        assert_eq!(device.exchange(&json!({})).await["changes"], json!([heard]));
    }

    async fn a_token_that_is_not_good_leads_nowhere(home: Home) {
        let ada = home.listener("ada").await;
        let path = |token: &str| format!("/play/{token}/{}/{}", feed(), item());
        let expired = play_token(&home, &ada, Some(1)).await;
        assert_eq!(get(&home, &path(&expired)).await.expect(401)["code"], "TOKEN_EXPIRED");
        let later = play_token(&home, &ada, Some(i64::MAX)).await;
        assert_eq!(get(&home, &path(&later)).await.status, 302);
        revoke_tokens(&home, &ada).await;
        assert_eq!(get(&home, &path(&later)).await.expect(401)["code"], "TOKEN_REVOKED");
        for unknown in ["x", "%00", &later[1..]] {
            assert_eq!(get(&home, &path(unknown)).await.expect(401)["error"], "UNAUTHORIZED");
        }
    }

    async fn what_names_no_file_is_refused(home: Home) {
        let ada = home.listener("ada").await;
        let token = play_token(&home, &ada, None).await;
        let sealed = format!("~{}", id("x"));
        let items = ["*", "%00", &id("no comma"), &id("one,"), &id("one,javascript:alert(1)"), &id("one,ftp://x.example/a"),
                     &id("one,data:audio/mpeg,x"), &sealed];
        for item in items {
            let reply = get(&home, &format!("/play/{token}/{}/{item}", feed())).await;
            assert_eq!(reply.expect(400)["error"], "BAD_REQUEST", "{item}");
        }
        for feed in ["*", &sealed] {
            assert_eq!(get(&home, &format!("/play/{token}/{feed}/{}", item())).await.status, 400, "{feed}");
        }
    }
}

#[tokio::test]
async fn a_host_of_its_own_needs_no_path() {
    let home = Home::sqlite().await;
    let ada = home.listener("ada").await;
    let token = play_token(&home, &ada, None).await;
    let path = format!("/{token}/{}/{}", feed(), item().replace('=', "%3D"));
    for method in [Method::HEAD, Method::GET] {
        let reply = ask(&home, method, Some("play.balados.example"), &path).await;
        assert_eq!((reply.status, reply.headers["location"].to_str().unwrap()), (302, FILE));
    }
    let with_path =
        ask(&home, Method::GET, Some("play.balados.example"), &format!("/play{path}")).await;
    assert_eq!(with_path.status, 302);
    for (method, host, path) in [
        (Method::GET, "balados.example", path.clone()),
        (Method::POST, "play.balados.example", path.clone()),
        (Method::GET, "play.balados.example", format!("{path}/more")),
        (Method::GET, "play.balados.example", "/".repeat(200)),
    ] {
        let reply = ask(&home, method, Some(host), &path).await;
        assert_eq!(reply.expect(404)["errors"]["detail"], "Not Found");
    }
}

#[tokio::test]
async fn a_full_account_can_still_be_played_from() {
    let home = Home::with(None, |config| config.limits.records = 1).await;
    let ada = home.listener("ada").await;
    let token = play_token(&home, &ada, None).await;
    for (nth, records) in [(1, 1), (2, 1)] {
        let path = format!("/play/{token}/{}/{}", feed(), id(&format!("{nth},{FILE}")));
        assert_eq!(get(&home, &path).await.status, 302);
        let device = home.device(&ada, &format!("desk{nth}")).await;
        let all = device.exchange(&json!({})).await["changes"].as_array().unwrap().len();
        assert_eq!(all, records);
    }
}

#[tokio::test]
async fn whoever_plays_too_often_is_told_to_wait() {
    let home = Home::with(None, |config| config.limits.rate_factor = 1).await;
    let ada = home.listener("ada").await;
    let token = play_token(&home, &ada, None).await;
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    let url = format!("{}/play/{token}/{}/{}", home.base, feed(), item());
    let mut statuses = Vec::new();
    for _ in 0..62 {
        statuses.push(http.head(&url).send().await.unwrap().status().as_u16());
    }
    assert!(statuses.starts_with(&[302; 60]) && statuses.contains(&429), "{statuses:?}");
}
