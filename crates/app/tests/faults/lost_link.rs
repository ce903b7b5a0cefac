//! A link that Composio made and whose answer never came: nobody can open it, and its account
//! stands in the way of another one.

use domain::{AttemptState, LifecycleName};
use simulator::Fault;

use crate::database::written;
use crate::life::{Life, rows};
use crate::rig::Rig;
use crate::table::faults::{LOST, times as fault};

const LINK: &str = "POST /connected_accounts/link";
const ONE: &str = "GET /connected_accounts/{id}";
const DELETE: &str = "DELETE /connected_accounts/{id}";

/// The same from the nth call on.
fn after(fault: Fault, nth: u32) -> Fault {
    Fault { nth, ..fault }
}

fn deletions(rig: &Rig) -> usize {
    let all = rig.sim.requests();
    let deleted = all.iter().filter(|request| request["method"] == "DELETE");
    deleted.count()
}

/// How often a link was asked for.
fn links(rig: &Rig) -> usize {
    let all = rig.sim.requests();
    all.iter()
        .filter(|request| request["route"] == LINK)
        .count()
}

async fn begun(rig: &Rig, life: &Life) -> wire::AttemptView {
    life.synced().await;
    life.connect("ada", &rig.auth_config("gmail"))
        .await
        .unwrap()
}

#[test]
fn it_is_tried_a_few_times_to_take_it_away_and_then_said_what_to_do() {
    let rig = Rig::new();
    rig.sim
        .faults(vec![fault(LOST[2], LINK, 1), fault("403", DELETE, 0)])
        .unwrap();
    rig.live(async |life| {
        let view = begun(&rig, life).await;
        let end = life.ended(&view.id).await;
        assert_eq!(end.state, AttemptState::Unsure);
        let said = end.explanation.unwrap_or_default();
        assert!(said.contains("Start a new sign-in"), "{said}");
        assert_eq!(deletions(&rig), 3);

        rig.sim.clear_faults();
        life.sync().await;
        assert!(
            rig.remote("ada").is_empty(),
            "a later reading takes it away"
        );
        rig.check(true).await;
    });
}

#[test]
fn a_deletion_that_is_only_said_to_be_done_is_asked_for_again_before_a_new_link_is() {
    let rig = Rig::new();
    rig.sim
        .faults(vec![fault(LOST[2], LINK, 1), fault("200 {}", DELETE, 2)])
        .unwrap();
    rig.live(async |life| {
        let view = begun(&rig, life).await;
        let account = life.linked(&view.id).await.unwrap();
        assert_eq!(deletions(&rig), 3);
        let there: Vec<_> = rig.remote("ada");
        assert_eq!(there.len(), 1, "one account a sign-in");
        rig.decide(&account, true, "ada@example.com");
        assert_eq!(life.ended(&view.id).await.state, AttemptState::Won);
        life.sync().await;
        rig.check(true).await;
    });
}

#[test]
fn no_new_link_is_asked_for_while_it_cannot_be_written_down_that_the_first_one_is_to_go() {
    let rig = Rig::new();
    rig.sim.faults(vec![fault(LOST[2], LINK, 1)]).unwrap();
    rig.live(async |life| {
        life.synced().await;
        written(
            &rig.database().unwrap(),
            "CREATE TRIGGER refuses BEFORE INSERT ON meta WHEN NEW.key = 'retiring'
             BEGIN SELECT RAISE(ABORT, 'not now'); END",
        )
        .await;
        let view = begun(&rig, life).await;
        let end = life.ended(&view.id).await;
        assert_eq!(links(&rig), 1, "its account is still there");
        assert_eq!(end.state, AttemptState::Unsure);
        let said = end.explanation.unwrap_or_default();
        assert!(said.contains("Start a new sign-in"), "{said}");
        assert_eq!(deletions(&rig), 0, "what is not noted is not done");

        written(&rig.database().unwrap(), "DROP TRIGGER refuses").await;
        life.sync().await;
        assert!(
            rig.remote("ada").is_empty(),
            "a later reading takes it away"
        );
        rig.check(true).await;
    })
    .unwrap();
}

/// The list is complete but for every account, so many times.
fn left_out(times: u32) -> Fault {
    Fault {
        route: "GET /connected_accounts".into(),
        mutate: Some("left_out".into()),
        times: Some(times),
        ..Fault::default()
    }
}

#[test]
fn an_account_that_two_looks_did_not_show_is_found_when_its_alias_is_taken_and_made_anew() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        rig.sim
            .faults(vec![fault(LOST[2], LINK, 1), left_out(2)])
            .unwrap();
        let view = begun(&rig, life).await;
        let account = life.linked(&view.id).await.unwrap();
        assert_eq!((links(&rig), deletions(&rig)), (3, 1));
        assert_eq!(rig.remote("ada").len(), 1, "one account a sign-in");
        rig.decide(&account, true, "ada@example.com");
        assert_eq!(life.ended(&view.id).await.state, AttemptState::Won);
        life.sync().await;
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn an_account_that_is_never_shown_and_whose_alias_is_taken_is_not_told_as_connected_already() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        rig.sim
            .faults(vec![fault(LOST[2], LINK, 1), left_out(0)])
            .unwrap();
        let view = begun(&rig, life).await;
        let end = life.ended(&view.id).await;
        assert_eq!(end.state, AttemptState::Unsure);
        let said = end.explanation.unwrap_or_default();
        assert!(said.contains("Start a new sign-in"), "{said}");
        assert_eq!((links(&rig), deletions(&rig)), (3, 0));

        rig.sim.clear_faults();
        life.sync().await;
        assert!(
            rig.remote("ada").is_empty(),
            "the next reading takes it away"
        );
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn an_account_that_somebody_finished_before_it_could_be_taken_away_stays_and_is_shown() {
    let rig = Rig::new();
    let denied = Fault {
        commit: true,
        ..fault("409", LINK, 1)
    };
    rig.sim
        .faults(vec![denied, fault("403", DELETE, 0)])
        .unwrap();
    rig.live(async |life| {
        let view = begun(&rig, life).await;
        assert_eq!(life.ended(&view.id).await.state, AttemptState::Lost);
        life.sync().await;
        assert!(deletions(&rig) > 0, "nobody has its link, so it is to go");
        let account = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
        rig.decide(&account, true, "ada@example.com");

        rig.sim.clear_faults();
        life.sync().await;
        life.sync().await;
        assert_eq!(rig.remote("ada").len(), 1, "whoever finished it keeps it");
        let states: Vec<_> = rows(life, &account)
            .await
            .iter()
            .map(|row| row.state)
            .collect();
        assert_eq!(states, [LifecycleName::Active]);
        rig.check(true).await;
    });
}

#[test]
fn an_account_that_cannot_be_looked_at_is_not_deleted_for_somebody_may_have_finished_it() {
    for unseen in ["503", "404"] {
        let rig = Rig::new();
        let denied = Fault {
            commit: true,
            ..fault("409", LINK, 1)
        };
        // One "not found" is a slip, and the look after it brings nothing either.
        let looks = match unseen {
            "404" => vec![fault("404", ONE, 1), after(fault("503", ONE, 0), 2)],
            _ => vec![fault(unseen, ONE, 0)],
        };
        rig.sim.faults([vec![denied], looks].concat()).unwrap();
        rig.live(async |life| {
            let view = begun(&rig, life).await;
            assert_eq!(life.ended(&view.id).await.state, AttemptState::Lost);
            life.sync().await;
            assert!(rig.sim.faulted() > 1, "{unseen}: it was looked for");
            assert_eq!(deletions(&rig), 0, "{unseen}");
            let account = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
            rig.decide(&account, true, "ada@example.com");

            rig.sim.clear_faults();
            life.sync().await;
            life.sync().await;
            let rows = rows(life, &account).await;
            let states: Vec<_> = rows.iter().map(|row| row.state).collect();
            assert_eq!(states, [LifecycleName::Active], "{unseen}");
            assert_eq!(deletions(&rig), 0, "{unseen}: whoever finished it keeps it");
            rig.check(true).await;
        })
        .unwrap();
    }
}

#[test]
fn on_a_server_without_aliases_what_may_be_somebody_elses_is_left_alone() {
    let rig = Rig::new();
    let older = fault("404 page", "GET /api/v3.1/connected_accounts", 0);
    rig.sim
        .faults(vec![older, fault(LOST[2], LINK, 1)])
        .unwrap();
    rig.live(async |life| {
        let view = begun(&rig, life).await;
        let end = life.ended(&view.id).await;
        assert_eq!(end.state, AttemptState::Unsure);
        let said = end.explanation.unwrap_or_default();
        assert!(
            said.contains("could be the one this sign-in made"),
            "{said}"
        );
        life.sync().await;
        assert_eq!((deletions(&rig), rig.remote("ada").len()), (0, 1));
    });
}

#[test]
fn after_an_end_one_hand_decides_about_what_a_lost_link_made_and_who_used_it_keeps_it() {
    let rig = Rig::new();
    let silent = fault("no answer before", DELETE, 1);
    rig.sim
        .faults(vec![fault(LOST[2], LINK, 1), silent])
        .unwrap();
    let done = rig.live(async |life| {
        life.synced().await;
        rig.desk.clock.end_in_silence();
        let _ = life.connect("ada", &rig.auth_config("gmail")).await;
        life.rest(std::time::Duration::from_secs(120)).await;
    });
    assert_eq!(done, None, "it ended while it took away what was made");
    rig.sim.clear_faults();
    let account = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
    rig.decide(&account, true, "ada@example.com");
    rig.live(async |life| {
        life.synced().await;
        life.rest(std::time::Duration::from_secs(130)).await;
        let states: Vec<_> = rows(life, "ada")
            .await
            .iter()
            .map(|row| row.state)
            .collect();
        assert_eq!(states, [LifecycleName::Active]);
        assert_eq!(rig.remote("ada").len(), 1, "and it is there");
        rig.check(true).await;
    });
}

/// How the one sign-in ended.
fn ended(events: &[wire::Event]) -> Option<AttemptState> {
    events.iter().find_map(|event| match event {
        wire::Event::Attempt(view) if view.stage == wire::AttemptStage::Ended => Some(view.state),
        _ => None,
    })
}

#[test]
fn an_app_that_starts_again_finds_on_an_older_server_what_a_lost_link_made() {
    let rig = Rig::new();
    let older = fault("404 page", "* /api/v3.1", 0);
    let silent = fault(LOST[3], LINK, 1);
    rig.sim.faults(vec![older, silent]).unwrap();
    let done = rig.live(async |life| {
        life.synced().await;
        rig.desk.clock.end_in_silence();
        let _ = life.connect("ada", &rig.auth_config("gmail")).await;
        life.rest(std::time::Duration::from_secs(120)).await;
    });
    assert_eq!(done, None, "it ended while it waited for the link");
    let account = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
    rig.decide(&account, true, "ada@example.com");
    rig.live(async |life| {
        life.until("the sign-in ends", |events| ended(events).is_some())
            .await;
        assert_eq!(ended(&life.events()), Some(AttemptState::Won));
        let rows = rows(life, &account).await;
        let states: Vec<_> = rows.iter().map(|row| row.state).collect();
        assert_eq!(states, [LifecycleName::Active]);
        assert_eq!(rig.remote("ada").len(), 1, "no second link was asked for");
    })
    .unwrap();
}
