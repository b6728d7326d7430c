//! Several accounts on one computer: apart from one another, and gone when they are removed.

use std::path::Path;

use balados_backend::{
    Language, Profiles, Secrets, SignInTo,
    view::{PlayerPhase, ProfileStanding, Startup, SyncState},
};

use crate::{
    house::{App, House, until},
    publisher::Publisher,
    syncing::{self, Town},
};

async fn names(profiles: &Profiles) -> Vec<Option<String>> {
    profiles.list(None).await.unwrap().into_iter().map(|it| it.name).collect()
}

async fn titles(app: &App) -> usize {
    let order = balados_backend::view::PodcastOrder::Title;
    app.backend.podcasts(order, None, None, 100).await.unwrap().items.len()
}

fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

fn folders(house: &House) -> usize {
    count(&house.path().join("profiles"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_has_its_own_podcasts_and_its_own_place() {
    let (house, publisher) = (House::new(), Publisher::start(1, 60).await);
    let profiles = Profiles::of(house.path());
    let ada = profiles.add("Ada").await.unwrap();
    let first = house.start().await;
    let podcast = first.add(&publisher).await;
    let episode = first.episodes(podcast).await[0].id;
    first.backend.play_episode(episode).await.unwrap();
    let left_at = first.hear(7_000).await.position_ms;

    // As the window switches: the other one is open before this one is closed.
    let other = house.start_profile(&ada).await;
    profiles.choose(&ada).await.unwrap();
    first.quit().await;
    assert_eq!(titles(&other).await, 0);
    assert_eq!(other.backend.player().episode, None);
    assert_eq!(*other.backend.profile(), ada);
    other.quit().await;

    let again = house.start().await;
    assert_eq!(*again.backend.profile(), ada, "the app opens the one that was chosen");
    again.quit().await;
    let local = profiles.find("LOCAL").await.unwrap();
    let again = house.start_profile(&local).await;
    let player = again.backend.player();
    assert_eq!(player.phase, PlayerPhase::Paused);
    assert!((player.position_ms - left_at).abs() < 300, "{} {left_at}", player.position_ms);
    again.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_cannot_be_opened_leaves_the_others_alone() {
    let house = House::new();
    let profiles = Profiles::of(house.path());
    let (held, broken) =
        (profiles.add("Held").await.unwrap(), profiles.add("Broken").await.unwrap());
    let other = house.start_profile(&held).await;
    let app = house.start().await;
    assert!(matches!(house.try_start_profile(&held).await, Err(Startup::InUse { .. })));
    assert_eq!(profiles.remove(&held).await.unwrap_err().code, "library-in-use");
    let library = house.path().join(format!("profiles/{broken}/library.db"));
    std::fs::create_dir_all(library.parent().unwrap()).unwrap();
    std::fs::write(&library, "no database").unwrap();
    assert!(matches!(house.try_start_profile(&broken).await, Err(Startup::DamagedDatabase { .. })));
    let list = profiles.list(Some(app.backend.profile())).await.unwrap();
    let standings: Vec<_> = list.iter().map(|it| &it.standing).collect();
    let (alone, unreadable) = (&ProfileStanding::Alone, &ProfileStanding::Unreadable);
    assert_eq!(standings, [alone, alone, unreadable]);
    assert_eq!(titles(&app).await, 0, "it goes on");
    // What cannot be read can still be removed.
    profiles.remove(&broken).await.unwrap();
    profiles.finish_removals(Secrets::Files).await.unwrap();
    assert!(!library.exists());
    app.quit().await;
    other.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_account_makes_way_for_an_empty_one() {
    let (house, publisher) = (House::new(), Publisher::start(1, 5).await);
    let profiles = Profiles::of(house.path());
    let app = house.start().await;
    app.add(&publisher).await;
    let local = app.backend.profile().clone();
    app.quit().await;
    profiles.rename(&local, "Mine").await.unwrap();
    profiles.remove(&local).await.unwrap();
    profiles.finish_removals(Secrets::Files).await.unwrap();
    assert_eq!(names(&profiles).await, [None]);
    assert!(!house.path().join("profiles/local").exists());
    let app = house.start().await;
    assert_eq!(titles(&app).await, 0);
    app.quit().await;
    assert_eq!(profiles.choose(&local).await.unwrap_err().code, "profile-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_is_signed_in_to_beside_the_one_that_is_open_and_removed_without_a_trace() {
    let (town, publisher) = (Town::new().await, Publisher::start(1, 5).await);
    let house = House::new();
    let profiles = Profiles::of(house.path());
    let app = house.start().await;
    app.add(&publisher).await;
    let draft = app.backend.to_sign_in(SignInTo::NewProfile).await.unwrap();
    town.sign_in(&draft).await;
    assert!(app.backend.new_account().await.unwrap().is_some());
    assert_eq!(app.backend.sync().await.unwrap().sign_in, None, "it is none of this library's");
    assert_eq!(names(&profiles).await, [None], "nothing is there before the listener agrees");
    drop(draft);
    let id = app.backend.confirm_new_account().await.unwrap();
    let server = format!("127.0.0.1:{}", town.base.port().unwrap());
    assert_eq!(names(&profiles).await, [None, Some(server.clone())]);
    let list = profiles.list(None).await.unwrap();
    let ProfileStanding::Connected { server: connected, .. } = &list[1].standing else {
        panic!("{list:?}")
    };
    assert_eq!(*connected, server);

    let new = house.start_profile(&id).await;
    assert_eq!(titles(&new).await, 0, "what was open stays apart");
    new.backend.sync_now().await.unwrap();
    syncing::until(&new.backend, |view| view.state == SyncState::Live).await;
    new.add(&publisher).await;
    new.backend.sync_now().await.unwrap();
    assert_eq!(new.backend.connected_apps().await.unwrap().len(), 1);
    new.quit().await;
    assert_eq!(count(&house.path().join("secrets")), 1);

    profiles.remove(&id).await.unwrap();
    profiles.finish_removals(Secrets::Files).await.unwrap();
    assert_eq!((folders(&house), count(&house.path().join("secrets"))), (1, 0));
    // The server has let the app go, and keeps what it has.
    let draft = app.backend.to_sign_in(SignInTo::NewProfile).await.unwrap();
    town.sign_in(&draft).await;
    let again = app.backend.confirm_new_account().await.unwrap();
    let new = house.start_profile(&again).await;
    new.backend.sync_now().await.unwrap();
    assert_eq!(new.backend.connected_apps().await.unwrap().len(), 1);
    assert_eq!(titles(&new).await, 1);
    new.quit().await;
    app.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_given_up_leaves_nothing_behind() {
    let town = Town::new().await;
    let house = House::new();
    let app = house.start().await;
    let is_clean = || (folders(&house), count(&house.path().join("secrets"))) == (1, 0);
    for step in ["no server", "browser", "preview"] {
        let draft = app.backend.to_sign_in(SignInTo::NewProfile).await.unwrap();
        match step {
            "no server" => {
                let wrong = draft.begin_sign_in("http://127.0.0.1:9/", Language::English).await;
                assert_eq!(wrong.unwrap_err().code, "host-unreachable");
            }
            "browser" => {
                draft.begin_sign_in(town.base.as_str(), Language::English).await.unwrap();
            }
            _ => {
                town.sign_in(&draft).await;
                assert_eq!(count(&house.path().join("secrets")), 1);
            }
        }
        app.backend.cancel_new_account().await;
        until(is_clean).await;
        assert_eq!(app.backend.new_account().await.unwrap(), None);
    }
    // Quitting gives it up, too.
    let draft = app.backend.to_sign_in(SignInTo::NewProfile).await.unwrap();
    town.sign_in(&draft).await;
    app.quit().await;
    assert!(is_clean());
    assert_eq!(names(&Profiles::of(house.path())).await, [None]);
    town.server.stop().await;
}
