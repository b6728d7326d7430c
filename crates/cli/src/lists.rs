//! `queue`, `playlist` and `collection`.

use balados_backend::{
    Backend,
    view::{Collection, EpisodeSummary, List, ListPlace, Playlist, PodcastOrder, PodcastSummary},
};

use crate::{
    args::{CollectionTask, PlaylistTask, QueueTask},
    commands::{PAGE, show_episodes, show_podcasts},
    failure::Failure,
    output::{Output, table},
    time::show_time,
};

pub(crate) async fn queue(
    backend: &Backend,
    task: Option<QueueTask>,
    output: &Output,
) -> Result<(), Failure> {
    let place = match &task {
        Some(QueueTask::Next { .. }) => ListPlace::Next,
        _ => ListPlace::Last,
    };
    match task.unwrap_or(QueueTask::List) {
        QueueTask::List => {}
        QueueTask::Add { episodes } | QueueTask::Next { episodes } => {
            add(backend, List::Queue, episodes, place).await?;
        }
        QueueTask::Remove { episodes } => {
            backend.take_out_of_list(List::Queue, Some(episodes)).await?;
        }
        QueueTask::Clear => {
            backend.take_out_of_list(List::Queue, None).await?;
        }
    }
    show_list(backend, List::Queue, output).await
}

pub(crate) async fn playlist(
    backend: &Backend,
    task: Option<PlaylistTask>,
    output: &Output,
) -> Result<(), Failure> {
    match task.unwrap_or(PlaylistTask::List) {
        PlaylistTask::List => {}
        PlaylistTask::Show { playlist } => {
            let list = List::Playlist { id: backend.playlist(playlist).await?.id };
            return show_list(backend, list, output).await;
        }
        PlaylistTask::New { name, episodes } => {
            playable(backend, &episodes).await?;
            backend.create_playlist(&name, episodes).await?;
        }
        PlaylistTask::Rename { playlist, name } => {
            backend.change_playlist(playlist, Some(name), None).await?;
        }
        PlaylistTask::Describe { playlist, text } => {
            backend.change_playlist(playlist, None, Some(text)).await?;
        }
        PlaylistTask::Add { playlist, episodes } => {
            add(backend, List::Playlist { id: playlist }, episodes, ListPlace::Last).await?;
        }
        PlaylistTask::Remove { playlist, episodes } => {
            let list = List::Playlist { id: playlist };
            backend.take_out_of_list(list, Some(episodes)).await?;
        }
        PlaylistTask::Delete { playlist } => {
            backend.playlist(playlist.clone()).await?;
            backend.remove_playlist(playlist).await?;
        }
    }
    output.show(&backend.playlists().await?, |playlists| show_playlists(playlists));
    Ok(())
}

pub(crate) async fn collection(
    backend: &Backend,
    task: Option<CollectionTask>,
    output: &Output,
) -> Result<(), Failure> {
    match task.unwrap_or(CollectionTask::List) {
        CollectionTask::List => {}
        CollectionTask::Show { collection } => {
            backend.collection(collection.clone()).await?;
            let podcasts = podcasts_in(backend, &collection).await?;
            output.show(&podcasts, |podcasts| show_podcasts(podcasts));
            return Ok(());
        }
        CollectionTask::New { title, podcasts } => {
            backend.create_collection(&title, podcasts).await?;
        }
        CollectionTask::Rename { collection, title } => {
            backend.collection(collection.clone()).await?;
            backend.change_collection(collection, Some(title), None).await?;
        }
        CollectionTask::Add { collection, podcasts } => {
            backend.collection(collection.clone()).await?;
            backend.set_in_collection(collection, podcasts, true).await?;
        }
        CollectionTask::Remove { collection, podcasts } => {
            backend.collection(collection.clone()).await?;
            backend.set_in_collection(collection, podcasts, false).await?;
        }
        CollectionTask::Delete { collection } => {
            backend.collection(collection.clone()).await?;
            backend.remove_collection(collection).await?;
        }
    }
    output.show(&backend.collections().await?, |collections| show_collections(collections));
    Ok(())
}

async fn add(
    backend: &Backend,
    list: List,
    episodes: Vec<i64>,
    at: ListPlace,
) -> Result<(), Failure> {
    playable(backend, &episodes).await?;
    backend.add_to_list(list, episodes, at).await?;
    Ok(())
}

/// What cannot be played is refused, as the window does not offer it.
async fn playable(backend: &Backend, episodes: &[i64]) -> Result<(), Failure> {
    for id in episodes {
        if !backend.episode(*id).await?.summary.playable {
            let message = "this item has no media file";
            let class = balados_backend::ErrorClass::Permanent;
            return Err(balados_backend::Error::new("no-media", class, message).into());
        }
    }
    Ok(())
}

async fn show_list(backend: &Backend, list: List, output: &Output) -> Result<(), Failure> {
    let mut episodes: Vec<EpisodeSummary> = Vec::new();
    let mut after = None;
    loop {
        let page = backend.list_episodes(list.clone(), after, PAGE).await?;
        episodes.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    output.show(&episodes, |episodes| show_episodes(episodes));
    Ok(())
}

async fn podcasts_in(backend: &Backend, id: &str) -> Result<Vec<PodcastSummary>, Failure> {
    let mut podcasts = Vec::new();
    let mut after = None;
    loop {
        let order = PodcastOrder::Title;
        let page = backend.collection_podcasts(id.to_owned(), order, after, PAGE).await?;
        podcasts.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(podcasts);
        }
    }
}

fn show_playlists(playlists: &[Playlist]) -> String {
    if playlists.is_empty() {
        return "No playlist yet. Make one with `balados playlist new NAME`.".to_owned();
    }
    let rows = playlists.iter().map(|it| {
        let length = show_time(it.duration_ms);
        vec![it.id.clone(), it.name.clone(), it.episode_count.to_string(), length]
    });
    table(&["Id", "Name", "Episodes", "Length"], rows.collect())
}

fn show_collections(collections: &[Collection]) -> String {
    if collections.is_empty() {
        return "No collection yet. Make one with `balados collection new TITLE`.".to_owned();
    }
    let rows = collections
        .iter()
        .map(|it| vec![it.id.clone(), it.title.clone(), it.podcast_count.to_string()]);
    table(&["Id", "Title", "Podcasts"], rows.collect())
}
