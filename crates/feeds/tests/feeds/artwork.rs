//! Pictures: fetched once, kept, revalidated, served without a network, evicted.

use std::path::Path;

use balados_feeds::{ArtworkCache, Error, FeedReader, PictureSize, ReaderConfig};

use crate::server::{Server, config};

const NOW: i64 = 1_700_000_000_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn cache(dir: &Path, limit: u64) -> ArtworkCache {
    let patient = ReaderConfig { total_timeout: std::time::Duration::from_mins(1), ..config() };
    ArtworkCache::open(dir, FeedReader::new(patient).unwrap().http().clone(), limit).unwrap()
}

async fn requests(server: &Server) -> u64 {
    server.stats().await["kinds"]["i"].as_u64().unwrap_or(0)
}

#[tokio::test]
async fn a_picture_is_fetched_once_for_all_who_ask_and_all_sizes() {
    let Some(server) = Server::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let cache = cache(dir.path(), 10_000_000);
    let url = format!("{}/i/1.png?px=700", server.base);
    let asks = (0..12).map(|n| {
        let (cache, url) = (cache.clone(), url.clone());
        let size = [PictureSize::Small96, PictureSize::Medium300, PictureSize::Large600][n % 3];
        tokio::spawn(async move { (size, cache.picture(&url, size, NOW).await.unwrap()) })
    });
    for ask in asks.collect::<Vec<_>>() {
        let (size, picture) = ask.await.unwrap();
        assert_eq!(image::load_from_memory(&picture.bytes).unwrap().width(), size.pixels());
        assert_eq!(picture.mime, "image/jpeg");
    }
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn what_is_kept_is_shown_without_a_network_and_after_a_restart() {
    let Some(server) = Server::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let url = format!("{}/i/2.png", server.base);
    let fetched =
        cache(dir.path(), 10_000_000).picture(&url, PictureSize::Small96, NOW).await.unwrap();
    drop(server);
    let restarted = cache(dir.path(), 10_000_000);
    assert!(restarted.size_bytes() > 0);
    // Fresh, and stale when nobody answers any more.
    for later in [DAY, 31 * DAY, 40 * DAY] {
        let kept = restarted.picture(&url, PictureSize::Small96, NOW + later).await.unwrap();
        assert_eq!(kept, fetched);
        let file = restarted.file(&url, PictureSize::Small96, NOW + later).await.unwrap();
        assert_eq!(std::fs::read(file).unwrap(), fetched.bytes);
    }
}

#[tokio::test]
async fn an_old_picture_is_asked_about_and_not_fetched_again() {
    let Some(server) = Server::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let cache = cache(dir.path(), 10_000_000);
    let url = format!("{}/i/3.png", server.base);
    for later in [0, 29 * DAY, 31 * DAY, 32 * DAY] {
        cache.picture(&url, PictureSize::Medium300, NOW + later).await.unwrap();
    }
    let stats = server.stats().await;
    assert_eq!((requests(&server).await, &stats["conditional"]), (2, &1.into()), "{stats}");
    assert_eq!(stats["status"]["304"], 1);
}

#[tokio::test]
async fn a_failure_is_remembered_for_an_hour() {
    let Some(server) = Server::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let cache = cache(dir.path(), 10_000_000);
    let url = format!("{}/x/flaky=1/i/4.png", server.base);
    let ask = |now| cache.picture(&url, PictureSize::Small96, now);
    assert!(matches!(ask(NOW).await, Err(Error::Status { status: 503, .. })));
    assert!(matches!(ask(NOW + HOUR - 1).await, Err(Error::PictureUnavailable)));
    assert!(ask(NOW + HOUR).await.is_ok());
}

#[tokio::test]
async fn what_is_not_a_picture_is_refused() {
    let Some(server) = Server::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let cache = cache(dir.path(), 10_000_000);
    let not_a_picture = format!("{}/f/0.xml", server.base);
    let error = cache.picture(&not_a_picture, PictureSize::Small96, NOW).await.unwrap_err();
    assert_eq!(error.code(), "not-a-picture");
    for address in [
        "file:///etc/passwd",
        "data:image/png;base64,AA",
        "cover.png",
        "http://u:p@127.0.0.1/a.png",
    ] {
        let error = cache.picture(address, PictureSize::Small96, NOW).await.unwrap_err();
        assert_eq!(error.code(), "picture-address", "{address}");
    }
    assert_eq!(cache.size_bytes(), 0);
}

#[tokio::test]
async fn the_least_recently_used_goes_when_there_is_no_room() {
    let Some(server) = Server::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    let url = |n| format!("{}/i/{n}.png?px=300", server.base);
    let one = {
        let cache = cache(&dir.path().join("probe"), u64::MAX);
        cache.picture(&url(0), PictureSize::Small96, NOW).await.unwrap();
        cache.size_bytes()
    };
    let limit = one * 5 / 2;
    let cache = cache(&dir.path().join("small"), limit);
    for n in 0..6 {
        cache.picture(&url(n), PictureSize::Small96, NOW + n * HOUR * 2).await.unwrap();
        assert!(cache.size_bytes() <= limit);
    }
    let before = requests(&server).await;
    cache.picture(&url(5), PictureSize::Large600, NOW + 12 * HOUR).await.unwrap();
    assert_eq!(requests(&server).await, before, "the newest is kept");
    cache.picture(&url(0), PictureSize::Large600, NOW + 12 * HOUR).await.unwrap();
    assert_eq!(requests(&server).await, before + 1, "the oldest was evicted");
}
