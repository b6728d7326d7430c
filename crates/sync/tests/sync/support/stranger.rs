//! Servers that do what no good server does.

use std::future::Future;

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_tungstenite::{WebSocketStream, accept_async, tungstenite::Message};
use url::Url;

pub(crate) struct Stranger {
    pub(crate) base: Url,
    task: JoinHandle<()>,
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Stranger {
    /// Does this with one connection.
    pub(crate) async fn with<F: Future<Output = ()> + Send>(
        serve: impl FnOnce(TcpStream) -> F + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let task = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            serve(stream).await;
        });
        Self { base, task }
    }

    /// Greets, lets in, and does this then.
    pub(crate) async fn live<F: Future<Output = ()> + Send>(
        then: impl FnOnce(WebSocketStream<TcpStream>) -> F + Send + 'static,
    ) -> Self {
        Self::with(|stream| async {
            let mut socket = accept_async(stream).await.unwrap();
            socket.send(Message::text(r#"{"status":"connected"}"#)).await.unwrap();
            socket.next().await.unwrap().unwrap();
            socket.send(Message::text(r#"{"status":"ok","data":{}}"#)).await.unwrap();
            then(socket).await;
        })
        .await
    }
}

/// Answers the one request that comes with these bytes, and hangs up.
pub(crate) async fn answering(answer: &'static str) -> Stranger {
    Stranger::with(move |mut stream| async move {
        let mut request = [0; 8_192];
        let _ = stream.read(&mut request).await;
        stream.write_all(answer.as_bytes()).await.unwrap();
    })
    .await
}
