//! Who grants what (protocol.md, section 2.6).

use balados_protocol::scope::{NAMED, Scope, grants};
use proptest::prelude::*;

/// What endpoints ask for, and every named scope that is enough.
const TABLE: [(&str, &[&str]); 16] = [
    ("user", &["*", "user"]),
    ("user.sync", &["*", "user", "user.sync"]),
    ("user.read", &["*", "*.read", "user", "user.read"]),
    ("user.write", &["*", "*.write", "user", "user.write"]),
    (
        "user.subscriptions.read",
        &["*", "*.read", "user", "user.subscriptions", "user.subscriptions.read"],
    ),
    (
        "user.subscriptions.write",
        &["*", "*.write", "user", "user.subscriptions", "user.subscriptions.write"],
    ),
    ("user.plays.read", &["*", "*.read", "user", "user.plays", "user.plays.read"]),
    ("user.plays.write", &["*", "*.write", "user", "user.plays", "user.plays.write"]),
    ("user.likes.read", &["*", "*.read", "user", "user.likes", "user.likes.read"]),
    ("user.likes.write", &["*", "*.write", "user", "user.likes", "user.likes.write"]),
    ("user.playlists.read", &["*", "*.read", "user", "user.playlists", "user.playlists.read"]),
    ("user.playlists.write", &["*", "*.write", "user", "user.playlists", "user.playlists.write"]),
    ("user.privacy.read", &["*", "*.read", "user", "user.privacy", "user.privacy.read"]),
    ("user.privacy.write", &["*", "*.write", "user", "user.privacy", "user.privacy.write"]),
    ("user.collections.read", &["*", "*.read", "user", "user.collections.read"]),
    ("user.collections.write", &["*", "*.write", "user", "user.collections.write"]),
];

/// Patterns that have no name of their own: what they grant of the table, and nothing else.
const PATTERNS: [(&str, &[&str]); 5] = [
    ("user.collections.*", &["user.collections.read", "user.collections.write"]),
    ("user.plays.*", &["user.plays.read", "user.plays.write"]),
    ("*.sync", &["user.sync"]),
    ("other.*", &[]),
    ("user.*.nothing", &[]),
];

#[test]
fn every_named_scope_grants_what_the_table_says() {
    for (required, enough) in TABLE {
        for granted in NAMED {
            let scope = Scope::read(granted).unwrap();
            assert_eq!(
                grants(&[scope], required),
                enough.contains(&granted),
                "{granted} for {required}"
            );
        }
    }
}

#[test]
fn every_pattern_grants_what_the_table_says() {
    for (granted, enough) in PATTERNS {
        let scope = [Scope::read(granted).unwrap()];
        for (required, _) in TABLE {
            assert_eq!(
                grants(&scope, required),
                enough.contains(&required),
                "{granted}, {required}"
            );
        }
    }
}

#[test]
fn a_pattern_in_the_middle_grants_one_right_on_everything() {
    let scope = [Scope::read("user.*.read").unwrap()];
    for (required, _) in TABLE {
        assert_eq!(
            grants(&scope, required),
            required.rsplit('.').next() == Some("read"),
            "{required}"
        );
    }
}

#[test]
fn nothing_grants_nothing() {
    assert!(!grants(&[], "user"));
    for unknown in ["", "admin", "User", "user.", "user.nothing", "user plays", "*user", "user\0.*"]
    {
        assert!(Scope::read(unknown).is_err(), "{unknown:?}");
    }
}

proptest! {
    #[test]
    fn any_two_texts_have_an_answer(granted in ".{0,40}", pattern in "[a-z.*]{0,12}", required in "[a-z.*]{0,20}") {
        let _ = Scope::read(&granted);
        if let Ok(scope) = Scope::read(&pattern) {
            let _ = grants(&[scope], &required);
        }
        // A grant that was stored by an older version is read without being asked whether it is known.
        let stored: Scope = serde_json::from_value(serde_json::Value::String(granted)).unwrap();
        let _ = grants(&[stored], &required);
    }

    #[test]
    fn what_is_granted_is_granted_whatever_else_is(required in proptest::sample::select(&NAMED[..]), others in proptest::collection::vec(proptest::sample::select(&NAMED[..]), 0..4)) {
        let mut granted: Vec<Scope> = others.iter().map(|text| Scope::read(text).unwrap()).collect();
        granted.push(Scope::read(required).unwrap());
        prop_assert!(grants(&granted, required));
    }
}
