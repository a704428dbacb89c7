//! A lesson's `beliefs.toml`: the texts of its beliefs, and the beliefs of other lessons that may
//! arise in it.

use crate::fields::Fields;

/// The texts of one belief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub id: String,
    pub title: String,
    pub truth: String,
    pub why: String,
    pub example: String,
    /// Other terms by which `checker explain` finds it: Chinese terms, and those of tutorials.
    pub terms: Vec<String>,
    /// Set for beliefs about time, and for one whose evidence is an error that the program reports. A
    /// late program is not evidence of any other belief, since it may only be slow.
    pub shown_when_late: bool,
}

/// Beliefs that no case of a lesson exposes, though they may arise in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub beliefs: Vec<String>,
    /// The reason. It begins with `open:` if the gap may be closed.
    pub why: String,
}

/// A `beliefs.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeliefsFile {
    /// The slugs of the lessons whose programs this lesson extends. Their beliefs may arise here,
    /// too.
    pub builds_on: Vec<String>,
    pub left_out: Vec<LeftOut>,
    pub texts: Vec<Text>,
}

/// Reads a `beliefs.toml`. An error describes the mistake and names its line or belief.
pub fn read_file(toml: &str) -> Result<BeliefsFile, String> {
    let mut file = Fields::parse(toml)?;
    let read = BeliefsFile {
        builds_on: file.take("builds_on")?,
        left_out: all(file.take_if_any("left_out")?, left_out)?,
        texts: all(file.take_if_any("belief")?, text)?,
    };
    file.end()?;
    refuse_malformed(&read.texts)?;
    Ok(read)
}

/// Reads each of these tables.
fn all<T>(
    tables: Option<Vec<Fields>>,
    read: fn(Fields) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    tables.unwrap_or_default().into_iter().map(read).collect()
}

fn left_out(mut fields: Fields) -> Result<LeftOut, String> {
    let read = LeftOut { beliefs: fields.take("beliefs")?, why: fields.take("why")? };
    fields.end()?;
    Ok(read)
}

fn text(mut fields: Fields) -> Result<Text, String> {
    let id: String = fields.take("id")?;
    text_of(&id, fields).map_err(|why| format!("belief `{id}`: {why}"))
}

fn text_of(id: &str, mut fields: Fields) -> Result<Text, String> {
    let example: String = fields.take("example")?;
    let text = Text {
        id: id.to_owned(),
        title: fields.take("title")?,
        truth: fields.take("truth")?,
        why: fields.take("why")?,
        example: example.trim_matches('\n').to_owned(),
        terms: fields.take_if_any("terms")?.unwrap_or_default(),
        shown_when_late: fields.take_if_any("shown_when_late")?.unwrap_or_default(),
    };
    fields.end()?;
    Ok(text)
}

fn refuse_malformed(texts: &[Text]) -> Result<(), String> {
    for (at, text) in texts.iter().enumerate() {
        let id = &text.id;
        if !is_id(id) {
            return Err(format!("the id `{id}` is not in kebab case: write it like-this"));
        }
        if texts[..at].iter().any(|other| other.id == *id) {
            return Err(format!("two beliefs have the id `{id}`"));
        }
        if let Some(field) = empty_field(text) {
            return Err(format!("the {field} of `{id}` is empty"));
        }
    }
    Ok(())
}

/// Whether this is one or more words in kebab case. With `_` for `-`, it is a function's name.
pub fn is_id(id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_word = |word: &str| !word.is_empty() && word.chars().all(is_plain);
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id.split('-').all(is_word)
}

fn empty_field(text: &Text) -> Option<&'static str> {
    let Text { title, truth, why, example, .. } = text;
    let fields = [("title", title), ("truth", truth), ("why", why), ("example", example)];
    fields.into_iter().find(|(_, words)| words.trim().is_empty()).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "builds_on = []\n";
    const ONE: &str = "[[belief]]\nid = \"a-b\"\ntitle = \"T.\"\ntruth = \"T.\"\nwhy = \"W.\"\n\
                       example = '''\n  wrong\n  right\n'''\n";

    #[test]
    fn texts_are_read_in_their_order() {
        let two = ONE.replace("a-b", "c") + "shown_when_late = true\n";
        let texts = read_file(&format!("{HEAD}{ONE}{two}")).unwrap().texts;
        let read: Vec<_> = texts.iter().map(|text| (&text.id[..], text.shown_when_late)).collect();
        assert_eq!(read, [("a-b", false), ("c", true)]);
        assert_eq!(texts[0].example, "  wrong\n  right");
        assert!(read_file(HEAD).unwrap().texts.is_empty());
    }

    #[test]
    fn an_error_says_what_is_wrong_and_where() {
        let why = |toml: &str| read_file(&format!("{HEAD}{toml}")).unwrap_err();
        assert!(read_file("").unwrap_err().contains("missing field `builds_on`"));
        assert!(why(&ONE.replace("= \"W", "\"W")).contains("line 6"));
        assert_eq!(why(&ONE.replace("why", "wy")), "belief `a-b`: missing field `why` beside `wy`");
        assert_eq!(why(&format!("{ONE}wy = 1\n")), "belief `a-b`: unknown field `wy`");
        assert_eq!(why(&ONE.replace("\"W.\"", "7")), "belief `a-b`: field `why` must be a string");
        assert!(why(&ONE.replace("a-b", "A_b")).contains("`A_b` is not in kebab case"));
        assert!(why(&format!("{ONE}{ONE}")).contains("two beliefs have the id `a-b`"));
        assert!(why(&ONE.replace("W.", " ")).contains("the why of `a-b` is empty"));
    }
}
