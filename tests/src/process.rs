//! Processes that end with the value that stands for them.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::poll::{PATIENCE, until};

/// A running process at the head of a group of its own. Dropping it ends the group, and so does
/// whatever ends the test without dropping anything: Ctrl-C, a kill, a crash.
#[derive(Debug)]
pub struct Started {
    child: Child,
    name: String,
    /// Goes after the group.
    _guard: Option<Guard>,
}

/// How a short-lived process ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code, if it was not ended by a signal.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Started {
    /// Starts `command` in a process group of its own.
    pub fn new(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .process_group(0)
            .spawn()
            .with_context(|| format!("could not start `{name}`"))?;
        let mut started = Self {
            child,
            name,
            _guard: None,
        };
        // Where there can be no guard, the group ends with the error.
        started._guard = Some(Guard::of(started.pid())?);
        Ok(started)
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The child, for its pipes.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it is still running.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Waits for it to end by itself and returns its exit code.
    pub async fn exit_code(&mut self) -> Result<Option<i32>> {
        let what = format!("`{}` to end", self.name);
        let child = &mut self.child;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status.code());
            }
            if Instant::now() > deadline {
                bail!("waited {} s for {what}", PATIENCE.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Tells the kernel to end it, and does not wait.
    pub fn send_kill(&mut self) -> Result<()> {
        Ok(self.child.kill()?)
    }

    /// Ends it without warning, as a power cut would.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let Ok(raw) = i32::try_from(self.child.id()) else {
            return;
        };
        if let Some(group) = Pid::from_raw(raw) {
            // The leader may be gone while others of its group are not.
            let _ = kill_process_group(group, Signal::TERM);
            let deadline = Instant::now() + Duration::from_secs(2);
            while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
                std::thread::sleep(Duration::from_millis(10));
            }
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// Waits for a pipe to be closed, and then ends a group.
const WATCH: &str = "read -r nothing; kill -s KILL -- \"-$1\"";

/// Ends a group when this process is gone and has not done it itself. No signal needs to be caught
/// for that, and SIGKILL cannot be: the kernel closes the pipe that the guard waits at, whose other
/// end only this process has. Ending with the parent, as the kernel offers it to a child, would
/// reach the head of the group alone, and none of what that started.
#[derive(Debug)]
struct Guard(Child);

impl Guard {
    fn of(group: u32) -> Result<Self> {
        let guard = Command::new("sh")
            .args(["-c", WATCH, "sh", &group.to_string()])
            // What ends the test's own group must not end the guard.
            .process_group(0)
            .stdin(Stdio::piped())
            // It must hold nothing open that a runner of tests waits for.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start the guard of a process")?;
        Ok(Self(guard))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Before its pipe is closed: the group was ended, and its number may be another's soon.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs `command` to its end.
pub(crate) async fn run(command: &mut Command) -> Result<Ended> {
    let mut command =
        tokio::process::Command::from(std::mem::replace(command, Command::new("true")));
    command.stdin(Stdio::null()).kill_on_drop(true);
    let name = command
        .as_std()
        .get_program()
        .to_string_lossy()
        .into_owned();
    let output = tokio::time::timeout(PATIENCE, command.output())
        .await
        .with_context(|| format!("`{name}` did not end"))?
        .with_context(|| format!("could not start `{name}`"))?;
    Ok(Ended {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Ends the process `pid` without warning and waits until it is gone.
pub(crate) async fn kill_and_wait(pid: u32) -> Result<()> {
    let Some(target) = i32::try_from(pid).ok().and_then(Pid::from_raw) else {
        bail!("{pid} is not a process id");
    };
    let _ = kill_process(target, Signal::KILL);
    until("a killed process to be gone", || async {
        Ok(is_gone(pid).then_some(()))
    })
    .await
}

/// Gone, or dead and only waiting for its parent to notice.
pub(crate) fn is_gone(pid: u32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return true;
    };
    stat.rsplit_once(')')
        .is_some_and(|(_, rest)| rest.trim_start().starts_with('Z'))
}

/// A process and all that it started, in the order of their ids.
pub(crate) fn family(head: u32) -> Result<BTreeSet<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // One that ended meanwhile has no parent any more.
        let parent = stat(process).ok().and_then(|it| it.get(1)?.parse().ok());
        parents.extend(parent.map(|parent: u32| (process, parent)));
    }
    let mut found = BTreeSet::from([head]);
    loop {
        let more: Vec<u32> = parents
            .iter()
            .filter(|(process, parent)| found.contains(parent) && !found.contains(process))
            .map(|(process, _)| *process)
            .collect();
        if more.is_empty() {
            return Ok(found);
        }
        found.extend(more);
    }
}

/// The fields of a process from its state on.
pub(crate) fn stat(process: u32) -> Result<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = text.rsplit_once(')').context("no name")?;
    Ok(fields.split_whitespace().map(str::to_owned).collect())
}

/// Sends a signal to one that is there.
pub(crate) fn signal(process: u32, signal: Signal) -> Result<()> {
    let target = i32::try_from(process).ok().and_then(Pid::from_raw);
    let target = target.with_context(|| format!("{process} is not a process id"))?;
    Ok(kill_process(target, signal)?)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};

    use super::*;

    /// What stands before the ids of what was started.
    const SAYS: &str = "it started ";

    #[test]
    #[ignore = "is started by another test, which kills it"]
    fn somebody_who_starts_a_group() -> Result<()> {
        let mut started = Started::new(
            Command::new("sh")
                .args(["-c", "sleep 60 & echo $!; wait"])
                .stdout(Stdio::piped()),
        )?;
        let pipe = started.child().stdout.take().context("no pipe")?;
        let below = BufReader::new(pipe).lines().next().context("no answer")??;
        println!("{SAYS}{} {below}", started.pid());
        // Until it is killed, or what it started is over where somebody starts it by hand.
        started.child().wait()?;
        Ok(())
    }

    #[tokio::test]
    async fn what_was_started_ends_with_a_test_that_is_killed() -> Result<()> {
        let mut test = Started::new(
            Command::new(std::env::current_exe()?)
                .args(["--exact", "process::tests::somebody_who_starts_a_group"])
                .args(["--ignored", "--nocapture"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped()),
        )?;
        let pipe = test.child().stdout.take().context("no pipe")?;
        // The harness leaves the name of the test before the first line.
        let said = BufReader::new(pipe)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once(SAYS)?.1.to_owned()));
        test.kill()?;
        let said = said.context("nothing was started")?;
        for process in said.split(' ') {
            let process: u32 = process.parse()?;
            until("what a killed test had started to be gone", || async {
                Ok(is_gone(process).then_some(()))
            })
            .await?;
        }
        Ok(())
    }
}
