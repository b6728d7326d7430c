//! The menu bar of macOS: what every app has there, in the listener's language. Other systems have
//! no such bar, and the page has all of it.

use tauri::{
    AppHandle, Wry,
    menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem as Usual, Submenu},
};

use crate::{
    background,
    open_at::{self, Place},
    words::{self, Spoken},
};

const SETTINGS: &str = "menu-settings";
const QUIT: &str = "menu-quit";

/// Puts it up, or says it anew in another language.
pub(crate) fn show(app: &AppHandle) -> tauri::Result<()> {
    app.set_menu(build(app, words::spoken(app))?)?;
    Ok(())
}

fn build(app: &AppHandle, spoken: Spoken) -> tauri::Result<Menu<Wry>> {
    Menu::with_items(app, &[&balados(app, spoken)?, &edit(app, spoken)?, &window(app, spoken)?])
}

/// Does what was chosen.
pub(crate) fn chosen(app: &AppHandle, event: &MenuEvent) {
    match event.id().as_ref() {
        SETTINGS => open_at::open_at(app, Place::Settings),
        QUIT => background::quit(app),
        _ => {}
    }
}

fn balados(app: &AppHandle, spoken: Spoken) -> tauri::Result<Submenu<Wry>> {
    let say = |english, french| either(spoken, english, french);
    let settings = say("Settings…", "Réglages…");
    let quit = say("Quit Balados", "Quitter Balados");
    let items: [&dyn tauri::menu::IsMenuItem<Wry>; 9] = [
        &Usual::about(app, Some(say("About Balados", "À propos de Balados")), None)?,
        &Usual::separator(app)?,
        &MenuItem::with_id(app, SETTINGS, settings, true, Some("Cmd+,"))?,
        &Usual::separator(app)?,
        &Usual::hide(app, Some(say("Hide Balados", "Masquer Balados")))?,
        &Usual::hide_others(app, Some(say("Hide Others", "Masquer les autres")))?,
        &Usual::show_all(app, Some(say("Show All", "Tout afficher")))?,
        &Usual::separator(app)?,
        // The system's own item would not wait for what is unsaved.
        &MenuItem::with_id(app, QUIT, quit, true, Some("Cmd+Q"))?,
    ];
    Submenu::with_items(app, "Balados", true, &items)
}

fn edit(app: &AppHandle, spoken: Spoken) -> tauri::Result<Submenu<Wry>> {
    let say = |english, french| either(spoken, english, french);
    let items: [&dyn tauri::menu::IsMenuItem<Wry>; 7] = [
        &Usual::undo(app, Some(say("Undo", "Annuler")))?,
        &Usual::redo(app, Some(say("Redo", "Rétablir")))?,
        &Usual::separator(app)?,
        &Usual::cut(app, Some(say("Cut", "Couper")))?,
        &Usual::copy(app, Some(say("Copy", "Copier")))?,
        &Usual::paste(app, Some(say("Paste", "Coller")))?,
        &Usual::select_all(app, Some(say("Select All", "Tout sélectionner")))?,
    ];
    Submenu::with_items(app, say("Edit", "Édition"), true, &items)
}

fn window(app: &AppHandle, spoken: Spoken) -> tauri::Result<Submenu<Wry>> {
    let say = |english, french| either(spoken, english, french);
    let items: [&dyn tauri::menu::IsMenuItem<Wry>; 3] = [
        &Usual::minimize(app, Some(say("Minimize", "Placer dans le Dock")))?,
        &Usual::fullscreen(app, Some(say("Full Screen", "Plein écran")))?,
        &Usual::close_window(app, Some(say("Close Window", "Fermer la fenêtre")))?,
    ];
    Submenu::with_items(app, say("Window", "Fenêtre"), true, &items)
}

fn either(spoken: Spoken, english: &'static str, french: &'static str) -> &'static str {
    match spoken {
        Spoken::English => english,
        Spoken::French => french,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compiles on every system, so that a change elsewhere cannot break it unseen.
    #[test]
    fn it_can_be_built_and_heard() {
        let _: fn(&AppHandle) -> tauri::Result<()> = show;
        let _: fn(&AppHandle, &MenuEvent) = chosen;
    }
}
