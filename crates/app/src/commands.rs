//! Every command, once. From this list come the dispatch, the TypeScript types and the permissions of the desktop.

use crate::{App, Error, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Declares the commands: `name: function(Arguments) -> Result`. The function takes the app and the arguments.
macro_rules! commands {
    ($($name:ident: $function:path, $arguments:ty => $result:ty;)+) => {
        impl App {
            /// Runs a command. Blocks while it works, so a desktop calls it off the window's thread.
            ///
            /// Fails with `unknown_command`, with `bad_arguments`, or with what the command says.
            pub fn dispatch(&self, name: &str, arguments: Value) -> Result<Value> {
                match name {
                    $(stringify!($name) => {
                        let arguments: $arguments = read_arguments(arguments)?;
                        let result: $result = $function(self, arguments)?;
                        serde_json::to_value(result).map_err(|_| Error::new("internal"))
                    })+
                    _ => Err(Error::new("unknown_command")),
                }
            }
        }

        #[cfg(test)]
        mod bindings {
            use ts_rs::{Config, TS, TypeVisitor};

            pub(super) const NAMES: &[&str] = &[$(stringify!($name),)+];

            /// One line of the interface `Commands` for each command, and what it has to import.
            pub(super) fn lines(config: &Config) -> Vec<(&'static str, String, String)> {
                vec![$((stringify!($name), <$arguments as TS>::name(config), <$result as TS>::name(config)),)+]
            }

            /// Writes the type of everything that crosses the boundary.
            pub(super) fn export_all(config: &Config) {
                let mut export = Export(config);
                $(
                    export.visit::<$arguments>();
                    export.visit::<$result>();
                )+
                export.visit::<crate::AppEvent>();
            }

            struct Export<'a>(&'a Config);

            impl TypeVisitor for Export<'_> {
                fn visit<T: TS + 'static + ?Sized>(&mut self) {
                    match T::output_path() {
                        Some(_) => T::export_all(self.0).expect("the type can be written"),
                        // A list or an option has no file; what it is made of has.
                        None => T::visit_generics(self),
                    }
                }
            }
        }
    };
}

/// The arguments as their type. `{}` and nothing at all both stand for no arguments.
fn read_arguments<T: DeserializeOwned>(arguments: Value) -> Result<T> {
    let arguments = match arguments {
        Value::Object(map) if map.is_empty() => {
            serde_json::from_value(Value::Null).or_else(|_| serde_json::from_value(Value::Object(map)))
        }
        other => serde_json::from_value(other),
    };
    // The message of the parser may quote what was typed, so it does not go to the log.
    arguments.map_err(|_| Error::new("bad_arguments"))
}

commands! {
    app_state: crate::vault::start::app_state, () => crate::vault::start::AppStateView;
    try_again: crate::vault::start::try_again, () => crate::vault::start::AppStateView;
    set_up: crate::vault::set_up::set_up, crate::vault::set_up::SetUp => crate::vault::set_up::SetUpDone;
    look_around: crate::vault::example::look_around, () => crate::vault::start::AppStateView;
    unlock: crate::vault::unlock::unlock, crate::vault::unlock::Unlock => crate::vault::start::AppStateView;
    lock: crate::vault::unlock::lock, () => crate::vault::start::AppStateView;
    activity: crate::vault::idle::activity, () => ();
    security: crate::vault::ways::security, () => crate::vault::ways::SecurityView;
    passphrase_set: crate::vault::ways::passphrase_set, crate::vault::ways::SetPassphrase => crate::vault::ways::SecurityView;
    passphrase_remove: crate::vault::ways::passphrase_remove, () => crate::vault::ways::SecurityView;
    recovery_renew: crate::vault::ways::recovery_renew, () => crate::vault::ways::RecoveryCodeView;
    recovery_keep: crate::vault::ways::recovery_keep, crate::vault::ways::KeepRecoveryCode => Option<String>;
    keychain_use: crate::vault::ways::keychain_use, crate::vault::ways::UseKeychain => crate::vault::ways::SecurityView;

    backups: crate::backups::backups, () => crate::backups::BackupsView;
    backup_now: crate::backups::backup_now, () => crate::backups::BackupView;
    backup_cancel: crate::backups::backup_cancel, () => ();
    backup_restore: crate::backups::backup_restore, crate::backups::RestoreBackup => crate::vault::start::AppStateView;
    backup_restore_keys: crate::backups::backup_restore_keys, () => crate::vault::start::AppStateView;

    settings: crate::settings::settings, () => crate::settings::SettingsView;
    profile_save: crate::settings::profile_save, crate::settings::SaveProfile => ();
    look_save: crate::settings::look_save, crate::settings::Look => ();
    computer_save: crate::settings::computer_save, crate::settings::SaveComputer => ();

    actions_list: crate::actions::list, crate::actions::ListActions => Vec<crate::actions::ActionView>;
    action_choices: crate::actions::choices, crate::actions::ActionChoicesFor => crate::actions::ActionChoices;
    action_add: crate::actions::add, crate::actions::AddAction => cairn_domain::ActionItemId;
    action_edit: crate::actions::edit, crate::actions::EditAction => ();
    action_done: crate::actions::set_done, crate::actions::ActionDone => ();
    action_snooze: crate::actions::snooze, crate::actions::SnoozeAction => String;
    action_delete: crate::actions::delete, crate::actions::OneAction => ();

    agenda_add: crate::agenda::add, crate::agenda::AddAgendaItem => cairn_domain::AgendaItemId;
    agenda_edit: crate::agenda::edit, crate::agenda::EditAgendaItem => ();
    agenda_done: crate::agenda::set_done, crate::agenda::AgendaItemDone => ();
    agenda_delete: crate::agenda::delete, crate::agenda::OneAgendaItem => ();
    agenda_move: crate::agenda::move_to, crate::agenda::MoveAgendaItem => ();

    alerts: crate::alerts::list, () => Vec<crate::alerts::AlertView>;
    alert_dismiss: crate::alerts::dismiss, crate::alerts::DismissAlert => ();

    archive_write: crate::archive::write, crate::archive::WriteArchive => Option<crate::archive::ArchiveWritten>;
    archive_preview: crate::archive::preview, () => Option<crate::archive::ArchivePreview>;
    archive_read: crate::archive::read, () => crate::archive::ArchiveTaken;
    archive_cancel: crate::archive::cancel, () => ();

    concurrent_list: crate::concurrent::list::list, () => Vec<crate::concurrent::list::ConcurrentView>;
    concurrent_compare: crate::concurrent::compare::compare, crate::concurrent::OneConcurrent => crate::concurrent::compare::CompareView;
    concurrent_decide: crate::concurrent::decide::decide, crate::concurrent::decide::DecideConcurrent => ();

    date_read: crate::dates::read, crate::dates::ReadDate => crate::dates::DateReading;

    goals_list: crate::goals::list::list, crate::goals::list::ListGoals => Vec<crate::goals::list::GoalGroup>;
    goal_places: crate::goals::place::all, () => Vec<crate::goals::place::GoalPlace>;
    goal_get: crate::goals::view::get, crate::goals::write::OneGoal => crate::goals::view::GoalView;
    goal_smart: crate::goals::smart::read, crate::goals::smart::DraftGoal => Vec<crate::goals::smart::SmartLetter>;
    goal_save: crate::goals::write::save, crate::goals::write::SaveGoal => crate::goals::write::SavedGoal;
    goal_place: crate::goals::write::place, crate::goals::write::PlaceGoal => crate::goals::write::SavedGoal;
    goal_status: crate::goals::write::set_status, crate::goals::write::SetGoalStatus => ();
    goal_delete: crate::goals::write::delete, crate::goals::write::OneGoal => ();
    goal_share_preview: crate::goals::share::preview, crate::goals::share::ShareGoal => crate::goals::share::GoalSharePreview;
    goal_share: crate::goals::share::share, crate::goals::share::ShareGoal => crate::goals::write::SavedGoal;
    milestone_save: crate::goals::milestone::save, crate::goals::milestone::SaveMilestone => crate::goals::milestone::SavedMilestone;
    milestone_reach: crate::goals::milestone::reach, crate::goals::milestone::ReachMilestone => ();
    milestone_move: crate::goals::milestone::shift, crate::goals::milestone::MoveMilestone => ();
    milestone_remove: crate::goals::milestone::remove, crate::goals::milestone::OneMilestone => ();
    check_in_save: crate::goals::check_in::save, crate::goals::check_in::SaveCheckIn => crate::goals::check_in::SavedCheckIn;
    check_in_remove: crate::goals::check_in::remove, crate::goals::check_in::OneCheckIn => ();

    mentorships_list: crate::mentorships::list::list, () => Vec<crate::mentorships::list::MentorshipRow>;
    mentorship_get: crate::mentorships::view::get, crate::mentorships::view::OneMentorship => crate::mentorships::view::MentorshipView;
    mentorship_add: crate::mentorships::change::add, crate::mentorships::change::AddMentorship => cairn_domain::MentorshipId;
    mentorship_edit: crate::mentorships::change::edit, crate::mentorships::change::EditMentorship => ();
    mentorship_transition: crate::mentorships::life::transition, crate::mentorships::life::StepMentorship => ();
    member_add: crate::mentorships::member::add, crate::mentorships::member::AddMember => cairn_domain::MemberId;
    member_edit: crate::mentorships::member::edit, crate::mentorships::member::EditMember => ();
    member_remove: crate::mentorships::member::remove, crate::mentorships::member::OneMember => ();

    messages_list: crate::messages::list::list, crate::messages::list::ListMessages => crate::messages::list::MessagesView;
    messages_seen: crate::messages::unread::see, crate::messages::unread::SeenMessages => ();
    message_send: crate::messages::write::send, crate::messages::write::SendMessage => cairn_domain::MessageId;
    message_delete: crate::messages::write::delete, crate::messages::write::OneMessage => ();
    message_open_link: crate::messages::link::open, crate::messages::link::OpenLink => ();
    message_draft: crate::messages::draft::get, crate::messages::draft::DraftOf => String;
    message_draft_save: crate::messages::draft::save, crate::messages::draft::SaveDraft => ();
    card_send: crate::messages::card::send, crate::messages::card::SendCard => cairn_domain::ThankYouCardId;
    card_delete: crate::messages::card::delete, crate::messages::card::OneCard => ();

    note_save: crate::notes::save, crate::notes::SaveSessionNote => String;
    note_excerpt_preview: crate::notes::preview_excerpt, crate::notes::PreviewExcerpt => crate::notes::ExcerptPreview;
    note_excerpt_share: crate::notes::share_excerpt, crate::notes::ShareExcerpt => ();

    series_change: crate::series::change::change, crate::series::change::ChangeSeries => cairn_domain::SessionId;
    series_preview: crate::series::year::preview, crate::series::year::PreviewSeries => crate::series::year::SeriesYear;
    series_year: crate::series::year::get, crate::series::year::OneSeries => crate::series::year::SeriesYear;
    series_end: crate::series::change::end, crate::series::change::EndSeries => ();

    sessions_list: crate::sessions::list::list, crate::sessions::list::ListSessions => crate::sessions::list::SessionsView;
    session_get: crate::sessions::view::get, crate::sessions::change::OneSession => crate::sessions::view::SessionView;
    session_prepare: crate::sessions::prepare::prepare, crate::sessions::change::OneSession => crate::sessions::prepare::PrepareView;
    session_plan_draft: crate::sessions::plan::draft, crate::sessions::plan::PlanFor => crate::sessions::plan::PlanDraft;
    session_plan: crate::sessions::plan::plan, crate::sessions::plan::PlanSession => cairn_domain::SessionId;
    session_rename: crate::sessions::change::rename, crate::sessions::change::RenameSession => ();
    session_set_link: crate::sessions::change::set_link, crate::sessions::change::LinkSession => ();
    session_join: crate::sessions::change::join, crate::sessions::change::OneSession => ();
    session_move: crate::sessions::change::move_to, crate::sessions::change::MoveSession => crate::sessions::change::SessionChanged;
    session_cancel: crate::sessions::change::cancel, crate::sessions::change::CancelSession => crate::sessions::change::SessionChanged;
    session_skip: crate::sessions::change::skip, crate::sessions::change::OneSession => crate::sessions::change::SessionChanged;
    session_log_draft: crate::sessions::log::draft, crate::sessions::change::OneSession => crate::sessions::log::SessionLogDraft;
    session_log: crate::sessions::log::log, crate::sessions::log::LogSession => crate::sessions::log::SessionLogged;

    calendar_days: crate::calendar::days::days, crate::calendar::days::CalendarDays => crate::calendar::days::DaysView;
    calendar_month: crate::calendar::month::month, crate::calendar::CalendarAt => crate::calendar::month::MonthView;
    calendar_agenda: crate::calendar::agenda::agenda, crate::calendar::CalendarAt => crate::calendar::agenda::CalendarAgendaView;
    calendar_shift: crate::calendar::shift::shift, crate::calendar::CalendarAt => crate::calendar::shift::ShiftView;
    calendar_slot: crate::calendar::moving::slot, crate::calendar::moving::CalendarSlot => crate::calendar::moving::SlotReading;
    calendar_move: crate::calendar::moving::move_to, crate::calendar::moving::CalendarMove => crate::sessions::change::SessionChanged;

    planner_view: crate::planner::view::view, crate::planner::FindTime => crate::planner::view::PlannerView;
    planner_take_turns: crate::planner::take_turns::take_turns, crate::planner::take_turns::TakeTurns => cairn_domain::SessionId;

    calendar_file_choose: crate::calendar_file::choose, () => Option<crate::calendar_file::CalendarPreview>;
    calendar_file_dropped: crate::calendar_file::dropped, crate::chosen::DroppedFile => crate::calendar_file::CalendarPreview;
    calendar_file_waiting: crate::calendar_file::waiting, () => Option<crate::calendar_file::CalendarPreview>;
    calendar_file_preview: crate::calendar_file::preview_again, crate::calendar_file::CalendarAnswers => crate::calendar_file::CalendarPreview;
    calendar_file_take: crate::calendar_file::take, crate::calendar_file::TakeCalendar => crate::calendar_file::CalendarTaken;
    calendar_file_write: crate::calendar_file::write, crate::calendar_file::WriteCalendar => Option<crate::calendar_file::CalendarWritten>;
    calendar_file_close: crate::calendar_file::close, () => ();

    history_list: crate::history::list, crate::history::HistoryOf => Vec<crate::history::FieldHistoryView>;
    history_restore: crate::history::restore, crate::history::RestoreVersion => ();

    reminder_settings: crate::reminders::settings::get, () => crate::reminders::settings::ReminderSettings;
    reminder_settings_save: crate::reminders::settings::save, crate::reminders::settings::SaveReminderSettings => ();
    reminder_leads_save: crate::reminders::settings::save_for_mentorship, crate::reminders::settings::SaveMentorshipLeads => ();
    reminders_list: crate::reminders::view::list, () => crate::reminders::view::RemindersView;
    reminder_snooze: crate::reminders::view::snooze, crate::reminders::view::SnoozeReminder => ();
    reminder_dismiss: crate::reminders::view::dismiss, crate::reminders::view::DismissReminder => ();

    resources_list: crate::resources::list::list, crate::resources::list::ListResources => crate::resources::list::LibraryView;
    resource_get: crate::resources::view::get, crate::resources::view::OneResource => crate::resources::view::ResourceView;
    resource_save: crate::resources::write::save, crate::resources::write::SaveResource => crate::resources::write::SavedResource;
    resource_attach: crate::resources::file::attach, crate::resources::file::AttachFile => Option<crate::resources::write::SavedResource>;
    resource_export_file: crate::resources::file::export, crate::resources::view::OneResource => Option<String>;
    resource_open: crate::resources::file::open, crate::resources::view::OneResource => ();
    resource_assign: crate::resources::write::assign, crate::resources::write::AssignResource => ();
    resource_set_status: crate::resources::write::set_status, crate::resources::write::ResourceStatus => ();
    resource_pin: crate::resources::write::pin, crate::resources::write::PinResource => ();
    resource_share_preview: crate::resources::share::preview, crate::resources::share::ShareResource => crate::resources::share::ResourceSharePreview;
    resource_share: crate::resources::share::share, crate::resources::share::ShareResource => crate::resources::write::SavedResource;
    resource_delete: crate::resources::write::delete, crate::resources::view::OneResource => ();

    search: crate::search::search, crate::search::Search => crate::search::SearchView;

    today: crate::today::get, () => crate::today::TodayView;
    nudge_hide: crate::today::nudge::hide, crate::today::nudge::HideNudge => ();
    nudge_to_agenda: crate::today::nudge::to_agenda, crate::today::nudge::NudgeToAgenda => ();

    undo: crate::undo::undo, () => Option<crate::undo::UndoView>;
    redo: crate::undo::redo, () => Option<crate::undo::UndoView>;
    deleted_list: crate::undo::recently_deleted, () => Vec<crate::undo::DeletedRow>;
    recovered_list: crate::recovered::list, () => Vec<crate::recovered::RecoveredRow>;
    deleted_restore: crate::undo::restore_deleted, crate::undo::RestoreDeleted => ();

    zones_find: crate::zones::find, crate::zones::FindZones => Vec<crate::zones::ZoneView>;
    zone_read: crate::zones::read, crate::zones::ReadZone => crate::zones::ZoneReading;

    sync_status: crate::sync::status::status, () => Option<crate::sync::status::SyncStatus>;
    sync_now: crate::sync::status::now, () => ();
    sync_cancel: crate::sync::status::cancel, () => ();
    sync_put_away: crate::sync::status::put_away, crate::sync::status::OneNeed => ();
    sync_settle: crate::sync::status::settle, crate::sync::status::OneNeed => ();
    sync_view: crate::sync::connection::view, () => crate::sync::connection::SyncView;
    sync_disconnect: crate::sync::connection::disconnect, () => ();
    sync_delete_account: crate::sync::connection::delete_account, () => ();
    invite_read: crate::sync::join::read, crate::sync::join::InviteText => crate::sync::join::InviteReading;
    invite_waiting: crate::sync::join::waiting, () => Option<crate::sync::join::InviteReading>;
    invite_look: crate::sync::join::look, crate::sync::join::InviteText => crate::sync::join::InvitePreview;
    invite_accept: crate::sync::join::accept, crate::sync::join::InviteText => crate::sync::join::Joined;
    invite_make: crate::sync::invite::make, crate::sync::invite::InviteMember => crate::sync::invite::InviteLink;
    invite_withdraw: crate::sync::invite::withdraw, crate::sync::invite::OneInvite => ();
    sharing_view: crate::sync::members::view, crate::mentorships::view::OneMentorship => crate::sync::members::SharingView;
    sharing_words: crate::sync::members::words, crate::sync::members::OneSharer => crate::sync::members::SixWords;
    sharing_compared: crate::sync::members::compared, crate::sync::members::WordsCompared => ();
    sharing_leave: crate::sync::members::leave, crate::mentorships::view::OneMentorship => ();
    sharing_end: crate::sync::members::end, crate::mentorships::view::OneMentorship => ();
    sharing_take_out: crate::sync::members::take_out, crate::sync::members::OneSharer => ();
    devices_list: crate::sync::devices::list, () => crate::sync::devices::DevicesView;
    device_name: crate::sync::devices::name, crate::sync::devices::NameDevice => ();
    device_add_begin: crate::sync::devices::add_begin, () => crate::sync::devices::DeviceLink;
    device_add_words: crate::sync::devices::add_words, () => crate::sync::devices::DeviceWords;
    device_add_answer: crate::sync::devices::add_answer, crate::sync::devices::DeviceAnswer => ();
    device_add_cancel: crate::sync::devices::add_cancel, () => ();
    device_revoke: crate::sync::devices::revoke, crate::sync::devices::OneDevice => ();
    enrol_begin: crate::sync::enrol::begin, crate::sync::enrol::EnrolLink => crate::sync::devices::DeviceWords;
    enrol_finish: crate::sync::enrol::finish, crate::sync::enrol::EnrolFinish => crate::vault::start::AppStateView;
    account_restore: crate::sync::enrol::restore, crate::sync::enrol::RestoreAccount => crate::vault::start::AppStateView;
    ledger_view: crate::sync::ledger::view, () => crate::sync::ledger::LedgerView;
    ledger_waiting: crate::sync::ledger::waiting, crate::sync::ledger::LedgerPage => crate::sync::ledger::LedgerWaiting;
    ledger_sent: crate::sync::ledger::sent, crate::sync::ledger::LedgerPage => crate::sync::ledger::LedgerSent;
    ledger_one: crate::sync::ledger::one, crate::sync::ledger::OneSent => crate::sync::ledger::SentView;
    exchange_view: crate::sync::exchange::view, crate::mentorships::view::OneMentorship => crate::sync::exchange::ExchangeView;
    exchange_write: crate::sync::exchange::write, crate::mentorships::view::OneMentorship => Option<crate::sync::exchange::ExchangeWritten>;
    exchange_choose: crate::sync::exchange::choose, () => Option<crate::sync::exchange::ExchangePreview>;
    exchange_dropped: crate::sync::exchange::dropped, crate::chosen::DroppedFile => crate::sync::exchange::ExchangePreview;
    exchange_waiting: crate::sync::exchange::waiting, () => Option<crate::sync::exchange::ExchangePreview>;
    exchange_take: crate::sync::exchange::take, crate::sync::exchange::TakeExchange => crate::sync::exchange::ExchangeTaken;
    exchange_close: crate::sync::exchange::close, () => ();
}

#[cfg(test)]
mod tests {
    use super::bindings;
    use std::{collections::BTreeSet, fs, path::PathBuf};
    use ts_rs::Config;

    fn root() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// The identifiers of a TypeScript type that are types of ours.
    fn imports(types: &str) -> BTreeSet<String> {
        types
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
            .filter(|word| !matches!(*word, "Array" | "Record" | "Partial" | "Map"))
            .map(String::from)
            .collect()
    }

    fn commands_ts(config: &Config) -> String {
        let lines = bindings::lines(config);
        let names: BTreeSet<String> = lines
            .iter()
            .flat_map(|(_, arguments, result)| imports(&format!("{arguments} {result}")))
            .collect();
        let mut text = String::from(
            "// Generated from the list of commands in Rust (`make bindings`). Do not edit.\n\n",
        );
        for name in names {
            text += &format!("import type {{ {name} }} from \"./{name}\";\n");
        }
        text += "\n/** Every command: what it takes and what it gives. */\nexport interface Commands {\n";
        for (name, arguments, result) in lines {
            text += &format!("  {name}: {{ args: {arguments}; result: {result} }};\n");
        }
        text + "}\n"
    }

    /// Numbers that the window goes by as well.
    fn numbers_ts() -> String {
        let numbers = [
            ("CALENDAR_BYTES", "Bytes that a calendar file may have.", crate::calendar_file::MOST_BYTES),
            ("EXCHANGE_BYTES", "Bytes that an exchange file may have.", crate::sync::exchange::MOST_BYTES),
            ("LEDGER_PAGE", "Rows of a page of the ledger.", crate::sync::ledger::PAGE as usize),
        ];
        let line = |(name, what, number)| format!("\n/** {what} */\nexport const {name} = {number};\n");
        let lines: String = numbers.into_iter().map(line).collect();
        format!("// Generated from Rust (`make bindings`). Do not edit.\n{lines}")
    }

    fn command_names_rs() -> String {
        let mut text = String::from(
            "// Generated from the list of commands (`make bindings`). Do not edit.\n\n\
             /// Every command of the app, by name. The desktop grants them one by one.\n\
             pub const COMMAND_NAMES: &[&str] = &[\n",
        );
        for name in bindings::NAMES {
            text += &format!("    \"{name}\",\n");
        }
        text + "];\n"
    }

    /// `make bindings` runs this with `CAIRN_WRITE_BINDINGS=1`; without, it fails where the files are not up to date.
    #[test]
    fn bindings_are_up_to_date() {
        let target = root().join("ui/src/bindings");
        let fresh = tempfile::tempdir().unwrap();
        let config = Config::new().with_large_int("number").with_out_dir(fresh.path());
        bindings::export_all(&config);
        fs::write(fresh.path().join("commands.ts"), commands_ts(&config)).unwrap();
        fs::write(fresh.path().join("numbers.ts"), numbers_ts()).unwrap();
        let names = root().join("crates/app/src/command_names.rs");

        if std::env::var_os("CAIRN_WRITE_BINDINGS").is_some() {
            fs::write(names, command_names_rs()).unwrap();
            fs::remove_dir_all(&target).ok();
            fs::create_dir_all(&target).unwrap();
            for file in fs::read_dir(fresh.path()).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), target.join(file.file_name())).unwrap();
            }
            return;
        }
        assert_eq!(fs::read_to_string(names).unwrap(), command_names_rs(), "run `make bindings`");
        let list = |folder: &PathBuf| -> BTreeSet<_> {
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect()
        };
        let files = list(&fresh.path().to_path_buf());
        assert_eq!(list(&target), files, "run `make bindings`");
        for file in files {
            let (kept, made) = (target.join(&file), fresh.path().join(&file));
            assert!(
                fs::read_to_string(&kept).unwrap() == fs::read_to_string(made).unwrap(),
                "{kept:?} is not up to date: run `make bindings`"
            );
        }
    }
}
