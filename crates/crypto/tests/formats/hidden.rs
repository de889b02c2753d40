//! Words planted in everything that is sealed, and the secrets themselves, are looked for in all that leaves a device.

use cairn_crypto::{
    DeviceId, DeviceKeys, EnrolmentAnswer, EnrolmentReveal, EnrolmentSecrets, EpochKeys, ExchangeCode,
    FileId, Greeting, InviteId, InviteSecret, KeptSecrets, Outgoing, RecoveryCode, seal_blob, seal_entry,
};

use crate::blobs::PIECE;
use crate::entries::header;
use crate::support::{SPACE, anna, ben, epochs, seeded};

const MARKER: &[u8] = b"gentian-on-the-north-ridge";

/// Everything with the marker in it or made of secrets, as others see it.
fn seen_by_others() -> Vec<(&'static str, Vec<u8>)> {
    let (anna, ben, (records, keys), mut random) = (anna(), ben(), epochs(), seeded("hidden"));
    let marker = String::from_utf8(MARKER.to_vec()).unwrap();
    let signing = &anna.device_keys.signing;
    let frame = seal_entry(&header(), keys.newest(), signing, MARKER, &mut random).unwrap();
    let greeting = Greeting { name: marker.clone(), mentorship: marker.clone(), role: marker };
    let invite = InviteSecret::from_bytes([0x5e; 16]).keys(InviteId([1; 16]));
    let new = DeviceKeys::generate(&mut random);
    let reveal = EnrolmentReveal::begin(&new, &mut random);
    let answer = EnrolmentAnswer::to_commitment(&anna.keys, &mut random);
    let newest = anna.chain.newest();
    let secrets = EnrolmentSecrets { keys: anna.keys.clone(), device: DeviceId(8), newest, spaces: vec![] };
    let kept = KeptSecrets { keys: anna.keys.clone(), newest };
    let code = ExchangeCode::from_bytes([0x5e; 16]);
    let file = Outgoing {
        file: FileId([1; 16]),
        space: SPACE,
        author: &anna.chain,
        device: anna.device,
        signing,
        seen: &[],
        epochs: Some((&records, &keys)),
        body: MARKER,
    };
    let mut all = vec![
        ("entry", frame.into_bytes()),
        ("blob", seal_blob(&PIECE, 2, keys.newest(), MARKER).unwrap()),
        ("greeting", invite.seal_greeting(&greeting, &mut random).unwrap()),
        ("packet", keys.seal_to(&records[1], ben.keys.account, &mut random).unwrap()),
        ("answer to a device", answer.to_bytes().to_vec()),
        ("enrolment", secrets.seal(&answer, &reveal, &mut random).unwrap()),
        ("recovery", kept.seal(&RecoveryCode::generate(&mut seeded("code")), &mut random)),
        ("introduction", file.introduce(&code, &mut random).unwrap()),
        ("answer", Outgoing { epochs: None, ..file }.answer(&code, &mut random).unwrap()),
        ("letter", file.letter(&mut random).unwrap()),
    ];
    all.extend(records.iter().map(|record| ("record", record.as_bytes().to_vec())));
    all.extend(anna.chain.statements().iter().map(|it| ("statement", it.as_bytes().to_vec())));
    all
}

#[test]
fn nothing_written_and_no_secret_is_readable_in_what_leaves_a_device() {
    let (anna, keys) = (anna(), EpochKeys::all(&epochs().1).to_vec());
    let mut hidden = vec![MARKER, anna.keys.identity.as_bytes(), anna.keys.encryption().as_bytes()];
    hidden
        .extend([anna.device_keys.signing.as_bytes(), anna.device_keys.opening.as_bytes()].map(|it| &it[..]));
    hidden.extend(keys.iter().map(|key| &key.as_bytes()[..]));
    let mut parts = 0;
    for (name, bytes) in seen_by_others() {
        for secret in &hidden {
            // Half of it is too much already.
            for part in secret.chunks_exact(secret.len() / 2) {
                assert!(!bytes.windows(part.len()).any(|window| window == part), "{name} shows a secret");
                parts += 1;
            }
        }
    }
    assert!(parts > 150, "looked for {parts} parts");
}
