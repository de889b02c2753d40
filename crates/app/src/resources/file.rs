//! Files of the library, kept in the encrypted store and given back out; and the way to what lies elsewhere.

use super::{
    place,
    view::OneResource,
    write::{SaveResource, SavedResource, create},
};
use crate::{App, Error, Result, archive::outside, host::LinkError, store_error::from_io};
use cairn_domain::{MAX_LINE, Resource, ResourceId, ResourceKind};
use cairn_store::{Attachment, MAX_ATTACHMENT_BYTES};
use serde::Deserialize;
use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
};
use ts_rs::TS;

/// Where a file is to be kept.
#[derive(Debug, Default, Deserialize, TS)]
pub struct AttachFile {
    /// The resource that gets the file, in the place of one it has; none makes a new resource.
    #[ts(optional)]
    resource: Option<ResourceId>,
    /// What else is known of a new resource.
    #[ts(optional)]
    new: Option<SaveResource>,
}

/// Lets the person choose a file, and keeps it. None when she changes her mind.
///
/// Fails with `file_too_large` (naming the limit), `file_gone`, `file_failed` or `not_found`; nothing is kept then.
pub fn attach(app: &App, args: AttachFile) -> Result<Option<SavedResource>> {
    if let Some(id) = args.resource {
        app.read(|reader| place::need(reader, id))?;
    }
    let Some(path) = app.host.pick_open_file(&app.words.say("resource-pick-file"), &[]) else {
        return Ok(None);
    };
    let name = name_of(&path);
    let Attachment { hash, bytes } = keep(app, &path)?;
    let point = |resource: &mut Resource| {
        resource.kind = ResourceKind::File;
        if resource.title.is_empty() {
            resource.title = title_of(&name);
        }
        resource.attachment = Some(hash);
        resource.file_bytes = Some(i64::try_from(bytes).unwrap_or(i64::MAX));
        resource.file_name = Some(name);
        Ok(())
    };
    let Some(id) = args.resource else { return create(app, &args.new.unwrap_or_default(), point).map(Some) };
    app.act("resource-attach", |draft| {
        let mut resource = place::need(draft, id)?.record;
        point(&mut resource)?;
        draft.update(&resource)?;
        Ok(Some(SavedResource { resource: id }))
    })
}

/// Writes a kept file where the person chooses; gives its name. None when she changes her mind.
///
/// Fails with `not_found`, `file_failed`, `disk_full`; a file that was there before stays then.
pub fn export(app: &App, args: OneResource) -> Result<Option<String>> {
    let resource = app.read(|reader| place::need(reader, args.resource))?;
    let hash = resource.attachment.as_deref().ok_or_else(|| Error::not_found("attachment"))?;
    let name = resource.file_name.clone().unwrap_or_else(|| resource.title.clone());
    let Some(path) = app.host.pick_save_file(&app.words.say("resource-pick-where"), &name) else {
        return Ok(None);
    };
    let open = app.open()?;
    let mut content = open.store.attachment(hash)?;
    outside::write(&path, |file| {
        io::copy(&mut content, file)?;
        file.flush()
    })?;
    Ok(Some(name_of(&path)))
}

/// Opens the address of a resource in the browser. Fails with `no_link`, `link_failed` and `not_found`.
pub fn open(app: &App, args: OneResource) -> Result<()> {
    let resource = app.read(|reader| place::need(reader, args.resource))?;
    let url = resource.url.as_deref().ok_or_else(|| Error::new("no_address"))?;
    // What came with an archive or from somebody else is checked like what is typed.
    let link = cairn_domain::web_link("url", url)?;
    app.host.open_link(&link).map_err(|LinkError(_)| Error::new("link_failed").with("link", link))
}

fn keep(app: &App, path: &Path) -> Result<Attachment> {
    let gone = |error: io::Error| outside::reading(&error, path);
    let file = File::open(path).map_err(gone)?;
    let about = file.metadata().map_err(gone)?;
    if !about.is_file() {
        return Err(Error::new("not_a_file").with("name", name_of(path)));
    }
    let too_large = || {
        let limit = i64::try_from(MAX_ATTACHMENT_BYTES >> 20).unwrap_or(i64::MAX);
        Error::new("file_too_large").with("name", name_of(path)).with("limit", limit)
    };
    if about.len() > MAX_ATTACHMENT_BYTES {
        return Err(too_large());
    }
    app.open()?.store.attach(file, app.now()).map_err(|error| match error {
        cairn_store::Error::TooLarge { .. } => too_large(),
        cairn_store::Error::Io(error) => from_io(&error),
        other => other.into(),
    })
}

/// The file's name without its folder, in one line of at most [`MAX_LINE`] characters.
pub(crate) fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let line: String = name.chars().filter(|c| !c.is_control()).take(MAX_LINE).collect();
    cairn_domain::clean_line("file_name", &line).unwrap_or_default()
}

/// `Reading list` of `Reading_list.pdf`.
fn title_of(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    stem.replace('_', " ").trim().to_owned()
}
