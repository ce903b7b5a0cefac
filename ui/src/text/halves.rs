//! How a disconnect came out, in words: those of the report, and for who did not stay to read it.

use wire::{DisconnectReport, Fault, Half};

/// What was to be withdrawn.
pub const WITHDRAWN: &str = "Access at the provider";
/// What was to be deleted.
pub const DELETED: &str = "Account at Composio";

/// How a half came out; why stands behind it.
#[must_use]
pub const fn outcome(half: &Half) -> &'static str {
    match half {
        Half::Done => "done, and read back.",
        Half::LeftOut => "left as it was, as you chose.",
        Half::Skipped(_) => "skipped.",
        Half::Failed(_) => "failed.",
    }
}

/// What to do next about a half that failed; some sentences end with the way on already.
#[must_use]
pub fn next_after(fault: &Fault) -> Option<&'static str> {
    (!fault.message.contains("Disconnect again")).then(|| fault.remedy.words())
}

/// How the disconnect of `what` came out.
///
/// # Errors
/// The fault of the half that failed, which tells of the other half too.
pub fn disconnected(what: &str, report: &DisconnectReport) -> Result<String, Fault> {
    let halves = [(WITHDRAWN, &report.withdrawn), (DELETED, &report.deleted)];
    let told = halves.map(|(name, half)| told(name, half)).join(" ");
    let failed = halves.iter().find_map(|(_, half)| match half {
        Half::Failed(fault) => Some((**fault).clone()),
        Half::Done | Half::LeftOut | Half::Skipped(_) => None,
    });
    match failed {
        None => Ok(format!("The disconnect of {what} is over. {told}")),
        Some(fault) => Err(Fault {
            message: format!("The disconnect of {what} is over, and not all of it is done. {told}"),
            ..fault
        }),
    }
}

fn told(name: &str, half: &Half) -> String {
    let how = outcome(half);
    match half {
        Half::Done | Half::LeftOut => format!("{name}: {how}"),
        Half::Skipped(why) => format!("{name}: {how} {why}"),
        Half::Failed(fault) => {
            let next = next_after(fault).map(|next| format!(" {next}"));
            let next = next.unwrap_or_default();
            format!("{name}: {how} {}{next}", fault.message)
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::Code;

    use super::*;

    #[test]
    fn who_did_not_stay_for_the_report_is_told_of_both_halves() {
        let whole = DisconnectReport {
            withdrawn: Half::LeftOut,
            deleted: Half::Done,
        };
        assert_eq!(
            disconnected("Gmail for Acme", &whole).unwrap(),
            "The disconnect of Gmail for Acme is over. Access at the provider: left as it was, as \
             you chose. Account at Composio: done, and read back."
        );
    }

    #[test]
    fn a_half_that_failed_is_told_as_its_fault_with_the_other_half_and_what_to_do() {
        let fault = Fault::new(Code::ComposioUnreachable, "Composio did not answer.")
            .with_reference(Some("req_1".to_owned()));
        let half = DisconnectReport {
            withdrawn: Half::Done,
            deleted: Half::Failed(Box::new(fault)),
        };
        let told = disconnected("Gmail for Acme", &half).unwrap_err();
        assert_eq!(told.code, Code::ComposioUnreachable);
        assert_eq!(told.reference.as_deref(), Some("req_1"));
        assert!(
            told.message.contains("Access at the provider: done")
                && told.message.contains("failed. Composio did not answer.")
                && told.message.ends_with(told.remedy.words()),
            "{}",
            told.message
        );
    }
}
