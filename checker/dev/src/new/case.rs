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

/// The first line of a table, and its last.
const TABLE: &str = "pub const CASES: &[Case] = &[\n";
const END: &str = "\n];\n";

pub fn plan(
    root: &Path,
    course: &[LessonFiles],
    lesson: &str,
    name: &str,
    role: Option<Role>,
) -> anyhow::Result<Plan> {
    let files = names::lesson(course, lesson)?;
    let role = names::role_of(files, role)?;
    let function = names::function(name)?;
    let folder = format!("{COURSE}/{}/cases", files.lesson.folder());
    let scripts = scripts(root, &folder, role)?;
    refuse_taken(root, &folder, name, &function)?;
    let path = match &scripts[..] {
        "mod" => function.clone(),
        module => format!("{module}::{function}"),
    };
    let row = filled(ROW, &[("role", role.name()), ("name", name), ("path", &path)]);
    let script = script(role, &function, &scripts);
    let table = format!("{folder}/mod.rs");
    let mut changed =
        vec![File::changed(root, table.clone(), |text| with_row(&table, text, role, &row))?];
    match &scripts[..] {
        "mod" => changed[0].text += &script,
        module => {
            let place = format!("{folder}/{module}.rs");
            changed.push(File::changed(root, place, |text| Ok(text.to_owned() + &script))?);
        }
    }
    let place = &changed[changed.len() - 1].place;
    let number = files.lesson.number;
    let next = vec![
        format!("write the script `{function}` at the end of {place}, and the promise in {table}"),
        format!(
            "`cargo checker dev new wrong {number} {} NAME`: a case must catch a wrong program",
            role.name()
        ),
        format!(
            "`cargo checker dev check --lesson {number}`: the reference and all right programs must pass"
        ),
    ];
    Ok(Plan { files: changed, next })
}

/// The module that holds the scripts about this program: `server`, `scenes`, or the table's own.
fn scripts(root: &Path, folder: &str, role: Role) -> anyhow::Result<String> {
    let files = tree::files(&root.join(folder))?;
    let known = [role.name(), "scenes"];
    let found = known.into_iter().find(|name| files.contains(&format!("{name}.rs")));
    Ok(found.unwrap_or("mod").to_owned())
}

fn refuse_taken(root: &Path, folder: &str, name: &str, function: &str) -> anyhow::Result<()> {
    for file in tree::files(&root.join(folder))? {
        let place = format!("{folder}/{file}");
        let text = fs::read_to_string(root.join(&place)).with_context(|| place.clone())?;
        let taken = [format!("(\"{name}\""), format!("fn {function}(")];
        if let Some(taken) = taken.iter().find(|taken| text.contains(&taken[..])) {
            Err(Usage(format!("{place} has `{taken}` already: choose another name")))?;
        }
    }
    Ok(())
}

fn script(role: Role, function: &str, module: &str) -> String {
    let template = if role == Role::Client { CLIENT } else { SERVER };
    let visibility = if module == "mod" { "" } else { "pub " };
    // A newline at the beginning parts it from what stands before.
    filled(template, &[("function", function), ("pub", visibility)])
}

/// The table with the row behind the last one about the same program.
fn with_row(place: &str, text: &str, role: Role, row: &str) -> Result<String, Usage> {
    let start = text.find(TABLE).map(|at| at + TABLE.len());
    let end = start.and_then(|start| text[start..].find(END).map(|at| start + at + 1));
    let (Some(start), Some(end)) = (start, end) else {
        let what = "has no table of its own, for lessons share it";
        return Err(Usage(format!("{place} {what}: add the row and its script by hand\n{row}")));
    };
    let line_starts = text[start..end].match_indices('\n').map(|(at, _)| start + at + 1);
    // A row begins in the fifth column. Its other lines begin further right.
    let is_row = |at: &usize| text[*at..].starts_with("    ") && !text[*at + 4..].starts_with(' ');
    let rows: Vec<usize> = [start].into_iter().chain(line_starts).filter(is_row).collect();
    let of_role = format!("    Case::{}(", role.name());
    let last = rows.iter().rposition(|at| text[*at..].starts_with(&of_role));
    let at = last.and_then(|last| rows.get(last + 1)).copied().unwrap_or(end);
    Ok(format!("{}{row}{}", &text[..at], &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_follows_the_last_one_about_the_same_program() {
        let [a, b, c] = [
            "    Case::server(\"a\", a)\n        .promises(\"A\"),\n",
            "    Case::client(\"b\", b)\n        .promises(\"B\"),\n",
            "    Case::server(\"c\", c),\n",
        ];
        let table = |rows: &str| format!("use x;\n\n{TABLE}{rows}];\n\nfn a() {{}}\n");
        let with = |role: Role| with_row("mod.rs", &table(&[a, b].concat()), role, c).unwrap();
        assert_eq!(with(Role::Server), table(&[a, c, b].concat()));
        assert_eq!(with(Role::Client), table(&[a, b, c].concat()));
        let shared = with_row("mod.rs", "pub const CASES: &[Case] = &both(A);\n", Role::Server, c);
        assert!(shared.unwrap_err().to_string().contains("Case::server(\"c\", c)"));
    }
}
