//! What nobody waits for.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;

/// Tasks that end with their owner, a limited number at once.
pub(super) struct Background {
    tasks: Mutex<JoinSet<()>>,
    most: usize,
}

impl Background {
    pub(super) fn new(most: usize) -> Self {
        Self { tasks: Mutex::default(), most }
    }

    /// Does something nobody waits for; what is too much at once is left undone.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.lock();
        while tasks.try_join_next().is_some() {}
        if tasks.len() < self.most {
            tasks.spawn(task);
        } else {
            tracing::warn!(most = self.most, "too much in the background: left out");
        }
    }

    /// Waits until all of them are done, for a while.
    pub(super) async fn wait(&self, time: Duration) {
        let mut tasks = std::mem::take(&mut *self.lock());
        if tokio::time::timeout(time, async { while tasks.join_next().await.is_some() {} }).await.is_err() {
            tracing::debug!("left in the background");
        }
    }

    pub(super) fn stop(&self) {
        self.lock().abort_all();
    }

    fn lock(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
