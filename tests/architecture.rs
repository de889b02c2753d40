//! Who may know whom. See docs/ARCHITECTURE.md.

use std::{collections::BTreeSet, process::Command};

use serde_json::Value;

/// Each of our packages with those of ours that it may use, tests aside.
const MAY_USE: &[(&str, &[&str])] = &[
    ("cairn-calendar", &[]),
    ("cairn-domain", &["cairn-calendar"]),
    ("cairn-replica", &[]),
    ("cairn-crypto", &[]),
    ("cairn-protocol", &[]),
    ("cairn-store", &["cairn-domain", "cairn-replica", "cairn-crypto"]),
    ("cairn-sync", &["cairn-store", "cairn-replica", "cairn-crypto", "cairn-protocol"]),
    ("cairn-app", &["cairn-sync", "cairn-store", "cairn-crypto", "cairn-domain", "cairn-calendar"]),
    ("cairn-server", &["cairn-protocol", "cairn-domain", "cairn-calendar"]),
    ("cairn", &["cairn-app"]),
];

/// Packages of others that only some of ours may use directly.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tauri", &["cairn"]),
    ("keyring-core", &["cairn"]),
    ("notify-rust", &["cairn"]),
    ("rusqlite", &["cairn-store", "cairn-server"]),
    ("reqwest", &["cairn-sync"]),
    ("jiff", &["cairn-calendar"]),
    ("chrono-tz", &["cairn-calendar"]),
];

#[test]
fn each_crate_uses_only_those_below_it() {
    for (package, used) in dependencies() {
        if package == "cairn-tests" {
            continue;
        }
        let allowed = MAY_USE
            .iter()
            .find(|(name, _)| *name == package)
            .unwrap_or_else(|| panic!("say in MAY_USE what {package} may use"))
            .1;
        for name in used.iter().filter(|name| *name == "cairn" || name.starts_with("cairn-")) {
            assert!(allowed.contains(&name.as_str()), "{package} may not use {name}");
        }
    }
}

#[test]
fn what_ties_us_to_a_platform_stays_at_the_edge() {
    for (package, used) in dependencies() {
        for (name, users) in ONLY_IN {
            let bound = used.contains(*name)
                || (*name == "tauri" && used.iter().any(|n| n.starts_with("tauri-plugin")));
            assert!(
                !bound || users.contains(&package.as_str()),
                "{package} may not use {name}, only {users:?}"
            );
        }
    }
}

/// Our packages, each with what it depends on outside of tests.
fn dependencies() -> Vec<(String, BTreeSet<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo describes the workspace");
    let packages = metadata["packages"].as_array().expect("it has packages");
    packages.iter().map(|package| (text(&package["name"]), used_by(package))).collect()
}

fn used_by(package: &Value) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().expect("a package has dependencies");
    all.iter().filter(|used| used["kind"] != "dev").map(|used| text(&used["name"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a name is text").to_owned()
}
