//! The time that is left.

use domain::Way;
use leptos::prelude::*;
use wire::AttemptView;

use crate::desk::use_desk;
use crate::dom::zone;
use crate::text::{self, Countdown};

/// What is left of the link. It is read aloud at three moments only.
#[component]
pub(super) fn Left(attempt: Memo<AttemptView>) -> impl IntoView {
    let desk = use_desk();
    let left = Memo::new(move |_| {
        attempt.with(|attempt| {
            let start = attempt.link_at.unwrap_or(attempt.planned_at);
            Some(Countdown::until(attempt.expires_at?, start, desk.now.get()))
        })
    });
    let spoken = spoken(left);
    let until = move || {
        attempt.with(|attempt| {
            attempt.expires_at.map(|at| {
                let until = text::minute(at, zone(at));
                match attempt.way {
                    Way::Here => format!(
                        "The link works until {until}. If you close this, the status bar keeps watching.",
                    ),
                    Way::Sent => format!(
                        "The link works until {until}. You can close this: you get a notification when it turns Active.",
                    ),
                }
            })
        })
    };
    let title = attempt.with_untracked(|attempt| match attempt.way {
        Way::Here => format!(
            "Finish signing in to {} in your browser.",
            attempt.toolkit_name
        ),
        Way::Sent => "Waiting for the customer.".to_owned(),
    });
    view! {
        <Show
            when=move || left.get().is_some()
            fallback=|| {
                view! {
                    <div class="count count--still">
                        <p>
                            <strong>"Asking Composio for a link."</strong>
                        </p>
                    </div>
                }
            }
        >
            <div class="count">
                <b aria-hidden="true" data-test="attempt-left">
                    {move || left.get().map(Countdown::digits)}
                </b>
                <div>
                    <p>
                        <strong>{title.clone()}</strong>
                    </p>
                    <p class="muted">{until}</p>
                </div>
                <Bar left />
                <span class="vh" role="status">
                    {move || spoken.get().1}
                </span>
            </div>
        </Show>
    }
}

/// The last of the three moments that was passed, with the seconds it was judged by.
fn spoken(left: Memo<Option<Countdown>>) -> Memo<(u32, &'static str)> {
    Memo::new(move |before: Option<&(u32, &'static str)>| {
        let now = left.get().map_or(0, Countdown::seconds);
        match before {
            Some((then, words)) => {
                let fresh = text::spoken_milestone(*then, now);
                (now, fresh.unwrap_or(words))
            }
            None => (now, ""),
        }
    })
}

#[component]
fn Bar(left: Memo<Option<Countdown>>) -> impl IntoView {
    let percent = move || left.get().map_or(0, Countdown::percent);
    view! {
                <span
                    class="pbar pbar--pending"
                    role="progressbar"
                    aria-label="Time left on the link"
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=move || percent().to_string()
                >
                    <i style:width=move || format!("{}%", percent())></i>
                </span>
    }
}
