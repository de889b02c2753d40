//! What the command line says.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};
use tauri::Url;

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
    /// An exchange file to look at.
    pub exchange: Option<PathBuf>,
    /// A link of Cairn's own to look at: an invite, or another device's.
    pub link: Option<String>,
}

/// What `--help` prints.
pub(crate) const USAGE: &str = "\
Usage: cairn [--profile DIR] [--demo] [--hidden] [FILE.ics | FILE.cairn-exchange | cairn://…]

  --profile DIR  keep everything in DIR instead of the usual data folder
  --demo         fill an empty profile with a demo mentorship (needs --profile)
  --hidden       start in the tray
  FILE.ics       look at a calendar file, and take in what you want of it
  FILE.cairn-exchange
                 look at an exchange file, and take it in
  cairn://…      look at an invite
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
            let word = local(word);
            match word.to_str() {
                Some("--profile") => {
                    let folder = given.next().ok_or("--profile wants a folder")?;
                    arguments.profile =
                        Some(std::path::absolute(folder).map_err(|_| "--profile wants a folder")?);
                }
                Some("--demo") => arguments.demo = true,
                Some("--hidden") => arguments.hidden = true,
                Some(link) if is_link(link) => arguments.link = Some(link.to_owned()),
                _ if ends_in(&word, "ics") => arguments.calendar = Some(here.join(word)),
                _ if ends_in(&word, "cairn-exchange") => arguments.exchange = Some(here.join(word)),
                _ => return Err(format!("unknown argument: {}", word.display())),
            }
        }
        if arguments.demo && arguments.profile.is_none() {
            return Err("--demo wants --profile DIR, so that it never touches your own data".into());
        }
        Ok(arguments)
    }
}

/// A desktop hands over files by their address, where it can hand over links too.
fn local(word: OsString) -> OsString {
    let address =
        word.to_str().filter(|word| word.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("file:")));
    let path = address.and_then(|address| Url::parse(address).ok()?.to_file_path().ok());
    path.map_or(word, PathBuf::into_os_string)
}

fn ends_in(word: &OsStr, ending: &str) -> bool {
    let extension = Path::new(word).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

fn is_link(word: &str) -> bool {
    word.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("cairn://"))
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
    fn a_file_may_be_handed_over_by_its_address() {
        let (address, path) = match cfg!(windows) {
            true => {
                ("file:///C:/Users/Amara/my%20invitation%C3%A9.ics", r"C:\Users\Amara\my invitationé.ics")
            }
            false => ("file:///home/amara/my%20invitation%C3%A9.ics", "/home/amara/my invitationé.ics"),
        };
        assert_eq!(parse(&[address]).unwrap().calendar.unwrap(), Path::new(path));
        assert!(parse(&["file:///etc/passwd"]).is_err());
    }

    #[test]
    fn an_exchange_file_and_a_link_are_told_from_each_other() {
        let file = parse(&["from Ana.cairn-exchange"]).unwrap();
        assert_eq!(file.exchange.unwrap(), Path::new("/home/amara/from Ana.cairn-exchange"));
        let link = parse(&["cairn://join/cairn.example.org/06DK#5G7H"]).unwrap();
        assert_eq!(link.link.unwrap(), "cairn://join/cairn.example.org/06DK#5G7H");
        assert!(parse(&["https://cairn.example.org"]).is_err());
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(parse(&["--profil", "x"]).is_err());
        assert!(parse(&["--profile"]).is_err());
    }
}
