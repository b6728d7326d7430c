//! What does not leave a device, who may see the rest, what the devices are called, and what sync says it has done.

use balados_backend::{
    Error, Event,
    view::{
        EpisodeState, OnOtherDevices, PrivacyLevel, PrivacyServer, Sharing, SyncHappening,
        SyncLogEntry,
    },
};

use crate::{
    publisher::Publisher,
    syncing::{App, Town, podcasts},
};

async fn is_kept(app: &App, podcast: i64) -> bool {
    app.backend.podcast(podcast).await.unwrap().summary.sharing == Sharing::KeptHere
}

#[tokio::test(flavor = "multi_thread")]
async fn a_podcast_that_is_kept_here_is_shared_again_with_all_that_was_done() {
    let (town, publisher) = (Town::new().await, Publisher::start(2, 5).await);
    let (desk, phone) = (town.app().await, town.app().await);
    desk.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    let first = desk.first_episode().await;
    desk.backend.keep_here(first.podcast_id, OnOtherDevices::Stays).await.unwrap();
    desk.backend.set_played(vec![first.id], true).await.unwrap();
    town.connect(&desk.backend).await;
    town.connect(&phone.backend).await;
    desk.backend.sync_now().await.unwrap();
    phone.backend.sync_now().await.unwrap();
    assert_eq!(podcasts(&phone.backend).await, []);
    assert_eq!(desk.backend.waiting_changes().await.unwrap(), []);
    let kept = desk.backend.privacy().await.unwrap().kept_here;
    assert_eq!(kept.iter().map(|it| it.podcast_id).collect::<Vec<_>>(), [first.podcast_id]);

    let mut events = desk.backend.events();
    desk.backend.share_podcast(first.podcast_id).await.unwrap();
    while events.next().await.unwrap() != Event::PrivacyChanged {}
    assert!(!is_kept(&desk, first.podcast_id).await);
    assert_eq!(phone.first_episode().await.state, EpisodeState::Played);

    desk.backend.keep_here(first.podcast_id, OnOtherDevices::Goes).await.unwrap();
    phone.eventually("it is gone", async |backend| podcasts(backend).await.is_empty()).await;
    assert_eq!(podcasts(&desk.backend).await.len(), 1);
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_are_the_same_on_every_device() {
    let (town, publisher) = (Town::new().await, Publisher::start(1, 5).await);
    let (desk, phone) = (town.app().await, town.app().await);
    assert_eq!(desk.backend.privacy().await.unwrap().server, PrivacyServer::None);
    desk.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    town.connect(&desk.backend).await;
    town.connect(&phone.backend).await;
    let (here, there) = (desk.podcast().await, phone.podcast().await);
    desk.backend.set_privacy(Some(here), Some(PrivacyLevel::Private)).await.unwrap();
    desk.backend.set_anonymous(true).await.unwrap();
    phone
        .eventually("the levels arrive", async |backend| {
            let view = backend.privacy().await.unwrap();
            view.anonymous && view.shows.len() == 1
        })
        .await;
    let view = phone.backend.privacy().await.unwrap();
    assert_eq!(view.everything, PrivacyLevel::Anonymous);
    assert_eq!(view.server, PrivacyServer::Honours);
    let podcast = phone.backend.podcast(there).await.unwrap();
    assert_eq!(podcast.privacy, Some(PrivacyLevel::Private));
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_are_named_and_forgotten() {
    let town = Town::new().await;
    let (desk, phone) = (town.app().await, town.app().await);
    assert_eq!(code(desk.backend.rename_device("Study").await), "sync-off");
    town.connect(&desk.backend).await;
    town.connect(&phone.backend).await;
    let know = async |app: &App, count: usize| {
        app.eventually("they know of one another", async |backend| {
            backend.devices().await.unwrap().len() == count
        })
        .await;
        app.backend.devices().await.unwrap()
    };
    know(&phone, 2).await;
    know(&desk, 2).await;
    assert_eq!(code(desk.backend.rename_device("  ").await), "device-name");
    desk.backend.rename_device(" Study ").await.unwrap();
    assert_eq!(desk.backend.sync().await.unwrap().account.unwrap().device_name, "Study");
    phone
        .eventually("the name arrives", async |backend| {
            let devices = backend.devices().await.unwrap();
            devices.iter().any(|it| !it.is_this && it.name.as_deref() == Some("Study"))
        })
        .await;
    let devices = desk.backend.devices().await.unwrap();
    let other = devices.iter().find(|it| !it.is_this).unwrap();
    desk.backend.forget_device(&other.id).await.unwrap();
    assert_eq!(know(&desk, 1).await.iter().filter(|it| it.is_this).count(), 1);
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_what_was_exchanged_and_what_stood_in_the_way() {
    let (town, publisher) = (Town::new().await, Publisher::start(1, 5).await);
    let desk = town.app().await;
    assert_eq!(desk.backend.sync_log(), []);
    desk.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    town.connect(&desk.backend).await;
    let has = |wanted: fn(&SyncHappening) -> bool| {
        move |log: &[SyncLogEntry]| log.iter().any(|entry| wanted(&entry.what))
    };
    let exchanged = has(|it| matches!(it, SyncHappening::Exchanged { sent: 1.., .. }));
    let live = has(|it| matches!(it, SyncHappening::Live));
    let log = desk.backend.sync_log();
    assert!(exchanged(&log) && live(&log), "{log:?}");
    town.server.stop().await;
    let troubled = has(|it| matches!(it, SyncHappening::Troubled { .. }));
    desk.eventually("it is told", async |backend| troubled(&backend.sync_log())).await;
    assert!(!format!("{:?}", desk.backend.sync_log()).contains(&publisher.feed_url()));
    desk.quit().await;
}

fn code(outcome: Result<(), Error>) -> String {
    outcome.unwrap_err().code
}
