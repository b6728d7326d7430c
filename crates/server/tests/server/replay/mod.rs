//! What was recorded of the real server, asked again of ours: the same statuses, the same shapes.
//!
//! Every difference is in the table of [`difference`], with the reason; docs/protocol-differences.md shows it.

mod difference;
mod player;
mod recording;
mod shape;
mod token;

use std::collections::BTreeSet;

use difference::{DIFFERENCES, page};
use player::Player;
use recording::{Recorded, corpus, read};

use crate::{discovery::counted, support::on_both};

/// The recordings whose every endpoint there is.
const REPLAYED: [&str; 11] = [
    "01-setup-register-authorize.txt",
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
const CONTINUED: [&str; 1] = ["04-sync-playlists-and-odd-input.txt"];

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
        for what in shape::differences(request, &reply) {
            let entry = DIFFERENCES.iter().position(|it| it.covers(file, &request.title, &what));
            match entry {
                Some(index) => drop(used.insert(index)),
                None => unlisted.push(format!("{file}: {}: {what}", request.title)),
            }
        }
    }
    (unlisted, used)
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
        assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
        let unused: Vec<_> = (0..DIFFERENCES.len()).filter(|it| !used.contains(it)).collect();
        assert!(unused.is_empty(), "entries of the table that no longer hold: {unused:?}");
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
