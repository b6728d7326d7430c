//! Which moment of the recording is heard.
//!
//! [`Timeline`] is the pure part: frames of the device to source time. [`Clock`] adds the frame
//! that is heard now, and what to say while nothing can be heard.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{SourceTime, Speed, ring::Wire};

/// Frames from `frame` on follow one another from `source` on, at one speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    frame: u64,
    source: SourceTime,
    speed: Speed,
}

/// A table from the number of a frame to source time, exact to the nanosecond.
#[derive(Debug, Clone)]
pub struct Timeline {
    rate: u32,
    segments: VecDeque<Segment>,
}

impl Timeline {
    /// `rate` is the device's, in frames per second.
    pub fn new(rate: u32) -> Self {
        Self { rate: rate.max(1), segments: VecDeque::new() }
    }

    /// From `frame` on the recording goes on at `source`, at this speed. Later anchors replace
    /// earlier ones that are not before them.
    pub fn anchor(&mut self, frame: u64, source: SourceTime, speed: Speed) {
        while self.segments.back().is_some_and(|last| last.frame >= frame) {
            self.segments.pop_back();
        }
        self.segments.push_back(Segment { frame, source, speed });
    }

    /// The source time of a frame; of one before the first anchor, that of the anchor.
    /// Nothing before there is an anchor at all.
    pub fn at(&self, frame: u64) -> Option<SourceTime> {
        let after = self.segments.partition_point(|segment| segment.frame <= frame);
        let segment = self.segments.get(after.saturating_sub(1))?;
        let frames = u128::from(frame.saturating_sub(segment.frame));
        let nanos = frames * u128::from(segment.speed.percent()) * 10_000_000;
        let nanos = u64::try_from(nanos / u128::from(self.rate)).unwrap_or(u64::MAX);
        Some(SourceTime::from_nanos(segment.source.nanos().saturating_add(nanos)))
    }

    /// Drops what no frame from `frame` on needs.
    pub fn forget_before(&mut self, frame: u64) {
        while self.segments.get(1).is_some_and(|second| second.frame <= frame) {
            self.segments.pop_front();
        }
    }
}

/// Shared by the handle, the engine and the decoder; never touched by the audio callback.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Said instead of what is heard: after a seek, while loading, without a device.
    held: Option<SourceTime>,
    wire: Option<Arc<Wire>>,
    timeline: Timeline,
    /// The device's own timestamps jitter; what was heard once is not taken back.
    furthest: u64,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            held: Some(SourceTime::ZERO),
            wire: None,
            timeline: Timeline::new(1),
            furthest: 0,
        })))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn position(&self) -> SourceTime {
        let mut state = self.lock();
        if let Some(held) = state.held {
            return held;
        }
        let Some(heard) = state.wire.as_ref().map(|wire| wire.heard()) else {
            return SourceTime::ZERO;
        };
        state.furthest = state.furthest.max(heard);
        let frame = state.furthest;
        state.timeline.forget_before(frame);
        state.timeline.at(frame).unwrap_or_default()
    }

    /// Stands still at `at` until released.
    pub(crate) fn hold(&self, at: SourceTime) {
        self.lock().held = Some(at);
    }

    /// What is heard counts again.
    pub(crate) fn release(&self) {
        let mut state = self.lock();
        if state.wire.is_some() {
            state.held = None;
        }
    }

    /// Another device: its frames are numbered from zero. Stands still where it was.
    pub(crate) fn rewire(&self, wire: Option<Arc<Wire>>) {
        let at = self.position();
        let mut state = self.lock();
        state.held = Some(at);
        state.timeline = Timeline::new(wire.as_ref().map_or(1, |wire| wire.format.rate));
        state.furthest = 0;
        state.wire = wire;
    }

    /// From the frame on that is written next; unless the device has changed meanwhile.
    pub(crate) fn anchor(
        &self,
        wire: &Arc<Wire>,
        frame: u64,
        (source, speed): (SourceTime, Speed),
        fresh: Fresh,
    ) {
        let mut state = self.lock();
        if !state.wire.as_ref().is_some_and(|own| Arc::ptr_eq(own, wire)) {
            return;
        }
        state.timeline.anchor(frame, source, speed);
        if fresh == Fresh::Restart {
            state.furthest = state.furthest.max(frame);
        }
    }
}

/// Whether what was written before an anchor will still be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fresh {
    Continue,
    Restart,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn before_any_anchor_nothing_is_known() {
        assert_eq!(Timeline::new(48_000).at(0), None);
    }

    #[test]
    fn a_later_anchor_replaces_what_it_overtakes() {
        let mut timeline = Timeline::new(1_000);
        timeline.anchor(0, SourceTime::ZERO, Speed::NORMAL);
        timeline.anchor(500, SourceTime::from_millis(90_000), Speed::NORMAL);
        timeline.anchor(400, SourceTime::from_millis(7_000), Speed::FASTEST);
        assert_eq!(timeline.at(399), Some(SourceTime::from_millis(399)));
        assert_eq!(timeline.at(400), Some(SourceTime::from_millis(7_000)));
        assert_eq!(timeline.at(600), Some(SourceTime::from_millis(7_600)));
    }

    /// A length in frames, a place in milliseconds and a speed.
    fn step() -> impl Strategy<Value = (u64, u64, Speed)> {
        let speed = (10_u16..=60).prop_filter_map("a speed", |it| Speed::from_percent(it * 5));
        (1..50_000_u64, 0..7_200_000_u64, speed)
    }

    proptest! {
        /// Any number of anchors, and what is forgotten, change nothing about later frames.
        #[test]
        fn every_frame_counts_from_the_last_anchor_before_it(
            steps in prop::collection::vec(step(), 1..20),
            ask in any::<prop::sample::Index>(),
            rate in prop::sample::select(vec![8_000_u32, 44_100, 48_000, 96_000]),
        ) {
            let mut timeline = Timeline::new(rate);
            let mut anchors = Vec::new();
            let mut frame = 0;
            for (length, ms, speed) in steps {
                timeline.anchor(frame, SourceTime::from_millis(ms), speed);
                anchors.push((frame, ms, speed));
                frame += length;
            }
            let ask = u64::try_from(ask.index(usize::try_from(frame).unwrap())).unwrap();
            let (from, ms, speed) = *anchors.iter().rfind(|(from, ..)| *from <= ask).unwrap();
            let percent = u64::from(speed.percent());
            let nanos = (ask - from) * percent * 10_000_000 / u64::from(rate);
            let expected = Some(SourceTime::from_nanos(ms * 1_000_000 + nanos));
            prop_assert_eq!(timeline.at(ask), expected);
            timeline.forget_before(ask);
            prop_assert_eq!(timeline.at(ask), expected);
        }

        /// However often the speed changes, a recording goes on where it was: its time is the sum of
        /// what was heard at each speed, and never goes back.
        #[test]
        fn a_change_of_speed_neither_loses_nor_gains_time(
            steps in prop::collection::vec(step(), 1..30),
            rate in prop::sample::select(vec![8_000_u32, 44_100, 48_000, 96_000]),
        ) {
            let mut timeline = Timeline::new(rate);
            timeline.anchor(0, SourceTime::ZERO, Speed::NORMAL);
            let (mut frame, mut heard, mut changes) = (0, 0_u128, 0);
            for (length, _, speed) in steps {
                let here = timeline.at(frame).unwrap();
                timeline.anchor(frame, here, speed);
                prop_assert_eq!(timeline.at(frame), Some(here));
                frame += length;
                heard += u128::from(length) * u128::from(speed.percent());
                changes += 1;
                let said = u128::from(timeline.at(frame).unwrap().nanos());
                let due = heard * 10_000_000 / u128::from(rate);
                prop_assert!(said <= due && due - said <= changes, "{said} for {due}");
                prop_assert!(timeline.at(frame - 1) <= timeline.at(frame));
            }
        }
    }
}
