//! Keeps a library in step with a server: one task, so that there is one exchange at a time.
//!
//! It begins with an exchange of everything that either side lacks, then holds a live connection; whenever that ends, or
//! something does not fit, it exchanges again. A kill at any point loses nothing: records and cursor are kept together, and
//! what was sent counts when the server has said so.

mod classic;
mod door;
mod exchange;
mod happening;
mod live;
mod rhythm;
mod status;
mod task;
mod ways;

use std::{fmt, sync::Arc, time::Duration};

use balados_library::{Changed, Library};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use self::task::Task;
pub use self::{
    classic::Pace,
    happening::{Happening, Note},
    status::{Phase, Trouble},
    ways::Ways,
};
use crate::{Api, LiveConfig, Result, Signer};

/// Says what time it is, in milliseconds since the Unix epoch.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;
/// Hears what the tables show otherwise than before.
pub type Tell = Arc<dyn Fn(Changed) + Send + Sync>;

/// How an engine works. The defaults are what ships; tests shorten them.
#[derive(Clone)]
pub struct EngineConfig {
    pub live: LiveConfig,
    /// Between two exchanges with a server that does not push. 60 s.
    pub poll: Duration,
    /// Bounds the first wait after a failure. 1 s.
    pub retry: Duration,
    /// How long what no waiting mends is left alone: the app was shut out, the answer makes no sense. 15 min.
    pub rest: Duration,
    /// With a server that knows no records.
    pub classic: Pace,
    pub now_ms: Clock,
    /// What is known of the network; nothing, unless somebody says it.
    pub ways: watch::Receiver<Ways>,
}

impl EngineConfig {
    pub fn new(now_ms: Clock) -> Self {
        Self {
            live: LiveConfig::default(),
            poll: Duration::from_mins(1),
            retry: Duration::from_secs(1),
            rest: Duration::from_mins(15),
            classic: Pace::default(),
            now_ms,
            ways: watch::channel(Ways::default()).1,
        }
    }
}

impl fmt::Debug for EngineConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineConfig").field("live", &self.live).finish_non_exhaustive()
    }
}

/// What an engine works for.
pub struct Parts {
    pub library: Library,
    pub api: Api,
    pub signer: Signer,
    pub config: EngineConfig,
    pub tell: Tell,
    pub note: Note,
}

/// A running engine. Clones are the same one.
#[derive(Debug, Clone)]
pub struct Engine {
    orders: mpsc::Sender<Order>,
    phase: watch::Receiver<Phase>,
}

/// What the listener wants at once.
#[derive(Debug)]
enum Order {
    /// Answered when both sides are alike, or by what stands in the way.
    Sync(oneshot::Sender<Result<(), Trouble>>),
}

/// Orders that wait.
const ORDERS: usize = 8;

impl Engine {
    /// The future does the work, and ends when `stop` is cancelled.
    pub fn new(parts: Parts, stop: CancellationToken) -> (Self, impl Future<Output = ()> + Send) {
        let (orders, ordered) = mpsc::channel(ORDERS);
        let (task, phase) = Task::new(parts, ordered);
        let work = async move {
            stop.run_until_cancelled(Box::pin(task.serve())).await;
        };
        (Self { orders, phase }, work)
    }

    /// What the engine does now, and when that changes.
    pub fn phase(&self) -> watch::Receiver<Phase> {
        self.phase.clone()
    }

    /// Exchanges at once, whatever was planned; ends when both sides are alike. An engine that has stopped says nothing.
    pub async fn sync(&self) -> Option<Result<(), Trouble>> {
        let (done, answer) = oneshot::channel();
        self.orders.send(Order::Sync(done)).await.ok()?;
        answer.await.ok()
    }
}
