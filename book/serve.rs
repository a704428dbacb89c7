//! Shows the book in a browser. An author saves a page and loads it again, and the server rebuilds the
//! book before it answers. It supports only as much HTTP/1.1 (RFC 9112) as that needs: one request on
//! each connection, and a thread for each connection, as in lesson 16.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use anyhow::Context;
use mdbook_driver::errors::Result;

use crate::build;

/// More than any browser sends before the empty line, and a limit for what the server reads.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// The kind of file that a page is.
const PAGE: &str = "text/html";

/// Serves the book on this machine until it is interrupted.
pub fn serve(root: &Path, port: u16) -> Result<()> {
    let shown = Shown { root, site: build(root)?, of: Mutex::new(newest(root)) };
    let listener = TcpListener::bind(("127.0.0.1", port))
        .with_context(|| format!("port {port} (`cargo book serve 0` takes a free one)"))?;
    println!("The book is at http://{}/ (Ctrl-C ends it).", listener.local_addr()?);
    std::thread::scope(|readers| {
        for stream in listener.incoming() {
            let stream = stream?;
            let shown = &shown;
            // If the reader has disconnected, no answer is needed.
            readers.spawn(move || drop(shown.answer(&stream)));
        }
        Ok(())
    })
}

/// The built book.
struct Shown<'a> {
    root: &'a Path,
    site: PathBuf,
    /// The time of the last change that the built book includes. While it is being built, no request is
    /// answered.
    of: Mutex<Option<SystemTime>>,
}

impl Shown<'_> {
    /// Reads one request and sends one answer.
    fn answer(&self, mut stream: &TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(stream.take(LONGEST_REQUEST)).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        // Read the whole request, although only the first line counts: closing a socket with unread data
        // resets the connection (lesson 01).
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let path = request.strip_prefix("GET ").and_then(|rest| rest.split([' ', '?', '#']).next());
        let (status, kind, body) = match path.and_then(|path| self.file(path)) {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"no such page".to_vec()),
        };
        let length = body.len();
        // A page's other files have a digest of their contents in their names.
        let keep = if kind.starts_with(PAGE) { "no-cache" } else { "max-age=3600" };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
             Cache-Control: {keep}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(&[head.as_bytes(), &body].concat())
    }

    /// The requested file and its type. Finds only files within the site.
    fn file(&self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        let path = path.trim_start_matches('/');
        let path = Path::new(if path.is_empty() { "index.html" } else { path });
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let kind = match path.extension()?.to_str()? {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css",
            "js" => "text/javascript",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if kind.starts_with(PAGE) && newest(self.root) > *of {
            *of = newest(self.root);
            if let Err(error) = build(self.root) {
                eprintln!("not built: {error:#}");
            }
        }
        Some((kind, std::fs::read(self.site.join(path)).ok()?))
    }
}

/// The time of the last change to any source file of the book.
fn newest(root: &Path) -> Option<SystemTime> {
    let mut newest = None;
    let single = [
        "book.toml",
        "lab.css",
        "wide.js",
        "tabs.css",
        "tabs.js",
        "theme/favicon.svg",
        "theme/head.hbs",
    ];
    let mut files: Vec<PathBuf> = single.iter().map(|name| root.join(name)).collect();
    let mut open = vec![root.join("src"), root.join("examples"), root.join("../checker/course")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    for file in files {
        let changed = std::fs::metadata(&file).and_then(|facts| facts.modified());
        newest = newest.max(changed.ok());
    }
    newest
}
