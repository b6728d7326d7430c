//! A server that knows no records: the semantics are our own server's, the quirks those of the recordings. The names of
//! tests say which item of protocol.md, section 6, they are about.

mod feeds;
mod front;
mod quirks;

use balados_sync::Phase;
use serde_json::Value;

use self::front::Front;
use crate::{device::Device, world::World};

/// A world with a classic server.
async fn classic() -> (World, Front) {
    let world = World::new().await;
    let front = Front::of(world.server_address()).await;
    world.wire.lead_to(front.address);
    (world, front)
}

async fn in_step(device: &Device) {
    device.until(|phase| *phase == Phase::Resting).await;
}

/// Entries that were sent.
fn entries(asked: &[Value]) -> Vec<&Value> {
    let lists = asked.iter().filter_map(|it| it["changes"].as_object());
    lists.flat_map(|it| it.values().filter_map(Value::as_array).flatten()).collect()
}
