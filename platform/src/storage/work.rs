//! A unit of work on its way to the thread that owns the connection, and its answer back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::tx::Tx;
use crate::error::{Error, Fault, Result};

/// Work that waits for a connection.
pub(super) trait Work: Send {
    /// Runs the closure and keeps its answer. `false` when its changes must be undone.
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
}

struct Act<T, F> {
    closure: F,
    answer: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

/// Packs a closure, and gives the end at which its answer arrives.
pub(super) fn pack<T, F>(closure: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T>>)
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    let (reply, receiver) = oneshot::channel();
    (Box::new(Act { closure, answer: None, reply }), receiver)
}

impl<T, F> Work for Act<T, F>
where
    T: Send,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome {
        // A panic is a bug of one act. It must not take the thread, and with it all others, along.
        let answer = catch_unwind(AssertUnwindSafe(|| (self.closure)(tx)))
            .unwrap_or_else(|_| Err(Error::fault("an act panicked")));
        let outcome = match &answer {
            Ok(_) => Outcome::Keep,
            Err(Error::Fault(fault)) if fault.retry => Outcome::Again,
            Err(_) => Outcome::Undo,
        };
        self.answer = Some(answer);
        outcome
    }

    fn answer(self: Box<Self>, committed: std::result::Result<(), Fault>) {
        let kept = self.answer.unwrap_or_else(|| Err(Error::fault("the work was never run")));
        let answer = match (kept, committed) {
            (Ok(_), Err(fault)) => Err(Error::Fault(fault)),
            (kept, _) => kept,
        };
        // The one who waited may have hung up; the work is done all the same.
        let _ = self.reply.send(answer);
    }
}
