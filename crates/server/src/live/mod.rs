//! The live connection (protocol.md, section 4; docs/protocol-extensions.md, "Live changes").

mod connection;
mod follow;
mod guest;
mod guests;
mod message;
mod nodes;
mod play;

use std::{net::SocketAddr, time::Duration};

use axum::{
    extract::{ConnectInfo, State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use guests::Guests;
pub(crate) use nodes::listen_to_other_nodes;

use self::{connection::Connection, guests::Whose};
use crate::{
    App,
    http::{ApiError, ApiResult, ErrorBody},
};

/// Bytes of each buffer of a connection: most of them are silent.
const BUFFER: usize = 4_096;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(live_below_sync))
}

/// Open the live connection, a WebSocket.
#[utoipa::path(
    get, path = "/api/v1/live", tag = "live",
    responses(
        (status = 101, description = "The connection is open"),
        (status = 400, description = "Not a WebSocket", body = ErrorBody),
    )
)]
async fn live(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    open(app, peer, upgrade)
}

/// The same, at the address of the real server.
#[utoipa::path(
    get, path = "/sync/api/v1/live", tag = "live",
    responses(
        (status = 101, description = "The connection is open"),
        (status = 400, description = "Not a WebSocket", body = ErrorBody),
    )
)]
async fn live_below_sync(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    open(app, peer, upgrade)
}

fn open(
    app: App,
    peer: SocketAddr,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    let upgrade = upgrade.map_err(|_| ApiError::BadRequest("Not a WebSocket".to_owned()))?;
    let limits = &app.config().limits;
    let seat = app.guests().enter(Whose::Address(peer.ip()), limits.connections_per_address);
    let seat = seat.ok_or(ApiError::RateLimited { wait: Duration::from_mins(1) })?;
    let upgrade = upgrade
        .max_frame_size(limits.frame)
        .max_message_size(limits.frame)
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER);
    let tasks = app.guests().tasks.clone();
    Ok(upgrade.on_upgrade(move |socket| async move {
        tasks.track_future(Connection::new(app, socket, seat).run()).await;
    }))
}
