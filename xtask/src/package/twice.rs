//! Two builds in two places, compared byte by byte.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Result, ensure};

use super::{Packages, build, facts::Facts, pack};
use crate::{cargo, packages::For, setup, sh};

/// Fails when the second build is not the first.
pub(super) fn twice() -> Result<()> {
    setup::setup(For::Packaging)?;
    let directory = super::directory()?;
    let here = Facts::read(&cargo::root()?)?;
    let elsewhere = directory.join("twice/elsewhere");
    copy(&here.root, &elsewhere)?;
    let there = Facts {
        root: elsewhere,
        ..here.clone()
    };
    let first = one(&here, &directory.join("build"), &directory)?;
    let second = one(
        &there,
        &directory.join("twice/build"),
        &directory.join("twice"),
    )?;
    let mut same = same("the program", &first.0, &second.0)?;
    for (one, other) in first.1.both().into_iter().zip(second.1.both()) {
        same &= self::same(&one.display().to_string(), one, other)?;
    }
    ensure!(same, "the two builds differ");
    Ok(())
}

fn one(facts: &Facts, target: &Path, directory: &Path) -> Result<(PathBuf, Packages)> {
    let start = Instant::now();
    let program = build::release(facts, target)?;
    let packages = pack(facts, &program, directory)?;
    println!("twice: {:.0} s", start.elapsed().as_secs_f32());
    Ok((program, packages))
}

fn same(what: &str, one: &Path, other: &Path) -> Result<bool> {
    let same = fs::read(one)? == fs::read(other)?;
    let said = if same { "the same bytes" } else { "DIFFERENT" };
    println!("twice: {what}: {said}");
    Ok(same)
}

/// The sources as they are, uncommitted changes too, and nothing that was built.
fn copy(from: &Path, to: &Path) -> Result<()> {
    super::emptied(to)?;
    let list = sh::output(
        Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(from),
    )?;
    for name in list.split('\0').filter(|name| !name.is_empty()) {
        let (source, copy) = (from.join(name), to.join(name));
        if !source.is_file() {
            continue;
        }
        if let Some(above) = copy.parent() {
            fs::create_dir_all(above)?;
        }
        fs::copy(source, copy)?;
    }
    Ok(())
}
