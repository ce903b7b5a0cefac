//! A start that cannot be: the program says why, in one line, and ends.

use std::{
    ffi::OsStr,
    os::unix::{ffi::OsStrExt, fs::PermissionsExt},
    process::Command,
};

use anyhow::Result;
use e2e::Desk;

/// What the program says to that.
async fn refused(desk: &Desk, change: impl FnOnce(&mut Command)) -> Result<String> {
    let ended = desk.run_app(change).await?;
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    Ok(ended.stderr)
}

#[tokio::test]
async fn without_a_display_it_says_so() -> Result<()> {
    let desk = Desk::new().await?;
    let said = refused(&desk, |app| {
        app.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    });
    assert!(said.await?.contains("there is no display"));
    Ok(())
}

#[tokio::test]
async fn a_display_that_does_not_answer_is_told_of_and_nothing_panics() -> Result<()> {
    let desk = Desk::new().await?;
    let said = refused(&desk, |app| {
        // No X server has that number: its port would be beyond the last.
        app.env_remove("WAYLAND_DISPLAY").env("DISPLAY", ":65535");
    });
    assert!(said.await?.contains("does not let this program in"));
    Ok(())
}

#[tokio::test]
async fn an_argument_that_is_no_text_is_refused() -> Result<()> {
    let desk = Desk::new().await?;
    let said = refused(&desk, |app| {
        app.arg(OsStr::from_bytes(b"\xff"));
    });
    assert!(said.await?.contains("not valid Unicode"));
    Ok(())
}

#[tokio::test]
async fn a_directory_of_others_is_no_home_and_stays_open_to_them() -> Result<()> {
    let desk = Desk::new().await?;
    let shared = desk.root().join("shared");
    std::fs::create_dir(&shared)?;
    std::fs::write(shared.join("a file of theirs"), "")?;
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o2775))?;
    let said = refused(&desk, |app| {
        app.env("SWITCHBOARD_HOME", &shared);
    });
    assert!(said.await?.contains("in use for something else"));
    let mode = std::fs::metadata(&shared)?.permissions().mode();
    assert_eq!(mode & 0o7777, 0o2775);
    assert_eq!(
        std::fs::read_dir(&shared)?.count(),
        1,
        "nothing was put there"
    );
    Ok(())
}
