//! A series that is changed or ended from one of its sessions on.

use super::*;

/// Changes the series from a session on to Thursdays at 19:00.
fn to_thursdays(pair: &Pair, session: &Value, starts: &str) {
    let change = json!({"session": session, "title": "", "starts": starts, "zone": "America/Chicago",
        "minutes": 60, "repeat": "weekly"});
    pair.does("series_change", change);
}

#[test]
fn a_changed_series_leaves_out_what_was_left_out_and_ends_when_it_would_have() {
    let pair = Pair::new();
    let plan = json!({"mentorship": PAIR, "title": "", "starts": "2026-11-24T20:30:00", "zone": "America/Chicago",
        "minutes": 60, "repeat": "weekly", "until": "2026-12-22"});
    pair.does("session_plan", plan);
    pair.does("session_skip", json!({"id": pair.next_id(2)}));
    to_thursdays(&pair, &pair.next_id(1), "2026-12-03T19:00:00");
    let dates: Vec<_> = pair.upcoming().into_iter().map(|(date, _)| date).collect();
    assert_eq!(dates, ["Tue 24 Nov", "Thu 3 Dec", "Thu 17 Dec", "Thu 24 Dec"], "the third stays left out");
}

#[test]
fn a_series_changed_after_a_skipped_hour_keeps_no_session_too_many() {
    let pair = Pair::new();
    // On Sunday 14 March 2027 the clocks in Chicago skip 02:30: that session is at 03:30.
    pair.plan("2027-03-07T02:30:00", "weekly");
    to_thursdays(&pair, &pair.next_id(1), "2027-03-18T19:00:00");
    let dates: Vec<_> = pair.upcoming().into_iter().take(2).map(|(date, _)| date).collect();
    assert_eq!(dates, ["Sun 7 Mar 2027", "Thu 18 Mar 2027"]);
}

#[test]
fn a_series_changed_from_its_first_session_keeps_its_name_outside() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let all = || pair.app.read(|reader| Ok(reader.anywhere().all::<cairn_domain::Series>()?)).unwrap();
    let before = all()[0].record.clone();
    to_thursdays(&pair, &pair.next_id(0), "2026-11-26T19:00:00");
    let after = all();
    assert_eq!((after.len(), after[0].uid(), after[0].sequence), (1, before.uid(), before.sequence + 1));
    // From a later one on it is another series to everybody.
    to_thursdays(&pair, &pair.next_id(1), "2026-12-03T18:00:00");
    let uids: std::collections::BTreeSet<_> = all().iter().map(|series| series.uid()).collect();
    assert_eq!(uids.len(), 2);
}

#[test]
fn a_changed_series_leaves_moves_and_calls_off_where_somebody_put_them() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let (second, third, fourth) = (pair.next_id(1), pair.next_id(2), pair.next_id(3));
    pair.does("session_cancel", json!({"id": third, "by_role": "mentor"}));
    pair.does(
        "session_move",
        json!({"id": fourth, "starts": "2026-12-18T15:00:00", "zone": "America/Chicago", "minutes": 30}),
    );
    to_thursdays(&pair, &second, "2026-12-03T19:00:00");
    let list = pair.does("sessions_list", json!({"mentorship": PAIR}));
    let rows: Vec<_> = list["upcoming"].as_array().unwrap()[..5]
        .iter()
        .map(|row| format!("{} {} {}", row["date"], row["when"]["mine"]["span"], row["status"]["state"]))
        .collect();
    let expected = [
        r#""Tue 24 Nov" "20:30–21:30" "planned""#,
        r#""Thu 3 Dec" "19:00–20:00" "planned""#,
        r#""Thu 10 Dec" "19:00–20:00" "cancelled""#,
        r#""Fri 18 Dec" "15:00–15:30" "planned""#,
        r#""Thu 24 Dec" "19:00–20:00" "planned""#,
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_series_that_ends_gives_what_is_open_to_its_last_session() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let (first, second) = (pair.next_id(0), pair.next_id(1));
    pair.add_item(&second, "The extract");
    pair.does("series_end", json!({"session": second}));
    assert_eq!(pair.get(&first)["shared"]["agenda"][0]["text"], "The extract");
}

#[test]
fn what_other_calendars_know_of_a_series_never_goes_back() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let id =
        pair.app.read(|reader| Ok(reader.anywhere().all::<cairn_domain::Series>()?[0].record.id)).unwrap();
    let known = || {
        let sequence = pair.app.read(|reader| {
            let recorded = reader.anywhere().with::<cairn_domain::Session>("series", Some(id))?;
            let series =
                reader.anywhere().get::<cairn_domain::Series>(id)?.map_or(0, |series| series.sequence);
            Ok(series + recorded.iter().map(|session| session.sequence).sum::<i64>())
        });
        sequence.unwrap()
    };
    let fourth = pair.next_id(3);
    for starts in ["2026-12-16T15:00:00", "2026-12-17T15:00:00", "2026-12-18T15:00:00"] {
        pair.does("session_move", json!({"id": fourth, "starts": starts, "zone": "America/Chicago"}));
    }
    let before = known();
    to_thursdays(&pair, &pair.next_id(2), "2026-12-10T19:00:00");
    assert!(known() > before, "{} is not after {before}", known());
}

#[test]
fn a_session_that_was_added_to_a_series_is_changed_alone() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let added = "2026-11-26T09:00:00".parse().unwrap();
    let series = pair.app.read(|reader| Ok(reader.anywhere().all::<cairn_domain::Series>()?)).unwrap();
    let series = cairn_domain::Series { rdates: vec![added], ..series[0].record.clone() };
    pair.app.background(|draft| Ok(draft.update(&series)?)).unwrap();
    let change = json!({"session": series.session_at(added).id, "title": "", "starts": "2026-11-27T09:00:00",
        "zone": "America/Chicago", "minutes": 60, "repeat": "weekly"});
    assert_eq!(pair.fails("series_change", change).code, "session_added");
    // Of one from there on, it goes along.
    to_thursdays(&pair, &pair.next_id(0), "2026-11-26T20:30:00");
    let dates: Vec<_> = pair.upcoming().into_iter().take(3).map(|(date, _)| date).collect();
    assert_eq!(dates, ["Thu 26 Nov", "Sat 28 Nov", "Thu 3 Dec"]);
}
