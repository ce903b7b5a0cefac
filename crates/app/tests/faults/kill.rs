//! The core as a process of its own, killed at a random moment: nothing is closed, rolled
//! back or said good-bye to.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use wire::{Disconnect, Event, Reconnect};

use crate::dice::Dice;
use crate::rig::Rig;
use crate::{apart, checker};

const ROUND: &str = "FAULTS_CORE_ROUND";

/// The core that is killed.
#[tokio::test]
#[ignore = "is started by another test, which kills it"]
async fn a_core_to_be_killed() {
    let Some((app, auth_config)) = apart::core().await else {
        return;
    };
    let round = std::env::var(ROUND).unwrap();
    let (sink, mut ends) = tokio::sync::mpsc::unbounded_channel();
    app.subscribe(move |event| {
        if let Event::Attempt(view) = event
            && view.stage == wire::AttemptStage::Ended
        {
            return sink.send(view).is_ok();
        }
        true
    });
    println!("up");
    app.start().await;
    for n in 0.. {
        let ask = apart::first(&format!("r{round}-{n}"), &auth_config);
        let Ok(view) = app.run(ask).await else {
            continue;
        };
        let integration = view.integration.clone();
        while ends.recv().await.unwrap().id != view.id {}
        match n % 3 {
            0 => {
                if let Ok(view) = app.run(Reconnect { integration }).await {
                    while ends.recv().await.unwrap().id != view.id {}
                }
            }
            1 => {
                let ask = Disconnect {
                    integration,
                    withdraw: true,
                    delete: true,
                    reason: String::new(),
                };
                let _ = app.run(ask).await;
            }
            _ => {}
        }
    }
}

/// Starts it over this home.
fn start(rig: &Rig, round: u64) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    apart::run(&mut command, rig, "kill::a_core_to_be_killed")
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let kills = number("FAULTS_KILLS").unwrap_or(12);
    let seed = number("FAULTS_KILL_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    println!("FAULTS_KILL_SEED={seed} FAULTS_KILLS={kills}");
    let mut dice = Dice::new(seed);
    let mut rig = apart::rig();
    rig.haste = apart::HASTE as usize;
    for round in 0..kills {
        let mut child = start(&rig, round);
        let out = BufReader::new(child.stdout.take().unwrap()).lines();
        // Counted from when it works on the files; before that nothing can happen.
        assert!(
            out.map_while(Result::ok).any(|line| line.ends_with("up")),
            "it starts"
        );
        std::thread::sleep(Duration::from_millis(dice.roll() % 800));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        assert_eq!(ended.code(), None, "it ended by itself: {ended}");
        rig.check_between();
    }
    let broken = rig.live(async |life| {
        life.rest(Duration::from_secs(15 * 60)).await;
        life.sync().await;
        life.rest(Duration::from_secs(130)).await;
        checker::broken(&rig, true).await
    });
    let broken = broken.unwrap();
    assert!(
        broken.is_empty(),
        "FAULTS_KILL_SEED={seed}\n{}",
        broken.join("\n")
    );
    let made = rig.sim.accounts().len();
    println!("{made} accounts were made");
    // One or two may come before anything was begun; three to a kill are made.
    assert!(
        made as u64 * 2 >= kills || kills < 10,
        "next to nothing was under way: {made} accounts in {kills} kills"
    );
}
