use cairn_crypto::{
    AccountKeys, Chain, ChainError, DeviceId, DeviceKeys, EpochError, EpochKeys, EpochRecord, ExchangeCode,
    ExchangeCodeError, ExchangeError, ExchangeFile, ExchangeKind, FileId, FormatError, Hash, Incoming,
    MAX_SEEN, Outgoing, Says, SealedError, StoreKey,
};
use proptest::prelude::*;
use rstest::rstest;

use crate::support::{OTHER_SPACE, Person, SPACE, anna, ben, epochs, every_change_is_refused, next, seeded};

fn code() -> ExchangeCode {
    ExchangeCode::from_bytes([0x5a; 16])
}

fn out<'a>(
    person: &'a Person,
    epochs: Option<(&'a [EpochRecord], &'a EpochKeys)>,
    body: &'a [u8],
) -> Outgoing<'a> {
    Outgoing {
        file: FileId(*b"name of the file"),
        space: SPACE,
        author: &person.chain,
        device: person.device,
        signing: &person.device_keys.signing,
        seen: &[],
        epochs,
        body,
    }
}

/// Anna's introduction: the first epoch, in which she is alone.
fn introduction() -> Vec<u8> {
    let (records, _) = epochs();
    let keys = first_keys();
    out(&anna(), Some((&records[..1], &keys)), b"hello").introduce(&code(), &mut seeded("i")).unwrap()
}

fn first_keys() -> EpochKeys {
    EpochKeys::from_kept(epochs().1.all()[..1].to_vec()).unwrap()
}

fn answer() -> Vec<u8> {
    out(&ben(), None, b"hello too").answer(&code(), &mut seeded("a")).unwrap()
}

fn letter_by(person: &Person, body: &[u8]) -> Vec<u8> {
    let (records, keys) = epochs();
    out(person, Some((&records, &keys)), body).letter(&mut seeded("l")).unwrap()
}

fn open_letter(bytes: &[u8], own: &AccountKeys, known: &[&Chain]) -> Result<Incoming, ExchangeError> {
    ExchangeFile::parse(bytes)?.open_letter(own, known)
}

fn open_with_code(bytes: &[u8], code: &ExchangeCode) -> Result<Incoming, ExchangeError> {
    ExchangeFile::parse(bytes)?.open_with_code(code)
}

#[test]
fn two_people_meet_and_write_to_each_other() {
    let (anna, ben) = (anna(), ben());
    let introduced = open_with_code(&introduction(), &code()).unwrap();
    assert_eq!((&introduced.author, introduced.device), (&anna.chain, anna.device));
    let (records, keys) = introduced.epochs.unwrap();
    assert_eq!((records.len(), keys, introduced.body.as_slice()), (1, first_keys(), b"hello".as_slice()));

    let answered = open_with_code(&answer(), &code()).unwrap();
    assert_eq!((&answered.author, answered.body.as_slice()), (&ben.chain, b"hello too".as_slice()));
    assert!(answered.epochs.is_none());

    let body: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
    let (records, keys) = epochs();
    let seen = [FileId([1; 16]), FileId([2; 16])];
    let letter = Outgoing { seen: &seen, ..out(&anna, Some((&records, &keys)), &body) };
    let letter = letter.letter(&mut seeded("l")).unwrap();
    for reader in [&ben.keys, &anna.keys] {
        let read = open_letter(&letter, reader, &[&anna.chain, &ben.chain]).unwrap();
        assert!(read.body == body);
        assert_eq!((read.seen, read.author), (seen.to_vec(), anna.chain.clone()));
        assert_eq!(read.epochs, Some((records.clone(), keys.clone())));
    }
    let back = open_letter(&letter_by(&ben, b"back"), &anna.keys, &[&ben.chain]).unwrap();
    assert_eq!(back.body, b"back");
}

#[test]
fn what_is_not_sealed_names_file_space_and_kind() {
    for (bytes, kind) in [
        (introduction(), ExchangeKind::Introduction),
        (answer(), ExchangeKind::Answer),
        (letter_by(&anna(), b""), ExchangeKind::Letter),
    ] {
        let file = ExchangeFile::parse(&bytes).unwrap();
        assert_eq!((file.kind(), file.file(), file.space()), (kind, FileId(*b"name of the file"), SPACE));
    }
}

#[test]
fn every_change_of_a_file_is_refused() {
    for bytes in [introduction(), answer()] {
        every_change_is_refused(&bytes, |bytes| open_with_code(bytes, &code()).is_err());
    }
    let (anna, ben) = (anna(), ben());
    every_change_is_refused(&letter_by(&anna, b"a letter"), |bytes| {
        open_letter(bytes, &ben.keys, &[&anna.chain, &ben.chain]).is_err()
    });
}

/// The key of an introduction's content, derived by the page and not by the crate.
fn content_key(before: &[u8]) -> StoreKey {
    let info = [b"cairn/1/exchange/code", Hash::of(before).0.as_slice()].concat();
    let (mut key, file) = ([0; 32], &before[11..27]);
    hkdf::Hkdf::<sha2::Sha256>::new(Some(file), code().as_bytes()).expand(&info, &mut key).unwrap();
    StoreKey::from_bytes(key)
}

#[test]
fn without_the_seal_every_change_is_refused_as_well() {
    // Who has the code can seal anew what it changed: the signature of the device holds the content fast too.
    let introduction = introduction();
    let (before, sealed) = introduction.split_at(43);
    let content = cairn_crypto::open(&content_key(before), "exchange", sealed).unwrap();
    let resealed = |before: &[u8], content: &[u8]| {
        let sealed = cairn_crypto::seal(&content_key(before), "exchange", content, &mut seeded("r"));
        open_with_code(&[before, &sealed].concat(), &code())
    };
    assert!(resealed(before, &content).is_ok());
    every_change_is_refused(&content, |content| resealed(before, content).is_err());
    // The same content under another name of the file, or for another space.
    for at in [11, 42] {
        let mut elsewhere = before.to_vec();
        elsewhere[at] ^= 1;
        assert!(resealed(&elsewhere, &content).is_err());
    }
}

#[test]
fn another_code_opens_nothing() {
    for bytes in [introduction(), answer()] {
        let opened = open_with_code(&bytes, &ExchangeCode::from_bytes([0x5b; 16]));
        assert_eq!(opened.unwrap_err(), ExchangeError::Sealed(SealedError::WrongKey));
    }
}

#[test]
fn a_file_opens_only_as_what_it_is() {
    let (anna, ben) = (anna(), ben());
    let letter = letter_by(&anna, b"");
    assert_eq!(open_with_code(&letter, &code()).unwrap_err(), ExchangeError::OtherKind);
    let introduction = introduction();
    let opened = open_letter(&introduction, &ben.keys, &[&anna.chain]);
    assert_eq!(opened.unwrap_err(), ExchangeError::OtherKind);
    // An answer passed off as an introduction: the kind is in its key.
    let mut answer = answer();
    answer[10] = 1;
    assert!(open_with_code(&answer, &code()).is_err());
}

#[test]
fn a_letter_is_for_members_alone() {
    let (anna, carl) = (anna(), Person::new("Carl"));
    let letter = letter_by(&anna, b"");
    assert_eq!(open_letter(&letter, &carl.keys, &[&anna.chain]).unwrap_err(), ExchangeError::NotForYou);
    let mut carl_as_ben = carl.keys.clone();
    carl_as_ben.account = ben().keys.account;
    assert_eq!(open_letter(&letter, &carl_as_ben, &[&anna.chain]).unwrap_err(), ExchangeError::NotForYou);
}

#[test]
fn a_letter_by_somebody_unknown_is_refused() {
    let (anna, ben) = (anna(), ben());
    let opened = open_letter(&letter_by(&anna, b""), &ben.keys, &[&ben.chain]);
    assert_eq!(opened.unwrap_err(), ExchangeError::UnknownAuthor);
    // Carl knows the keys of the members, as a server does, but is none of them.
    let (records, keys) = epochs();
    let carl = Person::new("Carl");
    let forged = out(&carl, Some((&records, &keys)), b"").letter(&mut seeded("l"));
    assert_eq!(forged.unwrap_err(), ExchangeError::UnknownAuthor);
}

#[test]
fn a_key_change_is_found() {
    let (anna, ben) = (anna(), ben());
    let mut other = Person::new("Other Anna");
    other.keys.account = anna.keys.account;
    other.chain = Chain::create(&other.keys, 1);
    let opened = open_letter(&letter_by(&anna, b""), &ben.keys, &[&other.chain]);
    assert_eq!(opened.unwrap_err(), ChainError::Contradicts { number: 1 }.into());
    // The author is who is known; the partner in the record is not.
    let mut other_ben = Person::new("Other Ben");
    other_ben.keys.account = ben.keys.account;
    other_ben.chain = Chain::create(&other_ben.keys, 1);
    let opened = open_letter(&letter_by(&anna, b""), &ben.keys, &[&anna.chain, &other_ben.chain]);
    let changed = EpochError::IdentityChanged { account: ben.keys.account };
    assert_eq!(opened.unwrap_err(), changed.into());
}

#[test]
fn a_longer_chain_is_taken_and_a_shorter_one_forgets_nothing() {
    let (mut anna, ben) = (anna(), ben());
    let before = anna.clone();
    let (device, keys) = (DeviceId(2), DeviceKeys::generate(&mut seeded("second")));
    anna.chain.state(&anna.keys.identity, 5, Says::AddDevice { device, keys: keys.public() }).unwrap();
    let opened = open_letter(&letter_by(&anna, b""), &ben.keys, &[&before.chain]).unwrap();
    assert_eq!(opened.author, anna.chain);
    let opened = open_letter(&letter_by(&before, b""), &ben.keys, &[&anna.chain]).unwrap();
    assert_eq!(opened.author, anna.chain);
}

#[test]
fn a_revoked_device_writes_no_letters() {
    let (mut anna, ben) = (anna(), ben());
    let late = letter_by(&anna, b"from the thief");
    anna.revoke(anna.device);
    let opened = open_letter(&late, &ben.keys, &[&anna.chain]);
    assert_eq!(opened.unwrap_err(), ExchangeError::Device);
    let (records, keys) = epochs();
    let written = out(&anna, Some((&records, &keys)), b"").letter(&mut seeded("l"));
    assert_eq!(written.unwrap_err(), ExchangeError::Device);
}

#[test]
fn a_revoked_device_reads_no_letters_after() {
    let (anna, mut ben) = (anna(), ben());
    // On the stolen device is all that Ben had: his identity, the key to which was sealed, all epoch keys.
    let stolen = ben.keys.clone();
    ben.revoke(ben.device);
    let (mut records, keys) = epochs();
    let keys = keys.with_next(&mut seeded("third")).unwrap();
    records.push(next(&records[1], &ben, &keys, vec![anna.member(), ben.member()]));
    let letter = out(&anna, Some((&records, &keys)), b"between us").letter(&mut seeded("l")).unwrap();
    assert_eq!(open_letter(&letter, &stolen, &[&anna.chain]).unwrap_err(), ExchangeError::NotForYou);
    assert_eq!(open_letter(&letter, &ben.keys, &[&anna.chain]).unwrap().body, b"between us");
}

#[test]
fn a_letter_to_an_older_key_still_opens() {
    let (anna, mut ben) = (anna(), ben());
    let letter = letter_by(&anna, b"sent before");
    ben.keys.renew_encryption(&mut seeded("newer"));
    assert_eq!(open_letter(&letter, &ben.keys, &[&anna.chain]).unwrap().body, b"sent before");
}

#[test]
fn a_member_whose_key_is_none_shuts_out_nobody_else() {
    let (anna, ben, (records, keys)) = (anna(), ben(), epochs());
    let mut carl = Person::new("Carl").member();
    carl.encryption = cairn_crypto::SealingKey([0; 32]);
    let record = next(&records[0], &anna, &keys, vec![anna.member(), ben.member(), carl]);
    let records = [records[0].clone(), record];
    let letter = out(&anna, Some((&records, &keys)), b"to all").letter(&mut seeded("l")).unwrap();
    assert_eq!(open_letter(&letter, &ben.keys, &[&anna.chain]).unwrap().body, b"to all");
}

#[test]
fn what_readers_refuse_is_not_written() {
    let (anna, (records, keys)) = (anna(), epochs());
    let mut random = seeded("w");
    let whole = out(&anna, Some((&records, &keys)), b"");
    let first = first_keys();
    for (wrong, error) in [
        (Outgoing { space: OTHER_SPACE, ..whole }, ExchangeError::from(EpochError::NotNext)),
        (Outgoing { epochs: Some((&records[1..], &keys)), ..whole }, EpochError::NotNext.into()),
        (Outgoing { epochs: None, ..whole }, EpochError::NotNext.into()),
        (
            Outgoing { epochs: Some((&records, &first)), ..whole },
            FormatError::Sealed { what: "packet" }.into(),
        ),
        (Outgoing { device: DeviceId(77), ..whole }, ExchangeError::Device),
        (Outgoing { signing: &ben().device_keys.signing, ..whole }, ExchangeError::Device),
        (
            Outgoing { seen: &[FileId([0; 16]); MAX_SEEN + 1], ..whole },
            FormatError::TooLarge { what: "exchange", limit: MAX_SEEN }.into(),
        ),
    ] {
        assert_eq!(wrong.letter(&mut random).unwrap_err(), error);
    }
    let error = FormatError::Invalid { what: "exchange", why: "an answer has no epochs" };
    assert_eq!(whole.answer(&code(), &mut random).unwrap_err(), error.into());
}

#[test]
fn another_version_or_suite_is_refused_by_name() {
    let mut bytes = introduction();
    bytes[9] = 2;
    let suite = FormatError::Suite { what: "exchange", found: 2, known: 1 };
    assert_eq!(ExchangeFile::parse(&bytes).unwrap_err(), suite.into());
    bytes[8] = 2;
    let version = FormatError::Version { what: "exchange", found: 2, known: 1 };
    assert_eq!(ExchangeFile::parse(&bytes).unwrap_err(), version.into());
    bytes[0] = b'C';
    assert_eq!(ExchangeFile::parse(&bytes).unwrap_err(), ExchangeError::NotAnExchangeFile);
    assert_eq!(ExchangeFile::parse(b"").unwrap_err(), ExchangeError::NotAnExchangeFile);
}

#[rstest]
#[case::as_written(|text: &str| text.to_owned())]
#[case::lower_case(|text: &str| text.to_lowercase())]
#[case::spaces(|text: &str| text.replace('-', " "))]
#[case::together(|text: &str| text.replace('-', ""))]
fn a_code_may_be_typed_in_other_ways(#[case] typed: fn(&str) -> String) {
    let code = ExchangeCode::generate(&mut seeded("code"));
    assert_eq!(ExchangeCode::from_text(&typed(&code.to_text())), Ok(code));
}

#[test]
fn a_mistyped_code_names_its_group() {
    let text = code().to_text().to_string();
    // The first symbol of the third group.
    let wrong: String = text.char_indices().map(|(at, it)| if at == 12 { 'Q' } else { it }).collect();
    assert_ne!(text, wrong);
    assert_eq!(ExchangeCode::from_text(&wrong), Err(ExchangeCodeError::Group { number: 3 }));
    let short = ExchangeCodeError::Group { number: 7 };
    assert_eq!(ExchangeCode::from_text(&text[..text.len() - 1]), Err(short));
    assert_eq!(ExchangeCode::from_text(""), Err(ExchangeCodeError::Length { found: 0, expected: 33 }));
    assert_eq!(format!("{:?}", code()), "ExchangeCode(..)");
}

proptest! {
    #[test]
    fn any_bytes_are_a_file_or_are_not(
        bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 1_u8..4, count in 0_u8..3,
    ) {
        let bytes = [b"cairnexc\x01\x01".as_slice(), &[kind], &[7; 32], &[0, count], &bytes].concat();
        if let Ok(file) = ExchangeFile::parse(&bytes) {
            prop_assert!(file.open_with_code(&code()).is_err());
            prop_assert!(file.open_letter(&ben().keys, &[]).is_err());
        }
    }
}
