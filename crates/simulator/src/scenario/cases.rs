//! The ways in which an integration of the demo can be unwell, each with how
//! often it appears.

use crate::catalog::Toolkit;
use crate::world::{Health, Reason, Status};

/// One way of being, and its share of the demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) status: Status,
    pub(super) health: Health,
    pub(super) reason: Reason,
    /// How many of 220 integrations.
    pub(super) share: usize,
}

const fn case(status: Status, health: Health, reason: Reason, share: usize) -> Case {
    Case {
        status,
        health,
        reason,
        share,
    }
}

/// Every case; the shares add up to 220.
pub(super) const CASES: [Case; 46] = [
    case(Status::Active, Health::Good, Reason::None, 92),
    // Composio says ACTIVE and the provider disagrees.
    case(Status::Active, Health::GrantDead, Reason::None, 7),
    case(Status::Active, Health::ScopeMissing, Reason::None, 5),
    case(Status::Active, Health::ClientRejected, Reason::None, 2),
    case(Status::Active, Health::TokenRevoked, Reason::None, 2),
    case(Status::Active, Health::AccountInactive, Reason::None, 2),
    case(Status::Active, Health::AdminBlocked, Reason::None, 2),
    case(Status::Active, Health::KeyWrong, Reason::None, 2),
    case(Status::Active, Health::ProviderDown, Reason::None, 2),
    case(Status::Active, Health::Malformed, Reason::None, 1),
    case(Status::Active, Health::Throttled, Reason::None, 2),
    case(Status::Active, Health::PlanEnded, Reason::None, 2),
    case(Status::Active, Health::ServiceOff, Reason::None, 1),
    case(Status::Active, Health::NetworkBlocked, Reason::None, 1),
    case(Status::Active, Health::ApiDisabled, Reason::None, 2),
    case(Status::Active, Health::Masked, Reason::None, 3),
    case(Status::Active, Health::OtherUser, Reason::None, 1),
    case(Status::Active, Health::KeyLimited, Reason::None, 1),
    case(
        Status::Expired,
        Health::GrantDead,
        Reason::RefreshRefused,
        9,
    ),
    case(Status::Expired, Health::GrantDead, Reason::MaxFailures, 5),
    case(
        Status::Expired,
        Health::GrantDead,
        Reason::PasswordChanged,
        4,
    ),
    case(Status::Expired, Health::GrantDead, Reason::Unused, 3),
    case(
        Status::Expired,
        Health::GrantDead,
        Reason::NoRefreshToken,
        2,
    ),
    case(Status::Expired, Health::GrantDead, Reason::ExtraStep, 2),
    case(
        Status::Expired,
        Health::ClientRejected,
        Reason::SecretExpired,
        3,
    ),
    case(
        Status::Expired,
        Health::ClientRejected,
        Reason::AppDeleted,
        1,
    ),
    case(Status::Expired, Health::GrantDead, Reason::Testing, 5),
    case(Status::Expired, Health::Good, Reason::WrongBrowser, 2),
    case(Status::Expired, Health::GrantDead, Reason::Strange, 2),
    case(Status::Expired, Health::Good, Reason::NotStarted, 8),
    case(Status::Expired, Health::Good, Reason::NotCompleted, 6),
    case(Status::Failed, Health::Good, Reason::Declined, 5),
    case(Status::Failed, Health::Good, Reason::ExchangeFailed, 3),
    case(Status::Failed, Health::Good, Reason::RedirectMismatch, 2),
    case(
        Status::Failed,
        Health::ClientRejected,
        Reason::ClientRejected,
        2,
    ),
    case(Status::Failed, Health::AdminBlocked, Reason::AdminPolicy, 2),
    case(Status::Failed, Health::Good, Reason::IdentityMismatch, 1),
    case(
        Status::Failed,
        Health::AdminBlocked,
        Reason::ApprovalNeeded,
        2,
    ),
    case(Status::Failed, Health::Good, Reason::FieldMissing, 1),
    case(Status::Failed, Health::Good, Reason::WrongAddress, 1),
    case(Status::Failed, Health::Good, Reason::Unverified, 1),
    case(Status::Inactive, Health::Good, Reason::UpdatedByUser, 6),
    case(Status::Revoked, Health::GrantDead, Reason::RevokedByUser, 4),
    case(
        Status::Revoked,
        Health::GrantDead,
        Reason::RevokedByAdmin,
        2,
    ),
    case(Status::Initializing, Health::Good, Reason::None, 4),
    case(Status::Initiated, Health::Good, Reason::None, 2),
];

impl Case {
    /// Whether an account of that auth config can be in this case.
    pub(super) fn fits(self, scheme: &str, toolkit: &Toolkit, own_app: bool) -> bool {
        let oauth = crate::catalog::is_oauth(scheme);
        let google = toolkit.slug == "gmail" || toolkit.slug.starts_with("google");
        match (self.status, self.health, self.reason) {
            (Status::Revoked, ..) => toolkit.revocable,
            // Words that only one provider uses.
            (_, Health::TokenRevoked | Health::AccountInactive, _) => toolkit.slug == "slack",
            (_, _, Reason::Unused | Reason::ExtraStep | Reason::ApprovalNeeded) => {
                toolkit.slug == "outlook"
            }
            (_, _, Reason::Testing) => toolkit.slug == "gmail" && own_app,
            (_, _, Reason::SecretExpired | Reason::AppDeleted) => oauth && own_app,
            (_, _, Reason::PasswordChanged) => google,
            (_, Health::ApiDisabled, _) => google,
            (_, Health::ServiceOff, _) => toolkit.slug == "gmail",
            (_, Health::KeyWrong, _) => !oauth,
            (
                Status::Active,
                Health::Good
                | Health::ProviderDown
                | Health::Malformed
                | Health::Throttled
                | Health::PlanEnded
                | Health::NetworkBlocked
                | Health::OtherUser
                | Health::KeyLimited,
                _,
            )
            | (Status::Inactive, ..) => true,
            _ => oauth,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CASES;
    use crate::world::{Health, Reason, Status};
    use std::collections::HashSet;

    #[test]
    fn the_demo_shows_every_status_and_at_least_thirty_causes() {
        let statuses: HashSet<Status> = CASES.iter().map(|case| case.status).collect();
        let causes: HashSet<(Health, Reason)> = CASES
            .iter()
            .filter(|case| case.health != Health::Good || case.reason != Reason::None)
            .map(|case| (case.health, case.reason))
            .collect();
        assert_eq!(statuses.len(), 7);
        assert!(causes.len() >= 30, "only {} causes", causes.len());
        assert_eq!(CASES.iter().map(|case| case.share).sum::<usize>(), 220);
    }
}
