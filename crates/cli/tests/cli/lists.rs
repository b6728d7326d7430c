use crate::terminal::{Terminal, publisher};

async fn episode(terminal: &Terminal, feed: &str, title: &str) -> String {
    let podcast = terminal.json(&["add", feed]).await["podcastId"].to_string();
    terminal.json(&["episodes", &podcast, "--title", title]).await[0]["id"].to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_filled_played_and_emptied() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let tone = episode(&terminal, &feed, "tone").await;
    assert!(terminal.text(&["queue"]).await.contains("No episodes here"));
    let queue = terminal.json(&["queue", "add", &tone]).await;
    assert_eq!((queue.as_array().map(Vec::len), &queue[0]["title"]), (Some(1), &"A tone".into()));
    assert_eq!(terminal.json(&["queue", "next", &tone]).await.as_array().map(Vec::len), Some(1));
    let file = terminal.path("heard.wav");
    terminal.json(&["play", &tone, "--output", file.to_str().unwrap()]).await;
    assert_eq!(terminal.json(&["queue"]).await, serde_json::json!([]), "heard to the end");
    terminal.text(&["queue", "add", &tone]).await;
    assert_eq!(terminal.json(&["queue", "remove", &tone]).await, serde_json::json!([]));
    terminal.text(&["queue", "add", &tone]).await;
    assert_eq!(terminal.json(&["queue", "clear"]).await, serde_json::json!([]));
    let podcast = terminal.json(&["list"]).await[0]["id"].to_string();
    let words = terminal.json(&["episodes", &podcast, "--title", "words"]).await;
    let (code, error) = terminal.failure(&["queue", "add", &words[0]["id"].to_string()]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"no-media".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn playlists_and_collections_are_made_and_deleted() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let tone = episode(&terminal, &feed, "tone").await;
    let made = terminal.json(&["playlist", "new", "Train", &tone]).await;
    let id = made[0]["id"].as_str().unwrap();
    assert_eq!(made[0]["episodeCount"], 1);
    terminal.text(&["playlist", "rename", id, "Tram"]).await;
    terminal.text(&["playlist", "describe", id, "For the way home"]).await;
    let shown = terminal.json(&["playlist"]).await;
    assert_eq!(
        (&shown[0]["name"], &shown[0]["description"]),
        (&"Tram".into(), &"For the way home".into())
    );
    assert_eq!(terminal.json(&["playlist", "show", id]).await[0]["title"], "A tone");
    terminal.text(&["playlist", "remove", id, &tone]).await;
    assert!(terminal.text(&["playlist", "delete", id]).await.contains("No playlist yet"));
    let (code, error) = terminal.failure(&["playlist", "show", id]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"not-found".into()));

    let podcast = terminal.json(&["list"]).await[0]["id"].to_string();
    let made = terminal.json(&["collection", "new", "News", &podcast]).await;
    let id = made[0]["id"].as_str().unwrap();
    assert_eq!((&made[0]["title"], &made[0]["podcastCount"]), (&"News".into(), &1.into()));
    assert_eq!(terminal.json(&["collection", "show", id]).await[0]["title"], "Émission");
    terminal.text(&["collection", "remove", id, &podcast]).await;
    assert_eq!(terminal.json(&["collection", "show", id]).await, serde_json::json!([]));
    terminal.text(&["collection", "delete", id]).await;
    assert_eq!(terminal.json(&["collection"]).await, serde_json::json!([]));
}
