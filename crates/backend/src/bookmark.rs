//! Places in episodes that the listener wants to find again.

use balados_library::{Cursor, EpisodeId};

use crate::{
    Backend, Event, Result, clock,
    view::{Bookmark, BookmarkPage},
};

impl Backend {
    /// Sets a bookmark at a place in milliseconds.
    pub async fn set_bookmark(
        &self,
        episode_id: i64,
        position_ms: i64,
        note: &str,
    ) -> Result<Bookmark> {
        let position_ms = u64::try_from(position_ms).unwrap_or(0);
        let id = uuid::Uuid::new_v4().to_string();
        let (episode, now_ms) = (EpisodeId(episode_id), clock::now_ms());
        let set = self.0.library.set_bookmark(id, episode, position_ms, note, now_ms).await?;
        self.say_bookmarked(set.episode);
        Ok(set.into())
    }

    /// Writes something else to a bookmark; nothing when `note` is empty.
    pub async fn note_bookmark(&self, id: &str, note: &str) -> Result<()> {
        let noted = self.0.library.note_bookmark(id, note, clock::now_ms()).await?;
        self.say_bookmarked(noted.episode);
        Ok(())
    }

    /// Takes a bookmark away; the answer is for [`Backend::restore_bookmark`].
    pub async fn remove_bookmark(&self, id: &str) -> Result<Bookmark> {
        let removed = self.0.library.remove_bookmark(id, clock::now_ms()).await?;
        self.say_bookmarked(removed.episode);
        Ok(removed.into())
    }

    /// Undoes [`Backend::remove_bookmark`].
    pub async fn restore_bookmark(&self, bookmark: Bookmark) -> Result<()> {
        let bookmark = bookmark.into();
        self.0.library.restore_bookmark(&bookmark, clock::now_ms()).await?;
        self.say_bookmarked(bookmark.episode);
        Ok(())
    }

    /// Those of one episode, from its beginning to its end.
    pub async fn bookmarks_of(&self, episode_id: i64) -> Result<Vec<Bookmark>> {
        let bookmarks = self.0.library.bookmarks_of(EpisodeId(episode_id)).await?;
        Ok(bookmarks.into_iter().map(Into::into).collect())
    }

    /// All of them; the one that was set last comes first.
    pub async fn bookmarks(&self, after: Option<String>, limit: u32) -> Result<BookmarkPage> {
        let after = after.map(Cursor::new);
        Ok(self.0.library.bookmarks(after.as_ref(), limit).await?.into())
    }

    fn say_bookmarked(&self, episode: EpisodeId) {
        self.0.bus.say(Event::BookmarksChanged { episode_ids: vec![episode.0] });
    }
}
