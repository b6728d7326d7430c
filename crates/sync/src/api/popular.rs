//! What is popular among a server's listeners (protocol.md, section 3.13). No token goes along: the answers are the same for everybody.
//!
//! Servers differ in what they say, and the oldest answer 500 as soon as there is something to say. So an entry is read by itself,
//! what cannot be read of it is left out, and a server that cannot answer is told from one that is ill.

use balados_protocol::{FeedId, FeedUrl, ItemId};
use reqwest::Method;
use serde_json::Value;

use super::{Api, body};
use crate::{Error, Result, network::host};

/// Bytes of a list; 100 entries with their descriptions have far less.
const LIST: usize = 4_000_000;
/// Longest title or name that is kept, in characters.
const TITLE: usize = 300;
/// Longest description that is kept, in characters.
const TEXT: usize = 1_000;

/// How much a podcast or an episode is liked. What a server does not count is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Popularity {
    pub subscribers: Option<u64>,
    pub likes: Option<u64>,
    pub plays: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopularPodcast {
    pub feed: FeedUrl,
    pub title: Option<String>,
    pub author: Option<String>,
    /// As the server has it: plain text, or HTML of anybody.
    pub description: Option<String>,
    /// `http` or `https`.
    pub image: Option<String>,
    pub popularity: Popularity,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopularEpisode {
    pub feed: FeedUrl,
    pub item: ItemId,
    pub title: String,
    pub podcast: Option<String>,
    /// `http` or `https`.
    pub image: Option<String>,
    pub popularity: Popularity,
}

impl Api {
    /// The most popular first; `limit` is 1 to 100.
    pub async fn popular_podcasts(&self, limit: u32) -> Result<Vec<PopularPodcast>> {
        let said = self.ask_public("trending/podcasts", Some(limit)).await?;
        Ok(entries(&said, "podcasts").filter_map(podcast).collect())
    }

    /// The most popular first; `limit` is 1 to 100. Those without a title are left out: nobody could tell what they are.
    pub async fn popular_episodes(&self, limit: u32) -> Result<Vec<PopularEpisode>> {
        let said = self.ask_public("trending/episodes", Some(limit)).await?;
        Ok(entries(&said, "episodes").filter_map(episode).collect())
    }

    /// Nothing where nobody shows that they know this podcast.
    pub async fn podcast_popularity(&self, feed: &FeedUrl) -> Result<Option<Popularity>> {
        let path = format!("feed/{}/popularity", FeedId::of(feed).as_str());
        self.popularity(&path, "podcast").await
    }

    /// Nothing where nobody shows that they know this episode.
    pub async fn episode_popularity(&self, item: &ItemId) -> Result<Option<Popularity>> {
        self.popularity(&format!("episode/{}/popularity", item.as_str()), "episode").await
    }

    async fn popularity(&self, path: &str, name: &str) -> Result<Option<Popularity>> {
        match self.ask_public(path, None).await {
            Ok(said) => Ok(said.get(name).map(popularity)),
            Err(Error::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn ask_public(&self, path: &str, limit: Option<u32>) -> Result<Value> {
        let mut url = self.address(&format!("/api/v1/public/{path}"))?;
        if let Some(limit) = limit {
            url.query_pairs_mut().append_pair("limit", &limit.to_string());
        }
        let response = self.send(self.http.request(Method::GET, url)).await?;
        let status = response.status().as_u16();
        if !(200..=299).contains(&status) {
            let is_list = limit.is_some();
            let unable = Error::NotOffered { host: host(&self.base) };
            return Err(match self.refusal(response).await {
                Error::ServerFailed { status: 500 | 501, .. } => unable,
                Error::Refused { status: 404 | 405, .. } if is_list => unable,
                error => error,
            });
        }
        let bytes = body::read(response, LIST).await?;
        serde_json::from_slice(&bytes)
            .map_err(|source| Error::MalformedAnswer { host: host(&self.base), source })
    }
}

fn entries<'a>(said: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    said.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn podcast(it: &Value) -> Option<PopularPodcast> {
    let feed = feed(it)?;
    let titles = [text(it, "feed_title", TITLE), text(it, "title", TITLE)];
    // A server without a title puts the address in its place.
    let title = titles.into_iter().flatten().find(|title| !title.contains("://"));
    Some(PopularPodcast {
        title,
        author: text(it, "feed_author", TITLE),
        description: text(it, "feed_description", TEXT),
        image: picture(it, "feed_cover").or_else(|| web(it.get("image")?)),
        popularity: popularity(it),
        feed,
    })
}

fn episode(it: &Value) -> Option<PopularEpisode> {
    Some(PopularEpisode {
        feed: feed(it)?,
        item: ItemId::read(it.get("rss_source_item")?.as_str()?).ok()?,
        title: text(it, "episode_title", TITLE)?,
        podcast: text(it, "podcast_title", TITLE),
        image: picture(it, "episode_cover"),
        popularity: popularity(it),
    })
}

fn popularity(it: &Value) -> Popularity {
    let count = |name: &str| it.get(name).and_then(Value::as_u64);
    Popularity {
        subscribers: count("subscriber_count"),
        likes: count("likes"),
        plays: count("plays"),
    }
}

fn feed(it: &Value) -> Option<FeedUrl> {
    let said = it.get("rss_source_feed").and_then(Value::as_str);
    let address = said.and_then(|id| FeedId::read(id).ok()?.address().ok());
    let address = address.or_else(|| Some(it.get("feed_url")?.as_str()?.to_owned()))?;
    FeedUrl::parse(&address).ok()
}

/// One line, cut; nothing for nothing.
fn text(it: &Value, name: &str, longest: usize) -> Option<String> {
    let said = it.get(name)?.as_str()?;
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().take(longest).collect();
    (!cut.is_empty()).then_some(cut)
}

fn picture(it: &Value, name: &str) -> Option<String> {
    web(it.get(name)?.get("src")?)
}

fn web(address: &Value) -> Option<String> {
    let url = url::Url::parse(address.as_str()?).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
    const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";

    #[test]
    fn what_the_real_server_says_is_enough() {
        let said = json!({"rss_source_feed": format!("{FEED}=="), "feed_title": null, "feed_cover": null,
            "score": 35, "plays": 3, "likes": 1, "plays_people": ["someone"]});
        let it = podcast(&said).unwrap();
        assert_eq!(it.feed.as_str(), "https://example.com/feed.xml");
        assert_eq!((it.title, it.image), (None, None));
        let counts = Popularity { subscribers: None, likes: Some(1), plays: Some(3) };
        assert_eq!(it.popularity, counts);
    }

    #[test]
    fn everything_that_is_said_is_read() {
        let said = json!({"feed_url": "https://example.com/feed.xml", "title": " A\n show ", "image": "https://example.com/a.png",
            "feed_author": "Ada", "feed_description": "x".repeat(5_000), "subscriber_count": 12, "likes": -1});
        let it = podcast(&said).unwrap();
        assert_eq!((it.title.as_deref(), it.author.as_deref()), (Some("A show"), Some("Ada")));
        assert_eq!(it.description.unwrap().len(), TEXT);
        assert_eq!(it.image.as_deref(), Some("https://example.com/a.png"));
        assert_eq!((it.popularity.subscribers, it.popularity.likes), (Some(12), None));
        let said = json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "episode_title": "One",
            "episode_cover": {"src": "javascript:alert(1)"}, "plays": 2});
        let it = episode(&said).unwrap();
        assert_eq!((it.title.as_str(), it.image), ("One", None));
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        for said in [
            json!({}),
            json!(7),
            json!({"rss_source_feed": "!", "feed_url": 7}),
            json!({"feed_url": "file:///etc/passwd"}),
            json!({"feed_url": "https://ada:secret@example.com/feed.xml"}),
        ] {
            assert_eq!(podcast(&said), None, "{said}");
        }
        assert_eq!(episode(&json!({"rss_source_feed": FEED, "rss_source_item": ITEM})), None);
        assert_eq!(
            podcast(
                &json!({"feed_url": "https://example.com/f", "title": "https://example.com/f"})
            )
            .unwrap()
            .title,
            None
        );
        assert_eq!(entries(&json!({"podcasts": {}}), "podcasts").count(), 0);
    }
}
