//! The server of the account, for whoever asks it something that needs no account.

use std::net::IpAddr;

use balados_sync::Api;
use tokio::sync::watch;
use url::{Host, Url};

use crate::Result;

/// A server that can be asked.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) api: Api,
    /// As people read it.
    pub(crate) host: String,
}

/// Whether there is one now. Clones are the same.
#[derive(Debug, Clone)]
pub(crate) struct ConnectedServer(watch::Sender<Option<Server>>);

impl ConnectedServer {
    pub(crate) fn none() -> Self {
        Self(watch::Sender::new(None))
    }

    pub(crate) fn get(&self) -> Option<Server> {
        self.0.borrow().clone()
    }

    /// Whether it is another one now.
    pub(crate) fn set(&self, address: Option<&Url>, host: impl Fn(&Url) -> String) -> Result<bool> {
        let server = match address {
            Some(address) => Some(Server { api: Api::new(address.clone())?, host: host(address) }),
            None => None,
        };
        let host = |server: &Option<Server>| server.as_ref().map(|server| server.host.clone());
        let before = self.0.send_replace(server.clone());
        Ok(host(&before) != host(&server))
    }
}

/// Whether an address means something inside a network only: this computer, or the house that it is in.
pub(crate) fn is_inside(url: &Url) -> bool {
    const ENDINGS: [&str; 6] = ["localhost", "local", "internal", "lan", "home", "arpa"];
    match url.host() {
        Some(Host::Domain(name)) => {
            let end = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
            ENDINGS.iter().any(|ending| end.eq_ignore_ascii_case(ending)) || !name.contains('.')
        }
        Some(Host::Ipv4(address)) => is_inside_address(address.into()),
        Some(Host::Ipv6(address)) => is_inside_address(address.into()),
        None => true,
    }
}

fn is_inside_address(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => it.is_loopback() || it.is_private() || it.is_link_local(),
        IpAddr::V6(it) => it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local(),
    }
}

#[test]
fn what_is_inside_a_network_is_told_from_what_anybody_can_reach() {
    for (address, inside) in [
        ("https://example.com/feed", false),
        ("https://8.8.8.8/feed", false),
        ("https://[2606:4700::1111]/feed", false),
        ("http://localhost/feed", true),
        ("http://nas.local/feed", true),
        ("http://nas/feed", true),
        ("http://192.168.1.2/feed", true),
        ("http://127.0.0.1:8000/feed", true),
        ("http://[::1]/feed", true),
        ("http://[fd00::1]/feed", true),
        ("http://[::ffff:10.0.0.1]/feed", true),
    ] {
        assert_eq!(is_inside(&address.parse().unwrap()), inside, "{address}");
    }
}
