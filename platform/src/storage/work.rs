//! A unit of work on its way to the thread that owns the connection, and its answer back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::oneshot;

use super::tx::Tx;
use crate::error::{Error, Fault, FaultKind, Result};

/// Work that waits for a connection.
pub(super) trait Work: Send {
    /// Whether it is still to be done: nobody does what its owner has gone away from.
    fn begin(&self) -> bool;
    /// Runs the closure, keeps its answer, and says what is to be done with its changes.
    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome;
    /// Answers the one who waits, once it is known whether the commit held.
    fn answer(self: Box<Self>, committed: std::result::Result<(), Fault>);
}

/// What the thread has to do after a closure ran.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// Commit.
    Keep,
    /// Undo, and answer.
    Undo,
    /// Undo, and run once more: it met another act.
    Again,
    /// Run once more on another connection: this one is gone, and the changes with it.
    Lost,
}

struct Act<T, F> {
    closure: F,
    answer: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
    place: Arc<AtomicU8>,
}

/// The place in the queue: waiting, taken by a thread, or left by its owner.
const WAITING: u8 = 0;
const BEGUN: u8 = 1;
const LEFT: u8 = 2;

/// The end at which the answer arrives. To drop it is to leave the queue.
pub(super) struct Ticket<T> {
    pub(super) answer: oneshot::Receiver<Result<T>>,
    place: Arc<AtomicU8>,
}

impl<T> Ticket<T> {
    /// Waits where waiting may block.
    pub(super) fn wait(&mut self) -> std::result::Result<Result<T>, oneshot::error::RecvError> {
        let (_, never) = oneshot::channel();
        std::mem::replace(&mut self.answer, never).blocking_recv()
    }

    /// Leaves the queue; `false` when a thread was quicker, and the answer will come.
    pub(super) fn leave(&self) -> bool {
        step(&self.place, LEFT)
    }
}

impl<T> Drop for Ticket<T> {
    fn drop(&mut self) {
        step(&self.place, LEFT);
    }
}

/// Goes on from waiting, or says that the place was given away before.
fn step(place: &AtomicU8, to: u8) -> bool {
    place.compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
}

/// Packs a closure, and gives the end at which its answer arrives.
pub(super) fn pack<T, F>(closure: F) -> (Box<dyn Work>, Ticket<T>)
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let place = Arc::new(AtomicU8::new(WAITING));
    let ticket = Ticket { answer, place: place.clone() };
    (Box::new(Act { closure, answer: None, reply, place }), ticket)
}

impl<T, F> Work for Act<T, F>
where
    T: Send,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send,
{
    fn begin(&self) -> bool {
        step(&self.place, BEGUN)
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome {
        // A panic is a bug of one act. It must not take the thread, and with it all others, along.
        let answer = catch_unwind(AssertUnwindSafe(|| (self.closure)(tx)))
            .unwrap_or_else(|_| Err(Error::fault("an act panicked")));
        // A closure that goes on after a failed statement has gone on with half of its changes.
        let answer = tx.failed().map_or(answer, |fault| Err(Error::Fault(fault)));
        let outcome = match &answer {
            Ok(_) => Outcome::Keep,
            Err(Error::Fault(fault)) if fault.kind == FaultKind::Met => Outcome::Again,
            Err(Error::Fault(fault)) if fault.kind == FaultKind::Lost => Outcome::Lost,
            Err(_) => Outcome::Undo,
        };
        self.answer = Some(answer);
        outcome
    }

    fn answer(self: Box<Self>, committed: std::result::Result<(), Fault>) {
        let kept = self.answer.unwrap_or_else(|| Err(Error::fault("the work was never run")));
        let answer = match (kept, committed) {
            (kept, Ok(())) => kept,
            (Err(refused @ (Error::NotFound | Error::Refused(_))), Err(_)) => Err(refused),
            (_, Err(fault)) => Err(Error::Fault(fault)),
        };
        // The one who waited may have hung up; the work is done all the same.
        let _ = self.reply.send(answer);
    }
}
