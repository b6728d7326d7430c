use std::{path::PathBuf, time::Duration};

use balados_backend::{
    Backend, Config, Event, NetworkSource, Secrets, Sound,
    view::{FeedHealth, ImportCandidate, PodcastOrder, PodcastSummary, PodcastToImport},
};

use crate::{
    house::{House, event},
    publisher::{Feed, Publisher},
};

impl House {
    fn list(&self, text: &str) -> PathBuf {
        let file = self.path().join("theirs.opml");
        std::fs::write(&file, text).unwrap();
        file
    }
}

fn outlines(addresses: &[String]) -> String {
    let line = |address: &String| format!("<outline text='Named' xmlUrl='{address}'/>");
    let lines: String = addresses.iter().map(line).collect();
    format!("<opml version='2.0'><body><outline text='Folder'>{lines}</outline></body></opml>")
}

fn all(candidates: Vec<ImportCandidate>) -> Vec<PodcastToImport> {
    let wanted = candidates.into_iter().map(|it| PodcastToImport {
        feed_url: it.feed_url,
        title: it.title,
        collections: it.folders,
    });
    wanted.collect()
}

async fn podcasts(backend: &Backend) -> Vec<PodcastSummary> {
    backend.podcasts(PodcastOrder::Title, None, None, 2000).await.unwrap().items
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_is_there_and_adds_nothing() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    let app = house.start().await;
    app.add(&publisher).await;
    let text = format!(
        "<opml><body><outline text='Here' xmlUrl='{}'/><outline xmlUrl='https://new.example/f'/>
         <outline text='Bad' xmlUrl='gopher://a.example'/></body></opml>",
        publisher.feed_url()
    );
    let preview = app.backend.preview_import(&house.list(&text)).await.unwrap();
    assert_eq!(preview.file_name, "theirs.opml");
    let seen: Vec<_> =
        preview.podcasts.iter().map(|it| (it.title.as_str(), it.subscribed)).collect();
    assert_eq!(seen, [("Here", true), ("new.example", false)]);
    assert_eq!(preview.faults[0].error.code, "address-scheme");
    assert_eq!(podcasts(&app.backend).await.len(), 1);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_list_say_why() {
    let house = House::new();
    let app = house.start().await;
    let code = async |file: PathBuf| app.backend.preview_import(&file).await.unwrap_err().code;
    assert_eq!(code(house.path().join("nowhere.opml")).await, "file-not-read");
    assert_eq!(code(house.path().to_owned()).await, "file-not-read");
    assert_eq!(code(house.list("<rss/>")).await, "not-opml");
    assert_eq!(code(house.list("<opml/>")).await, "opml-without-feeds");
    let not_here = house.path().join("nowhere/ours.opml");
    let error = app.backend.export_subscriptions(&not_here).await.unwrap_err();
    assert_eq!((error.code.as_str(), &*error.detail["file"]), ("file-not-written", "ours.opml"));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_imported_is_there_at_once_read_behind_it_and_can_be_taken_back() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let backend = scheduled(&house).await;
    let mut events = backend.events();
    let file = house.list(&outlines(&[publisher.feed_url()]));
    let wanted = all(backend.preview_import(&file).await.unwrap().podcasts);
    let done = backend.import(wanted.clone()).await.unwrap();
    assert_eq!(podcasts(&backend).await.len(), 1, "before anybody has answered");
    let read = event(&mut events, |event| match event {
        Event::RefreshProgress { progress } => {
            (!progress.running && progress.done == 1).then_some(progress.total)
        }
        _ => None,
    });
    assert_eq!(read.await, 1);
    let read = &podcasts(&backend).await[0];
    assert_eq!((read.title.as_str(), read.unplayed_count), ("The show", 2));
    assert_eq!(backend.collections().await.unwrap()[0].podcast_count, 1);

    backend.undo_import(done).await.unwrap();
    assert_eq!(podcasts(&backend).await, []);
    assert_eq!(backend.collections().await.unwrap(), []);
    backend.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_shows_come_and_go() {
    let house = House::new();
    let app = house.start().await;
    let addresses: Vec<_> = (0..1000).map(|at| format!("https://a.example/{at}")).collect();
    let file = house.list(&outlines(&addresses));
    let wanted = all(app.backend.preview_import(&file).await.unwrap().podcasts);
    app.backend.import(wanted).await.unwrap();
    let listed = podcasts(&app.backend).await;
    assert_eq!(listed.len(), 1000);
    assert!(listed.iter().all(|it| it.health == FeedHealth::Never));

    let ours = house.path().join("ours.opml");
    let written = app.backend.export_subscriptions(&ours).await.unwrap();
    assert_eq!((written.file_name.as_str(), written.podcasts), ("ours.opml", 1000));
    let again = app.backend.preview_import(&ours).await.unwrap().podcasts;
    assert!(again.len() == 1000 && again.iter().all(|it| it.subscribed));
    assert!(again.iter().all(|it| it.folders == ["Folder"] && it.title == "Named"));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_can_be_stopped_gone_on_with_and_taken_back() {
    const SHOWS: usize = 3000;
    let house = House::new();
    let app = house.start().await;
    let addresses: Vec<_> = (0..SHOWS).map(|at| format!("https://a.example/{at}")).collect();
    let file = house.list(&outlines(&addresses));
    let wanted = all(app.backend.preview_import(&file).await.unwrap().podcasts);
    let (backend, whole) = (app.backend.clone(), wanted.clone());
    let importing = tokio::spawn(async move { backend.import(whole).await.unwrap() });
    while podcasts(&app.backend).await.is_empty() {
        tokio::task::yield_now().await;
    }
    app.backend.stop_import();
    let done = importing.await.unwrap();
    let (added, left) = (done.podcast_ids.len(), done.left as usize);
    assert!(added > 0 && left > 0, "{added} added, {left} left");
    assert_eq!(added + left, SHOWS);
    assert_eq!(podcasts(&app.backend).await.len(), added.min(2000), "what was added stays");

    // The rest comes when it is asked for, and only what that has added goes with it.
    let rest = app.backend.import(wanted).await.unwrap();
    assert_eq!((rest.podcast_ids.len(), rest.left), (left, 0));
    app.backend.undo_import(rest).await.unwrap();
    app.backend.undo_import(done).await.unwrap();
    assert_eq!(podcasts(&app.backend).await, []);
    assert_eq!(app.backend.collections().await.unwrap(), []);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_subscribed_to_already_joins_the_collections_of_the_file() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    let app = house.start().await;
    app.add(&publisher).await;
    let file = house.list(&outlines(&[publisher.feed_url(), "https://a.example/1".to_owned()]));
    app.backend.create_collection("Folder", Vec::new()).await.unwrap();
    let wanted = all(app.backend.preview_import(&file).await.unwrap().podcasts);
    let done = app.backend.import(wanted).await.unwrap();
    assert_eq!((done.podcast_ids.len(), done.collection_ids.len(), done.grouped.len()), (1, 0, 1));
    assert_eq!(app.backend.collections().await.unwrap()[0].podcast_count, 2);
    app.backend.undo_import(done).await.unwrap();
    assert_eq!(app.backend.collections().await.unwrap()[0].podcast_count, 0);
    assert_eq!(podcasts(&app.backend).await.len(), 1, "it stays subscribed");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_stopped_leaves_the_network_alone() {
    const SHOWS: usize = 3000;
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let backend = scheduled(&house).await;
    let addresses: Vec<_> =
        (0..SHOWS).map(|at| format!("{}?show={at}", publisher.feed_url())).collect();
    let file = house.list(&outlines(&addresses));
    let wanted = all(backend.preview_import(&file).await.unwrap().podcasts);
    publisher.set_feed(Feed::Hangs);
    let importing = {
        let (backend, wanted) = (backend.clone(), wanted.clone());
        tokio::spawn(async move { backend.import(wanted).await.unwrap() })
    };
    // What was added first is being read when the import is stopped.
    until("it is added", async || !podcasts(&backend).await.is_empty()).await;
    let refresh = {
        let backend = backend.clone();
        tokio::spawn(async move { backend.refresh(None).await })
    };
    until("a publisher is asked", async || publisher.feed_requests() > 0).await;
    backend.stop_import();
    let done = importing.await.unwrap();
    assert!(done.left > 0, "it was over before");
    refresh.await.unwrap().unwrap();
    assert!(!backend.refresh_progress().running);

    let asked = publisher.feed_requests();
    publisher.set_feed(Feed::Episodes(2));
    // Longer than the schedule takes to find what is due.
    tokio::time::sleep(Duration::from_secs(7)).await;
    assert_eq!(publisher.feed_requests(), asked);
    let kept = podcasts(&backend).await;
    assert_eq!(kept.len(), done.podcast_ids.len());
    assert!(kept.iter().all(|it| it.subscribed && it.health == FeedHealth::Never));
    backend.refresh(Some(kept[0].id)).await.unwrap();
    assert_eq!(publisher.feed_requests(), asked + 1, "it is read when it is asked for");
    backend.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_an_import_back_ends_what_is_being_read() {
    let (house, publisher) = (House::new(), Publisher::start(2, 1).await);
    let backend = scheduled(&house).await;
    let file = house.list(&outlines(&[publisher.feed_url()]));
    let wanted = all(backend.preview_import(&file).await.unwrap().podcasts);
    publisher.set_feed(Feed::Hangs);
    let done = backend.import(wanted).await.unwrap();
    until("the publisher is asked", async || publisher.feed_requests() == 1).await;
    assert!(backend.refresh_progress().running);
    backend.undo_import(done).await.unwrap();
    until("nothing is read", async || !backend.refresh_progress().running).await;
    backend.shut_down().await;
}

/// With a schedule, as a window has it.
async fn scheduled(house: &House) -> Backend {
    let config = Config {
        sound: Sound::Silent,
        secrets: Secrets::Files,
        network: NetworkSource::Nowhere,
        ..Config::new(house.path().to_owned())
    };
    Backend::open(config).await.unwrap()
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect(what);
}
