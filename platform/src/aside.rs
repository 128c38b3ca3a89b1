//! Slow work on a thread of its own: reading a large file, many rows one act after another.

use crate::error::{Error, Result};

/// Does the work on a thread of its own and waits for it, without holding up others.
pub async fn aside<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (done, answer) = flume::bounded(1);
    begin(name, move || {
        // Nobody waits any more when the one who asked has gone; the work is done all the same.
        let _ = done.send(work());
    })?;
    answer.recv_async().await.map_err(|_| Error::fault("work on a thread of its own panicked"))?
}

/// Begins work on a thread of its own, and waits for nothing.
pub fn begin(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work)?;
    Ok(())
}
