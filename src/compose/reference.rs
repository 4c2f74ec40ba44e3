//! References to articles → links: 第十一条 leads to the article of that number.
//! It must not guess: where it is not sure which text is meant, the words stay words.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::{Block, Inline, Role, Section, plain_text};
use crate::numeral;
use crate::standard::{Words, word_lists};

/// The section whose text others call 章程.
const CHARTER: &str = "charter";

/// Makes every reference in the texts of a document a link, when the place it names exists.
pub fn link(sections: &mut [Section], words: &Words) {
    let texts: Vec<Text> = sections.iter().map(Text::from_section).collect();
    for section in sections {
        let own = section.id.clone();
        Linker { texts: &texts, own: &own, words }.section(section);
    }
}

/// What can be referred to: the title of a section's text, and the addresses in it.
struct Text {
    id: String,
    title: String,
    places: BTreeSet<String>,
}

impl Text {
    fn from_section(section: &Section) -> Self {
        let title = section.blocks.iter().find_map(|block| match block {
            Block::Paragraph { role: Role::Title, content, .. } => Some(plain_text(content)),
            _ => None,
        });
        let mut places = BTreeSet::new();
        collect(section, &mut places);
        Self { id: section.id.clone(), title: title.unwrap_or_default(), places }
    }

    /// Returns the most exact address of a reference.
    fn place(&self, reference: &Reference) -> Option<String> {
        let article = format!("{}/article-{}", self.id, reference.article);
        let item = reference.item.map(|n| format!("{article}/item-{n}"));
        item.filter(|item| self.places.contains(item))
            .or_else(|| self.places.contains(&article).then_some(article))
    }
}

fn collect(section: &Section, places: &mut BTreeSet<String>) {
    collect_blocks(&section.blocks, places);
    section.sections.iter().for_each(|inner| collect(inner, places));
}

fn collect_blocks(blocks: &[Block], places: &mut BTreeSet<String>) {
    for block in blocks {
        if let Block::Provision { id, children, .. } = block {
            places.insert(id.clone());
            collect_blocks(children, places);
        }
    }
}

struct Linker<'a> {
    texts: &'a [Text],
    /// The address of the section being read.
    own: &'a str,
    words: &'a Words,
}

impl Linker<'_> {
    fn section(&self, section: &mut Section) {
        self.blocks(&mut section.blocks);
        section.sections.iter_mut().for_each(|inner| self.section(inner));
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { role: Role::Title | Role::Subtitle, .. } | Block::Table(_) => {}
                Block::Paragraph { content, .. } => self.inlines(content),
                Block::Provision { content, children, .. } => {
                    self.inlines(content);
                    self.blocks(children);
                }
                Block::List { entries } => entries.iter_mut().for_each(|e| self.inlines(e)),
            }
        }
    }

    fn inlines(&self, inlines: &mut Vec<Inline>) {
        let mut linked = Vec::new();
        for mut inline in inlines.drain(..) {
            match &mut inline {
                Inline::Text { text } => {
                    self.text(text, &mut linked);
                    continue;
                }
                Inline::Strong { content } | Inline::Emphasis { content } => self.inlines(content),
                _ => {}
            }
            linked.push(inline);
        }
        *inlines = linked;
    }

    /// Cuts one text at its references.
    fn text(&self, text: &str, out: &mut Vec<Inline>) {
        let mut done = 0;
        let mut last: Option<(usize, Option<&Text>)> = None;
        let joins = |between: &str| self.words.knows(word_lists::BETWEEN_REFERENCES, between);
        for reference in references(text) {
            let Range { start, end } = reference.range;
            let before = &text[..start];
            let meant = match last {
                Some((end, meant)) if joins(&text[end..start]) => meant,
                _ => self.meant(before),
            };
            last = Some((end, meant));
            let Some(place) = meant.and_then(|meant| meant.place(&reference)) else { continue };
            if done < start {
                out.push(Inline::text(&text[done..start]));
            }
            let content = vec![Inline::text(&text[start..end])];
            out.push(Inline::Link { target: format!("#{place}"), content });
            done = end;
        }
        if done < text.len() {
            out.push(Inline::text(&text[done..]));
        }
    }

    /// Returns the text that a reference after these words is to.
    fn meant(&self, before: &str) -> Option<&Text> {
        let of = |id: &str| self.texts.iter().find(|text| text.id == id);
        if open_title(before) {
            return None;
        }
        if before.ends_with("本章程") {
            return of(CHARTER);
        }
        if self.words.end(word_lists::OWN_TITLES, before) {
            return of(self.own);
        }
        if let Some(title) = before.strip_suffix('》') {
            let title = title.rsplit('《').next().unwrap_or_default();
            return match title {
                "章程" => of(CHARTER),
                _ => self.texts.iter().find(|text| !title.is_empty() && text.title == title),
            };
        }
        let called = |text: &&Text| !text.title.is_empty() && before.ends_with(&text.title);
        if let Some(text) = self.texts.iter().find(called) {
            return Some(text);
        }
        if self.words.end(word_lists::CHARTER_TITLES, before) {
            return of(CHARTER);
        }
        // After the name of a text that is not known, and after 第三章, nothing is linked.
        let other = before.ends_with('章') || self.words.end(word_lists::KINDS_OF_TEXTS, before);
        if other { None } else { of(self.own) }
    }
}

/// Tells whether a 《 stands open at the end of some words.
fn open_title(before: &str) -> bool {
    before.rfind('《').is_some_and(|open| !before[open..].contains('》'))
}

/// A reference, and where it stands.
#[derive(Debug, PartialEq)]
struct Reference {
    range: Range<usize>,
    article: u32,
    item: Option<u32>,
}

/// Finds every 第…条, with the 款 and 项 that follow it.
fn references(text: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for (start, _) in text.match_indices('第') {
        if found.last().is_some_and(|last| start < last.range.end) {
            continue;
        }
        let Some((article, mut end)) = numbered(text, start, '条') else { continue };
        if let Some((_, after)) = numbered(text, end, '款') {
            end = after;
        }
        let mut item = None;
        if let Some((number, after)) = numbered(text, end, '项') {
            (item, end) = (Some(number), after);
        }
        found.push(Reference { range: start..end, article, item });
    }
    found
}

/// Reads 第, a numeral that may stand in brackets, and a word, from a byte on; returns the number
/// and where it ends.
fn numbered(text: &str, at: usize, word: char) -> Option<(u32, usize)> {
    let rest = text[at..].strip_prefix('第')?;
    let bare = rest.trim_start_matches(['（', '(']);
    let length = bare.find(|c| !numeral::is_numeral(c)).filter(|length| *length > 0)?;
    let number = numeral::parse(&bare[..length])?;
    let after = bare[length..].trim_start_matches(['）', ')']).strip_prefix(word)?;
    Some((number, text.len() - after.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    fn article(text: &str, n: u32, items: u32, words: &str) -> Block {
        let id = format!("{text}/article-{n}");
        let items = (1..=items).map(|i| Block::Provision {
            id: format!("{id}/item-{i}"),
            level: crate::document::Level::Item,
            label: format!("（{}）", numeral::chinese(i)),
            content: vec![],
            children: vec![],
            statement: None,
        });
        Block::Provision {
            children: items.collect(),
            level: crate::document::Level::Article,
            label: format!("第{}条", numeral::chinese(n)),
            content: vec![Inline::text(words)],
            statement: None,
            id,
        }
    }

    /// The targets of the links in an article of the given section that says these words.
    fn links(section: &str, words: &str) -> Vec<String> {
        let mut sections = ["charter", "election"].map(|id| {
            let title = if id == "charter" { "某校学生会章程" } else { "选举办法" };
            let title = Block::paragraph(Role::Title, vec![Inline::text(title)]);
            let said = if id == section { words } else { "" };
            let last = if id == "charter" { 12 } else { 3 };
            let mut blocks = vec![title, article(id, 1, 0, said)];
            blocks.extend((2..=last).map(|n| article(id, n, 3, "")));
            super::super::section(id, "", id, blocks)
        });
        link(&mut sections, &own_words());
        let said = sections.iter().find(|part| part.id == section).map(|part| &part.blocks[1]);
        let Some(Block::Provision { content, .. }) = said else { panic!("an article") };
        assert_eq!(plain_text(content), words);
        let target = |inline: &Inline| match inline {
            Inline::Link { target, .. } => Some(target.clone()),
            _ => None,
        };
        content.iter().filter_map(target).collect()
    }

    #[test]
    fn a_reference_leads_to_the_article_of_the_same_text() {
        assert_eq!(links("charter", "不符合第十一条规定的"), ["#charter/article-11"]);
        assert_eq!(links("charter", "见第十二条第二款"), ["#charter/article-12"]);
        assert_eq!(links("charter", "第二条第（三）项"), ["#charter/article-2/item-3"]);
        assert_eq!(links("charter", "第二条第九项"), ["#charter/article-2"]);
        assert_eq!(
            links("charter", "本章程第二条、第三条和第五条"),
            ["#charter/article-2", "#charter/article-3", "#charter/article-5"]
        );
        assert_eq!(
            links("election", "依照第二条、本办法第三条"),
            ["#election/article-2", "#election/article-3"]
        );
    }

    #[test]
    fn a_reference_may_name_another_text_of_the_document() {
        for words in
            ["本章程第七条", "《章程》第七条", "《某校学生会章程》第七条", "学生会章程第七条"]
        {
            assert_eq!(links("election", words), ["#charter/article-7"], "{words}");
        }
        assert_eq!(links("charter", "《选举办法》第三条"), ["#election/article-3"]);
    }

    #[test]
    fn what_is_not_here_stays_words() {
        for words in [
            "《若干意见》第三条、第五条",
            "《关于第三条的说明》",
            "团章第五条",
            "省学联章程第三条",
            "高等教育法第二条",
            "第十三条",
            "第三届",
            "第条",
            "三条",
        ] {
            assert_eq!(links("charter", words), [""; 0], "{words}");
        }
    }
}
