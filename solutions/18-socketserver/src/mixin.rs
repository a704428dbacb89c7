//! How a request is served: on this thread, on a thread of its own, or in a process of its own.
//! Python's mix-ins replace one method of the server, `process_request`. Here that method is a
//! trait.

use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::process::Command;
use std::thread;

use crate::{Handler, Held, finish_request};

/// How a server serves its requests.
pub trait MixIn<R> {
    /// Serves the request, or starts a thread or a process that does. `held` travels with it, and
    /// is dropped when the request is done.
    fn process_request(&self, request: R, held: Held);
}

/// Serves one request after another: the next one waits until this one is done.
///
/// Each mix-in holds a function that *makes* handlers (Python: the class, `RequestHandlerClass`).
/// If all clients shared one handler, it would join alice's half line with bob's next one.
pub struct InTurn<F>(pub F);

impl<R, H, F> MixIn<R> for InTurn<F>
where
    H: Handler<R>,
    F: Fn() -> H,
{
    fn process_request(&self, request: R, _held: Held) {
        finish_request((self.0)(), request);
    }
}

/// Serves each request on a thread of its own. Python: `ThreadingMixIn`.
pub struct Threading<F>(pub F);

impl<R, H, F> MixIn<R> for Threading<F>
where
    R: Send + 'static,
    H: Handler<R> + Send + 'static,
    F: Fn() -> H,
{
    fn process_request(&self, request: R, held: Held) {
        let handler = (self.0)();
        // The handle is dropped. With `join` here, the server would serve in turn again. When the
        // thread is done, it drops `held`. (`thread::spawn` panics if the system has no thread.)
        let started = thread::Builder::new().spawn(move || {
            finish_request(handler, request);
            drop(held);
        });
        if let Err(error) = started {
            eprintln!("no thread for a request: {error}");
        }
    }
}

/// Serves each connection in a process of its own. The command starts it, with the connection as
/// its standard input (lesson 17); see [`serve_standard_input`](crate::serve_standard_input).
/// Python: `ForkingMixIn`.
pub struct Forking<C>(pub C);

impl<C> MixIn<TcpStream> for Forking<C>
where
    C: Fn() -> Command,
{
    fn process_request(&self, stream: TcpStream, held: Held) {
        // Our own descriptor moves into the command, and is closed with it.
        let mut worker = match (self.0)().stdin(OwnedFd::from(stream)).spawn() {
            Ok(worker) => worker,
            Err(error) => return eprintln!("no process for a request: {error}"),
        };
        // Without a wait, the worker would stay behind as a zombie. Python's loop checks for ended
        // children now and then. A thread that waits for this one costs little, and notices at
        // once.
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = worker.wait() {
                eprintln!("waiting for a worker: {error}");
            }
            drop(held);
        });
        if let Err(error) = started {
            eprintln!("no thread to wait for a worker: {error}");
        }
    }
}
