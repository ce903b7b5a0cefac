//! Readings of the whole project that go wrong, one after the other.

use simulator::{Churn, Fault, Scenario};
use wire::SyncPhase;

use crate::checker;
use crate::database::written;
use crate::dice::Dice;
use crate::life::Life;
use crate::rig::Rig;
use crate::table::faults;

/// How many readings a run of the tests tries; a soak says how many it wants.
const READINGS: usize = 500;
/// So many in one life of the core.
const A_LIFE: usize = 100;
/// More than fit on a page.
const ACCOUNTS: usize = 120;

const LIST: &str = "GET /connected_accounts";
const ONE: &str = "GET /connected_accounts/{id}";

/// How the readings ended.
#[derive(Default)]
struct Tally {
    complete: usize,
    failed: usize,
    /// Accounts that a page left out.
    left_out: usize,
    /// Calls that went wrong.
    faulted: u64,
}

fn readings() -> usize {
    let asked = std::env::var("FAULTS_READINGS");
    asked.map_or(READINGS, |asked| asked.parse().unwrap())
}

/// What goes wrong in one reading: an account is left out of the list as if it were gone, or a
/// page fails; and now and then so does one of the two looks at what is missing, which alone
/// must prove nothing.
fn bad_luck(dice: &mut Dice, tally: &mut Tally) -> Vec<Fault> {
    let all = faults::all();
    let mut any = |route: &str| Fault {
        route: route.into(),
        times: Some(1),
        ..dice.pick(&all).unwrap().1.clone()
    };
    let (page, mut look) = (any(LIST), any(ONE));
    if dice.once_in(3) {
        look = faults::times("404", ONE, 1);
    }
    let mut bad = Vec::new();
    if dice.once_in(2) {
        let nth = if dice.once_in(2) { 1 } else { 2 };
        bad.push(Fault { nth, ..page });
    }
    for _ in 0..dice.below(3) {
        tally.left_out += 1;
        bad.push(Fault {
            route: LIST.into(),
            times: Some(1),
            mutate: Some("left_out".into()),
            item: Some(dice.below(90)),
            ..Fault::default()
        });
    }
    if dice.once_in(2) {
        bad.push(look);
    }
    bad
}

/// Others work in the project meanwhile.
fn others(rig: &Rig, dice: &mut Dice) {
    let some = usize::from(dice.once_in(8));
    rig.sim.churn(Churn {
        create: some,
        update: some,
        delete: some,
    });
}

async fn read(rig: &Rig, life: &Life, tally: &mut Tally) {
    let whole = "UPDATE meta SET value = '0' WHERE key = 'full_pass_done_at'";
    written(&rig.database().unwrap(), whole).await;
    match life.sync().await.phase {
        SyncPhase::Idle => tally.complete += 1,
        SyncPhase::Failed => tally.failed += 1,
        phase => panic!("a reading ended as {phase:?}"),
    }
}

#[test]
fn no_account_is_called_gone_that_is_there_however_often_readings_go_wrong() {
    let rig = Rig::with(simulator::Config {
        scenario: Scenario::Fleet,
        tenants: 60,
        integrations: ACCOUNTS,
        control: true,
        ..simulator::Config::default()
    });
    let (mut dice, mut tally) = (Dice::new(17), Tally::default());
    for _ in 0..readings().div_ceil(A_LIFE) {
        rig.live(async |life| {
            life.synced().await;
            for _ in 0..A_LIFE {
                others(&rig, &mut dice);
                rig.sim.faults(bad_luck(&mut dice, &mut tally)).unwrap();
                read(&rig, life, &mut tally).await;
                tally.faulted = rig.sim.faulted();
                rig.sim.clear_faults();
                checker::check(&rig, false).await;
                rig.sim.clear_requests();
            }
            read(&rig, life, &mut tally).await;
            checker::check(&rig, true).await;
        })
        .unwrap();
    }
    println!(
        "{} readings complete, {} failed, {} calls went wrong, {} accounts left out",
        tally.complete, tally.failed, tally.faulted, tally.left_out
    );
    let all = tally.complete + tally.failed;
    assert!(tally.failed > all / 20, "readings go wrong");
    assert!(tally.complete > all / 3, "and not all of them");
    assert!(tally.left_out > all / 2, "accounts are left out");
}
