//! How connections are taken: with a certificate, with patience that ends, and counted.

use std::{net::SocketAddr, time::Duration};

use balados_server::{Server, config::Tls};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::{Certificate, Method, StatusCode, header::AUTHORIZATION};
use serde_json::json;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Home, free_config, on_both, program};

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_makes_it_speak_https() {
    let folder = TempDir::new().unwrap();
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let files =
        Tls { certificate: folder.path().join("chain.pem"), key: folder.path().join("key.pem") };
    std::fs::write(&files.certificate, cert.pem()).unwrap();
    std::fs::write(&files.key, signing_key.serialize_pem()).unwrap();
    let mut config = free_config(folder.path(), None);
    config.tls = Some(files);
    let server = Server::start(config).await.unwrap();
    let port = server.address().port();
    let trusting = reqwest::Client::builder()
        .add_root_certificate(Certificate::from_pem(cert.pem().as_bytes()).unwrap())
        .resolve("localhost", SocketAddr::from(([127, 0, 0, 1], port)));
    let url = format!("https://localhost:{port}/api/v1/health");
    let answer = trusting.build().unwrap().get(&url).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.version(), reqwest::Version::HTTP_2);
    let plain = reqwest::get(format!("http://localhost:{port}/api/v1/health")).await;
    assert!(plain.is_err(), "nothing is said without the certificate");
    server.stop().await;
}

#[test]
fn a_certificate_that_cannot_be_read_is_said_at_the_start() {
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    std::fs::write(here.join("chain.pem"), "not a certificate").unwrap();
    for (args, wanted) in [
        (vec!["--tls-certificate", "chain.pem", "--tls-key", "chain.pem"], "certificate"),
        (vec!["--tls-certificate", "none.pem", "--tls-key", "none.pem"], "certificate"),
        (vec!["--tls-certificate", "chain.pem"], "--tls-key"),
    ] {
        let output = program(here, &args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(wanted), "{args:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_comes_is_given_up() {
    let home = Home::with(None, |config| config.limits.request_seconds = 1).await;
    let device = home.device(&home.listener("ada").await, "desk").await;
    let mut slow = TcpStream::connect(home.server.address()).await.unwrap();
    let head = format!(
        "POST /api/v1/exchange HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 1000\r\n\r\n{{",
        device.token()
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    let read = tokio::time::timeout(Duration::from_secs(20), slow.read_exact(&mut answer)).await;
    read.expect("it waits for ever").unwrap();
    assert_eq!(answer, b"HTTP/1.1 408");
}

on_both! {
    async fn what_is_asked_is_counted(home: Home) {
        let device = home.device(&home.listener("ada").await, "desk").await;
        device.exchange(&json!({})).await;
        device.get("/api/v1/subscriptions/c2VjcmV0/metadata").await;
        let client = reqwest::Client::new();
        let url = format!("{}/metrics", home.base);
        let text = client.get(&url).send().await.unwrap().text().await.unwrap();
        let line = "balados_http_requests_total{method=\"POST\",route=\"/api/v1/exchange\",status=\"200\"} 1";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("balados_http_request_duration_seconds_bucket{method=\"POST\",route=\"/api/v1/exchange\",le=\"30\"} 1"), "{text}");
        assert!(text.contains("\nbalados_live_connections 0\n"), "{text}");
        assert!(text.contains("balados_database_connections{"), "{text}");
        assert!(!text.contains("c2VjcmV0"), "what listeners hear is nobody's business");
        let forwarded = client.get(&url).header("x-forwarded-for", "203.0.113.7").send().await.unwrap();
        assert_eq!(forwarded.status(), StatusCode::UNAUTHORIZED, "a proxy speaks for strangers");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_are_for_whoever_has_their_token() {
    let home =
        Home::with(None, |config| config.metrics_token = Some("of-metrics".to_owned())).await;
    let ask = async |token: Option<&str>| {
        let url = format!("{}/metrics", home.base);
        let mut request = reqwest::Client::new().request(Method::GET, url);
        request = request.header("x-forwarded-for", "203.0.113.7");
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(Some("of-metrics")).await, 200);
    assert_eq!(ask(Some("of-metric")).await, 401);
    assert_eq!(ask(None).await, 401);
}
