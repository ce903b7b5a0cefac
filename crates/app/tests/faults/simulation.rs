//! Days in the life of two people at two computers with one project: a seed decides what
//! they do, what their customers do, which requests go wrong and how, what somebody else
//! changes at Composio, and when a core ends in the middle of it. After every seed things
//! come to rest, and the invariants hold for both.
//!
//! A seed that failed is printed, and is tried alone with `FAULTS_SEED=n`. It decides the
//! same steps and the same faults again; which of two tasks a step meets first is up to
//! the system, so a race may need a few tries. `FAULTS_SEEDS=n` tries so many,
//! `FAULTS_SECONDS=n` as many as fit into that time.

mod world;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use world::World;

/// From which seed on, how many, and for how long.
struct Plan {
    first: u64,
    count: u64,
    time: Duration,
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn plan() -> Plan {
    if let Some(seed) = number("FAULTS_SEED") {
        return Plan {
            first: seed,
            count: 1,
            time: Duration::MAX,
        };
    }
    let time = number("FAULTS_SECONDS").map(Duration::from_secs);
    Plan {
        first: number("FAULTS_FIRST").unwrap_or(1),
        count: number("FAULTS_SEEDS").unwrap_or(2_000),
        time: time.unwrap_or(match number("FAULTS_SEEDS") {
            Some(_) => Duration::MAX,
            None => Duration::from_secs(60),
        }),
    }
}

#[test]
fn whatever_a_seed_decides_everything_comes_to_rest_as_it_should() {
    let plan = plan();
    let begun = Instant::now();
    let next = AtomicU64::new(plan.first);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let done = AtomicU64::new(0);
    let requests = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= plan.first + plan.count || begun.elapsed() >= plan.time {
                        return;
                    }
                    let tried = std::panic::catch_unwind(|| World::new(seed).run());
                    let sent = tried.unwrap_or_else(|failure| {
                        next.store(u64::MAX / 2, Ordering::Relaxed);
                        println!("FAULTS_SEED={seed} fails");
                        std::panic::resume_unwind(failure);
                    });
                    requests.fetch_add(sent, Ordering::Relaxed);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    println!(
        "{} seeds from {}, {} requests, in {:?}",
        done.into_inner(),
        plan.first,
        requests.into_inner(),
        begun.elapsed()
    );
}
