//! Addresses that may hold a secret: feeds made for one paying listener have a key in them. What these look like is a guess.

use url::Url;

/// Names of parameters that hold secrets, in publishers' addresses.
const NAMES: [&str; 16] = [
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "auth_token",
    "authorization",
    "code",
    "key",
    "pass",
    "password",
    "secret",
    "sig",
    "signature",
    "subscriber",
    "token",
    "user_token",
];

/// Whether the address says that it is for one listener: a user name, a parameter such as `token`, a part `private`.
pub fn names_secret(url: &Url) -> bool {
    let is_name = |name: &str| NAMES.contains(&name.to_ascii_lowercase().as_str());
    !url.username().is_empty()
        || url.password().is_some()
        || url.query_pairs().any(|(name, _)| is_name(&name))
        || parts(url).any(|part| part.eq_ignore_ascii_case("private"))
}

/// As [`names_secret`], or a part of it looks like a key. For what need not be shown when in doubt.
pub fn may_be_secret(url: &Url) -> bool {
    names_secret(url)
        || parts(url).any(looks_like_key)
        || url.query_pairs().any(|(_, value)| looks_like_key(&value))
}

fn parts(url: &Url) -> impl Iterator<Item = &str> {
    url.path_segments().into_iter().flatten()
}

/// Letters and digits without a word in them, longer than the numbers that publishers give their shows. A UUID is such a number.
fn looks_like_key(part: &str) -> bool {
    /// Hexadecimal digits of a UUID, with and without dashes.
    const UUID: [usize; 2] = [32, 36];
    /// Of what is no UUID.
    const SHORTEST: usize = 28;
    let stem = part.split('.').next().unwrap_or_default();
    let is_uuid =
        UUID.contains(&stem.len()) && stem.chars().all(|it| it.is_ascii_hexdigit() || it == '-');
    let longest =
        stem.split(['-', '_', '~', '+', ' ']).max_by_key(|it| it.len()).unwrap_or_default();
    let has = |is: fn(&char) -> bool| longest.chars().any(|it| is(&it));
    // A JSON Web Token begins like this.
    part.starts_with("eyJ")
        || !is_uuid
            && longest.len() >= SHORTEST
            && has(char::is_ascii_digit)
            && has(char::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, named: bool, maybe: bool) {
        let url = Url::parse(address).unwrap();
        assert_eq!((names_secret(&url), may_be_secret(&url)), (named, maybe), "{address}");
    }

    #[test]
    fn what_is_for_everybody_is_told_from_what_may_be_for_one() {
        check("https://example.com/feed.xml", false, false);
        check("https://example.com/feed.xml?format=mp3&id=12", false, false);
        check("https://feeds.example.com/public/shows/65a0ce3fa6d4c70017a1b2c3", false, false);
        check("https://d.example/3f2504e0-4f89-11d3-9a0c-0305e82c3301/podcast.rss", false, false);
        check("https://d.example/3f2504e04f8911d39a0c0305e82c3301.rss", false, false);
        check(
            "https://example.com/the-very-long-title-of-a-show-about-bridges-and-tunnels",
            false,
            false,
        );
        check("https://ada@example.com/feed.xml", true, true);
        check("https://ada:secret@example.com/feed.xml", true, true);
        check("https://example.com/rss/show?Token=abcdef", true, true);
        check("https://api.example.com/feed/podcast/12/private/ab-cd.rss", true, true);
        check("https://example.com/content/eyJhbGciOi.rss", false, true);
        check("https://example.com/feeds/a8Kq0ZtN4uVwX2yB6dE8fG1hJ3kL.rss", false, true);
        check("https://example.com/rss?u=a8Kq0ZtN4uVwX2yB6dE8fG1hJ3kL5mN7", false, true);
    }
}
