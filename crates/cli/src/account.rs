//! An account and its server: `balados account show`, `add` and `disconnect`.

use std::io::{self, BufRead, Write};

use balados_backend::{
    Backend, Error, ErrorClass, Event, Language,
    view::{ListenersDevice, SignIn, SyncPreview, SyncState, SyncView},
};

use crate::{
    args::{Account, Device, NewAccount},
    failure::Failure,
    output::{Output, table},
    time::{show_date, show_moment},
};

/// What is about the library that is open.
pub(crate) async fn run(backend: &Backend, task: Account, output: &Output) -> Result<(), Failure> {
    match task {
        Account::Add(NewAccount { server: Some(server), yes, .. }) => {
            sign_in(backend, &server, yes).await?;
            backend.confirm_sign_in().await?;
            backend.sync_now().await?;
        }
        Account::Disconnect { keep_app } => backend.disconnect(!keep_app).await?,
        _ => {}
    }
    output.show(&backend.sync().await?, show);
    Ok(())
}

pub(crate) async fn device(
    backend: &Backend,
    task: Device,
    output: &Output,
) -> Result<(), Failure> {
    match task {
        Device::List => {}
        Device::Rename { name } => backend.rename_device(&name).await?,
        Device::Forget { id } => backend.forget_device(&id).await?,
    }
    output.show(&backend.devices().await?, |devices| show_devices(devices));
    Ok(())
}

fn show_devices(devices: &[ListenersDevice]) -> String {
    if devices.is_empty() {
        return "No devices yet. `balados account add SERVER` brings devices together.".to_owned();
    }
    let rows = devices.iter().map(|device| {
        vec![
            device.name.clone().unwrap_or_default(),
            if device.is_this { "this one" } else { "" }.to_owned(),
            show_date(device.seen_ms),
            device.id.clone(),
        ]
    });
    table(&["Name", "", "Last seen", "Id"], rows.collect())
}

/// From the address to the preview that the listener agrees with.
pub(crate) async fn sign_in(backend: &Backend, server: &str, yes: bool) -> Result<(), Failure> {
    let mut events = backend.events();
    let page = backend.begin_sign_in(server, language()).await?;
    say(&format!("Open this page in a browser, and let Balados in:\n  {page}"));
    loop {
        match backend.sync().await?.sign_in {
            Some(SignIn::Preview { preview, .. }) => {
                if !yes && !agrees(&preview) {
                    backend.cancel_sign_in();
                    return Err(Error::cancelled().into());
                }
                return Ok(());
            }
            Some(SignIn::NeedsUserId { .. }) => {
                say("Then type the User ID that the dashboard of the server shows:");
                backend.submit_user_id(&read_line())?;
            }
            Some(SignIn::Failed { error, .. }) => return Err(error.into()),
            Some(SignIn::InBrowser { .. } | SignIn::Asking { .. }) => {
                if !changes(&mut events).await {
                    backend.cancel_sign_in();
                    return Err(Error::cancelled().into());
                }
            }
            None => return Err(Error::cancelled().into()),
        }
    }
}

/// Whether something about sync has changed; not when the listener has had enough.
async fn changes(events: &mut balados_backend::EventStream) -> bool {
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(Event::SyncChanged | Event::ReloadAll) => return true,
                Some(_) => {}
                None => return false,
            },
            _ = tokio::signal::ctrl_c() => return false,
        }
    }
}

fn agrees(preview: &SyncPreview) -> bool {
    say(&format!(
        "On this computer: {} podcasts, {} episodes begun or heard.\n\
         On the server:    {} podcasts, {} episodes begun or heard.\n\
         Bring both together? A copy of the library is kept first. [y/N]",
        preview.podcasts_here,
        preview.episodes_here,
        preview.podcasts_there,
        preview.episodes_there
    ));
    matches!(read_line().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// Nothing when standard input is at its end.
pub(crate) fn read_line() -> String {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(_) => line.trim().to_owned(),
        Err(_) => String::new(),
    }
}

/// For people, also beside JSON: it is no result.
pub(crate) fn say(line: &str) {
    // Whoever does not read it cannot be helped.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Of the page that the browser shows at the end.
fn language() -> Language {
    let locale = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default();
    if locale.starts_with("fr") { Language::French } else { Language::English }
}

pub(crate) fn show(view: &SyncView) -> String {
    let Some(account) = &view.account else {
        return "This computer only. `balados account add SERVER` brings devices together."
            .to_owned();
    };
    let mut lines = vec![
        format!("Server           {}", account.server),
        format!("This device      {}", account.device_name),
        format!("State            {}", show_state(&view.state)),
        format!("Changes waiting  {}", view.waiting),
    ];
    if view.refused > 0 {
        lines.push(format!("Not taken        {} (see `balados changes`)", view.refused));
    }
    if let Some(last) = view.last_exchange_ms {
        lines.push(format!("Last exchange    {}", show_moment(last)));
    }
    lines.join("\n")
}

fn show_state(state: &SyncState) -> String {
    match state {
        SyncState::Off => "not running".to_owned(),
        SyncState::Connecting => "connecting".to_owned(),
        SyncState::Exchanging { received, sent } => {
            format!("exchanging ({received} received, {sent} sent)")
        }
        SyncState::Live | SyncState::Resting => "in step".to_owned(),
        SyncState::Troubled { error, .. } if error.class == ErrorClass::Auth.into() => {
            format!("sign in again ({})", error.code)
        }
        SyncState::Troubled { error, .. } => format!("{} ({})", error.message, error.code),
    }
}
