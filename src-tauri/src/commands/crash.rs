use balados_backend::{Error, ErrorClass};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use super::Answer;
use crate::crash::{CrashReport, CrashReports};

/// The newest report of a crash; new the first time that it is asked for.
#[tauri::command]
#[specta::specta]
pub(crate) fn crash_report(reports: State<'_, CrashReports>) -> Option<CrashReport> {
    reports.newest()
}

/// Shows the newest report in the system's own window of files.
#[tauri::command]
#[specta::specta]
pub(crate) fn show_crash_report(app: AppHandle, reports: State<'_, CrashReports>) -> Answer<()> {
    let Some(report) = reports.newest() else {
        return Err(Error::new("not-found", ErrorClass::Permanent, "there is no report"));
    };
    app.opener()
        .reveal_item_in_dir(report.path)
        .map_err(|error| Error::new("folder-not-opened", ErrorClass::Local, error))
}
