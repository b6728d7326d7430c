use std::path::{Path, PathBuf};

use balados_backend::{Request, read_request};
use proptest::prelude::*;
use url::Url;

fn read(text: &str) -> Result<Request, String> {
    read_request(text, Path::new("/here")).map_err(|error| error.code)
}

fn link(text: &str) -> (String, Option<String>, Option<i64>) {
    match read(text) {
        Ok(Request::Link(link)) => (link.feed_url, link.guid, link.at_ms),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn links_to_feeds_lead_to_their_feed() {
    for text in [
        "podcast://a.example/feed",
        "podcast:https://a.example/feed",
        "feed:a.example/feed",
        "FEED://A.example/feed",
        "pcast://a.example/feed",
        "itpc://a.example/feed",
        " https://a.example/feed#top ",
        "balados:podcast?feed=https%3A%2F%2Fa.example%2Ffeed",
        "balados://podcast?feed=https://a.example/feed",
        "balados://podcast/?x=1&feed=a.example/feed#x",
        "balados:https://a.example/feed",
        "Balados:Episode?feed=a.example/feed",
    ] {
        assert_eq!(link(text), ("https://a.example/feed".to_owned(), None, None), "{text}");
    }
}

#[test]
fn links_to_episodes_say_which_and_where() {
    let at = |t: &str| link(&format!("balados:episode?feed=a.example&guid=a%26b+c&t={t}")).2;
    assert_eq!(link("balados:episode?feed=a.example&guid=a%26b+c").1.as_deref(), Some("a&b c"));
    assert_eq!([at("90"), at("1:30"), at("0:01:30"), at("90.0")], [Some(90_000); 4]);
    assert_eq!([at("-1"), at("soon"), at("1e12"), at("NaN"), at("")], [None; 5]);
}

#[test]
fn what_leads_nowhere_says_why() {
    for (text, code) in [
        ("balados:", "link-unknown"),
        ("balados:settings?feed=a.example", "link-unknown"),
        ("balados:podcast", "link-without-feed"),
        ("balados:episode?feed=&guid=1", "link-without-feed"),
        ("balados:podcast?feed=javascript:alert(1)", "address-scheme"),
        ("balados:podcast?feed=file:///etc/passwd", "address-scheme"),
        ("https://me:secret@a.example/feed", "address-credentials"),
        ("gopher://a.example", "address-scheme"),
        ("podcast:", "address-invalid"),
    ] {
        assert_eq!(read(text), Err(code.to_owned()), "{text}");
    }
}

#[test]
fn all_else_is_a_file() {
    let file = |path: &str| Ok(Request::File(PathBuf::from(path)));
    assert_eq!(read("my shows.opml"), file("/here/my shows.opml"));
    assert_eq!(read("/there/a.opml"), file("/there/a.opml"));
    assert_eq!(read("file://there/a.opml"), Err("link-unknown".to_owned()));
    // Windows has disks.
    if cfg!(unix) {
        assert_eq!(read("a:b.opml"), file("/here/a:b.opml"));
        assert_eq!(read("file:///there/my%20shows.opml"), file("/there/my shows.opml"));
    }
}

proptest! {
    #[test]
    fn only_web_addresses_come_out(text in ".*") {
        check(&text);
    }

    #[test]
    fn of_our_own_links_too(
        scheme in "(balados|podcast|feed|pcast|itpc|https?|file):/{0,3}",
        page in "(podcast|episode|[a-z/]{0,8})",
        query in "(\\?(feed|guid|t|x)=[a-z0-9%:/?#@\\[\\]&=+é ]{0,40}){0,1}",
    ) {
        check(&format!("{scheme}{page}{query}"));
    }
}

fn check(text: &str) {
    if let Ok(Request::Link(link)) = read_request(text, Path::new("/here")) {
        let url = Url::parse(&link.feed_url).expect("an address");
        assert!(matches!(url.scheme(), "http" | "https") && url.username().is_empty(), "{url}");
        assert!(link.at_ms.is_none_or(|at| (0..=1_000_000_000).contains(&at)));
    }
}
