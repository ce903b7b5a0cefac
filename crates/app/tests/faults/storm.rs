//! A key that was withdrawn, and an organisation that has used its requests up: the core
//! stops asking.

use std::time::Duration;

use simulator::{Fault, Sabotage};

use crate::checker;
use crate::rig::Rig;

#[test]
fn a_key_that_is_refused_is_not_shown_again_and_again() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let gmail = rig.auth_config("gmail");
        for n in 0..8 {
            let view = life.connect(&format!("tenant-{n}"), &gmail).await.unwrap();
            life.linked(&view.id).await.unwrap();
        }
        rig.sim.sabotage(Sabotage::RejectApiKey(true));
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(5 * 60)).await;
        let refused = rig.sim.requests().len();
        println!("{refused} requests with a refused key in five minutes");
        rig.sim.sabotage(Sabotage::RejectApiKey(false));
        life.sync().await;
        life.rest(Duration::from_secs(16 * 60)).await;
        let broken = checker::broken(&rig, true).await;
        assert!(broken.is_empty(), "{broken:?}");
        assert!(refused <= 33, "32 in flight and one probe: {refused}");
    })
    .unwrap();
}

#[test]
fn an_organisation_without_requests_left_is_left_alone_for_as_long_as_it_says() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let spent = Fault {
            route: "*".into(),
            times: Some(0),
            status: Some(429),
            retry_after: Some("45".into()),
            ..Fault::default()
        };
        rig.sim.faults(vec![spent]).unwrap();
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(45 * 4)).await;
        let asked = rig.sim.requests().len();
        println!("{asked} requests in four windows without any");
        rig.sim.clear_faults();
        assert!(life.sync().await.fault.is_none());
        assert!(asked <= 12, "{asked}");
    })
    .unwrap();
}
