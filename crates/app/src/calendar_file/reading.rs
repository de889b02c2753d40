//! What the file says that the person looks at right now.

use crate::{App, Error, Result, chosen::Chosen};
use cairn_calendar::{ReadCalendar, ReadError, read_calendar};
use std::sync::Arc;

/// The file that is being looked at. Fails with `not_found`.
pub(super) fn chosen(app: &App) -> Result<Arc<Chosen>> {
    app.calendar_wish.chosen().ok_or_else(|| Error::not_found("calendar"))
}

/// What it says, as of now. Fails with what is wrong with it.
pub(super) fn read(app: &App, file: &Chosen) -> Result<ReadCalendar> {
    read_calendar(&file.bytes, app.now()).map_err(|error| {
        let code = match error {
            ReadError::NotACalendar => "not_a_calendar",
            ReadError::TooLarge | ReadError::TooManyEvents | ReadError::TooManyZones => "calendar_too_large",
            ReadError::Nul => "calendar_has_nul",
            ReadError::BadUtf16 => "calendar_bad_utf16",
            ReadError::TooDeep { .. } => "calendar_too_deep",
        };
        Error::new(code).with("name", file.name.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calendar_file::MOST_BYTES, testing::TestHost};

    #[test]
    fn the_size_that_the_window_goes_by_is_the_one_that_is_read() {
        let app = TestHost::at("2026-11-24T18:00:00Z").open_app();
        let of = |bytes: usize| {
            let file = Chosen { name: "large.ics".into(), bytes: vec![b' '; bytes] };
            read(&app, &file).unwrap_err().code
        };
        assert_eq!((of(MOST_BYTES + 1), of(MOST_BYTES)), ("calendar_too_large", "not_a_calendar"));
    }
}
