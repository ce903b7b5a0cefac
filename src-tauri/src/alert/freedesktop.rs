//! The notification service that every Linux desktop speaks. Spoken here and not through a
//! plugin because a click must open the row, and the plugin lets go of the notification
//! before anybody can click on it.

use std::{collections::HashMap, time::Duration};

use app::Alert;
use futures_util::StreamExt;
use zbus::zvariant::Value;

use crate::home::IDENTIFIER;

/// How long a click is waited for; desktops keep old ones in a list.
const CLICKABLE: Duration = Duration::from_secs(30 * 60);

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications"
)]
trait Notifications {
    #[expect(clippy::too_many_arguments, reason = "the protocol has as many")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action_key: String) -> zbus::Result<()>;

    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32) -> zbus::Result<()>;
}

/// Shows it and waits for a click; `true` when there was one.
pub(super) async fn show(alert: &Alert) -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let service = NotificationsProxy::new(&bus).await?;
    let can = service.get_capabilities().await?;
    let has = |name: &str| can.iter().any(|known| known == name);
    let mut clicks = service.receive_action_invoked().await?;
    let mut ends = service.receive_notification_closed().await?;
    let body = if has("body-markup") {
        escaped(&alert.body)
    } else {
        alert.body.clone()
    };
    let actions: &[&str] = if has("actions") {
        &["default", "Open"]
    } else {
        &[]
    };
    let hints = HashMap::from([("desktop-entry", Value::from(IDENTIFIER))]);
    let id = service
        .notify(
            "Switchboard",
            0,
            "",
            &alert.title,
            &body,
            actions,
            hints,
            -1,
        )
        .await?;
    if actions.is_empty() {
        return Ok(false);
    }
    let waited = async {
        loop {
            tokio::select! {
                click = clicks.next() => {
                    let Some(click) = click else { return false };
                    if click.args().is_ok_and(|told| told.id == id) {
                        return true;
                    }
                }
                end = ends.next() => {
                    let Some(end) = end else { return false };
                    if end.args().is_ok_and(|told| told.id == id) {
                        return false;
                    }
                }
            }
        }
    };
    Ok(tokio::time::timeout(CLICKABLE, waited)
        .await
        .unwrap_or(false))
}

/// A name from outside is text, not markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_cannot_format_a_notification() {
        assert_eq!(
            escaped("<a href='x'>&</a>"),
            "&lt;a href='x'&gt;&amp;&lt;/a&gt;"
        );
    }
}
