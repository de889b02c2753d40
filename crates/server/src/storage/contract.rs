//! The contract: every transaction there is, what it needs, what holds after it, and what it fails with.
//!
//! A method fails with [`Error::Database`] when the database does; what else it may fail with stands beside it. A
//! failed transaction changed nothing. An account that is no member of a space, and a space that does not exist, are
//! the same [`Error::NotFound`]. Doing a thing twice with the same content is no error, for an answer may have been
//! lost. Where the output is a `Result` of its own, what was done stays done although the answer is no.
//!
//! **Why `Arc<dyn Storage>`.** The futures are boxed, so that the trait has objects: handlers then need no type
//! parameter, and which database it is gets decided once, at start. A box is nothing beside a transaction.

use super::{
    Error, Wakeups, account, blob, changes, compaction, deletion, enrolment, invite, log, operator, session,
    shape::*,
    space,
    sql::{Database, Mode},
    tables,
};
use cairn_protocol::{BlobPurpose, EnrolmentSlot};
use std::{pin::Pin, sync::Arc};

/// What a transaction gives, when it is done. That of [`Memory`](super::Memory) is done when it is first asked.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Takes the rows of an export, in order.
pub type Sink = Box<dyn FnMut(TableRow) -> Result<(), Error> + Send>;

/// Gives the rows of an import, in the order of their export; `None` at the end.
pub type Source = Box<dyn FnMut() -> Result<Option<TableRow>, Error> + Send>;

/// A transaction's mode, by its word in the contract.
macro_rules! mode {
    (read) => {
        Mode::Read
    };
    (write) => {
        Mode::Write
    };
    (note) => {
        Mode::Note
    };
}

/// Declares the transactions: the trait, and how any database runs them. Each stands as `MODE fn NAME(ARGUMENTS) ->
/// OUTPUT = FUNCTION`.
macro_rules! transactions {
    ($($(#[$doc:meta])* $mode:ident fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty = $function:path;)*) => {
        /// The server's memory. See the [module](self) for what holds of every method.
        pub trait Storage: Send + Sync {
            $($(#[$doc])* fn $name(&self $(, $argument: $type)*) -> Answer<'_, $output>;)*

            /// News of what the transactions of all instances on this database change, from now on. A wake names a
            /// space (entries, epochs, members, joins, snapshots), an account (its spaces) or an enrolment.
            fn wakeups(&self) -> Wakeups;

            /// [`Storage::known_server_id`]; and once in a server's life [`Storage::make_server_id`]. Everybody asks for it, at each
            /// start of an app, so that it may be no write.
            fn server_id(&self, fresh: Id) -> Answer<'_, Id> {
                Box::pin(async move {
                    match self.known_server_id().await? {
                        Some(known) => Ok(known),
                        None => self.make_server_id(fresh).await,
                    }
                })
            }

            /// [`Storage::log_page`], and what the device says with it: that it has read up to `after`.
            fn pull(&self, caller: Caller, space: Id, after: u64, hash: Option<Hash>, max_bytes: u64, now: Time) -> Answer<'_, Page> {
                Box::pin(async move {
                    let page = self.log_page(caller, space, after, hash, max_bytes).await?;
                    if page.cursor < after {
                        self.acknowledge(caller, space, after, now).await?;
                    }
                    Ok(page)
                })
            }

            /// [`Storage::session`]; and once a minute [`Storage::touch`].
            fn authorize(&self, token_hash: Hash, now: Time) -> Answer<'_, Session> {
                Box::pin(async move {
                    let session = self.session(token_hash, now).await?;
                    if session.seen.saturating_add(60_000) <= now {
                        self.touch(session.caller, now).await?;
                    }
                    Ok(session)
                })
            }

            /// Every row of every table, as of one moment. Challenges, sessions and counted requests are not worth
            /// moving and are left out; so are the contents of blobs.
            fn export(&self, sink: Sink) -> Answer<'_, ()>;

            /// Takes all rows of an export, or none. [`Error::NotEmpty`]: there is an account already.
            /// [`Error::Misfit`]: a row is none of this version.
            fn import(&self, source: Source) -> Answer<'_, ()>;
        }

        impl<D: Database> Storage for D {
            $(fn $name(&self $(, $argument: $type)*) -> Answer<'_, $output> {
                // Shared, because a transaction that met another one is run again.
                let arguments = Arc::new(($($argument,)*));
                self.run(mode!($mode), Box::new(move |transaction| {
                    let arguments = Arc::clone(&arguments);
                    Box::pin(async move {
                        let ($($argument,)*) = &*arguments;
                        $function(transaction $(, $argument)*).await
                    })
                }))
            })*

            fn wakeups(&self) -> Wakeups {
                self.subscribe()
            }

            fn export(&self, sink: Sink) -> Answer<'_, ()> {
                self.run_once(Mode::Read, Box::new(|transaction| Box::pin(tables::export(transaction, sink))))
            }

            fn import(&self, source: Source) -> Answer<'_, ()> {
                self.run_once(Mode::Write, Box::new(|transaction| Box::pin(tables::import(transaction, source))))
            }
        }
    };
}

transactions! {
    // The server itself

    /// The server's own random id; `None`: it was never asked for.
    read fn known_server_id() -> Option<Id> = account::known_server_id;

    /// `fresh` is the server's id, unless it has one. Gives the one it has then.
    write fn make_server_id(fresh: Id) -> Id = account::make_server_id;

    // Accounts

    /// An account with its first statements begins, and the invite is used for it.
    ///
    /// `Same`: it is there with these statements, whatever became of the invite. [`Error::NotFound`]: no such invite,
    /// or not its token. [`Error::InviteSpent`]: used by another, withdrawn or expired. [`Error::Taken`]: the account
    /// is or was there with other statements, a space has its id, or a device with that id is there. [`Error::Stale`]: the statements are no chain
    /// from 1.
    write fn register(invite: Id, token_hash: Hash, account: Id, statements: Vec<Statement>, now: Time) -> Outcome = account::register;

    /// All statements of an account, for the server's own use. [`Error::NotFound`].
    read fn chain(account: Id) -> Vec<Vec<u8>> = account::chain;

    /// The statements of `of` above number `after`, for `account`: of itself, of everybody in the records of a space it
    /// is a member of, whatever became of them, and of whom it shares a pending join with. [`Error::NotFound`]: of anybody
    /// else.
    read fn statements(account: Id, of: Id, after: u32) -> Vec<Vec<u8>> = account::statements;

    /// The chain goes on. A device that was revoked has no session from then on, and what it kept for recovery is gone.
    ///
    /// `Same`: all are there. [`Error::UnknownDevice`]: the device is not the account's, or was revoked.
    /// [`Error::Unauthorized`]: not the token of the account's recovery. [`Error::Stale`]: does not continue it, or
    /// revokes a device that is not one. [`Error::Taken`]: adds a device that is or was one. [`Error::Full`]: too
    /// many statements or devices.
    write fn append_statements(account: Id, authority: Authority, statements: Vec<Statement>, now: Time) -> Outcome = account::append_statements;

    /// An account as its owner sees it. [`Error::NotFound`].
    read fn account(account: Id) -> AccountView = account::view;

    /// Nothing of the account is left but its entries, its name in the epoch records and, while those are, its statements,
    /// in spaces that others are members of; those are told to begin a new epoch. Its blobs elsewhere are given to
    /// [`Storage::claim_doomed`]. [`Error::NotFound`]. [`Error::UnknownDevice`]: revoked meanwhile.
    write fn delete_account(caller: Caller) -> () = deletion::delete_account;

    /// Keeps what recovers the account, instead of what was kept before, until the device is revoked. [`Error::Taken`]:
    /// the locator is another account's. [`Error::NotFound`]: no such account. [`Error::UnknownDevice`]: revoked meanwhile.
    write fn put_recovery(caller: Caller, recovery: NewRecovery) -> () = account::put_recovery;

    /// What recovers an account, and which one. [`Error::NotFound`].
    read fn recovery(locator: Id) -> (Id, Vec<u8>) = account::recovery;

    // Sessions

    /// Keeps a challenge, also for a device that is not known.
    note fn put_challenge(nonce: Hash, account: Id, device: Device, expires: Time) -> () = session::put_challenge;

    /// Spends a challenge, whatever comes of it, and gives the device's signing key.
    ///
    /// [`Error::Unauthorized`]: spent, expired, or another's. [`Error::UnknownDevice`]: the device is not known or
    /// was revoked; the challenge is spent too.
    write fn take_challenge(nonce: Hash, account: Id, device: Device, now: Time) -> Result<Hash, Error> = session::take_challenge;

    /// The token stands for the device until `expires`. [`Error::UnknownDevice`]: not known, or revoked meanwhile.
    write fn open_session(caller: Caller, token_hash: Hash, expires: Time, now: Time) -> () = session::open;

    /// Whom the token stands for. [`Error::Unauthorized`]: nobody, or no longer. See [`Storage::authorize`].
    read fn session(token_hash: Hash, now: Time) -> Session = session::get;

    /// Notes that the device is here.
    note fn touch(caller: Caller, now: Time) -> () = session::touch;

    /// The token stands for nobody.
    write fn close_session(token_hash: Hash) -> () = session::close;

    /// Every token of the device stands for nobody, and it has to sign in anew; says how many there were.
    /// [`Error::NotFound`]: the account has no such device.
    write fn close_sessions(caller: Caller) -> u64 = session::close_all;

    // Spaces

    /// What the account can see, in short: all that the answer's digest is made of. An unknown account sees nothing.
    read fn changes(account: Id) -> Changes = changes::view;

    /// A space begins with its epochs; its members are those of the last record, whether they have registered or not. One
    /// that is there with the first of them, because the database is an older copy, is given the rest: the account is a
    /// member of it, issued the last, and that one starts at the head.
    ///
    /// `Same`: it is there with these records. [`Error::Taken`]: with others; or the id of a mentorship is an account's, or
    /// somebody who is registered has another identity. [`Error::Ended`]. [`Error::NotFound`]: the account is not among the
    /// members; or there is one record and it has others; or the space is personal and not its own, or has other members.
    /// [`Error::Stale`]: the records are no chain from 1. [`Error::Full`]: too many members.
    write fn create_space(account: Id, space: NewSpace) -> Outcome = space::create;

    /// The records above epoch `after`, so many as one answer has, and with the last of all the account's packet of the
    /// newest. [`Error::NotFound`].
    read fn epochs(account: Id, space: Id, after: u32) -> Epochs = space::epochs;

    /// An epoch begins. Its members are those of the record: one whose join waited is in, one that is missing is out.
    /// The packets of the epoch before are gone, and so is the state `Rotate`.
    ///
    /// `Same`: it is the newest already. [`Error::NotFound`]: not a member, or the record has not the account as
    /// issuer and member. [`Error::Stale`]: does not continue the epochs, does not start at the head and its hash, or
    /// has a member who is none and does not wait to be. [`Error::Ended`]. [`Error::Full`]: too many members.
    write fn append_epoch(account: Id, space: Id, record: Record, packets: Vec<Packet>) -> Outcome = space::append_epoch;

    /// The account is no longer a member, or no longer waits to be. The others see the state `Rotate`; without others
    /// the space is gone, and its blobs given to [`Storage::claim_doomed`]. [`Error::NotFound`]: no member, or the
    /// space is personal.
    write fn leave(account: Id, space: Id) -> () = space::leave;

    /// The space is read-only for all, for good. [`Error::NotFound`]: no member, or the space is personal.
    write fn end(account: Id, space: Id) -> () = space::end;

    // The log of a space

    /// Entries above `after`: as many as fit into `max_bytes` with 12 bytes for each beside its frame, but one at
    /// least. See [`Storage::pull`].
    ///
    /// [`Error::NotFound`]. [`Error::OtherHistory`]: the log is not so long, or its hash at `after` is not `hash`.
    /// [`Error::Compacted`]: entries above `after` are no longer kept.
    read fn log_page(caller: Caller, space: Id, after: u64, hash: Option<Hash>, max_bytes: u64) -> Page = log::page;

    /// Notes that the device has read up to `seq`, and forgets what then no device needs: entries up to the older of
    /// the last two snapshots, once every device seen in 180 days is past it.
    note fn acknowledge(caller: Caller, space: Id, seq: u64, now: Time) -> () = compaction::acknowledge;

    /// Appends all entries in order, or none. Numbers follow the head without gaps; nobody sees a greater one before
    /// a smaller one.
    ///
    /// An entry that is there with the same hash gives its number and is not looked at further. [`Error::NotFound`]:
    /// not a member. [`Error::UnknownDevice`]: revoked meanwhile. [`Error::Taken`]: an entry's id is there with
    /// another hash. [`Error::Ended`]. [`Error::OldEpoch`]: not sealed for the newest epoch. [`Error::Fork`]: the
    /// device's number, or the one before, is used with other bytes. [`Error::OtherHistory`]: entries of this device
    /// before this one are not here. [`Error::Full`]: no room in the space.
    write fn append(caller: Caller, space: Id, entries: Vec<NewEntry>) -> Appended = log::append;

    // Blobs and snapshots. The contents are in `blobs`.

    /// Makes room for a blob. One that is there is from then on for this purpose too. [`Error::NotFound`]: not a member. [`Error::Ended`]. [`Error::Full`]: no room in the
    /// space. [`Error::SlowDown`]: an older one of that name is being removed at this moment.
    write fn begin_blob(account: Id, blob: BlobName, purpose: BlobPurpose, size: u64, now: Time) -> BlobState = blob::begin;

    /// The blob's content is there. [`Error::NotFound`]: it was not begun, or its space has gone meanwhile.
    write fn finish_blob(blob: BlobName) -> () = blob::finish;

    /// Whether the blob is there, and the account may read it. [`Error::NotFound`]: it is not, or may not.
    read fn blob(account: Id, blob: BlobName) -> () = blob::get;

    /// Up to `limit` blobs whose content nobody may read any more. Until [`Storage::forget_doomed`] none of them is
    /// begun anew, so that a content is never removed after it was written again. Also blobs begun an hour ago and
    /// never finished.
    note fn claim_doomed(limit: u64, now: Time) -> Vec<BlobName> = blob::claim_doomed;

    /// Their contents are removed.
    note fn forget_doomed(blobs: Vec<BlobName>) -> () = blob::forget_doomed;

    /// Keeps a snapshot; of those before only the last. Blobs that only older ones had are given to
    /// [`Storage::claim_doomed`]. Then as [`Storage::acknowledge`].
    ///
    /// `Same`: it is the newest already. [`Error::NotFound`]: not a member, or a blob is not there for a snapshot. [`Error::Stale`]:
    /// not above the last snapshot, or above the head. [`Error::Full`]: no room in the space.
    write fn put_snapshot(account: Id, space: Id, snapshot: NewSnapshot, now: Time) -> Outcome = compaction::put_snapshot;

    /// The newest snapshot's manifest. [`Error::NotFound`].
    read fn snapshot(account: Id, space: Id) -> Vec<u8> = compaction::snapshot;

    // Invites and enrolments

    /// The operator's invite: to register. [`Error::Taken`].
    write fn invite_account(invite: Id, token_hash: Hash, expires: Time) -> Outcome = invite::create_for_account;

    /// A member's invite: into a space, and to register. [`Error::NotFound`]: not a member, or the space is personal.
    /// [`Error::Ended`]. [`Error::Taken`]: the id is there with other content. [`Error::Full`]: too many open ones.
    write fn invite(account: Id, invite: NewInvite, now: Time) -> Outcome = invite::create;

    /// An invite as its holder sees it. [`Error::NotFound`]: no such, or not its token. [`Error::InviteSpent`]:
    /// accepted (or, when it only registers, used), withdrawn or expired.
    read fn look(invite: Id, token_hash: Hash, now: Time) -> InviteView = invite::look;

    /// The account waits to be let in. Of two that try, one does.
    ///
    /// `Same`: it accepted this invite before. [`Error::NotFound`]: no such, not its token, not into a space.
    /// [`Error::InviteSpent`]: accepted by another, or another registered with it; withdrawn or expired.
    /// [`Error::Ended`]: the space has. [`Error::Taken`]: it is a member, or waits, already. [`Error::Full`]: it
    /// waits for too many.
    write fn accept(account: Id, invite: Id, token_hash: Hash, mac: Hash, now: Time) -> Outcome = invite::accept;

    /// The invite is spent, and a join that waits by it refused. [`Error::NotFound`]: the account is not a member of
    /// its space.
    write fn withdraw(account: Id, invite: Id) -> () = invite::withdraw;

    /// A meeting place for two devices of an account.
    write fn create_enrolment(account: Id, enrolment: Id, expires: Time) -> () = enrolment::create;

    /// Fills a slot. `Same`: with these bytes already. [`Error::NotFound`]: no such enrolment, or expired.
    /// [`Error::Taken`]: filled with others. [`Error::Stale`]: the one before is empty.
    write fn put_slot(enrolment: Id, slot: EnrolmentSlot, bytes: Vec<u8>, now: Time) -> Outcome = enrolment::put_slot;

    /// What is in a slot; `None`: nothing yet. [`Error::NotFound`]: no such enrolment, or expired.
    read fn slot(enrolment: Id, slot: EnrolmentSlot, now: Time) -> Option<Vec<u8>> = enrolment::slot;

    // The operator

    /// Counts a request in every one of the windows that `now` is in. [`Error::SlowDown`]: one of them is full; the
    /// request is counted all the same.
    note fn count(rates: Vec<Rate>, now: Time) -> Result<(), Error> = operator::count;

    /// Accounts by id, above `after`.
    read fn list_accounts(after: Option<Id>, limit: u64) -> Vec<ListedAccount> = operator::list_accounts;

    /// Everything counted.
    read fn counts() -> Counts = operator::counts;

    /// Forgets what has expired (challenges, sessions, invites, enrolments, counted requests), compacts where a
    /// device has since not been seen for too long, and gives blobs that came for a snapshot a day ago and are no
    /// snapshot's to [`Storage::claim_doomed`]. Every few minutes, by any instance.
    write fn tidy(now: Time) -> () = operator::tidy;

    /// Fails when the database cannot be used at this moment.
    read fn ready() -> () = operator::ready;
}
