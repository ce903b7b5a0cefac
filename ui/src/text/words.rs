//! States as word, glyph and class, and which button of a row is the ink one.

use domain::{Cause, LifecycleName, cause};
use wire::{Fix, IntegrationRow, IntegrationView, Remedy, RowAction, TenantRow};

/// The state's class in the stylesheet: its three colours.
#[must_use]
pub fn class_of(state: LifecycleName, label: Option<&str>) -> &'static str {
    match (state, label) {
        (_, Some("Unknown")) => "st-unknown",
        (LifecycleName::Added, _) => "st-added",
        (LifecycleName::Pending, _) => "st-pending",
        (LifecycleName::Active, _) => "st-active",
        (LifecycleName::Error, _) => "st-error",
        (LifecycleName::Expired, _) => "st-expired",
        (LifecycleName::Paused, _) => "st-inactive",
        (LifecycleName::Revoked, _) => "st-revoked",
    }
}

/// The glyph in the sprite that belongs to a class.
#[must_use]
pub fn glyph_of(class: &str) -> String {
    format!("#g-{}", class.strip_prefix("st-").unwrap_or("unknown"))
}

/// The word that a row shows for its state.
#[must_use]
pub fn label_of(row: &IntegrationRow) -> String {
    row.label
        .clone()
        .unwrap_or_else(|| row.state.label().to_owned())
}

/// The same words with a capital in front, to begin a line.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// `3 of 4 working, 1 broken`: what a tenant's integrations come to. Rows that are
/// over do not count, and a link that nobody used broke nothing.
#[must_use]
pub fn roll_up(tenant: &TenantRow) -> String {
    let held = tenant.by_state.iter();
    let all: u32 = held
        .filter(|(state, _)| *state != LifecycleName::Revoked)
        .map(|(_, rows)| rows)
        .sum();
    let working = tenant.working;
    match (all, tenant.needs_action) {
        (0, _) => "No integrations".to_owned(),
        (_, 0) => format!("{working} of {all} working"),
        (_, broken) => format!("{working} of {all} working, {broken} broken"),
    }
}

/// Two letters for a tile: `Google Calendar` is `Gc`, `Gmail` is `Gm`.
#[must_use]
pub fn tile(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let second = words
        .next()
        .and_then(|word| word.chars().next())
        .or_else(|| name.trim().chars().nth(1));
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(second.into_iter().flat_map(char::to_lowercase))
        .collect()
}

/// Two capitals for a person or a tenant: `Jo Lindqvist` is `JL`.
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().find(|sign| sign.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

/// Whether raw words may be more than their box shows at once. Such a box is scrolled, so
/// that the keyboard has to reach it.
#[must_use]
pub fn is_long(raw: &str) -> bool {
    raw.len() > 240
}

/// The one next action of a row: what its cause asks for, as far as it can be done
/// now. At most one, so that a view has one ink button.
#[must_use]
pub fn next_action(
    state: LifecycleName,
    cause: Option<Cause>,
    actions: &[RowAction],
) -> Option<RowAction> {
    let can = |action: RowAction| actions.contains(&action).then_some(action);
    if let Some(open) = can(RowAction::ShowAttempt) {
        return Some(open);
    }
    let by_cause = cause.map(|cause| match cause.remedy() {
        cause::Remedy::Connect => can(RowAction::Connect).or_else(|| can(RowAction::Reconnect)),
        cause::Remedy::Reconnect => can(RowAction::Reconnect).or_else(|| can(RowAction::Connect)),
        cause::Remedy::Enable => can(RowAction::Enable),
        cause::Remedy::CheckToken | cause::Remedy::Wait => can(RowAction::CheckToken),
        cause::Remedy::None | cause::Remedy::AskAdmin | cause::Remedy::AskCustomer => None,
    });
    match by_cause {
        Some(action) => action,
        None => match state {
            LifecycleName::Added | LifecycleName::Revoked => can(RowAction::Connect),
            LifecycleName::Error | LifecycleName::Expired => can(RowAction::Reconnect),
            LifecycleName::Paused => can(RowAction::Enable),
            LifecycleName::Pending => can(RowAction::Connect).or_else(|| can(RowAction::Reconnect)),
            LifecycleName::Active => None,
        },
    }
}

/// The same, of a pane. A masked token is read again once masking is off.
#[must_use]
pub fn next_of(view: &IntegrationView) -> Option<RowAction> {
    let found = view.diagnosis.as_ref();
    let check = found.is_some_and(|found| found.fix == Fix::CheckTokens)
        && view.actions.contains(&RowAction::CheckToken);
    next_action(
        view.row.state,
        found.map(|found| found.cause),
        &view.actions,
    )
    .or_else(|| check.then_some(RowAction::CheckToken))
}

/// What the one button of a fault says; `None` where no button can help.
#[must_use]
pub const fn remedy_label(remedy: Remedy) -> Option<&'static str> {
    match remedy {
        Remedy::ReplaceApiKey => Some("Enter the key…"),
        Remedy::CheckProxy => Some("Check the proxy"),
        Remedy::AddCertificate => Some("Add a certificate"),
        Remedy::StartKeyring
        | Remedy::UnlockKeyring
        | Remedy::AllowKeyring
        | Remedy::Retry
        | Remedy::Wait
        | Remedy::CheckDisk
        | Remedy::OpenYourself
        | Remedy::PasteMessage => Some("Try again"),
        Remedy::ShowState => Some("Look again"),
        Remedy::StartOver => Some("Start over"),
        Remedy::UnlockAdmin => Some("Unlock admin…"),
        Remedy::KeepInMemory
        | Remedy::AskAdmin
        | Remedy::ChangeInput
        | Remedy::FindAgain
        | Remedy::OpenDemo
        | Remedy::InstallNewer
        | Remedy::GoOn
        | Remedy::ReportBug => None,
    }
}

/// A user ID for the eye. It is a key, so nothing of it is left out: a letter that turns
/// others round or is not seen is written as its number.
#[must_use]
pub fn user_id(id: &str) -> String {
    let spelt = |letter: char| match domain::identity::is_unseen(letter) {
        true => letter.escape_unicode().to_string(),
        false => letter.to_string(),
    };
    id.chars().map(spelt).collect()
}

#[cfg(test)]
mod tests {
    use domain::TenantId;

    use super::*;

    #[test]
    fn two_user_ids_that_differ_are_never_shown_alike() {
        assert_eq!(user_id("acme-42 عربي"), "acme-42 عربي");
        assert_eq!(user_id("acme\u{202e}24"), "acme\\u{202e}24");
        assert_ne!(user_id("acme\u{200b}"), user_id("acme"));
    }

    #[test]
    fn what_is_over_is_neither_working_nor_broken_and_no_more_is_a_link_that_nobody_used() {
        use LifecycleName::{Active, Added, Error, Expired, Revoked};
        for (by_state, working, needs_action, words) in [
            (vec![(Revoked, 2)], 0, 0, "No integrations"),
            (vec![], 0, 0, "No integrations"),
            (
                vec![(Active, 3), (Error, 1), (Revoked, 9)],
                3,
                1,
                "3 of 4 working, 1 broken",
            ),
            (
                vec![(Error, 1), (Expired, 1)],
                0,
                2,
                "0 of 2 working, 2 broken",
            ),
            (vec![(Expired, 1)], 0, 0, "0 of 1 working"),
            (vec![(Active, 1)], 0, 1, "0 of 1 working, 1 broken"),
            (vec![(Active, 1), (Added, 1)], 1, 0, "1 of 2 working"),
        ] {
            let tenant = TenantRow {
                id: TenantId::parse("ten_1").unwrap(),
                name: "Acme".to_owned(),
                user: "acme".to_owned(),
                by_state,
                needs_action,
                working,
                toolkits: Vec::new(),
            };
            assert_eq!(roll_up(&tenant), words);
        }
    }

    const ALL: [RowAction; 5] = [
        RowAction::Reconnect,
        RowAction::CheckToken,
        RowAction::Disable,
        RowAction::Enable,
        RowAction::Disconnect,
    ];

    #[test]
    fn a_rejected_client_never_offers_a_reconnect() {
        for cause in [Cause::ClientRejected, Cause::Masked] {
            assert_eq!(next_action(LifecycleName::Error, Some(cause), &ALL), None);
        }
    }

    #[test]
    fn an_action_that_cannot_be_done_now_is_never_the_ink_button() {
        assert_eq!(
            next_action(LifecycleName::Expired, Some(Cause::GrantRefused), &[]),
            None
        );
    }

    #[test]
    fn an_open_attempt_comes_before_a_new_one() {
        let actions = [RowAction::Reconnect, RowAction::ShowAttempt];
        assert_eq!(
            next_action(LifecycleName::Expired, Some(Cause::GrantRefused), &actions),
            Some(RowAction::ShowAttempt)
        );
    }

    #[test]
    fn the_cause_picks_the_action_and_the_state_stands_in_for_it() {
        let by_cause = next_action(LifecycleName::Error, Some(Cause::Malformed), &ALL);
        assert_eq!(by_cause, Some(RowAction::CheckToken));
        let by_state = next_action(LifecycleName::Expired, None, &ALL);
        assert_eq!(by_state, Some(RowAction::Reconnect));
        assert_eq!(next_action(LifecycleName::Active, None, &ALL), None);
    }

    #[test]
    fn tiles_and_initials_survive_any_name() {
        for (name, letters) in [
            ("Gmail", "Gm"),
            ("Google Calendar", "Gc"),
            ("x", "X"),
            ("", ""),
            ("ßtraße", "SSt"),
        ] {
            assert_eq!(tile(name), letters);
        }
        assert_eq!(initials("Harbor & Pine Legal"), "HP");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn every_state_has_a_glyph_of_its_own() {
        let mut glyphs: Vec<String> = LifecycleName::ALL
            .iter()
            .map(|state| glyph_of(class_of(*state, None)))
            .collect();
        glyphs.sort();
        glyphs.dedup();
        assert_eq!(glyphs.len(), LifecycleName::ALL.len());
    }
}
