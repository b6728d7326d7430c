use std::time::Duration;

use balados_backend::view::{EpisodeState, List, ListPlace, PlayerPhase, PlayerView};

use crate::{
    house::{App, House},
    publisher::{Publisher, RATE},
};

impl App {
    async fn queue(&self) -> Vec<i64> {
        let page = self.backend.list_episodes(List::Queue, None, 100).await.unwrap();
        page.items.iter().map(|episode| episode.id).collect()
    }

    async fn enqueue(&self, ids: &[i64], at: ListPlace) {
        self.backend.add_to_list(List::Queue, ids.to_vec(), at).await.unwrap();
    }

    /// Lets the device play, a tenth of a second at a time, until the player is as wanted.
    pub(crate) async fn hear_until(&self, wanted: impl Fn(&PlayerView) -> bool) {
        for _ in 0..600 {
            if wanted(&self.backend.player()) {
                return;
            }
            let device = self.device.clone();
            let pull = move || device.pull_ready(RATE as usize / 10, Duration::from_millis(50));
            tokio::task::spawn_blocking(pull).await.unwrap();
            // The player tells what it is at a little later.
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        panic!("the player stays at {:?}", self.backend.player());
    }

    async fn hear_until_it_is(&self, episode: i64) {
        self.hear_until(|view| view.phase == PlayerPhase::Playing && holds(view, episode)).await;
    }
}

fn holds(view: &PlayerView, episode: i64) -> bool {
    view.episode.as_ref().is_some_and(|it| it.id == episode)
}

async fn ids(app: &App, podcast: i64) -> Vec<i64> {
    app.episodes(podcast).await.iter().map(|episode| episode.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_heard_in_its_order_until_it_is_empty() {
    let (house, publisher) = (House::new(), Publisher::start(3, 6).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids = ids(&app, podcast).await;
    app.enqueue(&[ids[2], ids[0]], ListPlace::Last).await;
    assert!(app.episode(ids[2]).await.queued);
    // Something that is not in the queue does not lose it.
    app.backend.play_episode(ids[1]).await.unwrap();
    app.hear_until_it_is(ids[2]).await;
    assert_eq!(app.queue().await, [ids[2], ids[0]], "what is being heard stays until its end");
    app.hear_until_it_is(ids[0]).await;
    assert_eq!(app.episode(ids[2]).await.state, EpisodeState::Played);
    assert_eq!(app.queue().await, [ids[0]]);
    app.hear_until(|view| view.phase == PlayerPhase::Ended).await;
    assert!(app.queue().await.is_empty());
    assert_eq!(app.backend.play_next().await.unwrap_err().code, "queue-empty");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_waits_when_the_listener_wants_that() {
    let (house, publisher) = (House::new(), Publisher::start(2, 3).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids = ids(&app, podcast).await;
    app.enqueue(&[ids[1]], ListPlace::Last).await;
    assert!(app.backend.queue().await.unwrap().continues, "unless said otherwise");
    app.backend.set_queue_continues(false).await.unwrap();
    app.backend.play_episode(ids[0]).await.unwrap();
    app.hear_until(|view| view.phase == PlayerPhase::Ended).await;
    assert!(holds(&app.backend.player(), ids[0]));
    app.backend.play_next().await.unwrap();
    app.player(|view| holds(view, ids[1])).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn next_goes_through_the_queue_and_keeps_every_place() {
    let (house, publisher) = (House::new(), Publisher::start(3, 60).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids = ids(&app, podcast).await;
    app.enqueue(&[ids[0], ids[1]], ListPlace::Last).await;
    app.backend.play_next().await.unwrap();
    app.hear(6_000).await;
    app.enqueue(&[ids[2]], ListPlace::Next).await;
    assert_eq!(app.queue().await, [ids[0], ids[2], ids[1]], "behind what is being heard");
    app.backend.play_next().await.unwrap();
    app.player(|view| holds(view, ids[2])).await;
    assert!(app.episode(ids[0]).await.position_ms > 5_000);
    assert_eq!(app.queue().await.len(), 3, "only what was heard to its end leaves");
    // A kill loses nothing.
    app.quit().await;
    let app = house.start().await;
    assert_eq!(app.queue().await, [ids[0], ids[2], ids[1]]);
    assert_eq!(app.backend.player().episode.map(|it| it.id), Some(ids[2]));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clearing_is_taken_back() {
    let (house, publisher) = (House::new(), Publisher::start(3, 3).await);
    let app = house.start().await;
    let podcast = app.add(&publisher).await;
    let ids = ids(&app, podcast).await;
    app.enqueue(&ids, ListPlace::Last).await;
    let taken = app.backend.take_out_of_list(List::Queue, None).await.unwrap();
    assert_eq!((app.queue().await.len(), taken.len()), (0, 3));
    app.backend.put_back_into_list(List::Queue, taken).await.unwrap();
    assert_eq!(app.queue().await, ids);
    let id = app.backend.create_playlist("Train", vec![ids[1]]).await.unwrap();
    let playlist = app.backend.playlist(id.clone()).await.unwrap();
    assert_eq!((playlist.name.as_str(), playlist.episode_count), ("Train", 1));
    app.backend.remove_playlist(id.clone()).await.unwrap();
    assert_eq!(app.backend.playlists().await.unwrap(), []);
    app.backend.restore_playlist(id).await.unwrap();
    assert_eq!(app.backend.playlists().await.unwrap().len(), 1);
    app.quit().await;
}
