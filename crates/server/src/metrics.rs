//! What whoever runs the server can watch, in the words of Prometheus.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

use crate::App;

/// Seconds; from what a delta takes to what a request may take at most.
const DURATIONS: [f64; 12] =
    [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// This server's counters.
pub(crate) struct Metrics(PrometheusRecorder);

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let builder = PrometheusBuilder::new();
        // It fails when there are no buckets.
        let builder = builder.set_buckets(&DURATIONS).unwrap_or_else(|_| PrometheusBuilder::new());
        Self(builder.build_recorder())
    }
}

impl Metrics {
    /// `route` is the pattern, so that there are as many lines as routes and no listener's id in them.
    pub(crate) fn answered(
        &self,
        method: &Method,
        route: &str,
        status: StatusCode,
        took: Duration,
    ) {
        let (method, route) = (method_name(method), route.to_owned());
        with_local_recorder(&self.0, || {
            counter!("balados_http_requests_total",
                "method" => method, "route" => route.clone(), "status" => status.as_str().to_owned())
            .increment(1);
            histogram!("balados_http_request_duration_seconds", "method" => method, "route" => route)
                .record(took);
        });
    }

    /// All of it, now.
    pub(crate) fn render(&self, app: &App) -> String {
        with_local_recorder(&self.0, || {
            gauge!("balados_live_connections").set(count(app.guests().len()));
            for (pool, connections) in app.db().pools() {
                let idle = connections.num_idle();
                let used = (connections.size() as usize).saturating_sub(idle);
                gauge!("balados_database_connections", "pool" => pool, "state" => "idle")
                    .set(count(idle));
                gauge!("balados_database_connections", "pool" => pool, "state" => "used")
                    .set(count(used));
            }
            let (feeds, bytes) = app.feeds().kept();
            gauge!("balados_feeds_kept").set(count(usize::try_from(feeds).unwrap_or(usize::MAX)));
            gauge!("balados_feeds_kept_bytes")
                .set(count(usize::try_from(bytes).unwrap_or(usize::MAX)));
            gauge!("balados_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        });
        let handle = self.0.handle();
        handle.run_upkeep();
        handle.render()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no such thing is counted to 2^52")]
fn count(value: usize) -> f64 {
    value as f64
}

/// What anybody can invent is one line.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
