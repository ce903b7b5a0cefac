//! Where the programs under test were built: beside this test's own program, or where the
//! environment says.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// The desktop program.
pub(crate) fn switchboard() -> Result<PathBuf> {
    find("switchboard", "SWITCHBOARD_BIN")
}

/// A window with nothing behind it, for figures.
pub(crate) fn bare() -> Result<PathBuf> {
    find("examples/bare", "BARE_BIN")
}

/// The stand-in for Composio.
pub(crate) fn simulator() -> Result<PathBuf> {
    find("simulator", "SIMULATOR_BIN")
}

/// The browser that follows a script.
pub(crate) fn scripted_browser() -> Result<PathBuf> {
    find("scripted-browser", "SCRIPTED_BROWSER_BIN")
}

fn find(name: &str, variable: &str) -> Result<PathBuf> {
    let path = match env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => {
            let own = env::current_exe().context("the test program has no path")?;
            let directory = own
                .ancestors()
                .skip(1)
                .find(|directory| !directory.ends_with("deps"));
            directory.unwrap_or(Path::new(".")).join(name)
        }
    };
    ensure!(
        path.is_file(),
        "`{}` is not built: run `cargo xtask test`, or set {variable}",
        path.display()
    );
    Ok(path.canonicalize()?)
}
