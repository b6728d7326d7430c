use serde_json::json;

use crate::terminal::{Terminal, publisher};

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_go_to_a_file_and_come_from_one() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let list = terminal.path("theirs.opml");
    let text = format!(
        "<opml><body><outline text='News'><outline text='The show' xmlUrl='{feed}'/></outline>\
         <outline text='Gone' xmlUrl='ftp://a.example/f'/></body></opml>"
    );
    std::fs::write(&list, text).unwrap();
    let list = list.to_str().unwrap();

    assert!(terminal.text(&["import", list, "--preview"]).await.contains(&feed));
    assert_eq!(terminal.json(&["list"]).await, json!([]), "a preview adds nothing");
    let done = terminal.json(&["import", list, "--collections"]).await;
    assert_eq!(done["podcastIds"].as_array().map(Vec::len), Some(1));
    assert_eq!(done["faults"][0]["error"]["code"], "address-scheme");
    assert_eq!(terminal.json(&["collection"]).await[0]["title"], "News");
    let listed = terminal.json(&["list"]).await;
    assert_eq!(
        (&listed[0]["title"], &listed[0]["health"]["kind"]),
        (&json!("The show"), &json!("never"))
    );
    let again = terminal.text(&["import", list]).await;
    assert!(again.contains("Subscribed to 0 podcasts; 1 were there already."), "{again}");
    terminal.text(&["refresh"]).await;
    assert_eq!(terminal.json(&["list"]).await[0]["unplayedCount"], 2);

    let ours = terminal.path("ours.opml");
    assert!(terminal.text(&["export", ours.to_str().unwrap()]).await.contains("Wrote 1 podcasts"));
    let written = std::fs::read_to_string(ours).unwrap();
    assert!(written.contains("text=\"News\"") && written.contains(&feed), "{written}");
    let (code, error) = terminal.failure(&["import", "/nowhere/x.opml"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &json!("file-not-read")));
}
