//! A disk without room, and a directory that may not be written to, as a person meets them: a
//! sentence where it was tried, what was there stays there, and it goes on in the same window.

use std::fs;
use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use e2e::{Desk, Simulator, Window, hook, left_out, until};

use super::{database, opens_the_project, sent, worked, write};
use crate::steps::{fill_in, find_row, gone, press_enter, synced, wait_for};

const CANNOT: &str = "The data directory cannot be read or written. Nothing was done";
const FULL: &str = "The disk is full. Nothing was done; make room and try again";
/// Where a change at Composio would have been noted first.
const NOT_NOTED: &str = "The audit row could not be written, so nothing was done at Composio";
const NOTE: &str = "Rang twice";

/// What belongs to root is root's to write, unless root gives that up.
const AS_ANYBODY: &str = "if [ \"$(id -u)\" = 0 ]; then\n\
    exec setpriv --bounding-set=-all --inh-caps=-all -- \"$@\"; fi; exec \"$@\"";

/// Takes the right to write to these away, or gives it back.
fn may_write(paths: &[PathBuf], write: bool) -> Result<()> {
    for path in paths {
        let mode = match (path.is_dir(), write) {
            (true, true) => 0o700,
            (true, false) => 0o500,
            (false, true) => 0o600,
            (false, false) => 0o400,
        };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// A project with a note that only this computer has, closed.
async fn noted(desk: &Desk) -> Result<Simulator> {
    let (simulator, window) = worked(desk).await?;
    fill_in(&window, "note-box", "Left a message").await?;
    wait_for(&window, &hook("note"), "Left a message").await?;
    window.close().await?;
    Ok(simulator)
}

/// What was there before anything went wrong still is.
async fn nothing_is_lost(window: &Window) -> Result<()> {
    find_row(window, "acme", "Slack").await?;
    wait_for(window, &hook("note"), "Left a message").await
}

#[tokio::test]
async fn a_project_that_may_not_be_written_to_is_told_and_opens_by_a_click_once_it_may()
-> Result<()> {
    let mut desk = Desk::new().await?;
    let simulator = noted(&desk).await?;
    let file = database(&desk)?;
    let bytes = fs::read(&file)?;
    let of_it = [file.clone(), desk.home().join("workspaces")];
    let before = sent(&simulator).await?;
    may_write(&of_it, false)?;
    desk.start_by(Some(AS_ANYBODY))?;
    let window = desk.start_app().await?;
    wait_for(&window, &hook("fault"), CANNOT).await?;
    window.picture("store-read-only").await?;
    // Pressed too early, it is told again where it was pressed.
    window.click(&hook("profile")).await?;
    wait_for(&window, &format!("aside {}", hook("fault")), CANNOT).await?;
    ensure!(sent(&simulator).await? == before, "something was sent");
    ensure!(fs::read(&file)? == bytes, "a byte of it was changed");

    may_write(&of_it, true)?;
    opens_the_project(&window).await?;
    nothing_is_lost(&window).await?;
    fill_in(&window, "note-box", NOTE).await?;
    wait_for(&window, &hook("note"), NOTE).await?;
    window.close().await
}

#[tokio::test]
async fn settings_that_may_not_be_written_to_are_told_and_are_as_before_once_they_may() -> Result<()>
{
    let mut desk = Desk::new().await?;
    let simulator = noted(&desk).await?;
    let settings = [desk.home().join("desk.db")];
    let before = sent(&simulator).await?;
    may_write(&settings, false)?;
    desk.start_by(Some(AS_ANYBODY))?;
    let window = desk.start_app().await?;
    wait_for(&window, &hook("fault"), CANNOT).await?;
    window.picture("store-read-only-settings").await?;
    window.close().await?;
    ensure!(sent(&simulator).await? == before, "something was sent");

    may_write(&settings, true)?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    gone(&window, "trouble").await?;
    nothing_is_lost(&window).await?;
    window.close().await
}

/// From now on SQLite says of every note and of every audit row what it says on a disk without
/// room: a table is written to along with them that has given out its last number.
const NO_ROOM: &str = "CREATE TABLE room (id INTEGER PRIMARY KEY AUTOINCREMENT);
    INSERT INTO room (id) VALUES (9223372036854775807);
    CREATE TRIGGER no_note BEFORE INSERT ON notes BEGIN INSERT INTO room (id) VALUES (NULL); END;
    CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN INSERT INTO room (id) VALUES (NULL); END;";
const ROOM_AGAIN: &str = "DROP TRIGGER no_note; DROP TRIGGER no_audit; DROP TABLE room;";

#[tokio::test]
async fn where_sqlite_finds_no_room_nothing_is_sent_and_with_room_again_the_window_goes_on()
-> Result<()> {
    let desk = Desk::new().await?;
    let simulator = noted(&desk).await?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    nothing_is_lost(&window).await?;
    write(&database(&desk)?, NO_ROOM).await?;
    a_write_is_refused(&window, &simulator).await?;
    window.picture("store-no-room").await?;
    write(&database(&desk)?, ROOM_AGAIN).await?;
    it_goes_on(&window).await?;
    window.close().await?;
    it_was_kept(&desk).await
}

/// How often an account was to be switched. The open project is read by a clock as well, so that not
/// every request is of a press.
async fn switches(simulator: &Simulator) -> Result<usize> {
    let requests = simulator.requests().await?;
    let all = requests["requests"].as_array().context("requests")?;
    Ok(all.iter().filter(|it| it["method"] == "PATCH").count())
}

/// Neither a note nor what is asked of Composio is done, each is told where it was pressed, and
/// what was written before is still read.
async fn a_write_is_refused(window: &Window, simulator: &Simulator) -> Result<()> {
    let before = switches(simulator).await?;
    window.click(&hook("action-disable")).await?;
    window.click(&hook("disable-confirm")).await?;
    wait_for(window, &hook("fault"), NOT_NOTED).await?;
    window.click(&format!("{} summary", hook("fault"))).await?;
    wait_for(window, &hook("fault"), "the disk is full").await?;
    ensure!(
        switches(simulator).await? == before,
        "no record, no request"
    );
    window.click(&hook("disable-cancel")).await?;
    gone(window, "disable-confirm").await?;
    fill_in(window, "note-box", NOTE).await?;
    wait_for(window, &hook("fault"), FULL).await?;
    wait_for(window, &hook("note"), "Left a message").await
}

/// What was typed is still there, and is kept at the next try.
async fn it_goes_on(window: &Window) -> Result<()> {
    press_enter(window, &hook("note-box")).await?;
    wait_for(window, &hook("note"), NOTE).await?;
    window.click(&hook("action-disable")).await?;
    window.click(&hook("disable-confirm")).await?;
    gone(window, "disable-confirm").await?;
    wait_for(window, &hook("composio-status"), "INACTIVE").await
}

/// After a start without any trouble, everything is there.
async fn it_was_kept(desk: &Desk) -> Result<()> {
    let window = desk.start_app().await?;
    synced(&window).await?;
    gone(&window, "trouble").await?;
    nothing_is_lost(&window).await?;
    wait_for(&window, &hook("note"), NOTE).await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Disable").await?;
    window.close().await
}

/// A disk of 64 MB with a copy of the home on it, which only the program sees.
const ON_A_SMALL_DISK: &str = r#"
export WHOM="$(id -u)" GROUP="$(id -g)"
exec unshare --user --map-root-user --mount sh -c '
    cp -a "$SWITCHBOARD_HOME" "$SWITCHBOARD_HOME-before" &&
    mount -t tmpfs -o size=64m,mode=700 tmpfs "$SWITCHBOARD_HOME" &&
    cp -a "$SWITCHBOARD_HOME-before/." "$SWITCHBOARD_HOME" || exit 1
    exec unshare --user --map-user="$WHOM" --map-group="$GROUP" "$@"' sh "$@"
"#;

/// Lays what is on the disk of a program beside the home, when that program has ended. The disk
/// is there for as long as it is held.
async fn laid_beside(desk: &mut Desk, disk: &fs::File, program: u32) -> Result<()> {
    let process = PathBuf::from(format!("/proc/{program}"));
    until("the program to end", || async {
        Ok((!process.exists()).then_some(()))
    })
    .await?;
    desk.start_by(None)?;
    desk.move_home("switchboard-after")?;
    let held = format!("/proc/{}/fd/{}/.", std::process::id(), disk.as_raw_fd());
    let copied = Command::new("cp")
        .args(["-a", &held])
        .arg(desk.home())
        .status()?;
    ensure!(copied.success(), "the disk cannot be read");
    Ok(())
}

/// Takes all the room that is left.
fn fill(ballast: &Path) -> Result<()> {
    let mut file = fs::File::create(ballast)?;
    for piece in [1 << 20, 4_096, 1] {
        let bytes = vec![0_u8; piece];
        let full = loop {
            if let Err(error) = file.write_all(&bytes) {
                break error;
            }
            ensure!(file.metadata()?.len() < 1 << 28, "that is no small disk");
        };
        if full.kind() != std::io::ErrorKind::StorageFull {
            bail!(full);
        }
    }
    Ok(())
}

#[tokio::test]
async fn on_a_disk_that_is_full_nothing_is_sent_and_with_room_again_the_window_goes_on()
-> Result<()> {
    let apart = ["--user", "--map-root-user", "--mount"];
    let may = Command::new("unshare").args(apart).arg("true").status();
    if !may.is_ok_and(|may| may.success()) {
        return left_out(
            &on_a_disk_that_is_full_nothing_is_sent_and_with_room_again_the_window_goes_on,
            "this system gives nobody a disk of their own",
            &["store-full"],
        );
    }
    let mut desk = Desk::new().await?;
    let simulator = noted(&desk).await?;
    desk.start_by(Some(ON_A_SMALL_DISK))?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    nothing_is_lost(&window).await?;
    let program = desk.app_pid().await?;
    let disk = PathBuf::from(format!("/proc/{program}/root{}", desk.home().display()));
    let held = fs::File::open(&disk)?;
    fill(&disk.join("ballast"))?;
    a_write_is_refused(&window, &simulator).await?;
    window.picture("store-full").await?;
    fs::remove_file(disk.join("ballast"))?;
    it_goes_on(&window).await?;
    window.close().await?;
    laid_beside(&mut desk, &held, program).await?;
    it_was_kept(&desk).await
}
