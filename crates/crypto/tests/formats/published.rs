//! The published vectors of what the crates compute for us, as far as we use it. `hpke` and `ed25519-dalek` leave their
//! files of vectors out of what they publish, so nothing that we build runs them.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signature, Signer, SigningKey};
use hpke::rand_core::{Infallible, TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem as _, OpModeR, OpModeS, Serializable};
use rstest::rstest;

pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(hex: &str) -> [u8; N] {
    bytes(hex).try_into().unwrap()
}

/// Gives these bytes where randomness is asked for.
pub(crate) struct Given(pub(crate) Vec<u8>);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only bytes are asked for")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only bytes are asked for")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Given {}

/// RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base mode.
#[test]
fn rfc_9180_base_mode() {
    type Kem = hpke::kem::X25519HkdfSha256;
    type Kdf = hpke::kdf::HkdfSha256;
    type Cipher = hpke::aead::ChaCha20Poly1305;
    let info = bytes("4f6465206f6e2061204772656369616e2055726e");
    let plain = bytes("4265617574792069732074727574682c20747275746820626561757479");
    let enc = bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    let sealed = [
        (
            "436f756e742d30",
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
        ),
        (
            "436f756e742d31",
            "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c",
        ),
        (
            "436f756e742d32",
            "71146bd6795ccc9c49ce25dda112a48f202ad220559502cef1f34271e0cb4b02b4f10ecac6f48c32f878fae86b",
        ),
    ];
    let ikm_e = bytes("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
    let ikm_r = bytes("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df");
    let (secret, public) = Kem::derive_keypair(&ikm_r);
    assert_eq!(
        public.to_bytes().as_slice(),
        bytes("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
    );
    let (encapped, mut sender) =
        hpke::setup_sender_with_rng::<Cipher, Kdf, Kem>(&OpModeS::Base, &public, &info, &mut Given(ikm_e))
            .unwrap();
    assert_eq!(encapped.to_bytes().as_slice(), enc);
    let encapped = <Kem as hpke::Kem>::EncappedKey::from_bytes(&enc).unwrap();
    let mut receiver =
        hpke::setup_receiver::<Cipher, Kdf, Kem>(&OpModeR::Base, &secret, &encapped, &info).unwrap();
    for (associated, ciphertext) in sealed {
        assert_eq!(sender.seal(&plain, &bytes(associated)).unwrap(), bytes(ciphertext));
        assert_eq!(receiver.open(&bytes(ciphertext), &bytes(associated)).unwrap(), plain);
    }
}

/// RFC 8032, section 7.1.
#[rstest]
#[case::test_1(
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)]
#[case::test_2(
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)]
#[case::test_3(
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)]
fn rfc_8032(#[case] secret: &str, #[case] public: &str, #[case] message: &str, #[case] signature: &str) {
    let key = SigningKey::from_bytes(&array(secret));
    assert_eq!(key.verifying_key().to_bytes(), array(public));
    let signature = Signature::from_bytes(&array(signature));
    assert_eq!(key.sign(&bytes(message)), signature);
    assert!(key.verifying_key().verify_strict(&bytes(message), &signature).is_ok());
    assert!(key.verifying_key().verify_strict(b"another", &signature).is_err());
}

const SUNSCREEN: &[u8] = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";

/// RFC 8439, section 2.8.2.
#[test]
fn rfc_8439() {
    let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
    let sealed = ChaCha20Poly1305::new(&Key::from(key))
        .encrypt(
            &Nonce::from(array("070000004041424344454647")),
            Payload { msg: SUNSCREEN, aad: &bytes("50515253c0c1c2c3c4c5c6c7") },
        )
        .unwrap();
    assert_eq!(
        sealed,
        bytes(
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b\
             1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc\
             3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
        )
    );
}

/// draft-irtf-cfrg-xchacha-03, appendix A.3.1: the construction with the long nonce that we use.
#[test]
fn xchacha_draft() {
    let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
    let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + at as u8);
    let sealed = XChaCha20Poly1305::new(&Key::from(key))
        .encrypt(&XNonce::from(nonce), Payload { msg: SUNSCREEN, aad: &bytes("50515253c0c1c2c3c4c5c6c7") })
        .unwrap();
    assert_eq!(
        sealed,
        bytes(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39\
             ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
             21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
        )
    );
}
