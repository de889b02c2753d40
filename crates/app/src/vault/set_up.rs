//! The first minute: the answers of a new person become a profile.

use super::{Folder, folder::Holds, keys::priced, read_slots, start::AppStateView, write_slots};
use crate::{App, AppEvent, Error, Result, host::KeychainState, state::Open, store_error::from_io, zones};
use cairn_crypto::{KeySlots, RecoveryCode, StoreKey};
use cairn_domain::{
    AccountId, Cadence, LifecycleEvent, Member, Mentorship, MentorshipId, MentorshipState, Model, Profile,
    Role, Space, WeeklyHours, clean_line, required_line,
};
use cairn_store::{DeviceId, Draft, Store};
use serde::{Deserialize, Serialize};
use std::fs;
use ts_rs::TS;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The answers of the first minute.
#[derive(Deserialize, TS)]
pub struct SetUp {
    /// What people call her.
    name: String,
    /// Such as `she/her`.
    #[ts(optional)]
    pronouns: Option<String>,
    /// The IANA id of the zone her clock runs in.
    zone: String,
    /// Whether the zone follows the computer's from now on.
    follows_system: bool,
    /// What brings her here.
    role: Role,
    /// The first mentorship, where there is one already.
    #[ts(optional)]
    mentorship: Option<FirstMentorship>,
    /// Demanded where there is no keychain that can be used.
    #[ts(optional)]
    passphrase: Option<String>,
}

/// The other person of the first mentorship.
#[derive(Deserialize, TS)]
pub struct FirstMentorship {
    /// What people call her.
    name: String,
    /// The IANA id of the zone her clock runs in.
    zone: String,
}

/// A profile that is ready and open.
#[derive(Serialize, TS)]
pub struct SetUpDone {
    /// The recovery code, shown this once.
    pub recovery_code: String,
    /// The first mentorship.
    pub mentorship: Option<MentorshipId>,
    /// Where the app stands now.
    pub state: AppStateView,
}

/// Makes the profile, opens it, and gives its recovery code.
///
/// Fails at a field of the answers; with `passphrase_needed` where there is no keychain to use; with `profile_exists`
/// rather than touch one; or with what writing says. Nothing is there then.
pub fn set_up(app: &App, args: SetUp) -> Result<SetUpDone> {
    let answers = Answers::check(args)?;
    let _turn = app.vault.turn();
    app.close();
    let folder = Folder(&app.folder);
    if folder.holds() != Holds::Nothing {
        return Err(Error::new("profile_exists"));
    }
    folder.prepare()?;
    app.clear_unfinished()?;

    let key = StoreKey::generate(&mut app.randomness());
    let made = app.make_slots(answers.passphrase.as_ref(), None, &key).and_then(|mut slots| {
        let code = slots.add_recovery(&key, &mut app.randomness())?;
        write_slots(&folder.unfinished_keys(), &slots)?;
        let (store, mentorship) = app.make_store(&answers, &key)?;
        app.keep_unfinished()?;
        Ok((store, mentorship, code))
    });
    match made {
        Ok((store, mentorship, code)) => {
            app.put_open(Open::new(store, app.folder.clone(), key, &app.host));
            app.note_activity();
            app.host.emit(AppEvent::Opened);
            Ok(SetUpDone { recovery_code: code.to_text().to_string(), mentorship, state: app.state_view() })
        }
        Err(error) => {
            let _ = app.clear_unfinished();
            Err(error)
        }
    }
}

/// The answers, found to be good.
pub(super) struct Answers {
    name: String,
    pronouns: Option<String>,
    zone: String,
    follows_system: bool,
    role: Role,
    other: Option<(String, String)>,
    passphrase: Option<Zeroizing<String>>,
}

impl Answers {
    fn check(args: SetUp) -> Result<Answers> {
        let passphrase = args.passphrase.map(Zeroizing::new).filter(|passphrase| !passphrase.is_empty());
        let pronouns = clean_line("pronouns", &args.pronouns.unwrap_or_default())?;
        let other = args
            .mentorship
            .map(|other| {
                let name = required_line("other_name", &other.name)?;
                Ok::<_, Error>((name, zones::known("other_zone", &other.zone)?.id().to_owned()))
            })
            .transpose()?;
        Ok(Answers {
            name: required_line("name", &args.name)?,
            pronouns: Some(pronouns).filter(|pronouns| !pronouns.is_empty()),
            zone: zones::known("zone", &args.zone)?.id().to_owned(),
            follows_system: args.follows_system,
            role: args.role,
            other,
            passphrase,
        })
    }

    /// The first records of a profile.
    fn write(&self, app: &App, account: AccountId, draft: &mut Draft<'_>) -> Result<Option<MentorshipId>> {
        let profile = Profile {
            id: app.new_id(),
            name: self.name.clone(),
            pronouns: self.pronouns.clone(),
            zone: self.zone.clone(),
            zone_follows_system: self.follows_system,
            hours: WeeklyHours::default(),
            role: self.role,
        };
        draft.create(Space::Personal(account), &profile)?;
        let Some((name, zone)) = &self.other else { return Ok(None) };
        let other_role = match self.role {
            Role::Mentee => Role::Mentor,
            Role::Peer => Role::Peer,
            Role::Mentor | Role::Facilitator | Role::Coordinator => Role::Mentee,
        };
        let mentorship = Mentorship {
            id: app.new_id(),
            title: None,
            model: if other_role == Role::Peer { Model::Peer } else { Model::OneToOne },
            purpose: String::new(),
            cadence: Cadence::AsNeeded,
            starts_on: Some(app.today()),
            ends_on: None,
            join_link: None,
            revisit_on: None,
        };
        let space = Space::Mentorship(mentorship.id);
        draft.create(space, &mentorship)?;
        let me = Member {
            id: app.new_id(),
            mentorship: mentorship.id,
            account: Some(account),
            name: self.name.clone(),
            pronouns: self.pronouns.clone(),
            role: self.role,
            zone: self.zone.clone(),
            hours: WeeklyHours::default(),
        };
        draft.create(space, &me)?;
        let other = Member {
            id: app.new_id(),
            account: None,
            name: name.clone(),
            pronouns: None,
            role: other_role,
            zone: zone.clone(),
            ..me.clone()
        };
        draft.create(space, &other)?;
        let begins = LifecycleEvent {
            id: app.new_id(),
            mentorship: mentorship.id,
            by: Some(me.id),
            at: app.now(),
            zone: self.zone.clone(),
            from: None,
            to: MentorshipState::Active,
            reason: None,
        };
        draft.create(space, &begins)?;
        Ok(Some(mentorship.id))
    }
}

impl App {
    /// The slots of a new profile: the keychain where it can be used, the passphrase and the recovery code where they are
    /// given.
    pub(crate) fn make_slots(
        &self,
        passphrase: Option<&Zeroizing<String>>,
        code: Option<&RecoveryCode>,
        key: &StoreKey,
    ) -> Result<KeySlots> {
        let mut slots = priced(KeySlots::create(&self.new_id::<Uuid>().to_string(), key)?);
        if let Some(passphrase) = passphrase {
            slots.add_passphrase(key, passphrase, &mut self.randomness())?;
        }
        if self.host.keychain().state() == KeychainState::Ready {
            let mut tried = slots.clone();
            match self.add_keychain_slot(&mut tried, key) {
                Ok(()) => slots = tried,
                Err(error) if passphrase.is_none() => return Err(error),
                // The passphrase opens it; the keychain can be added later.
                Err(_) => {}
            }
        } else if passphrase.is_none() {
            return Err(Error::field("passphrase", "passphrase_needed", ""));
        }
        if let Some(code) = code {
            slots.add_recovery_code(key, code, &mut self.randomness())?;
        }
        Ok(slots)
    }

    /// What was made until now is the profile: from this rename on there is one.
    pub(crate) fn keep_unfinished(&self) -> Result<()> {
        let folder = Folder(&self.folder);
        fs::rename(folder.unfinished_keys(), folder.keys()).map_err(|error| from_io(&error))?;
        super::folder::sync_folder(&self.folder).map_err(|error| from_io(&error))
    }

    fn make_store(&self, answers: &Answers, key: &StoreKey) -> Result<(Store, Option<MentorshipId>)> {
        let account = self.new_id::<AccountId>();
        let store = Store::create(&self.folder, key, account, self.new_device())?;
        let mentorship = store.background(self.now(), |draft| answers.write(self, account, draft))?;
        Ok((store, mentorship))
    }

    /// A new id for this installation.
    pub(crate) fn new_device(&self) -> DeviceId {
        let mut bytes = [0; 8];
        self.host.random(&mut bytes);
        DeviceId(u64::from_be_bytes(bytes))
    }

    /// Removes what a set-up that was cut short left behind, in the keychain too.
    pub(crate) fn clear_unfinished(&self) -> Result<()> {
        let folder = Folder(&self.folder);
        if let Ok(Some(slots)) = read_slots(&folder.unfinished_keys()) {
            self.forget_keychain_secret(&slots);
        }
        folder.clear_unfinished()
    }
}
