//! Why nothing can be changed at Composio now.

use wire::{Code, Fault, KeyPlace, SyncPhase};

/// The reason that stands beside what is off; `None` when everything is on. What is
/// refused is never queued.
#[must_use]
pub fn off_because(
    key: Option<KeyPlace>,
    phase: SyncPhase,
    fault: Option<&Fault>,
) -> Option<String> {
    const NO_KEY: &str = "This project has no API key at hand";
    const ASKED: &str = "This computer's keyring has not given the API key yet";
    let failed = fault.filter(|_| phase == SyncPhase::Failed);
    let why = match (key, failed.map(|fault| fault.code)) {
        (Some(KeyPlace::Asked), _) => ASKED,
        (Some(KeyPlace::Missing), _) | (_, Some(Code::NotConfigured)) => NO_KEY,
        (_, Some(Code::ComposioUnreachable | Code::ComposioProxy)) => "Composio cannot be reached",
        (_, Some(Code::ComposioUntrusted)) => "Whatever answers for Composio is not trusted",
        (_, Some(Code::ComposioUnauthorized)) => "Composio refuses the API key",
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
            let off = off_because(None, SyncPhase::Failed, Some(&fault)).is_some();
            let expected = matches!(
                code,
                Code::ComposioUnreachable
                    | Code::ComposioProxy
                    | Code::ComposioUntrusted
                    | Code::ComposioUnauthorized
                    | Code::NotConfigured
            );
            assert_eq!(off, expected, "{}", code.as_str());
            assert_eq!(off_because(None, SyncPhase::Idle, Some(&fault)), None);
        }
        assert_eq!(off_because(None, SyncPhase::Failed, None), None);
    }

    #[test]
    fn a_key_that_is_missing_turns_changes_off_before_anything_failed() {
        let off = |key| off_because(Some(key), SyncPhase::Idle, None).is_some();
        assert!(off(KeyPlace::Missing));
        assert!(off(KeyPlace::Asked), "one that may still come is not there");
        assert!(!off(KeyPlace::Keyring) && !off(KeyPlace::Memory));
    }
}
