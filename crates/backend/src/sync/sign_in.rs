//! Signing in with the system's browser, and looking at what would become one before it does.

use std::sync::Arc;

use balados_protocol::{
    ErrorClass, Record,
    exchange::{ExchangeRequest, MAX_PAGE, capability},
};
use balados_sync::{
    Api, AppId, AppKey, Asking, Identity, Language, PATIENCE, RedirectSignIn, Signer, consent_url,
    normalise_address, wait_for_consent,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    Sync,
    account::{Account, device_id, host},
};
use crate::{
    Backend, Error, Result, clock,
    to_view::whole,
    view::{SignIn, SyncPreview},
};

/// How the app calls itself on consent pages, beside the device's name.
const APP: &str = "Balados";

/// A sign-in that is going on.
pub(super) struct Going {
    pub(super) view: SignIn,
    cancel: CancellationToken,
    step: Step,
}

enum Step {
    Waiting,
    /// The listener has to type a user id.
    NeedsUserId(Arc<Question>),
    Ready(Account),
}

/// Who asks to be let in where.
struct Question {
    api: Api,
    app_id: AppId,
    key: Arc<AppKey>,
    device_name: String,
    offset_ms: i64,
    /// The server knows no records.
    is_classic: bool,
}

impl Backend {
    /// Begins to sign in; the page to open in the system's browser. A second call gives the first one up.
    pub async fn begin_sign_in(&self, address: &str, language: Language) -> Result<String> {
        self.0.sync.begin_sign_in(address, language).await
    }

    /// For a server that sends nobody back: the user id that its dashboard shows.
    pub fn submit_user_id(&self, user_id: &str) -> Result<()> {
        self.0.sync.submit_user_id(user_id)
    }

    /// Gives up signing in, or a preview.
    pub fn cancel_sign_in(&self) {
        self.0.sync.give_up();
        self.0.sync.say_changed();
    }

    /// Takes the account of the preview on: this library and what is there become one. A copy of the library as it is now
    /// is kept beside it first.
    pub async fn confirm_sign_in(&self) -> Result<()> {
        self.0.sync.confirm().await
    }
}

impl Sync {
    async fn begin_sign_in(&self, address: &str, language: Language) -> Result<String> {
        let server = normalise_address(address).map_err(balados_sync::Error::from)?;
        let api = Api::new(server.clone())?;
        let health = api.health().await?;
        let now_ms = clock::now_ms();
        let question = Arc::new(Question {
            api: api.compressing(health.compression()),
            app_id: AppId::random(),
            key: Arc::new(AppKey::generate().await?),
            device_name: device_name(),
            is_classic: health.is_classic(),
            offset_ms: health.server_ms.map_or(0, |server_ms| server_ms.saturating_sub(now_ms)),
        });
        self.give_up();
        if health.has(capability::REDIRECT) {
            self.redirected(question, language).await
        } else {
            self.without_way_back(question)
        }
    }

    async fn redirected(&self, question: Arc<Question>, language: Language) -> Result<String> {
        let name = question.app_name();
        let sign_in = RedirectSignIn::begin(&question.asking(&name), language).await?;
        let url = sign_in.url().to_string();
        let server = host(question.api.base());
        let cancel = self.go(SignIn::InBrowser { server, url: url.clone() }, Step::Waiting);
        let sync = self.clone();
        self.0.tasks.spawn(async move {
            let signed_in = match sign_in.finish(&cancel, PATIENCE).await {
                Ok(signed_in) => sync.preview(&question, signed_in.user_id).await,
                Err(error) => Err(error.into()),
            };
            sync.decided(&cancel, &question, signed_in);
        });
        Ok(url)
    }

    fn without_way_back(&self, question: Arc<Question>) -> Result<String> {
        let name = question.app_name();
        let url = consent_url(&question.asking(&name))?.to_string();
        let view = SignIn::NeedsUserId { server: host(question.api.base()), url: url.clone() };
        self.go(view, Step::NeedsUserId(question));
        Ok(url)
    }

    fn submit_user_id(&self, user_id: &str) -> Result<()> {
        let not_id = || {
            let message = "a user id has 32 hexadecimal digits with dashes between";
            Error::new("sync-user-id", ErrorClass::Local, message)
        };
        let user_id = Uuid::parse_str(user_id.trim()).map_err(|_| not_id())?.to_string();
        let question = match self.state().sign_in.as_ref().map(|going| &going.step) {
            Some(Step::NeedsUserId(question)) => Arc::clone(question),
            _ => return Err(Error::cancelled()),
        };
        let view = SignIn::Asking { server: host(question.api.base()) };
        let cancel = self.go(view, Step::NeedsUserId(Arc::clone(&question)));
        let sync = self.clone();
        self.0.tasks.spawn(async move {
            let asked = question.wait_for(&user_id, &cancel).await;
            let signed_in = match asked {
                Ok(()) => sync.preview(&question, user_id).await,
                Err(error) => Err(error),
            };
            sync.decided(&cancel, &question, signed_in);
        });
        Ok(())
    }

    /// What is here, and what is there; nothing is changed on either side.
    async fn preview(
        &self,
        question: &Question,
        user_id: String,
    ) -> Result<(Account, SyncPreview)> {
        let account = Account {
            server: question.api.base().clone(),
            user_id,
            app_id: question.app_id.to_string(),
            device_id: device_id(&self.0.library).await?,
            device_name: question.device_name.clone(),
        };
        let here = self.0.library.shared_counts().await?;
        let there = question.counts(&account.user_id).await?;
        let preview = SyncPreview {
            podcasts_here: here.0,
            episodes_here: here.1,
            podcasts_there: there.0,
            episodes_there: there.1,
        };
        self.vault().await.put(&account.app_id, question.key.to_pem()).await?;
        Ok((account, preview))
    }

    fn decided(
        &self,
        cancel: &CancellationToken,
        question: &Question,
        signed_in: Result<(Account, SyncPreview)>,
    ) {
        let server = host(question.api.base());
        let (view, step) = match signed_in {
            Ok((account, preview)) => (SignIn::Preview { server, preview }, Step::Ready(account)),
            Err(error) => {
                let address = question.api.base().as_str().trim_end_matches('/').to_owned();
                (SignIn::Failed { server, address, error }, Step::Waiting)
            }
        };
        {
            let mut state = self.state();
            // Another one may have begun, or the listener has given up.
            if cancel.is_cancelled() {
                if let Step::Ready(account) = step {
                    self.unmake(account);
                }
                return;
            }
            state.sign_in = Some(Going { view, cancel: cancel.clone(), step });
        }
        self.say_changed();
    }

    async fn confirm(&self) -> Result<()> {
        let account = match self.state().sign_in.as_ref().map(|going| &going.step) {
            Some(Step::Ready(account)) => account.clone(),
            _ => return Err(Error::cancelled()),
        };
        self.0.library.copy_beside(clock::now_ms()).await?;
        self.state().sign_in = None;
        self.connect(account).await
    }

    fn go(&self, view: SignIn, step: Step) -> CancellationToken {
        let cancel = self.0.stop.child_token();
        let going = Going { view, cancel: cancel.clone(), step };
        let before = self.state().sign_in.replace(going);
        if let Some(before) = before {
            before.cancel.cancel();
        }
        self.say_changed();
        cancel
    }

    fn give_up(&self) {
        let given_up = self.state().sign_in.take();
        let Some(going) = given_up else { return };
        going.cancel.cancel();
        if let Step::Ready(account) = going.step {
            self.unmake(account);
        }
    }
}

impl Question {
    fn app_name(&self) -> String {
        format!("{APP} ({})", self.device_name)
    }

    fn asking<'a>(&'a self, app_name: &'a str) -> Asking<'a> {
        let now_ms = clock::now_ms().saturating_add(self.offset_ms);
        Asking { server: self.api.base(), app_id: &self.app_id, app_name, key: &self.key, now_ms }
    }

    fn token(&self, user_id: &str) -> Result<String> {
        let identity = Identity {
            app_id: self.app_id.clone(),
            user_id: user_id.to_owned(),
            device_id: self.app_id.to_string(),
            device_name: self.device_name.clone(),
        };
        let mut signer = Signer::new(identity, Arc::clone(&self.key));
        signer.set_clock_offset(self.offset_ms);
        Ok(signer.token(clock::now_ms())?)
    }

    async fn wait_for(&self, user_id: &str, cancel: &CancellationToken) -> Result<()> {
        let token = self.token(user_id)?;
        wait_for_consent(&self.api, &token, cancel, PATIENCE).await?;
        Ok(())
    }

    /// Subscriptions and begun episodes on the server.
    async fn counts(&self, user_id: &str) -> Result<(i64, i64)> {
        if self.is_classic {
            let (podcasts, episodes) = self.api.count_classic(&self.token(user_id)?).await?;
            return Ok((whole(podcasts as u64), whole(episodes as u64)));
        }
        let (mut podcasts, mut episodes, mut cursor) = (0, 0, None);
        loop {
            let request = ExchangeRequest {
                cursor: cursor.take(),
                limit: u32::try_from(MAX_PAGE).ok(),
                ..ExchangeRequest::default()
            };
            let answer = self.api.exchange(&self.token(user_id)?, &request).await?;
            for record in &answer.changes {
                match record {
                    Record::Subscription(it) if it.is_active() => podcasts += 1,
                    Record::Listening(_) => episodes += 1,
                    _ => {}
                }
            }
            if !answer.more {
                return Ok((podcasts, episodes));
            }
            cursor = Some(answer.cursor);
        }
    }
}

/// The name of this computer, for the listener's other devices.
fn device_name() -> String {
    let name = gethostname::gethostname().to_string_lossy().trim().to_owned();
    if name.is_empty() { APP.to_owned() } else { name.chars().take(100).collect() }
}
