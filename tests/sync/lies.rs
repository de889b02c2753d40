//! What lies are made of.

use crate::scene::{PAIR, Scene};
use cairn_crypto::{AccountId, AccountKeys, Chain, DeviceId, DeviceKeys, Member, Says, Statement};
use cairn_protocol::{Binary, read_page, write_placed};
use cairn_sync::{Need, Request, Response};
use uuid::Uuid;

/// An entry of a page that owns its bytes.
pub(crate) type Entry = (u64, Vec<u8>);

/// The entries of a page.
pub(crate) fn entries(page: &[u8]) -> Vec<Entry> {
    read_page(page).expect("an honest page").iter().map(|it| (it.seq, it.frame.to_vec())).collect()
}

/// A page of these entries.
pub(crate) fn page(entries: &[Entry]) -> Vec<u8> {
    let mut page = Vec::new();
    entries.iter().for_each(|(seq, frame)| write_placed(&mut page, *seq, frame));
    page
}

/// Whether a request reads a page of the log of a space.
pub(crate) fn reads_log(request: &Request, space: Uuid) -> bool {
    request.path.starts_with(&format!("/v1/spaces/{space}/log?"))
}

/// The same answer with another body.
pub(crate) fn with_json(mut answer: Response, body: &impl serde::Serialize) -> Response {
    answer.body = serde_json::to_vec(body).expect("JSON");
    answer
}

/// An account under somebody's id, with keys that the server made.
pub(crate) fn forged_chain(account: Uuid) -> (AccountKeys, Chain) {
    let mut filler = 0x40;
    let mut random = |bytes: &mut [u8]| {
        filler += 1;
        bytes.fill(filler);
    };
    let keys = AccountKeys::generate(AccountId(*account.as_bytes()), &mut random);
    let device = DeviceKeys::generate(&mut random);
    let mut chain = Chain::create(&keys, 1_795_600_000_000);
    let says = Says::AddDevice { device: DeviceId(0xBAD), keys: device.public() };
    chain.state(&keys.identity, 1_795_600_000_000, says).expect("a statement");
    (keys, chain)
}

/// The statements of a device's own account, as it keeps them.
pub(crate) fn chain(scene: &Scene, at: usize) -> Chain {
    let device = &scene.devices[at];
    let kept = device.store.chain(device.account.into()).expect("readable").expect("its own statements");
    let (mut rest, mut all) = (kept.statements.as_slice(), Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let (statement, after) = after.split_at(usize::from(u16::from_be_bytes(*length)));
        all.push(Statement::parse(statement).expect("a statement"));
        rest = after;
    }
    Chain::verify(all).expect("a chain")
}

/// A device's own account as a member.
pub(crate) fn member(scene: &Scene, at: usize) -> Member {
    let chain = chain(scene, at);
    Member { account: chain.account(), identity: chain.identity(), encryption: chain.encryption() }
}

/// The statements of a chain as they go over the wire.
pub(crate) fn statements(chain: &Chain) -> Vec<Binary> {
    chain.statements().iter().map(|it| it.as_bytes().into()).collect()
}

/// What a device is told after a round, whatever came of it.
pub(crate) fn told(scene: &Scene, at: usize) -> Vec<Need> {
    let _ = scene.devices[at].sync();
    scene.devices[at].engine.status().expect("a status").needs
}

/// Ana and Ben, who have written something and are of one mind.
pub(crate) fn of_one_mind(seed: u64) -> Scene {
    let mut scene = Scene::new(seed);
    for at in [0, 1, 0, 1] {
        scene.write_note(at);
        scene.devices[at].sync().expect("in calm weather");
    }
    scene.settle();
    scene
}

/// What a device has of the mentorship.
pub(crate) fn state(scene: &Scene, at: usize) -> Vec<String> {
    scene.devices[at].state(PAIR)
}
