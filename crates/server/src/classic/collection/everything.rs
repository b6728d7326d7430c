//! The default collection: every active subscription. It is computed, so no device has to keep it in step.

use uuid::Uuid;

pub(crate) const TITLE: &str = "All Subscriptions";

/// Its id: always the same for one listener, and another for each.
pub(crate) fn id_for(user: &str) -> String {
    let user = Uuid::parse_str(user).unwrap_or_default();
    Uuid::new_v5(&user, TITLE.as_bytes()).to_string()
}
