use super::*;
use rstest::rstest;

const TODAY: &str = "2026-11-24";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Every letter holds.
fn paper() -> Draft<'static> {
    Draft {
        title: "A first full draft of the readmission paper",
        specific: "One text that Ishani can read from beginning to end",
        baseline: Some(1200.0),
        target: Some(6000.0),
        unit: "words",
        attainable: "Tuesday and Thursday mornings are free",
        relevant: "Opens the epidemiology post",
        starts_on: Some(day("2026-09-14")),
        due_on: Some(day("2027-02-26")),
        ..Draft::default()
    }
}

fn letter(draft: &Draft<'_>, letter: Letter) -> Answer {
    answer(draft, day(TODAY)).into_iter().find(|answer| answer.letter == letter).unwrap()
}

/// The vague words that are named in "what exactly".
fn vague(specific: &str) -> Vec<(String, Vague)> {
    let named = |reason| match reason {
        Reason::VagueWord { word, vague } => Some((word, vague)),
        _ => None,
    };
    letter(&Draft { specific, ..paper() }, Letter::Specific).reasons.into_iter().filter_map(named).collect()
}

#[test]
fn a_goal_with_all_its_answers_holds() {
    assert!(answer(&paper(), day(TODAY)).iter().all(|answer| answer.verdict == Verdict::Holds));
}

#[test]
fn an_empty_draft_lacks_every_letter_with_a_reason() {
    for answer in answer(&Draft::default(), day(TODAY)) {
        assert_eq!(answer.verdict, Verdict::Missing, "{answer:?}");
        assert!(!answer.reasons.is_empty());
    }
}

#[rstest]
#[case::better("Become better at statistics", "better", Vague::Degree)]
#[case::more("Read more papers every month", "more", Vague::Degree)]
#[case::improve("Improve the way I present", "Improve", Vague::Degree)]
#[case::upper_case("IMPROVE MY SPANISH AT WORK", "IMPROVE", Vague::Degree)]
#[case::some("Write some chapters of the thesis", "some", Vague::Amount)]
#[case::soon("Send the abstract to Ishani soon", "soon", Vague::Time)]
#[case::learn_about("Learn about survival analysis", "Learn about", Vague::Doing)]
#[case::at_the_end("A presentation that is good", "good", Vague::Quality)]
#[case::in_punctuation("Write (some) chapters, slowly", "some", Vague::Amount)]
#[case::after_a_number_in_another_sentence("Finish 3 chapters. Then write more", "more", Vague::Degree)]
fn a_vague_word_is_named(#[case] specific: &str, #[case] word: &str, #[case] kind: Vague) {
    assert_eq!(vague(specific), [(word.to_owned(), kind)]);
    assert_eq!(letter(&Draft { specific, ..paper() }, Letter::Specific).verdict, Verdict::LookAgain);
}

#[rstest]
#[case::plain("Three reports that the finance team uses each month")]
#[case::degree_with_a_number("Improve my reading speed from 200 to 300 words a minute")]
#[case::amount_with_a_number("Give some 5 talks at the department")]
#[case::inside_a_word("A moreover and a handsome soonerish tryst")]
#[case::german("Bessere Berichte, mehr Zeit für die Familie")]
#[case::spanish("Mejorar mi inglés y hablar más en las reuniones")]
#[case::hebrew("לכתוב טיוטה מלאה של המאמר עד סוף השנה")]
#[case::arabic("كتابة المسودة الأولى الكاملة للورقة البحثية")]
#[case::japanese("日本語能力試験N2に合格する")]
#[case::arabic_digits("More pages: ٣٠٠٠ words of the draft")]
#[case::emoji("📄 One paper, 🪨 six milestones, 1 reader 👩‍🔬")]
fn these_words_are_not_vague(#[case] specific: &str) {
    assert_eq!(vague(specific), []);
    assert_eq!(letter(&Draft { specific, ..paper() }, Letter::Specific).verdict, Verdict::Holds);
}

#[test]
fn a_word_is_named_once_and_no_more_than_three_are() {
    assert_eq!(vague("Better and better and better reports").len(), 1);
    assert_eq!(vague("Better, more, some, soon, good, nice things").len(), 3);
}

#[rstest]
#[case::a_word("SQL")]
#[case::only_emoji("🪨🪨🪨🪨🪨🪨🪨🪨🪨🪨🪨🪨🪨🪨")]
#[case::only_signs("????????????????????")]
fn too_few_words_are_named(#[case] specific: &str) {
    let answer = letter(&Draft { specific, ..paper() }, Letter::Specific);
    assert_eq!((answer.verdict, &answer.reasons[0]), (Verdict::LookAgain, &Reason::TooShort));
}

#[test]
fn a_title_alone_is_not_specific_but_its_vague_words_are_named() {
    let answer = letter(&Draft { title: "Get better at SQL", specific: "  ", ..paper() }, Letter::Specific);
    assert_eq!(answer.verdict, Verdict::Missing);
    assert_eq!(
        answer.reasons,
        [Reason::Unsaid, Reason::VagueWord { word: "better".into(), vague: Vague::Degree }]
    );
}

#[test]
fn a_vague_title_is_made_good_by_exact_words() {
    let draft =
        Draft { title: "Get better at SQL", specific: "Three window-function reports in use", ..paper() };
    assert_eq!(letter(&draft, Letter::Specific).verdict, Verdict::Holds);
}

#[rstest]
#[case::two_verbs("Learn SQL and run a marathon", Some("and run a marathon"))]
#[case::ampersand("Finish the thesis & find a job", Some("& find a job"))]
#[case::long("Learn SQL and write a book about it in two years", Some("and write a book about it …"))]
#[case::the_same_thing("Write the draft and send it to Ishani", None)]
#[case::two_nouns("Present methods and results to the group", None)]
#[case::two_verbs_one_object("Write and revise the introduction", None)]
#[case::spanish("Aprender SQL y correr un maratón", None)]
#[case::nothing("", None)]
#[case::and_alone("and", None)]
#[case::ends_in_and("Learn SQL and", None)]
fn several_goals_in_one(#[case] title: &str, #[case] second: Option<&str>) {
    let reasons = letter(&Draft { title, ..paper() }, Letter::Specific).reasons;
    let found = reasons.iter().find_map(|reason| match reason {
        Reason::Several { second } => Some(second.as_str()),
        _ => None,
    });
    assert_eq!(found, second);
}

#[rstest]
#[case::up(Some(0.0), Some(5.0), "talks", Verdict::Holds)]
#[case::down(Some(120.0), Some(30.0), "minutes", Verdict::Holds)]
#[case::negative(Some(-10.0), Some(-2.5), "°C", Verdict::Holds)]
#[case::unit_in_hebrew(Some(0.0), Some(10.0), "עמודים", Verdict::Holds)]
#[case::no_baseline(None, Some(5.0), "talks", Verdict::Missing)]
#[case::no_target(Some(0.0), None, "talks", Verdict::Missing)]
#[case::no_unit(Some(0.0), Some(5.0), " ", Verdict::Missing)]
#[case::same(Some(5.0), Some(5.0), "talks", Verdict::LookAgain)]
#[case::zero_and_minus_zero(Some(0.0), Some(-0.0), "talks", Verdict::LookAgain)]
#[case::not_a_number(Some(0.0), Some(f64::NAN), "talks", Verdict::LookAgain)]
#[case::infinite(Some(0.0), Some(f64::INFINITY), "talks", Verdict::LookAgain)]
#[case::minus_infinite(Some(f64::NEG_INFINITY), Some(5.0), "talks", Verdict::LookAgain)]
fn numbers(
    #[case] baseline: Option<f64>,
    #[case] target: Option<f64>,
    #[case] unit: &str,
    #[case] verdict: Verdict,
) {
    let draft = Draft { baseline, target, unit, ..paper() };
    assert_eq!(letter(&draft, Letter::Measurable).verdict, verdict);
}

#[test]
fn each_missing_number_is_named() {
    let draft = Draft { baseline: None, target: None, unit: "", ..paper() };
    let reasons = letter(&draft, Letter::Measurable).reasons;
    assert_eq!(reasons, [Reason::NoBaseline, Reason::NoTarget, Reason::NoUnit]);
}

#[rstest]
#[case::none(0, Verdict::Missing)]
#[case::one(1, Verdict::LookAgain)]
#[case::two(2, Verdict::Holds)]
#[case::many(40, Verdict::Holds)]
fn a_checklist(#[case] milestones: usize, #[case] verdict: Verdict) {
    let draft = Draft { by_milestones: true, milestones, baseline: None, target: None, unit: "", ..paper() };
    assert_eq!(letter(&draft, Letter::Measurable).verdict, verdict);
}

fn pace(per_week: f64) -> Option<Pace> {
    Some(Pace { per_week, days: 28 })
}

#[rstest]
#[case::short_of_it(Some(212.0), pace(200.0), Verdict::LookAgain)]
#[case::enough(Some(212.0), pace(230.0), Verdict::Holds)]
#[case::near_enough(Some(212.0), pace(210.0), Verdict::Holds)]
#[case::still(Some(212.0), pace(0.0), Verdict::LookAgain)]
#[case::away(Some(212.0), pace(-50.0), Verdict::LookAgain)]
#[case::downwards(Some(-5.0), pace(-6.0), Verdict::Holds)]
#[case::up_instead_of_down(Some(-5.0), pace(6.0), Verdict::LookAgain)]
#[case::no_pace_yet(Some(212.0), None, Verdict::Holds)]
#[case::asks_for_no_number(Some(f64::NAN), pace(1.0), Verdict::Holds)]
fn the_pace_decides(
    #[case] asked_per_week: Option<f64>,
    #[case] pace: Option<Pace>,
    #[case] verdict: Verdict,
) {
    let draft = Draft { asked_per_week, pace, ..paper() };
    assert_eq!(letter(&draft, Letter::Attainable).verdict, verdict);
}

#[test]
fn without_a_reason_the_numbers_say_what_they_ask_for() {
    let draft = Draft { asked_per_week: Some(-7.0), attainable: "", ..paper() };
    let answer = letter(&draft, Letter::Attainable);
    assert_eq!(answer.verdict, Verdict::Missing);
    assert_eq!(answer.reasons[0], Reason::Asks { per_week: 7.0, unit: "words".into() });
}

#[rstest]
#[case::empty("", Verdict::Missing)]
#[case::spaces(" \n\t ", Verdict::Missing)]
#[case::a_word("ok", Verdict::LookAgain)]
#[case::emoji("👍👍👍👍👍👍👍", Verdict::LookAgain)]
#[case::chinese("开启职业", Verdict::Holds)]
#[case::hebrew("פותח לי את המשרה", Verdict::Holds)]
#[case::a_reason("Opens the epidemiology post", Verdict::Holds)]
fn a_reason_why(#[case] text: &str, #[case] verdict: Verdict) {
    let draft = Draft { relevant: text, attainable: text, ..paper() };
    assert_eq!(letter(&draft, Letter::Relevant).verdict, verdict);
    assert_eq!(letter(&draft, Letter::Attainable).verdict, verdict);
}

#[rstest]
#[case::tomorrow(Some("2026-11-25"), Verdict::Holds)]
#[case::today(Some("2026-11-24"), Verdict::LookAgain)]
#[case::yesterday(Some("2026-11-23"), Verdict::LookAgain)]
#[case::leap_day(Some("2028-02-29"), Verdict::Holds)]
#[case::five_years(Some("2031-11-24"), Verdict::Holds)]
#[case::a_day_more(Some("2031-11-25"), Verdict::LookAgain)]
#[case::end_of_the_calendar(Some("+262142-12-31"), Verdict::LookAgain)]
#[case::none(None, Verdict::Missing)]
fn the_last_day(#[case] due_on: Option<&str>, #[case] verdict: Verdict) {
    let draft = Draft { due_on: due_on.map(day), ..paper() };
    assert_eq!(letter(&draft, Letter::TimeBound).verdict, verdict);
}

#[test]
fn five_years_from_a_leap_day_are_counted() {
    let draft = Draft { due_on: Some(day("2033-02-28")), starts_on: None, ..paper() };
    let answers = answer(&draft, day("2028-02-29"));
    assert_eq!(answers[4].verdict, Verdict::Holds);
}

#[rstest]
#[case::same_day("2027-02-26")]
#[case::later("2027-03-01")]
fn the_last_day_comes_after_the_first(#[case] starts_on: &str) {
    let answer = letter(&Draft { starts_on: Some(day(starts_on)), ..paper() }, Letter::TimeBound);
    assert_eq!(answer.reasons, [Reason::DueBeforeStart { starts_on: day(starts_on) }]);
}

#[rstest]
#[case::letters("a".repeat(10_000))]
#[case::vague_words("better more some ".repeat(1_000))]
#[case::ands("Learn and run ".repeat(800))]
#[case::emoji("👩‍👩‍👧".repeat(2_000))]
#[case::control_characters("\u{0}\u{202E}".repeat(5_000))]
fn any_text_gets_an_answer(#[case] text: String) {
    let draft =
        Draft { title: &text, specific: &text, attainable: &text, relevant: &text, unit: &text, ..paper() };
    for answer in answer(&draft, day(TODAY)) {
        assert!((1..=6).contains(&answer.reasons.len()));
    }
}
