//! Zones by the names of places: "Kolkata, India" rather than "Asia/Kolkata".

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::zone::{Zone, ZoneDatabase, links};

/// A place whose clocks follow a zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The zone's id, e.g. "Asia/Kolkata".
    pub zone: String,
    /// The city, e.g. "Mumbai".
    pub city: String,
    /// The country, e.g. "India"; empty for zones that belong to none (UTC).
    pub country: String,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.city)?;
        if !self.country.is_empty() && self.country != self.city {
            write!(formatter, ", {}", self.country)?;
        }
        Ok(())
    }
}

/// Places whose city, country, zone id or an alias of it has words that begin with the words of `query`, best
/// first, at most `limit`. An empty query finds nothing.
pub fn search_places(query: &str, limit: usize) -> Vec<Place> {
    let query = folded(query);
    if query.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, &Entry)> =
        entries().iter().filter_map(|entry| Some((entry.rank(&query)?, entry))).collect();
    found.sort_by_key(|(rank, entry)| (*rank, !entry.main, &entry.place.city));
    found.into_iter().take(limit).map(|(_, entry)| entry.place.clone()).collect()
}

/// Whether people know a place by this very zone id.
pub(crate) fn is_place(zone: &str) -> bool {
    entries().iter().any(|entry| entry.place.zone == zone)
}

/// What people call the zone: its main city and country.
pub fn place_of(zone: &Zone) -> Place {
    let by_id =
        |id: &str| entries().iter().find(|entry| entry.place.zone == id).map(|entry| entry.place.clone());
    let named = by_id(zone.id()).or_else(|| {
        let canonical = by_id(zone.canonical_id())?;
        // An alias in the form of a place keeps its own city: Asia/Calcutta is not renamed under the user.
        let city = if zone.id().contains('/') { city_of(zone.id()) } else { canonical.city };
        Some(Place { zone: zone.id().to_owned(), city, country: canonical.country })
    });
    named.unwrap_or_else(|| Place {
        zone: zone.id().to_owned(),
        city: city_of(zone.id()),
        country: String::new(),
    })
}

struct Entry {
    place: Place,
    /// Whether this place gives its zone its name.
    main: bool,
    city: String,
    country: String,
    /// The id, its aliases, and "city country": what else finds it.
    others: Vec<String>,
}

impl Entry {
    /// Lower is better; `None` does not match. `query` is folded.
    fn rank(&self, query: &str) -> Option<u8> {
        let begins = |text: &str| has_words(text, query);
        if self.city == query {
            Some(0)
        } else if self.city.starts_with(query) {
            Some(1)
        } else if begins(&self.city) {
            Some(2)
        } else if self.country == query {
            Some(3)
        } else if begins(&self.country) {
            Some(4)
        } else {
            self.others.iter().any(|other| begins(other)).then_some(5)
        }
    }
}

/// Whether every word of `query` begins a word of `text`.
fn has_words(text: &str, query: &str) -> bool {
    query.split(' ').all(|wanted| text.split(' ').any(|word| word.starts_with(wanted)))
}

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let table = include_str!("data/places.txt");
        let lines = || table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'));
        let mut countries = HashMap::new();
        let mut places = Vec::new();
        for mut fields in lines() {
            let (Some(first), Some(second)) = (fields.next(), fields.next()) else { continue };
            if first.len() == 2 {
                countries.insert(first, second);
            } else {
                let city = fields.next().map_or_else(|| city_of(first), str::to_owned);
                places.push(entry(first, city, countries.get(second).copied().unwrap_or_default()));
            }
        }
        places.push(entry("Etc/UTC", "UTC".to_owned(), ""));
        let known = ZoneDatabase::current();
        places.retain(|entry| known.find(&entry.place.zone).is_ok());
        let mut named = HashSet::new();
        for entry in &mut places {
            entry.main = named.insert(entry.place.zone.clone());
        }
        places
    })
}

fn entry(zone: &str, city: String, country: &str) -> Entry {
    let mut others = vec![folded(&format!("{city} {country}")), folded(zone)];
    others.extend(links().iter().filter(|(_, target)| **target == zone).map(|(alias, _)| folded(alias)));
    Entry {
        city: folded(&city),
        country: folded(country),
        others,
        main: false,
        place: Place { zone: zone.to_owned(), city, country: country.to_owned() },
    }
}

fn city_of(id: &str) -> String {
    // Rules that a calendar file brought along are of no place: <-0330>+03:30:00 is known by its offset.
    if let Some((offset, _)) = id.strip_prefix('<').and_then(|rules| rules.split_once('>')) {
        let (hours, minutes) = offset.split_at_checked(3).unwrap_or((offset, ""));
        return format!("UTC{hours}:{minutes}");
    }
    id.rsplit('/').next().unwrap_or(id).replace('_', " ")
}

/// Lower case, without accents, words parted by one space: what people type is compared in this form.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à'..='å' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è'..='ë' | 'ę' | 'ě' => folded.push('e'),
            'ì'..='ï' | 'ı' => folded.push('i'),
            'ñ' | 'ń' => folded.push('n'),
            'ò'..='ö' | 'ø' => folded.push('o'),
            'ș' | 'ş' | 'š' => folded.push('s'),
            'ù'..='ü' => folded.push('u'),
            'ł' => folded.push('l'),
            // The dot that `İ` leaves behind, and marks that stand apart from their letter.
            '\u{300}'..='\u{36f}' | '\'' | '’' | '.' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}
