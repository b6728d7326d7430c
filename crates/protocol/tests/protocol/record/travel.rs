//! Records as JSON.

use balados_protocol::Record;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::made;

/// A later version says more, everywhere.
fn with_unknown_fields(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.values_mut().for_each(with_unknown_fields);
        fields.insert("said_by_a_later_version".to_owned(), json!({"deep": [1, null]}));
    }
}

proptest! {
    #[test]
    fn what_travels_arrives(record in made::any_record()) {
        let text = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
    }

    #[test]
    fn what_a_later_version_adds_is_passed_over(record in made::any_record()) {
        let mut json = serde_json::to_value(&record).unwrap();
        with_unknown_fields(&mut json);
        prop_assert_eq!(serde_json::from_value::<Record>(json).unwrap(), record);
    }

    #[test]
    fn the_kind_is_said(record in made::any_record()) {
        let json = serde_json::to_value(&record).unwrap();
        prop_assert_eq!(&json["kind"], record.kind().as_str());
    }

    #[test]
    fn no_text_makes_reading_panic(text in ".{0,200}") {
        let _ = serde_json::from_str::<Record>(&text).map(|record| record.check());
    }
}
