//! What is known about one file while someone uses it: rules without I/O.

use std::{fs::File, ops::Range, sync::Arc};

use crate::{
    Error, StoreConfig,
    answer::Body,
    line::Request,
    plan::{Demand, Reach, ReaderDemand, Want},
    record::{Keep, Record},
    version::{Same, Version},
};

/// Without a validator, so many bytes before a seam are fetched again and compared.
const SEAM: u64 = 4096;

/// Names a reader or a download of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UserId(u64);

#[derive(Debug)]
pub(crate) struct Reader {
    id: UserId,
    pub(crate) position: u64,
    pub(crate) is_waiting: bool,
    pub(crate) is_interrupted: bool,
    /// To be told at the next occasion.
    pub(crate) failure: Option<Error>,
}

#[derive(Debug)]
pub(crate) struct Download {
    id: UserId,
    pub(crate) failure: Option<Error>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) record: Record,
    pub(crate) file: Option<Arc<File>>,
    /// Counts the versions of the file; a reader stays with the one that it began.
    pub(crate) generation: u64,
    pub(crate) contact: Contact,
    pub(crate) is_fetching: bool,
    /// Its files are gone from the store; who still reads it is served, nothing is saved.
    pub(crate) is_removed: bool,
    /// Something is not in the saved record yet.
    pub(crate) is_unsaved: bool,
    /// The latest first.
    pub(crate) readers: Vec<Reader>,
    pub(crate) downloads: Vec<Download>,
    users_so_far: u64,
}

/// Whether a server has been asked about the file since it came into use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Contact {
    /// Not yet, and nothing has to be asked.
    #[default]
    Unneeded,
    /// Not yet. What is present comes from an earlier time: the file may have changed since.
    Needed,
    /// Without success. What is present is better than nothing.
    Failed,
    Answered,
}

/// How an answer fits what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    Same {
        is_proven: bool,
    },
    /// Another version: what was stored is forgotten.
    Replaced,
}

impl State {
    pub(crate) fn new(record: Record, file: Option<Arc<File>>) -> Self {
        let is_part = !record.present.is_empty() && !record.is_complete();
        let contact = if is_part { Contact::Needed } else { Contact::Unneeded };
        Self { record, file, contact, ..Self::default() }
    }

    pub(crate) fn plan(&self, config: &StoreConfig, line: Option<Reach>) -> Want {
        let readers = self.readers.iter();
        let demand = Demand {
            present: &self.record.present,
            length: self.record.version.length,
            readers: readers
                .map(|reader| ReaderDemand {
                    position: reader.position,
                    is_waiting: reader.is_waiting,
                })
                .collect(),
            is_downloading: self.downloads.iter().any(|download| download.failure.is_none()),
            is_doubtful: self.is_doubtful(),
            read_ahead: config.read_ahead_bytes,
        };
        demand.next(line)
    }

    /// The request that fetches the gap at `offset`.
    pub(crate) fn request(&self, offset: u64, is_whole: bool) -> Request {
        let Record { version, present, .. } = &self.record;
        if is_whole {
            return Request { start: 0, end: None, condition: None, is_whole };
        }
        let condition = if present.is_empty() { None } else { version.condition() };
        let seam = if condition.is_none() { present.run_before(offset).min(SEAM) } else { 0 };
        Request {
            start: offset - seam,
            end: present.next_present(offset),
            condition: condition.map(str::to_owned),
            is_whole,
        }
    }

    /// Learns from an answer to `request`.
    pub(crate) fn adopt(&mut self, request: &Request, body: &Body) -> Fit {
        let fit = self.fit(&body.version);
        if fit == Fit::Replaced {
            self.forget();
        }
        let is_new = self.record.present.is_empty();
        if is_new {
            self.record.version = Version::default();
        }
        self.record.version.learn(body.version.clone());
        if body.content_type.is_some() {
            self.record.content_type.clone_from(&body.content_type);
        }
        // The whole instead of a part of the very same file: this server sends no parts.
        let is_ignored = body.start == 0 && request.start > 0 && fit != Fit::Replaced;
        self.record.sends_ranges = Some(body.sends_ranges && !is_ignored && !request.is_whole);
        self.contact = Contact::Answered;
        self.is_unsaved = true;
        fit
    }

    fn fit(&self, version: &Version) -> Fit {
        if self.record.present.is_empty() {
            return Fit::Same { is_proven: true };
        }
        match self.record.version.compare(version) {
            Same::Proven => Fit::Same { is_proven: true },
            Same::Possible => Fit::Same { is_proven: false },
            Same::No => Fit::Replaced,
        }
    }

    /// Learns that the server has no bytes at `offset`. False if that means another version:
    /// what was stored is forgotten.
    ///
    /// With a condition the server answers so only about the stored version, and its length now
    /// has more weight than the one that it announced earlier.
    pub(crate) fn nothing_left(
        &mut self,
        request: &Request,
        offset: u64,
        length: Option<u64>,
    ) -> bool {
        let Record { version, present, .. } = &self.record;
        let is_length_open = version.length.is_none() || request.condition.is_some();
        let length = length.unwrap_or(offset);
        let is_end = is_length_open && (present.end()..=offset).contains(&length);
        if is_end {
            self.ends_at(length);
            self.contact = Contact::Answered;
        } else {
            self.forget();
        }
        is_end
    }

    /// Forgets the bytes: the server has another version now.
    pub(crate) fn forget(&mut self) {
        let Record { data, keep, .. } = self.record;
        self.record = Record { data, keep, ..Record::default() };
        self.file = None;
        self.generation += 1;
        self.is_unsaved = true;
    }

    /// Says that these bytes are in the file.
    pub(crate) fn arrived(&mut self, bytes: Range<u64>) {
        self.record.present.insert(bytes);
        self.is_unsaved = true;
    }

    /// The body's end has told the length.
    pub(crate) fn ends_at(&mut self, length: u64) {
        self.record.version.length = Some(length);
        self.is_unsaved = true;
    }

    /// Whether a reader can be told the length and the rest.
    pub(crate) fn knows_facts(&self) -> bool {
        match self.contact {
            Contact::Needed => false,
            Contact::Unneeded | Contact::Failed => self.record.version.length.is_some(),
            Contact::Answered => true,
        }
    }

    /// Whether what is present must not be read yet.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.contact == Contact::Needed
    }

    /// An attempt has failed.
    pub(crate) fn stays_unasked(&mut self) {
        if self.is_doubtful() {
            self.contact = Contact::Failed;
        }
    }

    pub(crate) fn add_reader(&mut self) -> UserId {
        let id = self.next_id();
        self.readers.insert(
            0,
            Reader { id, position: 0, is_waiting: false, is_interrupted: false, failure: None },
        );
        id
    }

    pub(crate) fn add_download(&mut self) -> UserId {
        let id = self.next_id();
        let failure = self.is_removed.then_some(Error::Removed);
        self.downloads.push(Download { id, failure });
        self.record.keep = Keep::Kept;
        self.is_unsaved = true;
        id
    }

    pub(crate) fn leave(&mut self, id: UserId) {
        self.readers.retain(|reader| reader.id != id);
        self.downloads.retain(|download| download.id != id);
    }

    pub(crate) fn reader(&mut self, id: UserId) -> Option<&mut Reader> {
        self.readers.iter_mut().find(|reader| reader.id == id)
    }

    pub(crate) fn download(&self, id: UserId) -> Option<&Download> {
        self.downloads.iter().find(|download| download.id == id)
    }

    /// A reader that jumps is what the listener wants now.
    pub(crate) fn moved(&mut self, id: UserId, position: u64) {
        if let Some(index) = self.readers.iter().position(|reader| reader.id == id) {
            self.readers[..=index].rotate_right(1);
            self.readers[0].position = position;
        }
    }

    /// Tells everyone who waits.
    pub(crate) fn fail(&mut self, error: &Error) {
        for reader in self.readers.iter_mut().filter(|reader| reader.is_waiting) {
            reader.is_waiting = false;
            reader.failure = Some(error.clone());
        }
        self.fail_downloads(error);
    }

    pub(crate) fn fail_downloads(&mut self, error: &Error) {
        for download in &mut self.downloads {
            download.failure.get_or_insert_with(|| error.clone());
        }
    }

    fn next_id(&mut self) -> UserId {
        self.users_so_far += 1;
        UserId(self.users_so_far)
    }
}
