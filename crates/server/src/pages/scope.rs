//! Scopes in words.

use super::words::Words;

/// What a scope lets an app do.
pub(super) fn in_words(scope: &str, w: &Words) -> String {
    match scope {
        "*" | "user" | "user.*" => return w.scope_all.to_owned(),
        "*.read" | "user.*.read" => return w.scope_all_read.to_owned(),
        "*.write" | "user.*.write" => return w.scope_all_write.to_owned(),
        "user.sync" => return w.scope_sync.to_owned(),
        "user.read" => return format!("{} {}", w.scope_read, w.thing_profile),
        "user.write" => return format!("{} {}", w.scope_write, w.thing_profile),
        _ => {}
    }
    let (thing, act) = match scope.strip_prefix("user.").unwrap_or_default().split_once('.') {
        Some((thing, "read")) => (thing, w.scope_read),
        Some((thing, "write")) => (thing, w.scope_write),
        Some((thing, "*")) => (thing, w.scope_both),
        Some(_) => return w.scope_pattern.to_owned(),
        None => (scope.strip_prefix("user.").unwrap_or_default(), w.scope_both),
    };
    match thing_in_words(thing, w) {
        Some(thing) => format!("{act} {thing}"),
        None => w.scope_pattern.to_owned(),
    }
}

fn thing_in_words(thing: &str, w: &Words) -> Option<&'static str> {
    Some(match thing {
        "subscriptions" => w.thing_subscriptions,
        "plays" => w.thing_plays,
        "likes" => w.thing_likes,
        "playlists" => w.thing_playlists,
        "privacy" => w.thing_privacy,
        "collections" => w.thing_collections,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use balados_protocol::scope::NAMED;

    use super::{
        super::words::{EN, FR},
        in_words,
    };

    #[test]
    fn every_named_scope_has_words() {
        for scope in NAMED {
            for w in [&FR, &EN] {
                assert_ne!(in_words(scope, w), w.scope_pattern, "{scope}");
            }
        }
    }

    #[test]
    fn patterns_are_shown_as_what_they_are() {
        assert_eq!(in_words("user.likes.*", &EN), "read and change your likes");
        assert_eq!(in_words("user.*.read", &FR), "tout lire");
        assert_eq!(in_words("*.elsewhere", &EN), EN.scope_pattern);
    }
}
