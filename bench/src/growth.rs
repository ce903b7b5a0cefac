//! How each figure grows with the project, and what SQLite takes for the same.

use serde_json::{Value, json};

use crate::pass::Figures;
use crate::report;
use crate::stats::exponent;

/// One size of the series.
pub(crate) struct Size {
    pub(crate) size: usize,
    /// Our client.
    pub(crate) ours: Figures,
    /// The core, with what it was asked.
    pub(crate) core: Figures,
    /// SQLite, asked the same, where it ran.
    pub(crate) floor: Option<Figures>,
}

/// A figure at each size, and the floor's where it has the same figure.
struct Line {
    name: String,
    /// Size and value.
    points: Vec<(f64, f64)>,
    floors: Vec<Option<f64>>,
}

impl Line {
    /// Ours by the floor's, at each size.
    fn ratios(&self) -> Vec<Option<f64>> {
        let both = self.points.iter().zip(&self.floors);
        both.map(|((_, value), floor)| {
            let floor = floor.filter(|floor| *floor > 0.0)?;
            Some(value / floor)
        })
        .collect()
    }
}

/// As a table.
pub(crate) fn print(series: &[Size]) {
    let heads: Vec<String> = series.iter().map(|at| format!("{:>10}", at.size)).collect();
    println!(
        "{:<34} {}  exponent  times SQLite's",
        "figure",
        heads.join(" ")
    );
    for line in lines(series) {
        let cells: Vec<String> = line.points.iter().map(|(_, value)| cell(*value)).collect();
        let slope = exponent(&line.points).map_or_else(|| "-".to_owned(), |e| format!("{e:.2}"));
        let ratios: Vec<String> = line
            .ratios()
            .into_iter()
            .flatten()
            .map(|ratio| format!("{ratio:.2}"))
            .collect();
        println!(
            "{:<34} {}  {slope:>8}  {}",
            line.name,
            cells.join(" "),
            ratios.join(" ")
        );
    }
}

/// For machines.
pub(crate) fn json(series: &[Size]) -> Value {
    lines(series)
        .iter()
        .map(|line| {
            json!({
                "figure": line.name,
                "points": line.points,
                "exponent": exponent(&line.points),
                "sqlite": line.floors,
                "times_sqlite": line.ratios(),
            })
        })
        .collect()
}

fn cell(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:>10.0}")
    } else {
        format!("{value:>10.2}")
    }
}

fn lines(series: &[Size]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for at in series {
        #[expect(clippy::cast_precision_loss, reason = "at most 500,000")]
        let size = at.size as f64;
        let mut put = |name: String, value: f64, floor: Option<f64>| {
            let known = lines.iter().position(|line| line.name == name);
            let known = known.unwrap_or_else(|| {
                lines.push(Line {
                    name,
                    points: Vec::new(),
                    floors: Vec::new(),
                });
                lines.len() - 1
            });
            if let Some(line) = lines.get_mut(known) {
                line.points.push((size, value));
                line.floors.push(floor);
            }
        };
        let (ours, core, floor) = (&at.ours, &at.core, at.floor.as_ref());
        put("client: read all, ms".to_owned(), ours.wall_ms, None);
        put("client: processor, ms".to_owned(), ours.cpu_ms, None);
        let name = "core: read, store, list, ms".to_owned();
        put(name, core.wall_ms, floor.map(|floor| floor.wall_ms));
        let name = "core: processor, ms".to_owned();
        put(name, core.cpu_ms, floor.map(|floor| floor.cpu_ms));
        let peak = |of: &Figures| report::mebi(of.peak_kib);
        put(
            "core: peak above idle, MiB".to_owned(),
            peak(core),
            floor.map(peak),
        );
        for (name, value) in &core.more {
            let same = floor.and_then(|floor| floor.more.iter().find(|(other, _)| other == name));
            put(name.clone(), *value, same.map(|(_, value)| *value));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(wall_ms: f64, more: &[(&str, f64)]) -> Figures {
        Figures {
            wall_ms,
            cpu_ms: 1.0,
            peak_kib: 1_024,
            rows: None,
            digest: None,
            requests: None,
            bytes: None,
            more: more
                .iter()
                .map(|(name, value)| ((*name).to_owned(), *value))
                .collect(),
        }
    }

    #[test]
    fn a_figure_stands_beside_the_floor_of_the_same_name_and_of_no_other() {
        let size = Size {
            size: 5_000,
            ours: figures(1.0, &[]),
            core: figures(3.0, &[("first window", 2.0), ("triage", 9.0)]),
            floor: Some(figures(6.0, &[("first window", 4.0)])),
        };
        let lines = lines(&[size]);
        let ratios = |name: &str| {
            let line = lines.iter().find(|line| line.name == name);
            line.map(Line::ratios)
        };
        assert_eq!(ratios("first window"), Some(vec![Some(0.5)]));
        assert_eq!(ratios("triage"), Some(vec![None]));
        assert_eq!(ratios("core: read, store, list, ms"), Some(vec![Some(0.5)]));
    }
}
