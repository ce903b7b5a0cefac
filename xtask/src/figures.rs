//! `cargo xtask figures`: how fast the real window answers, with the program as it is shipped.
//! Figures, no claims; docs/performance.md tells what they were.

use std::{fs, io};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{cargo, headless, packages, setup, sh, test, ui};

/// Without what takes longest.
const QUICK: &str = "--quick";

/// Builds the shipped program and the harness, and prints what is measured; with `--json` as one
/// array on stdout, and everything else on stderr; with `--quick` without 500,000 integrations.
pub(crate) fn figures(words: &[&str]) -> Result<()> {
    let quick = words.contains(&QUICK);
    match words
        .iter()
        .filter(|word| **word != QUICK)
        .collect::<Vec<_>>()[..]
    {
        [] => measure(quick),
        [&"--json"] => {
            println!("{}", serde_json::to_string_pretty(&collected(quick)?)?);
            Ok(())
        }
        _ => bail!("figures takes --json, --quick, both or nothing"),
    }
}

/// The figures themselves; what the chores say goes to stderr.
pub(crate) fn collected(quick: bool) -> Result<Vec<Value>> {
    let file = cargo::target_directory()?.join("figures.jsonl");
    if file.exists() {
        fs::remove_file(&file)?;
    }
    // Another process of ours, so that what every step prints goes the same way.
    sh::run(
        std::process::Command::new(std::env::current_exe()?)
            .arg("figures")
            .args(quick.then_some(QUICK))
            .env("FIGURES_JSON", &file)
            .stdout(io::stderr()),
    )?;
    let lines = fs::read_to_string(&file).context("nothing was measured")?;
    let all: Result<Vec<Value>, _> = lines.lines().map(serde_json::from_str).collect();
    Ok(all?)
}

pub(crate) fn measure(quick: bool) -> Result<()> {
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
    build(&["--release", "--package", "simulator", "--bins"])?;
    build(&["--package", "e2e", "--bins"])?;
    let inner = cargo::cargo()?;
    let mut command = headless::command(inner.get_program());
    let built = cargo::target_directory()?.join("release");
    command
        .current_dir(cargo::root()?)
        .env("SWITCHBOARD_BIN", built.join("switchboard"))
        .env("SIMULATOR_BIN", built.join("simulator"))
        .env("BARE_BIN", built.join("examples/bare"))
        .args(["test", "--locked", "--package", "e2e", "--test", "it", "--"])
        .args(["--ignored", "--nocapture", "--test-threads=1", "figures::"]);
    if quick {
        command.env("FIGURES_QUICK", "1");
    }
    test::passed(&mut command).map(|_| ())
}
