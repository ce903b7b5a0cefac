//! `cargo xtask screenshots DIR`: the walk through every screen, as pictures.

use std::path::Path;

use anyhow::Result;

use crate::{cargo, headless, packages, setup, sh, ui};

/// Builds everything and walks.
pub(crate) fn take(directory: &Path) -> Result<()> {
    setup::setup(packages::For::Testing)?;
    ui::build(ui::Profile::Release)?;
    let mut build = cargo::cargo()?;
    build.args(["build", "--locked"]);
    build.args([
        "--package",
        "switchboard",
        "--package",
        "simulator",
        "--package",
        "e2e",
    ]);
    sh::run(&mut build)?;
    std::fs::create_dir_all(directory)?;
    let directory = directory.canonicalize()?;
    let walk = cargo::target_directory()?.join("debug").join("screenshots");
    sh::run(headless::command(walk).arg(&directory))
}
