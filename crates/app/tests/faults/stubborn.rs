//! An account that is to go and that Composio does not delete.

use std::time::Duration;

use domain::AttemptState;
use wire::CancelAttempt;

use crate::rig::Rig;
use crate::table::faults;

const DELETE: &str = "DELETE /connected_accounts/{id}";

fn deletions(rig: &Rig) -> usize {
    let all = rig.sim.requests();
    let deleted = all.iter().filter(|request| request["method"] == "DELETE");
    deleted.count()
}

#[test]
fn it_is_tried_ever_more_seldom_and_at_once_when_a_person_asks_for_a_sync() {
    let rig = Rig::new();
    let refused = faults::times("403", DELETE, 0);
    rig.sim.faults(vec![refused]).unwrap();
    rig.live(async |life| {
        life.synced().await;
        let view = life
            .connect("ada", &rig.auth_config("gmail"))
            .await
            .unwrap();
        life.linked(&view.id).await.unwrap();
        let attempt = view.id.clone();
        life.app.run(CancelAttempt { attempt }).await.unwrap();
        assert_eq!(life.ended(&view.id).await.state, AttemptState::Cancelled);
        life.rest(Duration::from_secs(6 * 3_600)).await;
        // At once, with the next reading, after 2, 4, 8, 16, 32 and 60 minutes, and every hour.
        let tried = deletions(&rig);
        assert!((9..=13).contains(&tried), "{tried} times in six hours");

        life.sync().await;
        assert_eq!(deletions(&rig), tried + 1, "a person does not wait");
        rig.sim.clear_faults();
        life.sync().await;
        assert!(rig.remote("ada").is_empty(), "it is gone as soon as it can");
        rig.check(true).await;
    });
}
