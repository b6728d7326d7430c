//! The task that holds the player.

use std::time::Duration;

use balados_library::{EpisodeId, EpisodeRow, EpisodeState, Library, Session};
use balados_media::MediaStore;
use balados_player::{LoadOptions, Phase, Player, PlayerState, SourceTime, Volume};
use balados_protocol::ErrorClass;
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::{
    Listening, Order, Reply,
    bookmark::Bookmark,
    deck::{Deck, Knobs, Loaded},
    sleep::Sleep,
    source,
    speed::Speeds,
};
use crate::{
    Error, Event, Result,
    event_bus::EventBus,
    media_address,
    to_view::whole,
    view::{Elsewhere, PlayerClock, PlayerView},
};

/// The clock is told once a second, for between two times whoever shows it counts on.
const CLOCK_EVERY: Duration = Duration::from_secs(1);
/// Nearer to the end than this there is nothing left to hear.
pub(super) const END_MS: u64 = 2_000;
/// For closing the device and ending the player's threads.
const PLAYER_DEADLINE: Duration = Duration::from_secs(2);

pub(crate) struct ListeningTask {
    pub(super) orders: mpsc::Receiver<(Order, Reply)>,
    pub(super) publish: watch::Sender<PlayerView>,
    pub(super) library: Library,
    pub(super) media: MediaStore,
    pub(super) player: Player,
    pub(super) state: PlayerState,
    pub(super) bus: EventBus,
    pub(super) deck: Deck,
    pub(super) volume: f64,
    pub(super) muted: bool,
    pub(super) speeds: Speeds,
    pub(super) sleep: Sleep,
    pub(super) clock_told: Option<Instant>,
    /// A place that could not be written is told once, not every four seconds.
    pub(super) is_saving_failing: bool,
}

impl ListeningTask {
    /// Shows the episode of the last run, paused at its place.
    pub(crate) async fn new(
        library: Library,
        media: MediaStore,
        player: Player,
        bus: EventBus,
    ) -> Result<(Listening, Self)> {
        let session = library.session().await?;
        let (volume, muted) =
            session.map_or((1.0, false), |session| (session.volume, session.muted));
        let deck = park(&library, session).await?;
        let speeds = Speeds::of(&library, deck.episode()).await?;
        let state = player.state().borrow().clone();
        let (orders, received) = mpsc::channel(64);
        let knobs = Knobs { volume, muted, speed: speeds.view(), sleep: None };
        let (publish, view) = watch::channel(deck.view(&state, knobs));
        let task = Self {
            orders: received,
            publish,
            library,
            media,
            player,
            state,
            bus,
            deck,
            volume,
            muted,
            speeds,
            sleep: Sleep::default(),
            clock_told: None,
            is_saving_failing: false,
        };
        task.set_gain();
        Ok((Listening { orders, view }, task))
    }

    /// Serves until `stop`; then writes the place down and closes the device.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let mut states = self.player.state();
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                order = self.orders.recv() => match order {
                    Some((order, reply)) => {
                        let done = self.obey(order).await;
                        // Who asked sees what came of it.
                        self.tell();
                        let _ = reply.send(done);
                    }
                    None => break,
                },
                changed = states.changed() => {
                    if changed.is_err() {
                        break;
                    }
                    let state = states.borrow_and_update().clone();
                    self.follow(state).await;
                }
            }
        }
        self.look_at_player();
        self.save().await;
        let player = self.player;
        let ended = tokio::task::spawn_blocking(move || player.shutdown(PLAYER_DEADLINE)).await;
        if !ended.unwrap_or(false) {
            tracing::warn!("The player did not end in time");
        }
    }

    // --- what the listener asks for

    async fn obey(&mut self, order: Order) -> Result<()> {
        match order {
            Order::PlayEpisode(id, from_ms) => return self.play_episode(id, from_ms).await,
            Order::Play => {
                self.has_decided();
                return self.play().await;
            }
            Order::Pause => {
                self.player.pause();
                self.has_decided();
                self.look_at_player();
                self.save().await;
            }
            Order::Stop => {
                self.look_at_player();
                self.save().await;
                self.player.stop();
                self.cancel_sleep_timer();
                self.deck = Deck::Empty;
                self.save().await;
                return self.look_at_speeds().await;
            }
            Order::Seek(to_ms) => self.seek(to_ms).await,
            Order::Skip(by_ms) => {
                self.look_at_player();
                let from_ms = self.deck.position_ms(&self.state);
                self.seek(from_ms.saturating_add_signed(by_ms)).await;
            }
            Order::Volume(volume) => {
                self.volume = if volume.is_nan() { self.volume } else { volume.clamp(0.0, 1.0) };
                self.muted = false;
                self.set_gain();
                self.save().await;
            }
            Order::Mute(muted) => {
                self.muted = muted;
                self.set_gain();
                self.save().await;
            }
            Order::Speed(speed) => return self.set_speed(speed).await,
            Order::SpeedBy(steps) => return self.set_speed(self.speeds.holds().by(steps)).await,
            Order::SpeedOf(id, speed) => return self.set_speed_of(id, speed).await,
            Order::DefaultSpeed(speed) => return self.set_default_speed(speed).await,
            Order::OwnSpeed(is_own) => return self.set_own_speed(is_own).await,
            Order::LookAtSpeeds => return self.look_at_speeds().await,
            Order::Changed(rows) => rows.into_iter().for_each(|row| self.show_marked(row)),
            Order::Rows(rows) => rows.into_iter().for_each(|row| self.deck.show(row)),
            Order::HeardElsewhere(row, device) => self.heard_elsewhere(*row, device),
            Order::PlayNext => return self.play_next().await,
            Order::SetSleepTimer(after) => return self.set_sleep_timer(after),
            Order::ExtendSleepTimer(by_ms) => return self.extend_sleep_timer(by_ms),
            Order::CancelSleepTimer => self.cancel_sleep_timer(),
            Order::PlayOn => return self.play_on().await,
            Order::StopAfter => {
                if let Some(loaded) = self.deck.loaded() {
                    loaded.is_last = true;
                }
            }
            Order::Stay => {
                if let Some(loaded) = self.deck.loaded() {
                    loaded.elsewhere = None;
                }
            }
        }
        Ok(())
    }

    pub(super) async fn play_episode(&mut self, id: EpisodeId, from_ms: Option<u64>) -> Result<()> {
        if self.deck.episode().is_some_and(|episode| episode.id == id) {
            if let Some(from_ms) = from_ms {
                self.seek(from_ms).await;
            }
            return self.play().await;
        }
        let row = self.row(id).await?;
        self.look_at_player();
        self.save().await;
        let (at_ms, mut bookmark) = match row.state {
            EpisodeState::Played => (0, Bookmark::starting_over()),
            EpisodeState::New | EpisodeState::InProgress => {
                (row.position_ms, Bookmark::at(row.position_ms))
            }
        };
        if let Some(from_ms) = from_ms {
            bookmark.moved(from_ms);
        }
        self.load(row, from_ms.unwrap_or(at_ms), bookmark).await
    }

    pub(super) async fn play(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.deck, Deck::Empty) {
            Deck::Empty => {
                Err(Error::new("nothing-to-play", ErrorClass::Local, "the player is empty"))
            }
            Deck::Parked { episode, at_ms } if is_over(&episode, at_ms) => {
                self.load_or_park(*episode, 0, Bookmark::starting_over()).await
            }
            Deck::Parked { episode, at_ms } => {
                self.load_or_park(*episode, at_ms, Bookmark::at(at_ms)).await
            }
            // A source that has failed is gone for good: its bytes are asked for anew.
            Deck::Loaded(loaded)
                if self.state.ticket == Some(loaded.ticket)
                    && matches!(self.state.phase, Phase::Failed(_)) =>
            {
                let at_ms = self.state.position.as_millis();
                self.load_or_park(loaded.episode, at_ms, loaded.bookmark).await
            }
            Deck::Loaded(mut loaded) => {
                if self.state.ticket == Some(loaded.ticket) && self.state.phase == Phase::Ended {
                    loaded.bookmark = Bookmark::starting_over();
                    loaded.is_ended = false;
                }
                self.deck = Deck::Loaded(loaded);
                self.player.play();
                Ok(())
            }
        }
    }

    async fn load_or_park(
        &mut self,
        episode: EpisodeRow,
        at_ms: u64,
        bookmark: Bookmark,
    ) -> Result<()> {
        let kept = episode.clone();
        let loaded = self.load(episode, at_ms, bookmark).await;
        if loaded.is_err() {
            self.deck = Deck::Parked { episode: Box::new(kept), at_ms };
        }
        loaded
    }

    async fn load(&mut self, episode: EpisodeRow, at_ms: u64, bookmark: Bookmark) -> Result<()> {
        let none = || Error::new("no-media", ErrorClass::Permanent, "this item has no media file");
        let playable = self.library.playable(episode.id).await?.ok_or_else(none)?;
        let url = media_address::of(&self.library, &playable).await?;
        let opened = source::open(&self.media, &url, playable.enclosure.mime)?;
        self.speeds = Speeds::of(&self.library, Some(&episode)).await?;
        let options = LoadOptions {
            at: SourceTime::from_millis(at_ms),
            play: true,
            speed: self.speeds.holds(),
        };
        let ticket = self.player.load(opened.source, options);
        self.is_awake();
        self.deck = Deck::Loaded(Box::new(Loaded {
            episode,
            ticket,
            bookmark,
            at_ms,
            buffered: opened.buffered,
            is_ended: false,
            is_last: false,
            elsewhere: None,
        }));
        self.save().await;
        Ok(())
    }

    async fn seek(&mut self, to_ms: u64) {
        self.look_at_player();
        let to_ms =
            self.deck.duration_ms(&self.state).map_or(to_ms, |duration| to_ms.min(duration));
        match &mut self.deck {
            Deck::Empty => return,
            Deck::Parked { at_ms, .. } => *at_ms = to_ms,
            Deck::Loaded(loaded) => {
                loaded.bookmark.moved(to_ms);
                loaded.at_ms = to_ms;
                loaded.is_ended = false;
                loaded.elsewhere = None;
                self.player.seek(SourceTime::from_millis(to_ms));
                self.is_awake();
            }
        }
        self.save_session_at(to_ms).await;
    }

    /// An episode that was marked from outside the player. What is being heard is not moved; what
    /// waits, paused, goes to the place that the mark means.
    fn show_marked(&mut self, row: EpisodeRow) {
        if let Deck::Parked { episode, at_ms } = &mut self.deck
            && episode.id == row.id
        {
            *at_ms = row.position_ms;
        }
        self.deck.show(row);
    }

    /// What is in the player is never moved by another device: the place is offered.
    fn heard_elsewhere(&mut self, row: EpisodeRow, device: Option<String>) {
        if let Deck::Loaded(loaded) = &mut self.deck
            && loaded.episode.id == row.id
        {
            let is_begun = row.state == EpisodeState::InProgress;
            loaded.elsewhere =
                is_begun.then(|| Elsewhere { position_ms: whole(row.position_ms), device });
        }
        self.show_marked(row);
    }

    fn set_gain(&self) {
        #[allow(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let slider = if self.muted { 0.0 } else { self.volume as f32 };
        self.player.set_volume(Volume::new(slider));
    }

    // --- what the player says

    /// Takes the player's word as of now, before something is decided by it.
    fn look_at_player(&mut self) {
        self.state = self.player.state().borrow().clone();
        self.state.position = self.player.position();
        let state = &self.state;
        if let Some(loaded) = self.deck.loaded()
            && state.ticket == Some(loaded.ticket)
            && matches!(state.phase, Phase::Playing | Phase::Paused)
        {
            loaded.bookmark.heard_up_to(state.position.as_millis());
        }
    }

    async fn follow(&mut self, state: PlayerState) {
        let before = std::mem::replace(&mut self.state, state);
        if self.deck.loaded().is_none_or(|loaded| self.state.ticket != Some(loaded.ticket)) {
            return self.tell();
        }
        self.count_down();
        let has_slept = self.has_fallen_asleep();
        // What is heard on the way down will be heard again.
        let is_kept = !self.sleep.is_going_down();
        let Some(loaded) = self.deck.loaded() else { return };
        let has_stopped = before.phase == Phase::Playing && self.state.phase != Phase::Playing;
        let is_due = self.state.phase == Phase::Playing
            && loaded.bookmark.heard_up_to(self.state.position.as_millis());
        let has_ended = self.state.phase == Phase::Ended && !loaded.is_ended;
        loaded.is_ended |= has_ended;
        // Found before the episode leaves the queue, so that what follows it is known.
        let next = if has_ended { self.next_by_itself().await } else { None };
        if has_ended || has_slept || (is_kept && (is_due || has_stopped)) {
            self.save().await;
        }
        let is_asleep = has_ended && self.has_ended_asleep();
        self.tell();
        match next {
            Some(_) if is_asleep => self.tell_sleep(),
            Some(next) => self.go_on_with(next).await,
            None if has_slept => self.tell_sleep(),
            None => {}
        }
    }

    // --- what is told

    /// Tells what has changed: all of it, or only the clock, which goes on by itself.
    pub(super) fn tell(&mut self) {
        let view = self.deck.view(
            &self.state,
            Knobs {
                volume: self.volume,
                muted: self.muted,
                speed: self.speeds.view(),
                sleep: self.sleep.view(),
            },
        );
        let told = self.publish.borrow().clone();
        let mut at_same_place = view.clone();
        at_same_place.position_ms = told.position_ms;
        at_same_place.buffered_ms = told.buffered_ms;
        let is_jump = (view.position_ms - told.position_ms).abs() > 1000;
        if at_same_place != told || is_jump {
            self.clock_told = Some(Instant::now());
            self.bus.say(Event::PlayerChanged { player: Box::new(view.clone()) });
        } else if view != told {
            self.tell_clock(&view);
        }
        self.publish.send_replace(view);
    }

    fn tell_clock(&mut self, view: &PlayerView) {
        let is_early = self.clock_told.is_some_and(|told| told.elapsed() < CLOCK_EVERY);
        let Some(episode) = view.episode.as_ref().filter(|_| !is_early) else { return };
        self.clock_told = Some(Instant::now());
        self.bus.say(Event::PlayerClock {
            clock: PlayerClock {
                episode_id: episode.id,
                position_ms: view.position_ms,
                duration_ms: view.duration_ms,
                buffered_ms: view.buffered_ms,
            },
        });
    }
}

/// Paused at the very end: to go on means to begin again.
fn is_over(episode: &EpisodeRow, at_ms: u64) -> bool {
    episode.state == EpisodeState::Played
        && episode.duration_ms.is_none_or(|duration| at_ms + END_MS >= duration)
}

async fn park(library: &Library, session: Option<Session>) -> Result<Deck> {
    let Some((session, id)) = session.and_then(|session| Some((session, session.episode?))) else {
        return Ok(Deck::Empty);
    };
    match library.episode(id).await {
        Ok(detail) => {
            Ok(Deck::Parked { episode: Box::new(detail.row), at_ms: session.position_ms })
        }
        Err(balados_library::Error::NotFound { .. }) => Ok(Deck::Empty),
        Err(error) => Err(error.into()),
    }
}
