//! `cargo xtask bench`: builds for speed, lets the package `bench` run, and then measures the real
//! window, so that one command has every figure.

use std::{env, io, process::Command};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{cargo, figures, setup, sh, ui};

/// Without the real window, which needs a display of its own and a build of the shipped program.
const NO_WINDOW: &str = "--no-window";

/// To this program itself: the window's module is weighed too, so it is built.
pub(crate) const WITH_MODULE: &str = "--module";

/// Everything, or with `sync` in front any server. What follows goes to the program as it is.
pub(crate) fn bench(words: &[&str]) -> Result<()> {
    let sync = words.first() == Some(&"sync");
    let window = !sync && !words.contains(&NO_WINDOW);
    let quick = words.contains(&"--quick");
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|it| *it != NO_WINDOW)
        .collect();
    // What the chores say goes to stderr, so that stdout holds figures and nothing else.
    sh::run(
        Command::new(env::current_exe()?)
            .arg("bench-ready")
            .args((!sync).then_some(WITH_MODULE))
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
    command.args(&words);
    if !window {
        return sh::run(&mut command);
    }
    if words.contains(&"--json") {
        let mut all: Value = serde_json::from_str(&sh::output(&mut command)?)
            .context("the core's figures are no JSON")?;
        all["window"] = Value::Array(figures::collected(quick)?);
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    sh::run(&mut command)?;
    println!("\nIn the real window (P10, P11, P12, P14, P15, P19, P21)\n");
    figures::measure(quick)
}

/// Sets up and builds; the window too where its module is weighed (P17): a fresh clone has none,
/// and one that was built before may be of other sources.
pub(crate) fn ready(with_module: bool) -> Result<()> {
    setup::setup_for_running()?;
    if with_module {
        ui::build(ui::Profile::Release)?;
    }
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
