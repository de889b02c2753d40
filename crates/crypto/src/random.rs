//! Where random bytes come from: the caller.

use hpke::rand_core::{Infallible, TryCryptoRng, TryRng};
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

/// The caller's randomness in the form that other crates take.
pub(crate) struct ForCrates<'a>(pub(crate) &'a mut dyn Randomness);

impl TryRng for ForCrates<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(*fresh(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(*fresh(self.0)))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for ForCrates<'_> {}
