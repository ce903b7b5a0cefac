//! From a callback to "connected" (P19): the browser comes home while every answer of Composio
//! takes 50 ms. The floor is what those answers take, one after the other.

use std::time::{Duration, Instant};

use app::{SecretString, Vault};
use domain::{UserId, Way};
use simulator::{Decision, Running, Simulator};
use wire::{AttemptStage, AttemptView, Connect, ConnectOptions, Event};

use super::Taken;
use crate::Error;
use crate::desk::Desk;
use crate::stats::{median, quantile};

/// How long every answer takes.
const ANSWER: Duration = Duration::from_millis(50);

/// How many people sign in, one after the other.
const PEOPLE: usize = 20;

/// Longer than any of it can take.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn time() -> Result<Taken, Error> {
    let world = Simulator::start(simulator::Config {
        latency: ANSWER,
        ..simulator::Config::default()
    })
    .await?;
    let home = tempfile::tempdir()?;
    let mut desk = Desk::over(home.path(), Vault::memory()).await;
    let key = SecretString::from(world.api_key());
    desk.use_key(&world.base_url(), key).await?;
    desk.read().await?;
    let (mut times, mut asked) = (Vec::new(), Vec::new());
    for person in 0..PEOPLE {
        let (time, requests) = sign_in(&world, &mut desk, person).await?;
        times.push(time.as_secs_f64() * 1_000.0);
        asked.push(f64::from(u32::try_from(requests).unwrap_or(u32::MAX)));
    }
    let floor = median(&asked) * ANSWER.as_secs_f64() * 1_000.0;
    let (p50, p95) = (median(&times), quantile(&times, 0.95));
    let more = [
        ("callback to connected, p50 ms", p50),
        ("callback to connected, p95 ms", p95),
        ("requests for it", median(&asked)),
        ("their answers in turn, ms (floor)", floor),
        ("p50, times the floor", p50 / floor.max(1.0)),
        ("p95, times the floor", p95 / floor.max(1.0)),
    ];
    Ok(Taken {
        more: more.map(|(name, value)| (name.to_owned(), value)).into(),
        ..Taken::default()
    })
}

async fn sign_in(
    world: &Running,
    desk: &mut Desk,
    person: usize,
) -> Result<(Duration, usize), Error> {
    let options = desk.app.run(ConnectOptions {}).await?;
    let configs = options
        .toolkits
        .into_iter()
        .filter(|toolkit| toolkit.slug.as_str() == "gmail")
        .flat_map(|toolkit| toolkit.auth_configs);
    let auth_config = configs.into_iter().find(|config| config.managed);
    let auth_config = auth_config
        .map(|config| config.id)
        .ok_or_else(|| Error::Said("the demo has no auth config for Gmail".to_owned()))?;
    let user = UserId::parse(format!("bench-{person}"))
        .map_err(|_| Error::Said("a user id was refused".to_owned()))?;
    let connect = Connect {
        user,
        auth_config,
        way: Way::Here,
        row: None,
        second: None,
        fields: Vec::new(),
    };
    let before = desk.host.opened();
    let begun = desk.app.run(connect).await?;
    let waiting = until(desk, |view, opened| {
        // An older word may still be on its way when the page is open already.
        let knows = view.stage == AttemptStage::Waiting && view.account.is_some();
        view.id == begun.id && knows && opened > before
    })
    .await?;
    let account = waiting.account.map(|account| account.to_string());
    let decision = Decision {
        allow: true,
        account: Some(format!("person-{person}@example.com")),
        granted_scopes: None,
    };
    let done = world
        .consent(&account.unwrap_or_default(), decision)
        .map_err(Error::Said)?;
    world.clear_requests();
    let started = Instant::now();
    desk.app
        .link(done["redirect_url"].as_str().unwrap_or_default());
    let ended = until(desk, |view, _| {
        view.id == begun.id && view.stage == AttemptStage::Ended
    })
    .await?;
    let took = started.elapsed();
    if ended.lost.is_some() {
        return Err(Error::Said(
            "a sign-in that was allowed was lost".to_owned(),
        ));
    }
    // A look at the list that falls into the time is not for this sign-in.
    let lists = |request: &serde_json::Value| request["route"] == "GET /connected_accounts";
    let requests = world.requests();
    Ok((took, requests.iter().filter(|it| !lists(it)).count()))
}

/// The first word on an attempt that holds.
async fn until(
    desk: &mut Desk,
    holds: impl Fn(&AttemptView, u32) -> bool,
) -> Result<AttemptView, Error> {
    let waited = tokio::time::timeout(PATIENCE, async {
        while let Some(event) = desk.events.recv().await {
            if let Event::Attempt(view) = event
                && holds(&view, desk.host.opened())
            {
                return Some(*view);
            }
        }
        None
    });
    let view = waited.await.ok().flatten();
    view.ok_or_else(|| Error::Said("a sign-in did not go on".to_owned()))
}
