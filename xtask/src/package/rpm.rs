//! The `.rpm`: Fedora, openSUSE and theirs. `rpmbuild` reads from the program which libraries it
//! needs and writes them by their own names, which are the same on all of these systems.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use super::{
    MAINTAINER, NAME,
    facts::Facts,
    tree::{self, Entry},
};
use crate::sh;

/// Makes it in `directory`.
pub(super) fn make(facts: &Facts, files: &[Entry], directory: &Path) -> Result<PathBuf> {
    let laid = directory.join("rpm");
    tree::lay(files, &laid, facts)?;
    let top = directory.join("rpmbuild");
    super::emptied(&top)?;
    let spec = top.join(format!("{NAME}.spec"));
    let refresh = fs::read_to_string(tree::source(&facts.root).join("refresh"))?;
    fs::write(&spec, text(facts, files, &refresh))?;
    let architecture = std::env::consts::ARCH;
    let (top_name, laid_name) = (top.to_string_lossy(), laid.to_string_lossy());
    let mut command = Command::new("rpmbuild");
    command
        .args(["-bb", "--quiet", "--target", architecture])
        .env("SOURCE_DATE_EPOCH", facts.epoch_seconds());
    for (name, value) in [
        ("_topdir", &*top_name),
        ("laid", &*laid_name),
        // Neither the machine nor the moment may show.
        ("_buildhost", "localhost"),
        ("use_source_date_epoch_as_buildtime", "1"),
        ("clamp_mtime_to_source_date_epoch", "1"),
        // The program is as it is to be.
        ("debug_package", "%{nil}"),
        ("__os_install_post", "%{nil}"),
        ("_build_id_links", "none"),
        ("_binary_payload", "w6.xzdio"),
    ] {
        command.args(["--define", &format!("{name} {value}")]);
    }
    sh::output(command.arg(&spec))?;
    let name = format!("{NAME}-{}-1.{architecture}.rpm", facts.version);
    let package = directory.join(&name);
    fs::copy(top.join("RPMS").join(architecture).join(&name), &package)?;
    Ok(package)
}

fn text(facts: &Facts, files: &[Entry], refresh: &str) -> String {
    let list: Vec<String> = files
        .iter()
        .map(|file| {
            // Documentation may be left out by whoever installs, but no licence.
            let kind = match file.path.strip_prefix("usr/share/doc/") {
                Some(doc) if doc.ends_with("/changelog.gz") => "%doc ",
                Some(_) => "%license ",
                None => "",
            };
            format!("%attr({:04o}, root, root) {kind}/{}", file.mode, file.path)
        })
        .collect();
    let news: Vec<String> = facts
        .news
        .iter()
        // A per cent sign would be read as the name of a macro.
        .map(|point| tree::wrapped(&point.replace('%', "%%"), "- ", "  "))
        .collect();
    let date = facts.epoch.strftime("%a %b %d %Y");
    let version = &facts.version;
    format!(
        "Name: {NAME}
Version: {version}
Release: 1
Summary: Console for the accounts of customers at Composio
License: MIT OR Apache-2.0
Requires: ca-certificates
Requires: desktop-file-utils
Requires: xdg-utils
Requires: hicolor-icon-theme
Recommends: gnome-keyring

%description
Switchboard is for teams whose product connects its customers' accounts (Gmail,
Google Calendar, Slack and more) through Composio. Support finds the tenant, sees
what is wrong and why, signs in again or sends the customer a link. Admins repair
causes instead of rows and read an audit list of every change.

A demo workspace inside needs neither a key nor a network.

%install
cp -a %{{laid}}/. %{{buildroot}}/

%post
{refresh}
%postun
{refresh}
%files
%dir /usr/share/doc/{NAME}
{}

%changelog
* {date} {MAINTAINER} - {version}-1
{}",
        list.join("\n"),
        news.concat(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn documentation_may_be_left_out_and_a_licence_may_not() {
        let facts = Facts {
            root: PathBuf::new(),
            version: "1.2.3".to_owned(),
            epoch: Timestamp::UNIX_EPOCH,
            news: Vec::new(),
        };
        let doc = "usr/share/doc/switchboard";
        let files =
            ["changelog.gz", "copyright", "third-party-licences.txt.gz"].map(|name| Entry {
                path: format!("{doc}/{name}"),
                bytes: Vec::new(),
                mode: 0o644,
            });
        let spec = text(&facts, &files, "");
        for line in [
            format!("%doc /{doc}/changelog.gz\n"),
            format!("%license /{doc}/copyright\n"),
            format!("%license /{doc}/third-party-licences.txt.gz\n"),
        ] {
            assert!(spec.contains(&line), "{line}");
        }
    }
}
