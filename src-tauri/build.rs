//! Tells Tauri of the app's commands. It then refuses each one that no capability grants, and the one capability
//! there is, `capabilities/main.json`, gets each of them by its name for the main window.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

#[expect(unreachable_pub, reason = "the file is a module of the app's crate too")]
mod command_names {
    include!("../crates/app/src/command_names.rs");
}
use command_names::COMMAND_NAMES;

/// What a person writes by hand: all but the commands.
const CAPABILITY: &str = "capabilities/main.json";

/// The built interface.
const INTERFACE: &str = "../ui/dist";

fn main() {
    println!("cargo:rerun-if-changed=../crates/app/src/command_names.rs");
    println!("cargo:rerun-if-changed={CAPABILITY}");
    // The interface is built into the binary, and Tauri alone would not notice that it changed.
    println!("cargo:rerun-if-changed={INTERFACE}");
    assert!(Path::new(INTERFACE).is_dir(), "the interface is not built; `make ui` builds it");
    let manifest = tauri_build::AppManifest::new().commands(COMMAND_NAMES);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(manifest)
        .capabilities_path_pattern(write_capability().leak());
    tauri_build::try_build(attributes).expect("the Tauri configuration, capabilities and icons are in order");
}

/// Writes the capability with the commands added, and says where to find it.
fn write_capability() -> String {
    let text = fs::read_to_string(CAPABILITY).expect("the capability can be read");
    let mut capability: Value = serde_json::from_str(&text).expect("the capability is JSON");
    let permissions = capability["permissions"].as_array_mut().expect("the capability lists permissions");
    permissions.extend(COMMAND_NAMES.iter().map(|name| json!(format!("allow-{}", name.replace('_', "-")))));
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("capabilities");
    fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    fs::write(folder.join("main.json"), capability.to_string()).expect("OUT_DIR can be written");
    folder.join("*.json").display().to_string()
}
