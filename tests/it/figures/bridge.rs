//! How long one question of the list takes over the bridge (P11), from the page and back to it,
//! beside the shortest answer there is over the same bridge.

use anyhow::{Context as _, Result};
use e2e::Desk;
use serde_json::json;

use super::{large, numbers, quantile};

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

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn one_window_of_rows_over_the_bridge() -> Result<()> {
    let desk = Desk::new().await?;
    let window = large(&desk).await?;
    for limit in [60, 100] {
        let list = json!({
            "text": "", "state": null, "toolkit": null,
            "narrow": { "view": "all", "cause": null, "concern": null, "auth_config": null },
            "sort": { "by": "Tenant", "descending": false },
            "offset": 20_000, "limit": limit, "locate": null,
        });
        let seen = window.run_async(ASK, vec![list, json!(100)]).await?;
        let (ours, floor) = (numbers(&seen["ours"]), numbers(&seen["floor"]));
        let bytes = seen["bytes"].as_u64().context("the list was refused")?;
        let line = |name: &str, times: &[f64]| {
            let (p50, p95) = (quantile(times, 0.5), quantile(times, 0.95));
            println!(
                "{name:<44} n={:<4} p50 {p50:7.1} ms   p95 {p95:7.1} ms",
                times.len()
            );
            (p50, p95)
        };
        let ours = line(
            &format!("{limit} rows over the bridge, {bytes} bytes"),
            &ours,
        );
        let floor = line("the floor: an empty answer over it", &floor);
        println!(
            "ratio to the floor                           p50 {:5.2}      p95 {:5.2}",
            ours.0 / floor.0,
            ours.1 / floor.1
        );
    }
    window.close().await
}
