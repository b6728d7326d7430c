//! What is popular, for everybody (docs/protocol-extensions.md, "Discovery").
//!
//! What listeners do is written down as they do it ([`note`]), as far as they let it be seen, and counted soon after
//! ([`run`]). Invariant: what leaves here names only listeners whose level was public when it was read.

mod act;
mod answer;
mod count;
mod episodes;
mod learn;
mod level;
mod note;
mod page;
mod podcasts;
mod popularity;
mod question;
mod rank;
mod rewrite;
mod run;
mod sql;
mod standing;
mod state;
mod target;
mod time;
mod timeline;

use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use act::Act;
pub(crate) use note::{Noted, note, note_act};
pub(crate) use page::{Entry, in_short, popular_episodes, popular_podcasts};
pub(crate) use run::run;
pub(crate) use state::Discovery;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(podcasts::trending))
        .routes(routes!(podcasts::popularity))
        .routes(routes!(episodes::trending))
        .routes(routes!(episodes::popularity))
        .routes(routes!(timeline::timeline))
}
