//! A table for people, JSON for machines; losses are printed as they are.

use serde_json::{Value, json};

use crate::Error;
use crate::pass::Contender;
use crate::rounds::{Row, Table};
use crate::stats::{median, ratio_interval};

/// Who ours is held against.
const ANCHORS: [Contender; 4] = [
    Contender::Raw,
    Contender::Json,
    Contender::Node,
    Contender::Python,
];

/// Prints what a race found.
pub(crate) fn sync(table: &Table, as_json: bool) -> Result<(), Error> {
    if as_json {
        println!("{}", serde_json::to_string_pretty(&sync_json(table))?);
        return Ok(());
    }
    println!(
        "{:<34} {:>6} {:>9} {:>9} {:>9} {:>10} {:>9}",
        "contender", "rounds", "median ms", "min ms", "cpu ms", "peak MiB", "rows"
    );
    for row in &table.rows {
        let rows = row.rounds.first().and_then(|round| round.rows);
        println!(
            "{:<34} {:>6} {:>9.0} {:>9.0} {:>9.0} {:>10.1} {:>9}",
            row.contender.what(),
            row.rounds.len(),
            median(&row.walls()),
            least(&row.walls()),
            median(&row.cpus()),
            mebi(row.peak_kib()),
            rows.map_or_else(|| "-".to_owned(), |rows| rows.to_string()),
        );
    }
    for line in table.not_measured.iter().chain(&table.told_left_out()) {
        println!("{line}");
    }
    println!("load before {}, after {}", table.load.0, table.load.1);
    for (ours, anchor) in pairs(table) {
        let interval = ratio_interval(&ours.walls(), &anchor.walls()).map_or_else(
            || "too few rounds for an interval".to_owned(),
            |(low, high)| format!("95 %: {low:.2} to {high:.2}"),
        );
        println!(
            "{} takes {:.2}x of {} ({interval}), at best {:.2}x, processor {:.2}x, memory {}",
            ours.contender.name(),
            ratio(&ours.walls(), &anchor.walls()),
            anchor.contender.name(),
            best(ours, anchor),
            ratio(&ours.cpus(), &anchor.cpus()),
            memory(ours, anchor).map_or_else(|| "-".to_owned(), |times| format!("{times:.2}x")),
        );
    }
    Ok(())
}

/// The same for machines. Times in milliseconds, memory in KiB.
pub(crate) fn sync_json(table: &Table) -> Value {
    let contenders: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            json!({
                "contender": row.contender.name(),
                "what": row.contender.what(),
                "rounds": row.rounds.len(),
                "wall_ms_median": median(&row.walls()),
                "wall_ms_min": least(&row.walls()),
                "wall_ms": row.walls(),
                "cpu_ms_median": median(&row.cpus()),
                "peak_kib": row.peak_kib(),
                "rows": row.rounds.first().and_then(|round| round.rows),
                "digest": row.rounds.first().and_then(|round| round.digest.clone()),
                "requests": row.rounds.first().and_then(|round| round.requests),
                "bytes": row.rounds.first().and_then(|round| round.bytes),
                "more": row.rounds.last().map(|round| &round.more),
            })
        })
        .collect();
    let ratios: Vec<Value> = pairs(table)
        .map(|(ours, anchor)| {
            json!({
                "ours": ours.contender.name(),
                "anchor": anchor.contender.name(),
                "wall": ratio(&ours.walls(), &anchor.walls()),
                "wall_95": ratio_interval(&ours.walls(), &anchor.walls()),
                "wall_best": best(ours, anchor),
                "cpu": ratio(&ours.cpus(), &anchor.cpus()),
                "peak": memory(ours, anchor),
            })
        })
        .collect();
    json!({
        "contenders": contenders,
        "ratios": ratios,
        "not_measured": table.not_measured,
        "rounds_left_out": table.left_out.0,
        "left_out": table.told_left_out(),
        "load_before": table.load.0,
        "load_after": table.load.1,
    })
}

fn pairs(table: &Table) -> impl Iterator<Item = (&Row, &Row)> {
    [Contender::Ours, Contender::Core]
        .into_iter()
        .filter_map(|ours| table.row(ours))
        .flat_map(move |ours| {
            ANCHORS
                .into_iter()
                .filter_map(move |anchor| Some((ours, table.row(anchor)?)))
        })
}

/// The quickest round of each: what a busy machine spoils least.
fn best(ours: &Row, anchor: &Row) -> f64 {
    ratio(&[least(&ours.walls())], &[least(&anchor.walls())])
}

fn memory(ours: &Row, anchor: &Row) -> Option<f64> {
    let (ours, anchor) = (mebi(ours.peak_kib()), mebi(anchor.peak_kib()));
    (anchor > 0.0).then(|| ours / anchor)
}

fn ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    let theirs = median(theirs);
    if theirs > 0.0 {
        median(ours) / theirs
    } else {
        0.0
    }
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().reduce(f64::min).unwrap_or(0.0)
}

#[expect(clippy::cast_precision_loss, reason = "memory of one process")]
pub(crate) fn mebi(kib: u64) -> f64 {
    kib as f64 / 1_024.0
}
