//! The one list of commands and events: the app's IPC and its TypeScript come from it.

use std::path::Path;

use tauri_specta::{Builder, collect_commands, collect_events};

use crate::{
    commands::{
        background, collections, crash, discover, episodes, likes, lists, network, place, player,
        podcasts, privacy, profiles, settings, startup, sync,
    },
    events::BackendEvent,
};

#[expect(clippy::too_many_lines, reason = "a list with a line for each command")]
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .commands(collect_commands![
            startup::startup,
            startup::start_fresh,
            startup::app_info,
            startup::ui_ready,
            place::take_place,
            crash::crash_report,
            crash::show_crash_report,
            settings::settings,
            settings::set_settings,
            profiles::profiles,
            profiles::add_profile,
            profiles::rename_profile,
            profiles::switch_profile,
            profiles::remove_profile,
            profiles::new_account,
            profiles::confirm_new_account,
            profiles::cancel_new_account,
            background::background,
            background::set_autostart,
            background::quit,
            podcasts::podcasts,
            podcasts::podcast,
            podcasts::add_podcast,
            podcasts::cancel_add,
            podcasts::unsubscribe,
            podcasts::resubscribe,
            podcasts::refresh,
            podcasts::refresh_progress,
            episodes::episodes,
            episodes::episode,
            episodes::set_played,
            episodes::restore_progress,
            episodes::download,
            episodes::cancel_download,
            episodes::remove_download,
            episodes::open_link,
            likes::set_episodes_liked,
            likes::set_podcast_liked,
            likes::liked_podcasts,
            likes::liked_episodes,
            likes::bookmarks,
            likes::bookmarks_of,
            likes::set_bookmark,
            likes::note_bookmark,
            likes::remove_bookmark,
            likes::restore_bookmark,
            lists::queue,
            lists::set_queue_continues,
            lists::play_next,
            lists::list_episodes,
            lists::list_size,
            lists::add_to_list,
            lists::move_in_list,
            lists::take_out_of_list,
            lists::put_back_into_list,
            lists::playlists,
            lists::playlist,
            lists::create_playlist,
            lists::change_playlist,
            lists::remove_playlist,
            lists::restore_playlist,
            collections::collections,
            collections::collection,
            collections::collections_with,
            collections::collection_podcasts,
            collections::create_collection,
            collections::change_collection,
            collections::remove_collection,
            collections::restore_collection,
            collections::set_in_collection,
            player::player,
            player::play_episode,
            player::play_episode_from,
            player::play,
            player::pause,
            player::stop,
            player::seek,
            player::skip,
            player::set_volume,
            player::set_muted,
            player::stay_here,
            discover::discover,
            discover::ask_discover,
            discover::subscribe_found,
            discover::podcast_popularity,
            discover::episode_popularity,
            network::network_settings,
            network::set_network_settings,
            sync::sync,
            sync::sync_now,
            sync::begin_sign_in,
            sync::submit_user_id,
            sync::cancel_sign_in,
            sync::confirm_sign_in,
            sync::disconnect,
            sync::waiting_changes,
            sync::retry_change,
            sync::discard_change,
            sync::connected_apps,
            sync::revoke_app,
            sync::sync_log,
            sync::devices,
            sync::rename_device,
            sync::forget_device,
            privacy::privacy,
            privacy::set_privacy,
            privacy::set_anonymous,
            privacy::keep_here,
            privacy::share_podcast,
        ])
        .events(collect_events![BackendEvent])
        // Milliseconds, bytes and row ids: all far below 2^53.
        .dangerously_cast_bigints_to_number()
        // One TypeScript type for each Rust type: what is written and what is read are the same.
        .disable_serde_phases()
}

/// Writes the TypeScript of the IPC to `path`.
pub fn export_bindings(path: &Path) -> Result<(), String> {
    builder()
        .export(specta_typescript::Typescript::default(), path)
        .map_err(|error| error.to_string())
}
