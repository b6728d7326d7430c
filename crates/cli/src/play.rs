//! Plays one episode until its end, a limit, or Ctrl+C.

use std::time::Duration;

use balados_backend::{
    Backend, Error,
    view::{PlayerPhase, PlayerView},
};
use serde::Serialize;

use crate::{args::Play, failure::Failure, output::Output, time::show_time};

/// What was played, when it is over.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Played {
    episode_id: i64,
    title: String,
    from_ms: i64,
    position_ms: i64,
    duration_ms: Option<i64>,
    /// Heard to the end, not only to a limit.
    ended: bool,
}

pub(crate) async fn play(
    backend: &Backend,
    options: &Play,
    output: &Output,
) -> Result<(), Failure> {
    let episode = backend.episode(options.episode).await?.summary;
    let mut player = backend.watch_player();
    let from = options.from.map(millis);
    if let Some(percent) = options.speed {
        backend.set_speed_of(options.episode, percent).await?;
    }
    backend.play_episode_from(options.episode, from).await?;
    // What is written to a file may be far beyond its beginning by now.
    let from_ms = from.unwrap_or_else(|| backend.player().position_ms);
    backend.stop_after_episode().await?;
    let percent = i64::from(backend.player().speed.percent);
    let heard = |length| millis(length).saturating_mul(percent) / 100;
    let until_ms = options.length.map(|length| from_ms.saturating_add(heard(length)));
    let last = tokio::select! {
        last = follow(&mut player, until_ms, output) => last?,
        _ = tokio::signal::ctrl_c() => backend.player(),
    };
    backend.pause().await?;
    output.end_ticks();
    let summary = Played {
        episode_id: episode.id,
        title: episode.title,
        from_ms,
        position_ms: last.position_ms,
        duration_ms: last.duration_ms,
        ended: last.phase == PlayerPhase::Ended
            && last.duration_ms.is_none_or(|duration| last.position_ms + 1000 >= duration),
    };
    output.show(&summary, |played| {
        let (from, to) = (show_time(played.from_ms), show_time(played.position_ms));
        format!("{} ({from} to {to})", played.title)
    });
    Ok(())
}

/// Waits until nothing more is to be heard; the player as it was then.
async fn follow(
    player: &mut tokio::sync::watch::Receiver<PlayerView>,
    until_ms: Option<i64>,
    output: &Output,
) -> Result<PlayerView, Failure> {
    loop {
        let view = player.borrow_and_update().clone();
        if let Some(error) = &view.error {
            return Err(error.clone().into());
        }
        let is_at_limit = until_ms.is_some_and(|until| view.position_ms >= until);
        if view.phase == PlayerPhase::Ended || is_at_limit {
            return Ok(view);
        }
        let duration = view.duration_ms.map(show_time).unwrap_or_default();
        output.tick(&format!("{} / {duration}", show_time(view.position_ms)));
        if player.changed().await.is_err() {
            return Err(Error::internal("the player has stopped").into());
        }
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
