//! A figure, for whoever reads along and for a program: what it is, of ours and of its floor.

use std::fs::File;
use std::io::Write as _;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::quantile;

/// Where a line of JSON for each figure goes, where somebody asks for them.
const FILE: &str = "FIGURES_JSON";

/// Tells what was measured beside its floor, and how many times the floor it is.
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
pub(super) fn beside(
    what: &str,
    unit: &str,
    ours: &[f64],
    (floor_is, floor): (&str, &[f64]),
) -> Result<()> {
    for measured in [ours, floor] {
        measured
            .first()
            .with_context(|| format!("{what}: nothing"))?;
    }
    let ratio = |share| quantile(ours, share) / quantile(floor, share);
    println!("{what}, {unit}");
    println!("    {:<28} {}", "ours", line(ours));
    println!("    {floor_is:<28} {}", line(floor));
    println!(
        "    {:<28} {:>7}{:10.2}   p95 {:8.2}   p99 {:8.2}",
        "times the floor",
        "p50",
        ratio(0.5),
        ratio(0.95),
        ratio(0.99)
    );
    keep(&json!({
        "what": what, "unit": unit, "ours": summary(ours),
        "floor": { "is": floor_is, "measured": summary(floor) },
        "ratio": { "p50": ratio(0.5), "p95": ratio(0.95), "p99": ratio(0.99) },
    }))
}

/// Tells what has no floor.
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
pub(super) fn alone(what: &str, unit: &str, ours: &[f64]) -> Result<()> {
    println!("{what}, {unit}");
    println!("    {:<28} {}", "ours", line(ours));
    keep(&json!({ "what": what, "unit": unit, "ours": summary(ours) }))
}

/// What the figures of a growth stand beside.
#[derive(Clone, Copy)]
pub(super) enum Beside {
    /// What was measured of this in the same minute.
    Floor(&'static str),
    /// What was wished for, which nobody measured.
    Goal,
}

/// A figure at several sizes of the project, and what stands beside it.
#[derive(Default)]
pub(super) struct Growth(Vec<(f64, f64, f64)>);

impl Growth {
    pub(super) fn point(&mut self, size: u32, ours: f64, beside: f64) {
        self.0.push((f64::from(size), ours, beside));
    }

    /// The slope from the first to the last, both as logarithms: 1 is in proportion, 0 is not at
    /// all. Sizes that lie equally far apart make it that of the line through all of them.
    fn exponent(&self) -> Option<f64> {
        let (first, last) = (self.0.first()?, self.0.last()?);
        let along = (last.0 / first.0).ln();
        (along > 0.0).then(|| (last.1 / first.1).ln() / along)
    }

    /// Tells each size, how many times the floor or the goal it is, and the exponent.
    #[expect(clippy::print_stdout, reason = "the figures are what it is for")]
    pub(super) fn told(&self, what: &str, unit: &str, beside: Beside) -> Result<()> {
        let (kind, named) = match beside {
            Beside::Floor(is) => ("floor", is),
            Beside::Goal => ("goal", "the goal"),
        };
        println!("{what}, {unit}, as the project grows");
        for (size, ours, other) in &self.0 {
            println!(
                "    {size:>8} {ours:10.2}   {named} {other:.2}   times it {:.2}",
                ours / other
            );
        }
        let exponent = self.exponent();
        println!("    exponent {:.2}", exponent.unwrap_or_default());
        keep(&json!({
            "what": what, "unit": unit, "beside": kind, "is": named, "exponent": exponent,
            "growth": self.0.iter().map(|(size, ours, other)| json!({
                "size": size, "ours": ours, kind: other, "ratio": ours / other,
            })).collect::<Vec<_>>(),
        }))
    }
}

fn line(times: &[f64]) -> String {
    let of = |share| quantile(times, share);
    format!(
        "n={:<5} p50 {:9.2}   p95 {:8.2}   p99 {:8.2}   {:.2} to {:.2}",
        times.len(),
        of(0.5),
        of(0.95),
        of(0.99),
        of(0.0),
        of(1.0)
    )
}

fn summary(times: &[f64]) -> Value {
    let of = |share| quantile(times, share);
    json!({
        "n": times.len(), "p50": of(0.5), "p95": of(0.95), "p99": of(0.99),
        "least": of(0.0), "most": of(1.0),
    })
}

fn keep(figure: &Value) -> Result<()> {
    let Some(path) = std::env::var_os(FILE) else {
        return Ok(());
    };
    let mut file = File::options().create(true).append(true).open(path)?;
    writeln!(file, "{figure}").context("a figure could not be kept")
}
