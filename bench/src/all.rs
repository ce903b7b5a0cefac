//! Everything in one run, against simulators that are started for it.

use std::path::Path;

use serde_json::{Value, json};

use crate::counted::Project;
use crate::growth::{self, Size};
use crate::pass::{Contender, Figures};
use crate::rounds::{self, Table};
use crate::server::Server;
use crate::{Error, peers, report};

/// The sizes of the series; the last one is left out where somebody has no time.
const SIZES: [usize; 2] = [5_000, 50_000];
const LARGE: usize = 500_000;

/// The size at which contenders race, and rest is watched.
const RACE: usize = 50_000;

/// The goal for the window's module, in bytes.
const MODULE_GOAL: u64 = 1024 * 1024;

/// The goal for a core at rest, in percent of a processor's core.
const REST_GOAL: f64 = 0.5;

const NOT_LARGE: &str = "500,000 accounts are left out (--quick), so each exponent is that of a line through two points";

/// All of it.
struct Found {
    race: Option<Table>,
    series: Vec<Size>,
    rest: Option<Figures>,
    damaged: Option<Figures>,
    opened: Option<Figures>,
    home: Figures,
    module: Option<u64>,
    left_out: Vec<String>,
}

/// Runs and prints all of it.
pub(crate) fn all(
    rounds: usize,
    quick: bool,
    module: Option<&Path>,
    as_json: bool,
) -> Result<(), Error> {
    let found = run(rounds, quick, module)?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&found.json())?);
        return Ok(());
    }
    found.print()
}

fn run(rounds: usize, quick: bool, module: Option<&Path>) -> Result<Found, Error> {
    let mut found = Found {
        race: None,
        series: Vec::new(),
        rest: None,
        damaged: None,
        opened: None,
        home: rounds::home()?,
        module: module
            .and_then(|file| std::fs::metadata(file).ok())
            .map(|file| file.len()),
        left_out: Vec::new(),
    };
    if quick {
        found.left_out.push(NOT_LARGE.to_owned());
    }
    let directory = tempfile::tempdir()?;
    for size in SIZES.into_iter().chain((!quick).then_some(LARGE)) {
        eprintln!("bench: {size} integrations");
        let server = Server::fleet(size, directory.path())?;
        // Every page is rendered once before anything counts.
        rounds::pass(Contender::Raw, &server.target)?;
        if size == RACE {
            found.race = Some(rounds::race(&server.target, rounds, true, Project::Still)?);
            eprintln!("bench: a minute of rest");
            found.rest = Some(rounds::pass(Contender::Rest, &server.target)?);
            found.damaged = Some(rounds::pass(Contender::Damaged, &server.target)?);
            found.opened = Some(rounds::pass(Contender::Opened, &server.target)?);
        }
        let passes = if size == LARGE { 1 } else { 3 };
        let middle = |contender| rounds::middle(contender, &server.target, passes);
        let (raw, ours) = (middle(Contender::Raw)?, middle(Contender::Ours)?);
        eprintln!("bench: questions");
        let core = rounds::pass(Contender::Questions, &server.target)?;
        let sqlite = peers::sqlite().and_then(|sqlite| sqlite.pass(&server.target));
        let sqlite = sqlite.map_err(|error| {
            let line = peers::not_measured(Contender::Sqlite, &error.to_string());
            found.left_out.push(format!("{size}: {line}"));
        });
        found.series.push(Size {
            size,
            raw,
            ours,
            core,
            sqlite: sqlite.ok(),
        });
    }
    Ok(found)
}

/// What a contender says beside its figures, under a heading.
fn told(heading: &str, of: Option<&Figures>) {
    let Some(figures) = of else { return };
    println!("\n{heading}\n");
    for (name, value) in &figures.more {
        println!("{name:<40} {value:>10.2}");
    }
}

impl Found {
    fn print(&self) -> Result<(), Error> {
        if let Some(table) = &self.race {
            println!("All {RACE} connected accounts, read and decoded (P1, P2, P4)\n");
            report::sync(table, false)?;
        }
        println!("\nGrowth, each figure beside its floor (P1, P4, P8, P9, P11, P15)\n");
        growth::print(&self.series);
        told(
            "A sign-in that comes home, every answer 50 ms late (P19)",
            Some(&self.home),
        );
        told(
            &format!("A core that read {RACE} accounts, left alone for a minute (P21)"),
            self.rest.as_ref(),
        );
        if let Some(times) = self.rest.as_ref().and_then(of_rest_goal) {
            println!("{:<40} {times:>10.2}", "times the goal of 0.5 %");
        }
        told(
            &format!("A damaged file of {RACE} accounts, until everything is there again"),
            self.damaged.as_ref(),
        );
        told(
            &format!("A program that read {RACE} accounts, started again (of P14)"),
            self.opened.as_ref(),
        );
        println!("\nThe window's module (P17)\n");
        match self.module {
            Some(bytes) => println!(
                "{:<40} {:>6} KiB, {:.2}x of the goal of 1024 KiB",
                "ui_bg.wasm",
                bytes / 1024,
                over_goal(bytes)
            ),
            None => println!("not built: cargo xtask ui"),
        }
        println!();
        for line in &self.left_out {
            println!("{line}");
        }
        Ok(())
    }

    fn json(&self) -> Value {
        json!({
            "sync": self.race.as_ref().map(report::sync_json),
            "growth": growth::json(&self.series),
            "home": self.home.more,
            "rest": self.rest.as_ref().map(|rest| json!({
                "figures": rest.more,
                "of_goal": of_rest_goal(rest),
            })),
            "damaged": self.damaged.as_ref().map(|damaged| &damaged.more),
            "opened": self.opened.as_ref().map(|opened| &opened.more),
            "module": self.module.map(|bytes| json!({
                "bytes": bytes,
                "goal": MODULE_GOAL,
                "of_goal": over_goal(bytes),
            })),
            "left_out": self.left_out,
        })
    }
}

fn of_rest_goal(rest: &Figures) -> Option<f64> {
    rest.more.first().map(|(_, share)| share / REST_GOAL)
}

#[expect(clippy::cast_precision_loss, reason = "a few million bytes")]
fn over_goal(bytes: u64) -> f64 {
    bytes as f64 / MODULE_GOAL as f64
}
