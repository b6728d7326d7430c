//! Episodes kept as files: a queue that survives restarts, two at a time.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use balados_library::{Download, DownloadState, EpisodeId, Library};
use balados_media::{MediaStore, Progress};
use balados_protocol::ErrorClass;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::{self, JoinSet},
};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{Error, Event, Result, clock, event_bus::EventBus, media_address, to_view};

/// Downloads that run at one moment.
const AT_ONCE: usize = 2;
/// Progress is told four times a second for each download.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);
/// What a list shows of a running download may be as old as this.
const WRITTEN_EVERY: u32 = 20;

type Reply = oneshot::Sender<Result<()>>;

enum Command {
    Start(EpisodeId, Reply),
    /// Gives up a download, or removes its file: afterwards there is none.
    Remove(EpisodeId, Reply),
}

/// What everyone else holds.
#[derive(Clone)]
pub(crate) struct Downloads {
    commands: mpsc::Sender<Command>,
    /// How many run at this moment.
    active: Arc<AtomicUsize>,
}

impl Downloads {
    pub(crate) fn new(library: Library, media: MediaStore, bus: EventBus) -> (Self, DownloadTask) {
        let (commands, received) = mpsc::channel(64);
        let active = Arc::<AtomicUsize>::default();
        let task = DownloadTask {
            commands: received,
            active: Arc::clone(&active),
            work: Work { library, media, bus },
            queue: VecDeque::new(),
            running: JoinSet::new(),
            cancels: HashMap::new(),
            tasks: HashMap::new(),
        };
        (Self { commands, active }, task)
    }

    pub(crate) fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed) > 0
    }

    /// Puts an episode into the queue. One that is there, or is complete, stays as it is.
    pub(crate) async fn start(&self, episode: EpisodeId) -> Result<()> {
        self.ask(|reply| Command::Start(episode, reply)).await
    }

    pub(crate) async fn remove(&self, episode: EpisodeId) -> Result<()> {
        self.ask(|reply| Command::Remove(episode, reply)).await
    }

    async fn ask(&self, command: impl FnOnce(Reply) -> Command) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        let stopped = || Error::internal("the downloads have stopped");
        self.commands.send(command(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

pub(crate) struct DownloadTask {
    commands: mpsc::Receiver<Command>,
    active: Arc<AtomicUsize>,
    work: Work,
    queue: VecDeque<EpisodeId>,
    running: JoinSet<()>,
    cancels: HashMap<EpisodeId, CancellationToken>,
    tasks: HashMap<task::Id, EpisodeId>,
}

impl DownloadTask {
    /// Goes on with what an earlier run had begun, then serves until `stop`.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        if let Err(error) = self.take_up().await {
            tracing::error!(%error, "The downloads of the last run could not be taken up");
        }
        loop {
            self.start_queued(&stop);
            self.active.store(self.running.len(), Ordering::Relaxed);
            tokio::select! {
                () = stop.cancelled() => break,
                command = self.commands.recv() => match command {
                    Some(command) => self.hear(command).await,
                    None => break,
                },
                Some(done) = self.running.join_next_with_id() => self.finished(done),
            }
        }
        // Each one hears `stop` too and leaves what it has in a state that can be resumed.
        while self.running.join_next().await.is_some() {}
    }

    async fn take_up(&mut self) -> Result<()> {
        for download in self.work.library.downloads().await? {
            if matches!(download.state, DownloadState::Queued | DownloadState::Running { .. }) {
                self.queue.push_back(download.episode);
            }
        }
        Ok(())
    }

    async fn hear(&mut self, command: Command) {
        match command {
            Command::Start(episode, reply) => {
                let _ = reply.send(self.enqueue(episode).await);
            }
            Command::Remove(episode, reply) => {
                let _ = reply.send(self.remove(episode).await);
            }
        }
    }

    async fn enqueue(&mut self, episode: EpisodeId) -> Result<()> {
        if self.queue.contains(&episode) || self.cancels.contains_key(&episode) {
            return Ok(());
        }
        self.work.note(episode, DownloadState::Queued).await?;
        self.queue.push_back(episode);
        Ok(())
    }

    async fn remove(&mut self, episode: EpisodeId) -> Result<()> {
        self.queue.retain(|queued| *queued != episode);
        if let Some(cancel) = self.cancels.get(&episode) {
            cancel.cancel();
        }
        // Its last words must not come after it was forgotten.
        while self.cancels.contains_key(&episode) {
            let Some(done) = self.running.join_next_with_id().await else { break };
            self.finished(done);
        }
        self.work.forget(episode).await
    }

    fn start_queued(&mut self, stop: &CancellationToken) {
        while self.running.len() < AT_ONCE {
            let Some(episode) = self.queue.pop_front() else { return };
            let cancel = stop.child_token();
            self.cancels.insert(episode, cancel.clone());
            let work = self.work.clone();
            let task = self.running.spawn(async move { work.download(episode, &cancel).await });
            self.tasks.insert(task.id(), episode);
        }
    }

    fn finished(&mut self, done: Result<(task::Id, ()), task::JoinError>) {
        let task = done.map_or_else(
            |error| {
                tracing::error!(%error, "A download died");
                error.id()
            },
            |(task, ())| task,
        );
        if let Some(episode) = self.tasks.remove(&task) {
            self.cancels.remove(&episode);
        }
    }
}

/// What a single download needs.
#[derive(Clone)]
struct Work {
    library: Library,
    media: MediaStore,
    bus: EventBus,
}

impl Work {
    async fn download(&self, episode: EpisodeId, cancel: &CancellationToken) {
        let result = match self.address(episode).await {
            Ok(url) => self.fetch(episode, &url, cancel).await,
            Err(error) => Err(error),
        };
        let state = match result {
            Ok(Some(bytes)) => DownloadState::Done { bytes },
            // Cancelled: by the listener, who has removed the row, or by the end of the app.
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%episode, %error, "A download failed");
                let detail = to_view::error_to_keep(&error);
                DownloadState::Failed { code: error.code, detail }
            }
        };
        if cancel.is_cancelled() {
            return;
        }
        if let Err(error) = self.note(episode, state).await {
            tracing::error!(%episode, %error, "The end of a download could not be noted");
            self.bus.say(Event::Problem { error });
        }
    }

    /// The bytes of the complete file; nothing when it was cancelled.
    async fn fetch(
        &self,
        episode: EpisodeId,
        url: &Url,
        cancel: &CancellationToken,
    ) -> Result<Option<u64>> {
        let (publish, progress) = watch::channel(Progress::default());
        let download = self.media.download(url, publish);
        tokio::select! {
            done = cancel.run_until_cancelled(download) => match done {
                Some(done) => Ok(Some(done?.bytes)),
                None => Ok(None),
            },
            () = self.tell(episode, progress) => Ok(None),
        }
    }

    /// Tells how far a download is, as long as it runs.
    async fn tell(&self, episode: EpisodeId, mut progress: watch::Receiver<Progress>) {
        let mut told = 0_u32;
        loop {
            if progress.changed().await.is_err() {
                // The download has ended, and its own answer says how.
                return std::future::pending().await;
            }
            let Progress { received_bytes, total_bytes } = *progress.borrow_and_update();
            let state = DownloadState::Running { received_bytes, total_bytes };
            if told.is_multiple_of(WRITTEN_EVERY) {
                if let Err(error) = self.note(episode, state).await {
                    tracing::warn!(%episode, %error, "The progress of a download was not noted");
                }
            } else {
                self.say(episode, state);
            }
            told = told.wrapping_add(1);
            tokio::time::sleep(PROGRESS_EVERY).await;
        }
    }

    async fn address(&self, episode: EpisodeId) -> Result<Url> {
        let playable = self.library.playable(episode).await?;
        let none = || Error::new("no-media", ErrorClass::Permanent, "this item has no media file");
        media_address::of(&self.library, &playable.ok_or_else(none)?).await
    }

    async fn note(&self, episode: EpisodeId, state: DownloadState) -> Result<()> {
        let media_key = match self.address(episode).await {
            Ok(url) => self.media.key(&url).to_string(),
            Err(_) => String::new(),
        };
        let updated_ms = clock::now_ms();
        let download = Download { episode, state: state.clone(), media_key, updated_ms };
        self.library.set_download(&download).await?;
        self.say(episode, state);
        Ok(())
    }

    async fn forget(&self, episode: EpisodeId) -> Result<()> {
        if let Ok(url) = self.address(episode).await {
            self.media.remove(&url)?;
        }
        self.library.remove_download(episode).await?;
        let download = crate::view::Download::None;
        self.bus.say(Event::DownloadChanged { episode_id: episode.0, download });
        Ok(())
    }

    fn say(&self, episode: EpisodeId, state: DownloadState) {
        self.bus.say(Event::DownloadChanged { episode_id: episode.0, download: state.into() });
    }
}
