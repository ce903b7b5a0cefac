//! `cargo xtask bench`: builds for speed, then lets the package `bench` run.

use anyhow::{Result, bail};

use crate::{cargo, setup, sh};

/// Everything, or with `sync` in front any server. What follows goes to the program as it is.
pub(crate) fn bench(words: &[&str]) -> Result<()> {
    setup::setup_for_running()?;
    sh::run(cargo::cargo()?.args([
        "build",
        "--locked",
        "--release",
        "--package",
        "bench",
        "--package",
        "simulator",
    ]))?;
    let program = cargo::target_directory()?.join("release/bench");
    if !program.is_file() {
        bail!("the build left no {}", program.display());
    }
    let mut command = std::process::Command::new(program);
    match words {
        ["sync", rest @ ..] => command.arg("sync").args(rest),
        rest => command
            .arg("all")
            .arg("--module")
            .arg(cargo::root()?.join("ui/dist/ui_bg.wasm"))
            .args(rest),
    };
    sh::run(&mut command)
}
