//! axe-core, as its makers release it, run inside the real window.
//!
//! It is not kept here: its authors publish it in JavaScript packages, and a wheel that carries
//! one file of it is fetched once into the target directory, as the official clients of the
//! simulator's tests are. Nothing of the wheel is run but that file, and only in the window.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

use crate::window::Window;

/// The wheel, whose version is that of the axe-core in it.
const WHEEL: &str = "pytest-playwright-axe==4.14.0";

/// Where the file lies in the wheel.
const IN_WHEEL: &str = "pytest_playwright_axe/resources/axe.min.js";

/// Its name on our shelf.
const NAME: &str = "axe-4.14.0.min.js";

/// The other theme, at once: what fades between the two would be
/// measured on its way.
const OTHER_THEME: &str = "const root = document.documentElement;\
    window.atOnce = new CSSStyleSheet();\
    atOnce.replaceSync('*, *::before, *::after { transition: none !important; }');\
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, atOnce];\
    const dark = root.dataset.theme === 'dark' || root.dataset.theme !== 'light'\
        && matchMedia('(prefers-color-scheme: dark)').matches;\
    root.dataset.themeBefore = root.dataset.theme || '';\
    root.dataset.theme = dark ? 'light' : 'dark';";

/// And back.
const OWN_THEME: &str = "const root = document.documentElement;\
    const before = root.dataset.themeBefore;\
    delete root.dataset.themeBefore;\
    if (before) root.dataset.theme = before; else delete root.dataset.theme;\
    void getComputedStyle(document.body).color;\
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== atOnce);";

/// Every rule of WCAG A and AA to 2.2 and the best practices. What it is not sure of is no
/// finding, and what an open menu half covers is no target until it closes.
const RUN: &str = "const done = arguments[arguments.length - 1];\
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];\
    const only = { type: 'tag', values: tags };\
    const options = { runOnly: only, resultTypes: ['violations'], iframes: false, elementRef: false };\
    const covered = document.querySelector('[role=menu]') !== null;\
    options.rules = { 'target-size': { enabled: !covered } };\
    axe.run(document, options).then(\
        found => done(found.violations.flatMap(v => v.nodes.map(n =>\
            v.id + ' at ' + n.target.join(' ') + ': ' + (n.failureSummary || v.help).split('\\n').slice(1, 3).map(s => s.trim()).join('; ')))),\
        error => done(['axe-core failed: ' + error]));";

impl Window {
    /// What axe-core finds wrong on the screen as it is, in both themes: rule, selector, reason.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        if self.run("return !window.axe", Vec::new()).await? == Value::Bool(true) {
            // A script of the driver's is a function of its own; the page is to have the name.
            let script = format!("{}\nwindow.axe = axe;", source()?);
            self.run(&script, Vec::new()).await?;
        }
        let mut found = self.ask_axe().await?;
        self.run(OTHER_THEME, Vec::new()).await?;
        let other = self.ask_axe().await;
        self.run(OWN_THEME, Vec::new()).await?;
        found.extend(
            other?
                .into_iter()
                .map(|words| format!("in the other theme: {words}")),
        );
        Ok(found)
    }

    async fn ask_axe(&self) -> Result<Vec<String>> {
        match self.run_async(RUN, Vec::new()).await? {
            Value::Array(found) => Ok(found
                .into_iter()
                .map(|one| one.as_str().unwrap_or_default().to_owned())
                .collect()),
            answer => Err(anyhow!("axe-core answered {answer}")),
        }
    }
}

/// The text of axe-core.
fn source() -> Result<String> {
    let shelf = shelf();
    let kept = shelf.join(NAME);
    if !kept.is_file() {
        fetch(&shelf, &kept)?;
    }
    fs::read_to_string(&kept).with_context(|| kept.display().to_string())
}

/// Where what is fetched stays between runs.
fn shelf() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    target.unwrap_or_else(own).join("e2e-axe")
}

/// Takes the one file out of the wheel. Another test may do the same at once: each works in a
/// directory of its own, and the last step is a rename.
fn fetch(shelf: &Path, kept: &Path) -> Result<()> {
    fs::create_dir_all(shelf)?;
    let own = tempfile::tempdir_in(shelf)?;
    let environment = own.path().join("python");
    run(Command::new("python3").args(["-m", "venv"]).arg(&environment)).context(
        "making a virtual environment (Debian and Ubuntu: the package python3-venv, which `cargo xtask test` installs)",
    )?;
    let unpacked = own.path().join("wheel");
    // The Python that it asks for does not matter: none of its Python is run.
    let words = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "5",
        "--no-deps",
        "--no-compile",
        "--ignore-requires-python",
        "--only-binary=:all:",
        "--target",
    ];
    run(Command::new(environment.join("bin/python"))
        .args(words)
        .arg(&unpacked)
        .arg(WHEEL))
    .context("fetching axe-core")?;
    Ok(fs::rename(unpacked.join(IN_WHEEL), kept)?)
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output()?;
    ensure!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
