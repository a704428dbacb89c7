//! The machine on which the servers were compared.

use std::fmt::{self, Display};
use std::fs;

use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Machine {
    /// The model, as the kernel names it; `None` if it does not.
    pub processor: Option<String>,
    pub processors: usize,
    /// `Linux 6.12.5`; `None` on other systems.
    pub kernel: Option<String>,
}

impl Machine {
    pub fn here() -> Machine {
        let facts = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let release = fs::read_to_string("/proc/sys/kernel/osrelease").ok();
        Machine {
            processor: model(&facts),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            kernel: release.map(|release| format!("Linux {}", version(&release))),
        }
    }
}

/// The release without what a distribution adds: `6.12.5` of `6.12.5-amd64`.
fn version(release: &str) -> &str {
    release.split('-').next().unwrap_or_default().trim()
}

/// The first processor's model in the text of proc_cpuinfo(5).
fn model(facts: &str) -> Option<String> {
    let line = facts.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(": ").map(|(_, name)| name.trim().to_owned())
}

impl Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { processor, processors, kernel } = self;
        let processor = processor.as_deref().unwrap_or("an unknown model");
        let kernel = kernel.as_deref().unwrap_or(std::env::consts::OS);
        write!(f, "{processors} processors ({processor}), {kernel}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_named_as_its_kernel_names_it() {
        let facts = "processor\t: 0\nmodel name\t: A Processor @ 2 GHz\n";
        let kernel = Some("Linux 6.1".to_owned());
        let machine = Machine { processor: model(facts), processors: 2, kernel };
        assert_eq!(machine.to_string(), "2 processors (A Processor @ 2 GHz), Linux 6.1");
        assert_eq!((version("6.12.5-amd64\n"), version("6.1\n")), ("6.12.5", "6.1"));
        let unknown = Machine { processor: model(""), processors: 1, kernel: None };
        assert!(unknown.to_string().starts_with("1 processors (an unknown model), "));
    }
}
