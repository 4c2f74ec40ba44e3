//! The signature of a ledger, in minisign's format: made, and held against a key.
//! It must not know what the ledger says, nor touch the disk.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use minisign::{PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::sha256;

/// The name of the signature beside the ledger, where the minisign tool looks for it.
pub const SIGNATURE: &str = "ledger.json.minisig";

/// How many bytes a secret key is written in: kinds of key, password and checksum, then salt and
/// limits, number, the key itself, its checksum.
const KEY_SIZE: usize = 6 + 48 + 8 + 64 + CHECKSUM_SIZE;
const CHECKSUM_SIZE: usize = 32;
/// The kind of password of a key that has none.
const NO_PASSWORD: [u8; 2] = [0, 0];

/// A secret key, ready to sign.
pub struct Signer(SecretKey);

impl Signer {
    /// Reads a secret key as minisign writes it; `file` is where it was read from. `password` is
    /// asked for by `ask` only when the key has one.
    pub fn read(
        file: &str,
        text: &str,
        ask: impl FnOnce() -> Result<Option<String>, Failure>,
    ) -> Result<Self, Failure> {
        let bytes = text.lines().nth(1).and_then(|line| BASE64.decode(line.trim()).ok());
        let bytes = bytes.filter(|bytes| bytes.len() == KEY_SIZE && bytes.starts_with(b"Ed"));
        let bytes = bytes.ok_or_else(|| match Key::read(text) {
            Some(_) => Failure::new(
                file,
                both!(
                    "这是公钥；签名要用密钥文件（.key）",
                    "this is the public key; to sign takes the secret one (.key)"
                ),
            ),
            None => unread(file),
        })?;
        let boxed = || SecretKeyBox::from_string(text).map_err(|_| unread(file));
        if bytes[2..].starts_with(&NO_PASSWORD) {
            let (_, checksum) = bytes.split_at(KEY_SIZE - CHECKSUM_SIZE);
            // The minisign tool leaves out the checksum of such a key, which the crate asks for.
            let key = match checksum.iter().all(|byte| *byte == 0) {
                true => SecretKey::from_bytes(&bytes),
                false => boxed()?.into_unencrypted_secret_key(),
            };
            return key.map(Self).map_err(|_| unread(file));
        }
        // With no password in hand, minisign asks for it on the terminal.
        let boxed = boxed()?;
        boxed.into_secret_key(ask()?).map(Self).map_err(|error| match error.kind() {
            minisign::ErrorKind::Verify => {
                Failure::new(file, both!("密码不对", "the password is wrong"))
            }
            _ => {
                Failure::new(file, both!("没有读到密码：{error}", "no password was read: {error}"))
            }
        })
    }

    /// Signs a ledger. The comment, which is signed too, says which.
    pub fn sign(&self, ledger: &[u8]) -> Result<String, Failure> {
        let comment = format!("gongkai ledger.json sha256:{}", sha256(ledger));
        let made = minisign::sign(None, &self.0, Cursor::new(ledger), Some(&comment), None);
        let why = |error| both!("没有签成：{error}", "not signed: {error}");
        Ok(made.map_err(|error| Failure::new(SIGNATURE, why(error)))?.into_string())
    }
}

fn unread(file: &str) -> Failure {
    let what = both!("不是 minisign 的密钥", "no key of minisign");
    Failure::new(file, what).with_help(both!(
        "用 minisign -G 生成一对密钥，签名用 .key 文件，核对用 .pub 文件",
        "minisign -G makes a pair of keys: .key to sign with, .pub to verify with"
    ))
}

/// A public key.
pub struct Key(PublicKey);

impl Key {
    /// Reads a public key: the two lines of its file, or the second of them alone.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let alone = || PublicKey::from_base64(text).ok();
        let boxed = || PublicKeyBox::from_string(text).ok()?.into_public_key().ok();
        if text.contains('\n') { boxed() } else { alone() }.map(Self)
    }

    /// Says what is wrong with a signature of a ledger, if anything is.
    pub fn fault(&self, ledger: &[u8], signature: &str) -> Option<Both> {
        let Some(signature) = read(signature) else { return Some(unreadable()) };
        if signature.keynum() != self.0.keynum() {
            return Some(both!("不是用给出的密钥签的", "not made with the key that was given"));
        }
        let held = minisign::verify(&self.0, &signature, Cursor::new(ledger), true, false, false);
        held.err().map(|_| {
            both!(
                "和账本不符：签名以后账本或者签名改动过",
                "not of this ledger: it or the ledger was changed after signing"
            )
        })
    }
}

/// What is said of a signature that cannot be read.
pub(super) fn unreadable() -> Both {
    both!(
        "不是 minisign 写成的样子，已被改动或损坏",
        "not as minisign writes it: it was changed or damaged"
    )
}

/// Reads a signature; one that is not written as minisign writes it is none.
pub(super) fn read(text: &str) -> Option<SignatureBox> {
    // 64 bytes in base64; the crate slices them without looking.
    let whole = text.lines().nth(3).is_some_and(|line| line.len() == 88);
    let signature = SignatureBox::from_string(text).ok().filter(|_| whole)?;
    (signature.to_string() == text).then_some(signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use minisign::KeyPair;

    #[test]
    fn a_signature_holds_for_its_ledger_and_its_key_only() {
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        let other = KeyPair::generate_unencrypted_keypair().unwrap();
        let text = pair.sk.to_box(None).unwrap().into_string();
        let signer = Signer::read("x.key", &text, || panic!("it has no password")).unwrap();
        let signature = signer.sign(b"ledger").unwrap();
        let key = Key::read(&pair.pk.to_box().unwrap().into_string()).unwrap();
        assert_eq!(key.fault(b"ledger", &signature), None);
        assert!(key.fault(b"Ledger", &signature).unwrap().chinese.contains("改动"));
        let other = Key::read(&other.pk.to_base64()).unwrap();
        assert!(other.fault(b"ledger", &signature).unwrap().chinese.contains("密钥"));
        let comment = signature.replace("ledger.json", "ledger.JSON");
        assert!(key.fault(b"ledger", &comment).is_some(), "the comment is signed");
        assert!(key.fault(b"ledger", &signature[..100]).is_some());
    }

    #[test]
    fn a_key_without_a_password_is_read_as_the_tool_writes_it() {
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        let text = pair.sk.to_box(None).unwrap().into_string();
        let (comment, key) = text.trim_end().split_once('\n').unwrap();
        let mut bytes = BASE64.decode(key).unwrap();
        bytes[KEY_SIZE - CHECKSUM_SIZE..].fill(0);
        let written = format!("{comment}\n{}\n", BASE64.encode(&bytes));
        let signer = Signer::read("x.key", &written, || panic!("it has no password")).unwrap();
        let key = Key::read(&pair.pk.to_base64()).unwrap();
        assert_eq!(key.fault(b"ledger", &signer.sign(b"ledger").unwrap()), None);
        // Nobody is asked for a password of what is no secret key.
        let public = pair.pk.to_box().unwrap().into_string();
        let refused = Signer::read("x.pub", &public, || panic!("it has none")).err().unwrap();
        assert!(refused.message.chinese.contains("公钥"), "{refused}");
    }

    #[test]
    fn a_password_is_asked_for_and_must_be_right() {
        let pair = KeyPair::generate_encrypted_keypair(Some("正确".to_owned())).unwrap();
        let text = pair.sk.to_box(None).unwrap().into_string();
        let read = |password: &str| Signer::read("x.key", &text, || Ok(Some(password.to_owned())));
        assert!(read("正确").is_ok());
        assert_eq!(read("错误").err().unwrap().message.chinese, "密码不对");
        assert!(Signer::read("x.key", "不是密钥", || Ok(None)).is_err());
    }
}
