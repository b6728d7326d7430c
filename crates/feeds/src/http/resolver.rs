//! The system's resolver, with an error that can be told from a refused connection.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

#[derive(Debug, thiserror::Error)]
#[error("the name cannot be resolved")]
pub(super) struct UnknownName(#[source] std::io::Error);

#[derive(Debug)]
pub(super) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(UnknownName)?;
            Ok::<Addrs, _>(Box::new(found.collect::<Vec<_>>().into_iter()))
        })
    }
}
