//! Words that two people read to each other: one stands for 11 bits.
//!
//! The list is the English one of BIP-39, made for this: everyday words, told apart by their first four letters.

use std::sync::LazyLock;

use crate::ids::Hash;
use crate::keys::VerifyingKey;
use crate::passphrase::Cost;

static LIST: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/english.txt").lines().collect());

/// The six words of two members: the same on both sides if each has the other's real identity. Takes some 0.2 s and
/// 64 MiB; `None` when this machine cannot give the memory.
///
/// They are slow because 66 bits are few: who swaps keys on both sides at once looks for any two of its own that give
/// the same words, which takes 2^33 tries and not 2^66.
pub fn six_words(one: &VerifyingKey, other: &VerifyingKey) -> Option<[&'static str; 6]> {
    six_words_at(&Cost::STANDARD, one, other)
}

fn six_words_at(cost: &Cost, one: &VerifyingKey, other: &VerifyingKey) -> Option<[&'static str; 6]> {
    let (smaller, greater) = if one <= other { (one, other) } else { (other, one) };
    let stretched = cost.stretch_bytes(&[smaller.0, greater.0].concat(), b"cairn/1/words")?;
    Some(words_of(&Hash(*stretched)))
}

/// A word for each of the first `N` times 11 bits; `N` is at most 11.
pub(crate) fn words_of<const N: usize>(hash: &Hash) -> [&'static str; N] {
    std::array::from_fn(|index| {
        let value = (index * 11..(index + 1) * 11)
            .fold(0, |value, bit| value << 1 | usize::from(hash.0[bit / 8] >> (7 - bit % 8) & 1));
        LIST[value]
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_list_has_a_word_for_every_eleven_bits_told_apart_by_four_letters() {
        assert_eq!(LIST.len(), 2048);
        assert!(LIST.is_sorted());
        let beginnings: BTreeSet<_> = LIST.iter().map(|word| &word[..word.len().min(4)]).collect();
        assert_eq!(beginnings.len(), 2048);
    }

    #[test]
    fn the_first_bits_come_first() {
        assert_eq!(words_of(&Hash([0; 32])), ["abandon"; 6]);
        assert_eq!(words_of(&Hash([0xff; 32])), ["zoo"; 11]);
        let mut bytes = [0; 32];
        bytes[1] = 0b0010_0000; // The eleventh bit.
        assert_eq!(words_of::<3>(&Hash(bytes)), ["ability", "abandon", "abandon"]);
        bytes[1] = 0b0001_0000; // The twelfth.
        assert_eq!(words_of::<3>(&Hash(bytes)), ["abandon", LIST[1024], "abandon"]);
    }

    proptest! {
        #[test]
        fn both_sides_see_the_same_and_another_key_gives_others(one: [u8; 32], other: [u8; 32], third: [u8; 32]) {
            prop_assume!(third != other);
            let [one, other, third] = [one, other, third].map(VerifyingKey);
            let words = |one, other| six_words_at(&Cost::CHEAP, one, other).expect("there is memory");
            prop_assert_eq!(words(&one, &other), words(&other, &one));
            prop_assert_ne!(words(&one, &other), words(&one, &third));
        }
    }
}
