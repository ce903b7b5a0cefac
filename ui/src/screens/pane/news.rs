//! What becomes of the row while its pane is open, for who hears the window instead of seeing it.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::IntegrationView;

use super::diagnosis::plain;
use crate::desk::use_desk;
use crate::text;

/// A region that is there before its words: one that comes together with them is not read aloud
/// by every screen reader. It tells what a check said and where the row went, not the row that was
/// just opened, which is read anyway.
#[component]
pub(super) fn News(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let desk = use_desk();
    let words = RwSignal::new(String::new());
    let standing = Memo::new(move |_| view.with(|view| view.as_ref().map(standing)));
    Effect::new(move |before: Option<Option<(IntegrationId, String)>>| {
        let now = standing.get();
        match (before.flatten(), &now) {
            (Some(before), Some(now)) if before.0 == now.0 => {
                if before.1 != now.1 {
                    words.set(now.1.clone());
                }
            }
            _ => words.set(String::new()),
        }
        now
    });
    Effect::new(move |before: Option<()>| {
        let row = desk.row.get();
        let said = desk.said.get();
        // What was said before the pane came is old. That nothing is said any more is put there
        // too: the same sentence once more would be no change, and not be read.
        if before.is_some() {
            let said = said.filter(|said| Some(&said.of) == row.as_ref());
            words.set(said.map(|said| said.words).unwrap_or_default());
        }
    });
    view! {
        <p class="vh" role="status" data-test="pane-news">
            {move || words.get()}
        </p>
    }
}

/// Which row, and how it stands in a few words.
fn standing(view: &IntegrationView) -> (IntegrationId, String) {
    let title = match &view.diagnosis {
        Some(found) => found.title.as_str(),
        None => plain(&view.row).0,
    };
    let label = text::label_of(&view.row);
    (view.row.id.clone(), format!("{label}: {title}"))
}
