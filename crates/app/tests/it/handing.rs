//! A link that is handed over in the same moment in which something else happens to it.

use domain::{AttemptId, AttemptState};
use wire::{CancelAttempt, Code, CopyLink, DraftEmail, Event};

use crate::desk::Desk;
use crate::sending::send;

/// The state that was told last. It is looked for often, among ever more events.
fn told_last(desk: &Desk, id: &AttemptId) -> Option<AttemptState> {
    let events = desk.events.lock().unwrap();
    events.iter().rev().find_map(|event| match event {
        Event::Attempt(view) if view.id == *id => Some(view.state),
        _ => None,
    })
}

#[tokio::test]
async fn a_link_whose_sign_in_is_cancelled_while_that_is_noted_is_handed_to_nobody() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    let attempt = || view.id.clone();
    let cancel = desk.app.run(CancelAttempt { attempt: attempt() });
    // One copy after the other, so that one of them waits for its turn while the end is written.
    let copies = async {
        loop {
            match desk.app.run(CopyLink { attempt: attempt() }).await {
                Ok(_) => {
                    let state = told_last(&desk, &view.id);
                    assert_eq!(state, Some(AttemptState::Waiting), "it is dead");
                }
                Err(fault) => return fault,
            }
            tokio::task::yield_now().await;
        }
    };
    let (cancelled, fault) = tokio::join!(cancel, copies);
    cancelled.unwrap();
    assert_eq!(fault.code, Code::AttemptOver, "{fault}");
}

#[tokio::test]
async fn a_link_that_one_way_did_not_hand_over_and_another_did_is_told_as_handed_over() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    *desk.host.no_browser.lock().unwrap() = true;
    let draft = DraftEmail {
        attempt: view.id.clone(),
        template: "Use {link}".into(),
    };
    let copy = CopyLink {
        attempt: view.id.clone(),
    };
    let (draft, copy) = tokio::join!(desk.app.run(draft), desk.app.run(copy));
    assert_eq!(draft.unwrap_err().code, Code::MailFailed);
    copy.unwrap();
    assert_eq!(desk.host.unrecorded.lock().unwrap().len(), 1);
    let handed = desk.attempt(&view.id).handed_at;
    assert!(handed.is_some(), "somebody has it");
}
