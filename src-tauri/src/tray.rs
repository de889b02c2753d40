//! The icon beside the clock.
//!
//! On Linux clicks on the icon itself are not delivered, and an icon without a menu is not shown: "Open" is the
//! menu's first entry. Some desktops show no tray at all, so it is never the only way in: starting Cairn again
//! shows the window of the one that runs.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use cairn_app::{App, Words};
use tauri::{
    AppHandle, Manager, Runtime,
    menu::{MenuBuilder, MenuItem},
    tray::{MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use crate::window;

/// Whether there is a tray icon.
struct Tray<R: Runtime>(Option<TrayIcon<R>>);

/// Puts the icon there, if the system can show one.
pub(crate) fn add<R: Runtime>(handle: &AppHandle<R>) {
    // Where libayatana-appindicator is missing, the library below panics instead of failing.
    let added = catch_unwind(AssertUnwindSafe(|| build(handle)));
    handle.manage(Tray(added.ok().and_then(Result::ok)));
}

/// Whether closing the window leaves Cairn running for its reminders: the setting, where there is a tray.
pub(crate) fn keeps_running<R: Runtime>(handle: &AppHandle<R>) -> bool {
    let has_tray = handle.try_state::<Tray<R>>().is_some_and(|tray| tray.0.is_some());
    has_tray && handle.try_state::<Arc<App>>().is_some_and(|app| app.closes_to_tray())
}

fn build<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<TrayIcon<R>> {
    let words = Words::english();
    let open = MenuItem::with_id(handle, "open", words.say("tray-open"), true, None::<&str>)?;
    let quit = MenuItem::with_id(handle, "quit", words.say("tray-quit"), true, None::<&str>)?;
    let menu = MenuBuilder::new(handle).item(&open).separator().item(&quit).build()?;
    let mut tray = TrayIconBuilder::with_id("cairn")
        .tooltip("Cairn")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|handle, event| match event.id().as_ref() {
            "open" => window::show(handle),
            "quit" => handle.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, .. } = event {
                window::show(tray.app_handle());
            }
        });
    if let Some(icon) = handle.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(handle)
}
