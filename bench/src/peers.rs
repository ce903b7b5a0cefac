//! The official clients, in their own languages, unchanged. Installed once, beside the build.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Error;
use crate::pass::{Contender, Figures, Target};

/// The versions that are compared with.
const PYTHON_VERSION: &str = "1.43.0";
const NODE_VERSION: &str = "2.0.0-rc.6";

const PYTHON_SCRIPT: &str = include_str!("../peers/composio_client.py");
const NODE_SCRIPT: &str = include_str!("../peers/composio_client.mjs");
const SQLITE_SCRIPT: &str = include_str!("../peers/sqlite.py");

/// No pass takes so long that is going to end.
const PATIENCE: Duration = Duration::from_secs(900);

/// A program in another language that can be run.
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

/// What cannot be compared with here, and why: "npm client: not measured, no Node.js".
pub(crate) fn not_measured(contender: Contender, why: &str) -> String {
    let who = match contender {
        Contender::Python => "PyPI client",
        Contender::Node => "npm client",
        other => other.what(),
    };
    let line = format!("{who}: not measured, {why}");
    eprintln!("bench: {line}");
    line
}

/// Runs a pass and reads its last line.
pub(crate) fn figures(command: &mut Command) -> Result<Figures, Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let deadline = Instant::now() + PATIENCE;
    // Nobody reads meanwhile: what a pass prints is one line, and the pipe holds it.
    while child.try_wait()?.is_none() {
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            let seconds = PATIENCE.as_secs();
            return Err(Error::Said(format!(
                "no end within {seconds} s ({program})"
            )));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let status = output.status;
        return Err(Error::Said(format!("it ended with {status} ({program})")));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(serde_json::from_str(
        text.lines().last().unwrap_or_default(),
    )?)
}

/// The clients that can be had here, and a line for each other one.
pub(crate) fn available() -> (Vec<Peer>, Vec<String>) {
    let (mut peers, mut absent) = (Vec::new(), Vec::new());
    for (contender, peer) in [(Contender::Python, python()), (Contender::Node, node())] {
        match peer {
            Ok(peer) => peers.push(peer),
            Err(error) => absent.push(not_measured(contender, &error.to_string())),
        }
    }
    (peers, absent)
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
    starts("python3", "no Python")?;
    let directory = shelf()?.join(format!("python-{PYTHON_VERSION}"));
    let (program, marker) = (directory.join("bin/python"), directory.join("complete"));
    // An environment whose Python has gone since, as after an upgrade, is made anew.
    if !marker.exists() || starts(&program.to_string_lossy(), "").is_err() {
        let package = format!("composio-client=={PYTHON_VERSION}");
        eprintln!(
            "bench: installing {package} into {}, once",
            directory.display()
        );
        let venv = ["-m", "venv", "--clear"];
        quietly(Command::new("python3").args(venv).arg(&directory))?;
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ];
        quietly(Command::new(&program).args(pip).arg(&package))?;
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
    starts("node", "no Node.js")?;
    let directory = shelf()?.join(format!("node-{NODE_VERSION}"));
    let marker = directory.join("complete");
    if !marker.exists() {
        starts("npm", "no npm beside Node.js")?;
        std::fs::create_dir_all(&directory)?;
        let package = format!("@composio/client@{NODE_VERSION}");
        eprintln!(
            "bench: installing {package} into {}, once",
            directory.display()
        );
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
    starts("python3", "no Python")?;
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

/// Whether a program is there; `why` not, in words, when it is not.
fn starts(program: &str, why: &str) -> Result<(), Error> {
    let mut command = Command::new(program);
    let command = command.arg("--version").stdin(Stdio::null());
    let there = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    match there {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Error::Said(why.to_owned())),
    }
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
