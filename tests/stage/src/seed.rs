//! Shows that several tests need.

use std::time::Duration;

use chrono::{DateTime, Days, Utc};

use crate::{
    cover::cover,
    publisher::{Page, Publisher},
    show::{Enclosure, Episode, Show},
    tone::rising_tone,
};

/// The title of [`one_show`], and those of its episodes, newest first.
pub const SHOW: &str = "Rising Tones";
pub const EPISODES: [&str; 2] = ["The Five Minute Tone", "Words Without Sound"];

/// How long the first episode of [`one_show`] is.
pub const LENGTH: Duration = Duration::from_mins(5);

/// The episodes of [`short_show`], newest first.
pub const SHORT_EPISODES: [&str; 2] = ["The First Short Tone", "The Second Short Tone"];

/// How long each episode of [`short_show`] is.
pub const SHORT: Duration = Duration::from_secs(15);

/// Different covers are enough for a library of any size.
const COVERS: u32 = 12;

/// A show with a tone of five minutes and an episode without audio; returns the feed's address.
pub fn one_show(publisher: &Publisher) -> String {
    publisher.publish_show("/feed.xml", &show(publisher))
}

/// The same, not published yet.
pub fn show(publisher: &Publisher) -> Show {
    Show {
        title: SHOW.to_owned(),
        author: "The Tone Society".to_owned(),
        description: "Tones that rise, and always at the same pace.".to_owned(),
        cover: Some(publisher.publish("/cover.png", Page::new("image/png", cover(1)))),
        episodes: vec![
            Episode {
                title: EPISODES[0].to_owned(),
                notes: "<p>Five hertz a second, for five minutes.</p>".to_owned(),
                published: day(1),
                length: Some(LENGTH),
                enclosure: Some(tone(publisher, "/tone.wav", LENGTH)),
                ..Episode::default()
            },
            Episode {
                title: EPISODES[1].to_owned(),
                notes: "<p>Only to be read.</p>".to_owned(),
                published: day(8),
                ..Episode::default()
            },
        ],
        ..Show::default()
    }
}

/// An episode for [`show`] that came out later than those that it has; `/next.wav` is its tone.
pub fn next_episode(publisher: &Publisher, title: &str) -> Episode {
    Episode {
        title: title.to_owned(),
        published: day(0),
        length: Some(LENGTH),
        enclosure: Some(tone(publisher, "/next.wav", LENGTH)),
        ..Episode::default()
    }
}

/// A show with two tones that are soon over; returns the feed's address.
pub fn short_show(publisher: &Publisher) -> String {
    let episode = |index: u32| Episode {
        title: SHORT_EPISODES[index as usize].to_owned(),
        published: day(1 + index),
        length: Some(SHORT),
        enclosure: Some(tone(publisher, &format!("/short-{index}.wav"), SHORT)),
        ..Episode::default()
    };
    let show = Show {
        title: "Short Tones".to_owned(),
        episodes: vec![episode(0), episode(1)],
        ..Show::default()
    };
    publisher.publish_show("/short.xml", &show)
}

/// `podcasts` shows with `episodes` each; all of them play the same tone. Returns their feeds.
pub fn library(publisher: &Publisher, podcasts: u32, episodes: u32) -> Vec<String> {
    let sound = tone(publisher, "/tone.wav", LENGTH);
    let covers: Vec<_> = (0..COVERS)
        .map(|number| {
            publisher
                .publish(&format!("/cover/{number}.png"), Page::new("image/png", cover(number)))
        })
        .collect();
    let feed = |podcast: u32| {
        let show = Show {
            title: format!("Podcast number {podcast}"),
            author: format!("Publisher {}", podcast % 17),
            description: "One of many, with an episode every week.".to_owned(),
            // As publishers should: some apps ask for ids of which the world has one.
            ids: format!("{podcast}-"),
            cover: covers.get((podcast % COVERS) as usize).cloned(),
            episodes: (0..episodes).map(|episode| weekly(episode, episodes, &sound)).collect(),
            ..Show::default()
        };
        publisher.publish_show(&format!("/feed/{podcast}.xml"), &show)
    };
    (0..podcasts).map(feed).collect()
}

/// Publishes a rising tone.
pub fn tone(publisher: &Publisher, path: &str, length: Duration) -> Enclosure {
    let wav = rising_tone(length);
    let bytes = wav.len();
    Enclosure {
        url: publisher.publish(path, Page::new("audio/wav", wav)),
        mime: "audio/wav",
        bytes,
    }
}

/// The same on every run: so many days before the first of October 2026.
pub fn day(before: u32) -> DateTime<Utc> {
    let newest = DateTime::parse_from_rfc3339("2026-10-01T06:00:00Z").expect("a date").to_utc();
    newest.checked_sub_days(Days::new(before.into())).expect("a date")
}

fn weekly(index: u32, total: u32, sound: &Enclosure) -> Episode {
    let number = total - index;
    Episode {
        title: format!("Episode {number}: what happened in week {number}"),
        notes: format!(
            "<p>Notes of episode {number}, with <a href=\"https://example.org\">a link</a>.</p>"
        ),
        published: day(index * 7),
        length: Some(LENGTH),
        season_and_number: Some((number / 50 + 1, number)),
        enclosure: Some(sound.clone()),
        ..Episode::default()
    }
}
