//! Builds the book, from any folder of the project: `cargo book`. `cargo book serve` shows it in a
//! browser, and builds it again whenever one of its files changes.
//!
//! mdBook is a library here, so it need not be installed, and `Cargo.lock` fixes its version.

#![forbid(unsafe_code)]

mod chinese;
mod contract;
mod dedent;
mod overview;
mod pictures;
mod serve;
mod tabs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mdbook_driver::MDBook;
use mdbook_driver::errors::Result;

fn main() -> ExitCode {
    // Without a subscriber, mdBook's warnings (such as a link to a missing chapter) are lost.
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false)
        .init();

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match &arguments[..] {
        [] => build(root).map(|site| {
            println!("The book is built. Open {} in a browser.", site.join("index.html").display());
        }),
        ["serve"] => serve::serve(root, 3000),
        ["serve", port] if port.parse::<u16>().is_ok() => {
            serve::serve(root, port.parse().unwrap_or_default())
        }
        _ => {
            eprintln!("usage: cargo book            builds the book");
            eprintln!(
                "       cargo book serve      shows it on a port, and builds it as it changes"
            );
            eprintln!("       cargo book serve 0    shows it on a free port");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The book was not built: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the book in `root`. Returns the folder of its pages.
fn build(root: &Path) -> Result<PathBuf> {
    let mut book = MDBook::load(root)?;
    book.with_preprocessor(chinese::Chinese);
    book.with_preprocessor(overview::Overviews);
    book.with_preprocessor(pictures::Pictures::read(root)?);
    book.with_preprocessor(contract::Contracts::new(root));
    book.with_preprocessor(dedent::Dedent);
    book.with_preprocessor(tabs::Tabs);
    book.build()?;
    let site = book.build_dir_for("html");
    copy_schemas(root, &site)?;
    Ok(site)
}

/// Copies the schemas of the checker's formats, to which the page for teachers links.
fn copy_schemas(root: &Path, site: &Path) -> Result<()> {
    fs::create_dir_all(site.join("schemas"))?;
    for entry in fs::read_dir(root.join("../checker/schemas"))? {
        let path = entry?.path();
        if let (Some(name), true) =
            (path.file_name(), path.extension().is_some_and(|e| e == "json"))
        {
            fs::copy(&path, site.join("schemas").join(name))?;
        }
    }
    Ok(())
}
