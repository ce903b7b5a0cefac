//! The real program, killed at random moments while somebody works in its window: nothing is
//! closed, rolled back or said good-bye to. What the database and Composio say afterwards is
//! compared by the independent checker. `cargo xtask soak --window-kills N` starts it.

use std::cell::RefCell;
use std::convert::Infallible;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use checker::{Scene, Shown};
use e2e::{Browser, Decision, Desk, Script, Simulator, Window, hook};
use serde_json::{Value, json};

use super::job::{WHO, connected_as, disconnect};
use crate::figures::quantile;
use crate::steps::{connect_new, desk_with_browser, see, set_up, synced};

const KEY: &str = "ak_sim_killed_00000000001";
/// After this long somebody who works in the window has got to any place.
const LONGEST_MILLIS: u64 = 8_000;
/// A program that only starts is through with it by then.
const START_MILLIS: u64 = 1_500;
/// How long things may take to come to rest: two readings of the project, and some.
const REST: Duration = Duration::from_secs(240);

#[tokio::test]
#[ignore = "takes minutes: `cargo xtask soak --window-kills 20`"]
async fn a_program_that_is_killed_at_any_moment_loses_and_doubles_nothing() -> Result<()> {
    let kills = number("FAULTS_WINDOW_KILLS").unwrap_or(5);
    let seed = number("FAULTS_KILL_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    println!("FAULTS_KILL_SEED={seed} FAULTS_WINDOW_KILLS={kills}");
    let mut dice = Dice(seed);
    let (desk, browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let arguments = ["--scenario", "empty", "--api-key", KEY, "--for", "7200s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    window.close().await?;

    let mut shown = Vec::new();
    let mut resumed = Vec::new();
    for round in 0..kills {
        let killed = kill_once(&desk, &browser, round, &mut dice, &mut shown, &mut resumed).await?;
        let broken = scene(&desk, &simulator, &shown)
            .await?
            .broken(false)
            .await?;
        ensure!(
            broken.is_empty(),
            "FAULTS_KILL_SEED={seed}, kill {round}:\n{}",
            broken.join("\n")
        );
        println!(
            "kill {round}: {killed}; {} sign-ins shown as won",
            shown.len()
        );
        decide(&simulator, &mut dice).await?;
    }

    // Links that nobody follows any more die, and the next reading shows what became of them.
    simulator
        .post("/_sim/clock", &json!({ "advance": "15m" }))
        .await?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    window.click(&hook("sync-now")).await?;
    come_to_rest(&desk, &simulator, &shown)
        .await
        .with_context(|| format!("FAULTS_KILL_SEED={seed}"))?;
    let accounts = simulator.accounts().await?;
    let made = accounts["accounts"].as_array().map_or(0, Vec::len);
    println!(
        "{kills} kills, {made} accounts made, {} sign-ins shown as won",
        shown.len()
    );
    println!("{}", back(&resumed));
    // One or two may come before anything was begun; two or three to a kill are made.
    let enough = made as u64 * 2 >= kills || kills < 10;
    ensure!(
        enough,
        "next to nothing was under way: {made} accounts in {kills} kills"
    );
    let seen = !shown.is_empty() || kills < 20;
    ensure!(
        seen,
        "nobody was shown a success that a kill could have taken back"
    );
    window.close().await
}

/// How soon a program that was killed is back where it was: from its start, with that of the
/// driver, until the window says that the project is read.
fn back(resumed: &[Duration]) -> String {
    if resumed.is_empty() {
        return "back after a kill: not measured, none was with its window".to_owned();
    }
    let millis: Vec<f64> = resumed.iter().map(|it| it.as_secs_f64() * 1e3).collect();
    format!(
        "back after {} kills: p50 {:.0} ms, p95 {:.0} ms",
        millis.len(),
        quantile(&millis, 0.5),
        quantile(&millis, 0.95)
    )
}

/// Starts the program and kills it; in one round of four while it still starts. Says what it
/// was killed in.
async fn kill_once(
    desk: &Desk,
    browser: &Browser,
    round: u64,
    dice: &mut Dice,
    shown: &mut Vec<String>,
    resumed: &mut Vec<Duration>,
) -> Result<String> {
    if dice.below(4) == 0 {
        let moment = Duration::from_millis(dice.below(START_MILLIS));
        let mut program = desk.start_plain(&[])?;
        tokio::time::sleep(moment).await;
        program.kill()?;
        let others = desk.abandon().await?;
        return Ok(format!("{moment:?} after its start, and {others} beside"));
    }
    browser.follow(&match dice.below(4) {
        0 => Script::only(Decision::Nothing),
        _ => Script::allow(WHO),
    })?;
    let begun = Instant::now();
    let window = desk.start_app().await?;
    synced(&window).await?;
    resumed.push(begun.elapsed());
    let moment = Duration::from_millis(dice.below(LONGEST_MILLIS));
    let doing = RefCell::new(String::new());
    let told = RefCell::new(shown);
    tokio::select! {
        never = work(&window, round, &doing, &told) => match never? {},
        () = tokio::time::sleep(moment) => {}
    }
    desk.kill_app().await?;
    drop(window);
    let others = desk.abandon().await?;
    let doing = doing.into_inner();
    Ok(format!("{moment:?} into it, {doing}, and {others} beside"))
}

/// Signs in, signs in again and disconnects, for ever.
async fn work(
    window: &Window,
    round: u64,
    doing: &RefCell<String>,
    told: &RefCell<&mut Vec<String>>,
) -> Result<Infallible> {
    let now = |what: &str| what.clone_into(&mut doing.borrow_mut());
    for number in 0_u64.. {
        let tenant = format!("r{round}-{number}");
        now("connecting");
        connect_new(window, &tenant).await?;
        see(window, "attempt-won").await?;
        told.borrow_mut().push(tenant);
        now("connected");
        connected_as(window, WHO).await?;
        if number % 2 == 0 {
            now("reconnecting");
            window.click(&hook("action-reconnect")).await?;
            connected_as(window, WHO).await?;
        }
        now("disconnecting");
        window.click(&hook("action-disconnect")).await?;
        disconnect(window).await?;
    }
    anyhow::bail!("nobody counts so far")
}

/// Who has a link may make up their mind while no program runs.
async fn decide(simulator: &Simulator, dice: &mut Dice) -> Result<()> {
    let accounts = simulator.accounts().await?;
    let all = accounts["accounts"].as_array().context("no accounts")?;
    for account in all {
        let waits = account["status"] == "INITIATED" && account["deleted"] == false;
        let id = account["id"].as_str().context("no id")?;
        if waits && dice.below(2) == 0 {
            let decision = match dice.below(3) {
                0 => json!({ "decision": "deny" }),
                _ => json!({ "decision": "allow", "account": WHO }),
            };
            simulator
                .post(&format!("/_sim/consent/{id}"), &decision)
                .await?;
        }
    }
    Ok(())
}

/// Everything that must hold at rest does so within a few minutes.
async fn come_to_rest(desk: &Desk, simulator: &Simulator, shown: &[String]) -> Result<()> {
    let end = Instant::now() + REST;
    loop {
        let broken = scene(desk, simulator, shown).await?.broken(true).await?;
        if broken.is_empty() {
            return Ok(());
        }
        ensure!(Instant::now() < end, "broken:\n{}", broken.join("\n"));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// What the checker compares. Requests come first: what one of them announced is in the
/// database by then.
async fn scene(desk: &Desk, simulator: &Simulator, shown: &[String]) -> Result<Scene> {
    let list = |mut answer: Value, name: &str| match answer[name].take() {
        Value::Array(all) => all,
        _ => Vec::new(),
    };
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Scene {
        home: desk.home().into(),
        others: Vec::new(),
        requests: list(simulator.requests().await?, "requests"),
        accounts: list(simulator.accounts().await?, "accounts"),
        key: KEY.to_owned(),
        shown: shown.iter().cloned().map(Shown::User).collect(),
        raised: desk.log()?.matches("a callback rang its attempt").count(),
        now: i64::try_from(since.as_millis())?,
        haste: 1,
    })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Moments from a seed.
struct Dice(u64);

impl Dice {
    /// SplitMix64 (Steele, Lea and Flood, 2014).
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}
