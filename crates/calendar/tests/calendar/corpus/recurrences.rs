use cairn_calendar::{Adjustment, Occurrence, Rule, Series, Zone, shifts};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use super::{expect, list, parse, text_of};

pub(super) fn check(case: &Value) -> Result<(), String> {
    let series = series_of(case)?;
    let found = occurrences(case, &series)?;
    expect_starts(case, &found)?;
    expect("adjusted", adjusted(&found), list(&case["adjusted"], adjustment_of)?)?;
    let viewer = &case["viewer"];
    if viewer.is_null() { Ok(()) } else { check_viewer(viewer, &series, &found) }
}

fn check_viewer(viewer: &Value, series: &Series, found: &[Occurrence]) -> Result<(), String> {
    let zone = Zone::stored(text_of(&viewer["zone"])).map_err(|error| error.to_string())?;
    let civil: Vec<NaiveDateTime> = found.iter().map(|occurrence| zone.civil(occurrence.start)).collect();
    expect("viewer.local", civil, list(&viewer["local"], parse)?)?;
    let told = shifts(found, &series.zone, &zone);
    let told: Vec<_> =
        told.iter().map(|it| (it.index as i64, Some(i64::from(it.minutes)), it.cause.as_str())).collect();
    let wanted = list(&viewer["shifts"], |it| {
        Ok((it["index"].as_i64().ok_or("no index")?, it["delta_minutes"].as_i64(), text_of(&it["cause"])))
    })?;
    expect("viewer.shifts", told, wanted)
}

pub(super) fn check_example(case: &Value) -> Result<(), String> {
    if case["subdaily"] == true {
        let refused = series_of(case).err().unwrap_or_default();
        return expect("refusal", refused.split(':').next(), Some("unsupported_freq"));
    }
    let series = series_of(case)?;
    let mut found = occurrences(case, &series)?;
    let wanted = case["expected_local"].as_array().map_or(0, Vec::len);
    if case["complete"] != true {
        found.truncate(wanted);
    }
    expect_starts(case, &found)
}

fn expect_starts(case: &Value, found: &[Occurrence]) -> Result<(), String> {
    let civil: Vec<_> = found.iter().map(|occurrence| occurrence.civil).collect();
    expect("expected_local", civil, list(&case["expected_local"], parse)?)?;
    if case["expected_utc"].is_null() {
        return Ok(());
    }
    let instants: Vec<_> = found.iter().map(|occurrence| occurrence.start).collect();
    expect("expected_utc", instants, list(&case["expected_utc"], parse)?)
}

/// A series without a zone follows UTC: its civil times are the same.
fn series_of(case: &Value) -> Result<Series, String> {
    let zone = match case["zone"].as_str() {
        Some(id) => Zone::stored(id).map_err(|error| error.to_string())?,
        None => Zone::utc(),
    };
    let start: NaiveDateTime = parse(&case["dtstart"])?;
    let rule = Rule::parse(text_of(&case["rrule"]), &zone, start).map_err(|error| error.to_string())?;
    let once = Series::once(zone, start, 60).map_err(|error| error.to_string())?;
    let (exdates, rdates) = (list(&case["exdate"], parse)?, list(&case["rdate"], parse)?);
    Ok(Series { rule: Some(rule), exdates, rdates, ..once })
}

fn occurrences(case: &Value, series: &Series) -> Result<Vec<Occurrence>, String> {
    let limit = case["limit"].as_u64().unwrap_or(1000) as usize;
    if case["window"].is_null() {
        return Ok(series.occurrences(..).take(limit).collect());
    }
    let from: DateTime<Utc> = parse(&case["window"][0])?;
    let to: DateTime<Utc> = parse(&case["window"][1])?;
    Ok(series.occurrences(from..to).take(limit).collect())
}

fn adjusted(found: &[Occurrence]) -> Vec<(u64, String)> {
    let flagged = (0..).zip(found).filter(|(_, it)| it.adjustment != Adjustment::None);
    flagged.map(|(index, occurrence)| (index, occurrence.adjustment.as_str().to_owned())).collect()
}

fn adjustment_of(value: &Value) -> Result<(u64, String), String> {
    Ok((value["index"].as_u64().ok_or("no index")?, text_of(&value["kind"]).to_owned()))
}
