//! A clock that jumps: when nothing is left to do but wait, it goes on to the end of the
//! next wait. The core and its client take all their time from here, and the simulator's
//! clock is moved along, so ten minutes pass in a few milliseconds and nothing is
//! decided by how fast this computer is.
//!
//! A request that is being answered holds the clock: its time-out is the one wait that
//! must not come early. What the disk does takes no time of this clock's: a thread that
//! works on a file of this core holds it too.
//!
//! That nothing is left to do is not guessed from how long nothing happened. The runtime
//! says when it is about to park, and the clock jumps there and then.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use simulator::Running;
use tokio::sync::Notify;

use crate::quiet::{Threads, Woken};

/// How long a client waits for an answer: the one wait of this length.
const TIME_OUT: Duration = Duration::from_secs(30);
/// How long a thread at work is waited for before it is looked at again, each time twice as
/// long, before the runtime looks at its sockets; and how often that does when nothing else
/// wakes it, in real time. First the processor is left to it twice, which is enough where both
/// share one.
const LOOK: Duration = Duration::from_micros(20);
const YIELDS: u32 = 2;
const LOOKS: u32 = YIELDS + 6;
const TICK: Duration = Duration::from_millis(1);

/// What a core unwinds with when it is to end in the middle of a step.
pub(crate) struct Crash;

/// The clock of one core and its simulator.
#[derive(Default)]
pub(crate) struct Clock {
    inner: Mutex<Inner>,
    /// After every jump.
    pub(crate) moved: Notify,
    /// When the core is to end here.
    pub(crate) ended: Notify,
}

#[derive(Default)]
struct Inner {
    ahead: i64,
    /// How far this computer's clock is off from Composio's.
    skew: i64,
    waits: BTreeMap<(i64, u64), Wait>,
    count: u64,
    read: u32,
    end_at: Option<u32>,
    end_in_silence: bool,
    ended: bool,
    /// So many callers had got no answer when this life began, or gave up since: the simulator
    /// learns that a caller went away a little later than this clock does.
    gave_up: usize,
}

struct Wait {
    waker: Waker,
    answer: bool,
}

impl Clock {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time that everything waits by, in UTC milliseconds.
    pub(crate) fn time(&self) -> i64 {
        wall() + self.inner().ahead
    }

    /// What the clock on this computer's wall shows. Each reading is a place at which the
    /// core can be made to end: it reads the clock before every record that it writes.
    pub(crate) fn read(&self) -> i64 {
        let mut inner = self.inner();
        inner.read += 1;
        if inner.ended || inner.end_at == Some(inner.read) {
            inner.ended = true;
            drop(inner);
            self.ended.notify_one();
            std::panic::resume_unwind(Box::new(Crash));
        }
        wall() + inner.ahead + inner.skew
    }

    /// A new life: no wait is left over, and nobody of it waits for one of the `hung` calls. It
    /// ends at that reading, if any is named.
    pub(crate) fn begin(&self, hung: usize, end_at: Option<u32>) {
        let mut inner = self.inner();
        inner.waits.clear();
        inner.read = 0;
        inner.end_at = end_at;
        inner.end_in_silence = false;
        inner.ended = false;
        inner.gave_up = hung;
    }

    /// The core is to end now.
    pub(crate) fn end(&self) {
        self.inner().ended = true;
        self.ended.notify_one();
    }

    /// Waits until this life was ended. A word about an earlier one may still be there.
    pub(crate) async fn until_ended(&self) {
        while !self.inner().ended {
            self.ended.notified().await;
        }
    }

    /// From now on the core ends at this reading from here.
    pub(crate) fn end_in(&self, readings: u32) {
        let mut inner = self.inner();
        inner.end_at = Some(inner.read + readings);
    }

    /// From now on the core ends when it waits for an answer that never comes.
    pub(crate) fn end_in_silence(&self) {
        self.inner().end_in_silence = true;
    }

    /// Steps this computer's clock, and nobody else's.
    pub(crate) fn step(&self, millis: i64) {
        self.inner().skew += millis;
    }

    /// Time passes for everybody, as in a suspended computer: nobody runs meanwhile.
    pub(crate) fn pass(&self, sim: &Running, span: Duration) {
        self.inner().ahead += i64::try_from(span.as_millis()).unwrap_or(0);
        sim.advance_clock(span);
    }

    /// A wait of the core's: one that is as long as a client's patience is for an answer.
    pub(crate) fn sleep(self: &Arc<Self>, wait: Duration) -> Sleep {
        let mut sleep = self.rest(wait);
        sleep.answer = wait == TIME_OUT;
        sleep
    }

    /// A wait of the test's, which is for no answer however long it is.
    pub(crate) fn rest(self: &Arc<Self>, wait: Duration) -> Sleep {
        let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4);
        Sleep {
            clock: Arc::clone(self),
            due: self.time() + millis,
            answer: false,
            key: None,
        }
    }

    /// Lets time pass until the runtime that it runs in ends: what is seen from outside,
    /// such as a request that hangs, wakes no runtime by itself.
    pub(crate) async fn run(self: Arc<Self>) {
        loop {
            tokio::time::sleep(TICK).await;
        }
    }

    /// The runtime has nothing left to do: jumps, unless something is at work for it
    /// elsewhere.
    pub(crate) fn parked(&self, sim: &Running, threads: &Threads, woken: &Woken) {
        let metrics = tokio::runtime::Handle::current().metrics();
        for look in 0..LOOKS {
            let work = || woken.is_set() || metrics.global_queue_depth() > 0;
            if work() || self.is_held(sim) {
                return;
            }
            if self.inner().end_in_silence && sim.hanging() > 0 {
                self.end();
                return;
            }
            // A thread tells the runtime what it did before it comes to rest.
            if !threads.at_work() {
                if !work() {
                    self.jump(sim);
                }
                return;
            }
            match look.checked_sub(YIELDS) {
                None => std::thread::yield_now(),
                Some(sleeps) => std::thread::sleep(LOOK * (1 << sleeps)),
            }
        }
    }

    /// Whether an answer is on its way.
    fn is_held(&self, sim: &Running) -> bool {
        let inner = self.inner();
        let hanging = sim.hanging().min(sim.hung().saturating_sub(inner.gave_up));
        inner.waits.values().filter(|wait| wait.answer).count() > hanging
    }

    fn jump(&self, sim: &Running) {
        let mut inner = self.inner();
        let now = wall() + inner.ahead;
        let Some(&(due, _)) = inner.waits.keys().next() else {
            return;
        };
        let span = due - now;
        if span > 0 {
            inner.ahead += span;
        }
        let due: Vec<_> = inner
            .waits
            .range(..=(due.max(now), u64::MAX))
            .map(|(key, _)| *key)
            .collect();
        let woken: Vec<Wait> = due
            .iter()
            .filter_map(|key| inner.waits.remove(key))
            .collect();
        // No more than there are: a suspended computer lets other waits run out as well.
        let over = woken.iter().filter(|wait| wait.answer).count();
        inner.gave_up = sim.hung().min(inner.gave_up + over);
        drop(inner);
        if let Ok(span) = u64::try_from(span) {
            sim.advance_clock(Duration::from_millis(span));
        }
        for wait in woken {
            wait.waker.wake();
        }
        self.moved.notify_waiters();
    }
}

/// The clock of the system, in UTC milliseconds.
pub(crate) fn wall() -> i64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// A wait by this clock.
pub(crate) struct Sleep {
    clock: Arc<Clock>,
    due: i64,
    answer: bool,
    key: Option<(i64, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = Arc::clone(&self.clock);
        let mut inner = clock.inner();
        if let Some(key) = self.key.take() {
            inner.waits.remove(&key);
        }
        if wall() + inner.ahead >= self.due {
            return Poll::Ready(());
        }
        inner.count += 1;
        let key = (self.due, inner.count);
        let wait = Wait {
            waker: context.waker().clone(),
            answer: self.answer,
        };
        inner.waits.insert(key, wait);
        self.key = Some(key);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.clock.inner().waits.remove(&key);
        }
    }
}
