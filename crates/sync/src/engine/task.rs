//! The task of an engine: what is done when.

use balados_library::Library;
use balados_protocol::exchange::capability;
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::sleep,
};

use super::{
    EngineConfig, Happening, Note, Order, Parts, Phase, Tell, Trouble, classic::Classic,
    rhythm::Rhythm, status::Stop, ways,
};
use crate::{Api, Health, Signer};

pub(super) struct Task {
    pub(super) library: Library,
    pub(super) api: Api,
    pub(super) signer: Signer,
    pub(super) config: EngineConfig,
    pub(super) tell: Tell,
    pub(super) note: Note,
    pub(super) orders: mpsc::Receiver<Order>,
    /// Something waits to be sent.
    pub(super) waiting: watch::Receiver<()>,
    /// The server's clock, as the last answer had it.
    pub(super) clock: Option<i64>,
    /// What a classic server has.
    pub(super) classic: Classic,
    /// What the server can do; asked once in a while.
    health: Option<Health>,
    rhythm: Rhythm,
    phase: watch::Sender<Phase>,
    /// Who asked for an exchange and has not been answered.
    asked: Vec<oneshot::Sender<Result<(), Trouble>>>,
}

/// What a server can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Pushes.
    Live,
    /// Is asked now and then.
    Polled,
    /// Knows no records.
    Classic,
}

impl Task {
    pub(super) fn new(
        parts: Parts,
        orders: mpsc::Receiver<Order>,
    ) -> (Self, watch::Receiver<Phase>) {
        let (phase, seen) = watch::channel(Phase::Connecting);
        let Parts { library, api, signer, config, tell, note } = parts;
        let waiting = library.waiting();
        let rhythm = Rhythm::new(&config);
        let asked = Vec::new();
        let classic = Classic::new(config.classic);
        let task = Self {
            library,
            api,
            signer,
            config,
            tell,
            note,
            orders,
            waiting,
            clock: None,
            classic,
            health: None,
            rhythm,
            phase,
            asked,
        };
        (task, seen)
    }

    pub(super) async fn serve(mut self) {
        let mut ways = self.config.ways.clone();
        loop {
            let ended = tokio::select! {
                ended = self.session() => ended,
                // Nothing is lost by breaking off, as by a kill.
                () = ways::replaced(&mut ways) => {
                    self.connect_anew();
                    continue;
                }
            };
            let stop = match ended {
                Ok(()) => return,
                Err(stop) => stop,
            };
            let wait = self.rhythm.after(&stop);
            let until_ms =
                self.now_ms().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
            let trouble = stop.trouble(until_ms);
            tracing::info!(code = trouble.code, wait_ms = wait.as_millis(), "Out of step");
            (self.note)(Happening::Troubled(trouble.clone()));
            self.answer(&Err(trouble.clone()));
            self.show(Phase::Troubled(trouble));
            tokio::select! {
                () = sleep(wait) => {}
                () = ways::opened(&mut ways) => self.connect_anew(),
                order = self.orders.recv() => match order {
                    Some(Order::Sync(done)) => self.asked.push(done),
                    None => return,
                },
            }
        }
    }

    /// Another network, or awake again: what was open is left, and there is no reason to wait.
    fn connect_anew(&mut self) {
        tracing::info!("The way to the server is another one: connects anew");
        self.rhythm.succeeded();
        // Without a new client the old one finds out by itself.
        if let Ok(api) = self.api.reconnecting() {
            self.api = api;
        }
    }

    /// Ends when there is nobody any more who could give orders, or with what stands in the way.
    async fn session(&mut self) -> Result<(), Stop> {
        if self.asked.is_empty() {
            self.show(Phase::Connecting);
        }
        let way = self.introduce().await?;
        let holds = (way == Way::Classic).then(|| self.classic.kinds());
        self.library.set_holds(holds).await?;
        match way {
            Way::Classic => self.exchange_classic().await?,
            Way::Live | Way::Polled => self.exchange().await?,
        }
        self.succeeded();
        match way {
            Way::Live => self.live().await,
            Way::Polled => self.poll().await,
            Way::Classic => self.poll_classic().await,
        }
    }

    /// How the server is kept in step with.
    async fn introduce(&mut self) -> Result<Way, Stop> {
        let health = match self.health.take() {
            Some(health) => health,
            None => self.api.health().await?,
        };
        if let Some(server_ms) = health.server_ms {
            self.signer.set_clock_offset(server_ms.saturating_sub(self.now_ms()));
        }
        self.api = self.api.clone().compressing(health.compression());
        Ok(match health.has(capability::LIVE) {
            _ if health.is_classic() => Way::Classic,
            true => Way::Live,
            false => Way::Polled,
        })
    }

    /// Both sides are alike.
    pub(super) fn succeeded(&mut self) {
        self.rhythm.succeeded();
        self.show(Phase::Resting);
        self.answer(&Ok(()));
    }

    /// With a server that does not push: now and then, and when something waits.
    async fn poll(&mut self) -> Result<(), Stop> {
        loop {
            self.show(Phase::Resting);
            tokio::select! {
                () = sleep(self.config.poll) => {}
                _ = self.waiting.changed() => {}
                order = self.orders.recv() => match order {
                    Some(Order::Sync(done)) => self.asked.push(done),
                    None => return Ok(()),
                },
            }
            self.exchange().await?;
            self.show(Phase::Resting);
            self.answer(&Ok(()));
        }
    }

    pub(super) fn now_ms(&self) -> i64 {
        (self.config.now_ms)()
    }

    pub(super) fn token(&mut self) -> Result<String, Stop> {
        let now_ms = self.now_ms();
        Ok(self.signer.token(now_ms)?)
    }

    pub(super) fn show(&self, phase: Phase) {
        self.phase.send_if_modified(|shown| {
            let is_new = *shown != phase;
            *shown = phase;
            is_new
        });
    }

    pub(super) fn ask_for(&mut self, done: oneshot::Sender<Result<(), Trouble>>) {
        self.asked.push(done);
    }

    /// Tells everybody who asked. It is no matter when somebody has gone.
    pub(super) fn answer(&mut self, answer: &Result<(), Trouble>) {
        for done in self.asked.drain(..) {
            let _ = done.send(answer.clone());
        }
    }
}
