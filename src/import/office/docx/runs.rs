//! What a paragraph of Word holds: runs, links, fields, symbols, notes, text boxes.
//! It must not know where the paragraph stands.

use super::styles::{Style, font_of};
use super::{DEPTH, Draft, Reader, SILENT};
use crate::import::office::symbol;
use crate::import::office::xml::Element;
use crate::import::paper::{Aside, Block, EMPTY, Paragraph, TICKED};

/// A field of Word being read: its instruction is not printed, its result is.
#[derive(Debug)]
pub struct Field {
    in_result: bool,
    instruction: String,
    /// The tick of an old check box.
    tick: Option<char>,
}

impl Reader {
    /// Reads what a paragraph, or something within it, holds.
    pub(super) fn runs(&mut self, parent: &Element, depth: usize, draft: &mut Draft) {
        if depth > DEPTH {
            return;
        }
        for element in parent.elements() {
            match element.name.as_str() {
                "r" if element.prefix != "m" => self.run(element, depth, draft),
                "hyperlink" => {
                    let id = element.attribute("id").and_then(|id| self.links.get(id).cloned());
                    let before = draft.text.len();
                    self.runs(element, depth + 1, draft);
                    self.link(id, before, draft);
                }
                "fldSimple" => {
                    let link = element.attribute("instr").and_then(hyperlink);
                    let before = draft.text.len();
                    self.runs(element, depth + 1, draft);
                    self.link(link, before, draft);
                }
                "sdt" => match checked(element) {
                    Some(tick) => draft.text.push(tick),
                    None => self.runs(element, depth + 1, draft),
                },
                "del" | "moveFrom" => self.count_removed(element),
                "oMath" | "oMathPara" => {
                    self.seen.formulas += 1;
                    draft.text.push_str(&element.text());
                }
                "ruby" => {
                    for base in element.elements().filter(|child| child.name == "rubyBase") {
                        self.runs(base, depth + 1, draft);
                    }
                }
                "AlternateContent" => {
                    let chosen = element.child("Choice").or(element.child("Fallback"));
                    if let Some(chosen) = chosen {
                        self.runs(chosen, depth + 1, draft);
                    }
                }
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    self.runs(element, depth + 1, draft);
                }
            }
        }
    }

    fn link(&mut self, target: Option<String>, before: usize, draft: &mut Draft) {
        let Some(target) = target else { return };
        if !draft.text[before..].contains(target.trim_end_matches('/')) {
            draft.links.push(target);
        }
    }

    fn run(&mut self, run: &Element, depth: usize, draft: &mut Draft) {
        let properties = run.child("rPr");
        let style = properties.and_then(|it| it.value("rStyle"));
        let of_style = |want: fn(&Style) -> Option<String>| {
            style.and_then(|id| self.styles.chain(id).iter().find_map(|(_, style)| want(style)))
        };
        let hidden_by_style = of_style(|style| style.hidden.then(String::new)).is_some();
        draft.font = properties.and_then(font_of).or_else(|| of_style(|style| style.font.clone()));
        let hidden = match properties.and_then(|it| it.child("vanish")) {
            Some(_) => properties.is_some_and(|it| it.is_on("vanish")),
            None => hidden_by_style,
        };
        if hidden && run.child("t").is_some() {
            self.seen.hidden += 1;
            self.paper.aside.push(Aside { place: "隐藏文字", text: run.text() });
            return;
        }
        self.run_content(run, depth, draft);
    }

    fn run_content(&mut self, run: &Element, depth: usize, draft: &mut Draft) {
        for element in run.elements() {
            let in_instruction = self.fields.iter().any(|field| !field.in_result);
            match element.name.as_str() {
                "t" if !in_instruction => self.add_words(&element.text(), draft),
                "t" => {}
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                "fldChar" => self.field(element, draft),
                "tab" | "ptab" => draft.text.push('\t'),
                "br" | "cr" => match element.attribute("type") {
                    Some("page" | "column") => {}
                    _ => draft.text.push('\n'),
                },
                "noBreakHyphen" => draft.text.push('-'),
                "sym" => self.symbol(element, draft),
                "footnoteReference" | "endnoteReference" => self.note(element, depth, draft),
                "commentReference" => {}
                "delText" | "delInstrText" => {}
                "drawing" | "pict" | "object" | "AlternateContent" => {
                    self.drawing(element, depth, draft);
                }
                "ruby" => {
                    for base in element.elements().filter(|child| child.name == "rubyBase") {
                        self.runs(base, depth + 1, draft);
                    }
                }
                "pgNum" | "dayLong" | "dayShort" | "monthLong" | "monthShort" | "yearLong"
                | "yearShort" => {}
                name if SILENT.contains(&name) => {}
                name => {
                    *self.seen.strange.entry(name.to_owned()).or_default() += 1;
                    self.add_words(&element.text(), draft);
                }
            }
        }
    }

    /// Adds words, those in a symbol font as what they show.
    fn add_words(&mut self, words: &str, draft: &mut Draft) {
        let font = draft.font.clone().filter(|font| symbol::is_symbolic(font));
        for c in words.chars() {
            let private = ('\u{e000}'..='\u{f8ff}').contains(&c);
            let shown = match &font {
                Some(font) => symbol::shown(font, c),
                None if private => symbol::without_font(c),
                None => Some(c),
            };
            match shown {
                Some(shown) => draft.text.push(shown),
                None => {
                    let font = font.as_deref().or(draft.font.as_deref()).unwrap_or("字体不明");
                    let told = format!("{font} U+{:04X}", u32::from(c));
                    *self.seen.symbols.entry(told).or_default() += 1;
                    draft.text.push(if private { '\u{fffd}' } else { c });
                }
            }
        }
    }

    fn symbol(&mut self, element: &Element, draft: &mut Draft) {
        let font = element.attribute("font").unwrap_or("Symbol");
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(c) = code.and_then(char::from_u32) else { return };
        match symbol::shown(font, c) {
            Some(shown) => draft.text.push(shown),
            None => {
                let told = format!("{font} U+{:04X}", u32::from(c));
                *self.seen.symbols.entry(told).or_default() += 1;
                draft.text.push('\u{fffd}');
            }
        }
    }

    fn field(&mut self, element: &Element, draft: &mut Draft) {
        match element.attribute("fldCharType") {
            Some("begin") => {
                let check_box = element.child("ffData").and_then(|data| data.child("checkBox"));
                let tick = check_box.map(|it| {
                    let on = match it.child("checked") {
                        Some(_) => it.is_on("checked"),
                        None => it.is_on("default"),
                    };
                    if on { TICKED } else { EMPTY }
                });
                self.fields.push(Field { in_result: false, instruction: String::new(), tick });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                draft.text.extend(field.tick);
                if let Some(target) = hyperlink(&field.instruction)
                    && !draft.text.contains(target.trim_end_matches('/'))
                {
                    draft.links.push(target);
                }
            }
            _ => {}
        }
    }

    /// Puts a note after the paragraph that refers to it.
    fn note(&mut self, element: &Element, depth: usize, draft: &mut Draft) {
        let id = element.attribute("id").unwrap_or_default();
        let notes = self.notes.get_mut(element.name.as_str());
        let Some(note) = notes.and_then(|notes| notes.remove(id)) else { return };
        self.seen.notes += 1;
        draft.after.extend(self.blocks(&note, depth + 1));
    }

    /// Reads the text boxes of a drawing, and counts its pictures.
    fn drawing(&mut self, element: &Element, depth: usize, draft: &mut Draft) {
        if depth > DEPTH {
            return;
        }
        match element.name.as_str() {
            "txbxContent" => {
                self.seen.boxes += 1;
                let fields = std::mem::take(&mut self.fields);
                draft.after.extend(self.blocks(element, depth + 1));
                self.fields = fields;
            }
            "AlternateContent" => {
                let chosen = element.child("Choice").or(element.child("Fallback"));
                if let Some(chosen) = chosen {
                    self.drawing(chosen, depth + 1, draft);
                }
            }
            "blip" | "imagedata" => self.seen.pictures += 1,
            "textpath" => {
                let words = element.attribute("string").unwrap_or_default().to_owned();
                draft.after.push(Block::Paragraph(Paragraph::plain(words)));
            }
            name => {
                if matches!(name, "docPr" | "cNvPr")
                    && let Some(words) = element.attribute("descr").filter(|it| !it.is_empty())
                {
                    self.seen.alternatives.push(words.to_owned());
                }
                if name == "t" && element.prefix == "a" {
                    let words = element.text();
                    draft.after.push(Block::Paragraph(Paragraph::plain(words)));
                    return;
                }
                for child in element.elements() {
                    self.drawing(child, depth + 1, draft);
                }
            }
        }
    }
}

/// Returns the state of a check-box control.
fn checked(sdt: &Element) -> Option<char> {
    let check_box = sdt.child("sdtPr")?.child("checkbox")?;
    let on =
        |it: &Element| it.attribute("val").is_none_or(|value| value != "0" && value != "false");
    Some(if check_box.child("checked").is_some_and(on) { TICKED } else { EMPTY })
}

/// Returns where a field `HYPERLINK "…"` leads.
pub fn hyperlink(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let target = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!target.is_empty() && !target.starts_with('\\')).then(|| target.to_owned())
}
