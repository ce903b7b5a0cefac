//! `cargo xtask bench`: builds for speed, then lets the package `bench` run.

use std::{env, io, process::Command};

use anyhow::{Result, bail};

use crate::{cargo, setup, sh};

/// Everything, or with `sync` in front any server. What follows goes to the program as it is.
pub(crate) fn bench(words: &[&str]) -> Result<()> {
    let sync = words.first() == Some(&"sync");
    // What the chores say goes to stderr, so that stdout holds figures and nothing else.
    sh::run(
        Command::new(env::current_exe()?)
            .arg("bench-ready")
            .stdout(io::stderr()),
    )?;
    let program = cargo::target_directory()?.join("release/bench");
    if !program.is_file() {
        bail!("the build left no {}", program.display());
    }
    let mut command = Command::new(program);
    if !sync {
        let module = cargo::root()?.join("ui/dist/ui_bg.wasm");
        command.arg("all").arg("--module").arg(module);
    }
    sh::run(command.args(words))
}

/// Sets up and builds. Not the window: its module is weighed as it was last built.
pub(crate) fn ready() -> Result<()> {
    setup::setup_for_running()?;
    sh::run(cargo::cargo()?.args([
        "build",
        "--locked",
        "--release",
        "--package",
        "bench",
        "--package",
        "simulator",
    ]))
}
