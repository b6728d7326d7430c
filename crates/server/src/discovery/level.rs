//! Who may see what a listener does: the most specific level that was chosen, of item, feed and everything.

use std::collections::{HashMap, HashSet};

use balados_protocol::{Record, RecordKey, record::Level};
use sqlx::AssertSqlSafe;

use super::{sql::placeholders, target::Target};
use crate::{
    db::Tx,
    error::{Error, Result},
    store::{AccountId, digest},
};

/// Rows in one statement.
const CHUNK: usize = 300;

/// As protocol.md, section 3.8, has it.
const OTHERWISE: Level = Level::Public;

/// The levels that a listener has chosen for some things.
#[derive(Debug)]
pub(super) struct Levels(HashMap<RecordKey, Level>);

impl Levels {
    /// Read in the transaction that needs them: nobody changes them before it ends.
    pub(super) async fn load(tx: &mut Tx, account: AccountId, of: &[Target]) -> Result<Self> {
        let keys: HashSet<RecordKey> = of.iter().flat_map(Target::privacy).collect();
        let keys: Vec<String> = keys.iter().map(|key| digest(key.as_str())).collect();
        let mut found = HashMap::new();
        for chunk in keys.chunks(CHUNK) {
            let query = format!(
                "select body from record where account = $1 and active = 1 and key in ({})",
                placeholders(2, chunk.len())
            );
            let mut query = sqlx::query_scalar(AssertSqlSafe(query)).bind(account.0);
            for key in chunk {
                query = query.bind(key.as_str());
            }
            let bodies: Vec<String> = query.fetch_all(&mut **tx).await?;
            for body in bodies {
                found.extend(chosen(&body)?);
            }
        }
        Ok(Self(found))
    }

    pub(super) fn of(&self, target: &Target) -> Level {
        let chosen = target.privacy().into_iter().find_map(|key| self.0.get(&key).copied());
        chosen.unwrap_or(OTHERWISE)
    }
}

fn chosen(body: &str) -> Result<Option<(RecordKey, Level)>> {
    let record: Record = serde_json::from_str(body).map_err(|_| Error::Corrupt("a record"))?;
    let key = record.key();
    let Record::Privacy(privacy) = record else { return Ok(None) };
    Ok(privacy.level.value.map(|level| (key, level)))
}

/// As it is kept and shown.
pub(super) fn as_str(level: Level) -> &'static str {
    match level {
        Level::Public => "public",
        Level::Anonymous => "anonymous",
        Level::Private => "private",
    }
}
