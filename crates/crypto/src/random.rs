//! Where random bytes come from: the caller.

use zeroize::Zeroizing;

/// A source of random bytes fit for keys. In the app it is the operating system's; in tests, a seeded one.
///
/// Any closure `|bytes: &mut [u8]| ..` is one.
pub trait Randomness {
    /// Fills all of `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Randomness for F {
    fn fill(&mut self, bytes: &mut [u8]) {
        self(bytes);
    }
}

/// `N` fresh bytes, wiped when dropped.
pub(crate) fn fresh<const N: usize>(random: &mut dyn Randomness) -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    random.fill(&mut bytes[..]);
    bytes
}
