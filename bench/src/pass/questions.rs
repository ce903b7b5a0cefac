//! What the window asks of a core that has read the project: queries and search (P8, P9), what
//! one answer weighs on the bridge (P11), and memory at rest (P15).

use std::time::{Duration, Instant};

use app::App;
use domain::{LifecycleName, ToolkitSlug};
use wire::{FindIntegrations, GroupBy, IntegrationsPage, Narrow, ShowTriage, Sort, SortBy};

use super::{Taken, Target, core};
use crate::stats::{median, quantile};
use crate::{Error, usage};

/// How often each question is asked, and how often at least when that takes long.
const ASKED: usize = 200;
const LEAST: usize = 20;

/// What long is.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many rows the window shows.
const WINDOW: u32 = 60;

/// How many rows the window asks for at once.
const BLOCK: u32 = 100;

/// No question here is for a text that holds this. The core keeps which rows hold the text that it
/// was asked for last, so the same question asked again would measure what was kept.
const ANOTHER: &str = "qqqq";

pub(super) async fn ask(target: &Target) -> Result<Taken, Error> {
    let home = tempfile::tempdir()?;
    let idle = usage::resident_kib();
    let (desk, mut taken) = core::open(target, home.path()).await?;
    let held = usage::resident_kib().saturating_sub(idle);
    taken.more = questions(&desk.app).await?;
    let held = (super::HELD.to_owned(), crate::report::mebi(held));
    taken.more.push(held);
    Ok(taken)
}

async fn questions(app: &App) -> Result<Vec<(String, f64)>, Error> {
    let mut more = Vec::new();
    let first = app.run(find("", SortBy::Tenant, 0, WINDOW)).await?;
    bridge("window of 60 rows", &first, &mut more)?;
    let block = app.run(find("", SortBy::Tenant, 0, BLOCK)).await?;
    bridge("block of 100 rows", &block, &mut more)?;
    let deep = first.all / 10 * 8;
    for (what, question) in of_rows(deep)? {
        let mut times = Times::new();
        while times.want_more() {
            if !question.text.is_empty() {
                app.run(window(ANOTHER, SortBy::Tenant)).await?;
            }
            let started = Started::now();
            app.run(question.clone()).await?;
            times.took(&started);
        }
        times.tell(what, &mut more);
    }
    let mut times = Times::new();
    while times.want_more() {
        let started = Started::now();
        app.run(ShowTriage {
            by: GroupBy::Cause,
            state: None,
        })
        .await?;
        times.took(&started);
    }
    times.tell("triage by cause", &mut more);
    Ok(more)
}

/// The questions for rows, by the names that the script has which asks SQLite the same.
fn of_rows(deep: u32) -> Result<[(&'static str, FindIntegrations); 7], Error> {
    let gmail = ToolkitSlug::parse("gmail")
        .map_err(|_| Error::Said("the name of a toolkit was refused".to_owned()))?;
    // Of this state and toolkit there are more than a window shows at every size.
    let chosen = FindIntegrations {
        state: Some(LifecycleName::Active),
        toolkit: Some(gmail),
        ..window("", SortBy::Tenant)
    };
    Ok([
        ("first window", window("", SortBy::Tenant)),
        ("window at 80 %", find("", SortBy::Tenant, deep, WINDOW)),
        ("sorted by state", window("", SortBy::State)),
        ("state and toolkit chosen", chosen),
        ("search for a letter", window("a", SortBy::Tenant)),
        ("search for a word", window("gmail", SortBy::Tenant)),
        (
            "search for nothing there",
            window("no such thing", SortBy::Tenant),
        ),
    ])
}

fn window(text: &str, by: SortBy) -> FindIntegrations {
    find(text, by, 0, WINDOW)
}

fn find(text: &str, by: SortBy, offset: u32, limit: u32) -> FindIntegrations {
    FindIntegrations {
        text: text.to_owned(),
        state: None,
        toolkit: None,
        narrow: Narrow::default(),
        sort: Sort {
            by,
            descending: false,
        },
        offset,
        limit,
        locate: None,
    }
}

/// What one answer weighs as it crosses the bridge, how long it takes to be written down, and
/// what the words alone would weigh that a person sees of it.
fn bridge(what: &str, page: &IntegrationsPage, more: &mut Vec<(String, f64)>) -> Result<(), Error> {
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
    let mut times = Times::new();
    while times.want_more() {
        let started = Started::now();
        std::hint::black_box(serde_json::to_vec(page)?);
        times.took(&started);
    }
    let weight = |bytes: usize| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
    more.push((format!("{what}, bytes"), weight(bytes)));
    more.push((format!("{what}{}", super::WORDS), weight(words)));
    times.tell(&format!("{what} as JSON"), more);
    Ok(())
}

/// When one question was asked, and the processor time of the process by then.
struct Started(Instant, f64);

impl Started {
    fn now() -> Self {
        Self(Instant::now(), usage::cpu_ms())
    }
}

/// How long one question took, asked over and over.
struct Times {
    begun: Instant,
    cpu: f64,
    millis: Vec<f64>,
}

impl Times {
    fn new() -> Self {
        Self {
            begun: Instant::now(),
            cpu: 0.0,
            millis: Vec::with_capacity(ASKED),
        }
    }

    fn want_more(&self) -> bool {
        let asked = self.millis.len();
        asked < LEAST || (asked < ASKED && self.begun.elapsed() < PATIENCE)
    }

    fn took(&mut self, started: &Started) {
        self.millis
            .push(started.0.elapsed().as_secs_f64() * 1_000.0);
        self.cpu += usage::cpu_ms() - started.1;
    }

    fn tell(&self, what: &str, more: &mut Vec<(String, f64)>) {
        // Of the whole process, and no matter how long others held the machine.
        let asked = f64::from(u32::try_from(self.millis.len()).unwrap_or(u32::MAX));
        more.push((format!("{what}, processor ms"), self.cpu / asked.max(1.0)));
        // What is put in order once is put in order by the first.
        let first = self.millis.first().copied().unwrap_or_default();
        more.push((format!("{what}, first ms"), first));
        more.push((format!("{what}, p50 ms"), median(&self.millis)));
        more.push((format!("{what}, p99 ms"), quantile(&self.millis, 0.99)));
    }
}
