//! Subscriptions from and to other apps.

use std::path::Path;

use balados_backend::{
    Backend,
    view::{ImportFault, ImportOutcome, ImportPreview, PodcastToImport},
};
use serde::Serialize;

use crate::{failure::Failure, output::Output};

/// What came of a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Imported {
    #[serde(flatten)]
    done: ImportOutcome,
    already_subscribed: usize,
    faults: Vec<ImportFault>,
}

pub(crate) async fn import(
    backend: &Backend,
    file: &Path,
    with_collections: bool,
    output: &Output,
) -> Result<(), Failure> {
    let preview = backend.preview_import(file).await?;
    let already_subscribed = preview.podcasts.iter().filter(|it| it.subscribed).count();
    let wanted = preview.podcasts.into_iter().map(|it| PodcastToImport {
        feed_url: it.feed_url,
        title: it.title,
        collections: if with_collections { it.folders } else { Vec::new() },
    });
    let done = backend.import(wanted.collect()).await?;
    let imported = Imported { done, already_subscribed, faults: preview.faults };
    output.show(&imported, show_imported);
    Ok(())
}

/// What a file would bring; nothing is added.
pub(crate) async fn preview(
    backend: &Backend,
    file: &Path,
    output: &Output,
) -> Result<(), Failure> {
    output.show(&backend.preview_import(file).await?, show_preview);
    Ok(())
}

pub(crate) async fn export(backend: &Backend, file: &Path, output: &Output) -> Result<(), Failure> {
    output.show(&backend.export_subscriptions(file).await?, |done| {
        format!("Wrote {} podcasts to {}.", done.podcasts, file.display())
    });
    Ok(())
}

fn show_imported(imported: &Imported) -> String {
    let mut lines = vec![format!(
        "Subscribed to {} podcasts; {} were there already.",
        imported.done.podcast_ids.len(),
        imported.already_subscribed
    )];
    lines.extend(show_faults(&imported.faults));
    if !imported.done.podcast_ids.is_empty() {
        lines.push(
            "Their episodes come with `balados refresh`, or when the window is open.".to_owned(),
        );
    }
    lines.join("\n")
}

fn show_preview(preview: &ImportPreview) -> String {
    let line = |it: &balados_backend::view::ImportCandidate| {
        let mark = if it.subscribed { "  (subscribed)" } else { "" };
        format!("{}  {}{mark}", it.title, it.feed_url)
    };
    let mut lines: Vec<String> = preview.podcasts.iter().map(line).collect();
    lines.extend(show_faults(&preview.faults));
    lines.join("\n")
}

fn show_faults(faults: &[ImportFault]) -> impl Iterator<Item = String> {
    faults.iter().map(|fault| {
        let title = fault.title.as_deref().unwrap_or("(no title)");
        format!("Not a feed: {title}: {}: {}", fault.address, fault.error.message)
    })
}
