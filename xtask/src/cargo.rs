//! What Cargo knows about the workspace.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::sh;

/// The directory of the workspace.
pub(crate) fn root() -> Result<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(own
        .parent()
        .context("xtask has no directory above it")?
        .to_owned())
}

/// A cargo command that runs in the workspace.
pub(crate) fn cargo() -> Result<Command> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()?);
    Ok(command)
}

/// `cargo metadata`, of the workspace alone.
pub(crate) fn metadata() -> Result<Value> {
    let text =
        sh::output(cargo()?.args(["metadata", "--format-version=1", "--no-deps", "--locked"]))?;
    Ok(serde_json::from_str(&text)?)
}

/// What the compiler says of itself after `start`, a word such as `release: `.
pub(crate) fn compiler(start: &str) -> Result<String> {
    let about = sh::output(Command::new("rustc").arg("-vV"))?;
    let found = about.lines().find_map(|line| line.strip_prefix(start));
    let found = found.with_context(|| format!("rustc does not say `{start}`"))?;
    Ok(found.to_owned())
}

/// Where builds go.
pub(crate) fn target_directory() -> Result<PathBuf> {
    let metadata = metadata()?;
    let directory = metadata["target_directory"].as_str();
    Ok(PathBuf::from(
        directory.context("no target directory in the metadata")?,
    ))
}
