//! `cargo xtask soak`: what takes too long for every change. The core's process is killed at
//! random moments, and so is the program with its window; seeds are tried by the hundred
//! thousand. What the seeds were is printed, so that a failure can be had again.

use std::{
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail};

use crate::{cargo, headless, packages, setup, sh, ui};

const CORE: &str = "kill::a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing";
const WINDOW: &str =
    "journey::killed::a_program_that_is_killed_at_any_moment_loses_and_doubles_nothing";
const READINGS: &str =
    "readings::no_account_is_called_gone_that_is_there_however_often_readings_go_wrong";
const SEEDS: &str = "simulation::whatever_a_seed_decides_everything_comes_to_rest_as_it_should";

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
    if plan.seeds > 0 {
        println!("soak: seeds");
        core(&plan, SEEDS)?;
    }
    println!("soak: nothing was lost or doubled");
    Ok(())
}

/// A test of the core, in a build that is as strict as the tests' and much faster.
fn core(plan: &Plan, test: &str) -> Result<()> {
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
    sh::run(&mut command)
}

/// The program itself on a screen of its own, from the build that the journeys use too.
fn window(plan: &Plan) -> Result<()> {
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
    sh::run(&mut command)
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
}
