//! The one place where an error becomes words for a person: what happened, why,
//! and what did not change.

use wire::{Code, Fault, Remedy};

use crate::error::Error;
use crate::host::HostError;

const NO_KEY: &str = "This project has no API key at hand, so nothing can be changed at Composio. What was read before stays readable.";
const OTHER_PROJECT: &str = "This API key belongs to another project than the list. Nothing was read, so that the accounts of two projects are not mixed. Enter a key of this project, or add the other one as a new project.";

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        tracing::warn!(error = %chain(&error), "an action failed");
        match error {
            Error::Composio(error) => composio_fault(&error),
            Error::Store(error) => store_fault(&error),
            Error::Vault(error) => vault_fault(&error),
            Error::Refused(refused) => Self::new(
                Code::ActionRefused,
                format!("This cannot be done with a connection that is {}. Nothing changed.", refused.state),
            ),
            Error::Unsafe(why) => Self::new(
                Code::UnsafeUrl,
                "The sign-in page that Composio named is not one of Composio's own, so it was not opened. Nothing changed.",
            )
            .with_details(why.to_string()),
            Error::Audit(source) => Self::new(
                Code::AuditRefused,
                format!(
                    "The audit row could not be written, so nothing was done at Composio. {}",
                    store_fault(&source).message
                ),
            )
            .with_details(source.to_string()),
            Error::KeyMayNot(error) => crate::project::key_may_not(&error),
            Error::Browser(source) => host_fault(Code::BrowserFailed, "The system browser could not be started. The link still works: copy it and open it yourself.", &source),
            Error::Mail(source) => host_fault(Code::MailFailed, "No mail program could be started. Nothing was sent: copy the message and paste it yourself.", &source),
            Error::NoBrowser(source) => host_fault(Code::BrowserFailed, "The system browser could not be started. Nothing was opened.", &source),
            Error::Clipboard(source) => host_fault(Code::Internal, "The clipboard could not be written. Nothing was copied.", &source),
            Error::Demo(source) => host_fault(Code::Internal, "The demo workspace could not be started.", &source),
            Error::NoWorkspace => Self::new(Code::NotConfigured, "No project is open. Enter an API key or open the demo."),
            Error::NoKey => Self::new(Code::NotConfigured, NO_KEY),
            Error::OtherProject => Self::new(Code::ComposioUnauthorized, OTHER_PROJECT),
            Error::UnknownRow => Self::new(Code::UnknownRow, "The row is no longer in the list. Nothing changed."),
            Error::AttemptOver => Self::new(Code::AttemptOver, "This sign-in has ended. Start a new one from the row."),
            Error::LinkLost => Self::new(
                Code::LinkLost,
                "The link was kept in memory only and the app was restarted since. The sign-in goes on if it is open in a browser; else cancel it and start a new one.",
            ),
            Error::AlreadyConnected => Self::new(
                Code::AlreadyConnected,
                "The tenant already has a working account with this auth config. Nothing changed.",
            ),
            Error::Input(why) => Self::new(Code::BadInput, why),
            Error::ProxyUnread(why) => Self::new(Code::ComposioProxy, why),
            Error::NotDone(why) => Self::new(Code::ComposioUnavailable, why),
            Error::Typed(why) => Self::new(Code::BadInput, why),
            Error::TenantKnown(name) => Self::new(
                Code::TenantKnown,
                format!("The tenant {name} already has this user ID. Nothing was saved."),
            ),
            Error::TenantInUse(which) => Self::new(
                Code::TenantInUse,
                format!("The tenant still has accounts at Composio: {which}. Disconnect them first; nothing was deleted."),
            ),
            Error::NotShown { why, request } => {
                Self::new(Code::OutcomeUnknown, format!("{why}.")).with_reference(request)
            }
            Error::Unwritten { done, source } => unwritten(done, *source),
            Error::DemoOnly => Self::new(Code::DemoOnly, "This exists in the demo workspace only."),
        }
    }
}

/// Something that the desktop was asked for and did not do.
fn host_fault(code: Code, message: &str, source: &HostError) -> Fault {
    Fault::new(code, message).with_details(source.to_string())
}

fn composio_fault(error: &composio::Error) -> Fault {
    use composio::Error as E;
    let fault = if error.outcome_unknown() {
        Fault::new(
            Code::OutcomeUnknown,
            "The request was sent, but no answer came back. Switchboard reads Composio to find out what came of it.",
        )
    } else {
        match error {
            E::Unreachable {
                kind: kind @ (composio::Cause::Proxy | composio::Cause::ProxySignIn),
                ..
            } => on_the_way(Code::ComposioProxy, *kind),
            E::Unreachable {
                kind: kind @ composio::Cause::Tls,
                ..
            } => on_the_way(Code::ComposioUntrusted, *kind),
            E::Unreachable { .. } => Fault::new(
                Code::ComposioUnreachable,
                "Composio could not be reached. Nothing changed; what was read before stays readable.",
            ),
            E::Unauthorized(_) => Fault::new(
                Code::ComposioUnauthorized,
                "Composio refused the API key. Nothing changed.",
            ),
            E::Forbidden(_) => Fault::new(
                Code::ComposioForbidden,
                "The API key is not allowed to do this. Nothing changed.",
            ),
            E::NotFound(_) => Fault::new(
                Code::ComposioNotFound,
                "Composio does not know this any more. It may have been deleted elsewhere.",
            ),
            E::RateLimited { after, .. } => Fault::new(Code::ComposioRateLimited, limited(*after)),
            E::Rejected(said) => Fault::new(
                Code::ComposioRejected,
                format!(
                    "Composio refused: {}. Nothing changed.",
                    sentence(&said.message)
                ),
            ),
            E::Unavailable { status, .. } => Fault::new(
                Code::ComposioUnavailable,
                format!("Composio answered with an error of its own ({status}). Nothing changed."),
            ),
            E::Malformed { .. } => Fault::new(
                Code::ComposioMalformed,
                "Composio's answer could not be understood.",
            ),
        }
    };
    let fault = fault.with_reference(error.request_id().map(str::to_owned));
    let mut details = vec![chain(error)];
    if let E::RateLimited { said, .. } = error {
        details.extend(Some(said.message.clone()).filter(|words| !words.is_empty()));
    }
    details.extend(error.suggested_fix().map(str::to_owned));
    fault.with_details(details.join("\n"))
}

/// Something between this computer and Composio.
fn on_the_way(code: Code, kind: composio::Cause) -> Fault {
    let (said, fix) = crate::doctor::why_unreached(kind);
    Fault::new(
        code,
        format!("{said} {fix} Nothing changed; what was read before stays readable."),
    )
}

/// Without a word on how long, it may be the limit of a minute or the one of the plan.
const WAIT: &str =
    "Wait a minute, then try again; where that does not help, a limit of its plan is reached";

fn limited(after: Option<std::time::Duration>) -> String {
    let wait = after.map_or_else(
        || WAIT.to_owned(),
        |after| match after.as_secs() {
            seconds @ 0..120 => format!("Wait {} s, then try again", seconds.max(1)),
            seconds => format!("Wait {} minutes, then try again", seconds.div_ceil(60)),
        },
    );
    format!("The organization has used up its requests for now. {wait}. Nothing changed.")
}

/// Somebody else's words inside a sentence of ours.
fn sentence(words: &str) -> &str {
    let words = words.trim().trim_end_matches('.');
    if words.is_empty() {
        "no reason given"
    } else {
        words
    }
}

fn store_fault(error: &store::Error) -> Fault {
    use store::Error as E;
    let (code, what) = stopped(error);
    let rest = match error {
        E::Newer { .. } => "Nothing was touched; install that version again.",
        E::Corrupt { .. } => "Nothing was written to it.",
        E::Missing | E::Conflict { .. } => "Look at it again; nothing was done.",
        E::Taken { .. } => "Nothing changed.",
        E::Full => "Nothing was done; make room and try again.",
        E::Busy => "Nothing was done; close it and try again.",
        E::Open { .. } | E::Migrate(_) | E::Io(_) => "Nothing was done.",
    };
    of_store(error, code, format!("{what} {rest}"))
}

fn of_store(error: &store::Error, code: Code, message: String) -> Fault {
    Fault {
        remedy: remedy(error, code),
        ..Fault::new(code, message).with_details(chain(error))
    }
}

/// What is to be done where the store itself is in the way. Nothing was put aside here, as it is
/// where the code of a damaged file is told otherwise, and the row is still there.
const fn remedy(error: &store::Error, code: Code) -> Remedy {
    use store::Error as E;
    match error {
        E::Corrupt { .. } => Remedy::CheckDisk,
        E::Missing | E::Conflict { .. } => Remedy::ShowState,
        _ => code.remedy(),
    }
}

/// What kept the store from it.
fn stopped(error: &store::Error) -> (Code, &'static str) {
    use store::Error as E;
    match error {
        E::Newer { .. } => (
            Code::StoreNewer,
            "The database was written by a newer version of Switchboard.",
        ),
        E::Corrupt { .. } => (Code::StoreCorrupt, "The database is damaged."),
        E::Missing | E::Conflict { .. } => {
            (Code::UnknownRow, "The row changed at the same moment.")
        }
        E::Taken { .. } => (
            Code::BadInput,
            "Another row already stands for this account.",
        ),
        E::Full => (Code::StoreUnavailable, "The disk is full."),
        E::Busy => (
            Code::StoreUnavailable,
            "Another program holds the database.",
        ),
        E::Open { .. } | E::Migrate(_) | E::Io(_) => (
            Code::StoreUnavailable,
            "The data directory cannot be read or written.",
        ),
    }
}

/// It was done all the same, and the next reading of the project brings it here.
fn unwritten(done: &str, source: Error) -> Fault {
    if let Error::Store(error) = &source {
        let (code, what) = stopped(error);
        let message = format!(
            "{done}, but that could not be written down here. {what} The list shows it after the next sync."
        );
        return of_store(error, code, message);
    }
    let mut fault = Fault::from(source);
    let what = fault.message.split(" Nothing changed").next();
    fault.message = format!("{done}. {}", what.unwrap_or_default());
    fault
}

/// Four states of the keyring, each with its own way out; the other way, memory, is
/// the same for all of them.
fn vault_fault(error: &vault::Error) -> Fault {
    use vault::Error as E;
    let (code, message) = match error {
        E::Unavailable { .. } => (
            Code::VaultUnavailable,
            "No keyring runs on this computer. Start one and try again, or keep the key in memory until Switchboard closes. Nothing was stored or changed.".to_owned(),
        ),
        E::Locked => (
            Code::VaultLocked,
            "The keyring is locked. Unlock it with its password and try again, or keep the key in memory until Switchboard closes. Nothing was stored or changed.".to_owned(),
        ),
        E::Denied { .. } => (
            Code::VaultDenied,
            "The keyring refused access to Switchboard. Allow it there and try again, or keep the key in memory until Switchboard closes. Nothing was stored or changed.".to_owned(),
        ),
        E::Refused { reason, .. } => (
            Code::VaultRefused,
            format!("The keyring refused: {reason}. Trying again will not help; keep the key in memory until Switchboard closes, or repair the keyring. Nothing was stored or changed."),
        ),
        E::Missing => (
            Code::VaultMissing,
            "The keyring holds no key for this project. Enter it again.".to_owned(),
        ),
        E::Corrupt => (
            Code::VaultCorrupt,
            "What the keyring holds for this project is not a key. Enter it again; it takes the place of what is there.".to_owned(),
        ),
    };
    Fault::new(code, message).with_details(chain(error))
}

/// An error and what is behind it, on one line. No room of ours puts a secret into
/// an error, and the client cuts what looks like one.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text.chars().take(2_000).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn told(after: Option<u64>, message: &str) -> Fault {
        let said = composio::Rejection {
            status: 429,
            message: message.to_owned(),
            ..composio::Rejection::default()
        };
        composio_fault(&composio::Error::RateLimited {
            after: after.map(Duration::from_secs),
            said: Box::new(said),
            trace: composio::Trace::default(),
        })
    }

    #[test]
    fn a_limit_that_is_told_without_a_time_is_not_called_that_of_a_minute() {
        let words = "The plan includes no more tool calls";
        let fault = told(None, words);
        assert_eq!(fault.code, Code::ComposioRateLimited);
        assert!(!fault.message.contains("this minute"), "{fault}");
        assert!(fault.message.contains("a limit of its plan"), "{fault}");
        let details = format!("{:?}", fault.details);
        assert!(details.contains(words), "{details}");
    }

    #[test]
    fn a_limit_that_is_told_with_a_time_is_waited_for_that_long() {
        for (after, wait) in [
            (0, "Wait 1 s,"),
            (12, "Wait 12 s,"),
            (150, "Wait 3 minutes,"),
        ] {
            let fault = told(Some(after), "");
            assert!(fault.message.contains(wait), "{fault}");
            assert!(!fault.message.contains("plan"), "{fault}");
        }
    }
}
