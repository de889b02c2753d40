//! A process killed at any moment loses nothing that it was told is kept, and leaves a file that agrees with itself.

use super::*;
use std::{
    collections::BTreeSet,
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    time::Duration,
};

const FOLDER: &str = "CAIRN_TEST_CRASH_FOLDER";
const COMMITS: u128 = 500;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn a_child_killed_at_random_points_of_500_commits() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(create(folder.path()).expect("a profile"));
    let mut dice = Dice(20_261_123);
    let (mut kept, mut kills) = (BTreeSet::new(), 0);
    while kept.last().is_none_or(|last| *last < COMMITS) {
        let told = run_and_kill(folder.path(), dice.throw(20), Duration::from_micros(dice.throw(3_000)));
        kills += 1;
        let store = open(folder.path()).expect("the profile opens after a kill");
        assert_whole(&store);
        kept.extend(told);
        let there: BTreeSet<u128> = notes(&store).iter().map(|note| note.id.0.as_u128()).collect();
        let lost: Vec<_> = kept.difference(&there).collect();
        assert!(lost.is_empty(), "kill {kills}: told that {lost:?} are kept, and they are not");
        let half: Vec<_> = notes(&store).into_iter().filter(|note| !note.text.ends_with("whole")).collect();
        assert!(half.is_empty(), "kill {kills}: half-written {half:?}");
        kept = there;
    }
    assert!(kills > 20, "{kills} kills say little");
}

/// Runs the child until it has told of `commits` more, then a moment longer, and gives what it told of.
fn run_and_kill(folder: &Path, commits: u64, moment: Duration) -> Vec<u128> {
    let executable = env::current_exe().expect("this executable");
    let mut child = Command::new(executable)
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let mut told = Vec::new();
    // The first comes behind the test's name, on the same line.
    let number = |line: String| line.rsplit_once("kept ").and_then(|(_, number)| number.parse::<u128>().ok());
    told.extend(lines.by_ref().filter_map(number).take(commits as usize + 1));
    std::thread::sleep(moment);
    child.kill().expect("the child can be killed");
    // What it told between then and its end counts as well.
    told.extend(lines.filter_map(number));
    child.wait().expect("the child ends");
    told
}

/// Commits until it is killed, each with all that a commit can have in it, and tells of each one after it is done.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let store = open(Path::new(&folder)).expect("the profile opens");
    let mut out = std::io::stdout();
    let first = notes(&store).iter().map(|note| note.id.0.as_u128()).max().unwrap_or(0) + 1;
    for n in first..=COMMITS {
        let now = at(n as i64 * 30_000);
        store.act::<_, Error>("commit", now, |draft| commit(draft, n)).expect("the act succeeds");
        if n.is_multiple_of(7) {
            store.undo(now).expect("undo").expect("there was an act");
            store.redo(now).expect("redo").expect("it was undone");
        }
        if n.is_multiple_of(11) {
            let sent = store.outbox(3).expect("the outbox");
            store.sent(&sent).expect("they are sent");
        }
        writeln!(out, "kept {n}").and_then(|()| out.flush()).expect("the parent listens");
    }
}

/// A new note in two steps, of which only both may be seen; an older one changed, and another deleted and brought back.
fn commit(draft: &mut cairn_store::Draft<'_>, n: u128) -> Result<(), Error> {
    draft.create(PERSONAL, &note(n, "half"))?;
    draft.update(&note(n, &format!("note {n} {} whole", "granite ".repeat(n as usize % 90))))?;
    if n > 3 {
        draft.update(&note(n / 2, &format!("note {} again {n} whole", n / 2)))?;
        draft.remove::<Note>(note(n / 3, "").id)?;
        draft.restore::<Note>(note(n / 3, "").id)?;
    }
    Ok(())
}
