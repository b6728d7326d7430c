//! A process that is killed while it changes the list of accounts: the list opens, and what was said to be done is done.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use balados_backend::{Backend, Config, Profiles, Refresh, Secrets, Sound};

const FOLDER: &str = "BALADOS_TEST_KILLED_PROFILES";
const ROUNDS: usize = 6;

fn config(data_dir: &Path) -> Config {
    Config {
        sound: Sound::Silent,
        refresh: Refresh::OnDemand,
        secrets: Secrets::Files,
        ..Config::new(data_dir.to_owned())
    }
}

/// The process that gets killed; as an ordinary test it has nothing to do. It adds, switches and removes as the window does.
#[tokio::test(flavor = "multi_thread")]
async fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let profiles = Profiles::of(Path::new(&folder));
    let mut before = profiles.active().await.unwrap();
    for number in 0.. {
        let name = format!("Listener {number} of {}", std::process::id());
        let next = profiles.add(&name).await.unwrap();
        say(&format!("added {name}"));
        let opened = Backend::open_profile(config(Path::new(&folder)), next.clone()).await;
        let backend = opened.unwrap_or_else(|startup| panic!("{startup:?}"));
        profiles.choose(&next).await.unwrap();
        say(&format!("chosen {next}"));
        backend.shut_down().await;
        profiles.remove(&before).await.unwrap();
        say(&format!("removed {before}"));
        profiles.finish_removals(Secrets::Files).await.unwrap();
        before = next;
    }
}

/// Not through `println!`, which the harness keeps back.
fn say(line: &str) {
    std::io::stdout().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Lets a child work, kills it in the middle, and returns what it said it had done.
fn kill_after(folder: &Path, lines: usize) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "profiles_killed::child", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut done = Vec::new();
    for line in said {
        if ["added", "chosen", "removed"].iter().any(|it| line.starts_with(it)) {
            done.push(line);
        }
        // What it does next is broken off; the pipe still holds what it said until then.
        if done.len() == lines {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_being_changed_opens_and_nothing_is_left_over() {
    let dir = tempfile::tempdir().unwrap();
    let profiles = Profiles::of(dir.path());
    for round in 0..ROUNDS {
        let done = kill_after(dir.path(), 4 + round);
        assert!(done.len() >= 4 + round, "{done:?}");
        let list = profiles.list(None).await.unwrap();
        let is_there = |id: &str| list.iter().any(|it| it.id == id);
        assert!((1..=2).contains(&list.len()), "{list:?}");
        assert_eq!(list.iter().filter(|it| it.is_current).count(), 1);
        for line in &done {
            if let Some(id) = line.strip_prefix("removed ") {
                assert!(!is_there(id), "{line} {list:?}");
            }
        }
        let backend = Backend::open(config(dir.path())).await;
        backend.unwrap_or_else(|startup| panic!("{startup:?}")).shut_down().await;
        profiles.finish_removals(Secrets::Files).await.unwrap();
        let mut folders: Vec<String> = std::fs::read_dir(dir.path().join("profiles"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        folders.retain(|folder| !is_there(folder));
        assert_eq!(folders, Vec::<String>::new(), "of accounts that are gone");
        // The next child begins with one.
        for it in list.iter().filter(|it| !it.is_current) {
            profiles.remove(&it.id.parse().unwrap()).await.unwrap();
        }
        profiles.finish_removals(Secrets::Files).await.unwrap();
    }
}
