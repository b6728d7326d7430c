//! Links that name a podcast or an episode, and what the app is started with: reading them adds nothing and asks nobody.

use std::path::{Path, PathBuf};

use balados_protocol::{AddressError, ErrorClass, FeedUrl, Guid};
use url::{Url, form_urlencoded};

use crate::{
    Backend, Error, Result,
    view::{Link, LinkTarget},
};

/// The app's own scheme (docs/links.md).
const OWN: &str = "balados";
/// Schemes of links to feeds that other apps and websites use.
const FEEDS: [&str; 6] = ["podcast", "feed", "pcast", "itpc", "http", "https"];
/// No recording is longer, in milliseconds.
const LONGEST_MS: f64 = 1e9;

/// What the app is asked to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    Link(Link),
    /// A file with subscriptions.
    File(PathBuf),
}

/// Reads an argument of the command line; a file is looked for in `folder`.
pub fn read_request(argument: &str, folder: &Path) -> Result<Request> {
    let argument = argument.trim();
    match scheme_of(argument) {
        Some((scheme, rest)) if scheme == OWN => Ok(Request::Link(own(rest)?)),
        Some((scheme, _)) if FEEDS.contains(&scheme.as_str()) => {
            Ok(Request::Link(podcast(argument)?))
        }
        Some((scheme, _)) if scheme == "file" => {
            // With a host Windows would ask that computer, which a link must not bring about.
            let url = Url::parse(argument).ok().filter(|url| url.host().is_none());
            let file = url.and_then(|url| url.to_file_path().ok());
            Ok(Request::File(file.ok_or_else(unknown)?))
        }
        Some((scheme, rest)) if rest.starts_with("//") => {
            Err(AddressError::Scheme { scheme }.into())
        }
        _ => Ok(Request::File(folder.join(argument))),
    }
}

/// In lower case, and what follows it. One letter is a disk of Windows.
fn scheme_of(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn podcast(address: &str) -> Result<Link> {
    Ok(Link { feed_url: FeedUrl::parse(address)?.into(), guid: None, at_ms: None })
}

/// `podcast?feed=…` and `episode?feed=…&guid=…&t=…`, with or without slashes before.
fn own(rest: &str) -> Result<Link> {
    let rest = rest.trim_start_matches('/');
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let query = query.split('#').next().unwrap_or_default();
    let value = |name: &str| {
        let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).filter(|value| !value.trim().is_empty())
    };
    let named = || podcast(&value("feed").ok_or_else(without_feed)?);
    match page.trim_end_matches('/').to_ascii_lowercase().as_str() {
        "podcast" => named(),
        "episode" => Ok(Link {
            guid: value("guid").as_deref().and_then(Guid::new).map(Guid::into_string),
            at_ms: value("t").as_deref().and_then(read_time),
            ..named()?
        }),
        _ if rest.starts_with("http://") || rest.starts_with("https://") => podcast(rest),
        _ => Err(unknown()),
    }
}

fn unknown() -> Error {
    let message = "a link of Balados names a podcast or an episode";
    Error::new("link-unknown", ErrorClass::Permanent, message)
}

fn without_feed() -> Error {
    let message = "the link does not say of which feed";
    Error::new("link-without-feed", ErrorClass::Permanent, message)
}

/// Seconds, `M:SS` or `H:MM:SS`, in milliseconds.
fn read_time(text: &str) -> Option<i64> {
    let seconds = text.split(':').try_fold(0.0, |sum: f64, part| {
        let part: f64 = part.parse().ok()?;
        (part.is_finite() && part >= 0.0).then_some(sum * 60.0 + part)
    })?;
    let ms = (seconds * 1000.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "bounded")]
    (ms <= LONGEST_MS).then_some(ms as i64)
}

impl Backend {
    /// Where a link leads in this library.
    pub async fn find_link(&self, link: &Link) -> Result<LinkTarget> {
        let feed = FeedUrl::parse(&link.feed_url)?;
        let [Some(known)] = self.0.library.known_feeds(&[feed]).await?[..] else {
            return Ok(LinkTarget::Unknown);
        };
        if !known.subscribed {
            return Ok(LinkTarget::Unknown);
        }
        let podcast_id = known.id.0;
        let Some(guid) = link.guid.as_deref().and_then(Guid::new) else {
            return Ok(LinkTarget::Podcast { podcast_id });
        };
        Ok(match self.0.library.episode_with_guid(known.id, &guid).await? {
            Some(id) => LinkTarget::Episode { episode_id: id.0 },
            None => LinkTarget::EpisodeMissing { podcast_id },
        })
    }
}
