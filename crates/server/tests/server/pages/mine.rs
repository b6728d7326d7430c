//! The listener's account and data.

use balados_server::config::Registration;
use serde_json::{Value, json};

use super::{
    Browser, PASSWORD,
    browser::{attribute, location},
};
use crate::support::{Home, Listener, on_both};

const OPML: &str = r#"<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
    <outline type="rss" text="One &amp; two" xmlUrl="https://example.org/one.xml"/>
    <outline type="rss" xmlUrl="https://example.org/two.xml?a=1&amp;b=2"/></outline></body></opml>"#;

async fn listener(home: &Home, name: &str) -> Listener {
    let (id, uuid): (i64, String) =
        sqlx::query_as("select id, uuid from account where username = $1")
            .bind(name)
            .fetch_one(&home.sql)
            .await
            .unwrap();
    Listener { id, uuid, name: name.to_owned() }
}

on_both! {
    async fn subscriptions_come_and_go_as_opml(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let done = browser.submit("/dashboard", "/subscriptions/import", &[("opml", OPML)]).await;
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(done.text.contains("Nouveaux abonnements\u{a0}: 2 (au total\u{a0}: 2)."), "{}", done.text);
        let out = browser.get("/subscriptions/export.opml").await.text;
        assert!(out.contains("One &amp; two") && out.contains("two.xml?a=1&amp;b=2"), "{out}");
        let bob = Browser::registered(&home, "bob").await;
        bob.submit("/dashboard", "/subscriptions/import", &[("opml", &out)]).await;
        let mut again: Vec<String> = bob.get("/subscriptions/export.opml").await.text.lines().map(str::to_owned).collect();
        let mut out: Vec<String> = out.lines().map(str::to_owned).collect();
        again.sort();
        out.sort();
        assert_eq!(again, out);
        let bad = browser.submit("/dashboard", "/subscriptions/import", &[("opml", "<html/>")]).await;
        assert_eq!(bad.status, 422);
        let eve = Browser::registered(&home, "eve").await;
        let path = "/subscriptions/import";
        assert_eq!(eve.upload(path, path, ("file", "no OPML")).await.status, 422);
        assert_eq!(eve.upload(path, path, ("file", OPML)).await.status, 200);
        assert!(eve.get("/subscriptions/export.opml").await.text.contains("One &amp; two"));
    }

    async fn everything_can_be_taken_away(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let ada = listener(&home, "ada").await;
        let desk = home.device(&ada, "desk").await;
        let feed = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
        let item = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
        let records = json!([
            {"kind": "subscription", "feed": feed, "subscribed_at": 1_700_000_000_000_i64},
            {"kind": "listening", "feed": feed, "item": item, "generation": 0, "played": false,
             "position_ms": 61_000, "at": 1_700_000_000_000_i64},
            {"kind": "like", "feed": feed, "liked_at": 1_700_000_000_000_i64},
        ]);
        desk.exchange(&json!({"changes": records})).await;
        let all: Value = browser.get("/export.json").await.expect(200);
        assert_eq!(all["records"], records);
        assert_eq!(all["account"]["username"], "ada");
        assert_eq!(all["apps"][0]["app_id"], desk.app_id.as_str());
        assert!(!all.to_string().contains("argon2"));
        let history: Value = browser.get("/listening-history/export.json").await.expect(200);
        assert_eq!((&history[0]["position"], &history[0]["status"]), (&json!(61), &json!("in_progress")));
        assert_eq!(browser.get("/listening-history/export.json?period=week").await.expect(200), json!([]));
        let csv = browser.get("/listening-history/export.csv").await.text;
        assert!(csv.starts_with("Podcast,Episode,Status,Position (seconds),Date\r\nhttps://example.com/feed.xml,"));
    }

    async fn a_deleted_account_leaves_nothing(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let ada = listener(&home, "ada").await;
        let desk = home.device(&ada, "desk").await;
        browser.submit("/dashboard", "/subscriptions/import", &[("opml", OPML)]).await;
        browser.submit("/apps", "/tokens", &[("name", "reader")]).await;
        desk.post("/api/v1/exchange", &json!({})).await.expect(200);
        let wrong = browser.submit("/account", "/account/delete", &[("confirm_username", "bob")]).await;
        assert_eq!(attribute(&wrong.text, "#confirm", "aria-describedby"), "confirm-error");
        let gone = browser.submit("/account", "/account/delete", &[("confirm_username", "ada")]).await;
        assert_eq!(location(&gone), "/");
        for table in ["record", "app_grant", "token", "session"] {
            let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table} where account = $1")))
                .bind(ada.id).fetch_one(&home.sql).await.unwrap();
            assert_eq!(left, 0, "{table}");
        }
        desk.post("/api/v1/exchange", &json!({})).await.expect(401);
    }

    async fn a_new_password_ends_other_sessions(home: Home) {
        let here = Browser::registered(&home, "ada").await;
        let there = Browser::new(&home);
        there.log_in("ada", PASSWORD).await;
        let new = "Another-horse-2!";
        let wrong = here.submit("/account", "/account/password", &[("current_password", "x"), ("user[password]", new)]).await;
        assert_eq!(attribute(&wrong.text, "#current", "aria-describedby"), "current-error");
        assert_eq!(there.get("/dashboard").await.status, 200);
        here.submit("/account", "/account/password", &[("current_password", PASSWORD), ("user[password]", new)]).await;
        assert_eq!(here.get("/dashboard").await.status, 200);
        assert_eq!(there.get("/dashboard").await.status, 302);
        assert_eq!(location(&there.log_in("ada", new).await), "/dashboard");
        there.submit("/account", "/account/log_out_everywhere", &[]).await;
        assert_eq!((here.get("/dashboard").await.status, there.get("/dashboard").await.status), (302, 302));
    }

    async fn a_device_gets_another_name(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let desk = home.device(&listener(&home, "ada").await, "desk").await;
        let name = json!({"value": "Old", "at": 1_700_000_000_000_i64});
        desk.exchange(&json!({"changes": [{"kind": "device", "id": "d1", "name": name}]})).await;
        assert!(browser.get("/apps").await.text.contains("value=\"Old\""));
        let done = browser.submit("/apps", "/devices", &[("id", "d1"), ("name", "New")]).await;
        assert_eq!(location(&done), "/apps");
        assert_eq!(desk.exchange(&json!({})).await["changes"][0]["name"]["value"], "New");
        let missing = browser.submit("/apps", "/devices", &[("id", "d2"), ("name", "New")]).await;
        assert_eq!(missing.status, 404);
        let gone = browser.submit("/apps", "/devices/remove", &[("id", "d1")]).await;
        assert_eq!(location(&gone), "/apps");
        assert!(!browser.get("/apps").await.text.contains("value=\"New\""));
        assert_eq!(desk.exchange(&json!({})).await["changes"][0]["removed"]["value"], true);
        assert_eq!(browser.submit("/apps", "/devices/remove", &[("id", "d1")]).await.status, 404);
    }

    async fn a_script_of_a_page_sets_the_level_of_a_feed(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let feed = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
        let (check, set) = (format!("/privacy/check/{feed}"), format!("/privacy/set/{feed}"));
        assert_eq!(browser.get(&check).await.expect(200), json!({"has_privacy": false}));
        let done = browser.submit("/privacy", &set, &[("privacy", "anonymous")]).await;
        assert_eq!(done.expect(200), json!({"status": "success", "privacy": "anonymous"}));
        assert_eq!(browser.get(&check).await.expect(200), json!({"has_privacy": true, "privacy": "anonymous"}));
        assert_eq!(browser.post(&set, &[("privacy", "public")]).await.status, 403, "no token against forgery");
        assert_eq!(browser.submit("/privacy", &set, &[("privacy", "secret")]).await.status, 422);
        assert_eq!(browser.submit("/privacy", &set, &[]).await.status, 400);
        assert_eq!(browser.get("/privacy/check/~q83vEjRW").await.status, 422);
        assert_eq!(browser.get(&check).await.expect(200)["privacy"], "anonymous");
        assert_eq!(Browser::new(&home).get(&check).await.status, 302, "strangers log in first");
    }

    async fn an_email_address_can_be_changed_and_removed(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        for (email, kept) in [("ada@example.org", json!("ada@example.org")), ("", json!(null))] {
            browser.submit("/account", "/account/email", &[("user[email]", email)]).await;
            assert_eq!(browser.get("/export.json").await.expect(200)["account"]["email"], kept);
        }
        let bad = browser.submit("/account", "/account/email", &[("user[email]", "nobody")]).await;
        assert_eq!(attribute(&bad.text, "#email", "aria-describedby"), "email-error");
    }

    async fn a_feed_address_is_shown_once(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let page = browser.submit("/apps", "/tokens", &[("name", "My reader")]).await;
        assert!(page.text.contains("https://balados.example/rss/"));
        let later = browser.get("/apps").await;
        assert!(later.text.contains("My reader") && !later.text.contains("/rss/"));
        let eve = Browser::registered(&home, "eve").await;
        let id: String = sqlx::query_scalar("select id from token").fetch_one(&home.sql).await.unwrap();
        assert_eq!(eve.submit("/apps", &format!("/tokens/{id}/revoke"), &[]).await.status, 404);
    }
}

#[tokio::test]
async fn an_invitation_works_once() {
    let home = Home::with(None, |config| config.registration = Registration::Invite).await;
    let admin = Browser::new(&home);
    admin.sign_up("/setup", "ada").await;
    let page = admin.submit("/invitations", "/invitations", &[("note", "Bob")]).await;
    let code = page.text.split_once("<output>").unwrap().1.split_once('<').unwrap().0;
    let with = async |name: &str, code: &str| {
        let browser = Browser::new(&home);
        let fields =
            [("user[username]", name), ("user[password]", PASSWORD), ("user[invitation]", code)];
        let reply = browser.submit("/users/register", "/users/register", &fields).await;
        (reply.status, browser)
    };
    assert_eq!(with("eve", "wrong").await.0, 200);
    assert_eq!(with("ada", code).await.0, 200, "the name is taken, the code is given back");
    let (status, bob) = with("bob", code).await;
    assert_eq!(status, 302);
    assert_eq!(with("eve", code).await.0, 200);
    assert_eq!(bob.get("/invitations").await.status, 404, "for administrators");
}
