//! Planning sessions at different times on different dates, as one act that undo takes back.

use crate::{App, Error, Result, series, sessions::Meetings, sessions::plan::Repeat, zones};
use cairn_calendar::Zone;
use cairn_domain::{MentorshipId, SeriesId, Session, SessionId, Space, clean_line, planned_minutes};
use chrono::NaiveDateTime;
use serde::Deserialize;
use ts_rs::TS;

/// A term is a year at most, and there is no more than one session a day.
const MOST_STARTS: usize = 366;

/// Sessions to plan, as the planner has shown them.
#[derive(Debug, Deserialize, TS)]
pub struct TakeTurns {
    mentorship: MentorshipId,
    /// May be empty.
    title: String,
    /// In order, on the wall clock of `zone`.
    #[ts(type = "Array<string>")]
    starts: Vec<NaiveDateTime>,
    /// IANA id.
    zone: String,
    minutes: i64,
    /// How often they come: starts at the same time that follow each other like this become one series.
    repeat: Repeat,
}

/// Plans the sessions; returns the first. Fails with `unknown_zone`, `out_of_range`, `minutes_out_of_range`, `too_long`
/// or `too_many` at the field, with `date_missing` where there is no start, and with `not_found`.
pub fn take_turns(app: &App, args: TakeTurns) -> Result<SessionId> {
    let title = clean_line("title", &args.title)?;
    let minutes = planned_minutes("minutes", args.minutes)?;
    let zone = zones::known("zone", &args.zone)?;
    if args.starts.len() > MOST_STARTS {
        return Err(Error::new("too_many").with("field", "starts").with("limit", MOST_STARTS as i64));
    }
    for start in &args.starts {
        zone.to_instant(*start).map_err(|error| Error::field("starts", error.code(), &start.to_string()))?;
    }
    let blocks = blocks(&args.starts, args.repeat, &zone);
    let first = blocks.first().ok_or_else(|| Error::field("starts", "date_missing", ""))?.first();
    let space = Space::Mentorship(args.mentorship);
    app.act("take-turns", |draft| {
        Meetings::read(draft, args.mentorship)?;
        let mut ids = Vec::new();
        for block in blocks {
            let (title, zone) = (title.clone(), zone.id().to_owned());
            let (id, starts) = (app.new_id::<SeriesId>(), block.first());
            ids.push(match block.rule {
                Some(rule) => {
                    let planned = series::new(id, args.mentorship, title, starts, zone, minutes, rule);
                    draft.create(space, &planned)?;
                    (starts, planned.session_at(starts).id)
                }
                None => {
                    let planned =
                        Session::planned(app.new_id(), args.mentorship, title, starts, zone, minutes);
                    draft.create(space, &planned)?;
                    (starts, planned.id)
                }
            });
        }
        let found = ids.into_iter().find(|(starts, _)| *starts == first);
        found.map(|(_, id)| id).ok_or_else(|| Error::new("internal"))
    })
}

/// Sessions that are planned together: one series, or a single session where there is no rule.
pub(super) struct Block {
    pub(super) starts: Vec<NaiveDateTime>,
    /// In iCalendar's words, with its end.
    pub(super) rule: Option<String>,
}

impl Block {
    pub(super) fn first(&self) -> NaiveDateTime {
        self.starts.first().copied().unwrap_or_default()
    }

    pub(super) fn last(&self) -> NaiveDateTime {
        self.starts.last().copied().unwrap_or_default()
    }
}

/// Parts starts into series of the same time of the day, and single sessions where `repeat` does not lead from one to
/// the next.
pub(super) fn blocks(starts: &[NaiveDateTime], repeat: Repeat, zone: &Zone) -> Vec<Block> {
    let runs = starts.chunk_by(|one, next| one.time() == next.time());
    let block = |run: &[NaiveDateTime]| match series::rule_until(repeat, run, zone) {
        Some(rule) => vec![Block { starts: run.to_vec(), rule: Some(rule) }],
        None => run.iter().map(|start| Block { starts: vec![*start], rule: None }).collect(),
    };
    runs.flat_map(block).collect()
}
