//! Looking for words where nobody may be able to read them.

use flate2::{Decompress, FlushDecompress};

/// At most so many bytes are unpacked at one place.
const MOST_UNPACKED: usize = 4 << 20;

/// Which of these words, of ASCII, stand in `bytes`: as they are, or in anything that is no more than packed. What is sealed is
/// packed before, so that a word need not show where the seal is missing.
#[must_use]
pub fn readable<'w>(bytes: &[u8], words: &[&'w str]) -> Vec<&'w str> {
    let all: Vec<String> =
        std::iter::once(text(bytes)).chain(packed(bytes).map(|bytes| text(&bytes))).collect();
    words.iter().copied().filter(|word| all.iter().any(|text| text.contains(word))).collect()
}

/// What inflates, wherever it begins. Of what ends in rubbish, all before that.
fn packed(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let begins = bytes.windows(2).enumerate().filter(|(_, pair)| is_zlib(pair[0], pair[1]));
    begins.map(|(at, _)| unpack(&bytes[at..])).filter(|found| !found.is_empty())
}

fn unpack(bytes: &[u8]) -> Vec<u8> {
    let (mut found, mut stream) = (Vec::with_capacity(1024), Decompress::new(true));
    loop {
        let rest = usize::try_from(stream.total_in()).ok().and_then(|read| bytes.get(read..));
        let (room, before) = (found.capacity(), found.len());
        let done = stream.decompress_vec(rest.unwrap_or_default(), &mut found, FlushDecompress::None);
        // Full: there may be more. Else it has come to its end, to that of the bytes, or to rubbish.
        if done.is_err() || found.len() < room || found.len() == before || room >= MOST_UNPACKED {
            return found;
        }
        found.reserve(room);
    }
}

/// Whether a zlib stream may begin so (RFC 1950, 2.2).
fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && first >> 4 <= 7 && u16::from_be_bytes([first, second]).is_multiple_of(31)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    const WORD: &str = "heron-in-the-reeds";

    /// A word as sync packs it, among other bytes.
    fn packed_word(level: Compression) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(vec![0x80, 0x78, 1, 2, 3], level);
        encoder.write_all(format!("reeds, reeds, a {WORD}, reeds").as_bytes()).expect("memory takes it");
        let mut bytes = encoder.finish().expect("memory takes it");
        bytes.extend([0; 40]);
        bytes
    }

    #[test]
    fn a_word_is_read_as_it_stands_and_where_it_is_only_packed() {
        assert_eq!(readable(b"\xffa heron-in-the-reeds", &["pier", WORD]), [WORD]);
        for level in [Compression::none(), Compression::fast(), Compression::default(), Compression::best()] {
            assert_eq!(readable(&packed_word(level), &["pier", WORD]), [WORD]);
        }
        assert!(!text(&packed_word(Compression::best())).contains(WORD), "packed, it does not stand there");
    }

    #[test]
    fn a_word_is_read_far_into_what_is_packed() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        (0..20_000).for_each(|n| write!(encoder, "{n} reeds, ").expect("memory takes it"));
        encoder.write_all(WORD.as_bytes()).expect("memory takes it");
        assert_eq!(readable(&encoder.finish().expect("memory takes it"), &[WORD]), [WORD]);
    }

    #[test]
    fn what_follows_is_rubbish_and_what_was_before_it_is_read() {
        let mut bytes = packed_word(Compression::best());
        bytes.truncate(bytes.len() - 44);
        bytes.extend([0xa5; 64]);
        assert_eq!(readable(&bytes, &[WORD]), [WORD]);
    }

    #[test]
    fn what_is_sealed_is_not_read() {
        let sealed: Vec<u8> = packed_word(Compression::best()).iter().map(|byte| byte ^ 0x5a).collect();
        assert!(readable(&sealed, &[WORD]).is_empty());
    }
}
