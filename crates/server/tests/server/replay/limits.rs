//! How often the real server let somebody ask, and ours.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    player::Player,
    recording::{Recorded, corpus, read},
    settle, unlisted_of,
};
use crate::support::Home;

pub(super) const LIMITS: &str = "10-rate-limits.txt";
const REFUSED: u16 = 429;
/// Asked a minute after everything else. Ours does not make anybody wait for a whole minute.
const AFTER: &str = "sync after the minute boundary";

/// What the requests in a row were answered with, by the title of the one that came after them.
fn rows(folder: &Path) -> BTreeMap<String, Vec<u16>> {
    let text = fs::read_to_string(folder.join(LIMITS)).unwrap();
    let sections = text.split("\n## ").skip(1);
    sections
        .filter_map(|section| {
            let (title, _) = section.lines().next()?.rsplit_once(": ")?;
            let codes = section.lines().find_map(|it| it.strip_prefix("status codes: "))?;
            let codes = codes.split(' ').map(|it| it.parse().unwrap()).collect();
            Some((format!("{title}: one more"), codes))
        })
        .collect()
}

/// Asks as often as was recorded. Says where ours was not as strict, or stricter; a little more than was recorded may
/// pass, because here time gives back one request after another and not all at the full minute.
async fn ask_all(player: &mut Player<'_>, request: &Recorded, codes: &[u16]) -> Option<String> {
    let limit = codes.iter().position(|it| *it == REFUSED);
    let most = limit.map_or(codes.len(), |limit| limit + limit / 2 + 5);
    let mut passed = 0;
    while passed < most && player.ask(request).await.status != REFUSED {
        passed += 1;
    }
    let limit = limit.filter(|limit| passed < *limit || passed == most)?;
    Some(format!("{passed} in a row instead of {limit}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_too_often_waits_as_with_the_real_server() {
    let Some(corpus) = corpus() else { return };
    let home = Home::with(None, |config| config.limits.rate_factor = 1).await;
    let (mut player, rows) = (Player::new(&home), rows(&corpus));
    let (mut unlisted, mut used) = (Vec::new(), Vec::new());
    for request in read(&corpus, LIMITS) {
        let mut differences = Vec::new();
        if let Some(codes) = rows.get(&request.title) {
            differences.extend(ask_all(&mut player, &request, codes).await);
        }
        if request.title == AFTER {
            tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        }
        let reply = player.ask(&request).await;
        differences.extend(super::shape::differences(&request, &reply));
        let (more, entries) = unlisted_of(LIMITS, &request.title, differences);
        unlisted.extend(more);
        used.extend(entries);
    }
    assert_eq!(rows.len(), 9, "sections");
    settle(&[LIMITS], &unlisted, &used.into_iter().collect());
}
