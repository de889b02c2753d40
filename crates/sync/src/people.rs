//! People: the statements of everyone known here, and how they grow.

use crate::notebook::PinnedBy;
use crate::{Engine, SyncError, me::Me, server::Server, vouched::Vouched};
use cairn_crypto::{AccountId, Chain, ChainError, Says, SealingKey, Statement, VerifyingKey};
use cairn_protocol::{Binary, ChangedAccount, Code};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A person whose keys are pinned.
#[derive(Clone)]
pub(crate) struct Person {
    /// Her statements, verified.
    pub(crate) chain: Chain,
    /// Whether statements were seen that contradict these.
    pub(crate) is_changed: bool,
}

/// Everyone whose keys are pinned, by account.
pub(crate) type People = BTreeMap<AccountId, Person>;

/// What became of statements that were offered.
enum Offered {
    /// They continue what is known, or are known.
    Taken,
    /// They contradict it.
    Contradicting,
    /// They are none, or not in their place: as if nothing had come.
    Ignored,
}

impl Engine {
    /// Everyone whose keys are pinned.
    pub(crate) fn people(&self) -> Result<People, SyncError> {
        let mut people = People::new();
        for kept in self.store.chains()? {
            let chain = read_chain(&kept.statements)
                .ok_or_else(|| cairn_store::Error::Damaged("kept statements cannot be read".into()))?;
            let person = Person { chain, is_changed: kept.changed.is_some() };
            people.insert(person.chain.account(), person);
        }
        Ok(people)
    }

    /// Pins a chain, or keeps that it grew. A mark that it was contradicted stays until the person decides.
    pub(crate) fn pin(&self, chain: &Chain) -> Result<(), SyncError> {
        let known = self.store.chain(uuid(chain.account()).into())?;
        self.keep_chain(chain, known.and_then(|known| known.changed))
    }

    /// As [`Engine::pin`], for who goes on with `people`.
    pub(crate) fn know(&self, chain: Chain, people: &mut People) -> Result<(), SyncError> {
        self.pin(&chain)?;
        let is_changed = people.get(&chain.account()).is_some_and(|known| known.is_changed);
        people.insert(chain.account(), Person { chain, is_changed });
        Ok(())
    }

    /// The person decided, after a [`crate::Need::KeyChange`], to go on with the keys that were known before: she asked, and
    /// they are the right ones. What the server showed instead is forgotten; shown again, it is said again.
    pub fn trust_again(&self, account: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let people = self.people()?;
        let person = people.get(&AccountId(*account.as_bytes())).ok_or(SyncError::NotFound)?;
        self.keep_chain(&person.chain, None)?;
        self.forget_heard();
        self.no_longer(&crate::Need::KeyChange { account })
    }

    /// Pins the statements of somebody whose keys a shared secret vouches for. Of those known and those offered the longer
    /// stand: nobody takes back what was stated.
    pub(crate) fn meet_verified(&self, chain: &Chain, people: &mut People) -> Result<(), SyncError> {
        let (id, account) = (chain.account(), uuid(chain.account()));
        let mut longest = chain.clone();
        if let Some(known) = people.get(&id) {
            if known.is_changed || known.chain.identity() != chain.identity() {
                return Err(SyncError::KeyChange { account });
            }
            longest = known.chain.clone();
            let taken = longest.take(chain.statements().iter().cloned());
            taken.map_err(|_| SyncError::KeyChange { account })?;
        }
        let identity = longest.identity();
        self.know(longest, people)?;
        self.keep_pin(account, &identity.0, PinnedBy::Invite)
    }

    fn keep_chain(&self, chain: &Chain, changed: Option<Vec<u8>>) -> Result<(), SyncError> {
        let kept = cairn_store::sync::Chain {
            account: uuid(chain.account()).into(),
            statements: write_chain(chain),
            changed,
        };
        let devices: Vec<_> = chain.devices().map(|(id, _)| cairn_store::DeviceId(id.0)).collect();
        Ok(self.store.put_chain(&kept, &devices)?)
    }

    /// Fetches what is new of the statements of people known here. What does not verify changes nothing; what
    /// contradicts is kept as evidence, and from then on nothing is sealed to that person. Gives whether any grew.
    pub(crate) fn hear_statements(
        &self,
        server: &Server,
        accounts: &[ChangedAccount],
        people: &mut People,
    ) -> Result<bool, SyncError> {
        let mut have_grown = false;
        for changed in accounts {
            let id = AccountId(*changed.account.as_bytes());
            let Some(person) = people.get(&id) else { continue };
            let known = person.chain.statements().len();
            if known < changed.statements as usize {
                self.hear(server, id, people)?;
                have_grown |= people.get(&id).is_some_and(|it| it.chain.statements().len() > known);
            }
        }
        Ok(have_grown)
    }

    /// Fetches what is new of one person's statements. The last one known is fetched again: were it another, the server
    /// would have two chains.
    pub(crate) fn hear(&self, server: &Server, id: AccountId, people: &mut People) -> Result<(), SyncError> {
        let Some(person) = people.get_mut(&id) else { return Ok(()) };
        let after = person.chain.newest().number - 1;
        let statements = match server.statements(uuid(id), after) {
            Err(SyncError::NotFound) => return Ok(()),
            other => other?,
        };
        match offer(&mut person.chain, &statements) {
            Offered::Taken => self.pin(&person.chain),
            Offered::Contradicting => {
                person.is_changed = true;
                let evidence = statements.iter().flat_map(|it| framed(&it.0)).collect();
                self.keep_chain(&person.chain, Some(evidence))
            }
            Offered::Ignored => Ok(()),
        }
    }

    /// The statements of somebody who is not pinned, if they are those of this identity.
    pub(crate) fn meet(
        &self,
        server: &Server,
        id: AccountId,
        identity: &VerifyingKey,
    ) -> Result<Option<Chain>, SyncError> {
        let statements = match server.statements(uuid(id), 0) {
            Err(SyncError::NotFound) => return Ok(None),
            other => other?,
        };
        let chain = parse(&statements).and_then(|statements| Chain::verify(statements).ok());
        Ok(chain.filter(|chain| chain.account() == id && chain.identity() == *identity))
    }

    /// Pins this account's own statements, on a device that was added to it just now.
    pub(crate) fn meet_myself(&self, server: &Server, me: &Me, people: &mut People) -> Result<(), SyncError> {
        let id = me.keys.account;
        let chain = self.meet(server, id, &me.keys.identity.verifying())?;
        let chain = chain.ok_or(SyncError::KeyChange { account: uuid(id) })?;
        if Vouched::kept(&self.store)?.is_some_and(|vouched| !vouched.is_reached_by(&chain)) {
            return Err(SyncError::Unverified("an older account"));
        }
        self.know(chain, people)
    }

    /// States something of this account and tells the server. What others of its devices stated meanwhile goes before.
    pub(crate) fn state(
        &self,
        server: &Server,
        me: &Me,
        people: &mut People,
        says: Says,
    ) -> Result<(), SyncError> {
        const TRIES: usize = 4;
        for _ in 0..TRIES {
            self.hear(server, me.keys.account, people)?;
            let own = people.get(&me.keys.account).ok_or(SyncError::NoAccount)?;
            let mut chain = own.chain.clone();
            let statement = match chain.state(&me.keys.identity, self.world.now(), says) {
                Ok(statement) => statement,
                // Another device of the same account, or this one before an answer was lost, has stated it.
                Err(ChainError::Device | ChainError::NotNew) => return Ok(()),
                Err(_) => return Err(SyncError::Unverified("an account has stated all it can")),
            };
            match server.state(me.account(), vec![statement.as_bytes().into()]) {
                Err(error) if error.refusal() == Some(Code::Stale) => continue,
                other => other?,
            }
            return self.know(chain, people);
        }
        Err(SyncError::KeyChange { account: me.account() })
    }

    /// What it means that the server does not know this device: it was revoked, as far as that is known here; or the server
    /// has lost it, and an older device of the account tells the server of it.
    pub(crate) fn unknown_here(&self, me: &Me) -> Result<SyncError, SyncError> {
        let people = self.people()?;
        let own = people.get(&me.keys.account);
        let is_revoked = own.is_some_and(|own| own.chain.device(me.device).is_none());
        Ok(if is_revoked { SyncError::Revoked } else { SyncError::UnknownDevice })
    }

    /// Makes a device id that this profile took anew known to others. From then on it is the one that signs.
    pub(crate) fn settle_device(
        &self,
        server: &Server,
        me: &mut Me,
        people: &mut People,
    ) -> Result<(), SyncError> {
        let Some((device, keys)) = me.next.take() else { return Ok(()) };
        self.state(server, me, people, Says::AddDevice { device, keys: keys.public() })?;
        me.device = device;
        me.device_keys = keys;
        self.keep_secrets(me)
    }
}

/// A whole chain that verifies.
pub(crate) fn verified_chain(statements: &[Binary]) -> Option<Chain> {
    Chain::verify(parse(statements)?).ok()
}

/// All encryption keys that an account ever stated.
pub(crate) fn encryption_keys(chain: &Chain) -> Vec<SealingKey> {
    let key = |statement: &Statement| match statement.says() {
        Says::Create { encryption, .. } | Says::NewEncryption { encryption } => Some(encryption),
        _ => None,
    };
    chain.statements().iter().filter_map(key).collect()
}

/// The place of the newest statement that revokes a device after the newest encryption key, which it therefore has, counted
/// from zero.
pub(crate) fn renewal_due_since(chain: &Chain) -> Option<usize> {
    let says = chain.statements().iter().map(Statement::says).enumerate().collect::<Vec<_>>();
    let since = says
        .iter()
        .rev()
        .take_while(|(_, it)| !matches!(it, Says::NewEncryption { .. } | Says::Create { .. }));
    since.filter(|(_, it)| matches!(it, Says::RevokeDevice { .. })).map(|(at, _)| *at).next()
}

/// Takes what continues a chain.
fn offer(chain: &mut Chain, statements: &[Binary]) -> Offered {
    let Some(statements) = parse(statements) else { return Offered::Ignored };
    match chain.take(statements) {
        Ok(_) => Offered::Taken,
        Err(ChainError::Contradicts { .. } | ChainError::OtherAccount) => Offered::Contradicting,
        Err(_) => Offered::Ignored,
    }
}

fn parse(statements: &[Binary]) -> Option<Vec<Statement>> {
    statements.iter().map(|it| Statement::parse(&it.0).ok()).collect()
}

/// The account of these 16 bytes.
pub(crate) fn uuid(account: AccountId) -> Uuid {
    Uuid::from_bytes(account.0)
}

fn framed(statement: &[u8]) -> Vec<u8> {
    [(statement.len() as u16).to_be_bytes().as_slice(), statement].concat()
}

/// `(length 2 | statement)…`
pub(crate) fn write_chain(chain: &Chain) -> Vec<u8> {
    chain.statements().iter().flat_map(|statement| framed(statement.as_bytes())).collect()
}

pub(crate) fn read_chain(mut bytes: &[u8]) -> Option<Chain> {
    let mut statements = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (statement, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        statements.push(Statement::parse(statement).ok()?);
        bytes = rest;
    }
    Chain::verify(statements).ok().filter(|_| bytes.is_empty())
}
