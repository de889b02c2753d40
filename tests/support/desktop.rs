//! A desktop of one's own: display, home folder, bus, keychain and notifications, all real and all thrown away.

use std::{
    cell::RefCell,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    app::App,
    tools::{Process, require},
    wait::wait_until,
};

/// In which state the app finds the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// No session bus at all, as over ssh. No notifications either.
    NoBus,
    /// A bus, but nothing on it keeps secrets.
    Absent,
    /// gnome-keyring with a locked login keyring.
    Locked,
    /// gnome-keyring, unlocked as after a login.
    Unlocked,
}

/// A notification that was on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its first line.
    pub summary: String,
    /// What stands under it.
    pub body: String,
}

/// A computer with one person at it, who has not started Cairn yet.
pub struct Desktop {
    home: TempDir,
    display: String,
    bus: Option<String>,
    clock: RefCell<Option<String>>,
    keyring: RefCell<Option<Process>>,
    _running: Vec<Process>,
}

const KEYRING_PASSWORD: &str = "login";
const SECRETS: &str = "org.freedesktop.secrets";

impl Desktop {
    /// A fresh home on a fresh display.
    ///
    /// # Panics
    /// When a program it needs is missing or does not start.
    #[track_caller]
    #[must_use]
    pub fn new(keyring: Keyring) -> Self {
        require(&["Xvfb", "WebKitWebDriver", "dbus-daemon", "dbus-send", "gnome-keyring-daemon", "dunst"]);
        let home = tempfile::Builder::new().prefix("cairn-e2e-").tempdir().expect("a temporary folder");
        for folder in ["run", "data/keyrings", "config/dunst", "cache", "profile"] {
            fs::create_dir_all(home.path().join(folder)).expect("a folder in the home");
        }
        // Xvfb finds a free display by itself and prints its number.
        let (xvfb, number) = Process::start_and_read_line(
            Command::new("Xvfb")
                .args("-displayfd 1 -screen 0 1600x1200x24 -nolisten tcp -noreset".split(' ')),
        );
        let mut desktop = Self {
            home,
            display: format!(":{number}"),
            bus: None,
            clock: RefCell::default(),
            keyring: RefCell::default(),
            _running: vec![xvfb],
        };
        if keyring != Keyring::NoBus {
            desktop.start_bus();
            desktop.start_notifications();
        }
        if matches!(keyring, Keyring::Locked | Keyring::Unlocked) {
            desktop.unlock_keyring();
        }
        if keyring == Keyring::Locked {
            desktop.lock_keyring();
        }
        desktop
    }

    /// Starts the app and waits for its window.
    #[track_caller]
    pub fn start(&self) -> App<'_> {
        self.start_with(&[])
    }

    /// Starts the app with more arguments, `--demo` say.
    #[track_caller]
    pub fn start_with(&self, arguments: &[&str]) -> App<'_> {
        App::start(self, binary(), arguments)
    }

    /// Starts another binary than the one under test, to measure beside it.
    #[track_caller]
    pub fn start_other(&self, binary: &Path) -> App<'_> {
        App::start(self, binary.to_owned(), &[])
    }

    /// Cairn on this person's profile as a plain process, for what needs no window.
    #[must_use]
    pub fn cairn(&self) -> Command {
        let mut command = self.command(&binary().display().to_string());
        command.arg("--profile").arg(self.profile());
        command
    }

    /// The folder where the app keeps this person's data.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.home.path().join("profile")
    }

    /// The home folder; files to import go here.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Sets the clock the app goes by, at once also in a running app; it ticks on from there.
    /// `instant` is RFC 3339, such as `2026-11-24T01:12:00Z`. To be set before the app starts the first time.
    pub fn set_clock(&self, instant: &str) {
        self.clock.replace(Some(instant.to_owned()));
        self.leave("clock", instant);
    }

    /// Sets the system's time zone, at once also in a running app.
    pub fn set_zone(&self, zone: &str) {
        self.leave("zone", zone);
    }

    /// Answers the next file dialog with this path; without it, the dialog is cancelled.
    pub fn answer_file_dialog(&self, path: &Path) {
        self.leave("pick", &path.display().to_string());
    }

    /// The links that the app opened outside.
    #[must_use]
    pub fn opened_links(&self) -> Vec<String> {
        fs::read_to_string(self.home.path().join("hooks/links"))
            .map(|text| text.lines().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Every notification that dunst showed, oldest first.
    #[must_use]
    pub fn notifications(&self) -> Vec<Shown> {
        let text = fs::read_to_string(self.home.path().join("shown")).unwrap_or_default();
        text.split_terminator('\0')
            .map(|entry| entry.split_once('\u{1}').unwrap_or((entry, "")))
            .map(|(summary, body)| Shown { summary: summary.to_owned(), body: body.to_owned() })
            .collect()
    }

    /// Waits until dunst showed a notification with these words.
    #[track_caller]
    pub fn sees_notification(&self, words: &str) -> Shown {
        crate::until(&format!("a notification with {words:?}"), || {
            self.notifications()
                .into_iter()
                .find(|shown| shown.summary.contains(words) || shown.body.contains(words))
        })
    }

    /// Clicks the button with this label on the notification that is on the screen.
    ///
    /// # Panics
    /// When dunst cannot be reached.
    pub fn click_notification(&self, label: &str) {
        fs::write(self.home.path().join("choice"), label).expect("the choice can be written");
        self.dunstctl("context");
    }

    /// What `dunstctl` answers, to `history` say: JSON of the notifications that are closed.
    #[track_caller]
    pub fn dunstctl(&self, command: &str) -> String {
        let output = self.command("dunstctl").arg(command).output().expect("dunstctl runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Locks the login keyring, as a screen lock may.
    #[track_caller]
    pub fn lock_keyring(&self) {
        let locked = self
            .command("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
            ])
            .args(["org.freedesktop.Secret.Service.Lock"])
            .arg("array:objpath:/org/freedesktop/secrets/collection/login")
            .stdout(Stdio::null())
            .status();
        assert!(locked.is_ok_and(|status| status.success()), "the keyring locks");
    }

    /// Starts gnome-keyring with its login keyring open; a running one is replaced.
    #[track_caller]
    pub fn unlock_keyring(&self) {
        self.keyring.take();
        wait_until("the old keyring to go", || !self.has_name(SECRETS));
        let mut daemon = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--components=secrets", "--unlock"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring starts");
        let mut password = daemon.stdin.take().expect("the input is piped");
        password.write_all(KEYRING_PASSWORD.as_bytes()).expect("gnome-keyring reads the password");
        drop(password);
        self.keyring.replace(Some(Process::from(daemon)));
        wait_until("the keyring", || self.has_name(SECRETS));
    }

    /// Takes every secret away, as when the person reset their keychain; it stays there and unlocked.
    #[track_caller]
    pub fn forget_secrets(&self) {
        self.keyring.take();
        let folder = self.home.path().join("data/keyrings");
        fs::remove_dir_all(&folder).and_then(|()| fs::create_dir(&folder)).expect("the keyrings go");
        self.unlock_keyring();
    }

    /// A command on this desktop.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let home = self.home.path();
        let mut command = Command::new(program);
        command
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("GNOME_KEYRING_CONTROL")
            // With these two the screenshot never comes.
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .env("DISPLAY", &self.display)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("MESA_SHADER_CACHE_DISABLE", "true")
            .env("LC_ALL", "C.UTF-8")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("CAIRN_TEST_HOOKS", home.join("hooks"));
        match &self.bus {
            Some(address) => command.env("DBUS_SESSION_BUS_ADDRESS", address),
            // Without a value, libraries look for a bus in other places.
            None => command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
        };
        command
    }

    /// Closes the app's window as its button does. WebDriver's way would end the whole app.
    #[track_caller]
    pub(crate) fn close_window(&self) {
        self.leave("close", "");
        let note = self.home.path().join("hooks/close");
        wait_until("the window to close", || !note.exists());
    }

    /// Leaves a note for the app's test hooks; whole or not at all, since the app may read it now.
    fn leave(&self, name: &str, text: &str) {
        let folder = self.home.path().join("hooks");
        fs::create_dir_all(&folder).expect("the hooks folder");
        let draft = folder.join(format!(".{name}"));
        fs::write(&draft, text)
            .and_then(|()| fs::rename(&draft, folder.join(name)))
            .expect("the hook is set");
    }

    fn start_bus(&mut self) {
        // No folders with services: nothing starts by itself that a test did not ask for.
        let config = self.home.path().join("bus.conf");
        let socket = self.home.path().join("run/bus");
        let text = format!(
            r#"<busconfig><type>session</type><listen>unix:path={}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#,
            socket.display()
        );
        fs::write(&config, text).expect("the bus is configured");
        let (bus, address) = Process::start_and_read_line(
            self.command("dbus-daemon")
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .arg(format!("--config-file={}", config.display())),
        );
        self.bus = Some(address);
        self._running.push(bus);
    }

    fn start_notifications(&mut self) {
        let home = self.home.path().to_owned();
        // dunst tells a script of all it shows, and asks a "menu" which button is meant.
        let script = |name: &str, body: &str| {
            use std::os::unix::fs::PermissionsExt;
            let path = home.join(name);
            fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("a script is written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("and may be run");
            path.display().to_string()
        };
        let shown = home.join("shown");
        let note = script(
            "note-notification",
            &format!(r#"printf '%s\001%s\000' "$DUNST_SUMMARY" "$DUNST_BODY" >> '{}'"#, shown.display()),
        );
        let choice = home.join("choice");
        let choose = script("choose", &format!(r#"grep -F -m 1 -- "$(cat '{}')""#, choice.display()));
        let config = home.join("config/dunst/dunstrc");
        let text = format!(
            "[global]\nmonitor = 0\nfollow = none\nfont = Sans 10\nhistory_length = 100\ndmenu = {choose}\n\
             [urgency_low]\nscript = {note}\n[urgency_normal]\nscript = {note}\n[urgency_critical]\nscript = {note}\n"
        );
        fs::write(&config, text).expect("dunst is configured");
        let dunst = Process::start(self.command("dunst").arg("-conf").arg(&config));
        self._running.push(dunst);
        wait_until("dunst", || self.has_name("org.freedesktop.Notifications"));
    }

    fn has_name(&self, name: &str) -> bool {
        let reply = self
            .command("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
            .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
            .output()
            .expect("dbus-send runs");
        String::from_utf8_lossy(&reply.stdout).contains("boolean true")
    }
}

/// The binary under test: `CAIRN_BINARY`, or the one built beside the tests.
pub(crate) fn binary() -> PathBuf {
    let path = env::var_os("CAIRN_BINARY").map_or_else(
        || {
            let test = env::current_exe().expect("the test has a path");
            test.ancestors().nth(2).expect("it lies in deps of the target folder").join("cairn")
        },
        PathBuf::from,
    );
    assert!(path.is_file(), "{} is not built; `make e2e` builds it", path.display());
    path
}
