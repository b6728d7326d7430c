//! What leaves the sound device, as a listener with a good ear hears it.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use crate::{
    patience::eventually,
    tone::{pitch, place_of},
};

/// The monitor of the silent device that `cargo xtask` sets up.
const MONITOR: &str = "balados.monitor";

const RATE: u32 = 44_100;

/// What is judged at a time: long enough for a pitch, short enough for a place.
const WINDOW: usize = RATE as usize / 5;

/// Quieter is silence.
const FLOOR: f32 = 0.01;

/// A tone crosses zero for less than this, in samples; 5 ms without sound is a gap.
const GAP: usize = RATE as usize / 200;

/// The tone moves on by a window's length; the rest is what a pitch cannot tell.
const SLACK: f64 = 0.12;

/// A stretch of the rising tone that was heard without a gap.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    /// Seconds into the recording at the end of the stretch.
    pub place: f64,
    pub length: Duration,
}

/// Records until it is dropped.
pub struct Ear {
    parec: Child,
    recorded: Arc<Mutex<Recorded>>,
    reader: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Recorded {
    samples: Vec<f32>,
    /// When a block came in, and the number of samples with it.
    arrivals: Vec<(Instant, usize)>,
}

impl Ear {
    /// Starts to listen; returns once the device gives sound, or silence.
    pub async fn open() -> Self {
        let mut parec = Command::new("parec")
            .args(["--device", MONITOR, "--format=s16le", "--channels=1", "--latency-msec=10"])
            .arg(format!("--rate={RATE}"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("parec starts");
        let mut stream = parec.stdout.take().expect("its output is piped");
        let recorded = Arc::new(Mutex::new(Recorded::default()));
        let into = Arc::clone(&recorded);
        let reader = std::thread::spawn(move || {
            let mut block = [0_u8; 4096];
            let mut rest = Vec::new();
            while let Ok(read @ 1..) = stream.read(&mut block) {
                rest.extend_from_slice(&block[..read]);
                let whole = rest.len() / 2 * 2;
                let mut recorded = into.lock().unwrap_or_else(PoisonError::into_inner);
                recorded.samples.extend(
                    rest[..whole]
                        .chunks_exact(2)
                        .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32768.0),
                );
                let count = recorded.samples.len();
                recorded.arrivals.push((Instant::now(), count));
                drop(recorded);
                rest.drain(..whole);
            }
        });
        let ear = Self { parec, recorded, reader: Some(reader) };
        eventually("the sound device gives something to record", async || {
            (ear.now() > 0).then_some(())
        })
        .await;
        ear
    }

    /// A mark: what is heard from here on.
    pub fn now(&self) -> usize {
        self.recorded(|recorded| recorded.samples.len())
    }

    /// Waits until, after `since`, the rising tone was heard for `length` without a gap.
    pub async fn unbroken_tone(&self, since: usize, length: Duration) -> Heard {
        let what = format!("{length:?} of the tone without a gap");
        eventually(&what, async || {
            let heard = self.recorded(|recorded| last_stretch(&recorded.samples[since..]));
            heard.filter(|heard| heard.length >= length)
        })
        .await
    }

    /// Waits until, after `since`, the tone is heard within `tolerance` seconds of `place`.
    pub async fn tone_near(&self, since: usize, place: f64, tolerance: f64) -> Heard {
        eventually(&format!("the tone near second {place}"), async || {
            let heard = self.recorded(|recorded| last_stretch(&recorded.samples[since..]));
            heard.filter(|heard| (heard.place - place).abs() <= tolerance)
        })
        .await
    }

    /// Waits until nothing has been heard for `length`.
    pub async fn silence(&self, length: Duration) {
        let frames = frames(length);
        let since = self.now();
        eventually(&format!("{length:?} of silence"), async || {
            self.recorded(|recorded| {
                let heard = &recorded.samples[since..];
                let silent = heard.len() >= frames
                    && heard[heard.len() - frames..].iter().all(|sample| sample.abs() < FLOOR);
                silent.then_some(())
            })
        })
        .await;
    }

    /// When the first sound after `since` came in.
    pub async fn first_sound(&self, since: usize) -> Instant {
        eventually("a first sound", async || {
            self.recorded(|recorded| {
                let heard = &recorded.samples[since..];
                let first = since + heard.iter().position(|sample| sample.abs() >= FLOOR)?;
                recorded.arrivals.iter().find(|(_, count)| *count > first).map(|(at, _)| *at)
            })
        })
        .await
    }

    /// When the tone was first heard at or beyond `place`, in seconds, after `since`.
    pub async fn reached(&self, since: usize, place: f64) -> Instant {
        eventually(&format!("the tone at second {place}"), async || {
            self.recorded(|recorded| {
                let heard = &recorded.samples[since..];
                // Small steps: this is for measuring.
                let step = WINDOW / 10;
                let found = (0..heard.len().saturating_sub(step)).step_by(step).find(|start| {
                    pitch(&heard[*start..start + step], RATE)
                        .is_some_and(|pitch| place_of(pitch) >= place)
                })?;
                recorded
                    .arrivals
                    .iter()
                    .find(|(_, count)| *count > since + found)
                    .map(|(at, _)| *at)
            })
        })
        .await
    }

    fn recorded<T>(&self, look: impl FnOnce(&Recorded) -> T) -> T {
        look(&self.recorded.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let _ = self.parec.kill();
        let _ = self.parec.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// The unbroken stretch of tone that ends last.
fn last_stretch(samples: &[f32]) -> Option<Heard> {
    let mut heard: Option<(f64, usize)> = None;
    let mut last = None;
    for window in samples.chunks_exact(WINDOW) {
        heard = match (tone_in(window), heard) {
            (Some(place), Some((before, windows))) if follows(before, place) => {
                Some((place, windows + 1))
            }
            (Some(place), _) => Some((place, 1)),
            (None, _) => None,
        };
        last = heard.or(last);
    }
    let (middle, windows) = last?;
    let window = seconds(WINDOW);
    Some(Heard {
        place: middle + window.as_secs_f64() / 2.0,
        length: window * u32::try_from(windows).ok()?,
    })
}

/// The place in the middle of a window that is tone from end to end.
fn tone_in(window: &[f32]) -> Option<f64> {
    let mut quiet = 0;
    for sample in window {
        quiet = if sample.abs() < FLOOR { quiet + 1 } else { 0 };
        if quiet > GAP {
            return None;
        }
    }
    pitch(window, RATE).map(place_of)
}

fn follows(before: f64, place: f64) -> bool {
    (place - before - seconds(WINDOW).as_secs_f64()).abs() <= SLACK
}

fn frames(length: Duration) -> usize {
    usize::try_from(length.as_millis() * u128::from(RATE) / 1000).unwrap_or(usize::MAX)
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
fn seconds(frames: usize) -> Duration {
    Duration::from_secs_f64(frames as f64 / f64::from(RATE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::rising_tone;

    fn tone(length: u64) -> Vec<f32> {
        rising_tone(Duration::from_secs(length))[44..]
            .chunks_exact(2)
            .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32768.0)
            .collect()
    }

    #[test]
    fn a_whole_tone_is_unbroken() {
        let heard = last_stretch(&tone(4)).unwrap();
        assert!(heard.length >= Duration::from_millis(3800), "{heard:?}");
        assert!((heard.place - 4.0).abs() < 0.3, "{heard:?}");
    }

    #[test]
    fn a_gap_a_jump_and_a_repetition_break_it() {
        let tone = tone(4);
        let half = tone.len() / 2;
        let gap = [&tone[..half], &[0.0; GAP * 2], &tone[half..]].concat();
        let jump = [&tone[..half], &tone[half + RATE as usize..]].concat();
        let again = [&tone[..half], &tone[half - RATE as usize / 2..]].concat();
        for (what, broken) in [("gap", gap), ("jump", jump), ("repetition", again)] {
            let heard = last_stretch(&broken).unwrap();
            assert!(heard.length < Duration::from_millis(2600), "{what}: {heard:?}");
        }
    }

    #[test]
    fn silence_is_no_tone() {
        assert!(last_stretch(&vec![0.0; WINDOW * 3]).is_none());
    }
}
