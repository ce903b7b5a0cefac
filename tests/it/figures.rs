//! How fast the window answers, in the real one. These are figures and no claims: a machine that
//! is busy makes them worse, so nothing fails because of them, and they run only when asked for:
//! `cargo xtask figures`.

mod bridge;
mod growth;
mod home;
mod scroll;
mod start;
mod told;

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Window, hook};
use serde_json::{Value, json};

use crate::steps::wait_for;

/// Types into the filter, a letter at a time, and takes the time from each letter until the frame
/// after the list has its new count. Beside it, on the same page: from the same event until the
/// frame after as many rows were given other words by a plain script, without a question to the
/// core. That is the floor: what this engine needs at least. A letter after which there are as many
/// rows as before has no such frame; how many had none within a second is told.
const TYPING: &str = r"
const done = arguments[arguments.length - 1];
const words = arguments[0];
const field = document.querySelector('[data-test=filter]');
const grid = document.querySelector('[data-test=grid]');
const painted = () => new Promise((then) =>
    requestAnimationFrame(() => setTimeout(then, 0)));
const changed = () => new Promise((then) => {
    const give_up = setTimeout(() => { eyes.disconnect(); then(false); }, 1000);
    const eyes = new MutationObserver(() => {
        clearTimeout(give_up); eyes.disconnect(); then(true);
    });
    eyes.observe(grid, { attributes: true, attributeFilter: ['data-total'] });
});
const quiet = () => new Promise((then) => setTimeout(then, 120));
const type = (text) => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
};
const bare = document.createElement('div');
bare.style.cssText = 'position:fixed;left:0;top:0;opacity:0.01;pointer-events:none';
for (let i = 0; i < 20 * 6; i += 1) bare.appendChild(document.createElement('span'));
document.body.appendChild(bare);
(async () => {
    const ours = [], floor = [];
    let unseen = 0;
    for (const word of words) {
        for (let end = 1; end <= word.length; end += 1) {
            await quiet();
            let begun = performance.now();
            const came = changed();
            type(word.slice(0, end));
            if (await came) {
                await painted();
                ours.push(performance.now() - begun);
            } else {
                unseen += 1;
            }
            await quiet();
            begun = performance.now();
            [...bare.children].forEach((cell, at) => { cell.textContent = word + at + end; });
            await painted();
            floor.push(performance.now() - begun);
        }
        const back = changed();
        type('');
        await back;
    }
    bare.remove();
    done({ ours, floor, unseen });
})();
";

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn from_a_letter_to_the_painted_rows_among_fifty_thousand() -> Result<()> {
    let desk = Desk::new().await?;
    let window = large(&desk).await?;
    let typed = typed(&window).await?;
    told::beside(
        "a letter until the rows are painted (P10)",
        "ms",
        &typed.ours,
        ("rows of a plain script", &typed.floor),
    )?;
    told::alone(
        "letters without another count within a second, left out above (P10)",
        "letters",
        &[typed.unseen],
    )?;
    window.close().await
}

/// How long each letter of some words took, and what a plain script took beside it.
#[derive(Default)]
struct Typed {
    ours: Vec<f64>,
    floor: Vec<f64>,
    /// How many letters showed no other count in time, so that nothing is known of them.
    unseen: f64,
}

async fn typed(window: &Window) -> Result<Typed> {
    let mut typed = Typed::default();
    for word in ["acme", "coffee", "gmail", "blue-harbor", "slack"] {
        let times = window.run_async(TYPING, vec![json!([word])]).await?;
        typed.ours.extend(numbers(&times["ours"]));
        typed.floor.extend(numbers(&times["floor"]));
        typed.unseen += times["unseen"].as_f64().context("no count")?;
    }
    ensure!(!typed.ours.is_empty(), "no letter showed another count");
    Ok(typed)
}

/// The large demo workspace, wholly read.
async fn large(desk: &Desk) -> Result<Window> {
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo-large")).await?;
    wait_for(&window, &hook("status-sync"), "of 50,000").await?;
    whole(&window).await?;
    Ok(window)
}

/// Waits until all were read, which takes longer than one wait may.
async fn whole(window: &Window) -> Result<()> {
    let idle = format!("{}[data-phase=\"idle\"]", hook("status-sync"));
    for _ in 0..9 {
        if window.find(&idle).await.is_ok() {
            return Ok(());
        }
    }
    window.find(&idle).await?;
    Ok(())
}

fn numbers(times: &Value) -> Vec<f64> {
    let times = times.as_array().into_iter().flatten();
    times.filter_map(Value::as_f64).collect()
}

/// The value below which a share of all lies; 0 of none.
pub(super) fn quantile(times: &[f64], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into a few hundred times"
    )]
    let at = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}
