//! How the window looks is kept, and closing asks only while something is watched.

use wire::{Appearance, Density, Event, Quit, SetAppearance, Stay, Zoom};

use crate::desk::Desk;

fn last(desk: &Desk) -> Appearance {
    let events = desk.events.lock().unwrap();
    let found = events.iter().rev().find_map(|event| match event {
        Event::Snapshot(snapshot) => Some(snapshot.appearance),
        _ => None,
    });
    found.unwrap()
}

fn asked(desk: &Desk) -> Vec<Option<u32>> {
    let events = desk.events.lock().unwrap();
    let asked = events.iter().filter_map(|event| match event {
        Event::Leaving { watched } => Some(*watched),
        _ => None,
    });
    asked.collect()
}

#[tokio::test]
async fn what_was_chosen_is_there_after_a_restart() {
    let desk = Desk::open().await;
    let appearance = Appearance {
        density: Density::Compact,
        zoom: Zoom::from(150),
        single_keys: false,
    };
    desk.app.run(SetAppearance { appearance }).await.unwrap();
    assert_eq!(last(&desk), appearance);
    assert_eq!(*desk.host.zoomed.lock().unwrap(), [150]);
    let desk = desk.restart().await;
    assert_eq!(last(&desk), appearance);
    desk.app.dress();
    assert_eq!(*desk.host.zoomed.lock().unwrap(), [150, 150]);
}

#[tokio::test]
async fn nothing_is_asked_when_nothing_is_watched() {
    let desk = Desk::open().await;
    assert!(desk.app.may_close());
    assert_eq!(asked(&desk), []);
}

#[tokio::test]
async fn a_watched_sign_in_makes_closing_a_question_and_the_second_close_an_answer() {
    let desk = Desk::open().await;
    desk.begin("acme-field-services", "github").await;
    assert!(!desk.app.may_close(), "it asks first");
    assert_eq!(asked(&desk), [Some(1)]);
    desk.app.run(Stay {}).await.unwrap();
    assert_eq!(asked(&desk), [Some(1), None]);
    assert!(!desk.app.may_close(), "it asks again");
    assert!(desk.app.may_close(), "a window that cannot ask must close");
    assert_eq!(*desk.host.left.lock().unwrap(), 0);
    desk.app.run(Quit {}).await.unwrap();
    assert_eq!(*desk.host.left.lock().unwrap(), 1);
}
