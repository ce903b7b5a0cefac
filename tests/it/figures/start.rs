//! From the start of the process until there are rows (P14), what all its processes hold (P15)
//! and do when nobody does anything (P21), beside a window of the same shell with one line in it.

use std::time::Duration;

use anyhow::{Context as _, Result};
use e2e::{Cold, Desk};

use super::{growth, told};

/// When the first words were painted, and when there were rows: in milliseconds since 1970. Rows
/// that were there before anybody could look make the second one too large, never too small.
const PAINTED: &str = r"
const done = arguments[arguments.length - 1];
const painted = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then, 0)));
const filled = () => document.querySelector('[data-test=row] .num, [data-test=row] .dim');
(async () => {
    while (WANTED && !filled()) await painted();
    await painted();
    const rows = Date.now();
    const paint = performance.getEntriesByType('paint')
        .find((entry) => entry.name === 'first-contentful-paint');
    done([paint ? performance.timeOrigin + paint.startTime : rows, rows]);
})();
";

/// Somebody who types, opens rows, scrolls and goes from screen to screen, ten steps a second.
const USE: &str = r"
const done = arguments[arguments.length - 1];
const wait = (ms) => new Promise((then) => setTimeout(then, ms));
const at = (name) => document.querySelector(`[data-test=${name}]`);
const type = (text) => {
    const field = at('filter');
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
};
const words = ['acme', 'coffee', 'gmail', 'blue', 'slack', ''];
const screens = ['overview', 'triage', 'tenants', 'activity', 'integrations'];
(async () => {
    const end = performance.now() + 20000;
    let steps = 0;
    const step = async (what) => { what(); steps += 1; await wait(100); };
    while (performance.now() < end) {
        for (const screen of screens) await step(() => at('nav-' + screen)?.click());
        for (const word of words) {
            await step(() => type(word));
            await step(() => at('row')?.click());
            await step(() => { const grid = at('grid'); if (grid) grid.scrollTop += 40000; });
        }
    }
    done(steps);
})();
";

/// How many stretches of use come after the first.
const STRETCHES: usize = 9;

/// How often both are started.
const STARTS: usize = 7;

/// How long rest is watched.
const MINUTE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Starts {
    words: Vec<f64>,
    rows: Vec<f64>,
    memory: Vec<f64>,
}

impl Starts {
    async fn once(&mut self, window: Cold, wanted: bool) -> Result<()> {
        let script = PAINTED.replace("WANTED", if wanted { "true" } else { "false" });
        let times = window.run_async(&script).await?;
        let began = window.began_ms()?;
        let at = |nth: usize| times[nth].as_f64().context("no time");
        self.words.push(at(0)? - began);
        self.rows.push(at(1)? - began);
        tokio::time::sleep(Duration::from_secs(3)).await;
        self.memory.push(window.memory_kib()? / 1_024.0);
        window.close().await
    }
}

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn start_memory_and_rest_beside_a_bare_window() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = growth::fleet(&desk, 50_000)?;
    let window = growth::read(&desk, &simulator, 50_000).await?;
    window.close().await?;

    let (mut ours, mut bare) = (Starts::default(), Starts::default());
    for _ in 0..STARTS {
        ours.once(Cold::ours(&desk).await?, true).await?;
        bare.once(Cold::bare(&desk).await?, false).await?;
    }
    let bare_is = "a bare Tauri window";
    let words = "start until the first words (P14)";
    told::beside(words, "ms", &ours.words, (bare_is, &bare.words))?;
    let rows = "start until the rows (P14)";
    told::beside(rows, "ms", &ours.rows, (bare_is, &bare.words))?;
    let memory = "memory of all processes (P15)";
    told::beside(memory, "MiB", &ours.memory, (bare_is, &bare.memory))?;

    let resting = rest(Cold::ours(&desk).await?).await?;
    let floor = rest(Cold::bare(&desk).await?).await?;
    let rest = "at rest for a minute (P21)";
    told::beside(rest, "% of a core", &[resting], (bare_is, &[floor]))?;
    used(Cold::ours(&desk).await?).await
}

/// What all processes hold before and after much use.
async fn used(window: Cold) -> Result<()> {
    let mebi = |window: &Cold| anyhow::Ok(window.memory_kib()? / 1_024.0);
    // Whatever is loaded once is loaded by the first stretch.
    let mut steps = stretch(&window).await?;
    let before = mebi(&window)?;
    for _ in 0..STRETCHES {
        steps += stretch(&window).await?;
    }
    let after = mebi(&window)?;
    let what = format!("memory of all processes after {steps} steps of use (P15)");
    told::beside(&what, "MiB", &[after], ("the same before", &[before]))?;
    window.close().await
}

/// Twenty seconds of use, and then rest. How many steps it had.
async fn stretch(window: &Cold) -> Result<u64> {
    let steps = window.run_async(USE).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    steps.as_u64().context("no steps")
}

/// What a window does in a minute in which nobody touches it, in percent of a core.
async fn rest(window: Cold) -> Result<f64> {
    tokio::time::sleep(Duration::from_secs(10)).await;
    let before = window.cpu_ms()?;
    tokio::time::sleep(MINUTE).await;
    let used = window.cpu_ms()? - before;
    window.close().await?;
    Ok(used / MINUTE.as_secs_f64() / 10.0)
}
