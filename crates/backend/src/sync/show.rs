//! Sync as the UI and the terminal see it.

use balados_sync::{Phase, Trouble};

use super::Sync;
use crate::{
    Error, Result,
    to_view::whole,
    view::{SyncState, SyncView},
};

impl Sync {
    pub(super) async fn view(&self) -> Result<SyncView> {
        let (account, state, sign_in) = {
            let state = self.state();
            let phase = state.running.as_ref().map(|it| it.engine.phase().borrow().clone());
            let sign_in = state.sign_in.as_ref().map(|going| going.view.clone());
            (state.account.clone(), shown(phase, state.failed.as_ref()), sign_in)
        };
        let account = match account {
            Some(account) => {
                let name = self.0.library.device_name(&account.device_id).await?;
                Some(account.view(self.vault().await.kind(), name))
            }
            None => None,
        };
        let library = &self.0.library;
        let waiting = library.pending_count().await?;
        let refused = library.refused_count().await?;
        Ok(SyncView {
            account,
            state,
            waiting: whole(waiting + refused),
            refused: whole(refused),
            staying: library
                .staying_kinds()
                .await?
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
            last_exchange_ms: library.sync_state().await?.last_exchange_ms,
            sign_in,
        })
    }
}

fn shown(phase: Option<Phase>, failed: Option<&Error>) -> SyncState {
    match phase {
        None => failed.map_or(SyncState::Off, |error| SyncState::Troubled {
            error: error.clone(),
            until_ms: 0,
        }),
        Some(Phase::Connecting) => SyncState::Connecting,
        Some(Phase::Exchanging { received, sent }) => {
            SyncState::Exchanging { received: whole(received), sent: whole(sent) }
        }
        Some(Phase::Live) => SyncState::Live,
        Some(Phase::Resting) => SyncState::Resting,
        Some(Phase::Troubled(trouble)) => {
            SyncState::Troubled { error: self::trouble(&trouble), until_ms: trouble.until_ms }
        }
    }
}

pub(super) fn trouble(trouble: &Trouble) -> Error {
    let error = Error::new(trouble.code, trouble.class, &trouble.message);
    trouble.detail.iter().fold(error, |error, (name, value)| error.with(name, value))
}
