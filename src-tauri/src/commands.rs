//! The one door from the window to the app.
//!
//! Tauri checks first whether the window may use the command (`capabilities/main.json`); what comes here is
//! granted. The names are the app's, so that a new command needs no code in the shell.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use cairn_app::{App, Error};
use tauri::{
    Manager, Runtime,
    ipc::{Invoke, InvokeBody, InvokeMessage, InvokeResolver},
};

/// Runs a command off the window's thread and answers with its result, or with `{code, params}`.
pub(crate) fn handle<R: Runtime>(invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    tauri::async_runtime::spawn_blocking(move || answer(&message, resolver));
    true
}

fn answer<R: Runtime>(message: &InvokeMessage<R>, resolver: InvokeResolver<R>) {
    let Some(app) = message.webview_ref().try_state::<Arc<App>>() else {
        return resolver.reject(Error::new("internal"));
    };
    let InvokeBody::Json(arguments) = message.payload() else {
        return resolver.reject(Error::new("bad_arguments"));
    };
    // A mistake of ours in one command must not leave the window waiting for ever.
    let answered = catch_unwind(AssertUnwindSafe(|| app.dispatch(message.command(), arguments.clone())));
    match answered.unwrap_or_else(|_| Err(Error::new("internal"))) {
        Ok(value) => resolver.resolve(value),
        Err(error) => resolver.reject(error),
    }
}
