//! The examples of docs/protocol-extensions.md: one of each kind.

use balados_protocol::{Kind, Record};

const EXAMPLES: &str = include_str!("../records.json");

#[test]
fn every_kind_has_a_valid_example() {
    let records: Vec<Record> = serde_json::from_str(EXAMPLES).unwrap();
    let kinds: Vec<Kind> = records.iter().map(Record::kind).collect();
    assert_eq!(kinds, Kind::ALL);
    for record in &records {
        assert_eq!(record.check(), Ok(()), "{record:?}");
    }
}

#[test]
fn examples_are_written_as_they_travel() {
    let records: Vec<Record> = serde_json::from_str(EXAMPLES).unwrap();
    assert_eq!(serde_json::to_string_pretty(&records).unwrap() + "\n", EXAMPLES);
}
