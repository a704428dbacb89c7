//! The threads that turn keys and signals into messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

use ratatui::crossterm::event::{self, Event};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::message::Message;

/// Lets the thread that reads keys read the next event.
pub struct NextKey(Sender<()>);

impl NextKey {
    pub fn read(&self) {
        // An error means that the thread has ended.
        let _ = self.0.send(());
    }
}

/// Sends the terminal's events. After each one the thread waits for [`NextKey::read`]. So it does not
/// take keys from an editor that a key has started.
pub fn send_keys(to: Sender<Message>) -> anyhow::Result<NextKey> {
    let (next, may_read) = mpsc::channel();
    let forward = move || {
        loop {
            let message = match event::read() {
                Ok(Event::Key(key)) => Message::Key(key),
                Ok(Event::Resize(..)) => Message::Resized,
                Ok(_) => continue,
                Err(_) => Message::NoKeys,
            };
            let is_last = matches!(message, Message::NoKeys);
            if to.send(message).is_err() || is_last || may_read.recv().is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("keys".into()).spawn(forward)?;
    Ok(NextKey(next))
}

/// Signals that the terminal or a shell sends to all programs in the foreground.
const OF_FOREGROUND: [i32; 4] = [SIGINT, SIGQUIT, SIGTSTP, SIGCONT];

/// Sends the signals. While `editing` is true, those of the foreground are for the editor.
pub fn send_signals(to: Sender<Message>, editing: Arc<AtomicBool>) -> anyhow::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP].iter().chain(&OF_FOREGROUND))?;
    let forward = move || {
        for signal in signals.forever() {
            if editing.load(Ordering::SeqCst) && OF_FOREGROUND.contains(&signal) {
                continue;
            }
            if to.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(forward)?;
    Ok(())
}
