//! A message bus and a keyring of a test's own. The keyring is found by an
//! environment variable, and a process cannot change its own safely: so a test
//! starts itself once more, with the variable set.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Set in a process that was started with a bus of its own.
const OWN_BUS: &str = "VAULT_TEST_OWN_BUS";

/// Whether this process has a bus of its own. Without one an inner test would write
/// into the keyring of whoever runs it, so it does nothing.
pub(crate) fn is_own() -> bool {
    let own = std::env::var_os(OWN_BUS).is_some();
    if !own {
        println!("skipped: started without a bus of its own");
    }
    own
}

/// Ends its process when it goes.
pub(crate) struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Whether there is a keyring to test with. On a build machine there has to be; elsewhere `test` is
/// left out, and leaves a mark of it for `cargo xtask test`: to its harness it passed.
pub(crate) fn is_installed<T>(_test: &T) -> bool {
    let found = ["gnome-keyring-daemon", "dbus-daemon", "gdbus"]
        .iter()
        .all(|name| in_path(name));
    assert!(
        found || std::env::var_os("CI").is_none(),
        "a build machine must have gnome-keyring and dbus-daemon"
    );
    if !found {
        let why = "gnome-keyring or dbus-daemon is not installed";
        println!("left out: {why}");
        if let Some(directory) = std::env::var_os("SWITCHBOARD_LEFT_OUT") {
            let mark = PathBuf::from(directory).join(std::any::type_name::<T>());
            std::fs::write(mark, format!("{why}\n")).unwrap();
        }
    }
    found
}

fn in_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
}

/// Runs the ignored test `inner` of this binary on a bus of its own.
pub(crate) fn on_a_bus_of_its_own(inner: &str) {
    let home = tempfile::tempdir().unwrap();
    let (address, _bus) = start_bus(home.path());
    run_inner(inner, home.path(), &address);
}

/// From now on the bus of this process lets nobody speak to the keyring, as a sandbox
/// or a rule of the desktop does.
pub(crate) fn forbid_the_keyring() {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    let config = home.join("bus.conf");
    let rules = std::fs::read_to_string(&config).unwrap();
    let no = r#"<deny send_destination="org.freedesktop.secrets"/></policy>"#;
    std::fs::write(&config, rules.replace("</policy>", no)).unwrap();
    let address = std::env::var("DBUS_SESSION_BUS_ADDRESS").unwrap();
    let read = Command::new("gdbus")
        .args([
            "call",
            "--address",
            &address,
            "--dest",
            "org.freedesktop.DBus",
        ])
        .args(["--object-path", "/", "--method"])
        .arg("org.freedesktop.DBus.ReloadConfig")
        .output()
        .unwrap();
    assert!(read.status.success(), "the bus reads its rules again");
}

/// Runs the ignored test `inner` of this binary with this bus address.
pub(crate) fn run_inner(inner: &str, home: &Path, address: &str) {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", inner, "--ignored", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env(OWN_BUS, "1")
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success() && told.contains("1 passed"),
        "{inner}: {told}{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

fn start_bus(home: &Path) -> (String, Ended) {
    let config = home.join("bus.conf");
    let socket = home.join("bus");
    std::fs::write(
        &config,
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#,
            socket.display()
        ),
    )
    .unwrap();
    let mut bus = Command::new("dbus-daemon")
        .arg("--nofork")
        .arg("--print-address=1")
        .arg(format!("--config-file={}", config.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = bus.stdout.take().unwrap();
    let bus = Ended(bus);
    let mut address = String::new();
    BufReader::new(out).read_line(&mut address).unwrap();
    assert!(!address.trim().is_empty(), "the bus did not start");
    (address.trim().to_owned(), bus)
}

/// Starts a keyring that is unlocked, on the bus of this process.
pub(crate) fn start_keyring() -> Ended {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    std::fs::create_dir_all(home.join("data/keyrings")).unwrap();
    let mut keyring = Command::new("gnome-keyring-daemon")
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut password = keyring.stdin.take().unwrap();
    password.write_all(b"not a real password").unwrap();
    drop(password);
    let keyring = Ended(keyring);
    until("the keyring has a default collection", || {
        collection(|_| true).unwrap_or(false)
    });
    keyring
}

/// Does something with the default collection, if there is one.
pub(crate) fn collection<T>(
    what: impl FnOnce(&secret_service::blocking::Collection<'_>) -> T,
) -> Option<T> {
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    let service = SecretService::connect(EncryptionType::Plain).ok()?;
    let collection = service.get_default_collection().ok()?;
    Some(what(&collection))
}

/// Waits until something is so.
pub(crate) fn until(what: &str, so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !so() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
