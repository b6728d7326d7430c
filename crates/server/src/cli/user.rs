//! `balados-server user …`.

use std::{
    io::{BufRead, IsTerminal, stdin},
    process::ExitCode,
};

use clap::Subcommand;

use super::say;
use crate::{
    App,
    account::{self, Account, is_fit_password, is_username},
    clock::now_ms,
    error::{Error, Result},
};

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Make an account; the password is read from standard input
    Add {
        name: String,
        /// May look after the server in the browser
        #[arg(long)]
        admin: bool,
    },
    /// Who has an account
    List,
    /// Set a password, read from standard input
    Passwd { name: String },
    /// Let nobody in to an account, neither the listener nor an app
    Lock { name: String },
    /// Let them in again
    Unlock { name: String },
    /// Delete an account and all that belongs to it
    Delete {
        name: String,
        /// There is no way back
        #[arg(long)]
        yes: bool,
    },
}

pub(super) async fn run(app: &App, task: Task) -> Result<ExitCode> {
    match task {
        Task::Add { name, admin } => add(app, &name, admin).await?,
        Task::List => list(app).await?,
        Task::Passwd { name } => {
            let account = find(app, &name).await?;
            account::set_password(app, account.id, &read_password()?).await?;
            say(&format!("{} has a new password", account.username));
        }
        Task::Lock { name } => {
            let account = find(app, &name).await?;
            account::lock(app, account.id, now_ms()).await?;
            say(&format!("{} is locked", account.username));
        }
        Task::Unlock { name } => {
            let account = find(app, &name).await?;
            account::unlock(app, account.id).await?;
            say(&format!("{} is not locked", account.username));
        }
        Task::Delete { name, yes } => {
            let account = find(app, &name).await?;
            if !yes {
                let why = format!("--yes is missing: all of {} would be gone", account.username);
                return Err(Error::Config(why));
            }
            account::delete(app, account.id).await?;
            say(&format!("{} is deleted", account.username));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(app: &App, name: &str, is_admin: bool) -> Result<()> {
    if !is_username(name) {
        let why = "a name has 3 to 30 letters, digits, underscores or hyphens";
        return Err(Error::Config(why.to_owned()));
    }
    let password = read_password()?;
    let made = account::create(app, name, &password, is_admin, now_ms()).await?;
    let made = made.ok_or_else(|| Error::Config(format!("{name} has an account already")))?;
    say(&format!("{} has the user id {}", made.username, made.uuid));
    Ok(())
}

async fn list(app: &App) -> Result<()> {
    for account in account::all(app).await? {
        let Account { uuid, username, is_admin, is_locked, email, .. } = account;
        let marks = [(is_admin, " admin"), (is_locked, " locked")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let email = email.map(|email| format!(" {email}")).unwrap_or_default();
        say(&format!("{uuid} {username}{marks}{email}"));
    }
    Ok(())
}

async fn find(app: &App, name: &str) -> Result<Account> {
    let found = account::find(app, name).await?;
    found.ok_or_else(|| Error::Config(format!("nobody has the name {name}")))
}

/// Never an argument: those are seen by everybody on the machine.
fn read_password() -> Result<String> {
    let password = if stdin().is_terminal() {
        rpassword::prompt_password("Password: ").map_err(Error::Runtime)?
    } else {
        let mut line = String::new();
        stdin().lock().read_line(&mut line).map_err(Error::Runtime)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    if is_fit_password(&password) {
        return Ok(password);
    }
    let why = "a password has 12 to 72 characters: small and capital letters, digits and signs";
    Err(Error::Config(why.to_owned()))
}
