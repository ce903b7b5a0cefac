//! Callbacks that are forged, used, late or many: a doorbell that nobody else can ring.

use std::time::Duration;

use domain::AttemptState;

use crate::checker;
use crate::dice::Dice;
use crate::life::Life;
use crate::rig::Rig;

/// Links that are taken in ten seconds; more are dropped unread.
const BURST: usize = 20;
/// Just past those ten seconds.
const LATER: Duration = Duration::from_millis(10_001);

/// Attempts that wait for their customer, each with the callback that it will accept.
async fn waiting(rig: &Rig, life: &Life, name: &str, count: usize) -> Vec<String> {
    let gmail = rig.auth_config("gmail");
    let mut callbacks = Vec::new();
    for n in 0..count {
        let view = life.connect(&format!("{name}-{n}"), &gmail).await.unwrap();
        let account = life.linked(&view.id).await.unwrap();
        callbacks.push(rig.way_back(&account));
    }
    callbacks
}

fn raised(rig: &Rig) -> u32 {
    *rig.desk.raised.lock().unwrap()
}

fn tasks() -> usize {
    tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks()
}

/// Delivers links as the desktop would, never faster than they are read.
async fn deliver(life: &Life, links: &[String]) {
    for burst in links.chunks(BURST) {
        life.rest(LATER).await;
        let before = tasks();
        for link in burst {
            life.app.link(link);
        }
        // Each link that is read is a task of its own; wait for the last.
        while tasks() > before {
            life.rest(Duration::from_millis(1)).await;
        }
    }
}

/// A callback that is wrong somewhere.
fn forged(dice: &mut Dice, true_ones: &[String]) -> String {
    let one = &true_ones[dice.below(true_ones.len())];
    let other = &true_ones[dice.below(true_ones.len())];
    let state = |link: &str| {
        link.split_once("state=")
            .map(|(_, state)| state.to_owned())
            .unwrap()
    };
    let attempt = |link: &str| {
        let rest = link.split_once("attempt=").unwrap().1;
        rest.split('&').next().unwrap().to_owned()
    };
    let scheme = "dev.switchboard.desktop://oauth/callback?";
    match dice.below(9) {
        0 => format!("{scheme}attempt={}&state={}", attempt(one), dice.hex(64)),
        1 => format!("{scheme}attempt={}&state={}", dice.hex(32), state(one)),
        2 if one != other => format!("{scheme}attempt={}&state={}", attempt(one), state(other)),
        3 => format!(
            "{scheme}attempt={}&state={}",
            attempt(one),
            state(one).to_uppercase() + "A"
        ),
        4 => format!("{one}&state={}", dice.hex(64)),
        5 => format!("{one}&attempt={}", attempt(other)),
        6 => one.replacen("://", ":///", 1),
        7 => format!("{scheme}attempt={}&status=success", attempt(one)),
        _ => {
            let mut letters = state(one).into_bytes();
            let at = dice.below(letters.len());
            letters[at] = if letters[at] == b'0' { b'1' } else { b'0' };
            let state = String::from_utf8(letters).unwrap();
            format!("{scheme}attempt={}&state={state}", attempt(one))
        }
    }
}

#[test]
fn of_ten_thousand_forged_used_and_late_callbacks_none_is_accepted() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let mut dice = Dice::new(7);
        // As many as fit well into the life of a link, a slow computer's own time too; then
        // with new ones.
        for generation in 0..16 {
            let callbacks = waiting(&rig, life, &format!("g{generation}"), 3).await;
            let links: Vec<String> = (0..500).map(|_| forged(&mut dice, &callbacks)).collect();
            let before = rig.sim.requests().len();
            deliver(life, &links).await;
            assert_eq!(raised(&rig), generation * 2, "a forged callback was taken");
            let after = rig.sim.requests();
            let reads = after
                .iter()
                .skip(before)
                .all(|request| request["method"] == "GET");
            assert!(reads, "a forged callback changed something");

            // Used once by whom it belongs to, then again by somebody else.
            deliver(life, &callbacks[..2]).await;
            life.until("both true callbacks are taken", |_| {
                raised(&rig) == generation * 2 + 2
            })
            .await;
            let again: Vec<String> = (0..100).map(|n| callbacks[n % 2].clone()).collect();
            deliver(life, &again).await;
            // The links die, and their callbacks with them.
            life.rest(Duration::from_secs(11 * 60)).await;
            let late: Vec<String> = (0..100).map(|n| callbacks[n % 3].clone()).collect();
            deliver(life, &late).await;
            assert_eq!(
                raised(&rig),
                generation * 2 + 2,
                "a used or late callback was taken"
            );
        }
        life.rest(Duration::from_secs(130)).await;
        let broken = checker::broken(&rig, true).await;
        assert!(broken.is_empty(), "{broken:?}");
    })
    .unwrap();
}

#[test]
fn of_a_thousand_callbacks_that_race_one_each_wins() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let gmail = rig.auth_config("gmail");
        for n in 0..50 {
            let view = life.connect(&format!("tenant-{n}"), &gmail).await.unwrap();
            let account = life.linked(&view.id).await.unwrap();
            let twenty = vec![rig.way_back(&account); BURST];
            deliver(life, &twenty).await;
            assert_eq!(raised(&rig), n + 1, "one of the twenty");
            rig.decide(&account, true, "jane@example.com");
            life.ended(&view.id).await;
        }
    })
    .unwrap();
}

#[test]
fn a_flood_of_links_makes_nothing_grow() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let callbacks = waiting(&rig, life, "flood", 3).await;
        // The database and the log beside it, which is where a change goes first.
        let place = rig.database().unwrap().parent().unwrap().to_owned();
        let size = || -> u64 {
            let files = std::fs::read_dir(&place).unwrap();
            files
                .map(|file| file.unwrap().metadata().unwrap().len())
                .sum()
        };
        let tasks = || {
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks()
        };
        let before = (size(), tasks(), life.events().len());
        let mut dice = Dice::new(11);
        for _ in 0..100_000 {
            life.app.link(&forged(&mut dice, &callbacks));
        }
        assert!(tasks() <= before.1 + BURST, "the flood is dropped unread");
        life.rest(Duration::from_millis(10)).await;
        assert_eq!(size(), before.0, "nothing is written");
        assert!(
            life.events().len() <= before.2 + 40,
            "nobody is told of each"
        );
        assert_eq!(raised(&rig), 0);
        let view = life
            .connect("after", &rig.auth_config("gmail"))
            .await
            .unwrap();
        let account = life.linked(&view.id).await.unwrap();
        rig.decide(&account, true, "jane@example.com");
        assert_eq!(
            life.ended(&view.id).await.state,
            AttemptState::Won,
            "work goes on"
        );
    })
    .unwrap();
}

/// Resident memory of this process, in KiB.
#[cfg(target_os = "linux")]
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.unwrap().split_whitespace().next().unwrap();
    kib.parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "is started by another test, in a process where nobody else takes memory"]
fn a_flood_alone_in_its_process() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let callbacks = waiting(&rig, life, "flood", 3).await;
        let mut dice = Dice::new(13);
        let mut flood = |links: usize| {
            for _ in 0..links {
                life.app.link(&forged(&mut dice, &callbacks));
            }
            resident_kib()
        };
        // What is taken once is taken by the first.
        let first = flood(100_000);
        let last = flood(300_000);
        println!("{first} KiB after 100,000 links, {last} KiB after 400,000");
        assert!(last <= first + 512, "{first} KiB became {last} KiB");
    })
    .unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_flood_of_links_takes_no_memory() {
    let flood = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "callbacks::a_flood_alone_in_its_process"])
        .args(["--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&flood.stdout);
    print!("{said}");
    assert!(flood.status.success(), "{said}");
    assert!(said.contains("1 passed"), "it ran: {said}");
}
