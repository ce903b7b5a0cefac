//! The official Python client, two versions of it, unchanged.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use simulator::{Config, Simulator};

/// Where virtual environments are kept between runs.
fn shelf() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    target.unwrap_or_else(own).join("simulator-clients")
}

fn run(what: &str, command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(
        output.status.success(),
        "{what} failed:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A Python with that version of the client. Made once; a marker that is
/// written last tells a whole environment from half of one. An environment whose
/// Python has gone since, as after an upgrade of the system, is made anew.
fn python(version: &str) -> PathBuf {
    let home = shelf().join(format!("composio-client-{version}"));
    let (python, marker) = (home.join("bin/python"), home.join("complete"));
    let starts = |python: &Path| Command::new(python).arg("-V").output().is_ok();
    std::fs::create_dir_all(shelf()).unwrap();
    // Each test is a process of its own, and two of them want the same version.
    let one_at_a_time = std::fs::File::create(home.with_extension("lock")).unwrap();
    one_at_a_time.lock().unwrap();
    if marker.exists() && starts(&python) {
        return python;
    }
    let hint = "making a virtual environment (Debian and Ubuntu: the package python3-venv, which `cargo xtask test` installs)";
    run(
        hint,
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&home),
    );
    let package = format!("composio-client=={version}");
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "5",
    ];
    run(
        "installing the client",
        Command::new(&python).args(pip).arg(&package),
    );
    std::fs::write(&marker, version).unwrap();
    python
}

/// Runs a script with that version of the client against a simulator; what it said.
async fn script(name: &str, version: &'static str, last: &str) -> String {
    let python = tokio::task::spawn_blocking(move || python(version))
        .await
        .unwrap();
    let config = Config {
        control: true,
        ..Config::default()
    };
    let sim = Simulator::start(config).await.unwrap();
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let script = place.join(name);
    let arguments = [sim.base_url(), sim.api_key(), last.to_owned()];
    let ran = tokio::task::spawn_blocking(move || {
        run(
            "the official client",
            Command::new(python).arg(script).args(arguments),
        )
    });
    let said = String::from_utf8(ran.await.unwrap().stdout).unwrap();
    sim.shutdown().await;
    said
}

async fn official(version: &'static str) {
    let said = script("official.py", version, version).await;
    assert!(said.lines().count() > 25, "it did not get far:\n{said}");
}

#[tokio::test]
async fn the_client_of_january_is_content() {
    official("1.27.0").await;
}

#[tokio::test]
async fn the_last_client_of_the_first_series_is_content() {
    official("1.43.0").await;
}

/// What the app is compared with in docs/reliability.md: it leaves one account each.
#[tokio::test]
async fn a_client_that_sends_again_blindly_leaves_two_accounts_of_a_link_whose_answer_is_lost() {
    let said = script("lost_answer.py", "1.43.0", "50").await;
    assert_eq!(said.trim(), "100 accounts of 50 links");
}
