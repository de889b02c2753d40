use cairn_calendar::{Adjustment, Zone, convert::day_shift};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use super::{expect, parse, text_of};

pub(super) fn check(case: &Value) -> Result<(), String> {
    match text_of(&case["kind"]) {
        "utc_to_local" => utc_to_local(case),
        "local_to_utc" => local_to_utc(case),
        "zone_to_zone" => zone_to_zone(case),
        kind => Err(format!("unknown kind {kind:?}")),
    }
}

fn zone(value: &Value) -> Result<Zone, String> {
    Zone::stored(text_of(value)).map_err(|error| error.to_string())
}

fn utc_to_local(case: &Value) -> Result<(), String> {
    let local = zone(&case["zone"])?.to_local(parse::<DateTime<Utc>>(&case["utc"])?);
    expect("local", local.civil, parse(&case["local"])?)?;
    expect("offset", Some(i64::from(local.offset_seconds)), case["offset_seconds"].as_i64())
}

fn local_to_utc(case: &Value) -> Result<(), String> {
    let civil: NaiveDateTime = parse(&case["local"])?;
    let resolved = zone(&case["zone"])?.to_instant(civil).map_err(|error| error.to_string())?;
    expect("status", status(resolved.adjustment), text_of(&case["status"]))?;
    expect("compatible", resolved.instant, parse(&case["utc"]["compatible"])?)?;
    expect("earlier", resolved.earlier, parse(&case["utc"]["earlier"])?)?;
    expect("later", resolved.later, parse(&case["utc"]["later"])?)?;
    expect("resolved_local", resolved.civil, parse(&case["resolved_local"])?)?;
    expect("offset", Some(i64::from(resolved.offset_seconds)), case["offset_seconds"].as_i64())
}

fn zone_to_zone(case: &Value) -> Result<(), String> {
    let from: NaiveDateTime = parse(&case["from_local"])?;
    let resolved = zone(&case["from_zone"])?.to_instant(from).map_err(|error| error.to_string())?;
    expect("status", status(resolved.adjustment), text_of(&case["from_status"]))?;
    expect("utc", resolved.instant, parse(&case["utc"])?)?;
    let to = zone(&case["to_zone"])?.to_local(resolved.instant);
    expect("to_local", to.civil, parse(&case["to_local"])?)?;
    expect("to_offset", Some(i64::from(to.offset_seconds)), case["to_offset_seconds"].as_i64())?;
    expect("day_shift", Some(day_shift(from.date(), to.civil.date())), case["day_shift"].as_i64())
}

fn status(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::None => "normal",
        Adjustment::Gap => "gap",
        Adjustment::Fold => "fold",
    }
}
