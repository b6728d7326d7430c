//! `balados-server backup`.

use std::{path::Path, process::ExitCode};

use sqlx::{AnyConnection, Connection};

use super::say;
use crate::{
    App,
    db::{Dialect, new_epoch},
    error::{Error, Result},
};

/// A copy that is whole, also while the server writes.
pub(super) async fn run(app: &App, file: &Path) -> Result<ExitCode> {
    if app.db().dialect() == Dialect::Postgres {
        let why = "PostgreSQL is backed up by its own pg_dump; after restoring, delete the row 'epoch' of the table meta";
        return Err(Error::Config(why.to_owned()));
    }
    if file.exists() {
        return Err(Error::Config(format!("{} is there already", file.display())));
    }
    let path = file.to_str().ok_or_else(|| Error::Config("the file has no name".to_owned()))?;
    sqlx::query("vacuum into $1").bind(path).execute(app.db().writer()).await?;
    begin_anew(path).await?;
    say(&format!("The copy is {path}"));
    Ok(ExitCode::SUCCESS)
}

/// A server that starts from the copy numbers its changes anew: devices that are ahead of it must notice.
async fn begin_anew(path: &str) -> Result<()> {
    let url = crate::db::sqlite_url_of(Path::new(path))?;
    let mut copy = AnyConnection::connect(&url).await.map_err(Error::Unreachable)?;
    sqlx::query("update meta set value = $1 where key = 'epoch'")
        .bind(new_epoch())
        .execute(&mut copy)
        .await?;
    copy.close().await?;
    Ok(())
}
