//! The misbehaving feed server of the corpus, on a free port, ended when the test is.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use balados_feeds::{Error, FeedReader, Read, ReaderConfig, Validators};
use balados_protocol::FeedUrl;

use crate::corpus::corpus;

pub(crate) struct Server {
    child: Child,
    pub(crate) base: String,
}

impl Server {
    /// Starts one; nothing where there is no corpus.
    pub(crate) fn start() -> Option<Self> {
        let corpus = corpus()?;
        // Somebody may take the port between asking and using it.
        Some((0..5).find_map(|_| Self::try_start(&corpus)).expect("the feed server starts"))
    }

    fn try_start(corpus: &PathBuf) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = Command::new("python3")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(corpus.join("tools/feedserver.py"))
            .args([
                "--port",
                &port.to_string(),
                "--feeds",
                "40",
                "--episodes",
                "12",
                "--desc-words",
                "20",
            ])
            .arg("--files")
            .arg(corpus)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let server = Self { child, base: format!("http://127.0.0.1:{port}") };
        ready.starts_with("ready").then_some(server)
    }

    pub(crate) fn url(&self, path: &str) -> FeedUrl {
        FeedUrl::parse(&format!("{}{path}", self.base)).unwrap()
    }

    pub(crate) async fn read(&self, path: &str) -> Result<Read, Error> {
        reader().read(&self.url(path), &Validators::default()).await
    }

    /// The server's own count of what it was asked.
    pub(crate) async fn stats(&self) -> serde_json::Value {
        let text =
            reqwest::get(format!("{}/admin/stats", self.base)).await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing to be done about one that is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The limits that ship, with the patience of a test.
pub(crate) fn config() -> ReaderConfig {
    ReaderConfig {
        connect_timeout: std::time::Duration::from_secs(10),
        total_timeout: std::time::Duration::from_secs(30),
        stall_timeout: std::time::Duration::from_secs(2),
        body_limit: 4_000_000,
        ..ReaderConfig::default()
    }
}

pub(crate) fn reader() -> FeedReader {
    FeedReader::new(config()).unwrap()
}
