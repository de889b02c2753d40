//! Goals of a mentee in Chicago and her mentor in Kolkata, as the interface asks for them.

use crate::{App, Error, testing::TestHost};
use cairn_domain::{Cadence, Member, MemberId, Mentorship, MentorshipId, Model, Role, Space, WeeklyHours};
use rstest::rstest;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// It is Tuesday 24 November 2026, 19:12 in Chicago.
const TUESDAY: &str = "2026-11-25T01:12:00Z";
const PAIR: Uuid = Uuid::from_u128(0xC0FFEE);

struct Pair {
    host: Arc<TestHost>,
    app: App,
}

impl Pair {
    fn new() -> Pair {
        let host = TestHost::at(TUESDAY);
        let app = host.open_app();
        let account = app.open().unwrap().account;
        let id = MentorshipId(PAIR);
        let member = |n: u128, name: &str, role: Role, account| Member {
            id: MemberId(Uuid::from_u128(n)),
            mentorship: id,
            account,
            name: name.into(),
            pronouns: None,
            role,
            zone: "America/Chicago".into(),
            hours: WeeklyHours::default(),
        };
        let mentorship = Mentorship {
            id,
            title: None,
            model: Model::OneToOne,
            purpose: String::new(),
            cadence: Cadence::Weekly,
            starts_on: None,
            ends_on: None,
            join_link: None,
            revisit_on: None,
        };
        app.act("test", |draft| {
            draft.create(Space::Mentorship(id), &mentorship)?;
            draft.create(Space::Mentorship(id), &member(1, "Marcus", Role::Mentee, Some(account)))?;
            draft.create(Space::Mentorship(id), &member(2, "Ishani", Role::Mentor, None))?;
            Ok(())
        })
        .unwrap();
        Pair { host, app }
    }

    fn does(&self, command: &str, arguments: Value) -> Value {
        self.app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    fn fails(&self, command: &str, arguments: Value) -> Error {
        self.app.dispatch(command, arguments).unwrap_err()
    }

    /// A new goal with these fields; its id.
    fn goal(&self, fields: Value) -> Value {
        self.does("goal_save", fields)["goal"].clone()
    }

    fn get(&self, goal: &Value) -> Value {
        self.does("goal_get", json!({ "goal": goal }))
    }

    /// The readmission paper: 6,000 words by 26 February, from 1,200 on 14 September, started.
    fn paper(&self, shared: bool) -> Value {
        let shared_in = if shared { json!(PAIR) } else { Value::Null };
        let goal = self.goal(json!({
            "shared_in": shared_in, "title": "A first full draft of the readmission paper",
            "specific": "One text that Ishani can read from beginning to end.",
            "baseline": "1,200", "target": "6,000", "unit": "words",
            "relevant": "Opens the epidemiology post.", "starts_on": "2026-09-14", "due_on": "2027-02-26",
        }));
        self.does("goal_status", json!({"goal": goal, "status": "active"}));
        goal
    }

    fn check_in(&self, goal: &Value, on: &str, value: &str, confidence: i64) -> Value {
        let arguments =
            json!({"goal": goal, "on": on, "value": value, "confidence": confidence, "comment": ""});
        self.does("check_in_save", arguments)["check_in"].clone()
    }

    fn milestone(&self, goal: &Value, title: &str) -> Value {
        self.does("milestone_save", json!({"goal": goal, "title": title}))["milestone"].clone()
    }

    fn titles(&self, goal: &Value) -> Vec<String> {
        let milestones = self.get(goal)["milestones"].as_array().unwrap().clone();
        milestones.iter().map(|milestone| milestone["title"].as_str().unwrap().to_owned()).collect()
    }

    fn listed(&self, arguments: Value) -> Vec<(bool, Vec<String>)> {
        let groups = self.does("goals_list", arguments);
        let titles = |group: &Value| {
            let goals = group["goals"].as_array().unwrap();
            goals.iter().map(|goal| goal["title"].as_str().unwrap().to_owned()).collect()
        };
        groups.as_array().unwrap().iter().map(|group| (group["private"] == true, titles(group))).collect()
    }
}

/// A letter's verdict and its sentences in one.
fn letter(letters: &Value, name: &str) -> (String, String) {
    let letters = letters.as_array().unwrap();
    let found = letters.iter().find(|letter| letter["letter"] == name).unwrap();
    let reasons: Vec<&str> = found["reasons"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    (found["verdict"].as_str().unwrap().to_owned(), reasons.join(" ").replace('\u{A0}', " "))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('\u{A0}', " ")
}

#[test]
fn a_goal_of_ones_own_is_private_unless_one_shares_it() {
    let pair = Pair::new();
    let own = pair.get(&pair.goal(json!({"title": "Learn Spanish"})));
    let shared = pair.get(&pair.goal(json!({"title": "Write a paper", "shared_in": PAIR})));
    assert_eq!((&own["private"], &own["people"]), (&json!(true), &json!([])));
    assert_eq!(
        (&shared["private"], &shared["names"], &shared["mine"]),
        (&json!(false), &json!("Ishani"), &json!(true))
    );
}

#[test]
fn the_places_for_a_new_goal_are_only_you_and_each_mentorship() {
    let places = Pair::new().does("goal_places", json!({}));
    assert_eq!(places[0]["mentorship"], Value::Null);
    assert_eq!((&places[1]["name"], &places[1]["people"][0]["name"]), (&json!("Ishani"), &json!("Marcus")));
}

#[test]
fn the_letters_answer_while_one_types() {
    let pair = Pair::new();
    let letters = pair.does(
        "goal_smart",
        json!({"title": "Get better at SQL", "baseline": "lots", "due_on": "2026-11-24"}),
    );
    assert_eq!(
        letter(&letters, "specific"),
        (
            "missing".into(),
            "Say what will be there that is not there now. “better” than what? Say from how much to how much.".into()
        )
    );
    assert_eq!(letter(&letters, "measurable").1, "Write numbers in figures, such as 1,200.");
    assert_eq!(letter(&letters, "time_bound").1, "That is today. Choose a day you can still work towards.");
    assert_eq!(letter(&letters, "relevant").0, "missing");

    let letters = pair.does(
        "goal_smart",
        json!({
            "specific": "Three reports that the finance team uses", "baseline": "0", "target": "3", "unit": "reports",
            "starts_on": "2026-11-24", "due_on": "2026-12-15", "attainable": "", "relevant": "Opens the post",
        }),
    );
    assert_eq!(letter(&letters, "measurable"), ("holds".into(), "From 0 to 3 reports.".into()));
    assert_eq!(letter(&letters, "time_bound"), ("holds".into(), "15 December 2026.".into()));
    assert_eq!(
        letter(&letters, "attainable").1,
        "Asks for 1 reports a week. Say what makes it possible: time, help, a first step already done."
    );
}

#[test]
fn the_screen_of_a_goal_says_where_its_pace_leads() {
    let pair = Pair::new();
    let goal = pair.paper(true);
    for (on, value) in [("2026-09-20", "1340"), ("2026-10-18", "2080"), ("2026-11-15", "2880")] {
        pair.check_in(&goal, on, value, 4);
    }
    let view = pair.get(&goal);
    assert_eq!(view["value"], "2,880");
    assert_eq!(text(&view["value_about"]), "of 6,000 words on 15 November");
    assert_eq!(
        text(&view["pace"]),
        "At your pace, 200 words a week, you finish 6 days late. At 212 you finish on the day."
    );
    assert_eq!((&view["due"], &view["due_in"]), (&json!("26 February 2027"), &json!("in 94 days")));
    assert_eq!(
        letter(&view["smart"], "attainable"),
        ("look_again".into(), "Asks for 212 words a week. The last 4 weeks gave 200.".into())
    );
    assert_eq!((&view["holds"], &view["wants_check_in"]), (&json!(4), &json!(true)));

    let chart = &view["chart"];
    assert_eq!(
        (&chart["target"]["from"]["at"], &chart["target"]["to"]["when"]),
        (&json!(0), &json!("26 Feb"))
    );
    assert_eq!(chart["projection"], json!({"at": 171, "value": 6000.0, "label": "At this pace, 4 March"}));
    assert_eq!(
        (&chart["points"][2]["at"], &chart["points"][2]["value"], &chart["today"]),
        (&json!(62), &json!(2880.0), &json!(71))
    );
    assert_eq!(chart["ticks"][0], json!({"at": 17, "label": "Oct"}));
}

#[test]
fn a_goal_down_to_a_target_speaks_of_what_it_takes_off() {
    let pair = Pair::new();
    let goal = pair.goal(json!({
        "title": "Less phone", "baseline": "120", "target": "30", "unit": "minutes",
        "starts_on": "2026-10-01", "due_on": "2027-01-14",
    }));
    pair.does("goal_status", json!({"goal": goal, "status": "active"}));
    assert_eq!(text(&pair.get(&goal)["pace"]), "6 minutes a week get there by 14 January.");
    pair.check_in(&goal, "2026-10-29", "80", 3);
    pair.check_in(&goal, "2026-11-05", "70", 3);
    let view = pair.get(&goal);
    assert_eq!(text(&view["pace"]), "At your pace, 10 minutes a week, you finish 42 days early.");
    assert_eq!(letter(&view["smart"], "attainable").0, "holds");
    pair.check_in(&goal, "2026-11-24", "25", 5);
    assert_eq!((&pair.get(&goal)["is_reached"], &pair.get(&goal)["share"]), (&json!(true), &json!(1.0)));
}

#[test]
fn a_checklist_is_told_by_its_stones() {
    let pair = Pair::new();
    let goal = pair.goal(json!({"title": "Defend the thesis", "measure": "checklist"}));
    let first = pair.milestone(&goal, "Committee agreed");
    pair.milestone(&goal, "Draft sent");
    pair.does("milestone_reach", json!({"milestone": first, "reached": true, "on": "2026-11-09"}));
    let view = pair.get(&goal);
    assert_eq!(
        (&view["stones"], &view["value"], &view["share"]),
        (&json!("1 of 2 stones"), &json!("1"), &json!(0.5))
    );
    assert_eq!(view["milestones"][0]["note"], "Reached 9 Nov");
    assert_eq!(
        (&view["milestones"][1]["note"], &view["milestones"][1]["next"]),
        (&json!("Next"), &json!(true))
    );
    assert_eq!(view["history"][0]["text"], "First written");
    assert_eq!(view["history"][1], json!({"when": "9 Nov", "text": "First stone, for Committee agreed"}));
    assert_eq!(view["chart"], Value::Null);
}

#[test]
fn milestones_move_among_each_other() {
    let pair = Pair::new();
    let goal = pair.goal(json!({"title": "Thesis", "measure": "checklist"}));
    let ids: Vec<Value> = ["a", "b", "c"].iter().map(|title| pair.milestone(&goal, title)).collect();
    pair.does("milestone_move", json!({"milestone": ids[2], "index": 0}));
    assert_eq!(pair.titles(&goal), ["c", "a", "b"]);
    pair.does("milestone_move", json!({"milestone": ids[2], "index": 1}));
    assert_eq!(pair.titles(&goal), ["a", "c", "b"]);
    pair.does("milestone_move", json!({"milestone": ids[0], "index": 99}));
    assert_eq!(pair.titles(&goal), ["c", "b", "a"]);
    pair.does("milestone_remove", json!({"milestone": ids[1]}));
    pair.does("undo", json!({}));
    assert_eq!(pair.titles(&goal), ["c", "b", "a"]);
}

#[test]
fn fields_are_saved_as_typed_and_the_others_stay() {
    let pair = Pair::new();
    let goal = pair.goal(json!({"title": "ללמוד ספרדית 🪨"}));
    for typed in ["F", "Fi", "Fif", "Fifty words"] {
        pair.does("goal_save", json!({"goal": goal, "specific": typed}));
    }
    pair.does("goal_save", json!({"goal": goal, "target": "50"}));
    let fields = pair.get(&goal)["fields"].clone();
    assert_eq!(
        (&fields["title"], &fields["specific"], &fields["target"]),
        (&json!("ללמוד ספרדית 🪨"), &json!("Fifty words"), &json!("50"))
    );
    pair.does("goal_save", json!({"goal": goal, "target": ""}));
    assert_eq!(pair.get(&goal)["fields"]["target"], "");
}

#[rstest]
#[case::long_title(json!({"title": "a".repeat(10_000)}), "too_long", "title")]
#[case::long_unit(json!({"unit": "a".repeat(10_000)}), "too_long", "unit")]
#[case::word_for_a_number(json!({"baseline": "many"}), "not_a_number", "baseline")]
#[case::nan(json!({"target": "NaN"}), "not_a_number", "target")]
#[case::infinite(json!({"target": "inf"}), "not_a_number", "target")]
#[case::no_such_day(json!({"due_on": "2027-02-29"}), "date_not_understood", "due_on")]
fn what_cannot_be_kept_is_said_at_its_field(#[case] fields: Value, #[case] code: &str, #[case] field: &str) {
    let pair = Pair::new();
    let error = pair.fails("goal_save", fields);
    assert_eq!((error.code, error.params["field"].clone()), (code, field.into()));
    assert_eq!(pair.listed(json!({})), []);
}

#[test]
fn a_draft_may_be_without_a_title_and_a_started_goal_not() {
    let pair = Pair::new();
    let goal = pair.goal(json!({"specific": "Something"}));
    assert_eq!(pair.get(&goal)["heading"], "Untitled goal");
    assert_eq!(
        pair.fails("goal_status", json!({"goal": goal, "status": "active"})).params["field"],
        "title".into()
    );
    let paper = pair.paper(false);
    assert_eq!(pair.fails("goal_save", json!({"goal": paper, "title": " "})).code, "empty");
}

#[rstest]
#[case::nothing_said(json!({"value": "", "comment": " "}), "empty", "value")]
#[case::a_word(json!({"value": "more", "comment": ""}), "not_a_number", "value")]
#[case::tomorrow(json!({"value": "1", "comment": "", "on": "2026-11-25"}), "future_date", "on")]
#[case::too_sure(json!({"value": "1", "comment": "", "confidence": 6}), "confidence_range", "confidence")]
fn a_check_in_that_cannot_be_kept(#[case] mut typed: Value, #[case] code: &str, #[case] field: &str) {
    let pair = Pair::new();
    typed["goal"] = pair.paper(false);
    let error = pair.fails("check_in_save", typed);
    assert_eq!((error.code, error.params["field"].clone()), (code, field.into()));
}

#[test]
fn a_check_in_is_corrected_and_removed_and_comes_back() {
    let pair = Pair::new();
    let goal = pair.paper(true);
    let check_in = pair.check_in(&goal, "2026-11-15", "2880", 4);
    let corrected = json!({"goal": goal, "check_in": check_in, "on": "2026-11-16", "value": "2,900", "comment": "Counted again"});
    pair.does("check_in_save", corrected);
    let view = pair.get(&goal);
    assert_eq!(text(&view["check_ins"][0]["amount"]), "2,900 words");
    assert_eq!(
        (&view["check_ins"][0]["when"], &view["check_ins"][0]["by"]),
        (&json!("Mon 16 Nov"), &Value::Null)
    );
    pair.does("check_in_remove", json!({"check_in": check_in}));
    assert_eq!(pair.get(&goal)["check_ins"], json!([]));
    pair.does("undo", json!({}));
    assert_eq!(pair.get(&goal)["check_ins"][0]["comment"], "Counted again");
}

#[test]
fn the_list_is_grouped_by_who_reads_it() {
    let pair = Pair::new();
    pair.paper(true);
    pair.goal(json!({"title": "Learn Spanish"}));
    pair.host.set_now("2026-11-25T01:13:00Z");
    pair.goal(json!({"title": "Ask Ishani for a letter", "about": PAIR}));
    let paper = "A first full draft of the readmission paper".to_owned();
    assert_eq!(
        pair.listed(json!({})),
        [
            (false, vec![paper.clone()]),
            (true, vec!["Learn Spanish".into(), "Ask Ishani for a letter".into()])
        ]
    );
    assert_eq!(
        pair.listed(json!({"mentorship": PAIR})),
        [(false, vec![paper]), (true, vec!["Ask Ishani for a letter".into()])]
    );
}

#[test]
fn a_card_tells_progress_and_whether_a_check_in_is_wanted() {
    let pair = Pair::new();
    let goal = pair.paper(true);
    pair.check_in(&goal, "2026-11-15", "2880", 4);
    let card = pair.does("goals_list", json!({}))[0]["goals"][0].clone();
    assert_eq!(
        (text(&card["progress"]), card["share"].clone()),
        ("2,880 of 6,000 words".into(), json!(0.35))
    );
    assert_eq!(
        (&card["wants_check_in"], &card["due"], &card["late"]),
        (&json!(true), &json!("26 Feb"), &json!(false))
    );
    pair.check_in(&goal, "2026-11-22", "3000", 4);
    assert_eq!(pair.does("goals_list", json!({}))[0]["goals"][0]["wants_check_in"], false);
}

#[test]
fn deleting_a_goal_takes_all_of_it_and_undo_brings_all_of_it_back() {
    let pair = Pair::new();
    let goal = pair.paper(true);
    pair.check_in(&goal, "2026-11-15", "2880", 4);
    pair.milestone(&goal, "Outline agreed");
    pair.does("goal_delete", json!({ "goal": goal }));
    assert_eq!(pair.fails("goal_get", json!({ "goal": goal })).code, "not_found");
    assert_eq!(pair.listed(json!({})), []);
    pair.does("undo", json!({}));
    let view = pair.get(&goal);
    assert_eq!(
        (view["check_ins"].as_array().unwrap().len(), view["milestones"].as_array().unwrap().len()),
        (1, 1)
    );
}

#[test]
fn a_draft_changes_its_place_by_a_copy_and_a_started_goal_does_not() {
    let pair = Pair::new();
    let draft = pair.goal(json!({"title": "Learn Spanish"}));
    pair.milestone(&draft, "First talk");
    let moved = pair.does("goal_place", json!({"goal": draft, "shared_in": PAIR}))["goal"].clone();
    assert_ne!(moved, draft);
    assert_eq!(pair.listed(json!({})), [(false, vec!["Learn Spanish".into()])]);
    assert_eq!(pair.titles(&moved), ["First talk"]);
    pair.does("undo", json!({}));
    assert_eq!(pair.listed(json!({})), [(true, vec!["Learn Spanish".into()])]);
    let paper = pair.paper(false);
    assert_eq!(pair.fails("goal_place", json!({"goal": paper, "shared_in": PAIR})).code, "goal_started");
}

#[test]
fn sharing_shows_the_exact_text_and_copies_just_that() {
    let pair = Pair::new();
    let goal = pair.paper(false);
    pair.does("goal_save", json!({"goal": goal, "next_step": "Mail marcus@example.org", "levels": ["", "", "Full draft", "", ""]}));
    let chosen = pair.milestone(&goal, "Outline agreed");
    pair.milestone(&goal, "Quit if it fails");
    let check_in = pair.check_in(&goal, "2026-11-15", "2880", 4);
    pair.check_in(&goal, "2026-11-01", "2300", 1);
    let what = json!({"goal": goal, "mentorship": PAIR, "milestones": [chosen], "check_ins": [check_in]});

    let preview = pair.does("goal_share_preview", what.clone());
    let shown = text(&preview["text"]);
    for words in
        ["readmission paper", "6,000 words", "26 February 2027", "0: Full draft", "- Outline agreed", "2,880"]
    {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert!(!shown.contains("Quit if it fails") && !shown.contains("2,300"), "{shown}");
    assert_eq!((&preview["names"], &preview["contacts"]), (&json!("Ishani"), &json!(["marcus@example.org"])));
    assert_eq!(pair.listed(json!({})).len(), 1, "a preview writes nothing");

    let copy = pair.does("goal_share", what.clone())["goal"].clone();
    let (theirs, mine) = (pair.get(&copy), pair.get(&goal));
    assert_eq!(
        (&theirs["private"], &theirs["original"], &mine["private"]),
        (&json!(false), &goal, &json!(true))
    );
    assert_eq!(mine["copies"][0]["id"], copy);
    assert_eq!(pair.titles(&copy), ["Outline agreed"]);
    assert_eq!(theirs["check_ins"].as_array().unwrap().len(), 1);
    assert_eq!(mine["history"][0]["text"], "Shared with Ishani");
    assert_eq!(pair.does("goal_share_preview", what.clone())["shared_before"], copy);
    assert_eq!(
        pair.fails(
            "goal_share",
            json!({"goal": copy, "mentorship": PAIR, "milestones": [], "check_ins": []})
        )
        .code,
        "goal_shared"
    );

    pair.does("undo", json!({}));
    assert_eq!(pair.listed(json!({})), [(true, vec!["A first full draft of the readmission paper".into()])]);
}

/// Who shares a copy of a private goal knows its id.
#[test]
fn what_others_hang_on_a_private_goal_is_not_of_it() {
    use cairn_domain::{CheckIn, CheckInId, GoalId, Milestone, MilestoneId};
    let pair = Pair::new();
    let private = pair.paper(false);
    let goal = GoalId(private.as_str().unwrap().parse().unwrap());
    let before = pair.get(&private);
    pair.app
        .act("test", |draft| {
            let space = Space::Mentorship(MentorshipId(PAIR));
            let (id, title) = (MilestoneId(Uuid::from_u128(77)), "planted".into());
            draft.create(
                space,
                &Milestone { id, goal, title, due_on: None, reached_on: None, position: 0.5 },
            )?;
            let (id, comment) = (CheckInId(Uuid::from_u128(78)), "planted".into());
            let on = "2026-11-24".parse().unwrap();
            let check_in = CheckIn { id, goal, on, value: None, confidence: None, comment, by: None };
            Ok(draft.create(space, &check_in)?)
        })
        .unwrap();
    let after = pair.get(&private);
    assert_eq!((&after["milestones"], &after["check_ins"]), (&before["milestones"], &before["check_ins"]));
}

/// Words of a private goal that are found in no shared read: neither in the mentorship's view of the store, nor in what
/// the screens of the mentorship show of what is shared.
#[test]
fn the_words_of_a_private_goal_are_in_no_shared_read() {
    const MARK: &str = "zinnoberkrebs";
    let pair = Pair::new();
    pair.paper(true);
    let goal = pair.goal(json!({
        "about": PAIR, "title": MARK, "specific": MARK, "attainable": MARK, "relevant": MARK, "unit": MARK,
        "next_step": MARK, "plan_if": MARK, "plan_then": MARK, "levels": [MARK, MARK, MARK, MARK, MARK],
        "baseline": "0", "target": "5",
    }));
    pair.milestone(&goal, MARK);
    pair.does("check_in_save", json!({"goal": goal, "value": "1", "comment": MARK}));

    pair.app
        .read(|reader| {
            let view = reader.mentorship(MentorshipId(PAIR));
            let goals = view.all::<cairn_domain::Goal>()?;
            let milestones = view.all::<cairn_domain::Milestone>()?;
            let check_ins = view.all::<cairn_domain::CheckIn>()?;
            assert_eq!(goals.len(), 1);
            let everything = format!("{goals:?}{milestones:?}{check_ins:?}");
            assert!(!everything.contains(MARK));
            Ok::<_, Error>(())
        })
        .unwrap();

    let groups = pair.does("goals_list", json!({"mentorship": PAIR}));
    for group in groups.as_array().unwrap() {
        assert_eq!(group["private"] == true, group.to_string().contains(MARK), "{group}");
    }
}

#[test]
fn history_tells_what_became_of_it() {
    let pair = Pair::new();
    let goal = pair.paper(true);
    pair.host.set_now("2026-11-28T18:00:00Z");
    pair.does("goal_save", json!({"goal": goal, "title": "A full draft", "due_on": "2027-03-26"}));
    pair.host.set_now("2026-11-30T18:00:00Z");
    pair.does("goal_status", json!({"goal": goal, "status": "paused"}));
    let history = pair.get(&goal)["history"].clone();
    let lines: Vec<(String, String)> =
        history.as_array().unwrap().iter().map(|line| (text(&line["when"]), text(&line["text"]))).collect();
    let expected = [
        ("30 Nov", "Paused"),
        ("28 Nov", "Moved to 26 March"),
        ("28 Nov", "Reworded"),
        ("24 Nov", "Started"),
        ("24 Nov", "First written"),
    ];
    assert_eq!(lines, expected.map(|(when, text)| (when.to_owned(), text.to_owned())));
}
