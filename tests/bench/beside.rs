//! Another app with the same podcasts, minimised, where it is installed: gPodder.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use balados_stage::Process;

/// It ends with the value.
pub(crate) struct Gpodder(Child);

impl Gpodder {
    /// Fetches everything, and minimises its window. `None` where it, or what minimises, is not installed.
    pub(crate) async fn minimised(home: &Path, feeds: &[String]) -> Option<Self> {
        Command::new("xdotool").arg("version").stdout(Stdio::null()).status().ok()?;
        let outlines: String =
            feeds.iter().map(|feed| format!(r#"<outline type="rss" xmlUrl="{feed}"/>"#)).collect();
        let list = home.join("feeds.opml");
        let opml = format!(r#"<opml version="2.0"><head/><body>{outlines}</body></opml>"#);
        std::fs::write(&list, opml).unwrap();
        command("gpo", home).arg("import").arg(&list).status().ok()?;
        assert!(command("gpo", home).arg("update").status().unwrap().success());
        let child = command("gpodder", home).spawn().unwrap();
        let it = Self(child);
        let window =
            it.process().see_window("its podcasts", |title| title.contains("gPodder")).await;
        window.minimise();
        Some(it)
    }

    pub(crate) fn process(&self) -> Process {
        Process::of(self.0.id()).unwrap()
    }
}

impl Drop for Gpodder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("GPODDER_HOME", home).stdout(Stdio::null());
    command
}
