use balados_backend::{
    Event,
    view::{List, ListPlace, OwnSpeed, PlaySpeed, PlayerPhase, SleepAfter, SleepTimer, Speeds},
};

use crate::{
    house::{House, event},
    publisher::Publisher,
    syncing::Town,
};

fn speed(percent: i32, default_percent: i32, is_own: bool) -> PlaySpeed {
    PlaySpeed { percent, default_percent, is_own }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speed_holds_over_loads_and_restarts() {
    let (house, publisher) = (House::new(), Publisher::start(2, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids: Vec<_> = app.episodes(podcast).await.iter().map(|episode| episode.id).collect();
    assert_eq!(app.backend.player().speed, speed(100, 100, false));
    app.backend.set_speed(150).await.unwrap();
    app.backend.play_episode(ids[0]).await.unwrap();
    let from = app.hear(1_000).await.position_ms;
    let moved = app.hear(4_000).await.position_ms - from;
    assert!((5_700..6_300).contains(&moved), "{moved} ms in 4 s");
    app.backend.play_episode(ids[1]).await.unwrap();
    app.hear(500).await;
    assert_eq!(app.backend.player().speed, speed(150, 150, false), "the next is as fast");
    app.quit().await;

    let app = house.start().await;
    assert_eq!(app.backend.player().speed, speed(150, 150, false));
    app.backend.play().await.unwrap();
    let from = app.hear(1_000).await.position_ms;
    let moved = app.hear(2_000).await.position_ms - from;
    assert!((2_700..3_300).contains(&moved), "{moved} ms in 2 s");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_podcast_can_have_a_speed_of_its_own() {
    let (one, other) = (Publisher::start(1, 60).await, Publisher::start(1, 60).await);
    let house = House::new();
    let app = house.start().await;
    let (fast, usual) = (app.add(&one).await, app.add(&other).await);
    let (fast, usual) = (app.episodes(fast).await[0].id, app.episodes(usual).await[0].id);
    assert_eq!(app.backend.set_own_speed(true).await.unwrap_err().code, "nothing-to-play");
    app.backend.play_episode(fast).await.unwrap();
    app.phase(PlayerPhase::Playing).await;
    app.backend.set_own_speed(true).await.unwrap();
    app.backend.step_speed(10).await.unwrap();
    assert_eq!(app.backend.player().speed, speed(150, 100, true));
    app.backend.play_episode(usual).await.unwrap();
    assert_eq!(app.backend.player().speed, speed(100, 100, false));
    app.backend.set_speed(80).await.unwrap();
    app.backend.set_speed_of(fast, 175).await.unwrap();
    app.quit().await;

    let app = house.start().await;
    assert_eq!(app.backend.player().speed, speed(80, 80, false));
    app.backend.play_episode(fast).await.unwrap();
    assert_eq!(app.backend.player().speed, speed(175, 80, true));
    app.backend.set_default_speed(120).await.unwrap();
    assert_eq!(app.backend.player().speed, speed(175, 120, true));
    app.backend.set_own_speed(false).await.unwrap();
    assert_eq!(app.backend.player().speed, speed(120, 120, false));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_speed_is_refused_and_changes_nothing() {
    let house = House::new();
    let app = house.start().await;
    for percent in [i32::MIN, 0, 49, 101, 305, i32::MAX] {
        let refused = app.backend.set_speed(percent).await.unwrap_err();
        assert_eq!(refused.code, "speed-out-of-range");
        let refused = app.backend.set_default_speed(percent).await.unwrap_err();
        assert_eq!(refused.code, "speed-out-of-range");
    }
    assert_eq!(app.backend.player().speed, speed(100, 100, false));
    // Others' factors become the nearest.
    for (factor, percent) in [(f64::NAN, 100), (1.98, 200), (77.0, 300), (-1.0, 50)] {
        app.backend.set_nearest_speed(factor).await.unwrap();
        assert_eq!(app.backend.player().speed.percent, percent, "{factor}");
    }
    app.backend.step_speed(i32::MIN).await.unwrap();
    assert_eq!(app.backend.player().speed.percent, 50);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sleep_timer_counts_the_listeners_time() {
    let (house, publisher) = (House::new(), Publisher::start(1, 120).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let episode = app.episodes(podcast).await[0].id;
    app.backend.set_speed(200).await.unwrap();
    app.backend.play_episode(episode).await.unwrap();
    let from = app.hear(1_000).await.position_ms;
    app.backend.set_sleep_timer(SleepAfter::Time { ms: 15_000 }).await.unwrap();
    app.hear_until(|it| matches!(it.sleep, Some(SleepTimer::Time { is_fading: true, .. }))).await;
    let moved = app.backend.player().position_ms - from;
    assert!((9_000..11_500).contains(&moved), "{moved} ms of the recording in 5 s");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_the_queue_takes_as_long_as_it_does_at_the_speed_of_each() {
    let (one, other) = (Publisher::start(1, 60).await, Publisher::start(1, 30).await);
    let house = House::new();
    let app = house.start().await;
    for publisher in [&one, &other] {
        let podcast = app.add(publisher).await;
        let episode = app.episodes(podcast).await[0].id;
        app.backend.add_to_list(List::Queue, vec![episode], ListPlace::Last).await.unwrap();
        app.backend.play_episode(episode).await.unwrap();
        app.hear(1_000).await;
        app.backend.pause().await.unwrap();
    }
    let left = async || app.backend.queue().await.unwrap().size.left_ms;
    let recorded = left().await;
    assert!((80_000..90_000).contains(&recorded), "{recorded}");
    let mut events = app.backend.events();
    app.backend.set_default_speed(200).await.unwrap();
    event(&mut events, |it| matches!(it, Event::SpeedsChanged).then_some(())).await;
    assert!((left().await - recorded / 2).abs() <= 2, "{} of {recorded}", left().await);

    // What is in the player now is half as fast as it was recorded; the other stays.
    let episode = app.backend.player().episode.unwrap();
    let rest =
        app.backend.player().duration_ms.unwrap() - app.episode(episode.id).await.position_ms;
    app.backend.set_own_speed(true).await.unwrap();
    app.backend.set_speed(50).await.unwrap();
    let wanted = (recorded - rest) / 2 + rest * 2;
    assert!((left().await - wanted).abs() <= 4, "{} for {wanted}", left().await);
    let own = vec![OwnSpeed { podcast_id: episode.podcast_id, percent: 50 }];
    assert_eq!(app.backend.speeds().await.unwrap(), Speeds { default_percent: 200, own });
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn speeds_are_the_same_on_all_devices() {
    let (town, publisher) = (Town::new().await, Publisher::start(1, 60).await);
    let (desk, lap) = (town.app().await, town.app().await);
    desk.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    town.connect(&desk.backend).await;
    town.connect(&lap.backend).await;
    desk.backend.set_default_speed(125).await.unwrap();
    lap.eventually("the default", async |it| it.player().speed == speed(125, 125, false)).await;

    let episode = desk.first_episode().await.id;
    desk.backend.set_volume(0.0).await.unwrap();
    desk.backend.play_episode(episode).await.unwrap();
    desk.backend.set_own_speed(true).await.unwrap();
    desk.backend.set_speed(200).await.unwrap();
    desk.backend.pause().await.unwrap();
    lap.eventually("the podcast", async |it| {
        it.podcasts(balados_backend::view::PodcastOrder::Title, None, None, 10)
            .await
            .is_ok_and(|page| !page.items.is_empty())
    })
    .await;
    let episode = lap.first_episode().await.id;
    lap.eventually("the speed of the podcast", async |it| {
        it.stop().await.unwrap();
        it.play_episode(episode).await.unwrap();
        it.player().speed == speed(200, 125, true)
    })
    .await;
    let own = vec![OwnSpeed { podcast_id: lap.first_episode().await.podcast_id, percent: 200 }];
    assert_eq!(lap.backend.speeds().await.unwrap(), Speeds { default_percent: 125, own });
    desk.quit().await;
    lap.quit().await;
    town.stop().await;
}
