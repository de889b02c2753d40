//! The words that Rust says itself: notifications, the tray, dates. They come from the same files as the interface's.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../../assets/locales/en/app.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// English, which every other language falls back to.
    pub fn english() -> Words {
        // What could be read of a file with a mistake in it is used; the tests see to it that there is none.
        let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(vec![
            "en".parse().unwrap_or_else(|_| LanguageIdentifier::default()),
        ]);
        // Isolation marks would show up in notifications, which are plain text.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Words { bundle }
    }

    /// The words of that id. An id that is not there gives the id itself, so that nothing is ever empty.
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The words of the first id, or of the second where the first has none.
    pub fn say_or(&self, id: &str, otherwise: &str) -> String {
        self.say(if self.has(id) { id } else { otherwise })
    }

    /// Whether an id has words.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// [`Words::say_or`] with placeholders filled.
    pub fn say_or_with(&self, id: &str, otherwise: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        self.say_with(if self.has(id) { id } else { otherwise }, arguments)
    }

    /// The words of that id with its placeholders filled.
    pub fn say_with(&self, id: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            debug_assert!(false, "{id} is not in app.ftl");
            return id.to_owned();
        };
        let arguments: FluentArgs<'_> =
            arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CODES;

    #[test]
    fn the_file_has_no_mistakes() {
        if let Err((_, errors)) = FluentResource::try_new(ENGLISH.to_owned()) {
            panic!("app.ftl: {errors:?}");
        }
    }

    #[test]
    fn every_error_has_words() {
        let words = Words::english();
        let missing: Vec<_> = CODES
            .iter()
            .map(|code| format!("error-{}", code.replace('_', "-")))
            .filter(|id| words.bundle.get_message(id).is_none())
            .collect();
        assert!(missing.is_empty(), "app.ftl has no words for {missing:?}");
    }
}
