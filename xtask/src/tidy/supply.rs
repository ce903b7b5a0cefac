//! What comes from outside: licences, bans, sources and known defects, by cargo-deny.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::{cargo, sh, tools::Tool};

const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    words: &["--no-default-features"],
    why: "it reads licences and sources",
};

/// Fails on a licence, a crate or a source that `deny.toml` does not allow.
pub(super) fn check() -> Result<()> {
    sh::run(&mut deny(&["check", "licenses", "bans", "sources"])?)
}

/// Fails on a known defect. The list of them is not in the registry, so where it cannot be had
/// that is said and nothing is claimed.
pub(super) fn advisories() -> Result<()> {
    // A network that swallows packets would otherwise hold the check up for many minutes.
    let mut fetch = Command::new("timeout");
    fetch
        .arg("60")
        .arg(DENY.program()?)
        .args(["fetch", "db"])
        .current_dir(cargo::root()?);
    let fetched = fetch
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !fetched {
        println!("tidy: advisories: not checked, their database could not be fetched");
        return Ok(());
    }
    sh::run(&mut deny(&["check", "--disable-fetch", "advisories"])?)?;
    println!("tidy: advisories: good");
    Ok(())
}

fn deny(words: &[&str]) -> Result<Command> {
    let mut command = Command::new(DENY.program()?);
    command
        .current_dir(cargo::root()?)
        .args(["--locked", "--all-features"])
        .args(words);
    Ok(command)
}
