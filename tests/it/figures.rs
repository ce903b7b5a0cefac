//! How fast the window answers, in the real one. These are figures and no claims: a machine that
//! is busy makes them worse, so nothing fails because of them, and they run only when asked for:
//! `cargo xtask figures`.

mod bridge;
mod growth;
mod home;
mod scroll;
mod start;
mod told;
mod typing;

use anyhow::Result;
use e2e::{Desk, Window, hook};
use serde_json::Value;

use crate::steps::wait_for;

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
