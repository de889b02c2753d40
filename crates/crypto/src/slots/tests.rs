use proptest::prelude::*;
use rstest::rstest;

use super::*;

const PROFILE: &str = "0190a5c2-7d1e-7000-8000-000000000001";
const PASSPHRASE: &str = "a long walk uphill";

/// A store with all three ways in, and the secrets for them.
struct Fixture {
    key: StoreKey,
    slots: KeySlots,
    keychain: KeychainKey,
    recovery: RecoveryCode,
    next: u8,
}

impl Fixture {
    fn new() -> Self {
        let mut next = 0;
        let mut random = counting(&mut next);
        let key = StoreKey::generate(&mut random);
        let mut slots = KeySlots::create(PROFILE, &key).unwrap().with_cheap_passphrases();
        let keychain = slots.add_keychain(&key, &mut random).unwrap();
        slots.add_passphrase(&key, PASSPHRASE, &mut random).unwrap();
        let recovery = slots.add_recovery(&key, &mut random).unwrap();
        drop(random);
        Self { key, slots, keychain, recovery, next }
    }

    /// Opens the slot of this kind with its right secret.
    fn open(&self, slots: &KeySlots, kind: SlotKind) -> Result<StoreKey, SlotError> {
        match kind {
            SlotKind::Keychain => slots.open_with_keychain(&self.keychain),
            SlotKind::Passphrase => slots.open_with_passphrase(PASSPHRASE),
            SlotKind::Recovery => slots.open_with_recovery(&self.recovery),
        }
    }

    fn opens(&self, slots: &KeySlots, kind: SlotKind) -> bool {
        self.open(slots, kind).is_ok_and(|key| key.as_bytes() == self.key.as_bytes())
    }

    fn text(&self) -> String {
        String::from_utf8(self.slots.to_bytes().unwrap()).unwrap()
    }
}

/// Bytes that count up from `next`; not random at all.
fn counting(next: &mut u8) -> impl FnMut(&mut [u8]) + '_ {
    |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = *next;
            *next = next.wrapping_add(1);
        }
    }
}

fn read(text: &str) -> Result<KeySlots, SlotError> {
    KeySlots::from_bytes(text.as_bytes()).map(KeySlots::with_cheap_passphrases)
}

fn damaged(kind: SlotKind) -> SlotError {
    SlotError::Damaged { part: DamagedPart::Slot(kind) }
}

const DAMAGED_DOCUMENT: SlotError = SlotError::Damaged { part: DamagedPart::Document };

#[rstest]
#[case(SlotKind::Keychain)]
#[case(SlotKind::Passphrase)]
#[case(SlotKind::Recovery)]
fn each_secret_alone_opens_the_store(#[case] kind: SlotKind) {
    let it = Fixture::new();
    let mut slots = read(&it.text()).unwrap();
    assert_eq!(slots.profile_id(), PROFILE);
    assert!(slots.holds(&it.key));
    for other in SlotKind::ALL.into_iter().filter(|other| *other != kind) {
        slots.remove(other).unwrap();
    }
    let slots = KeySlots::from_bytes(&slots.to_bytes().unwrap()).unwrap().with_cheap_passphrases();
    assert_eq!(slots.kinds().collect::<Vec<_>>(), [kind]);
    assert!(it.opens(&slots, kind));
}

#[test]
fn a_wrong_secret_is_told() {
    let Fixture { slots, .. } = Fixture::new();
    let wrong = |slot| Some(SlotError::WrongSecret { slot });
    assert_eq!(slots.open_with_passphrase("a long walk downhill").err(), wrong(SlotKind::Passphrase));
    assert_eq!(slots.open_with_passphrase("").err(), wrong(SlotKind::Passphrase));
    assert_eq!(slots.open_with_passphrase(&"a".repeat(2000)).err(), wrong(SlotKind::Passphrase));
    assert_eq!(slots.open_with_keychain(&KeychainKey([9; 32])).err(), wrong(SlotKind::Keychain));
    let code = RecoveryCode::generate(&mut |bytes: &mut [u8]| bytes.fill(9));
    assert_eq!(slots.open_with_recovery(&code).err(), wrong(SlotKind::Recovery));
}

#[rstest]
#[case(SlotKind::Keychain)]
#[case(SlotKind::Passphrase)]
#[case(SlotKind::Recovery)]
fn a_slot_that_is_not_there_is_told(#[case] kind: SlotKind) {
    let mut it = Fixture::new();
    it.slots.remove(kind).unwrap();
    assert_eq!(it.open(&it.slots, kind).err(), Some(SlotError::NoSuchSlot { slot: kind }));
    assert_eq!(it.slots.remove(kind), Err(SlotError::NoSuchSlot { slot: kind }));
}

#[test]
fn the_last_slot_stays() {
    let mut it = Fixture::new();
    it.slots.remove(SlotKind::Keychain).unwrap();
    it.slots.remove(SlotKind::Passphrase).unwrap();
    assert_eq!(it.slots.remove(SlotKind::Recovery), Err(SlotError::LastSlot));
    assert!(it.opens(&it.slots, SlotKind::Recovery));
    let none = KeySlots::create(PROFILE, &it.key).unwrap();
    assert_eq!(none.to_bytes(), Err(SlotError::LastSlot));
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let mut it = Fixture::new();
    it.slots.add_passphrase(&it.key, "another long walk", &mut counting(&mut it.next)).unwrap();
    let key = it.slots.open_with_passphrase("another long walk").unwrap();
    assert_eq!(key.as_bytes(), it.key.as_bytes());
    let wrong = SlotError::WrongSecret { slot: SlotKind::Passphrase };
    assert_eq!(it.slots.open_with_passphrase(PASSPHRASE).err(), Some(wrong));
    assert!(it.opens(&it.slots, SlotKind::Recovery), "the other slots stay");
}

#[test]
fn a_new_recovery_code_replaces_the_old_one() {
    let mut it = Fixture::new();
    let code = it.slots.add_recovery(&it.key, &mut counting(&mut it.next)).unwrap();
    assert!(it.slots.open_with_recovery(&code).is_ok());
    assert!(!it.opens(&it.slots, SlotKind::Recovery));
}

#[test]
fn no_slot_takes_another_store_key() {
    let mut it = Fixture::new();
    let other = StoreKey::from_bytes([9; 32]);
    let mut random = |bytes: &mut [u8]| bytes.fill(1);
    assert_eq!(it.slots.add_keychain(&other, &mut random).err(), Some(SlotError::OtherStoreKey));
    assert_eq!(it.slots.add_passphrase(&other, PASSPHRASE, &mut random), Err(SlotError::OtherStoreKey));
    assert_eq!(it.slots.add_recovery(&other, &mut random).err(), Some(SlotError::OtherStoreKey));
    assert!(SlotKind::ALL.into_iter().all(|kind| it.opens(&it.slots, kind)));
}

#[rstest]
#[case::empty("", SlotError::PassphraseTooShort { minimum: 8 })]
#[case::seven_characters("äöüäöüä", SlotError::PassphraseTooShort { minimum: 8 })]
#[case::very_long(&"a".repeat(1025), SlotError::PassphraseTooLong { maximum: 1024 })]
fn a_new_passphrase_has_bounds(#[case] passphrase: &str, #[case] error: SlotError) {
    let mut it = Fixture::new();
    assert_eq!(it.slots.add_passphrase(&it.key, passphrase, &mut counting(&mut it.next)), Err(error));
    assert!(it.opens(&it.slots, SlotKind::Passphrase), "the old one stays");
}

#[rstest]
#[case::empty("")]
#[case::space("my profile")]
#[case::path("../other")]
#[case::long(&"a".repeat(65))]
fn a_profile_id_has_bounds(#[case] id: &str) {
    assert_eq!(KeySlots::create(id, &StoreKey::from_bytes([1; 32])).err(), Some(SlotError::ProfileId));
}

#[test]
fn a_keychain_value_is_text() {
    let it = Fixture::new();
    let text = it.keychain.to_text();
    let key = KeychainKey::from_text(&format!(" {}\n", text.as_str())).unwrap();
    assert!(it.slots.open_with_keychain(&key).is_ok());
    for wrong in ["", "not base64!", "AAAA", &text[..40], &format!("{}AAAA", text.as_str())] {
        assert_eq!(KeychainKey::from_text(wrong).err(), Some(SlotError::KeychainValue), "{wrong}");
    }
}

/// Whatever bit of the file changes, nothing but the right key ever comes out, every change is noticed by some way in,
/// and a change within one slot leaves the others open.
#[test]
fn every_changed_bit_is_found() {
    let it = Fixture::new();
    let file = it.slots.to_bytes().unwrap();
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            let Ok(slots) = KeySlots::from_bytes(&changed) else { continue };
            let slots = slots.with_cheap_passphrases();
            let errors: Vec<_> =
                SlotKind::ALL.into_iter().filter_map(|kind| it.open(&slots, kind).err()).collect();
            assert!(!errors.is_empty(), "byte {at}, bit {bit} changed unseen");
            for error in errors {
                assert!(matches!(error, SlotError::Damaged { .. }), "byte {at}, bit {bit}: {error}");
            }
            let opened = SlotKind::ALL.into_iter().filter_map(|kind| it.open(&slots, kind).ok());
            assert!(opened.into_iter().all(|key| key.as_bytes() == it.key.as_bytes()), "byte {at}");
        }
    }
}

#[test]
fn every_cut_is_found() {
    let text = Fixture::new().text();
    // The last byte is a line end.
    for length in 0..text.len() - 1 {
        assert_eq!(read(&text[..length]).err(), Some(DAMAGED_DOCUMENT), "cut to {length}");
    }
}

#[test]
fn a_damaged_slot_leaves_the_others_open() {
    let it = Fixture::new();
    let mut slots = it.slots.clone();
    slots.passphrase.as_mut().unwrap().wrapped[0] ^= 1;
    let slots = KeySlots::from_bytes(&slots.to_bytes().unwrap()).unwrap().with_cheap_passphrases();
    assert_eq!(it.open(&slots, SlotKind::Passphrase).err(), Some(damaged(SlotKind::Passphrase)));
    assert!(it.opens(&slots, SlotKind::Keychain));
    assert!(it.opens(&slots, SlotKind::Recovery));
}

#[rstest]
#[case::nothing("")]
#[case::no_json("key slots")]
#[case::a_list("[]")]
#[case::no_version(r#"{"format":"cairn-key-slots"}"#)]
#[case::another_format(r#"{"format":"luks","version":1}"#)]
#[case::version_zero(r#"{"format":"cairn-key-slots","version":0}"#)]
#[case::negative_version(r#"{"format":"cairn-key-slots","version":-1}"#)]
#[case::no_slots(
    r#"{"format":"cairn-key-slots","version":1,"profile":"p","key_check":"AAAAAAAAAAAAAAAAAAAAAA==","slots":{}}"#
)]
#[case::deep(&"[".repeat(10_000))]
#[case::big(&" ".repeat(20_000))]
fn what_is_no_key_slot_file_is_refused(#[case] text: &str) {
    assert_eq!(read(text).err(), Some(DAMAGED_DOCUMENT));
}

#[rstest]
#[case::unknown_field("\"version\": 1,", "\"version\": 1, \"comment\": \"\",")]
#[case::repeated_field("\"version\": 1,", "\"version\": 1, \"version\": 1,")]
#[case::unknown_slot("\"slots\": {", "\"slots\": { \"fingerprint\": {},")]
#[case::bad_profile(PROFILE, "a profile")]
#[case::something_after("\n}\n", "\n} {}")]
fn the_reader_is_strict(#[case] from: &str, #[case] to: &str) {
    let text = Fixture::new().text();
    assert!(text.contains(from));
    assert_eq!(read(&text.replacen(from, to, 1)).err(), Some(DAMAGED_DOCUMENT));
}

#[test]
fn a_newer_version_is_told_whatever_else_it_holds() {
    let text = r#"{"format":"cairn-key-slots","version":2,"hardware":{"slots":[1,2]}}"#;
    assert_eq!(read(text).err(), Some(SlotError::NewerVersion { found: 2, known: 1 }));
}

/// A slot as somebody writes it who knows the format and nothing secret: its sum is right.
fn forged(it: &Fixture, kind: SlotKind, change: impl Fn(&mut KeySlots)) -> KeySlots {
    let mut slots = it.slots.clone();
    change(&mut slots);
    let binding = slots.binding(kind);
    let slot = slots.slot_mut(kind).as_mut().unwrap();
    *slot = Slot { sum: slot.sum_of(&binding), ..slot.clone() };
    slots
}

#[rstest]
#[case::another_profile(SlotKind::Recovery, |slots: &mut KeySlots| slots.profile = "other".into())]
#[case::another_key_check(SlotKind::Recovery, |slots: &mut KeySlots| slots.key_check[0] ^= 1)]
#[case::another_kind(SlotKind::Recovery, |slots: &mut KeySlots| slots.recovery = slots.keychain.clone())]
#[case::another_salt(SlotKind::Keychain, |slots: &mut KeySlots| slots.keychain.as_mut().unwrap().salt[0] ^= 1)]
#[case::another_nonce(SlotKind::Keychain, |slots: &mut KeySlots| slots.keychain.as_mut().unwrap().nonce[0] ^= 1)]
#[case::another_wrapping(SlotKind::Keychain, |slots: &mut KeySlots| slots.keychain.as_mut().unwrap().wrapped[47] ^= 1)]
#[case::another_cost(SlotKind::Passphrase, |slots: &mut KeySlots| {
    slots.passphrase.as_mut().unwrap().cost.as_mut().unwrap().passes += 1;
})]
fn what_a_slot_is_bound_to_cannot_be_forged(#[case] kind: SlotKind, #[case] change: fn(&mut KeySlots)) {
    let it = Fixture::new();
    let slots = forged(&it, kind, change);
    assert_eq!(it.open(&slots, kind).err(), Some(SlotError::WrongSecret { slot: kind }));
}

#[test]
fn a_slot_of_another_key_under_the_same_secret_is_found() {
    let it = Fixture::new();
    let mut slots = it.slots.clone();
    let (salt, nonce, other) = ([1; 32], [2; 24], StoreKey::from_bytes([9; 32]));
    let binding = slots.binding(SlotKind::Keychain);
    slots.keychain = Some(Slot::wrap(&binding, &other, &it.keychain.0, None, salt, nonce));
    assert_eq!(it.open(&slots, SlotKind::Keychain).err(), Some(damaged(SlotKind::Keychain)));
}

#[test]
fn weaker_parameters_than_written_are_refused() {
    let it = Fixture::new();
    // The fixture's cheap slot, read as the app reads it.
    let slots = KeySlots::from_bytes(&it.slots.to_bytes().unwrap()).unwrap();
    assert_eq!(slots.open_with_passphrase(PASSPHRASE).err(), Some(SlotError::WeakParameters));
    assert!(it.opens(&slots, SlotKind::Recovery));
}

#[rstest]
#[case::memory(Cost { memory_kib: u32::MAX, ..Cost::STANDARD })]
#[case::passes(Cost { passes: u32::MAX, ..Cost::STANDARD })]
#[case::lanes(Cost { lanes: 9, ..Cost::STANDARD })]
fn parameters_no_version_writes_are_not_tried(#[case] cost: Cost) {
    let it = Fixture::new();
    let slots =
        forged(&it, SlotKind::Passphrase, |slots| slots.passphrase.as_mut().unwrap().cost = Some(cost));
    assert_eq!(slots.open_with_passphrase(PASSPHRASE).err(), Some(damaged(SlotKind::Passphrase)));
}

#[rstest]
#[case::passphrase_without(SlotKind::Passphrase, None)]
#[case::keychain_with(SlotKind::Keychain, Some(Cost::STANDARD))]
fn only_a_passphrase_has_a_cost(#[case] kind: SlotKind, #[case] cost: Option<Cost>) {
    let it = Fixture::new();
    let slots = forged(&it, kind, |slots| slots.slot_mut(kind).as_mut().unwrap().cost = cost);
    assert_eq!(it.open(&slots, kind).err(), Some(damaged(kind)));
}

#[test]
fn two_slots_share_no_salt_and_no_nonce() {
    let Fixture { slots, .. } = Fixture::new();
    let all: Vec<&Slot> = SlotKind::ALL.into_iter().filter_map(|kind| slots.slot(kind)).collect();
    for (at, one) in all.iter().enumerate() {
        for two in &all[at + 1..] {
            assert!(one.salt != two.salt && one.nonce != two.nonce && one.wrapped != two.wrapped);
        }
    }
}

#[test]
fn debug_and_errors_show_no_secret() {
    let it = Fixture::new();
    assert_eq!(format!("{:?}", it.keychain), "KeychainKey(..)");
    let slots = format!("{:?}", it.slots);
    assert_eq!(
        slots,
        format!("KeySlots {{ profile: {PROFILE:?}, kinds: [Keychain, Passphrase, Recovery] }}")
    );
    let error = it.slots.open_with_passphrase("my guess").unwrap_err();
    assert_eq!(error.to_string(), "wrong secret for the passphrase slot");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(KeySlots::from_bytes(&bytes).is_err());
    }

    /// Any text put anywhere in a good file is an error or changes nothing that opens.
    #[test]
    fn no_text_put_into_a_file_panics(at in 0..1000_usize, removed in 0..40_usize, put in "[\\x20-\\x7e]{0,20}") {
        let it = Fixture::new();
        let mut text = it.text();
        let end = (at + removed).min(text.len());
        text.replace_range(at.min(text.len())..end, &put);
        if let Ok(slots) = read(&text) {
            for kind in SlotKind::ALL {
                if let Ok(key) = it.open(&slots, kind) {
                    prop_assert_eq!(key.as_bytes(), it.key.as_bytes());
                }
            }
        }
    }

    #[test]
    fn every_passphrase_opens_what_it_closed(passphrase in "\\PC{8,60}") {
        let mut it = Fixture::new();
        it.slots.add_passphrase(&it.key, &passphrase, &mut counting(&mut it.next)).unwrap();
        prop_assert!(it.slots.open_with_passphrase(&passphrase).is_ok());
    }
}
