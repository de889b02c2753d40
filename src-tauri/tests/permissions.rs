//! What the window may do, with the configuration that is shipped and a runtime without a screen.

#![cfg(feature = "testing")]

use cairn_app::COMMAND_NAMES;
use serde_json::Value;
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

fn app() -> App<MockRuntime> {
    cairn_desktop::with_commands(mock_builder())
        .build(tauri::generate_context!())
        .expect("the configuration is in order")
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, Default::default()).build().expect("a window without a screen")
}

/// What the window hears when it asks for this.
fn refusal(window: &WebviewWindow<MockRuntime>, command: &str) -> Value {
    let address = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: address.parse().expect("an address"),
        body: InvokeBody::default(),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_string(),
    };
    get_ipc_response(window, request).err().unwrap_or(Value::Null)
}

fn is_forbidden(refusal: &Value) -> bool {
    refusal.as_str().is_some_and(|words| words.contains("not allowed") || words.contains("not found"))
}

#[test]
fn every_command_is_open_to_the_main_window_and_to_no_other() {
    let app = app();
    let (main, other) = (window(&app, "main"), window(&app, "other"));
    assert!(!COMMAND_NAMES.is_empty(), "the app has commands");
    for command in COMMAND_NAMES {
        // No profile is open in this test, so a granted command comes as far as that.
        assert_eq!(refusal(&main, command)["code"], "internal", "{command} is granted to main");
        let refused = refusal(&other, command);
        assert!(is_forbidden(&refused), "{command} is refused to another window, not {refused}");
    }
}

#[test]
fn what_is_not_a_command_is_refused() {
    let app = app();
    let main = window(&app, "main");
    for command in ["no_such_command", "plugin:dialog|open", "plugin:autostart|enable", "plugin:window|close"]
    {
        let refused = refusal(&main, command);
        assert!(is_forbidden(&refused), "{command} is refused, not {refused}");
    }
}

#[test]
fn the_content_security_policy_lets_nothing_in_or_out() {
    let context: tauri::Context<MockRuntime> = tauri::generate_context!();
    let security = &context.config().app.security;
    let policy = security.csp.as_ref().unwrap().to_string();
    assert_eq!(
        policy,
        "default-src 'self'; connect-src ipc: http://ipc.localhost; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    assert!(security.freeze_prototype, "no script can change what all objects share");
    assert!(!context.config().app.with_global_tauri, "Tauri is not handed to every script");
}

#[test]
fn only_the_main_window_is_named() {
    let context: tauri::Context<MockRuntime> = tauri::generate_context!();
    let labels: Vec<_> = context.config().app.windows.iter().map(|window| window.label.as_str()).collect();
    assert_eq!(labels, ["main"]);
}
