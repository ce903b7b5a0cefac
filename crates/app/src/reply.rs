//! An answer for the customer's ticket: where their connection stands and the one
//! thing that they do, without a word of ours and without an id.

use domain::{LifecycleName, Timestamp, Verdict};

use crate::roster::{Roster, Row};

/// The answer, by where the row stands now.
pub(crate) fn reply(roster: &Roster, row: &Row, attempt_open: bool) -> String {
    let connection = &row.record.connection;
    let toolkit = roster.toolkit_name(&row.record.toolkit);
    let whose = connection
        .identity
        .as_ref()
        .map(|identity| format!(" ({})", identity.name))
        .unwrap_or_default();
    let body = match row.reason.or(row.concern.map(|(cause, _)| cause)) {
        _ if attempt_open => OPEN.to_owned(),
        Some(cause) => cause.customer().to_owned(),
        None => plain(connection),
    };
    format!("About your {toolkit} connection{whose}:\n\n{body}\n")
}

const OPEN: &str = "A sign-in is open for you. Finish it with the link we sent you; it lasts about ten minutes. Tell us if you need a new one.";

fn plain(connection: &domain::Connection) -> String {
    match connection.lifecycle.name() {
        LifecycleName::Active => match &connection.probe {
            Some(probe) if probe.verdict == Verdict::Good => format!(
                "It works. We checked it on {}. You do not have to do anything.",
                day(probe.at)
            ),
            _ => "It is connected. If something does not work, tell us what you see, and we check it.".to_owned(),
        },
        LifecycleName::Added => {
            "It is not connected yet. Tell us when you are ready, and we send you a link to sign in with.".to_owned()
        }
        LifecycleName::Pending => OPEN.to_owned(),
        LifecycleName::Error | LifecycleName::Expired => {
            domain::Cause::Unrecognised.customer().to_owned()
        }
        LifecycleName::Paused => domain::Cause::SwitchedOff.customer().to_owned(),
        LifecycleName::Revoked => domain::Cause::Disconnected.customer().to_owned(),
    }
}

fn day(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.millis())
        .map(|at| at.strftime("%-d %B %Y at %H:%M UTC").to_string())
        .unwrap_or_default()
}
