//! Paper → a year's files: one file a part of the disclosure.
//! It must not know which kind of file the paper came from, nor what must hold.

pub mod charter;
mod evaluation;
mod form;
mod head;
mod joined;
mod narratives;
mod notice;
mod prose;
mod sections;
mod table;
mod tables;
mod text;
mod verdict;

use std::collections::BTreeMap;

use time::Date;

use crate::academic_year::AcademicYear;
use crate::edition::Union;
use crate::import::cover;
use crate::import::paper::{Aside, Block, Paper, Paragraph, lines};
use crate::import::report::Report;
use crate::import::written::Yaml;
use crate::load::decode::UNFILLED;
use crate::standard::{Words, word_lists};
pub use head::Site;
pub use notice::{Round, is_notice, round};
use prose::Stated;
use sections::{PARTS, Part};
use text::Text;

/// What the parts tell each other.
#[derive(Debug, Default)]
pub struct Known {
    college: Option<String>,
    /// Whose document it is, 学生会 or 研究生会.
    organisation: String,
    /// 高职 or 本科, where it was said.
    kind: Option<String>,
    departments: Vec<String>,
    units: Vec<String>,
    people: Vec<String>,
    /// The day of the congress, as the self-assessment gives it.
    held_on: Option<Date>,
    candidates: Option<(&'static str, Stated)>,
    congress: Option<Stated>,
    /// How many students the delegates are a share of: number, label, sentence.
    base: Option<(String, String, String)>,
    roster_note: Vec<String>,
    links: Vec<String>,
}

impl Known {
    /// Tells whether it is of a union of graduates, who are not ranked.
    fn is_of_graduates(&self) -> bool {
        self.organisation == Union::Graduate.organisation()
    }
}

/// The files being written, and what is told of them.
#[derive(Debug, Default)]
pub struct Draft {
    /// By name below the year's folder.
    files: BTreeMap<String, String>,
    report: Report,
    /// Words that a form prints itself: heads of tables, titles, boxes.
    printed: Vec<String>,
    /// Cells that were left out and told by their column.
    refused: Vec<String>,
    site: Site,
}

impl Draft {
    fn yaml(&mut self, yaml: Yaml) {
        let Yaml { name, text, inferred, unfilled, .. } = yaml;
        self.report.inferred.extend(inferred);
        self.report.unfilled.extend(unfilled);
        self.file(&format!("{name}.yaml"), text);
    }

    fn file(&mut self, name: &str, text: String) {
        self.files.insert(name.to_owned(), text);
    }

    fn unfilled(&mut self, place: &str, why: &str) {
        self.report.unfilled.push((place.to_owned(), why.to_owned()));
    }

    fn left_out(&mut self, place: &str, words: &str) {
        if !words.trim().is_empty() {
            self.report.left_out.push((place.to_owned(), words.to_owned()));
        }
    }

    /// Returns every line of some papers; what was lost in reading them, and what stands beside the
    /// text, is told.
    fn sources(&mut self, papers: &[Paper]) -> Vec<String> {
        for paper in papers {
            self.report.remarks.extend(paper.remarks.iter().cloned());
            // The number of a page is no word of the document.
            let says = |aside: &&Aside| !is_page_number(&aside.text);
            for aside in paper.aside.iter().filter(says) {
                self.left_out(aside.place, &aside.text);
            }
        }
        papers.iter().flat_map(|paper| lines(&paper.blocks)).collect()
    }

    fn take(&mut self, part: &str, file: &str, how_much: &str) {
        self.report.taken.push((part.to_owned(), format!("{file}（{how_much}）")));
    }

    fn text(&mut self, name: &str, text: &Text) {
        if text.title.is_none() && text.lines.is_empty() {
            self.unfilled(name, "没有找到正文");
            self.file(&format!("{name}.md"), format!("{UNFILLED}\n"));
            return;
        }
        self.file(&format!("{name}.md"), text.markdown());
    }

    fn headings(&mut self, text: &Text, file: &str) {
        if text.headings_by_looks() > 0 {
            let n = text.headings_by_looks();
            self.report.remarks.push(format!("{file} 里 {n} 行没有编号的短标题写成了标题"));
        }
    }

    /// Keeps a part that is a text with data.
    fn section(&mut self, part: &str, name: &str, yaml: Yaml, text: &Text) {
        self.yaml(yaml);
        self.text(name, text);
        self.take(part, &format!("{name}.yaml、{name}.md"), &format!("{} 段", text.lines.len()));
    }
}

/// A year as an import writes it.
#[derive(Debug)]
pub struct Disclosure {
    pub year: AcademicYear,
    pub union: Union,
    /// By path below the year's folder.
    pub files: BTreeMap<String, String>,
    /// A form of the site's own, by its file's name.
    pub form: Option<(String, String)>,
    pub site: Site,
    pub report: Report,
}

/// Tells whether a line begins a paragraph of its own: it is numbered or a heading.
pub fn begins_anew(line: &str) -> bool {
    text::is_numbered(line) || sections::numbered(line).is_some()
}

/// Tells whether a line is the heading of a part, 一、 or （二）.
pub fn begins_part(line: &str) -> bool {
    let bracketed = line.strip_prefix('（').and_then(|rest| rest.split_once('）'));
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十".contains(c));
    sections::numbered(line).is_some()
        || bracketed.is_some_and(|(number, rest)| is_number(number) && rest.chars().count() < 60)
}

/// Finds the academic year that papers are about.
pub fn year_of(papers: &[Paper]) -> Option<AcademicYear> {
    papers.iter().find_map(|paper| head::year(&lines(&paper.blocks)))
}

/// What is said of a college besides the documents.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub college: Option<String>,
    /// 高职 or 本科.
    pub kind: Option<String>,
    /// Whose site it is, if not that of the union in the document's title: its files stand first.
    pub organisation: Option<String>,
}

/// Reads a disclosure, and a roster that stands beside it, by the words of the standards; `base` is
/// the text of the form that holds for a year.
pub fn disclosure(
    papers: Vec<Paper>,
    year: AcademicYear,
    given: &Given,
    words: &Words,
    base: impl Fn(AcademicYear) -> Option<String>,
) -> Disclosure {
    let mut draft = Draft::default();
    let mut known = Known::default();
    let source = draft.sources(&papers);
    let whole = |paper: Paper| {
        let (blocks, between) = joined::joined(paper.blocks);
        draft.printed.extend(between);
        Paper { blocks, ..paper }
    };
    let papers: Vec<Paper> = papers.into_iter().map(whole).collect();
    let (rosters, texts): (Vec<Paper>, Vec<Paper>) =
        papers.into_iter().partition(|paper| is_roster(paper, words));
    let blocks: Vec<Block> = texts.into_iter().flat_map(|paper| paper.blocks).collect();
    let mut sections = sections::sections(&blocks, words);
    let opening = head::opening(&sections.preface, words);
    opening.beside.iter().for_each(|line| draft.left_out("正文以外的文字", line));
    let in_title = || opening.title.as_deref().and_then(head::college);
    known.college = given.college.clone().or_else(in_title);
    known.kind.clone_from(&given.kind);
    let title = opening.title.as_deref().unwrap_or_default();
    let of_title = head::organisation(title).to_owned();
    known.organisation = given.organisation.clone().unwrap_or(of_title);
    let closing = take_closing(&mut sections);
    draft.printed.append(&mut sections.contents);
    for (heading, _) in sections.parts.values() {
        draft.printed.push(heading.clone());
    }
    let missing = PARTS.iter().filter(|(part, _)| !sections.parts.contains_key(part));
    for (_, file) in missing {
        draft.report.remarks.push(format!("文件里没有找到“{file}”这一部分的标题"));
    }
    title_by_headings(&mut sections, words, &mut draft);
    let mut of =
        |part: Part| sections.parts.remove(&part).map(|(_, blocks)| blocks).unwrap_or_default();
    let (evaluation, charter, units) =
        (of(Part::SelfEvaluation), of(Part::Charter), of(Part::Units));
    let (roster, nomination, election) =
        (of(Part::Roster), of(Part::Nomination), of(Part::Election));
    let (congress, delegates) = (of(Part::Congress), of(Part::Delegates));
    let (appraisal, guides) = (of(Part::Appraisal), of(Part::Guides));
    let wording = evaluation::read(&evaluation, &mut known, words, &mut draft);
    charter::read(&charter, words, &mut draft);
    tables::units(&units, &mut known, words, &mut draft);
    read_roster(&roster, &rosters, &mut known, words, &mut draft);
    known.candidates = narratives::candidates(&election, &congress);
    narratives::nomination(&nomination, &known, words, &mut draft);
    narratives::election(&election, &mut known, words, &mut draft);
    narratives::congress(&congress, &mut known, words, &mut draft);
    narratives::delegates(&delegates, &mut known, words, &mut draft);
    narratives::appraisal(&appraisal, &charter, words, &mut draft);
    tables::guides(&guides, &mut known, words, &mut draft);
    head::write(&opening, &closing, &known, words, &mut draft);
    let college = known.college.as_deref().unwrap_or("学校");
    let form = base(year).and_then(|base| form::own(&wording, &base, year, college, words));
    let form = form.map(|own| own_form(own, year, &mut draft.report));
    let printed = draft.printed.iter().chain(&draft.refused);
    let told = draft.report.left_out.iter().map(|(_, words)| words);
    let written = draft.files.values().chain(form.as_ref().map(|(_, text)| text));
    let left = cover::uncovered(
        &source,
        written.map(String::as_str),
        printed.chain(told).map(String::as_str),
    );
    for words in left {
        draft.report.left_out.push(("原文".to_owned(), words));
    }
    draft.report.people = known.people;
    let union = match given.organisation {
        Some(_) => Union::First,
        None => head::union(opening.title.as_deref().unwrap_or_default()),
    };
    Disclosure { year, union, files: draft.files, form, site: draft.site, report: draft.report }
}

/// Returns the name and text of a form of the site's own, and tells of it.
fn own_form(own: form::Own, year: AcademicYear, report: &mut Report) -> (String, String) {
    report.remarks.extend(own.remarks);
    let unknown = own
        .unknown
        .iter()
        .map(|item| format!("{item}在官方表样里没有同一序号的指标，它的文字没有写进表样"));
    report.remarks.extend(unknown);
    let told = "指标文字、标记或图例和内置的表样不同，照原文写成了学校自己的表样";
    report.remarks.push(told.to_owned());
    (format!("{year}.yaml"), own.text)
}

/// Tells the foot of a page that only numbers it: `— 1 —`, `第 1 页 共 12 页`.
pub fn is_page_number(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric() || c.is_ascii_digit() || "第页共".contains(c))
}

/// Gives an adopted text without a title of its own that of the heading it stands under: 六、主席团选举办法.
fn title_by_headings(sections: &mut sections::Sections, standard: &Words, draft: &mut Draft) {
    for part in [Part::Charter, Part::Election, Part::Appraisal] {
        let Some((heading, blocks)) = sections.parts.get_mut(&part) else { continue };
        let words = sections::numbered(heading).unwrap_or(heading);
        let is_title = standard.end(word_lists::TITLED, words);
        if !is_title || blocks.is_empty() || text::adopted(blocks, standard).title.is_some() {
            continue;
        }
        let told = format!("“{words}”的正文没有标题，用了这一部分的标题，请对照印发的文件");
        draft.report.remarks.push(told);
        blocks.insert(0, Block::Paragraph(Paragraph::plain(words)));
    }
}

/// Takes the closing lines off the part that stands last.
fn take_closing(sections: &mut sections::Sections) -> Vec<String> {
    let mut closing = Vec::new();
    for (_, blocks) in sections.parts.values_mut() {
        closing.extend(head::closing(blocks));
    }
    closing
}

/// Tells whether a paper is a roster and nothing else.
fn is_roster(paper: &Paper, words: &Words) -> bool {
    let tables = paper.blocks.iter().filter_map(Block::table);
    let lines = paper.blocks.iter().filter_map(Block::paragraph).flat_map(|it| it.lines()).count();
    let mut rosters = tables.filter(|table| tables::is_roster(table, words));
    lines <= 6 && rosters.next().is_some()
}

/// Reads the roster of the document, or the one that came beside it, which knows more.
fn read_roster(
    own: &[Block],
    beside: &[Paper],
    known: &mut Known,
    words: &Words,
    draft: &mut Draft,
) {
    let Some(paper) = beside.first() else {
        tables::roster(own, known, words, draft);
        return;
    };
    let mut of_document = Draft::default();
    let mut known_there = Known::default();
    tables::roster(own, &mut known_there, words, &mut of_document);
    tables::roster(&paper.blocks, known, words, draft);
    draft.report.remarks.push("名单取自另外给的表格，文件里的名单没有再写一遍".to_owned());
    let there = known_there.people.len();
    let here = known.people.len();
    if there > 0 && there != here {
        draft
            .report
            .remarks
            .push(format!("文件里的名单有 {there} 人，另外给的表格有 {here} 人，请核对"));
    }
    let missing = known_there.people.iter().filter(|name| !known.people.contains(name)).count();
    if missing > 0 {
        draft.report.remarks.push(format!("文件里的名单有 {missing} 人不在另外给的表格里，请核对"));
    }
    // What stands below either of them is kept; the cells themselves are told above.
    draft.printed.extend(of_document.printed);
    draft.refused.extend(
        of_document
            .files
            .values()
            .flat_map(|text| text.split([',', '\n']).map(str::to_owned).collect::<Vec<_>>()),
    );
    let note = known_there.roster_note.into_iter().chain(known.roster_note.drain(..));
    let mut lines: Vec<String> = Vec::new();
    for line in note {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    known.roster_note = lines;
}
