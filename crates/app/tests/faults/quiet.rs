//! Whether anything is at work for a core outside its runtime's own thread.

use std::ffi::OsString;
use std::fs::File;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// Where the kernel lists the threads of a process that asks.
const ALL: &str = "/proc/self/task";

/// The threads of one life of a core: those of its runtime, and those that work on its
/// files, which the store names after them. Others of this process belong to others.
///
/// Read from the kernel, which knows better than anybody who has something to do: a
/// thread that was handed work counts as running before whoever handed it over goes on.
/// Where there is no such list the clock may jump while a file is being written, and
/// then a write takes a few seconds of this clock's.
pub(crate) struct Threads {
    name: String,
    /// The thread that the life is lived on. The runtime itself knows what it does.
    own: OsString,
    homes: Vec<PathBuf>,
    /// The kernel's list, of which only the length is asked.
    all: Option<File>,
    seen: Mutex<Seen>,
}

/// The threads of this process, as they were when their number last changed. Who was seen
/// at work last comes first.
#[derive(Default)]
struct Seen {
    number: u64,
    /// The youngest thread of the system. One that ended and one that began leave the number
    /// as it was.
    youngest: String,
    all: Vec<Thread>,
}

/// A thread, and where the state of one of ours is read.
struct Thread {
    at: PathBuf,
    stat: Option<File>,
}

impl Threads {
    /// For a life that is lived on this thread.
    pub(crate) fn new(homes: Vec<PathBuf>) -> Self {
        static LIVES: AtomicU32 = AtomicU32::new(0);
        let name = format!("core-{}", LIVES.fetch_add(1, Ordering::Relaxed));
        // A thread has the name of the one that began it until it gives itself another,
        // so none of ours goes by a name that is not.
        let _where_there_are_names = std::fs::write("/proc/thread-self/comm", &name);
        let own = std::fs::read_link("/proc/thread-self").unwrap_or_default();
        Self {
            name,
            own: own.file_name().map(OsString::from).unwrap_or_default(),
            homes,
            all: File::open(ALL).ok(),
            seen: Mutex::default(),
        }
    }

    /// What the runtime is to call its threads.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether one of them is doing something.
    pub(crate) fn at_work(&self) -> bool {
        let mut seen = self.seen.lock().unwrap();
        let number = self.all.as_ref().and_then(|all| all.metadata().ok());
        let number = number.map_or(0, |all| all.nlink());
        let youngest = youngest();
        if number != seen.number || youngest != seen.youngest {
            seen.number = number;
            seen.youngest = youngest;
            let known = std::mem::take(&mut seen.all);
            seen.all = self.list(known);
        }
        let at_work = |thread: &Thread| thread.stat.as_ref().is_some_and(is_running);
        match seen.all.iter().position(at_work) {
            Some(busy) => {
                seen.all.swap(0, busy);
                true
            }
            None => false,
        }
    }

    /// Whether every one of them ended.
    pub(crate) fn are_gone(&self) -> bool {
        !self.others().any(|thread| self.is_ours(&name_of(&thread)))
    }

    /// Where the threads of this process are, without the one that asks.
    fn others(&self) -> impl Iterator<Item = PathBuf> {
        let all = std::fs::read_dir(ALL).into_iter().flatten().flatten();
        all.map(|thread| thread.path())
            .filter(|thread| thread.file_name() != Some(&self.own))
    }

    fn list(&self, mut known: Vec<Thread>) -> Vec<Thread> {
        let mut all: Vec<Thread> = Vec::with_capacity(known.len() + 1);
        for at in self.others() {
            all.push(match known.iter().position(|thread| thread.at == at) {
                Some(place) => known.swap_remove(place),
                None => {
                    let stat = || File::open(at.join("stat")).ok();
                    let stat = self.is_ours(&name_of(&at)).then(stat).flatten();
                    Thread { at, stat }
                }
            });
        }
        all
    }

    fn is_ours(&self, thread: &str) -> bool {
        let Some(file) = thread.strip_prefix("db-") else {
            return thread == self.name;
        };
        let file = file.rsplit_once('-').map_or(file, |(file, _)| file);
        self.homes.iter().any(|home| {
            let files = ::checker::database(home).into_iter();
            let mut files = files.chain([home.join("desk.db")]);
            files.any(|path| path.with_extension("").to_string_lossy().ends_with(file))
        })
    }
}

/// The number that the kernel gave last, to a process or a thread of anybody.
fn youngest() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let last = load.split_ascii_whitespace().last();
    last.unwrap_or_default().to_owned()
}

fn name_of(thread: &Path) -> String {
    let name = std::fs::read_to_string(thread.join("comm")).unwrap_or_default();
    name.trim_end().to_owned()
}

/// R, D and the like of a thread; nothing when it ended.
fn state(stat: &File) -> Option<u8> {
    let mut text = [0; 64];
    let length = stat.read_at(&mut text, 0).ok()?;
    let text = text.get(..length)?;
    // The name before it is at most 15 bytes and may hold anything, closing brackets too.
    let name = text.iter().rposition(|byte| *byte == b')')?;
    text.get(name + 2).copied()
}

/// Running, or waiting for a disk.
fn is_running(stat: &File) -> bool {
    matches!(state(stat), Some(b'R' | b'D'))
}

/// Whether what the runtime was given to do was woken and not polled since.
#[derive(Default)]
pub(crate) struct Woken {
    set: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Woken {
    pub(crate) fn is_set(&self) -> bool {
        self.set.load(Ordering::Acquire)
    }

    /// The same work, watched.
    pub(crate) async fn watch<T>(self: &Arc<Self>, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        std::future::poll_fn(|context| self.poll(work.as_mut(), context)).await
    }

    /// Nobody is to be woken any more. The runtime holds this, by what it does before it
    /// parks, and this would hold the runtime, with every file that it has open.
    pub(crate) fn end(&self) {
        *self.waker.lock().unwrap() = None;
    }

    fn poll<T>(
        self: &Arc<Self>,
        work: Pin<&mut impl Future<Output = T>>,
        context: &Context<'_>,
    ) -> Poll<T> {
        *self.waker.lock().unwrap() = Some(context.waker().clone());
        self.set.store(false, Ordering::Release);
        let waker = Waker::from(Arc::clone(self));
        work.poll(&mut Context::from_waker(&waker))
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.set.store(true, Ordering::Release);
        let waker = self.waker.lock().unwrap().clone();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
