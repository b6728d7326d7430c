//! The addresses of this computer, as they come and go, and sleep, as every computer shows it: looked at every few seconds.
//! One that never had any address is not called offline: it may be all that there is.

use std::{collections::HashSet, io, net::IpAddr, time::Duration};

use tokio::{
    sync::mpsc,
    task::spawn_blocking,
    time::{Instant, MissedTickBehavior, interval},
};

use super::Notice;
use crate::clock::now_ms;

/// Between two looks.
const LOOK: Duration = Duration::from_secs(5);
/// After sleep the clock on the wall is ahead of the one that counts: by more than this it has slept, or was set.
const JUMP_MS: i64 = 30_000;

pub(super) async fn watch(tell: mpsc::Sender<Notice>) {
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut clocks = (Instant::now(), now_ms());
    let mut known = None;
    loop {
        look.tick().await;
        let mut notices = Vec::new();
        let (before, now) = (clocks, (Instant::now(), now_ms()));
        clocks = now;
        if has_slept(now.0 - before.0, now.1.saturating_sub(before.1)) {
            notices.push(Notice::Replaced);
        }
        match addresses().await {
            Ok(now) => {
                if let Some(before) = known.replace(now.clone()) {
                    notices.extend(changes(&before, &now));
                }
            }
            Err(error) => tracing::debug!(%error, "The addresses of this computer are not known"),
        }
        for notice in notices {
            if tell.send(notice).await.is_err() {
                return;
            }
        }
    }
}

fn has_slept(counted: Duration, on_the_wall_ms: i64) -> bool {
    let counted_ms = i64::try_from(counted.as_millis()).unwrap_or(i64::MAX);
    on_the_wall_ms.saturating_sub(counted_ms) > JUMP_MS
}

/// Those by which others can be reached.
async fn addresses() -> io::Result<HashSet<IpAddr>> {
    let found = spawn_blocking(if_addrs::get_if_addrs).await.map_err(io::Error::other)??;
    Ok(found.into_iter().map(|it| it.ip()).filter(|it| leads_elsewhere(*it)).collect())
}

/// Every computer reaches itself, and a link that nobody has configured reaches nobody.
fn leads_elsewhere(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => !it.is_loopback() && !it.is_link_local(),
        IpAddr::V6(it) => !it.is_loopback() && !it.is_unicast_link_local(),
    }
}

fn changes(before: &HashSet<IpAddr>, now: &HashSet<IpAddr>) -> Vec<Notice> {
    let (came, went) = (!now.is_subset(before), !before.is_subset(now));
    [
        went.then_some(Notice::Replaced),
        came.then_some(Notice::Opened),
        (came || went).then_some(Notice::Online(!now.is_empty())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(addresses: &[&str]) -> HashSet<IpAddr> {
        addresses.iter().map(|it| it.parse().unwrap()).collect()
    }

    #[test]
    fn addresses_that_come_and_go_are_told() {
        use Notice::{Online, Opened, Replaced};
        let (none, home, both) =
            (at(&[]), at(&["192.168.1.7"]), at(&["192.168.1.7", "2001:db8::7"]));
        assert_eq!(changes(&home, &home), []);
        assert_eq!(changes(&none, &home), [Opened, Online(true)]);
        assert_eq!(changes(&home, &both), [Opened, Online(true)]);
        assert_eq!(changes(&both, &home), [Replaced, Online(true)]);
        assert_eq!(changes(&home, &none), [Replaced, Online(false)]);
    }

    #[test]
    fn what_reaches_nobody_does_not_count() {
        for own in ["127.0.0.1", "::1", "fe80::1", "169.254.3.4", "::ffff:127.0.0.1"] {
            assert!(!leads_elsewhere(own.parse().unwrap()), "{own}");
        }
        assert!(leads_elsewhere("192.168.1.7".parse().unwrap()));
    }

    #[test]
    fn a_clock_that_is_ahead_has_slept() {
        let counted = Duration::from_secs(5);
        assert!(has_slept(counted, 3_600_000));
        assert!(!has_slept(counted, 5_100) && !has_slept(counted, 20_000));
        assert!(!has_slept(counted, -3_600_000), "set back");
    }

    #[tokio::test]
    async fn this_computer_has_addresses_that_can_be_read() {
        addresses().await.unwrap();
    }
}
