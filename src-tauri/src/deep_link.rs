//! Links that the desktop hands to us. A link is a doorbell, never evidence: any web page can
//! ring it, so what is logged is that it rang, and the core decides what it is worth.

use std::time::Instant;

use app::App;
use tauri::{Runtime, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::trickle::Trickle;

static ARRIVED: Trickle = Trickle::new();

/// Takes the link that started the program, if one did, and every later one.
pub(crate) fn listen<R: Runtime>(
    app: &tauri::App<R>,
    core: &App,
) -> Result<(), tauri_plugin_deep_link::Error> {
    for url in app.deep_link().get_current()?.unwrap_or_default() {
        received(core, url, "cold");
    }
    let core = core.clone();
    app.deep_link().on_open_url(move |event| {
        for url in event.urls() {
            received(&core, url, "warm");
        }
    });
    Ok(())
}

fn received(core: &App, url: Url, start: &'static str) {
    if ARRIVED.lets_through(Instant::now()) {
        // The query holds a state that must not be written down, and the rest is a stranger's.
        tracing::info!(start, bytes = url.as_str().len(), "a deep link arrived");
    }
    let core = core.clone();
    // The core works beside us, and this is called from outside its runtime.
    tauri::async_runtime::spawn(async move { core.link(url.as_str()) });
}
