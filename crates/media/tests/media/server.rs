//! A server that does exactly what a test tells it to, request by request.

use std::{
    collections::{HashMap, VecDeque},
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    runtime::Handle,
    time::sleep,
};
use url::Url;

/// What the server has under one path.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) body: Arc<Vec<u8>>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) content_type: String,
    pub(crate) parts: Parts,
    pub(crate) length: Length,
    /// What happens to the next requests, one each; then all goes well.
    pub(crate) script: VecDeque<Act>,
    /// Waited between two pieces of a body.
    pub(crate) pause: Duration,
    pub(crate) log: Vec<Hit>,
    /// Body bytes given to the socket.
    pub(crate) sent: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    Sent,
    /// `Range` is ignored.
    Ignored,
    /// 206 that does not say which part.
    Unnamed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Told,
    /// The end of the connection is the end of the body.
    Untold,
    /// In chunks.
    Chunked,
    /// `Content-Length` says so many bytes more than there are.
    Exaggerated(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Act {
    Good,
    /// Closes after so many bytes of the body.
    Cut(usize),
    /// The same with a reset.
    Reset(usize),
    /// Sends nothing more after so many bytes.
    Stall(usize),
    Status(u16, &'static str),
    Redirect(String),
    /// A sign-in page.
    Html,
    /// Ignores `Range` this time.
    Whole,
    Garbage,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) range: Option<(u64, Option<u64>)>,
    pub(crate) if_range: Option<String>,
}

impl Site {
    pub(crate) fn new(body: &[u8]) -> Self {
        Self {
            body: Arc::new(body.to_vec()),
            etag: Some("\"v1\"".to_owned()),
            last_modified: None,
            content_type: "audio/mpeg".to_owned(),
            parts: Parts::Sent,
            length: Length::Told,
            script: VecDeque::new(),
            pause: Duration::ZERO,
            log: Vec::new(),
            sent: 0,
        }
    }

    pub(crate) fn script(mut self, acts: impl IntoIterator<Item = Act>) -> Self {
        self.script = acts.into_iter().collect();
        self
    }
}

type Sites = Arc<Mutex<HashMap<String, Site>>>;

pub(crate) struct Server {
    address: SocketAddr,
    sites: Sites,
}

impl Server {
    pub(crate) fn start(runtime: &Handle) -> Self {
        let _entered = runtime.enter();
        let socket = TcpSocket::new_v4().unwrap();
        // Small, so that a reader that stops is soon felt here.
        socket.set_send_buffer_size(64 << 10).unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let listener = socket.listen(64).unwrap();
        let server = Self { address: listener.local_addr().unwrap(), sites: Sites::default() };
        runtime.spawn(accept(listener, Arc::clone(&server.sites)));
        server
    }

    /// Puts a site under a new address.
    pub(crate) fn serve(&self, site: Site) -> Url {
        let mut sites = self.sites.lock().unwrap();
        let path = format!("/{}.mp3", sites.len());
        let url = Url::parse(&format!("http://{}{path}", self.address)).unwrap();
        sites.insert(path, site);
        url
    }

    pub(crate) fn change(&self, url: &Url, change: impl FnOnce(&mut Site)) {
        change(self.lock().get_mut(url.path()).unwrap());
    }

    pub(crate) fn log(&self, url: &Url) -> Vec<Hit> {
        self.lock()[url.path()].log.clone()
    }

    pub(crate) fn sent(&self, url: &Url) -> u64 {
        self.lock()[url.path()].sent
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Site>> {
        self.sites.lock().unwrap()
    }
}

async fn accept(listener: TcpListener, sites: Sites) {
    while let Ok((stream, _)) = listener.accept().await {
        let sites = Arc::clone(&sites);
        tokio::spawn(async move {
            // A client that leaves is no news.
            let _ = Connection { stream, sites }.serve().await;
        });
    }
}

struct Connection {
    stream: TcpStream,
    sites: Sites,
}

impl Connection {
    async fn serve(mut self) -> io::Result<()> {
        while let Some((path, hit)) = self.request().await? {
            let (site, act) = {
                let mut sites = self.sites.lock().unwrap();
                let site = sites.get_mut(&path).unwrap();
                site.log.push(hit.clone());
                let act = site.script.pop_front().unwrap_or(Act::Good);
                (site.clone(), act)
            };
            if !self.answer(&path, &site, &hit, act).await? {
                break;
            }
        }
        Ok(())
    }

    async fn request(&mut self) -> io::Result<Option<(String, Hit)>> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match self.stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) if head.is_empty() => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        let head = String::from_utf8(head).unwrap();
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        assert_eq!(header("accept-encoding"), Some("identity"));
        let range = header("range").and_then(|range| {
            let (start, last) = range.strip_prefix("bytes=")?.split_once('-')?;
            let end = last.parse::<u64>().ok().map(|last| last + 1);
            Some((start.parse().ok()?, end))
        });
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let if_range = header("if-range").map(str::to_owned);
        Ok(Some((path, Hit { range, if_range })))
    }

    /// Returns whether the connection can be used again.
    async fn answer(&mut self, path: &str, site: &Site, hit: &Hit, act: Act) -> io::Result<bool> {
        let simple = match &act {
            Act::Status(code, headers) => {
                Some(format!("HTTP/1.1 {code} Odd\r\n{headers}Content-Length: 0\r\n\r\n"))
            }
            Act::Redirect(to) => {
                Some(format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"))
            }
            Act::Html => Some(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \
                 6\r\n\r\n<html>"
                    .to_owned(),
            ),
            Act::Garbage => Some("\u{1}\u{2}\u{3} not http\r\n\r\n".to_owned()),
            _ => None,
        };
        if let Some(simple) = simple {
            self.stream.write_all(simple.as_bytes()).await?;
            return Ok(!matches!(act, Act::Garbage));
        }
        let whole = 0..site.body.len();
        let part = part(site, hit, &act);
        if part.as_ref().is_some_and(|part| part.start >= whole.end) {
            let head = format!(
                "HTTP/1.1 416 No\r\nContent-Range: bytes */{}\r\nContent-Length: 0\r\n\r\n",
                whole.end
            );
            self.stream.write_all(head.as_bytes()).await?;
            return Ok(true);
        }
        self.stream.write_all(head(site, part.as_ref()).as_bytes()).await?;
        let part = part.unwrap_or(whole);
        self.body(path, site, &site.body[part], &act).await
    }

    async fn body(&mut self, path: &str, site: &Site, body: &[u8], act: &Act) -> io::Result<bool> {
        let most = match *act {
            Act::Cut(bytes) | Act::Reset(bytes) | Act::Stall(bytes) => bytes,
            _ => usize::MAX,
        };
        for piece in body[..body.len().min(most)].chunks(16 << 10) {
            if site.length == Length::Chunked {
                self.stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
            }
            self.stream.write_all(piece).await?;
            if site.length == Length::Chunked {
                self.stream.write_all(b"\r\n").await?;
            }
            let sent = piece.len() as u64;
            self.sites.lock().unwrap().get_mut(path).unwrap().sent += sent;
            if !site.pause.is_zero() {
                sleep(site.pause).await;
            }
        }
        match act {
            Act::Cut(_) => Ok(false),
            Act::Reset(_) => {
                self.stream.set_zero_linger()?;
                Ok(false)
            }
            Act::Stall(_) => {
                // Until the client leaves.
                let _ = self.stream.read_u8().await;
                Ok(false)
            }
            _ if site.length == Length::Chunked => {
                self.stream.write_all(b"0\r\n\r\n").await?;
                Ok(true)
            }
            _ => Ok(site.length == Length::Told),
        }
    }
}

/// Which part the server sends; none for the whole with status 200.
fn part(site: &Site, hit: &Hit, act: &Act) -> Option<std::ops::Range<usize>> {
    let (start, end) = hit.range?;
    let validators = [&site.etag, &site.last_modified];
    let is_current = hit.if_range.is_none() || validators.contains(&&hit.if_range);
    if site.parts == Parts::Ignored || matches!(act, Act::Whole) || !is_current {
        return None;
    }
    let end = end.map_or(site.body.len(), |end| usize::try_from(end).unwrap());
    Some(usize::try_from(start).unwrap()..end.min(site.body.len()))
}

fn head(site: &Site, part: Option<&std::ops::Range<usize>>) -> String {
    let length = part.map_or(site.body.len(), ExactSizeIterator::len);
    let mut lines = vec![format!("Content-Type: {}", site.content_type)];
    lines.push(match part {
        None => "HTTP/1.1 200 OK".to_owned(),
        Some(_) => "HTTP/1.1 206 Partial Content".to_owned(),
    });
    lines.rotate_right(1);
    if let Some(part) = part.filter(|_| site.parts != Parts::Unnamed) {
        let total = match site.length {
            Length::Told => site.body.len().to_string(),
            Length::Exaggerated(by) => (site.body.len() + by).to_string(),
            Length::Untold | Length::Chunked => "*".to_owned(),
        };
        lines.push(format!("Content-Range: bytes {}-{}/{total}", part.start, part.end - 1));
    }
    lines.push(match site.length {
        Length::Told => format!("Content-Length: {length}"),
        Length::Exaggerated(by) => format!("Content-Length: {}", length + by),
        Length::Untold => "Connection: close".to_owned(),
        Length::Chunked => "Transfer-Encoding: chunked".to_owned(),
    });
    lines.extend(site.etag.iter().map(|etag| format!("ETag: {etag}")));
    lines.extend(site.last_modified.iter().map(|date| format!("Last-Modified: {date}")));
    lines.join("\r\n") + "\r\n\r\n"
}
