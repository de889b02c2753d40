//! Two who wrote at once, as the interface asks about them. The other device's writes are made as it would send them.

use crate::{
    App,
    testing::{TestHost, a_pair, a_session},
};
use cairn_domain::{AccountId, Member, MentorshipId, Note, NoteId, SessionId, Space};
use cairn_store::{Record, Value, sync::Chain};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const BASE: &str = "# Plan\nDraw the curves\nWrite the caption\n";
const MINE: &str = "# Plan\nDraw two curves\nWrite the caption\n";
const THEIRS: &str = "# Plan\nDraw the curves\nWrite a long caption\n";

struct Meeting {
    host: Arc<TestHost>,
    app: App,
    mentorship: MentorshipId,
    session: SessionId,
}

impl Meeting {
    /// Both have seen `BASE`. Then she writes, and so does another device that has not seen hers; `later` says whether
    /// the other's is the later one.
    fn written_twice(later: bool) -> Meeting {
        let host = TestHost::at("2026-11-24T18:00:00Z");
        let app = host.open_app();
        let mentorship = a_pair(&app);
        let session = a_session(&app, mentorship, "2026-11-24T20:30:00");
        let meeting = Meeting { host, app, mentorship, session };
        meeting.save(BASE);
        meeting.host.set_now("2026-11-24T20:00:00Z");
        meeting.save(MINE);
        meeting.elsewhere(THEIRS, if later { "2026-11-24T20:02:00Z" } else { "2026-11-24T19:58:00Z" });
        meeting
    }

    fn note(&self) -> NoteId {
        NoteId::shared_of(self.session)
    }

    fn save(&self, text: &str) {
        self.ask("note_save", json!({"session": self.session, "private": false, "text": text}));
    }

    /// A device that knows the first text of the note, and nothing after it, writes `text`.
    fn elsewhere(&self, text: &str, at: &str) {
        let open = self.app.open().unwrap();
        let field = |op: &&cairn_store::Op| op.field.0 == 4 && op.record.id.0 == self.note().0;
        let own = open.store.outbox(usize::MAX).unwrap().iter().find(field).unwrap().clone();
        let history = open.store.read(|reader| reader.history::<Note>(self.note())).unwrap();
        let text_field = history.iter().find(|field| field.field == "text").unwrap();
        let first = text_field.versions.last().unwrap().stamp;
        let at: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
        let mut theirs = own;
        theirs.value = Value::Text(text.into());
        theirs.base = Some(first);
        theirs.stamp.device = cairn_store::DeviceId(77);
        theirs.stamp.millis = at.timestamp_millis() as u64;
        assert_eq!(open.store.apply_remote(&[theirs]).unwrap().conflicts.len(), 1);
    }

    fn ask(&self, command: &str, arguments: Json) -> Json {
        self.app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    fn list(&self) -> Vec<Json> {
        self.ask("concurrent_list", json!({})).as_array().unwrap().clone()
    }

    fn one(&self) -> Json {
        json!({"kind": "note", "id": self.note(), "field": "text"})
    }

    fn decide(&self, choice: &str, text: Option<&str>) {
        let mut arguments = self.one();
        arguments["choice"] = choice.into();
        arguments["text"] = json!(text);
        self.ask("concurrent_decide", arguments);
    }

    fn text(&self) -> String {
        let read = |reader: &cairn_store::Reader<'_>| {
            Ok(reader.mentorship(self.mentorship).get::<Note>(self.note())?)
        };
        self.app.read(read).unwrap().unwrap().text.clone()
    }
}

#[test]
fn it_is_said_who_wrote_when_and_whose_stands() {
    let earlier = &Meeting::written_twice(false).list()[0];
    assert_eq!(
        (&earlier["kind"], &earlier["field"], &earlier["private"]),
        (&json!("note"), &json!("text"), &json!(false))
    );
    assert_eq!(earlier["text"], "Somebody else also changed this at 13:58. What you wrote here stands.");
    let later = &Meeting::written_twice(true).list()[0];
    assert_eq!(
        later["text"],
        "Somebody else changed this at 14:02, while you did. That text stands, and yours is kept."
    );
}

#[test]
fn who_wrote_is_told_by_name_once_it_is_known_whose_the_device_is() {
    let meeting = Meeting::written_twice(false);
    let account = meeting.app.new_id::<AccountId>();
    let open = meeting.app.open().unwrap();
    let known_as = |account| {
        let chain = Chain { account, statements: vec![], changed: None };
        open.store.put_chain(&chain, &[cairn_store::DeviceId(77)]).unwrap();
    };
    known_as(account);
    assert!(meeting.list()[0]["text"].as_str().unwrap().starts_with("Somebody else also"), "not a member");
    meeting
        .app
        .act("test", |draft| {
            let members = draft.mentorship(meeting.mentorship).with::<Member>("name", "Ishani".to_owned())?;
            Ok(draft.update(&Member { account: Some(account), ..members[0].clone().into_inner() })?)
        })
        .unwrap();
    assert_eq!(meeting.list()[0]["text"], "Ishani also changed this at 13:58. What you wrote here stands.");
}

#[test]
fn the_words_that_differ_are_marked_and_both_changes_are_in_the_combined_text() {
    let meeting = Meeting::written_twice(false);
    let view = meeting.ask("concurrent_compare", meeting.one());
    let only = |side: &str| -> Vec<String> {
        let parts = view[side]["parts"].as_array().unwrap().iter();
        parts.filter(|part| part["only"] == true).map(|part| part["text"].as_str().unwrap().into()).collect()
    };
    assert_eq!(
        (only("standing"), only("other")),
        (vec!["two".into(), "the".into()], vec!["the".into(), "a long".into()])
    );
    assert_eq!((&view["standing"]["who"], &view["other"]["who"]), (&json!("You"), &json!("Somebody else")));
    assert_eq!(
        view["combined"],
        json!({"text": "# Plan\nDraw two curves\nWrite a long caption\n", "clashes": 0})
    );
}

#[test]
fn whoever_is_on_the_other_side_gets_the_same_combined_text() {
    let meeting = Meeting::written_twice(true);
    assert_eq!(meeting.text(), THEIRS);
    let view = meeting.ask("concurrent_compare", meeting.one());
    assert_eq!(view["combined"]["text"], "# Plan\nDraw two curves\nWrite a long caption\n");
}

#[test]
fn the_other_is_taken_and_that_is_undone() {
    let meeting = Meeting::written_twice(false);
    meeting.decide("take", None);
    assert_eq!((meeting.text(), meeting.list().len()), (THEIRS.into(), 0));
    assert_eq!(meeting.ask("undo", json!({}))["what"], "The other text is taken");
    assert_eq!((meeting.text(), meeting.list().len()), (MINE.into(), 1));
}

#[test]
fn the_one_that_stands_is_kept_and_that_is_undone() {
    let meeting = Meeting::written_twice(true);
    meeting.decide("keep", None);
    assert_eq!((meeting.text(), meeting.list().len()), (THEIRS.into(), 0));
    meeting.ask("undo", json!({}));
    assert_eq!((meeting.text(), meeting.list().len()), (THEIRS.into(), 1));
}

#[test]
fn a_combined_text_stands_and_what_it_was_made_of_is_kept() {
    let meeting = Meeting::written_twice(false);
    meeting.decide("combine", Some("# Plan\nBoth\n"));
    assert_eq!((meeting.text(), meeting.list().len()), ("# Plan\nBoth\n".into(), 0));
    let history = meeting.ask("history_list", json!({"kind": "note", "id": meeting.note()}));
    let texts = history[0]["versions"].to_string();
    assert!(texts.contains("two curves") && texts.contains("a long caption"), "{texts}");
    meeting.ask("undo", json!({}));
    assert_eq!((meeting.text(), meeting.list().len()), (MINE.into(), 1));
}

#[test]
fn nothing_is_asked_once_what_stands_says_all_of_it() {
    let meeting = Meeting::written_twice(false);
    meeting.save("# Plan\nDraw two curves\nWrite a long caption\n");
    assert_eq!(meeting.list().len(), 0);
}

#[test]
fn what_is_typed_upon_a_text_that_changed_meanwhile_takes_nothing_back() {
    let meeting = Meeting::written_twice(true);
    let typed = "# Plan\nDraw two curves\nWrite the caption\nAsk about clinic 7\n";
    let save = |text: &str, seen: &str| {
        let arguments = json!({"session": meeting.session, "private": false, "text": text, "seen": seen});
        meeting.ask("note_save", arguments)
    };
    let both = "# Plan\nDraw the curves\nWrite a long caption\nAsk about clinic 7\n";
    assert_eq!(save(typed, MINE), both);
    assert_eq!(meeting.text(), both);
    assert_eq!(save("# All new\n", both), "# All new\n", "what was seen is typed over as one likes");
}

#[test]
fn another_conflict_of_a_text_that_was_decided_on_is_asked_about() {
    let meeting = Meeting::written_twice(false);
    meeting.decide("keep", None);
    meeting.elsewhere("# Another\n", "2026-11-24T19:59:00Z");
    assert_eq!(meeting.list().len(), 1);
}

#[test]
fn every_kind_and_field_that_can_be_asked_about_is_there_and_is_a_text() {
    for (kind, fields) in super::TEXTS {
        let table = cairn_store::Table::named(kind).unwrap();
        for (field, _) in *fields {
            let known = table.fields.iter().find(|known| known.column == *field);
            assert_eq!(known.unwrap().kind, cairn_store::Kind::Text, "{kind}.{field}");
        }
        let id = uuid::Uuid::nil();
        let app = TestHost::at("2026-11-24T18:00:00Z").open_app();
        let wanted = json!({"kind": kind, "id": id, "field": fields[0].0});
        assert_eq!(app.dispatch("concurrent_compare", wanted).unwrap_err().code, "not_found");
    }
}

#[test]
fn what_was_decided_stays_with_the_person() {
    let meeting = Meeting::written_twice(false);
    meeting.decide("keep", None);
    let settings = meeting.app.read(|reader| Ok(reader.personal().all::<cairn_domain::Setting>()?)).unwrap();
    assert!(settings.iter().any(|setting| setting.key.starts_with("concurrent.")));
    assert_eq!(cairn_domain::Setting::TABLE.home, cairn_store::Home::Personal);
    let account = meeting.app.open().unwrap().account;
    assert!(settings.iter().all(|setting| setting.space() == Space::Personal(account)));
}

#[test]
fn every_text_can_be_compared_and_has_a_history_and_a_name() {
    let app = TestHost::at("2026-11-24T18:00:00Z").open_app();
    let id = app.new_id::<NoteId>();
    for (kind, fields) in super::TEXTS {
        let history = app.dispatch("history_list", json!({"kind": kind, "id": id}));
        assert_eq!(history.unwrap(), json!([]), "{kind} has no history");
        for (field, _) in *fields {
            let asked = json!({"kind": kind, "id": id, "field": field});
            let error = app.dispatch("concurrent_compare", asked).unwrap_err();
            assert_eq!(error.params["what"], "version".into(), "{kind} is no kind to compare");
            assert_ne!(
                super::list::field_name(&app, kind, field),
                app.words.say("field-other"),
                "{kind} {field}"
            );
        }
    }
}
