//! Several accounts in one terminal.

use serde_json::{Value, json};
use url::Url;

use crate::{
    browser::Browser,
    syncing::{server, sign_in},
    terminal::{Terminal, publisher},
};

/// Names in the listener's order, the one in use with a star.
async fn names(terminal: &Terminal) -> Vec<String> {
    let list = terminal.json(&["account", "list"]).await;
    let name = |it: &Value| {
        let star = if it["isCurrent"] == true { "*" } else { "" };
        format!("{star}{}", it["name"].as_str().unwrap_or("-"))
    };
    list.as_array().unwrap().iter().map(name).collect()
}

async fn podcasts(terminal: &Terminal, more: &[&str]) -> usize {
    terminal.json(&[&["list"], more].concat()).await.as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_made_used_renamed_and_removed() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    terminal.text(&["add", &feed]).await;
    let said = terminal.text(&["account", "list"]).await;
    assert!(said.contains("This computer") && said.contains("this computer only"), "{said}");
    terminal.text(&["account", "add", "--name", "Children"]).await;
    assert_eq!(names(&terminal).await, ["-", "*Children"]);
    assert_eq!(podcasts(&terminal, &[]).await, 0);
    assert_eq!(podcasts(&terminal, &["--account", "this computer"]).await, 1);
    terminal.text(&["account", "rename", "children", "Ada and Byron"]).await;
    terminal.text(&["account", "use", "This Computer"]).await;
    assert_eq!(names(&terminal).await, ["*-", "Ada and Byron"]);
    assert_eq!(podcasts(&terminal, &[]).await, 1);
    assert_eq!(podcasts(&terminal, &["--account", "ada and byron"]).await, 0);

    for (wrong, code) in [
        (&["account", "use", "Nobody"][..], "profile-unknown"),
        (&["list", "--account", "Nobody"][..], "profile-unknown"),
        (&["account", "add", "--name", "ADA and byron"][..], "profile-name-taken"),
        (&["account", "rename", "Ada and Byron", " "][..], "profile-name"),
    ] {
        let (exit, error) = terminal.failure(wrong).await;
        assert_eq!((exit, &error["error"]["code"]), (1, &json!(code)), "{wrong:?}");
    }
    assert_eq!(terminal.run(&["account", "add"]).await.status.code(), Some(2));
    // Standard input is at its end: nobody has typed the name.
    let unsure = terminal.run(&["account", "remove", "Ada and Byron"]).await;
    assert!(String::from_utf8_lossy(&unsure.stderr).contains("[cancelled]"), "{unsure:?}");
    assert_eq!(names(&terminal).await, ["*-", "Ada and Byron"]);
    terminal.text(&["account", "remove", "Ada and Byron", "--yes"]).await;
    assert_eq!(names(&terminal).await, ["*-"]);
    assert_eq!(std::fs::read_dir(terminal.path("data/profiles")).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_a_server_is_one_of_its_own() {
    let data = tempfile::tempdir().unwrap();
    let server = server(data.path()).await;
    let base = Url::parse(&format!("http://{}", server.address())).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    terminal.text(&["add", &feed]).await;
    sign_in(&terminal, &base, &browser, &[]).await;
    let name = format!("127.0.0.1:{}", base.port().unwrap());
    assert_eq!(names(&terminal).await, ["-".to_owned(), format!("*{name}")]);
    assert_eq!(podcasts(&terminal, &[]).await, 0, "what was here stays apart");
    let list = terminal.json(&["account", "list"]).await;
    let standing = json!({"kind": "connected", "server": name, "waiting": 0});
    assert_eq!(list[1]["standing"], standing);
    terminal.text(&["account", "remove", &name, "--yes"]).await;
    assert_eq!(names(&terminal).await, ["*-"]);
    assert_eq!(std::fs::read_dir(terminal.path("data/secrets")).unwrap().count(), 0);
    assert_eq!(podcasts(&terminal, &[]).await, 1);
    server.stop().await;
}
