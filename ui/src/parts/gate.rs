//! What stands between a person and a control: their role, or Composio out of reach. A
//! control that has a gate is off while it is shut, says why, and is on again by itself.

use domain::Role;
use leptos::prelude::*;
use wire::{Code, Fault};

use super::busy_button::BusyButton;
use crate::act::Errand;
use crate::desk::{Desk, use_desk};

/// Whether an admin is at the desk.
pub(crate) fn is_admin(desk: Desk) -> bool {
    desk.console.frame.with(|frame| {
        frame
            .as_ref()
            .is_some_and(|frame| frame.access.role == Role::Admin)
    })
}

/// What has to be so before a control does anything. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Gate {
    desk: Desk,
    admin: bool,
    remote: bool,
}

/// That a control was pressed which is on for an admin only. An admin's command cannot be
/// sent without one: see [`crate::bridge::call_as_admin`].
pub(crate) struct Permit(());

impl Gate {
    /// For what only an admin may do.
    pub(crate) const fn admin(desk: Desk) -> Self {
        Self {
            desk,
            admin: true,
            remote: false,
        }
    }

    /// For what can always be done.
    pub(crate) const fn open(desk: Desk) -> Self {
        Self {
            desk,
            admin: false,
            remote: false,
        }
    }

    /// For what changes or asks something at Composio.
    pub(crate) const fn remote(desk: Desk) -> Self {
        Self {
            desk,
            admin: false,
            remote: true,
        }
    }

    /// For what only an admin may change at Composio.
    pub(crate) const fn admin_remote(desk: Desk) -> Self {
        Self {
            desk,
            admin: true,
            remote: true,
        }
    }

    /// Why the control is off now.
    pub(crate) fn off(self) -> Option<String> {
        self.shut().map(|fault| fault.message)
    }

    /// For `aria-disabled`.
    pub(crate) fn is_off(self) -> bool {
        self.off().is_some()
    }

    /// The same at this moment, without following.
    pub(crate) fn is_shut(self) -> bool {
        self.pass().is_err()
    }

    /// Whether it is open at this moment; else the reason, as a fault to be shown.
    pub(crate) fn pass(self) -> Result<(), Fault> {
        untrack(|| self.shut()).map_or(Ok(()), Err)
    }

    /// The same for an admin's command.
    pub(crate) fn permit(self) -> Result<Permit, Fault> {
        let role = Self {
            admin: true,
            ..self
        };
        role.pass().map(|()| Permit(()))
    }

    fn shut(self) -> Option<Fault> {
        if self.admin && !is_admin(self.desk) {
            return Some(Fault::new(
                Code::RoleRefused,
                "Only an admin can do this. Unlock admin first.",
            ));
        }
        let why = self.remote.then(|| self.desk.off_because()).flatten()?;
        Some(Fault::new(Code::ComposioUnreachable, why))
    }
}

/// A button with a gate before it.
#[component]
pub(crate) fn GateButton(
    gate: Gate,
    test: &'static str,
    #[prop(default = "btn")] class: &'static str,
    /// Shown as busy while its answer is out; takes the reason when what is off is pressed.
    #[prop(optional)]
    errand: Option<Errand>,
    /// Of several with one errand: the hook of the one that was pressed. It alone is shown as busy,
    /// and the others are off meanwhile.
    #[prop(optional)]
    among: Option<RwSignal<&'static str>>,
    /// The same for a list, whose buttons have one hook: whether this is the one that was pressed.
    #[prop(default = Signal::derive(|| true))]
    pressed: Signal<bool>,
    /// Whether there is something to do at all.
    #[prop(default = Signal::derive(|| true))]
    ready: Signal<bool>,
    /// Takes the focus in a dialog.
    #[prop(optional)]
    autofocus: bool,
    /// What it does, where the label does not say it.
    #[prop(optional)]
    title: Option<&'static str>,
    /// Its name for whoever cannot see what stands beside it; begins with the label.
    #[prop(optional)]
    name: Option<String>,
    on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    let desk = use_desk();
    let out = Memo::new(move |_| errand.is_some_and(|errand| errand.busy.get()));
    let is_mine = move || among.is_none_or(|among| among.get() == test) && pressed.get();
    let busy = Memo::new(move |_| out.get() && is_mine());
    let is_ready = move || ready.get() && (!out.get() || is_mine());
    let press = Callback::new(move |()| match gate.pass() {
        Ok(()) if untrack(is_ready) => {
            if let Some(among) = among {
                among.set(test);
            }
            on_press.run(());
        }
        Ok(()) => {}
        Err(why) => {
            let told = errand.map_or(desk.fault, |errand| errand.fault);
            told.set(Some(why));
        }
    });
    let off = Signal::derive(move || gate.is_off() || !is_ready());
    let title = Signal::derive(move || gate.off().or_else(|| title.map(str::to_owned)));
    view! {
        <BusyButton busy off test class title name=name autofocus on_press=press>
            {children()}
        </BusyButton>
    }
}
