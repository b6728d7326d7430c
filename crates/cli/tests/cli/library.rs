use crate::terminal::{Terminal, publisher};

#[tokio::test(flavor = "multi_thread")]
async fn a_show_is_added_listed_and_refreshed() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    assert!(terminal.text(&["list"]).await.contains("No podcasts yet"));
    let added = terminal.json(&["add", &feed]).await;
    assert_eq!((&added["kind"], &added["title"]), (&"added".into(), &"Émission".into()));
    assert_eq!(terminal.json(&["add", &feed]).await["kind"], "alreadySubscribed");
    let list = terminal.json(&["list"]).await;
    assert_eq!((&list[0]["unplayedCount"], &list[0]["feedUrl"]), (&2.into(), &feed.into()));
    assert!(terminal.text(&["list", "--order", "latest"]).await.contains("Émission"));
    let podcast = list[0]["id"].to_string();
    let episodes = terminal.json(&["episodes", &podcast]).await;
    assert_eq!(episodes.as_array().map(Vec::len), Some(2));
    let found = terminal.json(&["episodes", &podcast, "--title", "TONE"]).await;
    assert_eq!((found.as_array().map(Vec::len), &found[0]["title"]), (Some(1), &"A tone".into()));
    assert!(terminal.text(&["refresh"]).await.contains("Refreshed 1 podcasts"));
    terminal.text(&["refresh", &podcast]).await;
    let status = terminal.json(&["status"]).await;
    assert_eq!((&status["podcasts"], &status["episodes"]), (&1.into(), &2.into()));
    assert!(terminal.text(&["status"]).await.contains("2 unplayed"));
}
