//! The measurements. Each figure is measured several times.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use kernel::Signals;

use super::scene::Scene;
use super::table::{Aim, Figure, median};
use crate::players::Player;
use crate::playing::{CaseRun, each_case, isolations, play};
use cases::lessons::case;
use checker::course::of_slug;
use checker::events::Isolation;
use checker::run::Cells;

/// The equipment of a measurement.
pub struct Bench<'b> {
    pub references: &'b [Player],
    pub cells: &'b Cells,
    pub signals: &'b Signals,
    /// The number of measurements of each figure.
    pub runs: usize,
}

/// The number of cases at once. The aims assume it.
const JOBS: usize = 2;

/// A trivial case: its lesson and its name.
const TRIVIAL: (&str, &str) = ("communication-loop", "leaves-without-a-word");

/// Number of trivial cases in one measurement.
const TRIVIAL_RUNS: usize = 20;

impl Bench<'_> {
    /// Wall time per case: all cases of all references, divided by their number.
    pub fn a_case(&self) -> anyhow::Result<Figure> {
        let isolation = isolations().0[0];
        let measured = self.measured(|| {
            let runs: Vec<CaseRun> = self
                .references
                .iter()
                .flat_map(|player| each_case(player, u64::from(fastrand::u32(..)), isolation))
                .collect();
            let count = runs.len();
            let begun = Instant::now();
            play(self.cells, self.signals, runs.into_iter(), JOBS, |_| {})?;
            Ok(begun.elapsed().as_secs_f64() * 1e3 / count as f64)
        })?;
        let name = "wall time per case on the references, two at a time";
        Ok(Figure::of(name, "ms", Aim::AtMost(15.0), measured))
    }

    /// The scenes that measure themselves.
    pub fn scenes(&self) -> anyhow::Result<Vec<Figure>> {
        let scenes = [
            (Scene::BothWait, "proof that both sides wait", "ms", Aim::AtMost(100.0)),
            (
                Scene::NeverAccepted,
                "proof that a client is never accepted",
                "ms",
                Aim::AtMost(100.0),
            ),
            (
                Scene::Pieces,
                "pieces on one connection, one read each",
                "/s",
                Aim::AtLeast(20_000.0),
            ),
            (Scene::Cuts, "every cut of 12 bytes (2,048)", "s", Aim::AtMost(1.0)),
        ];
        let has_cells = isolations().0.contains(&Isolation::Cell);
        let figures = scenes.map(|(scene, name, unit, aim)| {
            let slug = if scene == Scene::NeverAccepted { "connection-loop" } else { TRIVIAL.0 };
            let server = self.server(slug)?;
            let measured = match has_cells {
                true => self.measured(|| self.scene(scene, Some(&server)))?,
                false => Vec::new(),
            };
            Ok(Figure::of(name, unit, aim, measured))
        });
        figures.into_iter().collect()
    }

    /// The overhead of a cell: a trivial case in a cell, compared with a process group.
    pub fn a_cell(&self) -> anyhow::Result<Figure> {
        let mut measured = Vec::new();
        if isolations().0.contains(&Isolation::Cell) {
            measured = self.measured(|| {
                let cell = self.trivial(Isolation::Cell)?;
                Ok(cell - self.trivial(Isolation::Process)?)
            })?;
        }
        Ok(Figure::of("overhead of a cell", "ms", Aim::AtMost(10.0), measured))
    }

    /// The checker's peak memory during a check of all references.
    pub fn memory(&self) -> anyhow::Result<Figure> {
        let measured = self.measured(|| self.scene(Scene::Memory, None))?;
        Ok(Figure::of("the checker's own memory", "MB", Aim::AtMost(50.0), measured))
    }

    /// The time of the checker's debug build into an empty folder, measured once because it is slow.
    pub fn clean_build(&self, workspace: &Path) -> anyhow::Result<Figure> {
        let folder = tempfile::tempdir()?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let begun = Instant::now();
        let output = Command::new(cargo)
            .args(["build", "--package", "checker", "--no-default-features", "--target-dir"])
            .arg(folder.path())
            .current_dir(workspace)
            .stdin(Stdio::null())
            .output()
            .context("starting cargo")?;
        let time = begun.elapsed().as_secs_f64();
        let words = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "the checker does not build: {words}");
        Ok(Figure::of("the checker's clean build (once)", "s", Aim::AtMost(25.0), vec![time]))
    }

    fn measured(&self, once: impl Fn() -> anyhow::Result<f64>) -> anyhow::Result<Vec<f64>> {
        (0..self.runs).map(|_| once()).collect()
    }

    /// The reference's server.
    pub fn server(&self, slug: &str) -> anyhow::Result<String> {
        let player = self.references.iter().find(|player| player.lesson.slug == slug);
        let launch = player.and_then(|player| player.launches.server.as_ref());
        launch.map(|launch| launch.words[0].clone()).context("the reference has no server")
    }

    /// Runs a scene in its own process and reads its number.
    fn scene(&self, scene: Scene, server: Option<&str>) -> anyhow::Result<f64> {
        let output = Command::new(std::env::current_exe()?)
            .args(["scene", &scene.name()])
            .args(server)
            .stdin(Stdio::null())
            .output()
            .context("starting a scene")?;
        let words = String::from_utf8_lossy(&output.stdout);
        words.trim().parse().with_context(|| {
            format!("the scene {}: {}", scene.name(), String::from_utf8_lossy(&output.stderr))
        })
    }

    /// The median time of a trivial case, in milliseconds.
    fn trivial(&self, isolation: Isolation) -> anyhow::Result<f64> {
        let (slug, name) = TRIVIAL;
        let player = of_slug(slug)
            .and_then(|lesson| self.references.iter().find(|player| player.lesson == lesson))
            .context("the lesson has no reference")?;
        let case = case(slug, name).context("the trivial case is gone")?;
        let run = CaseRun { player, case, seed: 7, isolation };
        let mut times = Vec::new();
        play(self.cells, self.signals, std::iter::repeat_n(run, TRIVIAL_RUNS), 1, |outcome| {
            times.push(outcome.duration.as_secs_f64() * 1e3);
        })?;
        median(times).context("no case ran")
    }
}
