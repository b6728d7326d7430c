//! The listener's devices, and what they are called.

use axum::{extract::State, response::Response};
use balados_protocol::{
    Kind, Record, RecordKey, Register, Stamp,
    record::{Device, MAX_NAME},
};

use super::{form::Fields, visitor::Member};
use crate::{
    App,
    clock::now_ms,
    http::{ApiError, ApiResult},
    store::{AccountId, Edit, of_kind},
};

/// Id and name of each.
pub(super) async fn list(app: &App, account: AccountId) -> ApiResult<Vec<(String, String)>> {
    let stored = of_kind(app, account, Kind::Device, 0).await?;
    let shown = stored.into_iter().filter(|it| !it.record.is_gone()).filter_map(|it| {
        let Record::Device(device) = it.record else { return None };
        let name = device.name.map_or_else(|| device.id.clone(), |name| name.value);
        Some((device.id, name))
    });
    Ok(shown.collect())
}

/// The new name reaches the device as any other change does.
pub(super) async fn rename(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let (id, name) = (form.text("id"), form.text("name").trim());
    let mut edit = Edit::begin(&app, member.session.account, None, now_ms()).await?;
    let known = edit.load(&RecordKey::device(id)).await?;
    let Some(known) = known.filter(|_| !name.is_empty() && name.chars().count() <= MAX_NAME) else {
        return Err(ApiError::NotFound("No such device, or no such name".to_owned()));
    };
    // Later than what the device says of itself, whatever its clock.
    let at = Stamp::next(known.record.newest(), edit.now_ms());
    let name = Some(Register { value: name.to_owned(), at });
    edit.merge(Record::Device(Device { id: id.to_owned(), name, playing: None, removed: None }))
        .await?;
    edit.commit().await?;
    Ok(member.visitor.go("/apps"))
}

/// No more shown, until the device says something of itself again. Its app is revoked elsewhere.
pub(super) async fn remove(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let id = form.text("id");
    let mut edit = Edit::begin(&app, member.session.account, None, now_ms()).await?;
    let known = edit.load(&RecordKey::device(id)).await?.filter(|it| !it.record.is_gone());
    let known = known.ok_or_else(|| ApiError::NotFound("No such device".to_owned()))?;
    let at = Stamp::next(known.record.newest(), edit.now_ms());
    let removed = Some(Register { value: true, at });
    edit.merge(Record::Device(Device { id: id.to_owned(), name: None, playing: None, removed }))
        .await?;
    edit.commit().await?;
    Ok(member.visitor.go("/apps"))
}
