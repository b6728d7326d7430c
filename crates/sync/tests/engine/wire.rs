//! The network between the devices and the server: it can be cut in the middle of a word.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    to: Mutex<SocketAddr>,
    is_up: AtomicBool,
    /// Changed to cut whatever goes on.
    cut: watch::Sender<u64>,
    /// Bytes in both directions.
    bytes: AtomicU64,
    /// What goes on says nothing any more, and does not end: as connections do while a computer sleeps.
    silence: watch::Sender<u64>,
    /// Connections that were made.
    made: AtomicU64,
    /// Answers are swallowed after so many bytes of them; then the connection breaks. Nothing: never.
    answers: Mutex<Option<u64>>,
}

impl Wire {
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            to: Mutex::new(server),
            is_up: AtomicBool::new(true),
            cut: watch::Sender::new(0),
            bytes: AtomicU64::new(0),
            silence: watch::Sender::new(0),
            made: AtomicU64::new(0),
            answers: Mutex::new(None),
        });
        tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { address, shared }
    }

    pub(crate) fn lead_to(&self, server: SocketAddr) {
        *self.shared.to.lock().unwrap() = server;
    }

    /// Breaks every connection; while it is down, none is made.
    pub(crate) fn set_up(&self, is_up: bool) {
        self.shared.is_up.store(is_up, Ordering::SeqCst);
        if !is_up {
            self.cut();
        }
    }

    /// Nothing breaks any more but what has broken already.
    pub(crate) fn mend(&self) {
        *self.shared.answers.lock().unwrap() = None;
        self.set_up(true);
    }

    /// Breaks every connection once.
    pub(crate) fn cut(&self) {
        self.shared.cut.send_modify(|count| *count += 1);
    }

    /// The next answer breaks off after so many bytes: what was asked was done, and nobody hears of it.
    pub(crate) fn lose_answer_after(&self, bytes: u64) {
        *self.shared.answers.lock().unwrap() = Some(bytes);
    }

    /// Every connection that there is says nothing any more; new ones are fine.
    pub(crate) fn silence(&self) {
        self.shared.silence.send_modify(|count| *count += 1);
    }

    pub(crate) fn made(&self) -> u64 {
        self.shared.made.load(Ordering::SeqCst)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.shared.bytes.load(Ordering::SeqCst)
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        if !shared.is_up.load(Ordering::SeqCst) {
            continue;
        }
        let to = *shared.to.lock().unwrap();
        let (shared, mut cut) = (Arc::clone(&shared), shared.cut.subscribe());
        let mut silence = shared.silence.subscribe();
        shared.made.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move {
            let Ok(server) = TcpStream::connect(to).await else { return };
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::select! {
                _ = cut.changed() => return,
                _ = silence.changed() => {}
                () = carry(from_client, to_server, &shared, false) => return,
                () = carry(from_server, to_client, &shared, true) => return,
            }
            let _ = cut.changed().await;
        });
    }
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    shared: &Shared,
    is_answer: bool,
) {
    let mut buffer = vec![0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        shared.bytes.fetch_add(count as u64, Ordering::SeqCst);
        if is_answer && is_lost(shared, count as u64) {
            return;
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

fn is_lost(shared: &Shared, count: u64) -> bool {
    let mut answers = shared.answers.lock().unwrap();
    let Some(left) = *answers else { return false };
    let is_lost = count > left;
    *answers = (!is_lost).then(|| left - count);
    is_lost
}
