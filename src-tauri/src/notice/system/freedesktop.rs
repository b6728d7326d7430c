//! Notices on Linux: the desktop's own daemon, over one connection.
//!
//! notify-rust opens a connection for each notice and looks for its answer with a new stream after
//! every message, which can miss one. This is the part of it that is needed, without both.

use std::{collections::HashMap, path::Path};

use futures_util::StreamExt;
use tauri::Url;
use zbus::{Connection, proxy, zvariant::Value};

use super::Answer;
use crate::{
    DESKTOP_ENTRY,
    notice::{Kind, Notice},
};

const ICON: &str = "balados-desktop";
/// The key of a click on the notice itself.
const CLICK: &str = "default";
const URGENCY_NORMAL: u8 = 1;
/// The reason of a notice that goes by itself.
const EXPIRED: u32 = 1;
/// The daemon decides how long it is shown.
const USUAL_TIME: i32 = -1;

#[proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Notifications {
    #[allow(clippy::too_many_arguments, reason = "the specification has them")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    fn close_notification(&self, id: u32) -> zbus::Result<()>;

    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action_key: String) -> zbus::Result<()>;

    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32) -> zbus::Result<()>;
}

/// The daemon, found when the first notice is shown.
#[derive(Default)]
pub(in crate::notice) struct System {
    daemon: Option<Daemon>,
    ids: HashMap<Kind, u32>,
}

struct Daemon {
    proxy: NotificationsProxy<'static>,
    invoked: ActionInvokedStream,
    closed: NotificationClosedStream,
}

impl System {
    /// Shows a notice in place of the last one of its kind. `open` names a click on it, where that is a button too.
    pub(in crate::notice) async fn show(
        &mut self,
        notice: &Notice,
        open: &str,
        cover: Option<&Path>,
    ) -> zbus::Result<()> {
        // With the bus that was lost, what was shown on it is gone too.
        if self.daemon.as_ref().is_some_and(Daemon::is_lost) {
            *self = Self::default();
        }
        let daemon = match &mut self.daemon {
            Some(daemon) => daemon,
            none => none.insert(Daemon::find().await?),
        };
        let replaced = self.ids.get(&notice.kind).copied().unwrap_or_default();
        let id = daemon.show(notice, open, cover, replaced).await?;
        self.ids.insert(notice.kind, id);
        Ok(())
    }

    /// Takes a notice back that has become untrue.
    pub(in crate::notice) async fn withdraw(&mut self, kind: Kind) {
        if let (Some(id), Some(daemon)) = (self.ids.remove(&kind), &self.daemon) {
            // One that is gone already is no loss.
            let _ = daemon.proxy.close_notification(id).await;
        }
    }

    /// Waits for what becomes of a notice that is shown.
    pub(in crate::notice) async fn answer(&mut self) -> (Kind, Answer) {
        loop {
            let (id, answer) = match &mut self.daemon {
                Some(daemon) => daemon.answer().await,
                None => std::future::pending().await,
            };
            // Other apps' notices are answered on the same bus.
            let kind = self.ids.iter().find(|(_, shown)| **shown == id).map(|(kind, _)| *kind);
            if let Some(kind) = kind {
                self.ids.remove(&kind);
                return (kind, answer);
            }
        }
    }
}

impl Daemon {
    async fn find() -> zbus::Result<Self> {
        let proxy = NotificationsProxy::new(&Connection::session().await?).await?;
        let invoked = proxy.receive_action_invoked().await?;
        let closed = proxy.receive_notification_closed().await?;
        Ok(Self { proxy, invoked, closed })
    }

    fn is_lost(&self) -> bool {
        self.proxy.inner().connection().is_closed()
    }

    async fn show(
        &self,
        notice: &Notice,
        open: &str,
        cover: Option<&Path>,
        replaced: u32,
    ) -> zbus::Result<u32> {
        let capabilities = self.proxy.get_capabilities().await?;
        let has = |capability: &str| capabilities.iter().any(|has| has == capability);
        let body = if has("body-markup") { escape(&notice.body) } else { notice.body.clone() };
        let keys: Vec<String> = (0..notice.buttons.len()).map(|index| index.to_string()).collect();
        let mut actions = vec![CLICK, open];
        for (key, (label, _)) in keys.iter().zip(&notice.buttons) {
            actions.extend([key.as_str(), label]);
        }
        if !has("actions") {
            actions.clear();
        }
        let (title, hints) = (&notice.title, hints(notice.kind, cover));
        self.proxy
            .notify("Balados", replaced, ICON, title, &body, &actions, hints, USUAL_TIME)
            .await
    }

    async fn answer(&mut self) -> (u32, Answer) {
        loop {
            let answer = tokio::select! {
                // A click also closes: it is heard first.
                biased;
                Some(signal) = self.invoked.next() => signal.args().ok().and_then(|invoked| {
                    Some((invoked.id, read_key(&invoked.action_key)?))
                }),
                Some(signal) = self.closed.next() => {
                    signal.args().ok().map(|closed| (closed.id, read_reason(closed.reason)))
                }
                else => std::future::pending().await,
            };
            if let Some(answer) = answer {
                return answer;
            }
        }
    }
}

/// What a desktop goes by that is not to disturb: none of these breaks through, and all of them may wait to be seen.
fn hints(kind: Kind, cover: Option<&Path>) -> HashMap<&'static str, Value<'static>> {
    let mut hints = HashMap::from([
        ("desktop-entry", Value::from(DESKTOP_ENTRY)),
        ("urgency", Value::from(URGENCY_NORMAL)),
    ]);
    let category = match kind {
        Kind::DownloadsDone => Some("transfer.complete"),
        Kind::DownloadsFailed => Some("transfer.error"),
        Kind::NewEpisodes | Kind::Sync | Kind::SleepTimer | Kind::StillRunning | Kind::NoWindow => {
            None
        }
    };
    if let Some(category) = category {
        hints.insert("category", Value::from(category));
    }
    // Nobody who fell asleep is woken by being told so.
    if kind == Kind::SleepTimer {
        hints.insert("suppress-sound", Value::from(true));
    }
    if let Some(cover) = cover.and_then(|cover| Url::from_file_path(cover).ok()) {
        hints.insert("image-path", Value::from(String::from(cover)));
    }
    hints
}

fn read_key(key: &str) -> Option<Answer> {
    if key == CLICK {
        return Some(Answer::Click);
    }
    key.parse().ok().map(Answer::Button)
}

fn read_reason(reason: u32) -> Answer {
    if reason == EXPIRED { Answer::Expired } else { Answer::Closed }
}

/// Titles of publishers are no markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_no_markup() {
        assert_eq!(escape("Q&A <live>"), "Q&amp;A &lt;live&gt;");
    }

    #[test]
    fn no_notice_breaks_through_or_makes_a_sound_of_its_own() {
        for kind in Kind::ALL {
            let hints = hints(kind, Some(Path::new("/covers/1.png")));
            assert_eq!(hints["urgency"], Value::from(1_u8), "{kind:?}");
            assert_eq!(hints["desktop-entry"], Value::from("org.balados.desktop"));
            assert_eq!(hints["image-path"], Value::from("file:///covers/1.png"));
            for not in ["sound-file", "sound-name", "transient", "resident"] {
                assert!(!hints.contains_key(not), "{not} of {kind:?}");
            }
            let is_silent = hints.contains_key("suppress-sound");
            assert_eq!(is_silent, kind == Kind::SleepTimer, "{kind:?}");
        }
        assert_eq!(hints(Kind::DownloadsFailed, None)["category"], Value::from("transfer.error"));
    }

    #[test]
    fn keys() {
        assert_eq!(read_key("default"), Some(Answer::Click));
        assert_eq!(read_key("1"), Some(Answer::Button(1)));
        assert_eq!(read_key("inline-reply"), None);
    }
}
