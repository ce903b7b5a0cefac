//! Which commands are an admin's: refused to support, and no other is.

use app::App;
use domain::Role;
use serde::de::DeserializeOwned;
use wire::{Code, Command, FindDeskAudit, Handle, LockAdmin, Remedy};

use crate::access::{PASSPHRASE, locked, role, unlock};
use crate::desk::Desk;
use crate::every_command::{Known, example};

/// Gives a command as support, and says whether the role was why it was refused.
async fn is_refused<C: Command + DeserializeOwned>(desk: &Desk) -> bool
where
    App: Handle<C>,
    C::Reply: std::fmt::Debug,
{
    let example = example(C::NAME, &Known::nothing(desk, PASSPHRASE));
    let ask: C = serde_json::from_value(example).unwrap();
    match desk.app.run(ask).await {
        Err(fault) if fault.code == Code::RoleRefused => {
            assert_eq!(fault.remedy, Remedy::UnlockAdmin, "{}", C::NAME);
            true
        }
        _ => false,
    }
}

#[tokio::test]
async fn every_command_of_an_admin_is_refused_to_support_and_leaves_no_trace() {
    let desk = locked().await;
    let before = traces(&desk).await;
    macro_rules! refuse_all {
        ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
            $(if wire::$request::ROLE == Role::Admin {
                assert!(is_refused::<wire::$request>(&desk).await, stringify!($name));
            })*
        };
    }
    wire::with_commands!(refuse_all);
    assert_eq!(traces(&desk).await, before);
    unlock(&desk, PASSPHRASE).await.unwrap();
}

#[tokio::test]
async fn no_command_of_support_is_refused_to_support() {
    let desk = locked().await;
    let mut tried = 0;
    macro_rules! try_all {
        ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
            $(if wire::$request::ROLE == Role::Support {
                // Some open the lock or another workspace: each begins as the first did.
                desk.app.run(LockAdmin {}).await.unwrap();
                assert_eq!(role(&desk), Role::Support);
                assert!(!is_refused::<wire::$request>(&desk).await, stringify!($name));
                tried += 1;
            })*
        };
    }
    wire::with_commands!(try_all);
    assert_eq!(tried, wire::COMMANDS.len() - ADMIN.len());
}

/// What only an admin may do. A change here is a decision about who may do what.
const ADMIN: [&str; 15] = [
    "save_api_key",
    "edit_profile",
    "forget_key",
    "delete_profile",
    "import_env",
    "save_network",
    "set_passphrase",
    "set_idle_lock",
    "create_managed_auth_config",
    "set_allow_multiple",
    "set_auth_default",
    "set_return_page",
    "delete_tenant",
    "set_masking",
    "set_project_setting",
];

#[test]
fn what_only_an_admin_may_do_is_as_it_was_decided() {
    let mut admin = Vec::new();
    macro_rules! roles {
        ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
            $(if wire::$request::ROLE == Role::Admin {
                admin.push(stringify!($name));
            })*
        };
    }
    wire::with_commands!(roles);
    assert_eq!(admin, ADMIN);
}

/// What an admin's command would leave.
async fn traces(desk: &Desk) -> (Vec<wire::ProfileView>, usize, usize, usize, u32) {
    let snapshot = desk.snapshot();
    let own = desk.app.run(FindDeskAudit {}).await.unwrap().rows.len();
    let requests = desk.sim.requests().len();
    let audit = desk.audit().await.len();
    let idle = snapshot.access.idle_minutes;
    (snapshot.profiles, own, audit, requests, idle)
}
