//! What the papers promise must be so: a test that SECURITY.md names is looked for, and so is every
//! file that one of them names.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Result;

use crate::cargo;

/// The words between backticks that look like the name of a test: at least two underscores.
fn names(paper: &str) -> BTreeSet<String> {
    let words = paper.split('`').skip(1).step_by(2);
    words
        .filter(|word| {
            word.matches('_').count() >= 2
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '_')
        })
        .map(str::to_owned)
        .collect()
}

/// All of our Rust below this, as one text.
pub(crate) fn sources(directory: &Path, text: &mut String) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let built = ["target", "dist", "gen"].contains(&name.as_ref());
            if !built && !name.starts_with('.') {
                sources(&path, text)?;
            }
        } else if name.ends_with(".rs") {
            text.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// Whether it is a test, and one that is run without being asked for by name.
fn is_run(text: &str, name: &str) -> bool {
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else {
        return false;
    };
    let mark = before.rfind("#[test]").max(before.rfind("#[tokio::test"));
    mark.is_some_and(|at| {
        let between = &before[at..];
        !between.contains("fn ") && !between.contains("#[ignore")
    })
}

#[test]
fn a_helper_and_a_test_that_nobody_runs_are_no_proof() {
    let text = "#[test]\nfn one() {}\nfn two() {}\n\
        #[tokio::test]\n#[ignore = \"a figure\"]\nasync fn three() {}\n\
        #[tokio::test(flavor = \"multi_thread\")]\nasync fn four() {}";
    let run = ["one", "two", "three", "four", "five"].map(|name| is_run(text, name));
    assert_eq!(run, [true, false, false, true, false]);
}

#[test]
fn every_test_that_security_names_exists() -> Result<()> {
    let root = cargo::root()?;
    let named = names(&fs::read_to_string(root.join("SECURITY.md"))?);
    assert!(named.len() > 40, "the paper names its tests: {named:?}");
    let mut text = String::new();
    sources(&root, &mut text)?;
    let missing: Vec<_> = named.iter().filter(|name| !is_run(&text, name)).collect();
    assert!(missing.is_empty(), "SECURITY.md names {missing:?}");
    Ok(())
}

/// Of the window only what needs none is built for this computer: a test beside the rest is compiled
/// nowhere.
#[test]
fn no_test_of_the_window_lies_where_none_is_run() -> Result<()> {
    let window = cargo::root()?.join("ui/src");
    let text = fs::read_to_string(window.join("lib.rs"))?;
    let rooms: Vec<_> = text
        .split("#[cfg(target_arch = \"wasm32\")]\nmod ")
        .skip(1)
        .filter_map(|rest| rest.split(';').next())
        .collect();
    assert!(rooms.contains(&"screens"), "{rooms:?}");
    for room in rooms {
        let file = window.join(room).with_extension("rs");
        let mut text = fs::read_to_string(file).unwrap_or_default();
        if window.join(room).is_dir() {
            sources(&window.join(room), &mut text)?;
        }
        assert!(!text.contains("#[test]"), "a test in `ui/src/{room}`");
    }
    Ok(())
}

/// The papers that say where something is. Those of help are about other programs too.
const PAPERS: [&str; 9] = [
    "README.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "docs/reliability.md",
    "docs/performance.md",
    "docs/mutants.md",
    "crates/composio/README.md",
    "crates/simulator/README.md",
];

/// How the name of a place among the sources begins.
const ROOMS: [&str; 8] = [
    ".github/",
    "bench/",
    "crates/",
    "docs/",
    "src-tauri/",
    "tests/",
    "ui/",
    "xtask/",
];

/// The screen that a recipe makes up.
const MADE_UP: &str = "/pulse.rs";

/// Whether it is one place, by its whole name; `*.txt` is several.
fn is_place(word: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    let begins = ROOMS.iter().any(|room| word.starts_with(room));
    begins && word.chars().all(plain) && !word.ends_with(MADE_UP)
}

#[test]
fn every_file_that_the_papers_name_is_there() -> Result<()> {
    let root = cargo::root()?;
    let mut named = 0;
    for paper in PAPERS {
        let text = fs::read_to_string(root.join(paper))?;
        for place in text.split('`').skip(1).step_by(2) {
            if is_place(place) {
                assert!(root.join(place).exists(), "{paper} names {place}");
                named += 1;
            }
        }
    }
    assert!(named > 60, "{named} places are named");
    Ok(())
}

/// Where a secret may leave its wrapper (ARCHITECTURE.md); tests may as well.
const EXPOSES: [&str; 3] = [
    "crates/app/src/passphrase.rs",
    "crates/composio/src/auth.rs",
    "crates/vault/src/os.rs",
];

/// Where the address of a link is lent to what hands it on, which is what it is for: the browser,
/// the clipboard, a message, a draft, a QR code. The last is where lending is made.
const LENDS: [&str; 3] = [
    "crates/app/src/connect.rs",
    "crates/app/src/sending.rs",
    "crates/composio/src/auth.rs",
];

/// Our own files below this that say this word.
fn saying(word: &str, directory: &Path, root: &Path, found: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !["tests", "target", "dist", "gen"].contains(&name.as_ref()) {
                saying(word, &path, root, found)?;
            }
        } else if name.ends_with(".rs")
            && name != "tests.rs"
            && fs::read_to_string(&path)?.contains(word)
        {
            let own = path.strip_prefix(root).unwrap_or(&path);
            found.insert(own.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

#[test]
fn a_secret_leaves_its_wrapper_in_three_files_and_nowhere_else() -> Result<()> {
    assert_eq!(
        all_saying("expose_secret")?,
        EXPOSES.map(str::to_owned).into()
    );
    // The other door, which nobody needs: what may be written may be read.
    assert_eq!(all_saying("expose_secret_mut")?, BTreeSet::new());
    Ok(())
}

#[test]
fn a_link_is_lent_in_these_files_and_nowhere_else() -> Result<()> {
    assert_eq!(
        all_saying(".with_secret(")?,
        LENDS.map(str::to_owned).into()
    );
    Ok(())
}

fn all_saying(word: &str) -> Result<BTreeSet<String>> {
    let root = cargo::root()?;
    let mut found = BTreeSet::new();
    for room in ["crates", "src-tauri", "ui"] {
        saying(word, &root.join(room), &root, &mut found)?;
    }
    Ok(found)
}

#[test]
fn the_name_of_a_test_is_told_from_other_words() {
    let paper = "`a_test_of_ours` in `src-tauri/build.rs`, `expose_secret`, `deny.toml`";
    assert_eq!(names(paper), ["a_test_of_ours".to_owned()].into());
}
