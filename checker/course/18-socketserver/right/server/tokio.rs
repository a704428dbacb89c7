// Tokio on one thread: a task for each client, and `tcp` awaits it before it accepts the next.
// Somebody who says nothing at SIGTERM is hung up on.
use std::env;
use std::io;
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use socket2::Socket;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

type Stop = watch::Receiver<bool>;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let (told, stop) = watch::channel(false);
    if env::var_os("TOKIO_WORKER").is_some() {
        return match worker(stop).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let address = arguments.first().map_or("127.0.0.1:8888", String::as_str);
    let kind = arguments.get(2).map_or("tcp", String::as_str);
    let result = async {
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::spawn(async move {
            terminated.recv().await;
            let _ = told.send(true);
            std::future::pending::<()>().await;
            drop(told);
        });
        match kind {
            "tcp" | "threading-tcp" | "forking-tcp" => connections(address, kind, stop).await,
            "udp" | "threading-udp" => datagrams(address, stop).await,
            _ => Err(io::Error::other("no such kind")),
        }
    };
    match result.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn connections(address: &str, kind: &str, stop: Stop) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    let mut clients = JoinSet::new();
    let mut told = stop.clone();
    loop {
        let accepted = tokio::select! {
            biased;
            _ = told.wait_for(|stop| *stop) => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, client)) = accepted else { continue };
        match kind {
            "tcp" => serve(stream, stop.clone()).await,
            "threading-tcp" => drop(clients.spawn(serve(stream, stop.clone()))),
            _ => {
                let stream = stream.into_std()?;
                stream.set_nonblocking(false)?;
                let mut command = Command::new(env::current_exe()?);
                command.env("TOKIO_WORKER", "1").stdin(OwnedFd::from(stream));
                match command.spawn() {
                    Ok(mut child) => {
                        clients.spawn_blocking(move || drop(child.wait()));
                    }
                    Err(error) => eprintln!("{client}: {error}"),
                }
            }
        }
        while clients.try_join_next().is_some() {}
    }
    drop(listener);
    while clients.join_next().await.is_some() {}
    Ok(())
}

async fn worker(stop: Stop) -> io::Result<()> {
    let stream = std::net::TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    stream.set_nonblocking(true)?;
    serve(TcpStream::from_std(stream)?, stop).await;
    Ok(())
}

async fn serve(stream: TcpStream, mut stop: Stop) {
    let Ok(handle) = stream.as_fd().try_clone_to_owned().map(Socket::from) else { return };
    let mut conversation = std::pin::pin!(converse(stream));
    let done = tokio::select! {
        done = &mut conversation => Some(done),
        told = stop.wait_for(|stop| *stop) => {
            if told.is_ok() {
                let _ = handle.shutdown(Shutdown::Read);
            }
            None
        }
    };
    drop(handle);
    let done = match done {
        Some(done) => done,
        None => conversation.await,
    };
    if let Err(error) = done {
        eprintln!("a client: {error}");
    }
}

async fn converse(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        if (&mut stream).take(4098).read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        if line.len() > 4096 {
            return stream.write_all(b"ERR line too long\n").await;
        }
        line.make_ascii_uppercase();
        line.push(b'\n');
        stream.write_all(&line).await?;
    }
}

async fn datagrams(address: &str, mut stop: Stop) -> io::Result<()> {
    let socket = Arc::new(UdpSocket::bind(address).await?);
    let mut buffer = vec![0; 65_536];
    loop {
        let received = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            received = socket.recv_from(&mut buffer) => received,
        };
        let Ok((length, client)) = received else { continue };
        let answer = buffer[..length].to_ascii_uppercase();
        let socket = Arc::clone(&socket);
        tokio::spawn(async move { socket.send_to(&answer, client).await });
    }
}
