//! Workspaces: making one from a key, opening the demo, switching. A key is tested
//! live before anything is stored, and stored only in the keyring or, when a person
//! says so, in memory until the app closes.

use std::path::PathBuf;
use std::sync::Arc;

use composio::{Client, Generation};
use domain::ProfileId;
use store::{CallbackWay, Desk, ProfileRecord, ProfileSettings, Store};
use url::Url;
use wire::{DemoSize, Fault, KeyPlace, ProfileView, SaveApiKey, Theme};

use crate::absorb::fresh_id;
use crate::core::{App, profile_view, theme_text};
use crate::error::Error;
use crate::host::DemoServer;
use crate::host_clock::HostClock;
use crate::keys::Typed;
use crate::named::no_credential;
use crate::network::Network;
use crate::projects::{clean_name, delete_files};
use crate::workspace::{Opening, Workspace};
use crate::{partly, project, recover, rescue, sync};

/// Composio's public origin.
const PUBLIC: &str = "https://backend.composio.dev";

/// Takes up what was under way in a workspace that has its key, and starts reading.
async fn begin_work(workspace: &Arc<Workspace>) -> Result<(), Error> {
    // What was under way is asked for at once, and no server that is older knows the newer way.
    sync::speak_as_before(workspace).await?;
    recover::recover(workspace).await?;
    workspace.spawn(sync::run(Arc::clone(workspace)));
    workspace.spawn(project::watch(Arc::clone(workspace)));
    Ok(())
}

impl App {
    pub(crate) fn desk(&self) -> Result<&Desk, Fault> {
        self.0.desk.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn store_path(&self, id: &ProfileId) -> PathBuf {
        self.0
            .config
            .home
            .join("workspaces")
            .join(format!("{id}.db"))
    }

    /// Opens a demo workspace afresh.
    pub(crate) async fn open_demo(&self, size: DemoSize) -> Result<(), Fault> {
        let _one = self.0.switching.lock().await;
        let desk = self.desk()?;
        let demo = self.0.host.start_demo(size).await.map_err(Error::Demo)?;
        let id = ProfileId::parse(size.profile()).map_err(|_| Error::NoWorkspace)?;
        let path = self.store_path(&id);
        let profile = ProfileRecord {
            id,
            name: match size {
                DemoSize::Small => "Demo workspace",
                DemoSize::Large => "Large demo",
            }
            .to_owned(),
            base_url: demo.base_url(),
            production: false,
            demo: true,
            key_in_keyring: false,
            callback: CallbackWay::DeepLink,
            created_at: self.0.host.now(),
            settings: ProfileSettings::default(),
        };
        desk.save_profile(&profile).await.map_err(Error::from)?;
        // Where it does not open, whoever tries again must find it.
        self.list(&profile);
        let client = Network::default().client(self.clock(), &profile.base_url, demo.api_key())?;
        // From here on nothing fails without the window being told that another is open, or none.
        self.move_on().await;
        // What cannot be taken away is refused by the opening.
        let _ = delete_files(&path);
        self.enter(profile, KeyPlace::BuiltIn, Some(client), Some(demo))
            .await
    }

    /// Tests a key live, keeps it, and opens its workspace.
    pub(crate) async fn save_api_key(&self, ask: SaveApiKey) -> Result<ProfileView, Fault> {
        self.save_key_with(ask, None).await
    }

    /// The same, with what else a person chose for the workspace.
    pub(crate) async fn save_key_with(
        &self,
        ask: SaveApiKey,
        settings: Option<ProfileSettings>,
    ) -> Result<ProfileView, Fault> {
        let _one = self.0.switching.lock().await;
        let choice = ask.network.clone();
        let (mut profile, key) = self.described(ask)?;
        if let Some(settings) = settings {
            profile.settings = settings;
        }
        let network = match choice {
            Some(choice) => self.chosen_network(choice, &profile.id).await?,
            None => self.network_of(&profile.id).await?,
        };
        let tested = network.client(self.clock(), &profile.base_url, key.secret.clone())?;
        let generation = tested.detect_generation().await.map_err(Error::from)?;
        let client = tested.with_generation(generation);
        let before = self.profile(&profile.id).ok();
        let twin = match before {
            Some(_) => {
                self.may_replace(&profile.id, &client).await?;
                None
            }
            None => self.twin_of(&profile, &client).await,
        };
        let placed = self
            .keep_on_record(before.as_ref(), &profile, &network, key)
            .await?;
        let view = profile_view(&profile, placed.place);
        self.move_on().await;
        if before.is_some()
            && let Err(error) = self.forget_readings(&profile.id, generation).await
        {
            let why = partly::unopened(true, error.into());
            return self.came_of(profile.id, Err(why)).map(|()| view);
        }
        let entered = self
            .try_enter(profile.clone(), placed.place, Some(client), None)
            .await
            .map_err(|why| partly::unopened(before.is_some(), why));
        let entered = self.came_of(profile.id.clone(), entered);
        // After the snapshot of another project, which takes every notice away.
        if let Some(why) = &placed.left {
            self.tell_of_left(&profile, why);
        }
        if let Some(name) = &twin {
            self.tell_of_twin(name);
        }
        entered?;
        self.rescue_is_shown().await;
        Ok(view)
    }

    /// What was read with the key before may differ from what this one may read: all is read
    /// again. What the server was found to speak just now is kept.
    async fn forget_readings(
        &self,
        profile: &ProfileId,
        generation: Generation,
    ) -> Result<(), Error> {
        let store = match Store::open(&self.store_path(profile)).await {
            // It is put aside as soon as it is opened, and then everything is read anew.
            Err(store::Error::Corrupt { .. }) => return Ok(()),
            opened => opened?,
        };
        let mut kept = sync::forget(&store).await;
        if kept.is_ok() {
            kept = sync::remember(&store, generation).await;
        }
        store.close().await;
        kept
    }

    /// Checks what was typed, and makes or finds the profile it is for.
    fn described(&self, ask: SaveApiKey) -> Result<(ProfileRecord, Typed), Error> {
        let typed = ask.base_url.trim();
        let address = if typed.is_empty() { PUBLIC } else { typed };
        let base = Url::parse(address).map_err(|_| {
            Error::Input(
                "The address of Composio is not one. It looks like https://backend.composio.dev.",
            )
        })?;
        let base_url = base.origin().ascii_serialization();
        let known = match &ask.profile {
            None => None,
            Some(id) => Some(self.renewed(id, typed, &base_url)?),
        };
        let name = match ask.name.trim() {
            "" => base.host_str().unwrap_or("Composio").to_owned(),
            name => clean_name(name),
        };
        no_credential([name.as_str()])?;
        let profile = match known {
            Some(known) => ProfileRecord {
                key_in_keyring: !ask.memory_only,
                ..known
            },
            None => ProfileRecord {
                id: ProfileId::parse(fresh_id()).map_err(|_| Error::NoWorkspace)?,
                name,
                base_url,
                production: ask.production,
                demo: false,
                key_in_keyring: !ask.memory_only,
                callback: CallbackWay::DeepLink,
                created_at: self.0.host.now(),
                settings: ProfileSettings::default(),
            },
        };
        Ok((
            profile,
            Typed {
                secret: ask.key.into_secret(),
                memory_only: ask.memory_only,
            },
        ))
    }

    /// The project whose key is replaced. A key never goes to another address than
    /// the one that is shown, nor to the demo's port, which may be anybody's by now.
    fn renewed(&self, id: &ProfileId, typed: &str, base_url: &str) -> Result<ProfileRecord, Error> {
        let state = self.state();
        let known = state.profiles.iter().find(|profile| profile.id == *id);
        let known = known.filter(|profile| !profile.demo).ok_or(Error::Input(
            "The project whose key was to be replaced is not there. Add it as a new one.",
        ))?;
        if !typed.is_empty() && known.base_url != base_url {
            return Err(Error::Input(
                "The address differs from the project's own. Add it as a new project.",
            ));
        }
        Ok(known.clone())
    }

    /// Opens a workspace that exists, or none.
    pub(crate) async fn use_profile(&self, id: Option<ProfileId>) -> Result<(), Fault> {
        let Some(id) = id else {
            let _one = self.0.switching.lock().await;
            self.leave().await;
            self.opened();
            return Ok(());
        };
        let profile = self
            .state()
            .profiles
            .iter()
            .find(|profile| profile.id == id)
            .cloned();
        let profile = profile.ok_or(Error::NoWorkspace)?;
        if profile.demo {
            return self.open_demo(DemoSize::of(&id)).await;
        }
        self.use_project(profile).await
    }

    /// Closes what is open, for another that opens: what arrives waits for that.
    pub(crate) async fn move_on(&self) {
        self.state().opening = true;
        self.leave().await;
    }

    /// Closes what is open.
    pub(crate) async fn leave(&self) {
        let open = {
            let mut state = self.state();
            state.trouble = None;
            state.unopened = None;
            state.workspace.take()
        };
        self.0.hub.forget_unheard();
        if let Some(open) = open {
            // The window of the next project shows nothing of it, nor a way to stop it.
            self.0.doctor.stop();
            open.close().await;
        }
    }

    /// Opens a workspace in place of what was closed for it; whatever comes of it, nothing is on
    /// its way any more.
    pub(crate) async fn enter(
        &self,
        profile: ProfileRecord,
        key: KeyPlace,
        client: Option<Client>,
        demo: Option<Arc<dyn DemoServer>>,
    ) -> Result<(), Fault> {
        let id = profile.id.clone();
        let entered = self.try_enter(profile, key, client, demo).await;
        self.came_of(id, entered)
    }

    /// Tells what came of opening a workspace. What was open is closed for it, and with that the
    /// screen of whoever asked: why another one is not there stands where that one would be.
    pub(crate) fn came_of(&self, id: ProfileId, entered: Result<(), Fault>) -> Result<(), Fault> {
        if let Err(fault) = &entered {
            let mut state = self.state();
            state.trouble = Some(fault.clone());
            state.unopened = Some(id);
        }
        self.opened();
        entered
    }

    /// Opens a workspace and, where it has its key, begins to work in it. Nothing here waits
    /// for the network: what was read before is shown at once.
    async fn try_enter(
        &self,
        profile: ProfileRecord,
        key: KeyPlace,
        client: Option<Client>,
        demo: Option<Arc<dyn DemoServer>>,
    ) -> Result<(), Fault> {
        let desk = self.desk()?;
        self.recall_key_report(&profile.id).await;
        let path = self.store_path(&profile.id);
        let now = self.0.host.now();
        let (store, rescued) = rescue::open(&path, &profile.name, now).await?;
        // It is told whatever becomes of the rest.
        self.state().trouble.clone_from(&rescued);
        desk.set_setting("last_profile", profile.id.as_str())
            .await
            .map_err(Error::from)?;
        let profiles = desk.profiles().await.map_err(Error::from)?;
        let opening = |store| Opening {
            profile: profile.clone(),
            key,
            client: client.clone(),
            store,
            demo: demo.clone(),
            host: Arc::clone(&self.0.host),
            hub: Arc::clone(&self.0.hub),
            person: self.0.config.person.clone(),
        };
        match self
            .begin_in(opening(store.clone()), &profiles, rescued)
            .await
        {
            // The file is whole, and what is in it is not.
            Err(Error::Store(store::Error::Corrupt { .. })) => {}
            shown => return shown.map_err(Fault::from),
        }
        store.close().await;
        let (fresh, told) = rescue::rescue(&path, &profile.name, now).await?;
        self.state().trouble = Some(told.clone());
        let shown = self.begin_in(opening(fresh), &profiles, Some(told)).await;
        shown.map_err(Fault::from)
    }

    /// Shows a workspace and, where it has its key, begins to work in it.
    async fn begin_in(
        &self,
        opening: Opening,
        profiles: &[ProfileRecord],
        rescued: Option<Fault>,
    ) -> Result<(), Error> {
        let has_key = opening.client.is_some();
        let workspace = Workspace::open(opening).await?;
        {
            let mut state = self.state();
            state.profiles = profiles.to_vec();
            state.workspace = Some(Arc::clone(&workspace));
            state.trouble = rescued;
        }
        match has_key {
            true => self.work_in(&workspace).await,
            false => Ok(()),
        }
    }

    /// Begins to work in a workspace that is shown. Where that fails it is closed again: it would be
    /// told as open though nobody reads it, and who signs in there would not be known to be at it.
    pub(crate) async fn work_in(&self, workspace: &Arc<Workspace>) -> Result<(), Error> {
        let begun = begin_work(workspace).await;
        if begun.is_err() {
            self.leave().await;
        }
        begun
    }

    /// The host's clock, for a client of Composio.
    pub(crate) fn clock(&self) -> Arc<HostClock> {
        Arc::new(HostClock(Arc::clone(&self.0.host)))
    }

    /// Chooses the appearance.
    pub(crate) async fn set_theme(&self, theme: Theme) -> Result<(), Fault> {
        self.desk()?
            .set_setting("theme", theme_text(theme))
            .await
            .map_err(Error::from)?;
        self.state().theme = theme;
        self.publish_snapshot();
        Ok(())
    }
}
