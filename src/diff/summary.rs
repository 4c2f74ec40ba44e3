//! The difference in sentences that can stand in a report.
//! It must not know more than the list of changes.

use super::{Change, Difference, Facet, Kind, Piece, Placed, Subject};
use crate::document::{Block, Role, Subject as About};
use crate::redaction::STANDINGS;

/// How many characters of a value one reads at a glance.
const SHORT: usize = 24;

/// Returns a sentence for each part of the form in which something changed.
pub fn summary(difference: &Difference) -> Vec<String> {
    let of = |subject: Subject| -> Vec<&Change> {
        difference.changes.iter().filter(|change| change.subject == subject).collect()
    };
    let mut sentences: Vec<String> = Vec::new();
    sentences.extend(arrangements(&of(Subject::Arrangement)));
    sentences.extend(indicators(&of(Subject::Indicator)));
    sentences.extend(second_level(&of(Subject::SecondItem), &of(Subject::Matrix)));
    let mut parts: Vec<(&str, Vec<&Change>)> = Vec::new();
    for change in of(Subject::Article).into_iter().chain(chapters(&of(Subject::Heading))) {
        match parts.iter_mut().find(|(part, _)| *part == change.part) {
            Some((_, changes)) => changes.push(change),
            None => parts.push((&change.part, vec![change])),
        }
    }
    let (charter, others): (Vec<_>, Vec<_>) =
        parts.iter().partition(|(part, _)| *part == "charter");
    let told = |parts: Vec<&(&str, Vec<&Change>)>| -> Vec<String> {
        parts.into_iter().filter_map(|(part, changes)| regulation(part, changes)).collect()
    };
    sentences.extend(told(charter));
    sentences.extend(units(&of(Subject::Unit)));
    sentences.extend(people(&of(Subject::Person), difference));
    sentences.extend(told(others));
    sentences.extend(rounds(&of(Subject::Round)));
    sentences.extend(delegations(&of(Subject::Delegation)));
    sentences.extend(guides(&of(Subject::Guide)));
    sentences.extend(grades(&of(Subject::Grade)));
    sentences.extend(of(Subject::Sheet).into_iter().filter_map(sheet));
    sentences.extend(of(Subject::Raters).into_iter().filter_map(raters));
    sentences.extend(appraised(&of(Subject::Appraised)));
    sentences.extend(officers(&of(Subject::Officer)));
    sentences.extend(of(Subject::Heading).into_iter().filter_map(results));
    sentences.extend(texts(&of(Subject::Paragraph)));
    if sentences.is_empty() && !difference.changes.is_empty() {
        sentences.push("只有标题、日期、格式等有变化。".to_owned());
    }
    sentences
}

/// Tells what a notice lays down that another did not, and what became of the values it names; of
/// long ones only that they changed.
fn arrangements(changes: &[&Change]) -> Vec<String> {
    let value = |facet: &Facet| {
        let length = facet.old.chars().count().max(facet.new.chars().count());
        match length > SHORT {
            true => format!("{}有改动", facet.name),
            false => counted(&facet.name, facet, ""),
        }
    };
    let stayed = changes.iter().filter(|change| change.kind == Kind::Changed);
    let said = stayed
        .filter_map(|change| sentence(change.name(), change.facets.iter().map(value).collect()));
    let list = |words: &str, named: Vec<String>| {
        (!named.is_empty()).then(|| format!("{words}{}。", named.join("、")))
    };
    let come = list("新写明", names(changes, Kind::Added));
    let gone = list("不再写明", names(changes, Kind::Removed));
    said.chain(come).chain(gone).collect()
}

fn grades(changes: &[&Change]) -> Option<String> {
    let said = changes.iter().map(|change| match change.kind {
        Kind::Added | Kind::SplitOff => format!("增加{}", change.name()),
        Kind::Removed | Kind::MergedInto => format!("不再有{}", change.name()),
        Kind::Changed => {
            let moved = change.facets.iter().map(|facet| counted(&facet.name, facet, ""));
            format!("{}的{}", change.name(), moved.collect::<Vec<_>>().join("，"))
        }
    });
    sentence("等次", said.collect())
}

fn sheet(change: &Change) -> Option<String> {
    let own = format!("评分表“{}”", change.part);
    let said = change.facets.iter().map(|facet| match (&*facet.old, &*facet.new) {
        (old, new) if facet.key == "name" => format!("“{old}”改为“{new}”"),
        ("", new) => format!("新设“{}”（{new}）", facet.name),
        (old, "") => format!("不再评“{}”（{old}）", facet.name),
        (old, new) => format!("“{}”由{old}变为{new}", facet.name),
    });
    match change.kind {
        Kind::Changed => sentence(&own, said.collect()),
        Kind::Added | Kind::SplitOff => Some(format!("新用{own}。")),
        Kind::Removed | Kind::MergedInto => Some(format!("不再用{own}。")),
    }
}

fn raters(change: &Change) -> Option<String> {
    let said = change.facets.iter().map(|facet| counted(&facet.name, facet, ""));
    match change.kind {
        Kind::Changed => sentence(&format!("{}的评委", change.name()), said.collect()),
        _ => None,
    }
}

/// Tells of bodies appraised: which stand on a score sheet, and whose grade is another.
fn appraised(changes: &[&Change]) -> Option<String> {
    let mut said = Vec::new();
    let listed: Vec<&Change> =
        changes.iter().copied().filter(|change| change.part != STANDINGS).collect();
    for (kind, words) in [(Kind::Added, "新列"), (Kind::Removed, "不再列")] {
        let named = tallied(names(&listed, kind));
        said.extend((!named.is_empty()).then(|| format!("{words}{}", named.join("、"))));
    }
    let graded = changes.iter().filter_map(|change| Some((change, change.facet("grade")?)));
    let stayed = graded.filter(|(change, _)| change.kind == Kind::Changed);
    said.extend(stayed.map(|(change, grade)| counted(change.name(), grade, "")));
    sentence("述职对象", said)
}

/// Puts equal names together: `综合事务部负责人（2个）`.
fn tallied(names: Vec<String>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let told = |(name, count): (String, usize)| match count {
        1 => name,
        _ => format!("{name}（{count}个）"),
    };
    counts.into_iter().map(told).collect()
}

/// Tells of people appraised by numbers: the words may stand in a report.
fn officers(changes: &[&Change]) -> Option<String> {
    let count = |kind: Kind| changes.iter().filter(|change| change.kind == kind).count();
    let stayed = changes.iter().filter(|change| change.kind == Kind::Changed);
    let graded = stayed.filter(|change| change.facet("grade").is_some()).count();
    let counts = [
        (count(Kind::Added), "人是新列的"),
        (count(Kind::Removed), "人不再列"),
        (graded, "人的等次不同"),
    ];
    let said = counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n}{words}"));
    sentence("述职人员的评议结果", said.collect())
}

/// Says that one of two rounds alone makes its results public.
fn results(change: &Change) -> Option<String> {
    let words = match change.kind {
        _ if change.part != STANDINGS => return None,
        Kind::Added | Kind::SplitOff => "原来没有公布，现在公布了",
        Kind::Removed | Kind::MergedInto => "原来公布过，现在没有公布",
        Kind::Changed => return None,
    };
    Some(format!("评议结果：{words}，不作比较。"))
}

/// Tells which rounds of appraisals are cited.
fn rounds(changes: &[&Change]) -> Option<String> {
    let renamed = |c: &Change| name_of(&c.old) != name_of(&c.new);
    let listed = |side: fn(&Change) -> &Option<Placed>| -> Vec<&str> {
        let found = changes.iter().filter(|c| renamed(c)).map(|c| name_of(side(c)));
        found.filter(|name| !name.is_empty()).collect()
    };
    let list = |words: &str, names: Vec<&str>| {
        (!names.is_empty()).then(|| format!("{words}{}", names.join("、")))
    };
    let mut said: Vec<String> = Vec::new();
    said.extend(list("列出", listed(|c| &c.new)));
    said.extend(list("原来列出的是", listed(|c| &c.old)));
    for change in changes.iter().filter(|c| !renamed(c)) {
        let moved = change.facets.iter().map(|facet| counted(&facet.name, facet, ""));
        said.push(format!("{}的{}", change.name(), moved.collect::<Vec<_>>().join("，")));
    }
    sentence("述职评议开展情况", said)
}

fn indicators(changes: &[&Change]) -> Option<String> {
    let mut said = Vec::new();
    let mut remarks = 0;
    for change in changes {
        let what = item(change);
        let line = match change.kind {
            Kind::Removed | Kind::MergedInto => format!("不再有“{what}”一项"),
            Kind::Added | Kind::SplitOff => format!("新增“{what}”一项"),
            Kind::Changed => {
                let moved: Vec<String> = ["verdict", "stated", "held_on", "rectify_by"]
                    .iter()
                    .filter_map(|key| change.facet(key))
                    .map(|facet| {
                        from_to(if facet.key == "verdict" { "" } else { &facet.name }, facet)
                    })
                    .collect();
                if moved.is_empty() {
                    remarks += 1;
                    continue;
                }
                format!("“{what}”{}", moved.join("，"))
            }
        };
        said.push(line);
    }
    if remarks > 0 {
        said.push(format!("另有{remarks}项只更新了文字、备注或者佐证"));
    }
    sentence("校级自评表", said)
}

/// An indicator by its number and the first words of what it asks.
fn item(change: &Change) -> String {
    let says = |key: &str| {
        let mut says = change.piece().into_iter().flat_map(Piece::row_says);
        says.find(|said| said.key == key).map_or("", |said| said.words.as_str())
    };
    let (number, words) = (says("no"), says("item.text"));
    let clause = words.split(['，', '；', '、', '。', '：']).next().unwrap_or(words);
    if number.is_empty() { clause.to_owned() } else { format!("{number}. {clause}") }
}

fn from_to(name: &str, facet: &Facet) -> String {
    counted(name, facet, "")
}

/// Tells of a figure that the form prints without its unit.
fn counted(name: &str, facet: &Facet, unit: &str) -> String {
    match (facet.old.is_empty(), facet.new.is_empty()) {
        (true, _) => format!("{name}新写明{}{unit}", facet.new),
        (_, true) => format!("不再写明{name}{}{unit}", facet.old),
        _ => format!("{name}由{}{unit}变为{}{unit}", facet.old, facet.new),
    }
}

fn second_level(items: &[&Change], matrix: &[&Change]) -> Option<String> {
    let mut said = Vec::new();
    for change in items {
        let what = item(change);
        match (change.kind, change.facet("stated")) {
            (Kind::Added | Kind::SplitOff, _) => said.push(format!("新增“{what}”一项")),
            (Kind::Removed | Kind::MergedInto, _) => said.push(format!("不再有“{what}”一项")),
            (Kind::Changed, Some(count)) => {
                said.push(format!("符合“{what}”的组织{}", from_to("", count)))
            }
            (Kind::Changed, None) => said.push(format!("“{what}”的文字或者备注有变化")),
        }
    }
    let added = names(matrix, Kind::Added);
    let removed = names(matrix, Kind::Removed);
    let changed = matrix.iter().filter(|change| change.kind == Kind::Changed);
    let cells: usize = changed.map(|change| change.facets.len()).sum();
    said.extend((!added.is_empty()).then(|| format!("新增二级组织{}", added.join("、"))));
    said.extend((!removed.is_empty()).then(|| format!("不再列二级组织{}", removed.join("、"))));
    said.extend((cells > 0).then(|| format!("具体情况表中有{cells}格变化")));
    sentence("二级自评表", said)
}

fn names(changes: &[&Change], kind: Kind) -> Vec<String> {
    let of_kind = changes.iter().filter(|change| change.kind == kind);
    of_kind.map(|change| change.name().to_owned()).collect()
}

/// Headings inside a regulation, the section's own left out.
fn chapters<'a>(changes: &[&'a Change]) -> Vec<&'a Change> {
    let is_chapter = |change: &&Change| match change.piece() {
        Some(Piece::Heading { number, .. }) => number.starts_with('第'),
        _ => false,
    };
    changes.iter().copied().filter(is_chapter).collect()
}

/// What a part of a document is called in short.
pub fn part_name(part: &str) -> &str {
    match part {
        "head" => "标题和日期",
        "preamble" => "前言",
        "self-evaluation" => "改革自评表",
        "charter" => "章程",
        "units" => "组织机构",
        "roster" => "工作人员名单",
        "nomination" => "候选人产生办法",
        "election" => "选举办法",
        "congress" => "代表大会召开情况",
        "delegates" => "代表产生办法",
        "appraisal" => "述职评议办法",
        "guides" => "主要责任人",
        "subjects" => "工作对象",
        "committee" => "评议小组",
        "work" => "工作安排",
        "grading" => "等次确定",
        "results" => "结果通报",
        "standings" => "评议结果",
        "open" => "另行通知的事项",
        "contacts" => "联系方式",
        "closing" => "文末",
        other => other,
    }
}

fn regulation(part: &str, changes: &[&Change]) -> Option<String> {
    let articles: Vec<&Change> =
        changes.iter().copied().filter(|change| change.subject == Subject::Article).collect();
    let list = |what: &str, found: Vec<String>| {
        (!found.is_empty()).then(|| format!("{what}{}条（{}）", found.len(), found.join("、")))
    };
    let (regrouped, seen) = regrouped(&articles);
    let stayed = || articles.iter().filter(|c| c.kind == Kind::Changed);
    let reworded = stayed().filter(|c| !c.facets.is_empty() && !c.only_references);
    let reworded = reworded.filter(|c| !seen.contains(&c.name()));
    let mut said: Vec<String> = Vec::new();
    said.extend(list("增加", names(&articles, Kind::Added)));
    said.extend(list("删去原", names(&articles, Kind::Removed)));
    said.extend(regrouped);
    said.extend(list("修改", reworded.map(|c| c.name().to_owned()).collect()));
    let look = stayed().filter(|c| c.facets.is_empty() && !c.moved);
    said.extend(list("只改动格式或者链接", look.map(|c| c.name().to_owned()).collect()));
    let moved = stayed().filter(|c| c.moved);
    said.extend(moved.map(|c| format!("原{}移作{}", name_of(&c.old), c.name())));
    let referring: Vec<String> =
        stayed().filter(|c| c.only_references).map(|c| c.name().to_owned()).collect();
    if !referring.is_empty() {
        said.push(format!("{}所引用的条号随序号顺延", referring.join("、")));
    }
    said.extend(changes.iter().filter(|c| c.subject == Subject::Heading).map(|c| heading(c)));
    sentence(part_name(part), said)
}

/// Tells which articles became several or one, and names the new ones that this speaks of.
fn regrouped<'a>(articles: &[&'a Change]) -> (Vec<String>, Vec<&'a str>) {
    let (mut said, mut seen, mut done) = (Vec::new(), Vec::new(), Vec::new());
    for change in articles {
        let (Some(kin), split) = (change.kin.as_deref(), change.kind == Kind::SplitOff) else {
            continue;
        };
        if done.contains(&(split, kin)) {
            continue;
        }
        done.push((split, kin));
        // The side that has one article, and the side that has several.
        let one = |c: &Change| if split { name_of(&c.old) == kin } else { name_of(&c.new) == kin };
        let several: Vec<&&Change> = articles
            .iter()
            .filter(|c| (c.kind == change.kind && c.kin.as_deref() == Some(kin)) || one(c))
            .collect();
        seen.extend(several.iter().filter(|c| c.kind == Kind::Changed).map(|c| c.name()));
        let mut several: Vec<&Placed> = several
            .iter()
            .filter_map(|c| if split { c.new.as_ref() } else { c.old.as_ref() })
            .collect();
        several.sort_by_key(|placed| placed.at);
        let names: Vec<&str> = several.iter().map(|placed| placed.name.as_str()).collect();
        said.push(match split {
            true => format!("原{kin}拆分为{}", names.join("、")),
            false => format!("原{}合并为{kin}", names.join("、")),
        });
    }
    (said, seen)
}

fn name_of(placed: &Option<Placed>) -> &str {
    placed.as_ref().map_or("", |placed| &placed.name)
}

fn heading(change: &Change) -> String {
    let old = name_of(&change.old);
    match change.kind {
        Kind::Changed => format!("“{old}”改为“{}”", change.name()),
        Kind::Added | Kind::SplitOff => format!("增加“{}”", change.name()),
        Kind::Removed | Kind::MergedInto => format!("删去“{old}”"),
    }
}

fn units(changes: &[&Change]) -> Option<String> {
    let mut said = Vec::new();
    let list = |word: &str, found: Vec<String>| {
        (!found.is_empty()).then(|| format!("{word}{}", found.join("、")))
    };
    said.extend(list("新设", names(changes, Kind::Added)));
    said.extend(list("不再设", names(changes, Kind::Removed)));
    let facet = |key: &'static str| {
        let changed = changes.iter().filter(|change| change.kind == Kind::Changed);
        changed.filter_map(move |change| Some((change.name(), change.facet(key)?)))
    };
    said.extend(facet("name").map(|(_, name)| format!("{}更名为{}", name.old, name.new)));
    said.extend(facet("headcount").map(|(unit, count)| counted(unit, count, "人")));
    let duties: Vec<String> = facet("duties").map(|(unit, _)| unit.to_owned()).collect();
    said.extend((!duties.is_empty()).then(|| format!("{}的职责有调整", duties.join("、"))));
    sentence("组织机构", said)
}

fn people(changes: &[&Change], difference: &Difference) -> Option<String> {
    let count = |kind: Kind| changes.iter().filter(|change| change.kind == kind).count();
    let stayed_with = |key: &str, c: &&&Change| c.kind == Kind::Changed && c.facet(key).is_some();
    let with = |key: &str| changes.iter().filter(|c| stayed_with(key, c)).count();
    let stayed = difference.new.people.saturating_sub(count(Kind::Added));
    let mut said: Vec<String> =
        withdrawn(difference).into_iter().map(|(who, what)| format!("{who}{what}")).collect();
    if !said.is_empty() {
        let told = [(Kind::Added, "新任"), (Kind::Removed, "离任")];
        let told = told.into_iter().filter(|(kind, _)| count(*kind) > 0);
        said.extend(told.map(|(kind, word)| format!("{word}{}人", count(kind))));
    } else if count(Kind::Added) + count(Kind::Removed) > 0 {
        let stayed = if stayed > 0 { format!("，留任{stayed}人") } else { String::new() };
        said.push(format!("新任{}人，离任{}人{stayed}", count(Kind::Added), count(Kind::Removed)));
    }
    for (key, words) in [("department", "转系"), ("political", "政治面貌有变化的")] {
        said.extend((with(key) > 0).then(|| format!("留任人员中{words}{}人", with(key))));
    }
    if said.is_empty() && !changes.is_empty() {
        said.push(format!("{}人的年级、排名等有变化", changes.len()));
    }
    sentence(part_name(people_part(difference)), said)
}

/// Names each edition that no longer names some people, and says so of it; nothing when both are the
/// very same.
pub fn withdrawn(difference: &Difference) -> Vec<(&str, String)> {
    let Difference { old, new, .. } = difference;
    let editions = [old, new].into_iter().filter(|_| old.content != new.content);
    let told = editions.filter(|edition| edition.withdrawn > 0).map(|edition| {
        let people = match edition.withdrawn {
            all if all == edition.people => "名单".to_owned(),
            some => format!("名单中{some}人"),
        };
        (edition.name(), format!("的{people}已撤下，去留不作比较"))
    });
    let mut told: Vec<_> = told.collect();
    told.dedup();
    told
}

/// The part that lists people: the roster of a year, the results of a round.
pub fn people_part(difference: &Difference) -> &'static str {
    if difference.new.round.is_some() { STANDINGS } else { "roster" }
}

fn delegations(changes: &[&Change]) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    for change in changes {
        match change.kind {
            Kind::Changed => {
                let count = change.facet("count");
                said.extend(count.map(|count| counted(change.name(), count, "名")));
            }
            Kind::Added | Kind::SplitOff => said.push(format!("新增{}", change.name())),
            Kind::Removed | Kind::MergedInto => said.push(format!("不再有{}", change.name())),
        }
    }
    sentence("各院系代表名额", said)
}

fn guides(changes: &[&Change]) -> Option<String> {
    let mut said = Vec::new();
    for change in changes {
        said.push(match (change.kind, change.facet("name")) {
            (Kind::Changed, Some(name)) => from_to(change.name(), name),
            (Kind::Changed, None) => format!("{}的职务或者备注有变化", change.name()),
            (Kind::Removed | Kind::MergedInto, _) => format!("不再列{}", change.name()),
            (Kind::Added | Kind::SplitOff, _) => format!("新列{}", change.name()),
        });
    }
    sentence("主要责任人", said)
}

fn texts(changes: &[&Change]) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for change in changes.iter().filter(|change| !change.piece().is_some_and(is_title)) {
        let name = part_name(&change.part);
        if !parts.contains(&name) {
            parts.push(name);
        }
    }
    (!parts.is_empty()).then(|| format!("{}的说明文字有改动。", parts.join("、")))
}

/// Tells whether a piece is the title of a text, or the line below it that tells of its adoption.
fn is_title(piece: &Piece) -> bool {
    let Piece::Block { block } = piece else { return false };
    let is_number = block.statement().is_some_and(|it| it.subject == About::Number);
    match block {
        Block::Paragraph { role: Role::Title, .. } => true,
        Block::Paragraph { role: Role::Subtitle, .. } => !is_number,
        _ => false,
    }
}

fn sentence(subject: &str, said: Vec<String>) -> Option<String> {
    (!said.is_empty()).then(|| format!("{subject}：{}。", said.join("；")))
}
