//! A session bus and a keyring that no other test can see.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    poll::until,
    process::{Started, run},
};

/// A bus that starts nothing by itself: what is on it, the test has put there.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:dir=DIRECTORY</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The password of the keyring.
pub(crate) const PASSWORD: &[u8; 12] = b"not-a-secret";

/// A private session bus.
#[derive(Debug)]
pub(crate) struct Bus {
    address: String,
    config: PathBuf,
    _daemon: Started,
}

impl Bus {
    /// Starts one whose socket lies in `directory`.
    pub(crate) fn start(directory: &Path) -> Result<Self> {
        let config = directory.join("bus.conf");
        fs::write(
            &config,
            CONFIG.replace("DIRECTORY", &directory.to_string_lossy()),
        )?;
        let mut daemon = Started::new(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", config.display()))
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let pipe = daemon.child().stdout.take().context("no pipe")?;
        let mut address = String::new();
        BufReader::new(pipe).read_line(&mut address)?;
        let address = address.trim().to_owned();
        ensure!(!address.is_empty(), "the bus did not say its address");
        Ok(Self {
            address,
            config,
            _daemon: daemon,
        })
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` must be.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The names on the bus that begin with `start`.
    pub(crate) async fn names(&self, start: &str) -> Result<Vec<String>> {
        let reply = self.ask("ListNames", None).await?;
        Ok(reply
            .split('\'')
            .filter(|name| name.starts_with(start))
            .map(str::to_owned)
            .collect())
    }

    /// The process that owns `name`.
    pub(crate) async fn owner(&self, name: &str) -> Result<u32> {
        let reply = self.ask("GetConnectionUnixProcessID", Some(name)).await?;
        let digits: String = reply
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        digits
            .parse()
            .with_context(|| format!("no pid in `{reply}`"))
    }

    /// Whether anybody here may speak to the keyring; a sandbox or a rule of the
    /// desktop says no in just this way.
    pub(crate) async fn allow_keyring(&self, allowed: bool) -> Result<()> {
        const NO: &str = r#"<deny send_destination="org.freedesktop.secrets"/></policy>"#;
        let rules = fs::read_to_string(&self.config)?.replace(NO, "</policy>");
        let rules = match allowed {
            true => rules,
            false => rules.replace("</policy>", NO),
        };
        fs::write(&self.config, rules)?;
        self.ask("ReloadConfig", None).await?;
        Ok(())
    }

    async fn ask(&self, method: &str, argument: Option<&str>) -> Result<String> {
        let mut command = Command::new("gdbus");
        command
            .args(["call", "--address", &self.address])
            .args(["--dest", "org.freedesktop.DBus", "--object-path", "/"])
            .args(["--method", &format!("org.freedesktop.DBus.{method}")])
            .args(argument);
        let ended = run(&mut command).await?;
        ensure!(ended.code == Some(0), "gdbus: {}", ended.stderr);
        Ok(ended.stdout)
    }
}

/// Starts a keyring on `bus`; with `unlocked` as a login does, without as a login
/// without a password does.
pub(crate) async fn start_keyring(
    bus: &Bus,
    environment: &[(&'static str, OsString)],
    unlocked: bool,
) -> Result<Started> {
    let unlock = if unlocked { &["--unlock"][..] } else { &[] };
    let mut keyring = Started::new(
        Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--components=secrets"])
            .args(unlock)
            .envs(environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    let mut password = keyring.child().stdin.take().context("no pipe")?;
    password.write_all(PASSWORD)?;
    drop(password);
    until("the keyring on the bus", || async {
        Ok((!bus.names("org.freedesktop.secrets").await?.is_empty()).then_some(()))
    })
    .await?;
    Ok(keyring)
}
