//! What a package says about itself, read from the sources: nothing here is written twice.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;

use crate::{cargo, sh};

/// The facts of one version.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// The sources.
    pub(super) root: PathBuf,
    pub(super) version: String,
    /// The one time in everything that is made.
    pub(super) epoch: Timestamp,
    /// What is new, a sentence each.
    pub(super) news: Vec<String>,
}

impl Facts {
    /// Reads those of the sources in `root`.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let version = version()?;
        let changes = fs::read_to_string(root.join("CHANGELOG.md"))?;
        let news = news(&changes, &version);
        ensure!(
            !news.is_empty(),
            "CHANGELOG.md says nothing of {version} and nothing is unreleased"
        );
        Ok(Self {
            root: root.to_owned(),
            version,
            epoch: epoch(root)?,
            news,
        })
    }

    /// As `SOURCE_DATE_EPOCH` wants it.
    pub(super) fn epoch_seconds(&self) -> String {
        self.epoch.as_second().to_string()
    }
}

fn version() -> Result<String> {
    let metadata = cargo::metadata()?;
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == super::NAME)
        .and_then(|package| package["version"].as_str())
        .map(str::to_owned)
        .context("the workspace has no package of our name")
}

/// The time of the last commit, unless told otherwise: the clock would make every build another.
fn epoch(root: &Path) -> Result<Timestamp> {
    let told = env::var("SOURCE_DATE_EPOCH").ok();
    let text = match told {
        Some(text) => text,
        None => sh::output(
            Command::new("git")
                .args(["log", "-1", "--format=%ct"])
                .current_dir(root),
        )
        .context("set SOURCE_DATE_EPOCH: there is no commit to take the time from")?,
    };
    let seconds = text
        .trim()
        .parse()
        .with_context(|| format!("`{}` is no time in seconds", text.trim()))?;
    Ok(Timestamp::from_second(seconds)?)
}

/// The points of the section for `version`, else of what is unreleased.
fn news(changes: &str, version: &str) -> Vec<String> {
    let of = |title: &str| {
        let lines = changes
            .lines()
            .skip_while(|line| !line.starts_with(&format!("## [{title}]")))
            .skip(1)
            .take_while(|line| !line.starts_with("## "));
        let mut points: Vec<String> = Vec::new();
        for line in lines {
            if let Some(start) = line.strip_prefix("- ") {
                points.push(start.trim().to_owned());
            } else if let (Some(more), Some(last)) = (line.strip_prefix("  "), points.last_mut()) {
                last.push(' ');
                last.push_str(more.trim());
            }
        }
        points
    };
    let released = of(version);
    if released.is_empty() {
        of("Unreleased")
    } else {
        released
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGES: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Later.\n\n## [0.2.0] - 2026-01-02\n\n### Added\n\n- One thing\n  on two lines.\n- Another.\n\n## [0.1.0] - 2025-01-02\n\n- Old.\n";

    #[test]
    fn a_version_tells_its_own_news_and_no_others() {
        assert_eq!(
            news(CHANGES, "0.2.0"),
            ["One thing on two lines.", "Another."]
        );
    }

    #[test]
    fn a_version_that_is_not_out_yet_tells_what_is_unreleased() {
        assert_eq!(news(CHANGES, "0.3.0"), ["Later."]);
        assert!(news("# Changelog\n", "0.3.0").is_empty());
    }
}
