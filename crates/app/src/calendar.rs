//! A week of meetings on two rulers: the person's own clock, and that of one other.

use crate::{
    App, Error, Result,
    mentorships::Pair,
    sessions,
    when::{ClockView, Phase, Slot, Viewer, When},
};
use cairn_calendar::{Transition, Zone, place_of};
use cairn_domain::{Member, MemberId, SessionState};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How finely hours outside of somebody's day are drawn, in minutes.
const GRAIN: i64 = 15;

/// Which week, and whose second clock.
#[derive(Debug, Deserialize, TS)]
pub struct CalendarWeek {
    /// Any day of the week, as `2027-03-14`; this week when none.
    #[ts(optional)]
    day: Option<String>,
    /// The member whose clock is the second ruler; the one met next when none.
    #[ts(optional)]
    member: Option<MemberId>,
}

/// A week, Monday to Sunday.
#[derive(Debug, Serialize, TS)]
pub struct WeekView {
    /// `14–20 March 2027`.
    pub title: String,
    /// The first day, as `2027-03-15`; names this week.
    pub week: String,
    /// A day of the week before.
    pub before: String,
    /// A day of the week after.
    pub after: String,
    /// Whether it is the present week.
    pub is_now: bool,
    /// The person's own clock.
    pub mine: Ruler,
    /// The other's clock; none while there is nobody else.
    pub other: Option<Ruler>,
    /// Whose clock the second ruler can show.
    pub members: Vec<MemberChoice>,
    /// Seven days.
    pub days: Vec<WeekDay>,
}

/// A clock beside the week.
#[derive(Debug, Serialize, TS)]
pub struct Ruler {
    /// Whose; none for the person herself.
    pub member: Option<MemberId>,
    /// Her name.
    pub name: String,
    /// Where her clock runs.
    pub place: String,
    /// The time at each hour of the person's day, 0 to 23, as on the Wednesday of the week.
    pub hours: Vec<String>,
    /// The hour before which the other's next day begins, in minutes of the person's day; none where it does not.
    pub midnight: Option<i64>,
}

/// Somebody whose clock can be shown.
#[derive(Debug, Serialize, TS)]
pub struct MemberChoice {
    /// Names her.
    pub id: MemberId,
    /// `Ishani, Kolkata`.
    pub label: String,
}

/// A day of the week.
#[derive(Debug, Serialize, TS)]
pub struct WeekDay {
    /// `2027-03-14`.
    pub date: String,
    /// `Sun`.
    pub weekday: String,
    /// `14`.
    pub number: String,
    /// `Sunday 14 March 2027`, for who cannot see where it stands.
    pub name: String,
    /// Whether it is today on the person's calendar.
    pub today: bool,
    /// Where the present is, in minutes of the day; only today.
    pub now: Option<i64>,
    /// What clocks do on this day.
    pub changes: Vec<ClockChange>,
    /// Stretches outside of the person's own hours, in minutes of the day.
    pub outside_mine: Vec<Stretch>,
    /// Stretches outside of the other's hours, in minutes of the person's day.
    pub outside_other: Vec<Stretch>,
    /// Meetings that start on this day.
    pub meetings: Vec<Meeting>,
}

/// A change of clocks.
#[derive(Debug, Serialize, TS)]
pub struct ClockChange {
    /// Whether they are the person's own clocks.
    pub mine: bool,
    /// `Chicago's clocks go forward one hour at 02:00`.
    pub text: String,
    /// `23 h`: how long the day is on those clocks.
    pub length: String,
}

/// Part of a day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Stretch {
    /// Minutes after midnight.
    pub from: i64,
    /// Minutes after midnight; greater than `from`.
    pub to: i64,
}

/// A meeting in the week.
#[derive(Debug, Serialize, TS)]
pub struct Meeting {
    /// The session.
    pub id: String,
    /// Minutes after midnight at which it starts on the person's clock.
    pub from: i64,
    /// Its length.
    pub minutes: i64,
    /// `20:30 Ishani`.
    pub label: String,
    /// What it is about.
    pub title: String,
    /// `Kolkata 08:00 Wed`: one line for each other clock.
    pub clocks: Vec<String>,
    /// When, in full, for who cannot see it.
    pub when: When,
    /// What became of it.
    pub state: SessionState,
    /// Which of `lanes` columns it takes where meetings overlap; from 0.
    pub lane: usize,
    /// How many columns there are at this time.
    pub lanes: usize,
    /// Whether it is outside of somebody's hours.
    pub unsocial: bool,
}

/// A week. Fails with `date_not_understood` at `day`.
pub fn week(app: &App, args: CalendarWeek) -> Result<WeekView> {
    let viewer = app.viewer()?;
    let today = viewer.zone.civil(viewer.now).date();
    let day = match &args.day {
        Some(day) => day.parse().map_err(|_| Error::field("day", "date_not_understood", day))?,
        None => today,
    };
    let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    let pairs = app.read(Pair::all)?;
    let (from, until) = (start_of(&viewer.zone, monday)?, start_of(&viewer.zone, monday + Days::new(7))?);
    let found = app.read(|reader| sessions::upcoming(reader, from, until))?;
    let members: Vec<&Member> = pairs.iter().flat_map(Pair::others).collect();
    let next = || next_met(&pairs, &found, viewer.now);
    let wanted = args.member.or_else(next);
    let other =
        wanted.and_then(|id| members.iter().find(|member| member.id == id)).or(members.first()).copied();
    let other_zone = other.and_then(|member| Zone::stored(&member.zone).ok());

    let mut days: Vec<WeekDay> = (0..7)
        .map(|n| day_view(app, &viewer, monday + Days::new(n), other.zip(other_zone.as_ref()), today))
        .collect();
    for occurrence in &found {
        let session = &occurrence.session;
        let Some(pair) = pairs.iter().find(|pair| pair.mentorship.id == session.mentorship) else { continue };
        let slot = Slot { starts: session.starts, zone: &session.zone, minutes: session.minutes };
        let when = When::of(&app.words, &viewer, slot, &pair.members);
        let start = viewer.zone.civil(occurrence.at);
        let index = (start.date() - monday).num_days();
        let Some(day) = usize::try_from(index).ok().and_then(|index| days.get_mut(index)) else { continue };
        day.meetings.push(Meeting {
            id: session.id.to_string(),
            from: minute_of(start),
            minutes: session.minutes,
            label: format!("{} {}", when.mine.start, pair.name()),
            title: session.title.clone(),
            clocks: when.others.iter().take(2).map(|clock| short_clock(clock, &when)).collect(),
            unsocial: when.phase == Phase::Before
                && (when.mine.inside_hours == Some(false)
                    || when.others.iter().any(|clock| clock.inside_hours == Some(false))),
            state: session.state,
            lane: 0,
            lanes: 1,
            when,
        });
    }
    days.iter_mut().for_each(|day| lay_out(&mut day.meetings));
    Ok(WeekView {
        title: title(app, monday, today),
        week: monday.to_string(),
        before: (monday - Days::new(7)).to_string(),
        after: (monday + Days::new(7)).to_string(),
        is_now: (monday..monday + Days::new(7)).contains(&today),
        mine: ruler(app, &viewer, None, &viewer.zone, monday),
        other: other
            .zip(other_zone.as_ref())
            .map(|(member, zone)| ruler(app, &viewer, Some(member), zone, monday)),
        members: members.iter().map(|member| choice(member)).collect(),
        days,
    })
}

fn start_of(zone: &Zone, date: NaiveDate) -> Result<DateTime<Utc>> {
    zone.start_of_day(date).map_err(|error| Error::field("day", error.code(), &date.to_string()))
}

/// The other member of the meeting that comes next this week.
fn next_met(pairs: &[Pair], found: &[cairn_domain::Occurrence], now: DateTime<Utc>) -> Option<MemberId> {
    let next = found.iter().find(|occurrence| occurrence.at >= now)?;
    let pair = pairs.iter().find(|pair| pair.mentorship.id == next.session.mentorship)?;
    pair.other().map(|member| member.id)
}

fn choice(member: &Member) -> MemberChoice {
    let place = Zone::stored(&member.zone).map_or_else(|_| member.zone.clone(), |zone| place_of(&zone).city);
    MemberChoice { id: member.id, label: format!("{}, {place}", member.name) }
}

/// `14–20 March 2027`, `30 November – 6 December`.
fn title(app: &App, monday: NaiveDate, today: NaiveDate) -> String {
    let text = app.clock_text();
    let sunday = monday + Days::new(6);
    if monday.month() == sunday.month() {
        format!("{}–{}", monday.day(), text.day(sunday, today))
    } else if monday.year() == sunday.year() {
        format!("{} {} – {}", monday.day(), text.month(monday), text.day(sunday, today))
    } else {
        format!("{} – {}", text.day(monday, today), text.day(sunday, today))
    }
}

/// The clock of `zone` at each hour of the person's Wednesday.
fn ruler(app: &App, viewer: &Viewer, member: Option<&Member>, zone: &Zone, monday: NaiveDate) -> Ruler {
    let wednesday = monday + Days::new(2);
    let civil_at = |hour: i64| {
        let here = wednesday.and_time(NaiveTime::MIN) + TimeDelta::hours(hour);
        viewer.zone.to_instant(here).map_or(here, |resolved| zone.civil(resolved.instant))
    };
    let first = civil_at(0);
    let minutes_to_midnight = 1440 - minute_of(first);
    Ruler {
        member: member.map(|member| member.id),
        name: member.map_or_else(
            || app.profile().map(|me| me.name).unwrap_or_default(),
            |member| member.name.clone(),
        ),
        place: place_of(zone).city,
        hours: (0..24).map(|hour| app.clock_text().time(civil_at(hour).time())).collect(),
        midnight: (member.is_some() && minutes_to_midnight < 1440).then_some(minutes_to_midnight),
    }
}

fn day_view(
    app: &App,
    viewer: &Viewer,
    date: NaiveDate,
    other: Option<(&Member, &Zone)>,
    today: NaiveDate,
) -> WeekDay {
    let text = app.clock_text();
    let is_today = date == today;
    let mut changes: Vec<ClockChange> =
        changes_on(&viewer.zone, date).map(|c| change(app, true, &viewer.zone, &c)).collect();
    if let Some((_, zone)) = other.filter(|(_, zone)| !zone.same_rules(&viewer.zone)) {
        changes.extend(changes_on(zone, date).map(|found| change(app, false, zone, &found)));
    }
    WeekDay {
        date: date.to_string(),
        weekday: text.weekday_short(date),
        number: date.day().to_string(),
        name: text.date(date, today),
        today: is_today,
        now: is_today.then(|| minute_of(viewer.zone.civil(viewer.now))),
        changes,
        outside_mine: outside(date, &viewer.zone, &viewer.zone, &viewer.hours),
        outside_other: other
            .map(|(member, zone)| outside(date, &viewer.zone, zone, &member.hours))
            .unwrap_or_default(),
        meetings: vec![],
    }
}

/// The changes of a zone's clocks on a date of its own calendar.
fn changes_on(zone: &Zone, date: NaiveDate) -> impl Iterator<Item = Transition> {
    let start = zone.start_of_day(date).ok().map(|start| start - TimeDelta::seconds(1));
    let next = start.and_then(|start| zone.next_transition(start));
    next.into_iter().filter(move |found| found.civil_before().date() == date && found.minutes() != 0)
}

fn change(app: &App, mine: bool, zone: &Zone, found: &Transition) -> ClockChange {
    let text = app.clock_text();
    let minutes = i64::from(found.minutes());
    let id = if minutes > 0 { "week-clocks-forward" } else { "week-clocks-back" };
    let values = [
        ("place", place_of(zone).city.into()),
        ("length", text.length(minutes.abs()).into()),
        ("time", text.time(found.civil_before().time()).into()),
        ("then", text.time(found.civil_after().time()).into()),
    ];
    ClockChange { mine, text: app.words.say_with(id, &values), length: text.length(1440 - minutes) }
}

/// The stretches of a day on the clock of `mine` that are outside of the hours on the clock of `theirs`.
fn outside(date: NaiveDate, mine: &Zone, theirs: &Zone, hours: &cairn_domain::WeeklyHours) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for from in (0..1440).step_by(usize::try_from(GRAIN).unwrap_or(15)) {
        let civil = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(from);
        let Ok(resolved) = mine.to_instant(civil) else { continue };
        let there = theirs.civil(resolved.instant);
        if hours.cover(there) != Some(false) {
            continue;
        }
        match stretches.last_mut() {
            Some(last) if last.to == from => last.to = from + GRAIN,
            _ => stretches.push(Stretch { from, to: from + GRAIN }),
        }
    }
    stretches
}

/// `Kolkata 08:00 Wed`: the weekday only where it is not the person's own.
fn short_clock(clock: &ClockView, when: &When) -> String {
    let weekday =
        if clock.date == when.mine.date { "" } else { clock.date.split(' ').next().unwrap_or_default() };
    format!("{} {} {weekday}", clock.place, clock.start).trim_end().to_owned()
}

/// Puts meetings that overlap beside each other.
fn lay_out(meetings: &mut [Meeting]) {
    meetings.sort_by_key(|meeting| (meeting.from, -meeting.minutes));
    let mut first = 0;
    while first < meetings.len() {
        // A bunch is as many meetings as overlap in a chain; they share its width.
        let (mut ends, mut last) = (Vec::<i64>::new(), first);
        let mut bunch_end = i64::MIN;
        while last < meetings.len() && (last == first || meetings[last].from < bunch_end) {
            let meeting = &mut meetings[last];
            let lane = ends.iter().position(|end| *end <= meeting.from).unwrap_or(ends.len());
            let end = meeting.from + meeting.minutes;
            if lane == ends.len() {
                ends.push(end)
            } else {
                ends[lane] = end
            }
            meeting.lane = lane;
            bunch_end = bunch_end.max(end);
            last += 1;
        }
        meetings[first..last].iter_mut().for_each(|meeting| meeting.lanes = ends.len());
        first = last;
    }
}

fn minute_of(civil: NaiveDateTime) -> i64 {
    (civil - civil.date().and_time(NaiveTime::MIN)).num_minutes()
}

#[cfg(test)]
mod tests;
