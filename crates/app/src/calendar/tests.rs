use crate::{
    App,
    state::profile_in,
    testing::{TestHost, a_pair, a_session},
};
use cairn_domain::{MentorshipId, Profile};
use rstest::rstest;
use serde_json::{Value, json};

/// Marcus in Chicago meets Ishani in Kolkata.
fn app() -> (App, MentorshipId) {
    let app = TestHost::at("2027-03-10T18:00:00Z").open_app();
    let mentorship = a_pair(&app);
    (app, mentorship)
}

/// Marcus lives somewhere else.
fn app_in(zone: &str) -> (App, MentorshipId) {
    let (app, mentorship) = app();
    app.background(|draft| {
        let profile = Profile { zone: zone.into(), zone_follows_system: false, ..profile_in(draft)? };
        Ok(draft.update(&profile)?)
    })
    .unwrap();
    (app, mentorship)
}

fn ask(app: &App, command: &str, arguments: Value) -> Value {
    app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

fn day(app: &App, day: &str) -> Value {
    ask(app, "calendar_days", json!({"span": "day", "day": day}))["days"][0].take()
}

fn week(app: &App, day: &str) -> Value {
    ask(app, "calendar_days", json!({"span": "week", "day": day}))
}

/// Every Tuesday at 20:30 on the clock of Chicago, from 2 March on; the id of the session on 2 March.
fn tuesdays(app: &App, mentorship: MentorshipId) -> Value {
    let plan = json!({
        "mentorship": mentorship, "title": "Survival curves", "starts": "2027-03-02T20:30:00", "zone": "America/Chicago",
        "minutes": 60, "repeat": "weekly",
    });
    ask(app, "session_plan", plan)
}

/// The meetings of a week as `Tue 20:30 Kolkata 08:00 Wed`.
fn meetings(week: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let days = week["days"].as_array().unwrap().iter();
    days.flat_map(|day| {
        let blocks = day["blocks"].as_array().unwrap().iter().map(|block| &block["meeting"]);
        blocks.map(|meeting| {
            let clock = &meeting["clocks"][0];
            let there = format!("{} {}", text(&clock["place"]), text(&clock["time"]));
            format!("{} {} {there}", text(&day["weekday"]), text(&meeting["time"]))
        })
    })
    .collect()
}

fn id_on(app: &App, date: &str) -> Value {
    day(app, date)["blocks"][0]["meeting"]["id"].clone()
}

#[test]
fn a_meeting_stands_on_both_rulers() {
    let (app, mentorship) = app();
    a_session(&app, mentorship, "2027-03-16T20:30:00");
    let week = week(&app, "2027-03-16");
    assert_eq!(week["head"]["title"], "15–21 March");
    assert_eq!(week["head"]["other"]["place"], "Kolkata");
    let ruler = &week["rulers"][0];
    assert_eq!((&ruler["hours"][7], &ruler["difference"]), (&json!("17:30"), &json!("10½ h ahead")));
    assert_eq!(ruler["midnight"], json!({"at": 13 * 60 + 30, "label": "+1 day", "before": false}));
    let block = &week["days"][1]["blocks"][0];
    assert_eq!((&block["from"], &block["to"]), (&json!(20 * 60 + 30), &json!(21 * 60 + 30)));
    assert_eq!(meetings(&week), ["Tue 20:30 Kolkata 07:00 Wed"]);
    assert_eq!(
        block["meeting"]["sentence"],
        "20:30 Ishani: Tuesday 16 March, 20:30 for you; Wednesday 07:00 for Ishani. Survival curves. Planned, in 6 days. \
         Outside the hours that Ishani gave"
    );
}

#[test]
fn where_the_other_is_behind_the_day_before_is_named() {
    let (app, _) = app_in("Asia/Tokyo");
    let members = ask(&app, "calendar_month", json!({}))["head"]["members"].clone();
    app.background(|draft| {
        let member =
            draft.anywhere().all::<cairn_domain::Member>()?.into_iter().find(|m| m.account.is_none());
        let member = member.unwrap().record;
        Ok(draft.update(&cairn_domain::Member { zone: "America/Denver".into(), ..member })?)
    })
    .unwrap();
    let week = ask(&app, "calendar_days", json!({"span": "week", "member": members[0]["id"]}));
    assert_eq!(week["rulers"][0]["midnight"], json!({"at": 16 * 60, "label": "−1 day", "before": true}));
    assert_eq!(week["rulers"][0]["difference"], "16 h behind");
}

#[rstest]
#[case::an_hour_skipped("America/Chicago", "2027-03-14", "23 h", (120, 180), "Chicago: clocks go forward 1 h, from 02:00 to 03:00")]
#[case::an_hour_twice("America/Chicago", "2027-11-07", "25 h", (60, 120), "Chicago: clocks go back 1 h, from 02:00 to 01:00")]
#[case::half_an_hour("Australia/Lord_Howe", "2027-10-03", "23 h 30 min", (120, 150), "Lord Howe: clocks go forward 30 min, from 02:00 to 02:30")]
#[case::midnight_skipped("America/Havana", "2025-03-09", "23 h", (0, 60), "Havana: clocks go forward 1 h, from 00:00 to 01:00")]
#[case::the_hour_before_midnight_twice("America/Asuncion", "2024-03-23", "25 h", (1380, 1440), "Asunción: clocks go back 1 h, from 00:00 to 23:00")]
fn a_day_on_which_clocks_change_says_so(
    #[case] zone: &str,
    #[case] date: &str,
    #[case] length: &str,
    #[case] (from, to): (i64, i64),
    #[case] text: &str,
) {
    let (app, _) = app_in(zone);
    let day = day(&app, date);
    assert_eq!(day["length"], length);
    let change = &day["changes"][0];
    assert_eq!((&change["text"], &change["mine"]), (&json!(text), &json!(true)));
    assert_eq!((&change["from"], &change["to"]), (&json!(from), &json!(to)));
}

#[test]
fn a_day_that_clocks_skip_is_named_and_is_empty() {
    let (app, mentorship) = app_in("Pacific/Apia");
    // Half past eleven in the evening of the 29th there; its hour ends on the 31st.
    a_session(&app, mentorship, "2011-12-30T03:30:00");
    let week = week(&app, "2011-12-30");
    let (thursday, friday, saturday) = (&week["days"][3], &week["days"][4], &week["days"][5]);
    assert_eq!(friday["missing"], "There is no 30 December 2011 in Apia");
    assert_eq!((&friday["length"], &friday["changes"][0]["forward"]), (&json!("0 min"), &json!(true)));
    let places = |day: &Value| (day["blocks"][0]["from"].as_i64(), day["blocks"][0]["to"].as_i64());
    assert_eq!(places(thursday), (Some(1410), Some(1440)));
    assert_eq!(places(friday), (None, None));
    assert_eq!(places(saturday), (Some(0), Some(30)));
    assert_eq!(saturday["blocks"][0]["continued"], true);
}

#[test]
fn a_meeting_in_a_gap_stands_after_it_and_one_in_a_fold_at_the_first() {
    let (app, mentorship) = app();
    a_session(&app, mentorship, "2027-03-14T02:30:00");
    a_session(&app, mentorship, "2027-11-07T01:30:00");
    let gap = &day(&app, "2027-03-14")["blocks"][0];
    assert_eq!((&gap["from"], &gap["meeting"]["time"]), (&json!(210), &json!("03:30")));
    assert_eq!(
        gap["meeting"]["notices"],
        json!(["02:30 does not exist that day in Chicago; the meeting is at 03:30."])
    );
    let fold = &day(&app, "2027-11-07")["blocks"][0];
    assert_eq!((&fold["from"], &fold["to"]), (&json!(90), &json!(150)));
    assert_eq!(fold["meeting"]["clocks"], json!([{"place": "Kolkata", "time": "12:00"}]));
}

#[test]
fn a_meeting_that_older_rules_put_elsewhere_says_so() {
    let (app, mentorship) = app_in("America/Vancouver");
    a_session(&app, mentorship, "2027-11-16T12:00:00");
    let meeting = &day(&app, "2027-11-16")["blocks"][0]["meeting"];
    let notice = "Some calendars still use older rules for Vancouver and will show 10:00.";
    assert_eq!((&meeting["time"], &meeting["notices"]), (&json!("11:00"), &json!([notice])));
}

#[test]
fn the_second_ruler_changes_with_the_difference() {
    let (app, _) = app();
    // Monday to Saturday follow one ruler; on Sunday the clocks change, and 02:00 is not there.
    let before = week(&app, "2027-03-10");
    let rulers: Vec<_> = before["days"].as_array().unwrap().iter().map(|day| day["ruler"].as_u64()).collect();
    assert_eq!(rulers, [0, 0, 0, 0, 0, 0, 1].map(Some));
    assert_eq!(before["ruler"], 0);
    let sunday = &before["rulers"][1]["hours"];
    assert_eq!((&sunday[1], &sunday[2], &sunday[3]), (&json!("12:30"), &json!(null), &json!("13:30")));
}

#[test]
fn hours_outside_are_drawn_on_the_persons_own_day() {
    let (app, _) = app();
    // 08:00 to 22:00 in Kolkata is 21:30 to 11:30 in Chicago.
    let tuesday = day(&app, "2027-03-16");
    assert_eq!(tuesday["outside_other"], json!([{"from": 11 * 60 + 30, "to": 21 * 60 + 30}]));
}

#[test]
fn meetings_at_the_same_time_stand_beside_each_other() {
    let (app, mentorship) = app();
    for start in ["2027-03-16T09:00:00", "2027-03-16T09:30:00", "2027-03-16T10:30:00"] {
        a_session(&app, mentorship, start);
    }
    let tuesday = day(&app, "2027-03-16");
    let blocks = tuesday["blocks"].as_array().unwrap().iter();
    let lanes: Vec<_> = blocks.map(|block| (block["lane"].as_u64(), block["lanes"].as_u64())).collect();
    assert_eq!(lanes, [(0, 2), (1, 2), (0, 1)].map(|(lane, lanes)| (Some(lane), Some(lanes))));
}

#[test]
fn nights_are_folded_while_nothing_is_in_them() {
    let (app, mentorship) = app();
    a_session(&app, mentorship, "2027-03-16T21:30:00");
    let nights = week(&app, "2027-03-16")["nights"].clone();
    assert_eq!((&nights[0]["label"], &nights[0]["empty"]), (&json!("00–06"), &json!(true)));
    assert_eq!((&nights[1]["name"], &nights[1]["empty"]), (&json!("22:00 to 24:00"), &json!(false)));
}

#[test]
fn a_month_has_whole_weeks_with_meetings_and_changes() {
    let (app, mentorship) = app();
    tuesdays(&app, mentorship);
    let month = ask(&app, "calendar_month", json!({"day": "2027-03-20"}));
    assert_eq!(
        (&month["head"]["title"], &month["head"]["before"]),
        (&json!("March 2027"), &json!("2027-02-01"))
    );
    let weeks = month["weeks"].as_array().unwrap();
    assert_eq!((weeks.len(), &weeks[4][3]["number"]), (5, &json!("1 Apr")));
    assert_eq!(weeks[1][6]["length"], "23 h");
    assert_eq!(weeks[2][1]["meetings"][0]["clocks"], json!([{"place": "Kolkata", "time": "07:00 Wed"}]));
}

#[test]
fn the_agenda_lists_days_with_something_on_them() {
    let (app, mentorship) = app();
    tuesdays(&app, mentorship);
    let agenda = ask(&app, "calendar_agenda", json!({}));
    let days = agenda["days"].as_array().unwrap();
    let names: Vec<_> = days.iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(names, ["2027-03-14", "2027-03-16", "2027-03-23", "2027-03-30", "2027-04-06"]);
    assert_eq!(days[1]["meetings"][0]["lines"], json!(["Ishani 07:00–08:00, Wed 17 Mar"]));
    let next = ask(&app, "calendar_agenda", json!({"day": agenda["head"]["after"]}));
    assert_eq!(next["days"][0]["date"], "2027-04-13");
}

#[test]
fn a_change_says_what_it_does_to_a_series() {
    let (app, mentorship) = app();
    tuesdays(&app, mentorship);
    let shift = ask(&app, "calendar_shift", json!({"day": "2027-03-14"}));
    assert_eq!(shift["title"], "Chicago’s clocks go forward");
    assert_eq!(shift["text"], "On Sunday 14 March, from 02:00 to 03:00. Kolkata’s stay.");
    let series = &shift["series"][0];
    assert_eq!(
        [&series["days"], &series["before"], &series["after"]],
        [&json!("Tuesdays"), &json!("to 9 March"), &json!("from 16 March")]
    );
    assert_eq!(
        series["rows"],
        json!([
            {"who": "You", "was": "20:30", "becomes": "20:30", "moved": false},
            {"who": "Ishani, Wed", "was": "08:00", "becomes": "07:00", "moved": true},
        ])
    );
    assert_eq!(
        series["remark"],
        "07:00 is before the hours Ishani gave. Ishani’s 08:00 would be your 21:30."
    );
    assert_eq!(
        (&series["keep"], &series["suggestion"]["label"]),
        (&json!("Keep 20:30"), &json!("Suggest 21:30"))
    );
    assert_eq!(series["suggestion"]["typed"], "2027-03-16 21:30");
    assert_eq!(series["suggestion"]["session"], id_on(&app, "2027-03-16"));
}

#[test]
fn a_change_that_moves_nobody_says_so_and_a_day_without_one_is_refused() {
    let (app, _) = app();
    let shift = ask(&app, "calendar_shift", json!({"day": "2027-03-14"}));
    assert_eq!(shift["more"], "None of your series comes at another time for it.");
    assert_eq!(app.dispatch("calendar_shift", json!({"day": "2027-03-15"})).unwrap_err().code, "not_found");
}

#[rstest]
#[case::plain("2027-03-10", 21 * 60 + 15, "Wednesday 10 March, 21:15 for you; Thursday 08:45 for Ishani", None)]
#[case::outside("2027-03-15", 21 * 60, "Monday 15 March, 21:00 for you; Tuesday 07:30 for Ishani", Some("Outside the hours that Ishani gave."))]
#[case::in_a_gap(
    "2027-03-14",
    150,
    "Sunday 14 March, 03:30 for you; 14:00 for Ishani",
    Some("02:30 does not exist that day in Chicago; the meeting is at 03:30. Outside your own hours.")
)]
#[case::in_a_fold(
    "2027-11-07",
    90,
    "Sunday 7 November, 01:30 for you; 12:00 for Ishani",
    Some(
        "01:30 comes twice that day in Chicago; the meeting is at the first of the two. Outside your own hours."
    )
)]
fn a_place_is_said_on_every_clock_before_anything_moves(
    #[case] day: &str,
    #[case] minute: i64,
    #[case] sentence: &str,
    #[case] warning: Option<&str>,
) {
    let (app, mentorship) = app();
    let session = a_session(&app, mentorship, "2027-03-16T09:00:00");
    let slot = ask(&app, "calendar_slot", json!({"session": session, "day": day, "minute": minute}));
    assert_eq!(slot["sentence"], sentence);
    let said = slot["warning"].as_str();
    // Marcus's office hours end at 17:00, which is worth a word only where nothing weighs more.
    assert_eq!(said.filter(|said| *said != "Outside your own hours."), warning);
    assert_eq!(slot["scopes"], json!(["one"]));
}

const TUESDAY: &str = "Tue 20:30 Kolkata 07:00 Wed";
const THURSDAY: &str = "Thu 21:00 Kolkata 07:30 Fri";

#[rstest]
#[case::only_this_one("one", TUESDAY, TUESDAY)]
#[case::this_and_following("following", TUESDAY, THURSDAY)]
#[case::all("all", THURSDAY, THURSDAY)]
fn a_series_moves_as_far_as_asked(#[case] scope: &str, #[case] week_before: &str, #[case] week_after: &str) {
    let (app, mentorship) = app();
    tuesdays(&app, mentorship);
    let session = id_on(&app, "2027-03-23");
    let slot = ask(&app, "calendar_slot", json!({"session": session, "day": "2027-03-25", "minute": 1260}));
    assert_eq!(slot["scopes"], json!(["one", "following", "all"]));
    let to = json!({"session": session, "day": "2027-03-25", "minute": 1260, "scope": scope});
    ask(&app, "calendar_move", to);
    let weeks = ["2027-03-09", "2027-03-16", "2027-03-23", "2027-03-30"];
    let stands = weeks.map(|day| meetings(&week(&app, day)).join(", "));
    // What has been stays where it was.
    assert_eq!(stands, ["Tue 20:30 Kolkata 08:00 Wed", week_before, THURSDAY, week_after]);
    ask(&app, "undo", json!({}));
    let stands = weeks.map(|day| meetings(&week(&app, day)).join(", "));
    assert_eq!(stands, ["Tue 20:30 Kolkata 08:00 Wed", TUESDAY, TUESDAY, TUESDAY]);
}

#[test]
fn the_first_that_is_to_come_has_no_more_before_it() {
    let (app, mentorship) = app();
    tuesdays(&app, mentorship);
    let session = id_on(&app, "2027-03-16");
    let slot = ask(&app, "calendar_slot", json!({"session": session, "day": "2027-03-16", "minute": 1230}));
    assert_eq!((&slot["scopes"], &slot["same"]), (&json!(["one", "following"]), &json!(true)));
}

#[test]
fn an_empty_place_says_what_to_type() {
    let (app, _) = app();
    let slot = ask(&app, "calendar_slot", json!({"day": "2027-03-16", "minute": 555}));
    assert_eq!((&slot["typed"], &slot["scopes"]), (&json!("2027-03-16 09:15"), &json!([])));
}

#[rstest]
#[case::no_day("2027-02-30", "date_not_understood")]
#[case::before_all_calendars("1066-10-14", "out_of_range")]
fn a_day_that_is_none_is_named(#[case] day: &str, #[case] code: &str) {
    let (app, _) = app();
    for command in ["calendar_month", "calendar_agenda", "calendar_shift"] {
        let error = app.dispatch(command, json!({"day": day})).unwrap_err();
        assert_eq!((error.code, &error.params["value"]), (code, &day.into()), "{command}");
    }
}
