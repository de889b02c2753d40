//! Finding.

use crate::support::*;
use cairn_domain::*;
use cairn_replica::Collection;
use cairn_store::{Hit, Record, Scope};
use rstest::rstest;

fn found(profile: &Bench, query: &str, kinds: &[Collection], scope: Scope) -> Vec<Hit> {
    let hits = profile.store.read(|reader| reader.search(query, kinds, scope, 50)).unwrap();
    let count = profile.store.read(|reader| reader.search_count(query, kinds, scope)).unwrap();
    assert_eq!(hits.len(), count as usize);
    hits
}

fn ids(profile: &Bench, query: &str) -> Vec<u128> {
    found(profile, query, &[], Scope::Everywhere).iter().map(|hit| hit.id.as_u128()).collect()
}

fn library() -> Bench {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "Présenter une démonstration"));
    profile.create(SHARED, &note(2, "# Rocks\nThe granite of the pass, and the river"));
    profile.create(PERSONAL, &note(3, "Granite makes me anxious"));
    profile.create(PERSONAL, &journal_entry(4, "Slept badly"));
    profile.create(SHARED, &session(5, "Granite walk"));
    profile
}

#[rstest]
#[case::word("river", &[2])]
#[case::beginning_of_the_last_word("riv", &[2])]
#[case::case_does_not_matter("RIVER", &[2])]
#[case::accents_do_not_matter("presenter demonstration", &[1])]
#[case::all_words("granite river", &[2])]
#[case::not_the_beginning_of_a_finished_word("riv ", &[])]
#[case::not_the_beginning_of_an_earlier_word("riv granite", &[])]
#[case::operators_are_words("river OR slept", &[])]
#[case::minus("-river", &[2])]
#[case::quote("\"river", &[2])]
#[case::column("title:river", &[])]
#[case::star("*", &[])]
#[case::nothing("", &[])]
#[case::null("riv\0er", &[])]
fn what_is_typed_finds_what_is_meant(#[case] query: &str, #[case] expected: &[u128]) {
    assert_eq!(ids(&library(), query), expected);
}

#[test]
fn any_text_whatever_can_be_typed() {
    let profile = library();
    for query in [
        "\"",
        "'",
        "(",
        "NEAR(",
        "a NEAR/2 b",
        "{title} : x",
        "^a",
        "a* *",
        "+",
        "🪨",
        "שלום",
        "\u{202e}",
        "a\"b\"c",
    ] {
        ids(&profile, query);
    }
    ids(&profile, &"word ".repeat(5_000));
}

#[test]
fn a_title_weighs_more_from_three_letters_and_the_newest_comes_first_before() {
    let profile = library();
    assert_eq!(ids(&profile, "granite")[0], 5, "in the title");
    assert_eq!(ids(&profile, "gr"), [5, 3, 2]);
    profile.edit::<Note>(note(2, "").id, |note| note.text += " again");
    assert_eq!(ids(&profile, "gr"), [2, 5, 3], "changed last");
}

#[test]
fn a_scope_says_what_may_be_seen() {
    let profile = library();
    let ids = |scope| {
        let mut ids: Vec<_> =
            found(&profile, "granite", &[], scope).iter().map(|hit| hit.id.as_u128()).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids(Scope::Everywhere), [2, 3, 5]);
    assert_eq!(ids(Scope::Personal), [3]);
    assert_eq!(ids(Scope::Shared), [2, 5]);
    assert_eq!(ids(Scope::Mentorship(MENTORSHIP)), [2, 5]);
    assert_eq!(
        ids(Scope::Mentorship(MentorshipId(ACCOUNT.0))),
        [0; 0],
        "the personal space is no mentorship"
    );
}

#[test]
fn kinds_can_be_chosen_and_private_hits_are_told_by_their_space() {
    let profile = library();
    let notes = found(&profile, "granite", &[Note::TABLE.collection], Scope::Everywhere);
    assert_eq!(notes.len(), 2);
    assert!(notes.iter().all(|hit| hit.kind() == "note"));
    let private: Vec<_> =
        notes.iter().filter(|hit| hit.space.is_personal()).map(|hit| hit.id.as_u128()).collect();
    assert_eq!(private, [3]);
}

#[test]
fn what_was_found_is_marked() {
    let profile = library();
    let hit = found(&profile, "river", &[], Scope::Everywhere).remove(0);
    let marked: Vec<_> = hit.snippet.iter().filter(|s| s.marked).map(|s| s.text.as_str()).collect();
    assert_eq!(marked, ["river"]);
    let title: String = hit.title.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(title, "Rocks");
}

#[test]
fn marks_in_the_text_itself_are_harmless() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "a \u{2}fake\u{3} mark and a river"));
    let hit = found(&profile, "river", &[], Scope::Everywhere).remove(0);
    let marked: Vec<_> = hit.snippet.iter().filter(|s| s.marked).map(|s| s.text.as_str()).collect();
    assert_eq!(marked, ["river"]);
}

#[test]
fn the_index_follows_every_change() {
    let profile = library();
    profile.edit::<Note>(note(2, "").id, |note| note.text = "Basalt".into());
    assert_eq!((ids(&profile, "river"), ids(&profile, "basalt")), (vec![], vec![2]));
    profile.store.undo(profile.now()).unwrap();
    assert_eq!((ids(&profile, "river"), ids(&profile, "basalt")), (vec![2], vec![]));
    profile.remove::<Note>(note(2, "").id);
    assert_eq!(ids(&profile, "river"), []);
    profile.assert_whole();
}
