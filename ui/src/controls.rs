//! Every command that only an admin may give has a control that says so: the list in
//! `admin-controls.txt` is held to the command table here, and to the window by a journey.

use std::collections::BTreeMap;

use domain::Role;
use wire::Command as _;

const LISTED: &str = include_str!("../admin-controls.txt");
const HOOKS: &str = include_str!("../README.md");

fn listed() -> BTreeMap<&'static str, &'static str> {
    LISTED
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .collect()
}

/// The names of the commands that only an admin may give.
fn of_admins() -> Vec<&'static str> {
    let mut names = Vec::new();
    macro_rules! collect {
        ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
            $(if wire::$request::ROLE == Role::Admin {
                names.push(wire::$request::NAME);
            })*
        };
    }
    wire::with_commands!(collect);
    names
}

#[test]
fn every_command_of_an_admin_has_a_control_that_reflects_the_role_and_no_other_is_listed() {
    let mut commands = of_admins();
    commands.sort_unstable();
    let named: Vec<&str> = listed().into_keys().collect();
    assert_eq!(
        named, commands,
        "ui/admin-controls.txt names a control for each command of an admin"
    );
}

#[test]
fn every_such_control_is_among_the_hooks() {
    for (command, hook) in listed() {
        assert!(
            HOOKS.contains(&format!("`{hook}`")),
            "{command}: `{hook}` is not in ui/README.md"
        );
    }
}
