//! The words of an HTML page, as a browser without styles would show them.
//! It must not know what the words should be; it reads what our own pages use, and no more of HTML.

/// Elements whose content is not read as words: what a page says beside the text stands
/// in `aside`, and what unfolds it in `summary`.
const NOT_WORDS: &[&str] = &["script", "style", "template", "nav", "aside", "summary"];

/// Returns a page's words: tags and comments dropped, references to characters resolved.
/// Navigation, asides, scripts and styles are left out.
pub fn text(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_resolved(&rest[..at], &mut words);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            words.push('<');
            rest = &rest[1..];
            continue;
        }
        let name = name_of(&rest[1..]);
        rest = after_tag(rest);
        if NOT_WORDS.contains(&name.as_str()) {
            rest = after_element(rest, &name);
        }
    }
    push_resolved(rest, &mut words);
    words
}

fn name_of(tag: &str) -> String {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    tag[..end].to_ascii_lowercase()
}

/// Returns what follows a tag; a `>` between quotation marks does not end it.
fn after_tag(tag: &str) -> &str {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return &tag[at + 1..],
            None => {}
        }
    }
    ""
}

/// Returns what follows the end of an element that was just opened and does not hold itself.
fn after_element<'a>(content: &'a str, name: &str) -> &'a str {
    let ends = |at: usize| {
        let tag = &content[at + 2..];
        tag.len() >= name.len() && name_of(tag) == name
    };
    match content.match_indices("</").map(|(at, _)| at).find(|&at| ends(at)) {
        Some(at) => after_tag(&content[at..]),
        None => "",
    }
}

fn push_resolved(text: &str, words: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, resolve(&rest[1..end])?))) {
            Some((end, c)) => {
                words.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                words.push('&');
                rest = &rest[1..];
            }
        }
    }
    words.push_str(rest);
}

fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn tags_go_and_words_stay() {
        let page = "<!DOCTYPE html><style>p{}</style><nav><a href=\"#一\">一</a></nav>\
                    <p title='>甲'>乙<!-- 丙 --> &lt;b&gt;&#x2F;&#47;&amp;lt; 3 < 5 & &nbsp;&foo;</p>";
        assert_eq!(text(page), "乙 <b>//&lt; 3 < 5 & \u{a0}&foo;");
    }

    #[test]
    fn what_is_never_closed_is_no_words() {
        for page in ["<script>甲", "<p title=\"甲", "<!-- 甲", "<nav><p>甲</p>"] {
            assert_eq!(text(page), "", "{page}");
        }
        assert_eq!(text("<navy>甲</navy>"), "甲");
    }
}
