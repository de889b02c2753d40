//! The components of a file within one another. Ends that are missing or stray do not lose what is whole.

use super::ReadError;
use super::lines::{Line, Lines};
use super::notices::Notices;
use super::property::{Property, is_known};

/// How deep components may lie in one another.
const DEEPEST: usize = 8;
/// The most events in a file.
const MOST_EVENTS: usize = 10_000;

/// From a BEGIN to its END, with the properties that mean something to us.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// In upper case; empty for the file itself.
    pub(super) name: String,
    /// The line of its BEGIN, from 1.
    pub(super) line: usize,
    pub(super) properties: Vec<Property>,
    pub(super) children: Vec<Component>,
    /// The file ended before it did.
    pub(super) is_unfinished: bool,
    /// The name of a known property that is too long to be read.
    pub(super) too_long: Option<String>,
}

impl Component {
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    pub(super) fn properties<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The text of a property; empty when there is none.
    pub(super) fn text(&self, name: &str) -> String {
        self.property(name).map(Property::text).unwrap_or_default()
    }
}

/// The file as one component without a name.
pub(super) fn tree(bytes: &[u8], notices: &mut Notices) -> Result<Component, ReadError> {
    let mut tree = Tree { open: vec![Component::default()], events: 0, is_calendar: false, notices };
    for line in Lines::new(bytes) {
        tree.take(line)?;
    }
    tree.finish()
}

struct Tree<'n> {
    /// The file, then each component that has begun and not ended.
    open: Vec<Component>,
    events: usize,
    is_calendar: bool,
    notices: &'n mut Notices,
}

impl Tree<'_> {
    fn take(&mut self, line: Line) -> Result<(), ReadError> {
        if line.is_latin1 {
            self.notices.add_once(line.number, "latin1", "");
        }
        let name = name_of(&line.text);
        if line.is_too_long {
            self.notices.add(line.number, "property_too_long", &name);
            if is_known(&name) {
                self.innermost().too_long.get_or_insert(name);
            }
            return Ok(());
        }
        match name.as_str() {
            "BEGIN" => return self.begin(&line),
            "END" => self.end(&line),
            _ if !line.text.contains(':') && self.open.len() > 1 => {
                self.notices.add(line.number, "bad_line", &line.text);
            }
            known if is_known(known) => {
                let property = Property::read(&line, name);
                self.innermost().properties.extend(property);
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, line: &Line) -> Result<(), ReadError> {
        let name = named_component(line);
        // An event holds no event and a calendar no calendar: the one before lacks its end.
        let holder = matches!(name.as_str(), "VEVENT" | "VCALENDAR").then(|| self.opened(&name)).flatten();
        if let Some(position) = holder {
            self.close_down_to(position, line.number);
        }
        if self.open.len() > DEEPEST {
            return Err(ReadError::TooDeep { line: line.number });
        }
        self.events += usize::from(name == "VEVENT");
        if self.events > MOST_EVENTS {
            return Err(ReadError::TooManyEvents);
        }
        if name == "VEVENT" && !self.is_calendar && self.events == 1 {
            self.notices.add(line.number, "no_calendar", "");
        }
        self.is_calendar |= name == "VCALENDAR";
        self.open.push(Component { name, line: line.number, ..Component::default() });
        Ok(())
    }

    fn end(&mut self, line: &Line) {
        let name = named_component(line);
        match self.opened(&name) {
            Some(position) => {
                self.close_down_to(position + 1, line.number);
                self.close();
            }
            None => self.notices.add(line.number, "stray_end", &name),
        }
    }

    /// Where the innermost open component of this name is.
    fn opened(&self, name: &str) -> Option<usize> {
        self.open.iter().rposition(|component| component.name == name && !name.is_empty())
    }

    fn close_down_to(&mut self, position: usize, line: usize) {
        while self.open.len() > position {
            let lacking = self.innermost().name.clone();
            self.notices.add(line, "missing_end", &lacking);
            self.close();
        }
    }

    fn close(&mut self) {
        if self.open.len() > 1
            && let Some(closed) = self.open.pop()
        {
            self.innermost().children.push(closed);
        }
    }

    fn innermost(&mut self) -> &mut Component {
        if self.open.is_empty() {
            self.open.push(Component::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn finish(mut self) -> Result<Component, ReadError> {
        while self.open.len() > 1 {
            let unfinished = self.innermost();
            unfinished.is_unfinished = true;
            self.close();
        }
        if !self.is_calendar && self.events == 0 {
            return Err(ReadError::NotACalendar);
        }
        Ok(std::mem::take(self.innermost()))
    }
}

/// What stands before the first `:` or `;`, in upper case.
fn name_of(text: &str) -> String {
    text.split([':', ';']).next().unwrap_or_default().trim().to_ascii_uppercase()
}

fn named_component(line: &Line) -> String {
    let (_, name) = line.text.split_once(':').unwrap_or_default();
    name.trim().to_ascii_uppercase()
}
