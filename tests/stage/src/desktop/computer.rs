//! What the system says of the computer: its network, by `NetworkManager` on a bus of the test's own.
#![allow(
    clippy::used_underscore_binding,
    clippy::unused_self,
    reason = "an interface on the bus has the shape that its macro asks for"
)]

use zbus::{Connection, connection, interface, zvariant::OwnedObjectPath};

use super::bus::Bus;

const NAME: &str = "org.freedesktop.NetworkManager";
const PATH: &str = "/org/freedesktop/NetworkManager";
const PRIMARY: &str = "/org/freedesktop/NetworkManager/ActiveConnection/1";
/// `NM_STATE_CONNECTED_GLOBAL`, and the `NMMetered` values yes and no.
const CONNECTED: u32 = 70;
const YES: u32 = 1;
const NO: u32 = 2;

/// It says so until it is dropped.
pub struct Computer(Connection);

struct Network {
    is_metered: bool,
}

#[interface(name = "org.freedesktop.NetworkManager")]
impl Network {
    #[zbus(property)]
    fn state(&self) -> u32 {
        CONNECTED
    }

    #[zbus(property)]
    fn metered(&self) -> u32 {
        if self.is_metered { YES } else { NO }
    }

    #[zbus(property)]
    fn primary_connection(&self) -> OwnedObjectPath {
        PRIMARY.try_into().expect("a path")
    }
}

impl Computer {
    /// Every byte costs, or none.
    pub async fn open_on(bus: &Bus, is_metered: bool) -> Self {
        let address = bus.address();
        let connection = connection::Builder::address(address.as_str())
            .and_then(|bus| bus.serve_at(PATH, Network { is_metered }))
            .and_then(|bus| bus.name(NAME))
            .expect("a well-formed service")
            .build()
            .await
            .expect("the bus has no network yet");
        Self(connection)
    }

    /// It gets another connection.
    pub async fn costs(&self, is_metered: bool) {
        let network = self.0.object_server().interface::<_, Network>(PATH).await;
        let network = network.expect("it is served");
        network.get_mut().await.is_metered = is_metered;
        let told = network.get().await.metered_changed(network.signal_emitter()).await;
        told.expect("the bus is there");
    }
}
