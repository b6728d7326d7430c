//! `balados privacy …`.

use balados_backend::{
    Backend,
    view::{OnOtherDevices, PrivacyLevel, PrivacyServer, PrivacyView},
};

use crate::{
    args::{Level, Privacy, Switch},
    failure::Failure,
    output::{Output, table},
};

/// Does what is asked, and shows what holds then.
pub(crate) async fn run(backend: &Backend, task: Privacy, output: &Output) -> Result<(), Failure> {
    match task {
        Privacy::Show => {}
        Privacy::Set { level, podcast } => backend.set_privacy(podcast, level.into()).await?,
        Privacy::Anonymous { to } => backend.set_anonymous(to == Switch::On).await?,
        Privacy::Keep { podcast, leave_elsewhere } => {
            let elsewhere =
                if leave_elsewhere { OnOtherDevices::Goes } else { OnOtherDevices::Stays };
            backend.keep_here(podcast, elsewhere).await?;
        }
        Privacy::Share { podcast } => backend.share_podcast(podcast).await?,
    }
    output.show(&backend.privacy().await?, show);
    Ok(())
}

impl From<Level> for Option<PrivacyLevel> {
    fn from(level: Level) -> Self {
        match level {
            Level::Public => Some(PrivacyLevel::Public),
            Level::Anonymous => Some(PrivacyLevel::Anonymous),
            Level::Private => Some(PrivacyLevel::Private),
            Level::Unset => None,
        }
    }
}

fn show(view: &PrivacyView) -> String {
    let server = match view.server {
        PrivacyServer::None => "none: nobody sees anything",
        PrivacyServer::Honours => "does as the levels say",
        PrivacyServer::Ignores => "knows no levels, and decides by itself what it shows",
    };
    let anonymous = if view.anonymous { "on: nothing is public" } else { "off" };
    let mut lines = vec![
        format!("Everything       {}", name(view.everything)),
        format!("Anonymous mode   {anonymous}"),
        format!("Server           {server}"),
    ];
    let own = view.shows.iter().map(|show| (show.podcast_id, &show.title, name(show.level)));
    let kept = view.kept_here.iter().map(|show| (show.podcast_id, &show.title, "kept here"));
    let rows: Vec<_> = own
        .chain(kept)
        .map(|(id, title, what)| vec![id.to_string(), title.clone(), what.to_owned()])
        .collect();
    if !rows.is_empty() {
        lines.push(table(&["No.", "Title", "Level"], rows));
    }
    lines.join("\n")
}

fn name(level: PrivacyLevel) -> &'static str {
    match level {
        PrivacyLevel::Public => "public",
        PrivacyLevel::Anonymous => "anonymous",
        PrivacyLevel::Private => "private",
    }
}
