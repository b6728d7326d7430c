//! Making an account: the first one, and others.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};

use super::{
    form::Fields,
    log_in::welcome,
    message,
    session::Stay,
    visitor::{Frame, Visitor, query_value},
};
use crate::{
    App,
    account::{self, Account},
    clock::now_ms,
    config::Registration,
    http::ApiResult,
    limits::Bucket,
    store::digest,
};

#[derive(askama::Template)]
#[template(path = "sign_up.html")]
struct Page {
    frame: Frame,
    lead: &'static str,
    action: &'static str,
    submit: &'static str,
    return_to: String,
    fields: Vec<Field>,
    shows_log_in: bool,
}

struct Field {
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    error: Option<&'static str>,
    value: String,
    autocomplete: &'static str,
    required: bool,
}

/// Which of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    First,
    Other(Registration),
}

/// What is wrong, field by field.
#[derive(Debug, Default, PartialEq, Eq)]
struct Errors {
    username: Option<&'static str>,
    email: Option<&'static str>,
    password: Option<&'static str>,
    confirmation: Option<&'static str>,
    code: Option<&'static str>,
}

/// Whether there is no account yet.
pub(super) async fn is_new(app: &App) -> ApiResult<bool> {
    let any: Option<i64> = sqlx::query_scalar("select id from account limit 1")
        .fetch_optional(app.db().reader())
        .await?;
    Ok(any.is_none())
}

pub(super) async fn show_setup(State(app): State<App>, visitor: Visitor) -> ApiResult<Response> {
    if !is_new(&app).await? {
        return Ok(visitor.go("/"));
    }
    page(&visitor, Which::First, &Errors::default(), None, "")
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> ApiResult<Response> {
    let return_to = query_value(query.as_deref().unwrap_or_default(), "return_to");
    match app.config().registration {
        _ if visitor.session.is_some() => Ok(visitor.go("/dashboard")),
        Registration::Closed => closed(&visitor, StatusCode::OK),
        open => {
            let return_to = return_to.unwrap_or_default();
            page(&visitor, Which::Other(open), &Errors::default(), None, &return_to)
        }
    }
}

fn closed(visitor: &Visitor, status: StatusCode) -> ApiResult<Response> {
    message(visitor, status, visitor.words.closed, visitor.words.closed_lead)
}

fn page(
    visitor: &Visitor,
    which: Which,
    errors: &Errors,
    sent: Option<&Fields>,
    return_to: &str,
) -> ApiResult<Response> {
    let w = visitor.words;
    let (title, lead, action, submit) = match which {
        Which::First => (w.setup, w.setup_lead, "/setup", w.setup_submit),
        Which::Other(_) => (w.register, w.register_lead, "/users/register", w.register),
    };
    let page = Page {
        frame: visitor.frame(title),
        lead,
        action,
        submit,
        return_to: return_to.to_owned(),
        fields: fields(visitor, which, errors, sent),
        shows_log_in: which != Which::First,
    };
    visitor.page(StatusCode::OK, &page)
}

fn fields(visitor: &Visitor, which: Which, errors: &Errors, sent: Option<&Fields>) -> Vec<Field> {
    let w = visitor.words;
    let field = |id, name, kind, label, autocomplete, hint, error| Field {
        id,
        name,
        kind,
        label,
        hint,
        error,
        // A password is never sent back.
        value: if kind == "password" {
            String::new()
        } else {
            sent.map(|it| it.text(name).to_owned()).unwrap_or_default()
        },
        autocomplete,
        required: id != "email",
    };
    let mut fields = Vec::new();
    if which == Which::Other(Registration::Invite) {
        fields.push(field(
            "code",
            "user[invitation]",
            "text",
            w.invitation,
            "off",
            None,
            errors.code,
        ));
    }
    let hint = Some(w.username_hint);
    fields.extend([
        field("username", "user[username]", "text", w.username, "username", hint, errors.username),
        field("email", "user[email]", "email", w.email, "email", None, errors.email),
        field(
            "password",
            "user[password]",
            "password",
            w.password,
            "new-password",
            Some(w.password_hint),
            errors.password,
        ),
        field(
            "confirmation",
            "user[password_confirmation]",
            "password",
            w.confirmation,
            "new-password",
            None,
            errors.confirmation,
        ),
    ]);
    fields
}

fn check(visitor: &Visitor, form: &Fields) -> Errors {
    let w = visitor.words;
    let (email, password) = (form.text("user[email]"), form.text("user[password]"));
    // Scripts may leave the confirmation out; a form that has it must have it right.
    let is_same = form.get("user[password_confirmation]").is_none_or(|it| it == password);
    Errors {
        username: (!account::is_username(form.text("user[username]"))).then_some(w.bad_username),
        email: (!account::is_email(email)).then_some(w.bad_email),
        password: (!account::is_fit_password(password)).then_some(w.bad_password),
        confirmation: (!is_same).then_some(w.different),
        code: None,
    }
}

pub(super) async fn set_up(
    State(app): State<App>,
    visitor: Visitor,
    form: Fields,
) -> ApiResult<Response> {
    visitor.check_csrf(form.csrf())?;
    visitor.rate(&app, Bucket::LogIn)?;
    if !is_new(&app).await? {
        return Ok(visitor.go("/"));
    }
    let errors = check(&visitor, &form);
    if errors != Errors::default() {
        return page(&visitor, Which::First, &errors, Some(&form), "");
    }
    match create(&app, &form, true).await? {
        Some(account) if is_first(&app, &account).await? => {
            welcome(&app, &visitor, account.id, Stay::UntilIdle, "").await
        }
        _ => Ok(visitor.go("/")),
    }
}

/// Of two who set the server up at the same moment, one is first; the other's account is taken back.
async fn is_first(app: &App, account: &Account) -> ApiResult<bool> {
    let earlier: i64 = sqlx::query_scalar("select count(*) from account where id < $1")
        .bind(account.id.0)
        .fetch_one(app.db().writer())
        .await?;
    if earlier > 0 {
        let query = sqlx::query("delete from account where id = $1").bind(account.id.0);
        query.execute(app.db().writer()).await?;
    }
    Ok(earlier == 0)
}

pub(super) async fn register(
    State(app): State<App>,
    visitor: Visitor,
    form: Fields,
) -> ApiResult<Response> {
    visitor.check_csrf(form.csrf())?;
    visitor.rate(&app, Bucket::LogIn)?;
    let registration = app.config().registration;
    if registration == Registration::Closed {
        return closed(&visitor, StatusCode::FORBIDDEN);
    }
    let return_to = form.text("return_to");
    let again = |errors: &Errors| {
        page(&visitor, Which::Other(registration), errors, Some(&form), return_to)
    };
    let errors = check(&visitor, &form);
    if errors != Errors::default() {
        return again(&errors);
    }
    let code = (registration == Registration::Invite)
        .then(|| digest(form.text("user[invitation]").trim()));
    if let Some(code) = &code
        && !take_invitation(&app, code).await?
    {
        return again(&Errors { code: Some(visitor.words.bad_invitation), ..Errors::default() });
    }
    let created = create(&app, &form, false).await?;
    if let Some(code) = &code {
        settle_invitation(&app, code, created.as_ref()).await?;
    }
    match created {
        Some(account) => welcome(&app, &visitor, account.id, Stay::UntilIdle, return_to).await,
        None => again(&Errors { username: Some(visitor.words.taken), ..Errors::default() }),
    }
}

async fn create(app: &App, form: &Fields, is_admin: bool) -> ApiResult<Option<Account>> {
    let (name, password) = (form.text("user[username]"), form.text("user[password]"));
    let created = account::create(app, name, password, is_admin, now_ms()).await?;
    let email = form.text("user[email]");
    if let Some(account) = created.as_ref().filter(|_| !email.is_empty()) {
        sqlx::query("update account set email = $2 where id = $1")
            .bind(account.id.0)
            .bind(email)
            .execute(app.db().writer())
            .await?;
    }
    Ok(created)
}

/// Nobody else can use it from now on.
async fn take_invitation(app: &App, code: &str) -> ApiResult<bool> {
    let taken = sqlx::query(
        "update invite set used_ms = $2 where digest = $1 and used_ms is null and expires_ms > $2",
    )
    .bind(code)
    .bind(now_ms())
    .execute(app.db().writer())
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Writes down who used it, or gives it back when the account could not be made.
async fn settle_invitation(app: &App, code: &str, account: Option<&Account>) -> ApiResult<()> {
    let query = match account {
        Some(account) => sqlx::query("update invite set used_by = $2 where digest = $1")
            .bind(code)
            .bind(account.id.0),
        None => sqlx::query("update invite set used_ms = null where digest = $1").bind(code),
    };
    query.execute(app.db().writer()).await?;
    Ok(())
}
