use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

/// Bytes that never come twice, as a source of randomness must give; not random at all.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn sealed(length: usize) -> Vec<u8> {
    seal(&key(), "backup", &plain(length), &mut counting())
}

fn opened(bytes: &[u8]) -> Result<Vec<u8>, SealedError> {
    open(&key(), "backup", bytes)
}

/// Header, and the chunks after it.
fn parts(file: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (header, rest) = file.split_at(Header::LENGTH);
    (header.to_vec(), rest.chunks(SEALED_CHUNK).map(<[u8]>::to_vec).collect())
}

#[rstest]
#[case::empty(0, 1)]
#[case::one_byte(1, 1)]
#[case::a_chunk_less_one(CHUNK - 1, 1)]
#[case::a_chunk(CHUNK, 1)]
#[case::a_chunk_and_one(CHUNK + 1, 2)]
#[case::two_chunks(2 * CHUNK, 2)]
#[case::three_and_a_half(7 * CHUNK / 2, 4)]
fn a_file_of_any_length_comes_back(#[case] length: usize, #[case] chunks: usize) {
    let file = sealed(length);
    assert_eq!(file.len(), Header::LENGTH + length + chunks * TAG);
    assert!(opened(&file).unwrap() == plain(length));
}

#[rstest]
#[case::another_key(StoreKey::from_bytes([8; 32]), "backup")]
#[case::another_context(key(), "archive")]
fn another_key_or_context_is_told_from_damage(#[case] key: StoreKey, #[case] context: &str) {
    assert_eq!(open(&key, context, &sealed(10)), Err(SealedError::WrongKey));
}

#[test]
fn every_changed_bit_of_a_small_file_is_found_and_named() {
    let file = sealed(40);
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            let error = opened(&changed).unwrap_err();
            let expected = match at {
                0..8 => SealedError::NotSealed,
                8 if changed[8] > 1 => SealedError::NewerVersion { found: changed[8], known: 1 },
                8..65 => SealedError::DamagedHeader,
                _ => SealedError::DamagedChunk { number: 1 },
            };
            assert_eq!(error, expected, "byte {at}, bit {bit}");
        }
    }
}

#[rstest]
#[case::first(0, 1)]
#[case::second(SEALED_CHUNK, 2)]
#[case::last(2 * SEALED_CHUNK, 3)]
fn damage_names_its_chunk_and_gives_only_what_comes_before(#[case] at: usize, #[case] number: u64) {
    let mut file = sealed(2 * CHUNK + 5);
    file[Header::LENGTH + at] ^= 1;
    let mut opener = Opener::start(&key(), "backup");
    let mut out = Vec::new();
    let result = opener.write(&file, &mut out).and_then(|()| opener.finish(&mut out));
    assert_eq!(result, Err(SealedError::DamagedChunk { number }));
    assert!(out == plain((number as usize - 1) * CHUNK));
}

#[test]
fn every_cut_of_a_small_file_is_found() {
    let file = sealed(40);
    for length in 0..file.len() {
        let expected = match length {
            0 => SealedError::NotSealed,
            1..81 => SealedError::Truncated,
            // What is left of a last chunk is like a damaged one.
            _ => SealedError::DamagedChunk { number: 1 },
        };
        assert_eq!(opened(&file[..length]), Err(expected), "cut to {length}");
    }
}

#[test]
fn a_file_cut_between_its_chunks_is_truncated() {
    let (header, chunks) = parts(&sealed(3 * CHUNK));
    for left in 0..chunks.len() {
        let cut = [header.clone(), chunks[..left].concat()].concat();
        assert_eq!(opened(&cut), Err(SealedError::Truncated), "{left} chunks left");
    }
}

#[rstest]
#[case::swapped(&[1, 0, 2], SealedError::DamagedChunk { number: 1 })]
#[case::repeated(&[0, 0, 1, 2], SealedError::DamagedChunk { number: 2 })]
#[case::dropped(&[0, 2], SealedError::DamagedChunk { number: 2 })]
#[case::last_brought_forward(&[2, 0, 1], SealedError::DamagedChunk { number: 1 })]
#[case::going_on_after_the_last(&[0, 1, 2, 1], SealedError::TrailingBytes)]
fn chunks_out_of_their_place_are_found(#[case] order: &[usize], #[case] error: SealedError) {
    let (header, chunks) = parts(&sealed(3 * CHUNK));
    let moved: Vec<u8> = order.iter().fold(header, |file, at| [file, chunks[*at].clone()].concat());
    assert_eq!(opened(&moved), Err(error));
}

#[test]
fn a_chunk_of_another_file_is_found() {
    let mut random = counting();
    let one = seal(&key(), "backup", &plain(100), &mut random);
    let two = seal(&key(), "backup", &plain(100), &mut random);
    assert_ne!(one[65..], two[65..], "the same content must not look the same twice");
    let mixed = [&one[..65], &two[65..]].concat();
    assert_eq!(opened(&mixed), Err(SealedError::DamagedChunk { number: 1 }));
}

#[test]
fn an_opener_that_failed_gives_nothing_more() {
    let mut file = sealed(2 * CHUNK);
    file[Header::LENGTH] ^= 1;
    let mut opener = Opener::start(&key(), "backup");
    let mut out = Vec::new();
    let error = Err(SealedError::DamagedChunk { number: 1 });
    assert_eq!(opener.write(&file, &mut out), error);
    assert_eq!(opener.write(&sealed(10), &mut out), error);
    assert_eq!(opener.finish(&mut out), error);
    assert!(out.is_empty());
}

#[test]
fn debug_shows_nothing() {
    let sealer = Sealer::start(&key(), "backup", &mut counting(), &mut Vec::new());
    let opener = Opener::start(&key(), "backup");
    assert_eq!(format!("{sealer:?} {opener:?}"), "Sealer(..) Opener(..)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However the bytes arrive, the file and its content are the same.
    #[test]
    fn pieces_make_no_difference(length in 0..3 * CHUNK, write in 1..2 * CHUNK, read in 1..2 * CHUNK) {
        let content = plain(length);
        let mut file = Vec::new();
        let mut sealer = Sealer::start(&key(), "backup", &mut counting(), &mut file);
        content.chunks(write).for_each(|piece| sealer.write(piece, &mut file));
        sealer.finish(&mut file);
        prop_assert!(file == sealed(length));

        let mut opener = Opener::start(&key(), "backup");
        let mut out = Vec::new();
        for piece in file.chunks(read) {
            prop_assert_eq!(opener.write(piece, &mut out), Ok(()));
        }
        prop_assert_eq!(opener.finish(&mut out), Ok(()));
        prop_assert!(out == content);
    }

    #[test]
    fn no_bytes_panic(tail in proptest::collection::vec(any::<u8>(), 0..200), after in 0..66_usize) {
        let file = [&sealed(0)[..after], &tail].concat();
        prop_assert!(opened(&file).is_err() || file == sealed(0));
    }
}
