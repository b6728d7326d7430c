//! What is asked of the public endpoints: whatever cannot be read is as if it had not been said.

use std::collections::HashMap;

use balados_protocol::{FeedId, ItemId};

use crate::http::{ApiError, ApiResult};

/// Most entries of one answer.
pub(super) const MOST: i64 = 100;
/// How far back one can leaf.
const FARTHEST: i64 = 10_000;

/// The query.
pub(super) type Asked = HashMap<String, String>;

pub(super) fn limit(asked: &Asked, otherwise: i64) -> i64 {
    number(asked, "limit").filter(|it| *it > 0).map_or(otherwise, |it| it.min(MOST))
}

pub(super) fn offset(asked: &Asked) -> i64 {
    number(asked, "offset").map_or(0, |it| it.clamp(0, FARTHEST))
}

fn number(asked: &Asked, name: &str) -> Option<i64> {
    asked.get(name)?.trim().parse().ok()
}

pub(super) fn text<'a>(asked: &'a Asked, name: &str) -> Option<&'a str> {
    asked.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// A feed's id in canonical spelling, if there is one.
pub(super) fn feed_filter(asked: &Asked) -> ApiResult<Option<String>> {
    text(asked, "feed").map(feed).transpose()
}

/// In canonical spelling.
pub(super) fn feed(id: &str) -> ApiResult<String> {
    let bad = |_| ApiError::BadRequest("Invalid feed ID encoding".to_owned());
    Ok(FeedId::read(id).map_err(bad)?.to_string())
}

/// In canonical spelling. Base64 of something else than an item is an id that nobody has heard of.
pub(super) fn item(id: &str) -> ApiResult<String> {
    match ItemId::read(id) {
        Ok(item) => Ok(item.to_string()),
        Err(balados_protocol::IdError::NoComma) => Ok(id.to_owned()),
        Err(_) => Err(ApiError::BadRequest("Invalid episode ID encoding".to_owned())),
    }
}
