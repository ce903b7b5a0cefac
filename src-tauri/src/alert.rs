//! A word through the desktop when something ended that nobody may be watching.

#[cfg(target_os = "linux")]
mod freedesktop;

use app::Alert;
use tauri::{AppHandle, Manager, UserAttentionType};

use crate::window;

/// Tells the person; `clicked` runs when they press it. Where no notification can be
/// shown, the window's entry in the task bar asks for attention instead.
#[cfg(target_os = "linux")]
pub(crate) fn tell(app: &AppHandle, alert: Alert, clicked: impl FnOnce(&Alert) + Send + 'static) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        match freedesktop::show(&alert).await {
            Ok(true) => clicked(&alert),
            Ok(false) => {}
            Err(error) => {
                tracing::info!(%error, "the desktop shows no notifications");
                ask_for_attention(&app);
            }
        }
    });
}

/// The task bar asks for attention; a press on it brings the window, not the row.
#[cfg(not(target_os = "linux"))]
pub(crate) fn tell(app: &AppHandle, _: Alert, _: impl FnOnce(&Alert) + Send + 'static) {
    ask_for_attention(app);
}

fn ask_for_attention(app: &AppHandle) {
    let Some(main) = app.get_webview_window(window::LABEL) else {
        return;
    };
    if let Err(error) = main.request_user_attention(Some(UserAttentionType::Informational)) {
        tracing::info!(%error, "the task bar does not take attention either");
    }
}
