//! The two notes of a session: the one its members share, and the one that is only yours.

use crate::{
    App, Result,
    concurrent::brought_together,
    sessions::{Meetings, recorded, view::names},
};
use cairn_domain::{
    AccountId, Note, NoteId, Session, SessionId, Space, append_excerpt, clean_text, contact_details,
};
use cairn_store::{Draft, Private, Reader, Shared};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Text as typed.
#[derive(Debug, Deserialize, TS)]
pub struct SaveSessionNote {
    session: SessionId,
    /// Whether only its writer may read it.
    private: bool,
    text: String,
    /// What stood there when this was begun, as far as the screen knew.
    #[ts(optional)]
    seen: Option<String>,
}

/// What to share of the private note.
#[derive(Debug, Deserialize, TS)]
pub struct PreviewExcerpt {
    session: SessionId,
    /// What was selected; all of the note when absent.
    #[ts(optional)]
    excerpt: Option<String>,
}

/// What would be copied, exactly.
#[derive(Debug, Serialize, TS)]
pub struct ExcerptPreview {
    /// The text.
    pub text: String,
    /// Who will read it: `Ishani`.
    pub names: String,
    /// E-mail addresses and telephone numbers in it, as written.
    pub details: Vec<String>,
}

/// The text to copy, as it was shown.
#[derive(Debug, Deserialize, TS)]
pub struct ShareExcerpt {
    session: SessionId,
    text: String,
}

/// Saves a note as it is typed, and gives what is kept: where somebody else wrote meanwhile, what both changed. Fails with
/// `too_long` at `text`.
pub fn save(app: &App, args: SaveSessionNote) -> Result<String> {
    let typed = clean_text("text", &args.text)?;
    let label = if args.private { "write-private-note" } else { "write-shared-note" };
    app.act(label, |draft| {
        draft.typing();
        let session = if args.private {
            // Nothing of the mentorship changes when somebody writes for herself.
            Meetings::around(draft, args.session)?.1
        } else {
            recorded(draft, args.session)?
        };
        let (space, note) = if args.private {
            let space = Space::Personal(draft.account());
            (space, private_note(draft, session.id)?.map(Private::into_inner))
        } else {
            (Space::Mentorship(session.mentorship), shared_note(draft, &session)?.map(Shared::into_inner))
        };
        let note = note.unwrap_or_else(|| empty(&session, space));
        let text = match &args.seen {
            Some(seen) if *seen != note.text => {
                clean_text("text", &brought_together(seen, &note.text, &typed))?
            }
            _ => typed,
        };
        put(app, draft, space, &Note { text: text.clone(), ..note })?;
        Ok(text)
    })
}

/// Writes a note to a space, and to no other: where its id is that of a record elsewhere it gets another one. Every member
/// of a mentorship can reckon the id of a note, those that somebody writes for herself among them.
pub(crate) fn put(app: &App, draft: &mut Draft<'_>, space: Space, note: &Note) -> Result<()> {
    match draft.put(space, note) {
        Err(cairn_store::Error::OtherSpace { .. }) => {
            Ok(draft.create(space, &Note { id: app.new_id(), ..note.clone() })?)
        }
        other => Ok(other?),
    }
}

/// Shows what would be copied into the shared note. Changes nothing.
pub fn preview_excerpt(app: &App, args: PreviewExcerpt) -> Result<ExcerptPreview> {
    let open = app.open()?;
    app.read(|reader| {
        let (meetings, session) = Meetings::around(reader, args.session)?;
        let text = match args.excerpt {
            Some(excerpt) => excerpt,
            None => private_note(reader, session.id)?.map(|note| note.text.clone()).unwrap_or_default(),
        };
        let text = clean_text("text", &text)?.trim().to_owned();
        let details = contact_details(&text);
        Ok(ExcerptPreview { details, names: names(app, &meetings.members, open.account), text })
    })
}

/// Copies a text that was shown first to the end of the shared note. Fails with `empty` or `too_long` at `text`.
pub fn share_excerpt(app: &App, args: ShareExcerpt) -> Result<()> {
    let excerpt = clean_text("text", &args.text)?;
    if excerpt.trim().is_empty() {
        return Err(crate::Error::field("text", "empty", ""));
    }
    app.act("share-excerpt", |draft| {
        let session = recorded(draft, args.session)?;
        let source = private_note(draft, session.id)?.map(|note| note.id);
        let space = Space::Mentorship(session.mentorship);
        let shared = shared_note(draft, &session)?.map_or_else(|| empty(&session, space), Shared::into_inner);
        let text = clean_text("text", &append_excerpt(&shared.text, &excerpt))?;
        put(app, draft, space, &Note { text, copied_from: source.or(shared.copied_from), ..shared })
    })
}

/// The note that the members of a session share.
pub(crate) fn shared_note(reader: &Reader<'_>, session: &Session) -> Result<Option<Shared<Note>>> {
    let shared = reader.mentorship(session.mentorship);
    Ok(shared.select::<Note>().with("session", Some(session.id)).first()?)
}

/// The person's own note about a session.
pub(crate) fn private_note(reader: &Reader<'_>, session: SessionId) -> Result<Option<Private<Note>>> {
    Ok(reader.personal().select::<Note>().with("session", Some(session)).first()?)
}

/// A note without words yet. Its id is the same wherever it is begun, so that two who begin it write the same one.
fn empty(session: &Session, space: Space) -> Note {
    Note {
        id: match space {
            Space::Mentorship(_) => NoteId::shared_of(session.id),
            Space::Personal(account) => private_id(session.id, account),
        },
        mentorship: Some(session.mentorship),
        session: Some(session.id),
        goal: None,
        text: String::new(),
        copied_from: None,
    }
}

fn private_id(session: SessionId, account: AccountId) -> NoteId {
    NoteId::private_of(session, account)
}
