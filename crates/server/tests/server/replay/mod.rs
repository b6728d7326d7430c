//! What was recorded of the real server, asked again of ours: the same statuses, the same shapes.
//!
//! Every difference is in the table of [`difference`], with the reason; docs/protocol-differences.md shows it.

mod difference;
mod limits;
mod live;
mod player;
mod recording;
mod second_app;
mod shape;
mod table;
mod token;

use std::collections::BTreeSet;

use difference::page;
use player::Player;
use recording::{Recorded, corpus, read};
use table::DIFFERENCES;

use crate::{discovery::counted, support::on_both};

/// What one server is asked, one recording after the other. How often one may ask is asked of another one.
const REPLAYED: [&str; 12] = [
    "01-setup-register-authorize.txt",
    "11-scopes-and-revocation.txt",
    "01b-authorize-anonymous.txt",
    "02-auth.txt",
    "03-sync.txt",
    "04-sync-playlists-and-odd-input.txt",
    "05-subscriptions-and-play.txt",
    "06-collections.txt",
    "07-privacy.txt",
    "08-public.txt",
    "12-two-devices-same-second.txt",
    "20-poison-events.txt",
];

/// Recorded with what the recording before it left.
const CONTINUED: [&str; 2] =
    ["04-sync-playlists-and-odd-input.txt", "11-scopes-and-revocation.txt"];

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol-differences.md");

/// Where an answer is not what was recorded, and no entry of the table says so.
async fn replay(
    player: &mut Player<'_>,
    file: &str,
    recorded: &[Recorded],
) -> (Vec<String>, BTreeSet<usize>) {
    let (mut unlisted, mut used) = (Vec::new(), BTreeSet::new());
    for request in recorded {
        let reply = player.ask(request).await;
        let differences = shape::differences(request, &reply);
        let (more, entries) = unlisted_of(file, &request.title, differences);
        unlisted.extend(more);
        used.extend(entries);
    }
    (unlisted, used)
}

/// Those that no entry of the table has, and which entries have the others.
fn unlisted_of(file: &str, title: &str, differences: Vec<String>) -> (Vec<String>, Vec<usize>) {
    let (mut unlisted, mut used) = (Vec::new(), Vec::new());
    for what in differences {
        match DIFFERENCES.iter().position(|it| it.covers(file, title, &what)) {
            Some(index) => used.push(index),
            None => unlisted.push(format!("{file}: {title}: {what}")),
        }
    }
    (unlisted, used)
}

/// The table has all of the differences, and nothing else.
fn settle(files: &[&str], unlisted: &[String], used: &BTreeSet<usize>) {
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    let is_unused = |index: &usize| !used.contains(index) && DIFFERENCES[*index].is_of(files);
    let unused: Vec<_> = (0..DIFFERENCES.len()).filter(is_unused).collect();
    assert!(unused.is_empty(), "entries of the table that no longer hold: {unused:?}");
}

on_both! {
    async fn the_server_answers_as_the_real_one_did(home: Home) {
        let Some(corpus) = corpus() else { return };
        let (mut unlisted, mut used) = (Vec::new(), BTreeSet::new());
        let mut player = Player::new(&home);
        for file in REPLAYED {
            let recorded = read(&corpus, file);
            if !CONTINUED.contains(&file) {
                player.begin();
            }
            assert!(!recorded.is_empty(), "{file}");
            // What was done so far is popular by now.
            counted(&home).await;
            let (more, entries) = replay(&mut player, file, &recorded).await;
            unlisted.extend(more);
            used.extend(entries);
        }
        settle(&REPLAYED, &unlisted, &used);
    }
}

/// `UPDATE_DOCS=1` writes it.
#[test]
fn the_page_says_what_the_table_says() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, page()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(PAGE).unwrap(), page(), "run this with UPDATE_DOCS=1");
}
