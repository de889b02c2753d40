//! From the example's texts to records.

use super::{day, next_start, texts};
use crate::{Error, Result, messages::unread};
use cairn_calendar::Zone;
use cairn_domain::{
    AccountId, ActionItem, AgendaItem, CheckIn, Goal, GoalId, JournalEntry, LifecycleEvent, Member, MemberId,
    Mentorship, MentorshipId, Message, Milestone, Note, Profile, ProfileId, Resource, Series, SeriesId,
    Session, SessionId, Space, ThankYouCard,
};
use cairn_store::Draft;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use uuid::Uuid;

/// Ids are made of keys, so that pictures of the example always have the same colours; and they sort as the keys stand
/// in the file, as ids do that were made one after the other.
fn id<T: From<Uuid>>(key: &str) -> T {
    const NAMESPACE: Uuid = Uuid::from_u128(0x6361_6972_6e5f_6465_6d6f_2d6d_0001_ee3c);
    const NEW_YEAR_2026: u64 = 1_767_225_600_000;
    let at = texts::TEXT.find(&format!("\"{key}\"")).unwrap_or_default();
    let place = texts::TEXT[..at].matches("\"key\":").count();
    let mut random = [0; 10];
    random.copy_from_slice(&Uuid::new_v5(&NAMESPACE, key.as_bytes()).as_bytes()[..10]);
    T::from(uuid::Builder::from_unix_timestamp_millis(NEW_YEAR_2026 + place as u64, &random).into_uuid())
}

/// The person herself and her journal.
pub(super) fn person(
    draft: &mut Draft<'_>,
    account: AccountId,
    now: DateTime<Utc>,
    demo: &texts::Demo,
) -> Result<()> {
    let today = super::today(&demo.person, now);
    let mine = Space::Personal(account);
    let texts::Person { name, pronouns, zone, role, hours } = &demo.person;
    let known = draft.personal().select::<Profile>().first()?;
    let profile = Profile {
        id: known.map_or_else(|| id::<ProfileId>("profile"), |profile| profile.id),
        name: name.clone(),
        pronouns: pronouns.clone(),
        zone: zone.clone(),
        zone_follows_system: false,
        hours: hours.weekly(),
        role: *role,
    };
    draft.put(mine, &profile)?;
    for entry in &demo.journal {
        let text = entry.text.join("\n");
        let goal = entry.goal.as_deref().map(id::<GoalId>);
        let entry = JournalEntry { id: id(&text), on: day(today, entry.on), text, goal };
        draft.create(mine, &entry)?;
    }
    Ok(())
}

/// A mentorship with all that hangs on it.
pub(super) fn mentorship(
    draft: &mut Draft<'_>,
    account: AccountId,
    now: DateTime<Utc>,
    person: &texts::Person,
    told: &texts::Mentorship,
) -> Result<()> {
    let next = next_start(&told.series, now).ok_or_else(|| Error::new("internal"))?;
    let today = super::today(person, now);
    let mut fill = Fill { draft, account, person, now, today, id: id(&told.key), told, next };
    fill.people()?;
    fill.sessions()?;
    fill.goals()?;
    fill.actions()?;
    fill.resources()?;
    fill.messages()
}

/// The day of the week in iCalendar's words.
fn weekday(start: NaiveDateTime) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.weekday().num_days_from_monday() as usize]
}

struct Fill<'a, 't> {
    draft: &'a mut Draft<'t>,
    account: AccountId,
    person: &'a texts::Person,
    now: DateTime<Utc>,
    today: NaiveDate,
    id: MentorshipId,
    told: &'a texts::Mentorship,
    /// The start of the next session on the series' clock.
    next: NaiveDateTime,
}

impl Fill<'_, '_> {
    fn people(&mut self) -> Result<()> {
        let told = self.told;
        let mentorship = Mentorship {
            id: self.id,
            title: told.title.clone(),
            model: told.model,
            purpose: told.purpose.clone(),
            cadence: told.cadence,
            starts_on: Some(self.day(told.starts)),
            ends_on: told.ends.map(|days| self.day(days)),
            join_link: told.join_link.clone(),
            revisit_on: None,
        };
        self.draft.create(self.shared(), &mentorship)?;
        for member in &told.members {
            // One without a name is the person herself.
            let person = self.person;
            let is_me = member.name.is_none();
            let record = Member {
                id: id(&member.key),
                mentorship: self.id,
                account: is_me.then_some(self.account),
                name: member.name.clone().unwrap_or_else(|| person.name.clone()),
                pronouns: if is_me { person.pronouns.clone() } else { member.pronouns.clone() },
                role: member.role,
                zone: member.zone.clone().unwrap_or_else(|| person.zone.clone()),
                hours: member.hours.as_ref().unwrap_or(&person.hours).weekly(),
            };
            self.draft.create(self.shared(), &record)?;
        }
        let me = told.members.first().map(|member| id::<MemberId>(&member.key));
        let mut from = None;
        for (n, step) in told.life.iter().enumerate() {
            let event = LifecycleEvent {
                id: id(&format!("{} step {n}", told.key)),
                mentorship: self.id,
                by: me,
                at: self.noon(step.on),
                zone: self.person.zone.clone(),
                from,
                to: step.to,
                reason: step.reason.clone(),
            };
            self.draft.create(self.shared(), &event)?;
            from = Some(step.to);
        }
        Ok(())
    }

    fn sessions(&mut self) -> Result<()> {
        let told = &self.told.series;
        let first = self.told.sessions.iter().map(|session| session.at).min().unwrap_or_default();
        let series = Series {
            id: id(&told.key),
            mentorship: self.id,
            title: told.title.clone(),
            starts: self.start(first),
            zone: told.zone.clone(),
            minutes: told.minutes,
            rule: format!("{};BYDAY={}", told.rule, weekday(self.next)),
            exdates: vec![],
            rdates: vec![],
            uid: None,
            sequence: 0,
            stamp: None,
        };
        self.draft.create(self.shared(), &series)?;
        for told in &self.told.sessions {
            let starts = self.start(told.at);
            let session = Session {
                id: self.session(told.at),
                mentorship: self.id,
                series: Some(series.id),
                original_start: Some(starts),
                title: told.title.clone(),
                starts,
                zone: series.zone.clone(),
                minutes: series.minutes,
                state: told.state,
                by_role: told.by_role,
                held_minutes: told.held,
                join_link: None,
                uid: None,
                sequence: 0,
                stamp: None,
            };
            self.draft.create(self.shared(), &session)?;
            self.agenda(&session, &told.agenda)?;
            self.note(&session, self.shared(), &told.shared)?;
            self.note(&session, Space::Personal(self.account), &told.private)?;
        }
        Ok(())
    }

    fn agenda(&mut self, session: &Session, told: &[texts::AgendaItem]) -> Result<()> {
        for (item, position) in told.iter().zip(1_u32..) {
            let item = AgendaItem {
                id: id(&format!("{} agenda {position}", session.id)),
                mentorship: self.id,
                session: session.id,
                text: item.text.clone(),
                by: Some(id(&item.by)),
                done: item.done,
                position: position.into(),
                first_session: item.from.map(|at| self.session(at)),
                moved: item.moved,
            };
            self.draft.create(self.shared(), &item)?;
        }
        Ok(())
    }

    fn note(&mut self, session: &Session, space: Space, lines: &[String]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let note = Note {
            id: id(&format!("{} note {}", session.id, space.is_personal())),
            mentorship: Some(self.id),
            session: Some(session.id),
            goal: None,
            text: lines.join("\n"),
            copied_from: None,
        };
        Ok(self.draft.create(space, &note)?)
    }

    fn goals(&mut self) -> Result<()> {
        for told in &self.told.goals {
            let space = self.space(told.private);
            let goal = Goal {
                id: id(&told.key),
                mentorship: Some(self.id),
                owner: told.owner.as_deref().map(id),
                title: told.title.clone(),
                specific: told.specific.clone(),
                measure: told.measure,
                baseline: told.baseline,
                target: told.target,
                unit: told.unit.clone(),
                attainable: told.attainable.clone(),
                relevant: told.relevant.clone(),
                starts_on: Some(self.day(told.starts)),
                due_on: Some(self.day(told.due)),
                status: told.status,
                check_in_every: told.every,
                next_step: told.next_step.clone(),
                plan_if: told.plan_if.clone(),
                plan_then: told.plan_then.clone(),
                levels: told.levels.clone(),
                copied_from: None,
                created_at: self.noon(told.starts - 1),
            };
            self.draft.create(space, &goal)?;
            self.milestones(space, told)?;
            self.check_ins(space, told)?;
        }
        Ok(())
    }

    fn milestones(&mut self, space: Space, goal: &texts::Goal) -> Result<()> {
        for (told, position) in goal.milestones.iter().zip(1_u32..) {
            let milestone = Milestone {
                id: id(&format!("{} milestone {position}", goal.key)),
                goal: id(&goal.key),
                title: told.title.clone(),
                due_on: Some(self.day(told.due)),
                reached_on: told.reached.map(|days| self.day(days)),
                position: position.into(),
            };
            self.draft.create(space, &milestone)?;
        }
        Ok(())
    }

    fn check_ins(&mut self, space: Space, goal: &texts::Goal) -> Result<()> {
        for told in &goal.check_ins {
            let check_in = CheckIn {
                id: id(&format!("{} check-in {}", goal.key, told.weeks)),
                goal: id(&goal.key),
                on: self.day(-goal.last_check_in_days - 7 * told.weeks),
                value: told.value,
                confidence: Some(told.confidence),
                comment: told.comment.clone(),
                by: goal.owner.as_deref().map(id),
            };
            self.draft.create(space, &check_in)?;
        }
        Ok(())
    }

    fn actions(&mut self) -> Result<()> {
        for told in &self.told.actions {
            let item = ActionItem {
                id: id(&told.text),
                mentorship: Some(self.id),
                session: told.session.map(|at| self.session(at)),
                goal: told.goal.as_deref().map(id),
                text: told.text.clone(),
                owner: told.owner.as_deref().map(id),
                due_on: Some(self.day(told.due)),
                done_at: told.done.map(|days| self.noon(days)),
            };
            self.draft.create(self.space(told.private), &item)?;
        }
        Ok(())
    }

    fn resources(&mut self) -> Result<()> {
        for told in &self.told.resources {
            let resource = Resource {
                id: id(&told.title),
                mentorship: Some(self.id),
                goal: told.goal.as_deref().map(id),
                session: None,
                kind: told.kind,
                title: told.title.clone(),
                author: told.author.clone(),
                url: told.url.clone(),
                description: told.description.clone(),
                tags: told.tags.clone(),
                assigned_to: told.assigned.as_deref().map(id),
                status: told.status,
                attachment: None,
                file_name: None,
                file_bytes: None,
            };
            self.draft.create(self.space(told.private), &resource)?;
        }
        Ok(())
    }

    /// All but the last have been seen.
    fn messages(&mut self) -> Result<()> {
        let zone = Zone::stored(&self.person.zone).unwrap_or_else(|_| Zone::utc());
        for told in &self.told.messages {
            let at = texts::time(&told.at).map(|time| self.day(told.on).and_time(time));
            let at = at.and_then(|at| zone.to_instant(at).ok()).map_or(self.now, |at| at.instant);
            let (mentorship, by, text) = (self.id, Some(id(&told.by)), told.text.clone());
            match told.motif {
                None => {
                    let message = Message { id: id(&told.text), mentorship, by, text, at };
                    self.draft.create(self.shared(), &message)?;
                }
                Some(motif) => {
                    let to = told.to.as_deref().map(id);
                    let card = ThankYouCard { id: id(&told.text), mentorship, by, to, text, motif, at };
                    self.draft.create(self.shared(), &card)?;
                }
            }
        }
        let newest = self.told.messages.iter().map(|message| message.on).max();
        newest.map_or(Ok(()), |day| unread::see_before(self.draft, self.id, self.noon(day)))
    }

    /// The session so many before the next.
    fn session(&self, at: i64) -> SessionId {
        SessionId::of_occurrence(id::<SeriesId>(&self.told.series.key), self.start(at))
    }

    fn start(&self, at: i64) -> NaiveDateTime {
        self.next.checked_add_signed(TimeDelta::days(at * self.told.series.every_days)).unwrap_or(self.next)
    }

    fn day(&self, days: i64) -> NaiveDate {
        day(self.today, days)
    }

    /// Noon in Greenwich of a day, which is before now also today.
    fn noon(&self, days: i64) -> DateTime<Utc> {
        let noon = self.day(days).and_hms_opt(12, 0, 0).unwrap_or_default();
        Zone::utc().to_instant(noon).map_or(self.now, |noon| noon.instant).min(self.now)
    }

    fn shared(&self) -> Space {
        Space::Mentorship(self.id)
    }

    fn space(&self, private: bool) -> Space {
        if private { Space::Personal(self.account) } else { self.shared() }
    }
}
