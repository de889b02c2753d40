//! Words of English that could mean anything. Text in other languages passes: what is not known is not judged.

/// Why a word is vague, which says what to put in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vague {
    /// Better than what? Say from what to what.
    Degree,
    /// How many? Say a number.
    Amount,
    /// When? Say a date.
    Time,
    /// What will be there when it is done? Say what you will show.
    Doing,
    /// Good for whom? Say who would agree, and by what.
    Quality,
}

impl Vague {
    /// Its name, for the words of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Vague::Degree => "degree",
            Vague::Amount => "amount",
            Vague::Time => "time",
            Vague::Doing => "doing",
            Vague::Quality => "quality",
        }
    }
}

/// The most words that are named at once; more would not be read.
const MOST_NAMED: usize = 3;

/// Longer texts are read up to here, in characters. A goal that takes more is not vague by one word.
const MOST_READ: usize = 4_000;

/// Vague words and phrases in lower case. Of two that begin alike the longer stands first.
const WORDS: &[(&str, Vague)] = &[
    ("be aware of", Vague::Doing),
    ("become familiar with", Vague::Doing),
    ("familiarise myself", Vague::Doing),
    ("familiarize myself", Vague::Doing),
    ("get into", Vague::Doing),
    ("get to know", Vague::Doing),
    ("learn about", Vague::Doing),
    ("know about", Vague::Doing),
    ("know more", Vague::Doing),
    ("look into", Vague::Doing),
    ("think about", Vague::Doing),
    ("work on", Vague::Doing),
    ("understand", Vague::Doing),
    ("explore", Vague::Doing),
    ("try", Vague::Doing),
    ("better", Vague::Degree),
    ("best", Vague::Degree),
    ("bigger", Vague::Degree),
    ("enhance", Vague::Degree),
    ("faster", Vague::Degree),
    ("grow", Vague::Degree),
    ("improve", Vague::Degree),
    ("improving", Vague::Degree),
    ("improvement", Vague::Degree),
    ("increase", Vague::Degree),
    ("less", Vague::Degree),
    ("maximise", Vague::Degree),
    ("maximize", Vague::Degree),
    ("more", Vague::Degree),
    ("reduce", Vague::Degree),
    ("strengthen", Vague::Degree),
    ("stronger", Vague::Degree),
    ("a bit", Vague::Amount),
    ("a few", Vague::Amount),
    ("a little", Vague::Amount),
    ("a lot", Vague::Amount),
    ("lots of", Vague::Amount),
    ("many", Vague::Amount),
    ("often", Vague::Amount),
    ("regularly", Vague::Amount),
    ("several", Vague::Amount),
    ("some", Vague::Amount),
    ("various", Vague::Amount),
    ("as soon as possible", Vague::Time),
    ("asap", Vague::Time),
    ("eventually", Vague::Time),
    ("in the future", Vague::Time),
    ("later", Vague::Time),
    ("one day", Vague::Time),
    ("someday", Vague::Time),
    ("sometime", Vague::Time),
    ("soon", Vague::Time),
    ("etc", Vague::Quality),
    ("good", Vague::Quality),
    ("great", Vague::Quality),
    ("nice", Vague::Quality),
    ("properly", Vague::Quality),
    ("successful", Vague::Quality),
    ("things", Vague::Quality),
    ("stuff", Vague::Quality),
    ("well", Vague::Quality),
];

/// Words after "and" that begin another goal.
const BEGINNINGS: &[&str] = &[
    "apply",
    "attend",
    "become",
    "begin",
    "build",
    "complete",
    "create",
    "design",
    "develop",
    "earn",
    "find",
    "finish",
    "get",
    "give",
    "hire",
    "improve",
    "join",
    "launch",
    "lead",
    "learn",
    "lose",
    "make",
    "meet",
    "move",
    "organise",
    "organize",
    "pass",
    "practice",
    "practise",
    "prepare",
    "present",
    "publish",
    "quit",
    "read",
    "run",
    "save",
    "send",
    "speak",
    "start",
    "stop",
    "study",
    "submit",
    "take",
    "teach",
    "travel",
    "volunteer",
    "win",
    "write",
];

/// After a beginning these speak of the same thing: "write the draft and send it".
const SAME_THING: &[&str] = &["it", "them", "this", "that", "these", "those", "its", "their"];

/// The vague words of a text as they are written, each once, in their order.
///
/// Where a sentence has a number, words of degree and amount have what they lacked: "from 20 to 40 % more" passes.
pub(super) fn vague_words(text: &str) -> Vec<(String, Vague)> {
    let text: String = text.chars().take(MOST_READ).collect();
    let mut found: Vec<(String, Vague)> = Vec::new();
    for sentence in text.split(['.', '!', '?', ';', '\n']) {
        let counted = sentence.chars().any(char::is_numeric);
        let words: Vec<&str> = words_of(sentence).collect();
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let mut at = 0;
        while at < words.len() {
            let Some((length, vague)) = vague_at(&lower[at..]) else {
                at += 1;
                continue;
            };
            let excused = counted && matches!(vague, Vague::Degree | Vague::Amount);
            let named = found.iter().any(|(word, _)| word.to_lowercase() == lower[at..at + length].join(" "));
            if !excused && !named {
                found.push((words[at..at + length].join(" "), vague));
            }
            if found.len() == MOST_NAMED {
                return found;
            }
            at += length;
        }
    }
    found
}

/// The vague word or phrase at the beginning of `words`, and how many words it takes.
fn vague_at(words: &[String]) -> Option<(usize, Vague)> {
    WORDS.iter().find_map(|(phrase, vague)| {
        let length = phrase.split(' ').count();
        let is_here = words.len() >= length && phrase.split(' ').zip(words).all(|(one, other)| one == other);
        is_here.then_some((length, *vague))
    })
}

/// The second goal in a title that holds two, from the word that joins them on; shortened to six words.
pub(super) fn second_goal(title: &str) -> Option<String> {
    let title: String = title.chars().take(MOST_READ).collect();
    let words: Vec<&str> = title.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let joins = |word: &str| word == "&" || bare(word) == "and";
    (2..words.len()).find_map(|at| {
        let begins = words.get(at + 1).is_some_and(|word| BEGINNINGS.contains(&bare(word).as_str()));
        let same = words.get(at + 2).is_some_and(|word| SAME_THING.contains(&bare(word).as_str()));
        if !joins(words[at]) || !begins || same {
            return None;
        }
        let end = words.len().min(at + 6);
        Some(words[at..end].join(" ") + if end < words.len() { " …" } else { "" })
    })
}

fn words_of(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '-')
        .filter(|word| !word.is_empty())
}

/// How much a text says, in letters. Scripts that write a word or a syllable with one character count it as three;
/// emoji, signs and spaces say nothing.
pub(super) fn weight(text: &str) -> usize {
    let one = |c: char| match c {
        '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}'
        | '\u{20000}'..='\u{2FA1F}' => 3,
        c if c.is_alphanumeric() => 1,
        _ => 0,
    };
    text.chars().take(MOST_READ).map(one).sum()
}
