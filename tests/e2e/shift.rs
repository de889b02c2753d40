//! A series across a change of clocks: what it will be is seen before it is planned, and told seven days before it happens.

use cairn_tests::{Desktop, Keyring};
use serde_json::json;

use crate::session::{a_pair, go};

#[test]
fn a_series_says_beforehand_when_it_will_come_at_another_time() {
    let desktop = Desktop::new(Keyring::Unlocked);
    // Friday 29 January 2027, 12:00 in Chicago.
    desktop.set_clock("2027-01-29T18:00:00Z");
    desktop.set_zone("America/Chicago");
    let app = desktop.start();
    let mentorship = a_pair(&app);
    // Ishani gives 08:00 to 22:00.
    let hours: Vec<_> = (0..7).map(|day| json!({ "day": day, "from": 480, "to": 1320 })).collect();
    let view = app.invoke("mentorship_get", &json!({ "id": mentorship })).expect("it is there");
    let ishani = view["members"].as_array().expect("a list").iter().find(|member| member["name"] == "Ishani");
    let ishani = ishani.expect("Ishani is a member");
    let with_hours = json!({ "name": "Ishani", "role": "mentor", "zone": "Asia/Kolkata", "hours": hours });
    app.invoke("member_edit", &json!({ "id": ishani["id"], "member": with_hours }))
        .expect("her hours are kept");

    // The year on both clocks, before it counts.
    go(&app, &format!("#/mentorship/{mentorship}/sessions"));
    app.button("Plan a session").click();
    app.field("When").fill("tue 20:30");
    app.sees("Tuesday 2 February, 20:30 for you; Wednesday 08:00 for Ishani");
    app.sees("53 sessions in the next 12 months, on your clock, in Chicago");
    app.sees("16 March to 2 November");
    app.sees("07:00 Wed");
    app.sees("Outside the hours this person gave");
    app.accessible("plan-year");
    app.resize(480, 860);
    app.accessible("plan-year-480");
    app.resize(1280, 860);
    app.field("When").type_text("\n");
    app.sees("You 20:30–21:30");

    // The same year of the planned series.
    go(&app, &format!("#/mentorship/{mentorship}/sessions"));
    app.button("Next 12 months").click();
    app.find("heading", "Every Tuesday at 20:30");
    app.sees("16 March to 2 November");
    app.accessible("series-year");
    app.button("Close").click();

    // Seven days before the first session that shifts: on the desktop, and on Today.
    desktop.set_clock("2027-03-10T02:30:05Z");
    let shown = desktop.sees_notification("A meeting comes at another time");
    let sentence = "From Wednesday 17 March it is 07:00 for Ishani, not 08:00: your clocks change.";
    assert!(shown.body.contains(sentence), "the new time, the old one and the cause are told: {shown:?}");
    go(&app, "#/today");
    app.find("heading", "Your meetings with Ishani come at another time");
    app.sees(sentence);
    app.sees("07:00 is outside the hours Ishani gave.");
    app.accessible("today-shift");
    app.resize(480, 860);
    app.accessible("today-shift-480");
    app.resize(1280, 860);

    // Put away, it does not come again, also after a restart.
    app.button("Put away: Your meetings with Ishani come at another time").click();
    app.sees_no(sentence);
    drop(app);
    let app = desktop.start();
    app.find("heading", "Tuesday 9 March");
    app.sees_no(sentence);
}
