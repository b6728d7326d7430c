//! Bytes that come late or never: the player answers all the same.

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use balados_player::{
    Error, LoadOptions, MediaBytes, MediaHint, Phase, Source, SourceControl, SourceError,
    SourceTime, Speed,
};
use balados_protocol::ErrorClass;

use crate::{
    listener::{Listener, PATIENCE, PIECE},
    ramp::Ramp,
};

/// A connection that lets bytes through as far as the test says.
#[derive(Clone)]
pub(crate) struct Tap(Arc<Inner>);

struct Inner {
    bytes: Arc<Vec<u8>>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    through: usize,
    failure: Option<SourceError>,
    is_interrupted: bool,
    is_deaf: bool,
    blocked: usize,
}

impl Tap {
    pub(crate) fn new(bytes: Arc<Vec<u8>>) -> Self {
        Self(Arc::new(Inner { bytes, state: Mutex::default(), changed: Condvar::new() }))
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.state.lock().unwrap());
        self.0.changed.notify_all();
    }

    pub(crate) fn let_through(&self, bytes: usize) {
        self.change(|state| state.through = bytes);
    }

    fn fail(&self, failure: Option<SourceError>) {
        self.change(|state| state.failure = failure);
    }

    fn wait_blocked(&self) {
        let state = self.0.state.lock().unwrap();
        let waited =
            self.0.changed.wait_timeout_while(state, PATIENCE, |s| s.blocked == 0).unwrap();
        assert!(!waited.1.timed_out(), "nobody reads");
    }

    pub(crate) fn source(&self, extension: &str) -> Source {
        Source {
            bytes: Box::new(Reader { tap: self.clone(), at: 0 }),
            control: Arc::new(self.clone()),
            hint: MediaHint { mime: None, extension: Some(extension.to_owned()) },
        }
    }
}

impl SourceControl for Tap {
    fn interrupt(&self) {
        self.change(|state| state.is_interrupted = true);
    }

    fn reset(&self) {
        self.change(|state| state.is_interrupted = false);
    }

    fn buffered(&self) -> Vec<Range<u64>> {
        let through = self.0.state.lock().unwrap().through.min(self.0.bytes.len());
        std::iter::once(0..through as u64).collect()
    }
}

struct Reader {
    tap: Tap,
    at: u64,
}

impl Read for Reader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let inner = &self.tap.0;
        let at = usize::try_from(self.at).unwrap().min(inner.bytes.len());
        let mut state = inner.state.lock().unwrap();
        loop {
            if state.is_interrupted && !state.is_deaf {
                return Err(io::ErrorKind::Interrupted.into());
            }
            if let Some(failure) = &state.failure {
                return Err(io::Error::other(failure.clone()));
            }
            let end = inner.bytes.len();
            if at == end || at < state.through {
                let count = buf.len().min(state.through.min(end).saturating_sub(at));
                buf[..count].copy_from_slice(&inner.bytes[at..at + count]);
                self.at += count as u64;
                return Ok(count);
            }
            state.blocked += 1;
            inner.changed.notify_all();
            state = inner.changed.wait(state).unwrap();
            state.blocked -= 1;
        }
    }
}

impl Seek for Reader {
    fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {
        let len = self.tap.0.bytes.len() as u64;
        let to = match pos {
            SeekFrom::Start(to) => Some(to),
            SeekFrom::End(by) => len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = to.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl MediaBytes for Reader {
    fn byte_len(&self) -> Option<u64> {
        Some(self.tap.0.bytes.len() as u64)
    }

    fn is_seekable(&self) -> bool {
        true
    }
}

const PLAY: LoadOptions = LoadOptions { at: SourceTime::ZERO, play: true, speed: Speed::NORMAL };
/// Bytes of one second of the ramp below.
const SECOND: usize = 44_100 * 4;

fn ramp() -> Ramp {
    Ramp::new(44_100, 1, 20)
}

#[test]
fn stop_while_a_read_blocks() {
    let ramp = ramp();
    for through in [0, 2_000, SECOND / 3] {
        let tap = Tap::new(Arc::clone(&ramp.bytes));
        tap.let_through(through);
        let listener = Listener::new(44_100, 1);
        listener.player.load(tap.source("wav"), PLAY);
        tap.wait_blocked();
        listener.player.stop();
        listener.wait_phase(&Phase::Idle);
        // The reader is gone, not only forgotten.
        let until = Instant::now() + PATIENCE;
        while Arc::strong_count(&tap.0) > 1 {
            assert!(Instant::now() < until, "the source is still held after {through} bytes");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn another_load_while_a_read_blocks() {
    let ramp = ramp();
    for through in [0, 2_000, SECOND / 3] {
        let tap = Tap::new(Arc::clone(&ramp.bytes));
        tap.let_through(through);
        let mut listener = Listener::new(44_100, 1);
        listener.player.load(tap.source("wav"), PLAY);
        tap.wait_blocked();
        listener.load(ramp.source(), SourceTime::from_millis(2_000));
        listener.hear(4_410);
        listener.check_clock(&ramp, Duration::from_millis(1));
    }
}

#[test]
fn shutdown_while_a_read_blocks() {
    let ramp = ramp();
    for through in [0, 2_000, SECOND / 3] {
        let tap = Tap::new(Arc::clone(&ramp.bytes));
        tap.let_through(through);
        let listener = Listener::new(44_100, 1);
        listener.player.load(tap.source("wav"), PLAY);
        tap.wait_blocked();
        assert!(listener.player.shutdown(PATIENCE), "after {through} bytes");
        assert_eq!(Arc::strong_count(&tap.0), 1);
    }
}

#[test]
fn shutdown_keeps_its_deadline_when_a_read_cannot_be_woken() {
    let tap = Tap::new(ramp().bytes);
    tap.change(|state| state.is_deaf = true);
    let listener = Listener::new(44_100, 1);
    listener.player.load(tap.source("wav"), PLAY);
    tap.wait_blocked();
    assert!(!listener.player.shutdown(Duration::from_millis(100)));
    tap.let_through(usize::MAX);
}

#[test]
fn nothing_is_said_to_be_heard_until_there_is_sound() {
    let ramp = ramp();
    let tap = Tap::new(Arc::clone(&ramp.bytes));
    let mut listener = Listener::new(44_100, 1);
    listener.player.load(tap.source("wav"), PLAY);
    tap.wait_blocked();
    assert_eq!(listener.state().phase, Phase::Loading);
    tap.let_through(10_000);
    listener.wait_phase(&Phase::Buffering);
    listener.player.pause();
    listener.wait_phase(&Phase::Paused);
    listener.player.play();
    listener.wait_phase(&Phase::Buffering);
    listener.pull(PIECE);
    assert_eq!(listener.player.position(), SourceTime::ZERO);
    tap.let_through(usize::MAX);
    listener.hear(4_410);
    listener.check_clock(&ramp, Duration::from_millis(1));
}

#[test]
fn a_failing_source_keeps_its_code_and_is_tried_again() {
    let ramp = ramp();
    let tap = Tap::new(Arc::clone(&ramp.bytes));
    tap.let_through(SECOND);
    let failure = SourceError {
        code: "unreachable".to_owned(),
        class: ErrorClass::Transient,
        message: "no answer".to_owned(),
        detail: vec![("host".to_owned(), "example.org".to_owned())],
    };
    let mut listener = Listener::new(44_100, 1);
    listener.player.load(tap.source("wav"), PLAY);
    listener.hear(4_410);
    tap.fail(Some(failure.clone()));
    // What is there is heard first.
    let (heard, phase) = listener.hear_all();
    assert_eq!(phase, Phase::Failed(Error::Source(failure.clone())));
    assert!(heard.len() >= 4_410, "{} frames", heard.len());
    let place = listener.player.position();
    tap.fail(None);
    tap.let_through(usize::MAX);
    listener.player.play();
    listener.wait_phase(&Phase::Playing);
    let next = ramp.moment(listener.hear(PIECE)[0]).unwrap();
    assert!((next - place.0.as_secs_f64()).abs() < 0.001, "goes on at {next}, not at {place:?}");
    // The same while it is being opened; then there is nothing to go on with.
    tap.fail(Some(failure.clone()));
    listener.player.load(tap.source("wav"), PLAY);
    listener.wait_phase(&Phase::Failed(Error::Source(failure)));
}
