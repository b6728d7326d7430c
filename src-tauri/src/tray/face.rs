//! What the tray shows and offers, decided from what is going on.

use balados_backend::view::{
    PlayerPhase, PlayerView, RefreshProgress, SleepTimer, SyncStanding, SyncView,
};

use crate::words::{Spoken, Word};

/// Titles can be long, and a menu is as wide as its longest line. In characters.
const TITLE_LENGTH: usize = 48;

/// The picture of the icon: what the listener would most like to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Idle,
    Playing,
    Syncing,
    /// Nothing goes on before the listener has done something.
    Attention,
}

/// What can be chosen in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    ShowPlaying,
    PlayPause,
    Back,
    Forward,
    CancelSleepTimer,
    Refresh,
    ShowSync,
    SyncNow,
    Open,
    Quit,
}

#[cfg(not(target_os = "linux"))]
impl Act {
    pub(crate) const ALL: [Self; 10] = [
        Self::ShowPlaying,
        Self::PlayPause,
        Self::Back,
        Self::Forward,
        Self::CancelSleepTimer,
        Self::Refresh,
        Self::ShowSync,
        Self::SyncNow,
        Self::Open,
        Self::Quit,
    ];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    Item(Act, String),
    /// Only to be read.
    Words(String),
    Separator,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) mark: Mark,
    /// What goes on, in one line; empty when nothing does.
    pub(crate) tip: String,
    pub(crate) menu: Vec<Line>,
}

/// What is going on, as far as the tray shows it.
pub(crate) struct Going {
    pub(crate) player: PlayerView,
    pub(crate) refresh: RefreshProgress,
    /// Nothing while it cannot be read.
    pub(crate) sync: Option<SyncView>,
}

impl Face {
    /// Before the library is open, or when it cannot be.
    pub(crate) fn closed(spoken: Spoken) -> Self {
        Self { mark: Mark::Idle, tip: String::new(), menu: door(spoken) }
    }

    pub(crate) fn of(going: &Going, spoken: Spoken) -> Self {
        let parts = [listening(going, spoken), upkeep(going, spoken), door(spoken)];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Self { mark: going.mark(), tip: tip(going, spoken), menu: parts.join(&Line::Separator) }
    }
}

impl Going {
    fn standing(&self) -> SyncStanding {
        self.sync.as_ref().map_or(SyncStanding::Off, SyncView::standing)
    }

    fn mark(&self) -> Mark {
        let standing = self.standing();
        if standing.needs_the_listener() {
            Mark::Attention
        } else if is_on(self.player.phase) {
            Mark::Playing
        } else if standing == SyncStanding::Exchanging || self.refresh.running {
            Mark::Syncing
        } else {
            Mark::Idle
        }
    }
}

fn tip(going: &Going, spoken: Spoken) -> String {
    match going.mark() {
        Mark::Idle => String::new(),
        Mark::Playing => title(going).unwrap_or_default(),
        Mark::Syncing if going.refresh.running => refreshing(going.refresh, spoken),
        Mark::Syncing | Mark::Attention => sync_words(going, spoken),
    }
}

/// Whether there is sound, or is about to be.
pub(crate) fn is_on(phase: PlayerPhase) -> bool {
    matches!(phase, PlayerPhase::Playing | PlayerPhase::Buffering | PlayerPhase::Loading)
}

fn listening(going: &Going, spoken: Spoken) -> Vec<Line> {
    let Some(title) = title(going) else { return Vec::new() };
    let toggle = if is_on(going.player.phase) { Word::Pause } else { Word::Play };
    let item = |act, word: Word| Line::Item(act, word.say(spoken).to_owned());
    let mut lines = vec![Line::Item(Act::ShowPlaying, title)];
    if going.player.phase == PlayerPhase::Failed {
        lines.push(item(Act::ShowPlaying, Word::CannotPlay));
    }
    lines.extend([
        item(Act::PlayPause, toggle),
        item(Act::Back, Word::Back),
        item(Act::Forward, Word::Forward),
    ]);
    if let Some(timer) = going.player.sleep {
        lines.push(Line::Item(Act::CancelSleepTimer, sleep_words(timer, spoken)));
    }
    lines
}

fn sleep_words(timer: SleepTimer, spoken: Spoken) -> String {
    match timer {
        SleepTimer::EpisodeEnd => Word::SleepTimerOffAtEnd.say(spoken).to_owned(),
        SleepTimer::Time { left_minutes, .. } => {
            Word::SleepTimerOff.count(spoken, usize::try_from(left_minutes).unwrap_or(0))
        }
    }
}

fn upkeep(going: &Going, spoken: Spoken) -> Vec<Line> {
    let item = |act, word: Word| Line::Item(act, word.say(spoken).to_owned());
    let mut lines = vec![if going.refresh.running {
        Line::Words(refreshing(going.refresh, spoken))
    } else {
        item(Act::Refresh, Word::RefreshAll)
    }];
    let standing = going.standing();
    if standing == SyncStanding::Off {
        return lines;
    }
    let words = sync_words(going, spoken);
    lines.push(if standing.needs_the_listener() {
        Line::Item(Act::ShowSync, words)
    } else {
        Line::Words(words)
    });
    if !matches!(standing, SyncStanding::Exchanging | SyncStanding::SignInAgain) {
        lines.push(item(Act::SyncNow, Word::SyncNow));
    }
    lines
}

fn door(spoken: Spoken) -> Vec<Line> {
    vec![
        Line::Item(Act::Open, Word::OpenBalados.say(spoken).to_owned()),
        Line::Item(Act::Quit, Word::Quit.say(spoken).to_owned()),
    ]
}

fn title(going: &Going) -> Option<String> {
    let title = &going.player.episode.as_ref()?.title;
    if title.chars().count() <= TITLE_LENGTH {
        return Some(title.clone());
    }
    let cut: String = title.chars().take(TITLE_LENGTH - 1).collect();
    Some(format!("{}…", cut.trim_end()))
}

fn refreshing(progress: RefreshProgress, spoken: Spoken) -> String {
    let (done, total) = (progress.done.to_string(), progress.total.to_string());
    Word::Refreshing.with(spoken, &[("done", &done), ("total", &total)])
}

fn sync_words(going: &Going, spoken: Spoken) -> String {
    let account = going.sync.as_ref().and_then(|sync| sync.account.as_ref());
    let server = account.map_or("", |account| &account.server);
    let counted = |word: Word, count| {
        let text = word.count(spoken, usize::try_from(count).unwrap_or(0));
        text.replace("{server}", server)
    };
    let said = |word: Word| word.with(spoken, &[("server", server)]);
    match going.standing() {
        SyncStanding::Off => String::new(),
        SyncStanding::Connecting => said(Word::SyncConnecting),
        SyncStanding::Exchanging => said(Word::SyncExchanging),
        SyncStanding::InStep => said(Word::SyncInStep),
        SyncStanding::Waiting(count) => counted(Word::SyncWaiting, count),
        SyncStanding::Refused(count) => counted(Word::SyncRefused, count),
        SyncStanding::Offline => said(Word::SyncOffline),
        SyncStanding::SignInAgain => said(Word::SignInAgain),
        SyncStanding::Troubled => said(Word::SyncTroubled),
    }
}

#[cfg(test)]
mod tests {
    use balados_backend::{
        Error, ErrorClass,
        view::{PlaySpeed, SecretPlace, SoundDevice, SyncAccount, SyncState},
    };

    use super::*;

    fn player(phase: PlayerPhase, title: Option<&str>) -> PlayerView {
        let episode = title.map(|title| {
            serde_json::from_value(serde_json::json!({
                "id": 7, "podcastId": 1, "podcastTitle": "Show", "title": title, "summary": "",
                "publishedMs": null, "durationMs": null, "season": null, "episode": null,
                "episodeType": "full", "explicit": false, "mediaKind": "audio", "mime": null,
                "sizeBytes": null, "playable": true, "hasArtwork": false, "state": "new", "positionMs": 0,
                "download": { "kind": "none" }, "liked": false, "queued": false,
            }))
            .unwrap()
        });
        PlayerView {
            phase,
            episode,
            position_ms: 0,
            duration_ms: None,
            buffered_ms: None,
            seekable: true,
            volume: 1.0,
            muted: false,
            speed: PlaySpeed { percent: 100, default_percent: 100, is_own: false },
            error: None,
            sound_device: SoundDevice::Absent,
            elsewhere: None,
            sleep: None,
        }
    }

    fn sync(state: SyncState) -> SyncView {
        let account = SyncAccount {
            server: "balados.example".to_owned(),
            user_id: "ada".to_owned(),
            device_name: "desk".to_owned(),
            is_secure: true,
            secrets: SecretPlace::Keychain,
        };
        SyncView {
            account: Some(account),
            state,
            waiting: 0,
            refused: 0,
            staying: Vec::new(),
            last_exchange_ms: None,
            sign_in: None,
        }
    }

    fn idle() -> Going {
        Going {
            player: player(PlayerPhase::Idle, None),
            refresh: RefreshProgress::default(),
            sync: None,
        }
    }

    /// The menu as it is read; what cannot be chosen stands in brackets.
    fn read(going: &Going, spoken: Spoken) -> Vec<String> {
        let read = |line: Line| match line {
            Line::Item(_, text) => text,
            Line::Words(text) => format!("[{text}]"),
            Line::Separator => "-".to_owned(),
        };
        Face::of(going, spoken).menu.into_iter().map(read).collect()
    }

    #[test]
    fn without_anything_to_hear_or_to_sync_the_menu_is_short() {
        let expected = ["Refresh all", "-", "Open Balados", "Quit"];
        assert_eq!(read(&idle(), Spoken::English), expected);
        assert_eq!(Face::of(&idle(), Spoken::English).mark, Mark::Idle);
        assert_eq!(Face::closed(Spoken::English).menu.len(), 2);
    }

    #[test]
    fn what_plays_is_named_and_can_be_paused() {
        let going = Going { player: player(PlayerPhase::Playing, Some("Tides")), ..idle() };
        let menu = read(&going, Spoken::French);
        let player = ["Tides", "Pause", "Reculer de 15 secondes", "Avancer de 30 secondes", "-"];
        assert_eq!(menu[..5], player);
        let face = Face::of(&going, Spoken::French);
        assert_eq!((face.mark, face.tip.as_str()), (Mark::Playing, "Tides"));

        let going = Going { player: player_of("Tides"), ..idle() };
        assert_eq!(read(&going, Spoken::English)[..2], ["Tides", "Play"]);
        assert_eq!(Face::of(&going, Spoken::English).mark, Mark::Idle);
    }

    #[test]
    fn a_sleep_timer_is_shown_and_turned_off() {
        let of = |timer| PlayerView { sleep: Some(timer), ..player_of("Tides") };
        let time = SleepTimer::Time { left_minutes: 29, is_fading: false };
        let going = Going { player: of(time), ..idle() };
        assert_eq!(read(&going, Spoken::English)[4], "Turn off the sleep timer: 29 minutes left");
        let going = Going { player: of(SleepTimer::EpisodeEnd), ..idle() };
        let line = &Face::of(&going, Spoken::French).menu[4];
        let words = "Désactiver le minuteur de sommeil\u{a0}: fin de l’épisode".to_owned();
        assert_eq!(*line, Line::Item(Act::CancelSleepTimer, words));
    }

    fn player_of(title: &str) -> PlayerView {
        player(PlayerPhase::Paused, Some(title))
    }

    #[test]
    fn what_cannot_be_played_says_so() {
        let going = Going { player: player(PlayerPhase::Failed, Some("Tides")), ..idle() };
        assert_eq!(read(&going, Spoken::English)[1], "Cannot be played: see why");
    }

    #[test]
    fn a_long_title_is_cut_between_characters() {
        let title = "é".repeat(200);
        let going = Going { player: player_of(&title), ..idle() };
        let shown = &read(&going, Spoken::English)[0];
        assert_eq!(shown.chars().count(), TITLE_LENGTH);
        assert!(shown.ends_with('…'));
    }

    #[test]
    fn a_refresh_shows_how_far_it_is_and_cannot_be_asked_for_twice() {
        let refresh = RefreshProgress { done: 3, total: 100, running: true };
        let going = Going { refresh, ..idle() };
        assert_eq!(read(&going, Spoken::English)[0], "[Refreshing: 3 of 100]");
        assert_eq!(Face::of(&going, Spoken::English).mark, Mark::Syncing);
    }

    #[test]
    fn sync_says_how_it_stands() {
        let going = Going { sync: Some(sync(SyncState::Live)), ..idle() };
        let menu = read(&going, Spoken::English);
        assert_eq!(menu[1..3], ["[In step with balados.example]", "Sync now"]);

        let waiting = SyncView { waiting: 2, ..sync(SyncState::Resting) };
        let going = Going { sync: Some(waiting), ..idle() };
        assert_eq!(read(&going, Spoken::English)[1], "[2 changes wait for balados.example]");
    }

    #[test]
    fn what_needs_the_listener_comes_before_what_plays() {
        let error = Error::new("revoked", ErrorClass::Auth, "");
        let going = Going {
            player: player(PlayerPhase::Playing, Some("Tides")),
            sync: Some(sync(SyncState::Troubled { error, until_ms: 0 })),
            ..idle()
        };
        let face = Face::of(&going, Spoken::English);
        assert_eq!(face.mark, Mark::Attention);
        assert_eq!(face.tip, "balados.example asks you to sign in again");
        let asks = Line::Item(Act::ShowSync, face.tip.clone());
        assert!(face.menu.contains(&asks), "it leads to where that can be done");
        assert!(!read(&going, Spoken::English).contains(&"Sync now".to_owned()));
    }
}
