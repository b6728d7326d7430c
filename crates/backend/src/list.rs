//! The queue and the playlists.

use balados_library::{self as library, EpisodeId, PlaylistChange, PlaylistId, SettingScope};
use serde_json::Value;

use crate::{
    Backend, Error, Event, Result, clock,
    listening::Order,
    speed::Chosen,
    to_view::whole,
    view::{EpisodePage, List, ListEntry, ListPlace, ListSize, Playlist, Queue},
};

/// Whether the next of the queue is played by itself; all devices share it.
const CONTINUE: &str = "queue.continue";

impl Backend {
    pub async fn queue(&self) -> Result<Queue> {
        let size = self.list_size(List::Queue).await?;
        Ok(Queue { size, continues: continues(&self.0.library).await? })
    }

    /// Whether the next of the queue is played at the end of an episode, on every device.
    pub async fn set_queue_continues(&self, continues: bool) -> Result<()> {
        let (value, scope) = (Value::Bool(continues), SettingScope::Shared);
        self.0.library.set_setting(CONTINUE, &value, scope, clock::now_ms()).await?;
        self.0.bus.say(Event::QueueChanged);
        Ok(())
    }

    /// Plays what follows in the queue.
    pub async fn play_next(&self) -> Result<()> {
        self.0.listening.order(Order::PlayNext).await
    }

    /// The queue waits when the episode in the player ends, this once.
    pub async fn stop_after_episode(&self) -> Result<()> {
        self.0.listening.order(Order::StopAfter).await
    }

    pub async fn list_episodes(
        &self,
        list: List,
        after: Option<String>,
        limit: u32,
    ) -> Result<EpisodePage> {
        let after = after.map(library::Cursor::new);
        Ok(self.0.library.list_episodes(&list.into(), after.as_ref(), limit).await?.into())
    }

    pub async fn list_size(&self, list: List) -> Result<ListSize> {
        let (library, list) = (&self.0.library, list.into());
        let size = library.list_size(&list).await?;
        let (speeds, left) = (Chosen::load(library).await?, library.left_in_list(&list).await?);
        let left_ms = left.into_iter().map(|(podcast, ms)| speeds.of(podcast).listening_ms(ms));
        Ok(ListSize {
            episode_count: size.episode_count,
            left_ms: whole(left_ms.fold(0, u64::saturating_add)),
            missing_count: size.missing_count,
        })
    }

    /// Puts episodes into a list; the answer is those that were not in it.
    pub async fn add_to_list(
        &self,
        list: List,
        episode_ids: Vec<i64>,
        at: ListPlace,
    ) -> Result<Vec<i64>> {
        let ids: Vec<EpisodeId> = episode_ids.into_iter().map(EpisodeId).collect();
        let (at, to) = (self.place(at), list.clone().into());
        let added = self.0.library.add_to_list(&to, &ids, at, clock::now_ms()).await?;
        self.say_list_changed(&list, &added).await?;
        Ok(added.into_iter().map(|id| id.0).collect())
    }

    pub async fn move_in_list(
        &self,
        list: List,
        episode_ids: Vec<i64>,
        at: ListPlace,
    ) -> Result<()> {
        let ids: Vec<EpisodeId> = episode_ids.into_iter().map(EpisodeId).collect();
        let (at, to) = (self.place(at), list.clone().into());
        self.0.library.move_in_list(&to, &ids, at, clock::now_ms()).await?;
        self.say_list_changed(&list, &[]).await
    }

    /// Takes episodes out of a list, or all of them; the answer puts them back.
    pub async fn take_out_of_list(
        &self,
        list: List,
        episode_ids: Option<Vec<i64>>,
    ) -> Result<Vec<ListEntry>> {
        let some = episode_ids.map(|ids| ids.into_iter().map(EpisodeId).collect::<Vec<_>>());
        let gone = match &some {
            Some(ids) => ids.clone(),
            None => self.ids_in(&list).await?,
        };
        let from = list.clone().into();
        let taken =
            self.0.library.take_out_of_list(&from, some.as_deref(), clock::now_ms()).await?;
        self.say_list_changed(&list, &gone).await?;
        Ok(taken.into_iter().map(Into::into).collect())
    }

    /// Undoes [`Backend::take_out_of_list`].
    pub async fn put_back_into_list(&self, list: List, entries: Vec<ListEntry>) -> Result<()> {
        let entries: Vec<library::EntryName> =
            entries.into_iter().map(TryInto::try_into).collect::<Result<_>>()?;
        self.0.library.put_back_into_list(&entries, clock::now_ms()).await?;
        let ids = self.ids_in(&list).await?;
        self.say_list_changed(&list, &ids).await
    }

    pub async fn playlists(&self) -> Result<Vec<Playlist>> {
        Ok(self.0.library.playlists().await?.into_iter().map(Into::into).collect())
    }

    pub async fn playlist(&self, id: String) -> Result<Playlist> {
        Ok(self.0.library.playlist(&PlaylistId(id)).await?.into())
    }

    /// A new playlist with these episodes; the answer is its id.
    pub async fn create_playlist(&self, name: &str, episode_ids: Vec<i64>) -> Result<String> {
        let id = self.0.library.create_playlist(name, clock::now_ms()).await?;
        let list = List::Playlist { id: id.0.clone() };
        self.add_to_list(list, episode_ids, ListPlace::Last).await?;
        Ok(id.0)
    }

    /// Nothing for what stays; an empty description takes it away.
    pub async fn change_playlist(
        &self,
        id: String,
        name: Option<String>,
        description: Option<String>,
    ) -> Result<()> {
        let change = PlaylistChange { name, description };
        self.0.library.change_playlist(&PlaylistId(id.clone()), &change, clock::now_ms()).await?;
        self.say_list_changed(&List::Playlist { id }, &[]).await
    }

    pub async fn remove_playlist(&self, id: String) -> Result<()> {
        self.0.library.remove_playlist(&PlaylistId(id.clone()), clock::now_ms()).await?;
        self.say_list_changed(&List::Playlist { id }, &[]).await
    }

    /// Undoes [`Backend::remove_playlist`].
    pub async fn restore_playlist(&self, id: String) -> Result<()> {
        self.0.library.restore_playlist(&PlaylistId(id.clone()), clock::now_ms()).await?;
        self.say_list_changed(&List::Playlist { id }, &[]).await
    }

    fn place(&self, at: ListPlace) -> library::ListPlace {
        let in_player = self.0.listening.view().episode.map(|episode| EpisodeId(episode.id));
        match at {
            ListPlace::Next => {
                in_player.map_or(library::ListPlace::First, library::ListPlace::After)
            }
            ListPlace::Last => library::ListPlace::Last,
            ListPlace::Before { episode_id } => library::ListPlace::Before(EpisodeId(episode_id)),
        }
    }

    async fn ids_in(&self, list: &List) -> Result<Vec<EpisodeId>> {
        let page = self.0.library.list_episodes(&list.clone().into(), None, u32::MAX).await?;
        Ok(page.items.into_iter().map(|row| row.id).collect())
    }

    /// Episodes show whether they are in the queue.
    async fn say_list_changed(&self, list: &List, came_or_went: &[EpisodeId]) -> Result<()> {
        match list {
            List::Queue => {
                self.0.bus.say(Event::QueueChanged);
                self.say_look_changed(came_or_went).await.map(drop)
            }
            List::Playlist { id } => {
                self.0.bus.say(Event::PlaylistsChanged { ids: vec![id.clone()] });
                Ok(())
            }
        }
    }
}

/// Unless the listener has said otherwise.
pub(crate) async fn continues(library: &library::Library) -> Result<bool> {
    Ok(library.setting(CONTINUE).await?.and_then(|value| value.as_bool()).unwrap_or(true))
}

impl From<List> for library::List {
    fn from(list: List) -> Self {
        match list {
            List::Queue => Self::Queue,
            List::Playlist { id } => Self::Playlist(PlaylistId(id)),
        }
    }
}

impl TryFrom<ListEntry> for library::EntryName {
    type Error = Error;

    fn try_from(entry: ListEntry) -> Result<Self> {
        let wrong = || Error::internal("an entry that no list gave out");
        Ok(Self {
            playlist: entry.playlist,
            feed: entry.feed.try_into().map_err(|_| wrong())?,
            item: entry.item.try_into().map_err(|_| wrong())?,
        })
    }
}

impl From<library::EntryName> for ListEntry {
    fn from(name: library::EntryName) -> Self {
        Self { playlist: name.playlist, feed: name.feed.into(), item: name.item.into() }
    }
}
