//! Who may know whom. See docs/ARCHITECTURE.md.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Each of our packages with those of ours that it uses, tests aside, and no more.
const MAY_USE: &[(&str, &[&str])] = &[
    ("cairn-calendar", &[]),
    ("cairn-domain", &["cairn-calendar"]),
    ("cairn-replica", &[]),
    ("cairn-crypto", &[]),
    ("cairn-protocol", &[]),
    ("cairn-store", &["cairn-domain", "cairn-replica", "cairn-crypto"]),
    ("cairn-sync", &["cairn-store", "cairn-domain", "cairn-replica", "cairn-crypto", "cairn-protocol"]),
    ("cairn-app", &["cairn-sync", "cairn-store", "cairn-crypto", "cairn-domain", "cairn-calendar"]),
    ("cairn-server", &["cairn-protocol", "cairn-crypto"]),
    ("cairn", &["cairn-app"]),
];

/// Packages of others that only some of ours may use directly.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tauri", &["cairn"]),
    ("keyring-core", &["cairn"]),
    ("notify-rust", &["cairn"]),
    ("rusqlite", &["cairn-store", "cairn-server"]),
    ("reqwest", &["cairn-sync", "cairn-server"]),
    ("jiff", &["cairn-calendar"]),
    ("chrono-tz", &["cairn-calendar"]),
    ("calcard", &["cairn-calendar"]),
];

/// Ways to a time that may not follow the zone rules in use, and the only files that may go them: one reads the
/// rules, the other asks older ones for a second opinion.
const RULES_ONLY_IN: &[(&str, &[&str])] = &[
    ("jiff::", &["crates/calendar/src/rules.rs"]),
    ("chrono_tz", &["crates/calendar/src/clocks.rs"]),
    ("TimeZone::get(", &[]),
    ("TimeZone::system(", &[]),
    (".in_tz(", &[]),
    ("Zoned", &[]),
    ("chrono::Local", &[]),
    ("Local::now", &[]),
];

#[test]
fn times_follow_the_rules_in_use_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut read = 0;
    for path in sources(&root.join("crates")).into_iter().chain(sources(&root.join("src-tauri"))) {
        let text = fs::read_to_string(&path).expect("a source is text");
        let name =
            path.strip_prefix(&root).expect("it is in the repository").to_string_lossy().replace('\\', "/");
        read += 1;
        for (words, files) in RULES_ONLY_IN {
            let allowed = files.contains(&name.as_str());
            assert!(allowed || !text.contains(words), "{name} may not say {words}, only {files:?}");
        }
    }
    assert!(read > 50, "found {read} sources");
}

/// All Rust in the `src` folders below `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let is_ours = |path: &PathBuf| {
        path.extension().is_some_and(|it| it == "rs") && path.components().any(|it| it.as_os_str() == "src")
    };
    let deeper = folders.iter().filter(|path| !path.ends_with("gen")).flat_map(|path| sources(path));
    files.into_iter().filter(is_ours).chain(deeper).collect()
}

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
        // What is not needed is not allowed either, or the list would say less from year to year.
        for name in allowed {
            assert!(used.contains(*name), "{package} does not use {name}: take it out of MAY_USE");
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
