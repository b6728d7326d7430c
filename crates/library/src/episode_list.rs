//! The list of a podcast's episodes, in two orders.
//!
//! Episodes without a date come last in both. They are a list of their own behind the dated ones,
//! so that each part is a plain walk along an index from the place where the last page ended.

use serde::{Deserialize, Serialize};
use sqlx::{Connection, QueryBuilder, Sqlite, SqliteConnection};

use crate::{
    Cursor, EpisodeRow, Error, Library, Page, PodcastId, Result, episode::episode_row_sql,
    fold::fold, page,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeFilter {
    #[default]
    All,
    Unplayed,
    /// Begun and not played.
    InProgress,
    /// Complete on this device.
    Downloaded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeOrder {
    #[default]
    Newest,
    Oldest,
}

/// Which part of which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeQuery {
    pub podcast: PodcastId,
    pub filter: EpisodeFilter,
    pub order: EpisodeOrder,
    /// What the title contains, without regard to case and accents.
    pub text: Option<String>,
    pub after: Option<Cursor>,
    pub limit: u32,
}

/// The keys that each order compares, as the cursor keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    Newest(Option<i64>, i64),
    Oldest(Option<i64>, i64),
}

/// One of the two lists that make the whole, and where in it to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Dated { after: Option<(i64, i64)> },
    Undated { after: Option<i64> },
}

impl Library {
    /// A part of a podcast's episodes; empty when the podcast is not in the library.
    pub async fn episodes(&self, query: &EpisodeQuery) -> Result<Page<EpisodeRow>> {
        let wanted = query.limit.saturating_add(1);
        let mut connection = self.reader().await?;
        // Both parts as they were at one moment.
        let mut tx = connection.begin().await?;
        let mut rows = Vec::new();
        for part in parts(query)? {
            let missing = wanted.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            if missing > 0 {
                rows.append(&mut read(&mut tx, query, part, missing).await?);
            }
        }
        page::cut(rows, query.limit, |row| place(query.order, row))
    }
}

fn parts(query: &EpisodeQuery) -> Result<Vec<Part>> {
    let after = query.after.as_ref().map(Cursor::read::<Place>).transpose()?;
    let after = match (query.order, after) {
        (_, None) => None,
        (EpisodeOrder::Newest, Some(Place::Newest(time, id)))
        | (EpisodeOrder::Oldest, Some(Place::Oldest(time, id))) => Some((time, id)),
        _ => return Err(Error::BadCursor),
    };
    Ok(match after {
        None => vec![Part::Dated { after: None }, Part::Undated { after: None }],
        Some((Some(time), id)) => {
            vec![Part::Dated { after: Some((time, id)) }, Part::Undated { after: None }]
        }
        Some((None, id)) => vec![Part::Undated { after: Some(id) }],
    })
}

fn place(order: EpisodeOrder, row: &EpisodeRow) -> Place {
    match order {
        EpisodeOrder::Newest => Place::Newest(row.published_ms, row.id.0),
        EpisodeOrder::Oldest => Place::Oldest(row.published_ms, row.id.0),
    }
}

async fn read(
    connection: &mut SqliteConnection,
    query: &EpisodeQuery,
    part: Part,
    limit: u32,
) -> Result<Vec<EpisodeRow>> {
    Ok(select(query, part, limit).build_query_as().fetch_all(connection).await?)
}

fn select(query: &EpisodeQuery, part: Part, limit: u32) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(episode_row_sql!("", "episode", "where episode.podcast = "));
    sql.push_bind(query.podcast);
    push_filter(&mut sql, query);
    push_part(&mut sql, query.order, part);
    sql.push(" limit ").push_bind(limit);
    sql
}

fn push_filter(sql: &mut QueryBuilder<Sqlite>, query: &EpisodeQuery) {
    // `coalesce` keeps the joins outer: as inner ones they might come first, with a sort behind them.
    sql.push(match query.filter {
        EpisodeFilter::All => "",
        EpisodeFilter::Unplayed => " and not coalesce(progress.played, 0)",
        EpisodeFilter::InProgress => {
            " and not coalesce(progress.played, 0) and coalesce(progress.position_ms, 0) > 0"
        }
        EpisodeFilter::Downloaded => " and coalesce(download.state, '') = 'done'",
    });
    let text = query.text.as_deref().map(fold);
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        sql.push(" and instr(episode.title_key, ").push_bind(text).push(") > 0");
    }
}

fn push_part(sql: &mut QueryBuilder<Sqlite>, order: EpisodeOrder, part: Part) {
    let (compare, direction) = match order {
        EpisodeOrder::Newest => ("<", "desc"),
        EpisodeOrder::Oldest => (">", "asc"),
    };
    match part {
        Part::Dated { after } => {
            sql.push(" and episode.published_ms is not null");
            if let Some((time, id)) = after {
                sql.push(format_args!(" and (episode.published_ms, episode.id) {compare} ("));
                sql.push_bind(time).push(", ").push_bind(id).push(")");
            }
        }
        Part::Undated { after } => {
            sql.push(" and episode.published_ms is null");
            if let Some(id) = after {
                sql.push(format_args!(" and episode.id {compare} ")).push_bind(id);
            }
        }
    }
    sql.push(format_args!(" order by episode.published_ms {direction}, episode.id {direction}"));
}

#[cfg(test)]
mod tests;
