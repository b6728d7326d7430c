//! What is popular, and who may see what the listener does.

use serde_json::{Value, json};

use super::{
    Browser,
    browser::{attribute, count},
};
use crate::{
    discovery::{heard, id, now, push, subscribed, until},
    support::{Home, Listener, on_both},
};

async fn listener(home: &Home, name: &str) -> Listener {
    let found = sqlx::query_as("select id, uuid from account where username = $1").bind(name);
    let (id, uuid) = found.fetch_one(&home.sql).await.unwrap();
    Listener { id, uuid, name: name.to_owned() }
}

fn levels(records: &Value) -> Vec<(Value, Value)> {
    let privacy = records.as_array().unwrap().iter().filter(|it| it["kind"] == "privacy");
    privacy.map(|it| (it["feed"].clone(), it["level"]["value"].clone())).collect()
}

on_both! {
    async fn levels_are_chosen_on_a_page(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let device = home.device(&listener(&home, "ada").await, "desk").await;
        let (feed, sealed) = (id("https://news.example/feed.xml"), format!("~{}", id("sealed")));
        let at = now(&device).await;
        let mut news = subscribed(&feed, at);
        news["title"] = json!({"value": "News & more", "at": at});
        push(&device, &[news, subscribed(&sealed, at)]).await;
        let page = browser.get("/privacy").await;
        assert_eq!(attribute(&page.text, "#everything-public", "checked"), "");
        assert!(page.text.contains("News &#38; more") && !page.text.contains(&sealed), "{}", page.text);
        let saved = browser.submit("/privacy", "/privacy", &[("level", "private")]).await;
        assert_eq!(attribute(&saved.text, "[role=status]", "class"), "note");
        assert_eq!(attribute(&saved.text, "#everything-private[checked]", "value"), "private");
        browser.submit("/privacy", "/privacy", &[("feed", &feed), ("level", "anonymous")]).await;
        let chosen = browser.get("/privacy").await;
        assert_eq!(attribute(&chosen.text, "select option[selected]", "value"), "anonymous");
        let all = device.exchange(&json!({})).await["changes"].take();
        assert_eq!(levels(&all), [(json!(null), json!("private")), (json!(feed), json!("anonymous"))]);
        browser.submit("/privacy", "/privacy", &[("feed", &feed), ("level", "")]).await;
        let all = device.exchange(&json!({})).await["changes"].take();
        assert_eq!(levels(&all)[1], (json!(feed), json!(null)));
        for fields in [vec![("level", "secret")], vec![("level", "")], vec![("feed", "***"), ("level", "public")]] {
            assert_eq!(browser.submit("/privacy", "/privacy", &fields).await.status, 400, "{fields:?}");
        }
        assert_eq!(browser.post("/privacy", &[("level", "public")]).await.status, 403);
        assert_eq!(Browser::new(&home).get("/privacy").await.status, 302);
    }

    async fn a_newcomer_is_told_that_public_is_what_holds(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        let told = "main a[href=\"/privacy\"]";
        assert_eq!(count(&browser.get("/dashboard").await.text, told), 2);
        browser.submit("/privacy", "/privacy", &[("level", "public")]).await;
        assert_eq!(count(&browser.get("/dashboard").await.text, told), 1, "whoever has chosen knows");
    }

    async fn anybody_can_see_what_is_popular(home: Home) {
        let passer_by = Browser::new(&home);
        let nothing = passer_by.get("/discover").await;
        assert_eq!(nothing.status, 200);
        let ada = home.listener("ada").await;
        let device = home.device(&ada, "desk").await;
        let (feed, at) = (id("https://news.example/feed.xml"), now(&device).await);
        push(&device, &[subscribed(&feed, at), heard(&feed, &id("one,https://cdn.example/1.mp3"), at)]).await;
        until(&home, "trending/podcasts", |it| it["podcasts"][0]["plays"] == 1).await;
        for locale in ["fr", "en"] {
            let page = passer_by.get(&format!("/discover?locale={locale}")).await.text;
            assert!(page.contains(">news.example/feed.xml<") && !page.contains(&ada.uuid), "{page}");
            assert!(!page.contains("<img") && !page.contains("<script"));
        }
    }
}
