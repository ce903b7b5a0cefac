//! A link that Composio made and whose answer never came: nobody can open it, and its account
//! stands in the way of another one.

use domain::AttemptState;
use simulator::Fault;

use crate::life::Life;
use crate::rig::Rig;
use crate::table::faults::{self, LOST};

const LINK: &str = "POST /connected_accounts/link";
const DELETE: &str = "DELETE /connected_accounts/{id}";

/// A fault of the table, on so many calls of a route; 0 is all of them.
fn fault(name: &str, route: &str, times: u32) -> Fault {
    Fault {
        times: Some(times),
        ..faults::on(name, route)
    }
}

fn deletions(rig: &Rig) -> usize {
    let all = rig.sim.requests();
    let deleted = all.iter().filter(|request| request["method"] == "DELETE");
    deleted.count()
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
