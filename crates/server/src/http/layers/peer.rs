//! Who asks, when a proxy stands between.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use crate::App;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Replaces the address of a trusted proxy by the one that it speaks for.
pub(super) async fn behind_proxies(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(it)| *it);
    if let Some(peer) = peer {
        let client = client(peer.ip(), request.headers(), &app.config().trusted_proxies);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
    }
    next.run(request).await
}

/// The last address in the chain that is no trusted proxy: what stands before it, anybody can have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
    let chain: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    for hop in chain.iter().rev() {
        if !trusted.contains(&client) {
            break;
        }
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let chain = |lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED_FOR, line.parse().unwrap());
            }
            headers
        };
        let trusted = [at("127.0.0.1"), at("10.0.0.1")];
        let seen =
            |peer: &str, lines: &[&str]| client(at(peer), &chain(lines), &trusted).to_string();
        assert_eq!(
            seen("192.0.2.9", &["203.0.113.7"]),
            "192.0.2.9",
            "a stranger says what it likes"
        );
        assert_eq!(seen("127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen("::ffff:127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen("127.0.0.1", &["1.1.1.1, 203.0.113.7", "10.0.0.1"]), "203.0.113.7");
        assert_eq!(seen("127.0.0.1", &["nonsense"]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
    }
}
