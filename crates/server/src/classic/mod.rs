//! The API of protocol.md, sections 2.7 to 3.9, in the shapes of the real server and of today's web app (appendix A).

mod apps;
mod collection;
mod episode;
mod like;
mod play;
mod play_list;
mod privacy;
mod query;
mod refresh;
mod rule;
mod subscription;
mod sync;
mod wire;

pub(crate) use play::overwrite;
pub(crate) use rule::play::Said as PlaySaid;
pub(crate) use wire::{WireFeed, WireItem};

pub(crate) use collection::everything;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sync::sync))
        .routes(routes!(subscription::list, subscription::subscribe))
        .routes(routes!(subscription::unsubscribe))
        .routes(routes!(play_list::list, play::record))
        .routes(routes!(play_list::one))
        .routes(routes!(play::position))
        .routes(routes!(episode::save))
        .routes(routes!(episode::share))
        .routes(routes!(like::list, like::like))
        .routes(routes!(like::unlike_feed))
        .routes(routes!(like::unlike_item))
        .routes(routes!(collection::list, collection::create))
        .routes(routes!(collection::show, collection::rename, collection::delete))
        .routes(routes!(collection::add))
        .routes(routes!(collection::remove))
        .routes(routes!(privacy::list, privacy::set))
        .routes(routes!(refresh::refresh))
        .routes(routes!(apps::list))
        .routes(routes!(apps::revoke))
}
