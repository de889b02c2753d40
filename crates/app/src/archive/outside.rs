//! Files outside the profile: one that is written appears whole or not at all.

use crate::{Error, Result, store_error::from_io};
use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

/// Writes a file under a passing name beside `path`, and gives it its name when all of it is on the disk.
///
/// When it fails, nothing is left of it, and what lay at `path` is as it was.
pub(crate) fn write<R, E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> std::result::Result<R, E>,
) -> std::result::Result<R, E> {
    let draft = passing_name(path);
    let filled = File::create(&draft).map_err(E::from).and_then(|file| {
        let mut file = BufWriter::new(file);
        let result = fill(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(result)
    });
    let done = filled.and_then(|result| Ok(fs::rename(&draft, path).map(|()| result)?));
    if done.is_err() {
        let _ = fs::remove_file(&draft);
    }
    done
}

fn passing_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    path.with_file_name(name)
}

/// What the person hears when a file of hers cannot be read.
pub(crate) fn reading(error: &io::Error, path: &Path) -> Error {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match error.kind() {
        io::ErrorKind::NotFound => Error::new("file_gone").with("name", name),
        io::ErrorKind::PermissionDenied => Error::new("file_unreadable").with("name", name),
        _ => from_io(error),
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        match from_io(&error) {
            // The folder that the person chose, not Cairn's own.
            error if error.code == "read_only" => Error::new("place_read_only"),
            error => error,
        }
    }
}

/// The result of a check that needs no more than to be made.
pub(crate) fn refuse_unless(good: bool, code: &'static str) -> Result<()> {
    if good { Ok(()) } else { Err(Error::new(code)) }
}
