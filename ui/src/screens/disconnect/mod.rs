//! Asks before a disconnect, with both halves, and tells afterwards how each came out.

mod foot;
mod question;
mod report;

use domain::IntegrationId;
use leptos::prelude::*;
use wire::{Disconnect, DisconnectPlan, DisconnectReport, Notice, PlanDisconnect};

use self::foot::Foot;
use self::question::Question;
use self::report::Report;
use crate::act::{Errand, switch};
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{Body, Dialog, FaultNote, Gate, Meant};
use crate::text;

/// What is asked, ticked and written, and what came of it.
#[derive(Clone, Copy)]
struct Draft {
    desk: Desk,
    errand: Errand,
    /// Of switching off instead.
    disabling: Errand,
    plan: RwSignal<Option<DisconnectPlan>>,
    report: RwSignal<Option<DisconnectReport>>,
    withdraw: RwSignal<bool>,
    delete: RwSignal<bool>,
    reason: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            desk: use_desk(),
            errand: Errand::new(),
            disabling: Errand::new(),
            plan: RwSignal::new(None),
            report: RwSignal::new(None),
            withdraw: RwSignal::new(false),
            delete: RwSignal::new(true),
            reason: RwSignal::new(String::new()),
        }
    }

    /// What can be withdrawn is withdrawn, unless the person unticks it.
    fn load(self, integration: IntegrationId) {
        self.errand
            .run(PlanDisconnect { integration }, move |found| {
                let _ = self.withdraw.try_set(found.can_withdraw);
                let _ = self.plan.try_set(Some(found));
            });
    }

    fn is_told(self) -> bool {
        self.report.with(Option::is_some)
    }

    /// Whether there is something to do, and it is known what that would stop. Not while the account
    /// is switched off instead.
    fn is_ready(self) -> bool {
        let wanted = self.withdraw.get() || self.delete.get();
        self.plan.with(Option::is_some) && wanted && !self.disabling.busy.get()
    }

    fn is_running(self) -> bool {
        self.plan.with(Option::is_some) && self.errand.busy.get()
    }

    fn run(self) {
        let Some(plan) = self.plan.get_untracked() else {
            return;
        };
        if !untrack(|| self.is_ready()) || Gate::remote(self.desk).is_shut() {
            return;
        }
        let row = plan.integration.clone();
        let command = Disconnect {
            integration: plan.integration,
            withdraw: self.withdraw.get_untracked(),
            delete: self.delete.get_untracked(),
            reason: self.reason.get_untracked().trim().to_owned(),
        };
        let what = format!("{} for {}", plan.toolkit_name, plan.tenant_name);
        let project = untrack(|| self.desk.console.profile());
        self.errand.run(command, move |done| {
            // Another question may lie in the dialog's place by now, or another project's list.
            let untold = self.report.try_set(Some(done)).flatten();
            if let Some(report) = untold
                && untrack(|| self.desk.console.profile()) == project
            {
                self.tell(&what, row, &report);
            }
        });
    }

    /// Tells in the frame how it came out, where nobody reads the report.
    fn tell(self, what: &str, row: IntegrationId, report: &DisconnectReport) {
        match text::disconnected(what, report) {
            Ok(words) => self.desk.console.tell(Notice {
                good: true,
                text: words,
                integration: Some(row),
            }),
            Err(fault) => self.desk.fault.set(Some(fault)),
        }
    }

    /// Whether switching off is the gentler way: it is what can be taken back.
    fn can_disable(self) -> bool {
        self.plan
            .with(|plan| plan.as_ref().is_some_and(|plan| plan.can_withdraw))
    }

    fn disable(self) {
        let Some(plan) = self.plan.get_untracked() else {
            return;
        };
        let reason = self.reason.get_untracked().trim().to_owned();
        let row = plan.integration;
        let turn = self.desk.overlay_later();
        // No disconnect, so the dialog can be left while it runs.
        switch(self.desk, self.disabling, row, false, reason, move || {
            turn(None);
        });
    }

    fn title(self) -> String {
        if self.is_told() {
            return "How the disconnect came out".to_owned();
        }
        self.plan.with(|plan| match plan {
            Some(plan) => format!("Disconnect {} for {}?", plan.toolkit_name, plan.tenant_name),
            None => "Disconnect?".to_owned(),
        })
    }
}

/// The question.
#[component]
pub(crate) fn ConfirmDisconnect(integration: IntegrationId) -> impl IntoView {
    let draft = Draft::new();
    draft.load(integration);
    // What runs cannot be stopped, and who leaves it does not see how it came out.
    let close = Callback::new(move |()| {
        if !untrack(|| draft.is_running()) {
            draft.desk.overlay.set(None);
        }
    });
    dom::refocus(move || draft.is_told(), || ".dialog [data-autofocus]");
    view! {
        <Dialog
            labelled_by="disconnect-title"
            described_by="disconnect-meant disconnect-body"
            test="confirm-disconnect"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="disconnect-title">{move || draft.title()}</h2>
                <Meant id="disconnect-meant" />
            </div>
            <Body class="dialog__b" id="disconnect-body">
                {move || {
                    let fault = draft.errand.fault.get().or_else(|| draft.disabling.fault.get());
                    fault.map(|fault| view! { <FaultNote fault /> })
                }}
                {move || match (draft.report.get(), draft.plan.get()) {
                    (Some(report), _) => view! { <Report report /> }.into_any(),
                    (None, Some(plan)) => view! { <Question plan draft /> }.into_any(),
                    (None, None) => view! { <Loading draft /> }.into_any(),
                }}
            </Body>
            <Foot draft close />
        </Dialog>
    }
}

#[component]
fn Loading(draft: Draft) -> impl IntoView {
    view! {
        <Show when=move || draft.errand.busy.get()>
            <p class="muted" role="status">
                "Reading what would stop…"
            </p>
        </Show>
    }
}
