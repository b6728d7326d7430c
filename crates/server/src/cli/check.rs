//! `balados-server check`.

use std::process::ExitCode;

use super::say;
use crate::{App, db::Dialect, error::Result};

/// Says what is wrong; nothing is changed.
pub(super) async fn run(app: &App) -> Result<ExitCode> {
    let mut wrong = counters(app).await?;
    if app.db().dialect() == Dialect::Sqlite {
        wrong.extend(file(app).await?);
    }
    for line in &wrong {
        say(line);
    }
    if wrong.is_empty() {
        say("The database is sound");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

/// What each account says of its records, and what is there.
async fn counters(app: &App) -> Result<Vec<String>> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "select username, records - (select count(*) from record where account = account.id),
           head - (select coalesce(max(seq), 0) from record where account = account.id)
         from account order by id",
    )
    .fetch_all(app.db().reader())
    .await?;
    let wrong = rows.into_iter().filter(|(_, records, head)| *records != 0 || *head < 0);
    Ok(wrong.map(|(name, ..)| format!("{name}: the counters do not fit the records")).collect())
}

async fn file(app: &App) -> Result<Vec<String>> {
    let lines: Vec<String> =
        sqlx::query_scalar("pragma integrity_check").fetch_all(app.db().reader()).await?;
    let lost: Vec<String> = sqlx::query_scalar("select \"table\" from pragma_foreign_key_check")
        .fetch_all(app.db().reader())
        .await?;
    let lost = lost.into_iter().map(|table| format!("{table}: a row belongs to nobody"));
    Ok(lines.into_iter().filter(|line| line != "ok").chain(lost).collect())
}
