//! Three replicas that hear the same changes, in any order, twice, or from each other, agree.

use std::collections::BTreeMap;

use balados_protocol::Record;
use proptest::{collection::vec, prelude::*};

use super::made;

type State = BTreeMap<String, Record>;

fn take(state: &mut State, record: &Record) {
    let key = record.key().as_str().to_owned();
    let joined = match state.remove(&key) {
        Some(known) => known.join(record.clone()).unwrap(),
        None => record.clone(),
    };
    state.insert(key, joined);
}

#[derive(Debug, Clone)]
enum Event {
    /// A change arrives at a replica.
    Change { at: usize, index: prop::sample::Index },
    /// A replica sends all that it has to another.
    Gossip { from: usize, to: usize },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0usize..3, any::<prop::sample::Index>())
            .prop_map(|(at, index)| Event::Change { at, index }),
        1 => (0usize..3, 0usize..3).prop_map(|(from, to)| Event::Gossip { from, to }),
    ]
}

fn gossip(replicas: &mut [State; 3], from: usize, to: usize) {
    for record in replicas[from].clone().values() {
        take(&mut replicas[to], record);
    }
}

proptest! {
    #[test]
    fn replicas_agree(
        changes in vec(made::any_record(), 1..40),
        events in vec(event(), 0..60),
        rest in Just((0..40).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut replicas: [State; 3] = Default::default();
        for event in events {
            match event {
                Event::Change { at, index } => take(&mut replicas[at], index.get(&changes)),
                Event::Gossip { from, to } => gossip(&mut replicas, from, to),
            }
        }
        // The partitions end: each change has reached somebody, and everybody hears everybody.
        for (turn, index) in rest.into_iter().enumerate() {
            if let Some(change) = changes.get(index) {
                take(&mut replicas[turn % 3], change);
            }
        }
        for (from, to) in [(0, 1), (1, 2), (2, 0), (2, 1)] {
            gossip(&mut replicas, from, to);
        }
        let mut all = State::new();
        for change in &changes {
            take(&mut all, change);
        }
        for replica in &replicas {
            prop_assert_eq!(replica, &all);
        }
    }
}
