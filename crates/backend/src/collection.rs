//! Collections of podcasts.

use balados_library::{self as library, CollectionChange, CollectionId, PodcastId};

use crate::{
    Backend, Event, Result, clock,
    view::{Collection, PodcastOrder, PodcastPage},
};

impl Backend {
    pub async fn collections(&self) -> Result<Vec<Collection>> {
        Ok(self.0.library.collections().await?.into_iter().map(Into::into).collect())
    }

    pub async fn collection(&self, id: String) -> Result<Collection> {
        Ok(self.0.library.collection(&CollectionId(id)).await?.into())
    }

    /// The ids of the collections that a podcast is in.
    pub async fn collections_with(&self, podcast_id: i64) -> Result<Vec<String>> {
        let ids = self.0.library.collections_with(PodcastId(podcast_id)).await?;
        Ok(ids.into_iter().map(|id| id.0).collect())
    }

    /// Subscribed podcasts of a collection.
    pub async fn collection_podcasts(
        &self,
        id: String,
        order: PodcastOrder,
        after: Option<String>,
        limit: u32,
    ) -> Result<PodcastPage> {
        let (id, after) = (CollectionId(id), after.map(library::Cursor::new));
        let library = &self.0.library;
        let page = library.podcasts_of(Some(&id), order.into(), None, after.as_ref(), limit);
        Ok(page.await?.into())
    }

    /// A new collection with these podcasts; the answer is its id.
    pub async fn create_collection(&self, title: &str, podcast_ids: Vec<i64>) -> Result<String> {
        let id = self.0.library.create_collection(title, clock::now_ms()).await?;
        self.set_in_collection(id.0.clone(), podcast_ids, true).await?;
        Ok(id.0)
    }

    /// Nothing for what stays; an empty description takes it away.
    pub async fn change_collection(
        &self,
        id: String,
        title: Option<String>,
        description: Option<String>,
    ) -> Result<()> {
        let change = CollectionChange { title, description };
        self.0.library.change_collection(&CollectionId(id), &change, clock::now_ms()).await?;
        self.say_collections_changed();
        Ok(())
    }

    pub async fn remove_collection(&self, id: String) -> Result<()> {
        self.0.library.remove_collection(&CollectionId(id), clock::now_ms()).await?;
        self.say_collections_changed();
        Ok(())
    }

    /// Undoes [`Backend::remove_collection`].
    pub async fn restore_collection(&self, id: String) -> Result<()> {
        self.0.library.restore_collection(&CollectionId(id), clock::now_ms()).await?;
        self.say_collections_changed();
        Ok(())
    }

    /// Puts podcasts into a collection, or takes them out.
    pub async fn set_in_collection(
        &self,
        id: String,
        podcast_ids: Vec<i64>,
        present: bool,
    ) -> Result<()> {
        let podcasts: Vec<PodcastId> = podcast_ids.into_iter().map(PodcastId).collect();
        let (id, now_ms) = (CollectionId(id), clock::now_ms());
        self.0.library.set_in_collection(&id, &podcasts, present, now_ms).await?;
        self.say_collections_changed();
        Ok(())
    }

    fn say_collections_changed(&self) {
        self.0.bus.say(Event::CollectionsChanged);
    }
}

impl From<library::CollectionRow> for Collection {
    fn from(row: library::CollectionRow) -> Self {
        Self {
            id: row.id.0,
            title: row.title,
            description: row.description,
            podcast_count: row.podcast_count,
            podcast_ids: row.podcasts.into_iter().map(|id| id.0).collect(),
        }
    }
}
