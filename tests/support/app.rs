//! The running app, looked at and used as a person would.

use std::{env, fs, path::PathBuf, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{
    desktop::Desktop,
    element::Element,
    keys::Key,
    wait::{PATIENCE, answer_within, until, wait_until},
    webdriver::Session,
};

const FINDER: &str = include_str!("finder.js");
/// How long to look for an element that should be there. The app looks at a clock that was set within 15 seconds.
const LOOK: Duration = Duration::from_secs(20);

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Theme {
    Light,
    Dark,
}

/// The real app, running on a [`Desktop`]. It ends when this is dropped.
pub struct App<'desktop> {
    desktop: &'desktop Desktop,
    session: Session,
    binary: PathBuf,
}

impl<'desktop> App<'desktop> {
    #[track_caller]
    pub(crate) fn start(desktop: &'desktop Desktop, binary: PathBuf, arguments: &[&str]) -> Self {
        let profile = desktop.profile().display().to_string();
        let arguments: Vec<String> =
            ["--profile", &profile].iter().chain(arguments).map(ToString::to_string).collect();
        let driver = desktop.command("WebKitWebDriver");
        let session = Session::start(driver, &binary.display().to_string(), &arguments);
        let app = Self { desktop, session, binary };
        app.resize(1280, 860);
        app
    }

    /// The desktop it runs on.
    #[must_use]
    pub fn desktop(&self) -> &'desktop Desktop {
        self.desktop
    }

    // Looking

    /// The one visible element with this role and accessible name; waits for it.
    ///
    /// `role` is ARIA's word: button, link, heading, textbox, checkbox, combobox, dialog, listitem, tab …
    /// A name matches as a whole first, then as a part.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element<'_> {
        self.find_within(role, name, LOOK)
            .unwrap_or_else(|| self.fail(&format!("there is no {role} named {name:?}")))
    }

    /// Like [`App::find`], for what may not be there; does not wait.
    #[must_use]
    pub fn find_now(&self, role: &str, name: &str) -> Option<Element<'_>> {
        self.find_within(role, name, Duration::ZERO)
    }

    /// All visible elements with this role, in the order of the page.
    #[must_use]
    pub fn find_all(&self, role: &str) -> Vec<Element<'_>> {
        self.finder("all", &[json!(role)])
            .as_array()
            .map(|found| found.iter().filter_map(|value| Element::from_value(self, value)).collect())
            .unwrap_or_default()
    }

    /// The button with this name.
    #[track_caller]
    pub fn button(&self, name: &str) -> Element<'_> {
        self.find("button", name)
    }

    /// The link with this name.
    #[track_caller]
    pub fn link(&self, name: &str) -> Element<'_> {
        self.find("link", name)
    }

    /// The field with this label: anything one types or chooses in.
    #[track_caller]
    pub fn field(&self, label: &str) -> Element<'_> {
        self.find("field", label)
    }

    /// The element for a CSS selector, for what has no name. Prefer names: people go by them.
    #[track_caller]
    pub fn css(&self, selector: &str) -> Element<'_> {
        let found =
            answer_within(LOOK, &mut || Element::from_value(self, &self.finder("css", &[json!(selector)])));
        found.unwrap_or_else(|| self.fail(&format!("there is nothing at {selector:?}")))
    }

    /// Waits until these words can be read on the screen.
    #[track_caller]
    pub fn sees(&self, words: &str) {
        if answer_within(LOOK, &mut || self.shows(words).then_some(())).is_none() {
            self.fail(&format!("{words:?} cannot be read"));
        }
    }

    /// Waits until these words can no longer be read on the screen.
    #[track_caller]
    pub fn sees_no(&self, words: &str) {
        if answer_within(LOOK, &mut || (!self.shows(words)).then_some(())).is_none() {
            self.fail(&format!("{words:?} can still be read"));
        }
    }

    /// Whether these words can be read on the screen now, in the text or in a field.
    #[must_use]
    pub fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// All that can be read on the screen now, white space folded, with what stands in fields.
    #[must_use]
    pub fn text(&self) -> String {
        self.finder("text", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// The element that has the focus, as `role "name"`.
    #[must_use]
    pub fn focused(&self) -> String {
        self.finder("focused", &[]).as_str().unwrap_or_default().to_owned()
    }

    // Doing

    /// Presses keys together: `&[Key::Control, Key::Char('k')]`.
    #[track_caller]
    pub fn press(&self, keys: &[Key]) {
        let codes = keys.iter().map(|key| key.code().to_string());
        let down = codes.clone().map(|code| json!({ "type": "keyDown", "value": code }));
        let up = codes.rev().map(|code| json!({ "type": "keyUp", "value": code }));
        self.keys(down.chain(up).collect());
    }

    /// Types a text into what has the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let strokes = text.chars().flat_map(|character| {
            let code = if character == '\n' { Key::Enter.code() } else { character }.to_string();
            [json!({ "type": "keyDown", "value": code }), json!({ "type": "keyUp", "value": code })]
        });
        self.keys(strokes.collect());
    }

    /// Makes the window this large, in pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let _ = self.session.post("/window/rect", &json!({ "width": width, "height": height }));
        wait_until(&format!("the window to be {width} wide"), || {
            self.run("return window.innerWidth", &[]) == json!(width)
        });
    }

    /// Shows the app light or dark, whatever the setting says.
    #[track_caller]
    pub fn set_theme(&self, theme: Theme) {
        let name = if theme == Theme::Dark { "dark" } else { "light" };
        self.run("document.documentElement.dataset.theme = arguments[0]", &[json!(name)]);
    }

    // Checking

    /// Fails unless axe-core finds nothing to say, in the light and in the dark.
    ///
    /// `screen` names the pictures, which are left in target/e2e.
    #[track_caller]
    pub fn accessible(&self, screen: &str) {
        let before = self.run("return document.documentElement.dataset.theme ?? null", &[]);
        let mut problems = Vec::new();
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            self.set_theme(theme);
            self.screenshot(&format!("{screen}-{name}"));
            problems.extend(self.axe().into_iter().map(|problem| format!("{name}: {problem}")));
        }
        self.run(
            "const root = document.documentElement;
             if (arguments[0] === null) delete root.dataset.theme; else root.dataset.theme = arguments[0]",
            &[before],
        );
        if !problems.is_empty() {
            self.fail(&format!("axe on {screen}:\n{}", problems.join("\n")));
        }
    }

    /// Takes a picture of the page and keeps it in target/e2e (or `CAIRN_PICTURES`) under this name.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        self.settle();
        let picture = self.session.get("/screenshot").expect("a picture is taken");
        let bytes = BASE64_STANDARD.decode(picture.as_str().unwrap_or_default()).expect("it is base64");
        let folder = pictures();
        fs::create_dir_all(&folder).expect("target can be written");
        let path = folder.join(format!("{name}.png"));
        fs::write(&path, bytes).expect("the picture is kept");
        path
    }

    /// Runs a function body in the page. For what a person cannot see; prefer looking.
    ///
    /// # Panics
    /// When the script throws.
    #[track_caller]
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.session.run(script, arguments).unwrap_or_else(|error| panic!("{error} in {script}"))
    }

    /// Calls a command of the app as its interface does, with the answer or the error `{code, params}`.
    ///
    /// # Errors
    /// What the app answers as an error.
    #[track_caller]
    pub fn invoke(&self, command: &str, arguments: &Value) -> Result<Value, Value> {
        let script = "const done = arguments[2];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then(value => done({ value: value ?? null }), error => done({ error }))";
        let mut answer = self
            .session
            .run_async(script, &[json!(command), arguments.clone()])
            .unwrap_or_else(|error| panic!("{error} in {command}"));
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["value"].take()),
        }
    }

    // Ending

    /// Closes the window, as its button does. Where the setting says so, the app goes on in the tray; nothing can be
    /// seen or clicked any more then.
    #[track_caller]
    pub fn close_window(&self) {
        self.desktop.close_window();
    }

    /// Whether the app runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        child_named(self.session.driver_id(), &self.name()).is_some_and(is_running)
    }

    /// Kills the app without a warning, as a power cut does.
    #[track_caller]
    pub fn kill(self) {
        let id = self.process_id();
        signal("KILL", id);
        wait_until("the app to be gone", || !is_running(id));
    }

    /// The process id of the app.
    #[track_caller]
    #[must_use]
    pub fn process_id(&self) -> u32 {
        let driver = self.session.driver_id();
        until("the app's process", || child_named(driver, &self.name()))
    }

    // Within the harness

    /// The name of the process.
    fn name(&self) -> String {
        self.binary.file_name().expect("the binary has a name").to_string_lossy().into_owned()
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn finder(&self, what: &str, arguments: &[Value]) -> Value {
        let script = format!("{FINDER}\nreturn finder[{}](...arguments)", json!(what));
        // A page that is just being left has no answer yet.
        self.session.run(&script, arguments).unwrap_or(Value::Null)
    }

    /// Ends the test with what was on the screen, in words and as a picture.
    #[track_caller]
    pub(crate) fn fail(&self, problem: &str) -> ! {
        let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let picture = self.screenshot(&format!("failed-{test}"));
        panic!("{problem}\nThe screen ({}):\n{}", picture.display(), self.text());
    }

    fn find_within(&self, role: &str, name: &str, patience: Duration) -> Option<Element<'_>> {
        answer_within(patience, &mut || {
            Element::from_value(self, &self.finder("named", &[json!(role), json!(name)]))
        })
    }

    #[track_caller]
    fn keys(&self, strokes: Vec<Value>) {
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        if let Err(error) = self.session.post("/actions", &actions) {
            panic!("the keys do not arrive: {error}");
        }
    }

    /// Two frames and no running transition: what is drawn is what is there.
    fn settle(&self) {
        let script = "const done = arguments[0];
            document.getAnimations().forEach(animation => { try { animation.finish() } catch {} });
            document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        let _ = self.session.run_async(script, &[]);
    }

    fn axe(&self) -> Vec<String> {
        if self.run("return typeof axe", &[]) == json!("undefined") {
            let path = root().join("ui/node_modules/axe-core/axe.min.js");
            let axe = fs::read_to_string(&path)
                .unwrap_or_else(|_| panic!("{} is missing; `make ui` installs it", path.display()));
            self.run(&axe, &[]);
        }
        let script = "const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(
                ({ violations }) => done(violations.map(({ id, help, nodes }) =>
                    `${id}: ${help}\\n  ` + nodes.map(node =>
                        `${node.target.join(' ')} ${node.failureSummary.replace(/\\s+/g, ' ')}`).join('\\n  '))),
                error => done([`axe failed: ${error}`]))";
        let answer = self.session.run_async(script, &[]).unwrap_or_else(|error| panic!("axe: {error}"));
        let violations = answer.as_array().expect("axe answers with a list");
        violations.iter().map(|violation| violation.as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for App<'_> {
    /// Ends the app as logging out does. Closing its window might only hide it in the tray.
    fn drop(&mut self) {
        let id = child_named(self.session.driver_id(), &self.name());
        self.session.delete("");
        if let Some(id) = id {
            signal("TERM", id);
            answer_within(PATIENCE, &mut || (!is_running(id)).then_some(()));
        }
    }
}

fn signal(name: &str, id: u32) {
    // Gone already is as good.
    let _ = std::process::Command::new("kill").arg(format!("-{name}")).arg(id.to_string()).status();
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the repository").to_owned()
}

fn pictures() -> PathBuf {
    env::var_os("CAIRN_PICTURES").map_or_else(|| root().join("target/e2e"), PathBuf::from)
}

fn is_running(id: u32) -> bool {
    // A zombie is dead, though its parent has not looked yet.
    fs::read_to_string(format!("/proc/{id}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

fn child_named(parent: u32, name: &str) -> Option<u32> {
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let (head, rest) = stat.rsplit_once(") ")?;
        let (id, command) = head.split_once(" (")?;
        let of_parent = rest.split(' ').nth(1)?.parse() == Ok(parent);
        (of_parent && command == name).then(|| id.parse().ok()).flatten()
    })
}
