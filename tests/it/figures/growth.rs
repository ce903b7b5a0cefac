//! How the window's figures grow with the project: a letter until its rows are painted (P10),
//! and rows over the bridge (P11), among 5,000, 50,000 and 500,000.

use anyhow::Result;
use e2e::{Desk, Simulator, Window, hook};

use super::told::{self, Beside};
use super::typing::typed;
use super::{bridge, quantile, whole};
use crate::steps;

const SIZES: [u32; 3] = [5_000, 50_000, 500_000];
/// Set by whoever has no time for the last one.
const QUICK: &str = "FIGURES_QUICK";

const KEY: &str = "ak_figures_0000000000";

/// A project of so many integrations, which another process of ours serves.
pub(super) fn fleet(desk: &Desk, size: u32) -> Result<Simulator> {
    let (tenants, integrations) = ((size / 5).to_string(), size.to_string());
    let arguments = [
        ["--scenario", "fleet"],
        ["--tenants", &tenants],
        ["--integrations", &integrations],
        ["--rate-limit", "1000000/60s"],
        ["--api-key", KEY],
    ];
    Simulator::start(desk.root(), arguments.as_flattened())
}

/// The window, with all of it read.
pub(super) async fn read(desk: &Desk, simulator: &Simulator, size: u32) -> Result<Window> {
    let window = desk.start_app().await?;
    steps::enter(&window, simulator, KEY).await?;
    let of = format!("of {}", written(size));
    steps::wait_for(&window, &hook("status-sync"), &of).await?;
    whole(&window).await?;
    Ok(window)
}

/// As the window writes a number.
fn written(number: u32) -> String {
    format!("{},{:03}", number / 1_000, number % 1_000)
}

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn a_letter_and_a_window_of_rows_as_the_project_grows() -> Result<()> {
    let quick = std::env::var_os(QUICK).is_some();
    let sizes = SIZES.into_iter().filter(|size| !quick || *size < 500_000);
    let (mut letters, mut late) = (told::Growth::default(), told::Growth::default());
    let (mut rows, mut bytes) = (told::Growth::default(), told::Growth::default());
    for size in sizes {
        let desk = Desk::new().await?;
        let simulator = fleet(&desk, size)?;
        let window = read(&desk, &simulator, size).await?;
        let typed = typed(&window).await?;
        for (growth, share) in [(&mut letters, 0.5), (&mut late, 0.95)] {
            let of = |times: &[f64]| quantile(times, share);
            growth.point(size, of(&typed.ours), of(&typed.floor));
        }
        let unseen = format!("letters without another count, left out among {size} rows (P10)");
        told::alone(&unseen, "letters", &[typed.unseen])?;
        let asked = bridge::asked(&window, 60, size / 5 * 2).await?;
        rows.point(
            size,
            quantile(&asked.ours, 0.5),
            quantile(&asked.floor, 0.5),
        );
        bytes.point(size, asked.bytes, bridge::GOAL_OF_60);
        window.close().await?;
    }
    let plain = Beside::Floor("rows of a plain script");
    letters.told(
        "a letter until the rows are painted, p50 (P10)",
        "ms",
        plain,
    )?;
    late.told(
        "a letter until the rows are painted, p95 (P10)",
        "ms",
        plain,
    )?;
    let bridged = "60 rows over the bridge, p50 (P11)";
    rows.told(bridged, "ms", Beside::Floor("an empty answer over it"))?;
    let weighed = "60 rows over the bridge (P11)";
    bytes.told(weighed, "bytes", Beside::Goal)
}
