//! Frames while the list scrolls (P12), beside a list of a plain script in the same page: a pool
//! of rows that are moved and given other words, all of whose data lie in memory. It has the
//! list's own size, columns and styles, and asks nobody for anything.

use anyhow::Result;
use e2e::{Desk, Window};
use serde_json::{Value, json};

use super::{large, numbers, told};

/// Moves one list by so many pixels a frame, for so many frames. Returns what lay between the
/// frames, and in how many of them the row in the middle had its words.
const SCROLL: &str = r"
const done = arguments[arguments.length - 1];
const [which, step, frames] = arguments;
const grid = document.querySelector('[data-test=grid]');
const total = Number(grid.dataset.total);
const place = grid.getBoundingClientRect();
const height = grid.querySelector('[data-test=row]').getBoundingClientRect().height;
const plain = () => {
    const states = ['Active', 'Error', 'Expired', 'Pending', 'Inactive', 'Revoked', 'Added'];
    const all = Array.from({ length: total }, (_, i) => [states[i % 7], 'Tenant ' + i,
        'Toolkit ' + i % 40, 'person' + i + '@example.com', i % 60 + ' min', 'Masked']);
    const box = document.createElement('div');
    box.className = grid.className;
    box.style.cssText = `position:fixed;z-index:99;background:Canvas;left:${place.left}px;` +
        `top:${place.top}px;width:${place.width}px;height:${place.height}px`;
    const inner = document.createElement('div');
    inner.className = 'grid__rows';
    inner.setAttribute('role', 'rowgroup');
    inner.style.height = total * height + 'px';
    const count = Math.ceil(place.height / height) + 24;
    const pool = Array.from({ length: count }, () => {
        const row = document.createElement('div');
        row.className = 'row';
        for (let i = 0; i < 6; i += 1) row.appendChild(document.createElement('span'));
        inner.appendChild(row);
        return { row, cells: [...row.children], at: -1 };
    });
    const draw = () => {
        const first = Math.max(0, Math.floor(box.scrollTop / height) - 12);
        for (let i = first; i < Math.min(total, first + count); i += 1) {
            const slot = pool[i % count];
            if (slot.at === i) continue;
            slot.at = i;
            slot.row.style.top = i * height + 'px';
            all[i].forEach((word, cell) => { slot.cells[cell].textContent = word; });
        }
    };
    box.addEventListener('scroll', draw);
    box.appendChild(inner);
    document.body.appendChild(box);
    draw();
    return box;
};
const list = which === 'plain' ? plain() : grid;
list.scrollTop = 0;
const [x, y] = [place.left + place.width / 2, place.top + place.height / 2];
setTimeout(() => {
    const times = [];
    let last = 0, there = 0;
    const frame = (now) => {
        if (last) times.push(now - last);
        last = now;
        const row = document.elementFromPoint(x, y)?.closest('.row');
        if (row && row.innerText && !row.querySelector('.sk')) there += 1;
        if (times.length === frames) {
            list.scrollTop = 0;
            if (list !== grid) list.remove();
            done({ times, there: there / (frames + 1) });
            return;
        }
        list.scrollTop += step;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}, 400);
";

/// How many frames of each list a round has: three seconds when none is late.
const FRAMES: u32 = 180;

/// How often both have their turn.
const ROUNDS: usize = 3;

#[derive(Default)]
struct Frames {
    times: Vec<f64>,
    there: Vec<f64>,
}

impl Frames {
    async fn more(&mut self, window: &Window, which: &str, step: u32) -> Result<()> {
        let words = vec![json!(which), json!(step), json!(FRAMES)];
        let seen: Value = window.run_async(SCROLL, words).await?;
        self.times.extend(numbers(&seen["times"]));
        self.there.extend(seen["there"].as_f64());
        Ok(())
    }

    /// The share of frames after which the row in the middle had its words, in percent.
    fn told(&self) -> Vec<f64> {
        self.there.iter().map(|share| 100.0 * share).collect()
    }
}

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn frames_while_fifty_thousand_rows_scroll() -> Result<()> {
    let desk = Desk::new().await?;
    let window = large(&desk).await?;
    let mut idle = Frames::default();
    idle.more(&window, "ours", 0).await?;
    told::alone("frames while nothing moves", "ms", &idle.times)?;
    for step in [120, 4_000] {
        let (mut ours, mut plain) = (Frames::default(), Frames::default());
        for _ in 0..ROUNDS {
            ours.more(&window, "ours", step).await?;
            plain.more(&window, "plain", step).await?;
        }
        let name = format!("frames at {step} px each (P12)");
        let list = "a plain script's list";
        told::beside(&name, "ms", &ours.times, (list, &plain.times))?;
        let name = format!("frames at {step} px each with words in the middle (P12)");
        told::beside(&name, "%", &ours.told(), (list, &plain.told()))?;
    }
    window.close().await
}
