use cairn_calendar::{Zone, best_fixed_slot, fairest_rotation};
use serde_json::Value;

use super::{expect, list, parse, text_of};

pub(super) fn check(case: &Value) -> Result<(), String> {
    let zones = list(&case["zones"], |id| Zone::stored(text_of(id)).map_err(|error| error.to_string()))?;
    let starts = list(&case["candidate_starts"], |week| list(week, parse))?;
    let best = fairest_rotation(&zones, &starts).ok_or("no rotation")?;
    let number = |value: &Value| value.as_u64().unwrap_or(u64::MAX);
    let numbers = |value: &Value| list(value, |it| Ok(number(it)));
    expect("best_max", u64::from(best.most()), number(&case["best_max"]))?;
    expect("best_sum", u64::from(best.sum()), number(&case["best_sum"]))?;
    expect("optimal_count", best.equally_good, case["optimal_count"].as_u64())?;
    let slots: Vec<u64> = best.slots.iter().map(|slot| *slot as u64).collect();
    expect("first_optimal", slots, numbers(&case["first_optimal"])?)?;
    let totals: Vec<u64> = best.totals.iter().map(|total| u64::from(*total)).collect();
    expect("first_optimal_totals", totals, numbers(&case["first_optimal_totals"])?)?;
    let fixed = best_fixed_slot(&zones, &starts).ok_or("no fixed slot")?;
    let wanted = &case["best_fixed_slot"];
    expect("fixed max", u64::from(fixed.most()), number(&wanted["max"]))?;
    expect("fixed sum", u64::from(fixed.sum()), number(&wanted["sum"]))
}
