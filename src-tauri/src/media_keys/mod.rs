//! Media keys, and what the system shows of the player: MPRIS on Linux, the system's own media
//! controls elsewhere.
//!
//! It follows whichever backend is open, with a window or without, and only wakes for what
//! happens: while nothing plays, nothing is asked.

#[cfg(target_os = "linux")]
mod mpris;
#[cfg(not(target_os = "linux"))]
mod native;
mod now;

use std::time::Instant;

use balados_backend::{Backend, Event, EventStream, PictureOf, PictureSize, view::PlayerView};
use tauri::{AppHandle, Manager, Url, async_runtime};
use tokio::sync::mpsc;

#[cfg(target_os = "linux")]
use self::mpris::Controls;
#[cfg(not(target_os = "linux"))]
use self::native::Controls;
use self::now::{Now, Place, Status};
use crate::{shell::Shell, window};

/// The steps of the app's own buttons, in milliseconds.
const BACK_MS: i64 = -15_000;
const FORWARD_MS: i64 = 30_000;

/// What the listener wants, by a key or in the system's controls.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wish {
    Play,
    Pause,
    Toggle,
    Stop,
    /// Podcasts have no next song: these skip.
    Next,
    Previous,
    /// By milliseconds.
    Skip(i64),
    /// To a place in milliseconds.
    Seek(i64),
    Volume(f64),
    /// 1 is as recorded; what the player does not have becomes the nearest that it has.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "souvlaki has no speed"))]
    Rate(f64),
    Raise,
    Quit,
}

/// A cover that has come, and whose it is.
type Cover = (i64, Option<String>);

pub(crate) fn start(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        loop {
            let (wishes, received) = mpsc::channel(16);
            let ended = match Controls::open(&app, wishes).await {
                Ok(controls) => MediaKeys::new(app.clone(), controls, received).run().await,
                // A desktop without them: the window's own controls remain.
                Err(error) => {
                    tracing::info!(%error, "There are no media keys here");
                    return;
                }
            };
            match ended {
                Ended::App => return,
                Ended::Desktop => tracing::info!("The media keys are lost"),
            }
        }
    });
}

/// Why nobody is followed any more.
enum Ended {
    App,
    /// Who passed the keys on has gone.
    Desktop,
}

struct MediaKeys {
    app: AppHandle,
    controls: Controls,
    wished: mpsc::Receiver<Wish>,
    covers: (mpsc::Sender<Cover>, mpsc::Receiver<Cover>),
    /// Of the episode in the player; nothing inside: it has none, or it has not come yet.
    cover: Option<Cover>,
    place: Option<Place>,
}

impl MediaKeys {
    fn new(app: AppHandle, controls: Controls, wished: mpsc::Receiver<Wish>) -> Self {
        Self { app, controls, wished, covers: mpsc::channel(4), cover: None, place: None }
    }

    async fn run(mut self) -> Ended {
        let app = self.app.clone();
        let mut backends = app.state::<Shell>().backends();
        let mut following: Option<(Backend, EventStream)> = None;
        loop {
            tokio::select! {
                backend = backends.next() => {
                    let Some(backend) = backend else { return Ended::App };
                    let events = backend.events();
                    self.controls.follow(backend.watch_player());
                    (self.cover, self.place) = (None, None);
                    self.show(&backend, &backend.player()).await;
                    following = Some((backend, events));
                }
                event = next_event(&mut following) => match (event, &following) {
                    (Some(event), Some((backend, _))) => {
                        let backend = backend.clone();
                        self.hear(event, &backend).await;
                    }
                    _ => following = None,
                },
                Some(cover) = self.covers.1.recv() => {
                    if let Some((backend, _)) = &following
                        && self.cover.as_ref().is_some_and(|(episode, _)| *episode == cover.0)
                    {
                        self.cover = Some(cover);
                        let backend = backend.clone();
                        self.show(&backend, &backend.player()).await;
                    }
                }
                Some(wish) = self.wished.recv() => self.grant(wish),
                () = self.controls.lost() => return Ended::Desktop,
            }
        }
    }

    async fn hear(&mut self, event: Event, backend: &Backend) {
        match event {
            Event::PlayerChanged { player } => self.show(backend, &player).await,
            Event::PlayerClock { clock } => {
                if let Some(place) = &mut self.place {
                    place.moved_to(clock.position_ms, Instant::now());
                }
            }
            Event::ReloadAll => self.show(backend, &backend.player()).await,
            _ => {}
        }
    }

    async fn show(&mut self, backend: &Backend, player: &PlayerView) {
        self.look_for_cover(backend, player);
        let cover = self.cover.as_ref().and_then(|(_, cover)| cover.as_deref());
        let place = Place::of(player, Instant::now());
        let is_jump = self.place.replace(place).is_some_and(|before| place.is_jump_from(&before));
        self.controls.show(Now::of(player, cover), player.position_ms, is_jump).await;
    }

    /// A cover may have to be fetched: it is shown when it is there.
    fn look_for_cover(&mut self, backend: &Backend, player: &PlayerView) {
        let shown = player.episode.as_ref().map(|episode| episode.id);
        if self.cover.as_ref().map(|(episode, _)| *episode) == shown {
            return;
        }
        self.cover = shown.map(|episode| (episode, None));
        let Some(episode) = shown else { return };
        let (backend, covers) = (backend.clone(), self.covers.0.clone());
        async_runtime::spawn(async move {
            let of = PictureOf::Episode(episode);
            let Ok(file) = backend.picture_file(of, PictureSize::Large).await else { return };
            let address = Url::from_file_path(file).ok().map(String::from);
            let _ = covers.send((episode, address)).await;
        });
    }

    /// What a wish comes to is seen in the player; a failure too.
    fn grant(&self, wish: Wish) {
        let app = self.app.clone();
        match wish {
            Wish::Raise => window::show(&app),
            Wish::Quit => app.exit(0),
            _ => {
                async_runtime::spawn(async move {
                    if let Err(error) = ask_player(&app.state::<Shell>(), wish).await {
                        tracing::warn!(%error, ?wish, "A media key did nothing");
                    }
                });
            }
        }
    }
}

async fn ask_player(shell: &Shell, wish: Wish) -> balados_backend::Result<()> {
    let backend = shell.backend().await?;
    match wish {
        Wish::Play => backend.play().await,
        // Stopped for good, there would be nothing for the next press to play.
        Wish::Pause | Wish::Stop => backend.pause().await,
        Wish::Toggle => {
            if Now::of(&backend.player(), None).status == Status::Playing {
                backend.pause().await
            } else {
                backend.play().await
            }
        }
        Wish::Next => backend.skip(FORWARD_MS).await,
        Wish::Previous => backend.skip(BACK_MS).await,
        Wish::Skip(by_ms) => backend.skip(by_ms).await,
        Wish::Seek(to_ms) => backend.seek(to_ms).await,
        Wish::Volume(volume) => backend.set_volume(volume).await,
        Wish::Rate(rate) => backend.set_nearest_speed(rate).await,
        Wish::Raise | Wish::Quit => Ok(()),
    }
}

/// Waits for ever where there is nothing to follow.
async fn next_event(following: &mut Option<(Backend, EventStream)>) -> Option<Event> {
    match following {
        Some((_, events)) => events.next().await,
        None => std::future::pending().await,
    }
}
