//! `balados sync` and `balados changes`.

use balados_backend::{
    Backend, Event, EventStream,
    view::{SyncHappening, SyncLogEntry, WaitingChange},
};

use crate::{
    account::show as show_account,
    failure::Failure,
    output::{Output, table},
    time::show_moment,
};

/// Once, or for as long as somebody watches: then what stands in the way is only told.
pub(crate) async fn run(
    backend: &Backend,
    watch: bool,
    retry: bool,
    output: &Output,
) -> Result<(), Failure> {
    let events = backend.events();
    let done = if retry { backend.retry_change(None).await } else { backend.sync_now().await };
    match done {
        Err(error) if watch && error.retry => {}
        done => done?,
    }
    if watch {
        return self::watch(backend, events, output).await;
    }
    output.show(&backend.sync().await?, show_account);
    Ok(())
}

pub(crate) async fn changes(backend: &Backend, output: &Output) -> Result<(), Failure> {
    output.show(&backend.waiting_changes().await?, |changes| show_changes(changes));
    Ok(())
}

fn show_changes(changes: &[WaitingChange]) -> String {
    if changes.is_empty() {
        return "Nothing waits.".to_owned();
    }
    let rows = changes.iter().map(|change| {
        let about = [&change.podcast_title, &change.episode_title];
        vec![
            change.kind.replace('_', " "),
            about.into_iter().flatten().cloned().collect::<Vec<_>>().join(": "),
            show_moment(change.changed_ms),
            change.refused.as_ref().map(|error| error.code.clone()).unwrap_or_default(),
        ]
    });
    let table = table(&["What", "About", "Done", "Not taken"], rows.collect());
    if changes.iter().any(|change| change.refused.is_some()) {
        format!("{table}\n`balados sync --retry` sends once more what was not taken.")
    } else {
        table
    }
}

/// A line for whatever comes, goes, or stands in the way, until Ctrl-C. `events` began before what is in the log now.
async fn watch(backend: &Backend, mut events: EventStream, output: &Output) -> Result<(), Failure> {
    let mut last: Option<SyncLogEntry> = None;
    loop {
        let log = backend.sync_log();
        for entry in news(last.as_ref(), &log) {
            output.line(&entry, show);
        }
        last = log.into_iter().next();
        loop {
            tokio::select! {
                event = events.next() => match event {
                    Some(Event::SyncLogChanged | Event::ReloadAll) => break,
                    Some(_) => {}
                    None => return Ok(()),
                },
                _ = tokio::signal::ctrl_c() => return Ok(()),
            }
        }
    }
}

/// What a log, its newest line first, says more than it did when `last` was its newest; the oldest first.
fn news(last: Option<&SyncLogEntry>, log: &[SyncLogEntry]) -> Vec<SyncLogEntry> {
    let newer = log.iter().rev().filter_map(|entry| match last {
        Some(last) if entry.id < last.id => None,
        Some(last) if entry.id == last.id => more(last, entry),
        _ => Some(entry.clone()),
    });
    newer.collect()
}

/// Only what has moved adds up in a line; all else says the same once more.
fn more(before: &SyncLogEntry, now: &SyncLogEntry) -> Option<SyncLogEntry> {
    match (&before.what, &now.what) {
        (
            SyncHappening::Moved { received, sent },
            SyncHappening::Moved { received: all, sent: all_sent },
        ) if now.times > before.times => Some(SyncLogEntry {
            first_ms: now.last_ms,
            times: now.times - before.times,
            what: SyncHappening::Moved { received: all - received, sent: all_sent - sent },
            ..now.clone()
        }),
        _ => None,
    }
}

fn show(entry: &SyncLogEntry) -> String {
    let what = match &entry.what {
        SyncHappening::Exchanged { received: 0, sent: 0, refused: 0, .. } => "in step".to_owned(),
        SyncHappening::Exchanged { received, sent, refused: 0, .. } => {
            format!("{received} received, {sent} sent")
        }
        SyncHappening::Exchanged { received, sent, refused, .. } => {
            format!("{received} received, {sent} sent, {refused} of them not taken")
        }
        SyncHappening::Live => "connected: every change comes and goes at once".to_owned(),
        SyncHappening::Moved { received, sent } => format!("{received} received, {sent} sent"),
        SyncHappening::Troubled { error } => format!("{} ({})", error.message, error.code),
    };
    format!("{}  {what}", show_moment(entry.last_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: i64, times: i64, what: SyncHappening) -> SyncLogEntry {
        SyncLogEntry { id, first_ms: 0, last_ms: id * 1_000, times, what }
    }

    fn moved(received: i64, sent: i64) -> SyncHappening {
        SyncHappening::Moved { received, sent }
    }

    fn said(last: Option<&SyncLogEntry>, log: &[SyncLogEntry]) -> Vec<String> {
        news(last, log).iter().map(show).collect()
    }

    #[test]
    fn each_thing_is_said_once() {
        let live = line(1, 1, SyncHappening::Live);
        assert_eq!(
            said(None, &[line(2, 2, moved(1, 3)), live.clone()]),
            [
                "1970-01-01T00:00:01Z  connected: every change comes and goes at once",
                "1970-01-01T00:00:02Z  1 received, 3 sent"
            ]
        );
        let last = line(2, 2, moved(1, 3));
        assert_eq!(said(Some(&last), &[last.clone(), live.clone()]), Vec::<String>::new());
        assert_eq!(
            said(Some(&last), &[line(2, 4, moved(1, 5)), live]),
            ["1970-01-01T00:00:02Z  0 received, 2 sent"]
        );
        let quiet = SyncHappening::Exchanged { received: 0, sent: 0, refused: 0, took_ms: 9 };
        let (before, after) = (line(3, 1, quiet.clone()), line(3, 7, quiet));
        assert_eq!(said(Some(&before), &[after]), Vec::<String>::new());
    }
}
