//! Measures the cost of a member in lesson 24's chat: members join the reference, one of them speaks,
//! and all hear it. Each join is sent to all members, so the work grows with the square of their number.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use kernel::Means;

use super::table::{Aim, Figure};

/// Descriptors that this process needs for other things.
const OTHERS: u64 = 64;

/// Number of members that join at once. After that all members read their frames.
const AT_ONCE: usize = 50;

/// The longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// Figures for this many members, or for as many as the hard limit of descriptors allows.
pub fn figures(server: &str, wanted: usize) -> anyhow::Result<Vec<Figure>> {
    let own = std::process::id().cast_signed();
    let before = kernel::limit(own, Means::Descriptors, wanted as u64 + OTHERS)?;
    // The second call returns the limit that the first one set, which the hard limit bounds.
    let allowed = kernel::limit(own, Means::Descriptors, wanted as u64 + OTHERS)?;
    let count = wanted.min(allowed.saturating_sub(OTHERS) as usize);
    let measured = measure(server, count);
    kernel::limit(own, Means::Descriptors, before)?;
    let (memory, heard) = measured?;
    Ok(vec![
        Figure::of("the chat on tasks holds", "members", Aim::AtLeast(1000.0), vec![count as f64]),
        Figure::of("memory for each of them", "kB", Aim::AtMost(32.0), vec![memory]),
        Figure::of(
            "until all have heard a line",
            "ms",
            Aim::AtMost(0.3 * count as f64),
            vec![heard],
        ),
    ])
}

/// A program that is killed when this is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Kilobytes for each member, and milliseconds until all have heard a line.
fn measure(server: &str, count: usize) -> anyhow::Result<(f64, f64)> {
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let child = Command::new(server)
        .arg(address.to_string())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("starting the chat")?;
    let server = Server(child);
    let memory = || {
        let peak = kernel::memory_peak(server.0.id().cast_signed());
        peak.context("this machine does not report the memory used")
    };
    drop(connect(address)?);
    let empty = memory()?;

    let mut room: Vec<TcpStream> = Vec::with_capacity(count);
    while room.len() < count {
        let before = room.len();
        for number in before..count.min(before + AT_ONCE) {
            let mut member = connect(address)?;
            say(&mut member, &serde_json::json!({ "join": format!("member {number}") }))?;
            room.push(member);
        }
        room[before..].iter_mut().try_for_each(|member| read_until(member, "joined"))?;
        room.iter_mut().try_for_each(drain)?;
    }
    let full = memory()?;

    let begun = Instant::now();
    say(&mut room[0], &serde_json::json!({ "say": "hello" }))?;
    room.iter_mut().try_for_each(|member| read_until(member, "hello"))?;
    let heard = begun.elapsed().as_secs_f64() * 1e3;
    Ok((full.saturating_sub(empty) as f64 / 1e3 / count as f64, heard))
}

fn connect(address: SocketAddr) -> anyhow::Result<TcpStream> {
    let begun = Instant::now();
    loop {
        match TcpStream::connect(address) {
            Ok(stream) => {
                stream.set_read_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(error) if begun.elapsed() > PATIENCE => return Err(error).context("connecting"),
            Err(_) => kernel::let_others_run(),
        }
    }
}

fn say(member: &mut TcpStream, said: &serde_json::Value) -> anyhow::Result<()> {
    let payload = said.to_string();
    let length = u32::try_from(payload.len())?.to_be_bytes();
    Ok(member.write_all(&[&length, payload.as_bytes()].concat())?)
}

/// Reads until this word has arrived, in any frame.
fn read_until(member: &mut TcpStream, word: &str) -> anyhow::Result<()> {
    let mut heard = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = member.read(&mut buffer).with_context(|| format!("hearing `{word}`"))?;
        anyhow::ensure!(count > 0, "the server closed a member's connection before `{word}`");
        heard.extend_from_slice(&buffer[..count]);
        if heard.windows(word.len()).any(|bytes| bytes == word.as_bytes()) {
            return Ok(());
        }
    }
}

/// Reads all bytes that have arrived, without waiting for more.
fn drain(member: &mut TcpStream) -> anyhow::Result<()> {
    member.set_nonblocking(true)?;
    let mut buffer = [0; 64 << 10];
    loop {
        match member.read(&mut buffer) {
            Ok(0) => anyhow::bail!("the server closed a member's connection"),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(member.set_nonblocking(false)?)
}
