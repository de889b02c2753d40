//! A calendar file in words, before anything of it is taken in.

use super::{
    CalendarAnswers,
    here::Here,
    offer::{Fate, Offer, offers, repeats},
    reading,
};
use crate::{
    App, Result,
    mentorships::Pair,
    series,
    when::{Slot, Viewer, When},
};
use cairn_calendar::{Clock, ReadCalendar, Skipped, Zone, place_of};
use cairn_domain::MentorshipId;
use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

/// A calendar file that was looked at; nothing was written.
#[derive(Debug, Serialize, TS)]
pub struct CalendarPreview {
    /// The name of the file.
    pub name: String,
    /// Where new sessions go; none where Cairn cannot tell.
    pub mentorship: Option<MentorshipId>,
    /// Where they can go.
    pub mentorships: Vec<CalendarPlace>,
    /// Why a zone is asked for: `Some times name no zone.`; none where the file says all of them.
    pub asks_zone: Option<String>,
    /// The zone that is taken for those; none where the person has to say one.
    pub zone: Option<String>,
    /// The day of the first event, on which the offsets of zones count; none where there is no event.
    #[ts(type = "string | null")]
    pub on: Option<NaiveDate>,
    /// What can be taken in, and what is here already, in the order of the file.
    pub items: Vec<CalendarItem>,
    /// What cannot be taken in, and why.
    pub left_out: Vec<CalendarLeftOut>,
    /// What was read otherwise than it was written, in words.
    pub notices: Vec<CalendarLeftOut>,
}

/// A mentorship that sessions can go to.
#[derive(Debug, Serialize, TS)]
pub struct CalendarPlace {
    /// Names it.
    pub id: MentorshipId,
    /// The other member, or the group.
    pub name: String,
}

/// A session or a series of a calendar file.
#[derive(Debug, Serialize, TS)]
pub struct CalendarItem {
    /// The line on which it begins; names it.
    pub line: u32,
    /// What it is called; may be empty.
    pub title: String,
    /// `Wed 25 Nov, 20:30–21:30`; none where the file does not say.
    pub when: Option<String>,
    /// `Every Tuesday at 20:30`, `Every Wednesday at 08:00 in Kolkata`; none where it does not repeat.
    pub repeats: Option<String>,
    /// Whose clock it follows, where that is not the person's own, and what there is to know of it.
    pub clock: Option<String>,
    /// What would become of it.
    pub fate: Fate,
    /// Whether Cairn would take it in by itself.
    pub chosen: bool,
    /// Whose it is already; none for what is new.
    pub with: Option<String>,
}

/// A line of the file and what there is to say of it.
#[derive(Debug, Serialize, TS)]
pub struct CalendarLeftOut {
    /// From 1.
    pub line: u32,
    /// What it is called; may be empty.
    pub title: String,
    /// In words.
    pub reason: String,
}

/// The file that is being looked at. Fails with what is wrong with it, and with `unknown_zone`.
pub(super) fn of(app: &App, answers: &CalendarAnswers) -> Result<CalendarPreview> {
    let chosen = reading::chosen(app)?;
    let file = reading::read(app, &chosen)?;
    let (mine, answered) = (app.my_zone(), answered(answers)?);
    let viewer = app.viewer()?;
    app.read(|reader| {
        let pairs: Vec<Pair> =
            Pair::all(reader)?.into_iter().filter(|pair| pair.state().is_under_way()).collect();
        let guessed = answers.mentorship.or_else(|| guess(&file, &pairs));
        let (offers, impossible) = offers(reader, &file, answered.as_ref(), &mine, app.now())?;
        let all = Pair::all(reader)?;
        let items = offers.iter().map(|offer| {
            let id = offer.here.as_ref().map(Here::mentorship).or(guessed);
            item(app, &viewer, offer, all.iter().find(|pair| Some(pair.mentorship.id) == id))
        });
        let (asks_zone, zone) = zone_asked(app, &file, answered.as_ref(), &mine);
        Ok(CalendarPreview {
            name: chosen.name.clone(),
            mentorship: guessed,
            mentorships: pairs
                .iter()
                .map(|pair| CalendarPlace { id: pair.mentorship.id, name: pair.name() })
                .collect(),
            asks_zone,
            zone,
            on: file.events.iter().map(|event| event.start().date()).min(),
            items: items.collect(),
            left_out: left_out(app, file.skipped.iter().chain(&impossible)),
            notices: notices(app, &file),
        })
    })
}

/// The zone that the person said. Fails with `unknown_zone`.
pub(super) fn answered(answers: &CalendarAnswers) -> Result<Option<Zone>> {
    answers.zone.as_deref().map(|zone| crate::zones::known("zone", zone)).transpose()
}

/// The mentorship whose other members the file names, or the only one.
pub(super) fn guess(file: &ReadCalendar, pairs: &[Pair]) -> Option<MentorshipId> {
    let people = || file.events.iter().flat_map(|event| &event.people);
    let is_named = |name: &str| {
        let words = |text: &str| -> Vec<String> {
            let lower = text.to_lowercase();
            let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let known = words(name);
        let Some(first) = known.first() else { return false };
        people().any(|person| {
            let (named, address) = (words(&person.name), person.email.split('@').next().unwrap_or_default());
            known.iter().all(|word| named.contains(word)) || words(address).contains(first)
        })
    };
    let named: Vec<&Pair> =
        pairs.iter().filter(|pair| pair.others().any(|member| is_named(&member.name))).collect();
    match (named.as_slice(), pairs) {
        ([one], _) => Some(one.mentorship.id),
        ([], [only]) => Some(only.mentorship.id),
        _ => None,
    }
}

fn zone_asked(
    app: &App,
    file: &ReadCalendar,
    answered: Option<&Zone>,
    mine: &Zone,
) -> (Option<String>, Option<String>) {
    let unknown = file.events.iter().find_map(|event| match &event.clock {
        Clock::Unknown(name) => Some(name),
        _ => None,
    });
    let floating = file.events.iter().find_map(|event| match &event.clock {
        Clock::Floating { suggested } if !event.all_day => Some(suggested.as_ref()),
        _ => None,
    });
    let id = |zone: &Zone| zone.id().to_owned();
    match (unknown, floating) {
        (Some(name), _) => {
            let why = app.words.say_with("calendar-asks-zone-unknown", &[("name", name.clone().into())]);
            (Some(why), answered.map(id))
        }
        (None, Some(suggested)) => {
            let zone = answered.or(suggested).unwrap_or(mine);
            (Some(app.words.say("calendar-asks-zone-floating")), Some(id(zone)))
        }
        (None, None) => (None, None),
    }
}

fn item(app: &App, viewer: &Viewer, offer: &Offer, pair: Option<&Pair>) -> CalendarItem {
    let event = offer.event.as_ref();
    let starts = event.map(|event| event.series.start);
    let minutes = event.map_or(0, |event| i64::from(event.series.minutes));
    let members = pair.map(|pair| pair.members.as_slice()).unwrap_or_default();
    let when = starts
        .map(|starts| When::of(&app.words, viewer, Slot { starts, zone: &offer.zone, minutes }, members));
    // None of it is still to come. With a zone that nobody knows there is no telling.
    let is_past = when.as_ref().is_some_and(|when| when.starts.is_some())
        && event.is_some_and(|event| event.series.next_from(viewer.now).is_none());
    let repeats = event.filter(|event| repeats(event)).map(|event| {
        let series =
            offer.series(event, pair.map_or(MentorshipId(uuid::Uuid::nil()), |pair| pair.mentorship.id));
        let rule = series::view(app, &series, members, viewer.account).rule;
        match elsewhere(viewer, offer) {
            Some(place) => {
                app.words.say_with("calendar-repeats-in", &[("rule", rule.into()), ("place", place.into())])
            }
            None => rule,
        }
    });
    let fate = offer.fate;
    let takes = matches!(fate, Fate::New | Fate::Update | Fate::CallOff);
    CalendarItem {
        line: u32::try_from(offer.line).unwrap_or(u32::MAX),
        title: offer.title.clone(),
        when: when.as_ref().map(|when| match offer.all_day {
            true => app.words.say_with("calendar-all-day", &[("date", when.mine.date.clone().into())]),
            false => format!("{}, {}", when.mine.date, when.mine.span),
        }),
        clock: clock_of(app, viewer, offer, when.as_ref()),
        chosen: takes && !(fate == Fate::New && (offer.all_day || is_past)),
        repeats,
        fate,
        with: offer.here.as_ref().and(pair).map(Pair::name),
    }
}

/// `09:30 in Berlin`, where that is not the person's own clock; or what there is to know of it.
fn clock_of(app: &App, viewer: &Viewer, offer: &Offer, when: Option<&When>) -> Option<String> {
    let event = offer.event.as_ref()?;
    if Zone::stored(&offer.zone).is_err() {
        return Some(app.words.say_with("calendar-zone-unknown", &[("name", offer.zone.clone().into())]));
    }
    let time = app.clock_text().time(event.series.start.time());
    match elsewhere(viewer, offer).filter(|_| !offer.all_day && !repeats(event)) {
        Some(place) => {
            Some(app.words.say_with("calendar-on-clock", &[("time", time.into()), ("place", place.into())]))
        }
        None => when.and_then(|when| when.notice.clone()),
    }
}

/// Where the clock runs that an item follows, when that is not the person's own.
fn elsewhere(viewer: &Viewer, offer: &Offer) -> Option<String> {
    let zone = Zone::stored(&offer.zone).ok().filter(|zone| zone.id() != viewer.zone.id())?;
    Some(place_of(&zone).city)
}

fn left_out<'s>(app: &App, skipped: impl Iterator<Item = &'s Skipped>) -> Vec<CalendarLeftOut> {
    let mut lines: Vec<CalendarLeftOut> = skipped
        .map(|skipped| {
            let id = format!("calendar-left-out-{}", skipped.code.replace('_', "-"));
            let values = [("value", skipped.value.clone().into())];
            CalendarLeftOut {
                line: u32::try_from(skipped.line).unwrap_or(u32::MAX),
                title: skipped.title.clone(),
                reason: app.words.say_or_with(&id, "calendar-left-out-rule", &values),
            }
        })
        .collect();
    lines.sort_by_key(|left_out| left_out.line);
    lines
}

fn notices(app: &App, file: &ReadCalendar) -> Vec<CalendarLeftOut> {
    let noticed = file.notices.iter().map(|notice| CalendarLeftOut {
        line: u32::try_from(notice.line).unwrap_or(u32::MAX),
        title: String::new(),
        reason: app.words.say_with(
            &format!("calendar-notice-{}", notice.code.replace('_', "-")),
            &[("value", notice.value.clone().into())],
        ),
    });
    noticed.collect()
}
