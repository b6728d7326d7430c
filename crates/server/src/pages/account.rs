//! The listener's own account: password, sessions, the end of it.

use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::Row as _;

use super::{
    apps::day,
    data,
    form::Fields,
    session, user_agent,
    visitor::{Frame, Member, add_cookie},
};
use crate::{App, account, clock::now_ms, http::ApiResult, limits::Bucket};

#[derive(askama::Template)]
#[template(path = "account.html")]
struct Page {
    frame: Frame,
    username: String,
    is_admin: bool,
    email: String,
    email_error: Option<&'static str>,
    sessions: Vec<Browser>,
    done: Option<&'static str>,
    current_error: Option<&'static str>,
    new_error: Option<&'static str>,
    delete_error: Option<&'static str>,
}

/// A browser that is logged in.
struct Browser {
    name: String,
    day: String,
    is_this: bool,
}

/// What came of a form on the page.
#[derive(Default)]
struct Outcome {
    done: Option<&'static str>,
    email_error: Option<&'static str>,
    current_error: Option<&'static str>,
    new_error: Option<&'static str>,
    delete_error: Option<&'static str>,
}

pub(super) async fn show(State(app): State<App>, member: Member) -> ApiResult<Response> {
    page(&app, &member, Outcome::default()).await
}

async fn page(app: &App, member: &Member, outcome: Outcome) -> ApiResult<Response> {
    let Outcome { done, email_error, current_error, new_error, delete_error } = outcome;
    let page = Page {
        frame: member.visitor.frame(member.visitor.words.account),
        username: member.session.username.clone(),
        is_admin: member.session.is_admin,
        email: data::email(app, member.session.account).await?.unwrap_or_default(),
        email_error,
        sessions: sessions(app, member).await?,
        done,
        current_error,
        new_error,
        delete_error,
    };
    member.visitor.page(StatusCode::OK, &page)
}

async fn sessions(app: &App, member: &Member) -> ApiResult<Vec<Browser>> {
    let rows = sqlx::query(
        "select digest, user_agent, created_ms from session where account = $1 and expires_ms > $2
         order by created_ms desc limit 100",
    )
    .bind(member.session.account.0)
    .bind(now_ms())
    .fetch_all(app.db().reader())
    .await?;
    let entry = |row: &sqlx::any::AnyRow| {
        let digest: String = row.try_get("digest")?;
        let name: Option<String> = row.try_get("user_agent")?;
        Ok(Browser {
            name: user_agent::in_words(&name.unwrap_or_default(), member.visitor.words),
            day: day(row.try_get("created_ms")?, member.visitor.words),
            is_this: digest == member.session.digest,
        })
    };
    rows.iter().map(entry).collect()
}

pub(super) async fn change_email(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let (w, email) = (member.visitor.words, form.text("user[email]").trim());
    if !account::is_email(email) {
        let email_error = Some(w.bad_email);
        return page(&app, &member, Outcome { email_error, ..Outcome::default() }).await;
    }
    sqlx::query("update account set email = $2 where id = $1")
        .bind(member.session.account.0)
        .bind(Some(email).filter(|it| !it.is_empty()))
        .execute(app.db().writer())
        .await?;
    page(&app, &member, Outcome { done: Some(w.email_changed), ..Outcome::default() }).await
}

pub(super) async fn change_password(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    member.visitor.rate(&app, Bucket::LogIn)?;
    let (w, new) = (member.visitor.words, form.text("user[password]"));
    let known = account::find_with_hash(&app, &member.session.username).await?;
    let hash = known.map(|(_, hash)| hash).unwrap_or_default();
    let is_right = account::is_password(form.text("current_password").to_owned(), hash).await?;
    if !is_right || !account::is_fit_password(new) {
        let current_error = (!is_right).then_some(w.wrong_password);
        let new_error = (is_right).then_some(w.bad_password);
        return page(&app, &member, Outcome { current_error, new_error, ..Outcome::default() })
            .await;
    }
    let hash = account::hash_password(new.to_owned()).await?;
    sqlx::query("update account set password_hash = $2 where id = $1")
        .bind(member.session.account.0)
        .bind(hash)
        .execute(app.db().writer())
        .await?;
    session::end_all(&app, member.session.account, &member.session.digest).await?;
    page(&app, &member, Outcome { done: Some(w.changed), ..Outcome::default() }).await
}

pub(super) async fn log_out_everywhere(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    session::end_all(&app, member.session.account, "").await?;
    Ok(member.visitor.go("/users/log_in"))
}

/// Everything goes with the account's row.
pub(super) async fn delete(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    if form.text("confirm_username") != member.session.username {
        let delete_error = Some(member.visitor.words.not_your_name);
        return page(&app, &member, Outcome { delete_error, ..Outcome::default() }).await;
    }
    sqlx::query("delete from account where id = $1")
        .bind(member.session.account.0)
        .execute(app.db().writer())
        .await?;
    app.grants().forget();
    let mut response = member.visitor.go("/");
    add_cookie(&mut response, &session::cookie(&app, session::COOKIE, "", Some(0)));
    Ok(response)
}
