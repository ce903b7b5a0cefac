//! Programs that cargo brings: pinned, built once from the registry, kept beside what is built.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{cargo, sh};

/// One program that checks what we wrote. None of them is in what we ship.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    /// As the registry and the shell call it.
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// What else `cargo install` is told.
    pub(crate) words: &'static [&'static str],
    /// What it is for, for who waits.
    pub(crate) why: &'static str,
}

impl Tool {
    /// The program, built from the registry the first time.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        if sh::has(self.name) {
            return Ok(PathBuf::from(self.name));
        }
        let tools = cargo::target_directory()?.join("tools");
        let program = tools.join("bin").join(self.name);
        if program.is_file() {
            return Ok(program);
        }
        println!(
            "building {} {}, once ({})",
            self.name, self.version, self.why
        );
        fs::create_dir_all(&tools)?;
        let build = tools.join(format!("build-{}", self.name));
        // Unoptimised it is built in a third of the time and still answers in seconds.
        sh::run(
            cargo::cargo()?
                .args(["install", self.name, "--version", self.version, "--locked"])
                .arg("--debug")
                .args(self.words)
                .arg("--root")
                .arg(&tools)
                .env("CARGO_TARGET_DIR", &build)
                .env_remove("RUSTFLAGS"),
        )?;
        fs::remove_dir_all(&build)
            .with_context(|| format!("could not tidy up after {}", self.name))?;
        Ok(program)
    }
}
