//! The class as a whole: each student's points, and the misconceptions of the class.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use cases::beliefs;
use protocol::grade::{Belief, Case, Class, Graded, Lesson, Student};
use protocol::{SCHEMA, check};

use super::grading::NOT_HANDED_IN;
use super::plan::Plan;
use crate::course::of_folder;

/// Counts the results of all submissions.
pub fn class(plan: &Plan, seed: u64, graded: &[Graded]) -> Class {
    let students = graded.iter().map(|one| student(plan, one)).collect();
    Class { schema: SCHEMA, seed, students, beliefs: beliefs_of(graded) }
}

fn student(plan: &Plan, graded: &Graded) -> Student {
    let lessons: Vec<Lesson> = graded.report.lessons.iter().map(|one| lesson(plan, one)).collect();
    let sum = |of: fn(&Lesson) -> u32| lessons.iter().map(of).sum();
    Student {
        student: graded.student.clone(),
        points: sum(|lesson| lesson.points),
        max_points: sum(|lesson| lesson.max_points),
        judged_points: sum(|lesson| lesson.judged_points),
        notes: graded.notes.clone(),
        lessons,
    }
}

/// The lesson with the points that the teacher gives. Like the checker, rounds the reached points down.
fn lesson(plan: &Plan, result: &check::Lesson) -> Lesson {
    let worth = of_folder(&result.lesson).map_or(result.max_points, |lesson| plan.worth(lesson));
    let scaled = |points: u32| u64::from(points) * u64::from(worth) / u64::from(result.max_points);
    let scaled = |points: u32| u32::try_from(scaled(points)).unwrap_or(u32::MAX);
    Lesson {
        lesson: result.lesson.clone(),
        status: result.status,
        is_handed_in: result.compiler.as_deref() != Some(NOT_HANDED_IN),
        points: scaled(result.points),
        max_points: worth,
        judged_points: scaled(result.judged_points),
    }
}

/// What proves a misconception: its students, and for each lesson and case the number of students.
#[derive(Default)]
struct Proofs<'g> {
    students: Vec<String>,
    cases: BTreeMap<(&'g str, &'g str), usize>,
}

fn beliefs_of(graded: &[Graded]) -> Vec<Belief> {
    let mut all: BTreeMap<&str, Proofs> = BTreeMap::new();
    for (student, lesson, case) in graded.iter().flat_map(cases_of) {
        let Some(belief) = &case.belief else { continue };
        let proofs = all.entry(belief).or_default();
        if proofs.students.last() != Some(student) {
            proofs.students.push(student.clone());
        }
        *proofs.cases.entry((lesson, &case.name)).or_default() += 1;
    }
    let mut beliefs: Vec<Belief> = all.into_iter().map(|(id, proofs)| belief(id, proofs)).collect();
    beliefs.sort_by_key(|one| Reverse(one.students.len()));
    beliefs
}

fn cases_of(graded: &Graded) -> impl Iterator<Item = (&String, &str, &check::Case)> {
    graded.report.lessons.iter().flat_map(|lesson| {
        lesson.cases.iter().map(|case| (&graded.student, &lesson.lesson[..], case))
    })
}

fn belief(id: &str, proofs: Proofs) -> Belief {
    let case = |((lesson, case), students): ((&str, &str), usize)| Case {
        lesson: lesson.to_owned(),
        case: case.to_owned(),
        students,
    };
    Belief {
        belief: id.to_owned(),
        title: beliefs::find(id).map_or_else(|| id.to_owned(), |belief| belief.title.clone()),
        students: proofs.students,
        cases: proofs.cases.into_iter().map(case).collect(),
    }
}
