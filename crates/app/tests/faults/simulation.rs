//! Days in the life of two people at two computers with one project: a seed decides what
//! they do, what their customers do, which requests go wrong and how, what somebody else
//! changes at Composio, when both cores end in the middle of it, and when the second is closed and
//! begins again while the first works on. After every seed things come to rest, and the invariants
//! hold for both.
//!
//! A seed that failed is printed, the others go on, and it is tried alone with `FAULTS_SEED=n`. It decides the
//! same steps and the same faults again; which of two tasks a step meets first is up to
//! the system, so a race may need a few tries. `FAULTS_SEEDS=n` tries so many from
//! `FAULTS_FIRST=n` on, `FAULTS_SECONDS=n` no longer than that. A run of the tests tries 2,000,
//! however long that takes.

mod steps;
mod tally;
mod worker;
mod world;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use tally::Tally;
use worker::Worker;

/// How many a run of the tests tries.
const SEEDS: u64 = 2_000;
/// What a seed says of its requests.
const REQUESTS: &str = "requests";
/// After so many that failed nothing new is learned.
const ENOUGH: usize = 10;
/// How often it is told how far it got.
const NEWS: Duration = Duration::from_secs(15);

/// From which seed on, how many, and for how long.
struct Plan {
    first: u64,
    count: u64,
    time: Duration,
}

impl Plan {
    fn read() -> Self {
        let alone = number("FAULTS_SEED");
        let count = number("FAULTS_SEEDS");
        let time = number("FAULTS_SECONDS").map(Duration::from_secs);
        Self {
            first: alone.or_else(|| number("FAULTS_FIRST")).unwrap_or(1),
            count: alone.map_or(count.unwrap_or(SEEDS), |_| 1),
            time: time.unwrap_or(Duration::MAX),
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// How far it got.
struct Course {
    plan: Plan,
    begun: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    given: u64,
    done: u64,
    met: Tally,
    told: Duration,
    failed: Vec<u64>,
}

impl Course {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            begun: Instant::now(),
            state: Mutex::default(),
        }
    }

    /// The next seed, unless there is none left, no time, or enough failed.
    fn next(&self) -> Option<u64> {
        let mut state = self.state.lock().unwrap();
        let over = state.given == self.plan.count || self.begun.elapsed() >= self.plan.time;
        if over || state.failed.len() == ENOUGH {
            return None;
        }
        state.given += 1;
        Some(self.plan.first + state.given - 1)
    }

    fn done(&self, met: Tally) {
        let mut state = self.state.lock().unwrap();
        state.done += 1;
        state.met.take(met);
        if self.begun.elapsed() >= state.told + NEWS {
            state.told = self.begun.elapsed();
            self.tell(&state);
        }
    }

    fn failed(&self, seed: u64) {
        println!("FAULTS_SEED={seed} fails");
        self.state.lock().unwrap().failed.push(seed);
    }

    fn tell(&self, state: &State) {
        let took = self.begun.elapsed().as_secs_f64();
        let rate = f64::from(u32::try_from(state.done).unwrap()) / took;
        println!(
            "{} of {} seeds from {}, {} requests, in {took:.0} s: {rate:.1} a second",
            state.done,
            self.plan.count,
            self.plan.first,
            state.met.of(REQUESTS)
        );
    }
}

#[test]
fn whatever_a_seed_decides_everything_comes_to_rest_as_it_should() {
    let course = Course::new(Plan::read());
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for place in 0..processors {
            let course = &course;
            scope.spawn(move || {
                let mut worker = None;
                while let Some(seed) = course.next() {
                    let trying = worker.get_or_insert_with(|| Worker::start(place));
                    match trying.run(seed) {
                        Some(met) => course.done(met),
                        None => {
                            // The process ended with the seed.
                            worker = None;
                            course.failed(seed);
                        }
                    }
                }
            });
        }
    });
    let state = course.state.lock().unwrap();
    course.tell(&state);
    println!("{}", state.met.said());
    assert!(
        state.failed.is_empty(),
        "FAULTS_SEED {:?} failed",
        state.failed
    );
    assert!(
        !state.met.lacks(state.done),
        "hardly met: {}",
        state.met.said()
    );
    if state.done < course.plan.count {
        println!(
            "NOT MET: {} of {} seeds were tried",
            state.done, course.plan.count
        );
    }
}
