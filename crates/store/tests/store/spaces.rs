//! Private records stay private: marker words in all of them, looked for on every path that shows what is shared.

use crate::support::*;
use cairn_domain::*;
use cairn_store::{Error, Record, Scope, TABLES, Table};
use uuid::Uuid;

const MARKER: &str = "Zwielicht";

/// Puts a private record beside a shared one of every kind that can be both, and of those that are private alone.
fn planted() -> Bench {
    let profile = Bench::new();
    let secret = |what: &str| format!("{MARKER} {what}");
    profile.create(
        PERSONAL,
        &Goal { levels: vec![secret("level")], plan_if: secret("if"), ..goal(1, &secret("goal")) },
    );
    profile.create(PERSONAL, &note(2, &secret("note")));
    profile.create(PERSONAL, &journal_entry(3, &secret("journal")));
    let goal_id = goal(1, "").id;
    profile.create(
        PERSONAL,
        &Milestone {
            id: MilestoneId(Uuid::from_u128(4)),
            goal: goal_id,
            title: secret("milestone"),
            due_on: None,
            reached_on: None,
            position: 1.0,
        },
    );
    profile.create(
        PERSONAL,
        &CheckIn {
            id: CheckInId(Uuid::from_u128(5)),
            goal: goal_id,
            on: day(1),
            value: None,
            confidence: None,
            comment: secret("check-in"),
            by: None,
        },
    );
    profile.create(
        PERSONAL,
        &ActionItem {
            id: ActionItemId(Uuid::from_u128(6)),
            mentorship: Some(MENTORSHIP),
            session: None,
            goal: None,
            text: secret("action"),
            owner: None,
            due_on: None,
            done_at: None,
        },
    );
    profile.create(
        PERSONAL,
        &AgendaItem {
            id: AgendaItemId(Uuid::from_u128(7)),
            mentorship: MENTORSHIP,
            session: session(22, "").id,
            text: secret("agenda"),
            by: None,
            done: false,
            position: 1.0,
            first_session: None,
            moved: 0,
        },
    );
    profile.create(
        PERSONAL,
        &Setting { id: SettingId::of_key(ACCOUNT, "x"), key: "x".into(), value: secret("setting") },
    );
    profile.create(SHARED, &goal(20, "Shared goal"));
    profile.create(SHARED, &note(21, "Shared note"));
    profile.create(SHARED, &session(22, "Shared session"));
    profile
}

/// Everything a view of the mentorship gives of a kind, as text, by every way of asking.
fn seen<T: Record + std::fmt::Debug>(profile: &Bench, mentorship: MentorshipId) -> String {
    profile
        .store
        .read::<_, Error>(|reader| {
            let view = reader.mentorship(mentorship);
            let mut seen = format!("{:?}", view.all::<T>()?);
            for field in T::TABLE.fields {
                seen += &format!("{:?}", view.select::<T>().by(field.column).list()?);
            }
            if T::TABLE.fields.iter().any(|field| field.column == "mentorship") {
                seen += &format!("{:?}", view.with::<T>("mentorship", MENTORSHIP)?);
            }
            for id in 0..40 {
                seen += &format!("{:?}", view.get::<T>(Uuid::from_u128(id).into())?);
            }
            Ok(seen)
        })
        .unwrap()
}

macro_rules! seen_of_every_kind {
    ($profile:expr, $mentorship:expr; $($kind:ident)+) => {{
        let kinds = [$(<$kind as Record>::TABLE.name),+];
        assert_eq!(kinds.len(), TABLES.len(), "every kind is looked at");
        [$(seen::<$kind>($profile, $mentorship)),+].concat()
    }};
}

#[test]
fn no_shared_read_shows_a_private_record() {
    let profile = planted();
    for mentorship in [MENTORSHIP, MentorshipId(ACCOUNT.0)] {
        let seen = seen_of_every_kind!(&profile, mentorship; Profile Setting Mentorship Member LifecycleEvent Goal
            Milestone CheckIn Session Series AgendaItem ActionItem Note JournalEntry Resource Message ThankYouCard);
        assert!(!seen.contains(MARKER), "{seen}");
    }
    let seen = seen::<Note>(&profile, MENTORSHIP);
    assert!(seen.contains("Shared note"));
}

#[test]
fn no_shared_search_shows_a_private_record() {
    let profile = planted();
    let search = |scope| profile.store.read(|reader| reader.search(MARKER, &[], scope, 50)).unwrap();
    assert_eq!(search(Scope::Everywhere).len(), 7, "all but the setting are found by their owner");
    for scope in [Scope::Shared, Scope::Mentorship(MENTORSHIP), Scope::Mentorship(MentorshipId(ACCOUNT.0))] {
        assert_eq!(search(scope), []);
    }
}

#[test]
fn what_is_to_be_sent_says_which_space_it_is_of() {
    let profile = planted();
    for op in profile.store.outbox(100).unwrap() {
        let is_private = format!("{:?}", op.value).contains(MARKER);
        assert!(!is_private || op.record.space.0 == ACCOUNT.0, "{op:?}");
    }
}

#[test]
fn the_views_say_what_they_show() {
    let profile = planted();
    profile
        .store
        .read::<_, Error>(|reader| {
            let private: Vec<cairn_store::Private<Note>> = reader.personal().all()?;
            let shared: Vec<cairn_store::Shared<Note>> = reader.mentorship(MENTORSHIP).all()?;
            assert_eq!((private.len(), shared.len()), (1, 1));
            assert_eq!((private[0].space(), shared[0].space()), (PERSONAL, SHARED));
            assert_eq!(reader.anywhere().all::<Note>()?.len(), 2);
            Ok(())
        })
        .unwrap();
}

#[test]
fn nothing_of_a_record_can_be_read_in_the_file() {
    let profile = planted();
    profile.store.attach(&b"Zwielicht in an attachment"[..], at(0)).unwrap();
    let backup = profile.store.back_up(profile.now(), &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    let mut files = vec![backup.path];
    files.extend(["cairn.db", "cairn.db-wal", "cairn.db-shm"].map(|file| profile.path().join(file)));
    for file in files.iter().filter(|file| file.exists()) {
        let bytes = std::fs::read(file).unwrap();
        let found = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!found(MARKER.as_bytes()) && !found(b"CREATE TABLE"), "{}", file.display());
        assert_ne!(&bytes[..15], b"SQLite format 3");
    }
    assert!(Table::named("note").is_some());
}
