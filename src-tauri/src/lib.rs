//! The desktop shell: a window, a tray icon and the system's services around [`cairn_app`]. It decides nothing.

mod arguments;
mod chores;
mod commands;
#[cfg(feature = "testing")]
mod hooks;
mod host;
mod keychain;
mod notifications;
mod renderer;
mod tray;
mod window;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use cairn_app::App;
use serde_json::Value;
use tauri::{AppHandle, Manager, RunEvent, Runtime, generate_context};
use tauri_plugin_window_state::StateFlags;

use crate::{arguments::Arguments, host::Desktop};

/// The label of the only window.
pub(crate) const MAIN: &str = "main";

/// Starts Cairn, and comes back when it is quit.
#[expect(clippy::print_stderr, reason = "before there is a window, the terminal is where to speak")]
pub fn run() -> ExitCode {
    let here = std::env::current_dir().unwrap_or_default();
    let arguments = match Arguments::parse(std::env::args_os().skip(1), &here) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    renderer::prepare();
    match desktop(tauri::Builder::default(), arguments).build(generate_context!()) {
        Ok(app) => {
            app.run(|handle, event| match event {
                RunEvent::Exit => close(handle),
                // Elsewhere they come as arguments of another start.
                #[cfg(target_os = "macos")]
                RunEvent::Opened { urls } => {
                    let given = urls.iter().map(|url| url.as_str().into());
                    let arguments = Arguments::parse(given, Path::new("/"));
                    if let (Ok(arguments), Some(app)) = (arguments, handle.try_state::<Arc<App>>()) {
                        open(&app, &arguments);
                    }
                }
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Cairn could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Hands on the file or the link that Cairn was started with.
fn open(app: &App, arguments: &Arguments) {
    if let Some(file) = &arguments.calendar {
        app.open_calendar_file(file);
    }
    if let Some(file) = &arguments.exchange {
        app.open_exchange_file(file);
    }
    if let Some(link) = &arguments.link {
        app.open_sync_link(link);
    }
}

/// Closes the profile, so that all of it is in its file.
fn close(handle: &AppHandle) {
    if let Some(app) = handle.try_state::<Arc<App>>() {
        app.quit();
    }
}

/// The app with everything around it.
fn desktop<R: Runtime>(builder: tauri::Builder<R>, arguments: Arguments) -> tauri::Builder<R> {
    with_commands(with_plugins(builder, &arguments)).setup(move |app| {
        let handle = app.handle();
        let profile = match &arguments.profile {
            Some(folder) => folder.clone(),
            None => handle.path().app_data_dir()?,
        };
        let app = Arc::new(App::new(Arc::new(Desktop::new(handle.clone())), profile.clone()));
        handle.manage(app.clone());
        if arguments.demo {
            // Where there is a profile already, that one is shown; the interface says what is wrong otherwise.
            let _ = app.dispatch("look_around", Value::Null);
        }
        open(&app, &arguments);
        chores::start(&app)?;
        tray::add(handle);
        window::open(handle, &profile, arguments.hidden)?;
        #[cfg(feature = "testing")]
        hooks::follow_close(handle.clone())?;
        Ok(())
    })
}

/// The door for commands alone; what a test of the permissions needs.
#[doc(hidden)]
pub fn with_commands<R: Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
    builder.invoke_handler(commands::handle)
}

fn with_plugins<R: Runtime>(builder: tauri::Builder<R>, arguments: &Arguments) -> tauri::Builder<R> {
    builder
        // First, so that a second start ends before it has done anything.
        .plugin(single_instance(arguments.profile.as_ref()))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                // Not whether it is visible: closed to the tray must not mean invisible at the next start.
                .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
                .with_filename(window_file(arguments.profile.as_ref()))
                .build(),
        )
        .plugin(tauri_plugin_autostart::Builder::new().app_name("Cairn").arg("--hidden").build())
        .plugin(tauri_plugin_dialog::init())
}

/// One Cairn for each profile: a second start shows the window of the first, with the file or the link that it was given.
fn single_instance<R: Runtime>(profile: Option<&PathBuf>) -> tauri::plugin::TauriPlugin<R> {
    let builder = tauri_plugin_single_instance::Builder::new().callback(|handle, given, here| {
        window::show(handle);
        let arguments = Arguments::parse(given.into_iter().skip(1).map(Into::into), Path::new(&here));
        if let (Ok(arguments), Some(app)) = (arguments, handle.try_state::<Arc<App>>()) {
            open(&app, &arguments);
        }
    });
    match profile {
        // A name on the bus takes letters, digits and dots; the folder as hexadecimal digits has only those.
        Some(folder) => {
            builder.dbus_id(format!("org.cairn_mentoring.cairn.p{:016x}", fingerprint(folder))).build()
        }
        None => builder.build(),
    }
}

fn fingerprint(folder: &PathBuf) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    hasher.finish()
}

/// Where the window's place is kept: with the profile, which wins over Tauri's folder because it is absolute.
fn window_file(profile: Option<&PathBuf>) -> String {
    profile.map_or_else(|| "window.json".into(), |folder| folder.join("window.json").display().to_string())
}
