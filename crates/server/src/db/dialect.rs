//! Where the two databases speak differently.

macro_rules! on_conflict {
    () => {
        "on conflict (account, key) do update set seq = excluded.seq, body = excluded.body,
           changed_ms = excluded.changed_ms, active = excluded.active, played = excluded.played,
           sent_feed = coalesce(excluded.sent_feed, record.sent_feed),
           sent_item = coalesce(excluded.sent_item, record.sent_item)"
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// What every new connection is told.
    pub(crate) fn on_connect(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "pragma busy_timeout = 10000",
                "pragma journal_mode = wal",
                // An acknowledged change survives a power cut.
                "pragma synchronous = full",
                "pragma foreign_keys = on",
                "pragma cache_size = -16384",
                "pragma temp_store = memory",
            ],
            // A client that went away does not hold an account's lock for ever.
            Self::Postgres => &[
                "set statement_timeout = '30s'",
                "set idle_in_transaction_session_timeout = '30s'",
            ],
        }
    }

    /// Rows by their keys; `$2` is a JSON array of texts.
    pub(crate) fn records_by_keys(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
                 where account = $1 and key in (select value from json_each($2))"
            }
            Self::Postgres => {
                "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
                 where account = $1 and key in (select json_array_elements_text($2::json))"
            }
        }
    }

    /// The row of an item, whatever its feed; `$2` is the item's id.
    pub(crate) fn listening_by_item(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
                 where account = $1 and item = $2 and kind = 'listening' order by changed_ms desc, seq desc limit 1"
            }
            // A row of PostgreSQL's index has at most 2,704 bytes; ids can be longer.
            Self::Postgres => {
                "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
                 where account = $1 and left(item, 1000) = left($2, 1000) and item = $2 and kind = 'listening'
                 order by changed_ms desc, seq desc limit 1"
            }
        }
    }

    /// Writes many rows at once; `$2` is the time, `$3` a JSON array of arrays in the order of the columns.
    pub(crate) fn write_records(self) -> &'static str {
        match self {
            Self::Sqlite => concat!(
                "insert into record (account, created_ms, changed_ms, key, kind, seq, body, feed, item, list, active,
                   played, sent_feed, sent_item)
                 select $1, $2, $2, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
                   json_extract(value, '$[2]'), json_extract(value, '$[3]'), json_extract(value, '$[4]'),
                   json_extract(value, '$[5]'), json_extract(value, '$[6]'), json_extract(value, '$[7]'),
                   json_extract(value, '$[8]'), json_extract(value, '$[9]'), json_extract(value, '$[10]')
                 from json_each($3) where true ",
                on_conflict!()
            ),
            Self::Postgres => concat!(
                "insert into record (account, created_ms, changed_ms, key, kind, seq, body, feed, item, list, active,
                   played, sent_feed, sent_item)
                 select $1, $2, $2, r ->> 0, r ->> 1, (r ->> 2)::bigint, r ->> 3, r ->> 4, r ->> 5, r ->> 6,
                   (r ->> 7)::bigint, (r ->> 8)::bigint, r ->> 9, r ->> 10
                 from json_array_elements($3::json) r ",
                on_conflict!()
            ),
        }
    }
}
