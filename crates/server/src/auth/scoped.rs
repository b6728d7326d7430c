//! A route's argument proves its rights.

use std::{marker::PhantomData, ops::Deref};

use axum::{extract::FromRequestParts, http::request::Parts};

use super::Caller;
use crate::{App, http::ApiError};

/// A scope that a route asks for.
pub(crate) trait Required {
    /// Any of these is enough; the first is named in the refusal.
    const ANY: &'static [&'static str];
}

macro_rules! required {
    ($($name:ident: $($scope:literal),+;)*) => {$(
        #[derive(Debug)]
        pub(crate) struct $name;

        impl Required for $name {
            const ANY: &'static [&'static str] = &[$($scope),+];
        }
    )*};
}

required! {
    Sync: "user.sync", "user";
    SubscriptionsRead: "user.subscriptions.read";
    SubscriptionsWrite: "user.subscriptions.write";
    PlaysRead: "user.plays.read";
    PlaysWrite: "user.plays.write";
    LikesRead: "user.likes.read";
    LikesWrite: "user.likes.write";
    CollectionsRead: "user.collections.read";
    CollectionsWrite: "user.collections.write";
    PrivacyRead: "user.privacy.read";
    PrivacyWrite: "user.privacy.write";
}

/// A caller that has the scope `S`.
#[derive(Debug)]
pub(crate) struct Scoped<S>(Caller, PhantomData<S>);

impl<S> Deref for Scoped<S> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<S: Required> FromRequestParts<App> for Scoped<S> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let caller = Caller::from_request_parts(parts, app).await?;
        caller.require::<S>()?;
        Ok(Self(caller, PhantomData))
    }
}
