//! `cargo xtask soak`: what takes too long for every change. The core's process is killed at
//! random moments, and so is the program with its window; seeds are tried by the hundred
//! thousand. What the seeds were is printed, so that a failure can be had again.

use std::{
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{cargo, headless, packages, setup, sh, test, ui};

const CORE: &str = "kill::a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing";
const WINDOW: &str =
    "journey::killed::a_program_that_is_killed_at_any_moment_loses_and_doubles_nothing";
const READINGS: &str =
    "readings::no_account_is_called_gone_that_is_there_however_often_readings_go_wrong";
const SEEDS: &str = "simulation::whatever_a_seed_decides_everything_comes_to_rest_as_it_should";

/// How the test of the seeds begins its last line when it did not try all of them; how many it
/// tried comes after that.
const NOT_MET: &str = "NOT MET: ";

/// How much of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plan {
    kills: u64,
    window_kills: u64,
    /// Readings of the project that go wrong.
    readings: u64,
    seeds: u64,
    /// The first seed, and the seed of the moments.
    seed: u64,
    /// Seeds end after so many seconds, however many are left.
    seconds: Option<u64>,
}

impl Plan {
    fn read(words: &[&str], seed: u64) -> Result<Self> {
        let mut plan = Self {
            kills: 200,
            window_kills: 20,
            readings: 10_000,
            seeds: 100_000,
            seed,
            seconds: None,
        };
        for pair in words.chunks(2) {
            let [name, number] = pair else {
                bail!("{} has no number", pair.concat());
            };
            let number = number
                .parse()
                .with_context(|| format!("`{number}` is no number"))?;
            match *name {
                "--kills" => plan.kills = number,
                "--window-kills" => plan.window_kills = number,
                "--readings" => plan.readings = number,
                "--seeds" => plan.seeds = number,
                "--seed" => plan.seed = number,
                "--seconds" => plan.seconds = Some(number),
                other => bail!("soak does not know {other}"),
            }
        }
        let parts = [plan.kills, plan.window_kills, plan.readings, plan.seeds];
        ensure!(
            parts.iter().any(|part| *part > 0),
            "a soak of nothing shows nothing"
        );
        Ok(plan)
    }
}

/// Kills and seeds.
pub(crate) fn soak(words: &[&str]) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let plan = Plan::read(words, now)?;
    println!(
        "soak: {} kills of the core, {} with its window, {} readings, {} seeds; --seed {}",
        plan.kills, plan.window_kills, plan.readings, plan.seeds, plan.seed
    );
    if plan.kills > 0 {
        println!("soak: the core's process");
        core(&plan, CORE)?;
    }
    if plan.window_kills > 0 {
        println!("soak: the program with its window");
        window(&plan)?;
    }
    if plan.readings > 0 {
        println!("soak: readings of the project that go wrong");
        core(&plan, READINGS)?;
    }
    let mut cut_short = None;
    if plan.seeds > 0 {
        println!("soak: seeds");
        cut_short = core(&plan, SEEDS)?;
    }
    println!("soak: {}", verdict(cut_short.as_deref(), plan.seconds)?);
    Ok(())
}

/// What may be said after everything passed. `tried` says how many seeds were tried, where that is
/// not all of them.
fn verdict(tried: Option<&str>, seconds: Option<u64>) -> Result<String> {
    let Some(tried) = tried else {
        return Ok("nothing was lost or doubled".to_owned());
    };
    let Some(seconds) = seconds else {
        bail!("only {tried}, though nothing was to end them before the last");
    };
    ensure!(
        !tried.starts_with("0 "),
        "--seconds {seconds} were over before the first seed: {tried}"
    );
    Ok(format!(
        "cut short by --seconds {seconds}: {tried}, and none of those failed"
    ))
}

/// A test of the core, in a build that is as strict as the tests' and much faster.
fn core(plan: &Plan, test: &str) -> Result<Option<String>> {
    let mut command = cargo::cargo()?;
    command
        .args(["test", "--locked", "--profile", "soak"])
        .args(["--package", "app", "--test", "faults"])
        .args(["--", "--exact", test, "--nocapture"])
        .env("FAULTS_KILLS", plan.kills.to_string())
        .env("FAULTS_KILL_SEED", plan.seed.to_string())
        .env("FAULTS_READINGS", plan.readings.to_string())
        .env("FAULTS_SEEDS", plan.seeds.to_string())
        .env("FAULTS_FIRST", plan.seed.to_string());
    if let Some(seconds) = plan.seconds {
        command.env("FAULTS_SECONDS", seconds.to_string());
    }
    one(&mut command, test)
}

/// Runs one test and shows what it says. That the harness ended well is not enough: to it a name
/// that no test has is no error, it then runs none. Returns how far the test got where it says
/// that this was not to the end.
fn one(command: &mut Command, test: &str) -> Result<Option<String>> {
    let (mut passed, mut tried) = (0, None);
    // Its last line is read, and colours would be letters of it.
    command.env("CARGO_TERM_COLOR", "never");
    let ended = sh::watch(command, |line| {
        passed += test::summary(line).passed;
        if let Some((_, rest)) = line.split_once(NOT_MET) {
            tried = Some(rest.to_owned());
        }
    })?;
    ensure!(ended.success(), "{test} failed: {ended}");
    ensure!(passed == 1, "{test}: {passed} tests passed instead of one");
    Ok(tried)
}

/// The program itself on a screen of its own, from the build that the journeys use too.
fn window(plan: &Plan) -> Result<Option<String>> {
    setup::setup(packages::For::Testing)?;
    ui::build(ui::Profile::Release)?;
    let programs = ["--package", "switchboard", "--package", "simulator"];
    let mut build = cargo::cargo()?;
    build
        .args(["build", "--locked", "--bins", "--package", "e2e"])
        .args(programs);
    sh::run(&mut build)?;
    let mut command: Command = headless::command(cargo::cargo()?.get_program());
    command
        .current_dir(cargo::root()?)
        .args(["test", "--locked", "--package", "e2e", "--test", "it", "--"])
        .args(["--ignored", "--exact", WINDOW, "--nocapture"])
        .env("FAULTS_WINDOW_KILLS", plan.window_kills.to_string())
        .env("FAULTS_KILL_SEED", plan.seed.to_string());
    one(&mut command, WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_as_it_is_written() {
        let words = ["--kills", "5", "--seed", "9", "--seconds", "600"];
        let plan = Plan::read(&words, 1).expect("a plan");
        assert_eq!((plan.kills, plan.window_kills), (5, 20));
        assert_eq!((plan.readings, plan.seeds, plan.seed), (10_000, 100_000, 9));
        assert_eq!(plan.seconds, Some(600));
        assert!(Plan::read(&["--kills"], 1).is_err());
        assert!(Plan::read(&["--kills", "many"], 1).is_err());
        assert!(Plan::read(&["--cats", "9"], 1).is_err());
    }

    #[test]
    fn a_soak_of_nothing_is_refused() {
        let mut words = ["--kills", "0", "--window-kills", "0", "--readings", "0"].to_vec();
        assert!(Plan::read(&words, 1).is_ok(), "there are the seeds");
        words.extend(["--seeds", "0"]);
        assert!(Plan::read(&words, 1).is_err());
    }

    #[test]
    fn seeds_that_were_not_tried_are_told_and_nothing_is_claimed_of_them() {
        let said = |tried, seconds| verdict(tried, seconds).ok();
        let whole = said(None, Some(600)).expect("everything was tried");
        assert_eq!(whole, "nothing was lost or doubled");
        let short = said(Some("7 of 9 seeds were tried"), Some(600)).expect("some were tried");
        assert!(!short.contains(&whole), "{short}");
        assert!(
            short.contains("--seconds 600") && short.contains("7 of 9"),
            "{short}"
        );
        assert_eq!(said(Some("0 of 9 seeds were tried"), Some(1)), None);
        assert_eq!(
            said(Some("7 of 9 seeds were tried"), None),
            None,
            "nobody said when it is to end"
        );
    }

    /// The file of a test that is named by its path.
    fn source(tests: &str, test: &str) -> Result<(String, String)> {
        let (module, name) = test.rsplit_once("::").context("a path")?;
        let file = format!("{tests}/{}.rs", module.replace("::", "/"));
        let text = std::fs::read_to_string(cargo::root()?.join(&file)).context(file)?;
        Ok((text, name.to_owned()))
    }

    #[test]
    fn every_test_of_a_soak_exists() -> Result<()> {
        const FAULTS: &str = "crates/app/tests/faults";
        for (tests, test) in [
            (FAULTS, CORE),
            (FAULTS, READINGS),
            (FAULTS, SEEDS),
            ("tests/it", WINDOW),
        ] {
            let (text, name) = source(tests, test)?;
            assert!(text.contains(&format!("fn {name}(")), "{test}");
        }
        let (seeds, _) = source(FAULTS, SEEDS)?;
        assert!(
            seeds.contains(&format!("\"{NOT_MET}{{}} of {{}} seeds were tried\"")),
            "the test of the seeds says in other words how far it got"
        );
        Ok(())
    }
}
