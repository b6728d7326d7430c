//! A live connection of an app.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};

use super::Device;

pub(crate) struct Live {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Live {
    /// Opens it and reads the greeting.
    pub(crate) async fn open(base: &str) -> Self {
        let url = format!("{}/sync/api/v1/live", base.replacen("http", "ws", 1));
        let (socket, _) = connect_async(url).await.unwrap();
        let mut live = Self { socket };
        assert_eq!(live.hear().await["status"], json!("connected"));
        live
    }

    /// Opens it for a device that is let in.
    pub(crate) async fn of(device: &Device) -> Self {
        let mut live = Self::open(&device.base).await;
        let answer = live.ask(&json!({"type": "auth", "token": device.token()})).await;
        assert_eq!(answer["status"], json!("ok"), "{answer}");
        live
    }

    /// And follows from a cursor on. Returns the first changes as well.
    pub(crate) async fn following(device: &Device, cursor: &Value) -> (Self, Value) {
        let mut live = Self::of(device).await;
        let answer = live.ask(&json!({"type": "subscribe", "cursor": cursor})).await;
        assert_eq!(answer["status"], json!("ok"), "{answer}");
        let changes = live.hear().await;
        (live, changes)
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        self.socket.send(Message::text(message.to_string())).await.unwrap();
    }

    pub(crate) async fn send(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// The next message.
    pub(crate) async fn hear(&mut self) -> Value {
        self.next().await.unwrap_or_else(|close| panic!("closed: {close:?}"))
    }

    pub(crate) async fn ask(&mut self, message: &Value) -> Value {
        self.say(message).await;
        self.hear().await
    }

    /// The next message, or how the connection ended.
    pub(crate) async fn next(&mut self) -> Result<Value, Option<CloseFrame>> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => (),
                Some(Ok(Message::Close(frame))) => return Err(frame),
                Some(Ok(other)) => panic!("{other:?}"),
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// How it ends; what is said before does not matter.
    pub(crate) async fn end(mut self) -> Option<u16> {
        loop {
            if let Err(close) = self.next().await {
                return close.map(|it| it.code.into());
            }
        }
    }
}
