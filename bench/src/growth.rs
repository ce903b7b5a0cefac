//! How each figure grows with the project, and what a floor takes for the same.

use serde_json::{Value, json};

use crate::pass::{Figures, HELD, WORDS};
use crate::report;
use crate::stats::exponent;

/// One size of the series.
pub(crate) struct Size {
    pub(crate) size: usize,
    /// The same bytes without types.
    pub(crate) raw: Figures,
    /// Our client.
    pub(crate) ours: Figures,
    /// The core, with what it was asked.
    pub(crate) core: Figures,
    /// SQLite, asked the same, where it ran.
    pub(crate) sqlite: Option<Figures>,
}

/// A figure at each size, and its floor's.
struct Line {
    name: String,
    floor: &'static str,
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

    /// The same in words, each at the place of its size; nothing where no floor was measured.
    fn beside_floor(&self) -> String {
        let ratios = self.ratios();
        if ratios.iter().all(Option::is_none) {
            return String::new();
        }
        let each = ratios.into_iter().map(|ratio| match ratio {
            Some(ratio) => format!("{ratio:.2}"),
            None => "-".to_owned(),
        });
        let each: Vec<String> = each.collect();
        format!("{} {}", each.join(" "), self.floor)
    }
}

/// As a table.
pub(crate) fn print(series: &[Size]) {
    println!(
        "Of the client and of raw HTTP the middle of three passes, at 500,000 one; of the core and of \
         SQLite one at each size. An exponent is that of a line through so few points.\n"
    );
    let heads: Vec<String> = series.iter().map(|at| format!("{:>10}", at.size)).collect();
    println!(
        "{:<36} {}  exponent  times its floor",
        "figure",
        heads.join(" ")
    );
    for line in lines(series) {
        let cells: Vec<String> = line.points.iter().map(|(_, value)| cell(*value)).collect();
        let slope = exponent(&line.points).map_or_else(|| "-".to_owned(), |e| format!("{e:.2}"));
        println!(
            "{:<36} {}  {slope:>8}  {}",
            line.name,
            cells.join(" "),
            line.beside_floor()
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
                "floor": line.floor,
                "floors": line.floors,
                "times_floor": line.ratios(),
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

/// A name, its value, and the floor with its own.
type Told = (String, f64, (&'static str, Option<f64>));

fn lines(series: &[Size]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for at in series {
        #[expect(clippy::cast_precision_loss, reason = "at most 500,000")]
        let size = at.size as f64;
        for (name, value, (floor, its)) in told(at) {
            let known = lines.iter().position(|line| line.name == name);
            let known = known.unwrap_or_else(|| {
                lines.push(Line {
                    name,
                    floor,
                    points: Vec::new(),
                    floors: Vec::new(),
                });
                lines.len() - 1
            });
            if let Some(line) = lines.get_mut(known) {
                line.points.push((size, value));
                line.floors.push(its);
            }
        }
    }
    lines
}

fn told(at: &Size) -> Vec<Told> {
    let (raw, ours, core) = (&at.raw, &at.ours, &at.core);
    let peak = |of: &Figures| report::mebi(of.peak_kib);
    let named = |name: &str, value, of: &'static str, floor| (name.to_owned(), value, (of, floor));
    let sqlite = |pick: fn(&Figures) -> f64| at.sqlite.as_ref().map(pick);
    let mut all = vec![
        named(
            "client: read all, ms",
            ours.wall_ms,
            "raw HTTP",
            Some(raw.wall_ms),
        ),
        named(
            "client: processor, ms",
            ours.cpu_ms,
            "raw HTTP",
            Some(raw.cpu_ms),
        ),
        named(
            "client: peak above idle, MiB",
            peak(ours),
            "raw HTTP",
            Some(peak(raw)),
        ),
        named(
            "core: read, store, list, ms",
            core.wall_ms,
            "SQLite",
            sqlite(|f| f.wall_ms),
        ),
        named(
            "core: processor, ms",
            core.cpu_ms,
            "SQLite",
            sqlite(|f| f.cpu_ms),
        ),
        named(
            "core: peak above idle, MiB",
            peak(core),
            "SQLite",
            sqlite(|f| report::mebi(f.peak_kib)),
        ),
    ];
    for (name, value) in &core.more {
        all.push((name.clone(), *value, beside(at, name)));
    }
    all
}

/// What stands beside a figure that the core has by that name.
fn beside(at: &Size, name: &str) -> (&'static str, Option<f64>) {
    if name == HELD {
        #[expect(clippy::cast_precision_loss, reason = "less than a terabyte")]
        let read = at.raw.bytes.map(|bytes| bytes as f64 / 1_048_576.0);
        return ("the bytes that were read", read);
    }
    if let Some(what) = name.strip_suffix(", bytes") {
        let words = figure(&at.core.more, &format!("{what}{WORDS}"));
        return ("its words alone", words);
    }
    let sqlite = at.sqlite.as_ref();
    ("SQLite", sqlite.and_then(|it| figure(&it.more, name)))
}

fn figure(all: &[(String, f64)], wanted: &str) -> Option<f64> {
    let found = all.iter().find(|(name, _)| name == wanted);
    found.map(|(_, value)| *value)
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
    fn a_floor_that_was_not_measured_at_one_size_moves_no_other_to_its_place() {
        let line = |floors: &[Option<f64>]| Line {
            name: String::new(),
            floor: "SQLite",
            points: floors.iter().map(|_| (1.0, 3.0)).collect(),
            floors: floors.to_vec(),
        };
        let told = line(&[None, Some(2.0), None]).beside_floor();
        assert_eq!(told, "- 1.50 - SQLite");
        assert_eq!(line(&[None, None]).beside_floor(), "");
    }

    #[test]
    fn a_figure_stands_beside_the_floor_of_the_same_name_and_of_no_other() {
        let size = Size {
            size: 5_000,
            raw: figures(2.0, &[]),
            ours: figures(1.0, &[]),
            core: figures(3.0, &[("first window", 2.0), ("triage", 9.0)]),
            sqlite: Some(figures(6.0, &[("first window", 4.0)])),
        };
        let lines = lines(&[size]);
        let ratios = |name: &str| {
            let line = lines.iter().find(|line| line.name == name);
            line.map(Line::ratios)
        };
        assert_eq!(ratios("first window"), Some(vec![Some(0.5)]));
        assert_eq!(ratios("triage"), Some(vec![None]));
        assert_eq!(ratios("client: read all, ms"), Some(vec![Some(0.5)]));
        assert_eq!(ratios("core: read, store, list, ms"), Some(vec![Some(0.5)]));
    }
}
