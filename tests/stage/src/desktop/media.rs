//! A desktop that steers the app's player in ways that `playerctl` does not have.

use zbus::{Connection, Proxy, fdo::DBusProxy, proxy::CacheProperties};

use crate::eventually;

const PREFIX: &str = "org.mpris.MediaPlayer2.balados";

pub struct MediaControls(Proxy<'static>);

impl MediaControls {
    /// Of the only app there is, once it is on the bus.
    pub async fn open() -> Self {
        let bus = Connection::session().await.expect("the stage has a session bus");
        let names = DBusProxy::new(&bus).await.expect("a bus knows its names");
        let name = eventually("the media controls are on the bus", async || {
            let names = names.list_names().await.ok()?;
            names.into_iter().find(|name| name.starts_with(PREFIX))
        })
        .await;
        Self(proxy(&bus, name.to_string()).await.expect("a player has an interface"))
    }

    /// A property that is a number, as it is now.
    pub async fn number(&self, property: &str) -> f64 {
        self.0.get_property(property).await.expect("a player answers")
    }

    pub async fn set_rate(&self, rate: f64) {
        self.0.set_property("Rate", rate).await.expect("a player takes a rate");
    }

    /// In seconds.
    pub async fn position(&self) -> f64 {
        let micros: i64 = self.0.get_property("Position").await.expect("a player answers");
        #[allow(clippy::cast_precision_loss, reason = "microseconds of an episode")]
        let seconds = micros as f64 / 1e6;
        seconds
    }
}

/// Places change without being told, so nothing is remembered.
async fn proxy(bus: &Connection, name: String) -> zbus::Result<Proxy<'static>> {
    zbus::proxy::Builder::new(bus)
        .destination(name)?
        .path("/org/mpris/MediaPlayer2")?
        .interface("org.mpris.MediaPlayer2.Player")?
        .cache_properties(CacheProperties::No)
        .build()
        .await
}
