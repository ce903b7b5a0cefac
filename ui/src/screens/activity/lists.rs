//! Which of the two lists is looked at: that of the project, or that of this desk, which
//! outlives every project.

use leptos::prelude::*;
use wire::{AuditList, AuditPage};

use super::filters::Sought;
use crate::desk::Desk;
use crate::text;

const LISTS: [(AuditList, &str, &str, &str); 2] = [
    (
        AuditList::Project,
        "This project",
        "What was done in the project that is open",
        "audit-project",
    ),
    (
        AuditList::Desk,
        "Keys and roles",
        "What was done to this computer's keys, roles and projects",
        "audit-desk",
    ),
];

/// What is asked for, and what the answers said beside the rows. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) desk: Desk,
    pub(super) filter: RwSignal<Sought>,
    /// Everybody who is named in the list.
    pub(super) actors: RwSignal<Vec<String>>,
    /// So many entries of the other list fit as well.
    elsewhere: RwSignal<u32>,
}

impl Asked {
    pub(super) fn new(desk: Desk, filter: RwSignal<Sought>) -> Self {
        Self {
            desk,
            filter,
            actors: RwSignal::new(Vec::new()),
            elsewhere: RwSignal::new(0),
        }
    }

    /// An answer arrived, perhaps after the screen was left.
    pub(super) fn learn(self, page: &AuditPage) {
        let known = self.actors.try_with_untracked(|held| *held == page.actors);
        if known == Some(false) {
            self.actors.set(page.actors.clone());
        }
        let _ = self.elsewhere.try_set(page.elsewhere);
    }

    /// How many entries fit in a list that is not looked at, when something is searched for.
    fn fits(self, list: AuditList) -> Option<u32> {
        let searched = self.filter.with(|filter| *filter != Sought::default());
        let other = self.desk.audit_list.get() != list;
        (searched && other).then(|| self.elsewhere.get())
    }
}

/// The two, side by side.
#[component]
pub(super) fn Lists(asked: Asked) -> impl IntoView {
    let one = move |(list, name, title, test): (AuditList, &'static str, &'static str, _)| {
        let current = asked.desk.audit_list;
        view! {
            <button
                type="button"
                title=title
                aria-pressed=move || (current.get() == list).to_string()
                data-test=test
                on:click=move |_| current.set(list)
            >
                {name}
                {move || {
                    asked
                        .fits(list)
                        .map(|fit| view! { <span class="num dim">{text::count(fit)}</span> })
                }}
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Which list">
            {LISTS.into_iter().map(one).collect_view()}
        </div>
    }
}
