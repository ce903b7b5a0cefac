//! The canary sweep. A core of its own process is led through every command and through bad
//! weather, with secrets that are known; then everything that it said and left is searched
//! for them, in every disguise.
//!
//! Where a secret may be: the keyring, the browser and the mail program that are handed a
//! link, the clipboard of the commands that copy one, and the memory of the process.

mod commands;
mod core;
mod echo;
mod record;
mod weather;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::canary::Canary;

use self::record::{FLOWS, HOME, OUT, SECRETS};

/// A list that the core's process left, one line an entry, its columns divided by tabs.
fn list(out: &Path, name: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(out.join(name)).unwrap();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(one, other)| (one.to_owned(), other.to_owned()))
        .collect()
}

#[test]
fn no_flow_leaves_a_secret_in_files_logs_answers_events_or_output() {
    let place = tempfile::tempdir().unwrap();
    let (out, home) = (place.path().join(OUT), place.path().join(HOME));
    for directory in [&out, &home] {
        std::fs::create_dir(directory).unwrap();
    }
    let core = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--include-ignored", "--nocapture"])
        .arg("flows::core::a_core_that_is_searched")
        .env(record::PLACE, place.path())
        .env("TMPDIR", &home)
        // Whoever helps may have asked for everything: what is written then counts too.
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    std::fs::write(out.join("said/stdout"), &core.stdout).unwrap();
    std::fs::write(out.join("said/stderr"), &core.stderr).unwrap();
    let flows = list(&out, FLOWS);
    assert!(
        core.status.success(),
        "the core went to its end, not to {:?}: {}",
        flows.last(),
        String::from_utf8_lossy(&core.stderr)
    );
    let secrets = list(&out, SECRETS);
    told_apart(&secrets);
    every_command_is_among(&flows);
    for (kind, secret) in &secrets {
        let canary = Canary::new(secret);
        let mut found = canary.files(&home).unwrap();
        found.extend(canary.files(&out.join("said")).unwrap());
        // A link may go out by the doors that are made for it.
        if kind != "link" {
            found.extend(canary.files(&out.join("doors")).unwrap());
        }
        let found: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(place.path()).unwrap())
            .collect();
        assert!(found.is_empty(), "a {kind} got out: {found:?}");
    }
}

/// There is something of each kind to be found, or the search proves nothing.
fn told_apart(secrets: &[(String, String)]) {
    for (kind, least) in [
        ("key", 4),
        ("token", 2),
        ("link", 3),
        ("state", 3),
        ("passphrase", 3),
        ("field", 1),
        ("password", 1),
    ] {
        let found = secrets.iter().filter(|(it, _)| it == kind).count();
        assert!(found >= least, "{found} of the kind {kind}");
    }
    for (kind, secret) in secrets {
        assert!(
            secret.len() >= 8,
            "a {kind} is long enough to be told apart"
        );
    }
}

fn every_command_is_among(flows: &[(String, String)]) {
    let names: BTreeSet<&str> = flows.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), flows.len(), "each flow has a name of its own");
    for command in wire::COMMANDS {
        assert!(names.contains(command), "no flow is made of `{command}`");
    }
    let weather = names.len() - wire::COMMANDS.len();
    assert!(
        names.len() >= 40 && weather >= 40,
        "{} flows, {weather} of them in bad weather",
        names.len()
    );
    let unsent = |(name, told): &&(String, String)| {
        name.starts_with("a write that is") && told.starts_with("input.")
    };
    assert_eq!(flows.iter().find(unsent), None, "it has to be sent to fail");
    // What is refused before it begins shows little: these are meant to be.
    let refused: Vec<_> = flows
        .iter()
        .filter(|(name, told)| wire::COMMANDS.contains(&name.as_str()) && told != "done")
        .map(|(name, told)| format!("{name}: {told}"))
        .collect();
    assert_eq!(refused, commands::REFUSED, "every other command succeeds");
}
