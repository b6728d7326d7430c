//! What several directories found, as one list: each show once, the best first.

use std::{
    cmp::Reverse,
    collections::{HashMap, hash_map::Entry},
};

use balados_feeds::FoundShow;
use balados_library::fold;
use balados_protocol::FeedUrl;

/// What the first place of a list is worth.
const FIRST: u32 = 100_000;
/// Dampens the first places: the eleventh is worth half of the first.
const DAMPING: u32 = 10;

struct Candidate {
    score: u32,
    /// By which directories agree that it is the same show.
    key: String,
    /// The last list that it was counted in.
    list: usize,
    show: FoundShow,
}

/// `lists` are each in the order of the directory that made it. Which list comes first decides only whose words are
/// shown of what is in both.
pub(super) fn merge(words: &str, lists: &[&[FoundShow]]) -> Vec<FoundShow> {
    let mut merged: Vec<Candidate> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (list, shows) in lists.iter().enumerate() {
        for (rank, show) in (0..).zip(*shows) {
            let worth = FIRST * DAMPING / (DAMPING + rank);
            let key = same_show(&show.feed);
            match places.entry(key.clone()) {
                Entry::Occupied(at) => merged[*at.get()].join(list, worth, show),
                Entry::Vacant(at) => {
                    at.insert(merged.len());
                    merged.push(Candidate { score: worth, key, list, show: show.clone() });
                }
            }
        }
    }
    let words = fold(words);
    for it in &mut merged {
        it.score += likeness(&words, &it.show);
    }
    merged.sort_by(|a, b| (Reverse(a.score), &a.key).cmp(&(Reverse(b.score), &b.key)));
    merged.into_iter().map(|it| it.show).collect()
}

impl Candidate {
    /// The best place in each list counts.
    fn join(&mut self, list: usize, worth: u32, show: &FoundShow) {
        if self.list != list {
            self.score += worth;
            self.list = list;
        }
        fill_gaps(&mut self.show, show);
    }
}

/// Directories disagree on the scheme and the last slash of what is one feed.
fn same_show(feed: &FeedUrl) -> String {
    let text = feed.as_str();
    let text =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    text.trim_end_matches('/').to_owned()
}

/// The address with encryption, and whatever the first directory does not know.
fn fill_gaps(known: &mut FoundShow, other: &FoundShow) {
    if other.feed.as_str().starts_with("https:") && !known.feed.as_str().starts_with("https:") {
        known.feed = other.feed.clone();
    }
    let text = |mine: &mut Option<String>, theirs: &Option<String>| {
        *mine = mine.take().or_else(|| theirs.clone());
    };
    text(&mut known.author, &other.author);
    text(&mut known.description, &other.description);
    text(&mut known.image, &other.image);
    known.episode_count = known.episode_count.or(other.episode_count);
    known.latest_ms = known.latest_ms.max(other.latest_ms);
}

/// Whoever types a title means that show, also where its directory does not put it first.
fn likeness(words: &str, show: &FoundShow) -> u32 {
    let title = fold(&show.title);
    if title == words {
        FIRST / 2
    } else if words.split(' ').all(|word| title.contains(word)) {
        FIRST / 5
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(feed: &str, title: &str) -> FoundShow {
        FoundShow {
            feed: FeedUrl::parse(feed).unwrap(),
            title: title.to_owned(),
            author: None,
            description: None,
            image: None,
            episode_count: None,
            latest_ms: None,
        }
    }

    fn titles(shows: &[FoundShow]) -> Vec<&str> {
        shows.iter().map(|show| show.title.as_str()).collect()
    }

    #[test]
    fn a_show_of_two_directories_comes_once_and_first_with_what_either_knows() {
        let apple = [
            show("https://a.example/1", "One"),
            FoundShow { episode_count: Some(7), ..show("http://b.example/feed/", "Both") },
        ];
        let fyyd = [FoundShow {
            author: Some("Somebody".to_owned()),
            latest_ms: Some(5),
            ..show("https://b.example/feed", "Both, elsewhere")
        }];
        let merged = merge("nothing", &[&apple, &fyyd]);
        assert_eq!(titles(&merged), ["Both", "One"]);
        let both = &merged[0];
        assert_eq!(both.feed.as_str(), "https://b.example/feed");
        assert_eq!((both.author.as_deref(), both.episode_count), (Some("Somebody"), Some(7)));
        assert_eq!(both.latest_ms, Some(5));
    }

    #[test]
    fn a_title_that_was_typed_comes_before_what_is_merely_popular() {
        let list = [
            show("https://a.example/1", "Talk of emotions and other things"),
            show("https://a.example/2", "Something else"),
            show("https://a.example/3", "Émotions"),
        ];
        assert_eq!(merge("  emotions", &[&list])[0].title, "Émotions");
        let far: Vec<FoundShow> = (0..40)
            .map(|n| show(&format!("https://b.example/{n}"), "The very one that is looked for"))
            .chain([show("https://b.example/word", "One")])
            .collect();
        assert_ne!(merge("one", &[&far])[0].title, "One", "its directory thinks little of it");
    }

    fn found() -> impl Strategy<Value = FoundShow> {
        ("https?", 0..12_u8, "/?", "[a-c]{1,3}( [a-c]{1,3})?").prop_map(
            |(scheme, n, end, title)| show(&format!("{scheme}://x.example/{n}{end}"), &title),
        )
    }

    fn keys<'a>(shows: impl IntoIterator<Item = &'a FoundShow>) -> Vec<String> {
        let mut keys: Vec<String> = shows.into_iter().map(|show| same_show(&show.feed)).collect();
        keys.sort();
        keys
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_comes_twice(
            words in "[a-c]{1,3}",
            one in prop::collection::vec(found(), 0..15),
            other in prop::collection::vec(found(), 0..15),
        ) {
            let merged = merge(&words, &[&one, &other]);
            let mut wanted = keys(one.iter().chain(&other));
            wanted.dedup();
            prop_assert_eq!(keys(&merged), wanted);
        }

        #[test]
        fn it_is_nothing_which_directory_answers_first(
            words in "[a-c]{1,3}",
            one in prop::collection::vec(found(), 0..15),
            other in prop::collection::vec(found(), 0..15),
        ) {
            // What they call a show is the first one's; the rest must not depend on it.
            let untitled = |list: &[FoundShow]| -> Vec<FoundShow> {
                list.iter().map(|it| FoundShow { title: "t".to_owned(), ..it.clone() }).collect()
            };
            let (one, other) = (untitled(&one), untitled(&other));
            let keys = |lists: &[&[FoundShow]]| -> Vec<String> {
                merge(&words, lists).iter().map(|it| same_show(&it.feed)).collect()
            };
            prop_assert_eq!(keys(&[&one, &other]), keys(&[&other, &one]));
        }

        #[test]
        fn an_empty_answer_changes_nothing(
            words in "[a-c]{1,3}",
            list in prop::collection::vec(found(), 0..15),
        ) {
            prop_assert_eq!(merge(&words, &[&list, &[]]), merge(&words, &[&list]));
        }
    }
}
