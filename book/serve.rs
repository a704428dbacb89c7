//! Shows the book in a browser. Whoever writes a page saves it, and loads it again.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow};
use mdbook_driver::errors::Result;
use tiny_http::{Header, Response, Server};

use crate::build;

/// How often it is looked whether a file has changed.
const LOOK: Duration = Duration::from_millis(300);

/// Serves the book on this machine until it is interrupted.
pub fn serve(root: &Path, port: u16) -> Result<()> {
    let site = build(root)?;
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow!("port {port}: {error}; `cargo book serve 0` takes a free one"))?;
    println!("The book is at http://{}/ (Ctrl-C ends it).", server.server_addr());
    let mut built = newest(root);
    loop {
        if let Some(request) = server.recv_timeout(LOOK)? {
            let answered = match file(&site, request.url()).and_then(|path| opened(&path)) {
                Some((file, kind)) => request.respond(Response::from_file(file).with_header(kind)),
                None => {
                    request.respond(Response::from_string("no such page").with_status_code(404))
                }
            };
            // A reader who has gone needs no answer.
            drop(answered);
        }
        let now = newest(root);
        if now > built {
            built = now;
            match build(root) {
                Ok(_) => println!("built anew"),
                Err(error) => eprintln!("not built: {error:#}"),
            }
        }
    }
}

/// The file that is asked for, within the site and nowhere else.
fn file(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| site.join(path))
}

fn opened(path: &Path) -> Option<(File, Header)> {
    let kind = match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    let header = Header::from_bytes("Content-Type", kind).ok()?;
    Some((File::open(path).ok()?, header))
}

/// When a file that the book is made of last changed.
fn newest(root: &Path) -> Option<SystemTime> {
    let mut newest = None;
    let mut open = vec![root.join("src"), root.join("examples")];
    let mut files = vec![root.join("book.toml"), root.join("pictures.toml"), root.join("lab.css")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    for file in files {
        let changed = std::fs::metadata(&file).and_then(|facts| facts.modified());
        newest = newest.max(changed.context("").ok());
    }
    newest
}
