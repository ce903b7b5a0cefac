//! Everything in one run, against simulators that are started for it.

use std::path::Path;

use serde_json::{Value, json};

use crate::growth::{self, Size};
use crate::pass::{Contender, Figures};
use crate::rounds::{self, Table};
use crate::server::Server;
use crate::{Error, peers, report};

/// The sizes of the series, as far as they are not above the largest wanted.
const SIZES: [usize; 3] = [5_000, 50_000, 500_000];

/// The size at which contenders race.
const RACE: usize = 50_000;

/// The goal for the window's module, in bytes.
const MODULE_GOAL: u64 = 1024 * 1024;

/// All of it.
struct Found {
    race: Option<Table>,
    series: Vec<Size>,
    home: Figures,
    module: Option<u64>,
}

/// Runs and prints all of it.
pub(crate) fn all(
    rounds: usize,
    largest: usize,
    module: Option<&Path>,
    as_json: bool,
) -> Result<(), Error> {
    let found = run(rounds, largest, module)?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&found.json())?);
        return Ok(());
    }
    found.print()
}

fn run(rounds: usize, largest: usize, module: Option<&Path>) -> Result<Found, Error> {
    let directory = tempfile::tempdir()?;
    let sqlite = peers::sqlite()?;
    let (mut race, mut series) = (None, Vec::new());
    let mut home = None;
    for size in SIZES.into_iter().filter(|size| *size <= largest) {
        eprintln!("bench: {size} integrations");
        let server = Server::fleet(size, directory.path())?;
        if size == RACE {
            race = Some(rounds::race(&server.target, rounds, true)?);
        }
        series.push(Size {
            size,
            ours: rounds::pass(Contender::Ours, &server.target)?,
            core: rounds::pass(Contender::Questions, &server.target)?,
            floor: sqlite
                .pass(&server.target)
                .inspect_err(|error| eprintln!("bench: not run: {error}"))
                .ok(),
        });
        if home.is_none() {
            home = Some(rounds::pass(Contender::Home, &server.target)?);
        }
    }
    Ok(Found {
        race,
        series,
        home: home.ok_or_else(|| Error::Said("the smallest size is 5000".to_owned()))?,
        module: module
            .and_then(|file| std::fs::metadata(file).ok())
            .map(|file| file.len()),
    })
}

impl Found {
    fn print(&self) -> Result<(), Error> {
        if let Some(table) = &self.race {
            println!("All {RACE} connected accounts, read and decoded (P1, P2, P4)\n");
            report::sync(table, false)?;
        }
        println!("\nGrowth, and beside it SQLite asked the same (P8, P9, P11, P15, P21)\n");
        growth::print(&self.series);
        println!("\nA sign-in that comes home, every answer 50 ms late (P19)\n");
        for (name, value) in &self.home.more {
            println!("{name:<40} {value:>10.1}");
        }
        println!("\nThe window's module (P17)\n");
        match self.module {
            Some(bytes) => println!(
                "{:<40} {:>6} KiB, {:.2}x of the goal of 1024 KiB",
                "ui_bg.wasm as it was last built",
                bytes / 1024,
                over_goal(bytes)
            ),
            None => println!("not built: cargo xtask ui"),
        }
        Ok(())
    }

    fn json(&self) -> Value {
        json!({
            "sync": self.race.as_ref().map(report::sync_json),
            "growth": growth::json(&self.series),
            "home": self.home.more,
            "module": self.module.map(|bytes| json!({
                "bytes": bytes,
                "of_goal": over_goal(bytes),
            })),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few million bytes")]
fn over_goal(bytes: u64) -> f64 {
    bytes as f64 / MODULE_GOAL as f64
}
