//! The program as people get it, the same bytes wherever it is built: no path of this machine is
//! in it, and no moment of today.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::{NAME, facts::Facts};
use crate::{cargo, sh, ui};

/// Builds the sources of `facts` into `target`.
pub(super) fn release(facts: &Facts, target: &Path) -> Result<PathBuf> {
    let places = places(&facts.root, target)?;
    let flags: Vec<String> = places
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect();
    // Between flags, as a path may hold a space.
    let flags = flags.join("\u{1f}");
    ui::build_at(ui::Profile::Release, &facts.root, target, Some(&flags))?;
    println!("package: building the program in {}", facts.root.display());
    let c_flags: Vec<String> = places
        .iter()
        .map(|(from, to)| format!("-ffile-prefix-map={}={to}", from.display()))
        .collect();
    sh::run(
        cargo::cargo()?
            .current_dir(&facts.root)
            .args(["build", "--release", "--locked", "--package", NAME])
            .arg("--target-dir")
            .arg(target)
            .env("CARGO_ENCODED_RUSTFLAGS", flags)
            .env("CARGO_INCREMENTAL", "0")
            .env("CFLAGS", c_flags.join(" "))
            .env("CXXFLAGS", c_flags.join(" "))
            .env("SOURCE_DATE_EPOCH", facts.epoch_seconds()),
    )?;
    let program = target.join("release").join(NAME);
    names_no_place(&program, &[&facts.root, target])?;
    Ok(program)
}

/// A path that was not replaced makes every build another one, and tells where it was made.
/// What is shorter than a register may hide in the code itself; `--twice` finds that too.
fn names_no_place(program: &Path, places: &[&Path]) -> Result<()> {
    let bytes = fs::read(program)?;
    for place in places {
        let found = memchr::memmem::find(&bytes, place.as_os_str().as_encoded_bytes());
        ensure!(found.is_none(), "the program says {}", place.display());
    }
    Ok(())
}

/// What differs between machines, and what is written in its stead. The last that fits counts.
fn places(root: &Path, target: &Path) -> Result<Vec<(PathBuf, &'static str)>> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    Ok(vec![
        (home.context("no home directory")?, "/cargo"),
        (root.to_owned(), "/switchboard"),
        (target.to_owned(), "/build"),
    ])
}
