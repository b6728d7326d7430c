//! What is no longer needed goes, and nothing else.

use serde_json::{Value, json};

use crate::support::{Home, on_both};

/// A moment in 2023, well before any test runs.
const T0: i64 = 1_700_000_000_000;
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const OTHER: &str = "aHR0cHM6Ly9leGFtcGxlLm9yZy9mZWVk";

fn subscription(feed: &str, until: Option<i64>) -> Value {
    let mut record = json!({"kind": "subscription", "feed": feed, "subscribed_at": T0});
    if let Some(until) = until {
        record["unsubscribed_at"] = json!(until);
    }
    record
}

async fn age(home: &Home, days: i64) {
    sqlx::query("update record set changed_ms = changed_ms - $1")
        .bind(days * 86_400_000)
        .execute(&home.sql)
        .await
        .unwrap();
}

on_both! {
    async fn old_removals_are_forgotten_and_devices_that_missed_them_begin_anew(home: Home) {
        let ada = home.listener("ada").await;
        let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
        desk.exchange(&json!({"changes": [subscription(FEED, None), subscription(OTHER, None)]})).await;
        let early = phone.exchange(&json!({})).await["cursor"].clone();
        desk.exchange(&json!({"changes": [subscription(OTHER, Some(T0 + 1))]})).await;
        let late = phone.exchange(&json!({"cursor": early})).await["cursor"].clone();

        age(&home, 44).await;
        home.server.tidy().await.unwrap();
        let told = phone.exchange(&json!({"cursor": early})).await;
        assert_eq!((&told["reset"], told["changes"].as_array().unwrap().len()), (&json!(false), 1));

        age(&home, 2).await;
        home.server.tidy().await.unwrap();
        let anew = phone.exchange(&json!({"cursor": early})).await;
        assert_eq!((&anew["reset"], &anew["changes"]), (&json!(true), &json!([subscription(FEED, None)])));
        let told = phone.exchange(&json!({"cursor": late})).await;
        assert_eq!((&told["reset"], &told["changes"]), (&json!(false), &json!([])), "who heard of it goes on");
        let (records, rows): (i64, i64) = sqlx::query_as(
            "select (select records from account where id = $1), (select count(*) from record where account = $1)")
            .bind(ada.id).fetch_one(&home.sql).await.unwrap();
        assert_eq!((records, rows), (1, 1));
    }

    async fn old_names_of_requests_are_forgotten_and_new_ones_are_not(home: Home) {
        let ada = home.listener("ada").await;
        let desk = home.device(&ada, "desk").await;
        let request = |until: i64| json!({"request_id": "r1", "changes": [subscription(FEED, Some(until))]});
        desk.exchange(&request(T0 - 1)).await;
        home.server.tidy().await.unwrap();
        desk.exchange(&request(T0 + 1)).await;
        assert_eq!(desk.exchange(&json!({})).await["changes"], json!([subscription(FEED, Some(T0 - 1))]), "it was a repetition");
        sqlx::query("update request set received_ms = received_ms - 200000000").execute(&home.sql).await.unwrap();
        home.server.tidy().await.unwrap();
        desk.exchange(&request(T0 + 1)).await;
        assert_eq!(desk.exchange(&json!({})).await["changes"], json!([subscription(FEED, Some(T0 + 1))]));
    }
}
