//! What runs on the system's audio thread never allocates or frees.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use assert_no_alloc::{AllocDisabler, assert_no_alloc, violation_count};
use balados_player::{
    Error, Feed, LoadOptions, OutputDevice, Player, SourceTime, Speed, Volume,
    output::{Connect, DeviceTime, OutputFormat, OutputStream},
};

use crate::{listener::PATIENCE, ramp::Ramp};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

#[derive(Clone, Default)]
struct Bare {
    feed: Arc<Mutex<Option<Feed>>>,
    time: Arc<AtomicU64>,
}

impl OutputDevice for Bare {
    fn open(&mut self, connect: Connect<'_>) -> Result<Box<dyn OutputStream>, Error> {
        let time = DeviceTime::Virtual(Arc::clone(&self.time));
        let feed = connect(OutputFormat { rate: 48_000, channels: 2, time });
        *self.feed.lock().unwrap() = Some(feed);
        Ok(Box::new(self.clone()))
    }
}

impl OutputStream for Bare {
    fn name(&self) -> String {
        "Bare".to_owned()
    }
}

struct Callback {
    feed: Feed,
    time: Arc<AtomicU64>,
    buffer: Vec<f32>,
}

impl Callback {
    /// Calls back until sound, or silence, was played so many times.
    fn until(&mut self, what: Heard, times: usize) {
        let until = Instant::now() + PATIENCE;
        let mut seen = 0;
        while seen < times {
            assert!(Instant::now() < until, "waited in vain for {what:?}");
            let (feed, buffer) = (&mut self.feed, &mut self.buffer);
            assert_no_alloc(|| feed.render(buffer, Duration::from_millis(10)));
            self.time.fetch_add(512 * 1_000_000_000 / 48_000, Ordering::SeqCst);
            let is_silent = self.buffer.iter().all(|sample| *sample == 0.0);
            let heard = if is_silent { Heard::Silence } else { Heard::Sound };
            seen += usize::from(heard == what);
            std::thread::sleep(Duration::from_micros(500));
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Sound,
    Silence,
}

#[test]
fn allocates_nothing() {
    let ramp = Ramp::new(44_100, 1, 20);
    let device = Bare::default();
    let player = Player::start(Box::new(device.clone()));
    player.load(ramp.source(), LoadOptions { play: true, ..LoadOptions::default() });
    let until = Instant::now() + PATIENCE;
    while device.feed.lock().unwrap().is_none() {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(1));
    }
    let feed = device.feed.lock().unwrap().take().unwrap();
    let mut callback = Callback { feed, time: Arc::clone(&device.time), buffer: vec![0.0; 1024] };
    for round in 1..8_u8 {
        callback.until(Heard::Sound, 20);
        player.set_volume(Volume::new(f32::from(round) / 8.0));
        callback.until(Heard::Sound, 10);
        player.set_speed(Speed::from_percent(100 + u16::from(round % 3) * 50).unwrap());
        callback.until(Heard::Sound, 40);
        player.fade_out(Duration::from_secs(5));
        callback.until(Heard::Sound, 10);
        player.fade_in();
        player.pause();
        callback.until(Heard::Silence, 5);
        player.seek(SourceTime::from_millis(u64::from(round) * 1_000));
        player.play();
    }
    callback.until(Heard::Sound, 5);
    player.seek(SourceTime::from_millis(19_900));
    // To the end and beyond.
    callback.until(Heard::Silence, 20);
    assert_eq!(violation_count(), 0);
}
