//! Who may ask: whoever has the token, from a page of the workbench itself.
//! It must not know what is asked for.

use std::net::{IpAddr, SocketAddr};

use super::http::{Request, Status};

/// What a request must show.
#[derive(Clone, Debug)]
pub struct Guard {
    token: String,
    listening: SocketAddr,
}

impl Guard {
    /// Makes a guard with a token that nobody can guess.
    ///
    /// # Errors
    /// When the system has nothing random to give.
    pub fn new(listening: SocketAddr) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let token = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { token, listening })
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns where requests are heard.
    pub fn listening(&self) -> SocketAddr {
        self.listening
    }

    /// Tells whether only this machine is heard.
    pub fn is_at_home(&self) -> bool {
        self.listening.ip().is_loopback()
    }

    /// Lets a request in, with what is asked below the token, or says why not.
    ///
    /// A page of another origin can send requests here and can make a name of its own lead here; it
    /// can neither know the token nor send them with the name and origin of this one.
    pub fn admitted(&self, request: &Request) -> Result<Vec<String>, Status> {
        let host = request.host.as_deref().filter(|host| self.is_ours(host));
        let host = host.ok_or(Status::Forbidden)?;
        let own = format!("http://{host}");
        let from_here = match &request.origin {
            Some(origin) => *origin == own,
            // Browsers send it with every request that changes anything.
            None => !request.post,
        };
        // A link elsewhere may lead here, and does no harm; but nothing may be drawn into a page there.
        let fetched = request.from.as_deref().unwrap_or("none");
        let alike = ["none", "same-origin"].contains(&fetched);
        match request.path.split_first() {
            Some((token, below)) if from_here && alike && same(token, &self.token) => {
                Ok(below.to_vec())
            }
            _ => Err(Status::Forbidden),
        }
    }

    /// Tells whether a request was sent to this place by its own name.
    fn is_ours(&self, host: &str) -> bool {
        let port = self.listening.port();
        let Some(name) = host.strip_suffix(&format!(":{port}")) else { return false };
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        match (bare.parse::<IpAddr>(), self.listening.ip()) {
            (Ok(ip), own) => {
                ip == own || own.is_unspecified() || (own.is_loopback() && ip.is_loopback())
            }
            (Err(_), own) => name == "localhost" && (own.is_loopback() || own.is_unspecified()),
        }
    }
}

/// Tells whether there is a screen that windows could be shown on.
pub fn has_screen() -> bool {
    let named = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    named || cfg!(any(windows, target_os = "macos"))
}

/// Compares all of two texts, so that how long it takes tells nothing.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(guard: &Guard, host: &str, change: impl Fn(&mut Request)) -> bool {
        let path = vec![guard.token().to_owned(), "work".to_owned()];
        let mut request = Request { path, host: Some(host.to_owned()), ..Request::default() };
        change(&mut request);
        guard.admitted(&request).is_ok()
    }

    #[test]
    fn only_a_page_of_ours_gets_in() {
        let guard = Guard::new("127.0.0.1:7777".parse().unwrap()).unwrap();
        let plain = |_: &mut Request| {};
        assert!(asked(&guard, "127.0.0.1:7777", plain));
        assert!(asked(&guard, "localhost:7777", plain));
        // A name of somebody else's that leads here, another port, no port, none at all.
        for host in ["evil.example:7777", "127.0.0.1:7778", "127.0.0.1", "192.168.0.9:7777", ""] {
            assert!(!asked(&guard, host, plain), "{host}");
        }
        let host = "127.0.0.1:7777";
        assert!(!asked(&guard, host, |it| it.path[0] = "0".repeat(32)));
        assert!(!asked(&guard, host, |it| it.path.clear()));
        assert!(!asked(&guard, host, |it| it.origin = Some("http://evil.example".to_owned())));
        assert!(!asked(&guard, host, |it| it.origin = Some("null".to_owned())));
        assert!(!asked(&guard, host, |it| it.from = Some("cross-site".to_owned())));
        // Nothing is changed for somebody who does not say where he comes from.
        assert!(!asked(&guard, host, |it| it.post = true));
        let own = |it: &mut Request| {
            it.post = true;
            it.origin = Some("http://127.0.0.1:7777".to_owned());
        };
        assert!(asked(&guard, host, own));
    }

    #[test]
    fn every_token_is_another() {
        let guard = || Guard::new("127.0.0.1:1".parse().unwrap()).unwrap();
        assert_ne!(guard().token(), guard().token());
        assert_eq!(guard().token().len(), 32);
    }
}
