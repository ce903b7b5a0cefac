//! Thirty-seven faults on nine operations, on the first call alone, on the last alone and on every
//! call until the operation is over: what a person is told is kept beside this file, and after each
//! cell the invariants hold once things came to rest. `UPDATE_EXPECT=1` writes the
//! sentences anew.

mod aim;
pub(crate) mod faults;
mod operations;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use expect_test::{ExpectFile, expect_file};
use simulator::Fault;

use crate::life::Life;
use crate::rig::Rig;
use aim::Aim;
use operations::Operation;

/// On which calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    First,
    Last,
    Every,
}

impl When {
    const ALL: [Self; 3] = [Self::First, Self::Last, Self::Every];

    const fn words(self) -> &'static str {
        match self {
            Self::First => "the first call",
            Self::Last => "the last call",
            Self::Every => "every call",
        }
    }
}

/// Every fault on one operation.
fn table(operation: Operation, expected: &ExpectFile) {
    let rig = operation.rig();
    let mut text = String::new();
    rig.live(async |life| {
        life.synced().await;
        let ground = operations::Ground::prepare(&rig, life).await;
        let mut calls = Aim::count(operation.route());
        operation
            .run(&rig, life, &ground, "calls", &mut calls)
            .await;
        let calls = calls.counted(&rig);
        for when in When::ALL {
            writeln!(text, "# {}", when.words()).unwrap();
            if when == When::Last && calls.iter().all(|calls| *calls == 1) {
                writeln!(text, "\nIs the first: there is no other.\n").unwrap();
                continue;
            }
            let mut told: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for (cell, (name, fault)) in faults::all().into_iter().enumerate() {
                let fault = Fault {
                    times: Some(u32::from(when != When::Every)),
                    ..fault
                };
                let nth = (when == When::Last).then(|| calls.clone());
                let nth = nth.unwrap_or_default();
                let mut aim = Aim::at(operation.route(), (name, fault), nth);
                let cell = format!("{}-{cell}", when as u8);
                let said = operation.run(&rig, life, &ground, &cell, &mut aim).await;
                aim.was_met(&rig);
                told.entry(said).or_default().push(name);
                came_to_rest(&rig, life, operation, when.words(), name).await;
            }
            for (said, names) in told {
                writeln!(text, "\n{}\n    {said}", names.join(", ")).unwrap();
            }
            writeln!(text).unwrap();
        }
    })
    .unwrap();
    expected.assert_eq(&text);
}

/// The fault is over, and a little later everything is as it should be.
async fn came_to_rest(rig: &Rig, life: &Life, operation: Operation, when: &str, name: &str) {
    rig.sim.clear_faults();
    life.sync().await;
    life.rest(Duration::from_secs(130)).await;
    let broken = crate::checker::broken(rig, true).await;
    assert!(
        broken.is_empty(),
        "{operation:?}, {when}, {name}:\n{}",
        broken.join("\n")
    );
}

macro_rules! tables {
    ($($test:ident $operation:ident $file:literal;)*) => {$(
        #[test]
        fn $test() {
            table(Operation::$operation, &expect_file![$file]);
        }
    )*};
}
tables! {
    a_link_that_cannot_be_made_is_told_and_leaves_one_account_or_none Link "link.txt";
    a_look_that_fails_ends_no_sign_in_and_calls_nothing_gone Get "get.txt";
    a_list_that_fails_takes_no_row_away List "list.txt";
    a_read_of_the_provider_that_fails_blames_no_account Probe "probe.txt";
    an_alias_that_cannot_be_set_is_told Alias "alias.txt";
    a_switch_that_cannot_be_turned_is_told_and_read_back Status "status.txt";
    a_withdrawal_that_fails_is_told_and_read_back Revoke "revoke.txt";
    a_deletion_that_fails_is_told_and_read_back Delete "delete.txt";
    a_setting_that_cannot_be_changed_is_told_and_read_back Config "config.txt";
}
