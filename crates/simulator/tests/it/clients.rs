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
    if marker.exists() && starts(&python) {
        return python;
    }
    std::fs::create_dir_all(shelf()).unwrap();
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

async fn official(version: &'static str) {
    let python = tokio::task::spawn_blocking(move || python(version))
        .await
        .unwrap();
    let config = Config {
        control: true,
        ..Config::default()
    };
    let sim = Simulator::start(config).await.unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/official.py");
    let arguments = [sim.base_url(), sim.api_key(), version.to_owned()];
    let ran = tokio::task::spawn_blocking(move || {
        run(
            "the official client",
            Command::new(python).arg(script).args(arguments),
        )
    });
    let said = String::from_utf8(ran.await.unwrap().stdout).unwrap();
    assert!(said.lines().count() > 25, "it did not get far:\n{said}");
    sim.shutdown().await;
}

#[tokio::test]
async fn the_client_of_january_is_content() {
    official("1.27.0").await;
}

#[tokio::test]
async fn the_last_client_of_the_first_series_is_content() {
    official("1.43.0").await;
}
