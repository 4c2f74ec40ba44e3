//! The wording of the form as the document prints it → a form of the site's own, where it differs
//! from the one it stands for.
//! It must not know what any indicator says, nor change what the national form demands.

use super::evaluation::{Printed, Wording};
use crate::academic_year::AcademicYear;
use crate::facts::amounts;
use crate::import::written::scalar;
use crate::load::{ABRIDGED, SAYS_ABRIDGED};
use crate::standard::{Words, word_lists};

/// A form of the site's own, and what is told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    pub text: String,
    pub remarks: Vec<String>,
    /// Indicators of the document that the form it was compared with does not have.
    pub unknown: Vec<String>,
}

/// Writes the form, from the text of the one for that year; `None` where the document prints the
/// same.
pub fn own(
    wording: &Wording,
    base: &str,
    year: AcademicYear,
    college: &str,
    words: &Words,
) -> Option<Own> {
    let mut form = Form { lines: base.lines().map(str::to_owned).collect() };
    let before = form.lines.clone();
    let mut own = Own { text: String::new(), remarks: Vec::new(), unknown: Vec::new() };
    if let Some(legend) = &wording.legend {
        let said = form.value("文字").filter(|kind| kind == ABRIDGED).map(|_| SAYS_ABRIDGED);
        let legend = said.and_then(|said| legend.strip_suffix(said)).unwrap_or(legend);
        let of_year = year.label();
        let shown = form.value("图例").map(|text| text.replace("{学年}", &of_year));
        if shown.as_deref() != Some(legend) {
            form.set("图例", legend);
            let named: Vec<AcademicYear> = years(legend);
            if let Some(other) = named.iter().find(|other| **other != year) {
                own.remarks.push(format!(
                    "自评表的图例写的是{}，不是{of_year}，照原文写入",
                    other.label()
                ));
                form.set_raw("暂缓学年", &format!("[{other}]"));
            }
        }
    }
    for (part, printed) in [("校级", &wording.school), ("二级", &wording.second)] {
        for item in printed {
            if !form.set_item(part, item) {
                own.unknown.push(format!("{part}第 {} 项", item.number));
            }
        }
        for (key, names) in words.named(word_lists::LIMITS_OF_INDICATORS) {
            // The names of its limits begin with the part that the indicator is of.
            let names: Vec<&String> = names.iter().filter(|name| name.starts_with(part)).collect();
            if names.is_empty() {
                continue;
            }
            let number = form.item_with_key(part, key);
            let Some(item) = printed.iter().find(|item| Some(item.number) == number) else {
                continue;
            };
            let stated: Vec<String> = amounts::find(&item.text, &words.limits.bounding)
                .into_iter()
                .filter_map(|it| {
                    it.unit
                        .map(|unit| format!("{}{}", it.num, if unit == '名' { '人' } else { unit }))
                })
                .collect();
            for (name, value) in names.iter().zip(stated) {
                form.set_limit(name, &value);
            }
        }
    }
    if form.lines == before && own.unknown.is_empty() {
        return None;
    }
    form.set("名称", &format!("{college}公开文件所用的自评表（{}）", year.label()));
    form.set_raw("起始学年", &year.to_string());
    form.set_raw("终止学年", &year.to_string());
    form.set("出处", "由 gongkai import 从学校的公开文件照原文写入");
    own.text = form.written();
    Some(own)
}

fn years(text: &str) -> Vec<AcademicYear> {
    let pieces = text.split(|c: char| !(c.is_ascii_digit() || "-—–－".contains(c)));
    pieces.filter_map(AcademicYear::parse).collect()
}

/// The lines of a form, which is written one value a line.
struct Form {
    lines: Vec<String>,
}

impl Form {
    fn value(&self, key: &str) -> Option<String> {
        let head = format!("{key}: ");
        self.lines.iter().find_map(|line| line.strip_prefix(&head)).map(str::to_owned)
    }

    fn set(&mut self, key: &str, value: &str) {
        self.set_raw(key, &scalar(value));
    }

    /// Sets a value at the top; one that is not there stands after the first year.
    fn set_raw(&mut self, key: &str, value: &str) {
        let head = format!("{key}: ");
        let line = format!("{head}{value}");
        match self.lines.iter().position(|line| line.starts_with(&head)) {
            Some(at) => self.lines[at] = line,
            None => {
                let at = self.lines.iter().position(|line| line.starts_with("起始学年: "));
                self.lines.insert(at.map_or(0, |at| at + 1), line);
            }
        }
    }

    fn set_limit(&mut self, name: &str, value: &str) {
        let head = format!("  {name}: ");
        if let Some(line) = self.lines.iter_mut().find(|line| line.starts_with(&head)) {
            *line = format!("{head}{value}");
        }
    }

    /// Returns the lines of an item: from behind its number to the next.
    fn item(&self, part: &str, number: u32) -> Option<std::ops::Range<usize>> {
        let start = self.lines.iter().position(|line| *line == format!("{part}:"))? + 1;
        let outside =
            |line: &String| !line.starts_with(' ') && !line.is_empty() && !line.starts_with('#');
        let end =
            self.lines[start..].iter().position(outside).map_or(self.lines.len(), |n| start + n);
        let head = format!("  {number}:");
        let at =
            self.lines[start..end].iter().position(|line| line.trim_end() == head)? + start + 1;
        let next = self.lines[at..end].iter().position(|line| !line.starts_with("    "));
        Some(at..next.map_or(end, |n| at + n))
    }

    fn item_with_key(&self, part: &str, key: &str) -> Option<u32> {
        (1..40).find(|number| {
            self.item(part, *number).is_some_and(|lines| {
                self.lines[lines].iter().any(|line| *line == format!("    键: {key}"))
            })
        })
    }

    /// Sets wording and mark of an item; tells whether there is such an item.
    fn set_item(&mut self, part: &str, printed: &Printed) -> bool {
        let Some(lines) = self.item(part, printed.number) else { return false };
        let is = |line: &String, key: &str| line.starts_with(&format!("    {key}: "));
        let text = format!("    文字: {}", scalar(&printed.text));
        let at = |key: &str| lines.clone().find(|at| is(&self.lines[*at], key));
        let (at_text, at_mark) = (at("文字"), at("标记"));
        if let Some(at) = at_text {
            self.lines[at] = text;
        }
        // Only the school's form has marks.
        if part == "校级" {
            match (printed.mark, at_mark) {
                (Some(mark), Some(at)) => self.lines[at] = format!("    标记: {mark}"),
                (Some(mark), None) => self.lines.insert(lines.start, format!("    标记: {mark}")),
                (None, Some(at)) => {
                    self.lines.remove(at);
                }
                (None, None) => {}
            }
        }
        true
    }

    fn written(&self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    const BASE: &str = "名称: 表\n起始学年: 2023-2024\n出处: 文件\n图例: 标注“★”为核心指标。\n限额:\n  校级工作人员: 40人\n  校级工作人员放宽: 60人\n校级:\n  1:\n    键: serve\n    标记: ★\n    文字: 甲\n  2:\n    键: staff-max\n    文字: 乙\n二级:\n  1:\n    键: serve\n    文字: 甲\n";

    fn printed(number: u32, mark: Option<char>, text: &str) -> Printed {
        Printed { number, mark, text: text.to_owned() }
    }

    #[test]
    fn the_wording_is_written_as_found() {
        let year = AcademicYear::starting(2023);
        let wording = Wording {
            legend: Some(
                "标注“★”为核心指标；标注“▲”为观测指标，2021—2022学年暂不作硬性要求。".to_owned(),
            ),
            school: vec![
                printed(1, None, "甲"),
                printed(2, Some('▲'), "工作人员不超过50人，较多的不超过70人"),
            ],
            second: vec![printed(1, None, "甲"), printed(2, None, "丙")],
        };
        let own = own(&wording, BASE, year, "江临职业技术学院", &own_words()).unwrap();
        for line in [
            "终止学年: 2023-2024",
            "暂缓学年: [2021-2022]",
            "  校级工作人员: 50人",
            "  校级工作人员放宽: 70人",
            "    标记: ▲",
            "    文字: 工作人员不超过50人，较多的不超过70人",
        ] {
            assert!(own.text.lines().any(|known| known == line), "{line}\n{}", own.text);
        }
        assert!(!own.text.contains("标记: ★"));
        assert_eq!(own.unknown, ["二级第 2 项"]);
        assert!(own.remarks[0].contains("2021—2022学年"));
    }

    #[test]
    fn the_same_wording_needs_no_form() {
        let wording = Wording {
            legend: Some("标注“★”为核心指标。".to_owned()),
            school: vec![printed(1, Some('★'), "甲"), printed(2, None, "乙")],
            second: vec![printed(1, None, "甲")],
        };
        assert_eq!(own(&wording, BASE, AcademicYear::starting(2023), "校", &own_words()), None);
    }
}
