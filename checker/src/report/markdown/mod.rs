//! Markdown for a terminal: headings are bold, code is indented or in a colour, and lines fit. Supports
//! what the book's chapters use. HTML is left out.

mod prose;
mod table;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::paint::strong;
use prose::{Look, Prose};
use table::Table;

/// The indent of everything but the headings.
const INDENT: usize = 2;

/// The text, with lines of at most `margin` columns. Blocks of code are never broken into lines. Without
/// colours, headings and code in a sentence keep their marks.
pub fn rendered(text: &str, margin: usize, is_coloured: bool) -> String {
    let mut page = Page { margin, is_coloured, indent: INDENT, ..Page::default() };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        page.handle(event);
    }
    page.out
}

/// The page so far, and the parts that are not complete yet.
#[derive(Default)]
struct Page {
    out: String,
    margin: usize,
    is_coloured: bool,
    indent: usize,
    look: Look,
    prose: Prose,
    code: Option<String>,
    table: Option<Table>,
    /// The open lists: the number of the next item, if they are numbered.
    lists: Vec<Option<u64>>,
    /// The mark of the item that begins here.
    mark: Option<String>,
    /// Whether the next item follows the one before it without an empty line.
    is_tight: bool,
}

impl Page {
    fn handle(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.prose.push(&text, &self.look),
            },
            Event::Code(text) => {
                let look = Look { is_code: true, ..self.look.clone() };
                match self.is_coloured {
                    true => self.prose.push_code(&text, &look),
                    false => self.prose.push_code(&format!("`{text}`"), &look),
                }
            }
            Event::SoftBreak | Event::HardBreak => self.prose.push(" ", &self.look),
            _ => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.look.is_strong = true,
            Tag::Emphasis => self.look.is_emphasized = true,
            Tag::Link { dest_url, .. } => self.look.target = Some(dest_url.into_string()),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::List(first) => self.begin_list(first),
            Tag::Item => self.begin_item(),
            Tag::Table(_) => self.table = Some(Table::default()),
            Tag::TableHead => {
                self.look.is_strong = true;
                self.begin_row();
            }
            Tag::TableRow => self.begin_row(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.look.is_strong = false,
            TagEnd::Emphasis => self.look.is_emphasized = false,
            TagEnd::Link => self.look.target = None,
            TagEnd::Heading(level) => self.heading(level as usize),
            TagEnd::Paragraph => {
                self.is_tight = false;
                self.paragraph();
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => self.end_list(),
            TagEnd::Item => self.end_item(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.look.is_strong = false,
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
    }

    fn heading(&mut self, level: usize) {
        self.gap();
        let mark = match self.is_coloured {
            true => "  ".repeat(level.saturating_sub(2)),
            false => "#".repeat(level) + " ",
        };
        for line in std::mem::take(&mut self.prose).lines(self.margin - mark.len()) {
            self.out += &format!("{mark}{}\n", strong(line.painted()));
        }
    }

    fn paragraph(&mut self) {
        if self.prose.is_empty() {
            return;
        }
        if !self.is_tight {
            self.gap();
        }
        let room = self.margin.saturating_sub(self.indent);
        for line in std::mem::take(&mut self.prose).lines(room) {
            self.line(&line.painted());
        }
    }

    fn code_block(&mut self) {
        self.gap();
        for line in self.code.take().unwrap_or_default().lines() {
            self.line(format!("{:INDENT$}{line}", "").trim_end());
        }
    }

    fn begin_list(&mut self, first: Option<u64>) {
        self.paragraph();
        self.is_tight = !self.lists.is_empty();
        self.lists.push(first);
    }

    fn begin_item(&mut self) {
        let number = self.lists.last_mut().and_then(Option::as_mut);
        let mark = number.map_or_else(
            || "- ".to_owned(),
            |number| {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            },
        );
        self.indent += mark.len();
        self.mark = Some(mark);
    }

    fn end_item(&mut self) {
        self.paragraph();
        self.is_tight = true;
        // Each number of a list has as many digits as the one before it, or one more.
        let mark = match self.lists.last() {
            Some(Some(next)) => format!("{}. ", next - 1).len(),
            _ => "- ".len(),
        };
        self.indent -= mark;
    }

    fn end_list(&mut self) {
        self.lists.pop();
        self.is_tight = !self.lists.is_empty();
    }

    fn begin_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.begin_row();
        }
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.prose);
        if let Some(table) = &mut self.table {
            table.push(cell);
        }
    }

    fn end_table(&mut self) {
        self.gap();
        let room = self.margin.saturating_sub(self.indent);
        for line in self.table.take().unwrap_or_default().lines(room) {
            self.line(&line);
        }
    }

    /// Writes a line with its indent, and with the mark of the item that begins there.
    fn line(&mut self, text: &str) {
        let mark = self.mark.take().unwrap_or_default();
        let blanks = if text.is_empty() { 0 } else { self.indent - mark.len() };
        self.out += &format!("{:blanks$}{mark}{text}\n", "");
    }

    /// Writes an empty line, except at the beginning.
    fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests;
