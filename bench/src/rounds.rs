//! Contenders in turn, round after round, so that a busy minute hits all of them.

use std::process::Command;

use crate::Error;
use crate::pass::{Contender, Figures, Target};
use crate::peers;

/// One contender's rounds.
pub(crate) struct Row {
    pub(crate) contender: Contender,
    pub(crate) rounds: Vec<Figures>,
}

impl Row {
    pub(crate) fn walls(&self) -> Vec<f64> {
        self.rounds.iter().map(|round| round.wall_ms).collect()
    }

    pub(crate) fn cpus(&self) -> Vec<f64> {
        self.rounds.iter().map(|round| round.cpu_ms).collect()
    }

    pub(crate) fn peak_kib(&self) -> u64 {
        let peaks = self.rounds.iter().map(|round| round.peak_kib);
        peaks.max().unwrap_or(0)
    }
}

/// All contenders' rounds.
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    /// Of the machine, before and after.
    pub(crate) load: (String, String),
}

impl Table {
    pub(crate) fn row(&self, contender: Contender) -> Option<&Row> {
        self.rows.iter().find(|row| row.contender == contender)
    }
}

/// A pass of one of ours, in a process of its own.
pub(crate) fn pass(contender: Contender, target: &Target) -> Result<Figures, Error> {
    peers::figures(
        Command::new(std::env::current_exe()?)
            .args(["one", contender.name(), "--base-url", &target.base_url])
            .arg("--api-key-file")
            .arg(&target.api_key_file),
    )
}

/// Rounds of every contender. Before anything counts, each must have read the same rows.
pub(crate) fn race(target: &Target, rounds: usize, with_peers: bool) -> Result<Table, Error> {
    let ours = [
        Contender::Raw,
        Contender::Json,
        Contender::Ours,
        Contender::Core,
    ];
    let peers = if with_peers {
        peers::available()
    } else {
        Vec::new()
    };
    let mut rows: Vec<Row> = ours
        .into_iter()
        .chain(peers.iter().map(|peer| peer.contender))
        .map(|contender| Row {
            contender,
            rounds: Vec::new(),
        })
        .collect();
    let before = load();
    for round in 0..rounds.max(1) {
        for row in &mut rows {
            let peer = peers.iter().find(|peer| peer.contender == row.contender);
            // The Python client takes minutes for what the others do in seconds.
            if row.contender == Contender::Python && round >= 3 {
                continue;
            }
            let figures = match peer {
                Some(peer) => peer.pass(target),
                None => pass(row.contender, target),
            };
            row.rounds.push(figures?);
        }
        same_rows(&rows)?;
    }
    Ok(Table {
        rows,
        load: (before, load()),
    })
}

fn same_rows(rows: &[Row]) -> Result<(), Error> {
    let mut seen: Option<(&str, &str)> = None;
    for row in rows {
        let last = row.rounds.last();
        let Some(digest) = last.and_then(|round| round.digest.as_deref()) else {
            continue;
        };
        match seen {
            Some((who, other)) if other != digest => {
                return Err(Error::Said(format!(
                    "{who} and {} did not read the same accounts, so their times say nothing",
                    row.contender.name()
                )));
            }
            Some(_) => {}
            None => seen = Some((row.contender.name(), digest)),
        }
    }
    Ok(())
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let three: Vec<&str> = text.split(' ').take(3).collect();
    three.join(" ")
}
