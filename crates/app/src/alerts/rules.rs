//! When a country changes the rules of its clocks: which meetings move on whose clock, told once.
//!
//! What the clocks of every zone in use were last known to do is kept on this device. When the rules in use say otherwise,
//! each coming meeting is read by both, and those that somebody's clock shows at another time are told.

use super::{AlertKind, AlertView};
use crate::{
    App, AppEvent, Result, Words, faces::Face, host::Notification, mentorships::Pair,
    reminders::settings::ReminderSettings, sessions, when::Viewer,
};
use cairn_calendar::{RememberedClock, Zone, ZoneDatabase, place_of};
use cairn_domain::{MentorshipId, Occurrence, SeriesId, SessionId, SessionState};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{Mutex, PoisonError},
};

/// What clocks were last known to do, by zone id.
const REMEMBERED: &str = "zones.remembered";
/// What was found and not put away yet.
const FOUND: &str = "zones.changed";
/// So far ahead meetings are compared.
const AHEAD: TimeDelta = TimeDelta::days(366);
/// So far ahead more is remembered than compared, so that it need not be written every day.
const MARGIN: TimeDelta = TimeDelta::days(31);

/// A change of rules, in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct RuleChange {
    id: String,
    title: String,
    lines: Vec<String>,
    mentorship: MentorshipId,
    session: SessionId,
    /// The last of the meetings that move; afterwards there is nothing to know.
    until: DateTime<Utc>,
    /// Whether the desktop has shown it.
    is_told: bool,
}

/// A meeting that somebody's clock shows at another time than was told before.
struct Moved {
    mentorship: MentorshipId,
    series: Option<SeriesId>,
    session: SessionId,
    at: DateTime<Utc>,
    zone: Zone,
    starts: NaiveDateTime,
    /// The clocks that show another time.
    clocks: Vec<MovedClock>,
}

/// Whose clock, none for the person herself; what it was to show, and what it shows.
type MovedClock = (Option<String>, NaiveDateTime, NaiveDateTime);

/// When the rules were last compared. They stay the same while the program runs; zones that come into use are met within
/// an hour.
#[derive(Default)]
pub(crate) struct RulesChecked(Mutex<Option<i64>>);

impl RulesChecked {
    /// Whether it is time, and from now on no longer.
    fn is_due(&self, now: DateTime<Utc>) -> bool {
        let hour = now.timestamp().div_euclid(3600);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(hour) != Some(hour)
    }

    /// Makes it time again: another profile is open.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

type Remembered = BTreeMap<String, RememberedClock>;

impl App {
    /// Compares the rules in use with what clocks were last known to do, and tells which meetings move. Does nothing
    /// while locked.
    pub(crate) fn check_zone_rules(&self) -> Result<()> {
        let Some(open) = self.open_now().filter(|_| self.rules_checked.is_due(self.now())) else {
            return Ok(());
        };
        let viewer = self.viewer()?;
        let known = read(&open.store)?;
        let zones = self.zones_in_use(&viewer)?;
        let changed: Vec<&Zone> = zones
            .iter()
            .filter(|zone| known.get(zone.id()).is_some_and(|clock| clock.differs_from(zone, viewer.now)))
            .collect();
        if !changed.is_empty() {
            let moved = self.moved_meetings(&viewer, &known)?;
            self.keep_change(&viewer, &changed, &moved)?;
        }
        self.tell_of_rules(&viewer)?;
        let lacks = |zone: &Zone| {
            known.get(zone.id()).is_none_or(|clock| clock.until() < viewer.now + AHEAD)
                || changed.contains(&zone)
        };
        if zones.iter().any(lacks) {
            let until = viewer.now + AHEAD + MARGIN;
            let texts: BTreeMap<&str, String> = zones
                .iter()
                .map(|zone| (zone.id(), RememberedClock::of(zone, viewer.now, until).to_string()))
                .collect();
            let text = serde_json::to_string(&texts).unwrap_or_default();
            open.store.set_local_setting(REMEMBERED, Some(&text))?;
        }
        Ok(())
    }

    /// The zones of the person, of all members, and of what is planned.
    fn zones_in_use(&self, viewer: &Viewer) -> Result<Vec<Zone>> {
        let mut ids = vec![viewer.zone.id().to_owned()];
        self.read(|reader| {
            let all = reader.anywhere();
            ids.extend(all.all::<cairn_domain::Member>()?.iter().map(|member| member.zone.clone()));
            ids.extend(all.all::<cairn_domain::Series>()?.iter().map(|series| series.zone.clone()));
            let planned = all.with::<cairn_domain::Session>("state", SessionState::Planned)?;
            ids.extend(planned.iter().map(|session| session.zone.clone()));
            Ok(())
        })?;
        ids.sort();
        ids.dedup();
        Ok(ids.iter().filter_map(|id| Zone::stored(id).ok()).collect())
    }

    /// The meetings of the next year that somebody's clock shows at another time than was known.
    fn moved_meetings(&self, viewer: &Viewer, known: &Remembered) -> Result<Vec<Moved>> {
        let (from, until) = (viewer.now, viewer.now + AHEAD);
        let (pairs, meetings) =
            self.read(|reader| Ok((Pair::all(reader)?, sessions::upcoming(reader, from, until)?)))?;
        let planned = meetings.iter().filter(|found| found.session.state == SessionState::Planned);
        Ok(planned
            .filter_map(|found| {
                let pair = pairs.iter().find(|pair| pair.mentorship.id == found.session.mentorship)?;
                moved(&self.words, viewer, known, pair, found)
            })
            .collect())
    }

    fn keep_change(&self, viewer: &Viewer, changed: &[&Zone], moved: &[Moved]) -> Result<()> {
        let (Some(first), Some(last)) = (moved.first(), moved.last()) else { return Ok(()) };
        let places: Vec<String> = changed.iter().map(|zone| place_of(zone).city).collect();
        let values = [
            ("places", places.join(", ").into()),
            ("zones", places.len().into()),
            ("count", moved.len().into()),
        ];
        let found = RuleChange {
            id: format!("rules/{}/{}", ZoneDatabase::current().release(), viewer.now.timestamp()),
            title: self.words.say_with("alert-rules", &values),
            lines: self.lines_of(viewer, moved)?,
            mentorship: first.mentorship,
            session: first.session,
            until: last.at,
            is_told: false,
        };
        let store = &self.open()?.store;
        let mut all = found_before(store)?;
        all.push(found);
        keep(store, &all)?;
        self.host.emit(AppEvent::Changed { collections: vec!["reminder".into()] });
        Ok(())
    }

    /// Shows on the desktop what it has not shown yet, outside of quiet hours.
    fn tell_of_rules(&self, viewer: &Viewer) -> Result<()> {
        let store = &self.open()?.store;
        let mut all = found_before(store)?;
        if all.iter().all(|found| found.is_told) {
            return Ok(());
        }
        let settings = self.read(ReminderSettings::read)?;
        if settings.quiet_until(&viewer.zone, viewer.now).is_some() {
            return Ok(());
        }
        for found in all.iter_mut().filter(|found| !found.is_told) {
            found.is_told = true;
            let notification = Notification {
                id: found.id.clone(),
                title: found.title.clone(),
                body: found.lines.join("\n"),
                actions: vec![("open".into(), self.words.say("reminder-open"))],
            };
            self.tell(notification, "/today".into());
        }
        keep(store, &all)
    }

    /// A line for each series and each clock: the first of its meetings that comes at another time there.
    fn lines_of(&self, viewer: &Viewer, moved: &[Moved]) -> Result<Vec<String>> {
        let pairs = self.read(Pair::all)?;
        let mut said = HashSet::new();
        let mut lines = Vec::new();
        for meeting in moved {
            let pair = pairs.iter().find(|pair| pair.mentorship.id == meeting.mentorship);
            let Some(pair) = pair else { continue };
            for clock in &meeting.clocks {
                let alone = meeting.series.is_none().then_some(meeting.session);
                if said.insert((meeting.series, alone, &clock.0)) {
                    lines.push(self.line_of(viewer, pair, meeting, clock));
                }
            }
        }
        Ok(lines)
    }

    fn line_of(&self, viewer: &Viewer, pair: &Pair, meeting: &Moved, clock: &MovedClock) -> String {
        let (text, today) = (self.clock_text(), viewer.zone.civil(viewer.now).date());
        let (name, before, after) = clock;
        let values = [
            ("date", text.date(after.date(), today).into()),
            ("names", pair.others_names().into()),
            ("name", name.clone().unwrap_or_default().into()),
            ("before", text.time(before.time()).into()),
            ("after", text.time(after.time()).into()),
            ("place", place_of(&meeting.zone).city.into()),
            ("wall", text.time(meeting.starts.time()).into()),
        ];
        let id = if name.is_none() { "alert-rules-yours" } else { "alert-rules-theirs" };
        self.words.say_with(id, &values)
    }
}

/// How a meeting moves; none where every clock shows what it was to show.
fn moved(
    words: &Words,
    viewer: &Viewer,
    known: &Remembered,
    pair: &Pair,
    found: &Occurrence,
) -> Option<Moved> {
    let session = &found.session;
    let zone = Zone::stored(&session.zone).ok()?;
    let before = known.get(zone.id()).map_or(found.at, |clock| clock.instant(session.starts));
    let clocks = Face::all(words, viewer, &pair.members).into_iter().filter_map(|face| {
        let was = match known.get(face.zone.id()) {
            Some(clock) => clock.civil(before),
            None => face.zone.civil(before),
        };
        let is = face.zone.civil(found.at);
        (was != is).then(|| (face.member.map(|member| member.name.clone()), was, is))
    });
    let moved = Moved {
        mentorship: session.mentorship,
        series: session.series,
        session: session.id,
        at: found.at,
        zone,
        starts: session.starts,
        clocks: clocks.collect(),
    };
    (!moved.clocks.is_empty()).then_some(moved)
}

/// The changes of rules that were found, are not past and were not put away.
pub(super) fn list(app: &App) -> Result<Vec<AlertView>> {
    let found = found_before(&app.open()?.store)?;
    let is_ahead = |found: &RuleChange| found.until >= app.now();
    Ok(found.into_iter().rev().filter(is_ahead).map(AlertView::from).collect())
}

/// Puts a change of rules away; true when there was one of that id.
pub(super) fn dismiss(app: &App, id: &str) -> Result<bool> {
    let open = app.open()?;
    let mut all = found_before(&open.store)?;
    let before = all.len();
    all.retain(|found| found.id != id);
    if all.len() == before {
        return Ok(false);
    }
    keep(&open.store, &all)?;
    app.host.emit(AppEvent::Changed { collections: vec!["reminder".into()] });
    Ok(true)
}

impl From<RuleChange> for AlertView {
    fn from(found: RuleChange) -> AlertView {
        AlertView {
            id: found.id,
            kind: AlertKind::Rules,
            title: found.title,
            lines: found.lines,
            mentorship: found.mentorship,
            session: found.session,
        }
    }
}

fn read(store: &cairn_store::Store) -> Result<Remembered> {
    let text = store.local_setting(REMEMBERED)?.unwrap_or_default();
    let texts: BTreeMap<String, String> = serde_json::from_str(&text).unwrap_or_default();
    Ok(texts.into_iter().filter_map(|(id, clock)| Some((id, clock.parse().ok()?))).collect())
}

fn found_before(store: &cairn_store::Store) -> Result<Vec<RuleChange>> {
    let text = store.local_setting(FOUND)?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

fn keep(store: &cairn_store::Store, found: &[RuleChange]) -> Result<()> {
    Ok(store.set_local_setting(FOUND, Some(&serde_json::to_string(found).unwrap_or_default()))?)
}
