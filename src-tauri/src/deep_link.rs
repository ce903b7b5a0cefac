//! Links that the desktop hands to us. A link is a doorbell, never evidence: any web page can
//! ring it, so what is logged is that it rang, and nothing is done here.

use tauri::{App, Runtime, Url};
use tauri_plugin_deep_link::DeepLinkExt;

/// Takes the link that started the program, if one did, and every later one.
pub(crate) fn listen<R: Runtime>(app: &App<R>) -> Result<(), tauri_plugin_deep_link::Error> {
    for url in app.deep_link().get_current()?.unwrap_or_default() {
        received(&url, "cold");
    }
    app.deep_link().on_open_url(|event| {
        for url in event.urls() {
            received(&url, "warm");
        }
    });
    Ok(())
}

fn received(url: &Url, start: &'static str) {
    // The query holds a state that must not be written down, and the rest is a stranger's text.
    tracing::info!(start, bytes = url.as_str().len(), "a deep link arrived");
}
