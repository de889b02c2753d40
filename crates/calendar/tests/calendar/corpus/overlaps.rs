use cairn_calendar::{Participant, WeeklyHours, Zone, common_windows, quarter_hour_starts};
use chrono::NaiveTime;
use serde_json::Value;

use super::{expect, list, parse, text_of};

pub(super) fn check(case: &Value) -> Result<(), String> {
    let participants = list(&case["participants"], participant)?;
    let range = range(&case["range"])?;
    let minutes =
        case["duration_minutes"].as_u64().and_then(|it| u32::try_from(it).ok()).ok_or("no duration")?;
    let windows = common_windows(&participants, &range, minutes);
    let starts = quarter_hour_starts(&windows, minutes);
    expect("windows", windows, list(&case["expected_windows"], self::range)?)?;
    expect("starts", starts, list(&case["expected_starts_15min"], parse)?)
}

fn participant(value: &Value) -> Result<Participant, String> {
    let zone = Zone::stored(text_of(&value["zone"])).map_err(|error| error.to_string())?;
    let time =
        |value: &Value| NaiveTime::parse_from_str(text_of(value), "%H:%M").map_err(|it| it.to_string());
    let days = list(&value["days"], |day| {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
            .iter()
            .position(|code| *code == text_of(day))
            .and_then(|index| chrono::Weekday::try_from(u8::try_from(index).ok()?).ok())
            .ok_or(format!("no weekday {day}"))
    })?;
    let hours = WeeklyHours::on_days(&days, time(&value["from"])?, time(&value["to"])?);
    Ok(Participant { zone, hours, busy: list(&value["busy"], range)? })
}

fn range(value: &Value) -> Result<std::ops::Range<chrono::DateTime<chrono::Utc>>, String> {
    Ok(parse(&value[0])?..parse(&value[1])?)
}
