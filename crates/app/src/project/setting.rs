//! Changing one setting of the project: audit, ask, read back; and the settings other
//! than masking as they stand.

use wire::{Fault, ProjectSetting, ProjectSettingsView, SetProjectSetting};

use super::{Values, read, read_back, refused, sending, settings, words};
use crate::audit::{Deed, Said, said};
use crate::deletion;
use crate::error::Error;
use crate::workspace::Workspace;

/// The settings as they stand now.
pub(crate) async fn show(workspace: &Workspace) -> Result<ProjectSettingsView, Error> {
    let _turn = workspace.project.turn.lock().await;
    let config = read(workspace).await?;
    let settings = settings::values(&config)
        .into_iter()
        .filter(|(setting, _)| *setting != ProjectSetting::Masking)
        .map(|(setting, value)| words::view(setting, &value))
        .collect();
    Ok(ProjectSettingsView {
        read_at: workspace.now(),
        settings,
        unknown: config.unknown_members,
    })
}

/// Changes a setting other than masking.
pub(crate) async fn set(
    workspace: &Workspace,
    ask: &SetProjectSetting,
) -> Result<ProjectSettingsView, Error> {
    if ask.setting == ProjectSetting::Masking {
        return Err(Error::Input(
            "Masking is switched where its effect is shown. Nothing changed.",
        ));
    }
    // What cannot be sent is said before anything is asked.
    settings::patch(ask.setting, &ask.to)?;
    let to = settings::tidy(ask.setting, &ask.to);
    let changed = {
        let _turn = workspace.project.turn.lock().await;
        let config = read(workspace).await?;
        let values = settings::values(&config);
        let now = values.get(&ask.setting).ok_or(Error::Input(
            "Composio does not tell of this setting for this project, so it cannot be changed here.",
        ))?;
        if *now != ask.from {
            return Err(Error::Input(
                "The setting was changed elsewhere meanwhile. Look at it again; nothing was sent.",
            ));
        }
        if *now != to {
            let on = to == settings::ON;
            let deed = Deed::to(
                workspace.profile.name.clone(),
                words::change(ask.setting, on),
            )
            .changing(
                &words::shown(ask.setting, now),
                &words::shown(ask.setting, &to),
            )
            .because(&ask.reason);
            change(workspace, ask.setting, &to, &deed).await?;
        }
        *now != to
    };
    let shown = show(workspace).await;
    match changed {
        true => shown.map_err(|error| error.after("The setting was changed at Composio")),
        false => shown,
    }
}

/// The write: intent, request, read back, outcome. For whoever has the turn. Gives
/// what was read back.
pub(super) async fn change(
    workspace: &Workspace,
    setting: ProjectSetting,
    value: &str,
    deed: &Deed,
) -> Result<Values, Error> {
    let client = workspace.client()?;
    let patch = settings::patch(setting, value)?;
    // As it is read back: words of Composio's are kept without what looks like a credential, and
    // the name of a picture may.
    let shown = composio::scrub(value);
    let value = shown.as_str();
    let intent = workspace.intend(deed).await?;
    let before = match sending(workspace, setting, value).await {
        Ok(before) => before,
        Err(error) => {
            let nothing = Said::from("nothing was sent".to_owned());
            workspace.concluded(deed, intent, nothing).await;
            return Err(error);
        }
    };
    let result = client.project_config().patch(&patch).await;
    let mut kept = Ok(());
    if matches!(&result, Err(error) if !error.outcome_unknown()) {
        kept = refused(workspace, setting, before).await;
    }
    let mut now = None;
    if let Ok(config) = client.project_config().get().await {
        kept = kept.and(read_back(workspace, &config).await);
        now = Some(settings::values(&config));
    }
    let stands = now
        .as_ref()
        .map(|now| now.get(&setting).is_some_and(|now| now == value));
    let (words, outcome) = judge(result, stands);
    workspace.concluded(deed, intent, words).await;
    outcome?;
    kept.map_err(|error| error.after("The setting was changed at Composio"))?;
    // What could not be read back was told as that.
    Ok(now.unwrap_or_default())
}

/// What came of it: Composio's answer, and what was read back after it.
fn judge(
    result: Result<composio::ProjectConfig, composio::Error>,
    stands: Option<bool>,
) -> (Said, Result<(), Error>) {
    let words = said(&result);
    match (result, stands) {
        (Ok(_), Some(true)) => (words, Ok(())),
        // Its word is not the fact. A later look finds it, and knows that it was ours.
        (Ok(answer), None) => {
            let (why, request) = (deletion::UNREAD, Some(answer.request_id));
            let words = Said::from(format!("unknown: {why}")).under(request.clone());
            (words, Err(Error::NotShown { why, request }))
        }
        (Ok(answer), Some(false)) => (
            Said::from("failed: Composio said yes, but still shows the old value".to_owned())
                .under(Some(answer.request_id)),
            Err(Error::NotDone(
                "Composio said that it changed the setting, but still shows the old value. Look again in a minute.",
            )),
        ),
        (Err(error), Some(true)) if error.outcome_unknown() => (
            Said::from("done, found when Composio was read again".to_owned()),
            Ok(()),
        ),
        (Err(error), Some(false)) if error.outcome_unknown() => (
            Said::from("failed: no answer came, and the old value still stands".to_owned()),
            Err(Error::NotDone(
                "No answer came from Composio, and read again it still shows the old value. It may yet change: look again in a minute.",
            )),
        ),
        (Err(error), _) => (words, Err(not_allowed(error))),
    }
}

/// The key could read a moment ago, so that it may not write is a matter of what it
/// is allowed.
fn not_allowed(error: composio::Error) -> Error {
    match error {
        composio::Error::Forbidden(_) | composio::Error::Unauthorized(_) => Error::KeyMayNot(error),
        other => other.into(),
    }
}

/// What a person reads when the key may not change settings.
pub(crate) fn key_may_not(error: &composio::Error) -> Fault {
    let status = if matches!(error, composio::Error::Unauthorized(_)) {
        401
    } else {
        403
    };
    Fault::new(
        wire::Code::ComposioForbidden,
        format!(
            "This API key may read the project's settings but not change them: Composio answered {status}. Nothing changed. Use a key with the permission to write project settings, or change it in Composio's dashboard."
        ),
    )
    .with_reference(error.request_id().map(str::to_owned))
    .with_details(crate::fault::chain(error))
}
