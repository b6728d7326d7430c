//! How the listener wants the network used. Of this device: another one has another connection.

use balados_library::{Library, SettingScope};

use super::State;
use crate::{
    Backend, Error, Result, clock,
    view::{Connection, NetworkSettings},
};

const SETTING: &str = "network";

/// What was chosen; a choice that cannot be read was made by another version, and is none.
pub(crate) async fn load(library: &Library) -> Result<NetworkSettings> {
    let kept = library.setting(SETTING).await?;
    Ok(kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default())
}

impl Backend {
    pub async fn network_settings(&self) -> Result<NetworkSettings> {
        load(&self.0.library).await
    }

    pub fn connection(&self) -> Connection {
        let State { is_online, is_metered } = self.0.network.state();
        Connection { is_online, is_metered }
    }

    pub async fn set_network_settings(&self, settings: NetworkSettings) -> Result<()> {
        let value = serde_json::to_value(settings).map_err(Error::internal)?;
        let now_ms = clock::now_ms();
        self.0.library.set_setting(SETTING, &value, SettingScope::Device, now_ms).await?;
        self.0.refresher.look_again();
        Ok(())
    }
}
