use balados_backend::{
    Event,
    view::{EpisodeState, List, ListPlace, PlayerPhase, PlayerView, SleepAfter, SleepTimer},
};

use crate::{
    house::{App, House, event},
    publisher::{Publisher, RATE, level_of},
};

const PAUSED: PlayerPhase = PlayerPhase::Paused;

fn seconds(seconds: i64) -> SleepAfter {
    SleepAfter::Time { ms: seconds * 1_000 }
}

fn is_fading(view: &PlayerView) -> bool {
    matches!(view.sleep, Some(SleepTimer::Time { is_fading: true, .. }))
}

impl App {
    async fn sleep_after(&self, after: SleepAfter) {
        self.backend.set_sleep_timer(after).await.unwrap();
    }

    /// Hears on until the timer has paused; the loudest sample of its last second.
    async fn hear_asleep(&self) -> (PlayerView, f32) {
        self.device.take_heard();
        self.hear_until(|view| matches!(view.phase, PAUSED | PlayerPhase::Ended)).await;
        let heard = self.device.take_heard();
        let sounding = heard.iter().rposition(|sample| *sample != 0.0).unwrap_or(0);
        let last = &heard[sounding.saturating_sub(RATE as usize)..];
        let loudest = last.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
        (self.backend.player(), loudest)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_time_the_sound_goes_down_and_waits_where_that_began() {
    let (house, publisher) = (House::new(), Publisher::start(1, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    let mut events = app.backend.events();
    app.backend.play_episode(episode).await.unwrap();
    let from = app.hear(2_000).await.position_ms;
    app.sleep_after(seconds(20)).await;
    let timer = app.backend.player().sleep;
    assert_eq!(timer, Some(SleepTimer::Time { left_minutes: 1, is_fading: false }));
    app.hear_until(is_fading).await;
    let down_from = app.backend.player().position_ms;
    assert!((from + 9_000..from + 11_500).contains(&down_from), "{from}, down from {down_from}");

    let full = app.device.take_heard().into_iter().fold(0.0_f32, f32::max);
    let (view, loudest) = app.hear_asleep().await;
    assert!(loudest < full / 100.0, "{loudest} of {full}");
    assert_eq!((view.phase, view.sleep), (PAUSED, None));
    assert!((view.position_ms - down_from).abs() < 1_000, "{} {down_from}", view.position_ms);
    assert_eq!(asleep(&mut events).await, episode);
    let kept = app.episode(episode).await;
    assert_eq!(kept.state, EpisodeState::InProgress);
    assert!(kept.position_ms <= view.position_ms, "what was not heard well is heard again");

    // A restart finds the place, and no timer.
    app.quit().await;
    let app = house.start().await;
    let shown = app.backend.player();
    assert_eq!((shown.position_ms, shown.sleep), (view.position_ms, None));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn playing_on_is_as_loud_as_before_and_sets_the_same_timer() {
    let (house, publisher) = (House::new(), Publisher::start(1, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    app.hear(1_000).await;
    app.sleep_after(seconds(3)).await;
    app.hear_asleep().await;
    app.device.take_heard();
    app.backend.play_on().await.unwrap();
    app.sleep_after(seconds(60)).await;
    app.hear(1_000).await;
    let heard = app.device.take_heard();
    let second = usize::try_from(app.backend.player().position_ms / 1_000).unwrap();
    let wanted = f32::from(level_of(u32::try_from(second).unwrap())) / 32_768.0;
    let loudest = heard.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
    assert!(loudest >= wanted * 0.9, "{loudest}, not {wanted}");
    app.backend.cancel_sleep_timer().await.unwrap();
    assert_eq!(app.backend.player().sleep, None);
    app.backend.play_on().await.unwrap();
    let timer = app.backend.player().sleep;
    assert_eq!(timer, Some(SleepTimer::Time { left_minutes: 1, is_fading: false }));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_while_nothing_is_heard_and_goes_on_with_another_episode() {
    let (house, publisher) = (House::new(), Publisher::start(2, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids: Vec<_> = app.episodes(podcast).await.iter().map(|episode| episode.id).collect();
    assert_eq!(app.backend.set_sleep_timer(seconds(60)).await.unwrap_err().code, "nothing-to-play");
    app.backend.play_episode(ids[0]).await.unwrap();
    app.hear(1_000).await;
    app.sleep_after(seconds(62)).await;
    app.backend.pause().await.unwrap();
    app.phase(PAUSED).await;
    app.backend.seek(100_000).await.unwrap();
    app.backend.play_episode(ids[1]).await.unwrap();
    app.hear_until(|view| view.phase == PlayerPhase::Playing).await;
    let left = |view: &PlayerView| match view.sleep {
        Some(SleepTimer::Time { left_minutes, .. }) => left_minutes,
        _ => 0,
    };
    assert_eq!(left(&app.backend.player()), 2);
    app.hear_until(|view| left(view) == 1).await;
    let heard = app.backend.player().position_ms;
    assert!((1_000..4_000).contains(&heard), "{heard}");
    app.backend.extend_sleep_timer(300_000).await.unwrap();
    assert_eq!(left(&app.backend.player()), 6);
    app.backend.stop().await.unwrap();
    assert_eq!(app.backend.player().sleep, None);
    assert_eq!(app.backend.extend_sleep_timer(1).await.unwrap_err().code, "no-sleep-timer");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pauses_on_the_way_down_is_not_paused_again() {
    let (house, publisher) = (House::new(), Publisher::start(1, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.play_episode(episode).await.unwrap();
    app.hear(1_000).await;
    app.sleep_after(seconds(5)).await;
    app.hear_until(is_fading).await;
    app.backend.pause().await.unwrap();
    assert_eq!(app.phase(PAUSED).await.sleep, None);
    app.backend.play().await.unwrap();
    app.hear(8_000).await;

    // One who asks for more hears all of it again.
    app.sleep_after(seconds(5)).await;
    app.hear_until(is_fading).await;
    app.backend.extend_sleep_timer(300_000).await.unwrap();
    app.hear(8_000).await;
    assert!(!is_fading(&app.backend.player()));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_end_of_the_episode_the_queue_waits_and_is_played_on() {
    let (house, publisher) = (House::new(), Publisher::start(3, 6).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids: Vec<_> = app.episodes(podcast).await.iter().map(|episode| episode.id).collect();
    let mut events = app.backend.events();
    let next = vec![ids[1], ids[2]];
    app.backend.add_to_list(List::Queue, next, ListPlace::Last).await.unwrap();
    app.backend.play_episode(ids[0]).await.unwrap();
    app.sleep_after(SleepAfter::EpisodeEnd).await;
    assert_eq!(app.backend.player().sleep, Some(SleepTimer::EpisodeEnd));
    let (view, loudest) = app.hear_asleep().await;
    assert_eq!((view.phase, view.sleep), (PlayerPhase::Ended, None));
    assert!(loudest > 0.01, "an end is heard to its end: {loudest}");
    assert_eq!(asleep(&mut events).await, ids[0]);
    assert_eq!(app.episode(ids[0]).await.state, EpisodeState::Played);

    app.backend.play_on().await.unwrap();
    let view = app.phase(PlayerPhase::Playing).await;
    assert_eq!(view.episode.map(|it| it.id), Some(ids[1]));
    assert_eq!(app.backend.player().sleep, Some(SleepTimer::EpisodeEnd));
    // Time that ends with the episode does not begin another one.
    app.sleep_after(seconds(9)).await;
    let (view, _) = app.hear_asleep().await;
    assert_eq!((view.phase, view.sleep), (PlayerPhase::Ended, None));
    assert_eq!(view.episode.map(|it| it.id), Some(ids[1]));
    assert_eq!(asleep(&mut events).await, ids[1]);
    app.quit().await;
}

/// The episode that the timer has ended.
async fn asleep(events: &mut balados_backend::EventStream) -> i64 {
    event(events, |event| match event {
        Event::SleepTimerEnded { episode_id } => Some(episode_id),
        _ => None,
    })
    .await
}
