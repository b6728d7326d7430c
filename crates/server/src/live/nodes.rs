//! Hears from other nodes on the same PostgreSQL what they changed.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;

use crate::{App, db::Dialect, hub::Batch, store::AccountId};

/// How long to wait before listening again.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes what other nodes on the same database changed to the connections of this one, until it is told to stop.
pub(crate) async fn listen_to_other_nodes(app: App, stop: CancellationToken) {
    if app.db().dialect() == Dialect::Postgres {
        tokio::select! {
            () = stop.cancelled() => (),
            () = listen_for_ever(&app) => (),
        }
    }
}

async fn listen_for_ever(app: &App) {
    loop {
        if let Err(error) = listen(app).await {
            tracing::warn!(%error, "Other nodes cannot be heard, trying again in {PAUSE:?}");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Until the connection is lost.
async fn listen(app: &App) -> sqlx::Result<()> {
    let mut listener = PgListener::connect(app.db().url()).await?;
    listener.listen("balados_changes").await?;
    // What was said while nobody listened is not said again.
    app.hub().wake_all();
    while let Some(note) = listener.try_recv().await? {
        if let Some(batch) = read(note.payload(), app.node()) {
            app.hub().publish(batch);
        }
    }
    Ok(())
}

/// `node:account:after:upto`. Nothing when it is this node's own.
fn read(payload: &str, own: &str) -> Option<Batch> {
    let mut parts = payload.split(':');
    let node = parts.next()?;
    let mut number = || parts.next()?.parse::<i64>().ok();
    let (account, after, upto) = (AccountId(number()?), number()?, number()?);
    (node != own).then_some(Batch { account, after, upto, records: Vec::new(), origin: None })
}
