//! What is behind the question mark. Bad numbers fall back to what holds without them, as in the real server.

use std::{collections::HashMap, convert::Infallible, ops::RangeInclusive};

use axum::{extract::FromRequestParts, http::request::Parts};

/// Farthest offset: no listener has so much.
const MAX_OFFSET: i64 = 10_000_000;

#[derive(Debug)]
pub(super) struct Query(HashMap<String, String>);

impl Query {
    /// Nothing when it is empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|text| !text.is_empty()).cloned()
    }

    pub(super) fn number(&self, name: &str, otherwise: i64, range: RangeInclusive<i64>) -> i64 {
        let number = self.0.get(name).and_then(|text| text.parse::<i64>().ok());
        number.map_or(otherwise, |it| it.clamp(*range.start(), *range.end()))
    }

    pub(super) fn offset(&self) -> i64 {
        self.number("offset", 0, 0..=MAX_OFFSET)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let pairs = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self(pairs.into_owned().collect()))
    }
}
