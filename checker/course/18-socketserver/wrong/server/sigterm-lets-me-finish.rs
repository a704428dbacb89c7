// Believed: a program that is told to end finishes what it is doing.
use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitCode};
use std::sync::Arc;
use std::thread;

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

fn connections(address: &str, kind: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let mut threads: Vec<thread::JoinHandle<()>> = Vec::new();
    let mut workers: Vec<Child> = Vec::new();
    loop {
        let (stream, _) = listener.accept()?;
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
    let mut buffer = vec![0; 65_536];
    loop {
        let (length, client) = socket.recv_from(&mut buffer)?;
        let mut datagram = buffer[..length].to_vec();
        let socket = Arc::clone(&socket);
        let mut answer = move || {
            datagram.make_ascii_uppercase();
            let _ = socket.send_to(&datagram, client);
        };
        match kind {
            "udp" => answer(),
            _ => drop(thread::spawn(answer)),
        }
    }
}
