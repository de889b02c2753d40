//! The window: how it is made, shown and closed.

use std::path::Path;

use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindowBuilder, WindowEvent, webview::DownloadEvent};

use crate::{MAIN, tray};

/// Makes the window as tauri.conf.json says, with its cache in the profile.
///
/// # Errors
/// When the system shows no windows.
pub(crate) fn open<R: Runtime>(handle: &AppHandle<R>, profile: &Path, hidden: bool) -> tauri::Result<()> {
    let config = handle.config().app.windows.iter().find(|window| window.label == MAIN);
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    let window = WebviewWindowBuilder::from_config(handle, config)?
        .data_directory(profile.join("webview"))
        .visible(!hidden)
        // Links go through the app, which opens them in the browser. Nothing else is ever shown in here.
        .on_navigation(is_ours)
        .on_download(|_, event| matches!(event, DownloadEvent::Finished { .. }))
        .build()?;
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event
            && tray::keeps_running(closing.app_handle())
        {
            api.prevent_close();
            let _ = closing.hide();
        }
    });
    Ok(())
}

/// Brings the window in front of the others, wherever it was.
pub(crate) fn show<R: Runtime>(handle: &AppHandle<R>) {
    if let Some(window) = handle.get_webview_window(MAIN) {
        // Each may fail where the desktop does not allow it; the others still help.
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn is_ours(address: &Url) -> bool {
    // Windows serves the interface by http from a name that only exists there.
    address.scheme() == "tauri" || address.host_str() == Some("tauri.localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_the_interface() {
        assert!(is_ours(&Url::parse("tauri://localhost/index.html").unwrap()));
        assert!(is_ours(&Url::parse("http://tauri.localhost/").unwrap()));
        assert!(!is_ours(&Url::parse("https://example.org/").unwrap()));
        assert!(!is_ours(&Url::parse("file:///etc/passwd").unwrap()));
    }
}
