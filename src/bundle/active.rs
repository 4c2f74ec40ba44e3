//! What in a page or PDF of another program would run by itself or lead to something that does.
//! It must not know what the words say, nor mend anything.

use lopdf::{Dictionary, Document, Object, decode_text_string};

use crate::language::{Both, both};

/// Returns what would run in a page.
///
/// It errs on the side of refusing: a page kept for good has no use for any of this, and a browser
/// reads more as markup than a short reader can tell.
pub fn in_page(bytes: &[u8]) -> Vec<Both> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let mut found = Vec::new();
    if bytes.contains(&0) || bytes.contains(&0x1b) || text.contains("+adw-") {
        found.push(both!("读法不明的编码", "an encoding that can be read in two ways"));
    }
    let elements = [
        ("script", both!("脚本（<script>）", "a script (<script>)")),
        ("iframe", both!("内嵌的网页（<iframe>）", "a page within the page (<iframe>)")),
        ("frame", both!("内嵌的网页（<frame>）", "a page within the page (<frame>)")),
        ("frameset", both!("内嵌的网页（<frameset>）", "a page within the page (<frameset>)")),
        ("object", both!("内嵌的对象（<object>）", "an object within the page (<object>)")),
        ("embed", both!("内嵌的对象（<embed>）", "an object within the page (<embed>)")),
        ("applet", both!("内嵌的对象（<applet>）", "an object within the page (<applet>)")),
        ("portal", both!("内嵌的网页（<portal>）", "a page within the page (<portal>)")),
        ("base", both!("改写全部链接的 <base>", "a <base> that turns every link")),
    ];
    for (name, what) in elements {
        if tags(&text).any(|tag| is_element(tag, name)) {
            found.push(what);
        }
    }
    let handler = |tag: &str| attributes(tag).any(|(name, _)| is_handler(name));
    if tags(&text).any(handler) {
        found.push(both!(
            "点击或打开时运行的代码（on…）",
            "code that runs on a click or on opening"
        ));
    }
    let refresh = |tag: &str| {
        let tag_plain = plain(tag);
        is_element(tag, "meta") && ["http-equiv", "refresh"].iter().all(|it| tag_plain.contains(it))
    };
    if tags(&text).any(refresh) {
        found.push(both!("自动转到别处（refresh）", "a turn to another page (refresh)"));
    }
    let linked = plain(&text);
    if ["javascript:", "vbscript:", "data:text/html", "srcdoc="]
        .iter()
        .any(|it| linked.contains(it))
    {
        found.push(both!("javascript: 之类的链接", "links such as javascript:"));
    }
    found
}

/// Returns what follows each `<`, up to the next one.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1)
}

fn is_element(tag: &str, name: &str) -> bool {
    // A prefix of a name space counts for nothing: <svg:script>.
    let own: &str = tag.split(|c: char| c.is_whitespace() || "/>".contains(c)).next().unwrap_or("");
    own.rsplit(':').next() == Some(name)
}

/// Returns what looks like the attributes of a tag, wherever its quotes end.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    tag.match_indices('=').map(move |(at, _)| {
        let before = tag[..at].trim_end();
        let edge = |c: char| c.is_whitespace() || "/\"'>".contains(c);
        let start = before.rfind(edge).map_or(0, |at| at + 1);
        (before.get(start..).unwrap_or_default(), &tag[at + 1..])
    })
}

fn is_handler(name: &str) -> bool {
    let rest = name.strip_prefix("on").unwrap_or_default();
    rest.len() > 2 && rest.bytes().all(|b| b.is_ascii_lowercase())
}

/// Returns a text with references to characters resolved and all that a browser passes over in an
/// address taken out.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match character(rest) {
            Some((c, length)) => {
                plain.push(c);
                rest = &rest[length..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => plain.push('&'),
        }
    }
    plain.push_str(rest);
    plain.retain(|c| !c.is_whitespace() && !c.is_control());
    plain.to_lowercase()
}

/// Reads the reference that follows a `&`, with or without its `;`; returns how long it is, too.
fn character(rest: &str) -> Option<(char, usize)> {
    for (name, c) in [("colon", ':'), ("tab", ' '), ("newline", ' ')] {
        if rest.starts_with(name) {
            return Some((c, name.len()));
        }
    }
    let number = rest.strip_prefix('#')?;
    let (digits, radix, before) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16, 2),
        None => (number, 10, 1),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let c = char::from_u32(u32::from_str_radix(&digits[..end], radix).ok()?)?;
    Some((c, before + end))
}

/// Returns what would run in a PDF.
pub fn in_pdf(document: &Document) -> Vec<Both> {
    let mut kinds = Kinds::default();
    document.objects.values().for_each(|object| kinds.look(document, object));
    kinds.entries(document, &document.trailer);
    let told = [
        (kinds.script, both!("JavaScript 脚本", "JavaScript")),
        (
            kinds.launch,
            both!("打开程序、提交表单之类的动作", "actions that launch, send or import"),
        ),
        (kinds.additional, both!("打开或翻页时的附加动作（AA）", "additional actions (AA)")),
        (kinds.link, both!("javascript: 之类的链接", "links such as javascript:")),
        (kinds.media, both!("会播放或运行的媒体", "media that play or run")),
    ];
    told.into_iter().filter_map(|(found, what)| found.then_some(what)).collect()
}

#[derive(Default)]
struct Kinds {
    script: bool,
    launch: bool,
    additional: bool,
    link: bool,
    media: bool,
}

impl Kinds {
    fn look(&mut self, document: &Document, object: &Object) {
        match object {
            Object::Dictionary(entries) => self.entries(document, entries),
            Object::Stream(stream) => self.entries(document, &stream.dict),
            Object::Array(items) => items.iter().for_each(|item| self.look(document, item)),
            _ => {}
        }
    }

    fn entries(&mut self, document: &Document, entries: &Dictionary) {
        let name = |key: &[u8]| entries.get_deref(key, document).and_then(Object::as_name).ok();
        match name(b"S") {
            Some(b"JavaScript") => self.script = true,
            Some(b"Launch" | b"SubmitForm" | b"ImportData" | b"GoToE") => self.launch = true,
            Some(b"Rendition" | b"Movie" | b"Sound" | b"RichMediaExecute") => self.media = true,
            _ => {}
        }
        if let Some(b"RichMedia" | b"Movie" | b"Screen" | b"3D" | b"Sound") = name(b"Subtype") {
            self.media = true;
        }
        let filled = |object: &Object| !object.as_dict().is_ok_and(Dictionary::is_empty);
        self.additional |= entries.get_deref(b"AA", document).is_ok_and(filled);
        if let Ok(address) = entries.get_deref(b"URI", document) {
            let text = decode_text_string(address).unwrap_or_default().to_lowercase();
            let runs = ["javascript:", "vbscript:", "data:"];
            self.link |= runs.iter().any(|scheme| plain(&text).starts_with(scheme));
        }
        entries.iter().for_each(|(_, value)| self.look(document, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_in_a_page_is_found_however_it_is_written() {
        for page in [
            "<SCRIPT>x</SCRIPT>",
            "<svg:script>",
            "<svg/onload=x>",
            "<img src='a'onerror=x>",
            "<p title=\"<\" onclick = x>",
            "<a href=\"java&#x0A;script:x\">",
            "<a href=' &#106;avascript&colon;x'>",
            "<a href=\"java\tscript:x\">",
            "<iframe src=a>",
            "<META HTTP-EQUIV=\"refresh\" content=\"0;url=b\">",
            "<meta http-equiv=&#114;efresh>",
            "<object data=a>",
            "<base href=b>",
            "<\0script>",
            "<a href=data:text/html,x>",
            "<a href='&#106avascript:x'>",
        ] {
            assert!(!in_page(page.as_bytes()).is_empty(), "{page}");
        }
        for page in [
            "<!DOCTYPE html><meta charset=utf-8><p class=\"on\">一 = 二，online=是</p>",
            "<a href=\"https://x.example/?on=1\">脚本 script: javascript</a>",
        ] {
            assert_eq!(in_page(page.as_bytes()), [], "{page}");
        }
    }
}
