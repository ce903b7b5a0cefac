//! What the window asks of a core that has read the project: queries and search (P8, P9), what
//! one window weighs on the bridge (P11), memory at rest (P15), and what rest costs (P21).

use std::time::{Duration, Instant};

use app::App;
use wire::{FindIntegrations, GroupBy, IntegrationsPage, Narrow, ShowTriage, Sort, SortBy};

use super::{Taken, Target};
use crate::desk::Desk;
use crate::stats::{median, quantile};
use crate::{Error, usage};

/// How often each question is asked.
const ASKED: usize = 200;

/// How many rows the window shows.
const WINDOW: u32 = 60;

/// How long rest is watched.
const REST: Duration = Duration::from_secs(20);

pub(super) async fn ask(target: &Target) -> Result<Taken, Error> {
    let home = tempfile::tempdir()?;
    let mut desk = Desk::open(home.path()).await;
    let idle = usage::resident_kib();
    let (started, cpu) = (Instant::now(), usage::cpu_ms());
    desk.use_key(&target.base_url, target.key()?).await?;
    desk.read().await?;
    let took = (started.elapsed(), usage::cpu_ms() - cpu);
    let mut more = questions(&desk.app).await?;
    let held = usage::resident_kib().saturating_sub(idle);
    more.push(("held in memory, MiB".to_owned(), crate::report::mebi(held)));
    more.extend(rest().await);
    Ok(Taken {
        took: Some(took),
        more,
        ..Taken::default()
    })
}

async fn questions(app: &App) -> Result<Vec<(String, f64)>, Error> {
    let mut more = Vec::new();
    let ask = |text: &str, by: SortBy, offset: u32| FindIntegrations {
        text: text.to_owned(),
        state: None,
        toolkit: None,
        narrow: Narrow::default(),
        sort: Sort {
            by,
            descending: false,
        },
        offset,
        limit: WINDOW,
        locate: None,
    };
    let first = app.run(ask("", SortBy::Tenant, 0)).await?;
    bridge(&first, &mut more)?;
    let deep = first.all / 10 * 8;
    // The names are those of the script that asks SQLite the same.
    let plain = [
        ("first window", ask("", SortBy::Tenant, 0)),
        ("window at 80 %", ask("", SortBy::Tenant, deep)),
        ("sorted by state", ask("", SortBy::State, 0)),
        ("search for a letter", ask("a", SortBy::Tenant, 0)),
        ("search for a word", ask("gmail", SortBy::Tenant, 0)),
        (
            "search for nothing there",
            ask("no such thing", SortBy::Tenant, 0),
        ),
    ];
    for (what, question) in plain {
        let mut times = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let started = Instant::now();
            app.run(question.clone()).await?;
            times.push(millis(started.elapsed()));
        }
        tell(&mut more, what, &times);
    }
    let mut times = Vec::new();
    for _ in 0..ASKED {
        let started = Instant::now();
        app.run(ShowTriage {
            by: GroupBy::Cause,
            state: None,
        })
        .await?;
        times.push(millis(started.elapsed()));
    }
    tell(&mut more, "triage by cause", &times);
    Ok(more)
}

/// What one answer weighs as it crosses the bridge, how long it takes to be written down, and
/// what the words alone would weigh that a person sees of it.
fn bridge(page: &IntegrationsPage, more: &mut Vec<(String, f64)>) -> Result<(), Error> {
    let bytes = serde_json::to_vec(page)?.len();
    let shown: Vec<[&str; 3]> = page
        .rows
        .iter()
        .map(|row| {
            [
                row.tenant_name.as_str(),
                row.toolkit_name.as_str(),
                row.account_or_reason.as_str(),
            ]
        })
        .collect();
    let words = serde_json::to_vec(&shown)?.len();
    let mut times = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        let started = Instant::now();
        std::hint::black_box(serde_json::to_vec(page)?);
        times.push(millis(started.elapsed()));
    }
    let weight = |bytes: usize| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
    more.push(("window, bytes".to_owned(), weight(bytes)));
    more.push(("words of the window, bytes".to_owned(), weight(words)));
    tell(more, "window as JSON", &times);
    Ok(())
}

/// Watches a core that nobody asks anything.
async fn rest() -> [(String, f64); 2] {
    // What the questions left to do is no rest.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (cpu, switches, started) = (usage::cpu_ms(), usage::switches(), Instant::now());
    tokio::time::sleep(REST).await;
    let seconds = started.elapsed().as_secs_f64();
    let share = (usage::cpu_ms() - cpu) / (seconds * 10.0);
    let wakes = usage::switches().saturating_sub(switches);
    let wakes = f64::from(u32::try_from(wakes).unwrap_or(u32::MAX)) / seconds;
    [
        ("at rest, % of a core".to_owned(), share),
        ("at rest, wake-ups a second".to_owned(), wakes),
    ]
}

fn tell(more: &mut Vec<(String, f64)>, what: &str, times: &[f64]) {
    more.push((format!("{what}, p50 ms"), median(times)));
    more.push((format!("{what}, p99 ms"), quantile(times, 0.99)));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
