//! The causes and their words. A code is kept in stores and in help pages: one that
//! was retired is never used again.

use serde::{Deserialize, Serialize};

use super::Remedy;

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident: $code:literal, $label:literal, $remedy:ident,
        $sentence:literal, customer $customer:literal, steps $steps:literal;)*) => {
        /// Why a connection does not work.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Cause { $($(#[$doc])* $name,)* }

        impl Cause {
            /// Every cause.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text in the store and in help.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Reads [`Self::code`] back.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|cause| cause.code() == code)
            }

            /// For a row: at most 24 characters.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// For the pane: what happened and why, in whole sentences.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }

            /// The one next action.
            #[must_use]
            pub const fn remedy(self) -> Remedy {
                match self { $(Self::$name => Remedy::$remedy,)* }
            }

            /// For the customer: what it means and what they do, without our words.
            #[must_use]
            pub const fn customer(self) -> &'static str {
                match self { $(Self::$name => $customer,)* }
            }

            /// For whoever has to change something outside this app; empty where the
            /// fix is a button here.
            #[must_use]
            pub const fn steps(self) -> &'static str {
                match self { $(Self::$name => $steps,)* }
            }
        }
    };
}

causes! {
    // The grant is dead: a person signs in again.
    /// `invalid_grant` and its kin.
    GrantRefused: "grant_refused", "Refresh token refused", Reconnect,
        "The provider refused the refresh token. The person changed their password or removed access. Only a new sign-in helps.",
        customer "The permission you gave us has ended. This happens when a password was changed or access was removed. Sign in once more with the link we send you, and it works again.",
        steps "";
    /// The provider says that access was taken away.
    AccessRemoved: "access_removed", "Access was removed", Reconnect,
        "The person, or their administrator, removed the app's access at the provider. Only a new sign-in helps.",
        customer "Our access was removed in the settings of your account. If that was not meant, sign in once more with the link we send you.",
        steps "";
    /// Re-authentication asked for.
    PasswordChanged: "password_changed", "Password or rule changed", Reconnect,
        "The provider asks the person to sign in again, after a new password or a new session rule. A new sign-in is needed.",
        customer "Your provider asks you to sign in again because your password or a security rule changed. Use the link we send you.",
        steps "";
    /// No use for months.
    UnusedTooLong: "unused_too_long", "Unused for too long", Reconnect,
        "The provider ends access that nobody used for months. The tenant may have left; if not, a new sign-in helps.",
        customer "Your connection was not used for several months, so your provider closed it. If you still want it, sign in once more with the link we send you.",
        steps "";
    /// An access token ended and there is nothing to renew it with.
    NotRenewable: "not_renewable", "Cannot be renewed", Reconnect,
        "The access ran out and there is no refresh token to renew it with. A new sign-in helps for as long as the provider grants.",
        customer "Your sign-in has run out and could not be renewed for you. Sign in once more with the link we send you.",
        steps "";
    /// The person's account was deactivated.
    PersonLeft: "person_left", "Person's account is off", Reconnect,
        "The account of the person who signed in was deactivated at the provider. Somebody who is still there has to sign in.",
        customer "The person who connected this account is no longer active at your provider. A colleague with an active account can take over with the link we send you.",
        steps "";
    /// Conditional access and second factors.
    ExtraStep: "extra_step", "Extra step needed", Reconnect,
        "The provider wants a second factor or a known device before it renews access. The person has to sign in again.",
        customer "Your provider asks for an extra security step, such as a code on your phone. Sign in once more with the link we send you and complete that step.",
        steps "";
    /// Composio stopped after repeated failures.
    MaxFailures: "max_failures", "Too many failed reads", Reconnect,
        "Composio stopped using the account after repeated authentication failures. A new sign-in is needed.",
        customer "Your connection failed several times in a row and was stopped. Sign in once more with the link we send you.",
        steps "";
    /// ACTIVE fell back to INITIATED.
    Restarted: "restarted", "Sign-in was restarted", Reconnect,
        "Somebody restarted the sign-in of this account and did not finish it. Until that is done it does not work.",
        customer "A new sign-in was begun for your account and not finished. Use the link we send you to finish it.",
        steps "";
    /// A key, not a person.
    KeyRefused: "key_refused", "API key refused", Reconnect,
        "The provider refuses the key that was entered. It was mistyped, replaced or deleted there. A new key has to be entered.",
        customer "The key you gave us is no longer accepted by your provider. Create a new one there and enter it with the link we send you.",
        steps "";
    /// The token data at Composio are not of the documented form.
    TokenMalformed: "token_malformed", "Token data malformed", Reconnect,
        "Composio's data for the token are not of the documented form, and no read proved that the account works. A new sign-in makes new data.",
        customer "Your sign-in could not be stored as it should be. Sign in once more with the link we send you.",
        steps "";
    /// 403 or `insufficient_scope`.
    ScopeMissing: "scope_missing", "Scope missing", Reconnect,
        "The account works, but a permission was left unticked or was added later. A new sign-in asks for it.",
        customer "One permission that we need was not ticked, or is new. Sign in once more with the link we send you and leave every box ticked.",
        steps "";

    // The sign-in did not come to its end.
    /// `access_denied`.
    ConsentDeclined: "consent_declined", "Consent declined", Reconnect,
        "The person declined the consent on the provider's page. Nothing was connected.",
        customer "The sign-in was cancelled before it was finished, so nothing was connected. You can try again at any time with the link we send you.",
        steps "";
    /// The code could not be exchanged.
    ExchangeFailed: "exchange_failed", "Sign-in did not finish", Reconnect,
        "The provider's answer could not be exchanged for a token. A new sign-in usually helps.",
        customer "The last step of the sign-in did not work. Sign in once more with the link we send you; it usually works the second time.",
        steps "";
    /// Another person than expected.
    DifferentPerson: "different_person", "Different person came", Reconnect,
        "The person who signed in is not the person who was expected, so nothing was connected. The right person has to sign in.",
        customer "The sign-in was done with a different account than the one we expected. Sign in with the right account, using the link we send you.",
        steps "";
    /// Started here, finished there.
    WrongBrowser: "wrong_browser", "Opened elsewhere", Reconnect,
        "The link was opened in one browser and finished in another, which this project does not allow. One browser has to do both.",
        customer "The link was opened in one browser and finished in another. Open the new link we send you and finish in the same window.",
        steps "";
    /// The toolkit wants to know something first.
    FieldMissing: "field_missing", "Required field missing", Reconnect,
        "The toolkit needs a value before the sign-in, such as a subdomain, and did not get it. A new sign-in asks for it.",
        customer "We need one more detail from you, such as the address of your account. The link we send you asks for it.",
        steps "";
    /// The address of the customer's account does not exist.
    WrongAddress: "wrong_address", "Address not found", Reconnect,
        "The subdomain or shop that was entered does not exist at the provider, or was renamed. It has to be entered again.",
        customer "The address of your account, such as your shop or subdomain, was not found. Enter it again with the link we send you.",
        steps "";
    /// Never finished.
    LinkUnused: "link_unused", "Link was not used", Reconnect,
        "Nobody finished the sign-in within ten minutes, so the link ran out. Nothing was connected.",
        customer "The link we sent you was not used in time. Tell us when you are ready, and we send a new one.",
        steps "";

    // Our OAuth app or our project: an admin of ours.
    /// `invalid_client`.
    ClientRejected: "client_rejected", "Client secret rejected", AskAdmin,
        "The provider rejected the client secret of the auth config. No customer has to sign in; an admin must update the secret.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Open the OAuth app at the provider and copy its client ID and secret.\n2. Enter both in the auth config at Composio.\n3. Check the tokens here again. No customer has to sign in.";
    /// `AADSTS7000222`.
    SecretExpired: "secret_expired", "Client secret expired", AskAdmin,
        "The client secret of the OAuth app reached its end date at the provider. No customer has to sign in; an admin must make a new secret.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Make a new client secret for the OAuth app at the provider.\n2. Enter it in the auth config at Composio.\n3. Check the tokens here again. No customer has to sign in.";
    /// `deleted_client`.
    AppDeleted: "app_deleted", "OAuth app not found", AskAdmin,
        "The OAuth app of the auth config no longer exists at the provider. An admin must restore it, or use another app.",
        customer "This is on our side and we are repairing it. You do not have to do anything yet.",
        steps "1. Look for the OAuth app at the provider; restore it if it was deleted.\n2. Else make a new app and an auth config for it at Composio.\n3. With a new app every customer has to sign in once more.";
    /// `redirect_uri_mismatch`.
    RedirectMismatch: "redirect_mismatch", "Redirect address differs", AskAdmin,
        "The redirect address of the auth config is not registered in the OAuth app, so no sign-in can end. An admin must register it.",
        customer "This is on our side and we are repairing it. We send you a new link when it is done.",
        steps "1. Copy the redirect address that Composio shows for the auth config.\n2. Add it to the OAuth app at the provider, letter by letter.\n3. Send new links.";
    /// Google: seven days.
    AppInTesting: "app_in_testing", "OAuth app in testing", AskAdmin,
        "Google ends access after seven days while an OAuth app is in testing. It will happen again until an admin publishes the app.",
        customer "This is on our side: our app's access to Google was limited to seven days. We are changing that and send you a new link.",
        steps "1. Open the OAuth consent screen of the app in the Google Cloud console.\n2. Publish the app (In production).\n3. Send new links: tokens made before stay short-lived.";
    /// Access blocked by the provider.
    AppUnverified: "app_unverified", "App is not verified", AskAdmin,
        "The provider does not let people in because the OAuth app is not verified, or is open to one organization only. An admin must finish the verification.",
        customer "This is on our side: your provider has not approved our app for your account yet. We tell you when it has.",
        steps "1. Open the OAuth app at the provider and look at its verification and user type.\n2. Finish the verification, or open the app to external users.\n3. Send new links.";
    /// Google: `SERVICE_DISABLED`.
    ApiDisabled: "api_disabled", "API is not enabled", AskAdmin,
        "The API is not enabled in the project of the OAuth app. No customer has to sign in; an admin must enable it.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Open the cloud project of the OAuth app at the provider.\n2. Enable the API that the error names.\n3. Wait a few minutes and check the tokens here again.";
    /// The token ends in `...` where it should be readable.
    Masked: "masked", "Token is masked", AskAdmin,
        "The project masks secrets, so the token cannot be read. An admin decides about masking; a new sign-in does not help.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Decide whether a program of yours needs to read raw tokens. Tools and the proxy do not.\n2. If it does, turn masking off in Switchboard, under Settings, Secret masking. It changes all tenants.\n3. Check the tokens here again. No customer has to sign in.";
    /// The auth config is disabled.
    AuthConfigDisabled: "auth_config_disabled", "Auth config is disabled", AskAdmin,
        "The auth config behind this account is switched off at Composio, so none of its accounts work. An admin can enable it.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Ask whoever switched the auth config off, and why.\n2. Enable it at Composio.\n3. Check the tokens here again. No customer has to sign in.";
    /// A scoped key of ours.
    KeyLimited: "key_limited", "Our key may not read", AskAdmin,
        "The project's API key is not allowed to run tools or the proxy, so the account could not be read. That says nothing about the account.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Look at the permissions of the API key at Composio.\n2. Allow tool execution and proxy execution, or make a key that has both.\n3. Check the tokens here again.";
    /// `EntityIdMismatch`.
    OtherUser: "other_user", "Belongs to another user", AskAdmin,
        "Composio says that the account belongs to another user id than the tenant's. Two systems disagree about who the tenant is.",
        customer "This is on our side and we are repairing it. You do not have to do anything.",
        steps "1. Compare the user id at Composio with the tenant's.\n2. Correct the program that made the account.\n3. Connect the account again for the right tenant.";

    // The customer's own administrator.
    /// `admin_policy_enforced`.
    BlockedByAdmin: "blocked_by_admin", "Blocked by their admin", AskCustomer,
        "The customer's administrator blocks this app. Their administrator has to allow it before anybody can sign in.",
        customer "Your administrator blocks our app. Ask them to allow it; then use the link we send you.",
        steps "For the customer's administrator:\n1. Open the list of third-party apps in the admin console of your provider.\n2. Allow our app for your organization.\n3. Tell us, and we send a new link.";
    /// Consent by an administrator.
    ApprovalNeeded: "approval_needed", "Admin approval needed", AskCustomer,
        "The customer's administrator has to approve the app once for everybody. Until then nobody there can sign in.",
        customer "Your organization wants an administrator to approve our app first. Ask them to approve it; then use the link we send you.",
        steps "For the customer's administrator:\n1. Open the app requests in the admin console of your provider.\n2. Approve our app for your organization.\n3. Tell us, and we send a new link.";
    /// Payment required.
    PlanEnded: "plan_ended", "Plan does not allow it", AskCustomer,
        "The customer's plan at the provider ended, or does not include the API. The customer has to change the plan; a new sign-in does not help.",
        customer "Your plan at your provider has ended or does not include connections to other programs. When that is changed, the connection works again by itself.",
        steps "For the customer:\n1. Look at your plan and invoices at your provider.\n2. Choose a plan that includes the API.\n3. Tell us, and we check the connection.";
    /// The service itself is off for the person.
    ServiceOff: "service_off", "Service is switched off", AskCustomer,
        "The service, such as the mailbox, is switched off for this person at the provider. Their administrator has to switch it on.",
        customer "The service, such as your mailbox, is switched off for this account. Ask your administrator to switch it on.",
        steps "For the customer's administrator:\n1. Open the person in the admin console of your provider.\n2. Switch the service on for that person.\n3. Tell us, and we check the connection.";
    /// An allow-list of addresses.
    BlockedByNetwork: "blocked_by_network", "Blocked by an IP list", AskCustomer,
        "The customer allows only certain network addresses at the provider, and Composio's are not among them. Their administrator has to add them.",
        customer "Your provider only lets known network addresses in, and ours are missing. Ask your administrator to add them.",
        steps "For the customer's administrator:\n1. Open the list of allowed network addresses at your provider.\n2. Add the addresses that Composio publishes.\n3. Tell us, and we check the connection.";

    // Nothing is proved against the account.
    /// 5xx or a time-out of the provider.
    ProviderSilent: "provider_silent", "No answer to the read", Wait,
        "A read brought no answer: the provider or Composio was silent, in trouble or asked to wait. That says nothing about the account; the next check decides.",
        customer "Your provider does not answer at the moment. We try again; you do not have to do anything.",
        steps "";
    /// 429 or a quota.
    RateLimited: "rate_limited", "Rate limit reached", Wait,
        "The provider allows no more requests for now. That says nothing about the account; it recovers by itself.",
        customer "Your provider allows no more requests for the moment. It recovers by itself; you do not have to do anything.",
        steps "";
    /// A read brought something that is no answer.
    Malformed: "malformed", "Answer not understood", CheckToken,
        "What came back could not be understood. Check it again; if it stays, reconnect.",
        customer "Your provider gave an answer that we could not read. We try again; you do not have to do anything.",
        steps "";

    // Not a failure.
    /// INACTIVE by a person.
    SwitchedOff: "switched_off", "Switched off", Enable,
        "Somebody switched the account off at Composio. It can be enabled without a new sign-in.",
        customer "Your connection is switched off on our side. We can switch it on again without a new sign-in.",
        steps "";
    /// Revoked or deleted.
    Disconnected: "disconnected", "Disconnected", Connect,
        "The account was disconnected. Nothing is left at Composio that works.",
        customer "Your account is disconnected. To connect it again, use the link we send you.",
        steps "";
    /// Gone, and not by us.
    Gone: "gone", "Gone at Composio", Connect,
        "The account no longer exists at Composio. It was deleted there or by another program.",
        customer "Your connection no longer exists. To connect it again, use the link we send you.",
        steps "";

    /// Anything else.
    Unrecognised: "unrecognised", "Unknown reason", CheckToken,
        "Composio gives a reason that Switchboard does not know. The raw text is below.",
        customer "Your connection does not work, and we are finding out why. We come back to you.",
        steps "";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_label_fits_a_row_and_every_sentence_ends() {
        for cause in Cause::ALL {
            assert!(cause.label().chars().count() <= 24, "{}", cause.label());
            for text in [cause.sentence(), cause.customer()] {
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }

    #[test]
    fn codes_and_labels_are_told_apart() {
        let codes: BTreeSet<_> = Cause::ALL.iter().map(|cause| cause.code()).collect();
        let labels: BTreeSet<_> = Cause::ALL.iter().map(|cause| cause.label()).collect();
        assert_eq!(codes.len(), Cause::ALL.len());
        assert_eq!(labels.len(), Cause::ALL.len());
        for cause in Cause::ALL {
            assert_eq!(Cause::parse(cause.code()), Some(*cause));
        }
    }

    #[test]
    fn a_customer_is_never_told_in_our_words() {
        const OURS: [&str; 14] = [
            "composio",
            "token",
            "oauth",
            "scope",
            "auth config",
            "tenant",
            "api",
            "grant",
            "client secret",
            "refresh",
            "account id",
            "proxy",
            "masked",
            "switchboard",
        ];
        for cause in Cause::ALL {
            let text = cause.customer().to_lowercase();
            for word in OURS {
                let found = text
                    .split(|c: char| !c.is_alphanumeric() && c != ' ')
                    .any(|part| format!(" {part} ").contains(&format!(" {word} ")));
                assert!(!found, "{}: {word}", cause.code());
            }
        }
    }

    #[test]
    fn what_others_must_change_comes_with_steps_and_nothing_else_does() {
        for cause in Cause::ALL {
            let others = matches!(cause.remedy(), Remedy::AskAdmin | Remedy::AskCustomer);
            assert_eq!(!cause.steps().is_empty(), others, "{}", cause.code());
        }
    }
}
