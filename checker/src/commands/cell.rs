//! `checker cell`, a hidden command: runs one case in its own process. The checker writes the order to
//! its standard input and reads the report from its standard output.

use super::Ending;
use crate::run;

pub fn run() -> anyhow::Result<Ending> {
    run::cell::main()?;
    Ok(Ending::Fine)
}
