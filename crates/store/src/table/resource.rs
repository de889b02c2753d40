//! What is worth reading.

use super::{Words, table};

table! {
    Resource, ResourceId, "resource" = 30, Either, {
        mentorship = 1,
        goal = 2,
        session = 3,
        kind = 4,
        title = 5,
        author = 6,
        url = 7,
        description = 8,
        tags = 9,
        assigned_to = 10,
        status = 11,
        attachment = 12,
        file_name = 13,
        file_bytes = 14,
    },
    |resource| Words::new(&resource.title, &[
        resource.author.as_deref().unwrap_or_default(),
        &resource.description,
        &resource.tags.join(" "),
        resource.url.as_deref().unwrap_or_default(),
        resource.file_name.as_deref().unwrap_or_default(),
    ])
}
