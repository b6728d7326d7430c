use balados_library::{Download, DownloadState, EpisodeId, Error};
use serde_json::json;

use crate::support::{NOW, TestLibrary};

fn download(episode: EpisodeId, state: DownloadState) -> Download {
    Download { episode, state, media_key: "key".to_owned(), updated_ms: NOW }
}

#[tokio::test]
async fn every_state_reads_back_and_shows_in_lists() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    assert_eq!(library.download(ids[0]).await.unwrap(), None);
    assert_eq!(library.row(ids[0]).await.download, None);
    for state in [
        DownloadState::Queued,
        DownloadState::Running { received_bytes: 5, total_bytes: None },
        DownloadState::Running { received_bytes: 5, total_bytes: Some(10) },
        DownloadState::Failed { code: "disk-full".to_owned(), detail: json!({ "free": 1 }) },
        DownloadState::Done { bytes: 10 },
    ] {
        let download = download(ids[0], state.clone());
        library.set_download(&download).await.unwrap();
        assert_eq!(library.download(ids[0]).await.unwrap(), Some(download));
        assert_eq!(library.row(ids[0]).await.download, Some(state));
    }
    let playable = library.playable(ids[0]).await.unwrap().unwrap();
    assert_eq!(playable.media_key.as_deref(), Some("key"));
    assert_eq!(library.downloads().await.unwrap().len(), 1);
    assert!(library.remove_download(ids[0]).await.unwrap());
    assert!(!library.remove_download(ids[0]).await.unwrap());
}

#[tokio::test]
async fn an_episode_that_is_not_here_is_an_error() {
    let library = TestLibrary::new().await;
    let error =
        library.set_download(&download(EpisodeId(9), DownloadState::Queued)).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { what: "episode" }));
}
