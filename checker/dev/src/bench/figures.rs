//! The measurements. Each figure is measured several times.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use kernel::Signals;

use super::checkout::{Checkout, Spent, of_children};
use super::scene::Scene;
use super::table::{Aim, Figure, median};
use super::works::{Work, works};
use crate::players::Player;
use crate::playing::{CaseRun, isolations, play};
use cases::lessons::case;
use checker::course::of_slug;
use checker::events::Isolation;
use checker::run::Cells;
use checker::run::build::program_folder;

/// The equipment of a measurement.
pub struct Bench<'b> {
    pub references: &'b [Player],
    pub cells: &'b Cells,
    pub signals: &'b Signals,
    /// The number of measurements of each figure.
    pub runs: usize,
}

/// A trivial case: its lesson and its name.
const TRIVIAL: (&str, &str) = ("communication-loop", "leaves-without-a-word");

/// Number of trivial cases in one measurement.
const TRIVIAL_RUNS: usize = 20;

impl Bench<'_> {
    /// Checks of references and of a server that is far off, by the checker that `cargo checker` runs.
    pub fn checks(&self, workspace: &Path) -> anyhow::Result<Vec<Figure>> {
        let folder = tempfile::tempdir()?;
        let programs = program_folder(workspace);
        let target = programs.parent().context("a build folder has a parent")?;
        let checkout = Checkout::of_workspace(workspace, target.to_owned());
        checkout.builds()?;
        let figure = |work: Work| {
            let spent = (0..self.runs).map(|_| checkout.checks(&work.arguments));
            let (wall, processor) = of_all(spent.collect::<Result<_, _>>()?);
            Ok(Figure::of(&work.name, "s", work.aim, wall).spending(processor))
        };
        works(folder.path())?.into_iter().map(figure).collect()
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
            match has_cells {
                true => self.figure_of(scene, Some(&server), (name, unit, aim)),
                false => Ok(Figure::of(name, unit, aim, Vec::new())),
            }
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
        let row = ("the checker's own memory", "MB", Aim::AtMost(50.0));
        self.figure_of(Scene::Memory, None, row)
    }

    /// The time of the checker's debug build into an empty folder, measured once because it is slow.
    pub fn clean_build(&self, workspace: &Path) -> anyhow::Result<Figure> {
        let folder = tempfile::tempdir()?;
        let Spent { wall, processor } =
            Checkout::of_workspace(workspace, folder.path().to_owned()).builds()?;
        let name = "the checker's clean build (once)";
        Ok(Figure::of(name, "s", Aim::AtMost(25.0), vec![wall]).spending(vec![processor]))
    }

    fn measured(&self, once: impl Fn() -> anyhow::Result<f64>) -> anyhow::Result<Vec<f64>> {
        (0..self.runs).map(|_| once()).collect()
    }

    /// The figure of a scene that measures itself, with the scene's processor time.
    fn figure_of(
        &self,
        scene: Scene,
        server: Option<&str>,
        (name, unit, aim): (&str, &'static str, Aim),
    ) -> anyhow::Result<Figure> {
        let (mut measured, mut processor) = (Vec::new(), Vec::new());
        for _ in 0..self.runs {
            let before = of_children()?;
            measured.push(self.scene(scene, server)?);
            processor.push(of_children()? - before);
        }
        Ok(Figure::of(name, unit, aim, measured).spending(processor))
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

/// The wall times and the processor times of all measurements.
fn of_all(spent: Vec<Spent>) -> (Vec<f64>, Vec<f64>) {
    spent.into_iter().map(|one| (one.wall, one.processor)).unzip()
}
