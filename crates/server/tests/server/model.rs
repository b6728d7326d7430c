//! Random histories on three devices: whatever is lost, repeated, split into pages or done at once, all devices
//! end with the same things, and these are everything that the server took.
//!
//! A failure prints its seed; `MODEL_SEED=… cargo test -p balados-server --test server model` tells it again.

use std::collections::BTreeMap;

use balados_protocol::Record;
use futures_util::future::join_all;
use proptest::{
    collection::vec,
    prelude::{Strategy, any, prop},
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use crate::support::{Device, Home, on_both};

#[path = "../../../protocol/tests/protocol/record/made.rs"]
#[allow(dead_code, reason = "the laws of joining need more of it")]
mod made;

const HISTORIES: u64 = 6;
const STEPS: usize = 30;

type State = BTreeMap<String, Record>;

fn take(state: &mut State, record: Record) {
    let key = record.key().as_str().to_owned();
    let joined = match state.remove(&key) {
        Some(known) => known.join(record).unwrap(),
        None => record,
    };
    state.insert(key, joined);
}

fn records(answer: &Value) -> Vec<Record> {
    serde_json::from_value(answer["changes"].clone()).unwrap()
}

/// A library on a device, and what it has yet to send.
struct Library {
    device: Device,
    state: State,
    cursor: Value,
    waiting: Vec<Record>,
    /// Sent, and not known to have arrived: sent again exactly so.
    unanswered: Option<Value>,
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Answered,
    /// The server took it, the device never learns.
    AnswerLost,
    /// It arrives twice.
    Repeated,
}

/// What a device does in one step.
#[derive(Debug, Clone)]
struct Act {
    changes: Vec<Record>,
    is_online: bool,
    fate: Fate,
    limit: u32,
    names_itself: bool,
}

fn act() -> impl Strategy<Value = Act> {
    let fate = prop::sample::select(vec![
        Fate::Answered,
        Fate::Answered,
        Fate::AnswerLost,
        Fate::Repeated,
    ]);
    (vec(made::any_record(), 0..4), any::<bool>(), fate, 1u32..8, any::<bool>()).prop_map(
        |(changes, is_online, fate, limit, names_itself)| Act {
            changes,
            is_online,
            fate,
            limit,
            names_itself,
        },
    )
}

impl Library {
    fn new(device: Device) -> Self {
        Self {
            device,
            state: State::new(),
            cursor: Value::Null,
            waiting: Vec::new(),
            unanswered: None,
        }
    }

    async fn perform(&mut self, act: Act) {
        for change in act.changes {
            take(&mut self.state, change.clone());
            self.waiting.push(change);
        }
        if act.is_online {
            self.exchange(act.fate, act.limit, act.names_itself).await;
        }
    }

    async fn exchange(&mut self, fate: Fate, limit: u32, names_itself: bool) -> bool {
        let request = match self.unanswered.take() {
            Some(request) => request,
            None => self.request(limit, names_itself),
        };
        let mut answer = self.device.exchange(&request).await;
        if matches!(fate, Fate::Repeated) {
            answer = self.device.exchange(&request).await;
        }
        if matches!(fate, Fate::AnswerLost) {
            self.unanswered = Some(request);
            return true;
        }
        assert_eq!((&answer["refused"], &answer["reset"]), (&json!([]), &json!(false)));
        let is_news = answer["cursor"] != self.cursor;
        for record in records(&answer) {
            take(&mut self.state, record);
        }
        self.cursor = answer["cursor"].clone();
        is_news || answer["more"] == json!(true) || !self.waiting.is_empty()
    }

    fn request(&mut self, limit: u32, names_itself: bool) -> Value {
        let changes = std::mem::take(&mut self.waiting);
        let name = names_itself.then(|| uuid::Uuid::new_v4().to_string());
        json!({"request_id": name, "cursor": self.cursor, "changes": changes, "limit": limit})
    }
}

/// All that a new device gets, in pages.
async fn everything(device: &Device, limit: u32) -> State {
    let (mut cursor, mut state) = (Value::Null, State::new());
    loop {
        let page = device.exchange(&json!({"cursor": cursor, "limit": limit})).await;
        for record in records(&page) {
            take(&mut state, record);
        }
        cursor = page["cursor"].clone();
        if page["more"] == json!(false) {
            return state;
        }
    }
}

async fn tell(home: &Home, runner: &mut TestRunner) {
    let ada = home.listener(&uuid::Uuid::new_v4().to_string()).await;
    let mut libraries = Vec::new();
    for name in ["desk", "phone", "car"] {
        libraries.push(Library::new(home.device(&ada, name).await));
    }
    let mut all = State::new();
    for _ in 0..STEPS {
        let acts = vec(act(), 3).new_tree(runner).unwrap().current();
        for change in acts.iter().flat_map(|act| act.changes.clone()) {
            take(&mut all, change);
        }
        join_all(libraries.iter_mut().zip(acts).map(|(library, act)| library.perform(act))).await;
    }
    loop {
        let mut is_news = false;
        for library in &mut libraries {
            is_news |= library.exchange(Fate::Answered, 7, true).await;
        }
        if !is_news {
            break;
        }
    }
    let download = everything(&libraries[0].device, 5).await;
    assert_eq!(download, all, "the server has what it took");
    for library in &libraries {
        assert_eq!(library.state, all, "{} has it too", library.device.name);
    }
}

fn seed() -> u64 {
    std::env::var("MODEL_SEED").ok().map_or_else(rand::random, |text| text.parse().unwrap())
}

/// One seed, one history.
fn runner(seed: u64) -> TestRunner {
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

on_both! {
    async fn devices_agree_whatever_happens(home: Home) {
        let first = seed();
        for seed in (0..HISTORIES).map(|nth| first.wrapping_add(nth)) {
            println!("MODEL_SEED={seed}");
            tell(&home, &mut runner(seed)).await;
        }
    }
}
