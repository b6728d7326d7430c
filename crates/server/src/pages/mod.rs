//! What people see in a browser: accounts, consent, apps, data. No scripts, but for the one that hands a token to
//! the window that asked for it.

mod account;
mod apps;
mod authorize;
mod dashboard;
mod data;
mod device;
mod discover;
mod feed_privacy;
mod form;
mod icon;
mod invitation;
mod log_in;
mod opml;
mod popup;
mod privacy;
mod redirect;
mod request;
mod scope;
mod session;
mod sign_up;
mod style;
mod user_agent;
mod visitor;
mod words;

use axum::{
    extract::Request,
    http::{
        StatusCode,
        header::{ACCEPT, RETRY_AFTER},
    },
    middleware::{Next, from_fn},
    response::Response,
    routing::{delete, get, post},
};
use utoipa_axum::router::OpenApiRouter;

use crate::{App, http::ApiError};
use visitor::{Frame, Visitor};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .route("/", get(dashboard::root))
        .route(style::address(), get(style::serve))
        .route("/assets/icon.svg", get(icon::serve))
        .route("/setup", get(sign_up::show_setup).post(sign_up::set_up))
        .route("/users/register", get(sign_up::show).post(sign_up::register))
        .route("/users/log_in", get(log_in::show).post(log_in::log_in))
        .route("/users/log_out", delete(log_in::log_out).post(log_in::log_out))
        .route("/dashboard", get(dashboard::show))
        .route("/authorize", get(authorize::show).post(authorize::decide))
        .route("/discover", get(discover::show))
        .route("/privacy", get(privacy::show).post(privacy::choose))
        .route("/apps", get(apps::show))
        .route("/apps/{id}/revoke", post(apps::revoke_app))
        .route("/devices", post(device::rename))
        .route("/devices/remove", post(device::remove))
        .route("/tokens", post(apps::create_token))
        .route("/tokens/{id}/revoke", post(apps::revoke_token))
        .route("/invitations", get(invitation::show).post(invitation::create))
        .route("/invitations/{id}/withdraw", post(invitation::withdraw))
        .route("/account", get(account::show))
        .route("/account/email", post(account::change_email))
        .route("/account/password", post(account::change_password))
        .route("/account/log_out_everywhere", post(account::log_out_everywhere))
        .route("/account/delete", post(account::delete))
        .route("/export.json", get(data::everything))
        .route("/listening-history/export.json", get(data::history_json))
        .route("/listening-history/export.csv", get(data::history_csv))
        .route("/subscriptions/export.opml", get(opml::export))
        .route("/subscriptions/import", get(opml::show).post(opml::import))
        .layer(from_fn(say_in_words))
        // For scripts: refusals stay JSON.
        .route("/privacy/check/{feed}", get(feed_privacy::check))
        .route("/privacy/set/{feed}", post(feed_privacy::choose))
}

#[derive(askama::Template)]
#[template(path = "message.html")]
struct Message {
    frame: Frame,
    text: String,
}

/// A page that says one thing.
fn message(
    visitor: &Visitor,
    status: StatusCode,
    title: &'static str,
    text: impl Into<String>,
) -> Result<Response, ApiError> {
    visitor.page(status, &Message { frame: visitor.frame(title), text: text.into() })
}

/// Says in words that there is nothing here, to whoever reads pages: the answers to apps stay JSON.
pub(crate) async fn nothing_here(request: Request, next: Next) -> Response {
    let accepted = request.headers().get(ACCEPT).and_then(|it| it.to_str().ok());
    if accepted.is_some_and(|it| it.contains("text/html")) {
        say_in_words(request, next).await
    } else {
        next.run(request).await
    }
}

/// Says a refusal again, for people.
async fn say_in_words(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visitor = Visitor::stranger(&parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = response.extensions().get::<ApiError>() else { return response };
    let w = visitor.words;
    let (title, text) = match error {
        ApiError::NotAllowed(_) => (w.refused, w.refused_lead),
        ApiError::RateLimited { .. } => (w.too_often, w.too_often_lead),
        ApiError::NotFound(_) | ApiError::NoRoute | ApiError::MethodNotAllowed => {
            (w.not_found, w.not_found_lead)
        }
        _ => (w.failed, w.failed_lead),
    };
    let Ok(mut page) = message(&visitor, response.status(), title, text) else { return response };
    if let Some(wait) = response.headers().get(RETRY_AFTER) {
        page.headers_mut().insert(RETRY_AFTER, wait.clone());
    }
    page
}
