//! How far items were heard: who wins, by REST and by `/sync`.

use serde_json::{Value, json};

use super::{FEED, ITEM, OTHER_ITEM, SYNC};
use crate::support::{Device, on_both};

const PATH: &str = "/api/v1/play";

fn play(position: i64, played: bool) -> Value {
    json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "position": position, "played": played})
}

fn with(mut row: Value, more: &Value) -> Value {
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    row
}

/// Sends a row by `/sync`; says how far the item is heard then, and why.
async fn report(device: &Device, row: &Value) -> (i64, bool, Option<String>) {
    let answer = device.post(SYNC, &json!({"changes": {"plays": [row]}})).await.expect(200);
    let (position, played) = heard(&answer["changes"]["plays"][0]);
    (position, played, answer["conflicts"][0]["reason"].as_str().map(ToOwned::to_owned))
}

fn heard(row: &Value) -> (i64, bool) {
    (row["position"].as_i64().unwrap(), row["played"].as_bool().unwrap())
}

async fn now(device: &Device) -> (i64, bool) {
    heard(&device.get(&format!("{PATH}/{FEED}/{ITEM}")).await.expect(200))
}

on_both! {
    async fn the_farther_place_wins_in_sync(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let because = |why: &str| Some(why.to_owned());
        let at = |time: &str| json!({"updated_at": time});
        assert_eq!(report(&desk, &with(play(900, false), &at("2026-01-01T09:00:00Z"))).await, (900, false, None));
        assert_eq!(report(&desk, &with(play(600, false), &at("2026-01-01T09:59:00Z"))).await,
            (900, false, because("Higher remote position")), "P1");
        assert_eq!(report(&desk, &with(play(10, true), &at("2026-01-01T08:00:00Z"))).await,
            (10, true, because("Local marked as played")), "P4");
        assert_eq!(report(&desk, &play(120, false)).await, (10, true, because("Remote marked as played")), "P3");
        assert_eq!(report(&desk, &play(3600, true)).await, (3600, true, because("Higher local position")), "P6");
        assert_eq!(report(&desk, &play(3600, true)).await, (3600, true, None), "P7");
    }

    async fn a_reset_starts_over_once(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        report(&desk, &with(play(900, true), &json!({"updated_at": "2026-01-01T09:00:00Z"}))).await;
        let reset = with(play(0, false), &json!({"updated_at": "2026-01-01T10:00:00Z", "reset": true}));
        assert_eq!(report(&desk, &reset).await, (0, false, Some("Local reset flag".to_owned())));
        report(&phone, &with(play(300, false), &json!({"updated_at": "2026-01-01T11:00:00Z"}))).await;
        assert_eq!(report(&desk, &reset).await.0, 300, "the same row again is no second start");
        let records = phone.exchange(&json!({})).await;
        assert_eq!((&records["changes"][0]["generation"], &records["changes"][0]["position_ms"]), (&json!(1), &json!(300_000)));
    }

    async fn what_the_listener_does_now_holds(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.post(PATH, &play(100, false)).await.expect(200);
        desk.post(PATH, &play(50, false)).await.expect(200);
        assert_eq!(now(&desk).await, (50, false));
        desk.put(&format!("{PATH}/{ITEM}/position"), &json!({"position": 20})).await.expect(200);
        assert_eq!(now(&desk).await, (20, false));
        desk.post(PATH, &play(3600, true)).await.expect(200);
        desk.put(&format!("{PATH}/{ITEM}/position"), &json!({"position": 30})).await.expect(200);
        assert_eq!(now(&desk).await, (30, true), "a position says nothing of whether it was heard to the end");
        desk.post(PATH, &with(play(5, false), &json!({"updated_at": "2020-01-01T00:00:00Z"}))).await.expect(200);
        assert_eq!(now(&desk).await, (30, true), "what was done long ago does not take back what is known");
    }

    async fn a_list_has_pages_and_filters(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        desk.post(PATH, &play(3600, true)).await.expect(200);
        let other = json!({"rss_source_feed": FEED, "rss_source_item": OTHER_ITEM, "position": 7, "played": false});
        desk.post(PATH, &other).await.expect(200);
        let items = async |query: &str| {
            let list = desk.get(&format!("{PATH}{query}")).await.expect(200);
            let items: Vec<String> = list["play_statuses"].as_array().unwrap().iter()
                .map(|it| it["rss_source_item"].as_str().unwrap().to_owned()).collect();
            (items, list["pagination"].clone())
        };
        let page = |limit: i64, offset: i64, total: i64| json!({"limit": limit, "offset": offset, "total": total});
        assert_eq!(items("").await, (vec![OTHER_ITEM.to_owned(), ITEM.to_owned()], page(50, 0, 2)));
        assert_eq!(items("?played=true").await, (vec![ITEM.to_owned()], page(50, 0, 1)));
        assert_eq!(items("?played=no&limit=x").await, (vec![OTHER_ITEM.to_owned()], page(50, 0, 1)));
        assert_eq!(items("?limit=1&offset=1").await, (vec![ITEM.to_owned()], page(1, 1, 2)));
        assert_eq!(items("?limit=1000").await.1, page(100, 0, 2));
        assert_eq!(items(&format!("?feed={FEED}%3D%3D")).await.1, page(50, 0, 2));
        assert_eq!(items("?feed=Zm9v").await.1, page(50, 0, 0));
    }
}
