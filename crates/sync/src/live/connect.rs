//! Opens a live connection and shows the token.

use std::{io, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use rustls::{ClientConfig, crypto::aws_lc_rs};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config,
    tungstenite::{
        Error as SocketError, Message as Frame, http::Response, protocol::WebSocketConfig,
    },
};
use url::Url;

use super::{
    Answer, Message, Outcome,
    hear::{self, Heard},
    say,
};
use crate::{
    AddressError, Error, Result,
    api::refused,
    network::{self, host},
};

pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Below every host; the shorter path of the protocol is there only for names that begin with `sync.`.
const PATH: &str = "/sync/api/v1/live";
/// Bytes of the largest message that is read. Records of about 256,000 bytes are in one; a single one may have more.
const MAX_MESSAGE: usize = 4_000_000;
/// How long one of a host's addresses is tried: the next one may be the one that works here.
const TRY: Duration = Duration::from_secs(5);
/// Where a server has no room for one more connection.
const FULL: Duration = Duration::from_mins(1);

pub(super) async fn open(base: &Url, token: &str) -> Result<Socket> {
    let mut socket = upgrade(base).await?;
    while !matches!(next(&mut socket, base).await?, Heard::Greeting) {}
    let auth = Frame::text(say::auth(token));
    socket.send(auth).await.map_err(|error| broken(base, error))?;
    loop {
        if let Heard::Message(Message::Answer(Answer { outcome, .. })) =
            next(&mut socket, base).await?
        {
            return let_in(base, outcome).map(|()| socket);
        }
    }
}

fn let_in(base: &Url, outcome: Outcome) -> Result<()> {
    match outcome {
        Outcome::Done { .. } => Ok(()),
        Outcome::Rejected { code, message } => Err(match code.as_str() {
            "INVALID_TOKEN" => Error::LiveNotLetIn,
            "TOO_MANY_CONNECTIONS" | "CONNECTION_RATE_LIMITED" => {
                Error::RateLimited { host: host(base), retry_after: FULL }
            }
            _ => Error::Refused { status: 400, code, message },
        }),
    }
}

async fn upgrade(base: &Url) -> Result<Socket> {
    let stream = reach(base).await?;
    let connector = match base.scheme() {
        "https" => Connector::Rustls(tls(host(base)).await?),
        _ => Connector::Plain,
    };
    let config = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let request = address(base)?;
    client_async_tls_with_config(request.as_str(), stream, Some(config), Some(connector))
        .await
        .map(|(socket, _)| socket)
        .map_err(|error| broken(base, error))
}

fn address(base: &Url) -> Result<Url> {
    let mut url = base.join(PATH).map_err(|_| AddressError::NotAnAddress)?;
    let scheme = if base.scheme() == "https" { "wss" } else { "ws" };
    url.set_scheme(scheme).map_err(|()| AddressError::NotAnAddress)?;
    Ok(url)
}

/// The first of the host's addresses that answers.
async fn reach(base: &Url) -> Result<TcpStream> {
    let host = host(base);
    let port = base.port_or_known_default().ok_or(AddressError::NotAnAddress)?;
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let found = lookup_host((name, port)).await;
    let found = found.map_err(|_| Error::UnknownHost { host: host.clone() })?;
    let mut last = None;
    for address in found {
        let tried = timeout(TRY, TcpStream::connect(address)).await;
        match tried.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(stream) => {
                // Messages are small and people wait for them; without it they only come later.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) => Err(Error::Unreachable { host, source: error.into() }),
        None => Err(Error::UnknownHost { host }),
    }
}

/// More than one provider is linked into the app, so that none is the default: this one is named. Whom the system trusts is
/// trusted, as for every other call.
fn trusting() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(config)
}

/// On a thread of its own: it reads the system's certificates.
async fn tls(host: String) -> Result<Arc<ClientConfig>> {
    let made = tokio::task::spawn_blocking(trusting).await;
    match made {
        Ok(Ok(config)) => Ok(Arc::new(config)),
        Ok(Err(source)) => Err(Error::Tls { host, source: source.into() }),
        Err(source) => Err(Error::Tls { host, source: source.into() }),
    }
}

async fn next(socket: &mut Socket, base: &Url) -> Result<Heard> {
    loop {
        match socket.next().await {
            Some(Ok(Frame::Text(text))) => return read(base, &text),
            Some(Ok(Frame::Close(frame))) => {
                let close = frame.map(|frame| frame.code.into());
                return Err(Error::LiveEnded { host: host(base), close });
            }
            Some(Ok(_)) => (),
            Some(Err(error)) => return Err(broken(base, error)),
            None => return Err(Error::LiveEnded { host: host(base), close: None }),
        }
    }
}

fn read(base: &Url, text: &str) -> Result<Heard> {
    hear::read(text).map_err(|source| Error::MalformedAnswer { host: host(base), source })
}

fn broken(base: &Url, error: SocketError) -> Error {
    match error {
        SocketError::Http(response) => not_upgraded(base, &response),
        error => network::of_socket(host(base), error.into()),
    }
}

/// It speaks HTTP, but would not go on to WebSocket.
fn not_upgraded(base: &Url, response: &Response<Option<Vec<u8>>>) -> Error {
    let (status, body) = (response.status().as_u16(), response.body().as_deref());
    refused(host(base), status, response.headers(), body.unwrap_or_default())
}
