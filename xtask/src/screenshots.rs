//! `cargo xtask screenshots DIR`: the journeys once more, light and dark, with their pictures
//! kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    cargo, headless,
    left_out::{self, Mark},
    packages, setup, sh, ui,
};

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
    left_out::begin()?;
    let mut good = true;
    for theme in THEMES {
        println!("screenshots: walking in the {theme}");
        good &= walk(&directory, theme)?;
    }
    let absent: Vec<&String> = files
        .iter()
        .filter(|file| !directory.join(file).is_file())
        .collect();
    let marks = left_out::marks()?;
    let mut missing = Vec::new();
    for file in &absent {
        match excuse(file, &marks) {
            Some(mark) => println!(
                "screenshots: {file} was not taken: {} was left out: {}",
                mark.test, mark.why
            ),
            None => missing.push(file),
        }
    }
    ensure!(missing.is_empty(), "no test took {missing:?}");
    ensure!(good, "not every test passed");
    println!(
        "screenshots: {} pictures in {}",
        files.len() - absent.len(),
        directory.display()
    );
    Ok(())
}

/// The test that would have taken this picture, had this computer let it.
fn excuse<'a>(file: &str, marks: &'a [Mark]) -> Option<&'a Mark> {
    let is_of = |name: &String| both(name).iter().any(|picture| picture == file);
    marks.iter().find(|mark| mark.pictures.iter().any(is_of))
}

fn walk(directory: &Path, theme: &str) -> Result<bool> {
    let inner = cargo::cargo()?;
    let mut command = headless::command(inner.get_program());
    command
        .current_dir(cargo::root()?)
        .env("SWITCHBOARD_PICTURES", directory)
        .env("SWITCHBOARD_PICTURES_THEME", theme)
        .env(left_out::DIRECTORY, left_out::directory()?);
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
        .flat_map(both)
        .collect()
}

/// The files of a name.
fn both(name: &str) -> [String; 2] {
    THEMES.map(|theme| format!("{name}-{theme}.png"))
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
    fn a_picture_is_missed_unless_the_test_that_takes_it_was_left_out() {
        let marks = [Mark {
            test: "it::journey::full".to_owned(),
            why: "no disk".to_owned(),
            pictures: vec!["store-full".to_owned()],
        }];
        assert_eq!(excuse("store-full-dark.png", &marks), marks.first());
        assert_eq!(excuse("store-fuller-dark.png", &marks), None);
        assert_eq!(excuse("store-full-dark.png", &[]), None);
    }

    /// `cargo xtask test` takes none, so it would not miss one that nothing takes any more; nor would
    /// anybody miss what is looked at with it.
    #[test]
    fn every_picture_is_named_by_a_journey() -> Result<()> {
        let root = cargo::root()?;
        let mut journeys = String::new();
        crate::promises::sources(&root.join("tests/it"), &mut journeys)?;
        let names = fs::read_to_string(root.join(NAMES))?;
        let names = names.lines().map(str::trim);
        for name in names.filter(|name| !name.is_empty() && !name.starts_with('#')) {
            // Some at twice the size are named after what is there.
            let place = name.strip_suffix("@200").unwrap_or(name);
            let named = [name, place].map(|it| journeys.contains(&format!("\"{it}\"")));
            assert!(named.contains(&true), "no journey names `{name}`");
        }
        Ok(())
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
