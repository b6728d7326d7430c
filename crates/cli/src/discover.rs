//! `balados discover`.

use balados_backend::{
    Backend, Error, ErrorClass,
    view::{Discover, PopularEpisode, PopularPodcast, Popularity},
};

use crate::{
    failure::Failure,
    output::{Output, table},
    time::show_date,
};

/// What was told last where the server cannot be asked now.
pub(crate) async fn run(
    backend: &Backend,
    episodes: bool,
    limit: usize,
    output: &Output,
) -> Result<(), Failure> {
    let mut found = backend.discover_now().await?;
    if found.server.is_none() {
        let off = Error::new("sync-off", ErrorClass::Local, "there is no account");
        let hint = "What is popular is told by a server: `balados account add SERVER`.";
        return Err(Failure::from(off).with_hint(hint));
    }
    if let (Some(error), None) = (&found.error, found.told_ms) {
        return Err(error.clone().into());
    }
    found.podcasts.truncate(if episodes { 0 } else { limit });
    found.episodes.truncate(if episodes { limit } else { 0 });
    output.show(&found, |found| show(found, episodes));
    Ok(())
}

fn show(found: &Discover, episodes: bool) -> String {
    let list = match (episodes, found.podcasts.is_empty() && found.episodes.is_empty()) {
        (_, true) => "Nothing is popular there yet.".to_owned(),
        (false, false) => show_podcasts(&found.podcasts),
        (true, false) => show_episodes(&found.episodes),
    };
    match (&found.error, found.told_ms) {
        (Some(error), Some(told_ms)) => {
            format!("{list}\nOf {}: {error}", show_date(told_ms))
        }
        _ => list,
    }
}

fn show_podcasts(podcasts: &[PopularPodcast]) -> String {
    let rows = podcasts.iter().enumerate().map(|(place, it)| {
        vec![
            (place + 1).to_string(),
            it.title.clone(),
            count(it.popularity.subscribers),
            count(it.popularity.likes),
            if it.subscribed { "subscribed".to_owned() } else { it.feed_url.clone() },
        ]
    });
    table(&["", "Title", "Subscribers", "Likes", "Address for `balados add`"], rows.collect())
}

fn show_episodes(episodes: &[PopularEpisode]) -> String {
    let rows = episodes.iter().enumerate().map(|(place, it)| {
        let Popularity { likes, plays, .. } = it.popularity;
        vec![
            (place + 1).to_string(),
            it.title.clone(),
            it.podcast_title.clone().unwrap_or_default(),
            count(plays),
            count(likes),
            it.episode_id.map(|id| id.to_string()).unwrap_or_default(),
        ]
    });
    table(&["", "Title", "Podcast", "Plays", "Likes", "No."], rows.collect())
}

fn count(count: Option<i64>) -> String {
    count.map(|count| count.to_string()).unwrap_or_default()
}
