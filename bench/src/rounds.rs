//! Contenders in turn, round after round, so that a busy minute hits all of them.

use std::process::Command;

use crate::Error;
use crate::counted::{Counted, Project, Round};
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
    /// How many rounds do not count, and of how many.
    pub(crate) left_out: (usize, usize),
}

impl Table {
    pub(crate) fn row(&self, contender: Contender) -> Option<&Row> {
        self.rows.iter().find(|row| row.contender == contender)
    }

    /// The rounds that do not count, in words; nothing where all do.
    pub(crate) fn told_left_out(&self) -> Option<String> {
        let (rounds, all) = self.left_out;
        (rounds > 0)
            .then(|| format!("{rounds} of {all} rounds left out: accounts changed meanwhile"))
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

/// Rounds of every contender. A round counts if each read the same rows in it.
pub(crate) fn race(
    target: &Target,
    rounds: usize,
    with_peers: bool,
    project: Project,
) -> Result<Table, Error> {
    let mut race = Race::of(target, with_peers);
    let mut counted = Counted::default();
    let rounds = rounds.max(1);
    let before = load();
    for nth in 0..rounds {
        let line = match counted.take(race.round(nth)?, project)? {
            Some(why) => format!("left out, {why}"),
            None => {
                let rows = counted.rows(&race.contenders);
                rows.iter().map(told).collect::<Vec<_>>().join(", ")
            }
        };
        eprintln!("bench: round {} of {rounds}: {line}", nth + 1);
    }
    counted.some_left()?;
    let rows = counted.rows(&race.contenders);
    // Whoever has few rounds may have none left.
    for contender in &race.contenders {
        if rows.iter().all(|row| row.contender != *contender) {
            let line = peers::not_measured(*contender, "accounts changed in each of its rounds");
            race.not_measured.push(line);
        }
    }
    Ok(Table {
        rows,
        load: (before, load()),
        not_measured: race.not_measured,
        left_out: (counted.left_out.len(), rounds),
    })
}

/// Who takes part.
struct Race<'a> {
    target: &'a Target,
    contenders: Vec<Contender>,
    /// Those of them that run in another language.
    peers: Vec<Peer>,
    not_measured: Vec<String>,
}

impl<'a> Race<'a> {
    fn of(target: &'a Target, with_peers: bool) -> Self {
        let (peers, not_measured) = if with_peers {
            peers::available()
        } else {
            (Vec::new(), Vec::new())
        };
        let ours = [
            Contender::Raw,
            Contender::Json,
            Contender::Ours,
            Contender::Core,
        ];
        let theirs = peers.iter().map(|peer| peer.contender);
        Self {
            target,
            contenders: ours.into_iter().chain(theirs).collect(),
            peers,
            not_measured,
        }
    }

    /// Everybody in turn. Ours may not fail; whoever else fails once is out, and the others go on.
    fn round(&mut self, nth: usize) -> Result<Round, Error> {
        let mut round = Round::new();
        for contender in self.contenders.clone() {
            if contender == Contender::Python && nth >= PYTHON_ROUNDS {
                continue;
            }
            match self.pass(contender) {
                Ok(figures) => round.push((contender, figures)),
                Err(error) if is_ours(contender) => return Err(error),
                Err(error) => {
                    let line = peers::not_measured(contender, &error.to_string());
                    self.not_measured.push(line);
                    self.contenders.retain(|it| *it != contender);
                }
            }
        }
        Ok(round)
    }

    fn pass(&self, contender: Contender) -> Result<Figures, Error> {
        let peer = self.peers.iter().find(|peer| peer.contender == contender);
        match peer {
            Some(peer) => peer.pass(self.target),
            None => pass(contender, self.target),
        }
    }
}

fn is_ours(contender: Contender) -> bool {
    matches!(contender, Contender::Ours | Contender::Core)
}

fn told(row: &Row) -> String {
    format!("{} {:.0} ms", row.contender.name(), median(&row.walls()))
}

/// Of the machine, in the last one, five and fifteen minutes.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let three: Vec<&str> = text.split(' ').take(3).collect();
    three.join(" ")
}
