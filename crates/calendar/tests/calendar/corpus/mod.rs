//! Runs the cases of a corpus file (`tests/fixtures/calendar/*.json`) against the crate. Used by the tests and
//! by the example `conformance`.

mod conversions;
mod fairness;
mod invalid;
mod overlaps;
mod recurrences;

use serde_json::Value;

/// What a file's cases came to.
pub(crate) struct Outcome {
    /// How many cases ran.
    pub(crate) total: usize,
    /// The id of each case that differs, and how.
    pub(crate) differing: Vec<(String, String)>,
}

/// Runs every case of a file, which tells its own schema.
pub(crate) fn run(text: &str) -> Result<Outcome, String> {
    let file: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let schema = file["schema"].as_str().unwrap_or_default();
    let check: fn(&Value) -> Result<(), String> = match schema {
        "mentor-conv/1" => conversions::check,
        "mentor-recur/1" => recurrences::check,
        "mentor-rfc5545-examples/1" => recurrences::check_example,
        "mentor-overlap/1" => overlaps::check,
        "mentor-fair/1" => fairness::check,
        "mentor-invalid/1" => invalid::check,
        _ => return Err(format!("unknown schema {schema:?}")),
    };
    let cases = file["cases"].as_array().ok_or("no cases")?;
    let outcome = |case: &Value| check(case).err().map(|why| (text_of(&case["id"]).to_owned(), why));
    Ok(Outcome { total: cases.len(), differing: cases.iter().filter_map(outcome).collect() })
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn expect<T: PartialEq + std::fmt::Debug>(what: &str, got: T, wanted: T) -> Result<(), String> {
    if got == wanted { Ok(()) } else { Err(format!("{what}: got {got:?}, wanted {wanted:?}")) }
}

/// Text to value, with the text in the message when it cannot be.
fn parse<T: std::str::FromStr>(value: &Value) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    text_of(value).parse().map_err(|error| format!("{value}: {error}"))
}

fn list<'v, T>(values: &'v Value, read: impl Fn(&'v Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    values.as_array().into_iter().flatten().map(read).collect()
}
