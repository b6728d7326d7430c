//! Deciding which bytes to fetch next: values in, values out.
//!
//! One connection per file serves everyone. Who waits comes first, then what is read soon,
//! then the rest of a download.

use crate::ranges::ByteRanges;

/// Everything that the decision rests on.
#[derive(Debug)]
pub(crate) struct Demand<'a> {
    pub(crate) present: &'a ByteRanges,
    pub(crate) length: Option<u64>,
    /// The latest first: what was opened or sought last is what the listener wants now.
    pub(crate) readers: Vec<ReaderDemand>,
    pub(crate) is_downloading: bool,
    /// Nobody has confirmed yet that the present bytes are still those of the server.
    pub(crate) is_doubtful: bool,
    pub(crate) read_ahead: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct ReaderDemand {
    pub(crate) position: u64,
    pub(crate) is_waiting: bool,
}

/// What an open connection can still deliver.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// Offset of its next byte.
    pub(crate) at: u64,
    /// How many unneeded bytes are worth reading to get to a needed one.
    pub(crate) through: u64,
}

impl Reach {
    pub(crate) fn covers(self, offset: u64) -> bool {
        offset.checked_sub(self.at).is_some_and(|gap| gap <= self.through)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Nobody needs anything any more.
    Nothing,
    /// Enough for now: someone will need more.
    Hold,
    /// The byte at this offset, and on from there.
    From(u64),
}

impl Demand<'_> {
    pub(crate) fn next(&self, line: Option<Reach>) -> Want {
        let is_complete = self.length.is_some_and(|length| self.present.covers(length));
        if is_complete || (self.readers.is_empty() && !self.is_downloading) {
            return Want::Nothing;
        }
        let needed = self
            .unfinished_start(line)
            .or_else(|| self.waiting())
            .or_else(|| self.read_soon(line))
            .or_else(|| self.checking())
            .or_else(|| self.downloading(line));
        needed.map_or(Want::Hold, Want::From)
    }

    /// A reader that was just served gets a good piece before an older one may interfere;
    /// otherwise two of them would take the connection from each other with every read.
    fn unfinished_start(&self, line: Option<Reach>) -> Option<u64> {
        let latest = self.readers.first()?;
        let offset = self.ahead(latest, self.read_ahead / 4)?;
        line.filter(|line| line.covers(offset)).map(|_| offset)
    }

    fn waiting(&self) -> Option<u64> {
        let mut waiting = self.readers.iter().filter(|reader| reader.is_waiting);
        waiting.find_map(|reader| self.ahead(reader, self.read_ahead))
    }

    fn read_soon(&self, line: Option<Reach>) -> Option<u64> {
        let mut soon = self.readers.iter().filter_map(|reader| self.ahead(reader, self.read_ahead));
        let latest = soon.next()?;
        let is_covered = |offset: &u64| line.is_some_and(|line| line.covers(*offset));
        Some(std::iter::once(latest).chain(soon).find(is_covered).unwrap_or(latest))
    }

    /// Asking for anything missing shows whether the server still has the same file.
    fn checking(&self) -> Option<u64> {
        let position = self.readers.first()?.position;
        let after = || self.missing_from(position);
        self.is_doubtful.then(|| after().or_else(|| self.missing_from(0)))?
    }

    /// Goes on where the connection is, then after the reader, then from the start.
    fn downloading(&self, line: Option<Reach>) -> Option<u64> {
        if !self.is_downloading {
            return None;
        }
        let here =
            line.and_then(|line| self.missing_from(line.at).filter(|&offset| line.covers(offset)));
        let after_reader = || self.missing_from(self.readers.first()?.position);
        here.or_else(after_reader).or_else(|| self.missing_from(0))
    }

    /// The first missing byte that `reader` will need within `window` bytes.
    fn ahead(&self, reader: &ReaderDemand, window: u64) -> Option<u64> {
        let offset = self.missing_from(reader.position)?;
        (offset - reader.position < window).then_some(offset)
    }

    fn missing_from(&self, position: u64) -> Option<u64> {
        let offset = self.present.first_missing(position);
        self.length.is_none_or(|length| offset < length).then_some(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ_AHEAD: u64 = 40;

    fn want(
        present: &[(u64, u64)],
        readers: &[(u64, bool)],
        is_downloading: bool,
        line: Option<u64>,
    ) -> Want {
        let present = ByteRanges::from(present.to_vec());
        let readers = readers.iter();
        let demand = Demand {
            present: &present,
            length: Some(1000),
            readers: readers
                .map(|&(position, is_waiting)| ReaderDemand { position, is_waiting })
                .collect(),
            is_downloading,
            is_doubtful: false,
            read_ahead: READ_AHEAD,
        };
        demand.next(line.map(|at| Reach { at, through: 5 }))
    }

    #[test]
    fn a_reader_gets_its_window_and_no_more() {
        assert_eq!(want(&[], &[(100, true)], false, None), Want::From(100));
        assert_eq!(want(&[(100, 139)], &[(100, false)], false, Some(139)), Want::From(139));
        assert_eq!(want(&[(100, 140)], &[(100, false)], false, Some(140)), Want::Hold);
    }

    #[test]
    fn nothing_is_wanted_without_anyone_or_when_all_is_there() {
        assert_eq!(want(&[(0, 10)], &[], false, None), Want::Nothing);
        assert_eq!(want(&[(0, 1000)], &[(0, false)], true, None), Want::Nothing);
    }

    #[test]
    fn a_download_goes_on_after_the_reader_and_then_fills_what_is_before() {
        assert_eq!(want(&[(0, 50)], &[], true, Some(50)), Want::From(50));
        assert_eq!(want(&[(500, 540)], &[(500, false)], true, Some(540)), Want::From(540));
        assert_eq!(want(&[(500, 1000)], &[(960, false)], true, None), Want::From(0));
    }

    #[test]
    fn a_waiting_reader_takes_the_connection_from_a_download() {
        assert_eq!(want(&[(0, 50)], &[(700, true)], true, Some(50)), Want::From(700));
    }

    #[test]
    fn an_older_waiting_reader_gets_its_turn_after_a_quarter_of_the_window() {
        let both = [(100, false), (600, true)];
        assert_eq!(want(&[(100, 105)], &both, false, Some(105)), Want::From(105));
        assert_eq!(want(&[(100, 110)], &both, false, Some(110)), Want::From(600));
        assert_eq!(want(&[(100, 110), (600, 601)], &both, false, Some(601)), Want::From(601));
    }
}
