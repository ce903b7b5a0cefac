//! A database that cannot be used, as a person meets it: one sentence, and a way on.

mod room;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Simulator, Window, hook};
use sqlx::{
    ConnectOptions as _, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};

use crate::steps::{
    enter, fill_in, find_row, gone, open_row, press_enter, see, set_up, synced, wait_for,
};

const KEY: &str = "ak_sim_store_000000000001";

/// A window over a project that was read, with an alias that only this computer knows.
async fn worked(desk: &Desk) -> Result<(Simulator, Window)> {
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    find_row(&window, "acme", "Slack").await?;
    Ok((simulator, window))
}

fn database(desk: &Desk) -> Result<PathBuf> {
    let home = desk.root().join("switchboard");
    checker::database(&home).with_context(|| format!("no database in {}", home.display()))
}

async fn open(file: &Path) -> Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(file).connect().await?)
}

/// What somebody else writes into the closed database.
async fn write(file: &Path, words: &'static str) -> Result<()> {
    let mut open = open(file).await?;
    sqlx::raw_sql(words).execute(&mut open).await?;
    Ok(())
}

/// How many requests were sent so far.
async fn sent(simulator: &Simulator) -> Result<usize> {
    let requests = simulator.requests().await?;
    Ok(requests["requests"].as_array().context("requests")?.len())
}

/// Opens the one project that is known, from the list of them.
async fn opens_the_project(window: &Window) -> Result<()> {
    window.click(&hook("profile")).await?;
    synced(window).await?;
    gone(window, "trouble").await
}

#[tokio::test]
async fn a_damaged_database_is_put_aside_and_the_list_and_the_audit_are_there() -> Result<()> {
    let desk = Desk::new().await?;
    let (_simulator, window) = worked(&desk).await?;
    window.click(&hook("action-disable")).await?;
    window.click(&hook("disable-confirm")).await?;
    gone(&window, "disable-confirm").await?;
    window.close().await?;
    let file = database(&desk)?;
    write(
        &file,
        "UPDATE integrations SET state_data = 'not json'; PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .await?;

    let window = desk.start_app().await?;
    wait_for(
        &window,
        &hook("trouble"),
        "put aside and a new one was made",
    )
    .await?;
    synced(&window).await?;
    window.picture("store-damaged").await?;
    window.click(&hook("fault-dismiss")).await?;
    gone(&window, "trouble").await?;
    find_row(&window, "acme", "Slack").await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Rebuild the database").await?;
    wait_for(&window, &hook("grid"), "Disable").await?;
    let aside = file.with_extension("db.damaged-1");
    ensure!(aside.exists(), "{} is kept", aside.display());
    window.close().await?;

    // It is told once.
    let window = desk.start_app().await?;
    synced(&window).await?;
    gone(&window, "trouble").await?;
    window.close().await
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone_and_what_to_do_is_said() -> Result<()> {
    let desk = Desk::new().await?;
    let (_simulator, window) = worked(&desk).await?;
    window.close().await?;
    let file = database(&desk)?;
    write(
        &file,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9000, 'from the future', 1, x'00', 1);
         PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .await?;
    let bytes = std::fs::read(&file)?;

    let window = desk.start_app().await?;
    window.wait_for_text("newer version").await?;
    window.picture("store-newer").await?;
    window.close().await?;
    ensure!(std::fs::read(&file)? == bytes, "a byte of it was changed");

    write(&file, "DELETE FROM _sqlx_migrations WHERE version = 9000").await?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    gone(&window, "trouble").await?;
    open_row(&window, "acme", "Slack").await?;
    window.close().await
}

#[tokio::test]
async fn while_another_program_holds_the_database_nothing_is_done_and_then_it_is() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = worked(&desk).await?;
    let mut other = open(&database(&desk)?).await?;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await?;
    fill_in(&window, "note-box", "Rang twice").await?;
    wait_for(
        &window,
        &hook("fault"),
        "Another program holds the database",
    )
    .await?;
    window.picture("store-held").await?;
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await?;
    drop((other, simulator));
    press_enter(&window, &hook("note-box")).await?;
    wait_for(&window, &hook("note"), "Rang twice").await?;
    window.close().await
}

#[tokio::test]
async fn a_database_that_is_held_at_the_start_is_told_and_opens_by_a_click_once_it_is_free()
-> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = worked(&desk).await?;
    fill_in(&window, "note-box", "Rang twice").await?;
    wait_for(&window, &hook("note"), "Rang twice").await?;
    window.close().await?;
    let before = sent(&simulator).await?;
    let mut other = open(&database(&desk)?).await?;
    // Nobody else may even read.
    let hold = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
    sqlx::raw_sql(hold).execute(&mut other).await?;

    let window = desk.start_app().await?;
    let told = "Another program holds the database. Nothing was done; close it and try again";
    wait_for(&window, &hook("fault"), told).await?;
    window.picture("store-held-at-start").await?;
    // Pressed too early, it is told again where it was pressed.
    window.click(&hook("profile")).await?;
    wait_for(&window, &format!("aside {}", hook("fault")), told).await?;
    window.close().await?;

    let window = desk.start_app().await?;
    let again = format!("main {}", hook("fault-remedy"));
    window.click(&again).await?;
    // The press is answered: one that still waits would open it below by itself.
    window.find(&format!("{again}[aria-busy=false]")).await?;
    wait_for(&window, &format!("main {}", hook("fault")), told).await?;
    ensure!(sent(&simulator).await? == before, "something was sent");

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await?;
    other.close().await?;
    // And the button does what a click on the project does.
    window.click(&again).await?;
    synced(&window).await?;
    find_row(&window, "acme", "Slack").await?;
    wait_for(&window, &hook("note"), "Rang twice").await?;
    window.close().await
}

#[tokio::test]
async fn a_project_that_does_not_open_in_place_of_another_says_why_and_opens_once_it_can()
-> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = worked(&desk).await?;
    let file = database(&desk)?;
    window.click(&hook("switcher")).await?;
    window.click(&hook("open-demo")).await?;
    wait_for(&window, &hook("profile-name"), "Demo workspace").await?;
    synced(&window).await?;
    let mut other = open(&file).await?;
    let hold = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
    sqlx::raw_sql(hold).execute(&mut other).await?;

    window.click(&hook("switcher")).await?;
    let real = format!("{}:not([aria-checked=true])", hook("profile"));
    window.click(&real).await?;
    // The frame that was clicked in is gone; what opens next says why the project is not there.
    let told = "Another program holds the database. Nothing was done; close it and try again";
    wait_for(&window, &format!("main {}", hook("fault")), told).await?;
    window.picture("store-held-at-switch").await?;

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await?;
    other.close().await?;
    window
        .click(&format!("main {}", hook("fault-remedy")))
        .await?;
    synced(&window).await?;
    find_row(&window, "acme", "Slack").await?;
    gone(&window, "fault").await?;
    drop(simulator);
    window.close().await
}

#[tokio::test]
async fn a_project_that_is_added_and_does_not_open_is_told_where_another_was_tried_in_vain()
-> Result<()> {
    const OTHER: &str = "ak_sim_store_000000000002";
    let desk = Desk::new().await?;
    let (first, window) = worked(&desk).await?;
    window.close().await?;
    let place = desk.home().join("workspaces");
    let away = place.with_extension("away");
    fs::rename(&place, &away)?;
    fs::write(&place, "no directory")?;
    let window = desk.start_app().await?;
    let above = format!("main {}", hook("fault"));
    wait_for(&window, &above, "cannot be read or written").await?;
    let again = format!("main {}", hook("fault-remedy"));
    window.click(&again).await?;
    window.find(&format!("{again}[aria-busy=false]")).await?;

    let arguments = ["--scenario", "demo", "--api-key", OTHER, "--for", "600s"];
    let second = Simulator::start(desk.root(), &arguments)?;
    enter(&window, &second, OTHER).await?;
    // Told as nothing done, it would be added once more.
    wait_for(&window, &above, "do not add it again").await?;
    drop((first, second));
    window.close().await
}

#[tokio::test]
async fn settings_that_are_held_at_the_start_are_told_and_are_as_before_once_they_are_free()
-> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = worked(&desk).await?;
    window.close().await?;
    let before = sent(&simulator).await?;
    let mut other = open(&desk.home().join("desk.db")).await?;
    let hold = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
    sqlx::raw_sql(hold).execute(&mut other).await?;
    let window = desk.start_app().await?;
    wait_for(
        &window,
        &hook("fault"),
        "Another program holds the database",
    )
    .await?;
    window.picture("store-held-settings").await?;
    window.close().await?;
    ensure!(sent(&simulator).await? == before, "something was sent");

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await?;
    other.close().await?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    gone(&window, "trouble").await?;
    find_row(&window, "acme", "Slack").await?;
    window.close().await
}

#[tokio::test]
async fn a_database_that_another_program_writes_to_at_the_start_opens_and_is_written_later()
-> Result<()> {
    let desk = Desk::new().await?;
    let (_simulator, window) = worked(&desk).await?;
    window.close().await?;
    let mut other = open(&database(&desk)?).await?;
    // Whoever writes keeps others from writing, and lets them read.
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut other).await?;
    let window = desk.start_app().await?;
    see(&window, "row").await?;
    find_row(&window, "acme", "Slack").await?;
    fill_in(&window, "note-box", "Rang twice").await?;
    wait_for(
        &window,
        &hook("fault"),
        "Another program holds the database",
    )
    .await?;
    window.picture("store-held-for-writing").await?;
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await?;
    other.close().await?;
    press_enter(&window, &hook("note-box")).await?;
    wait_for(&window, &hook("note"), "Rang twice").await?;
    // The longer it was held, the later it is read again by itself: up to a minute.
    window.click(&hook("sync-now")).await?;
    synced(&window).await?;
    window.close().await
}
