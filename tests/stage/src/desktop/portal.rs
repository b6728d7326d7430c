//! What a desktop says of its look, by the settings of its portal.
#![allow(
    clippy::used_underscore_binding,
    reason = "an interface on the bus has the shape that its macro asks for"
)]

use zbus::{
    Connection, connection, fdo, interface,
    object_server::SignalEmitter,
    zvariant::{OwnedValue, Value},
};

use super::bus::Bus;

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const NAMESPACE: &str = "org.freedesktop.appearance";
const KEY: &str = "color-scheme";

/// Whether the desktop is dark. It says so until it is dropped.
pub struct Portal(Connection);

struct Settings {
    is_dark: bool,
}

impl Settings {
    fn scheme(&self) -> Value<'static> {
        Value::from(if self.is_dark { 1_u32 } else { 2 })
    }
}

#[interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read(&self, namespace: &str, key: &str) -> fdo::Result<OwnedValue> {
        if (namespace, key) != (NAMESPACE, KEY) {
            return Err(fdo::Error::UnknownProperty(key.to_owned()));
        }
        // As the portal has it: a value in a value.
        Value::Value(Box::new(self.scheme()))
            .try_into()
            .map_err(|_| fdo::Error::Failed("no value".to_owned()))
    }

    #[zbus(signal)]
    async fn setting_changed(
        signals: &SignalEmitter<'_>,
        namespace: &str,
        key: &str,
        value: Value<'_>,
    ) -> zbus::Result<()>;
}

impl Portal {
    /// Becomes the portal of the session.
    pub async fn open(is_dark: bool) -> Self {
        Self::on(connection::Builder::session(), is_dark).await
    }

    /// The same, on a bus of a test's own.
    pub async fn open_on(bus: &Bus, is_dark: bool) -> Self {
        let address = bus.address();
        Self::on(connection::Builder::address(address.as_str()), is_dark).await
    }

    async fn on(bus: zbus::Result<connection::Builder<'_>>, is_dark: bool) -> Self {
        let connection = bus
            .and_then(|bus| bus.serve_at(PATH, Settings { is_dark }))
            .and_then(|bus| bus.name(NAME))
            .expect("a well-formed service")
            .build()
            .await
            .expect("the desktop has a bus, and no portal yet");
        Self(connection)
    }

    /// The listener changes the look of the desktop.
    pub async fn turn(&self, is_dark: bool) {
        let settings = self.0.object_server().interface::<_, Settings>(PATH).await;
        let settings = settings.expect("it is served");
        settings.get_mut().await.is_dark = is_dark;
        let value = settings.get().await.scheme();
        let told =
            Settings::setting_changed(settings.signal_emitter(), NAMESPACE, KEY, value).await;
        told.expect("the bus is there");
    }
}
