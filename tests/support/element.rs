//! One element of the page.

use serde_json::{Value, json};

use crate::{app::App, keys::Key};

/// The name WebDriver gives to element references.
const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A visible element that a person can use.
pub struct Element<'app> {
    app: &'app App<'app>,
    id: String,
}

impl<'app> Element<'app> {
    pub(crate) fn from_value(app: &'app App<'_>, value: &Value) -> Option<Self> {
        let id = value.get(REFERENCE)?.as_str()?.to_owned();
        Some(Self { app, id })
    }

    /// Clicks it.
    #[track_caller]
    pub fn click(&self) -> &Self {
        self.tell("/click", &json!({}));
        self
    }

    /// Replaces what stands in the field by this text, typed key by key.
    #[track_caller]
    pub fn fill(&self, text: &str) -> &Self {
        self.app.finder("select", &[self.reference()]);
        if text.is_empty() { self.type_text("\u{e017}") } else { self.type_text(text) }
    }

    /// Types at the end of what stands in the field.
    #[track_caller]
    pub fn type_text(&self, text: &str) -> &Self {
        // A newline is typed with the key for it.
        let keys = text.replace('\n', &Key::Enter.code().to_string());
        self.tell("/value", &json!({ "text": keys }));
        self
    }

    /// Chooses the option with this label in a native select.
    #[track_caller]
    pub fn choose(&self, label: &str) -> &Self {
        if self.app.finder("choose", &[self.reference(), json!(label)]) != json!(true) {
            self.app.fail(&format!("there is no option {label:?}"));
        }
        self
    }

    /// What can be read in it.
    #[must_use]
    pub fn text(&self) -> String {
        self.app.finder("textOf", &[self.reference()]).as_str().unwrap_or_default().to_owned()
    }

    /// What stands in the field.
    #[must_use]
    pub fn value(&self) -> String {
        self.app.finder("valueOf", &[self.reference()]).as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of it.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        let value =
            self.app.run("return arguments[0].getAttribute(arguments[1])", &[self.reference(), json!(name)]);
        value.as_str().map(str::to_owned)
    }

    /// Whether the box is ticked, the option chosen, the switch on.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        let script = "const e = arguments[0];
            return e.checked ?? (e.ariaChecked === 'true' || e.ariaSelected === 'true' || e.ariaPressed === 'true')";
        self.app.run(script, &[self.reference()]) == json!(true)
    }

    /// Whether it can be used now.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.app.run("return !arguments[0].matches(':disabled, [aria-disabled=true]')", &[self.reference()])
            == json!(true)
    }

    #[track_caller]
    fn tell(&self, path: &str, body: &Value) {
        if let Err(error) = self.app.session().post(&format!("/element/{}{path}", self.id), body) {
            self.app.fail(&error);
        }
    }

    fn reference(&self) -> Value {
        json!({ REFERENCE: self.id })
    }
}
