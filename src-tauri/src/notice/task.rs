//! The task that follows the backend, shows notices and does what the listener wants of them.

use std::{collections::HashMap, path::PathBuf, sync::atomic::Ordering, time::Duration};

use balados_backend::{Backend, Event, EventStream, PictureSize};
use tauri::{AppHandle, Manager, async_runtime};
use tokio::{sync::mpsc, time::Instant};

use super::{
    Act, Asked, Kind, Notice, Notices, asleep,
    attention::Attention,
    gathered::Gathered,
    system::{Answer, System},
};
use crate::{
    open_at::{self, Place},
    settings,
    shell::Shell,
    tray::is_on,
    window,
    words::{self, Spoken},
};

/// With nothing to tell the task only wakes for what happens.
const NEVER: Duration = Duration::from_hours(24);
/// A notice is not kept back longer for its cover.
const COVER_PATIENCE: Duration = Duration::from_secs(3);

pub(super) struct NoticeTask {
    app: AppHandle,
    asked: mpsc::Receiver<Asked>,
    system: System,
    /// What a click on each does.
    shown: HashMap<Kind, Notice>,
    gathered: Gathered,
}

impl NoticeTask {
    pub(super) fn new(app: AppHandle, asked: mpsc::Receiver<Asked>) -> Self {
        let (system, shown) = (System::default(), HashMap::new());
        Self { app, asked, system, shown, gathered: Gathered::default() }
    }

    /// Serves until the app ends; what is shown by then can no longer be answered and goes.
    pub(super) async fn run(mut self) {
        let app = self.app.clone();
        let mut backends = app.state::<Shell>().backends();
        let mut following: Option<(Backend, EventStream)> = None;
        loop {
            let due = self.gathered.due();
            let is_any = due.is_some() || !self.shown.is_empty();
            self.app.state::<Notices>().is_any_shown.store(is_any, Ordering::Relaxed);
            let due = due.unwrap_or_else(|| Instant::now() + NEVER);
            tokio::select! {
                backend = backends.next() => {
                    // Ids mean nothing in another library.
                    self.begin_anew().await;
                    let Some(backend) = backend else { return };
                    let events = backend.events();
                    following = Some((backend, events));
                    self.gathered.sync_timing.touch(Instant::now());
                }
                event = next_event(&mut following) => match (event, &following) {
                    (Some(event), Some((backend, _))) => {
                        let backend = backend.clone();
                        self.hear(event, &backend).await;
                    }
                    _ => following = None,
                },
                Some(asked) = self.asked.recv() => match asked {
                    Asked::Show(notice) => self.show(notice).await,
                    Asked::LookedAt => self.gathered.has_seen(),
                },
                (kind, answer) = self.system.answer() => self.heed(kind, answer),
                () = tokio::time::sleep_until(due) => {
                    if let Some((backend, _)) = &following {
                        let backend = backend.clone();
                        self.tell(&backend).await;
                    }
                }
            }
        }
    }

    /// What is not told at once is gathered.
    async fn hear(&mut self, event: Event, backend: &Backend) {
        match event {
            Event::SleepTimerEnded { episode_id } => self.tell_asleep(episode_id, backend).await,
            // Whatever made it play again.
            Event::PlayerChanged { player } if is_on(player.phase) => {
                self.withdraw(Kind::SleepTimer).await;
            }
            event => self.gathered.hear(event, backend).await,
        }
    }

    async fn begin_anew(&mut self) {
        self.gathered = Gathered::default();
        for kind in Kind::ALL {
            self.withdraw(kind).await;
        }
    }

    // --- what is told

    async fn tell(&mut self, backend: &Backend) {
        let now = Instant::now();
        let wanted = settings::read(&self.app, &self.app.state::<Shell>()).notices;
        let spoken = words::spoken(&self.app);
        let is_round_over = !backend.refresh_progress().running;
        let attention = if self.gathered.sync_timing.is_up(now, true) {
            backend.sync().await.ok().map(|sync| Attention::of(&sync))
        } else {
            None
        };
        let notices = self.gathered.due_notices(now, is_round_over, wanted, spoken);
        let is_looked_at = window::is_looked_at(&self.app);
        if is_looked_at {
            self.gathered.has_seen();
        } else {
            for notice in notices {
                self.show(notice).await;
            }
        }
        if let Some(attention) = attention {
            self.tell_attention(attention, !is_looked_at && wanted.sync, spoken).await;
        }
    }

    async fn tell_asleep(&mut self, episode: i64, backend: &Backend) {
        let wanted = settings::read(&self.app, &self.app.state::<Shell>()).notices;
        if !wanted.sleep_timer || window::is_looked_at(&self.app) {
            return;
        }
        if let Ok(heard) = backend.episode(episode).await {
            self.show(asleep::notice(&heard.summary, words::spoken(&self.app))).await;
        }
    }

    async fn tell_attention(
        &mut self,
        attention: Option<Attention>,
        is_wanted: bool,
        spoken: Spoken,
    ) {
        let before = std::mem::replace(&mut self.gathered.attention, attention);
        match &self.gathered.attention {
            None => self.withdraw(Kind::Sync).await,
            Some(attention) if is_wanted && attention.is_worse_than(before.as_ref()) => {
                self.show(attention.notice(spoken)).await;
            }
            Some(_) => {}
        }
    }

    async fn show(&mut self, notice: Notice) {
        let open = words::Word::Open.say(words::spoken(&self.app));
        let cover = self.cover(&notice).await;
        match self.system.show(&notice, open, cover.as_deref()).await {
            Ok(()) => {
                self.shown.insert(notice.kind, notice);
            }
            // Whoever has no place for notices does without them.
            Err(error) => tracing::info!(%error, kind = ?notice.kind, "A notice was not shown"),
        }
    }

    /// One that does not come soon is done without.
    async fn cover(&self, notice: &Notice) -> Option<PathBuf> {
        let backend = self.app.state::<Shell>().current()?;
        let file = backend.picture_file(notice.cover.clone()?, PictureSize::Medium);
        tokio::time::timeout(COVER_PATIENCE, file).await.ok()?.ok()
    }

    async fn withdraw(&mut self, kind: Kind) {
        if self.shown.remove(&kind).is_some() {
            self.system.withdraw(kind).await;
        }
    }

    // --- what the listener wants of it

    fn heed(&mut self, kind: Kind, answer: Answer) {
        let Some(notice) = self.shown.remove(&kind) else { return };
        let act = match answer {
            Answer::Click => Some(notice.click),
            Answer::Button(index) => notice.buttons.into_iter().nth(index).map(|(_, act)| act),
            // Not seen: what comes next is told together with it.
            Answer::Expired => return,
            Answer::Closed => None,
        };
        self.gathered.has_seen_of(kind);
        if let Some(act) = act {
            let app = self.app.clone();
            async_runtime::spawn(async move { perform(&app, act).await });
        }
    }
}

/// What does not succeed is shown at its place.
async fn perform(app: &AppHandle, act: Act) {
    let shell = app.state::<Shell>();
    let done = match act {
        Act::Open(place) => {
            open_at::open_at(app, place);
            return;
        }
        Act::Raise => return window::show(app),
        Act::PlayOn(id) => play_on(&shell).await.map_err(|error| (error, Place::Episode { id })),
        Act::Play(id) => play(&shell, id).await.map_err(|error| (error, Place::Episode { id })),
        Act::Download(ids) => download(&shell, &ids).await.map_err(|error| {
            let place = ids.first().map_or(Place::Subscriptions, |id| Place::Episode { id: *id });
            (error, place)
        }),
        Act::RetryChanges => retry(&shell).await.map_err(|error| (error, Place::Sync)),
    };
    if let Err((error, place)) = done {
        tracing::warn!(%error, "What a notice offered did not succeed");
        open_at::open_at(app, place);
    }
}

async fn play(shell: &Shell, id: i64) -> balados_backend::Result<()> {
    shell.backend().await?.play_episode(id).await
}

async fn play_on(shell: &Shell) -> balados_backend::Result<()> {
    shell.backend().await?.play_on().await
}

async fn download(shell: &Shell, ids: &[i64]) -> balados_backend::Result<()> {
    let backend = shell.backend().await?;
    for id in ids {
        backend.download(*id).await?;
    }
    Ok(())
}

async fn retry(shell: &Shell) -> balados_backend::Result<()> {
    shell.backend().await?.retry_change(None).await
}

/// Waits for ever where there is nothing to follow.
async fn next_event(following: &mut Option<(Backend, EventStream)>) -> Option<Event> {
    match following {
        Some((_, events)) => events.next().await,
        None => std::future::pending().await,
    }
}
