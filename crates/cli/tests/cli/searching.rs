use balados_stage::{Directory, Listed};

use crate::terminal::{Terminal, publisher};

#[tokio::test(flavor = "multi_thread")]
async fn shows_are_found_by_words_and_added_by_what_was_found() {
    let (mut terminal, (publisher, feed)) = (Terminal::new(), publisher().await);
    let directory = Directory::of(&publisher);
    terminal.directories = Some(directory.base());
    assert!(terminal.text(&["search", "anything"]).await.contains("Nothing was found."));
    let listed = |feed: &str, title: &str| Listed {
        feed: feed.to_owned(),
        title: title.to_owned(),
        author: "Somebody".to_owned(),
        episodes: 2,
        ..Listed::default()
    };
    directory.list(&[listed("https://a.example/feed", "Other"), listed(&feed, "Émission")]);

    let found = terminal.json(&["search", "une", "emission"]).await;
    assert_eq!(
        (&found["words"], &found["directories"][1]["state"]["kind"]),
        (&"une emission".into(), &"answered".into())
    );
    let found = terminal.json(&["search", "emission", "--limit", "1"]).await;
    assert_eq!(found["shows"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&found["shows"][0]["title"], &found["shows"][0]["subscribed"]),
        (&"Émission".into(), &false.into())
    );
    let address = found["shows"][0]["feedUrl"].as_str().unwrap();
    terminal.text(&["add", address]).await;
    let said = terminal.text(&["search", "emission"]).await;
    assert!(said.contains("Somebody") && said.contains("subscribed"), "{said}");

    directory.break_fyyd();
    let said = terminal.text(&["search", "emission"]).await;
    assert!(said.contains("Other") && said.contains("[http-status]"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_nobody_answers_fails_with_a_way_on() {
    let mut terminal = Terminal::new();
    terminal.directories = Some("http://127.0.0.1:1/".to_owned());
    let (code, error) = terminal.failure(&["search", "words"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"host-unreachable".into()));
    let output = terminal.run(&["search", "words"]).await;
    assert!(String::from_utf8(output.stderr).unwrap().contains("balados add ADDRESS"));
    let (code, error) = terminal.failure(&["search", " "]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"search-empty".into()));
    assert_eq!(terminal.run(&["search"]).await.status.code(), Some(2));
}
