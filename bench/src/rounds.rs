//! Contenders in turn, round after round, so that a busy minute hits all of them.

use std::process::Command;

use crate::Error;
use crate::pass::{Contender, Figures, Target};
use crate::peers::{self, Peer};
use crate::stats::median;

/// Rounds of the Python client: it takes twenty seconds for what the others do in one.
const PYTHON_ROUNDS: usize = 3;

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
    /// Who could not be compared with, and why.
    pub(crate) not_measured: Vec<String>,
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

/// Sign-ins that come home, in a process of their own. They bring their own server.
pub(crate) fn home() -> Result<Figures, Error> {
    peers::figures(Command::new(std::env::current_exe()?).arg("home"))
}

/// The middle one of some passes, by its time.
pub(crate) fn middle(
    contender: Contender,
    target: &Target,
    passes: usize,
) -> Result<Figures, Error> {
    let mut all = Vec::new();
    for _ in 0..passes.max(1) {
        all.push(pass(contender, target)?);
    }
    all.sort_by(|a, b| a.wall_ms.total_cmp(&b.wall_ms));
    Ok(all.swap_remove(all.len() / 2))
}

/// Rounds of every contender. Before anything counts, each must have read the same rows.
pub(crate) fn race(target: &Target, rounds: usize, with_peers: bool) -> Result<Table, Error> {
    let ours = [
        Contender::Raw,
        Contender::Json,
        Contender::Ours,
        Contender::Core,
    ];
    let (mut peers, mut not_measured) = if with_peers {
        peers::available()
    } else {
        (Vec::new(), Vec::new())
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
    let mut failed = Vec::new();
    for round in 0..rounds.max(1) {
        for row in &mut rows {
            if row.contender == Contender::Python && round >= PYTHON_ROUNDS {
                continue;
            }
            let peer = peers
                .iter()
                .position(|peer| peer.contender == row.contender);
            match peer {
                // What ours is put beside may fail; ours may not.
                None if is_floor(row.contender) => match pass(row.contender, target) {
                    Ok(figures) => row.rounds.push(figures),
                    Err(error) => {
                        not_measured.push(peers::not_measured(row.contender, &error.to_string()));
                        failed.push(row.contender);
                    }
                },
                None => row.rounds.push(pass(row.contender, target)?),
                Some(at) => match peers[at].pass(target) {
                    Ok(figures) => row.rounds.push(figures),
                    // Whoever fails once is out, and the others go on.
                    Err(error) => {
                        not_measured.push(peers::not_measured(row.contender, &error.to_string()));
                        peers.remove(at);
                    }
                },
            }
        }
        rows.retain(|row| stays(row, &peers) && !failed.contains(&row.contender));
        same_rows(&rows)?;
        let line = rows.iter().map(told).collect::<Vec<_>>().join(", ");
        eprintln!("bench: round {} of {rounds}: {line}", round + 1);
    }
    Ok(Table {
        rows,
        load: (before, load()),
        not_measured,
    })
}

fn is_floor(contender: Contender) -> bool {
    matches!(contender, Contender::Raw | Contender::Json)
}

fn stays(row: &Row, peers: &[Peer]) -> bool {
    let is_peer = matches!(row.contender, Contender::Python | Contender::Node);
    !is_peer || peers.iter().any(|peer| peer.contender == row.contender)
}

fn told(row: &Row) -> String {
    format!("{} {:.0} ms", row.contender.name(), median(&row.walls()))
}

fn same_rows(rows: &[Row]) -> Result<(), Error> {
    let last = |row: &Row| row.rounds.last().cloned();
    let digests = |row: &Row| last(row)?.digest;
    let counts = |row: &Row| Some(last(row)?.rows?.to_string());
    // The first floor looks at no account: that it came as far is seen by how often it asked.
    let requests = |row: &Row| Some(last(row)?.requests?.to_string());
    agree(rows, digests)?;
    agree(rows, counts)?;
    agree(rows.iter().filter(|row| is_floor(row.contender)), requests)
}

fn agree<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    what: impl Fn(&Row) -> Option<String>,
) -> Result<(), Error> {
    let mut seen: Option<(&str, String)> = None;
    for row in rows {
        let Some(own) = what(row) else {
            continue;
        };
        match &seen {
            Some((who, other)) if *other != own => {
                return Err(Error::Said(format!(
                    "{who} and {} did not read the same accounts ({other}, {own}), so their times say nothing",
                    row.contender.name()
                )));
            }
            Some(_) => {}
            None => seen = Some((row.contender.name(), own)),
        }
    }
    Ok(())
}

/// Of the machine, in the last one, five and fifteen minutes.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let three: Vec<&str> = text.split(' ').take(3).collect();
    three.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(contender: Contender, rows: u64, digest: Option<&str>) -> Row {
        let figures = Figures {
            wall_ms: 1.0,
            cpu_ms: 1.0,
            peak_kib: 1,
            rows: Some(rows),
            digest: digest.map(str::to_owned),
            requests: None,
            bytes: None,
            more: Vec::new(),
        };
        Row {
            contender,
            rounds: vec![figures],
        }
    }

    #[test]
    fn times_count_only_beside_others_for_the_same_rows() {
        let ours = || row(Contender::Ours, 2, Some("a"));
        let core = |rows| row(Contender::Core, rows, None);
        assert!(same_rows(&[ours(), core(2)]).is_ok());
        assert!(same_rows(&[ours(), core(3)]).is_err());
        assert!(same_rows(&[ours(), row(Contender::Node, 2, Some("b"))]).is_err());
    }

    #[test]
    fn a_floor_that_stopped_at_the_first_page_is_no_floor() {
        let floor = |contender, requests| {
            let mut row = row(contender, 2, None);
            row.rounds[0].requests = Some(requests);
            row
        };
        let json = || floor(Contender::Json, 500);
        assert!(same_rows(&[floor(Contender::Raw, 500), json()]).is_ok());
        assert!(same_rows(&[floor(Contender::Raw, 1), json()]).is_err());
        // Ours asks which edition of the API there is as well.
        assert!(same_rows(&[json(), floor(Contender::Ours, 501)]).is_ok());
    }
}
