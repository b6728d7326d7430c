use crate::terminal::{Terminal, publisher};

#[tokio::test(flavor = "multi_thread")]
async fn likes_and_bookmarks_are_set_listed_and_taken_back() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    assert!(terminal.text(&["likes"]).await.contains("Nothing is liked yet"));
    assert!(terminal.text(&["bookmarks"]).await.contains("No bookmarks yet"));
    let podcast = terminal.json(&["add", &feed]).await["podcastId"].to_string();
    let episodes = terminal.json(&["episodes", &podcast, "--title", "tone"]).await;
    let episode = episodes[0]["id"].to_string();

    assert!(terminal.text(&["like", &episode]).await.starts_with("Liked: A tone"));
    assert_eq!(terminal.json(&["like", "--podcast", &podcast]).await["liked"], true);
    let likes = terminal.json(&["likes"]).await;
    assert_eq!(
        (&likes["podcasts"][0]["title"], &likes["episodes"][0]["title"]),
        (&"Émission".into(), &"A tone".into())
    );
    assert!(terminal.text(&["likes"]).await.contains("A tone"));
    assert_eq!(terminal.json(&["unlike", &episode]).await["liked"], false);
    assert_eq!(terminal.json(&["likes"]).await["episodes"].as_array().map(Vec::len), Some(0));

    let set = terminal.json(&["bookmark", &episode, "--at", "0:12", "--note", "Here"]).await;
    assert_eq!((&set["positionMs"], &set["note"]), (&12_000.into(), &"Here".into()));
    assert!(terminal.text(&["bookmark", &episode]).await.contains("at 0:00"), "where one is");
    assert_eq!(terminal.json(&["bookmarks"]).await.as_array().map(Vec::len), Some(2));
    let id = set["id"].as_str().unwrap();
    assert!(terminal.text(&["bookmarks", "--remove", id]).await.contains("0:12"));
    let (code, error) = terminal.failure(&["bookmarks", "--remove", id]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"not-found".into()));
    assert_eq!(terminal.run(&["like"]).await.status.code(), Some(2), "an episode or a podcast");
}
