//! Builds the book, from whichever folder it is called: `cargo book`.
//!
//! mdBook is a library here, so nobody has to install it, and `Cargo.lock` says which one it is.

mod pictures;

use std::path::Path;
use std::process::ExitCode;

use mdbook_driver::MDBook;
use mdbook_driver::errors::Result;

fn main() -> ExitCode {
    // mdBook's warnings (a link to a chapter that is not there …) are lost unless somebody listens.
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false)
        .init();

    match build(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(page) => {
            println!("The book is built. Open {page} in a browser.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("The book was not built: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the book that lies in `root`; returns the path of its first page.
fn build(root: &Path) -> Result<String> {
    let mut book = MDBook::load(root)?;
    book.with_preprocessor(pictures::Pictures::read(root)?);
    book.build()?;
    let page = book.build_dir_for("html").join("index.html");
    Ok(page.display().to_string())
}
