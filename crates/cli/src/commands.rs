//! One function a command: ask the backend, show the answer.

use balados_backend::{
    Backend, Error, ErrorClass,
    view::{
        AddOutcome, Download, EpisodeState, EpisodeSummary, FeedHealth, PodcastOrder,
        PodcastSummary, Sharing, Status,
    },
};

use crate::{
    account,
    args::{Command, order},
    discover,
    failure::Failure,
    likes, lists,
    output::{Output, table},
    play::play,
    privacy, search, sync,
    time::{show_date, show_moment, show_time},
    transfer,
};

pub(crate) const PAGE: u32 = 500;

pub(crate) async fn run(
    backend: &Backend,
    command: Command,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        Command::Add { address } => add(backend, &address, output).await,
        Command::Import { file, preview: true, .. } => {
            transfer::preview(backend, &file, output).await
        }
        Command::Import { file, collections, .. } => {
            transfer::import(backend, &file, collections, output).await
        }
        Command::Export { file } => transfer::export(backend, &file, output).await,
        Command::List { order } => list(backend, order.into(), output).await,
        Command::Episodes { podcast, filter, oldest, title, limit } => {
            backend.podcast(podcast).await?;
            let page =
                backend.episodes(podcast, filter.into(), order(oldest), title, None, limit).await?;
            output.show(&page.items, |items| show_episodes(items));
            Ok(())
        }
        Command::Search { words, limit } => {
            search::run(backend, &words.join(" "), limit, output).await
        }
        Command::Discover { episodes, limit } => {
            discover::run(backend, episodes, limit, output).await
        }
        Command::Refresh { podcast } => refresh(backend, podcast, output).await,
        Command::Play(options) => play(backend, &options, output).await,
        Command::Like(what) => likes::set(backend, &what, true, output).await,
        Command::Unlike(what) => likes::set(backend, &what, false, output).await,
        Command::Likes => likes::list(backend, output).await,
        Command::Bookmark(options) => likes::bookmark(backend, &options, output).await,
        Command::Bookmarks { remove: None } => likes::bookmarks(backend, output).await,
        Command::Bookmarks { remove: Some(id) } => {
            likes::remove_bookmark(backend, &id, output).await
        }
        Command::Queue { task } => lists::queue(backend, task, output).await,
        Command::Playlist { task } => lists::playlist(backend, task, output).await,
        Command::Collection { task } => lists::collection(backend, task, output).await,
        Command::Account(task) => account::run(backend, task, output).await,
        Command::Sync { watch, retry } => sync::run(backend, watch, retry, output).await,
        Command::Changes => sync::changes(backend, output).await,
        Command::Privacy(task) => privacy::run(backend, task, output).await,
        Command::Device(task) => account::device(backend, task, output).await,
        Command::Status => {
            output.show(&backend.status().await?, show_status);
            Ok(())
        }
    }
}

async fn add(backend: &Backend, address: &str, output: &Output) -> Result<(), Failure> {
    let outcome = backend.add_podcast(address).await?;
    if let AddOutcome::Choices { feeds, .. } = &outcome {
        let message = "this is a web page, not a feed";
        let failure = Failure::from(Error::new("web-page", ErrorClass::Permanent, message));
        let links: Vec<String> = feeds.iter().map(|feed| format!("  {}", feed.url)).collect();
        return Err(failure.with_hint(format!("It links to these feeds:\n{}", links.join("\n"))));
    }
    output.show(&outcome, |outcome| match outcome {
        AddOutcome::Added { podcast_id, title } => format!("Subscribed: {title} ({podcast_id})"),
        AddOutcome::AlreadySubscribed { podcast_id, title } => {
            format!("Already subscribed: {title} ({podcast_id})")
        }
        AddOutcome::Choices { .. } => String::new(),
    });
    Ok(())
}

async fn list(backend: &Backend, order: PodcastOrder, output: &Output) -> Result<(), Failure> {
    let mut podcasts = Vec::new();
    let mut after = None;
    loop {
        let page = backend.podcasts(order, None, after, PAGE).await?;
        podcasts.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    output.show(&podcasts, |podcasts| show_podcasts(podcasts));
    Ok(())
}

async fn refresh(backend: &Backend, podcast: Option<i64>, output: &Output) -> Result<(), Failure> {
    backend.refresh(podcast).await?;
    output.show(&backend.status().await?, |status| match (podcast, status.failing_feeds) {
        (Some(_), _) => "Refreshed.".to_owned(),
        (None, 0) => format!("Refreshed {} podcasts.", status.podcasts),
        (None, failing) => format!(
            "Refreshed {} podcasts; {failing} could not be read (see `balados list`).",
            status.podcasts
        ),
    });
    Ok(())
}

pub(crate) fn show_podcasts(podcasts: &[PodcastSummary]) -> String {
    if podcasts.is_empty() {
        return "No podcasts yet. Subscribe to one with `balados add ADDRESS`.".to_owned();
    }
    let rows = podcasts.iter().map(|podcast| {
        vec![
            podcast.id.to_string(),
            podcast.title.clone(),
            podcast.unplayed_count.to_string(),
            podcast.episode_count.to_string(),
            podcast.latest_published_ms.map(show_date).unwrap_or_default(),
            match podcast.sharing {
                Sharing::Shared => String::new(),
                Sharing::KeptHere => "kept here".to_owned(),
            },
            match &podcast.health {
                FeedHealth::Ok | FeedHealth::Never => String::new(),
                FeedHealth::Failing { error, .. } => error.code.clone(),
                FeedHealth::Gone => "ended".to_owned(),
            },
        ]
    });
    table(&["No.", "Title", "Unplayed", "Episodes", "Latest", "Shared", "Problem"], rows.collect())
}

pub(crate) fn show_episodes(episodes: &[EpisodeSummary]) -> String {
    if episodes.is_empty() {
        return "No episodes here.".to_owned();
    }
    let rows = episodes.iter().map(|episode| {
        vec![
            episode.id.to_string(),
            episode.published_ms.map(show_date).unwrap_or_default(),
            episode.title.clone(),
            episode.duration_ms.map(show_time).unwrap_or_default(),
            show_state(episode),
        ]
    });
    table(&["No.", "Date", "Title", "Length", "State"], rows.collect())
}

fn show_state(episode: &EpisodeSummary) -> String {
    let progress = match episode.state {
        EpisodeState::New => String::new(),
        EpisodeState::InProgress => format!("at {}", show_time(episode.position_ms)),
        EpisodeState::Played => "played".to_owned(),
    };
    let media = match (&episode.download, episode.playable) {
        (_, false) => "no audio",
        (Download::Done { .. }, true) => "downloaded",
        _ => "",
    };
    [progress.as_str(), media].join(" ").trim().to_owned()
}

fn show_status(status: &Status) -> String {
    let mut lines = vec![
        format!("Library          {}", status.data_dir),
        format!("Podcasts         {}", status.podcasts),
        format!("Episodes         {} ({} unplayed)", status.episodes, status.unplayed),
        format!("Failing feeds    {}", status.failing_feeds),
        format!("Server           {}", status.server.as_deref().unwrap_or("none")),
    ];
    if let Some(last) = status.last_exchange_ms {
        lines.push(format!("Last exchange    {}", show_moment(last)));
    }
    lines.push(format!("Changes waiting  {}", status.changes_waiting));
    if status.changes_refused > 0 {
        lines.push(format!("Not taken        {} (see `balados changes`)", status.changes_refused));
    }
    if let Some(episode) = &status.episode {
        let at = show_time(status.position_ms);
        lines.push(format!("In the player    {} ({}), at {at}", episode.title, episode.id));
    }
    lines.join("\n")
}
