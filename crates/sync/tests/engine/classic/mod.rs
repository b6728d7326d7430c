//! A server that knows no records: the semantics are our own server's, the quirks those of the recordings.
//!
//! What is tested of each item of protocol.md, section 6:
//!
//! | item | test |
//! |---|---|
//! | 1, 2 | `quirks::what_a_server_has_lost_is_sent_again` |
//! | 3, 6, 8, 11 to 14, 20, 21, 28 | [`Front`] fails every test that asks for more than `/sync` and the token |
//! | 4 | `feeds::likes_come_and_go` |
//! | 5, 29 | `quirks::a_server_that_fails_has_lost_nothing`, `one_entry_that_the_server_fails_on_does_not_stop_the_others` |
//! | 7 | `api::proxy`: ids are padded there, and nowhere else |
//! | 9 | `app_id::each_is_another_and_can_be_read_again`: every sign-in has a name of its own |
//! | 10, 17 | `classic::door`: whole seconds, and no field that is left out |
//! | 15, 22 | `feeds::two_libraries_become_one_in_whole_seconds`: titles are the feed's own |
//! | 16 | `lists::lists_grow_and_shrink_on_both_sides` |
//! | 18 | [`real::Real`] names conflicts in every answer; nothing is read from them |
//! | 19 | `feeds::acts_of_one_second_arrive_in_their_order` |
//! | 23 | `api::refusal`: by status and code, never by words |
//! | 24 | `quirks::a_server_that_asks_for_patience_gets_it` |
//! | 26 | `kept_here`, and the words of the privacy page for such a server |
//! | 25, 27, 30 | of the server and the browser alone: the app opens the page, and does not read it |

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
