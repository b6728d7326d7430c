//! What tells the episodes of one podcast apart, and which stored episode a published item is.
//!
//! Publishers are careless: guids are missing, used twice, or change with a new content system;
//! enclosures move to another CDN. So an item has a ladder of marks — guid, enclosure, link, title
//! with date — and is named by the first one that it shares with no other item of the document.
//! Known episodes are then found by name, and else by any mark that points at one episode only.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use crate::{EpisodeId, NewEpisode};

/// The marks of an item or of a stored episode.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Marks {
    pub(crate) guid: Option<String>,
    pub(crate) enclosure: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) title: String,
    pub(crate) published_ms: Option<i64>,
}

impl Marks {
    pub(crate) fn of(episode: &NewEpisode) -> Self {
        let enclosure = episode.enclosure.as_ref();
        Self {
            guid: episode.guid.as_ref().map(|guid| guid.as_str().to_owned()),
            enclosure: enclosure.map(|enclosure| enclosure.url.as_str().to_owned()),
            link: episode.link.clone(),
            title: episode.title.clone(),
            published_ms: episode.published_ms,
        }
    }
}

/// An item of a document, under the name that the library keeps for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) identity: String,
    pub(crate) marks: Marks,
}

/// An episode that the library has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) id: EpisodeId,
    pub(crate) identity: String,
    pub(crate) marks: Marks,
}

/// Names the items of one document; nothing for an item that repeats an earlier one.
pub(crate) fn name_items(items: &[Marks]) -> Vec<Option<Named>> {
    let trusted: Vec<HashSet<&str>> = (0..RUNGS).map(|rung| trusted(items, rung)).collect();
    let mut taken = HashSet::new();
    items
        .iter()
        .map(|marks| {
            let identity = (0..RUNGS)
                .find_map(|rung| {
                    let mark = rung_of(marks, rung).filter(|mark| trusted[rung].contains(mark))?;
                    Some(format!("{}\n{mark}", RUNG_NAMES[rung]))
                })
                .unwrap_or_else(|| title_and_date(marks));
            taken.insert(identity.clone()).then(|| Named { identity, marks: marks.clone() })
        })
        .collect()
}

/// For each item the known episode that it is. No episode is given to two items, and the order of
/// either list is nothing.
pub(crate) fn pair(items: &[Named], known: &[Known]) -> Vec<Option<EpisodeId>> {
    let mut pairing =
        Pairing { items, known, found: vec![None; items.len()], taken: HashSet::new() };
    pairing.by(|named| Some(named.identity.as_str()), |known| Some(known.identity.as_str()));
    pairing.by(|named| named.marks.guid.as_deref(), |known| known.marks.guid.as_deref());
    pairing.by(|named| named.marks.enclosure.as_deref(), |known| known.marks.enclosure.as_deref());
    // A link is often the same for a whole podcast, so it says nothing against two guids.
    pairing.by(|named| link_without_guid(&named.marks), |known| link_without_guid(&known.marks));
    pairing.by(|named| dated_title(&named.marks), |known| dated_title(&known.marks));
    pairing.found
}

const RUNGS: usize = 3;
const RUNG_NAMES: [&str; RUNGS] = ["guid", "enclosure", "link"];

fn rung_of(marks: &Marks, rung: usize) -> Option<&str> {
    match rung {
        0 => marks.guid.as_deref(),
        1 => marks.enclosure.as_deref(),
        _ => marks.link.as_deref(),
    }
    .filter(|mark| !mark.is_empty())
}

fn title_and_date(marks: &Marks) -> String {
    let date = marks.published_ms.map_or(String::new(), |ms| ms.to_string());
    format!("title\n{date}\n{}", marks.title)
}

/// The marks of one rung whose bearers are one and the same item, as far as the rungs below tell.
fn trusted(items: &[Marks], rung: usize) -> HashSet<&str> {
    let mut below: HashMap<&str, Option<String>> = HashMap::new();
    for marks in items {
        if let Some(mark) = rung_of(marks, rung) {
            let next = next_below(marks, rung);
            below
                .entry(mark)
                .and_modify(|seen| {
                    if seen.as_ref() != Some(&next) {
                        *seen = None;
                    }
                })
                .or_insert(Some(next));
        }
    }
    below.into_iter().filter_map(|(mark, agreed)| agreed.map(|_| mark)).collect()
}

fn next_below(marks: &Marks, rung: usize) -> String {
    (rung + 1..RUNGS)
        .find_map(|rung| rung_of(marks, rung).map(|mark| format!("{}\n{mark}", RUNG_NAMES[rung])))
        .unwrap_or_else(|| title_and_date(marks))
}

fn link_without_guid(marks: &Marks) -> Option<&str> {
    rung_of(marks, 2).filter(|_| marks.guid.is_none())
}

fn dated_title(marks: &Marks) -> Option<(&str, i64)> {
    let title = Some(marks.title.as_str()).filter(|title| !title.is_empty())?;
    Some((title, marks.published_ms?))
}

struct Pairing<'a> {
    items: &'a [Named],
    known: &'a [Known],
    found: Vec<Option<EpisodeId>>,
    taken: HashSet<EpisodeId>,
}

impl<'a> Pairing<'a> {
    /// Pairs what is left by a mark that only one item and only one episode bear.
    fn by<K: Hash + Eq>(
        &mut self,
        of_item: impl Fn(&'a Named) -> Option<K>,
        of_known: impl Fn(&'a Known) -> Option<K>,
    ) {
        let items = bearers(self.items, of_item);
        let known = bearers(self.known, of_known);
        for (mark, item) in items {
            let (Some(item), Some(&Some(known))) = (item, known.get(&mark)) else {
                continue;
            };
            let id = self.known[known].id;
            if self.found[item].is_none() && self.taken.insert(id) {
                self.found[item] = Some(id);
            }
        }
    }
}

/// Who bears each mark; nothing for a mark that several bear.
fn bearers<'a, T, K: Hash + Eq>(
    all: &'a [T],
    mark: impl Fn(&'a T) -> Option<K>,
) -> HashMap<K, Option<usize>> {
    let mut bearers = HashMap::new();
    for (index, one) in all.iter().enumerate() {
        if let Some(mark) = mark(one) {
            bearers.entry(mark).and_modify(|bearer| *bearer = None).or_insert(Some(index));
        }
    }
    bearers
}

#[cfg(test)]
mod tests;
