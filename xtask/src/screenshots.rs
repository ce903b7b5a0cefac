//! `cargo xtask screenshots DIR`: the journeys once more, light and dark, with their pictures
//! kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{cargo, headless, packages, setup, sh, ui};

/// The names of all pictures, one a line.
const NAMES: &str = "tests/pictures.txt";

/// As the names of the files and the harness of the journeys say it.
const THEMES: [&str; 2] = ["light", "dark"];

/// Builds everything, walks twice, and fails when a test failed or a picture is missing.
pub(crate) fn take(directory: &Path) -> Result<()> {
    setup::setup(packages::For::Testing)?;
    ui::build(ui::Profile::Release)?;
    sh::run(cargo::cargo()?.args(["build", "--locked", "--workspace", "--exclude", "ui"]))?;
    fs::create_dir_all(directory)?;
    let directory = directory.canonicalize()?;
    let files = files()?;
    for file in &files {
        // One of an earlier walk would hide that this one did not take it.
        match fs::remove_file(directory.join(file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let mut good = true;
    for theme in THEMES {
        println!("screenshots: walking in the {theme}");
        good &= walk(&directory, theme)?;
    }
    let missing: Vec<&String> = files
        .iter()
        .filter(|file| !directory.join(file).is_file())
        .collect();
    ensure!(missing.is_empty(), "no test took {missing:?}");
    ensure!(good, "not every test passed");
    println!(
        "screenshots: {} pictures in {}",
        files.len(),
        directory.display()
    );
    Ok(())
}

fn walk(directory: &Path, theme: &str) -> Result<bool> {
    let inner = cargo::cargo()?;
    let mut command = headless::command(inner.get_program());
    command
        .current_dir(cargo::root()?)
        .env("SWITCHBOARD_PICTURES", directory)
        .env("SWITCHBOARD_PICTURES_THEME", theme);
    if sh::has("cargo-nextest") {
        command.args(["nextest", "run", "--no-fail-fast", "--test-threads=2"]);
        command.args(["--locked", "--package", "e2e"]);
        command.args(["-E", "test(/^(journey|tour)::/)"]);
    } else {
        command.args(["test", "--no-fail-fast", "--locked", "--package", "e2e"]);
        command.args(["--test", "it", "--", "--test-threads=2"]);
        command.args(["journey::", "tour::"]);
    }
    Ok(sh::watch(&mut command, |_| {})?.success())
}

/// The files that the names promise.
fn files() -> Result<Vec<String>> {
    let path: PathBuf = cargo::root()?.join(NAMES);
    let text = fs::read_to_string(path).context(NAMES)?;
    Ok(promised(&text))
}

fn promised(names: &str) -> Vec<String> {
    names
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .flat_map(|name| THEMES.map(|theme| format!("{name}-{theme}.png")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_promises_a_light_and_a_dark_picture() {
        let files = promised("# Heading\n\nsetup\ntenants@1024\n");
        assert_eq!(
            files,
            [
                "setup-light.png",
                "setup-dark.png",
                "tenants@1024-light.png",
                "tenants@1024-dark.png"
            ]
        );
    }

    #[test]
    fn the_pictures_in_the_readme_are_among_them() -> Result<()> {
        let files = files()?;
        let shown = cargo::root()?.join("docs/pictures");
        for picture in fs::read_dir(shown)? {
            let name = picture?.file_name().to_string_lossy().into_owned();
            assert!(files.contains(&name), "nothing takes `{name}` any more");
        }
        Ok(())
    }
}
