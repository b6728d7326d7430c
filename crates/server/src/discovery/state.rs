//! What discovery keeps in memory: answers for a few seconds, and whether there is something to count.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;
use tokio::sync::Notify;

use super::answer::Ready;
use crate::http::{ApiError, ApiResult};

/// How long an answer is given again: a rush costs one look at the database.
const KEPT: Duration = Duration::from_secs(10);
/// Bytes of answers.
const CAPACITY: u64 = 16_000_000;

#[derive(Debug)]
pub(crate) struct Discovery {
    answers: Cache<String, Arc<Ready>>,
    news: Notify,
    counted: Notify,
}

impl Default for Discovery {
    fn default() -> Self {
        let answers = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(|key: &String, ready: &Arc<Ready>| {
                u32::try_from(key.len() + ready.body.len() + 200).unwrap_or(u32::MAX)
            })
            .time_to_live(KEPT)
            .build();
        Self { answers, news: Notify::new(), counted: Notify::new() }
    }
}

impl Discovery {
    /// The answer to a question, from memory where it was asked just now.
    pub(super) async fn answer(
        &self,
        question: String,
        find: impl Future<Output = ApiResult<Ready>>,
    ) -> ApiResult<Arc<Ready>> {
        let found = self.answers.try_get_with(question, async { find.await.map(Arc::new) }).await;
        found.map_err(|error: Arc<ApiError>| (*error).clone())
    }

    /// After a commit: something is to be counted, or shown no longer.
    pub(crate) fn heard(&self, noted: super::Noted) {
        if noted.levels {
            self.forget();
        }
        if noted.acts {
            self.news.notify_one();
        }
    }

    pub(super) fn forget(&self) {
        self.answers.invalidate_all();
    }

    pub(super) async fn news(&self) {
        self.news.notified().await;
    }

    /// Scores have changed.
    pub(super) fn has_counted(&self) {
        self.forget();
        self.counted.notify_one();
    }

    pub(super) async fn counted(&self) {
        self.counted.notified().await;
    }
}
