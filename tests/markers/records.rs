//! What the two write: of each kind that holds words something of hers alone, where there is such, and something of both.

use crate::{
    PRIVATE, SHARED,
    device::{Device, PAIR, time},
};
use cairn_domain::*;
use chrono::NaiveDate;
use std::io::Read;
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day")
}

/// Ana writes everything.
pub(crate) fn write(ana: &Device) {
    for (n, space, word) in [(1, ana.personal(), PRIVATE), (2, Space::Mentorship(PAIR), SHARED)] {
        let file = ana.store.attach(word.repeat(20_000).as_bytes(), time()).expect("a file is kept");
        ana.act(|draft| {
            draft.put(space, &goal(n, word))?;
            draft.put(space, &note(n, word))?;
            draft.put(space, &resource(n, word, &file.hash, file.bytes))
        });
    }
    let alone = ana.personal();
    ana.act(|draft| {
        draft.put(alone, &JournalEntry { id: id(1), on: day(), text: PRIVATE.into(), goal: None })?;
        draft.put(Space::Mentorship(PAIR), &message())?;
        draft.put(Space::Mentorship(PAIR), &card())
    });
}

/// Ben has all that is his too, with its file.
pub(crate) fn all_arrived(ana: &Device, ben: &Device) {
    let read = |device: &Device| {
        device.store.read::<_, cairn_store::Error>(|reader| {
            let view = reader.mentorship(PAIR);
            Ok((
                view.all::<Goal>()?,
                view.all::<Note>()?,
                view.all::<Resource>()?,
                view.all::<Message>()?,
                view.all::<ThankYouCard>()?,
            ))
        })
    };
    let (hers, his) = (read(ana).expect("it can be read"), read(ben).expect("it can be read"));
    assert_eq!(hers, his);
    let hash = his.2[0].attachment.clone().expect("it has a file");
    let mut file = String::new();
    ben.store.attachment(&hash).expect("it came").read_to_string(&mut file).expect("it is text");
    assert!(file.starts_with(SHARED));
}

fn goal(n: u128, word: &str) -> Goal {
    Goal {
        id: id(n),
        mentorship: Some(PAIR),
        owner: None,
        title: word.into(),
        specific: word.into(),
        measure: Measure::Number,
        baseline: Some(0.0),
        target: Some(12.0),
        unit: Some(word.into()),
        attainable: word.into(),
        relevant: word.into(),
        starts_on: Some(day()),
        due_on: None,
        status: GoalStatus::Active,
        check_in_every: Cadence::Weekly,
        next_step: word.into(),
        plan_if: word.into(),
        plan_then: word.into(),
        levels: vec![word.into()],
        copied_from: None,
        created_at: time(),
    }
}

fn note(n: u128, word: &str) -> Note {
    let (id, text) = (id(n), word.into());
    Note { id, mentorship: Some(PAIR), session: None, goal: None, text, copied_from: None }
}

fn resource(n: u128, word: &str, hash: &str, bytes: u64) -> Resource {
    Resource {
        id: id(n),
        mentorship: Some(PAIR),
        goal: None,
        session: None,
        kind: ResourceKind::File,
        title: word.into(),
        author: Some(word.into()),
        url: None,
        description: word.into(),
        tags: vec![word.into()],
        assigned_to: None,
        status: ReadingStatus::ToRead,
        attachment: Some(hash.into()),
        file_name: Some(format!("{word}.txt")),
        file_bytes: i64::try_from(bytes).ok(),
    }
}

fn message() -> Message {
    Message { id: id(1), mentorship: PAIR, by: None, text: SHARED.into(), at: time() }
}

fn card() -> ThankYouCard {
    let (id, text, motif) = (id(1), SHARED.into(), Motif::Cairn);
    ThankYouCard { id, mentorship: PAIR, by: None, to: None, text, motif, at: time() }
}
