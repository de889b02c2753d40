//! The bytes of a file, before anything in it is read.

use std::borrow::Cow;

use super::ReadError;

/// The largest file, in octets.
const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// The file without its byte order mark, in an encoding that extends ASCII.
pub(super) fn plain(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ReadError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge);
    }
    let plain = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_be_bytes)?),
        _ => Cow::Borrowed(bytes),
    };
    if plain.contains(&0) { Err(ReadError::Nul) } else { Ok(plain) }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Vec<u8>, ReadError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    let text = String::from_utf16(&units).map_err(|_| ReadError::BadUtf16)?;
    if rest.is_empty() { Ok(text.into_bytes()) } else { Err(ReadError::BadUtf16) }
}

/// The text of a line, and whether it had to be read as Latin-1.
pub(super) fn text_of(line: Vec<u8>) -> (String, bool) {
    match String::from_utf8(line) {
        Ok(text) => (text, false),
        Err(error) => (error.into_bytes().into_iter().map(char::from).collect(), true),
    }
}
