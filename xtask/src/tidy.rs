//! `cargo xtask tidy`: what a machine can say about the state of the house.

mod edges;
mod sizes;
mod supply;
mod workflows;

use std::time::Instant;

use anyhow::Result;

use crate::{cargo, errors_doc, sh, ui};

/// Runs every check; the first that fails ends it.
pub(crate) fn tidy() -> Result<()> {
    step("edges between packages", edges::check)?;
    step("file sizes", sizes::check)?;
    step("generated files", errors_doc::check)?;
    step("formatting", || {
        sh::run(cargo::cargo()?.args(["fmt", "--all", "--check"]))
    })?;
    step("lints", || {
        sh::run(
            cargo::cargo()?
                .args(["clippy", "--locked", "--workspace", "--exclude", "ui"])
                .args(["--all-targets", "--", "-D", "warnings"]),
        )
    })?;
    step("lints of the window", || {
        sh::run(
            cargo::cargo()?
                .env("CARGO_ENCODED_RUSTFLAGS", ui::FLAGS)
                .args(["clippy", "--locked", "--target", "wasm32-unknown-unknown"])
                .args([
                    "--package",
                    "ui",
                    "--package",
                    "wire",
                    "--package",
                    "domain",
                ])
                .args(["--", "-D", "warnings"]),
        )
    })?;
    step("documentation", || {
        sh::run(
            cargo::cargo()?
                .args(["doc", "--locked", "--workspace", "--no-deps"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })?;
    step("licences, bans and sources", supply::check)?;
    step("workflows", workflows::check)?;
    supply::advisories()
}

fn step(what: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    println!("tidy: {what}");
    check().map_err(|error| error.context(format!("tidy: {what}")))?;
    println!("tidy: {what}: good, {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}
