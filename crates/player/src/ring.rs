//! The way of samples from the decoder to the device, without locks.
//!
//! Frames are numbered from the opening of the device on. Everything else follows from numbers:
//! what is stale after a seek is "all before frame N", the end is "frame N", and the clock maps
//! numbers to source time. The device's side only copies, counts and stores to atomics.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering, fence},
    },
    time::Duration,
};

use rtrb::{Consumer, Producer, RingBuffer};

use crate::{
    Error,
    bell::Bell,
    output::OutputFormat,
    splice::Splice,
    volume::{self, Fade, GainRamp},
};

/// How much sound is kept ahead of the device.
pub(crate) const AHEAD: Duration = Duration::from_millis(500);

const NEVER: u64 = u64::MAX;

/// Whether the device takes frames out of the ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Gate {
    Closed = 0,
    Open = 1,
    /// Closed by the device's side, because there was nothing left to play.
    Starved = 2,
}

/// What both sides and the clock see of one open device.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) format: OutputFormat,
    gate: AtomicU8,
    /// The device's side is between reading the gate and having counted.
    busy: AtomicBool,
    written: AtomicU64,
    consumed: AtomicU64,
    skip_until: AtomicU64,
    finished_at: AtomicU64,
    splice: Splice,
    gain: AtomicU32,
    /// How far the sound goes down with each frame; zero lets it be.
    fade: AtomicU64,
    lost: AtomicBool,
    /// Why the device cannot go on, where that is more than its going away.
    failure: OnceLock<Error>,
    complete: AtomicBool,
    hiccups: AtomicU32,
    heard: HeardLine,
    /// For a device that can wait: there may be frames.
    frames: Bell,
    /// For the decoder: there may be room, or something else to do.
    work: Arc<Bell>,
}

/// The last piece that was handed to the device: frame `first` is heard at `at_ns`.
/// A sequence lock, so that the three belong together.
#[derive(Debug, Default)]
struct HeardLine {
    sequence: AtomicU64,
    run_start: AtomicU64,
    first: AtomicU64,
    at_ns: AtomicU64,
}

impl HeardLine {
    /// Only ever called from the device's side: there is one writer.
    fn store(&self, run_start: u64, first: u64, at_ns: u64) {
        let sequence = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(sequence + 1, Ordering::Relaxed);
        fence(Ordering::Release);
        self.run_start.store(run_start, Ordering::Relaxed);
        self.first.store(first, Ordering::Relaxed);
        self.at_ns.store(at_ns, Ordering::Relaxed);
        self.sequence.store(sequence + 2, Ordering::Release);
    }

    fn load(&self) -> (u64, u64, u64) {
        loop {
            let before = self.sequence.load(Ordering::Acquire);
            let line = (
                self.run_start.load(Ordering::Relaxed),
                self.first.load(Ordering::Relaxed),
                self.at_ns.load(Ordering::Relaxed),
            );
            fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.sequence.load(Ordering::Relaxed) == before {
                return line;
            }
            std::hint::spin_loop();
        }
    }
}

impl Wire {
    pub(crate) fn gate(&self) -> Gate {
        match self.gate.load(Ordering::SeqCst) {
            0 => Gate::Closed,
            1 => Gate::Open,
            _ => Gate::Starved,
        }
    }

    pub(crate) fn open_gate(&self) {
        self.gate.store(Gate::Open as u8, Ordering::SeqCst);
        self.frames.ring();
        self.work.ring();
    }

    /// After this returns no further frame is taken, so the count stands still.
    pub(crate) fn close_gate(&self) {
        self.gate.store(Gate::Closed as u8, Ordering::SeqCst);
        self.wait_for_callback();
    }

    /// Until the device's side sees what was stored before; whether it does.
    fn wait_for_callback(&self) -> bool {
        // A callback that is already running lasts microseconds; the bound is for a dead device.
        for _ in 0..2_000 {
            if !self.busy.load(Ordering::SeqCst) {
                return true;
            }
            std::thread::sleep(Duration::from_micros(10));
        }
        false
    }

    pub(crate) fn set_gain(&self, gain: f32) {
        self.gain.store(gain.to_bits(), Ordering::Relaxed);
    }

    fn gain(&self) -> f32 {
        f32::from_bits(self.gain.load(Ordering::Relaxed))
    }

    /// Goes down to silence over so much sound, or comes back where there is none of it.
    pub(crate) fn set_fade(&self, over: Option<Duration>) {
        let down = over.map_or(0.0, |over| volume::step(self.format.rate, over));
        self.fade.store(down.to_bits(), Ordering::Relaxed);
    }

    fn fade(&self) -> f64 {
        f64::from_bits(self.fade.load(Ordering::Relaxed))
    }

    pub(crate) fn mark_lost(&self) {
        self.lost.store(true, Ordering::SeqCst);
    }

    /// The system complained about something that sound survives. Callable from callbacks.
    pub(crate) fn note_hiccup(&self) {
        self.hiccups.fetch_add(1, Ordering::Relaxed);
    }

    /// How often since it was last asked.
    pub(crate) fn take_hiccups(&self) -> u32 {
        self.hiccups.swap(0, Ordering::Relaxed)
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    /// Not for audio callbacks.
    pub(crate) fn fail(&self, error: Error) {
        let _ = self.failure.set(error);
    }

    pub(crate) fn failure(&self) -> Option<&Error> {
        self.failure.get()
    }

    /// The output wants no more (a recording of limited length).
    pub(crate) fn is_complete(&self) -> bool {
        self.complete.load(Ordering::SeqCst)
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.finished_at.load(Ordering::SeqCst) != NEVER
    }

    /// The device will not take what is before this frame.
    pub(crate) fn gone(&self) -> u64 {
        self.consumed.load(Ordering::SeqCst).max(self.skip_until.load(Ordering::SeqCst))
    }

    /// Frames that wait to be heard.
    pub(crate) fn fresh(&self) -> u64 {
        self.written.load(Ordering::SeqCst).saturating_sub(self.gone())
    }

    /// The number of the frame that comes out of the device now. A device plays on for a moment
    /// after the gate was closed, until it has played what it took.
    pub(crate) fn heard(&self) -> u64 {
        let consumed = self.consumed.load(Ordering::SeqCst);
        let (run_start, first, at_ns) = self.heard.load();
        let now = i128::try_from(self.format.time.now().as_nanos()).unwrap_or(i128::MAX);
        let passed = (now - i128::from(at_ns)) * i128::from(self.format.rate);
        // To the nearest: times are whole nanoseconds, frames are not.
        let passed = (passed + 500_000_000).div_euclid(1_000_000_000);
        let heard = i128::from(first).saturating_add(passed).max(i128::from(run_start));
        u64::try_from(heard).unwrap_or(0).min(consumed)
    }

    /// The device has something left to play of what it took.
    pub(crate) fn is_sounding(&self) -> bool {
        self.heard() < self.consumed.load(Ordering::SeqCst)
    }

    /// Everything that was written has been heard.
    pub(crate) fn is_played_out(&self) -> bool {
        let end = self.finished_at.load(Ordering::SeqCst);
        end != NEVER && self.heard() >= end
    }
}

/// Makes both ends of the way to one device.
pub(crate) fn connect(format: OutputFormat, gain: f32, work: Arc<Bell>) -> (Writer, Feed) {
    let (rate, channels) = (u64::from(format.rate), format.channels);
    let ahead = rate * u64::try_from(AHEAD.as_millis()).unwrap_or(500) / 1000;
    // Twice as much: after a seek the stale half may still be there while the fresh one is written.
    let capacity = usize::try_from(ahead * 2).unwrap_or(96_000) * channels;
    let (producer, consumer) = RingBuffer::new(capacity);
    let wire = Arc::new(Wire {
        gate: AtomicU8::new(Gate::Closed as u8),
        busy: AtomicBool::new(false),
        written: AtomicU64::new(0),
        consumed: AtomicU64::new(0),
        skip_until: AtomicU64::new(0),
        finished_at: AtomicU64::new(NEVER),
        splice: Splice::none(),
        gain: AtomicU32::new(gain.to_bits()),
        fade: AtomicU64::new(0.0_f64.to_bits()),
        lost: AtomicBool::new(false),
        failure: OnceLock::new(),
        complete: AtomicBool::new(false),
        hiccups: AtomicU32::new(0),
        heard: HeardLine::default(),
        frames: Bell::default(),
        work,
        format,
    });
    let writer = Writer { producer, ahead, channels, wire: Arc::clone(&wire) };
    let (gain, fade) = (GainRamp::new(wire.format.rate, gain), Fade::new(wire.format.rate));
    (writer, Feed { consumer, channels, gain, fade, run_start: None, wire })
}

/// The decoder's end.
pub(crate) struct Writer {
    producer: Producer<f32>,
    ahead: u64,
    channels: usize,
    pub(crate) wire: Arc<Wire>,
}

impl Writer {
    pub(crate) fn channels(&self) -> usize {
        self.channels
    }

    /// The number that the next written frame will have.
    pub(crate) fn next_frame(&self) -> u64 {
        self.wire.written.load(Ordering::SeqCst)
    }

    /// All that is wanted is written, and the device takes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.wire.gate() == Gate::Closed && self.wire.fresh() >= self.ahead
    }

    /// What is written and not yet heard will not be heard.
    pub(crate) fn skip_written(&self) {
        self.wire.finished_at.store(NEVER, Ordering::SeqCst);
        self.wire.skip_until.store(self.next_frame(), Ordering::SeqCst);
        self.wire.frames.ring();
    }

    /// Takes back what is written and not to be taken within `keep`, or from frame `latest` on; the
    /// number of the frame that is then written next. None while what was taken back before is still
    /// in the ring, or where the device was quicker: to be tried again.
    pub(crate) fn take_back(&self, keep: Duration, latest: u64) -> Option<u64> {
        let wire = &self.wire;
        if wire.splice.is_set() {
            return None;
        }
        let keep = u128::from(wire.format.rate) * keep.as_millis() / 1_000;
        let end = self.next_frame();
        let keep = u64::try_from(keep).unwrap_or(NEVER);
        let at = wire.gone().saturating_add(keep).min(latest).min(end);
        if at == end {
            return Some(end);
        }
        wire.splice.set(at, end - at);
        let is_seen = wire.wait_for_callback();
        // In this order: who has passed it and has not taken it did not see it.
        let is_before = wire.consumed.load(Ordering::SeqCst) <= at;
        if !is_seen || (!is_before && wire.splice.is_set()) {
            wire.splice.clear();
            return None;
        }
        wire.finished_at.store(NEVER, Ordering::SeqCst);
        wire.written.store(at, Ordering::SeqCst);
        Some(at)
    }

    /// No frame follows the ones written so far.
    pub(crate) fn finish(&self) {
        self.wire.finished_at.store(self.next_frame(), Ordering::SeqCst);
        self.wire.frames.ring();
    }

    /// Writes whole frames, as many as fit; returns the samples that were taken.
    pub(crate) fn write(&mut self, samples: &[f32]) -> usize {
        let room = self.ahead.saturating_sub(self.wire.fresh());
        let room = usize::try_from(room).unwrap_or(0).min(self.producer.slots() / self.channels);
        let count = samples.len().min(room * self.channels);
        let Ok(()) = self.producer.push_entire_slice(&samples[..count]) else { return 0 };
        self.wire.written.fetch_add((count / self.channels) as u64, Ordering::SeqCst);
        if count > 0 {
            self.wire.frames.ring();
        }
        count
    }
}

/// The device's end. Its methods are called from an audio callback: they never wait, allocate,
/// lock or log.
pub struct Feed {
    consumer: Consumer<f32>,
    channels: usize,
    gain: GainRamp,
    fade: Fade,
    /// Where the frames began that have followed one another without a break.
    run_start: Option<u64>,
    wire: Arc<Wire>,
}

impl Feed {
    /// Fills a device's buffer whose first frame will be heard after `latency`; silence where
    /// there is nothing to play.
    pub fn render(&mut self, out: &mut [f32], latency: Duration) {
        self.wire.busy.store(true, Ordering::SeqCst);
        self.skip_stale();
        let mut filled = 0;
        if self.wire.gate() == Gate::Open {
            filled = self.copy(out, latency);
            if filled < out.len() {
                self.run_start = None;
                if !self.wire.is_finished() {
                    let (open, starved) = (Gate::Open as u8, Gate::Starved as u8);
                    let gate = &self.wire.gate;
                    let _ =
                        gate.compare_exchange(open, starved, Ordering::SeqCst, Ordering::SeqCst);
                }
            }
        } else {
            self.run_start = None;
            self.gain.jump(self.wire.gain());
            self.fade.rest(self.wire.fade());
        }
        out[filled..].fill(0.0);
        self.wire.busy.store(false, Ordering::SeqCst);
    }

    /// Takes what is there, for a device that can wait; no silence, no gaps.
    pub(crate) fn take(&mut self, out: &mut [f32]) -> usize {
        self.wire.busy.store(true, Ordering::SeqCst);
        self.skip_stale();
        let open = self.wire.gate() == Gate::Open;
        let taken = if open { self.copy(out, Duration::ZERO) } else { 0 };
        self.wire.busy.store(false, Ordering::SeqCst);
        taken
    }

    /// Tells the decoder's side that there is room; not for audio callbacks.
    pub(crate) fn notify(&self) {
        self.wire.work.ring();
    }

    /// Waits for a change after which there may be something to take; not for audio callbacks.
    pub(crate) fn frames_bell(&self) -> &Bell {
        &self.wire.frames
    }

    /// The output wants no more.
    pub(crate) fn complete(&self) {
        self.wire.complete.store(true, Ordering::SeqCst);
    }

    /// Frames that were taken or skipped so far.
    pub(crate) fn consumed(&self) -> u64 {
        self.wire.consumed.load(Ordering::SeqCst)
    }

    /// The last frames that were asked for were there.
    pub(crate) fn is_running(&self) -> bool {
        self.run_start.is_some()
    }

    pub(crate) fn wire(&self) -> &Arc<Wire> {
        &self.wire
    }

    fn skip_stale(&mut self) {
        let consumed = self.wire.consumed.load(Ordering::SeqCst);
        let until = self.wire.skip_until.load(Ordering::SeqCst);
        let stale = until.saturating_sub(consumed);
        if stale == 0 {
            return;
        }
        let left_out = self.wire.splice.take(consumed, until - 1);
        let skipped = self.leave_out(stale + left_out);
        let frames = skipped.saturating_sub(left_out);
        self.wire.consumed.store(consumed + frames, Ordering::SeqCst);
        self.run_start = None;
    }

    /// Drops so many frames, or what there is of them; how many.
    fn leave_out(&mut self, frames: u64) -> u64 {
        let samples = usize::try_from(frames).unwrap_or(usize::MAX).saturating_mul(self.channels);
        let samples = samples.min(self.consumer.slots() / self.channels * self.channels);
        let Ok(chunk) = self.consumer.read_chunk(samples) else { return 0 };
        chunk.commit_all();
        (samples / self.channels) as u64
    }

    fn copy(&mut self, out: &mut [f32], latency: Duration) -> usize {
        let first = self.wire.consumed.load(Ordering::SeqCst);
        let mut count = self.pop(out, first);
        let next = first + (count / self.channels) as u64;
        let left_out = self.wire.splice.take(next, next);
        if left_out > 0 {
            self.leave_out(left_out);
            count += self.pop(&mut out[count..], next);
        }
        if count == 0 {
            return 0;
        }
        self.gain.apply(&mut out[..count], self.channels, self.wire.gain());
        self.fade.apply(&mut out[..count], self.channels, self.wire.fade());
        let run_start = *self.run_start.get_or_insert(first);
        let at = self.wire.format.time.now().saturating_add(latency);
        self.wire.heard.store(run_start, first, u64::try_from(at.as_nanos()).unwrap_or(NEVER));
        self.wire.consumed.store(first + (count / self.channels) as u64, Ordering::SeqCst);
        count
    }

    /// Copies what is there from frame `first` on, as far as it follows one another.
    fn pop(&mut self, out: &mut [f32], first: u64) -> usize {
        let ahead = usize::try_from(self.wire.splice.ahead(first)).unwrap_or(usize::MAX);
        // Never half a frame, even while the other side is writing one.
        let whole = (self.consumer.slots() / self.channels).min(ahead) * self.channels;
        let wanted = out.len().min(whole);
        let (filled, _) = self.consumer.pop_partial_slice(&mut out[..wanted]);
        filled.len()
    }
}
