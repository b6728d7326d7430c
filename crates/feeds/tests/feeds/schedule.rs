//! When feeds are asked again.

use std::time::Duration;

use balados_feeds::{RefreshHints, RetryAfter, Rhythm, next_refresh, next_refresh_of_gone};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Monday 2023-11-13, 00:00 UTC.
const MONDAY: i64 = 1_699_833_600_000;

fn every(gap: i64, last: i64) -> Rhythm {
    Rhythm { recent_ms: (0..12).map(|n| last - n * gap).collect() }
}

fn wait(rhythm: &Rhythm, hints: &RefreshHints, failures: u32, now: i64) -> i64 {
    next_refresh(rhythm, hints, failures, now, 7) - now
}

fn plainly(rhythm: &Rhythm, now: i64) -> i64 {
    wait(rhythm, &RefreshHints::default(), 0, now)
}

#[test]
fn a_lively_feed_is_asked_often_and_a_silent_one_daily() {
    assert!(plainly(&every(HOUR, MONDAY), MONDAY + 10 * MINUTE) <= 17 * MINUTE);
    assert!(plainly(&every(7 * DAY, MONDAY), MONDAY + 300 * DAY) >= 24 * HOUR);
    let unknown = plainly(&Rhythm::default(), MONDAY);
    assert!((HOUR..=6 * HOUR).contains(&unknown));
}

#[test]
fn a_weekly_show_is_asked_when_it_is_expected() {
    let show = every(7 * DAY, MONDAY);
    // In the middle of the week now and then, on the day often, and never past the expected hour.
    assert!(plainly(&show, MONDAY + 3 * DAY) >= 20 * HOUR);
    assert!(plainly(&show, MONDAY + 7 * DAY) <= 17 * MINUTE);
    let evening_before = MONDAY + 7 * DAY - 4 * HOUR;
    assert!(evening_before + plainly(&show, evening_before) <= MONDAY + 7 * DAY);
}

#[test]
fn failures_back_off_to_a_day() {
    let show = every(HOUR, MONDAY);
    let waits: Vec<i64> =
        (1..12).map(|n| wait(&show, &RefreshHints::default(), n, MONDAY)).collect();
    assert!(waits.is_sorted(), "{waits:?}");
    assert!(waits[0] <= 20 * MINUTE && waits[10] >= DAY && waits[10] <= DAY * 11 / 10, "{waits:?}");
}

#[test]
fn wishes_make_it_later_but_not_for_more_than_a_day() {
    let show = every(HOUR, MONDAY);
    let with = |hints: RefreshHints| wait(&show, &hints, 0, MONDAY);
    let max_age =
        |hours| RefreshHints { max_age: Some(Duration::from_hours(hours)), ..Default::default() };
    assert!(with(max_age(6)) >= 6 * HOUR);
    assert!(with(max_age(1000)) <= DAY * 11 / 10);
    assert!(
        with(RefreshHints { ttl: Some(Duration::from_hours(2)), ..Default::default() }) >= 2 * HOUR
    );
    let retry = |after| with(RefreshHints { retry_after: Some(after), ..Default::default() });
    assert!(retry(RetryAfter::In(Duration::from_hours(48))) >= 2 * DAY);
    assert!(retry(RetryAfter::At(MONDAY + 5 * HOUR)) >= 5 * HOUR);
    assert!(retry(RetryAfter::In(Duration::from_secs(u64::MAX))) <= 8 * DAY);
}

#[test]
fn skipped_hours_and_days_are_skipped() {
    let show = every(HOUR, MONDAY);
    let night = RefreshHints { skip_hours: (0..6).collect(), ..Default::default() };
    let at = next_refresh(&show, &night, 0, MONDAY, 7);
    assert!((6 * HOUR..7 * HOUR).contains(&(at - MONDAY)), "{at}");
    let always = RefreshHints { skip_hours: (0..24).collect(), ..Default::default() };
    assert!(wait(&show, &always, 0, MONDAY) <= 17 * MINUTE);
}

#[test]
fn eight_hundred_feeds_do_not_come_at_once() {
    let show = every(7 * DAY, MONDAY - 3 * DAY);
    let times = (0..800)
        .map(|seed| next_refresh(&show, &RefreshHints::default(), 0, MONDAY, seed) / MINUTE);
    let mut times: Vec<i64> = times.collect();
    times.sort_unstable();
    let busiest = times.chunk_by(|a, b| a == b).map(<[i64]>::len).max().unwrap();
    assert!(busiest < 40, "{busiest} in one minute");
}

fn hints() -> impl Strategy<Value = RefreshHints> {
    let span = || proptest::option::of(any::<u64>().prop_map(Duration::from_secs));
    let retry = proptest::option::of(prop_oneof![
        any::<u64>().prop_map(|s| RetryAfter::In(Duration::from_secs(s))),
        any::<i64>().prop_map(RetryAfter::At),
    ]);
    let hours = proptest::collection::vec(0_u8..30, 0..24);
    let days = proptest::collection::vec(0_u8..9, 0..7);
    (span(), span(), retry, hours, days).prop_map(
        |(max_age, ttl, retry_after, skip_hours, skip_days)| RefreshHints {
            max_age,
            ttl,
            retry_after,
            skip_hours,
            skip_days,
        },
    )
}

proptest! {
    #[test]
    fn the_next_time_is_always_in_reach(
        recent in proptest::collection::vec(0..2_000_000_000_000_i64, 0..20),
        hints in hints(), failures in 0..200_u32, now in 0..2_000_000_000_000_i64, seed: u64,
    ) {
        let rhythm = Rhythm { recent_ms: recent };
        let at = next_refresh(&rhythm, &hints, failures, now, seed);
        prop_assert!(at >= now + 15 * MINUTE);
        prop_assert!(at <= now + 9 * DAY);
        prop_assert_eq!(at, next_refresh(&rhythm, &hints, failures, now, seed));
        let without = next_refresh(&rhythm, &RefreshHints::default(), failures, now, seed);
        prop_assert!(without <= now + DAY * 11 / 10);
        prop_assert!(at >= without, "wishes never make it sooner");
        let gone = next_refresh_of_gone(now, seed);
        prop_assert!((7 * DAY..8 * DAY).contains(&(gone - now)));
    }

    #[test]
    fn more_failures_never_come_back_sooner(failures in 1..100_u32, seed: u64, now in 0..2_000_000_000_000_i64) {
        let wait = |failures| next_refresh(&Rhythm::default(), &RefreshHints::default(), failures, now, seed);
        prop_assert!(wait(failures) <= wait(failures + 1));
    }
}
