//! What is liked and what is bookmarked, the newest first.

use sqlx::{FromRow, QueryBuilder, Row, Sqlite, sqlite::SqliteRow};

use crate::{
    Bookmark, Cursor, EpisodeRow, Library, Page, PodcastRow, Result, episode::episode_row_sql,
    page::cut, podcast::podcast_row_sql,
};

/// A bookmark, and the episode that it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmarked {
    pub bookmark: Bookmark,
    pub episode: EpisodeRow,
}

impl FromRow<'_, SqliteRow> for Bookmarked {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let episode = EpisodeRow::from_row(row)?;
        let bookmark = Bookmark {
            id: row.try_get("bookmark_id")?,
            episode: episode.id,
            position_ms: row.try_get("bookmark_ms")?,
            note: row.try_get("note")?,
            set_ms: row.try_get("set_ms")?,
        };
        Ok(Self { bookmark, episode })
    }
}

/// A row, and since when it is liked.
struct Liked<T> {
    row: T,
    liked_ms: i64,
}

impl<'r, T: FromRow<'r, SqliteRow>> FromRow<'r, SqliteRow> for Liked<T> {
    fn from_row(row: &'r SqliteRow) -> sqlx::Result<Self> {
        Ok(Self { row: T::from_row(row)?, liked_ms: row.try_get("liked_ms")? })
    }
}

/// A list without its order, and the two columns that it is ordered by.
type List = (&'static str, [&'static str; 2]);

const PODCASTS: List = (
    podcast_row_sql!(", liked.liked_ms", "where liked.podcast is not null"),
    ["liked.liked_ms", "liked.podcast"],
);

const EPISODES: List = (
    episode_row_sql!(
        ", listed.liked_ms",
        "episode_like as listed cross join episode on episode.id = listed.episode",
        "where true"
    ),
    ["listed.liked_ms", "listed.episode"],
);

const MARKS: List = (
    episode_row_sql!(
        ", bookmark.id as bookmark_id, bookmark.position_ms as bookmark_ms, bookmark.note, bookmark.set_ms",
        "bookmark cross join episode on episode.id = bookmark.episode",
        "where true"
    ),
    ["bookmark.set_ms", "bookmark.id"],
);

impl Library {
    /// Podcasts that are liked, subscribed or not.
    pub async fn liked_podcasts(
        &self,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<PodcastRow>> {
        self.liked(PODCASTS, after, limit, |row: &PodcastRow| row.id.0).await
    }

    pub async fn liked_episodes(
        &self,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<EpisodeRow>> {
        self.liked(EPISODES, after, limit, |row: &EpisodeRow| row.id.0).await
    }

    /// All bookmarks.
    pub async fn bookmarks(&self, after: Option<&Cursor>, limit: u32) -> Result<Page<Bookmarked>> {
        let after = after.map(Cursor::read::<(i64, String)>).transpose()?;
        let mut query = paged(MARKS, after, limit);
        let rows: Vec<Bookmarked> =
            query.build_query_as().fetch_all(&mut *self.reader().await?).await?;
        cut(rows, limit, |it| (it.bookmark.set_ms, it.bookmark.id.clone()))
    }

    async fn liked<T>(
        &self,
        list: List,
        after: Option<&Cursor>,
        limit: u32,
        id: impl Fn(&T) -> i64,
    ) -> Result<Page<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let after = after.map(Cursor::read::<(i64, i64)>).transpose()?;
        let mut query = paged(list, after, limit);
        let rows: Vec<Liked<T>> =
            query.build_query_as().fetch_all(&mut *self.reader().await?).await?;
        let page = cut(rows, limit, |liked| (liked.liked_ms, id(&liked.row)))?;
        Ok(Page { items: page.items.into_iter().map(|liked| liked.row).collect(), next: page.next })
    }
}

/// Walks the index of both columns down from where the last page ended.
fn paged<'a, K>(
    (sql, [time, id]): List,
    after: Option<(i64, K)>,
    limit: u32,
) -> QueryBuilder<Sqlite>
where
    K: sqlx::Encode<'a, Sqlite> + sqlx::Type<Sqlite> + 'static,
{
    let mut query = QueryBuilder::new(sql);
    if let Some((after, after_id)) = after {
        query.push(format_args!(" and ({time}, {id}) < ("));
        query.push_bind(after).push(", ").push_bind(after_id).push(")");
    }
    query.push(format_args!(" order by {time} desc, {id} desc limit "));
    query.push_bind(i64::from(limit) + 1);
    query
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;

    use super::{EPISODES, MARKS, paged};
    use crate::Library;

    #[tokio::test]
    async fn lists_walk_along_an_index() {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::open(&dir.path().join("library.db")).await.unwrap();
        for (list, index) in [(EPISODES, "episode_like_by_date"), (MARKS, "bookmark_by_date")] {
            for after in [None, Some((5, 7))] {
                let mut sql = sqlx::QueryBuilder::new("explain query plan ");
                sql.push(paged(list, after, 50).into_string());
                let rows =
                    sql.build().fetch_all(&mut *library.reader().await.unwrap()).await.unwrap();
                let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
                assert!(plan[0].contains(index), "{plan:#?}");
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
            }
        }
        library.close().await;
    }
}
