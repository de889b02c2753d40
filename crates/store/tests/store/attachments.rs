//! Kept files.

use crate::support::*;
use cairn_domain::*;
use cairn_store::{Error, MAX_ATTACHMENT_BYTES};
use rstest::rstest;
use std::io::{self, Read};
use uuid::Uuid;

fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|n| (n * 31 % 251) as u8).collect()
}

fn chunks(profile: &Bench) -> i64 {
    raw(profile.path()).query_row("SELECT count(*) FROM attachment_chunk", [], |row| row.get(0)).unwrap()
}

#[rstest]
#[case::empty(0, 0)]
#[case::small(10, 1)]
#[case::one_chunk(65_536, 1)]
#[case::one_more(65_537, 2)]
#[case::several(1_000_000, 16)]
fn a_file_comes_back_as_it_was(#[case] bytes: usize, #[case] pieces: i64) {
    let profile = Bench::new();
    let content = content(bytes);
    let kept = profile.store.attach(&content[..], at(0)).unwrap();
    assert_eq!((kept.bytes, kept.hash.len()), (bytes as u64, 64));
    let mut read = Vec::new();
    profile.store.attachment(&kept.hash).unwrap().read_to_end(&mut read).unwrap();
    assert!(read == content);
    assert_eq!(chunks(&profile), pieces);
}

#[test]
fn the_same_content_is_kept_once() {
    let profile = Bench::new();
    let first = profile.store.attach(&content(100)[..], at(0)).unwrap();
    let second = profile.store.attach(&content(100)[..], at(1)).unwrap();
    assert_eq!((first, chunks(&profile)), (second, 1));
}

#[test]
fn a_file_over_the_limit_is_named_and_not_kept() {
    let profile = Bench::new();
    let result = profile.store.attach(io::repeat(1).take(MAX_ATTACHMENT_BYTES + 1), at(0));
    assert!(matches!(result, Err(Error::TooLarge { limit: MAX_ATTACHMENT_BYTES })), "{result:?}");
    assert_eq!(chunks(&profile), 0);
    profile.store.attach(io::repeat(1).take(MAX_ATTACHMENT_BYTES), at(0)).unwrap();
}

#[test]
fn a_file_that_vanishes_while_it_is_read_leaves_nothing() {
    struct Vanishing(usize);
    impl Read for Vanishing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 20 {
                Err(io::ErrorKind::NotFound.into())
            } else {
                buffer.fill(1);
                Ok(buffer.len())
            }
        }
    }
    let profile = Bench::new();
    let result = profile.store.attach(Vanishing(0), at(0));
    assert!(matches!(result, Err(Error::Io(_))), "{result:?}");
    assert_eq!(chunks(&profile), 0);
    profile.assert_whole();
}

#[test]
fn a_kept_file_that_changed_on_the_disk_is_not_handed_out_as_whole() {
    let profile = Bench::new();
    let kept = profile.store.attach(&content(100_000)[..], at(0)).unwrap();
    raw(profile.path()).execute("UPDATE attachment_chunk SET content = zeroblob(9) WHERE n = 1", []).unwrap();
    let error = profile.store.attachment(&kept.hash).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    assert!(matches!(profile.store.attachment("none").err(), Some(Error::NoSuchAttachment)));
}

#[test]
fn a_file_that_no_record_points_at_goes_after_a_day() {
    let profile = Bench::new();
    let used = profile.store.attach(&content(10)[..], at(0)).unwrap();
    let unused = profile.store.attach(&content(20)[..], at(0)).unwrap();
    let resource = Resource {
        id: ResourceId(Uuid::from_u128(1)),
        mentorship: None,
        goal: None,
        session: None,
        kind: ResourceKind::File,
        title: "A map".into(),
        author: None,
        url: None,
        description: String::new(),
        tags: vec!["map".into()],
        assigned_to: None,
        status: ReadingStatus::ToRead,
        attachment: Some(used.hash.clone()),
        file_name: Some("map.pdf".into()),
        file_bytes: Some(10),
    };
    profile.create(PERSONAL, &resource);
    assert_eq!(profile.store.purge(at(3_600_000)).unwrap().attachments, 0);
    assert_eq!(profile.store.purge(at(100_000_000)).unwrap().attachments, 1);
    assert!(profile.store.attachment(&used.hash).is_ok());
    assert!(profile.store.attachment(&unused.hash).is_err());
    assert_eq!(chunks(&profile), 1);
}
