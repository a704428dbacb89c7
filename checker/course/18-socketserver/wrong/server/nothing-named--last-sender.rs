// Believed: there is one sender at a time, and it is enough to know who wrote last.
// Luck: datagrams-at-once: a thread may answer before the next datagram comes.
use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;

static STOPPING: AtomicBool = AtomicBool::new(false);
static LAST: Mutex<Option<SocketAddr>> = Mutex::new(None);

pub fn main() -> ExitCode {
    if env::var_os("IS_WORKER").is_some() {
        return work();
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let address = arguments.first().map_or("127.0.0.1:8888", String::as_str);
    let kind = arguments.get(2).map_or("tcp", String::as_str);
    let served = match kind {
        "tcp" | "threading-tcp" | "forking-tcp" => connections(address, kind),
        "udp" | "threading-udp" => datagrams(address, kind),
        _ => Err(io::Error::other("no such kind")),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn at_sigterm(wake: impl Fn() + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            STOPPING.store(true, Ordering::SeqCst);
            wake();
        }
    });
    Ok(())
}

fn connections(address: &str, kind: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let own = listener.local_addr()?;
    at_sigterm(move || drop(TcpStream::connect(own)))?;
    let mut threads: Vec<thread::JoinHandle<()>> = Vec::new();
    let mut workers: Vec<Child> = Vec::new();
    loop {
        let (stream, _) = listener.accept()?;
        if STOPPING.load(Ordering::SeqCst) {
            break;
        }
        match kind {
            "tcp" => serve(&stream),
            "threading-tcp" => {
                threads.retain(|thread| !thread.is_finished());
                threads.push(thread::spawn(move || serve(&stream)));
            }
            _ => {
                workers.retain_mut(|worker| matches!(worker.try_wait(), Ok(None)));
                workers.push(start_worker(stream)?);
            }
        }
    }
    drop(listener);
    for thread in threads {
        let _ = thread.join();
    }
    for mut worker in workers {
        worker.wait()?;
    }
    Ok(())
}

fn start_worker(stream: TcpStream) -> io::Result<Child> {
    let mut command = Command::new(env::current_exe()?);
    command.env("IS_WORKER", "1").stdin(OwnedFd::from(stream)).spawn()
}

fn work() -> ExitCode {
    let stream = io::stdin().as_fd().try_clone_to_owned().map(TcpStream::from);
    stream.iter().for_each(serve);
    ExitCode::SUCCESS
}

fn serve(stream: &TcpStream) {
    if let Err(error) = converse(stream) {
        eprintln!("a client: {error}");
    }
}

fn converse(mut stream: &TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        if (&mut reader).take(4098).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        if line.len() > 4096 {
            stream.write_all(b"ERR line too long\n")?;
            return Err(io::Error::other("a line is too long"));
        }
        line.make_ascii_uppercase();
        line.push(b'\n');
        stream.write_all(&line)?;
    }
}

fn datagrams(address: &str, kind: &str) -> io::Result<()> {
    let socket = Arc::new(UdpSocket::bind(address)?);
    let own = socket.local_addr()?;
    let bell = UdpSocket::bind("127.0.0.1:0")?;
    at_sigterm(move || drop(bell.send_to(b"", own)))?;
    let mut buffer = vec![0; 65_536];
    loop {
        let (length, client) = socket.recv_from(&mut buffer)?;
        if STOPPING.load(Ordering::SeqCst) {
            return Ok(());
        }
        if let Ok(mut last) = LAST.lock() {
            *last = Some(client);
        }
        let mut datagram = buffer[..length].to_vec();
        let socket = Arc::clone(&socket);
        let mut answer = move || {
            datagram.make_ascii_uppercase();
            let last = LAST.lock().ok().and_then(|last| *last);
            let _ = last.map(|client| socket.send_to(&datagram, client));
        };
        match kind {
            "udp" => answer(),
            _ => drop(thread::spawn(answer)),
        }
    }
}
