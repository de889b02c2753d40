//! A conversation of Marcus in Chicago with Ishani in Kolkata, as the interface asks for it.

mod stretches;

use crate::{
    App, Error,
    testing::{TestHost, a_pair},
};
use cairn_domain::{
    Member, MemberId, MentorshipId, Message, MessageId, Motif, Space, ThankYouCard, ThankYouCardId,
};
use cairn_store::{
    Record, SpaceId, Store,
    sync::{Place, SyncSpace},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Tuesday 24 November, 14:00 in Chicago.
const NOW: &str = "2026-11-24T20:00:00Z";

struct Talk {
    host: Arc<TestHost>,
    app: App,
    mentorship: MentorshipId,
}

impl Talk {
    fn new() -> Talk {
        let host = TestHost::at(NOW);
        let app = host.open_app();
        let mentorship = a_pair(&app);
        Talk { host, app, mentorship }
    }

    fn member(&self, name: &str) -> MemberId {
        let members =
            self.app.read(|reader| Ok(reader.mentorship(self.mentorship).all::<Member>()?)).unwrap();
        members.iter().find(|member| member.name == name).unwrap().id
    }

    fn asks(&self, command: &str, arguments: Value) -> Result<Value, Error> {
        let mut arguments = arguments;
        if arguments["id"].is_null() {
            arguments["mentorship"] = json!(self.mentorship);
        }
        self.app.dispatch(command, arguments)
    }

    fn does(&self, command: &str, arguments: Value) -> Value {
        self.asks(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    fn says(&self, text: &str) -> String {
        self.does("message_send", json!({"text": text})).as_str().unwrap().to_owned()
    }

    /// Ishani's message, as it comes from her device.
    fn hears(&self, text: &str, at: &str) {
        let by = self.member("Ishani");
        let message = Message {
            id: self.app.new_id::<MessageId>(),
            mentorship: self.mentorship,
            by: Some(by),
            text: text.into(),
            at: at.parse().unwrap(),
        };
        self.comes(&message);
    }

    fn comes<T: Record>(&self, record: &T) {
        let folder = tempfile::tempdir().unwrap();
        let key = cairn_crypto::StoreKey::generate(&mut |bytes: &mut [u8]| bytes.fill(5));
        let account = self.app.new_id();
        let there = Store::create(folder.path(), &key, account, cairn_store::DeviceId(77)).unwrap();
        let space = Space::Mentorship(self.mentorship);
        there
            .act::<_, cairn_store::Error>("test", self.app.now(), |draft| draft.create(space, record))
            .unwrap();
        self.app.open().unwrap().store.apply_remote(&there.outbox(usize::MAX).unwrap()).unwrap();
    }

    fn list(&self) -> Value {
        self.does("messages_list", json!({"count": 50, "cards": false}))
    }

    fn entries(&self) -> Vec<Value> {
        let list = self.list();
        let days = list["days"].as_array().unwrap();
        days.iter().flat_map(|day| day["entries"].as_array().unwrap().clone()).collect()
    }

    fn unread(&self) -> (u64, u64, Value) {
        let row = &self.app.dispatch("mentorships_list", json!({})).unwrap()[0];
        let view = self.app.dispatch("mentorship_get", json!({"id": self.mentorship})).unwrap();
        let today = self.app.dispatch("today", json!({})).unwrap();
        (
            row["unread"].as_u64().unwrap(),
            view["counts"]["unread"].as_u64().unwrap(),
            today["unread"]["text"].clone(),
        )
    }
}

#[test]
fn a_conversation_is_told_by_day_on_the_readers_own_clock() {
    let talk = Talk::new();
    talk.hears("Have you *read* it?", "2026-11-23T05:10:00Z");
    talk.hears("Good morning", "2026-11-24T02:40:00Z");
    talk.hears("One more thing", "2026-11-24T02:41:00Z");
    talk.says("Yes. <script>alert(1)</script>");
    let list = talk.list();
    let labels: Vec<_> = list["days"].as_array().unwrap().iter().map(|day| day["label"].clone()).collect();
    assert_eq!(labels, ["Sunday 22 November", "Yesterday", "Today"]);
    let entries = talk.entries();
    let told: Vec<_> = entries
        .iter()
        .map(|e| (e["by"].as_str().unwrap(), e["time"].as_str().unwrap(), e["follows"] == true))
        .collect();
    assert_eq!(
        told,
        [
            ("Ishani", "23:10", false),
            ("Ishani", "20:40", false),
            ("Ishani", "20:41", true),
            ("Marcus", "14:00", false)
        ]
    );
    assert_eq!(entries[0]["html"], "<p>Have you <em>read</em> it?</p>\n");
    assert!(!entries[3]["html"].as_str().unwrap().contains("script"));
    assert_eq!((&entries[3]["me"], &entries[0]["me"]), (&json!(true), &json!(false)));
}

#[test]
fn nothing_is_said_of_sending_where_nothing_can_be_sent() {
    let talk = Talk::new();
    talk.says("Hello");
    assert_eq!((&talk.list()["connected"], &talk.entries()[0]["delivery"]), (&json!(false), &Value::Null));
}

/// It goes from one to the other in files.
fn in_files(mentorship: MentorshipId) -> SyncSpace {
    SyncSpace {
        space: SpaceId(mentorship.0),
        on_server: false,
        state: String::new(),
        place: Place::default(),
        head: 0,
        epoch: 1,
        notice: None,
    }
}

#[test]
fn a_message_waits_until_it_is_sent() {
    let talk = Talk::new();
    let store = &talk.app.open().unwrap().store;
    store.put_space(&in_files(talk.mentorship)).unwrap();
    talk.says("Hello");
    talk.hears("Hello you", NOW);
    assert_eq!(
        (&talk.list()["connected"], &talk.entries()[0]["delivery"]),
        (&json!(true), &json!("waiting"))
    );
    store.sent(&store.outbox(usize::MAX).unwrap()).unwrap();
    assert_eq!(
        (&talk.entries()[0]["delivery"], &talk.entries()[1]["delivery"]),
        (&json!("sent"), &Value::Null)
    );
}

#[test]
fn what_is_new_is_counted_until_it_is_seen() {
    let talk = Talk::new();
    assert_eq!(talk.unread(), (0, 0, Value::Null));
    talk.says("Hello");
    assert_eq!(talk.unread().0, 0, "one's own is nothing new");
    talk.hears("Hello you", "2026-11-24T19:00:00Z");
    assert_eq!(talk.unread(), (1, 1, json!("A new message from Ishani")));
    assert_eq!(talk.entries()[0]["fresh"], true);
    talk.does("messages_seen", json!({}));
    assert_eq!(talk.unread(), (0, 0, Value::Null));
    // Written before what she has seen of her own, and come after it.
    talk.hears("And this", "2026-11-24T19:30:00Z");
    assert_eq!(talk.unread().0, 1);
}

#[test]
fn what_has_been_seen_is_private_and_no_step_of_undo() {
    let talk = Talk::new();
    talk.says("Hello");
    talk.hears("Hello you", "2026-11-24T19:00:00Z");
    talk.does("messages_seen", json!({}));
    let settings = talk.app.read(|reader| Ok(reader.personal().all::<cairn_domain::Setting>()?)).unwrap();
    assert!(settings.iter().any(|setting| setting.key.starts_with("messages-seen.")));
    assert_eq!(talk.app.dispatch("undo", json!({})).unwrap()["what"], "A message");
}

#[test]
fn ones_own_message_is_deleted_and_brought_back_and_nobody_elses() {
    let talk = Talk::new();
    let own = talk.says("Hello");
    talk.hears("Hello you", NOW);
    let theirs = talk.entries().iter().find(|entry| entry["me"] == false).unwrap()["id"].clone();
    talk.does("message_delete", json!({"id": own}));
    assert_eq!(talk.entries().len(), 1);
    assert_eq!(talk.asks("message_delete", json!({"id": theirs})).unwrap_err().code, "not_allowed");
    talk.app.dispatch("undo", json!({})).unwrap();
    assert_eq!(talk.entries().len(), 2);
    let deleted = || talk.app.dispatch("deleted_list", json!({})).unwrap();
    talk.does("message_delete", json!({"id": own}));
    assert_eq!(deleted()[0]["title"], "Hello");
}

#[test]
fn what_was_begun_is_kept_until_it_is_sent() {
    let talk = Talk::new();
    let draft = |of: &str| talk.does("message_draft", json!({"of": of}));
    talk.does("message_draft_save", json!({"of": "message", "text": "Half a thou"}));
    talk.does("message_draft_save", json!({"of": "card", "text": "Thank you for"}));
    assert_eq!((draft("message"), draft("card")), (json!("Half a thou"), json!("Thank you for")));
    talk.says("Half a thought");
    assert_eq!((draft("message"), draft("card")), (json!(""), json!("Thank you for")));
    let error = talk.asks("message_send", json!({"text": " \n"})).unwrap_err();
    assert_eq!((error.code, &error.params["field"]), ("empty", &"text".into()));
}

#[test]
fn a_card_stands_in_the_conversation() {
    let talk = Talk::new();
    let ishani = talk.member("Ishani");
    talk.says("Hello");
    let id = talk.does("card_send", json!({"to": ishani, "text": "For every question", "motif": "sunrise"}));
    let card = &talk.entries()[1];
    assert_eq!(card["card"], json!({"motif": "sunrise", "to": "Ishani"}));
    assert_eq!((&card["text"], &card["html"]), (&json!("For every question"), &json!("")));
    let cards = talk.does("messages_list", json!({"count": 50, "cards": true}));
    assert_eq!(cards["total"], 1);
    let mine = talk
        .asks("card_send", json!({"to": talk.member("Marcus"), "text": "x", "motif": "cairn"}))
        .unwrap_err();
    assert_eq!((mine.code, &mine.params["field"]), ("nobody_else", &"to".into()));
    talk.does("card_delete", json!({"id": id}));
    assert_eq!(talk.entries().len(), 1);
    talk.comes(&ThankYouCard {
        id: talk.app.new_id::<ThankYouCardId>(),
        mentorship: talk.mentorship,
        by: Some(ishani),
        to: Some(talk.member("Marcus")),
        text: "For the figure".into(),
        motif: Motif::Lantern,
        at: talk.app.now(),
    });
    assert_eq!((talk.entries()[1]["card"]["to"].clone(), talk.unread().0), (json!("Marcus"), 1));
}

#[test]
fn a_message_is_found_where_it_stands() {
    let talk = Talk::new();
    let id = talk.says("The **granite** caption");
    let found = talk.app.dispatch(
        "search",
        json!({"query": "granite", "kinds": ["message"], "hide_private": true, "limit": 9}),
    );
    let hit = &found.unwrap()["hits"][0];
    assert_eq!(
        (&hit["kind"], &hit["context"], &hit["private"]),
        (&json!("message"), &json!("Ishani"), &json!(false))
    );
    assert_eq!(hit["route"], format!("/mentorship/{}/messages/{id}", talk.mentorship));
}

#[test]
fn a_draft_is_in_no_record_and_in_no_archive_of_a_mentorship() {
    let talk = Talk::new();
    const MARKER: &str = "lapwing-marker";
    talk.says("Shared words");
    talk.does("message_draft_save", json!({"of": "message", "text": MARKER}));
    let ops = talk.app.open().unwrap().store.outbox(usize::MAX).unwrap();
    assert!(!format!("{ops:?}").contains(MARKER));
    let file = tempfile::tempdir().unwrap().keep().join("shared.zip");
    talk.host.will_save(file.clone());
    talk.does("archive_write", json!({}));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut all = std::collections::BTreeMap::new();
    for n in 0..zip.len() {
        let mut entry = zip.by_index(n).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        all.insert(entry.name().unwrap().into_owned(), text);
    }
    assert!(all.values().all(|text| !text.contains(MARKER)));
    assert!(all["archive.json"].contains("\"kind\":\"message\""));
    let page = &all["mentorships/Ishani/messages.md"];
    assert!(page.contains("## 24 November 2026\n\n**Marcus**, 14:00\n\nShared words\n"), "{page}");
}
