//! Sets up the terminal, and restores it in every case: at the end, before a stop (Ctrl-Z), before a
//! signal ends the program, and in a panic.

use std::io::{self, Stdout, Write};
use std::panic;
use std::thread;

use anyhow::Context;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::{Frame, Terminal};

pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Sets up the terminal.
    pub fn take() -> anyhow::Result<Screen> {
        restore_in_a_panic();
        take().context("cannot set up the terminal")?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout())).inspect_err(|_| {
            give_back();
        })?;
        Ok(Screen { terminal })
    }

    /// Sets it up again after a stop, and clears it.
    pub fn take_again(&mut self) -> anyhow::Result<()> {
        take().context("cannot set up the terminal again")?;
        // `Terminal::clear` would query the cursor's position, and the answer would arrive as keys.
        execute!(io::stdout(), Clear(ClearType::All))?;
        self.terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(())
    }

    pub fn give_back(&self) {
        give_back();
    }

    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> anyhow::Result<()> {
        let cannot = "cannot write to the terminal";
        // A terminal that supports these sequences shows only complete frames. Others ignore them.
        execute!(io::stdout(), BeginSynchronizedUpdate).context(cannot)?;
        self.terminal.draw(draw).context(cannot)?;
        execute!(io::stdout(), EndSynchronizedUpdate).context(cannot)
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

/// Restores the terminal. Errors do not matter: the terminal is gone then.
fn give_back() {
    let _ = disable_raw_mode();
    let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
    let _ = io::stdout().flush();
}

/// Restores the terminal before a panic is printed. If another thread than the main one panics, the
/// process exits, because that thread's messages would be missing.
fn restore_in_a_panic() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        give_back();
        print(panicked);
        if thread::current().name() != Some("main") {
            std::process::exit(101);
        }
    }));
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::sync::mpsc;
    use std::time::Duration;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    /// This variable is set in the inner process of this test, which runs in the terminal.
    const INSIDE: &str = "WATCH_TEST_INSIDE";

    #[test]
    fn a_panic_is_printed_on_a_restored_terminal() {
        if std::env::var_os(INSIDE).is_some() {
            let mut screen = Screen::take().unwrap();
            screen.draw(|frame| frame.render_widget("working", frame.area())).unwrap();
            panic!("on purpose");
        }
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "terminal::tests::a_panic_is_printed_on_a_restored_terminal"]);
        command.args(["--nocapture", "--color", "never"]);
        command.env(INSIDE, "1");
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let mut child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (to, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let _ = to.send(buffer[..count].to_vec());
            }
        });
        let mut text = String::new();
        while !text.contains("on purpose") {
            // Far longer than necessary, so that a failure does not hang.
            let bytes = output.recv_timeout(Duration::from_secs(60)).expect("a panic is printed");
            text += &String::from_utf8_lossy(&bytes);
        }
        assert!(!child.wait().unwrap().success());
        let modes = format!("{:?}", pair.master.get_termios().unwrap().local_flags);
        assert!(modes.contains("ICANON") && modes.contains("ECHO"), "{modes}");
        let (before, after) = text.split_once("\x1b[?1049l").expect("the old text is back");
        assert!(before.contains("\x1b[?1049h") && before.contains("working"), "{before:?}");
        assert!(after.contains("\x1b[?25h") && after.contains("on purpose"), "{after:?}");
    }
}
