//! What is worth reading.

use crate::{GoalId, MemberId, MentorshipId, ResourceId, SessionId, word::words};

words! {
    /// What a resource is.
    ResourceKind {
        /// A page.
        Link = "link",
        /// A book.
        Book = "book",
        /// A film or a talk.
        Video = "video",
        /// A course.
        Course = "course",
        /// A file kept in the store.
        File = "file",
    }
}

words! {
    /// How far the person it is assigned to has come.
    ReadingStatus {
        /// Not begun.
        ToRead = "to_read",
        /// Begun.
        Reading = "reading",
        /// Done.
        Read = "read",
    }
}

/// A link, a book, a video, a course or a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Names it.
    pub id: ResourceId,
    /// The mentorship it belongs to.
    pub mentorship: Option<MentorshipId>,
    /// The goal it is pinned to.
    pub goal: Option<GoalId>,
    /// The session it is pinned to.
    pub session: Option<SessionId>,
    /// What it is.
    pub kind: ResourceKind,
    /// What it is called.
    pub title: String,
    /// Who made it.
    pub author: Option<String>,
    /// Where it is; opened in the browser, never fetched.
    pub url: Option<String>,
    /// Why it is worth reading.
    pub description: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who is to read it.
    pub assigned_to: Option<MemberId>,
    /// How far that person has come.
    pub status: ReadingStatus,
    /// The content hash of the kept file (hexadecimal), for [`ResourceKind::File`].
    pub attachment: Option<String>,
    /// The file's name, without a folder.
    pub file_name: Option<String>,
    /// The file's size.
    pub file_bytes: Option<i64>,
}
