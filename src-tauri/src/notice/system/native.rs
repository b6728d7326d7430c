//! Notices on macOS and Windows, by notify-rust.

use std::{collections::HashMap, path::Path};

use notify_rust::{CloseReason, Notification, NotificationResponse};
use tokio::sync::mpsc;

use super::Answer;
use crate::notice::{Kind, Notice};

/// The identifier in `tauri.conf.json`: installers make it known to the system.
const APP: &str = "org.balados.desktop";

/// Each notice has a number, so that the answer to one that was replaced means nothing.
type Answered = (u64, Answer);

pub(in crate::notice) struct System {
    shown: HashMap<Kind, u64>,
    last: u64,
    answers: (mpsc::UnboundedSender<Answered>, mpsc::UnboundedReceiver<Answered>),
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
        let labels: Vec<_> = notice.buttons.iter().map(|(label, _)| *label).collect();
        for (index, label) in labels.iter().enumerate() {
            notification.action(&index.to_string(), label);
        }
        // A development build is not installed, so no system knows it.
        if !cfg!(debug_assertions) {
            sign(&mut notification);
        }
        self.last += 1;
        let (number, answers) = (self.last, self.answers.0.clone());
        // Waiting for the answer blocks a thread, as long as the notice is shown.
        let (tell, shown) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || match notification.show() {
            Ok(handle) => {
                let _ = tell.send(Ok(()));
                let heard = handle.wait_for_response(|response: &NotificationResponse| {
                    let _ = answers.send((number, read(response, &labels)));
                });
                if let Err(error) = heard {
                    tracing::warn!(%error, "What became of a notice is not known");
                }
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
    #[allow(clippy::unused_async, reason = "as its counterpart on Linux")]
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

/// Without it a notice would be PowerShell's.
#[cfg(windows)]
fn sign(notification: &mut Notification) {
    notification.app_id(APP);
}

/// Without it a notice would be Finder's. It is said once; whoever says it again is told so.
#[cfg(target_os = "macos")]
fn sign(_: &mut Notification) {
    let _ = notify_rust::set_application(APP);
}

fn read(response: &NotificationResponse, labels: &[&str]) -> Answer {
    match response {
        NotificationResponse::Default => Answer::Click,
        NotificationResponse::Action(chosen) => {
            button(chosen, labels).map_or(Answer::Click, Answer::Button)
        }
        NotificationResponse::Closed(CloseReason::Expired) => Answer::Expired,
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => Answer::Closed,
    }
}

/// Windows tells the key of a button, macOS what is written on it.
fn button(chosen: &str, labels: &[&str]) -> Option<usize> {
    labels.iter().position(|label| *label == chosen).or_else(|| chosen.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_known_by_key_and_by_label() {
        let labels = ["Listen", "Open"];
        let of = |chosen: &str| read(&NotificationResponse::Action(chosen.to_owned()), &labels);
        assert_eq!(of("1"), Answer::Button(1));
        assert_eq!(of("Listen"), Answer::Button(0));
        assert_eq!(of(""), Answer::Click);
    }

    #[test]
    fn systems_know_the_app_by_its_identifier() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../../../../tauri.conf.json")).unwrap();
        assert_eq!(config["identifier"], APP);
    }
}
