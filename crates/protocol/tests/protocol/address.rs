use balados_protocol::{AddressError, FeedUrl};
use proptest::prelude::*;

fn check(typed: &str, normal: &str) {
    assert_eq!(FeedUrl::parse(typed).unwrap().as_str(), normal, "{typed}");
}

#[test]
fn what_listeners_paste_becomes_one_address() {
    check("https://example.org/feed.xml", "https://example.org/feed.xml");
    check("  https://Example.ORG/Feed.xml \n", "https://example.org/Feed.xml");
    check("https://example.org:443/feed", "https://example.org/feed");
    check("http://example.org:80/feed", "http://example.org/feed");
    check("https://example.org/feed#top", "https://example.org/feed");
    check("example.org/feed", "https://example.org/feed");
    check("//example.org/feed", "https://example.org/feed");
    check("example.org", "https://example.org/");
    check("example.org:8080/feed", "https://example.org:8080/feed");
    check("localhost:8080/feed", "https://localhost:8080/feed");
    check("http://127.0.0.1:8080/f/1.xml", "http://127.0.0.1:8080/f/1.xml");
    check("http://[::1]:8080/f", "http://[::1]:8080/f");
    check("feed:https://example.org/a", "https://example.org/a");
    check("feed://example.org/a", "https://example.org/a");
    check("pcast://example.org/a", "https://example.org/a");
    check("itpc://http://example.org/a", "http://example.org/a");
    check("https://exämple.org/é?q=ü", "https://xn--exmple-cua.org/%C3%A9?q=%C3%BC");
}

#[test]
fn what_is_no_address_says_why() {
    let error = |text: &str| FeedUrl::parse(text).unwrap_err();
    assert_eq!(error("   "), AddressError::Empty);
    assert_eq!(error("my favourite podcast"), AddressError::Invalid);
    assert_eq!(error("podcast"), AddressError::Invalid);
    assert_eq!(error("http://"), AddressError::Invalid);
    assert_eq!(error("https://exa mple.org"), AddressError::Invalid);
    assert_eq!(error("ftp://example.org/a"), AddressError::Scheme { scheme: "ftp".into() });
    assert_eq!(error("file:///etc/passwd"), AddressError::Scheme { scheme: "file".into() });
    assert_eq!(error("javascript:alert(1)"), AddressError::Scheme { scheme: "javascript".into() });
    assert_eq!(error("mailto:a@example.org"), AddressError::Scheme { scheme: "mailto".into() });
    assert_eq!(error("https://me:secret@example.org/a"), AddressError::Credentials);
    assert_eq!(error(&format!("https://example.org/{}", "a".repeat(5000))), AddressError::TooLong);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
        let _ = FeedUrl::parse(&text);
    }

    #[test]
    fn normal_form_is_stable(path in "[a-zA-Z0-9/._~?&=% -]{0,40}", host in "[a-zA-Z]{1,10}\\.[a-z]{2,4}") {
        if let Ok(once) = FeedUrl::parse(&format!("https://{host}/{path}")) {
            prop_assert_eq!(&FeedUrl::parse(once.as_str()).unwrap(), &once);
        }
    }
}
