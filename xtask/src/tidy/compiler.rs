//! What rustfmt, clippy and rustdoc say of the sources. All three come with the compiler, and each
//! version of it knows something to say that the one before did not. So only those of the compiler
//! that this is tended with can fail; what those of another say is shown, and everything goes on.

use anyhow::Result;

use super::timed;
use crate::{cargo, sh, ui};

/// The compiler that this is tended with: the oldest that builds it. `rust-version` in the root
/// `Cargo.toml` says which, and the workflows install it.
const TENDED: &str = env!("CARGO_PKG_RUST_VERSION");

/// What becomes of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Warnings {
    Denied,
    Shown,
}

/// Asks all three.
pub(super) fn check() -> Result<()> {
    let release = cargo::compiler("release: ")?;
    let warnings = Warnings::of(&release);
    let step = |what: &str, ask: fn(Warnings) -> Result<()>| {
        timed(what, warnings.verdict(), || ask(warnings))
    };
    step("formatting", formatting)?;
    step("lints", lints)?;
    step("lints of the window", lints_of_the_window)?;
    step("documentation", documentation)?;
    if warnings == Warnings::Shown {
        println!(
            "tidy: no warning above was denied: this is tended with Rust {TENDED}, and here is \
             {release}, which may warn of what nobody has met yet"
        );
    }
    Ok(())
}

impl Warnings {
    /// Those of a compiler.
    fn of(release: &str) -> Self {
        let patch = release.strip_prefix(TENDED);
        match patch.map(|patch| patch.is_empty() || patch.starts_with('.')) {
            // What is not a release yet says `-nightly` or `-beta.3` at its end.
            Some(true) if !release.contains('-') => Self::Denied,
            _ => Self::Shown,
        }
    }

    /// What is said of a step that did not fail.
    fn verdict(self) -> &'static str {
        match self {
            Self::Denied => "good",
            Self::Shown => "what it says was shown",
        }
    }

    /// The last words for clippy.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Denied => &["--", "-D", "warnings"],
            Self::Shown => &[],
        }
    }
}

fn formatting(warnings: Warnings) -> Result<()> {
    let same = sh::run(cargo::cargo()?.args(["fmt", "--all", "--check"]));
    match (warnings, same) {
        // It has no milder way to say that it would write something else.
        (Warnings::Shown, Err(error)) => println!("tidy: formatting: {error}"),
        (_, same) => same?,
    }
    Ok(())
}

fn lints(warnings: Warnings) -> Result<()> {
    sh::run(
        cargo::cargo()?
            .args(["clippy", "--locked", "--workspace", "--exclude", "ui"])
            .arg("--all-targets")
            .args(warnings.words()),
    )
}

fn lints_of_the_window(warnings: Warnings) -> Result<()> {
    sh::run(
        cargo::cargo()?
            .env("CARGO_ENCODED_RUSTFLAGS", ui::FLAGS)
            .args(["clippy", "--locked", "--target", "wasm32-unknown-unknown"])
            .args(["--package", "ui"])
            .args(["--package", "wire", "--package", "domain"])
            .args(warnings.words()),
    )
}

fn documentation(warnings: Warnings) -> Result<()> {
    let mut command = cargo::cargo()?;
    command.args(["doc", "--locked", "--workspace", "--no-deps"]);
    if warnings == Warnings::Denied {
        command.env("RUSTDOCFLAGS", "-D warnings");
    }
    sh::run(&mut command)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Context;

    use super::*;

    #[test]
    fn only_the_compiler_that_this_is_tended_with_is_strict() {
        for release in [
            TENDED.to_owned(),
            format!("{TENDED}.0"),
            format!("{TENDED}.7"),
        ] {
            assert_eq!(Warnings::of(&release), Warnings::Denied, "{release}");
        }
        for release in [
            format!("{TENDED}0.0"),
            format!("{TENDED}.0-nightly"),
            format!("{TENDED}.0-beta.3"),
            "1.0.0".to_owned(),
            "2.0.0".to_owned(),
        ] {
            assert_eq!(Warnings::of(&release), Warnings::Shown, "{release}");
        }
    }

    #[test]
    fn the_workflows_install_the_compiler_that_this_is_tended_with() -> Result<()> {
        const BEFORE: [&str; 3] = ["install", "default", "--default-toolchain"];
        for workflow in fs::read_dir(cargo::root()?.join(".github/workflows"))? {
            let path = workflow?.path();
            let text = fs::read_to_string(&path).context(path.display().to_string())?;
            let words: Vec<&str> = text.split_whitespace().collect();
            let installed: Vec<&str> = words
                .windows(2)
                .filter(|pair| BEFORE.contains(&pair[0]))
                .map(|pair| pair[1])
                .filter(|word| word.starts_with(|first: char| first.is_ascii_digit()))
                .collect();
            let right = installed.iter().all(|version| *version == TENDED);
            assert!(
                right && !installed.is_empty(),
                "{} installs Rust {installed:?}",
                path.display()
            );
        }
        Ok(())
    }
}
