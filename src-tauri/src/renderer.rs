//! WebKitGTK draws nothing with NVIDIA's driver on many systems unless DMABUF is off.

/// The variable that turns DMABUF off; setting it by hand, to anything, wins over us.
#[cfg(target_os = "linux")]
const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts the program again with DMABUF off where that is needed. Comes back when it is not.
///
/// A new start, because the environment cannot be changed safely in a running program.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    use std::{env, os::unix::process::CommandExt, path::Path, process::Command};

    let automated = env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    let nvidia = Path::new("/proc/driver/nvidia/version").exists();
    if automated || !nvidia || env::var_os(VARIABLE).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        // `exec` only returns when it failed; then we go on as we are.
        let _ = Command::new(program).args(env::args_os().skip(1)).env(VARIABLE, "1").exec();
    }
}

/// Only WebKitGTK needs it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}
