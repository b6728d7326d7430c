use balados_protocol::exchange::Cursor;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_cursor_comes_back_as_it_went(epoch in "[A-Za-z0-9]{1,64}", seq in 0i64.., from_scratch: bool) {
        let cursor = Cursor { epoch, seq, from_scratch };
        prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor.clone()));
        let json = serde_json::to_string(&cursor).unwrap();
        prop_assert_eq!(serde_json::from_str::<Cursor>(&json).unwrap(), cursor);
    }

    #[test]
    fn any_other_text_is_refused_or_means_one_place(text in r"[A-Za-z0-9.+\- ]{0,20}|.{0,80}") {
        if let Ok(cursor) = text.parse::<Cursor>() {
            prop_assert!(cursor.seq >= 0);
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        }
    }
}

#[test]
fn what_is_no_cursor_is_refused() {
    let long = format!("{}.1", "e".repeat(65));
    for text in
        ["", ".", "e", "e.", ".1", "e.-1", "e.1.2", "e.x", "e.9223372036854775808", "é.1", &long]
    {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}
