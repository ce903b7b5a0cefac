//! A process of its own for each processor, which tries one seed after the other. In one
//! process two worlds wait for each other all the time, in what SQLite and the allocator lock
//! for everybody, and two processes do nearly twice as much.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::tally::Tally;
use super::world::World;

/// On which of the processors that this process may use it is to stay.
const PLACE: &str = "FAULTS_PLACE";
/// What a process says of a seed that came to rest, before what it met.
const DONE: &str = "seed done: ";

/// Such a process, seen from the test that hands out the seeds.
pub(super) struct Worker {
    child: Child,
    seeds: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    pub(super) fn start(place: usize) -> Self {
        let name = "simulation::worker::seeds_that_are_handed_out";
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--ignored", "--nocapture"])
            .env(PLACE, place.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let seeds = child.stdin.take().unwrap();
        let told = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, seeds, told }
    }

    /// What was met with this seed; nothing when it failed, of which the
    /// process said more itself.
    pub(super) fn run(&mut self, seed: u64) -> Option<Tally> {
        writeln!(self.seeds, "{seed}").ok()?;
        while let Some(Ok(line)) = self.told.next() {
            // What the test's own frame prints first stands in the same line.
            match line.rsplit_once(DONE) {
                Some((_, met)) => return Tally::read(met),
                None => println!("{line}"),
            }
        }
        None
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ended_by_itself = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "is started by the test of the seeds, which hands them out"]
fn seeds_that_are_handed_out() {
    let Ok(place) = std::env::var(PLACE) else {
        return;
    };
    stay(place.parse().unwrap());
    for seed in std::io::stdin().lines() {
        let met = World::new(seed.unwrap().parse().unwrap()).run();
        println!("{DONE}{}", met.said());
    }
}

/// Keeps this thread, with all that it begins, on one processor. They hand each other work
/// thousands of times a second and hardly ever work at once: waking one that sleeps on another
/// processor costs more than it gains.
#[cfg(target_os = "linux")]
fn stay(place: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let Ok(ours) = sched_getaffinity(None) else {
        return;
    };
    let mut all = (0..CpuSet::MAX_CPU).filter(|cpu| ours.is_set(*cpu));
    if let Some(cpu) = all.nth(place) {
        let mut one = CpuSet::new();
        one.set(cpu);
        let _only_slower = sched_setaffinity(None, &one);
    }
}

#[cfg(not(target_os = "linux"))]
fn stay(_: usize) {}
