//! What is popular on this server, for whoever comes by. Without covers: their publishers would see who looks.

use axum::{extract::State, http::StatusCode, response::Response};

use super::visitor::{Frame, Visitor};
use crate::{
    App,
    clock::now_ms,
    discovery::{Entry, popular_episodes, popular_podcasts},
    http::ApiResult,
    limits::Bucket,
};

#[derive(askama::Template)]
#[template(path = "discover.html")]
struct Page {
    frame: Frame,
    podcasts: Vec<Entry>,
    episodes: Vec<Entry>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> ApiResult<Response> {
    visitor.rate(&app, Bucket::Public)?;
    let now_ms = now_ms();
    let page = Page {
        frame: visitor.frame(visitor.words.discover),
        podcasts: popular_podcasts(&app, now_ms).await?,
        episodes: popular_episodes(&app, now_ms).await?,
    };
    visitor.page(StatusCode::OK, &page)
}
