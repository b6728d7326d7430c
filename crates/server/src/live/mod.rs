//! The live connection (protocol.md, section 4; docs/protocol-extensions.md, "Live changes").

use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}

/// Takes what other nodes on the same database changed to the connections of this one, until it is told to stop.
pub(crate) async fn listen_to_other_nodes(_app: App, stop: CancellationToken) {
    stop.cancelled().await;
}
