//! Why nothing can be changed at Composio now.

use wire::{Code, Fault, SyncPhase};

/// The reason that stands beside what is off; `None` when everything is on. What is
/// refused is never queued.
#[must_use]
pub fn off_because(phase: SyncPhase, fault: Option<&Fault>) -> Option<String> {
    let fault = fault.filter(|_| phase == SyncPhase::Failed)?;
    let why = match fault.code {
        Code::ComposioUnreachable | Code::ComposioProxy => "Composio cannot be reached",
        Code::ComposioUntrusted => "Whatever answers for Composio is not trusted",
        Code::ComposioUnauthorized => "Composio refuses the API key",
        Code::NotConfigured => "This workspace has no API key at hand",
        _ => return None,
    };
    Some(format!(
        "{why}, so changes are off until that is over. Nothing is queued."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_the_way_of_every_change_turns_them_off() {
        for code in Code::ALL {
            let fault = Fault::new(*code, "");
            let off = off_because(SyncPhase::Failed, Some(&fault)).is_some();
            let expected = matches!(
                code,
                Code::ComposioUnreachable
                    | Code::ComposioProxy
                    | Code::ComposioUntrusted
                    | Code::ComposioUnauthorized
                    | Code::NotConfigured
            );
            assert_eq!(off, expected, "{}", code.as_str());
            assert_eq!(off_because(SyncPhase::Idle, Some(&fault)), None);
        }
        assert_eq!(off_because(SyncPhase::Failed, None), None);
    }
}
