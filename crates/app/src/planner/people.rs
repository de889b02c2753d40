//! Who is counted in: their clocks, their hours, and what keeps them busy.

use super::FindTime;
use crate::{App, Result, mentorships::Pair, sessions, when::Viewer};
use cairn_calendar::{HoursSpan, Participant, Zone, place_of};
use cairn_domain::{AccountId, HoursBlock, Member, MemberId, Occurrence, SessionState, WeeklyHours};
use cairn_store::Reader;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::Serialize;
use std::ops::Range;
use ts_rs::TS;

/// At most so many are counted in, the person herself among them.
pub(super) const MOST_PEOPLE: usize = 12;

/// Somebody who is counted in.
#[derive(Debug, Serialize, TS)]
pub struct PlannerPerson {
    /// Which member; none for the person herself where she is not one.
    pub member: Option<MemberId>,
    /// Her name.
    pub name: String,
    /// Whether it is the person herself.
    pub me: bool,
    /// `Chicago, 07–22`: where her clock runs, and her hours on the day that is shown.
    pub about: String,
    /// Whether she gave no hours: then every time suits her.
    pub no_hours: bool,
    /// What the sessions before the term have cost her.
    pub so_far: u32,
    /// What the option that is looked at costs her.
    pub adds: u32,
}

/// Somebody who is not counted in.
#[derive(Debug, Serialize, TS)]
pub struct PlannerLeftOut {
    /// Which member.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// Why she cannot be; none where the person left her out.
    pub why: Option<String>,
}

/// Somebody who is counted in, with what the calendar has to know of her.
pub(super) struct Person {
    pub(super) member: Option<MemberId>,
    account: Option<AccountId>,
    pub(super) name: String,
    pub(super) me: bool,
    pub(super) given: WeeklyHours,
    pub(super) participant: Participant,
    /// What keeps her busy, and whether it is a session of this mentorship.
    pub(super) busy: Vec<(Range<DateTime<Utc>>, bool)>,
}

impl Person {
    pub(super) fn zone(&self) -> &Zone {
        &self.participant.zone
    }

    /// `08–22`; `no hours` where she has none that day. `date` is on her own calendar.
    pub(super) fn hours_on(&self, app: &App, date: NaiveDate) -> String {
        if self.given.0.is_empty() {
            return app.words.say("planner-no-hours-given");
        }
        let day = date.weekday().num_days_from_monday();
        let blocks = self.given.0.iter().filter(|block| u32::from(block.day) == day);
        let spans: Vec<_> =
            blocks.map(|block| format!("{}–{}", short(block.from), short(block.to))).collect();
        if spans.is_empty() { app.words.say("planner-no-hours-on-day") } else { spans.join(", ") }
    }

    pub(super) fn place(&self) -> String {
        place_of(self.zone()).city
    }
}

/// `07` for a full hour, `07:30` else.
fn short(minutes: u16) -> String {
    let (hour, minute) = (minutes / 60, minutes % 60);
    if minute == 0 { format!("{hour:02}") } else { format!("{hour:02}:{minute:02}") }
}

/// Who is counted in, the person herself first, and who is not. `range` is what the meetings can touch.
pub(super) fn counted(
    app: &App,
    reader: &Reader<'_>,
    args: &FindTime,
    viewer: &Viewer,
    range: &Range<DateTime<Utc>>,
) -> Result<(Vec<Person>, Vec<PlannerLeftOut>)> {
    let pair = Pair::read(reader, args.mentorship)?;
    let me = pair.me();
    let name = app.profile().map(|profile| profile.name).ok().filter(|name| !name.is_empty());
    let mut people = vec![Person {
        member: me.map(|me| me.id),
        account: Some(viewer.account),
        name: name.or_else(|| me.map(|me| me.name.clone())).unwrap_or_else(|| app.words.say("clock-you")),
        me: true,
        given: viewer.hours.clone(),
        participant: participant(viewer.zone.clone(), &viewer.hours),
        busy: vec![],
    }];
    let mut left_out = Vec::new();
    for member in pair.others() {
        let wanted = args.members.as_ref().is_none_or(|members| members.contains(&member.id));
        let zone = Zone::stored(&member.zone);
        match zone {
            Ok(zone) if wanted && people.len() < MOST_PEOPLE => people.push(other(member, zone)),
            zone => left_out.push(PlannerLeftOut {
                member: member.id,
                name: member.name.clone(),
                why: zone.is_err().then(|| {
                    app.words.say_with("clock-unknown-zone", &[("zone", member.zone.clone().into())])
                }),
            }),
        }
    }
    let pairs = Pair::all(reader)?;
    // A meeting that began the day before may still go on.
    for meeting in sessions::upcoming(reader, range.start - TimeDelta::days(1), range.end)? {
        if meeting.session.state == SessionState::Planned {
            keep_busy(&mut people, &meeting, &pairs, args);
        }
    }
    Ok((people, left_out))
}

fn other(member: &Member, zone: Zone) -> Person {
    Person {
        member: Some(member.id),
        account: member.account,
        name: member.name.clone(),
        me: false,
        given: member.hours.clone(),
        participant: participant(zone, &member.hours),
        busy: vec![],
    }
}

/// A session keeps everybody busy who is in it: in this mentorship its members, in others those whose account tells
/// that they are the same.
fn keep_busy(people: &mut [Person], meeting: &Occurrence, pairs: &[Pair], args: &FindTime) {
    let here = meeting.session.mentorship == args.mentorship;
    let Some(pair) = pairs.iter().find(|pair| pair.mentorship.id == meeting.session.mentorship) else {
        return;
    };
    let during = meeting.at..meeting.at + TimeDelta::minutes(meeting.session.minutes);
    for person in people {
        let same = |member: &Member| {
            Some(member.id) == person.member || (member.account.is_some() && member.account == person.account)
        };
        if person.me || pair.members.iter().any(same) {
            person.busy.push((during.clone(), here));
            person.participant.busy.push(during.clone());
        }
    }
}

/// Who gave no hours can be asked for any time.
fn participant(zone: Zone, hours: &WeeklyHours) -> Participant {
    let any_time = (0..7).map(|day| HoursBlock { day, from: 0, to: 1440 }).collect();
    let blocks: &Vec<HoursBlock> = if hours.0.is_empty() { &any_time } else { &hours.0 };
    let time = |minutes: u16| {
        // The end of a day is the first minute of the next one.
        NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes) % 1440 * 60, 0).unwrap_or_default()
    };
    let span = |block: &HoursBlock| {
        let weekday = Weekday::try_from(block.day).ok()?;
        Some(HoursSpan { weekday, from: time(block.from), to: time(block.to) })
    };
    let hours = cairn_calendar::WeeklyHours { spans: blocks.iter().filter_map(span).collect() };
    Participant { zone, hours, busy: vec![] }
}
