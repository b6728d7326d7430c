//! Frames of the recording to frames that are heard: at which speed, and which moment each of them is.
//!
//! Three numberings meet here. Frames that the device hears are numbered from its opening on; frames
//! of the recording, at the device's rate, from the last place that was gone to; *marks* say which
//! moment such a frame is. What was written and not heard yet is kept, so that another speed is heard
//! soon although sound is made ahead of time.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use crate::{
    SourceTime, Speed,
    clock::{Clock, Fresh},
    ring::Wire,
    splice_fit::{best_fit, cross_fade},
    stretch::{Stretcher, Voices},
    tape::Tape,
};

/// How long one speed goes over into the next.
const FADE: Duration = Duration::from_millis(15);
/// How far from its place a recording is looked through for where it fits.
const REACH: Duration = Duration::from_millis(8);
/// Of the recording: as much as the ring takes at the highest speed, and what leads into it.
const RECORDED: Duration = Duration::from_secs(2);
/// Of what is heard: more than the ring takes.
const MADE: Duration = Duration::from_secs(1);

/// From `frame` on `raw` and what follows is heard at one speed.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    frame: u64,
    raw: u64,
    speed: Speed,
}

impl Stretch {
    fn raw_at(&self, frame: u64) -> u64 {
        self.raw + self.speed.source(frame.saturating_sub(self.frame))
    }

    /// The first frame at which `raw` or more of the recording was heard.
    fn frame_of(&self, raw: u64) -> u64 {
        self.frame + self.speed.frames(raw.saturating_sub(self.raw))
    }
}

pub(crate) struct Pace {
    clock: Clock,
    wire: Arc<Wire>,
    channels: usize,
    voices: Voices,
    /// What is not over yet; the last one is being written.
    stretches: VecDeque<Stretch>,
    stretcher: Option<Stretcher>,
    /// Frame `raw` of the recording is this moment.
    marks: VecDeque<(u64, SourceTime)>,
    recorded: Tape,
    made: Tape,
    /// What would have been heard, on its way out under what is heard instead.
    leaving: Vec<f32>,
    left: usize,
    /// Nothing more of the recording comes.
    is_over: bool,
}

impl Pace {
    pub(crate) fn new(clock: Clock, wire: Arc<Wire>, channels: usize) -> Self {
        let rate = wire.format.rate;
        Self {
            clock,
            channels,
            voices: Voices::Each,
            stretches: VecDeque::new(),
            stretcher: None,
            marks: VecDeque::new(),
            recorded: Tape::new(frames(RECORDED, rate), channels),
            made: Tape::new(frames(MADE, rate), channels),
            leaving: Vec::new(),
            left: 0,
            is_over: false,
            wire,
        }
    }

    pub(crate) fn speed(&self) -> Speed {
        self.stretches.back().map_or(Speed::NORMAL, |last| last.speed)
    }

    /// Nothing of the recording has come since the last beginning.
    pub(crate) fn is_empty(&self) -> bool {
        self.recorded.is_empty()
    }

    /// The last frame at which one speed can go over into another; none where it is in the past.
    pub(crate) fn latest_change(&self) -> Option<u64> {
        let lead_over = if self.is_over { 0 } else { self.count(FADE) };
        let latest = self.made.end().saturating_sub(lead_over);
        (latest >= self.wire.gone()).then_some(latest)
    }

    /// What was written has nothing to do with what will be.
    pub(crate) fn forget(&mut self) {
        self.recorded.begin(0);
    }

    /// From `frame` on the recording is heard from another place on.
    pub(crate) fn begin(&mut self, frame: u64, at: SourceTime, speed: Speed) {
        self.recorded.begin(0);
        self.made.begin(frame);
        self.leaving.clear();
        self.is_over = false;
        self.marks = [(0, at)].into();
        self.stretches.clear();
        self.go_on(Stretch { frame, raw: 0, speed }, Fresh::Restart);
    }

    /// What the channels hold from the next frame of the recording on.
    pub(crate) fn voiced(&mut self, voices: Voices, into: &mut Vec<f32>) {
        if std::mem::replace(&mut self.voices, voices) == voices {
            return;
        }
        let (Some(mut stretcher), Some(last)) = (self.stretcher.take(), self.stretches.back())
        else {
            return;
        };
        let (raw, speed) = (self.recorded.end(), last.speed);
        let (frame, start) = (last.frame_of(raw), into.len());
        stretcher.finish(into);
        self.made.push(&into[start..]);
        self.go_on(Stretch { frame, raw, speed }, Fresh::Continue);
    }

    /// The next frame of the recording is this moment, and not the one that would follow.
    pub(crate) fn mark(&mut self, at: SourceTime) {
        let raw = self.recorded.end();
        self.marks.push_back((raw, at));
        let Some(last) = self.stretches.back() else { return };
        self.clock.anchor(&self.wire, last.frame_of(raw), (at, last.speed), Fresh::Continue);
    }

    /// Takes frames of the recording and appends what is to be heard.
    pub(crate) fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        self.recorded.push(samples);
        self.forget_what_is_over();
        self.make(samples, into);
    }

    /// The recording ends: appends the rest.
    pub(crate) fn finish(&mut self, into: &mut Vec<f32>) {
        self.is_over = true;
        self.make(&[], into);
    }

    /// Another speed from `frame` on, in place of what was made from `heard` on. They differ where
    /// nothing is heard, so that it has not to be led over.
    pub(crate) fn change(&mut self, heard: u64, frame: u64, speed: Speed, into: &mut Vec<f32>) {
        let raw = self.raw_at(heard);
        let (raw, fresh) = if heard == frame {
            self.leaving = self.made.copy(frame..frame + self.count(FADE));
            (self.fitting(raw), Fresh::Continue)
        } else {
            self.leaving.clear();
            (raw, Fresh::Restart)
        };
        self.left = 0;
        self.made.cut(heard);
        if fresh == Fresh::Restart {
            self.made.begin(frame);
        }
        self.go_on(Stretch { frame, raw, speed }, fresh);
        let rest = self.recorded.copy(raw..self.recorded.end());
        self.make(&rest, into);
    }

    fn go_on(&mut self, next: Stretch, fresh: Fresh) {
        self.stretcher = self.stretcher(next.raw, next.speed);
        self.clock.anchor(&self.wire, next.frame, (self.moment(next.raw), next.speed), fresh);
        for (raw, at) in self.marks.iter().filter(|(raw, _)| *raw > next.raw) {
            let frame = next.frame_of(*raw);
            self.clock.anchor(&self.wire, frame, (*at, next.speed), Fresh::Continue);
        }
        self.stretches.push_back(next);
    }

    /// None at the speed of the recording, where nothing is changed.
    fn stretcher(&self, raw: u64, speed: Speed) -> Option<Stretcher> {
        if speed == Speed::NORMAL {
            return None;
        }
        let rate = self.wire.format.rate;
        let mut stretcher = Stretcher::new(rate, self.channels, self.voices, speed)?;
        let lead = stretcher.lead_frames() as u64;
        stretcher.lead(&self.recorded.copy(raw.saturating_sub(lead)..raw));
        Some(stretcher)
    }

    fn make(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        let start = into.len();
        match &mut self.stretcher {
            None => into.extend_from_slice(samples),
            Some(stretcher) => {
                stretcher.push(samples, into);
                if self.is_over {
                    stretcher.finish(into);
                }
            }
        }
        let made = &mut into[start..];
        self.left = cross_fade(made, &self.leaving, self.left, self.channels);
        self.made.push(made);
    }

    fn raw_at(&self, frame: u64) -> u64 {
        let after = self.stretches.partition_point(|stretch| stretch.frame <= frame);
        let stretch = self.stretches.get(after.saturating_sub(1));
        let raw = stretch.map_or(0, |stretch| stretch.raw_at(frame));
        raw.clamp(self.recorded.start(), self.recorded.end())
    }

    /// The frame of the recording near `raw` from which on it goes on most like what is heard.
    fn fitting(&self, raw: u64) -> u64 {
        let reach = self.count(REACH);
        let from = raw.saturating_sub(reach).max(self.recorded.start());
        let to = raw + reach + (self.leaving.len() / self.channels) as u64;
        let recorded = self.recorded.copy(from..to);
        let near = usize::try_from(raw - from).unwrap_or(0);
        let reach = usize::try_from(reach).unwrap_or(0);
        from + best_fit(&self.leaving, &recorded, self.channels, near, reach) as u64
    }

    /// Which moment a frame of the recording is.
    fn moment(&self, raw: u64) -> SourceTime {
        let after = self.marks.partition_point(|(mark, _)| *mark <= raw);
        let Some((mark, at)) = self.marks.get(after.saturating_sub(1)) else {
            return SourceTime::ZERO;
        };
        let frames = u128::from(raw.saturating_sub(*mark));
        let nanos = frames * 1_000_000_000 / u128::from(self.wire.format.rate.max(1));
        let nanos = u64::try_from(nanos).unwrap_or(u64::MAX);
        SourceTime::from_nanos(at.nanos().saturating_add(nanos))
    }

    fn forget_what_is_over(&mut self) {
        let heard = self.wire.gone();
        while self.stretches.get(1).is_some_and(|second| second.frame <= heard) {
            self.stretches.pop_front();
        }
        while self.marks.get(1).is_some_and(|(raw, _)| *raw <= self.recorded.start()) {
            self.marks.pop_front();
        }
    }

    fn count(&self, time: Duration) -> u64 {
        frames(time, self.wire.format.rate) as u64
    }
}

fn frames(time: Duration, rate: u32) -> usize {
    let frames = time.as_millis() * u128::from(rate) / 1_000;
    usize::try_from(frames).unwrap_or(usize::MAX)
}
