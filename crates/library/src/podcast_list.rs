//! The list of subscribed podcasts, in three orders.

use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Row, Sqlite, sqlite::SqliteRow};

use crate::{
    CollectionId, Cursor, Error, Library, Page, PodcastId, PodcastRow, Result, fold::fold, page,
    podcast::podcast_row_sql,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PodcastOrder {
    /// Without regard to case and accents; leading articles count.
    Title,
    /// Newest episode first; podcasts without a dated episode last.
    Latest,
    /// Last subscribed first.
    Added,
}

/// The keys that each order compares, as the cursor keeps them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Place {
    Title(String, i64),
    Latest(i64, i64),
    Added(i64, i64),
}

struct Listed {
    row: PodcastRow,
    title_key: String,
}

impl FromRow<'_, SqliteRow> for Listed {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self { row: PodcastRow::from_row(row)?, title_key: row.try_get("title_key")? })
    }
}

impl Library {
    /// Subscribed podcasts whose title contains `filter`, without regard to case and accents.
    pub async fn podcasts(
        &self,
        order: PodcastOrder,
        filter: Option<&str>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<PodcastRow>> {
        self.podcasts_of(None, order, filter, after, limit).await
    }

    /// Those of them that are in a collection.
    pub async fn podcasts_of(
        &self,
        collection: Option<&CollectionId>,
        order: PodcastOrder,
        filter: Option<&str>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<PodcastRow>> {
        let after = after.map(Cursor::read::<Place>).transpose()?;
        let mut query = QueryBuilder::new(podcast_row_sql!(
            "",
            "where subscription.unsubscribed_ms is null and subscription.podcast is not null"
        ));
        if let Some(collection) = collection {
            query
                .push(" and podcast.id in (select podcast from collection_podcast where collection = ")
                .push_bind(collection)
                .push(")");
        }
        if let Some(filter) = filter.map(fold).filter(|filter| !filter.is_empty()) {
            query.push(" and instr(podcast.title_key, ").push_bind(filter).push(") > 0");
        }
        push_order(&mut query, order, after)?;
        query.push(" limit ").push_bind(i64::from(limit) + 1);
        let rows: Vec<Listed> =
            query.build_query_as().fetch_all(&mut *self.reader().await?).await?;
        let page = page::cut(rows, limit, |listed| place(order, listed))?;
        Ok(Page {
            items: page.items.into_iter().map(|listed| listed.row).collect(),
            next: page.next,
        })
    }

    /// Every subscribed podcast: what "refresh all" reads.
    pub async fn all_feed_ids(&self) -> Result<Vec<PodcastId>> {
        Ok(sqlx::query_scalar(
            "select podcast from subscription where unsubscribed_ms is null order by podcast",
        )
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }
}

fn push_order(
    query: &mut QueryBuilder<Sqlite>,
    order: PodcastOrder,
    after: Option<Place>,
) -> Result<()> {
    let (key, compare, direction) = match order {
        PodcastOrder::Title => ("podcast.title_key", ">", "asc"),
        PodcastOrder::Latest => (LATEST_SQL, "<", "desc"),
        PodcastOrder::Added => ("subscription.subscribed_ms", "<", "desc"),
    };
    match (order, after) {
        (_, None) => {}
        (PodcastOrder::Title, Some(Place::Title(title, id))) => {
            query.push(format_args!(" and ({key}, podcast.id) {compare} ("));
            query.push_bind(title).push(", ").push_bind(id).push(")");
        }
        (PodcastOrder::Latest, Some(Place::Latest(time, id)))
        | (PodcastOrder::Added, Some(Place::Added(time, id))) => {
            query.push(format_args!(" and ({key}, podcast.id) {compare} ("));
            query.push_bind(time).push(", ").push_bind(id).push(")");
        }
        _ => return Err(Error::BadCursor),
    }
    query.push(format_args!(" order by {key} {direction}, podcast.id {direction}"));
    Ok(())
}

/// Nothing dated sorts behind every date.
const LATEST_SQL: &str = "ifnull(podcast.latest_published_ms, -9223372036854775808)";

fn place(order: PodcastOrder, listed: &Listed) -> Place {
    let id = listed.row.id.0;
    match order {
        PodcastOrder::Title => Place::Title(listed.title_key.clone(), id),
        PodcastOrder::Latest => {
            Place::Latest(listed.row.latest_published_ms.unwrap_or(i64::MIN), id)
        }
        PodcastOrder::Added => Place::Added(listed.row.added_ms, id),
    }
}
