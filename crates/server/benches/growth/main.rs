//! How a log grows over five years, with and without compaction: the server's own storage and rules, and entries as large
//! as the codec makes them. Then a whole server of 1,000 accounts, reckoned from that. Measures no time.
//!
//! `cargo bench -p cairn-server --bench growth`. What people are assumed to write is in `habits.rs`.

mod habits;
mod space;

use habits::{Habit, MENTORSHIP, PERSONAL};
use space::{Plan, Year, run};

const YEARS: u64 = 5;
const ACCOUNTS: u64 = 1_000;
/// A mentorship of a program, from autumn to summer.
const PROGRAM: u64 = 40;
/// What an entry takes beside its frame in PostgreSQL, its row and its share of the indexes: measured after a load run.
const ROW: u64 = 470;

fn main() {
    assumptions("Two people together, a week", MENTORSHIP);
    assumptions("One person for herself, a week", PERSONAL);
    let long = Plan {
        habits: MENTORSHIP,
        times: 1.0,
        devices: 4,
        weeks: 52 * YEARS,
        active: 44,
        snapshots: true,
        away: None,
    };
    growth("A mentorship of five years, two people, four devices", &long);
    growth("The same, ten times as busy", &Plan { times: 10.0, ..long });
    growth(
        "The same, ten times as busy, one device gone after 20 weeks",
        &Plan { times: 10.0, away: Some(20), ..long },
    );
    let own = Plan { habits: PERSONAL, devices: 2, ..long };
    growth("A personal space, two devices", &own);
    server(&own, &Plan { weeks: PROGRAM, active: PROGRAM, ..long });
}

fn assumptions(title: &str, habits: &[Habit]) {
    say(&format!(
        "\n{title}\n\n| what | records | entry | writes after | entry | in a snapshot |\n|---|---|---|---|---|---|"
    ));
    let (mut entries, mut bytes) = (0.0, 0.0);
    for habit in habits {
        let sizes = habit.sizes();
        say(&format!(
            "| {} | {} | {} B | {} | {} B | {:.0} B |",
            habit.name, habit.weekly, sizes.first, habit.later, sizes.later, sizes.kept
        ));
        entries += habit.weekly * f64::from(1 + habit.later);
        bytes += habit.weekly * (sizes.first as f64 + f64::from(habit.later) * sizes.later as f64);
    }
    say(&format!("\n{entries:.0} entries and {:.1} kB a week", bytes / 1000.0));
}

fn growth(title: &str, plan: &Plan) {
    let (with, without) = (run(plan), run(&Plan { snapshots: false, ..*plan }));
    say(&format!(
        "\n{title}\n\n| year | entries written | kept without | with | bytes without | with | with, at most | snapshots | state | first sync without | with |\n|---|---|---|---|---|---|---|---|---|---|---|"
    ));
    for (year, (with, without)) in (1..).zip(with.iter().zip(&without)) {
        say(&format!(
            "| {year} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            with.written,
            without.entries,
            with.entries,
            size(without.bytes),
            size(with.bytes),
            size(with.most),
            with.snapshots,
            size(with.state as u64),
            size(without.first_sync),
            size(with.first_sync),
        ));
    }
}

/// Everybody has a personal space for good, and each autumn everybody begins a mentorship, two and two; the ended ones stay.
fn server(own: &Plan, program: &Plan) {
    let (own_with, own_without) = (run(own), run(&Plan { snapshots: false, ..*own }));
    let program = run(program).pop().unwrap_or_default();
    say(&format!(
        "\nA server of {ACCOUNTS} accounts\n\n| year | spaces | entries without | with | bytes without | with | database without | with |\n|---|---|---|---|---|---|---|---|"
    ));
    for (year, (with, without)) in (1..).zip(own_with.iter().zip(&own_without)) {
        let pairs = ACCOUNTS / 2 * year;
        let all = |own: &Year| {
            (ACCOUNTS * own.entries + pairs * program.entries, ACCOUNTS * own.bytes + pairs * program.bytes)
        };
        let (without, with) = (all(without), all(with));
        say(&format!(
            "| {year} | {} | {} | {} | {} | {} | {} | {} |",
            ACCOUNTS + pairs,
            without.0,
            with.0,
            size(without.1),
            size(with.1),
            size(without.1 + without.0 * ROW),
            size(with.1 + with.0 * ROW),
        ));
    }
}

fn size(bytes: u64) -> String {
    match bytes as f64 {
        few if few < 1e6 => format!("{:.0} kB", few / 1e3),
        some if some < 1e9 => format!("{:.1} MB", some / 1e6),
        many => format!("{:.2} GB", many / 1e9),
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(words: &str) {
    println!("{words}");
}
