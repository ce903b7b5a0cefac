//! A disk without room, and a directory that may not be written to. Both are real ones, so
//! they are met by a core in a process of its own, which says what it was told.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use wire::{Event, FindIntegrations};

use crate::apart;
use crate::rig::Rig;

/// More sign-ins than any disk in here has room for.
const MOST: u32 = 500;
const CANNOT: &str =
    "store.unavailable: The data directory cannot be read or written. Nothing was done.";
const FULL: &str =
    "store.unavailable: The disk is full. Nothing was done; make room and try again.";

/// Works until it is told that it cannot, and says what it was told.
#[tokio::test]
#[ignore = "is started by other tests, which take its room away"]
async fn a_core_without_room() {
    let Some((app, auth_config)) = apart::core().await else {
        return;
    };
    app.start().await;
    let trouble = Arc::new(std::sync::Mutex::new(None));
    let sink = Arc::clone(&trouble);
    app.subscribe(move |event| {
        if let Event::Snapshot(all) = event {
            *sink.lock().unwrap() = all.trouble;
        }
        true
    });
    if let Some(fault) = trouble.lock().unwrap().take() {
        println!("told {}: {}", fault.code.as_str(), fault.message);
        return;
    }
    for n in 0..MOST {
        let ask = apart::first(&format!("customer-{n}"), &auth_config);
        if let Err(fault) = app.run(ask).await {
            println!("told {}: {}", fault.code.as_str(), fault.message);
            let rows = app.run(list()).await.unwrap();
            println!("rows {}", rows.rows.len());
            return;
        }
    }
    println!("told nothing");
}

fn list() -> FindIntegrations {
    FindIntegrations {
        text: String::new(),
        state: None,
        toolkit: None,
        narrow: wire::Narrow::default(),
        sort: wire::Sort::default(),
        offset: 0,
        limit: 100,
        locate: None,
    }
}

/// What that core says, started by this command.
fn said(rig: &Rig, command: &mut Command) -> Vec<String> {
    command.arg(std::env::current_exe().unwrap());
    let done = apart::run(command, rig, "database::room::a_core_without_room")
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn has(said: &[String], end: &str) -> bool {
    // The harness leaves the name of the test before the first line.
    said.iter().any(|line| line.ends_with(end))
}

/// With room again, everything that was begun comes to its end.
fn goes_on(rig: &Rig) {
    rig.check_between();
    rig.live(async |life| {
        assert_eq!(super::trouble(life), None);
        life.synced().await;
        life.rest(std::time::Duration::from_secs(14 * 60)).await;
        life.sync().await;
        life.rest(std::time::Duration::from_secs(130)).await;
        rig.check(true).await;
        life.connected(rig, "jane").await;
    })
    .unwrap();
}

#[test]
#[cfg(unix)]
fn a_disk_without_room_is_told_once_and_nothing_is_lost_or_sent_without_a_record() {
    let rig = apart::rig();
    // Its log may hold most of it: whether closing moved that over is up to the threads.
    let database = rig.database().unwrap();
    let log = database.with_extension("db-wal");
    let sizes = [database, log].map(|file| std::fs::metadata(file).map_or(0, |it| it.len()));
    let size: u64 = sizes.into_iter().sum();
    // No file may grow past this, as on a disk without room: that of the shell's blocks
    // are 512 or 1024 bytes changes how late it comes, and nothing else. A few sign-ins fit,
    // beside what the reading of the project writes meanwhile.
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", size / 512 + 512);
    let told = said(&rig, Command::new("sh").args(["-c", &script, "sh"]));
    assert!(has(&told, CANNOT), "{told:?}");
    let rows = told.iter().find_map(|line| line.strip_prefix("rows "));
    assert_ne!(
        rows,
        Some("0"),
        "what was written before is still shown: {told:?}"
    );
    assert!(rows.is_some(), "reading goes on: {told:?}");
    goes_on(&rig);
}

/// A disk of so many bytes with a copy of the home on it, where the core lives until it has ended.
/// Only its own process sees that disk.
#[cfg(target_os = "linux")]
const ON_A_SMALL_DISK: &str = "mount -t tmpfs -o size=$SIZE tmpfs \"$DISK\" \
    && cp -a \"$FAULTS_CORE_HOME/.\" \"$DISK\" || exit 1
    FAULTS_CORE_HOME=\"$DISK\" \"$@\"
    cp -a \"$DISK/.\" \"$FAULTS_CORE_HOME\"";

/// Says why `test` is left out, and leaves a mark of it for `cargo xtask test`: to its harness it
/// passed.
#[cfg(target_os = "linux")]
fn left_out<T>(_test: &T, why: &str) {
    println!("left out: {why}");
    if let Some(directory) = std::env::var_os("SWITCHBOARD_LEFT_OUT") {
        let mark = PathBuf::from(directory).join(std::any::type_name::<T>());
        std::fs::write(mark, format!("{why}\n")).unwrap();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_told_and_with_room_again_everything_goes_on() {
    let apart = ["--user", "--map-root-user", "--mount"];
    let may = Command::new("unshare").args(apart).arg("true").status();
    if !may.is_ok_and(|may| may.success()) {
        left_out(
            &a_disk_that_is_full_is_told_and_with_room_again_everything_goes_on,
            "this system gives nobody a disk of their own",
        );
        return;
    }
    let rig = apart::rig();
    let sizes = rig.home.path().join("workspaces").read_dir().unwrap();
    let size: u64 = sizes
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    let disk = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command
        .args(apart)
        .args(["sh", "-c", ON_A_SMALL_DISK, "sh"])
        .env("DISK", disk.path())
        .env("SIZE", (size + 1024 * 1024).to_string());
    let told = said(&rig, &mut command);
    assert!(has(&told, FULL), "{told:?}");
    let rows = told.iter().find_map(|line| line.strip_prefix("rows "));
    assert!(
        rows.is_some_and(|rows| rows != "0"),
        "what was written before is still shown: {told:?}"
    );
    goes_on(&rig);
}

/// Gives or takes the right to write to these.
#[cfg(unix)]
fn may_write(paths: &[PathBuf], write: bool) {
    use std::os::unix::fs::PermissionsExt;
    for path in paths {
        let mode = match (path.is_dir(), write) {
            (true, true) => 0o700,
            (true, false) => 0o500,
            (false, true) => 0o600,
            (false, false) => 0o400,
        };
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn a_directory_that_may_not_be_written_to_is_told_and_nothing_is_asked() {
    let rig = apart::rig();
    let home = rig.home.path();
    let workspace = vec![rig.database().unwrap(), home.join("workspaces")];
    let all = [workspace.clone(), vec![home.join("desk.db"), home.into()]].concat();
    for paths in [workspace, all] {
        rig.sim.clear_requests();
        may_write(&paths, false);
        // What belongs to root is root's to write, unless root gives that up.
        let is_root = std::fs::OpenOptions::new()
            .append(true)
            .open(&paths[0])
            .is_ok();
        let mut command = Command::new(if is_root { "setpriv" } else { "env" });
        if is_root {
            command.args(["--bounding-set=-all", "--inh-caps=-all", "--"]);
        }
        let told = said(&rig, &mut command);
        may_write(&paths, true);
        assert!(has(&told, CANNOT), "{paths:?}: {told:?}");
        assert!(rig.sim.requests().is_empty(), "nothing is asked or sent");
    }
    goes_on(&rig);
}
