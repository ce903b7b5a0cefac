//! `cargo xtask package`: what people install. A `.deb` and a `.rpm` from one tree of files, made
//! by the systems' own tools (`dpkg-deb`, `rpmbuild`), so that their rules are theirs to know.
//!
//! The same sources give the same bytes, wherever they lie: see [`build`].

mod build;
mod clean_root;
mod deb;
mod facts;
mod licences;
mod rpm;
mod third_party;
mod tree;
mod twice;

#[cfg(test)]
mod tests;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{cargo, packages::For, setup, sh};
use facts::Facts;

/// The bundle identifier: the scheme of our links, and the name of the desktop entry, of the icon
/// and of the component in software centres.
pub(crate) const IDENTIFIER: &str = "dev.switchboard.desktop";

/// What the package and the program in it are called.
pub(crate) const NAME: &str = "switchboard";

/// No mailbox is behind it: `.invalid` never has one. Whoever publishes packages puts their own.
const MAINTAINER: &str = "The Switchboard developers <maintainers@switchboard.invalid>";

/// Reads the words after `package`.
pub(crate) fn chore(words: &[&str]) -> Result<()> {
    match words {
        [] => only_make(None),
        ["--binary", program] => only_make(Some(program.as_ref())),
        ["--check"] => check(None),
        ["--check", "--binary", program] => check(Some(program.as_ref())),
        ["--twice"] => twice::twice(),
        _ => bail!("package takes nothing, --check, --twice or --binary FILE"),
    }
}

/// Makes both packages.
fn only_make(program: Option<&Path>) -> Result<()> {
    setup::setup(For::Packaging)?;
    make(program).map(|_| ())
}

/// Makes both packages and tries the `.deb`. Whether it can be tried here is asked first: a build
/// takes longer than anything else.
fn check(program: Option<&Path>) -> Result<()> {
    setup::setup(For::Packaging)?;
    clean_root::ensure_able()?;
    clean_root::check(&make(program)?.deb)
}

/// The finished packages.
#[derive(Debug)]
struct Packages {
    deb: PathBuf,
    rpm: PathBuf,
}

impl Packages {
    fn both(&self) -> [&Path; 2] {
        [&self.deb, &self.rpm]
    }
}

/// Where packages and what they are made of go.
fn directory() -> Result<PathBuf> {
    Ok(cargo::target_directory()?.join("package"))
}

/// Makes both packages, of `program` or of a fresh build.
fn make(program: Option<&Path>) -> Result<Packages> {
    let facts = Facts::read(&cargo::root()?)?;
    let directory = directory()?;
    let program = match program {
        Some(program) => {
            println!("package: taking {} as it is", program.display());
            program.to_owned()
        }
        None => build::release(&facts, &directory.join("build"))?,
    };
    let packages = pack(&facts, &program, &directory)?;
    for package in packages.both() {
        let size = fs::metadata(package)?.len();
        println!("package: {} ({} KiB)", package.display(), size / 1024);
    }
    let mut sums = Command::new("sha256sum");
    sums.args(packages.both().iter().filter_map(|path| path.file_name()));
    fs::write(
        directory.join("SHA256SUMS"),
        sh::output(sums.current_dir(&directory))?,
    )?;
    Ok(packages)
}

/// Puts `program` and what belongs to it into both kinds of package.
fn pack(facts: &Facts, program: &Path, directory: &Path) -> Result<Packages> {
    let files = tree::files(facts, program)?;
    let packages = Packages {
        deb: deb::make(facts, &files, directory)?,
        rpm: rpm::make(facts, &files, directory)?,
    };
    validate(&directory.join("deb"))?;
    Ok(packages)
}

/// What the desktops' own validators say of the laid tree.
fn validate(laid: &Path) -> Result<()> {
    sh::run(Command::new("desktop-file-validate").arg(laid.join(tree::desktop_entry())))?;
    sh::run(
        Command::new("appstreamcli")
            .args(["validate", "--no-net", "--no-color"])
            .arg(laid.join(tree::metainfo())),
    )
}

/// An empty directory at `path`.
fn emptied(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("could not empty {}", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("could not make {}", path.display()))
}
