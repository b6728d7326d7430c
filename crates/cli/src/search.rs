//! `balados search`.

use balados_backend::{
    Backend, Error,
    view::{AskedDirectory, DirectoryState, FoundShow, ShowSearch},
};

use crate::{
    failure::Failure,
    output::{Output, table},
};

/// What some directories found is shown where others do not answer.
pub(crate) async fn run(
    backend: &Backend,
    words: &str,
    limit: usize,
    output: &Output,
) -> Result<(), Failure> {
    let mut found = backend.search_shows_now(words).await?;
    let silent: Vec<Error> = found.directories.iter().filter_map(failed).collect();
    if let Some(error) = silent.first().filter(|_| silent.len() == found.directories.len()) {
        let hint = "With its address a podcast can be added all the same: `balados add ADDRESS`.";
        return Err(Failure::from(error.clone()).with_hint(hint));
    }
    found.shows.truncate(limit);
    output.show(&found, |found| show(found, &silent));
    Ok(())
}

fn failed(asked: &AskedDirectory) -> Option<Error> {
    match &asked.state {
        DirectoryState::Failed { error } => Some(error.clone()),
        _ => None,
    }
}

fn show(found: &ShowSearch, silent: &[Error]) -> String {
    let list = if found.shows.is_empty() {
        "Nothing was found.".to_owned()
    } else {
        let rows = found.shows.iter().enumerate().map(|(place, show)| row(place + 1, show));
        table(&["", "Title", "Author", "Episodes", "Address for `balados add`"], rows.collect())
    };
    let notes = silent.iter().map(|error| format!("\nNot all could be asked: {error}"));
    list + &notes.collect::<String>()
}

fn row(place: usize, show: &FoundShow) -> Vec<String> {
    vec![
        place.to_string(),
        show.title.clone(),
        show.author.clone().unwrap_or_default(),
        show.episode_count.map(|count| count.to_string()).unwrap_or_default(),
        if show.subscribed { "subscribed".to_owned() } else { show.feed_url.clone() },
    ]
}
