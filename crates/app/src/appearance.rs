//! How the window looks and listens, and the question before it closes.

use store::Desk;
use wire::{
    Appearance, Density, Event, Fault, Handle, Quit, Receipt, SetAppearance, Stay, UnderWay, Zoom,
};

use crate::core::App;
use crate::error::Error;

const DENSITY: &str = "density";
const ZOOM: &str = "zoom";
const SINGLE_KEYS: &str = "single_keys";

/// What was chosen last; whatever cannot be read is as if it had never been chosen.
pub(crate) async fn load(desk: &Desk) -> Appearance {
    let kept = async |name| desk.setting(name).await.ok().flatten();
    let density = kept(DENSITY).await;
    let zoom = kept(ZOOM).await.and_then(|zoom| zoom.parse::<u16>().ok());
    Appearance {
        density: Density::ALL
            .into_iter()
            .find(|known| Some(known.as_str()) == density.as_deref())
            .unwrap_or_default(),
        zoom: zoom.map(Zoom::from).unwrap_or_default(),
        single_keys: kept(SINGLE_KEYS).await.as_deref() != Some("off"),
    }
}

impl App {
    /// Shows the window at the size that was chosen last.
    pub fn dress(&self) {
        let zoom = self.state().appearance.zoom;
        if zoom != Zoom::default() {
            self.0.host.zoom(zoom.percent());
        }
    }

    /// The person wants to close the window. Says whether it may close at once; else the
    /// window asks first, because something goes on: sign-ins that are watched, or what ends
    /// with the app. Whoever wants to close it while it asks has answered.
    #[must_use]
    pub fn may_close(&self) -> bool {
        let under_way = self.under_way();
        let ask = {
            let mut state = self.state();
            let ask = !under_way.is_nothing() && !state.leaving;
            state.leaving = ask;
            ask
        };
        if ask {
            self.0.hub.publish(&Event::Leaving {
                under_way: Some(under_way),
            });
        }
        !ask
    }

    fn under_way(&self) -> UnderWay {
        let workspace = self.state().workspace.clone();
        workspace.map_or_else(UnderWay::default, |workspace| {
            let live = workspace.live();
            let open = live
                .values()
                .filter(|live| live.record.attempt.state.is_open());
            UnderWay {
                watched: u32::try_from(open.count()).unwrap_or(u32::MAX),
                cleanup: workspace.cleaning.left(),
                checks: workspace.checks.left(),
            }
        })
    }

    async fn set_appearance(&self, wanted: Appearance) -> Result<(), Fault> {
        let desk = self.0.desk.as_ref().map_err(Clone::clone)?;
        let zoom = wanted.zoom.percent().to_string();
        let keys = if wanted.single_keys { "on" } else { "off" };
        for (name, value) in [
            (DENSITY, wanted.density.as_str()),
            (ZOOM, zoom.as_str()),
            (SINGLE_KEYS, keys),
        ] {
            desk.set_setting(name, value).await.map_err(Error::from)?;
        }
        let before = std::mem::replace(&mut self.state().appearance, wanted);
        if before.zoom != wanted.zoom {
            self.0.host.zoom(wanted.zoom.percent());
        }
        self.publish_snapshot();
        Ok(())
    }
}

impl Handle<SetAppearance> for App {
    async fn handle(&self, ask: SetAppearance) -> Result<Receipt, Fault> {
        self.set_appearance(ask.appearance).await?;
        Ok(Receipt::default())
    }
}

impl Handle<Quit> for App {
    async fn handle(&self, _: Quit) -> Result<Receipt, Fault> {
        let UnderWay {
            watched,
            cleanup,
            checks,
        } = self.under_way();
        tracing::info!(
            watched,
            cleanup,
            checks,
            "closing; what is watched goes on at the next start, and nothing else does"
        );
        self.0.host.quit();
        Ok(Receipt::default())
    }
}

impl Handle<Stay> for App {
    async fn handle(&self, _: Stay) -> Result<Receipt, Fault> {
        self.state().leaving = false;
        self.0.hub.publish(&Event::Leaving { under_way: None });
        Ok(Receipt::default())
    }
}
