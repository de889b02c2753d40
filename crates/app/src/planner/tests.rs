//! A group that looks for a time, as the screen asks for it.

use crate::{
    App,
    state::profile_in,
    testing::{TestHost, a_pair, a_session},
};
use cairn_domain::{
    Cadence, HoursBlock, Member, MemberId, Mentorship, MentorshipId, Model, Profile, Role, Session, Space,
    WeeklyHours,
};
use rstest::rstest;
use serde_json::{Value, json};

/// It is Tuesday 24 November 2026, 19:12 in Chicago.
const TUESDAY: &str = "2026-11-25T01:12:00Z";
const GROUP: MentorshipId = MentorshipId(uuid::Uuid::from_u128(0x6120));
const OTHERS: [(&str, &str, u16, u16); 3] = [
    ("Ishani", "Asia/Kolkata", 8, 22),
    ("Jonas", "Europe/Berlin", 8, 20),
    ("Camila", "America/Sao_Paulo", 8, 20),
];

fn hours(from: u16, to: u16) -> WeeklyHours {
    WeeklyHours((0..7).map(|day| HoursBlock { day, from: from * 60, to: to * 60 }).collect())
}

/// Marcus with the others, who can meet every day from one full hour to another; no hours given where both are 0.
fn group(others: &[(&str, &str, u16, u16)]) -> App {
    let app = TestHost::at(TUESDAY).open_app();
    let account = app.open().unwrap().account;
    let me = [("Marcus", "America/Chicago", 7, 22)];
    app.background(|draft| {
        let profile = Profile { hours: hours(7, 22), ..profile_in(draft)? };
        draft.update(&profile)?;
        let record = Mentorship {
            id: GROUP,
            title: Some("Stats circle".into()),
            model: Model::Group,
            purpose: String::new(),
            cadence: Cadence::Weekly,
            starts_on: None,
            ends_on: None,
            revisit_on: None,
            join_link: None,
        };
        draft.create(Space::Mentorship(GROUP), &record)?;
        for (number, (name, zone, from, to)) in (1..).zip(me.iter().chain(others)) {
            let member = Member {
                id: MemberId(uuid::Uuid::from_u128(number)),
                mentorship: GROUP,
                account: (*name == "Marcus").then_some(account),
                name: (*name).into(),
                pronouns: None,
                role: Role::Peer,
                zone: (*zone).into(),
                hours: if (*from, *to) == (0, 0) { WeeklyHours::default() } else { hours(*from, *to) },
            };
            draft.create(Space::Mentorship(GROUP), &member)?;
        }
        Ok(())
    })
    .unwrap();
    app
}

/// Looks for an hour on Thursdays from 3 December to 1 April, but for what `more` says.
fn find(app: &App, more: Value) -> Value {
    app.dispatch("planner_view", asked(more)).unwrap_or_else(|error| panic!("{error:?}"))
}

fn asked(more: Value) -> Value {
    let mut args = json!({
        "mentorship": GROUP, "minutes": 60, "repeat": "weekly", "weekday": 3, "from": "2026-12-03", "until": "2027-04-01",
    });
    for (name, value) in more.as_object().unwrap() {
        args[name] = value.clone();
    }
    args
}

fn titles(view: &Value) -> Vec<&str> {
    view["options"].as_array().unwrap().iter().map(|option| option["title"].as_str().unwrap()).collect()
}

/// The starts of all sessions from December on, on the clock they are planned on.
fn starts_planned(app: &App) -> Vec<String> {
    let from = "2026-12-01T00:00:00Z".parse().unwrap();
    let until = from + chrono::TimeDelta::days(700);
    let planned = app.read(|reader| crate::sessions::upcoming(reader, from, until)).unwrap();
    planned.iter().map(|it| it.session.starts.format("%Y-%m-%dT%H:%M:%S").to_string()).collect()
}

#[test]
fn four_people_see_the_fairest_times_of_a_winter() {
    let view = find(&group(&OTHERS), json!({}));
    assert_eq!(view["name"], "Stats circle");
    assert_eq!(view["asked"]["term"], "3 December to 1 April");
    assert_eq!(view["summary"], "18 sessions. Clocks change on 14 March in Chicago, on 28 March in Berlin.");
    let labels: Vec<_> = view["stretches"].as_array().unwrap().iter().map(|it| &it["label"]).collect();
    assert_eq!(labels, ["Until 11 March", "18 and 25 March", "1 April"]);
    assert_eq!(titles(&view)[..2], ["Take turns", "08:00 every time"]);
    let eight = &view["options"][1];
    assert_eq!(eight["note"], "Kolkata 19:30, Berlin 15:00, São Paulo 11:00; or as late as 08:15");
    assert_eq!((&eight["most"], &eight["together"]), (&json!(33), &json!(51)));
    assert_eq!(
        eight["shifts"],
        json!([
            "From 18 March: Kolkata 18:30, Berlin 14:00, São Paulo 10:00",
            "From 1 April: Kolkata 18:30, Berlin 15:00, São Paulo 10:00",
        ])
    );
    assert_eq!(eight["plan"]["when"], "2026-12-03 08:00");
    assert_eq!((&view["chosen"], &view["options"][0]["most"]), (&json!("turns"), &json!(23)));
    assert_eq!(view["compare"], "At 08:00 every time, Ishani would carry 33.");
}

#[test]
fn a_day_is_drawn_on_every_clock() {
    let view = find(&group(&OTHERS), json!({"option": "2026-12-03T08:00"}));
    let day = &view["day"];
    assert_eq!(
        (&day["title"], &day["before"], &day["after"]),
        (&json!("Thursday 3 December"), &json!(null), &json!("2026-12-10"))
    );
    assert_eq!(day["common"], json!([{"from": 7 * 60, "to": 10 * 60 + 30, "text": "07:00–10:30"}]));
    assert_eq!(
        day["marks"],
        json!([{"at": 8 * 60, "length": 60, "label": null, "today": true, "clocks": [
            {"time": "08:00", "suits": true}, {"time": "19:30", "suits": true},
            {"time": "15:00", "suits": true}, {"time": "11:00", "suits": true},
        ]}])
    );
    assert_eq!(view["people"][1]["about"], "Kolkata, 08–22");
    // Half an hour of Kolkata's 11 o'clock stands at the left edge; Friday begins at 12:30 in Chicago.
    let cells = day["strips"][1]["cells"].as_array().unwrap();
    assert_eq!((&cells[0]["label"], &cells[0]["length"]), (&json!(""), &json!(30)));
    let friday = cells.iter().find(|cell| cell["begins"] == "Fri").unwrap();
    assert_eq!((&friday["at"], &friday["cost"]), (&json!(12 * 60 + 30), &json!(10)));
    assert_eq!(day["table"][13]["people"][1], json!({"time": "00:30 Fri", "state": "outside", "cost": 10}));
}

#[test]
fn a_day_on_which_clocks_change_is_as_long_as_it_is() {
    let view = find(&group(&OTHERS), json!({"weekday": 6, "from": "2027-03-14", "until": "2027-03-14"}));
    assert_eq!(
        (&view["day"]["length"], view["day"]["table"].as_array().unwrap().len()),
        (&json!(23 * 60), 23)
    );
}

#[rstest]
#[case::any_day(json!({"weekday": null}), "Every Friday at 08:00")]
#[case::turns_on_any_day(json!({"weekday": null}), "Take turns, each Monday")]
#[case::other_week(json!({"repeat": "fortnightly", "weekday": null}), "Every other Friday at 08:00")]
#[case::monthly(json!({"repeat": "monthly"}), "The first Thursday of the month at 09:00")]
#[case::once(json!({"repeat": "once"}), "Thursday 3 December, 09:00")]
fn a_choice_says_on_which_days_it_meets(#[case] more: Value, #[case] title: &str) {
    let view = find(&group(&OTHERS), more);
    assert!(titles(&view).contains(&title), "{:?}", titles(&view));
}

#[test]
fn a_fixed_time_is_planned_as_a_series_that_ends_with_the_term() {
    let app = group(&OTHERS);
    let plan = find(&app, json!({}))["options"][1]["plan"].clone();
    assert_eq!((&plan["until"], &plan["until_words"]), (&json!("2027-04-01"), &json!("1 April")));
    let planned = |until: &Value| {
        json!({"mentorship": GROUP, "title": "", "starts": "2026-12-03T08:00:00", "zone": plan["zone"], "minutes": 60,
            "repeat": plan["repeat"], "until": until})
    };
    let error = app.dispatch("session_plan", planned(&json!("2026-12-02"))).unwrap_err();
    assert_eq!((error.code, error.params["field"].clone()), ("ends_before", "until".into()));
    app.dispatch("session_plan", planned(&plan["until"])).unwrap();
    assert_eq!(starts_planned(&app).len(), 18);
}

#[test]
fn turns_are_planned_as_one_act_and_taken_back_as_one() {
    let app = group(&OTHERS);
    let turns = find(&app, json!({}))["options"][0]["turns"].clone();
    let lines = turns["lines"].as_array().unwrap();
    assert!(lines[0].as_str().unwrap().starts_with("Every Thursday at 07:00, 3 December to "), "{lines:?}");
    let first = app
        .dispatch(
            "planner_take_turns",
            json!({"mentorship": GROUP, "title": "Stats", "starts": turns["starts"], "zone": "America/Chicago",
                "minutes": 60, "repeat": "weekly"}),
        )
        .unwrap();
    let session = app.dispatch("session_get", json!({"id": first})).unwrap();
    assert_eq!(session["date"], "Thu 3 Dec");
    // What was planned is just what was shown: all of it keeps everybody busy now.
    let busy = find(&app, json!({}));
    assert_eq!(busy["day"]["strips"][2]["busy"][0]["text"], "Session");
    assert_eq!(json!(starts_planned(&app)), turns["starts"]);

    assert_eq!(app.dispatch("undo", json!({})).unwrap()["what"], "Sessions that take turns");
    assert_eq!(find(&app, json!({}))["day"]["strips"][2]["busy"], json!([]));
}

#[test]
fn what_is_planned_elsewhere_is_only_busy() {
    let app = group(&OTHERS);
    let pair = a_pair(&app);
    a_session(&app, pair, "2026-12-03T08:00:00");
    let view = find(&app, json!({"option": "2026-12-03T09:00"}));
    assert_eq!(view["day"]["strips"][0]["busy"], json!([{"from": 480, "to": 540, "text": "Busy"}]));
    assert_eq!(view["day"]["strips"][1]["busy"], json!([]), "that Ishani is another record");
    assert!(!titles(&view).contains(&"08:00 every time"));
    assert!(!view.to_string().contains("Survival curves"));
}

#[test]
fn who_is_the_same_person_elsewhere_is_busy_here() {
    let app = group(&OTHERS);
    let pair = a_pair(&app);
    a_session(&app, pair, "2026-12-03T08:00:00");
    app.background(|draft| {
        let account = app.new_id();
        for (mentorship, name) in [(GROUP, "Jonas"), (pair, "Ishani")] {
            let members = crate::sessions::members_of(draft, mentorship)?;
            let member = members.into_iter().find(|member| member.name == name).unwrap();
            draft.update(&Member { account: Some(account), ..member })?;
        }
        Ok(())
    })
    .unwrap();
    let view = find(&app, json!({"option": "2026-12-03T09:00"}));
    assert_eq!(view["day"]["strips"][2]["busy"], json!([{"from": 480, "to": 540, "text": "Busy"}]));
}

#[test]
fn nobody_can_says_who_would_have_to_make_room_and_by_how_much() {
    let people = [("Jonas", "Europe/Berlin", 13, 16), ("Camila", "America/Sao_Paulo", 10, 20)];
    let view = find(&group(&people), json!({"minutes": 90}));
    assert_eq!(view["nobody"]["who"], "If Jonas or Camila made room, there would be a time.");
    assert_eq!(
        view["nobody"]["misses"],
        json!(["It begins 30 min before Camila’s hours, on 18 March, 25 March and 1 April."])
    );
    let suits = |day: &str| {
        let view = find(&group(&people), json!({"minutes": 90, "day": day}));
        view["day"]["marks"][0]["clocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|clock| clock["suits"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (suits("2026-12-03"), suits("2027-03-18")),
        (vec![json!(true); 3], vec![json!(true), json!(true), json!(false)])
    );
    let nearest = &view["options"][0];
    assert_eq!((&nearest["title"], &nearest["misses"]), (&json!("07:30 every time"), &json!(true)));
    assert_eq!(nearest["plan"]["when"], "2026-12-03 07:30");
}

#[test]
fn who_cannot_be_counted_in_is_named() {
    let people =
        [("Ishani", "Asia/Kolkata", 8, 22), ("Zed", "Mars/Olympus", 8, 22), ("Jonas", "Europe/Berlin", 0, 0)];
    let app = group(&people);
    let view = find(&app, json!({}));
    assert_eq!(view["left_out"][0]["name"], "Zed");
    assert_eq!(view["left_out"][0]["why"], "unknown time zone Mars/Olympus");
    let jonas = &view["people"][2];
    assert_eq!((&jonas["about"], &jonas["no_hours"]), (&json!("Berlin, any hour"), &json!(true)));
    // Left out by choice.
    let without = find(&app, json!({"members": [jonas["member"]]}));
    assert_eq!(without["people"].as_array().unwrap().len(), 2);
    assert_eq!(without["left_out"][0]["why"], json!(null));
}

#[test]
fn more_than_twelve_are_the_first_twelve() {
    let many: Vec<_> = (0..14).map(|_| ("Noor", "Europe/Berlin", 8, 20)).collect();
    let view = find(&group(&many), json!({}));
    assert_eq!(view["people"].as_array().unwrap().len(), 12);
    assert_eq!(view["left_out"].as_array().unwrap().len(), 3);
}

#[test]
fn what_sessions_have_cost_so_far_stands_beside_what_comes() {
    let app = group(&OTHERS);
    // 20:30 in Chicago costs Marcus 2 and Berlin, at 03:30, 10.
    let id = a_session(&app, GROUP, "2026-11-19T20:30:00");
    app.background(|draft| {
        let session = draft.need::<Session>(id)?.record;
        Ok(draft.update(&Session { state: cairn_domain::SessionState::Held, ..session })?)
    })
    .unwrap();
    let called_off = a_session(&app, GROUP, "2026-11-12T20:30:00");
    app.dispatch("session_cancel", json!({"id": called_off})).unwrap();
    let view = find(&app, json!({"option": "2026-12-03T09:00"}));
    let so_far: Vec<_> = view["people"].as_array().unwrap().iter().map(|it| &it["so_far"]).collect();
    assert_eq!(so_far, [2, 1, 10, 10].map(|cost| json!(cost)).iter().collect::<Vec<_>>());
    assert_eq!(view["so_far"], "1 session before 3 December");
    assert_eq!(view["people"][1]["adds"], 36);
}

#[rstest]
#[case::a_short_one("2027-10-03", 24)]
#[case::a_long_one("2027-04-04", 25)]
fn the_table_has_the_last_half_hour_of_a_day(#[case] day: &str, #[case] rows: usize) {
    let app = group(&[]);
    app.background(|draft| {
        let zone = "Australia/Lord_Howe".into();
        let profile = Profile { zone, zone_follows_system: false, ..profile_in(draft)? };
        Ok(draft.update(&profile)?)
    })
    .unwrap();
    let view = find(&app, json!({"weekday": 6, "from": day, "until": day, "repeat": "once", "day": day}));
    let table = view["day"]["table"].as_array().unwrap();
    assert_eq!((table.len(), &table.last().unwrap()["time"]), (rows, &json!("23:30")));
}

#[rstest]
#[case::backwards(json!({"until": "2026-12-01"}), "until", "ends_before")]
#[case::too_long(json!({"until": "2027-12-04"}), "until", "term_too_long")]
#[case::no_thursday(json!({"from": "2026-12-04", "until": "2026-12-08"}), "until", "term_without_date")]
#[case::no_date(json!({"from": "soon"}), "from", "date_not_understood")]
#[case::far_away(json!({"from": "+262142-12-31", "until": null}), "from", "out_of_range")]
#[case::until_far_away(json!({"until": "+262142-12-31"}), "until", "out_of_range")]
#[case::no_length(json!({"minutes": 0}), "minutes", "minutes_out_of_range")]
fn what_cannot_be_asked_is_said_at_its_field(#[case] more: Value, #[case] field: &str, #[case] code: &str) {
    let error = group(&OTHERS).dispatch("planner_view", asked(more)).unwrap_err();
    assert_eq!((error.code, error.params["field"].clone()), (code, field.into()));
}

#[test]
fn without_a_wish_it_looks_four_months_ahead_from_tomorrow() {
    let view = group(&OTHERS).dispatch("planner_view", json!({"mentorship": GROUP})).unwrap();
    let asked = &view["asked"];
    assert_eq!((&asked["from"], &asked["until"]), (&json!("2026-11-25"), &json!("2027-03-24")));
    assert_eq!(
        (&asked["minutes"], &asked["repeat"], &asked["weekday"]),
        (&json!(60), &json!("weekly"), &json!(null))
    );
}
