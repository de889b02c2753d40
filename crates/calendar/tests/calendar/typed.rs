//! What people type, read on Monday 23 November 2026 at 14:00.

use cairn_calendar::read_typed;
use rstest::rstest;

const NOW: &str = "2026-11-23T14:00:00";

fn read(text: &str) -> String {
    match read_typed(text, NOW.parse().unwrap()) {
        Ok(typed) => match typed.time {
            Some(time) => format!("{} {}", typed.date.format("%a %Y-%m-%d"), time.format("%H:%M")),
            None => typed.date.format("%a %Y-%m-%d").to_string(),
        },
        Err(error) => format!("{}: {}", error.code(), error.value()),
    }
}

#[rstest]
#[case::weekday_and_time("tue 16:00", "Tue 2026-11-24 16:00")]
#[case::same_weekday_later_today("monday 16:00", "Mon 2026-11-23 16:00")]
#[case::same_weekday_earlier_today("monday 9:00", "Mon 2026-11-30 09:00")]
#[case::same_weekday("Mon", "Mon 2026-11-30")]
#[case::tomorrow("tomorrow 4pm", "Tue 2026-11-24 16:00")]
#[case::half_apart("Tomorrow at 4:30 PM", "Tue 2026-11-24 16:30")]
#[case::at_hour("fri at 9", "Fri 2026-11-27 09:00")]
#[case::at_hour_and_half("fri at 9 pm", "Fri 2026-11-27 21:00")]
#[case::day_after_tomorrow("day after tomorrow", "Wed 2026-11-25")]
#[case::yesterday("yesterday 16:00", "Sun 2026-11-22 16:00")]
#[case::in_weeks("in 2 weeks", "Mon 2026-12-07")]
#[case::in_a_week("in a week 10:15", "Mon 2026-11-30 10:15")]
#[case::in_months("in 3 months", "Tue 2027-02-23")]
#[case::in_hours("in 2 hours", "Mon 2026-11-23 16:00")]
#[case::in_half_an_hour("in half an hour", "Mon 2026-11-23 14:30")]
#[case::past_midnight("in 11 hours", "Tue 2026-11-24 01:00")]
#[case::ago("3 days ago", "Fri 2026-11-20")]
#[case::nth_of_next_month("next month 3rd thursday", "Thu 2026-12-17")]
#[case::nth_of_named_month("first monday in january", "Mon 2027-01-04")]
#[case::last_of_month("last friday of next month 18:00", "Fri 2026-12-25 18:00")]
#[case::nth_alone("3rd thursday", "Thu 2026-12-17")]
#[case::last_weekday("last friday", "Fri 2026-11-20")]
#[case::last_same_weekday("last monday", "Mon 2026-11-16")]
#[case::day_month_time("24 nov 20:30", "Tue 2026-11-24 20:30")]
#[case::month_day("November 24", "Tue 2026-11-24")]
#[case::today_by_date("23 nov", "Mon 2026-11-23")]
#[case::earlier_today_is_next_year("23 nov 9:00", "Tue 2027-11-23 09:00")]
#[case::passed_is_next_year("3 march", "Wed 2027-03-03")]
#[case::leap_day("29 feb", "Tue 2028-02-29")]
#[case::with_year("24th of November 2027", "Wed 2027-11-24")]
#[case::glued("24nov 20:30", "Tue 2026-11-24 20:30")]
#[case::day_of_month("the 3rd", "Thu 2026-12-03")]
#[case::day_of_next_month("15th of next month", "Tue 2026-12-15")]
#[case::iso("2026-12-01 09:00", "Tue 2026-12-01 09:00")]
#[case::iso_in_one("2026-12-01T09:00", "Tue 2026-12-01 09:00")]
#[case::dots("1.12.2026", "Tue 2026-12-01")]
#[case::slashes("24/11/2026", "Tue 2026-11-24")]
#[case::day_and_month("24.12. 16:00", "Thu 2026-12-24 16:00")]
#[case::american("11/24/2026", "Tue 2026-11-24")]
#[case::next_friday("next friday", "Fri 2026-12-04")]
#[case::this_friday("this friday", "Fri 2026-11-27")]
#[case::weekday_next_week("tuesday next week 16:00", "Tue 2026-12-01 16:00")]
#[case::next_week("next week", "Mon 2026-11-30")]
#[case::next_month("next month", "Wed 2026-12-23")]
#[case::today("today 18:00", "Mon 2026-11-23 18:00")]
#[case::time_passed("9.30", "Tue 2026-11-24 09:30")]
#[case::time_ahead("18:45", "Mon 2026-11-23 18:45")]
#[case::noon("noon", "Tue 2026-11-24 12:00")]
#[case::noon_on("friday noon", "Fri 2026-11-27 12:00")]
#[case::midnight_half("tue 12am", "Tue 2026-11-24 00:00")]
#[case::french("fri 16h30", "Fri 2026-11-27 16:30")]
#[case::at_four_is_not_at_night("fri at 4", "Fri 2026-11-27 16:00")]
#[case::at_four_at_night("fri at 04", "Fri 2026-11-27 04:00")]
#[case::o_clock("4 o'clock friday", "Fri 2026-11-27 16:00")]
#[case::two_letters("th 9:00", "Thu 2026-11-26 09:00")]
#[case::number_in_words("in ten days", "Thu 2026-12-03")]
#[case::length_alone("2 weeks", "Mon 2026-12-07")]
#[case::short_length("in 2h", "Mon 2026-11-23 16:00")]
#[case::hours_from_now("2 hours from now", "Mon 2026-11-23 16:00")]
#[case::fortnight("in a fortnight", "Mon 2026-12-07")]
#[case::week_from_a_day("a week from friday 9:00", "Fri 2026-12-04 09:00")]
#[case::weekday_in_weeks("tuesday in 2 weeks", "Tue 2026-12-08")]
#[case::before_yesterday("the day before yesterday", "Sat 2026-11-21")]
#[case::this_evening("this evening 19:30", "Mon 2026-11-23 19:30")]
#[case::weekend("next weekend", "Sat 2026-12-05")]
#[case::end_of_month("end of the month", "Mon 2026-11-30")]
#[case::end_of_next_month("end of next month", "Thu 2026-12-31")]
#[case::end_of_february("end of february", "Sun 2027-02-28")]
#[case::end_of_year("end of the year", "Thu 2026-12-31")]
#[case::last_of_this_month("last friday of the month", "Fri 2026-11-27")]
#[case::start_of_month("start of january", "Fri 2027-01-01")]
#[case::short_year("1 dec 26", "Tue 2026-12-01")]
#[case::short_year_with_dots("24.12.27", "Fri 2027-12-24")]
#[case::no_hour_is_24("24.12 16:00", "Thu 2026-12-24 16:00")]
#[case::weekday_confirms("Tue 24 Nov, 20:30", "Tue 2026-11-24 20:30")]
fn is_understood(#[case] text: &str, #[case] meant: &str) {
    assert_eq!(read(text), meant);
}

#[rstest]
#[case::nothing("  ", "date_missing: ")]
#[case::no_date("soonish", "date_not_understood: soonish")]
#[case::unknown_word("tue blah", "date_not_understood: blah")]
#[case::no_such_day("31 nov", "date_impossible: 31 nov")]
#[case::no_such_leap_day("29 feb 2027", "date_impossible: 29 feb 2027")]
#[case::no_such_month("2026-13-01", "date_impossible: 2026-13-01")]
#[case::no_such_hour("tue 25:00", "time_impossible: 25:00")]
#[case::no_such_half("13pm", "time_impossible: 13pm")]
#[case::two_ways_to_read("05/06/2027", "date_ambiguous: 05/06/2027")]
#[case::two_ways_without_a_year("12/1", "date_ambiguous: 12/1")]
#[case::long_ago_or_an_hour("24 nov 20", "date_not_understood: 24 nov 20")]
#[case::from_to("fri 9-10", "date_not_understood: 9-10")]
#[case::wrong_weekday("wed 24 nov", "weekday_differs: wed 24 nov")]
#[case::two_times("tue 16:00 17:00", "date_not_understood: tue 16:00 17:00")]
#[case::no_fifth("5th thursday of february 2027", "date_impossible: 5th thursday of february 2027")]
#[case::far("in 999999999 years", "date_out_of_range: in 999999999 years")]
#[case::past_range("2201-01-01", "date_out_of_range: 2201-01-01")]
#[case::emoji("📅", "date_not_understood: 📅")]
fn is_refused_by_name(#[case] text: &str, #[case] error: &str) {
    assert_eq!(read(text), error);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}", words in "(in |next |last |3rd |24 |nov |fri |4:00 |month |at |1.2.){0,6}") {
        let _ = read_typed(&text, NOW.parse().unwrap());
        let _ = read_typed(&words, NOW.parse().unwrap());
    }
}
