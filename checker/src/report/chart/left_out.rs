//! A picture without some of its rows. A row says how many moments are missing. A peer that takes part only
//! in missing rows loses its column.

use super::{Chart, Row, Step};
use crate::report::text::count;

/// `1 moment is left out`, `5 moments are left out`.
pub fn words(moments: usize) -> String {
    let are = if moments == 1 { "is" } else { "are" };
    format!("{} {are} left out", count(moments, "moment"))
}

impl Chart {
    /// The picture without these rows: the numbers of the first and the last of each range, counted from
    /// 1. The ranges are in ascending order, and a last number may be too large.
    pub fn without(mut self, ranges: &[[usize; 2]]) -> Chart {
        if ranges.is_empty() {
            return self;
        }
        for [first, last] in ranges.iter().rev() {
            let range = first - 1..(*last).min(self.rows.len());
            if !range.is_empty() {
                let count = self.rows[range.clone()].iter().map(Row::moments).sum();
                self.rows.splice(range.clone(), [Row::LeftOut(count)]);
                self.steps.splice(range, [Some(Step::left_out(count))]);
            }
        }
        self.story = self.events();
        self.without_idle_columns()
    }

    /// The events of the rows. The failure is not part of the story.
    fn events(&self) -> Vec<String> {
        let events = self.steps.iter().flatten().map(|step| step.event.clone());
        events.filter(|event| self.failure.as_ref() != Some(event)).collect()
    }

    fn without_idle_columns(mut self) -> Chart {
        for at in (0..self.columns.len()).rev() {
            if !self.rows.iter().any(|row| row.columns().contains(&at)) {
                self.columns.remove(at);
                self.rows.iter_mut().for_each(|row| row.moves_left_of(at));
            }
        }
        self
    }
}

impl Row {
    fn moments(&self) -> usize {
        match self {
            Row::LeftOut(count) => *count,
            _ => 1,
        }
    }

    /// The columns that take part.
    fn columns(&self) -> Vec<usize> {
        match self {
            Row::Arrow { from, to, .. } => vec![*from, *to],
            Row::Note { at, .. } => vec![*at],
            Row::LeftOut(_) => vec![],
        }
    }

    /// Adapts the row to the picture without this column.
    fn moves_left_of(&mut self, removed: usize) {
        let places = match self {
            Row::Arrow { from, to, .. } => vec![from, to],
            Row::Note { at, .. } => vec![at],
            Row::LeftOut(_) => vec![],
        };
        for place in places {
            *place -= usize::from(*place > removed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Label, Stroke};
    use super::*;

    fn chart() -> Chart {
        let column = |name: &str| Column { name: name.into(), is_program: name == "server" };
        let arrow = |from, label: &str| Row::Arrow {
            from,
            to: 2,
            stroke: Stroke::Bytes,
            label: Label::words(label),
        };
        let rows = ["1", "2", "3", "4", "5"];
        Chart {
            heading: "03 · Connection loop".into(),
            case: "a-case".into(),
            promise: "The server answers".into(),
            columns: ["alice", "bob", "server"].map(column).into(),
            rows: rows.iter().enumerate().map(|(at, word)| arrow(at % 2, word)).collect(),
            steps: rows.iter().map(|word| Some(Step::of(*word))).collect(),
            failure: None,
            story: vec![],
        }
    }

    fn words(chart: &Chart) -> Vec<String> {
        let word = |row: &Row| match row {
            Row::Arrow { label, .. } | Row::Note { label, .. } => label.before.clone(),
            Row::LeftOut(moments) => super::words(*moments),
        };
        chart.rows.iter().map(word).collect()
    }

    #[test]
    fn a_row_counts_the_moments_that_are_left_out() {
        let shown = chart().without(&[[1, 2], [4, 99]]);
        assert_eq!(words(&shown), ["2 moments are left out", "3", "2 moments are left out"]);
        assert_eq!(shown.steps.len(), shown.rows.len());
        assert_eq!(chart().without(&[[6, 9]]).rows, chart().rows);
        let shown = shown.without(&[[1, 2]]);
        assert_eq!(words(&shown), ["3 moments are left out", "2 moments are left out"]);
        assert_eq!(
            words(&chart().without(&[[2, 9]]).without(&[[1, 1]]))[0],
            "1 moment is left out"
        );
    }

    #[test]
    fn a_peer_that_takes_part_in_no_row_loses_its_column() {
        let shown = chart().without(&[[1, 1], [3, 3], [5, 5]]);
        assert_eq!(shown.columns.len(), 2);
        assert_eq!(shown.rows[1].columns(), [0, 1]);
    }
}
