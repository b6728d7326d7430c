//! Subscriptions from and to other apps.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use balados_feeds::{OpmlFeed, read_opml, write_opml};
use balados_protocol::{FeedId, FeedRef, FeedUrl, Kind, Record, Register, record::Subscription};

use super::{
    dashboard,
    form::Fields,
    message,
    visitor::{Frame, Member},
    words::Words,
};
use crate::{
    App,
    clock::now_ms,
    http::ApiResult,
    store::{Edit, Incoming, of_kind},
};

/// Most feeds that one file may bring.
const FEEDS: usize = 5_000;

#[derive(askama::Template)]
#[template(path = "import.html")]
struct Page {
    frame: Frame,
    error: Option<&'static str>,
}

pub(super) async fn show(member: Member) -> ApiResult<Response> {
    page(&member, None)
}

fn page(member: &Member, error: Option<&'static str>) -> ApiResult<Response> {
    let frame = member.visitor.frame(member.visitor.words.import_opml);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    member.visitor.page(status, &Page { frame, error })
}

pub(super) async fn import(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let w = member.visitor.words;
    // A browser sends an empty file when none was chosen.
    let text = form.get("file").filter(|it| !it.is_empty()).unwrap_or(form.text("opml"));
    let Some(found) = read(text).filter(|found| !found.is_empty()) else {
        return page(&member, Some(w.bad_opml));
    };
    let before = dashboard::count(&app, member.session.account, Kind::Subscription).await?;
    let mut edit = Edit::begin(&app, member.session.account, None, now_ms()).await?;
    let at = balados_protocol::Stamp(edit.now_ms());
    let records = found.into_iter().map(|(feed, title)| {
        let title = title.map(|value| Register { value, at });
        Incoming::from(Record::Subscription(Subscription {
            subscribed_at: Some(at),
            title,
            ..Subscription::of(feed)
        }))
    });
    edit.merge_all(records.collect()).await?;
    if edit.records() > app.config().limits.records {
        // Not committed: nothing was added.
        return page(&member, Some(w.bad_opml));
    }
    edit.commit().await?;
    let after = dashboard::count(&app, member.session.account, Kind::Subscription).await?;
    let said = said(w, after - before, after);
    message(&member.visitor, StatusCode::OK, w.imported, said)
}

/// What came of it, in numbers.
fn said(w: &Words, new: i64, all: i64) -> String {
    format!("{}{} {new} ({}{} {all}).", w.imported_new, w.colon, w.imported_all, w.colon)
}

/// The feeds of an OPML file with their titles; nothing when it is not one.
fn read(text: &str) -> Option<Vec<(FeedRef, Option<String>)>> {
    let feeds = read_opml(text.as_bytes()).ok()?.feeds.into_iter().take(FEEDS);
    Some(feeds.map(|it| (FeedRef::from(FeedId::of(&it.feed)), it.title)).collect())
}

pub(super) async fn export(State(app): State<App>, member: Member) -> ApiResult<Response> {
    let stored = of_kind(&app, member.session.account, Kind::Subscription, 0).await?;
    let feeds: Vec<OpmlFeed> = stored
        .into_iter()
        .filter_map(|it| match it.record {
            Record::Subscription(it) if it.is_active() => outline(&it),
            _ => None,
        })
        .collect();
    let headers = [
        (header::CONTENT_TYPE, "text/x-opml; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"subscriptions.opml\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, write_opml("Balados", &feeds)).into_response())
}

/// Nothing for a sealed feed: only the listener's devices know its address.
fn outline(subscription: &Subscription) -> Option<OpmlFeed> {
    let feed = FeedUrl::parse(&subscription.feed.open()?.address().ok()?).ok()?;
    let title = subscription.title.as_ref().map(|it| it.value.clone());
    Some(OpmlFeed { feed, title, folders: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn hostile_files_do_no_harm() {
        for nothing in ["", "{}", "<html><outline xmlUrl='https://a.example/f'/></html>", "<opml/>"]
        {
            assert!(read(nothing).is_none(), "{nothing}");
        }
        let bomb = "<!DOCTYPE o [<!ENTITY a \"https://a.example/\">]><opml><body><outline xmlUrl='&a;'/></body></opml>";
        assert_eq!(read(bomb).unwrap().len(), 0);
        let bad = "<opml><outline xmlUrl='file:///etc/passwd'/><outline xmlUrl='javascript:1'/><outline/></opml>";
        assert_eq!(read(bad).unwrap().len(), 0);
        let outline = |at: u32| format!("<outline xmlUrl='https://a.example/{at}'/>");
        let many = format!("<opml>{}</opml>", (0..6_000).map(outline).collect::<String>());
        assert_eq!(read(&many).unwrap().len(), super::FEEDS);
        let deep = format!("<opml>{}", "<outline>".repeat(100_000));
        assert!(read(&deep).is_none());
    }
}
