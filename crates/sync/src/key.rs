//! The key pair that an installation signs with, one for each server (protocol.md, section 2.1).

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{Error, Result};

const PRIVATE: &str = "PRIVATE KEY";
const PUBLIC: &str = "PUBLIC KEY";

/// RSA, 2048 bits. The private half leaves this type only as the text that is put into a vault.
pub struct AppKey {
    private_pem: Zeroizing<String>,
    public_pem: String,
    signing: EncodingKey,
}

impl AppKey {
    /// Takes a moment of computing, on a thread of its own.
    pub async fn generate() -> Result<Self> {
        let failed = |_| Error::Key { what: "no key was made" };
        tokio::task::spawn_blocking(|| {
            KeyPair::generate(KeySize::Rsa2048)
                .map_err(|_| Error::Key { what: "no key was made" })
                .and_then(|pair| Self::of(&pair))
        })
        .await
        .map_err(failed)?
    }

    /// PKCS#8, as [`AppKey::to_pem`] wrote it.
    pub fn from_pem(pem: &str) -> Result<Self> {
        let unreadable = Error::Key { what: "not a private key" };
        let Some(der) = read_pem(PRIVATE, pem) else { return Err(unreadable) };
        let pair = KeyPair::from_pkcs8(&der).map_err(|_| unreadable)?;
        Self::of(&pair)
    }

    fn of(pair: &KeyPair) -> Result<Self> {
        let unfit = |_| Error::Key { what: "the key cannot be written" };
        let private = AsDer::<Pkcs8V1Der<'_>>::as_der(pair).map_err(unfit)?;
        let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(unfit)?;
        let private_pem = Zeroizing::new(write_pem(PRIVATE, private.as_ref()));
        let signing = EncodingKey::from_rsa_pem(private_pem.as_bytes())
            .map_err(|_| Error::Key { what: "the key cannot sign" })?;
        Ok(Self { private_pem, public_pem: write_pem(PUBLIC, public.as_ref()), signing })
    }

    /// The private key: for a vault and nothing else.
    pub fn to_pem(&self) -> &str {
        &self.private_pem
    }

    /// `SubjectPublicKeyInfo`: what a server is given.
    pub fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// A JWT with these claims, RS256.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String> {
        encode(&Header::new(Algorithm::RS256), claims, &self.signing)
            .map_err(|_| Error::Key { what: "nothing was signed" })
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey")
    }
}

fn write_pem(label: &str, der: &[u8]) -> String {
    let text = Zeroizing::new(STANDARD.encode(der));
    let mut pem = format!("-----BEGIN {label}-----\n");
    for (at, character) in text.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    pem + &format!("\n-----END {label}-----\n")
}

fn read_pem(label: &str, pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = pem.trim().strip_prefix(&format!("-----BEGIN {label}-----"))?;
    let text = text.strip_suffix(&format!("-----END {label}-----"))?;
    let text: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|it| !it.is_whitespace()).collect());
    STANDARD.decode(text.as_bytes()).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::AppKey;

    #[tokio::test]
    async fn a_key_that_was_kept_is_the_same_key() {
        let key = AppKey::generate().await.unwrap();
        let again = AppKey::from_pem(key.to_pem()).unwrap();
        assert_eq!(again.public_pem(), key.public_pem());
        assert_eq!(again.to_pem(), key.to_pem());
        assert!(key.public_pem().starts_with("-----BEGIN PUBLIC KEY-----\nMII"));
        assert!(key.to_pem().lines().all(|line| line.len() <= 64));
        let claims = serde_json::json!({"iss": "x"});
        assert_eq!(key.sign(&claims).unwrap(), again.sign(&claims).unwrap());
        assert_eq!(format!("{key:?}"), "AppKey");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert_eq!(AppKey::from_pem(text).unwrap_err().code(), "key");
        }
    }
}
