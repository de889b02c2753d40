//! A record as it stands in `archive.json`, and each kind's way in and out.

use super::shape::{self, fields_of, record_of};
use crate::Result;
use cairn_domain::{AccountId, MentorshipId, Profile, ProfileId, Setting, SettingId, Space};
use cairn_store::{Draft, Placed, Reader, Record, Table};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// The word for the personal space.
pub(super) const PERSONAL: &str = "personal";

/// A record of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its kind, such as `goal`.
    pub(super) kind: String,
    /// Its id; none for what every profile has its own of: the profile itself and its settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Uuid>,
    /// [`PERSONAL`], or the mentorship's id.
    pub(super) space: String,
    /// When it was last changed; none where there is no id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) changed_at: Option<String>,
    /// Its fields.
    pub(super) fields: Map<String, Json>,
}

/// What becomes of an entry when it is brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is not here.
    New,
    /// It is here as it is there.
    Same,
    /// It is here, and the archive's is newer.
    Newer,
    /// It is here, and was changed after the archive was made: it stays.
    Older,
    /// It cannot be taken in.
    Skipped,
}

/// How a kind of record goes in and out.
pub(super) struct Kind {
    pub(super) table: &'static Table,
    /// Everything of this kind.
    pub(super) everything: fn(&Reader<'_>) -> Result<Vec<Entry>>,
    /// What a mentorship shares of it. Only the store makes what this is made from.
    pub(super) shared: fn(&Reader<'_>, MentorshipId) -> Result<Vec<Entry>>,
    /// What becomes of an entry. `is_empty` says that nothing but the first minute has been written in this profile.
    pub(super) fate: fn(&Reader<'_>, &Entry, Profiled) -> Result<Fate>,
    /// Brings an entry in, according to its fate.
    pub(super) take_in: fn(&mut Draft<'_>, &Entry, Profiled) -> Result<Fate>,
}

/// What holds of the profile that takes in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profiled {
    pub(super) account: AccountId,
    /// Nothing but the first minute has been written: name, hours and settings come along.
    pub(super) is_empty: bool,
}

macro_rules! kinds {
    ($($record:ident)+) => {
        /// Every kind of record, in the order of the archive.
        pub(super) const KINDS: &[Kind] = &[$(Kind {
            table: cairn_domain::$record::TABLE,
            everything: everything::<cairn_domain::$record>,
            shared: shared::<cairn_domain::$record>,
            fate: fate::<cairn_domain::$record>,
            take_in: take_in::<cairn_domain::$record>,
        },)+];
    };
}

kinds! {
    Profile Setting Mentorship Member LifecycleEvent Goal Milestone CheckIn Series Session AgendaItem ActionItem Note
    JournalEntry Resource Message ThankYouCard
}

/// The kind of that name, where this version knows it.
pub(super) fn kind_named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.table.name == name)
}

fn everything<T: Record>(reader: &Reader<'_>) -> Result<Vec<Entry>> {
    let me = reader.account();
    let found = reader.anywhere().all::<T>()?;
    let entries = found.iter().map(|placed| entry(&placed.record, placed.space, placed.changed_at, Some(me)));
    Ok(sorted(entries.filter(|entry| !is_of_sync(entry))))
}

/// Whether it is what sync notes for the person's own devices: pinned keys, open invites. An archive is readable, and comes from
/// anywhere: such notes neither go out nor are they believed when they come in.
fn is_of_sync(entry: &Entry) -> bool {
    entry.kind == Setting::TABLE.name
        && entry.fields.get("key").and_then(Json::as_str).is_some_and(|key| key.starts_with("sync/"))
}

fn shared<T: Record>(reader: &Reader<'_>, mentorship: MentorshipId) -> Result<Vec<Entry>> {
    let found: Vec<cairn_store::Shared<T>> = reader.mentorship(mentorship).all::<T>()?;
    Ok(sorted(found.iter().map(|shared| entry(&**shared, shared.space(), shared.changed_at(), None))))
}

fn sorted(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = entries.collect();
    // Settings have no id in an archive, and a key that is theirs alone.
    entries.sort_by_key(|entry| (entry.id, entry.fields.get("key").and_then(Json::as_str).map(String::from)));
    entries
}

fn entry<T: Record>(record: &T, space: Space, changed_at: DateTime<Utc>, me: Option<AccountId>) -> Entry {
    let own = is_own::<T>();
    let space = match space {
        Space::Personal(_) => PERSONAL.to_owned(),
        Space::Mentorship(id) => id.to_string(),
    };
    Entry {
        kind: T::TABLE.name.to_owned(),
        id: (!own).then(|| record.id().into()),
        space,
        changed_at: (!own).then(|| shape::instant_text(changed_at)),
        fields: fields_of(record, me),
    }
}

/// Whether every profile has its own record of this kind, whose id says nothing.
fn is_own<T: Record>() -> bool {
    [Profile::TABLE.name, Setting::TABLE.name].contains(&T::TABLE.name)
}

/// An entry, understood.
struct Understood<T> {
    record: T,
    space: Space,
    changed_at: DateTime<Utc>,
}

fn understood<T: Record>(
    reader: &Reader<'_>,
    entry: &Entry,
    here: Profiled,
) -> Result<Option<Understood<T>>> {
    if is_of_sync(entry) {
        return Ok(None);
    }
    let id = match entry.id {
        Some(id) => Some(id),
        None if is_own::<T>() => own_id::<T>(reader, entry, here)?,
        None => None,
    };
    let space = match entry.space.as_str() {
        PERSONAL => Some(Space::Personal(here.account)),
        // The id of the personal space names no mentorship.
        id => Uuid::parse_str(id)
            .ok()
            .filter(|id| *id != here.account.0)
            .map(|id| Space::Mentorship(MentorshipId(id))),
    };
    let changed_at = if is_own::<T>() {
        Some(DateTime::UNIX_EPOCH)
    } else {
        entry.changed_at.as_deref().and_then(shape::instant).filter(|at| *at >= DateTime::UNIX_EPOCH)
    };
    let (Some(id), Some(space), Some(changed_at)) = (id, space, changed_at) else { return Ok(None) };
    if !T::TABLE.home.admits_space(space) || !is_of_its_space::<T>(entry, id, space) {
        return Ok(None);
    }
    let record = record_of::<T>(id, &entry.fields, here.account);
    Ok(record.map(|record| Understood { record, space, changed_at }))
}

/// The id of the opener's own record: her profile, or the setting of that key.
fn own_id<T: Record>(reader: &Reader<'_>, entry: &Entry, here: Profiled) -> Result<Option<Uuid>> {
    if T::TABLE.name == Profile::TABLE.name {
        let profile = reader.personal().select::<Profile>().first()?;
        return Ok(profile.map(|profile| ProfileId::into(profile.id)));
    }
    let key = entry.fields.get("key").and_then(Json::as_str);
    Ok(key.map(|key| SettingId::of_key(here.account, key).into()))
}

/// Whether what it says of its mentorship is where it lives.
fn is_of_its_space<T: Record>(entry: &Entry, id: Uuid, space: Space) -> bool {
    let Space::Mentorship(mentorship) = space else { return true };
    if T::TABLE.name == cairn_domain::Mentorship::TABLE.name {
        return id == mentorship.0;
    }
    shape::mentorship_column(T::TABLE).is_none_or(|column| {
        entry.fields.get(column).and_then(Json::as_str) == Some(mentorship.to_string().as_str())
    })
}

fn fate<T: Record>(reader: &Reader<'_>, entry: &Entry, here: Profiled) -> Result<Fate> {
    let Some(there) = understood::<T>(reader, entry, here)? else { return Ok(Fate::Skipped) };
    Ok(compare(reader.anywhere().get::<T>(there.record.id())?.as_ref(), &there, here))
}

fn compare<T: Record>(kept: Option<&Placed<T>>, there: &Understood<T>, here: Profiled) -> Fate {
    let Some(kept) = kept else { return Fate::New };
    if kept.space != there.space {
        return Fate::Skipped;
    }
    let is_newer = if is_own::<T>() { here.is_empty } else { there.changed_at > kept.changed_at };
    match kept.record.values() == there.record.values() {
        true => Fate::Same,
        false if is_newer => Fate::Newer,
        false => Fate::Older,
    }
}

fn take_in<T: Record>(draft: &mut Draft<'_>, entry: &Entry, here: Profiled) -> Result<Fate> {
    let Some(there) = understood::<T>(draft, entry, here)? else { return Ok(Fate::Skipped) };
    let kept = draft.get::<T>(there.record.id())?;
    let fate = compare(kept.as_ref(), &there, here);
    match fate {
        Fate::New if is_own::<T>() => draft.create(there.space, &there.record)?,
        Fate::New => match draft.create_as_of(there.space, &there.record, there.changed_at) {
            // It was deleted here, in another space than the archive says: nothing moves between spaces.
            Err(cairn_store::Error::OtherSpace { .. }) => return Ok(Fate::Skipped),
            created => created?,
        },
        Fate::Newer => draft.update(&there.record)?,
        Fate::Same | Fate::Older | Fate::Skipped => {}
    }
    Ok(fate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_goes_in_and_out() {
        let mut archived: Vec<_> = KINDS.iter().map(|kind| kind.table.name).collect();
        let mut kept: Vec<_> = cairn_store::TABLES.iter().map(|table| table.name).collect();
        archived.sort_unstable();
        kept.sort_unstable();
        assert_eq!(archived, kept);
    }
}
