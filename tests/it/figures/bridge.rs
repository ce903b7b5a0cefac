//! How long one question of the list takes over the bridge (P11), from the page and back to it,
//! beside the shortest answer there is over the same bridge.

use anyhow::{Context as _, Result};
use e2e::{Desk, Window};
use serde_json::json;

use super::{large, numbers, told};

/// Asks both in turn. The second asks the core for nothing: no check is running that could stop.
const ASK: &str = r"
const done = arguments[arguments.length - 1];
const [list, times] = arguments;
const invoke = window.__TAURI_INTERNALS__.invoke;
const timed = async (command, request) => {
    const begun = performance.now();
    const answer = await invoke(command, { request });
    return [performance.now() - begun, answer];
};
(async () => {
    const ours = [], floor = [];
    let bytes = 0;
    for (let i = 0; i < times; i += 1) {
        const [took, answer] = await timed('find_integrations', list);
        ours.push(took);
        bytes = JSON.stringify(answer).length;
        floor.push((await timed('stop_checks', {}))[0]);
    }
    done({ ours, floor, bytes });
})();
";

/// What 60 rows may weigh (P11).
pub(super) const GOAL_OF_60: f64 = 12_000.0;

/// What was measured of one question.
pub(super) struct Asked {
    pub(super) ours: Vec<f64>,
    pub(super) floor: Vec<f64>,
    pub(super) bytes: f64,
}

/// Asks for so many rows from there on, over and over.
pub(super) async fn asked(window: &Window, limit: u32, offset: u32) -> Result<Asked> {
    let list = json!({
        "text": "", "state": null, "toolkit": null,
        "narrow": { "view": "all", "cause": null, "concern": null, "auth_config": null },
        "sort": { "by": "Tenant", "descending": false },
        "offset": offset, "limit": limit, "locate": null,
    });
    let seen = window.run_async(ASK, vec![list, json!(100)]).await?;
    let bytes = seen["bytes"].as_u64().context("the list was refused")?;
    Ok(Asked {
        ours: numbers(&seen["ours"]),
        floor: numbers(&seen["floor"]),
        bytes: f64::from(u32::try_from(bytes)?),
    })
}

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn one_window_of_rows_over_the_bridge() -> Result<()> {
    let desk = Desk::new().await?;
    let window = large(&desk).await?;
    for limit in [60, 100] {
        let asked = asked(&window, limit, 20_000).await?;
        told::beside(
            &format!("{limit} rows over the bridge (P11)"),
            "ms",
            &asked.ours,
            ("an empty answer over it", &asked.floor),
        )?;
        told::alone(
            &format!("{limit} rows over the bridge (P11)"),
            "bytes",
            &[asked.bytes],
        )?;
    }
    window.close().await
}
