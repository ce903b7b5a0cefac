//! `cargo xtask tidy`: what a machine can say about the state of the house.

mod compiler;
mod edges;
mod sizes;
mod supply;
mod workflows;

use std::time::Instant;

use anyhow::Result;

use crate::errors_doc;

/// Runs every check; the first that fails ends it.
pub(crate) fn tidy() -> Result<()> {
    step("edges between packages", edges::check)?;
    step("file sizes", sizes::check)?;
    step("generated files", errors_doc::check)?;
    compiler::check()?;
    step("licences, bans and sources", supply::check)?;
    step("workflows", workflows::check)?;
    supply::advisories()
}

fn step(what: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
    timed(what, "good", check)
}

fn timed(what: &str, verdict: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    println!("tidy: {what}");
    check().map_err(|error| error.context(format!("tidy: {what}")))?;
    println!(
        "tidy: {what}: {verdict}, {:.1} s",
        start.elapsed().as_secs_f32()
    );
    Ok(())
}
