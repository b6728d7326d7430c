//! Where feeds may be fetched from.
//!
//! A feed's address comes from anybody, so the server must not become the hand that reaches into the network it
//! stands in. Every address is checked before every request, redirects included: the scheme, the port, the name, and
//! the addresses that the name has. What the connector gets are the very addresses that were checked, so a name that
//! changes its mind between two questions gains nothing.

use std::{fmt, net::IpAddr, net::SocketAddr, sync::Arc};

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::reach::is_public;

/// Endings of names that mean something inside a network only.
const INSIDE: [&str; 9] = [
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
];
/// Clouds' metadata services by those of their names that look public.
const METADATA: [&str; 2] = ["metadata.tencentyun.com", "metadata.packet.net"];

/// Why an address is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("only http and https are fetched")]
    Scheme,
    #[error("this port is not fetched from")]
    Port,
    #[error("this name means something in a private network only")]
    Name,
    #[error("this is not a public address")]
    Private,
    #[error("this server puts that feed together itself")]
    Own,
}

/// Asks what addresses a name has.
pub(super) trait Names: Send + Sync {
    fn look_up(&self, name: String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>>;
}

/// The system's resolver.
pub(super) struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, name: String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// What may be asked. Cheap to clone.
#[derive(Clone)]
pub(super) struct Guard {
    names: Arc<dyn Names>,
    reach: Reach,
}

/// How far the server may reach.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reach {
    /// Every http and https address: tests and closed networks.
    Everything,
    /// Names and ports of the internet, and addresses that this says yes to.
    Internet(fn(IpAddr) -> bool),
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("reach", &self.reach).finish_non_exhaustive()
    }
}

impl Guard {
    pub(super) fn of_the_internet() -> Self {
        Self::new(Arc::new(SystemNames), Reach::Internet(is_public))
    }

    pub(super) fn of_everything() -> Self {
        Self::new(Arc::new(SystemNames), Reach::Everything)
    }

    pub(super) fn new(names: Arc<dyn Names>, reach: Reach) -> Self {
        Self { names, reach }
    }

    /// What can be said of an address before its name is looked up.
    pub(super) fn check(&self, url: &Url) -> Result<(), Refused> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme);
        }
        let Reach::Internet(allows) = self.reach else { return Ok(()) };
        if !matches!(url.port_or_known_default(), Some(80 | 443 | 1_024..)) {
            return Err(Refused::Port);
        }
        match url.host() {
            Some(Host::Ipv4(address)) if allows(address.into()) => Ok(()),
            Some(Host::Ipv6(address)) if allows(address.into()) => Ok(()),
            Some(Host::Domain(name)) if is_of_the_internet(name) => Ok(()),
            Some(Host::Domain(_)) => Err(Refused::Name),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => Err(Refused::Private),
        }
    }

    fn allows(&self, address: IpAddr) -> bool {
        match self.reach {
            Reach::Everything => true,
            Reach::Internet(allows) => allows(address),
        }
    }
}

/// A name with a dot in it that does not end in what is private.
fn is_of_the_internet(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends = |end: &str| name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    name.contains('.')
        && !INSIDE.iter().any(|end| ends(end))
        && !METADATA.contains(&name.as_str())
        && name != "home.arpa"
}

/// A name without any address that may be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAddress {
    #[error("the name cannot be resolved")]
    Unknown(#[source] std::io::Error),
    #[error(transparent)]
    Refused(Refused),
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let asked = guard.names.look_up(name.as_str().to_owned()).await;
            let mut found = asked.map_err(NoAddress::Unknown)?;
            if found.is_empty() {
                return Err(NoAddress::Unknown(std::io::ErrorKind::NotFound.into()).into());
            }
            found.retain(|address| guard.allows(*address));
            if found.is_empty() {
                return Err(NoAddress::Refused(Refused::Private).into());
            }
            // The connector puts the address's own port in the place of 0.
            let addresses = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok::<Addrs, _>(Box::new(addresses.collect::<Vec<_>>().into_iter()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Feeds as Settings,
        feeds::{Fault, Feeds},
    };
    use axum::{Router, http::header::LOCATION, response::IntoResponse, routing::get};
    use std::{
        collections::HashMap,
        io::ErrorKind,
        net::Ipv4Addr,
        sync::atomic::{AtomicUsize, Ordering},
    };
    use tokio::net::TcpListener;

    /// Of this machine's addresses, one that the tests take for public and one that they do not.
    const PUBLIC: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
    const PRIVATE: Ipv4Addr = Ipv4Addr::LOCALHOST;

    /// Names with their addresses: one answer after the other, the last one for ever.
    struct Known(HashMap<&'static str, Vec<Vec<IpAddr>>>, AtomicUsize);

    impl Names for Known {
        fn look_up(&self, name: String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> {
            let nth = self.1.fetch_add(1, Ordering::SeqCst);
            let answers = self.0.get(name.as_str());
            let answer = answers.and_then(|all| all.get(nth.min(all.len() - 1))).cloned();
            Box::pin(async move { answer.ok_or(std::io::ErrorKind::NotFound.into()) })
        }
    }

    fn feeds(names: &[(&'static str, &[&[IpAddr]])]) -> Feeds {
        let names =
            names.iter().map(|(name, all)| (*name, all.iter().map(|it| it.to_vec()).collect()));
        let known = Known(names.collect(), AtomicUsize::new(0));
        let reach = Reach::Internet(|address| address == PUBLIC || is_public(address));
        let settings = Settings { timeout_seconds: 2, ..Settings::default() };
        let own = Url::parse("https://balados.example").unwrap();
        Feeds::guarded(&settings, &own, Guard::new(Arc::new(known), reach)).unwrap()
    }

    /// One port at both addresses: what is free at one may be taken at the other by whoever else is
    /// tested now.
    async fn listeners() -> (TcpListener, TcpListener) {
        loop {
            let public = TcpListener::bind((PUBLIC, 0)).await.unwrap();
            let port = public.local_addr().unwrap().port();
            match TcpListener::bind((PRIVATE, port)).await {
                Ok(private) => return (public, private),
                Err(taken) if taken.kind() == ErrorKind::AddrInUse => {}
                Err(other) => panic!("no listener at {PRIVATE}: {other}"),
            }
        }
    }

    /// A publisher at both addresses with the same port; counts who comes to the private one.
    async fn publisher(redirect: &'static str) -> (u16, Arc<AtomicUsize>) {
        let (public, private) = listeners().await;
        let port = public.local_addr().unwrap().port();
        let came = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&came);
        let to = redirect.replace("PORT", &port.to_string());
        let routes = Router::new().route("/feed", get(async || "<rss/>")).route(
            "/away",
            get(async move || (axum::http::StatusCode::FOUND, [(LOCATION, to)]).into_response()),
        );
        let inside = Router::new().fallback(async move || {
            counting.fetch_add(1, Ordering::SeqCst);
            "<rss>secret</rss>"
        });
        tokio::spawn(async move { axum::serve(public, routes).await });
        tokio::spawn(async move { axum::serve(private, inside).await });
        (port, came)
    }

    async fn outcome(feeds: &Feeds, url: &str) -> Result<(), Fault> {
        let document = feeds.get(&Url::parse(url).unwrap()).await?;
        document.body.ended().await
    }

    #[tokio::test]
    async fn a_name_is_asked_at_its_public_addresses_only() {
        let (port, came) = publisher("").await;
        let feeds = feeds(&[
            ("good.example", &[&[PUBLIC.into()]]),
            ("both.example", &[&[PRIVATE.into(), PUBLIC.into()]]),
            (
                "inside.example",
                &[&[PRIVATE.into(), "::1".parse().unwrap(), "10.0.0.1".parse().unwrap()]],
            ),
            ("mapped.example", &[&["::ffff:127.0.0.1".parse().unwrap()]]),
            ("cloud.example", &[&["169.254.169.254".parse().unwrap()]]),
            ("nothing.example", &[&[]]),
        ]);
        for name in ["good", "both"] {
            assert_eq!(
                outcome(&feeds, &format!("http://{name}.example:{port}/feed")).await,
                Ok(()),
                "{name}"
            );
        }
        for name in ["inside", "mapped", "cloud"] {
            let refused = outcome(&feeds, &format!("http://{name}.example:{port}/feed")).await;
            assert_eq!(refused, Err(Fault::Refused(Refused::Private)), "{name}");
        }
        for name in ["nothing", "unknown"] {
            let unknown = outcome(&feeds, &format!("http://{name}.example:{port}/feed")).await;
            assert_eq!(unknown, Err(Fault::UnknownHost), "{name}");
        }
        assert_eq!(came.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_name_that_changes_its_mind_gains_nothing() {
        let (port, came) = publisher("").await;
        let feeds = feeds(&[("rebind.example", &[&[PUBLIC.into()], &[PRIVATE.into()]])]);
        let first = outcome(&feeds, &format!("http://rebind.example:{port}/feed")).await;
        assert_eq!(first, Ok(()), "connected to what was checked");
        for nth in 0..3 {
            // Another feed of the same name: over the old connection, or refused.
            let url = format!("http://rebind.example:{port}/feed?{nth}");
            assert!(
                matches!(outcome(&feeds, &url).await, Ok(()) | Err(Fault::Refused(_))),
                "{nth}"
            );
        }
        assert_eq!(came.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn no_redirect_leads_inside() {
        let targets = [
            ("http://127.0.0.1:PORT/feed", Refused::Private),
            ("//127.0.0.1:PORT/feed", Refused::Private),
            ("http://0x7f.1:PORT/feed", Refused::Private),
            ("http://[::1]:PORT/feed", Refused::Private),
            ("http://[::ffff:127.0.0.1]:PORT/feed", Refused::Private),
            ("http://inside.example:PORT/feed", Refused::Private),
            ("http://169.254.169.254/latest/meta-data/", Refused::Private),
            ("http://localhost:PORT/feed", Refused::Name),
            ("http://metadata.google.internal/", Refused::Name),
            ("file:///etc/passwd", Refused::Scheme),
            ("gopher://127.0.0.1/", Refused::Scheme),
            ("http://127.0.0.2:22/", Refused::Port),
        ];
        for (target, refused) in targets {
            let (port, came) = publisher(target).await;
            let feeds = feeds(&[
                ("good.example", &[&[PUBLIC.into()]]),
                ("inside.example", &[&[PRIVATE.into()]]),
            ]);
            let found = outcome(&feeds, &format!("http://good.example:{port}/away")).await;
            assert_eq!(found, Err(Fault::Refused(refused)), "{target}");
            assert_eq!(came.load(Ordering::SeqCst), 0, "{target}");
        }
    }
}
