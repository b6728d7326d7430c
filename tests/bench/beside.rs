//! Other apps with the same podcasts, minimised, where they are installed: gPodder and Kasts.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use balados_stage::{Process, eventually};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

/// A running app. It ends with the value.
pub(crate) struct Beside(Child);

impl Beside {
    /// `None` where it, or what minimises, is not installed.
    pub(crate) async fn gpodder(home: &Path, feeds: &[String]) -> Option<Self> {
        can_minimise()?;
        let command = |program| command(program, &[("GPODDER_HOME", home)]);
        let outlines: String =
            feeds.iter().map(|feed| format!(r#"<outline type="rss" xmlUrl="{feed}"/>"#)).collect();
        let list = home.join("feeds.opml");
        let opml = format!(r#"<opml version="2.0"><head/><body>{outlines}</body></opml>"#);
        std::fs::write(&list, opml).unwrap();
        command("gpo").arg("import").arg(&list).status().ok()?;
        assert!(command("gpo").arg("update").status().unwrap().success());
        let it = Self(command("gpodder").spawn().unwrap());
        it.minimise("gPodder").await;
        Some(it)
    }

    /// The same of Kasts. It takes one feed at a time, so the others are written beside the first, and read at its next start.
    pub(crate) async fn kasts(home: &Path, feeds: &[String]) -> Option<Self> {
        can_minimise()?;
        let (data, settings) = (home.join("data"), home.join("config"));
        let folders = [
            ("HOME", home),
            ("XDG_DATA_HOME", &data),
            ("XDG_CONFIG_HOME", &settings),
            ("XDG_CACHE_HOME", &home.join("cache")),
        ];
        std::fs::create_dir_all(&settings).unwrap();
        std::fs::write(settings.join("kastsrc"), "[General]\nrefreshOnStartup=true\n").unwrap();
        let library = data.join("KDE/kasts/database.db3");
        let (first, others) = feeds.split_first()?;
        let it = Self(command("kasts", &folders).args(["--add", first]).spawn().ok()?);
        has_read(&library, 1).await;
        drop(it);
        subscribe(&library, others).await;
        let it = Self(command("kasts", &folders).spawn().ok()?);
        has_read(&library, feeds.len()).await;
        it.minimise("Kasts").await;
        Some(it)
    }

    pub(crate) fn process(&self) -> Process {
        Process::of(self.0.id()).unwrap()
    }

    async fn minimise(&self, title: &str) {
        let window = self.process().see_window("its podcasts", |it| it.contains(title)).await;
        window.minimise();
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn can_minimise() -> Option<()> {
    Command::new("xdotool").arg("version").stdout(Stdio::null()).status().ok().map(drop)
}

fn command(program: &str, folders: &[(&str, &Path)]) -> Command {
    let mut command = Command::new(program);
    command.envs(folders.iter().copied()).stdout(Stdio::null());
    command
}

async fn open(library: &Path) -> sqlx::Result<SqliteConnection> {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(library)).await
}

/// Waits until so many feeds have been read.
async fn has_read(library: &Path, feeds: usize) {
    let mut before = 0;
    while before < feeds {
        // Patience is for the next one.
        before = eventually("Kasts has read another feed", async || {
            let count = "select count(distinct feed) from Entries";
            let read: i64 =
                sqlx::query_scalar(count).fetch_one(&mut open(library).await.ok()?).await.ok()?;
            usize::try_from(read).ok().filter(|read| *read > before)
        })
        .await;
    }
}

/// Follows feeds as it follows the first one.
async fn subscribe(library: &Path, feeds: &[String]) {
    let mut library = open(library).await.unwrap();
    for (number, feed) in feeds.iter().enumerate() {
        sqlx::query(
            "insert into Feeds select name, ?, image, link, description, deleteAfterCount,
                 deleteAfterType, subscribed, 0, new, notify, ?, '', filterType, sortType
             from Feeds limit 1",
        )
        .bind(feed)
        .bind(format!("feed-{number}"))
        .execute(&mut library)
        .await
        .unwrap();
    }
}
