//! Changing the projects of this desk: naming and marking one, forgetting its key,
//! deleting it with its data. Each is audited on the desk, which outlives them.

use std::path::Path;

use domain::ProfileId;
use store::{AuthDefault, Change, ProfileRecord, ProfileSettings};
use wire::{
    Colour, DeleteProfile, EditProfile, Fault, ForgetKey, Handle, ImportEnv, ProfileView,
    ProjectSettings, Receipt, SaveApiKey,
};

use crate::audit::Deed;
use crate::core::App;
use crate::desk_deed::DeskDeed;
use crate::error::Error;
use crate::key_probe;
use crate::named::no_credential;
use crate::partly;

/// A name as it is kept.
pub(crate) fn clean_name(name: &str) -> String {
    let shown = name.trim().chars().filter(|c| !c.is_control());
    shown.take(60).collect()
}

/// What a person chose, as it is kept.
pub(crate) fn kept(settings: ProjectSettings) -> Result<ProfileSettings, Error> {
    if settings
        .wait_seconds
        .is_some_and(|wait| !(5..=900).contains(&wait))
    {
        return Err(Error::Input(
            "The wait in the foreground takes 5 to 900 seconds. Nothing changed.",
        ));
    }
    Ok(ProfileSettings {
        colour: settings.colour.as_str().to_owned(),
        wait_seconds: settings.wait_seconds,
    })
}

/// The same for the window.
pub(crate) fn shown(settings: &ProfileSettings) -> ProjectSettings {
    ProjectSettings {
        colour: Colour::parse(&settings.colour),
        wait_seconds: settings.wait_seconds,
    }
}

/// What is not the same in the two, a line each.
fn difference(before: &ProfileRecord, after: &ProfileRecord) -> (String, String) {
    let told = |it: &ProfileRecord| {
        let marked = if it.production { "yes" } else { "no" };
        let wait = it.settings.wait_seconds;
        let wait = wait.map_or_else(|| "as usual".to_owned(), |wait| format!("{wait} s"));
        [
            format!("Name: {}", it.name),
            format!("Production: {marked}"),
            format!("Colour: {}", it.settings.colour),
            format!("Wait in the foreground: {wait}"),
        ]
    };
    let both = told(before).into_iter().zip(told(after));
    let (was, is): (Vec<_>, Vec<_>) = both.filter(|(was, is)| was != is).unzip();
    (was.join("\n"), is.join("\n"))
}

impl App {
    pub(crate) fn profile(&self, id: &ProfileId) -> Result<ProfileRecord, Error> {
        let state = self.state();
        let known = state.profiles.iter().find(|profile| profile.id == *id);
        known.cloned().ok_or(Error::Input(
            "This project is not on this computer any more. Nothing changed.",
        ))
    }

    async fn edit_profile(&self, ask: EditProfile) -> Result<(), Fault> {
        let _one = self.0.switching.lock().await;
        let known = self.profile(&ask.profile)?;
        let name = clean_name(&ask.name);
        no_credential([name.as_str()])?;
        if name.is_empty() {
            return Err(Error::Input("A project needs a name. Nothing changed.").into());
        }
        let edited = ProfileRecord {
            name,
            production: ask.production && !known.demo,
            settings: kept(ask.settings)?,
            ..known.clone()
        };
        let (before, after) = difference(&known, &edited);
        let deed = DeskDeed::new("Change a project", &known.name).changing(before, after);
        let intent = self.intend_on_desk(&deed).await?;
        let done = self.save_on_desk(&edited).await;
        self.conclude_on_desk(&deed, intent, &done).await;
        done?;
        self.publish_snapshot();
        Ok(())
    }

    /// Writes a profile and shows it as it is now.
    async fn save_on_desk(&self, profile: &ProfileRecord) -> Result<(), Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        desk.save_profile(profile).await?;
        let profiles = desk.profiles().await?;
        self.state().profiles = profiles;
        Ok(())
    }

    async fn forget_key(&self, id: ProfileId) -> Result<(), Fault> {
        let (known, unasked) = {
            let _one = self.0.switching.lock().await;
            let known = self.profile(&id)?;
            let deed = DeskDeed::new("Forget an API key", &known.name);
            let intent = self.intend_on_desk(&deed).await?;
            let done = self.forget_key_now(&known).await;
            self.conclude_on_desk(&deed, intent, &done).await;
            (known, done?)
        };
        let open = self.state().workspace.clone();
        if open.is_some_and(|open| open.profile.id == id) {
            self.use_profile(Some(id)).await?;
        }
        self.publish_snapshot();
        if let Some(why) = unasked {
            self.tell_of_unasked(&known, &why);
        }
        Ok(())
    }

    async fn forget_key_now(&self, known: &ProfileRecord) -> Result<Option<vault::Error>, Error> {
        let unasked = self.take_out(known).await?;
        self.state().keys.remove(&known.id);
        self.save_on_desk(&ProfileRecord {
            key_in_keyring: false,
            ..known.clone()
        })
        .await?;
        Ok(unasked)
    }

    async fn delete_profile(&self, ask: DeleteProfile) -> Result<(), Fault> {
        let _one = self.0.switching.lock().await;
        let known = self.profile(&ask.profile)?;
        if ask.typed.trim() != known.name {
            return Err(Error::Input(
                "What was typed is not the name of the project. Nothing was deleted.",
            )
            .into());
        }
        let deed = DeskDeed::new("Delete a project from this computer", &known.name);
        let intent = self.intend_on_desk(&deed).await?;
        let done = self.delete_now(&known).await;
        self.conclude_on_desk(&deed, intent, &done).await;
        // Also where it failed half-way: what was open may be closed by then.
        self.publish_snapshot();
        if let Some(why) = done? {
            self.tell_of_unasked(&known, &why);
        }
        Ok(())
    }

    /// The key first: while the keyring does not let go of it, nothing is deleted. The
    /// row last: what a crash leaves half done can be deleted again.
    async fn delete_now(&self, known: &ProfileRecord) -> Result<Option<vault::Error>, Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        let unasked = self.take_out(known).await?;
        let open = self.state().workspace.clone();
        if open.is_some_and(|open| open.profile.id == known.id) {
            self.leave().await;
            desk.set_setting("last_profile", "").await?;
        }
        delete_files(&self.store_path(&known.id)).map_err(|_| {
            Error::Input("The files of the project could not all be deleted. Try again.")
        })?;
        desk.set_setting(&key_probe::setting(&known.id), "").await?;
        self.forget_network(&known.id).await?;
        desk.delete_profile(&known.id).await?;
        let profiles = desk.profiles().await?;
        let mut state = self.state();
        state.keys.remove(&known.id);
        state.profiles = profiles;
        Ok(unasked)
    }

    async fn import_env(&self, ask: ImportEnv) -> Result<ProfileView, Fault> {
        let settings = kept(ProjectSettings {
            colour: Colour::None,
            wait_seconds: ask.wait_seconds,
        })?;
        let connecting = Change {
            allow_multiple: ask.allow_multiple,
            auth_defaults: ask
                .defaults
                .into_iter()
                .map(|(toolkit, auth_config)| AuthDefault {
                    toolkit,
                    tenant: None,
                    auth_config: Some(auth_config),
                })
                .collect(),
            ..Change::default()
        };
        let ask = SaveApiKey {
            name: ask.name,
            base_url: ask.base_url,
            key: ask.key,
            production: ask.production,
            memory_only: ask.memory_only,
            profile: None,
            network: ask.network,
        };
        let added = self.save_key_with(ask, Some(settings)).await;
        if connecting == Change::default() {
            return added;
        }
        let view = match added {
            Ok(view) => view,
            Err(why) => return Err(self.also_unset(&why)),
        };
        let set = self.set_up(&view.id, &connecting).await;
        set.map_err(partly::unset)?;
        Ok(view)
    }

    /// The same where nothing of connecting could be taken over, and told in the frame as well.
    fn also_unset(&self, why: &Fault) -> Fault {
        let told = partly::and_unset(why.clone());
        let in_frame = self.state().trouble.as_ref() == Some(why);
        if in_frame {
            self.state().trouble = Some(told.clone());
            self.publish_snapshot();
        }
        told
    }

    /// Takes over how connecting is set up.
    async fn set_up(&self, project: &ProfileId, connecting: &Change) -> Result<(), Fault> {
        let open = self.state().workspace.clone();
        // Another one may have been opened meanwhile, and is not to get it.
        let workspace = open
            .filter(|open| open.profile.id == *project)
            .ok_or(Error::Input("The project was closed meanwhile."))?;
        let deed = Deed::to("From a .env file", "Change a setting");
        let change = Change {
            audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
            ..connecting.clone()
        };
        workspace.settle(|_| Ok(change.clone())).await?;
        Ok(())
    }
}

/// The database, what SQLite put beside it, and the copies from before migrations.
pub(crate) fn delete_files(database: &Path) -> std::io::Result<()> {
    let (Some(directory), Some(name)) = (database.parent(), database.file_name()) else {
        return Ok(());
    };
    let name = name.to_string_lossy();
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&*name) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

impl Handle<EditProfile> for App {
    async fn handle(&self, ask: EditProfile) -> Result<Receipt, Fault> {
        self.edit_profile(ask).await.map(|()| Receipt::default())
    }
}

impl Handle<ForgetKey> for App {
    async fn handle(&self, ask: ForgetKey) -> Result<Receipt, Fault> {
        self.forget_key(ask.profile)
            .await
            .map(|()| Receipt::default())
    }
}

impl Handle<DeleteProfile> for App {
    async fn handle(&self, ask: DeleteProfile) -> Result<Receipt, Fault> {
        self.delete_profile(ask).await.map(|()| Receipt::default())
    }
}

impl Handle<ImportEnv> for App {
    async fn handle(&self, ask: ImportEnv) -> Result<ProfileView, Fault> {
        self.import_env(ask).await
    }
}
