//! The listener's devices, by what each has said of itself.

use balados_protocol::ErrorClass;

use super::Sync;
use crate::{Backend, Error, Event, Result, clock, view::ListenersDevice};

impl Backend {
    /// All that are known, the one that was in use last first.
    pub async fn devices(&self) -> Result<Vec<ListenersDevice>> {
        let own = self.0.sync.own_device();
        let devices = self.0.library.known_devices().await?.into_iter();
        let shown = devices.map(|it| ListenersDevice {
            is_this: own.as_ref() == Some(&it.id),
            id: it.id,
            name: it.name,
            seen_ms: it.at_ms,
        });
        Ok(shown.collect())
    }

    /// What the others call this device from now on.
    pub async fn rename_device(&self, name: &str) -> Result<()> {
        let own = self.0.sync.own_device();
        let off = || Error::new("sync-off", ErrorClass::Local, "there is no account");
        let own = own.ok_or_else(off)?;
        let name = name.trim();
        let longest = balados_protocol::record::MAX_NAME;
        if name.is_empty() || name.chars().count() > longest {
            let message = "a device has a name of 1 to 255 characters";
            return Err(Error::new("device-name", ErrorClass::Local, message).with("max", longest));
        }
        self.0.library.rename_device(&own, name, clock::now_ms()).await?;
        self.0.sync.call_this(name).await?;
        self.say_devices_changed();
        Ok(())
    }

    /// Takes a device off the list, until it is used again.
    pub async fn forget_device(&self, id: &str) -> Result<()> {
        self.0.library.forget_device(id, clock::now_ms()).await?;
        self.say_devices_changed();
        Ok(())
    }

    fn say_devices_changed(&self) {
        self.0.bus.say(Event::DevicesChanged);
        self.0.bus.say(Event::SyncChanged);
    }
}

impl Sync {
    pub(super) fn own_device(&self) -> Option<String> {
        self.state().account.as_ref().map(|account| account.device_id.clone())
    }
}
