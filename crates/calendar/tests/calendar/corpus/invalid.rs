use cairn_calendar::{Rule, Zone, fields};
use chrono::NaiveDateTime;
use serde_json::Value;

use super::{expect, text_of};

pub(super) fn check(case: &Value) -> Result<(), String> {
    let input = text_of(&case["input"]);
    let answer = match text_of(&case["kind"]) {
        "rrule" => rule(input, text_of(&case["context"]))?,
        "zone" => Zone::find(input).map(|zone| zone.canonical_id().to_owned()).map_err(|error| error.code()),
        "local_datetime" => fields::civil_from_text(input)
            .map(|civil| civil.format("%Y-%m-%dT%H:%M:%S").to_string())
            .map_err(|error| error.code()),
        "duration_minutes" => {
            fields::minutes_from_text(input).map(|minutes| minutes.to_string()).map_err(|error| error.code())
        }
        kind => return Err(format!("unknown kind {kind:?}")),
    };
    let wanted = match text_of(&case["expect"]) {
        "reject" => Err(text_of(&case["code"])),
        _ => Ok([&case["normalized"], &case["canonical"]].map(text_of).concat()),
    };
    expect(input, answer, wanted)
}

/// `context` is `DTSTART;TZID=Europe/Berlin:20260105T090000`; without TZID the start is in UTC.
fn rule(input: &str, context: &str) -> Result<Result<String, &'static str>, String> {
    let (name, start) = context.rsplit_once(':').ok_or("no start")?;
    let zone = match name.split_once("TZID=") {
        Some((_, id)) => Zone::stored(id).map_err(|error| error.to_string())?,
        None => Zone::utc(),
    };
    let start = NaiveDateTime::parse_from_str(start.trim_end_matches('Z'), "%Y%m%dT%H%M%S");
    let start = start.map_err(|error| error.to_string())?;
    Ok(Rule::parse(input, &zone, start).map(|rule| rule.to_string()).map_err(|error| error.code()))
}
