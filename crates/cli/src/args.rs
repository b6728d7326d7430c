//! What can be typed.

use std::{path::PathBuf, time::Duration};

use balados_backend::{
    Sound,
    view::{EpisodeFilter, EpisodeOrder, PodcastOrder},
};
use clap::{Parser, Subcommand, ValueEnum};

use crate::time::parse_time;

/// Podcasts from the terminal, on the same library as the Balados window.
///
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the library is held by another process
/// (close the window, or choose another folder with --data), 4 the library cannot be opened.
#[derive(Debug, Parser)]
#[command(name = "balados", version = balados_backend::version())]
pub(crate) struct Args {
    /// The folder that holds the library; the one of the app when absent.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The account to use for this command, by its name; the one of `account use` when absent.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) account: Option<String>,
    /// One JSON value instead of text; errors are JSON on standard error.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    #[command(flatten)]
    Library(Command),
    /// Write the manual pages and the completions of shells, for packages.
    #[command(hide = true)]
    Manual { folder: PathBuf },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Subscribe to the feed at an address.
    Add { address: String },
    /// Subscribe to the podcasts that a file of another app names (OPML).
    Import {
        file: PathBuf,
        /// Make collections of the file's folders.
        #[arg(long)]
        collections: bool,
        /// Only show what is in the file.
        #[arg(long, conflicts_with = "collections")]
        preview: bool,
    },
    /// Write the subscribed podcasts to a file for other apps (OPML), with collections as folders.
    Export { file: PathBuf },
    /// The subscribed podcasts.
    List {
        #[arg(long, value_enum, default_value_t)]
        order: ListOrder,
    },
    /// The episodes of a podcast, by its number in `list`.
    Episodes {
        podcast: i64,
        #[arg(long, value_enum, default_value_t)]
        filter: Filter,
        /// Oldest first.
        #[arg(long)]
        oldest: bool,
        /// Only titles that contain this.
        #[arg(long, value_name = "TEXT")]
        title: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: u32,
    },
    /// Find podcasts by words, in public directories that need no account: they hear the words.
    Search {
        #[arg(required = true, value_name = "WORDS")]
        words: Vec<String>,
        /// At most so many.
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
    },
    /// What is popular among the listeners of the account's server.
    Discover {
        /// Episodes instead of podcasts.
        #[arg(long)]
        episodes: bool,
        /// At most so many.
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
    },
    /// Read one feed again, or all of them.
    Refresh { podcast: Option<i64> },
    /// Play an episode, by its number in `episodes`, from where it was left.
    Play(Play),
    /// Like an episode, by its number in `episodes`, or a podcast.
    Like(Liked),
    /// No longer like an episode or a podcast.
    Unlike(Liked),
    /// The podcasts and episodes that are liked.
    Likes,
    /// Keep a place in an episode, where you are in it if no other is given.
    Bookmark(SetBookmark),
    /// The places that were kept, or one of them removed.
    Bookmarks {
        /// Remove the bookmark with this id.
        #[arg(long, value_name = "ID")]
        remove: Option<String>,
    },
    /// What is played next, on every device.
    Queue {
        #[command(subcommand)]
        task: Option<QueueTask>,
    },
    /// Episodes in an order of your own.
    Playlist {
        #[command(subcommand)]
        task: Option<PlaylistTask>,
    },
    /// Podcasts in groups of your own.
    Collection {
        #[command(subcommand)]
        task: Option<CollectionTask>,
    },
    /// The accounts on this computer, and the servers that keep them in step with other devices.
    #[command(subcommand)]
    Account(Account),
    /// Exchange with the server of the account until both sides are alike.
    Sync {
        /// Stay, and say what comes and goes until Ctrl-C: a line each, of JSON with `--json`.
        #[arg(long)]
        watch: bool,
        /// Send once more what the server did not take.
        #[arg(long)]
        retry: bool,
    },
    /// What no server has confirmed yet, and what the server did not take.
    Changes,
    /// Who may see what, and what stays on this computer.
    #[command(subcommand)]
    Privacy(Privacy),
    /// The listener's devices.
    #[command(subcommand)]
    Device(Device),
    /// The library in a few numbers.
    Status,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Privacy {
    /// The levels that hold, and the podcasts that stay on this computer.
    Show,
    /// Choose the level of everything, or of one podcast by its number in `list`.
    Set {
        #[arg(value_enum)]
        level: Level,
        podcast: Option<i64>,
    },
    /// Make everything anonymous that is public, or public again what this made anonymous.
    Anonymous {
        #[arg(value_enum)]
        to: Switch,
    },
    /// Keep a podcast on this computer: nothing about it is sent any more.
    Keep {
        podcast: i64,
        /// Also take it off the other devices.
        #[arg(long)]
        leave_elsewhere: bool,
    },
    /// Share a podcast again that was kept on this computer.
    Share { podcast: i64 },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Level {
    /// Counted, and shown with the user id.
    Public,
    /// Counted, and shown without it.
    Anonymous,
    /// Neither counted nor shown.
    Private,
    /// As without a choice.
    Unset,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Device {
    /// Which devices there are.
    List,
    /// Give this one another name.
    Rename { name: String },
    /// Take another one off the list, until it is used again.
    Forget { id: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// The accounts on this computer; each has podcasts of its own.
    List,
    /// Which server keeps the account in step, and how it goes.
    Show,
    /// From now on commands, and the window when it starts, open this one.
    Use {
        name: String,
    },
    /// Sign in to a server with a browser; its podcasts become an account of their own.
    Add(NewAccount),
    Rename {
        name: String,
        to: String,
    },
    /// Delete an account from this computer with everything in it. What is on its server stays there.
    Remove {
        name: String,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Leave the server. Everything stays, here and there.
    Disconnect {
        /// Do not take this device off the server's list of apps.
        #[arg(long)]
        keep_app: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum QueueTask {
    /// What is in it, in its order.
    List,
    /// Put episodes at the end, by their numbers in `episodes`.
    Add {
        #[arg(required = true)]
        episodes: Vec<i64>,
    },
    /// Put episodes behind the one in the player.
    Next {
        #[arg(required = true)]
        episodes: Vec<i64>,
    },
    /// Take episodes out.
    Remove {
        #[arg(required = true)]
        episodes: Vec<i64>,
    },
    /// Take everything out.
    Clear,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PlaylistTask {
    /// All playlists.
    List,
    /// The episodes of one, by its id in `list`.
    Show {
        playlist: String,
    },
    /// Make one.
    New {
        name: String,
        episodes: Vec<i64>,
    },
    Rename {
        playlist: String,
        name: String,
    },
    /// Say what it is for; an empty text takes the description away.
    Describe {
        playlist: String,
        text: String,
    },
    /// Put episodes at the end.
    Add {
        playlist: String,
        #[arg(required = true)]
        episodes: Vec<i64>,
    },
    /// Take episodes out.
    Remove {
        playlist: String,
        #[arg(required = true)]
        episodes: Vec<i64>,
    },
    /// Delete the playlist, on every device. Its episodes stay.
    Delete {
        playlist: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CollectionTask {
    /// All collections.
    List,
    /// The podcasts of one, by its id in `list`.
    Show {
        collection: String,
    },
    /// Make one.
    New {
        title: String,
        podcasts: Vec<i64>,
    },
    Rename {
        collection: String,
        title: String,
    },
    /// Put podcasts in.
    Add {
        collection: String,
        #[arg(required = true)]
        podcasts: Vec<i64>,
    },
    /// Take podcasts out. They stay subscribed.
    Remove {
        collection: String,
        #[arg(required = true)]
        podcasts: Vec<i64>,
    },
    /// Delete the collection, on every device. Its podcasts stay subscribed.
    Delete {
        collection: String,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct NewAccount {
    /// Its address, e.g. `balados.example`; without one the account is on this computer only
    #[arg(required_unless_present = "name")]
    pub(crate) server: Option<String>,
    /// What to call it; the name of its server when absent.
    #[arg(long, conflicts_with = "here")]
    pub(crate) name: Option<String>,
    /// Bring the podcasts of the account in use to the server, and make no new account.
    #[arg(long, requires = "server")]
    pub(crate) here: bool,
    /// Bring both sides together without asking.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Play {
    pub(crate) episode: i64,
    /// Write what would be heard to a WAV file, as fast as possible.
    #[arg(long, value_name = "FILE.wav")]
    pub(crate) output: Option<PathBuf>,
    /// Begin here: seconds, M:SS or H:MM:SS.
    #[arg(long, value_parser = parse_time, value_name = "TIME")]
    pub(crate) from: Option<Duration>,
    /// Stop after so much listening: seconds, M:SS or H:MM:SS.
    #[arg(long = "for", value_parser = parse_time, value_name = "TIME")]
    pub(crate) length: Option<Duration>,
    /// How fast, from now on: 0.5 to 3, in steps of 0.05. For the podcast where it has a speed of its
    /// own, else for all that have none.
    #[arg(long, value_parser = parse_speed, value_name = "SPEED")]
    pub(crate) speed: Option<i32>,
}

/// One of the two.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Liked {
    pub(crate) episode: Option<i64>,
    /// A podcast, by its number in `list`.
    #[arg(long, value_name = "N")]
    pub(crate) podcast: Option<i64>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SetBookmark {
    pub(crate) episode: i64,
    /// The place: seconds, M:SS or H:MM:SS.
    #[arg(long, value_parser = parse_time, value_name = "TIME")]
    pub(crate) at: Option<Duration>,
    /// A few words to find it again.
    #[arg(long, default_value = "", value_name = "TEXT")]
    pub(crate) note: String,
}

/// A factor, in hundredths.
fn parse_speed(text: &str) -> Result<i32, String> {
    let factor: f64 = text.trim().parse().map_err(|_| format!("{text:?} is no number"))?;
    let percent = (factor * 100.0).round();
    #[allow(clippy::cast_possible_truncation, reason = "what is out of range stays so")]
    Ok(percent as i32)
}

impl Play {
    pub(crate) fn sound(&self) -> Sound {
        match &self.output {
            Some(path) => Sound::Wav { path: path.clone(), limit: self.length },
            None => Sound::Device,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum ListOrder {
    #[default]
    Title,
    Latest,
    Added,
}

impl From<ListOrder> for PodcastOrder {
    fn from(order: ListOrder) -> Self {
        match order {
            ListOrder::Title => Self::Title,
            ListOrder::Latest => Self::Latest,
            ListOrder::Added => Self::Added,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Filter {
    #[default]
    All,
    Unplayed,
    InProgress,
    Downloaded,
}

impl From<Filter> for EpisodeFilter {
    fn from(filter: Filter) -> Self {
        match filter {
            Filter::All => Self::All,
            Filter::Unplayed => Self::Unplayed,
            Filter::InProgress => Self::InProgress,
            Filter::Downloaded => Self::Downloaded,
        }
    }
}

pub(crate) fn order(oldest: bool) -> EpisodeOrder {
    if oldest { EpisodeOrder::Oldest } else { EpisodeOrder::Newest }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
