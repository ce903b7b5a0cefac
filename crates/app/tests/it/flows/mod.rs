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

use crate::canary::{Canary, TOKENS};

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
    every_place_is_there(&out, &home, &secrets);
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
        // Beside how they begin, those of which that is not known.
        ("token", TOKENS.len() + 4),
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
            secret.len() >= 7,
            "a {kind} is long enough to be told apart"
        );
    }
}

/// In every place that is searched lies what has to lie there: in one that is empty, or that is
/// elsewhere by now, no secret is found either.
fn every_place_is_there(out: &Path, home: &Path, secrets: &[(String, String)]) {
    let lies = |word: &str, directory: &str, ends: &[&str]| {
        let found = Canary::new(word).files(home).unwrap();
        let there = found.iter().any(|path| {
            let name = path.to_string_lossy();
            let below = path.parent().is_some_and(|it| it.ends_with(directory));
            below && ends.iter().any(|end| name.ends_with(end))
        });
        assert!(there, "`{word}` is in {found:?}");
    };
    lies(weather::LAST, "workspaces", &[".db", ".db-wal"]);
    lies("a command was answered", "logs", &[""]);
    for (word, name) in [
        ("a_core_that_is_searched", "stdout"),
        ("switchboard: panic at", "stderr"),
        ("for-show-integration", "show_integration"),
    ] {
        let said = out.join("said").join(name);
        let found = Canary::new(word).files(&said).unwrap();
        assert_eq!(found, [said], "`{word}`");
    }
    let handed_on = secrets.iter().filter(|(kind, _)| kind == "link");
    let mut links = handed_on.map(|(_, link)| Canary::new(link));
    assert!(
        links.any(|link| !link.files(&out.join("doors")).unwrap().is_empty()),
        "a link is found where one may be"
    );
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
