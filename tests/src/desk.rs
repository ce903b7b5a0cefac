//! One person's desk: a home directory, a session bus, a keyring, a default browser and the
//! program under test, all private to one test.

use std::{
    env,
    ffi::OsString,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};
use tempfile::TempDir;

use crate::{
    album, binaries,
    browser::Browser,
    bus::{self, Bus},
    canary::Canary,
    notifications::Notifications,
    poll::until,
    process::{Ended, Started, kill_and_wait, run},
    prompter::Prompter,
    window::Window,
};

/// Variables of the surrounding desktop that would change what a test sees.
const FOREIGN: &[&str] = &[
    "BROWSER",
    "DESKTOP_SESSION",
    "GNOME_DESKTOP_SESSION_ID",
    "GTK_THEME",
    "KDE_FULL_SESSION",
    "WAYLAND_DISPLAY",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "XDG_SESSION_DESKTOP",
    "XDG_SESSION_TYPE",
];

/// The desktop's typeface; the ones of current desktops are descended from it.
const FONTS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <match target="pattern">
    <test name="family"><string>system-ui</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
  </match>
</fontconfig>
"#;

/// The bundle identifier, with which every bus name of the program begins.
const IDENTIFIER: &str = "dev.switchboard.desktop";

/// Everything a running program needs around it. Dropping it ends what was started on it.
#[derive(Debug)]
pub struct Desk {
    keyring: Option<Started>,
    bus: Bus,
    home: PathBuf,
    dark: bool,
    no_mouse: bool,
    /// The desktop wants no animation.
    pub(crate) still: bool,
    /// The script that starts the program, where there is one.
    pub(crate) starter: Option<PathBuf>,
    path: OsString,
    // Last: the directory goes when nothing uses it any more.
    root: TempDir,
}

impl Desk {
    /// A desk with an unlocked keyring.
    pub async fn new() -> Result<Self> {
        let mut desk = Self::without_keyring()?;
        desk.start_keyring().await?;
        Ok(desk)
    }

    /// A desk on which no program keeps secrets.
    pub fn without_keyring() -> Result<Self> {
        ensure!(
            env::var_os("DISPLAY").is_some(),
            "there is no display: run `cargo xtask test`, which brings one"
        );
        let root = tempfile::Builder::new()
            .prefix("switchboard-e2e-")
            .disable_cleanup(env::var_os("SWITCHBOARD_E2E_KEEP").is_some())
            .tempdir()?;
        for directory in ["run", "home", "data", "config", "cache", "switchboard"] {
            let path = root.path().join(directory);
            fs::create_dir(&path)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
        }
        fs::create_dir(root.path().join("config/fontconfig"))?;
        fs::write(root.path().join("config/fontconfig/fonts.conf"), FONTS)?;
        fs::create_dir(root.path().join("bin"))?;
        let mut path = root.path().join("bin").into_os_string();
        path.push(":");
        path.push(env::var_os("PATH").unwrap_or_default());
        let bus = Bus::start(&root.path().join("run"))?;
        let home = root.path().join("switchboard");
        Ok(Self {
            keyring: None,
            bus,
            home,
            dark: album::is_dark(),
            no_mouse: env::var_os("SWITCHBOARD_NO_MOUSE").is_some(),
            still: false,
            starter: None,
            path,
            root,
        })
    }

    /// Starts and unlocks the keyring.
    pub async fn start_keyring(&mut self) -> Result<()> {
        self.begin_keyring(true).await
    }

    /// The keyring as it is after a login without a password: there, and locked.
    pub async fn lock_keyring(&mut self) -> Result<()> {
        self.begin_keyring(false).await
    }

    async fn begin_keyring(&mut self, unlocked: bool) -> Result<()> {
        self.keyring = None;
        until("the old keyring to leave the bus", || async {
            let names = self.bus.names("org.freedesktop.secrets").await?;
            Ok(names.is_empty().then_some(()))
        })
        .await?;
        let started = bus::start_keyring(&self.bus, &self.environment(), unlocked).await?;
        self.keyring = Some(started);
        Ok(())
    }

    /// Whether the programs on this desk may speak to the keyring.
    pub async fn allow_keyring(&self, allowed: bool) -> Result<()> {
        self.bus.allow_keyring(allowed).await
    }

    /// Ends the keyring, as a crash of it would.
    pub fn stop_keyring(&mut self) {
        self.keyring = None;
    }

    /// There is no mouse: whatever a journey presses is reached with keys. With
    /// `SWITCHBOARD_NO_MOUSE` set that is so on every desk.
    #[must_use]
    pub fn without_mouse(mut self) -> Self {
        self.no_mouse = true;
        self
    }

    pub(crate) const fn has_no_mouse(&self) -> bool {
        self.no_mouse
    }

    /// The desktop prefers a dark window from the next start on.
    pub fn prefer_dark(&mut self, dark: bool) {
        self.dark = dark;
    }

    /// `SWITCHBOARD_HOME` of the programs started here.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Another person's `SWITCHBOARD_HOME` on the same desktop, from the next start on.
    pub fn move_home(&mut self, name: &str) -> Result<()> {
        self.home = self.root.path().join(name);
        Ok(fs::create_dir_all(&self.home)?)
    }

    /// The directory that everything on this desk lies in.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The variables that make a program belong to this desk.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let at = |name: &str| self.root.path().join(name).into_os_string();
        let mut variables = vec![
            ("HOME", at("home")),
            ("XDG_RUNTIME_DIR", at("run")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_CACHE_HOME", at("cache")),
            ("SWITCHBOARD_HOME", self.home.clone().into_os_string()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.address().into()),
            ("GDK_BACKEND", "x11".into()),
            ("GSETTINGS_BACKEND", "memory".into()),
            ("LANG", "C.UTF-8".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("PATH", self.path.clone()),
            ("TZ", "UTC".into()),
            ("USER", "jo".into()),
            // Frames come sooner and the pictures are the same to the byte.
            ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1".into()),
        ];
        if self.dark {
            variables.push(("GTK_THEME", "Adwaita:dark".into()));
        }
        variables
    }

    /// A command that runs on this desk.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in FOREIGN {
            command.env_remove(name);
        }
        command
            .envs(self.environment())
            .current_dir(self.root.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs a program on this desk to its end.
    pub async fn run(&self, program: &str, arguments: &[&str]) -> Result<Ended> {
        run(self.command(program).args(arguments)).await
    }

    /// Starts a program that may stay; it ends with the returned value.
    pub fn start(&self, command: &mut Command) -> Result<Started> {
        Started::new(command.stdout(self.output()?).stderr(self.output()?))
    }

    /// Makes the scripted browser the default one and returns its script.
    pub async fn install_browser(&self) -> Result<Browser> {
        Browser::install(self).await
    }

    /// Puts a notification service on the bus.
    pub async fn start_notifications(&self) -> Result<Notifications> {
        Notifications::start(self.bus.address()).await
    }

    /// Puts on the bus who asks for the password of a locked keyring.
    pub async fn start_prompter(&self) -> Result<Prompter> {
        Prompter::start(self.bus.address()).await
    }

    /// Opens the program's window under a driver.
    pub async fn start_app(&self) -> Result<Window> {
        // One that is still ending would be taken for the running one.
        self.nobody_on_the_bus().await?;
        Window::open(self).await
    }

    /// The same, where and as large as it was left; every other start is made one size.
    pub async fn start_app_as_left(&self) -> Result<Window> {
        self.nobody_on_the_bus().await?;
        Window::open_as_left(self).await
    }

    async fn nobody_on_the_bus(&self) -> Result<()> {
        until("the bus name to be free", || async {
            Ok(self.instances().await?.is_empty().then_some(()))
        })
        .await
    }

    /// Starts the program with no driver attached, as the desktop does.
    pub fn start_plain(&self, arguments: &[&str]) -> Result<Started> {
        Started::new(
            self.command(binaries::switchboard()?)
                .args(arguments)
                .stdout(self.output()?)
                .stderr(self.output()?),
        )
    }

    /// Where the programs on this desk print.
    pub(crate) fn output(&self) -> Result<fs::File> {
        let path = self.root.path().join("output.txt");
        Ok(fs::File::options().create(true).append(true).open(path)?)
    }

    /// What the programs on this desk have printed.
    pub fn printed(&self) -> String {
        fs::read_to_string(self.root.path().join("output.txt")).unwrap_or_default()
    }

    /// The files that hold `canary` where no secret may be: the program's home with its
    /// database, logs and web view profile, the desktop's directories and what was printed. The
    /// keyring's own files and the browser's are not the program's.
    pub fn traces(&self, canary: &Canary) -> Result<Vec<PathBuf>> {
        let found = canary.files(self.root.path())?;
        let theirs =
            ["browser", "data/keyrings", "simulator.log"].map(|name| self.root.path().join(name));
        Ok(found
            .into_iter()
            .filter(|path| !theirs.iter().any(|directory| path.starts_with(directory)))
            .collect())
    }

    /// The bus names that running programs hold on this desk.
    pub async fn instances(&self) -> Result<Vec<String>> {
        self.bus.names(IDENTIFIER).await
    }

    /// Waits for the one running program and returns its process id.
    pub async fn app_pid(&self) -> Result<u32> {
        let name = until("the program on the bus", || async {
            Ok(self.instances().await?.into_iter().next())
        })
        .await?;
        self.bus.owner(&name).await
    }

    /// Ends the running program without warning, as a power cut would, and waits until the bus
    /// has noticed.
    pub async fn kill_app(&self) -> Result<()> {
        let pid = self.app_pid().await?;
        kill_and_wait(pid).await?;
        until("the bus to forget the program", || async {
            for name in self.instances().await? {
                if self.bus.owner(&name).await.is_ok_and(|owner| owner == pid) {
                    return Ok(None);
                }
            }
            Ok(Some(()))
        })
        .await
    }

    /// Everything the program has logged in the present home.
    pub fn log(&self) -> Result<String> {
        let mut text = String::new();
        let Ok(files) = fs::read_dir(self.home.join("logs")) else {
            return Ok(text);
        };
        for file in files {
            text.push_str(&String::from_utf8_lossy(&fs::read(file?.path())?));
        }
        Ok(text)
    }

    /// Waits for a log line that has all of `parts`.
    pub async fn wait_for_log(&self, parts: &[&str]) -> Result<String> {
        until(&format!("a log line with {parts:?}"), || async {
            Ok(self
                .log()?
                .lines()
                .find(|line| parts.iter().all(|part| line.contains(part)))
                .map(str::to_owned))
        })
        .await
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A program that a link started has no parent here; its bus name leads to it.
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        else {
            return;
        };
        let bus = &self.bus;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                runtime.block_on(async {
                    for name in bus.names(IDENTIFIER).await.unwrap_or_default() {
                        if let Ok(pid) = bus.owner(&name).await {
                            let _ = kill_and_wait(pid).await;
                        }
                    }
                });
            });
        });
    }
}
