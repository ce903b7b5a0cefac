//! `cargo xtask figures`: how fast the real window answers, with the program as it is shipped.
//! Figures, no claims; docs/performance.md tells what they were.

use anyhow::Result;

use crate::{cargo, headless, packages, setup, sh, ui};

/// Builds the shipped program and the harness, and prints what is measured.
pub(crate) fn measure() -> Result<()> {
    setup::setup(packages::For::Testing)?;
    ui::build(ui::Profile::Release)?;
    let build = |words: &[&str]| sh::run(cargo::cargo()?.args(["build", "--locked"]).args(words));
    build(&[
        "--release",
        "--package",
        "switchboard",
        "--features",
        "bare",
        "--bin",
        "switchboard",
        "--example",
        "bare",
    ])?;
    build(&["--package", "e2e", "--package", "simulator", "--bins"])?;
    let inner = cargo::cargo()?;
    let mut command = headless::command(inner.get_program());
    let built = cargo::target_directory()?.join("release");
    command
        .current_dir(cargo::root()?)
        .env("SWITCHBOARD_BIN", built.join("switchboard"))
        .env("BARE_BIN", built.join("examples/bare"))
        .args(["test", "--locked", "--package", "e2e", "--test", "it", "--"])
        .args(["--ignored", "--nocapture", "--test-threads=1", "figures::"]);
    sh::run(&mut command)
}
