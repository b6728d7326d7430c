//! Public directories of podcasts, at the publisher's address. `BALADOS_DIRECTORIES` leads the app there.

use serde_json::{Value, json};

use crate::publisher::{Page, Publisher};

/// The variable that names the address of [`Directory::base`].
pub const DIRECTORIES: &str = "BALADOS_DIRECTORIES";

/// A show as the directories know it.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    pub feed: String,
    pub title: String,
    pub author: String,
    pub cover: Option<String>,
    pub episodes: u32,
}

/// What answers searches, whatever the words are.
pub struct Directory<'a> {
    publisher: &'a Publisher,
}

impl<'a> Directory<'a> {
    /// Lists nothing yet.
    pub fn of(publisher: &'a Publisher) -> Self {
        let directory = Self { publisher };
        directory.list(&[]);
        directory
    }

    /// Where the app has to ask.
    pub fn base(&self) -> String {
        self.publisher.url("/")
    }

    /// Both directories find these.
    pub fn list(&self, shows: &[Listed]) {
        let apple: Vec<Value> = shows
            .iter()
            .map(|it| {
                json!({ "feedUrl": it.feed, "collectionName": it.title, "artistName": it.author,
                        "artworkUrl600": it.cover, "trackCount": it.episodes })
            })
            .collect();
        let fyyd: Vec<Value> = shows
            .iter()
            .map(|it| json!({ "xmlURL": it.feed, "title": it.title, "layoutImageURL": it.cover }))
            .collect();
        let found = json!({ "resultCount": apple.len(), "results": apple });
        self.publisher.publish("/search", Page::new("text/javascript", found.to_string()));
        let found = json!({ "status": 1, "data": fyyd });
        self.publisher.publish(FYYD, Page::new("application/json", found.to_string()));
    }

    /// One of the two fails.
    pub fn break_fyyd(&self) {
        self.publisher.publish(FYYD, Page::status(500));
    }
}

const FYYD: &str = "/0.2/search/podcast";
