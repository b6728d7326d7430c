//! Notices on macOS and Windows, by notify-rust.

use std::{collections::HashMap, path::Path};

use notify_rust::{CloseReason, Notification, NotificationResponse};
use tokio::sync::mpsc;

use super::Answer;
use crate::notice::{Kind, Notice};

/// Each notice has a number, so that the answer to one that was replaced means nothing.
pub(in crate::notice) struct System {
    shown: HashMap<Kind, u64>,
    last: u64,
    answers: (mpsc::UnboundedSender<(u64, Answer)>, mpsc::UnboundedReceiver<(u64, Answer)>),
}

impl Default for System {
    fn default() -> Self {
        Self { shown: HashMap::new(), last: 0, answers: mpsc::unbounded_channel() }
    }
}

impl System {
    /// Shows a notice. These systems group them by app themselves.
    pub(in crate::notice) async fn show(
        &mut self,
        notice: &Notice,
        _open: &str,
        cover: Option<&Path>,
    ) -> Result<(), notify_rust::error::Error> {
        let mut notification = Notification::new();
        notification.summary(&notice.title).body(&notice.body);
        if let Some(cover) = cover.and_then(Path::to_str) {
            notification.image_path(cover);
        }
        for (index, (label, _)) in notice.buttons.iter().enumerate() {
            notification.action(&index.to_string(), label);
        }
        self.last += 1;
        let (number, answers) = (self.last, self.answers.0.clone());
        // Waiting for the answer blocks a thread, as long as the notice is shown.
        let (tell, shown) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || match notification.show() {
            Ok(handle) => {
                let _ = tell.send(Ok(()));
                let _ = handle.wait_for_response(|response: &NotificationResponse| {
                    let _ = answers.send((number, read(response)));
                });
            }
            Err(error) => {
                let _ = tell.send(Err(error));
            }
        });
        if let Ok(shown) = shown.await {
            shown?;
            self.shown.insert(notice.kind, number);
        }
        Ok(())
    }

    /// These systems offer no way to take one back; its answer no longer counts.
    pub(in crate::notice) async fn withdraw(&mut self, kind: Kind) {
        self.shown.remove(&kind);
    }

    /// Waits for what becomes of a notice that is shown.
    pub(in crate::notice) async fn answer(&mut self) -> (Kind, Answer) {
        loop {
            let Some((number, answer)) = self.answers.1.recv().await else {
                return std::future::pending().await;
            };
            let kind = self.shown.iter().find(|(_, it)| **it == number).map(|(kind, _)| *kind);
            if let Some(kind) = kind {
                self.shown.remove(&kind);
                return (kind, answer);
            }
        }
    }
}

fn read(response: &NotificationResponse) -> Answer {
    match response {
        NotificationResponse::Default => Answer::Click,
        NotificationResponse::Action(key) => key.parse().map_or(Answer::Click, Answer::Button),
        NotificationResponse::Closed(CloseReason::Expired) => Answer::Expired,
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => Answer::Closed,
    }
}
