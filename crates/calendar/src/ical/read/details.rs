//! What an event says besides when it is.

use calcard::icalendar::ICalendarParameterName;

use super::Person;
use super::component::Component;

/// Nobody meets with so many.
const MOST_PEOPLE: usize = 200;
/// No reminder lies further ahead than four weeks.
const LONGEST_LEAD: i64 = 40_320;

/// Its UID, or one that follows from what it says.
pub(super) fn uid_of(component: &Component) -> String {
    let written = component.text("UID").trim().to_owned();
    if !written.is_empty() {
        return written;
    }
    let telling = ["DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SUMMARY", "LOCATION"];
    let parts = telling.iter().flat_map(|name| component.properties(name));
    let text = parts.flat_map(|property| [property.name.as_str(), ":", property.raw.as_str(), "\n"]);
    // FNV-1a over 128 bits: it has to be the same each time, and nothing more.
    let hash =
        text.flat_map(str::bytes).fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        });
    format!("{hash:032x}@derived")
}

pub(super) fn link_of(component: &Component) -> String {
    let named = ["URL", "CONFERENCE"].iter().filter_map(|name| component.property(name));
    let mut links = named.map(|property| property.raw.trim().to_owned());
    let link = links.find(|link| !link.is_empty()).unwrap_or_default();
    link.chars().filter(|character| !character.is_control()).collect()
}

pub(super) fn people_of(component: &Component) -> Vec<Person> {
    let named = component.properties("ORGANIZER").chain(component.properties("ATTENDEE"));
    let people = named.map(|property| Person {
        name: one_line(property.parameter(&ICalendarParameterName::Cn).unwrap_or_default()),
        email: match property.raw.trim() {
            address if address.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) => {
                address[7..].to_ascii_lowercase()
            }
            _ => String::new(),
        },
    });
    let mut people: Vec<Person> = people.take(MOST_PEOPLE).collect();
    people.retain(|person| !person.name.is_empty() || !person.email.is_empty());
    people.dedup();
    people
}

/// Minutes before the start, of alarms that are shown or heard before it.
pub(super) fn reminders_of(component: &Component, length: u32) -> Vec<u32> {
    let alarms = component.children.iter().filter(|child| child.name == "VALARM");
    let shown = alarms.filter(|alarm| !alarm.text("ACTION").trim().eq_ignore_ascii_case("EMAIL"));
    let leads = shown.filter_map(|alarm| {
        let trigger = alarm.property("TRIGGER")?;
        let is_from_end = trigger.parameter(&ICalendarParameterName::Related) == Some("END");
        let from = if is_from_end { i64::from(length) } else { 0 };
        let lead = -(trigger.duration()?.num_minutes() + from);
        (0..=LONGEST_LEAD).contains(&lead).then(|| u32::try_from(lead).ok()).flatten()
    });
    let mut leads: Vec<u32> = leads.take(20).collect();
    leads.sort_unstable();
    leads.dedup();
    leads
}

pub(super) fn one_line(text: &str) -> String {
    let words = |character: char| if character.is_control() { ' ' } else { character };
    text.chars().map(words).collect::<String>().trim().to_owned()
}
