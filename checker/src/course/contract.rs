//! A lesson's contracts: what its programs must do, as the skeletons say it at their heads. A chapter has
//! `{{#contract}}` in their place, so chapter and skeleton have the same text.

/// The placeholder in a chapter for the contracts of its lesson's programs.
pub const DIRECTIVE: &str = "{{#contract}}";

const HEADING: &str = "# Contract";
/// The beginning of the line after a contract.
const NEXT: &str = "Read: ";

/// The files of a skeleton that may have a contract, each with its heading in the chapter.
const PROGRAMS: [(&str, &str); 3] = [
    ("src/lib.rs", "The library"),
    ("src/server.rs", "The server"),
    ("src/client.rs", "The client"),
];

/// All contracts of a lesson as Markdown. `source` is the text of a skeleton's file, or `None` if the
/// skeleton does not have this file.
pub fn contracts(source: impl Fn(&str) -> Option<String>) -> String {
    let section = |(file, heading)| {
        let contract = contract_of(&source(file)?)?;
        Some(format!("### {heading}\n\n{contract}"))
    };
    PROGRAMS.into_iter().filter_map(section).collect::<Vec<String>>().join("\n\n")
}

/// The contract in a source's documentation, if it has one.
fn contract_of(source: &str) -> Option<String> {
    let docs = source.lines().map_while(|line| line.strip_prefix("//!"));
    let docs = docs.map(|line| line.strip_prefix(' ').unwrap_or(line));
    let mut lines = docs.skip_while(|line| *line != HEADING).skip(1).peekable();
    lines.peek()?;
    let contract: Vec<&str> = lines.take_while(|line| !line.starts_with(NEXT)).collect();
    Some(contract.join("\n").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_what_stands_between_its_heading_and_the_last_line() {
        let server = "//! A server.\n//!\n//! # Contract\n//!\n//! Serve.\n//!\n//! - Reply.\n//!\n\
                      //! Read: `x`. Check: `y`.\n\nfn main() {}\n";
        let source = |file: &str| match file {
            "src/server.rs" => Some(server.to_owned()),
            "src/client.rs" => Some("//! Without one.\n".to_owned()),
            _ => None,
        };
        assert_eq!(contracts(source), "### The server\n\nServe.\n\n- Reply.");
    }
}
