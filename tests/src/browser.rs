//! The default browser of a desk: a program of ours that follows redirects, fills in the consent
//! pages as its script says, and hands the link that comes out to the desktop.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::{binaries, desk::Desk, poll::until};

/// What the person in front of the browser does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Goes through with it.
    Allow,
    /// Presses Cancel.
    Deny,
    /// Leaves the first page open and does nothing.
    Nothing,
    /// Does not even look: the window of the browser is behind all others.
    Away,
}

/// The script that the browser follows from its next start on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// Whether consent is given.
    pub decision: Decision,
    /// Which account is chosen where there is a choice.
    pub account: Option<String>,
    /// Which scopes are unticked.
    pub untick: Vec<String>,
    /// `gio` or `xdg-open`: who is given the link that comes out.
    pub opener: String,
}

/// A page that the browser was on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its address.
    pub url: String,
    /// The status, 0 for a link that was handed to the desktop.
    pub status: u16,
    /// The first words of its heading, or the error.
    pub heading: String,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            decision: Decision::Allow,
            account: None,
            untick: Vec::new(),
            opener: "gio".to_owned(),
        }
    }
}

impl Script {
    /// Goes through with it as `account`.
    pub fn allow(account: &str) -> Self {
        Self {
            account: Some(account.to_owned()),
            ..Self::default()
        }
    }

    /// Does `decision`, and is nobody in particular.
    pub fn only(decision: Decision) -> Self {
        Self {
            decision,
            ..Self::default()
        }
    }

    /// Reads the script in `directory`.
    pub fn read(directory: &Path) -> Result<Self> {
        let text = fs::read_to_string(directory.join(SCRIPT)).context("there is no script")?;
        Ok(serde_json::from_str(&text)?)
    }
}

const SCRIPT: &str = "script.json";
const VISITS: &str = "visits.jsonl";
const ENTRY: &str = "scripted-browser.desktop";

/// The browser that is installed on a desk.
#[derive(Debug)]
pub struct Browser {
    directory: PathBuf,
}

impl Browser {
    pub(crate) async fn install(desk: &Desk) -> Result<Self> {
        let directory = desk.root().join("browser");
        fs::create_dir_all(&directory)?;
        let applications = desk.root().join("data/applications");
        fs::create_dir_all(&applications)?;
        let program = binaries::scripted_browser()?;
        fs::write(
            applications.join(ENTRY),
            format!(
                "[Desktop Entry]\nType=Application\nName=Scripted browser\nExec={} {} %u\nTerminal=false\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
                program.display(),
                directory.display()
            ),
        )?;
        for scheme in ["x-scheme-handler/http", "x-scheme-handler/https"] {
            let ended = desk.run("xdg-mime", &["default", ENTRY, scheme]).await?;
            ensure!(ended.code == Some(0), "xdg-mime: {}", ended.stderr);
        }
        let browser = Self { directory };
        browser.follow(&Script::default())?;
        Ok(browser)
    }

    /// Changes the script from the next start on.
    pub fn follow(&self, script: &Script) -> Result<()> {
        Ok(fs::write(
            self.directory.join(SCRIPT),
            serde_json::to_string_pretty(script)?,
        )?)
    }

    /// Where it has been, in order.
    pub fn visits(&self) -> Result<Vec<Visit>> {
        let Ok(text) = fs::read_to_string(self.directory.join(VISITS)) else {
            return Ok(Vec::new());
        };
        // The last line may still be being written.
        Ok(text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect())
    }

    /// Waits for the first visit that `matches`.
    pub async fn wait_for_visit(
        &self,
        what: &str,
        matches: impl Fn(&Visit) -> bool,
    ) -> Result<Visit> {
        until(&format!("the browser to be on {what}"), || async {
            Ok(self.visits()?.into_iter().find(|visit| matches(visit)))
        })
        .await
        .with_context(|| format!("it has been on {:?}", self.visits()))
    }
}

/// Adds a visit to the list in `directory`.
pub fn record(directory: &Path, visit: &Visit) -> Result<()> {
    use std::io::Write;
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(directory.join(VISITS))?;
    Ok(file.write_all(format!("{}\n", serde_json::to_string(visit)?).as_bytes())?)
}
