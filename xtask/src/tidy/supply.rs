//! What comes from outside: licences, bans, sources and known defects, by cargo-deny.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::{cargo, sh};

const VERSION: &str = "0.20.2";

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
        .arg(program()?)
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
    let mut command = Command::new(program()?);
    command
        .current_dir(cargo::root()?)
        .args(["--locked", "--all-features"])
        .args(words);
    Ok(command)
}

/// The program, built from the registry the first time.
fn program() -> Result<PathBuf> {
    if sh::has("cargo-deny") {
        return Ok(PathBuf::from("cargo-deny"));
    }
    let tools = cargo::target_directory()?.join("tools");
    let program = tools.join("bin/cargo-deny");
    if program.is_file() {
        return Ok(program);
    }
    println!("tidy: building cargo-deny {VERSION}, once (it reads licences and sources)");
    fs::create_dir_all(&tools)?;
    let build = tools.join("build");
    // Unoptimised it is built in a third of the time and still answers in seconds.
    sh::run(
        cargo::cargo()?
            .args(["install", "cargo-deny", "--version", VERSION, "--locked"])
            .args(["--debug", "--no-default-features", "--root"])
            .arg(&tools)
            .env("CARGO_TARGET_DIR", &build)
            .env_remove("RUSTFLAGS"),
    )?;
    fs::remove_dir_all(&build).context("could not tidy up after cargo-deny")?;
    Ok(program)
}
