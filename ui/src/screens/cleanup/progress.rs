//! How a clean-up goes and how it came out, told as it is.

use leptos::prelude::*;
use wire::CleanupView;

use super::Draft;
use crate::parts::Glyph;
use crate::text;

/// While it runs.
#[component]
pub(super) fn Going(draft: Draft) -> impl IntoView {
    let view = Memo::new(move |_| draft.view().unwrap_or_default());
    let part = move || {
        let view = view.get();
        let done = u64::from(view.deleted + view.left_count) * 100;
        done / u64::from(view.total.max(1))
    };
    // Not each account: there may be thousands.
    let quarter = Memo::new(move |_| part() / 25 * 25);
    view! {
        <div class="sect">
            <span class="vh" role="status" data-test="cleanup-spoken">
                {move || format!("Deleting, {} %", quarter.get())}
            </span>
            <p class="num" data-test="cleanup-progress">
                {move || {
                    let view = view.get();
                    let waits = if view.waiting { ", waiting for the rate limit" } else { "" };
                    format!(
                        "{} of {} deleted{waits}",
                        text::count(view.deleted),
                        text::count(view.total),
                    )
                }}
            </p>
            <span class="pbar" aria-hidden="true">
                <i style:width=move || format!("{}%", part())></i>
            </span>
            <Left view />
        </div>
    }
}

/// When it is over.
#[component]
pub(super) fn Told(draft: Draft) -> impl IntoView {
    let view = Memo::new(move |_| draft.view().unwrap_or_default());
    view! {
        <div class="sect">
            <p role="status" data-test="cleanup-report">
                {move || summary(&view.get(), "below")}
            </p>
            <Left view />
        </div>
    }
}

/// What came of it, in a sentence or two, and where the reasons are read.
pub(super) fn summary(view: &CleanupView, reasons: &str) -> String {
    let deleted = format!(
        "{} of {} deleted, and read back as gone.",
        text::count(view.deleted),
        text::counted(view.total, "unused attempt")
    );
    let left = match view.left_count {
        0 => String::new(),
        1 => format!(" 1 stayed, for the reason {reasons}."),
        left => format!(" {} stayed, for the reasons {reasons}.", text::count(left)),
    };
    let untouched = view
        .total
        .saturating_sub(view.deleted)
        .saturating_sub(view.left_count);
    let stopped = if view.stopped {
        format!(" Stopped; {} not touched.", text::count(untouched))
    } else {
        String::new()
    };
    format!("{deleted}{left}{stopped}")
}

#[component]
fn Left(view: Memo<CleanupView>) -> impl IntoView {
    let left = Memo::new(move |_| view.with(|view| view.left.clone()));
    view! {
        <Show when=move || left.with(|left| !left.is_empty())>
            <ul class="cleanleft" data-test="cleanup-left">
                {move || {
                    left.get()
                        .into_iter()
                        .map(|one| {
                            view! {
                                <li>
                                    <Glyph class="st-error" />
                                    <span>
                                        <code>{one.account.to_string()}</code>
                                        " "
                                        {one.why}
                                    </span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}
