//! The accounts on this computer: `balados account list`, `use`, `add`, `rename`, `remove`. No library has to be open.

use balados_backend::{
    Backend, Config, Error, NewAccount, ProfileId, Profiles, Refresh, Secrets, Sound,
    view::{ProfileStanding, ProfileSummary},
};

use crate::{
    account::{read_line, say, show, sign_in},
    args::{self, Account},
    failure::Failure,
    output::{Output, table},
};

/// What people call the account that nobody has named.
const UNNAMED: &str = "This computer";

/// Does what needs no library; gives back what does.
pub(crate) async fn run(
    profiles: &Profiles,
    task: Account,
    output: &Output,
) -> Result<Option<Account>, Failure> {
    match task {
        Account::List => {}
        Account::Use { name } => profiles.choose(&find(profiles, &name).await?).await?,
        Account::Rename { name, to } => {
            profiles.rename(&find(profiles, &name).await?, &to).await?;
        }
        Account::Remove { name, yes } => remove(profiles, &name, yes).await?,
        Account::Add(new) if !new.here => {
            if let Some(server) = &new.server {
                add(profiles, server, &new, output).await?;
                return Ok(None);
            }
            let id = profiles.add(new.name.as_deref().unwrap_or_default()).await?;
            profiles.choose(&id).await?;
        }
        task => return Ok(Some(task)),
    }
    output.show(&profiles.list(None).await?, |list| show_list(list));
    Ok(None)
}

/// Signs in, and makes an account of it that is in use from then on. Nothing is left of what is given up.
async fn add(
    profiles: &Profiles,
    server: &str,
    new: &args::NewAccount,
    output: &Output,
) -> Result<(), Failure> {
    let account = NewAccount::begin(profiles.clone(), Secrets::System).await?;
    let id = match sign_in(account.backend(), server, new.yes).await {
        Ok(()) => account.confirm(new.name.as_deref()).await?,
        Err(failure) => {
            account.give_up().await;
            return Err(failure);
        }
    };
    profiles.choose(&id).await?;
    let backend = open(profiles, id).await?;
    let synced = backend.sync_now().await;
    let view = backend.sync().await;
    backend.shut_down().await;
    synced?;
    output.show(&view?, show);
    Ok(())
}

async fn open(profiles: &Profiles, id: ProfileId) -> Result<Backend, Failure> {
    let config = Config::new(profiles.data_dir().to_owned());
    let config = Config { sound: Sound::Silent, refresh: Refresh::OnDemand, ..config };
    Ok(Backend::open_profile(config, id).await?)
}

async fn remove(profiles: &Profiles, name: &str, yes: bool) -> Result<(), Failure> {
    let id = find(profiles, name).await?;
    if !yes {
        say(&format!(
            "This deletes {name:?} from this computer: its podcasts, what was heard, its downloads.\n\
             Type its name to go on:"
        ));
        if !read_line().eq_ignore_ascii_case(name.trim()) {
            return Err(Error::cancelled().into());
        }
    }
    profiles.remove(&id).await?;
    profiles.finish_removals(Secrets::System).await?;
    Ok(())
}

/// By its name, by its id, or as it is called without a name.
pub(crate) async fn find(profiles: &Profiles, name: &str) -> Result<ProfileId, Failure> {
    let known = profiles.find(name).await;
    if known.is_err() && name.trim().eq_ignore_ascii_case(UNNAMED) {
        let list = profiles.list(None).await?;
        if let Some(unnamed) = list.iter().find(|it| it.name.is_none()) {
            return Ok(unnamed.id.parse()?);
        }
    }
    known.map_err(|error| {
        Failure::from(error).with_hint("`balados account list` shows those that there are.")
    })
}

fn show_list(list: &[ProfileSummary]) -> String {
    let rows = list.iter().map(|it| {
        vec![
            if it.is_current { "*" } else { "" }.to_owned(),
            it.name.clone().unwrap_or_else(|| UNNAMED.to_owned()),
            match &it.standing {
                ProfileStanding::Alone => "this computer only".to_owned(),
                ProfileStanding::Connected { server, .. } => server.clone(),
                ProfileStanding::Unreadable => "cannot be read".to_owned(),
            },
            match &it.standing {
                ProfileStanding::Connected { waiting, .. } => waiting.to_string(),
                _ => String::new(),
            },
        ]
    });
    table(&["", "Name", "Server", "Changes waiting"], rows.collect())
}
