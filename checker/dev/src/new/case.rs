//! A new case: a script for its program, and its row in the lesson's table.

use std::fs;
use std::path::Path;

use anyhow::Context;
use checker::commands::Usage;
use checker::events::Role;

use super::names;
use super::plan::{File, Plan};
use super::template::filled;
use crate::specimens::COURSE;
use crate::tree;
use crate::write::course::LessonFiles;

const ROW: &str = include_str!("templates/row.rs.template");
const SERVER: &str = include_str!("templates/case_server.rs.template");
const CLIENT: &str = include_str!("templates/case_client.rs.template");

/// The first line of a table, and its last line.
const TABLE: &str = "pub const CASES: &[Case] = &[\n";
const END: &str = "\n];\n";

/// A case that the lesson does not have yet.
struct NewCase {
    /// The lesson's number.
    number: usize,
    /// The folder of the lesson's cases, relative to the workspace.
    folder: String,
    role: Role,
    name: String,
    /// The script's name.
    function: String,
    /// The module that holds the script: `server`, `scenes`, or `mod` if the table's own module does.
    module: String,
}

pub fn plan(
    root: &Path,
    course: &[LessonFiles],
    lesson: &str,
    name: &str,
    role: Option<Role>,
) -> anyhow::Result<Plan> {
    let files = names::lesson(course, lesson)?;
    let case = NewCase::of(root, files, name, role)?;
    case.refuse_taken(root)?;
    Ok(Plan { files: case.files(root)?, next: case.next() })
}

impl NewCase {
    fn of(
        root: &Path,
        files: &LessonFiles,
        name: &str,
        role: Option<Role>,
    ) -> anyhow::Result<NewCase> {
        let role = names::role_of(files, role)?;
        let folder = format!("{COURSE}/{}/cases", files.lesson.folder());
        let there = tree::files(&root.join(&folder))?;
        let modules = [role.name(), "scenes"].into_iter();
        let module = modules.clone().find(|module| there.contains(&format!("{module}.rs")));
        Ok(NewCase {
            number: files.lesson.number,
            folder,
            role,
            name: name.to_owned(),
            function: names::function(name)?,
            module: module.unwrap_or("mod").to_owned(),
        })
    }

    /// Fails if the lesson has a case or a script of this name.
    fn refuse_taken(&self, root: &Path) -> anyhow::Result<()> {
        for file in tree::files(&root.join(&self.folder))? {
            let place = format!("{}/{file}", self.folder);
            let text = fs::read_to_string(root.join(&place)).with_context(|| place.clone())?;
            let names = [format!("(\"{}\"", self.name), format!("fn {}(", self.function)];
            if let Some(taken) = names.iter().find(|name| text.contains(&name[..])) {
                Err(Usage(format!("{place} has `{taken}` already: choose another name")))?;
            }
        }
        Ok(())
    }

    /// The table with the new row, and the module with the new script.
    fn files(&self, root: &Path) -> anyhow::Result<Vec<File>> {
        let script = self.script();
        let place = |module: &str| format!("{}/{module}.rs", self.folder);
        let mut table = File::changed(root, place("mod"), |text| self.with_row(text))?;
        if self.module == "mod" {
            table.text += &script;
            return Ok(vec![table]);
        }
        let with_script = |text: &str| Ok(text.to_owned() + &script);
        Ok(vec![table, File::changed(root, place(&self.module), with_script)?])
    }

    fn script(&self) -> String {
        let template = if self.role == Role::Client { CLIENT } else { SERVER };
        let visibility = if self.module == "mod" { "" } else { "pub " };
        filled(template, &[("function", &self.function), ("pub", visibility)])
    }

    fn row(&self) -> String {
        let path = match &self.module[..] {
            "mod" => self.function.clone(),
            module => format!("{module}::{}", self.function),
        };
        filled(ROW, &[("role", self.role.name()), ("name", &self.name), ("path", &path)])
    }

    fn next(&self) -> Vec<String> {
        let NewCase { number, folder, role, function, module, .. } = self;
        vec![
            format!("write the script `{function}` at the end of {folder}/{module}.rs"),
            format!("write the promise into the row in {folder}/mod.rs"),
            format!(
                "`cargo checker dev new wrong {number} {} NAME` adds a program that the case catches",
                role.name()
            ),
            format!(
                "`cargo checker dev check --lesson {number}`: the reference and all right programs must pass"
            ),
        ]
    }

    /// The table with the new row after the last one about the same program.
    fn with_row(&self, text: &str) -> Result<String, Usage> {
        let row = self.row();
        let start = text.find(TABLE).map(|at| at + TABLE.len());
        let end = start.and_then(|start| text[start..].find(END).map(|at| start + at + 1));
        let (Some(start), Some(end)) = (start, end) else {
            let what = "has no table of its own: several lessons share it";
            let place = format!("{}/mod.rs", self.folder);
            return Err(Usage(format!(
                "{place} {what}: add the row and its script by hand\n{row}"
            )));
        };
        let line_starts = text[start..end].match_indices('\n').map(|(at, _)| start + at + 1);
        // A row begins in the fifth column. Its other lines are indented further.
        let is_row =
            |at: &usize| text[*at..].starts_with("    ") && !text[*at + 4..].starts_with(' ');
        let rows: Vec<usize> = [start].into_iter().chain(line_starts).filter(is_row).collect();
        let of_role = format!("    Case::{}(", self.role.name());
        let last = rows.iter().rposition(|at| text[*at..].starts_with(&of_role));
        let at = last.and_then(|last| rows.get(last + 1)).copied().unwrap_or(end);
        Ok(format!("{}{row}{}", &text[..at], &text[at..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_case(role: Role) -> NewCase {
        let [folder, name, function, module] = ["cases", "c", "c", "mod"].map(str::to_owned);
        NewCase { number: 1, folder, role, name, function, module }
    }

    fn table(rows: &[&str]) -> String {
        format!("use x;\n\n{TABLE}{}];\n\nfn a() {{}}\n", rows.concat())
    }

    #[test]
    fn a_row_follows_the_last_one_about_the_same_program() {
        let server = "    Case::server(\"a\", a)\n        .promises(\"A\"),\n";
        let client = "    Case::client(\"b\", b)\n        .promises(\"B\"),\n";
        for (role, before, behind) in
            [(Role::Server, &[server][..], &[client][..]), (Role::Client, &[server, client], &[])]
        {
            let (case, row) = (new_case(role), new_case(role).row());
            let expected = table(&[before, &[&row], behind].concat());
            assert_eq!(case.with_row(&table(&[server, client])).unwrap(), expected);
        }
    }

    #[test]
    fn a_table_that_lessons_share_is_left_alone() {
        let shared = new_case(Role::Server).with_row("pub const CASES: &[Case] = &both(A);\n");
        let words = shared.unwrap_err().to_string();
        assert!(words.contains("by hand\n    Case::server(\"c\", c)"), "{words}");
    }
}
