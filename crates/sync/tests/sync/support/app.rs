//! This app on one device, let in.

use std::sync::Arc;

use balados_protocol::{
    FeedRef, FeedUrl, Record, Register, Stamp,
    exchange::{ExchangeAnswer, ExchangeRequest},
    record::Subscription,
};
use balados_sync::{
    Api, AppId, AppKey, Asking, Identity, Language, Live, LiveConfig, PATIENCE, RedirectSignIn,
    Signer,
};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Browser, Home};

pub(crate) struct App {
    pub(crate) api: Api,
    pub(crate) id: AppId,
    pub(crate) signer: Signer,
    pub(crate) now_ms: i64,
    base: Url,
}

impl App {
    pub(super) async fn let_in(home: &Home, browser: &Browser, name: &str) -> Self {
        let key = AppKey::generate().await.unwrap();
        let (app_id, now_ms) = (AppId::random(), home.now_ms().await);
        let asking =
            Asking { server: &home.base, app_id: &app_id, app_name: name, key: &key, now_ms };
        let sign_in = RedirectSignIn::begin(&asking, Language::English).await.unwrap();
        let consent = sign_in.url().clone();
        let cancel = CancellationToken::new();
        let (signed_in, page) =
            tokio::join!(sign_in.finish(&cancel, PATIENCE), browser.decide(&consent, "approve"));
        assert_eq!(page.status, 200, "{}", page.text);
        let identity = Identity {
            app_id: app_id.clone(),
            user_id: signed_in.unwrap().user_id,
            device_id: name.to_owned(),
            device_name: name.to_owned(),
        };
        let signer = Signer::new(identity, Arc::new(key));
        Self { api: home.api.clone(), id: app_id, signer, now_ms, base: home.base.clone() }
    }

    pub(crate) fn token(&mut self) -> String {
        self.signer.token(self.now_ms).unwrap()
    }

    pub(crate) async fn exchange(&mut self, request: &ExchangeRequest) -> ExchangeAnswer {
        let token = self.token();
        self.api.exchange(&token, request).await.unwrap()
    }

    /// Sends these records, and says nothing of a cursor.
    pub(crate) async fn send(&mut self, changes: Vec<Record>) -> ExchangeAnswer {
        self.exchange(&ExchangeRequest { changes, ..ExchangeRequest::default() }).await
    }

    pub(crate) async fn live(&mut self) -> Live {
        self.live_with(LiveConfig::default()).await
    }

    pub(crate) async fn live_with(&mut self, config: LiveConfig) -> Live {
        let token = self.token();
        Live::connect(&self.base, &token, config).await.unwrap()
    }
}

fn feed(number: usize) -> FeedRef {
    let url = format!("https://example.com/{number}.xml");
    FeedRef::read(balados_protocol::FeedId::of(&url.parse::<FeedUrl>().unwrap()).as_str()).unwrap()
}

pub(crate) fn subscription(number: usize, at: i64) -> Record {
    let title = Some(Register::new(format!("Podcast {number}"), Stamp(at)));
    Record::Subscription(Subscription {
        subscribed_at: Some(Stamp(at)),
        title,
        ..Subscription::of(feed(number))
    })
}
