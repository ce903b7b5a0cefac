//! The one window, fenced in: it shows our own pages and goes nowhere else.

use tauri::{
    App, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder, webview::NewWindowResponse,
};

use crate::home::Home;

/// The window's name in `tauri.conf.json` and in the capability.
pub(crate) const LABEL: &str = "main";

/// Builds the window that the configuration describes.
pub(crate) fn open<R: Runtime>(app: &App<R>) -> tauri::Result<WebviewWindow<R>> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or(tauri::Error::WindowNotFound)?;
    let profile = app.state::<Home>().directory().join("webview");
    let window = WebviewWindowBuilder::from_config(app, config)?
        .data_directory(profile)
        .incognito(!is_driven())
        .on_navigation(is_our_page)
        .on_new_window(|_url, _features| {
            tracing::warn!("the window asked for another window and was refused");
            NewWindowResponse::Deny
        })
        .build()?;
    tracing::info!("the window is open");
    Ok(window)
}

/// Whether a WebDriver controls the window. Only a web view that keeps a profile can be driven,
/// so the journeys search that profile for secrets; for people there is none. Whoever can set
/// the variable owns the process already.
pub(crate) fn is_driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// Brings the window to the person's attention, as far as the desktop lets us.
pub(crate) fn raise<R: Runtime>(window: &WebviewWindow<R>) {
    let done = window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus());
    if let Err(error) = done {
        tracing::warn!(%error, "could not bring the window forward");
    }
}

/// Our pages have one origin: `tauri://localhost`, or `http://tauri.localhost` where the
/// web view cannot serve a scheme of its own.
fn is_our_page(url: &Url) -> bool {
    let ours = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    if !ours {
        tracing::warn!(scheme = url.scheme(), "a navigation was refused");
    }
    ours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_origin_may_be_shown() {
        for foreign in [
            "https://example.com/",
            "http://localhost/",
            "tauri://evil/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:blank",
            "http://tauri.localhost.example.com/",
        ] {
            let url = Url::parse(foreign).expect("a test URL");
            assert!(!is_our_page(&url), "{foreign} must be refused");
        }
        let own = Url::parse("tauri://localhost/index.html").expect("a test URL");
        assert!(is_our_page(&own), "our own page must be shown");
    }
}
