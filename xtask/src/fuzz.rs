//! `cargo xtask fuzz`: what reads text from outside, tried for as long as somebody says. The
//! targets are tests by bolero: the ordinary run tries a thousand inputs of each, and those
//! that once failed.
//!
//! Without more, inputs are made at random from good ones, by what the tests are built with
//! anyway. `--guided` builds them anew for libFuzzer, which learns from where an input got;
//! that works with a stable compiler too, and needs a C++ compiler.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail, ensure};

use crate::{cargo, sh, test};

/// What makes the compiler leave marks for libFuzzer, all of it known to a stable one. A
/// sanitiser would need nightly, and looks for what `unsafe_code = "forbid"` rules out.
const GUIDED: &str = "--cfg fuzzing --cfg fuzzing_libfuzzer -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// One thing that reads text from outside.
struct Target {
    what: &'static str,
    package: &'static str,
    /// Where cargo finds the test.
    place: &'static [&'static str],
    test: &'static str,
}

const TARGETS: &[Target] = &[
    Target {
        what: "links into the app",
        package: "domain",
        place: &["--test", "it"],
        test: "fuzz::a_link",
    },
    Target {
        what: ".env files",
        package: "domain",
        place: &["--test", "it"],
        test: "fuzz::an_env_file",
    },
    Target {
        what: "lists of accounts",
        package: "composio",
        place: &["--lib"],
        test: "connected_accounts::account::tests::fuzz_a_list",
    },
    Target {
        what: "Retry-After",
        package: "composio",
        place: &["--lib"],
        test: "http::observed::tests::fuzz_a_wait",
    },
    Target {
        what: "addresses that may be opened",
        package: "app",
        place: &["--lib"],
        test: "url_rule::tests::fuzz_an_address",
    },
];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Plan<'a> {
    seconds: u64,
    guided: bool,
    /// Only targets whose test or subject has this in it.
    only: &'a str,
}

impl<'a> Plan<'a> {
    fn read(words: &[&'a str]) -> Result<Self> {
        let mut plan = Self {
            seconds: 60,
            guided: false,
            only: "",
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--for" => plan.seconds = seconds(words.next().context("for how long?")?)?,
                "--guided" => plan.guided = true,
                only if !only.starts_with('-') && plan.only.is_empty() => plan.only = only,
                other => bail!("fuzz does not know {other}"),
            }
        }
        Ok(plan)
    }
}

/// `90`, `60s`, `10m`, `2h`.
fn seconds(text: &str) -> Result<u64> {
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h']) {
        Some(number) => (number, &text[number.len()..]),
        None => (text, "s"),
    };
    let number: u64 = number
        .parse()
        .with_context(|| format!("`{text}` is no span like 60s"))?;
    let each = match unit {
        "m" => 60,
        "h" => 3_600,
        _ => 1,
    };
    ensure!(number > 0, "no time at all finds nothing");
    Ok(number * each)
}

/// Tries every target for the time that is given, one after the other.
pub(crate) fn fuzz(words: &[&str]) -> Result<()> {
    let plan = Plan::read(words)?;
    let chosen: Vec<&Target> = TARGETS
        .iter()
        .filter(|target| target.test.contains(plan.only) || target.what.contains(plan.only))
        .collect();
    ensure!(!chosen.is_empty(), "no target is called {}", plan.only);
    for target in &chosen {
        println!("fuzz: {} for {} s", target.what, plan.seconds);
        let held = if plan.guided {
            learned(&mut guided(target, &plan)?)
        } else {
            test::passed(&mut random(target, &plan)?).map(|_| ())
        };
        held.with_context(|| format!("{}: an input breaks it, or none was tried", target.what))?;
    }
    println!("fuzz: {} targets held", chosen.len());
    Ok(())
}

fn random(target: &Target, plan: &Plan<'_>) -> Result<Command> {
    let mut command = cargo::cargo()?;
    command
        .args(["test", "--locked", "--package", target.package])
        .args(target.place)
        .args(["--", "--exact", target.test, "--nocapture"])
        .env(
            "BOLERO_RANDOM_TEST_TIME_MS",
            (plan.seconds * 1_000).to_string(),
        )
        // The time is what ends it.
        .env("BOLERO_RANDOM_ITERATIONS", usize::MAX.to_string());
    Ok(command)
}

fn guided(target: &Target, plan: &Plan<'_>) -> Result<Command> {
    let place = cargo::target_directory()?.join("fuzz");
    let host = cargo::compiler("host: ")?;
    let found = place.join("found").join(target.test.replace("::", "-"));
    let (corpus, crashes) = (found.join("corpus"), found.join("crashes"));
    for directory in [&corpus, &crashes] {
        fs::create_dir_all(directory)?;
    }
    let words = format!(
        "{0} {1} -artifact_prefix={1}/ -timeout=10 -max_total_time={2}",
        corpus.display(),
        crashes.display(),
        plan.seconds
    );
    let mut command = cargo::cargo()?;
    command
        // Named, so that build scripts and macros are not made for libFuzzer as well.
        .args(["test", "--locked", "--target", &host])
        .args(["--profile", "fuzz", "--package", target.package])
        .args(target.place)
        .arg("--target-dir")
        .arg(place.join("build"))
        .args(["--", "--exact", target.test, "--nocapture"])
        .args(["--test-threads", "1"])
        .env("RUSTFLAGS", GUIDED)
        // How bolero is told which test it is, and what libFuzzer is told.
        .env("BOLERO_TEST_NAME", target.test)
        .env("BOLERO_LIBTEST_HARNESS", "1")
        .env("BOLERO_LIBFUZZER_ARGS", words);
    Ok(command)
}

/// Runs libFuzzer, which says at its end how many inputs it tried; a harness without such a test
/// ends well too, and says nothing of the kind.
fn learned(command: &mut Command) -> Result<()> {
    let mut tried = false;
    let ended = sh::watch(command, |line| tried |= is_end(line))?;
    ensure!(ended.success(), "libFuzzer ended with {ended}");
    ensure!(tried, "no test ran");
    Ok(())
}

fn is_end(line: &str) -> bool {
    line.starts_with("Done ") && line.contains(" runs in ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_libfuzzer_says_how_many_inputs_it_tried() {
        assert!(is_end("Done 554454 runs in 61 second(s)"));
        assert!(!is_end("test result: ok. 0 passed; 0 failed; 0 ignored"));
    }

    #[test]
    fn a_plan_is_read_as_it_is_written() {
        let plan = Plan::read(&["--for", "2m", "--guided", "links"]).expect("a plan");
        assert_eq!((plan.seconds, plan.guided, plan.only), (120, true, "links"));
        assert_eq!(Plan::read(&[]).expect("a plan").seconds, 60);
        for bad in [
            &["--for"] as &[&str],
            &["--for", "0"],
            &["--for", "5x"],
            &["--x"],
        ] {
            assert!(Plan::read(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn every_target_is_a_test_that_exists() -> Result<()> {
        let root = cargo::root()?;
        for target in TARGETS {
            let (module, name) = target.test.rsplit_once("::").context("a path")?;
            let file = module.trim_end_matches("::tests").replace("::", "/");
            let crates = root.join("crates").join(target.package);
            let home = if target.place == ["--lib"] {
                "src"
            } else {
                "tests/it"
            };
            let path = crates.join(home).join(format!("{file}.rs"));
            let text = std::fs::read_to_string(&path)?;
            assert!(text.contains(&format!("fn {name}(")), "{}", path.display());
        }
        Ok(())
    }
}
