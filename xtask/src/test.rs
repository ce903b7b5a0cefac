//! `cargo xtask test`: everything that must hold before a change lands.

use std::{
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::Instant,
};

use anyhow::{Result, ensure};

use crate::{cargo, headless, left_out, packages, setup, sh, tidy, ui};

/// What was counted so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Counts {
    fn ensure_good(self, good: bool) -> Result<()> {
        ensure!(good && self.failed == 0, "not every test passed");
        ensure!(self.passed > 0, "no test ran");
        Ok(())
    }
}

/// Sets up, builds and passes every test.
pub(crate) fn test() -> Result<()> {
    let start = Instant::now();
    setup::setup(packages::For::Testing)?;
    ui::build(ui::Profile::Release)?;
    tidy::tidy()?;
    println!("test: building");
    sh::run(cargo::cargo()?.args(["build", "--locked", "--workspace", "--exclude", "ui"]))?;
    left_out::begin()?;
    let mut counts = Counts::default();
    let mut good = true;
    println!("test: rooms");
    good &= rooms(&mut counts)?;
    println!("test: documentation");
    good &= documentation(&mut counts)?;
    println!("test: journeys");
    good &= journeys(&mut counts, Means::Mouse)?;
    println!("test: took {:.0} s", start.elapsed().as_secs_f32());
    println!(
        "test: {} passed, {} failed, {} skipped",
        counts.passed, counts.failed, counts.skipped
    );
    left_out::tell()?;
    counts.ensure_good(good)
}

/// What the journeys press with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Mouse,
    Keys,
}

/// The journeys once more, each with keys alone.
pub(crate) fn without_mouse() -> Result<()> {
    setup::setup(packages::For::Testing)?;
    ui::build(ui::Profile::Release)?;
    sh::run(cargo::cargo()?.args(["build", "--locked", "--workspace", "--exclude", "ui"]))?;
    left_out::begin()?;
    let mut counts = Counts::default();
    let good = journeys(&mut counts, Means::Keys)?;
    left_out::tell()?;
    counts.ensure_good(good)
}

fn has_nextest() -> bool {
    sh::has("cargo-nextest")
}

fn rooms(counts: &mut Counts) -> Result<bool> {
    let mut command = cargo::cargo()?;
    if has_nextest() {
        command.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        command.args(["test", "--no-fail-fast", "--all-targets"]);
    }
    command.args(["--locked", "--workspace", "--exclude", "e2e"]);
    count(&mut command, counts)
}

/// nextest does not run the examples in the documentation, some of which must not compile.
fn documentation(counts: &mut Counts) -> Result<bool> {
    let mut command = cargo::cargo()?;
    command.args(["test", "--doc", "--no-fail-fast", "--locked", "--workspace"]);
    count(&mut command, counts)
}

fn journeys(counts: &mut Counts, means: Means) -> Result<bool> {
    let inner = cargo::cargo()?;
    let mut command = headless::command(inner.get_program());
    command.current_dir(cargo::root()?);
    if means == Means::Keys {
        command.env("SWITCHBOARD_NO_MOUSE", "1");
    }
    // Two windows at a time: more only wait for each other.
    if has_nextest() {
        command.args(["nextest", "run", "--no-fail-fast", "--test-threads=2"]);
        command.args(["--locked", "--package", "e2e"]);
    } else {
        command.args(["test", "--no-fail-fast", "--locked", "--package", "e2e"]);
        command.args(["--", "--test-threads=2"]);
    }
    count(&mut command, counts)
}

fn count(command: &mut Command, counts: &mut Counts) -> Result<bool> {
    let (passed, failed, skipped) = (AtomicU32::new(0), AtomicU32::new(0), AtomicU32::new(0));
    command
        .env("CARGO_TERM_COLOR", "never")
        .env(left_out::DIRECTORY, left_out::directory()?);
    let ended = sh::watch(command, |line| {
        let found = summary(line);
        passed.fetch_add(found.passed, Ordering::Relaxed);
        failed.fetch_add(found.failed, Ordering::Relaxed);
        skipped.fetch_add(found.skipped, Ordering::Relaxed);
    })?;
    let passed = passed.into_inner();
    if passed == 0 {
        println!("test: none of these passed");
    }
    counts.passed += passed;
    counts.failed += failed.into_inner();
    counts.skipped += skipped.into_inner();
    // Each kind must have some: the others' would hide that these are no longer found.
    Ok(ended.success() && passed > 0)
}

/// Runs tests that were asked for by name, shows what they say, and tells how many passed. That the
/// harness ended well is not enough: to it a name that no test has is no error, it then runs none.
pub(crate) fn passed(command: &mut Command) -> Result<u32> {
    let mut passed = 0;
    // A line of it is read, and colours would be letters of it.
    command.env("CARGO_TERM_COLOR", "never");
    let ended = sh::watch(command, |line| passed += summary(line).passed)?;
    ensure!(ended.success(), "not every test passed: {ended}");
    ensure!(passed > 0, "no test ran");
    Ok(passed)
}

/// Reads the one line in which a test runner says how it went; other lines count nothing. What
/// nextest shows of a failed test is indented: its own summary, it counts already.
pub(crate) fn summary(line: &str) -> Counts {
    let told = line.starts_with("test result:") || line.trim_start().starts_with("Summary [");
    let words: Vec<&str> = if told {
        line.split([' ', ',', ';', '(', ')'])
            .filter(|word| !word.is_empty())
            .collect()
    } else {
        return Counts::default();
    };
    let before = |what: &str| {
        words
            .windows(2)
            .find(|pair| pair[1].trim_end_matches(':') == what)
            .and_then(|pair| pair[0].parse().ok())
            .unwrap_or(0)
    };
    Counts {
        passed: before("passed"),
        failed: before("failed") + before("timed"),
        skipped: before("skipped") + before("ignored"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_test_runners_are_understood() {
        let nextest =
            "     Summary [   3.024s] 15 tests run: 13 passed (1 slow), 2 failed, 4 skipped";
        let counted = Counts {
            passed: 13,
            failed: 2,
            skipped: 4,
        };
        assert_eq!(summary(nextest), counted);
        let libtest = "test result: FAILED. 13 passed; 2 failed; 4 ignored; 0 measured; 0 filtered out; finished in 3.02s";
        assert_eq!(summary(libtest), counted);
    }

    #[test]
    fn a_test_that_prints_numbers_is_not_counted() {
        assert_eq!(summary("99 passed"), Counts::default());
        let quoted = "    test result: FAILED. 0 passed; 1 failed; 0 ignored";
        assert_eq!(
            summary(quoted),
            Counts::default(),
            "nextest counts it itself"
        );
    }
}
