//! Likes and bookmarks.

use balados_backend::{
    Backend, Error,
    view::{Bookmark, BookmarkItem, EpisodeSummary, PodcastSummary},
};
use serde::Serialize;

use crate::{
    args::{Liked, SetBookmark},
    commands::{show_episodes, show_podcasts},
    failure::Failure,
    output::{Output, table},
    time::show_time,
};

const PAGE: u32 = 500;

/// Everything that is liked, the newest first.
#[derive(Debug, Serialize)]
struct Likes {
    podcasts: Vec<PodcastSummary>,
    episodes: Vec<EpisodeSummary>,
}

/// Likes an episode or a podcast, or no longer.
pub(crate) async fn set(
    backend: &Backend,
    what: &Liked,
    liked: bool,
    output: &Output,
) -> Result<(), Failure> {
    let verb = if liked { "Liked" } else { "No longer liked" };
    if let Some(id) = what.podcast {
        backend.set_podcast_liked(id, liked).await?;
        let podcast = backend.podcast(id).await?.summary;
        output.show(&podcast, |it| format!("{verb}: {} ({})", it.title, it.id));
    }
    if let Some(id) = what.episode {
        backend.set_episodes_liked(vec![id], liked).await?;
        let episode = backend.episode(id).await?.summary;
        output.show(&episode, |it| format!("{verb}: {} ({})", it.title, it.id));
    }
    Ok(())
}

pub(crate) async fn list(backend: &Backend, output: &Output) -> Result<(), Failure> {
    let podcasts = all(async |after| {
        let page = backend.liked_podcasts(after, PAGE).await?;
        Ok((page.items, page.next))
    });
    let episodes = all(async |after| {
        let page = backend.liked_episodes(after, PAGE).await?;
        Ok((page.items, page.next))
    });
    let (podcasts, episodes) = (podcasts.await?, episodes.await?);
    output.show(&Likes { podcasts, episodes }, show_likes);
    Ok(())
}

/// A list to its end, page by page.
async fn all<T>(
    read: impl AsyncFn(Option<String>) -> Result<(Vec<T>, Option<String>), Error>,
) -> Result<Vec<T>, Error> {
    let (mut items, mut after) = read(None).await?;
    while after.is_some() {
        let (more, next) = read(after).await?;
        items.extend(more);
        after = next;
    }
    Ok(items)
}

fn show_likes(likes: &Likes) -> String {
    if likes.podcasts.is_empty() && likes.episodes.is_empty() {
        return "Nothing is liked yet. Like an episode with `balados like EPISODE`.".to_owned();
    }
    let mut parts = Vec::new();
    if !likes.podcasts.is_empty() {
        parts.push(show_podcasts(&likes.podcasts));
    }
    if !likes.episodes.is_empty() {
        parts.push(show_episodes(&likes.episodes));
    }
    parts.join("\n\n")
}

/// Sets a bookmark where the listener is, or at the place that was given.
pub(crate) async fn bookmark(
    backend: &Backend,
    options: &SetBookmark,
    output: &Output,
) -> Result<(), Failure> {
    let episode = backend.episode(options.episode).await?.summary;
    let given = options.at.map(|at| i64::try_from(at.as_millis()).unwrap_or(i64::MAX));
    let position_ms = given.unwrap_or(episode.position_ms);
    let set = backend.set_bookmark(episode.id, position_ms, &options.note).await?;
    output
        .show(&set, |it| format!("Bookmarked: {} at {}", episode.title, show_time(it.position_ms)));
    Ok(())
}

pub(crate) async fn bookmarks(backend: &Backend, output: &Output) -> Result<(), Failure> {
    let bookmarks = all(async |after| {
        let page = backend.bookmarks(after, PAGE).await?;
        Ok((page.items, page.next))
    })
    .await?;
    output.show(&bookmarks, |bookmarks| show_bookmarks(bookmarks));
    Ok(())
}

fn show_bookmarks(bookmarks: &[BookmarkItem]) -> String {
    if bookmarks.is_empty() {
        return "No bookmarks yet. Set one with `balados bookmark EPISODE`.".to_owned();
    }
    let rows = bookmarks.iter().map(|BookmarkItem { bookmark, episode }| {
        let Bookmark { id, position_ms, note, .. } = bookmark;
        let at = show_time(*position_ms);
        vec![episode.id.to_string(), at, episode.title.clone(), note.clone(), id.clone()]
    });
    table(&["No.", "At", "Title", "Note", "Bookmark"], rows.collect())
}

pub(crate) async fn remove_bookmark(
    backend: &Backend,
    id: &str,
    output: &Output,
) -> Result<(), Failure> {
    let removed = backend.remove_bookmark(id).await?;
    output.show(&removed, |it| format!("Removed the bookmark at {}.", show_time(it.position_ms)));
    Ok(())
}
