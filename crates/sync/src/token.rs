//! The tokens that go with every request (protocol.md, section 2.4): signed here, no network needed.

use std::sync::Arc;

use balados_protocol::claims::RequestClaims;

use crate::{AppId, AppKey, Result, SCOPES};

/// How long a token lasts, in seconds.
const LASTS: i64 = 3_600;
/// How long before its end it is replaced.
const EARLY: i64 = 300;
/// How far before its own time it is still used: the measured clock wavers.
const WAVERING: i64 = 30;
/// What the live connection of a classic server looks for in the token itself (protocol.md, section 4.3).
const FOR_LIVE: &str = "user.plays.write";

/// Who signs in whose name, on which device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub app_id: AppId,
    pub user_id: String,
    pub device_id: String,
    pub device_name: String,
}

/// Signs request tokens, and keeps the last one while it is good.
#[derive(Debug)]
pub struct Signer {
    identity: Identity,
    key: Arc<AppKey>,
    offset_ms: i64,
    kept: Option<Kept>,
}

struct Kept {
    token: String,
    signed_at: i64,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("signed_at", &self.signed_at).finish_non_exhaustive()
    }
}

impl Signer {
    pub fn new(identity: Identity, key: Arc<AppKey>) -> Self {
        Self { identity, key, offset_ms: 0, kept: None }
    }

    /// The server's time minus this machine's. A token that is not good by the new time is replaced.
    pub fn set_clock_offset(&mut self, offset_ms: i64) {
        self.offset_ms = offset_ms;
    }

    /// A token that is good for five minutes at least. `now_ms` is this machine's time.
    pub fn token(&mut self, now_ms: i64) -> Result<String> {
        let now = now_ms.saturating_add(self.offset_ms).div_euclid(1_000);
        if let Some(kept) = self.kept.as_ref().filter(|kept| kept.is_good(now)) {
            return Ok(kept.token.clone());
        }
        let token = self.key.sign(&self.claims(now))?;
        self.kept = Some(Kept { token: token.clone(), signed_at: now });
        Ok(token)
    }

    fn claims(&self, now: i64) -> RequestClaims {
        let scopes = SCOPES.into_iter().chain([FOR_LIVE]).map(ToOwned::to_owned);
        RequestClaims {
            iss: self.identity.app_id.to_string(),
            sub: self.identity.user_id.clone(),
            iat: Some(now),
            nbf: None,
            exp: Some(now.saturating_add(LASTS)),
            device_id: Some(self.identity.device_id.clone()),
            device_name: Some(self.identity.device_name.clone()),
            scopes: Some(scopes.collect()),
        }
    }
}

impl Kept {
    fn is_good(&self, now: i64) -> bool {
        let age = now.saturating_sub(self.signed_at);
        (-WAVERING..LASTS - EARLY).contains(&age)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use balados_protocol::claims::RequestClaims;
    use jsonwebtoken::dangerous::insecure_decode_claims;

    use super::{Identity, Signer};
    use crate::{AppId, AppKey};

    const NOW: i64 = 1_771_588_800_000;
    const MINUTE: i64 = 60_000;

    async fn signer() -> Signer {
        let identity = Identity {
            app_id: AppId::random(),
            user_id: "0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11".to_owned(),
            device_id: "desk".to_owned(),
            device_name: "Desk".to_owned(),
        };
        Signer::new(identity, Arc::new(AppKey::generate().await.unwrap()))
    }

    fn issued(token: &str) -> i64 {
        insecure_decode_claims::<RequestClaims>(token).unwrap().iat.unwrap()
    }

    #[tokio::test]
    async fn a_token_is_kept_until_shortly_before_its_end() {
        let mut signer = signer().await;
        let first = signer.token(NOW).unwrap();
        assert_eq!(signer.token(NOW + 54 * MINUTE).unwrap(), first);
        let next = signer.token(NOW + 55 * MINUTE).unwrap();
        assert_eq!(issued(&next) - issued(&first), 55 * 60);
    }

    #[tokio::test]
    async fn a_wrong_clock_is_made_good() {
        let mut signer = signer().await;
        let first = signer.token(NOW).unwrap();
        signer.set_clock_offset(-10_000);
        assert_eq!(signer.token(NOW).unwrap(), first);
        for offset in [-3 * 60 * MINUTE, 3 * 60 * MINUTE] {
            signer.set_clock_offset(offset);
            assert_eq!(issued(&signer.token(NOW).unwrap()), (NOW + offset) / 1_000);
        }
    }

    #[tokio::test]
    async fn a_token_says_what_a_server_needs() {
        let token = signer().await.token(NOW).unwrap();
        let claims: RequestClaims = insecure_decode_claims(&token).unwrap();
        assert_eq!(claims.exp.unwrap() - claims.iat.unwrap(), 3_600);
        assert_eq!(claims.scopes.unwrap(), ["user", "user.plays.write"]);
        assert_eq!(claims.device_name.as_deref(), Some("Desk"));
    }
}
