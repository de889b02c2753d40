//! Puts somebody with a session and a personal space straight into a database, for programs that try out a server from outside:
//! prints the session's token and the account's id. Not how anybody comes in: see `cairn-server invite`.
//!
//! usage: newcomer DATA [postgres://…]

use std::{env, error::Error, path::Path, sync::Arc};

use cairn_crypto::{
    AccountId, AccountKeys, Beginning, Chain, DeviceId, DeviceKeys, EpochKeys, EpochRecord, Hash, Member,
    Says, SpaceId,
};
use cairn_protocol::{Binary, SpaceKind};
use cairn_server::{
    clock::{Clock, MachineChance, MachineClock, fresh},
    storage::{Caller, Change, Limits, NewSpace, Packet, Postgres, Record, Sqlite, Statement, Storage},
};
use sha2::{Digest, Sha256};

#[tokio::main]
#[expect(clippy::print_stdout, reason = "it is a program that prints")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let data = arguments.next().ok_or("usage: newcomer DATA [postgres://…]")?;
    let storage: Arc<dyn Storage> = match arguments.next() {
        Some(url) => Arc::new(Postgres::connect(&url, Limits::default()).await?),
        None => Arc::new(Sqlite::open(Path::new(&data), Limits::default())?),
    };
    let now = MachineClock.now();
    let mut random = |bytes: &mut [u8]| cairn_server::clock::Chance::fill(&MachineChance, bytes);
    let keys = AccountKeys::generate(AccountId(fresh(&MachineChance)), &mut random);
    let device = DeviceId(u64::from_be_bytes(fresh(&MachineChance)));
    let public = DeviceKeys::generate(&mut random).public();
    let mut chain = Chain::create(&keys, now);
    chain.state(&keys.identity, now, Says::AddDevice { device, keys: public })?;

    let (account, invite, token) = (keys.account.0, fresh(&MachineChance), fresh::<32>(&MachineChance));
    storage.invite_account(invite, [0; 32], now + 1_000).await?;
    storage.register(invite, [0; 32], account, statements(&chain), now).await?;
    storage.create_space(account, personal(&keys, &mut random)?).await?;
    let caller = Caller { account, device: device.0 };
    storage.open_session(caller, Sha256::digest(token).into(), now + 24 * 3_600_000, now).await?;
    println!("{} {}", Binary::from(token).to_text(), uuid::Uuid::from_bytes(account));
    Ok(())
}

fn statements(chain: &Chain) -> Vec<Statement> {
    let kept = |statement: &cairn_crypto::Statement| Statement {
        number: statement.number(),
        previous: statement.previous().0,
        hash: statement.hash().0,
        change: match statement.says() {
            Says::AddDevice { device, keys } => {
                Change::AddDevice { device: device.0, signing: keys.signing.0 }
            }
            _ => Change::Create { identity: chain.identity().0 },
        },
        bytes: statement.as_bytes().to_vec(),
    };
    chain.statements().iter().map(kept).collect()
}

fn personal(
    keys: &AccountKeys,
    random: &mut dyn cairn_crypto::Randomness,
) -> Result<NewSpace, Box<dyn Error>> {
    let (space, epochs) = (SpaceId(keys.account.0), EpochKeys::first(random));
    let (identity, encryption) = (keys.identity.verifying(), keys.encryption().sealing());
    let beginning = Beginning {
        start_seq: 0,
        start_hash: Hash::ZERO,
        keys: epochs.commitment(space),
        members: vec![Member { account: keys.account, identity, encryption }],
    };
    let record = EpochRecord::first(space, keys.account, &keys.identity, beginning)?;
    let sealed = epochs.seal_to(&record, keys.account, random)?;
    Ok(NewSpace {
        space: space.0,
        kind: SpaceKind::Personal,
        identities: vec![(keys.account.0, identity.0)],
        packets: vec![Packet { account: keys.account.0, sealed }],
        records: vec![Record {
            number: 1,
            issuer: keys.account.0,
            previous: [0; 32],
            hash: record.hash().0,
            start_seq: 0,
            start_hash: [0; 32],
            members: vec![keys.account.0],
            bytes: record.as_bytes().to_vec(),
        }],
    })
}
