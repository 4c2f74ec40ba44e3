//! Where a site is carried to, as it is written: `sftp://user@host:22/srv/www`.
//! It must not reach for anything.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::language::{Both, both};

/// How files are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Sftp,
    /// The daemon of rsync.
    Rsync,
    /// rsync through SSH.
    RsyncSsh,
    Ftps,
    Ftp,
    /// WebDAV over HTTPS.
    Davs,
    Dav,
    S3,
}

const SCHEMES: [(&str, Scheme); 8] = [
    ("sftp", Scheme::Sftp),
    ("rsync", Scheme::Rsync),
    ("rsync+ssh", Scheme::RsyncSsh),
    ("ftps", Scheme::Ftps),
    ("ftp", Scheme::Ftp),
    ("davs", Scheme::Davs),
    ("dav", Scheme::Dav),
    ("s3", Scheme::S3),
];

/// A folder on a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// As it was written.
    pub written: String,
    pub scheme: Scheme,
    pub user: Option<String>,
    /// Of S3 the bucket.
    pub host: String,
    pub port: Option<u16>,
    /// Begins with `/` and does not end with it; empty is the top.
    pub path: String,
}

/// What opens the way in, besides the address; nothing of it is printed.
#[derive(Clone, Default)]
pub struct Access {
    /// A password, or the secret key of S3.
    pub secret: Option<String>,
    /// The address of an S3 server, `https://s3.example`.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// The certificate of an authority to trust besides.
    pub certificate: Option<PathBuf>,
    /// A configuration of OpenSSH to use instead of the user's.
    pub ssh: Option<PathBuf>,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is none, or would send a password in the clear to another machine.
    pub fn parse(written: &str) -> Result<Self, Failure> {
        let refuse = |why: Both| Failure::new(written, why);
        let malformed = || {
            refuse(both!(
                "读不懂这个发布地址",
                "this address cannot be read"
            ))
            .with_help(both!(
                "写成 sftp://用户@主机/文件夹；还可以用 rsync://、rsync+ssh://、ftps://、davs://、s3://",
                "write sftp://user@host/folder; rsync://, rsync+ssh://, ftps://, davs:// and s3:// will do, too"
            ))
        };
        let (name, rest) = written.split_once("://").ok_or_else(malformed)?;
        let (_, scheme) = SCHEMES.iter().find(|(known, _)| *known == name).ok_or_else(malformed)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user.to_owned()), host),
            None => (None, authority),
        };
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| malformed())?)),
            None => (host, None),
        };
        if user.as_ref().is_some_and(|user| user.contains(':')) {
            return Err(refuse(both!("地址里不能写密码", "no password may stand in an address"))
                .with_help(both!(
                    "密码写进环境变量 GONGKAI_PUBLISH_PASSWORD，或者站点以外、只有自己能读的文件",
                    "put it into the variable GONGKAI_PUBLISH_PASSWORD, or a file outside the site that only you can read"
                )));
        }
        let path = path.trim_end_matches('/');
        let plain = |text: &str, more: &str| {
            !text.starts_with('-') && text.chars().all(|c| c.is_alphanumeric() || more.contains(c))
        };
        let parts_are_plain = path.split('/').all(|part| plain(part, "-_.~") && part != "..");
        let sound = !host.is_empty()
            && plain(host, "-.")
            && user.as_deref().is_none_or(|user| plain(user, "-_.+@"))
            && (path.is_empty() || parts_are_plain);
        if !sound {
            return Err(malformed());
        }
        let address = Self {
            written: written.to_owned(),
            scheme: *scheme,
            user,
            host: host.to_owned(),
            port,
            path: if path.is_empty() { String::new() } else { format!("/{path}") },
        };
        if matches!(scheme, Scheme::Ftp | Scheme::Dav | Scheme::Rsync) && !address.is_here() {
            return Err(refuse(both!(
                "这样传不加密，只准传到本机",
                "this way is not encrypted: it may lead to this machine only"
            ))
            .with_help(both!(
                "改用 ftps://、davs:// 或 rsync+ssh://",
                "use ftps://, davs:// or rsync+ssh://"
            )));
        }
        Ok(address)
    }

    /// Tells whether it is of this very machine.
    pub fn is_here(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Returns who is to be reached, as SSH and rsync have it: `user@host`.
    pub(super) fn login(&self) -> String {
        match &self.user {
            Some(user) => format!("{user}@{}", self.host),
            None => self.host.clone(),
        }
    }

    /// Returns the folder as SSH has it: below the home of the user where it begins with `~`.
    pub(super) fn folder(&self) -> String {
        match self.path.strip_prefix("/~") {
            Some("") => ".".to_owned(),
            Some(below) => below.trim_start_matches('/').to_owned(),
            None if self.path.is_empty() => ".".to_owned(),
            None => self.path.clone(),
        }
    }

    /// A failure of this address.
    pub(super) fn failure(&self, why: Both) -> Failure {
        Failure::new(&self.written, why)
    }
}

/// Tells whether a host is this very machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.strip_prefix("127.").is_some_and(|rest| {
            let parts: Vec<&str> = rest.split('.').collect();
            parts.len() == 3 && parts.iter().all(|part| part.parse::<u8>().is_ok())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let address = Address::parse("sftp://web@www.example.cn:2222/srv/www/").unwrap();
        assert_eq!((address.login().as_str(), address.port), ("web@www.example.cn", Some(2222)));
        assert_eq!(address.folder(), "/srv/www");
        assert_eq!(Address::parse("sftp://h/~/www").unwrap().folder(), "www");
        assert_eq!(Address::parse("rsync+ssh://h").unwrap().folder(), ".");
        assert!(Address::parse("dav://127.0.0.1:8080/x").is_ok());
    }

    #[test]
    fn what_may_not_be_is_refused() {
        for wrong in [
            "sftp://-oProxyCommand=x/y",
            "sftp://-x@h/y",
            "sftp://a:b@h/y",
            "sftp://h/../y",
            "sftp://h/a b",
            "sftp://h/\"x",
            "http://h/y",
            "sftp:///y",
            "ftp://www.example.cn/y",
            "dav://127.0.0.1.example.cn/y",
            "rsync://www.example.cn/y",
        ] {
            assert!(Address::parse(wrong).is_err(), "{wrong}");
        }
    }
}
