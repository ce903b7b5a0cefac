//! `cargo xtask run`: from a clone to an open window.

use std::{fs, process::Command};

use anyhow::Result;

use crate::{cargo, headless, setup, sh, ui};

/// How much the compiler is to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speed {
    /// As people get it.
    Release,
    /// Built sooner, runs slower.
    Dev,
}

/// Sets up, builds, registers and opens.
pub(crate) fn run(speed: Speed) -> Result<()> {
    setup::setup_for_running()?;
    ui::build(ui::Profile::Release)?;
    let target = cargo::target_directory()?;
    let mut build = cargo::cargo()?;
    build.args(["build", "--locked", "--package", "switchboard"]);
    let directory = match speed {
        Speed::Release => {
            build.arg("--release");
            "release"
        }
        Speed::Dev => "debug",
    };
    println!("run: building the app ({directory})");
    sh::run(&mut build)?;
    let program = target.join(directory).join("switchboard");
    // Before a bus or a screen exists: it only writes files.
    sh::run(Command::new(&program).arg("--register-scheme"))?;
    println!("run: links that begin with dev.switchboard.desktop: now open this build");
    if headless::has_display() {
        println!("run: opening {}", program.display());
        return sh::run(&mut Command::new(&program));
    }
    let keyring = target.join("headless-keyring");
    fs::create_dir_all(&keyring)?;
    println!(
        "run: there is no display, so the window opens on a virtual one where it cannot be seen;"
    );
    println!("run: `cargo xtask screenshots DIR` takes pictures of it. Ctrl-C ends it.");
    sh::run(&mut headless::command_with_keyring(&program, &keyring))
}
