//! The official clients, in their own languages, unchanged. Installed once, beside the build.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Error;
use crate::pass::{Contender, Figures, Target};

/// The versions that are compared with.
const PYTHON_VERSION: &str = "1.43.0";
const NODE_VERSION: &str = "2.0.0-rc.6";

const PYTHON_SCRIPT: &str = include_str!("../peers/composio_client.py");
const NODE_SCRIPT: &str = include_str!("../peers/composio_client.mjs");
const SQLITE_SCRIPT: &str = include_str!("../peers/sqlite.py");

/// An official client that can be run.
pub(crate) struct Peer {
    pub(crate) contender: Contender,
    program: PathBuf,
    script: PathBuf,
    directory: PathBuf,
}

impl Peer {
    /// One pass of it.
    pub(crate) fn pass(&self, target: &Target) -> Result<Figures, Error> {
        let key_file = target.api_key_file.canonicalize()?;
        figures(
            Command::new(&self.program)
                .current_dir(&self.directory)
                .arg(&self.script)
                .arg(&target.base_url)
                .arg(key_file),
        )
    }
}

/// Runs a pass and reads its last line.
pub(crate) fn figures(command: &mut Command) -> Result<Figures, Error> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(Error::Said(format!(
            "a pass ended with {}: {:?}",
            output.status,
            command.get_program()
        )));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(serde_json::from_str(
        text.lines().last().unwrap_or_default(),
    )?)
}

/// The clients that can be had here; for each other one the reason on stderr.
pub(crate) fn available() -> Vec<Peer> {
    [python(), node()]
        .into_iter()
        .filter_map(|peer| {
            peer.inspect_err(|error| eprintln!("bench: not run: {error}"))
                .ok()
        })
        .collect()
}

fn shelf() -> Result<PathBuf, Error> {
    // The build lies at TARGET/release/bench.
    let own = std::env::current_exe()?;
    let target = own.ancestors().nth(2).unwrap_or(Path::new("."));
    let shelf = target.join("bench-peers");
    std::fs::create_dir_all(&shelf)?;
    Ok(shelf)
}

fn python() -> Result<Peer, Error> {
    let directory = shelf()?.join(format!("python-{PYTHON_VERSION}"));
    let (program, marker) = (directory.join("bin/python"), directory.join("complete"));
    if !marker.exists() {
        quietly(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&directory),
        )?;
        let package = format!("composio-client=={PYTHON_VERSION}");
        quietly(Command::new(&program).args(["-m", "pip", "install", "--quiet", &package]))?;
        std::fs::write(&marker, PYTHON_VERSION)?;
    }
    let script = directory.join("pass.py");
    std::fs::write(&script, PYTHON_SCRIPT)?;
    Ok(Peer {
        contender: Contender::Python,
        program,
        script,
        directory,
    })
}

/// Node.js is neither needed nor installed: where it is, its client is compared with.
fn node() -> Result<Peer, Error> {
    let directory = shelf()?.join(format!("node-{NODE_VERSION}"));
    let marker = directory.join("complete");
    if !marker.exists() {
        std::fs::create_dir_all(&directory)?;
        let package = format!("@composio/client@{NODE_VERSION}");
        quietly(
            Command::new("npm")
                .args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"])
                .arg(&directory)
                .arg(&package),
        )?;
        std::fs::write(&marker, NODE_VERSION)?;
    }
    let script = directory.join("pass.mjs");
    std::fs::write(&script, NODE_SCRIPT)?;
    Ok(Peer {
        contender: Contender::Node,
        program: PathBuf::from("node"),
        script,
        directory,
    })
}

/// Python as it is, with its own SQLite.
pub(crate) fn sqlite() -> Result<Peer, Error> {
    let directory = shelf()?;
    let script = directory.join("sqlite.py");
    std::fs::write(&script, SQLITE_SCRIPT)?;
    Ok(Peer {
        contender: Contender::Sqlite,
        program: PathBuf::from("python3"),
        script,
        directory,
    })
}

fn quietly(command: &mut Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| Error::Said(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or_default();
    Err(Error::Said(format!("{program} ended badly: {last}")))
}
