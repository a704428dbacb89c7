//! Lesson 18, A socketserver of your own: the server. It brings a handler, chooses a kind of
//! server, and stops at SIGTERM. The library does everything else.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;
use socketserver_solution::{
    Datagram, Forking, Handler, InTurn, MixIn, Shutdown, TcpServer, Threading, UdpServer,
    serve_standard_input,
};

/// How long a line may be, in bytes, without its newline.
const LONGEST: usize = 4096;

/// This variable is set in a worker's environment: its standard input is a connection (lesson 17).
const WORKER: &str = "SOCKETSERVER_SERVER_WORKER";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words[..] {
        _ if env::var_os(WORKER).is_some() => work(),
        [] => run("127.0.0.1:8888", "tcp"),
        [address] => run(address, "tcp"),
        ["--kind", kind] => run("127.0.0.1:8888", kind),
        [address, "--kind", kind] => run(address, kind),
        _ => Err(io::Error::new(ErrorKind::InvalidInput, "usage: ADDR --kind KIND")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("socketserver-server: {}: {error}", words.join(" "));
            ExitCode::FAILURE
        }
    }
}

/// Serves at `address` until SIGTERM.
fn run(address: &str, kind: &str) -> io::Result<()> {
    match kind {
        "tcp" => serve_tcp(address, InTurn(|| Upper)),
        "threading-tcp" => serve_tcp(address, Threading(|| Upper)),
        "forking-tcp" => serve_tcp(address, Forking(worker(&env::current_exe()?))),
        "udp" => serve_udp(address, InTurn(|| Upper)),
        "threading-udp" => serve_udp(address, Threading(|| Upper)),
        _ => Err(io::Error::new(ErrorKind::InvalidInput, "there is no such kind of server")),
    }
}

fn serve_tcp(address: &str, mixin: impl MixIn<TcpStream>) -> io::Result<()> {
    // Before the port is open: as soon as it is, another program may send the signal.
    let signals = Signals::new([SIGTERM])?;
    let server = TcpServer::bind(address, mixin)?;
    stop_at(signals, server.shutdown_handle()?)?;
    server.serve_forever();
    Ok(())
}

fn serve_udp(address: &str, mixin: impl MixIn<Datagram>) -> io::Result<()> {
    let signals = Signals::new([SIGTERM])?;
    let server = UdpServer::bind(address, mixin)?;
    stop_at(signals, server.shutdown_handle()?)?;
    server.serve_forever();
    Ok(())
}

/// Stops the server at a signal that would otherwise end the program in the middle of an answer
/// (signal(7)). A signal handler may call very few functions (signal-safety(7)): it may not take a
/// lock, and it may not use `println!`. So signal-hook's handler only writes into a pipe, and a
/// thread of ours reads its other end.
fn stop_at(mut signals: Signals, shutdown: Shutdown) -> io::Result<()> {
    thread::Builder::new().spawn(move || {
        for _ in signals.forever() {
            shutdown.shutdown();
        }
    })?;
    Ok(())
}

/// Makes the commands that start this program as a worker.
fn worker(program: &Path) -> impl Fn() -> Command {
    move || {
        let mut command = Command::new(program);
        command.env(WORKER, "1");
        command
    }
}

/// Serves one connection, and ends.
fn work() -> io::Result<()> {
    // systemd sends SIGTERM to all processes of a service (systemd.kill(5)), and would end a worker
    // in the middle of an answer. So a worker ignores it and goes on. When it is time to stop, the
    // server shuts down the connection for us.
    signal_hook::flag::register(SIGTERM, Arc::new(AtomicBool::new(false)))?;
    serve_standard_input(Upper)
}

/// Answers in upper case.
struct Upper;

/// Answers a datagram. It is a whole message, so there is no boundary to look for.
impl Handler<Datagram> for Upper {
    fn handle(&mut self, datagram: &mut Datagram) -> io::Result<()> {
        datagram.packet.make_ascii_uppercase();
        datagram.answer(&datagram.packet)
    }
}

/// Answers each line, as in lesson 10.
impl Handler<TcpStream> for Upper {
    fn handle(&mut self, stream: &mut TcpStream) -> io::Result<()> {
        let mut writer = &*stream;
        let mut reader = BufReader::new(&*stream);
        while let Some(mut line) = next_line(&mut reader)? {
            if line.len() > LONGEST {
                writer.write_all(b"ERR line too long\n")?;
                // The error ends this connection. The framework makes sure that it ends nothing
                // else.
                return Err(io::Error::new(ErrorKind::InvalidData, "a line is too long"));
            }
            line.make_ascii_uppercase();
            line.push(b'\n');
            writer.write_all(&line)?;
        }
        Ok(())
    }
}

/// Returns the next line without its ending, or the beginning of one that is too long, or `None` at
/// the end of the stream. It is lesson 10's function.
fn next_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let most = LONGEST as u64 + 2;
    if reader.take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }
    Ok(Some(line))
}
