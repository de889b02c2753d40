//! What the command line says.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// How Cairn was started.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// `--profile DIR`: the folder with the person's data, instead of the usual one.
    pub profile: Option<PathBuf>,
    /// `--demo`: fill an empty profile with the demo mentorship.
    pub demo: bool,
    /// `--hidden`: start in the tray, as at login.
    pub hidden: bool,
    /// A calendar file to look at.
    pub calendar: Option<PathBuf>,
}

/// What `--help` prints.
pub(crate) const USAGE: &str = "\
Usage: cairn [--profile DIR] [--demo] [--hidden] [FILE.ics]

  --profile DIR  keep everything in DIR instead of the usual data folder
  --demo         fill an empty profile with a demo mentorship (needs --profile)
  --hidden       start in the tray
  FILE.ics       look at a calendar file, and take in what you want of it
";

impl Arguments {
    /// Reads the arguments after the program's name. A file is looked for from `here`.
    ///
    /// # Errors
    /// The text of what is wrong.
    pub(crate) fn parse(given: impl IntoIterator<Item = OsString>, here: &Path) -> Result<Self, String> {
        let mut arguments = Self::default();
        let mut given = given.into_iter();
        while let Some(word) = given.next() {
            match word.to_str() {
                Some("--profile") => {
                    let folder = given.next().ok_or("--profile wants a folder")?;
                    arguments.profile =
                        Some(std::path::absolute(folder).map_err(|_| "--profile wants a folder")?);
                }
                Some("--demo") => arguments.demo = true,
                Some("--hidden") => arguments.hidden = true,
                _ if is_calendar(&word) => arguments.calendar = Some(here.join(word)),
                _ => return Err(format!("unknown argument: {}", word.display())),
            }
        }
        if arguments.demo && arguments.profile.is_none() {
            return Err("--demo wants --profile DIR, so that it never touches your own data".into());
        }
        Ok(arguments)
    }
}

fn is_calendar(word: &OsStr) -> bool {
    let extension = Path::new(word).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("ics"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(OsString::from), Path::new("/home/amara"))
    }

    #[test]
    fn a_profile_folder_is_made_absolute() {
        let arguments = parse(&["--profile", "here", "--demo"]).unwrap();
        assert!(arguments.profile.unwrap().is_absolute());
        assert!(arguments.demo);
    }

    #[test]
    fn the_demo_never_runs_on_ones_own_profile() {
        assert!(parse(&["--demo"]).is_err());
    }

    #[test]
    fn a_calendar_file_is_found_from_where_one_stands() {
        let calendar = |word| parse(&[word]).unwrap().calendar.unwrap();
        assert_eq!(calendar("invitation.ICS"), Path::new("/home/amara/invitation.ICS"));
        assert_eq!(calendar("/tmp/invitation.ics"), Path::new("/tmp/invitation.ics"));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(parse(&["--profil", "x"]).is_err());
        assert!(parse(&["--profile"]).is_err());
    }
}
