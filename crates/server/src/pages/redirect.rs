//! Where a listener may be sent back to: to an app on the same machine, never to a site.

use url::Url;

/// A loopback address with a port, or a scheme that an app owns.
pub(super) fn read(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= 2_000)?;
    let is_allowed = match url.scheme() {
        "http" => is_loopback(&url) && url.port().is_some(),
        "balados" => true,
        // A domain turned round has a dot; the schemes of browsers have none.
        scheme => scheme.contains('.'),
    };
    let is_plain =
        url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (is_allowed && is_plain).then_some(url)
}

/// The origin of a web app that asks in a popup: over https, or on this machine.
pub(super) fn read_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_allowed = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    let is_bare =
        matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_allowed && is_bare && is_plain).then(|| url.origin().ascii_serialization())
}

fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
}

/// What a policy for forms calls it. It cannot name an IPv6 address, so the scheme must do.
pub(super) fn policy_source(url: &Url) -> String {
    match (url.scheme(), url.host_str(), url.port()) {
        ("http", Some(host), Some(port)) if !host.starts_with('[') => {
            format!("http://{host}:{port}")
        }
        (scheme, _, _) => format!("{scheme}:"),
    }
}

#[cfg(test)]
mod tests {
    use super::{read, read_origin};

    #[test]
    fn only_apps_on_this_machine_are_sent_back_to() {
        for good in [
            "http://127.0.0.1:4711/back",
            "http://[::1]:4711/",
            "http://localhost:8080/x",
            "org.example.player:/back",
            "balados://authorized",
        ] {
            assert!(read(good).is_some(), "{good}");
        }
        for bad in [
            "https://example.org/",
            "http://example.org:80/",
            "http://127.0.0.1/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "http://127.0.0.1:1@example.org/",
            "http://127.0.0.1.example.org:9/",
            "http://localhost.example.org:9/",
            "https://127.0.0.1:9/",
            "balados:x#y",
            "mailto:a@example.org",
            "",
            "/x",
            "vbscript:x",
            "blob:x",
            "http://user@127.0.0.1:9/",
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn popups_are_answered_on_safe_origins_only() {
        assert_eq!(read_origin("https://balados.app/").as_deref(), Some("https://balados.app"));
        assert_eq!(read_origin("http://localhost:5173").as_deref(), Some("http://localhost:5173"));
        for bad in [
            "http://balados.app",
            "https://balados.app/x",
            "null",
            "*",
            "javascript:1",
            "https://a@b.example",
        ] {
            assert!(read_origin(bad).is_none(), "{bad}");
        }
    }
}
