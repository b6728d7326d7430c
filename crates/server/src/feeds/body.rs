//! The bytes of a feed: one copy, shared by everybody who reads it, already while it comes in.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use tokio::sync::watch;

use super::{fault::Fault, sniff, tag::Tagging};

/// Bytes that are waited for before an answer begins: most feeds are whole by then, so that what goes wrong with them
/// can still be said with a status.
const HEAD_START: usize = 262_144;
/// Bytes by which a feed is recognised.
const BEGINNING: usize = 512;

/// Cheap to clone; clones are the same body.
#[derive(Debug, Clone)]
pub(super) struct Body(Arc<watch::Sender<State>>);

#[derive(Debug, Default)]
struct State {
    pieces: Vec<Bytes>,
    len: usize,
    end: Option<Result<End, Fault>>,
}

/// What is known when all of it is there.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) len: usize,
    /// Names these bytes: a weak entity tag, because they may be compressed on the way.
    pub(super) tag: String,
}

/// The side that bytes come in from. Dropped before its end, it ends the body as broken off.
pub(super) struct Filling {
    body: Body,
    tagging: Tagging,
}

impl Body {
    /// A body that nothing has come of yet.
    pub(super) fn open() -> (Self, Filling) {
        let body = Self(Arc::new(watch::Sender::new(State::default())));
        (body.clone(), Filling { body, tagging: Tagging::default() })
    }

    /// Bytes that have come so far.
    pub(super) fn len(&self) -> usize {
        self.0.borrow().len
    }

    /// What is known of a body that has ended well.
    pub(super) fn end(&self) -> Option<End> {
        self.0.borrow().end.as_ref().and_then(|end| end.clone().ok())
    }

    pub(super) fn is_broken(&self) -> bool {
        matches!(self.0.borrow().end, Some(Err(_)))
    }

    /// The first bytes, for a look at what it is.
    pub(super) fn beginning(&self) -> Vec<u8> {
        self.0.borrow().beginning()
    }

    /// Waits for the end, or for enough to begin with.
    pub(super) async fn begun(&self) -> Result<(), Fault> {
        self.wait(|state| state.len >= HEAD_START).await
    }

    /// Waits for the end.
    pub(super) async fn ended(&self) -> Result<(), Fault> {
        self.wait(|_| false).await
    }

    /// Waits for the end, and gives all of it in one piece.
    pub(super) async fn whole(&self) -> Result<Bytes, Fault> {
        self.ended().await?;
        let state = self.0.borrow();
        if let [only] = &*state.pieces {
            return Ok(only.clone());
        }
        let mut whole = BytesMut::with_capacity(state.len);
        state.pieces.iter().for_each(|piece| whole.extend_from_slice(piece));
        Ok(whole.freeze())
    }

    async fn wait(&self, is_enough: impl Fn(&State) -> bool) -> Result<(), Fault> {
        let mut watched = self.0.subscribe();
        let state = watched.wait_for(|state| state.end.is_some() || is_enough(state)).await;
        // The sender lives in this very body.
        match state.map_err(|_| Fault::Interrupted)?.end {
            Some(Err(ref fault)) => Err(fault.clone()),
            _ => Ok(()),
        }
    }

    /// Every piece, waiting for those that have not come yet.
    pub(super) fn stream(&self) -> impl Stream<Item = Result<Bytes, Fault>> + Send + use<> {
        let start = (self.0.subscribe(), 0_usize);
        stream::try_unfold(start, |(mut watched, next)| async move {
            let state = watched
                .wait_for(|state| state.pieces.len() > next || state.end.is_some())
                .await
                .map_err(|_| Fault::Interrupted)?;
            let piece = match (state.pieces.get(next), &state.end) {
                (Some(piece), _) => piece.clone(),
                (None, Some(Err(fault))) => return Err(fault.clone()),
                (None, _) => return Ok(None),
            };
            drop(state);
            Ok(Some((piece, (watched, next + 1))))
        })
    }
}

impl Filling {
    /// Takes one more piece of a body that may have `most` bytes.
    pub(super) fn push(&mut self, piece: Bytes, most: usize) -> Result<(), Fault> {
        let (before, len) = (self.body.len(), self.body.len() + piece.len());
        if len > most {
            return Err(Fault::TooLarge);
        }
        self.tagging.add(&piece);
        self.body.0.send_modify(|state| {
            state.len = len;
            state.pieces.push(piece);
        });
        let is_recognisable = before < BEGINNING && len >= BEGINNING;
        if is_recognisable { self.body.0.borrow().check() } else { Ok(()) }
    }

    pub(super) fn end(mut self, how: Result<(), Fault>) {
        let tag = std::mem::take(&mut self.tagging).tag();
        self.body.0.send_modify(|state| {
            let end = how.and_then(|()| state.check()).map(|()| End { len: state.len, tag });
            state.end = Some(end);
        });
    }
}

impl State {
    fn beginning(&self) -> Vec<u8> {
        let bytes = self.pieces.iter().flat_map(|piece| piece.iter().copied());
        bytes.take(BEGINNING).collect()
    }

    fn check(&self) -> Result<(), Fault> {
        if sniff::may_be_a_feed(&self.beginning()) { Ok(()) } else { Err(Fault::NotAFeed) }
    }
}

impl Drop for Filling {
    fn drop(&mut self) {
        self.body.0.send_if_modified(|state| {
            let is_open = state.end.is_none();
            if is_open {
                state.end = Some(Err(Fault::Interrupted));
            }
            is_open
        });
    }
}
