//! A process that is killed while it writes: what it was told is written, is there.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use balados_library::{EpisodeId, Library, PositionReason, PositionUpdate, Session};
use balados_protocol::{ItemId, Record};
use sqlx::Row;

use crate::support::{NOW, TestLibrary, raw};

const FOLDER: &str = "BALADOS_TEST_CRASH_LIBRARY";
const EPISODES: i64 = 5;
const ROUNDS: u32 = 4;

/// The process that gets killed; as an ordinary test it has nothing to do.
#[tokio::test]
async fn child() {
    let Some(path) = std::env::var_os(FOLDER) else {
        return;
    };
    let library = Library::open(Path::new(&path)).await.unwrap();
    let mut position = position_reached(&library).await;
    loop {
        position += 1;
        let episode = EpisodeId(1 + i64::try_from(position).unwrap() % EPISODES);
        listen(&library, episode, position).await;
        // Not through `println!`, which the harness keeps back.
        writeln!(std::io::stdout(), "written {position} {episode}").unwrap();
    }
}

async fn position_reached(library: &Library) -> u64 {
    library.session().await.unwrap().map_or(0, |session| session.position_ms)
}

async fn listen(library: &Library, episode: EpisodeId, position_ms: u64) {
    let update =
        PositionUpdate { episode, position_ms, duration_ms: None, reason: PositionReason::Onward };
    let session = Session { episode: Some(episode), position_ms, volume: 1.0, muted: false };
    library.record_position(&update, Some(&session), NOW).await.unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let (library, _, ids) = TestLibrary::with_episodes(EPISODES).await;
    assert_eq!(ids, (1..=EPISODES).map(EpisodeId).collect::<Vec<_>>());
    library.close().await;
    let mut known = vec![0; ids.len()];
    for round in 1..=ROUNDS {
        let acknowledged = kill_after(library.path(), 7 * round + 3);
        assert!(acknowledged.len() > 7, "the child wrote");
        for (position, episode) in &acknowledged {
            known[usize::try_from(episode - 1).unwrap()] = *position;
        }
        let found = check(library.path()).await;
        for (known, found) in known.iter().zip(&found) {
            // One more may have been written and not yet told.
            assert!(found >= known, "round {round}: {known} was acknowledged, {found} is there");
        }
    }
}

/// Lets a child write, kills it in the middle, and returns everything that it said it had written.
fn kill_after(path: &Path, count: u32) -> Vec<(u64, i64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut killed = false;
    // After the kill the pipe still holds what was said before it.
    while let Some(Ok(line)) = lines.next() {
        // The harness writes its own words, at first on the same line.
        if let Some((_, written)) = line.split_once("written ") {
            let (position, episode) = written.split_once(' ').unwrap();
            acknowledged.push((position.parse().unwrap(), episode.parse().unwrap()));
        }
        if !killed && acknowledged.len() >= count as usize {
            child.kill().unwrap(); // SIGKILL
            killed = true;
        }
    }
    let status = child.wait().unwrap();
    assert!(killed && !status.success(), "it ended by itself: {status}");
    acknowledged
}

/// The file is whole, progress, session and records agree; the position of each episode.
async fn check(path: &Path) -> Vec<u64> {
    let library = Library::open(path).await.unwrap();
    let mut raw = raw(path).await;
    let verdict: String =
        sqlx::query_scalar("pragma integrity_check").fetch_one(&mut raw).await.unwrap();
    assert_eq!(verdict, "ok");
    let positions: Vec<u64> = sqlx::query(
        "select coalesce(position_ms, 0) from episode left join progress on episode = id order by id",
    )
    .fetch_all(&mut raw)
    .await
    .unwrap()
    .iter()
    .map(|row| row.get(0))
    .collect();
    let session = library.session().await.unwrap().unwrap();
    assert_eq!(Some(&session.position_ms), positions.iter().max(), "written together");
    let waiting = library.pending_records(100).await.unwrap();
    for (index, position) in positions.iter().enumerate().filter(|(_, position)| **position > 0) {
        let key = library.episode_key(EpisodeId(i64::try_from(index).unwrap() + 1)).await.unwrap();
        let item = ItemId::of(key.guid.as_ref(), key.enclosure.as_ref()).unwrap();
        assert!(
            waiting.iter().any(|entry| matches!(
                &entry.record,
                Record::Listening(it)
                    if it.item.as_str() == item.as_str() && it.progress.position_ms == *position
            )),
            "{position} waits to be sent"
        );
    }
    library.close().await;
    positions
}
