//! Asking the core to do something: a button's busy state, its fault, and what each
//! action of a row means.

use domain::IntegrationId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{
    CheckToken, Code, Command, Fault, IntegrationView, Reconnect, ResendLink, RowAction,
    SetEnabled, ShowIntegration,
};

use crate::bridge::{self, Asked, Reply};
use crate::desk::{Desk, Draft, Overlay};
use crate::dom;
use crate::parts::{Gate, Retry};

/// One thing at a time that was asked of the core.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errand {
    pub(crate) busy: RwSignal<bool>,
    pub(crate) fault: RwSignal<Option<Fault>>,
    /// In whose frame a fault is told when whoever asked has left meanwhile.
    desk: Option<Desk>,
    /// Counts who it was for: an answer to an earlier one is nobody's here any more.
    turn: RwSignal<u32>,
}

impl Errand {
    pub(crate) fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            desk: use_context::<Desk>(),
            turn: RwSignal::new(0),
        }
    }

    /// An errand whose fault nobody has to know.
    pub(crate) fn unseen() -> Self {
        Self {
            desk: None,
            ..Self::new()
        }
    }

    /// Another one, which waits for nothing that this one waits for; its faults stand in the same
    /// place.
    pub(crate) fn beside(self) -> Self {
        Self {
            busy: RwSignal::new(false),
            turn: RwSignal::new(0),
            ..self
        }
    }

    /// It is for another row from now on: what the last one waits for holds this one up no more.
    pub(crate) fn restart(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
        self.busy.set(false);
        self.fault.set(None);
    }

    /// An errand whose faults are told in the frame.
    pub(crate) fn of_frame(desk: Desk) -> Self {
        Self {
            busy: RwSignal::new(false),
            fault: desk.fault,
            desk: None,
            turn: RwSignal::new(0),
        }
    }

    /// What trying it again is: the button waits as long as this does.
    pub(crate) fn again(self, press: Callback<()>) -> Retry {
        Retry::new(press, self.busy)
    }

    /// Asks, unless an answer is still out. A second press does nothing.
    pub(crate) fn run<C>(self, command: C, then: impl FnOnce(C::Reply) + 'static)
    where
        C: Command + Serialize + 'static,
        C::Reply: DeserializeOwned,
    {
        self.run_or(command, then, |_| {});
    }

    /// The same, and says when it failed. The fault is shown either way.
    pub(crate) fn run_or<C>(
        self,
        command: C,
        then: impl FnOnce(C::Reply) + 'static,
        or: impl FnOnce(&Fault) + 'static,
    ) where
        C: Command + Serialize + 'static,
        C::Reply: DeserializeOwned,
    {
        self.wait(
            Box::new(move || bridge::ask(&command)),
            read_then(then),
            Box::new(or),
        );
    }

    /// Its fault, also while it is tried again: the button that was pressed is in that note.
    pub(crate) fn told(self) -> Memo<Option<Fault>> {
        Memo::new(move |before: Option<&Option<Fault>>| {
            let (now, busy) = (self.fault.get(), self.busy.get());
            now.or_else(|| before.filter(|_| busy).cloned().flatten())
        })
    }

    /// Asks for what only an admin may do; says why not where the gate is shut.
    pub(crate) fn run_as_admin<C>(
        self,
        gate: Gate,
        command: C,
        then: impl FnOnce(C::Reply) + 'static,
    ) where
        C: Command + Serialize + 'static,
        C::Reply: DeserializeOwned,
    {
        self.run_as_admin_or(gate, command, then, |_| {});
    }

    /// The same, and says when it failed.
    pub(crate) fn run_as_admin_or<C>(
        self,
        gate: Gate,
        command: C,
        then: impl FnOnce(C::Reply) + 'static,
        or: impl FnOnce(&Fault) + 'static,
    ) where
        C: Command + Serialize + 'static,
        C::Reply: DeserializeOwned,
    {
        match gate.permit() {
            Ok(permit) => self.wait(
                Box::new(move || bridge::ask_as_admin(permit, &command)),
                read_then(then),
                Box::new(or),
            ),
            Err(why) => {
                or(&why);
                self.fault.set(Some(why));
            }
        }
    }

    /// Once in the module, whatever is asked.
    fn wait(self, ask: Box<dyn FnOnce() -> Asked>, then: Then, or: Box<dyn FnOnce(&Fault)>) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        let Some(turn) = self.turn.try_get_untracked() else {
            return;
        };
        let project = self
            .desk
            .and_then(|desk| untrack(|| desk.console.profile()));
        self.busy.set(true);
        self.fault.set(None);
        let answer = ask();
        spawn_local(async move {
            let answer = answer.await;
            // The view may be gone by now, or be another row's.
            let has_left = self.turn.try_get_untracked() != Some(turn) || self.fault.is_disposed();
            if !has_left {
                self.busy.set(false);
            }
            let Err(fault) = answer.and_then(then) else {
                return;
            };
            or(&fault);
            match self.desk {
                // Another project's is told nowhere in this one. Where none is open any more, it may
                // be why.
                Some(desk) if has_left => {
                    let now = untrack(|| desk.console.profile());
                    if now.is_none() || now == project {
                        desk.fault.set(Some(fault));
                    }
                }
                _ => {
                    let _ = self.fault.try_set(Some(fault));
                }
            }
        });
    }
}

/// Closes what asked when the answer is there, unless that is gone by then: a project that was
/// deleted is told before its reply, and a person may have been quicker.
pub(crate) fn then_close<R: 'static>(close: Callback<()>) -> impl FnOnce(R) + 'static {
    move |_| {
        let _ = close.try_run(());
    }
}

/// What follows on a reply; a fault when it cannot be read.
type Then = Box<dyn FnOnce(Reply) -> Result<(), Fault>>;

fn read_then<R: DeserializeOwned>(then: impl FnOnce(R) + 'static) -> Then {
    Box::new(move |reply| {
        then(reply.read()?);
        Ok(())
    })
}

/// What the one fix of a single row may be, by what the row allows.
pub(crate) const ON_ROW: &[RowAction] = &[
    RowAction::ShowAttempt,
    RowAction::Enable,
    RowAction::Reconnect,
    RowAction::Connect,
    RowAction::CheckToken,
];

/// How long a check is shown as running when no event ends it.
const CHECK_SHOWN: u64 = 30_000;

/// Why this cannot be done now. What needs no Composio always can.
pub(crate) fn off_because(desk: Desk, action: RowAction) -> Option<String> {
    let local = matches!(action, RowAction::ShowAttempt | RowAction::Remove);
    desk.off_because().filter(|_| !local)
}

/// Does what a button or key of a row says.
pub(crate) fn act(desk: Desk, errand: Errand, integration: IntegrationId, action: RowAction) {
    act_in_turn(desk, errand, integration, action, desk.overlay_later());
}

/// The same where the core was asked something first: `open` is of the moment of the press, so that
/// what is opened does not take the place of what a person opened since.
pub(crate) fn act_in_turn(
    desk: Desk,
    errand: Errand,
    integration: IntegrationId,
    action: RowAction,
    open: impl FnOnce(Option<Overlay>) -> bool + 'static,
) {
    if let Some(why) = off_because(desk, action) {
        // Where its other faults are told: the frame lies under a sheet.
        let why = Fault::new(Code::ComposioUnreachable, why);
        let _ = errand.fault.try_set(Some(why));
        return;
    }
    match action {
        RowAction::Connect => errand.run(ShowIntegration { integration }, move |view| {
            open(Some(Overlay::Connect(draft_of(&view))));
        }),
        RowAction::Reconnect => errand.run(Reconnect { integration }, move |attempt| {
            open(Some(Overlay::Trip(Box::new(attempt))));
        }),
        RowAction::SendLink => errand.run(ResendLink { integration }, move |attempt| {
            open(Some(Overlay::Trip(Box::new(attempt))));
        }),
        RowAction::ShowAttempt => {
            if let Some(attempt) = desk.attempt_of(&integration) {
                open(Some(Overlay::Trip(Box::new(attempt))));
            }
        }
        RowAction::CheckToken => check_token(desk, errand, integration),
        RowAction::Enable => switch(desk, errand, integration, true, String::new(), || {}),
        RowAction::Disable => {
            open(Some(Overlay::Disable(integration)));
        }
        RowAction::Disconnect => {
            open(Some(Overlay::Disconnect(integration)));
        }
        RowAction::Remove => {
            open(Some(Overlay::Remove(integration)));
        }
    }
}

/// Switches an account on or off, and shows what the read afterwards said.
pub(crate) fn switch(
    desk: Desk,
    errand: Errand,
    integration: IntegrationId,
    enabled: bool,
    reason: String,
    then: impl FnOnce() + 'static,
) {
    let asked = integration.clone();
    desk.said.set(None);
    let command = SetEnabled {
        integration,
        enabled,
        reason,
    };
    errand.run(command, move |receipt| {
        desk.tell(asked, receipt.said);
        then();
    });
}

/// What is known of a connection that a row is to get.
pub(crate) fn draft_of(view: &IntegrationView) -> Draft {
    Draft {
        row: Some(view.row.id.clone()),
        user: Some(view.user.clone()),
        tenant: Some(view.row.tenant.clone()),
        tenant_name: Some(view.row.tenant_name.clone()),
        toolkit: Some(view.row.toolkit.clone()),
        auth_config: Some(view.auth_config.clone()),
    }
}

fn check_token(desk: Desk, errand: Errand, integration: IntegrationId) {
    let id = integration.clone();
    if desk
        .checking
        .with_untracked(|checking| checking.contains_key(&id))
    {
        return;
    }
    // A check holds nobody up: what it found may be acted on before its own answer is here.
    let own = Errand::unseen();
    let project = untrack(|| desk.console.profile());
    let begun = dom::now();
    desk.checking.update(|checking| {
        checking.insert(id.clone(), begun);
    });
    let (asked, failed) = (id.clone(), id.clone());
    desk.said.set(None);
    // The result arrives as an event; the reply, a fault or silence end the wait as well.
    own.run_or(
        CheckToken { integration },
        move |receipt| {
            desk.checked(&asked);
            desk.tell(asked, receipt.said);
        },
        move |fault| {
            desk.checked(&failed);
            // Beside another row it would look like that one's, and so would another project's here.
            let is_open = desk.row.with_untracked(|row| row.as_ref() == Some(&failed));
            // The row stays chosen where its pane went with the screen.
            let left = !is_open || errand.fault.try_set(Some(fault.clone())).is_some();
            let now = untrack(|| desk.console.profile());
            if left && (now.is_none() || now == project) {
                desk.fault.set(Some(fault.clone()));
            }
        },
    );
    // By then it may be another check that is shown.
    dom::after(CHECK_SHOWN, move || {
        let held = desk
            .checking
            .with_untracked(|checking| checking.get(&id).copied());
        if held == Some(begun) {
            desk.checked(&id);
        }
    });
}

/// Does what a key says, on a row whose pane may not be open: the first of `actions`
/// that the row allows now.
pub(crate) fn act_by_key(
    desk: Desk,
    errand: Errand,
    integration: &IntegrationId,
    actions: &'static [RowAction],
) {
    let asked = integration.clone();
    let open = desk.overlay_later();
    errand.run(
        ShowIntegration {
            integration: integration.clone(),
        },
        move |view| {
            let allowed = actions.iter().find(|action| view.actions.contains(action));
            if let Some(action) = allowed {
                act_in_turn(desk, errand, asked, *action, open);
            }
        },
    );
}
