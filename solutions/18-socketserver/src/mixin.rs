//! Who serves a request: this thread, a thread of its own, or a process of its own. Python's
//! mix-ins replace one method of the server for it, `process_request`; here that is a trait.

use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::process::Command;
use std::thread;

use crate::{Handler, Held, finish_request};

/// How a server has its requests served.
pub trait MixIn<R> {
    /// Has the request served. `held` goes along with it, and is dropped when that is done.
    fn process_request(&self, request: R, held: Held);
}

/// One request after another: the next one waits until this one is done.
///
/// All three hold something that *makes* handlers (Python: the class, `RequestHandlerClass`). One
/// handler for everybody would remember alice's half line when bob speaks.
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

/// A thread for each request. Python: `ThreadingMixIn`.
pub struct Threading<F>(pub F);

impl<R, H, F> MixIn<R> for Threading<F>
where
    R: Send + 'static,
    H: Handler<R> + Send + 'static,
    F: Fn() -> H,
{
    fn process_request(&self, request: R, held: Held) {
        let handler = (self.0)();
        // The handle is let go: to `join` it here would be to serve in turn again. That the thread
        // is done will be known by `held`. (`thread::spawn` panics where no thread can be had.)
        let started = thread::Builder::new().spawn(move || {
            finish_request(handler, request);
            drop(held);
        });
        if let Err(error) = started {
            eprintln!("no thread for a request: {error}");
        }
    }
}

/// A process for each connection, started by this command with the connection as its standard input
/// (lesson 17); see [`serve_standard_input`](crate::serve_standard_input). Python: `ForkingMixIn`.
pub struct Forking<C>(pub C);

impl<C> MixIn<TcpStream> for Forking<C>
where
    C: Fn() -> Command,
{
    fn process_request(&self, stream: TcpStream, held: Held) {
        // Our own descriptor goes into the command, and is closed with it.
        let mut worker = match (self.0)().stdin(OwnedFd::from(stream)).spawn() {
            Ok(worker) => worker,
            Err(error) => return eprintln!("no process for a request: {error}"),
        };
        // Somebody has to wait for it, or it stays behind as a zombie. Python looks round for ended
        // ones in every turn of its loop; a thread that waits for this one costs little and knows
        // at once.
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
