//! Names for files and folders that every system takes.

use std::collections::HashSet;

/// A name of the words of `text`: no separators, no marks that some system refuses, at most 60 characters; `untitled` where
/// nothing is left.
pub(super) fn file_name(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_control() || "/\\:*?\"<>|#%{}".contains(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(60).collect();
    let name = short.trim_matches(['.', ' ']);
    // Names that Windows keeps for itself.
    let is_device =
        matches!(name.to_ascii_lowercase().as_str(), "con" | "prn" | "aux" | "nul" | "com1" | "lpt1");
    if name.is_empty() || is_device { format!("untitled{name}") } else { name.to_owned() }
}

/// Gives each name once.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// The path, with a number where it is taken; `.md` is added.
    pub(super) fn page(&mut self, folder: &str, name: &str) -> String {
        self.free(&format!("{folder}{}", file_name(name)), ".md")
    }

    /// A folder's path, with a number where it is taken; ends in `/`.
    pub(super) fn folder(&mut self, inside: &str, name: &str) -> String {
        self.free(&format!("{inside}{}", file_name(name)), "/")
    }

    fn free(&mut self, stem: &str, end: &str) -> String {
        let numbers = std::iter::once(String::new()).chain((2..).map(|number| format!(" {number}")));
        for number in numbers {
            let path = format!("{stem}{number}{end}");
            // Some systems tell no case apart.
            if self.0.insert(path.to_lowercase()) {
                return path;
            }
        }
        format!("{stem}{end}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::words("Learn SQL", "Learn SQL")]
    #[case::path("../../etc/passwd", "etc passwd")]
    #[case::windows("C:\\con", "C con")]
    #[case::reserved("CON", "untitledCON")]
    #[case::nothing(" \u{0}/", "untitled")]
    #[case::hebrew("ללמוד SQL", "ללמוד SQL")]
    fn every_system_takes_the_name(#[case] text: &str, #[case] name: &str) {
        assert_eq!(file_name(text), name);
    }

    #[test]
    fn two_of_one_name_are_told_apart() {
        let mut names = Names::default();
        assert_eq!(names.page("goals/", "Learn SQL"), "goals/Learn SQL.md");
        assert_eq!(names.page("goals/", "Learn sql"), "goals/Learn sql 2.md");
    }
}
