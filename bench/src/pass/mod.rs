//! One pass over all accounts, by one contender, in a process of its own.

mod core;
mod damaged;
mod home;
mod opened;
mod ours;
mod questions;
mod raw;
mod rest;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, usage};

/// How many accounts a page is asked for.
const PAGE: u32 = 100;

/// Names of figures that stand beside another one of the same pass.
pub(crate) const HELD: &str = "held in memory, MiB";
pub(crate) const WORDS: &str = ": its words alone, bytes";

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub(crate) enum Contender {
    /// Bytes over one connection; only the cursor is looked for. The floor.
    Raw,
    /// The same, parsed as JSON of no type.
    Json,
    /// `composio`, our client: typed accounts.
    Ours,
    /// The whole core: typed, stored durably, and in the lists that the window asks.
    Core,
    /// The core again, then everything that the window asks of it.
    Questions,
    /// The core again, which then is asked nothing for a minute.
    Rest,
    /// The core again, whose file is spoilt then.
    Damaged,
    /// The core again, which is started anew over what it read.
    Opened,
    /// `composio-client` from PyPI.
    Python,
    /// `@composio/client` from npm.
    Node,
    /// Python's own HTTP, JSON and SQLite: no cleverness, the same questions.
    Sqlite,
}

impl Contender {
    /// As it is called on the command line and in the table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Json => "json",
            Self::Ours => "ours",
            Self::Core => "core",
            Self::Questions => "questions",
            Self::Rest => "rest",
            Self::Damaged => "damaged",
            Self::Opened => "opened",
            Self::Sqlite => "sqlite",
            Self::Python => "python",
            Self::Node => "node",
        }
    }

    /// What it is, for the table.
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::Raw => "raw HTTP, bytes only (floor)",
            Self::Json => "raw HTTP, JSON without types",
            Self::Ours => "composio, our client",
            Self::Core => "the core: typed, stored, listed",
            Self::Questions => "the core, asked",
            Self::Rest => "the core, left alone",
            Self::Damaged => "the core, over a damaged file",
            Self::Opened => "the core, started again",
            Self::Sqlite => "Python's sqlite3, indexed",
            Self::Python => "composio-client, PyPI",
            Self::Node => "@composio/client, npm",
        }
    }
}

/// Whom to read.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) base_url: String,
    pub(crate) api_key_file: PathBuf,
}

impl Target {
    pub(crate) fn key(&self) -> Result<SecretString, Error> {
        let text = std::fs::read_to_string(&self.api_key_file)?;
        Ok(SecretString::from(text.trim()))
    }
}

/// What one pass measured of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// From the first request to the last decoded row, in milliseconds.
    pub(crate) wall_ms: f64,
    /// Processor time of the process meanwhile, in milliseconds.
    pub(crate) cpu_ms: f64,
    /// The highest resident memory, less what the process had before, in KiB.
    pub(crate) peak_kib: u64,
    /// How many accounts came; the floor does not look.
    pub(crate) rows: Option<u64>,
    /// Of the sorted pairs of id and status: the same rows have the same digest.
    pub(crate) digest: Option<String>,
    /// Requests sent, where the contender counts them.
    pub(crate) requests: Option<u64>,
    /// Bytes of the bodies, where the contender sees them.
    pub(crate) bytes: Option<u64>,
    /// What else the contender has to say, by name.
    #[serde(default)]
    pub(crate) more: Vec<(String, f64)>,
}

/// What was read, before it is measured.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pairs: Option<Vec<(String, String)>>,
    /// How many accounts, where no pairs are kept.
    rows: Option<u64>,
    requests: Option<u64>,
    bytes: Option<u64>,
    more: Vec<(String, f64)>,
    /// What counts of the pass.
    took: Took,
}

/// Since when a pass counts: whatever has to be made once, such as a client, is there.
struct Begun(Instant, f64);

impl Begun {
    fn now() -> Self {
        Self(Instant::now(), usage::cpu_ms())
    }

    fn took(&self) -> Took {
        Took(
            self.0.elapsed(),
            usage::cpu_ms() - self.1,
            usage::peak_kib(),
        )
    }
}

/// Time, processor time in milliseconds, and the highest resident memory so far in KiB.
#[derive(Clone, Copy, Debug, Default)]
struct Took(Duration, f64, u64);

impl Took {
    fn millis(&self) -> f64 {
        self.0.as_secs_f64() * 1_000.0
    }
}

/// From callbacks to "connected", against a simulator of its own.
pub(crate) fn home() -> Result<Figures, Error> {
    measure(home::time())
}

/// Does one pass.
pub(crate) fn one(contender: Contender, target: &Target) -> Result<Figures, Error> {
    measure(async {
        match contender {
            Contender::Raw => raw::bytes(target).await,
            Contender::Json => raw::json(target).await,
            Contender::Ours => ours::read(target).await,
            Contender::Core => core::read(target).await,
            Contender::Questions => questions::ask(target).await,
            Contender::Rest => rest::watch(target).await,
            Contender::Damaged => damaged::mend(target).await,
            Contender::Opened => opened::again(target).await,
            Contender::Python | Contender::Node | Contender::Sqlite => {
                Err(Error::Said("this one runs in its own language".to_owned()))
            }
        }
    })
}

fn measure(pass: impl Future<Output = Result<Taken, Error>>) -> Result<Figures, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let before = usage::resident_kib();
    let mut taken = runtime.block_on(pass)?;
    let Took(_, cpu_ms, peak) = taken.took;
    let rows = taken.pairs.as_ref().map(|pairs| pairs.len() as u64);
    Ok(Figures {
        wall_ms: taken.took.millis(),
        cpu_ms,
        peak_kib: peak.saturating_sub(before),
        rows: rows.or(taken.rows),
        digest: taken.pairs.as_mut().map(digest),
        requests: taken.requests,
        bytes: taken.bytes,
        more: taken.more,
    })
}

/// As the scripts of the official clients make it: `id`, a space, `status`, a new line, sorted.
fn digest(pairs: &mut Vec<(String, String)>) -> String {
    pairs.sort();
    let mut hash = Sha256::new();
    for (id, status) in pairs {
        hash.update(format!("{id} {status}\n"));
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_in_which_rows_came_does_not_matter_and_a_status_does() {
        let pair = |id: &str, status: &str| (id.to_owned(), status.to_owned());
        let mut one = vec![pair("ca_1", "ACTIVE"), pair("ca_2", "EXPIRED")];
        let mut turned = vec![pair("ca_2", "EXPIRED"), pair("ca_1", "ACTIVE")];
        let mut other = vec![pair("ca_1", "ACTIVE"), pair("ca_2", "ACTIVE")];
        assert_eq!(digest(&mut one), digest(&mut turned));
        assert_ne!(digest(&mut one), digest(&mut other));
    }
}
