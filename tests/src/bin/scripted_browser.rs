//! `scripted-browser DIRECTORY URL`: the default browser of a desk. It does what the script in
//! DIRECTORY says and writes there where it has been.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use e2e::{Answer, Decision, Field, Form, Http, Script, Visit, forms, record_visit};
use url::Url;

/// More pages than any sign-in has.
const MOST_PAGES: usize = 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().context("no directory")?);
    let url = arguments.next().context("no address")?;
    let script = Script::read(&directory)?;
    let url: Url = url.parse()?;
    let done = browse(&directory, &script, url.clone()).await;
    if let Err(error) = &done {
        note(&directory, &url, 0, format!("error: {error:#}"))?;
    }
    done
}

async fn browse(directory: &Path, script: &Script, mut url: Url) -> Result<()> {
    let http = Http::new();
    if script.decision == Decision::Away {
        return note(directory, &url, 0, "nobody looks".to_owned());
    }
    let mut form: Option<Vec<(String, String)>> = None;
    for _ in 0..MOST_PAGES {
        if !matches!(url.scheme(), "http" | "https") {
            note(directory, &url, 0, "handed to the desktop".to_owned())?;
            return hand_over(script, &url);
        }
        let answer = match form.take() {
            Some(fields) => http.post_form(&url, &fields).await?,
            None => http.get(&url).await?,
        };
        note(directory, &url, answer.status, heading(&answer.body))?;
        if let Some(next) = answer.location {
            url = next;
        } else if script.decision == Decision::Nothing {
            return Ok(());
        } else if let Some((next, fields)) = fill_in(script, &url, &answer)? {
            url = next;
            form = fields;
        } else {
            return Ok(());
        }
    }
    bail!("the pages never end")
}

type Step = (Url, Option<Vec<(String, String)>>);

/// What the person does on this page; nothing when there is nothing to press.
fn fill_in(script: &Script, url: &Url, answer: &Answer) -> Result<Option<Step>> {
    let words: &[&str] = match script.decision {
        Decision::Allow => &["allow", "continue", "connect", "authorize", "submit"],
        Decision::Deny => &["cancel", "deny", "decline"],
        Decision::Nothing | Decision::Away => return Ok(None),
    };
    let forms = forms(&answer.body);
    for wanted in words {
        for form in &forms {
            let button = form.buttons.iter().find(|button| {
                button.label.to_lowercase().contains(wanted)
                    || button.value.to_lowercase().contains(wanted)
            });
            if let Some(button) = button {
                let mut fields = fields(script, form);
                if !button.name.is_empty() {
                    fields.push((button.name.clone(), button.value.clone()));
                }
                return submit(url, form, fields).map(Some);
            }
        }
    }
    // A page that can only be gone through, as the account chooser before the scopes.
    match forms.first().filter(|form| form.buttons.len() == 1) {
        Some(form) => submit(url, form, fields(script, form)).map(Some),
        None => Ok(None),
    }
}

/// What the person has typed and ticked when the form is sent.
fn fields(script: &Script, form: &Form) -> Vec<(String, String)> {
    let wanted = script.account.as_deref();
    let is_listed = |account: &str| {
        let mut radios = form.fields.iter().filter(|field| field.kind == "radio");
        radios.any(|field| field.value == account)
    };
    // Who is not in the list is typed in under "another account".
    let choice = wanted.map(|account| if is_listed(account) { account } else { "other" });
    let takes = |field: &Field| match field.kind.as_str() {
        "radio" => choice.map_or(field.checked, |choice| field.value == choice),
        "checkbox" => field.checked && !script.untick.contains(&field.value),
        _ => true,
    };
    let typed = |field: &Field| match field.kind.as_str() {
        "email" if choice == Some("other") => wanted.unwrap_or_default().to_owned(),
        "text" | "password" if field.value.is_empty() => "not-a-secret".to_owned(),
        _ => field.value.clone(),
    };
    form.fields
        .iter()
        .filter(|field| takes(field))
        .map(|field| (field.name.clone(), typed(field)))
        .collect()
}

fn submit(url: &Url, form: &Form, fields: Vec<(String, String)>) -> Result<Step> {
    let mut target = if form.action.is_empty() {
        url.clone()
    } else {
        url.join(&form.action)?
    };
    if form.is_post {
        return Ok((target, Some(fields)));
    }
    target.query_pairs_mut().clear().extend_pairs(&fields);
    Ok((target, None))
}

fn hand_over(script: &Script, url: &Url) -> Result<()> {
    let mut command = match script.opener.as_str() {
        "gio" => {
            let mut gio = Command::new("gio");
            gio.arg("open");
            gio
        }
        opener => Command::new(opener),
    };
    let status = command
        .arg(url.as_str())
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("could not start {}", script.opener))?;
    if !status.success() {
        bail!("{} ended with {status}", script.opener);
    }
    Ok(())
}

fn note(directory: &Path, url: &Url, status: u16, heading: String) -> Result<()> {
    record_visit(
        directory,
        &Visit {
            url: url.to_string(),
            status,
            heading,
        },
    )
}

fn heading(html: &str) -> String {
    html.split_once("<h1")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split_once("</h1"))
        .map_or_else(String::new, |(text, _)| text.trim().to_owned())
}
