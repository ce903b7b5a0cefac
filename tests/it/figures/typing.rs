//! From a key pressed in the filter until the rows are painted (P10).

use anyhow::{Result, ensure};
use e2e::{Desk, Window, hook};
use serde_json::json;

use super::{large, told};

/// What the page measures of the next key: from its `keydown`, before anybody of the page hears
/// it, until the frame after the rows are there. Ours are there when the list has its new count. A
/// letter after which there are as many rows as before has no such frame; how many had none within
/// a second is told. Beside it, on the same page: a bare field, where the same key is pressed, and
/// a plain script that gives as many rows other words, without a question to the core. That is the
/// floor: what this engine needs at least.
const PAGE: &str = r"
const painted = () => new Promise((then) =>
    requestAnimationFrame(() => setTimeout(then, 0)));
const changed = () => new Promise((then) => {
    const give_up = setTimeout(() => { eyes.disconnect(); then(false); }, 1000);
    const eyes = new MutationObserver(() => {
        clearTimeout(give_up); eyes.disconnect(); then(true);
    });
    const grid = document.querySelector('[data-test=grid]');
    eyes.observe(grid, { attributes: true, attributeFilter: ['data-total'] });
});
const bare = document.createElement('div');
bare.style.cssText = 'position:fixed;left:0;top:0;opacity:0.01;pointer-events:none';
const field = bare.appendChild(document.createElement('input'));
field.id = 'bare-field';
field.spellcheck = false;
const cells = Array.from({ length: 20 * 6 },
    () => bare.appendChild(document.createElement('span')));
const written = () => new Promise((then) => field.addEventListener('input', () => {
    cells.forEach((cell, at) => { cell.textContent = field.value + at; });
    then(true);
}, { once: true }));
document.body.appendChild(bare);
const next = (rows) => new Promise((then) => window.addEventListener('keydown', async () => {
    const begun = performance.now();
    if (!await rows()) return then(null);
    await painted();
    then(performance.now() - begun);
}, { capture: true, once: true }));
window.typing = { bare, field, changed, written, next };
";

/// Puts the keyboard into a field, behind what it holds, and lets the page come to rest.
const AIM: &str = r"
const done = arguments[arguments.length - 1];
const [css, rows] = arguments;
const field = document.querySelector(css);
field.focus();
field.setSelectionRange(field.value.length, field.value.length);
window.typing.took = window.typing.next(window.typing[rows]);
setTimeout(() => done(true), 120);
";

/// What the key took.
const TOOK: &str = "window.typing.took.then(arguments[arguments.length - 1]);";

/// Empties both fields, and says what the filter held.
const EMPTY: &str = r"
const done = arguments[arguments.length - 1];
const filter = document.querySelector(arguments[0]);
const held = filter.value;
const back = window.typing.changed();
window.typing.field.value = '';
filter.value = '';
filter.dispatchEvent(new Event('input', { bubbles: true }));
back.then(() => done(held));
";

const BARE: &str = "#bare-field";

const WORDS: [&str; 5] = ["acme", "coffee", "gmail", "blue-harbor", "slack"];

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
pub(super) struct Typed {
    pub(super) ours: Vec<f64>,
    pub(super) floor: Vec<f64>,
    /// How many letters showed no other count in time, so that nothing is known of them.
    pub(super) unseen: f64,
}

/// Types words into the filter and into the bare field, a letter at a time in turn.
pub(super) async fn typed(window: &Window) -> Result<Typed> {
    window.run(PAGE, Vec::new()).await?;
    let filter = hook("filter");
    let mut typed = Typed::default();
    for word in WORDS {
        for letter in word.chars() {
            match pressed(window, &filter, "changed", letter).await? {
                Some(took) => typed.ours.push(took),
                None => typed.unseen += 1.0,
            }
            let floor = pressed(window, BARE, "written", letter).await?;
            typed.floor.extend(floor);
        }
        let held = window.run_async(EMPTY, vec![json!(filter)]).await?;
        ensure!(
            held.as_str() == Some(word),
            "`{word}` was typed, and the filter held {held}"
        );
    }
    window
        .run("window.typing.bare.remove()", Vec::new())
        .await?;
    ensure!(!typed.ours.is_empty(), "no letter showed another count");
    Ok(typed)
}

/// Presses one key in a field; how many milliseconds went by until the rows of that name were
/// painted, nothing where none came.
async fn pressed(window: &Window, css: &str, rows: &str, key: char) -> Result<Option<f64>> {
    let field = window.find(css).await?;
    window.run_async(AIM, vec![json!(css), json!(rows)]).await?;
    field.send_keys(&key.to_string()).await?;
    let took = window.run_async(TOOK, Vec::new()).await?;
    Ok(took.as_f64())
}
