//! Styled text without lines, and the lines that it is broken into.

use anstyle::{AnsiColor, Style};

use crate::report::links;
use crate::report::text::columns;

/// How a part of a text looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    pub is_strong: bool,
    pub is_emphasized: bool,
    pub is_code: bool,
    /// The address that it leads to.
    pub target: Option<String>,
}

impl Look {
    fn painted(&self, text: &str) -> String {
        let mut style = Style::new();
        if self.is_code {
            style = AnsiColor::Cyan.on_default();
        }
        if self.is_strong {
            style = style.bold();
        }
        if self.is_emphasized {
            style = style.italic();
        }
        let text = format!("{style}{text}{style:#}");
        self.target.as_ref().map_or(text.clone(), |target| links::to_web(&text, target))
    }
}

/// A word: its parts may look differently, but no line ends between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Word {
    parts: Vec<(String, Look)>,
    /// Whether it follows the word before it without a space, as in a Chinese term.
    is_glued: bool,
}

impl Word {
    fn columns(&self) -> usize {
        self.parts.iter().map(|(text, _)| columns(text)).sum()
    }

    /// The spaces between it and the word before it.
    fn gap(&self) -> &'static str {
        if self.is_glued { "" } else { " " }
    }
}

/// The text of a paragraph, a heading or a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    words: Vec<Word>,
    /// Whether the next text belongs to the last word.
    is_open: bool,
}

impl Prose {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds a text. A space in it separates words.
    pub fn push(&mut self, text: &str, look: &Look) {
        for (at, word) in text.split(' ').enumerate() {
            self.is_open &= at == 0;
            for (at, part) in breakable(word).into_iter().enumerate() {
                self.push_whole(part, look, at > 0);
            }
        }
    }

    /// Adds code. If several spaces in a row are a part of it, it stays on one line.
    pub fn push_code(&mut self, text: &str, look: &Look) {
        let is_whole = text.contains("  ") || text.trim() != text;
        match is_whole {
            true => self.push_whole(text, look, false),
            false => self.push(text, look),
        }
    }

    fn push_whole(&mut self, text: &str, look: &Look, is_glued: bool) {
        let part = (text.to_owned(), look.clone());
        match self.words.last_mut().filter(|_| self.is_open && !is_glued) {
            Some(word) => word.parts.push(part),
            None => self.words.push(Word { parts: vec![part], is_glued }),
        }
        self.is_open = true;
    }

    /// Adds the words of another text.
    pub fn extend(&mut self, other: &Prose) {
        self.words.extend(other.words.iter().cloned());
        self.is_open = false;
    }

    /// Its width on one line.
    pub fn columns(&self) -> usize {
        let gaps = self.words.iter().skip(1).map(|word| word.gap().len());
        self.words.iter().map(Word::columns).chain(gaps).sum()
    }

    /// The width of its longest word.
    pub fn least_columns(&self) -> usize {
        self.words.iter().map(Word::columns).max().unwrap_or_default()
    }

    /// The lines, each at most `room` columns wide. A longer word has its own line.
    pub fn lines(&self, room: usize) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for word in &self.words {
            let wider = word.columns() + word.gap().len();
            match lines.last_mut().filter(|line| line.columns + wider <= room) {
                Some(line) => line.push(word),
                None => lines.push(Line::of(word)),
            }
        }
        lines
    }
}

/// The parts of a word between which a line may end: its Chinese characters. Punctuation stays with them.
fn breakable(word: &str) -> Vec<&str> {
    let is_wide = |c: char| columns(c.encode_utf8(&mut [0; 4])) == 2;
    let mut parts = Vec::new();
    let (mut begin, mut before) = (0, 'a');
    for (at, c) in word.char_indices() {
        let is_within = "、，。；：？！）".contains(c) || before == '（';
        if is_wide(before) && is_wide(c) && !is_within {
            parts.push(&word[begin..at]);
            begin = at;
        }
        before = c;
    }
    parts.push(&word[begin..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// A line of prose. Neighbours that look the same are one run, so that a link is a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    runs: Vec<(String, Look)>,
    pub columns: usize,
}

impl Line {
    fn of(word: &Word) -> Line {
        Line { runs: word.parts.clone(), columns: word.columns() }
    }

    fn push(&mut self, word: &Word) {
        self.columns += word.gap().len() + word.columns();
        let is_same = match (self.runs.last(), word.parts.first()) {
            (Some((_, last)), Some((_, first))) => last == first,
            _ => false,
        };
        let look = word.parts.first().filter(|_| is_same).map(|(_, look)| look.clone());
        self.push_run(word.gap(), &look.unwrap_or_default());
        for (text, look) in &word.parts {
            self.push_run(text, look);
        }
    }

    fn push_run(&mut self, text: &str, look: &Look) {
        match self.runs.last_mut().filter(|(_, last)| last == look) {
            Some((run, _)) => run.push_str(text),
            None => self.runs.push((text.to_owned(), look.clone())),
        }
    }

    pub fn painted(&self) -> String {
        self.runs.iter().map(|(text, look)| look.painted(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(prose: &Prose, room: usize) -> Vec<String> {
        let strip = |line: Line| anstream::adapter::strip_str(&line.painted()).to_string();
        prose.lines(room).into_iter().map(strip).collect()
    }

    #[test]
    fn no_line_ends_within_a_word_that_looks_differently() {
        let (plain_look, code) = (Look::default(), Look { is_code: true, ..Look::default() });
        let mut prose = Prose::default();
        prose.push("call ", &plain_look);
        prose.push_code("read", &code);
        prose.push(", then 你好", &plain_look);
        assert_eq!(plain(&prose, 9), ["call", "read,", "then 你好"]);
        assert_eq!(plain(&prose, 7), ["call", "read,", "then 你", "好"]);
        assert_eq!((prose.columns(), prose.least_columns()), (20, 5));
        assert!(prose.lines(20)[0].painted().contains("\u{1b}[36mread"));
    }

    #[test]
    fn a_line_may_end_between_chinese_characters_but_not_before_punctuation() {
        assert_eq!(breakable("分帧、成帧（包）"), ["分", "帧、", "成", "帧", "（包）"]);
        assert_eq!(breakable("(粘包)"), ["(粘", "包)"]);
    }

    #[test]
    fn words_that_look_the_same_are_one_run() {
        let strong = Look { is_strong: true, ..Look::default() };
        let mut prose = Prose::default();
        prose.push("two words", &strong);
        prose.push(" and more", &Look::default());
        assert_eq!(prose.lines(40)[0].painted(), "\u{1b}[1mtwo words\u{1b}[0m and more");
    }

    #[test]
    fn spaces_in_code_are_kept() {
        let mut prose = Prose::default();
        prose.push_code("b'  x'", &Look::default());
        assert_eq!(plain(&prose, 3), ["b'  x'"]);
    }
}
