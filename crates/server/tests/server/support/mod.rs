//! A real server on a real database, listeners with accounts, and their apps.

mod app;
pub(crate) mod described;
mod home;
pub(crate) mod keys;
mod live;
mod postgres;
mod program;

pub(crate) use app::{Device, Reply};
pub(crate) use home::{Home, Listener, free_config};
pub(crate) use live::Live;
pub(crate) use program::{Serving, program};

/// One story, told on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($home:ident: Home) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a story need not use all that its page does")]
            use super::*;

            $(#[doc = $doc])*
            async fn story($home: $crate::support::Home) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                story($crate::support::Home::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                story($crate::support::Home::postgres().await).await;
            }
        }
    )*};
}
pub(crate) use on_both;
