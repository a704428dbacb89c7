//! The terminal: taken at the beginning, given back whatever happens: at the end, before a stop
//! (Ctrl-Z), before a signal ends the program, and in a panic.

use std::io::{self, Stdout, Write};
use std::panic;
use std::thread;

use anyhow::Context;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::{Frame, Terminal};

pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal.
    pub fn take() -> anyhow::Result<Screen> {
        restored_in_a_panic();
        take().context("the terminal cannot be taken")?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout())).inspect_err(|_| {
            give_back();
        })?;
        Ok(Screen { terminal })
    }

    /// Takes it again after a stop. What stood on it meanwhile is drawn over.
    pub fn take_again(&mut self) -> anyhow::Result<()> {
        take().context("the terminal cannot be taken again")?;
        Ok(self.terminal.clear()?)
    }

    pub fn give_back(&self) {
        give_back();
    }

    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> anyhow::Result<()> {
        self.terminal.draw(draw).context("the terminal cannot be written to")?;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen).inspect_err(|_| give_back())
}

/// Gives it back as it was. Where even that cannot be written, nobody is there to see it.
fn give_back() {
    let _ = disable_raw_mode();
    let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
    let _ = io::stdout().flush();
}

/// A panic is told on a terminal that is the user's again. Without one of its threads the program
/// would be deaf to something, so then it ends as a whole.
fn restored_in_a_panic() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        give_back();
        tell(panicked);
        if thread::current().name() != Some("main") {
            std::process::exit(101);
        }
    }));
}
