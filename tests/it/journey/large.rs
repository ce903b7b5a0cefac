//! The large demo: it fills with counts, stops when told to, and scrolls.

use anyhow::Result;
use e2e::{Desk, hook};

use crate::steps::wait_for;

#[tokio::test]
async fn the_large_demo_fills_with_counts_stops_when_told_and_scrolls() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo-large")).await?;
    wait_for(&window, &hook("status-sync"), "of 50,000").await?;
    window
        .until_true(
            "some thousands of rows are there",
            "const grid = document.querySelector('[data-test=grid]');
             return grid !== null && Number(grid.dataset.total) >= 2000;",
        )
        .await?;
    window.click(&hook("sync-stop")).await?;
    window
        .find(&format!("{}[data-phase=\"stopped\"]", hook("status-sync")))
        .await?;
    wait_for(&window, &hook("status-sync"), "Stopped at").await?;

    window
        .until_true(
            "the last row that was read is drawn",
            "const grid = document.querySelector('[data-test=grid]');
             const total = Number(grid.dataset.total);
             let scroller = grid;
             while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1)
                 scroller = scroller.parentElement;
             if (scroller) scroller.scrollTop = scroller.scrollHeight;
             const drawn = [...document.querySelectorAll('[data-test=row]')]
                 .map((row) => Number(row.dataset.index));
             return drawn.includes(total - 1) && drawn.length < 200;",
        )
        .await?;
    window.close().await
}
