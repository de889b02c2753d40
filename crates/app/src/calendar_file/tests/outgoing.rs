//! What goes out, and comes back.

use super::*;
use proptest::prelude::*;

fn written(host: &TestHost, app: &App) -> (String, Value) {
    let path = tempfile::tempdir().unwrap().keep().join("out.ics");
    host.will_save(path.clone());
    let written = app.dispatch("calendar_file_write", json!({})).unwrap();
    (std::fs::read_to_string(path).unwrap(), written)
}

#[test]
fn what_is_left_of_a_series_that_is_gone_comes_back_as_it_is() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    take(&app, &look(&host, &app, &calendar(SERIES)));
    let kept = series(&app).remove(0);
    let id = cairn_domain::SessionId::of_occurrence(kept.id, kept.starts);
    app.dispatch("agenda_add", json!({ "session": id, "text": "The draft" })).unwrap();
    app.background(|draft| Ok(draft.remove::<Series>(kept.id)?)).unwrap();
    let (text, _) = written(&host, &app);
    assert_eq!(fates(&look(&host, &app, &text)), ["same"]);
    // Beside it, a file with something new is taken in.
    let more = text.replace("END:VCALENDAR", &format!("{SINGLE}END:VCALENDAR"));
    assert_eq!(take(&app, &look(&host, &app, &more)), (1, 0, 0));
    let moved = text.replace("SEQUENCE:0", "SEQUENCE:1").replace("20261201T203000", "20261202T203000");
    let moved = moved.replace("20261201T213000", "20261202T213000");
    assert_eq!(take(&app, &look(&host, &app, &moved)), (0, 1, 0));
    let there = sessions(&app).into_iter().find(|session| session.id == id).unwrap();
    assert_eq!((there.series, there.starts.to_string().as_str()), (Some(kept.id), "2026-12-02 20:30:00"));
}

#[test]
fn what_no_calendar_can_show_is_counted() {
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    a_session(&app, mentorship, "2026-12-08T20:30:00");
    take(&app, &look(&host, &app, &calendar(SERIES)));
    let unknown = Series { zone: "Middle Earth".into(), ..series(&app).remove(0) };
    app.background(|draft| Ok(draft.update(&unknown)?)).unwrap();
    let (text, written) = written(&host, &app);
    assert_eq!((text.matches("BEGIN:VEVENT").count(), written["left_out"].as_u64()), (1, Some(1)));
}

#[test]
fn a_file_of_ones_own_reminds_and_one_to_hand_on_does_not() {
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    a_session(&app, mentorship, "2026-12-08T20:30:00");
    app.dispatch("reminder_leads_save", json!({ "mentorship": mentorship, "leads": [90, 5] })).unwrap();
    let (text, _) = written(&host, &app);
    let triggers: Vec<_> = text.lines().filter(|line| line.starts_with("TRIGGER")).collect();
    assert_eq!(triggers, ["TRIGGER:-PT90M", "TRIGGER:-PT5M"]);
    let handed_on =
        app.read(|reader| crate::calendar_file::outgoing::calendar(reader, &[mentorship], None, app.now()));
    assert!(!handed_on.unwrap().text.contains("VALARM"));
    assert_eq!(fates(&look(&host, &app, &text)), ["same"]);
}

/// For scripts/check_ical.sh: the example as Cairn exports it, and when its sessions are by our own reckoning, for other
/// programs to say the same.
#[test]
#[ignore = "writes for other programs, to the folder that CAIRN_ICS_TO names"]
fn the_example_is_written_for_other_programs() {
    const COMPARED: usize = 50;
    let Some(folder) = std::env::var_os("CAIRN_ICS_TO").map(PathBuf::from) else { return };
    let host = host();
    let app = host.open_app();
    app.fill_demo().unwrap();
    let (text, left) = written(&host, &app);
    assert_eq!(left["left_out"], 0);
    std::fs::write(folder.join("example.ics"), text).unwrap();

    let kept = series(&app);
    let (from, until) = ("2026-01-01T00:00:00Z".parse().unwrap(), "2029-01-01T00:00:00Z".parse().unwrap());
    let all = app.read(|reader| crate::sessions::upcoming(reader, from, until)).unwrap();
    let mut starts = std::collections::BTreeMap::<String, Vec<String>>::new();
    for found in all {
        let of = kept.iter().find(|series| Some(series.id) == found.session.series);
        let of_uid = starts.entry(of.map_or_else(|| found.session.uid(), Series::uid)).or_default();
        of_uid.push(found.at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        of_uid.truncate(COMPARED);
    }
    std::fs::write(folder.join("example.json"), serde_json::to_string(&starts).unwrap()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_sequence_that_others_see_never_goes_down(
        acts in prop::collection::vec((0..3_usize, 0..6_i64, 0..20_i64), 1..8),
    ) {
        let host = host();
        let app = host.open_app();
        a_pair(&app);
        take(&app, &look(&host, &app, &calendar(SERIES)));
        let kept = series(&app).remove(0);
        let outside = || {
            let (series, recorded) = (series(&app).remove(0), sessions(&app));
            crate::calendar_file::outgoing::sequence_of(&series, recorded.iter())
        };
        let mut seen = outside();
        for (act, week, hours) in acts {
            let original = kept.starts + chrono::TimeDelta::weeks(week);
            let id = cairn_domain::SessionId::of_occurrence(kept.id, original);
            let starts = original + chrono::TimeDelta::hours(hours);
            let _ = match act {
                0 => app.dispatch("session_move", json!({ "id": id, "starts": starts, "zone": "America/Chicago" })),
                1 => app.dispatch("session_cancel", json!({ "id": id })),
                _ => app.dispatch("session_skip", json!({ "id": id })),
            };
            prop_assert!(outside() >= seen);
            seen = outside();
        }
    }
}
