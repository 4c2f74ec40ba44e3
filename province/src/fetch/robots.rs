//! What `robots.txt` asks of this program (RFC 9309).
//! It must not know how the file was got.
//!
//! A college's own `robots.txt` keeps search engines from single data files that name people: it
//! says so to everybody, `User-agent: *`. This program indexes nothing, and was given the college's
//! address by whom the college publishes for; so a line for everybody that names exactly one
//! `document.json` does not keep it out. Every other line does, and so does any line for
//! `gongkai-province` by name.

/// The lines that are meant for this program.
#[derive(Debug, Default)]
pub struct Robots {
    /// Patterns, and whether they allow.
    lines: Vec<(String, bool)>,
    /// Whether they are for this program by name.
    named: bool,
}

impl Robots {
    pub fn read(text: &str) -> Self {
        let mut groups: [Vec<(String, bool)>; 2] = Default::default();
        let mut named = false;
        // Which groups the lines that follow belong to: everybody's, this program's.
        let mut of = [false, false];
        let mut in_heads = false;
        for line in text.trim_start_matches('\u{feff}').lines().take(20_000) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            match field.as_str() {
                "user-agent" => {
                    if !in_heads {
                        of = [false, false];
                    }
                    in_heads = true;
                    let agent = value.split('/').next().unwrap_or_default().trim();
                    of[0] |= agent == "*";
                    if agent.eq_ignore_ascii_case("gongkai-province") {
                        (of[1], named) = (true, true);
                    }
                }
                "allow" | "disallow" => {
                    in_heads = false;
                    for (group, belongs) in groups.iter_mut().zip(of) {
                        if belongs && !value.is_empty() {
                            group.push((value.to_owned(), field == "allow"));
                        }
                    }
                }
                _ => {}
            }
        }
        let [everybody, own] = groups;
        Self { lines: if named { own } else { everybody }, named }
    }

    /// Tells whether a path of the host, beginning with `/`, may be asked for: the longest line that
    /// fits decides, and of two as long the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        let for_search_engines =
            |pattern: &str| !self.named && pattern == path && path.ends_with("/document.json");
        let fitting = self.lines.iter().filter(|(pattern, _)| fits(pattern, path));
        let fitting = fitting.filter(|(pattern, allows)| *allows || !for_search_engines(pattern));
        fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, it)| *it)
    }
}

/// Tells whether a pattern fits a path from its beginning; `*` is anything, `$` at its end the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        (rest, last) = (&rest[at + part.len()..], Some(part));
    }
    !to_the_end || rest.is_empty() || last.is_some_and(|last| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_line_for_this_program_decides() {
        let robots = Robots::read(
            "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private\n\
             Allow: /private/open\nDisallow: /*.zip$\n",
        );
        assert!(robots.allows("/gongkai/site.json"));
        assert!(!robots.allows("/private/x"));
        assert!(robots.allows("/private/open/x"));
        assert!(!robots.allows("/a/b.zip") && robots.allows("/a/b.zip.txt"));
        let named =
            Robots::read("User-agent: *\nAllow: /\nUser-agent: Gongkai-Province/1\nDisallow: /");
        assert!(!named.allows("/x"));
        assert!(Robots::read("").allows("/x"));
        assert!(Robots::read("User-agent: *\nDisallow:\n").allows("/x"));
    }

    #[test]
    fn lines_that_keep_search_engines_from_a_document_are_not_for_this_program() {
        let document = "/gongkai/2025-2026/document.json";
        let line = format!("Disallow: {document}\n");
        assert!(Robots::read(&format!("User-agent: *\n{line}")).allows(document));
        assert!(!Robots::read("User-agent: *\nDisallow: /gongkai/\n").allows(document));
        assert!(!Robots::read(&format!("User-agent: gongkai-province\n{line}")).allows(document));
    }
}
