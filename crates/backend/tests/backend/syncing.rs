//! Several apps and a real server: signing in by a browser, being in step, leaving.

use std::{net::SocketAddr, time::Duration};

use balados_backend::{
    Backend, Config, Event, Language, NetworkSource, Refresh, Secrets, Sound,
    view::{EpisodeState, PlayerView, SecretPlace, SignIn, SyncState, SyncView},
};
use balados_server::{
    Server,
    config::{Feeds, Limits, Registration},
};
use tempfile::TempDir;
use url::Url;

use crate::{
    browser::Browser,
    front::Front,
    house::{House, event},
    publisher::Publisher,
};

const PATIENCE: Duration = Duration::from_mins(1);

/// A server with one listener, and her browser.
pub(crate) struct Town {
    pub(crate) server: Server,
    pub(crate) browser: Browser,
    pub(crate) base: Url,
    _data: TempDir,
}

impl Town {
    pub(crate) async fn new() -> Self {
        let data = TempDir::new().unwrap();
        let config = balados_server::Config {
            registration: Registration::Open,
            limits: Limits { rate_factor: 0, ..Limits::default() },
            feeds: Feeds { allow_private: true, ..Feeds::default() },
            ..balados_server::Config::new(
                data.path().to_owned(),
                "127.0.0.1:0".parse().unwrap(),
                "http://127.0.0.1".parse().unwrap(),
            )
        };
        let server = Server::start(config).await.unwrap();
        let base = Url::parse(&format!("http://{}", server.address())).unwrap();
        let browser = Browser::new(&base);
        browser.sign_up("/setup", "ada").await;
        Self { server, browser, base, _data: data }
    }

    /// An app on a computer of its own.
    pub(crate) async fn app(&self) -> App {
        let dir = TempDir::new().unwrap();
        let backend = open(dir.path()).await;
        App { backend, dir }
    }

    /// As the listener does it: the address, the browser, up to the preview.
    pub(crate) async fn sign_in(&self, backend: &Backend) -> SyncView {
        self.sign_in_by(backend, self.server.address()).await
    }

    /// The same, by another way to the server.
    pub(crate) async fn sign_in_by(&self, backend: &Backend, way: SocketAddr) -> SyncView {
        let address = format!("http://{way}");
        let page = backend.begin_sign_in(&address, Language::French).await.unwrap();
        let back = self.browser.decide(&Url::parse(&page).unwrap(), "approve").await;
        assert_eq!(back.status, 200, "{}", back.text);
        let is_preview = |view: &SyncView| matches!(view.sign_in, Some(SignIn::Preview { .. }));
        until(backend, is_preview).await
    }

    pub(crate) async fn connect(&self, backend: &Backend) -> SyncView {
        self.connect_by(backend, self.server.address()).await
    }

    pub(crate) async fn connect_by(&self, backend: &Backend, way: SocketAddr) -> SyncView {
        let preview = self.sign_in_by(backend, way).await;
        backend.confirm_sign_in().await.unwrap();
        until(backend, |view| view.state == SyncState::Live && view.waiting == 0).await;
        preview
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// As people read it.
    pub(crate) fn host(&self) -> String {
        self.server.address().to_string()
    }

    pub(crate) async fn stop(self) {
        self.server.stop().await;
    }
}

pub(crate) struct App {
    pub(crate) backend: Backend,
    dir: TempDir,
}

async fn open(dir: &std::path::Path) -> Backend {
    open_with(dir, NetworkSource::Nowhere).await
}

pub(crate) async fn open_with(dir: &std::path::Path, network: NetworkSource) -> Backend {
    let config = Config {
        sound: Sound::Silent,
        refresh: Refresh::Scheduled,
        secrets: Secrets::Files,
        network,
        ..Config::new(dir.to_owned())
    };
    Backend::open(config).await.unwrap_or_else(|startup| panic!("{startup:?}"))
}

pub(crate) async fn until(backend: &Backend, wanted: impl Fn(&SyncView) -> bool) -> SyncView {
    let waiting = async {
        loop {
            let view = backend.sync().await.unwrap();
            if wanted(&view) {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    match tokio::time::timeout(PATIENCE, waiting).await {
        Ok(view) => view,
        Err(late) => panic!("{late}: it stays {:?}", backend.sync().await.unwrap()),
    }
}

impl App {
    async fn until(&self, wanted: impl Fn(&SyncView) -> bool) -> SyncView {
        until(&self.backend, wanted).await
    }

    pub(crate) async fn eventually(&self, what: &str, is_so: impl AsyncFn(&Backend) -> bool) {
        until_so(what, async || is_so(&self.backend).await).await;
    }

    /// The only podcast, once its feed was read.
    pub(crate) async fn podcast(&self) -> i64 {
        self.eventually("a podcast with episodes", async |backend| {
            let page = podcasts(backend).await;
            page.len() == 1 && page[0].1 > 0
        })
        .await;
        podcasts(&self.backend).await[0].0
    }

    pub(crate) async fn first_episode(&self) -> balados_backend::view::EpisodeSummary {
        use balados_backend::view::{EpisodeFilter, EpisodeOrder};
        let podcast = self.podcast().await;
        let (filter, order) = (EpisodeFilter::All, EpisodeOrder::Oldest);
        let page = self.backend.episodes(podcast, filter, order, None, None, 10).await.unwrap();
        page.items.into_iter().next().unwrap()
    }

    pub(crate) async fn quit(self) {
        self.backend.shut_down().await;
    }
}

async fn until_so(what: &str, is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

/// Numbers and counts of episodes.
pub(crate) async fn podcasts(backend: &Backend) -> Vec<(i64, i64)> {
    let order = balados_backend::view::PodcastOrder::Title;
    let page = backend.podcasts(order, None, None, 100).await.unwrap();
    page.items.iter().map(|it| (it.id, it.episode_count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_apps_are_in_step_from_the_sign_in_to_the_end() {
    let (town, publisher) = (Town::new().await, Publisher::start(3, 5).await);
    let (desk, phone) = (town.app().await, town.app().await);
    desk.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    let first = desk.first_episode().await;
    desk.backend.set_played(vec![first.id], true).await.unwrap();

    let view = town.connect(&desk.backend).await;
    let Some(SignIn::Preview { preview, .. }) = view.sign_in else { panic!() };
    assert_eq!((preview.podcasts_here, preview.episodes_here), (1, 1));
    assert_eq!((preview.podcasts_there, preview.episodes_there), (0, 0));
    let copies = std::fs::read_dir(desk.dir.path().join("profiles/local")).unwrap();
    let is_copy =
        |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().contains(".before-sync-");
    assert_eq!(copies.map(Result::unwrap).filter(is_copy).count(), 1);

    let view = town.connect(&phone.backend).await;
    let Some(SignIn::Preview { preview, .. }) = view.sign_in else { panic!() };
    assert_eq!((preview.podcasts_there, preview.episodes_there), (1, 1));
    // The phone reads the feed by itself, and knows what was heard.
    let theirs = phone.first_episode().await;
    assert_eq!((theirs.title.as_str(), theirs.state), (first.title.as_str(), EpisodeState::Played));
    phone.backend.set_played(vec![theirs.id], false).await.unwrap();
    desk.eventually("the step back arrives", async |backend| {
        backend.episode(first.id).await.unwrap().summary.state == EpisodeState::New
    })
    .await;
    phone.backend.unsubscribe(phone.podcast().await).await.unwrap();
    desk.eventually("it is gone", async |backend| podcasts(backend).await.is_empty()).await;

    let apps = desk.backend.connected_apps().await.unwrap();
    assert_eq!((apps.len(), apps.iter().filter(|app| app.is_this).count()), (2, 1));
    let phone_app = apps.iter().find(|app| !app.is_this).unwrap();
    desk.backend.revoke_app(&phone_app.app_id).await.unwrap();
    phone
        .until(|view| matches!(&view.state, SyncState::Troubled { error, .. } if error.code == "revoked"))
        .await;

    desk.backend.disconnect(true).await.unwrap();
    let view = desk.backend.sync().await.unwrap();
    assert_eq!((view.account, view.state), (None, SyncState::Off));
    desk.backend.resubscribe(1).await.unwrap();
    assert_eq!(podcasts(&desk.backend).await.len(), 1, "everything stays");
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_goes_on_where_it_was_after_it_was_closed() {
    let (town, publisher) = (Town::new().await, Publisher::start(2, 5).await);
    let (mut desk, phone) = (town.app().await, town.app().await);
    town.connect(&phone.backend).await;
    town.connect(&desk.backend).await;
    desk.backend.shut_down().await;
    phone.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    phone.until(|view| view.waiting == 0).await;
    desk.backend = open(desk.dir.path()).await;
    desk.podcast().await;
    let view = desk.until(|view| view.state == SyncState::Live).await;
    let account = view.account.unwrap();
    assert_eq!(account.server, format!("127.0.0.1:{}", town.base.port().unwrap()));
    assert!(account.is_secure, "nothing leaves this machine");
    assert_eq!(account.secrets, SecretPlace::File, "the tests have no keychain");
    // Signing in again leaves no key behind, and is no other device.
    town.connect(&desk.backend).await;
    let keys = std::fs::read_dir(desk.dir.path().join("secrets")).unwrap();
    assert_eq!(keys.count(), 1);
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_can_be_given_up_refused_and_wrong() {
    let town = Town::new().await;
    let app = town.app().await;
    for (address, code) in [("", "server-address"), ("http://127.0.0.1:9/", "host-unreachable")] {
        let error = app.backend.begin_sign_in(address, Language::English).await.unwrap_err();
        assert_eq!(error.code, code, "{address}");
    }
    app.backend.begin_sign_in(town.base.as_str(), Language::English).await.unwrap();
    app.backend.cancel_sign_in();
    assert_eq!(app.backend.sync().await.unwrap().sign_in, None);
    let page = app.backend.begin_sign_in(town.base.as_str(), Language::English).await.unwrap();
    town.browser.decide(&Url::parse(&page).unwrap(), "cancel").await;
    let view = app.until(|view| matches!(view.sign_in, Some(SignIn::Failed { .. }))).await;
    let Some(SignIn::Failed { error, address, .. }) = view.sign_in else { panic!() };
    assert_eq!(error.code, "sign-in-denied");
    assert_eq!(address, town.base.as_str().trim_end_matches('/'), "nothing has to be retyped");
    assert_eq!(app.backend.confirm_sign_in().await.unwrap_err().code, "cancelled");
    assert_eq!(app.backend.sync_now().await.unwrap_err().code, "sync-off");
    app.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_of_another_device_is_offered_and_never_taken() {
    let (town, publisher) = (Town::new().await, Publisher::start(1, 120).await);
    let (desk_house, phone_house) = (House::new(), House::new());
    let (desk, phone) = (desk_house.start().await, phone_house.start().await);
    let podcast = desk.add(&publisher).await;
    town.connect(&desk.backend).await;
    town.connect(&phone.backend).await;
    phone.backend.refresh(None).await.unwrap();
    let (here, there) = (desk.episodes(podcast).await[0].id, phone.episodes(1).await[0].id);
    desk.backend.play_episode(here).await.unwrap();
    desk.hear(1_000).await;
    for round in 0..2 {
        phone.backend.play_episode_from(there, Some(60_000 + round * 20_000)).await.unwrap();
        phone.hear(1_000).await;
        phone.backend.pause().await.unwrap();
        let seen = desk.player(|view| view.elsewhere.is_some()).await;
        let elsewhere = seen.elsewhere.unwrap();
        assert!(elsewhere.position_ms >= 60_000 + round * 20_000, "{elsewhere:?}");
        assert!(elsewhere.device.is_some(), "{elsewhere:?}");
        assert!(seen.position_ms < 10_000, "what is heard goes on: {}", seen.position_ms);
        if round == 0 {
            desk.backend.stay_here().await.unwrap();
            assert_eq!(desk.backend.player().elsewhere, None);
        } else {
            desk.backend.seek(elsewhere.position_ms).await.unwrap();
            desk.player(|view| view.elsewhere.is_none() && view.position_ms >= 60_000).await;
        }
    }
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_and_bookmarks_are_on_every_device_and_in_the_player() {
    let (town, publisher) = (Town::new().await, Publisher::start(2, 120).await);
    let (desk_house, phone_house) = (House::new(), House::new());
    let (desk, phone) = (desk_house.start().await, phone_house.start().await);
    let podcast = desk.add(&publisher).await;
    town.connect(&desk.backend).await;
    town.connect(&phone.backend).await;
    phone.backend.refresh(None).await.unwrap();
    let (here, there) = (desk.episodes(podcast).await[0].id, phone.episodes(1).await[0].id);
    phone.backend.play_episode_from(there, Some(60_000)).await.unwrap();
    phone.hear(1_000).await;
    phone.backend.pause().await.unwrap();
    phone.backend.seek(20_000).await.unwrap();
    let mut events = phone.backend.events();

    desk.backend.set_episodes_liked(vec![here], true).await.unwrap();
    desk.backend.set_podcast_liked(podcast, true).await.unwrap();
    let set = desk.backend.set_bookmark(here, 42_000, "The hum").await.unwrap();
    let is_liked = |view: &PlayerView| view.episode.as_ref().is_some_and(|it| it.liked);
    let seen = phone.player(is_liked).await;
    assert_eq!((seen.position_ms, seen.elsewhere), (20_000, None), "its place is not moved");
    let marked = event(&mut events, |event| match event {
        Event::BookmarksChanged { episode_ids } => Some(episode_ids),
        _ => None,
    });
    assert_eq!(marked.await, [there]);
    let marks = phone.backend.bookmarks_of(there).await.unwrap();
    assert_eq!((marks[0].position_ms, marks[0].note.as_str()), (42_000, "The hum"));
    until_so("the podcast is liked", async || {
        phone.backend.liked_podcasts(None, 10).await.unwrap().items.len() == 1
    })
    .await;
    assert_eq!(phone.backend.liked_episodes(None, 10).await.unwrap().items[0].id, there);

    let removed = phone.backend.remove_bookmark(&set.id).await.unwrap();
    phone.backend.set_episodes_liked(vec![there], false).await.unwrap();
    until_so("both are taken back", async || {
        let liked = desk.episode(here).await.liked;
        !liked && desk.backend.bookmarks(None, 10).await.unwrap().items.is_empty()
    })
    .await;
    phone.backend.restore_bookmark(removed).await.unwrap();
    until_so("it is back", async || {
        desk.backend.bookmarks_of(here).await.unwrap() == std::slice::from_ref(&set)
    })
    .await;
    assert_eq!(desk.backend.waiting_changes().await.unwrap(), []);
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}

/// A server that sends nobody back and knows no records.
#[tokio::test(flavor = "multi_thread")]
async fn two_apps_are_in_step_by_a_classic_server() {
    let (town, publisher) = (Town::new().await, Publisher::start(2, 5).await);
    let front = Front::of(town.server.address()).await;
    let (desk, phone) = (town.app().await, town.app().await);
    desk.backend.add_podcast(&publisher.feed_url()).await.unwrap();
    let first = desk.first_episode().await;
    desk.backend.set_played(vec![first.id], true).await.unwrap();
    for (app, there) in [(&desk, 0), (&phone, 1)] {
        let address = format!("http://{}", front.address);
        let page = app.backend.begin_sign_in(&address, Language::English).await.unwrap();
        let wrong = app.backend.submit_user_id("ada").unwrap_err();
        assert_eq!(wrong.code, "sync-user-id");
        // The page is the real server's; the front only hides what it can do.
        let page = Url::parse(&page).unwrap();
        let mut consent = town.base.join(page.path()).unwrap();
        consent.set_query(page.query());
        let user_id = town.browser.user_id().await;
        app.backend.submit_user_id(&user_id).unwrap();
        town.browser.press(&consent, "approve").await;
        let view = app.until(|view| matches!(view.sign_in, Some(SignIn::Preview { .. }))).await;
        let Some(SignIn::Preview { preview, .. }) = view.sign_in else { panic!() };
        assert_eq!((preview.podcasts_there, preview.episodes_there), (there, there));
        app.backend.confirm_sign_in().await.unwrap();
        app.until(|view| view.state == SyncState::Resting).await;
    }
    let theirs = phone.first_episode().await;
    assert_eq!((theirs.title.as_str(), theirs.state), (first.title.as_str(), EpisodeState::Played));
    phone.backend.unsubscribe(phone.podcast().await).await.unwrap();
    phone.backend.sync_now().await.unwrap();
    desk.backend.sync_now().await.unwrap();
    desk.eventually("it is gone", async |backend| podcasts(backend).await.is_empty()).await;
    desk.quit().await;
    phone.quit().await;
    town.server.stop().await;
}
