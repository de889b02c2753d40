//! Time zones: their ids, and the database of rules in use.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::rules::{Rulebook, ZoneRules, system_zone_id};

/// Ids of the database that are bare abbreviations or no place at all. Records may carry them, people may not
/// choose them: "EST" means three different things.
const NOT_FOR_PEOPLE: [&str; 8] = ["CET", "EET", "EST", "HST", "MET", "MST", "WET", "Factory"];

/// Where the system keeps its database, in the order in which we look.
const SYSTEM_DIRECTORIES: [&str; 3] = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"];

/// A time zone that the database knows. Cheap to clone.
#[derive(Clone)]
pub struct Zone {
    id: Arc<str>,
    rules: ZoneRules,
}

/// Why a text names no zone. The code for the user interface is `unknown_zone`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// No zone of the database has this id, or it is an abbreviation.
    #[error("unknown time zone {id:?}; write it like Europe/Amsterdam")]
    Unknown {
        /// What was asked for, as it was written.
        id: String,
    },
}

impl ZoneError {
    /// The code under which the user interface has words for this error.
    pub fn code(&self) -> &'static str {
        "unknown_zone"
    }
}

impl Zone {
    /// The zone that a person chose: an IANA id or alias in any case. It keeps the id that was chosen
    /// (Europe/Amsterdam stays that, though its rules are those of Brussels).
    ///
    /// # Errors
    /// [`ZoneError`] for unknown ids and for abbreviations such as EST, IST or PST.
    pub fn find(id: &str) -> Result<Zone, ZoneError> {
        ZoneDatabase::current().find(id)
    }

    /// The zone of an id that stands in a record or a file; unlike [`Zone::find`] it takes any id of the
    /// database, also the old abbreviations among them, and rules in the form of POSIX that stand for a zone
    /// of nobody else's (`<+0330>-03:30:00`).
    ///
    /// # Errors
    /// [`ZoneError`] when the database lacks it, which a newer peer can cause: keep the id, show the zone as
    /// unknown, and never take UTC instead.
    pub fn stored(id: &str) -> Result<Zone, ZoneError> {
        ZoneDatabase::current().stored(id)
    }

    /// The zone that Windows and Outlook call `name`, in any case, e.g. "India Standard Time".
    ///
    /// # Errors
    /// [`ZoneError`] for a name that is not in the Unicode table.
    pub fn of_windows(name: &str) -> Result<Zone, ZoneError> {
        let known = windows_names().iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map_or_else(|| Err(unknown(name)), |(_, id)| Zone::stored(id))
    }

    /// Coordinated Universal Time.
    pub fn utc() -> Zone {
        let bundled = Rulebook::bundled();
        let (id, rules) = bundled.zone("Etc/UTC").expect("the bundled database has Etc/UTC");
        Zone { id, rules }
    }

    /// The zone that this computer is set to; `None` when it does not say, or says one we do not know.
    pub fn system() -> Option<Zone> {
        let told = system_zone_id().or_else(|| std::fs::read_to_string("/etc/timezone").ok())?;
        Zone::find(told.trim()).ok()
    }

    /// The id as it was chosen, in the database's case, e.g. "Europe/Amsterdam".
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id that this zone's id is an alias of, or the id itself: "US/Eastern" gives "America/New_York".
    pub fn canonical_id(&self) -> &str {
        links().get(self.id()).copied().unwrap_or(self.id())
    }

    /// Whether both ids stand for the same zone of the database.
    pub fn same_rules(&self, other: &Zone) -> bool {
        self.canonical_id() == other.canonical_id()
    }

    pub(crate) fn rules(&self) -> &ZoneRules {
        &self.rules
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.id == other.id
    }
}

impl Eq for Zone {}

impl std::fmt::Debug for Zone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Zone({})", self.id)
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.id)
    }
}

/// Where the rules in use come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// They are built into the program.
    Bundled,
    /// They are this computer's, in this directory, because those are newer.
    System(PathBuf),
}

/// A release of the IANA time zone database with its zones.
#[derive(Clone, Debug)]
pub struct ZoneDatabase {
    release: String,
    source: Source,
    rulebook: Rulebook,
}

impl ZoneDatabase {
    /// The database in use: chosen once per run, so that two times shown side by side follow the same rules.
    pub fn current() -> &'static ZoneDatabase {
        static CURRENT: OnceLock<ZoneDatabase> = OnceLock::new();
        CURRENT.get_or_init(|| {
            let system = SYSTEM_DIRECTORIES.iter().map(Path::new).find(|path| path.is_dir());
            ZoneDatabase::newest(system)
        })
    }

    /// The database that is built into the program.
    pub fn bundled() -> ZoneDatabase {
        ZoneDatabase {
            release: Rulebook::bundled_release().to_owned(),
            source: Source::Bundled,
            rulebook: Rulebook::bundled(),
        }
    }

    /// The newer of the bundled database and the one in `directory`. One that does not tell its release, or
    /// tells the same one, is not newer.
    pub fn newest(directory: Option<&Path>) -> ZoneDatabase {
        let bundled = ZoneDatabase::bundled();
        match directory.and_then(ZoneDatabase::in_directory) {
            Some(system) if compare_releases(&system.release, &bundled.release).is_gt() => system,
            _ => bundled,
        }
    }

    /// The compiled zones in `directory`; `None` when it has none or does not tell its release.
    pub fn in_directory(directory: &Path) -> Option<ZoneDatabase> {
        let release = release_of(directory)?;
        let rulebook = Rulebook::in_directory(directory)?;
        Some(ZoneDatabase { release, source: Source::System(directory.to_owned()), rulebook })
    }

    /// The release, e.g. "2026f".
    pub fn release(&self) -> &str {
        &self.release
    }

    /// Where the rules come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// As [`Zone::find`], in this database.
    ///
    /// # Errors
    /// [`ZoneError`] as there.
    pub fn find(&self, id: &str) -> Result<Zone, ZoneError> {
        let zone = self.stored(id)?;
        if NOT_FOR_PEOPLE.contains(&zone.id()) { Err(unknown(id)) } else { Ok(zone) }
    }

    /// As [`Zone::stored`], in this database.
    ///
    /// # Errors
    /// [`ZoneError`] as there.
    pub fn stored(&self, id: &str) -> Result<Zone, ZoneError> {
        if id.starts_with('<') && id.len() <= 100 {
            let rules = ZoneRules::of_posix(id).ok_or_else(|| unknown(id))?;
            return Ok(Zone { id: id.into(), rules });
        }
        if !looks_like_an_id(id) {
            return Err(unknown(id));
        }
        let (name, rules) = self.look_up(id).ok_or_else(|| unknown(id))?;
        Ok(Zone { id: name, rules })
    }

    /// Systems often leave out the aliases: then the zone behind the alias has its rules. What a system lacks
    /// altogether, the bundled database may have.
    fn look_up(&self, id: &str) -> Option<(Arc<str>, ZoneRules)> {
        if let Some(found) = self.rulebook.zone(id) {
            return Some(found);
        }
        let (name, rules) = Rulebook::bundled().zone(id)?;
        match links().get(&*name).and_then(|target| self.rulebook.zone(target)) {
            Some((_, newer)) => Some((name, newer)),
            None => Some((name, rules)),
        }
    }

    /// The ids of all zones and aliases that a person may choose, sorted.
    pub fn ids(&self) -> Vec<String> {
        let mut ids = self.rulebook.ids();
        ids.retain(|id| looks_like_an_id(id) && !NOT_FOR_PEOPLE.contains(&id.as_str()));
        ids
    }
}

/// Keeps paths, the copies of the database inside a system's directory, and other scripts from being looked up.
fn looks_like_an_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let first = id.split('/').next().unwrap_or_default().to_ascii_lowercase();
    !id.is_empty()
        && id.len() <= 64
        && id.chars().all(plain)
        && !id.split('/').any(str::is_empty)
        && !matches!(first.as_str(), "posix" | "right" | "posixrules" | "localtime")
}

fn unknown(id: &str) -> ZoneError {
    ZoneError::Unknown { id: id.to_owned() }
}

/// The release a database directory tells: in the first line of `tzdata.zi`, or in `+VERSION`.
fn release_of(directory: &Path) -> Option<String> {
    let first_line = |name: &str| {
        let bytes = std::fs::read(directory.join(name)).ok()?;
        let line = bytes.split(|byte| *byte == b'\n').next()?;
        String::from_utf8(line.to_vec()).ok()
    };
    let told = match first_line("tzdata.zi") {
        Some(line) => line.strip_prefix("# version ")?.to_owned(),
        None => first_line("+VERSION")?,
    };
    let told = told.trim();
    release_parts(told).map(|_| told.to_owned())
}

/// Compares releases like "2025b" and "2026f"; a longer suffix is newer ("2026z" < "2026za").
fn compare_releases(one: &str, other: &str) -> Ordering {
    release_parts(one).cmp(&release_parts(other))
}

fn release_parts(release: &str) -> Option<(u16, usize, &str)> {
    let (year, letters) = release.split_at_checked(4)?;
    // A suffix such as "-rearguard" says how the files were made, not what they hold.
    let letters = letters.split('-').next().unwrap_or_default();
    let well_formed = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    well_formed.then_some((year.parse().ok()?, letters.len(), letters))
}

/// Alias to the id it stands for.
pub(crate) fn links() -> &'static HashMap<&'static str, &'static str> {
    static LINKS: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    LINKS.get_or_init(|| pairs(include_str!("data/links.txt")))
}

/// The names of Windows, and their zones.
pub(crate) fn windows_names() -> &'static HashMap<&'static str, &'static str> {
    static NAMES: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    NAMES.get_or_init(|| pairs(include_str!("data/windows.txt")))
}

fn pairs(table: &'static str) -> HashMap<&'static str, &'static str> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
}
