//! The address of a server, as people type it.

use url::{Host, Url};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("it is empty")]
    Empty,
    #[error("it is not a web address")]
    NotAnAddress,
    #[error("it has a path, a question or a password in it")]
    MoreThanAServer,
}

/// `https://` is put before what has no scheme, `http://` before this very machine; one slash at the end is nothing.
pub fn normalise_address(text: &str) -> Result<Url, AddressError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    let url = Url::parse(&with_scheme(text)).map_err(|_| AddressError::NotAnAddress)?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(AddressError::NotAnAddress);
    }
    let is_bare = matches!(url.path(), "" | "/") && url.query().is_none();
    let is_plain = url.username().is_empty() && url.password().is_none();
    if is_bare && is_plain && url.fragment().is_none() {
        Ok(url)
    } else {
        Err(AddressError::MoreThanAServer)
    }
}

fn with_scheme(text: &str) -> String {
    if text.contains("://") {
        return text.to_owned();
    }
    let plain = format!("http://{text}");
    match Url::parse(&plain) {
        Ok(url) if is_loopback(&url) => plain,
        _ => format!("https://{text}"),
    }
}

/// Whether nobody on the way can read along: TLS, or this very machine.
pub fn is_secure(server: &Url) -> bool {
    server.scheme() == "https" || is_loopback(server)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{AddressError, is_secure, normalise_address};

    #[test]
    fn what_people_type_becomes_an_address() {
        for (typed, address) in [
            ("balados.example", "https://balados.example/"),
            (" https://balados.example/ ", "https://balados.example/"),
            ("Balados.Example:8443/", "https://balados.example:8443/"),
            ("http://balados.example", "http://balados.example/"),
            ("localhost:4000", "http://localhost:4000/"),
            ("127.0.0.1:4000/", "http://127.0.0.1:4000/"),
            ("[::1]:4000", "http://[::1]:4000/"),
            ("https://localhost:4000", "https://localhost:4000/"),
            ("192.168.1.2:4000", "https://192.168.1.2:4000/"),
        ] {
            assert_eq!(normalise_address(typed).unwrap().as_str(), address, "{typed}");
        }
    }

    #[test]
    fn what_is_no_server_is_refused() {
        for (typed, why) in [
            ("  ", AddressError::Empty),
            ("https://", AddressError::NotAnAddress),
            ("ftp://balados.example", AddressError::NotAnAddress),
            ("file:///etc/passwd", AddressError::NotAnAddress),
            ("two words", AddressError::NotAnAddress),
            ("balados.example/podcasts", AddressError::MoreThanAServer),
            ("balados.example//", AddressError::MoreThanAServer),
            ("https://ada:secret@balados.example", AddressError::MoreThanAServer),
            ("https://balados.example?x", AddressError::MoreThanAServer),
            ("https://balados.example#x", AddressError::MoreThanAServer),
        ] {
            assert_eq!(normalise_address(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        let secure = |text: &str| is_secure(&normalise_address(text).unwrap());
        assert!(secure("balados.example") && secure("localhost:1") && secure("http://127.0.0.1:1"));
        assert!(!secure("http://balados.example") && !secure("http://localhost.example"));
    }
}
