//! `cargo xtask mutants`: are the tests of the rules sharp? cargo-mutants changes a rule in a
//! copy, one small lie at a time, and the rule's own tests must fail. What survives is killed by
//! a new test or explained in docs/mutants.md; an explanation that nothing needs fails too.

use std::{
    fs,
    path::Path,
    process::{Command, ExitStatus},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{cargo, sh, tools::Tool};

const MUTANTS: Tool = Tool {
    name: "cargo-mutants",
    version: "27.1.0",
    words: &[],
    why: "it makes the lies",
};

/// Where survivors are explained.
const PAPER: &str = "docs/mutants.md";

/// How cargo-mutants ends when it told every lie (its book, "Exit codes"): all were found out, some
/// were missed, some hung. Any other end leaves lies that nobody told, whatever it wrote down.
const TOLD_ALL: [i32; 3] = [0, 2, 3];

/// How many in a hundred of the lies that compile must be found out.
const LEAST: usize = 90;

/// Rules, and the tests that are theirs: small enough that a lie costs seconds.
struct Slice {
    name: &'static str,
    package: &'static str,
    files: &'static [&'static str],
    tests: &'static [&'static str],
}

const SLICES: &[Slice] = &[
    Slice {
        name: "lifecycle",
        package: "domain",
        files: &[
            "crates/domain/src/lifecycle.rs",
            "crates/domain/src/observe.rs",
            "crates/domain/src/attempt.rs",
        ],
        tests: &["--test", "it", "--", "table::", "wins::", "moves::"],
    },
    Slice {
        name: "connection",
        package: "domain",
        files: &["crates/domain/src/connection.rs"],
        tests: &[
            "--lib",
            "--test",
            "it",
            "--",
            "table::",
            "wins::",
            "moves::",
            "cleaning::",
            "concern::",
            "connection::",
            "history::",
            "token::",
        ],
    },
    Slice {
        name: "waiting",
        package: "composio",
        files: &[
            "crates/composio/src/http/retry.rs",
            "crates/composio/src/http/observed.rs",
            "crates/composio/src/http/sent.rs",
        ],
        tests: &["--lib", "--", "http::"],
    },
    Slice {
        name: "pace",
        package: "app",
        files: &["crates/app/src/pace.rs", "crates/app/src/budget.rs"],
        tests: &["--lib", "--", "pace", "budget"],
    },
    // What slows a run does nothing by itself, so its tests are those of the runs.
    Slice {
        name: "runs",
        package: "app",
        files: &["crates/app/src/brake.rs"],
        tests: &[
            "--test",
            "it",
            "--test",
            "faults",
            "--",
            "checks::",
            "cleanup::",
            "storm::",
        ],
    },
    Slice {
        name: "arrivals",
        package: "app",
        files: &["crates/app/src/arrivals.rs"],
        tests: &[
            "--lib",
            "--test",
            "it",
            "--",
            "arrivals",
            "doorbell::",
            "keyring::",
        ],
    },
    Slice {
        name: "addresses",
        package: "app",
        files: &["crates/app/src/url_rule.rs"],
        tests: &["--lib", "--", "url_rule"],
    },
    Slice {
        name: "audit",
        package: "store",
        files: &["crates/store/src/chain.rs", "crates/store/src/audit.rs"],
        tests: &[
            "--lib", "--test", "it", "--", "chain", "audit", "rescued", "spoilt", "crashes",
        ],
    },
    Slice {
        name: "sending",
        package: "composio",
        files: &[
            "crates/composio/src/http/transport.rs",
            "crates/composio/src/http/unreachable.rs",
        ],
        tests: &[
            "--lib",
            "--test",
            "it",
            "--",
            "http::",
            "transport::",
            "errors::",
            "network::",
            "secrets::",
            "weather::",
            "writes::",
        ],
    },
];

/// How the lies of one slice fared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Fared {
    caught: usize,
    /// Found out by never coming to an end.
    hung: usize,
    /// Did not compile, so nobody could have told it.
    unviable: usize,
    missed: Vec<String>,
}

impl Fared {
    fn read(directory: &Path) -> Result<Self> {
        let lines = |name: &str| -> Result<Vec<String>> {
            let text = fs::read_to_string(directory.join(name)).context(name.to_owned())?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        Ok(Self {
            caught: lines("caught.txt")?.len(),
            hung: lines("timeout.txt")?.len(),
            unviable: lines("unviable.txt")?.len(),
            missed: lines("missed.txt")?.iter().map(|line| name(line)).collect(),
        })
    }

    fn viable(&self) -> usize {
        self.caught + self.hung + self.missed.len()
    }

    fn is_enough(&self) -> bool {
        (self.caught + self.hung) * 100 >= self.viable() * LEAST
    }
}

/// A lie without its place in the file, which moves with every edit above it.
fn name(line: &str) -> String {
    let mut parts = line.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(what)) => format!("{file}: {}", what.trim()),
        _ => line.to_owned(),
    }
}

/// The lies that the paper explains: what stands between backticks at the start of a list item.
fn explained(paper: &str) -> Vec<String> {
    let items = paper.lines().filter_map(|line| line.strip_prefix("- `"));
    items
        .filter_map(|rest| rest.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Every slice, or those that are named.
pub(crate) fn mutants(names: &[&str]) -> Result<()> {
    let chosen = chosen(names)?;
    let mut faults = Vec::new();
    let paper = fs::read_to_string(cargo::root()?.join(PAPER)).unwrap_or_default();
    let explained = explained(&paper);
    for slice in chosen {
        let fared = lie(slice)?;
        println!(
            "mutants: {}: {} of {} viable lies found out ({} of them by hanging), {} did not compile",
            slice.name,
            fared.caught + fared.hung,
            fared.viable(),
            fared.hung,
            fared.unviable,
        );
        faults.extend(judge(slice, &fared, &explained));
    }
    if faults.is_empty() {
        println!("mutants: what survived is explained in {PAPER}");
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

fn chosen(names: &[&str]) -> Result<Vec<&'static Slice>> {
    let known: Vec<&str> = SLICES.iter().map(|slice| slice.name).collect();
    for name in names {
        ensure!(
            known.contains(name),
            "no rules are called `{name}`: there are {}",
            known.join(", ")
        );
    }
    let slices = SLICES.iter();
    Ok(slices
        .filter(|slice| names.is_empty() || names.contains(&slice.name))
        .collect())
}

fn judge(slice: &Slice, fared: &Fared, explained: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    if !fared.is_enough() {
        faults.push(format!(
            "{}: fewer than {LEAST} in a hundred were found out",
            slice.name
        ));
    }
    for lie in &fared.missed {
        if !explained.contains(lie) {
            faults.push(format!("survived, and {PAPER} does not say why: {lie}"));
        }
    }
    let ours = |lie: &&String| slice.files.iter().any(|file| lie.starts_with(file));
    for lie in explained.iter().filter(ours) {
        if !fared.missed.contains(lie) {
            faults.push(format!("{PAPER} explains what is found out: {lie}"));
        }
    }
    faults
}

/// Copies the tree, tells every lie of a slice, and reads how they fared.
fn lie(slice: &Slice) -> Result<Fared> {
    let place = cargo::target_directory()?.join("mutants");
    let output = place.join(slice.name);
    fs::create_dir_all(&output)?;
    let mut command = Command::new(MUTANTS.program()?);
    command
        .current_dir(cargo::root()?)
        .args(["mutants", "--jobs", "1", "--colors", "never"])
        .args(["--minimum-test-timeout", "120", "--package", slice.package])
        .arg("--output")
        .arg(&output);
    for file in slice.files {
        command.args(["--file", file]);
    }
    // The words before the filters choose what is built too: else every lie costs the build of
    // all tests of the package.
    let mut words = slice.tests.split(|word| *word == "--");
    for word in words.next().unwrap_or_default() {
        command.arg(format!("--cargo-arg={word}"));
    }
    command
        .args(["--", "--"])
        .args(words.next().unwrap_or_default())
        .env("CARGO_TARGET_DIR", place.join("build"))
        // What a hundred thousand inputs find, a thousand from the same seed mostly do too.
        .env("INPUTS", "1000")
        .env("PROPTEST_CASES", "64");
    let ended = sh::watch(&mut command, |_| ())?;
    ensure!(
        told_all(ended),
        "{}: not every lie could be told: cargo-mutants ended with {ended}",
        slice.name
    );
    let fared = Fared::read(&output.join("mutants.out"))?;
    ensure!(fared.viable() > 0, "{}: there was no lie", slice.name);
    Ok(fared)
}

/// A lie that survived is for us to judge; a run that broke off cannot be judged.
fn told_all(ended: ExitStatus) -> bool {
    ended.code().is_some_and(|code| TOLD_ALL.contains(&code))
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    const SURVIVOR: &str = "crates/domain/src/attempt.rs: replace x with y in f";

    fn fared(caught: usize, missed: &[&str]) -> Fared {
        Fared {
            caught,
            missed: missed.iter().map(|lie| (*lie).to_owned()).collect(),
            ..Fared::default()
        }
    }

    #[test]
    fn a_survivor_is_explained_or_named() {
        let paper = explained(&format!("# Survivors\n\n- `{SURVIVOR}`: why\n"));
        let [rules, ..] = SLICES else {
            unreachable!("there are slices")
        };
        assert_eq!(
            judge(rules, &fared(99, &[SURVIVOR]), &paper),
            [""; 0],
            "it is explained"
        );
        assert_eq!(judge(rules, &fared(99, &[SURVIVOR]), &[]).len(), 1);
        assert_eq!(
            judge(rules, &fared(99, &[]), &paper).len(),
            1,
            "an explanation that nothing needs is a fault"
        );
    }

    #[test]
    fn only_a_run_that_told_every_lie_is_judged() {
        let with_code = |code: i32| told_all(ExitStatus::from_raw(code << 8));
        assert!([0, 2, 3].into_iter().all(with_code));
        let broken = [1, 4, 5, 6, 70, 101].into_iter().find(|it| with_code(*it));
        assert_eq!(broken, None);
        assert!(!told_all(ExitStatus::from_raw(9)), "it was killed");
    }

    #[test]
    fn a_name_that_no_rules_have_is_refused_beside_one_that_some_have() {
        let names = |asked: &[&str]| -> Option<Vec<&str>> {
            let slices = chosen(asked).ok()?;
            Some(slices.iter().map(|slice| slice.name).collect())
        };
        assert_eq!(names(&["audit"]), Some(vec!["audit"]));
        assert_eq!(names(&["audit", "audits"]), None);
        assert_eq!(names(&[]).map(|all| all.len()), Some(SLICES.len()));
    }

    #[test]
    fn nine_in_ten_are_found_out_or_it_fails() {
        assert!(fared(9, &[SURVIVOR]).is_enough());
        assert!(!fared(8, &[SURVIVOR]).is_enough());
    }

    #[test]
    fn a_lie_is_known_without_its_place_in_the_file() {
        let line = "crates/domain/src/attempt.rs:12:5: replace x with y in f";
        assert_eq!(name(line), SURVIVOR);
        let path = "a.rs:1:2: replace A::b -> C with C::new() in A::b";
        assert_eq!(name(path), "a.rs: replace A::b -> C with C::new() in A::b");
    }

    #[test]
    fn the_rules_on_the_list_are_there() -> Result<()> {
        let root = cargo::root()?;
        for slice in SLICES {
            for file in slice.files {
                assert!(root.join(file).is_file(), "{file}");
            }
        }
        Ok(())
    }
}
