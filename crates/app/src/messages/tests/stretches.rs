//! A long and a crowded conversation, a stretch at a time.

use super::Talk;
use crate::messages::{Said, all_said, unread::see_before};
use cairn_domain::{MemberId, Message, MessageId, Motif, Space, ThankYouCard, ThankYouCardId};
use chrono::{DateTime, TimeDelta, Utc};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[case::latest(json!({"count": 3}), 7, "7")]
#[case::from_the_beginning(json!({"count": 3, "from": 0}), 0, "0")]
#[case::past_the_end(json!({"count": 3, "from": 99}), 7, "7")]
fn a_long_conversation_comes_in_stretches(#[case] wanted: Value, #[case] from: u64, #[case] first: &str) {
    let talk = Talk::new();
    for n in 0..10 {
        talk.host.set_now(&format!("2026-11-24T20:{n:02}:00Z"));
        talk.says(&n.to_string());
    }
    let mut wanted = wanted;
    wanted["cards"] = json!(false);
    let list = talk.does("messages_list", wanted);
    assert_eq!((list["total"].as_u64(), list["from"].as_u64()), (Some(10), Some(from)));
    assert_eq!(list["days"][0]["entries"][0]["text"], first);
    let around = talk.entries()[4]["id"].clone();
    let list = talk.does("messages_list", json!({"count": 3, "cards": false, "around": around}));
    assert_eq!(list["days"][0]["entries"][1]["id"], around);
}

/// A conversation in which much was said at once, by people who are members and by one who is not, and with cards among it.
fn a_crowded_talk() -> Talk {
    let talk = Talk::new();
    let (ishani, marcus, gone) = (talk.member("Ishani"), talk.member("Marcus"), MemberId::new(1, [3; 10]));
    let writers = [Some(ishani), Some(marcus), None, Some(ishani), Some(gone)];
    let start: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    talk.app
        .background(|draft| {
            let (space, mentorship) = (Space::Mentorship(talk.mentorship), talk.mentorship);
            for n in 0..30_u8 {
                // Three at a time; neither the order of ids nor that of making is that of the conversation.
                let at = start + TimeDelta::minutes(i64::from(n * 7 % 30 / 3));
                let (by, text) = (writers[usize::from(n) % writers.len()], format!("{n}"));
                if n % 4 == 1 {
                    let id = ThankYouCardId::new(u64::from(n), [9 - n % 9; 10]);
                    let card =
                        ThankYouCard { id, mentorship, by, to: Some(marcus), text, motif: Motif::Cairn, at };
                    draft.create(space, &card)?;
                } else {
                    let id = MessageId::new(u64::from(n), [n % 9; 10]);
                    draft.create(space, &Message { id, mentorship, by, text, at })?;
                }
            }
            Ok(())
        })
        .unwrap();
    talk
}

fn ids(list: &Value) -> Vec<String> {
    let days = list["days"].as_array().unwrap();
    let entries = days.iter().flat_map(|day| day["entries"].as_array().unwrap());
    entries.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[case::all(false)]
#[case::cards(true)]
fn every_stretch_is_cut_from_one_order(#[case] cards: bool) {
    let talk = a_crowded_talk();
    let all = talk.app.read(|reader| all_said(reader, talk.mentorship)).unwrap();
    let all = all.iter().filter(|said| !cards || matches!(said, Said::Card(_)));
    let all: Vec<String> = all.map(|said| said.id().to_string()).collect();
    assert_eq!(all.len(), if cards { 8 } else { 30 });
    for count in [1, 2, 5, 40] {
        for from in 0..all.len() {
            let list = talk.does("messages_list", json!({"from": from, "count": count, "cards": cards}));
            let from = from.min(all.len().saturating_sub(count));
            assert_eq!(
                (list["from"].as_u64(), list["total"].as_u64()),
                (Some(from as u64), Some(all.len() as u64))
            );
            assert_eq!(ids(&list), all[from..all.len().min(from + count)], "{count} from {from}");
        }
        for (at, id) in all.iter().enumerate() {
            let list = talk.does("messages_list", json!({"around": id, "count": count, "cards": cards}));
            let from = at.saturating_sub(count / 2).min(all.len().saturating_sub(count));
            assert_eq!((list["from"].as_u64(), ids(&list).contains(id)), (Some(from as u64), true));
        }
    }
}

#[test]
fn as_many_are_counted_as_are_marked() {
    let talk = a_crowded_talk();
    let fresh = || talk.entries().iter().filter(|entry| entry["fresh"] == true).count() as u64;
    let of_others = talk.entries().iter().filter(|entry| entry["me"] == false).count() as u64;
    assert_eq!((talk.unread().0, fresh()), (of_others, of_others));
    let mut before = of_others;
    for minute in ["12:03", "12:04", "12:08"] {
        let end = format!("2026-11-20T{minute}:00Z").parse().unwrap();
        talk.app.background(|draft| see_before(draft, talk.mentorship, end)).unwrap();
        let now = talk.unread().0;
        assert_eq!((now, talk.list()["unread"].as_u64()), (fresh(), Some(now)), "before {minute}");
        assert!(now > 0 && now < before, "{now} after {before}");
        before = now;
    }
    talk.does("messages_seen", json!({}));
    assert_eq!((talk.unread().0, fresh()), (0, 0));
}

#[test]
fn of_ten_thousand_messages_the_latest_stand_at_the_end() {
    let talk = Talk::new();
    let by = Some(talk.member("Ishani"));
    let space = Space::Mentorship(talk.mentorship);
    let start: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    talk.app
        .background(|draft| {
            for n in 0..10_000 {
                let at = start + TimeDelta::minutes(40 * n);
                let text = format!("Message **{n}**, with a line or so of words in it as people write them");
                let id = MessageId::new(n as u64, [7; 10]);
                draft.create(space, &Message { id, mentorship: talk.mentorship, by, text, at })?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(talk.unread().0, 10_000);
    let list = talk.list();
    assert_eq!((list["total"].as_u64(), list["from"].as_u64()), (Some(10_000), Some(9_950)));
    let entries = talk.entries();
    let numbers: Vec<&str> =
        entries.iter().map(|entry| entry["text"].as_str().unwrap().split("**").nth(1).unwrap()).collect();
    assert_eq!((numbers.len(), numbers.first(), numbers.last()), (50, Some(&"9950"), Some(&"9999")));
    talk.does("messages_seen", json!({}));
    assert_eq!(talk.unread().0, 0);
}
