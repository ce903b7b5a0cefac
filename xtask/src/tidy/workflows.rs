//! The workflows that nobody here can run are at least read by who knows such files: zizmor, as
//! its makers release it.

use std::{fs, path::Path, process::Command};

use anyhow::Result;

use crate::{cargo, sh};

/// Its wheel holds the program.
const WHEEL: &str = "zizmor==1.32.0";

/// Without Python or a network it is said that nothing was checked; what it finds is a failure.
pub(super) fn check() -> Result<()> {
    let place = cargo::target_directory()?.join("zizmor-1.32.0");
    let program = place.join("bin/zizmor");
    if !program.is_file()
        && let Err(error) = fetch(&place)
    {
        println!("tidy: workflows: not checked, {error}");
        return Ok(());
    }
    let workflows = cargo::root()?.join(".github/workflows");
    // What it could look up with a network is left out: a check says the same everywhere.
    sh::run(
        Command::new(program)
            .args(["--offline", "--quiet"])
            .arg(workflows),
    )
}

/// A directory that is half made would be taken for a whole one.
fn fetch(place: &Path) -> Result<()> {
    if place.exists() {
        fs::remove_dir_all(place)?;
    }
    sh::output(Command::new("python3").args(["-m", "venv"]).arg(place))?;
    let words = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    sh::output(Command::new(place.join("bin/python")).args(words).args([
        "--no-deps",
        "--only-binary=:all:",
        WHEEL,
    ]))?;
    Ok(())
}
