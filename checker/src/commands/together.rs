//! `checker try`: runs a lesson's server and client together. The client has the terminal, and what the
//! server prints appears between its lines, marked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

use anyhow::Context;
use stage::bytes::harmless;

use super::{Ending, Usage, launch, lesson_or_current};
use crate::course::Lesson;
use crate::course::workspace::Workspace;
use crate::events::Role;
use crate::report::paint::faint;

/// How long the client waits for a server that does not open its socket.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the server may take to end after the client has ended, and after `SIGTERM`.
const GRACE: Duration = Duration::from_millis(500);

const LOOK_EVERY: Duration = Duration::from_millis(10);

/// `words` are the client's arguments instead of those that the lesson suggests.
pub fn run(word: Option<&str>, words: &[String]) -> anyhow::Result<Ending> {
    let lesson = lesson_or_current(word)?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    check_programs(lesson)?;
    let place = Place::free()?;
    let arguments = |role| place.fill(lesson.trial.of(role));
    let mut of_client = arguments(Role::Client);
    if !words.is_empty() {
        of_client.truncate(1);
        of_client.extend(words.iter().cloned());
    }
    let server = launch::command(&workspace, lesson, Role::Server, &arguments(Role::Server))?;
    let client = launch::command(&workspace, lesson, Role::Client, &of_client)?;
    let (Some(server), Some(client)) = (server, client) else { return Ok(Ending::Failed) };
    play(server, client, &place)
}

fn check_programs(lesson: &Lesson) -> Result<(), Usage> {
    match lesson.programs[..] {
        [only] => Err(Usage(format!(
            "lesson {} has only a {role}: `cargo checker run {number} {role}` starts it",
            lesson.heading(),
            role = only.name(),
            number = lesson.number,
        ))),
        _ => Ok(()),
    }
}

/// The place at which server and client meet: an address, or the path of a Unix socket.
struct Place {
    name: String,
    port: u16,
    path: PathBuf,
}

impl Place {
    fn free() -> anyhow::Result<Place> {
        let probe = TcpListener::bind("127.0.0.1:0").context("looking for a free port")?;
        let address = probe.local_addr()?;
        let name = format!("socketlings-try-{}.sock", std::process::id());
        let path = std::env::temp_dir().join(name);
        Ok(Place { name: address.to_string(), port: address.port(), path })
    }

    /// The lesson's arguments with this place filled in.
    fn fill(&self, words: &str) -> Vec<String> {
        let path = self.path.display().to_string();
        let fill = |word: &str| word.replace("{addr}", &self.name).replace("{path}", &path);
        words.split_whitespace().map(fill).collect()
    }

    /// Whether a program has opened its socket here, for TCP, UDP or a Unix socket.
    fn is_open(&self) -> bool {
        let tables = ["tcp", "tcp6", "udp", "udp6"].map(|name| format!("/proc/net/{name}"));
        let local = format!(":{:04X} ", self.port);
        let is_here =
            |table: &String| std::fs::read_to_string(table).is_ok_and(|text| text.contains(&local));
        self.path.exists() || tables.iter().any(is_here) || !Path::new(&tables[0]).exists()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn play(mut server: Command, mut client: Command, place: &Place) -> anyhow::Result<Ending> {
    // Ctrl-C ends the client. The server is in a group of its own, and ends below.
    let _signals = kernel::Signals::catch()?;
    let _ = kernel::adopt_orphans();
    server.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut server = server.spawn().context("starting the server")?;
    let lines = [
        server.stdout.take().map(|pipe| copies_lines(Box::new(pipe))),
        server.stderr.take().map(|pipe| copies_lines(Box::new(pipe))),
    ];
    let waited = Instant::now();
    while !place.is_open() && server.try_wait()?.is_none() && waited.elapsed() < PATIENCE {
        kernel::wait_for(&[], &[], LOOK_EVERY);
    }
    let ended = client.status().context("starting the client");
    let stopped = ends(&mut server)?;
    kernel::end_kin();
    for line in lines.into_iter().flatten() {
        let _ = line.join();
    }
    say(&format!("client: {}", ended?));
    say(&format!("server: {stopped}"));
    Ok(Ending::Fine)
}

/// Prints each line of the server, marked.
fn copies_lines(pipe: Box<dyn Read + Send>) -> JoinHandle<()> {
    spawn(move || {
        let mut lines = BufReader::new(pipe).split(b'\n');
        while let Some(Ok(line)) = lines.next() {
            let line = harmless(&String::from_utf8_lossy(&line));
            let _ = writeln!(anstream::stderr(), "{} {line}", faint("server │"));
        }
    })
}

/// Waits a moment for the server, and then stops it: most servers go on for the next client.
fn ends(server: &mut Child) -> anyhow::Result<String> {
    if let Some(status) = ends_within(server, GRACE)? {
        return Ok(status.to_string());
    }
    let _ = kernel::signal_process(server.id().cast_signed(), libc::SIGTERM);
    let status = ends_within(server, GRACE)?;
    if status.is_none() {
        server.kill()?;
        server.wait()?;
    }
    Ok("it went on, and was stopped".into())
}

fn ends_within(server: &mut Child, time: Duration) -> anyhow::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        match server.try_wait()? {
            None if begun.elapsed() < time => kernel::wait_for(&[], &[], LOOK_EVERY),
            status => return Ok(status),
        };
    }
}

fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{}", faint(line));
}
