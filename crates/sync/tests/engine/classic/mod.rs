//! A server that knows no records: the semantics are our own server's, the quirks those of the recordings. The names of
//! tests say which item of protocol.md, section 6, they are about.

mod feeds;
mod front;
mod lists;
mod quirks;
mod real;

pub(crate) use self::front::Front;

use balados_sync::Phase;
use serde_json::Value;

use self::real::Real;
use crate::{device::Device, world::World};

/// By whose rules rows are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Our own server's.
    Ours,
    /// `balados.sync`'s.
    Real,
}

/// One test for each of [`Rules`].
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod ours {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (world, front) = $crate::classic::classic($crate::classic::Rules::Ours).await;
                super::$name(&world, &front).await;
            })+
        }
        mod real {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (world, front) = $crate::classic::classic($crate::classic::Rules::Real).await;
                super::$name(&world, &front).await;
            })+
        }
    };
}
use on_both;

/// A world with a classic server.
pub(crate) async fn classic(rules: Rules) -> (World, Front) {
    let world = World::new().await;
    let front = Front::of(world.server_address()).await;
    if rules == Rules::Real {
        let mut real = Real::default();
        front.answer_with(move |asked| Some((200, real.answer(asked))));
    }
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
