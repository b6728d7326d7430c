//! What the computer's network does: whether there is one, what it costs, and when the ways through it change.
//!
//! Said by whoever knows it: the list of addresses and the clock everywhere, `NetworkManager` and `logind` where they are. One task makes one state of it. Where nobody knows anything, everything is as if there were a network.

mod interfaces;
mod settings;
#[cfg_attr(not(target_os = "linux"), path = "no_system_bus.rs")]
mod system_bus;

use std::time::Duration;

use balados_sync::Ways;
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(crate) use settings::load as load_settings;

use crate::{Event, event_bus::EventBus};

/// Changes that come within this time are one: a network that comes up says it in ten ways.
const GATHER: Duration = Duration::from_millis(300);
/// Notices that wait.
const NOTICES: usize = 64;

/// Where the system says what the network does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkSource {
    /// The system of this computer.
    System,
    /// Only this bus: for tests.
    Bus(String),
    /// Nowhere: for commands that are over at once.
    Nowhere,
}

/// What one of the sources has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notice {
    /// There may be a way where there was none.
    Opened,
    /// What is open has likely ended.
    Replaced,
    Online(bool),
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "NetworkManager alone tells what it costs")
    )]
    Metered(bool),
}

/// What is known now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) is_online: bool,
    /// Every byte costs.
    pub(crate) is_metered: bool,
}

impl Default for State {
    fn default() -> Self {
        Self { is_online: true, is_metered: false }
    }
}

/// What everyone else holds.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    state: watch::Receiver<State>,
    ways: watch::Receiver<Ways>,
}

impl Network {
    /// Begins to watch; ends with `stop`.
    pub(crate) fn watch(
        source: NetworkSource,
        stop: &CancellationToken,
        tasks: &TaskTracker,
    ) -> Self {
        let (tell, notices) = mpsc::channel(NOTICES);
        let (state, ways) = (watch::Sender::default(), watch::Sender::default());
        let network = Self { state: state.subscribe(), ways: ways.subscribe() };
        let watching = Watching { stop, tasks };
        match source {
            NetworkSource::Nowhere => {}
            NetworkSource::Bus(address) => {
                watching.begin(system_bus::watch(Some(address), tell.clone()));
            }
            NetworkSource::System => {
                watching.begin(interfaces::watch(tell.clone()));
                watching.begin(system_bus::watch(None, tell.clone()));
            }
        }
        // Ends when nobody is left who could notice anything.
        drop(tell);
        watching.begin(gather(notices, state, ways));
        network
    }

    pub(crate) fn state(&self) -> State {
        *self.state.borrow()
    }

    /// Tells whoever shows it of each change.
    pub(crate) async fn tell(mut self, bus: EventBus, stop: CancellationToken) {
        while let Some(Ok(())) = stop.run_until_cancelled(self.state.changed()).await {
            bus.say(Event::ConnectionChanged);
        }
    }

    /// When ways open, and when what is open has likely ended.
    pub(crate) fn ways(&self) -> watch::Receiver<Ways> {
        self.ways.clone()
    }
}

struct Watching<'a> {
    stop: &'a CancellationToken,
    tasks: &'a TaskTracker,
}

impl Watching<'_> {
    fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            stop.run_until_cancelled(work).await;
        });
    }
}

/// Makes one state of all notices.
async fn gather(
    mut notices: mpsc::Receiver<Notice>,
    state: watch::Sender<State>,
    ways: watch::Sender<Ways>,
) {
    while let Some(first) = notices.recv().await {
        let mut gathered = Gathered { state: *state.borrow(), ..Gathered::default() };
        gathered.add(first);
        let until = Instant::now() + GATHER;
        loop {
            tokio::select! {
                () = sleep_until(until) => break,
                notice = notices.recv() => match notice {
                    Some(notice) => gathered.add(notice),
                    None => break,
                },
            }
        }
        gathered.tell(&state, &ways);
    }
}

/// What has come within a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Gathered {
    state: State,
    opened: bool,
    replaced: bool,
}

impl Gathered {
    fn add(&mut self, notice: Notice) {
        match notice {
            Notice::Opened => self.opened = true,
            Notice::Replaced => self.replaced = true,
            Notice::Online(is_online) => {
                self.opened |= is_online && !self.state.is_online;
                self.state.is_online = is_online;
            }
            Notice::Metered(is_metered) => self.state.is_metered = is_metered,
        }
    }

    fn tell(self, state: &watch::Sender<State>, ways: &watch::Sender<Ways>) {
        let is_new = *state.borrow() != self.state;
        if is_new {
            tracing::info!(state = ?self.state, "The network is another one");
            state.send_replace(self.state);
        }
        // Where there is no network there is no way to try.
        if (self.opened || self.replaced) && self.state.is_online {
            tracing::debug!(replaced = self.replaced, "Ways through the network have changed");
            ways.send_modify(|ways| {
                ways.opened += 1;
                ways.replaced += u64::from(self.replaced);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn after(notices: &[Notice]) -> (State, Ways) {
        let (tell, heard) = mpsc::channel(NOTICES);
        for notice in notices {
            tell.send(*notice).await.unwrap();
        }
        drop(tell);
        let (state, ways) = (watch::Sender::default(), watch::Sender::default());
        gather(heard, state.clone(), ways.clone()).await;
        (*state.borrow(), *ways.borrow())
    }

    #[tokio::test(start_paused = true)]
    async fn a_network_that_comes_up_in_many_ways_is_one_change() {
        use Notice::{Online, Opened, Replaced};
        let (state, ways) =
            after(&[Replaced, Online(false), Opened, Opened, Online(true), Replaced]).await;
        assert_eq!((state, ways), (State::default(), Ways { opened: 1, replaced: 1 }));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_tries_where_there_is_no_network() {
        let (state, ways) = after(&[Notice::Replaced, Notice::Online(false)]).await;
        assert_eq!((state.is_online, ways), (false, Ways::default()));
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_network_costs_is_no_change_of_ways() {
        let (state, ways) = after(&[Notice::Metered(true)]).await;
        assert_eq!((state, ways), (State { is_online: true, is_metered: true }, Ways::default()));
    }
}
