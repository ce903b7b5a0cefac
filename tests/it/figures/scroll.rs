//! Frames while the list scrolls (P12), beside a list of a plain script in the same page: a pool
//! of rows that are moved and given other words, all of whose data lie in memory. It has the
//! list's own size, columns and styles, and asks nobody for anything.

use anyhow::Result;
use e2e::{Desk, Window};
use serde_json::{Value, json};

use super::{large, numbers, quantile};

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

    #[expect(clippy::print_stdout, reason = "the figures are what it is for")]
    fn print(&self, name: &str) -> (f64, f64) {
        let of = |share| quantile(&self.times, share);
        let late = self.times.iter().filter(|time| **time > 33.0).count();
        let there = 100.0 * quantile(&self.there, 0.5);
        println!(
            "{name:<34} n={:<4} p50 {:5.1}  p95 {:5.1}  p99 {:5.1}  max {:5.1} ms  over 33 ms {late:>3}  with words {there:3.0} %",
            self.times.len(),
            of(0.5),
            of(0.95),
            of(0.99),
            of(1.0),
        );
        (of(0.95), of(0.99))
    }
}

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn frames_while_fifty_thousand_rows_scroll() -> Result<()> {
    let desk = Desk::new().await?;
    let window = large(&desk).await?;
    let mut idle = Frames::default();
    idle.more(&window, "ours", 0).await?;
    idle.print("nothing moves");
    for step in [120, 4_000] {
        let (mut ours, mut plain) = (Frames::default(), Frames::default());
        for _ in 0..ROUNDS {
            ours.more(&window, "ours", step).await?;
            plain.more(&window, "plain", step).await?;
        }
        let ours = ours.print(&format!("{step} px a frame"));
        let plain = plain.print(&format!("{step} px a frame, plain script"));
        println!(
            "ratio to the plain script                 p95 {:5.2}      p99 {:5.2}",
            ours.0 / plain.0,
            ours.1 / plain.1
        );
    }
    window.close().await
}
