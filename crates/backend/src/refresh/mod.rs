//! Reads feeds again: on their own schedule, and when the listener asks.
//!
//! One task decides what is read and answers those who wait; each feed is read by a task of its
//! own. Asking twice for one feed reads it once.

mod instead;
mod job;
mod news;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::Duration,
};

use balados_feeds::FeedReader;
use balados_library::{Feed, Library, PodcastId};
use balados_sync::Ways;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::{self, AbortHandle, JoinSet},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Error, Event, Refresh, Result, clock,
    event_bus::EventBus,
    network::{self, Network},
    server::ConnectedServer,
    view::{Metered, RefreshProgress},
};
use instead::Instead;
use job::Job;

/// Feeds that are being read at one moment; the reader has bounds of its own for each host.
const AT_ONCE: usize = 16;
/// Feeds that one look at the schedule takes up.
const DUE_AT_ONCE: u32 = 1000;
/// The window comes first.
const AFTER_START: Duration = Duration::from_secs(2);
/// Between two looks: a feed whose failure cannot even be noted must not be asked in a circle.
const AT_LEAST: Duration = Duration::from_secs(5);
/// The schedule is looked at at least this often: a computer that slept missed its alarm.
const LOOK_AGAIN: Duration = Duration::from_mins(1);
/// On a connection that costs by the byte a feed is read once in this time, in milliseconds.
const SPARING_MS: i64 = 86_400_000;
/// Failures as old as this may be the network's that has come back, in milliseconds.
const AWAY_MS: i64 = 12 * 3_600_000;
/// Progress is told at most ten times a second.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

type Reply = oneshot::Sender<Result<()>>;

enum Command {
    One(PodcastId, Reply),
    All(Reply),
    /// What was subscribed to without being read.
    Begin(Vec<PodcastId>),
    /// Nobody wants these any more.
    GiveUp(Vec<PodcastId>),
    /// The schedule may have changed.
    LookAgain,
}

/// What everyone else holds.
#[derive(Clone)]
pub(crate) struct Refresher {
    commands: mpsc::Sender<Command>,
    progress: watch::Receiver<RefreshProgress>,
}

impl Refresher {
    /// The handle, and the task that has to be run.
    pub(crate) fn new(
        library: Library,
        reader: FeedReader,
        bus: EventBus,
        schedule: Refresh,
        (network, server): (Network, ConnectedServer),
    ) -> (Self, RefreshTask) {
        let (commands, received) = mpsc::channel(64);
        let (publish, progress) = watch::channel(RefreshProgress::default());
        let instead = Instead { library: library.clone(), reader: reader.clone(), server };
        let task = RefreshTask {
            commands: received,
            publish,
            library,
            reader,
            bus,
            instead,
            schedule,
            ways: network.ways(),
            network,
            running: JoinSet::new(),
            reading: HashMap::new(),
            waiting: VecDeque::new(),
            asked: HashMap::new(),
            round: Round::default(),
        };
        (Self { commands, progress }, task)
    }

    /// Reads one feed now; the answer is how that went.
    pub(crate) async fn one(&self, id: PodcastId) -> Result<()> {
        self.ask(|reply| Command::One(id, reply)).await
    }

    /// Reads all subscribed feeds now. Single failures are noted at their podcasts.
    pub(crate) async fn all(&self) -> Result<()> {
        self.ask(Command::All).await
    }

    /// Reads feeds that were never read, behind whoever calls this. What is left when the app ends, or has no way
    /// there, is due.
    pub(crate) fn begin(&self, ids: Vec<PodcastId>) {
        let _ = self.commands.try_send(Command::Begin(ids));
    }

    /// Those of [`Refresher::begin`] that are not done: nobody is asked for them any more, from this moment on.
    pub(crate) async fn give_up(&self, ids: Vec<PodcastId>) {
        // A task that has ended reads nothing either.
        let _ = self.commands.send(Command::GiveUp(ids)).await;
    }

    pub(crate) fn look_again(&self) {
        // A full channel means that the task looks again anyway.
        let _ = self.commands.try_send(Command::LookAgain);
    }

    pub(crate) fn progress(&self) -> RefreshProgress {
        *self.progress.borrow()
    }

    async fn ask(&self, command: impl FnOnce(Reply) -> Command) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        let stopped = || Error::internal("the refresh has stopped");
        self.commands.send(command(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

/// All feeds that the listener wanted read, from the first to the last.
#[derive(Default)]
struct Round {
    progress: RefreshProgress,
    told: Option<Instant>,
    replies: Vec<Reply>,
    left: HashSet<PodcastId>,
}

/// How the schedule uses the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thrift {
    None,
    Sparing,
    Offline,
}

pub(crate) struct RefreshTask {
    commands: mpsc::Receiver<Command>,
    publish: watch::Sender<RefreshProgress>,
    library: Library,
    reader: FeedReader,
    bus: EventBus,
    instead: Instead,
    schedule: Refresh,
    network: Network,
    ways: watch::Receiver<Ways>,
    running: JoinSet<Result<()>>,
    reading: HashMap<task::Id, (PodcastId, AbortHandle)>,
    waiting: VecDeque<PodcastId>,
    /// Every feed that is waiting or running, and who wants to know.
    asked: HashMap<PodcastId, Vec<Reply>>,
    round: Round,
}

impl RefreshTask {
    /// Runs until `stop`; feeds that are being read are given up, nothing of them is kept.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let mut alarm = Instant::now() + AFTER_START;
        loop {
            self.start_waiting();
            tokio::select! {
                () = stop.cancelled() => return self.running.shutdown().await,
                command = self.commands.recv() => match command {
                    Some(command) => {
                        self.hear(command).await;
                        alarm = alarm.min(self.next_alarm().await);
                    }
                    None => return self.running.shutdown().await,
                },
                Some(finished) = self.running.join_next_with_id() => {
                    self.finished(finished);
                    if self.asked.is_empty() {
                        alarm = alarm.min(self.next_alarm().await);
                    }
                }
                Ok(()) = self.ways.changed() => {
                    self.network_is_back().await;
                    alarm = alarm.min(self.next_alarm().await);
                }
                () = tokio::time::sleep_until(alarm) => {
                    self.ask_due().await;
                    alarm = self.next_alarm().await;
                }
            }
        }
    }

    async fn hear(&mut self, command: Command) {
        match command {
            Command::One(id, reply) => self.ask(id, Some(reply)),
            Command::All(reply) => match self.library.all_feed_ids().await {
                Ok(ids) => self.begin_round(&ids, Some(reply)),
                Err(error) => {
                    let _ = reply.send(Err(error.into()));
                }
            },
            Command::Begin(ids) => {
                if self.schedule == Refresh::Scheduled && self.thrift().await != Thrift::Offline {
                    self.begin_round(&ids, None);
                }
            }
            Command::GiveUp(ids) => self.give_up(&ids.into_iter().collect()),
            Command::LookAgain => {}
        }
    }

    fn begin_round(&mut self, ids: &[PodcastId], reply: Option<Reply>) {
        self.round.replies.extend(reply);
        for &id in ids {
            if self.round.left.insert(id) {
                self.round.progress.total += 1;
                self.ask(id, None);
            }
        }
        self.round.progress.running = true;
        self.tell_progress();
        self.end_round_if_done();
    }

    fn give_up(&mut self, ids: &HashSet<PodcastId>) {
        self.waiting.retain(|id| !ids.contains(id));
        for (_, (_, reading)) in self.reading.extract_if(|_, (id, _)| ids.contains(id)) {
            reading.abort();
        }
        for &id in ids {
            for reply in self.asked.remove(&id).unwrap_or_default() {
                let _ = reply.send(Err(Error::cancelled()));
            }
            if self.round.left.remove(&id) {
                self.round.progress.total -= 1;
            }
        }
        if self.round.progress.running {
            self.tell_progress();
            self.end_round_if_done();
        }
    }

    fn ask(&mut self, id: PodcastId, reply: Option<Reply>) {
        let asked = self.asked.entry(id).or_insert_with(|| {
            self.waiting.push_back(id);
            Vec::new()
        });
        asked.extend(reply);
    }

    async fn ask_due(&mut self) {
        if self.schedule == Refresh::OnDemand {
            return;
        }
        let now_ms = clock::now_ms();
        match self.library.due_feeds(now_ms, DUE_AT_ONCE).await {
            Ok(mut due) => {
                self.hold_back(&mut due, now_ms).await;
                for feed in due {
                    self.ask(feed.id, None);
                }
            }
            Err(error) => tracing::error!(%error, "The feeds that are due could not be found"),
        }
    }

    /// Without a network nothing is tried; what costs by the byte is used sparingly.
    async fn hold_back(&self, due: &mut Vec<Feed>, now_ms: i64) {
        match self.thrift().await {
            Thrift::None => {}
            Thrift::Sparing => due.retain(|feed| {
                feed.last_success_ms.is_none_or(|last| now_ms.saturating_sub(last) >= SPARING_MS)
            }),
            Thrift::Offline => due.clear(),
        }
    }

    async fn thrift(&self) -> Thrift {
        let network::State { is_online, is_metered } = self.network.state();
        if !is_online {
            return Thrift::Offline;
        }
        if !is_metered {
            return Thrift::None;
        }
        match network::load_settings(&self.library).await {
            Ok(settings) if settings.metered == Metered::AsUsual => Thrift::None,
            Ok(_) => Thrift::Sparing,
            Err(error) => {
                tracing::error!(%error, "How the network is to be used could not be read");
                Thrift::Sparing
            }
        }
    }

    /// What could not be reached was perhaps only out of reach.
    async fn network_is_back(&self) {
        let now_ms = clock::now_ms();
        if let Err(error) = self.library.retry_unreached(now_ms - AWAY_MS, now_ms).await {
            tracing::error!(%error, "Feeds that could not be reached wait for their time");
        }
    }

    async fn next_alarm(&self) -> Instant {
        let now = Instant::now();
        let is_held_back = self.thrift().await != Thrift::None;
        if self.schedule == Refresh::OnDemand || !self.asked.is_empty() || is_held_back {
            return now + LOOK_AGAIN;
        }
        let wait = match self.library.next_due_ms().await {
            Ok(Some(due_ms)) => {
                let ms = due_ms.saturating_sub(clock::now_ms());
                Duration::from_millis(u64::try_from(ms).unwrap_or(0))
            }
            Ok(None) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!(%error, "The next refresh could not be found");
                LOOK_AGAIN
            }
        };
        now + wait.clamp(AT_LEAST, LOOK_AGAIN)
    }

    fn start_waiting(&mut self) {
        while self.running.len() < AT_ONCE {
            let Some(id) = self.waiting.pop_front() else { return };
            let job = Job {
                library: self.library.clone(),
                reader: self.reader.clone(),
                bus: self.bus.clone(),
                instead: self.instead.clone(),
            };
            let task = self.running.spawn(async move { job.run(id).await });
            self.reading.insert(task.id(), (id, task));
        }
    }

    /// A task that died of a defect must not leave others waiting for ever.
    fn finished(&mut self, finished: Result<(task::Id, Result<()>), task::JoinError>) {
        let (task, result) = finished.unwrap_or_else(|error| {
            if !error.is_cancelled() {
                tracing::error!(%error, "A refresh died");
            }
            (error.id(), Err(error.into()))
        });
        // What was given up has been answered.
        let Some((id, _)) = self.reading.remove(&task) else { return };
        for reply in self.asked.remove(&id).unwrap_or_default() {
            let _ = reply.send(result.clone());
        }
        if self.round.left.remove(&id) {
            self.round.progress.done += 1;
            self.tell_progress();
            self.end_round_if_done();
        }
    }

    fn end_round_if_done(&mut self) {
        if !self.round.left.is_empty() || !self.round.progress.running {
            return;
        }
        let round = std::mem::take(&mut self.round);
        for reply in round.replies {
            let _ = reply.send(Ok(()));
        }
        self.say(RefreshProgress { running: false, ..round.progress });
    }

    fn tell_progress(&mut self) {
        let progress = self.round.progress;
        self.publish.send_replace(progress);
        if self.round.told.is_none_or(|told| told.elapsed() >= PROGRESS_EVERY) {
            self.round.told = Some(Instant::now());
            self.say(progress);
        }
    }

    fn say(&self, progress: RefreshProgress) {
        self.publish.send_replace(progress);
        self.bus.say(Event::RefreshProgress { progress });
    }
}
