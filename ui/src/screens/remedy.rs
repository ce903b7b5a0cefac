//! What leads out of a project that cannot be read: one button, wherever it is told.

use leptos::prelude::*;
use wire::{Remedy, SyncNow};

use crate::act::Errand;
use crate::desk::{SetupFor, use_desk};
use crate::parts::{Icon, WaitButton};

/// A new key, where the key was refused and a person enters it (the demo's is not); else
/// one more try.
#[component]
pub(super) fn ProjectRemedy(
    remedy: Remedy,
    class: &'static str,
    test: &'static str,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let renew = untrack(|| desk.renewable()).filter(|_| remedy == Remedy::ReplaceApiKey);
    let (label, icon) = match renew {
        Some(_) => ("Enter the key…", "key"),
        None => ("Try now", "refresh"),
    };
    let press = Callback::new(move |()| match &renew {
        Some(profile) => desk.setup.set(Some(SetupFor::NewKey(profile.clone()))),
        None => errand.run(SyncNow {}, |_| {}),
    });
    view! {
        <WaitButton waits=errand.busy test class on_press=press>
            <Icon name=icon small=true />
            {label}
        </WaitButton>
    }
}
