//! The class as a whole: each student's points, and the misconceptions of the class.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use cases::beliefs;
use protocol::grade::{Belief, Case, Class, Graded, Lesson, Student};
use protocol::{SCHEMA, check};

use super::grading::NOT_HANDED_IN;
use super::plan::Plan;
use crate::course::of_folder;
use crate::events::Rank;
use crate::run::grade::{Points, points};

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

/// The lesson with the points that the teacher gives.
fn lesson(plan: &Plan, result: &check::Lesson) -> Lesson {
    let worth = of_folder(&result.lesson).map_or(result.max_points, |lesson| plan.worth(lesson));
    let Points { reached, judged } = match plan.manners {
        Some(percent) if !result.cases.is_empty() => weighed(result, worth, percent),
        _ => scaled(result, worth),
    };
    Lesson {
        lesson: result.lesson.clone(),
        status: result.status,
        is_handed_in: result.compiler.as_deref() != Some(NOT_HANDED_IN),
        points: reached,
        max_points: worth,
        judged_points: judged,
    }
}

/// The checker's points for another maximum. Like the checker, rounds the reached points down.
fn scaled(result: &check::Lesson, worth: u32) -> Points {
    let scaled = |points: u32| u64::from(points) * u64::from(worth) / u64::from(result.max_points);
    let scaled = |points: u32| u32::try_from(scaled(points)).unwrap_or(u32::MAX);
    Points { reached: scaled(result.points), judged: scaled(result.judged_points) }
}

/// Counts the cases again, with the teacher's percentage for the manners.
fn weighed(result: &check::Lesson, worth: u32, percent: u32) -> Points {
    let rank = |case: &check::Case| match &case.rank[..] {
        "manners" => Rank::Manners,
        _ => Rank::Core,
    };
    points(worth, percent, || result.cases.iter().map(|case| (rank(case), case.status)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::grade::specimens::{class_of_two, graded, plan};
    use crate::report::schemas::{assert_guarded, flaws};

    /// Points, their maximum and the judged maximum, with this percentage for the manners.
    fn points_with(manners: u32) -> [u32; 3] {
        let mut plan = plan();
        plan.manners = Some(manners);
        let student = student(&plan, &graded("alice"));
        [student.points, student.max_points, student.judged_points]
    }

    #[test]
    fn a_class_and_its_results_keep_to_their_schemas() {
        let class = serde_json::to_value(class_of_two()).unwrap();
        assert_eq!(class["beliefs"][0]["students"], serde_json::json!(["alice", "bob"]));
        assert_guarded("class", &class, &[]);
        let result = serde_json::to_value(graded("alice")).unwrap();
        assert_guarded("result", &result, &["compiler", "trace"]);
        assert!(!flaws("check", &result).is_empty(), "its notes are not part of a check");
    }

    #[test]
    fn a_plan_without_wishes_gives_the_checkers_points() {
        let alice = graded("alice");
        let given: Vec<[u32; 2]> =
            alice.report.lessons.iter().map(|one| [one.points, one.judged_points]).collect();
        let lessons = student(&plan(), &alice).lessons;
        assert!(lessons.iter().map(|one| [one.points, one.judged_points]).eq(given));
    }

    /// Of four core cases, one is kept and one failed; the failed one of the manners is the only one.
    #[test]
    fn the_teachers_share_of_the_manners_counts() {
        assert_eq!(points_with(10), [2, 20, 6 + 10]);
        assert_eq!(points_with(60), [1, 20, 8 + 10]);
    }
}
