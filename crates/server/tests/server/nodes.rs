//! Two servers on one PostgreSQL.

use serde_json::{Value, json};

use crate::support::{Home, Live};

/// A moment in 2023, well before any test runs.
const T0: i64 = 1_700_000_000_000;

fn setting(key: &str) -> Value {
    json!({"kind": "setting", "key": key, "value": {"value": "1", "at": T0}})
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_posted_to_one_is_heard_at_the_other() {
    let home = Home::postgres().await;
    let other = home.another_node().await;
    let ada = home.listener("ada").await;
    let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
    let there = phone.at(&format!("http://{}", other.address()));
    let (mut live, first) = Live::following(&there, &Value::Null).await;
    let mut cursor = first["cursor"].clone();
    for i in 0..20 {
        let record = setting(&format!("key.{i}"));
        desk.exchange(&json!({"changes": [record]})).await;
        let told = live.hear().await;
        assert_eq!((&told["changes"], &told["after"]), (&json!([record]), &cursor));
        cursor = told["cursor"].clone();
    }
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_while_nobody_listens_is_heard_later() {
    let home = Home::postgres().await;
    let other = home.another_node().await;
    let ada = home.listener("ada").await;
    let (desk, phone) = (home.device(&ada, "desk").await, home.device(&ada, "phone").await);
    let there = phone.at(&format!("http://{}", other.address()));
    let (mut live, _) = Live::following(&there, &Value::Null).await;
    for round in 0..3 {
        let cut: i64 = sqlx::query_scalar(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
             where datname = current_database() and query ilike 'listen %'",
        )
        .fetch_one(&home.sql)
        .await
        .unwrap();
        assert!(cut >= 1, "somebody listens");
        let record = setting(&format!("key.{round}"));
        desk.exchange(&json!({"changes": [record]})).await;
        // It may come in two messages: one that was heard, one that was read.
        let mut got = Vec::new();
        while got.is_empty() {
            got = live.hear().await["changes"].as_array().unwrap().clone();
        }
        assert_eq!(got, [record]);
        loop {
            let listening: i64 = sqlx::query_scalar(
                "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen %'",
            )
            .fetch_one(&home.sql)
            .await
            .unwrap();
            if listening >= 2 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    other.stop().await;
}
