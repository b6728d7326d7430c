//! Which bytes of a file are present.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A set of byte offsets, kept as sorted ranges that neither overlap nor touch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u64, u64)>", into = "Vec<(u64, u64)>")]
pub(crate) struct ByteRanges(Vec<Range<u64>>);

impl ByteRanges {
    pub(crate) fn insert(&mut self, new: Range<u64>) {
        if new.is_empty() {
            return;
        }
        let first = self.0.partition_point(|range| range.end < new.start);
        let last = self.0.partition_point(|range| range.start <= new.end);
        let touched = &self.0[first..last];
        let start = touched.first().map_or(new.start, |range| range.start.min(new.start));
        let end = touched.last().map_or(new.end, |range| range.end.max(new.end));
        self.0.splice(first..last, std::iter::once(start..end));
    }

    /// How many bytes are present from `offset` on, without a gap.
    pub(crate) fn run_at(&self, offset: u64) -> u64 {
        self.holding(offset).map_or(0, |range| range.end - offset)
    }

    /// How many bytes are present just before `offset`, without a gap.
    pub(crate) fn run_before(&self, offset: u64) -> u64 {
        let before = offset.checked_sub(1).and_then(|last| self.holding(last));
        before.map_or(0, |range| offset - range.start)
    }

    pub(crate) fn first_missing(&self, from: u64) -> u64 {
        from + self.run_at(from)
    }

    /// Where the gap around `offset` ends; none if nothing is present after it.
    pub(crate) fn next_present(&self, offset: u64) -> Option<u64> {
        let next = self.0.partition_point(|range| range.end <= offset);
        self.0.get(next).map(|range| range.start.max(offset))
    }

    /// The parts of `window` that are present.
    pub(crate) fn within(&self, window: Range<u64>) -> impl Iterator<Item = Range<u64>> {
        let first = self.0.partition_point(|range| range.end <= window.start);
        let inside = self.0[first..].iter();
        let inside =
            inside.map(move |range| range.start.max(window.start)..range.end.min(window.end));
        inside.take_while(|range| !range.is_empty())
    }

    /// The parts of `window` that are missing.
    pub(crate) fn gaps(&self, window: Range<u64>) -> Vec<Range<u64>> {
        let mut gaps = Vec::new();
        let mut at = window.start;
        for present in self.within(window.clone()) {
            if at < present.start {
                gaps.push(at..present.start);
            }
            at = present.end;
        }
        if at < window.end {
            gaps.push(at..window.end);
        }
        gaps
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    /// One past the last present byte.
    pub(crate) fn end(&self) -> u64 {
        self.0.last().map_or(0, |range| range.end)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn covers(&self, length: u64) -> bool {
        self.run_at(0) >= length
    }

    pub(crate) fn to_vec(&self) -> Vec<Range<u64>> {
        self.0.clone()
    }

    fn holding(&self, offset: u64) -> Option<&Range<u64>> {
        let next = self.0.partition_point(|range| range.end <= offset);
        self.0.get(next).filter(|range| range.start <= offset)
    }
}

impl From<Vec<(u64, u64)>> for ByteRanges {
    /// Takes pairs in any order: they come from a file.
    fn from(pairs: Vec<(u64, u64)>) -> Self {
        let mut ranges = Self::default();
        for (start, end) in pairs {
            ranges.insert(start..end);
        }
        ranges
    }
}

impl From<ByteRanges> for Vec<(u64, u64)> {
    fn from(ranges: ByteRanges) -> Self {
        ranges.0.into_iter().map(|range| (range.start, range.end)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn model(inserted: &[(u64, u64)]) -> BTreeSet<u64> {
        inserted.iter().flat_map(|&(start, end)| start..end).collect()
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_set(
            inserted in prop::collection::vec((0_u64..60, 0_u64..60), 0..12),
            (from, to) in (0_u64..64, 0_u64..64),
        ) {
            let set = model(&inserted);
            let ranges = ByteRanges::from(inserted);
            let is_in = |offset: &u64| set.contains(offset);
            prop_assert_eq!(ranges.total(), set.len() as u64);
            prop_assert_eq!(ranges.end(), set.last().map_or(0, |last| last + 1));
            prop_assert_eq!(ranges.run_at(from), (from..64).take_while(is_in).count() as u64);
            let before = (0..from).rev().take_while(is_in).count() as u64;
            prop_assert_eq!(ranges.run_before(from), before);
            prop_assert_eq!(ranges.next_present(from), set.range(from..).next().copied());
            let gaps: Vec<u64> = ranges.gaps(from..to).into_iter().flatten().collect();
            let missing: Vec<u64> = (from..to).filter(|offset| !is_in(offset)).collect();
            prop_assert_eq!(gaps, missing);
            for pair in ranges.to_vec().windows(2) {
                prop_assert!(pair[0].end < pair[1].start);
            }
        }
    }
}
