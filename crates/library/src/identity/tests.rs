use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::{Known, Marks, Named, name_items, pair};
use crate::EpisodeId;

fn marks(guid: &str, enclosure: &str, link: &str, title: &str) -> Marks {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Marks {
        guid: some(guid),
        enclosure: some(enclosure),
        link: some(link),
        title: title.to_owned(),
        published_ms: None,
    }
}

fn identities(items: &[Marks]) -> Vec<Option<String>> {
    name_items(items)
        .into_iter()
        .map(|named| named.map(|named| named.identity.replace('\n', " ")))
        .collect()
}

/// The library after a document: what was found takes the item's marks, the rest is new.
fn apply(known: &[Known], items: &[Marks]) -> (Vec<Known>, Vec<Option<EpisodeId>>) {
    let named: Vec<Named> = name_items(items).into_iter().flatten().collect();
    let found = pair(&named, known);
    let mut after: BTreeMap<EpisodeId, Known> =
        known.iter().map(|known| (known.id, known.clone())).collect();
    for (named, found) in named.into_iter().zip(&found) {
        let next = after.keys().next_back().map_or(1, |last| last.0 + 1);
        let id = found.unwrap_or(EpisodeId(next));
        after.insert(id, Known { id, identity: named.identity, marks: named.marks });
    }
    (after.into_values().collect(), found)
}

fn library(items: &[Marks]) -> Vec<Known> {
    apply(&[], items).0
}

#[test]
fn the_first_mark_that_can_be_trusted_names_an_item() {
    let check = |items: &[Marks], expected: &[Option<&str>]| {
        let expected: Vec<Option<String>> =
            expected.iter().map(|name| name.map(str::to_owned)).collect();
        assert_eq!(identities(items), expected);
    };
    check(&[marks("g", "a.mp3", "l", "t")], &[Some("guid g")]);
    check(&[marks("", "a.mp3", "l", "t")], &[Some("enclosure a.mp3")]);
    check(&[marks("", "", "l", "t")], &[Some("link l")]);
    check(&[marks("", "", "", "t")], &[Some("title  t")]);
    // One guid for two recordings says nothing.
    check(
        &[marks("g", "a.mp3", "", "one"), marks("g", "b.mp3", "", "two")],
        &[Some("enclosure a.mp3"), Some("enclosure b.mp3")],
    );
    // One recording under one guid, twice: an item that was pasted.
    check(
        &[marks("g", "a.mp3", "", "one"), marks("g", "a.mp3", "", "one, again")],
        &[Some("guid g"), None],
    );
    // A placeholder for recordings to come.
    check(
        &[marks("", "soon.mp3", "l1", "one"), marks("", "soon.mp3", "l2", "two")],
        &[Some("link l1"), Some("link l2")],
    );
    // A link to the podcast's page.
    check(
        &[marks("", "", "home", "one"), marks("", "", "home", "two")],
        &[Some("title  one"), Some("title  two")],
    );
    check(&[marks("", "", "", ""), marks("", "", "", "")], &[Some("title  "), None]);
}

#[test]
fn a_guid_that_is_used_again_later_does_not_lose_its_episode() {
    let first = library(&[marks("g", "a.mp3", "", "one")]);
    let (second, found) =
        apply(&first, &[marks("g", "b.mp3", "", "two"), marks("g", "a.mp3", "", "one")]);
    assert_eq!(found, [None, Some(EpisodeId(1))]);
    let (_, found) = apply(&second, &[marks("g", "a.mp3", "", "one")]);
    assert_eq!(found, [Some(EpisodeId(1))]);
}

#[test]
fn a_link_finds_an_episode_only_where_guids_do_not_contradict() {
    let known = library(&[marks("g1", "a.mp3", "home", "one")]);
    let (_, found) = apply(&known, &[marks("g2", "b.mp3", "home", "two")]);
    assert_eq!(found, [None], "the next episode of a feed that lists one");
    let known = library(&[marks("", "a.mp3?token=1", "page", "one")]);
    let (_, found) = apply(&known, &[marks("", "a.mp3?token=2", "page", "one, corrected")]);
    assert_eq!(found, [Some(EpisodeId(1))]);
}

#[test]
fn title_and_date_find_an_episode_that_lost_everything_else() {
    let dated = |guid: &str, enclosure: &str| Marks {
        published_ms: Some(5),
        ..marks(guid, enclosure, "", "one")
    };
    let known = library(&[dated("g1", "a.mp3")]);
    let (_, found) = apply(&known, &[dated("g2", "b.mp3")]);
    assert_eq!(found, [Some(EpisodeId(1))]);
}

/// Careless documents: few values, so that they meet.
fn document() -> impl Strategy<Value = Vec<Marks>> {
    let mark = |name: &'static str| {
        proptest::option::of((0_u8..4).prop_map(move |n| format!("{name}{n}")))
    };
    let item = (mark("g"), mark("e"), mark("l"), 0_u8..3, proptest::option::of(0_i64..3)).prop_map(
        |(guid, enclosure, link, title, published_ms)| Marks {
            guid,
            enclosure,
            link,
            title: format!("t{title}"),
            published_ms,
        },
    );
    proptest::collection::vec(item, 0..8)
}

/// Careful documents: every guid and every enclosure is its own.
fn careful() -> impl Strategy<Value = Vec<Marks>> {
    (1_usize..8).prop_map(|count| {
        (0..count)
            .map(|n| marks(&format!("g{n}"), &format!("e{n}"), "home", "same title"))
            .collect()
    })
}

fn changed(items: &[Marks], change: impl Fn(&mut Marks)) -> Vec<Marks> {
    let mut items = items.to_vec();
    items.iter_mut().for_each(change);
    items
}

proptest! {
    #[test]
    fn names_and_keys_stay_unique(documents in proptest::collection::vec(document(), 1..5)) {
        let mut known = Vec::new();
        for items in &documents {
            let (after, found) = apply(&known, items);
            let claimed: Vec<_> = found.iter().flatten().collect();
            prop_assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), claimed.len());
            prop_assert!(after.len() >= known.len(), "an episode was lost");
            let names: HashSet<_> = after.iter().map(|known| &known.identity).collect();
            prop_assert_eq!(names.len(), after.len(), "the table would refuse this: {:?}", after);
            known = after;
        }
    }

    #[test]
    fn the_same_document_brings_nothing_new(before in document(), items in document()) {
        let (known, _) = apply(&library(&before), &items);
        let (again, found) = apply(&known, &items);
        prop_assert!(found.iter().all(Option::is_some));
        prop_assert_eq!(again, known);
    }

    #[test]
    fn the_order_of_items_is_nothing(before in document(), (items, shuffled) in document().prop_flat_map(|items| {
        (Just(items.clone()), Just(items).prop_shuffle())
    })) {
        let known = library(&before);
        let by_name = |items: &[Marks]| -> BTreeMap<String, Option<EpisodeId>> {
            let named: Vec<Named> = name_items(items).into_iter().flatten().collect();
            let found = pair(&named, &known);
            named.into_iter().map(|named| named.identity).zip(found).collect()
        };
        let (straight, mixed) = (by_name(&items), by_name(&shuffled));
        prop_assert_eq!(straight.keys().collect::<Vec<_>>(), mixed.keys().collect::<Vec<_>>());
        // Which of two repetitions is kept follows the order; without any, nothing does.
        if straight.len() == items.len() {
            prop_assert_eq!(straight, mixed);
        }
    }

    #[test]
    fn new_guids_find_the_old_episodes(items in careful()) {
        let known = library(&items);
        let (_, found) = apply(&known, &changed(&items, |marks| marks.guid = marks.guid.take().map(|guid| guid + "-new")));
        prop_assert_eq!(found, known.iter().map(|known| Some(known.id)).collect::<Vec<_>>());
    }

    #[test]
    fn new_enclosures_find_the_old_episodes(items in careful()) {
        let known = library(&items);
        let (_, found) = apply(&known, &changed(&items, |marks| {
            marks.enclosure = marks.enclosure.take().map(|url| format!("https://track.example/{url}"));
            marks.title.push_str(" (corrected)");
        }));
        prop_assert_eq!(found, known.iter().map(|known| Some(known.id)).collect::<Vec<_>>());
    }

    #[test]
    fn swapped_marks_follow_the_guid(count in 2_usize..8) {
        let items: Vec<Marks> = (0..count).map(|n| marks(&format!("g{n}"), &format!("e{n}"), "", "t")).collect();
        let rotated: Vec<Marks> = (0..count).map(|n| marks(&format!("g{n}"), &format!("e{}", (n + 1) % count), "", "t")).collect();
        let known = library(&items);
        let (_, found) = apply(&known, &rotated);
        prop_assert_eq!(found, known.iter().map(|known| Some(known.id)).collect::<Vec<_>>());
    }
}
