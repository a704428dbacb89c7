//! Pictures with too many peers. The peers of a crowd share one column, and each of its lines begins
//! with the peer's name.

use super::{Chart, Column, Row};

/// The most columns of a picture.
const MOST: usize = 6;

/// The picture with at most [`MOST`] columns.
pub fn gathered(mut chart: Chart) -> Chart {
    if chart.columns.len() <= MOST {
        return chart;
    }
    let is_shared = shared(&chart.columns);
    let first = is_shared.iter().position(|shared| *shared).unwrap_or(0);
    let mut columns: Vec<Column> = Vec::new();
    let mut places = Vec::new();
    for (number, column) in chart.columns.iter().enumerate() {
        if is_shared[number] && number > first {
            places.push(places[first]);
            continue;
        }
        places.push(columns.len());
        columns.push(match is_shared[number] {
            false => column.clone(),
            true => Column { name: shared_name(&chart.columns, &is_shared), is_program: false },
        });
    }
    for row in &mut chart.rows {
        let (ends, label) = match row {
            Row::Arrow { from, to, label, .. } => (vec![from, to], label),
            Row::Note { at, label, .. } => (vec![at], label),
            Row::LeftOut(_) => continue,
        };
        for end in ends {
            if is_shared[*end] {
                let name = &chart.columns[*end].name;
                label.before = format!("{name}: {}", label.before).trim_end().to_owned();
            }
            *end = places[*end];
        }
    }
    chart.columns = columns;
    chart
}

/// The columns that become one: those of a numbered crowd, or else every peer that does not fit.
fn shared(columns: &[Column]) -> Vec<bool> {
    let in_crowd: Vec<bool> = columns.iter().map(|one| stem(one).is_some()).collect();
    let crowd = in_crowd.iter().filter(|is| **is).count();
    if crowd > 1 && columns.len() - crowd < MOST {
        return in_crowd;
    }
    let programs = columns.iter().filter(|column| column.is_program).count();
    let mut room = MOST.saturating_sub(programs + 1);
    let has_no_room = |column: &Column| {
        let has_room = column.is_program || room > 0;
        room = room.saturating_sub(usize::from(!column.is_program));
        !has_room
    };
    columns.iter().map(has_no_room).collect()
}

/// `100 clients`, or `7 others`.
fn shared_name(columns: &[Column], is_shared: &[bool]) -> String {
    let all = columns.iter().zip(is_shared).filter(|(_, shared)| **shared);
    let stems: Vec<Option<&str>> = all.map(|(column, _)| stem(column)).collect();
    let number = stems.len();
    match stems.first() {
        Some(Some(first)) if stems.iter().all(|one| *one == Some(first)) => {
            format!("{number} {first}s")
        }
        _ => format!("{number} others"),
    }
}

/// `client` of `client 12`.
fn stem(column: &Column) -> Option<&str> {
    let (stem, number) = column.name.rsplit_once(' ')?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::super::{Label, Stroke};
    use super::*;

    fn chart(names: &[&str]) -> Chart {
        let column = |name: &&str| Column { name: (*name).into(), is_program: *name == "server" };
        let server = names.len() - 1;
        let row = |from| {
            let label = Label::words("connects");
            Row::Arrow { from, to: server, stroke: Stroke::Signal, label }
        };
        Chart {
            heading: "03 · Connection loop".into(),
            case: "a-case".into(),
            promise: "The server answers".into(),
            columns: names.iter().map(column).collect(),
            rows: (0..server).map(row).collect(),
            steps: vec![],
            failure: None,
            story: vec![],
        }
    }

    fn names_and_arrows(chart: &Chart) -> (Vec<&str>, Vec<(usize, usize, &str)>) {
        let names = chart.columns.iter().map(|column| &column.name[..]).collect();
        let arrow = |row| match row {
            &Row::Arrow { from, to, ref label, .. } => Some((from, to, &label.before[..])),
            _ => None,
        };
        (names, chart.rows.iter().filter_map(arrow).collect())
    }

    #[test]
    fn few_peers_have_a_column_each() {
        let few = chart(&["alice", "bob", "server"]);
        assert_eq!(gathered(few.clone()), few);
    }

    #[test]
    fn a_crowd_shares_a_column_and_its_lines_have_names() {
        let clients: Vec<String> = (1..=100).map(|number| format!("client {number}")).collect();
        let mut names: Vec<&str> = clients.iter().map(String::as_str).collect();
        names.insert(0, "alice");
        names.push("server");
        let crowd = gathered(chart(&names));
        let (names, arrows) = names_and_arrows(&crowd);
        assert_eq!(names, ["alice", "100 clients", "server"]);
        assert_eq!(arrows[0], (0, 2, "connects"));
        assert_eq!(arrows[100], (1, 2, "client 100: connects"));
    }

    #[test]
    fn peers_that_do_not_fit_share_a_column() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "server"];
        let crowd = gathered(chart(&names));
        let (names, arrows) = names_and_arrows(&crowd);
        assert_eq!(names, ["a", "b", "c", "d", "3 others", "server"]);
        assert_eq!(arrows[6], (4, 5, "g: connects"));
    }
}
