//! What is heard: the episode in the player, where it was left, and what is written down of it.
//!
//! One task holds the player. Its answers to the player's state are pure where they decide
//! something ([`bookmark`], [`sleep`]); everything else is loading, saving and telling.

mod bookmark;
mod deck;
mod falling_asleep;
mod next;
mod saving;
mod sleep;
mod source;
mod speed;
mod task;

use balados_library::{EpisodeId, EpisodeRow};
use balados_player::Speed;
use tokio::sync::{mpsc, oneshot, watch};

pub(crate) use self::{speed::speed_of, task::ListeningTask};
use crate::{
    Error, Result,
    view::{PlayerView, SleepAfter},
};

/// What the listener asks of the player.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Order {
    /// From where it was left, or from a place in milliseconds.
    PlayEpisode(EpisodeId, Option<u64>),
    Play,
    Pause,
    /// Takes the episode out of the player; its place is kept.
    Stop,
    /// To a place, in milliseconds.
    Seek(u64),
    /// By milliseconds, backwards when negative.
    Skip(i64),
    /// 0 to 1.
    Volume(f64),
    Mute(bool),
    /// Where the speed of what is in the player is kept.
    Speed(Speed),
    /// So many steps faster, or slower when negative; as far as it goes.
    SpeedBy(i32),
    /// The same for an episode that may not be in the player.
    SpeedOf(EpisodeId, Speed),
    /// For everything without a speed of its own.
    DefaultSpeed(Speed),
    /// Whether the podcast in the player has a speed of its own.
    OwnSpeed(bool),
    /// Another device may have chosen speeds.
    LookAtSpeeds,
    /// These were marked elsewhere; what is shown of them follows.
    Changed(Vec<EpisodeRow>),
    /// Something else than the place of these is another one, e.g. whether they are liked.
    Rows(Vec<EpisodeRow>),
    /// It was listened to on another device, with this name.
    HeardElsewhere(Box<EpisodeRow>, Option<String>),
    /// What another device has heard does not matter.
    Stay,
    /// What follows in the queue.
    PlayNext,
    /// The queue waits at the end of what is loaded.
    StopAfter,
    SetSleepTimer(SleepAfter),
    /// By milliseconds.
    ExtendSleepTimer(u64),
    CancelSleepTimer,
    /// After the sleep timer has ended, with the same again.
    PlayOn,
}

type Reply = oneshot::Sender<Result<()>>;

/// What everyone else holds.
#[derive(Clone)]
pub(crate) struct Listening {
    orders: mpsc::Sender<(Order, Reply)>,
    view: watch::Receiver<PlayerView>,
}

impl Listening {
    pub(crate) async fn order(&self, order: Order) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        let stopped = || Error::internal("the player has stopped");
        self.orders.send((order, reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    pub(crate) async fn episodes_changed(&self, rows: &[EpisodeRow]) -> Result<()> {
        if !self.shows_one_of(rows) {
            return Ok(());
        }
        self.order(Order::Changed(rows.to_vec())).await
    }

    /// The same for what does not touch their places.
    pub(crate) async fn rows_changed(&self, rows: &[EpisodeRow]) -> Result<()> {
        if !self.shows_one_of(rows) {
            return Ok(());
        }
        self.order(Order::Rows(rows.to_vec())).await
    }

    fn shows_one_of(&self, rows: &[EpisodeRow]) -> bool {
        let shown = self.view.borrow().episode.as_ref().map(|episode| episode.id);
        rows.iter().any(|row| Some(row.id.0) == shown)
    }

    /// An episode is further on another device.
    pub(crate) async fn heard_elsewhere(
        &self,
        row: EpisodeRow,
        device: Option<String>,
    ) -> Result<()> {
        let shown = self.view.borrow().episode.as_ref().map(|episode| episode.id);
        if shown != Some(row.id.0) {
            return Ok(());
        }
        self.order(Order::HeardElsewhere(Box::new(row), device)).await
    }

    pub(crate) fn view(&self) -> PlayerView {
        self.view.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<PlayerView> {
        self.view.clone()
    }
}
