//! Figures beside floors and peers, in one run: `cargo xtask bench`.
//!
//! Every figure is a ratio to something named that ran in the same minute on the same machine;
//! nothing is asserted about a clock. Each pass is a process of its own, so that memory and
//! processor time are its own as well.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the figures are what it is for"
)]

mod all;
mod counted;
mod desk;
mod growth;
mod pass;
mod peers;
mod replay;
mod report;
mod rounds;
mod server;
mod stats;
mod usage;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use crate::counted::Project;
use crate::pass::{Contender, Target};

/// Why there is no figure.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Composio, or what stands in for it.
    #[error("the server could not be read: {0}")]
    Composio(#[from] composio::Error),
    /// The raw floor.
    #[error("the server could not be read: {0}")]
    Http(#[from] reqwest::Error),
    /// The core refused.
    #[error("{0}")]
    Core(#[from] wire::Fault),
    /// Files and processes.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// What a pass printed.
    #[error("a pass printed something else than its figures: {0}")]
    Json(#[from] serde_json::Error),
    /// In words.
    #[error("{0}")]
    Said(String),
}

#[derive(Parser)]
#[command(name = "bench", about = "Figures beside floors and peers, in one run")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Everything, against a simulator that is started for it.
    All {
        /// How many rounds of each contender.
        #[arg(long, default_value_t = 11)]
        rounds: usize,
        /// Without the 500,000 accounts at the end of the growth series, which take longer than
        /// all the rest.
        #[arg(long)]
        quick: bool,
        /// The window's module, for its size.
        #[arg(long)]
        module: Option<PathBuf>,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Reads every connected account of any server, with each contender in turn. A round in which
    /// accounts changed is left out and told.
    Sync {
        /// Of the server, without `/api`.
        #[arg(long)]
        base_url: String,
        /// A file that holds the key of a project, so that the key is in no list of processes.
        #[arg(long)]
        api_key_file: PathBuf,
        /// How many rounds of each contender.
        #[arg(long, default_value_t = 6)]
        rounds: usize,
        /// Leave the official clients out.
        #[arg(long)]
        no_peers: bool,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// One pass of one contender; prints its figures. What the others start.
    #[command(hide = true)]
    One {
        contender: Contender,
        #[arg(long)]
        base_url: String,
        #[arg(long)]
        api_key_file: PathBuf,
    },
    /// Sign-ins that come home; prints their figures.
    #[command(hide = true)]
    Home,
    /// Stands before a server and keeps its pages.
    #[command(hide = true)]
    Replay {
        #[arg(long)]
        base_url: String,
    },
}

fn main() -> std::process::ExitCode {
    match run(Arguments::parse().what) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(what: What) -> Result<(), Error> {
    match what {
        What::All {
            rounds,
            quick,
            module,
            json,
        } => all::all(rounds, quick, module.as_deref(), json),
        What::Sync {
            base_url,
            api_key_file,
            rounds,
            no_peers,
            json,
        } => {
            let target = Target {
                base_url,
                api_key_file,
            };
            check(&target.api_key_file)?;
            let table = rounds::race(&target, rounds, !no_peers, Project::Live)?;
            report::sync(&table, json)
        }
        What::One {
            contender,
            base_url,
            api_key_file,
        } => {
            let target = Target {
                base_url,
                api_key_file,
            };
            say(&pass::one(contender, &target)?)
        }
        What::Home => say(&pass::home()?),
        What::Replay { base_url } => replay::serve(&base_url),
    }
}

fn say(figures: &pass::Figures) -> Result<(), Error> {
    println!("{}", serde_json::to_string(figures)?);
    Ok(())
}

/// A missing file is said before any server is asked.
fn check(file: &Path) -> Result<(), Error> {
    std::fs::metadata(file)
        .map(|_| ())
        .map_err(|error| Error::Said(format!("{}: {error}", file.display())))
}
