//! What is wrong, why, and the one ink button.

use domain::{Cause, IntegrationId, LifecycleName, Timestamp};
use leptos::prelude::*;
use wire::help::{CopyHelp, HelpId, HelpText};
use wire::{
    CopySteps, DiagnosisView, Fix, IntegrationRow, IntegrationView, Narrow, Receipt, RowAction,
    VerifiedView,
};

use super::foot::ActionButton;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{HelpLink, Status};
use crate::screens::settings::Section;
use crate::text;

#[derive(Clone, PartialEq)]
struct Shown {
    row: IntegrationRow,
    since: Timestamp,
    diagnosis: Option<DiagnosisView>,
    reason: Option<String>,
    next: Option<RowAction>,
    /// The customer can do it too: a link for them is the second way.
    can_send: bool,
}

/// The diagnosis. Every bad status says why and offers one next action.
#[component]
pub(crate) fn Diagnosis(view: Memo<Option<IntegrationView>>, errand: Errand) -> impl IntoView {
    let shown = Memo::new(move |_| {
        view.with(|view| {
            let view = view.as_ref()?;
            Some(Shown {
                row: view.row.clone(),
                since: view.since,
                diagnosis: view.diagnosis.clone(),
                reason: view.status_reason.clone(),
                next: text::next_of(view),
                can_send: view.actions.contains(&RowAction::SendLink),
            })
        })
    });
    move || shown.get().map(|shown| view! { <Told shown errand /> })
}

#[component]
fn Told(shown: Shown, errand: Errand) -> impl IntoView {
    let desk = use_desk();
    let class = text::class_of(shown.row.state, shown.row.label.as_deref());
    let since = shown.since;
    let since_words = move || {
        let now = desk.now.get();
        let long = text::duration(now.since(since));
        format!("since {}, {long}", text::moment(since, now, zone(since)))
    };
    let cause = shown.diagnosis.as_ref().map(|found| found.cause);
    let page = cause.map_or(HelpId::STATES, HelpId::of_cause);
    let handed = shown.diagnosis.as_ref().and_then(|found| {
        let elsewhere = matches!(found.fix, Fix::Masking | Fix::CopySteps);
        elsewhere.then(|| (found.cause, found.fix.clone(), found.fix_label.clone()))
    });
    let (title, sentence, raw) = match shown.diagnosis {
        Some(found) => (found.title, found.sentence, found.raw),
        None => {
            let (title, sentence) = plain(&shown.row);
            (title.to_owned(), sentence.to_owned(), shown.reason)
        }
    };
    let id = shown.row.id.clone();
    view! {
        <section
            class=format!("diag {class}")
            aria-label="Diagnosis"
            data-test="diagnosis"
            data-state=shown.row.state.as_str()
        >
            <div class="diag__s">
                <Status class=class label=text::label_of(&shown.row) large=true />
                <span class="small num" title=text::exact(since, zone(since))>
                    {since_words}
                </span>
            </div>
            <div>
                <p class="diag__t">
                    <strong class="grow" data-test="diagnosis-title">
                        {title}
                    </strong>
                    <HelpLink page />
                </p>
                <p data-test="diagnosis-sentence">{sentence}</p>
            </div>
            {raw
                .map(|raw| {
                    let long = text::is_long(&raw);
                    view! {
                        <p class="small muted">
                            <code tabindex=long.then_some("0")>{raw}</code>
                        </p>
                    }
                })}
            {match shown.next {
                Some(action) => {
                    Some(
                        view! {
                            <div class="btns">
                                <ActionButton id=id.clone() action errand primary=true />
                                {shown
                                    .can_send
                                    .then(|| {
                                        view! {
                                            <ActionButton id action=RowAction::SendLink errand />
                                        }
                                    })}
                            </div>
                        }
                            .into_any(),
                    )
                }
                None => {
                    handed.map(|(cause, fix, label)| {
                        view! {
                            <div class="btns">
                                <HandOver id cause fix label errand />
                            </div>
                        }
                            .into_any()
                    })
                }
            }}
        </section>
    }
}

/// The fix of what no action on the row can mend: where the switch is, or the steps for
/// whoever has to act.
#[component]
fn HandOver(
    id: IntegrationId,
    cause: Cause,
    fix: Fix,
    label: String,
    errand: Errand,
) -> impl IntoView {
    let desk = use_desk();
    let press = move |_| {
        let asked = id.clone();
        let told = move |receipt: Receipt| desk.tell(asked, receipt.said);
        match fix {
            Fix::Masking => desk.show_settings(Section::Masking),
            _ if cause.steps().is_empty() => {
                let narrow = Narrow {
                    cause: Some(cause),
                    ..Narrow::default()
                };
                errand.run(CopySteps { narrow }, told);
            }
            _ => {
                let what = HelpText::Steps(cause);
                errand.run(CopyHelp { what }, told);
            }
        }
    };
    view! {
        <button type="button" class="btn btn--primary" data-test="diagnosis-fix" on:click=press>
            {label}
        </button>
    }
}

/// Words for a state that has no diagnosis of its own.
pub(super) fn plain(row: &IntegrationRow) -> (&'static str, &'static str) {
    match row.state {
        LifecycleName::Active if matches!(row.verified, VerifiedView::Good(_)) => (
            "Working.",
            "The provider answered when the token was last checked.",
        ),
        LifecycleName::Added => (
            "Not connected yet.",
            "The row is on the list, and nobody has signed in for it.",
        ),
        LifecycleName::Pending => (
            "A sign-in is open.",
            "The account appears here as soon as Composio confirms it.",
        ),
        LifecycleName::Active => (
            "Working, as far as is known.",
            "Composio says that the account works. Check token asks the provider.",
        ),
        LifecycleName::Error => ("Not working.", "Composio gives no reason."),
        LifecycleName::Expired => (
            "A new sign-in is needed.",
            "Composio no longer renews the access of this account.",
        ),
        LifecycleName::Paused => (
            "Switched off.",
            "It can be enabled again without a new sign-in.",
        ),
        LifecycleName::Revoked => (
            "Disconnected.",
            "Nothing is left at Composio that works. The history stays here.",
        ),
    }
}
