//! Entries one after the other, as a push and a page carry them.

use crate::limits;

/// An entry at its place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<'b> {
    /// Its number.
    pub seq: u64,
    /// Its bytes.
    pub frame: &'b [u8],
}

/// Why bytes are not entries one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FramingError {
    /// Cut short.
    #[error("the bytes end within an entry")]
    CutShort,
    /// An entry over the limit.
    #[error("an entry of {0} bytes is over the limit")]
    TooLarge(u32),
}

/// Appends an entry to the body of a push: `length 4, frame`.
pub fn write_frame(body: &mut Vec<u8>, frame: &[u8]) {
    body.extend((frame.len() as u32).to_be_bytes());
    body.extend(frame);
}

/// Appends an entry to a page: `seq 8, length 4, frame`.
pub fn write_placed(page: &mut Vec<u8>, seq: u64, frame: &[u8]) {
    page.extend(seq.to_be_bytes());
    write_frame(page, frame);
}

/// The entries of a push, in their order.
pub fn read_frames(mut body: &[u8]) -> Result<Vec<&[u8]>, FramingError> {
    let mut frames = Vec::new();
    while !body.is_empty() {
        frames.push(take_frame(&mut body)?);
    }
    Ok(frames)
}

/// The entries of a page, in their order. Whether their numbers follow each other is for the caller to see.
pub fn read_page(mut page: &[u8]) -> Result<Vec<Placed<'_>>, FramingError> {
    let mut entries = Vec::new();
    while !page.is_empty() {
        let seq = u64::from_be_bytes(take(&mut page)?);
        entries.push(Placed { seq, frame: take_frame(&mut page)? });
    }
    Ok(entries)
}

fn take_frame<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8], FramingError> {
    let length = u32::from_be_bytes(take(rest)?);
    if length as usize > limits::ENTRY {
        return Err(FramingError::TooLarge(length));
    }
    let (frame, after) = rest.split_at_checked(length as usize).ok_or(FramingError::CutShort)?;
    *rest = after;
    Ok(frame)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], FramingError> {
    let (head, after) = rest.split_first_chunk().ok_or(FramingError::CutShort)?;
    *rest = after;
    Ok(*head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_page_round_trips(entries in prop::collection::vec((any::<u64>(), prop::collection::vec(any::<u8>(), 0..40)), 0..9)) {
            let mut page = Vec::new();
            for (seq, frame) in &entries {
                write_placed(&mut page, *seq, frame);
            }
            let read: Vec<_> = read_page(&page).unwrap().iter().map(|it| (it.seq, it.frame.to_vec())).collect();
            prop_assert_eq!(read, entries);
        }

        #[test]
        fn any_bytes_give_entries_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_page(&bytes);
            let _ = read_frames(&bytes);
        }
    }

    #[test]
    fn a_length_that_lies_costs_no_memory() {
        assert_eq!(read_frames(&[0xff; 8]), Err(FramingError::TooLarge(u32::MAX)));
        assert_eq!(read_frames(&[0, 0, 0, 9, 1]), Err(FramingError::CutShort));
    }
}
