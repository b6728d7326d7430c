//! When the sleep timer has ended.

use balados_backend::{PictureOf, view::EpisodeSummary};

use super::{Act, Kind, Notice, short};
use crate::{
    open_at::Place,
    words::{Spoken, Word},
};

/// What was heard until then, and the way on.
pub(super) fn notice(heard: &EpisodeSummary, spoken: Spoken) -> Notice {
    Notice {
        kind: Kind::SleepTimer,
        title: Word::SleepTimerEnded.say(spoken).to_owned(),
        body: format!("{}\n{}", short(&heard.title), short(&heard.podcast_title)),
        cover: Some(PictureOf::Episode(heard.id)),
        click: Act::Open(Place::Episode { id: heard.id }),
        buttons: vec![(Word::PlayOn.say(spoken), Act::PlayOn(heard.id))],
    }
}
