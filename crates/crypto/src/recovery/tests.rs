use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::base32::{ALPHABET, GROUP_SYMBOLS};

const GROUPS: usize = 8;
const SYMBOLS: usize = GROUPS * GROUP_SYMBOLS;

/// Eight groups that all differ.
fn code() -> RecoveryCode {
    RecoveryCode(*b"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff\x01\x23\x45\x67")
}

#[test]
fn a_code_is_printed_as_eight_groups_of_five() {
    let text = code().to_text();
    let groups: Vec<_> = text.split('-').collect();
    assert_eq!(groups.len(), 8);
    assert!(groups.iter().all(|group| group.len() == 5), "{groups:?}");
    assert_eq!(RecoveryCode::from_text(&text), Ok(code()));
}

#[rstest]
#[case::lower_case(|text: &str| text.to_lowercase())]
#[case::no_hyphens(|text: &str| text.replace('-', ""))]
#[case::spaces(|text: &str| text.replace('-', " "))]
#[case::lines_and_tabs(|text: &str| format!("\n {} \t\r\n", text.replace('-', "\r\n\t")))]
#[case::typographic_dashes(|text: &str| text.replace('-', " \u{2013} "))]
#[case::letter_o(|text: &str| text.replace('0', "O"))]
#[case::letter_i(|text: &str| text.replace('1', "i"))]
#[case::letter_l(|text: &str| text.replace('1', "l"))]
fn a_code_may_be_typed_in_other_ways(#[case] typed: fn(&str) -> String) {
    let text = typed(&code().to_text());
    assert_eq!(RecoveryCode::from_text(&text), Ok(code()), "{text}");
}

#[test]
fn every_mistyped_symbol_names_its_group() {
    let text = code().to_text();
    for (at, right) in text.char_indices().filter(|(_, c)| *c != '-') {
        for wrong in ALPHABET.iter().map(|b| char::from(*b)).chain(['U', '*', 'é']).filter(|c| *c != right) {
            let typed: String = text.char_indices().map(|(i, c)| if i == at { wrong } else { c }).collect();
            let number = at / 6 + 1;
            assert_eq!(RecoveryCode::from_text(&typed), Err(RecoveryCodeError::Group { number }), "{typed}");
        }
    }
}

#[test]
fn every_two_symbols_swapped_within_a_group_name_the_group() {
    let symbols: Vec<char> = code().to_text().chars().collect();
    for group in 0..GROUPS {
        for one in 0..GROUP_SYMBOLS {
            for two in one + 1..GROUP_SYMBOLS {
                let mut typed = symbols.clone();
                typed.swap(group * 6 + one, group * 6 + two);
                if typed != symbols {
                    let typed: String = typed.into_iter().collect();
                    let wrong = RecoveryCodeError::Group { number: group + 1 };
                    assert_eq!(RecoveryCode::from_text(&typed), Err(wrong), "{typed}");
                }
            }
        }
    }
}

#[test]
fn every_two_groups_swapped_name_the_first() {
    let text = code().to_text();
    for one in 0..GROUPS {
        for two in one + 1..GROUPS {
            let mut groups: Vec<_> = text.split('-').collect();
            groups.swap(one, two);
            let wrong = RecoveryCodeError::Group { number: one + 1 };
            assert_eq!(RecoveryCode::from_text(&groups.join("-")), Err(wrong));
        }
    }
}

#[rstest]
#[case::nothing("", RecoveryCodeError::Length { found: 0, expected: 40 })]
#[case::a_word("mountain", RecoveryCodeError::Length { found: 8, expected: 40 })]
#[case::a_group_short_of_one("00000-0000-00000-00000-00000-00000-00000-00000", RecoveryCodeError::Group { number: 2 })]
#[case::a_group_with_one_more("00000-00000-00000-00000-00000-00000-00000-000000", RecoveryCodeError::Group { number: 8 })]
#[case::a_group_missing("00000-00000-00000-00000-00000-00000-00000", RecoveryCodeError::Length { found: 35, expected: 40 })]
#[case::one_short_without_hyphens("000000000000000000000000000000000000000", RecoveryCodeError::Length { found: 39, expected: 40 })]
fn a_code_of_another_length_is_told(#[case] typed: &str, #[case] error: RecoveryCodeError) {
    assert_eq!(RecoveryCode::from_text(typed), Err(error));
}

#[test]
fn a_very_long_text_is_only_counted() {
    let found = 1 << 20;
    let error = RecoveryCodeError::Length { found, expected: SYMBOLS };
    assert_eq!(RecoveryCode::from_text(&"7".repeat(found)), Err(error));
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", code()), "RecoveryCode(..)");
}

proptest! {
    #[test]
    fn every_code_reads_back(bytes: [u8; 20]) {
        let code = RecoveryCode(bytes);
        prop_assert_eq!(RecoveryCode::from_text(&code.to_text()), Ok(code));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        let _ = RecoveryCode::from_text(&text);
    }

    #[test]
    fn what_reads_is_printed_as_it_was_typed(text in "[0-9A-Z]{40}") {
        if let Ok(code) = RecoveryCode::from_text(&text) {
            let plain = text.replace('O', "0").replace(['I', 'L'], "1");
            prop_assert_eq!(code.to_text().replace('-', ""), plain);
        }
    }
}
