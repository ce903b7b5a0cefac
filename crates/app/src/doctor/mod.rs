//! The connectivity doctor: goes the way to Composio step by step and says where it
//! ends. It only reads, and needs neither a network nor a key to say so.

mod steps;

pub(crate) use self::steps::why_unreached;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use domain::ProfileId;
use tokio::sync::Notify;
use wire::{
    CallDoctor, Checkup, CheckupView, DoctorView, Event, Fault, Handle, Receipt, StopDoctor,
    Verdict,
};

use self::steps::{Finding, Visit};
use crate::core::App;
use crate::error::Error;

/// At most one visit at a time; each is stopped by a bell of its own.
#[derive(Default)]
pub(crate) struct Doctor(Mutex<Option<Arc<Notify>>>);

impl Doctor {
    /// The bell of a new visit, where none goes on.
    fn begin(&self) -> Option<Arc<Notify>> {
        let mut goes_on = self.of_now();
        match *goes_on {
            Some(_) => None,
            None => Some(Arc::clone(goes_on.insert(Arc::default()))),
        }
    }

    /// Ends the visit that goes on, where one does.
    pub(crate) fn stop(&self) {
        if let Some(bell) = &*self.of_now() {
            bell.notify_one();
        }
    }

    fn is_over(&self) {
        *self.of_now() = None;
    }

    fn of_now(&self) -> MutexGuard<'_, Option<Arc<Notify>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handle<CallDoctor> for App {
    async fn handle(&self, _: CallDoctor) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        let network = self.network_of(&workspace.profile.id).await?;
        let Some(stop) = self.0.doctor.begin() else {
            return Err(Error::Input("The checks are running already.").into());
        };
        // It may have been left while its network was read.
        let open = self.state().workspace.clone();
        if !open.is_some_and(|open| Arc::ptr_eq(&open, &workspace)) {
            stop.notify_one();
        }
        let visit = Visit::new(&workspace, &network);
        let of = workspace.profile.id.clone();
        let app = self.clone();
        // Not of the workspace: closing that must still end the visit with a word.
        tokio::spawn(async move {
            app.examine(visit, &of, &stop).await;
            app.0.doctor.is_over();
        });
        Ok(Receipt::default())
    }
}

impl Handle<StopDoctor> for App {
    async fn handle(&self, _: StopDoctor) -> Result<Receipt, Fault> {
        self.0.doctor.stop();
        Ok(Receipt::default())
    }
}

impl App {
    async fn examine(&self, mut visit: Visit, of: &ProfileId, stop: &Notify) {
        let mut view = DoctorView {
            running: true,
            stopped: false,
            checks: Checkup::ALL.map(CheckupView::waiting).to_vec(),
        };
        let stop = stop.notified();
        tokio::pin!(stop);
        for at in 0..view.checks.len() {
            view.checks[at].verdict = Verdict::Running;
            self.tell_doctor(of, &view);
            let begun = Instant::now();
            let check = view.checks[at].of;
            tokio::select! {
                biased;
                () = &mut stop => {
                    view.stopped = true;
                    view.checks[at] = CheckupView::waiting(check);
                    break;
                }
                finding = visit.check(check) => {
                    let took = begun.elapsed().as_millis();
                    view.checks[at] = shown(check, finding, u32::try_from(took).ok());
                }
            }
        }
        view.running = false;
        tracing::info!(
            good = view
                .checks
                .iter()
                .filter(|it| it.verdict == Verdict::Good)
                .count(),
            bad = view
                .checks
                .iter()
                .filter(|it| it.verdict == Verdict::Bad)
                .count(),
            stopped = view.stopped,
            "the way to Composio was checked"
        );
        self.tell_doctor(of, &view);
    }

    /// In the window of another project it would be taken for that one's way.
    fn tell_doctor(&self, of: &ProfileId, view: &DoctorView) {
        let open = self.state().workspace.clone();
        if open.is_some_and(|open| open.profile.id != *of) {
            return;
        }
        let hub = Arc::clone(&self.0.hub);
        hub.publish(&Event::Doctor(Box::new(view.clone())));
    }
}

fn shown(of: Checkup, finding: Finding, took_millis: Option<u32>) -> CheckupView {
    let (verdict, said, fix) = match finding {
        Finding::Good(said) => (Verdict::Good, said, None),
        Finding::Bad(said, fix) => (Verdict::Bad, said, Some(fix)),
        Finding::Unknown(said) => (Verdict::Unknown, said, None),
    };
    CheckupView {
        of,
        verdict,
        said,
        fix,
        took_millis,
    }
}
