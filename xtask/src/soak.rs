//! `cargo xtask soak`: what takes too long for every change. The core's process is killed
//! at random moments, and seeds are tried by the hundred thousand. What
//! the seeds were is printed, so that a failure can be had again.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::{cargo, sh};

/// How much of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plan {
    kills: u64,
    seeds: u64,
    seed: u64,
}

impl Plan {
    fn read(words: &[&str], seed: u64) -> Result<Self> {
        let mut plan = Self {
            kills: 200,
            seeds: 100_000,
            seed,
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
                "--seeds" => plan.seeds = number,
                "--seed" => plan.seed = number,
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
        "soak: {} kills of the core, {} seeds; --seed {}",
        plan.kills, plan.seeds, plan.seed
    );
    if plan.kills > 0 {
        println!("soak: the core's process");
        faults(
            &plan,
            "kill::a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing",
        )?;
    }
    if plan.seeds > 0 {
        println!("soak: seeds");
        faults(
            &plan,
            "simulation::whatever_a_seed_decides_everything_comes_to_rest_as_it_should",
        )?;
    }
    println!("soak: nothing was lost or doubled");
    Ok(())
}

fn faults(plan: &Plan, test: &str) -> Result<()> {
    let mut command = cargo::cargo()?;
    command
        .args(["test", "--locked", "--package", "app", "--test", "faults"])
        .args(["--", "--exact", test, "--nocapture"])
        .env("FAULTS_KILLS", plan.kills.to_string())
        .env("FAULTS_KILL_SEED", plan.seed.to_string())
        .env("FAULTS_SEEDS", plan.seeds.to_string())
        .env("FAULTS_FIRST", plan.seed.to_string());
    sh::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_as_it_is_written() {
        let plan = Plan::read(&["--kills", "5", "--seed", "9"], 1).expect("a plan");
        assert_eq!((plan.kills, plan.seeds, plan.seed), (5, 100_000, 9));
        assert!(Plan::read(&["--kills"], 1).is_err());
        assert!(Plan::read(&["--kills", "many"], 1).is_err());
        assert!(Plan::read(&["--cats", "9"], 1).is_err());
    }
}
