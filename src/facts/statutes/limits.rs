//! The limits a charter states, as data and as provision: joined with each other and with the form.
//! It must not judge whether a limit may be what it is.

use super::amounts::{self, Amount, Bound};
use super::dimensions;
use super::passage::{COMMAS, clause, flat, pieces, prose, set};
use crate::datum::prose::{Label, Prose};
use crate::datum::{Datum, FieldName, Value, flag, list, number, word};
use crate::facts::asked::Maker;
use crate::facts::numbering;
use crate::model::{
    CHARTER_BOUNDS, CHARTER_LIMIT, MENTION, charter, charter_bounds, charter_limit, college, head,
    mention, person, unit, year,
};
use crate::source::{Sources, Span};
use crate::standard::{form, limits, ratio};

/// Each limit's name, its field among the bounds, and the form's limit of the same matter.
const NAMES: [(&str, FieldName, Option<FieldName>); 16] = [
    ("到会比例", charter_bounds::QUORUM, None),
    ("修改表决比例", charter_bounds::AMENDMENT, None),
    ("代表比例下限", charter_bounds::DELEGATES_MIN, Some(limits::DELEGATES_MIN)),
    ("非学生骨干代表下限", charter_bounds::NON_OFFICER_MIN, Some(limits::NON_OFFICER_MIN)),
    ("主席团成员上限", charter_bounds::PRESIDIUM_MAX, Some(limits::PRESIDIUM_MAX)),
    ("差额下限", charter_bounds::SURPLUS_MIN, Some(limits::CANDIDATE_SURPLUS)),
    ("工作部门上限", charter_bounds::DEPARTMENTS_MAX, Some(limits::DEPARTMENTS_MAX)),
    ("部门人数上限", charter_bounds::UNIT_MAX, None),
    ("部门负责人下限", charter_bounds::HEADS_MIN, None),
    ("部门负责人上限", charter_bounds::HEADS_MAX, None),
    ("工作人员上限", charter_bounds::STAFF_MAX, Some(limits::STAFF_MAX)),
    ("来自系学生会下限", charter_bounds::FROM_COLLEGE_MIN, Some(limits::FROM_COLLEGE_MIN)),
    ("系主席团成员上限", charter_bounds::SECOND_PRESIDIUM_MAX, Some(limits::SECOND_PRESIDIUM_MAX)),
    ("系工作人员上限", charter_bounds::SECOND_STAFF_MAX, Some(limits::SECOND_STAFF_MAX)),
    ("排名比例", charter_bounds::RANK, Some(limits::RANK)),
    ("系代表比例", charter_bounds::SECOND_DELEGATES, None),
];

/// An article: its number as written and every amount in it.
struct Provision<'a> {
    number: u32,
    label: &'a Label,
    amounts: Vec<Written>,
}

/// An amount as it is written.
struct Written {
    amount: Amount,
    words: String,
    clause: String,
    /// What the sentence says up to it.
    context: String,
    sentence: String,
    place: Span,
    /// Whether a limit has been found to be this amount; another may not be.
    taken: bool,
}

/// Words that tell in a clause which limit it is about, and words that tell it is about another.
fn subject(name: &str) -> (&'static str, &'static [&'static str]) {
    match name {
        "到会比例" => ("到会", &["赞成", "同意"]),
        "修改表决比例" => ("同意", &[]),
        "代表比例下限" => ("学生", &["骨干", "工作人员"]),
        "非学生骨干代表下限" => ("代表", &["学生总数"]),
        "主席团成员上限" => ("主席团", &["系学生会"]),
        "差额下限" => ("应选", &[]),
        "部门人数上限" => ("部门", &["负责人"]),
        "部门负责人下限" | "部门负责人上限" => ("负责人", &[]),
        "工作人员上限" => ("工作人员", &["系学生会"]),
        "来自系学生会下限" => ("来自", &[]),
        "系主席团成员上限" => ("系学生会主席团", &[]),
        "系工作人员上限" => ("系学生会工作人员", &[]),
        "排名比例" => ("前", &[]),
        _ => ("", &[]),
    }
}

/// What a limit is counted in: 个 or 人; a share in nothing.
fn unit(name: &str) -> Option<char> {
    match name {
        "工作部门上限" => Some('个'),
        "主席团成员上限"
        | "部门人数上限"
        | "部门负责人下限"
        | "部门负责人上限"
        | "工作人员上限"
        | "系主席团成员上限"
        | "系工作人员上限" => Some('人'),
        _ => None,
    }
}

/// What the charter limits, joined with the form.
pub static LIMITS: Maker = Maker {
    makes: &[
        &[year::CHARTER, charter::LIMITS],
        &[year::CHARTER, charter::KNOWN_LIMITS],
        &[year::CHARTER, charter::BOUNDS],
        &[year::CHARTER, charter::SAME_DEPARTMENT_MAX],
        &[year::CHARTER, charter::PRESIDIUM_DEPARTMENTS],
        &[year::CHARTER, charter::EFFECTIVE_CLAUSE],
        &[year::CHARTER, charter::DIMENSIONS],
    ],
    of: &[&[year::FORM], &[year::UNITS, unit::IS_PRESIDIUM]],
    make: |it| join_limits(it.root, it.sources),
};

fn join_limits(root: &mut Datum, sources: &Sources) {
    let limits = root.get(year::CHARTER).get(charter::LIMITS).clone();
    let text = prose(root, year::CHARTER);
    let clause = text.map(|text| {
        effective_clause(text, sources, root.get(year::CHARTER).get(charter::TEXT).span)
    });
    let dimensions = text.map(|text| dimensions::find(text, sources));
    let mut provisions = text.map(|text| provisions(text, sources));
    let mut entries = limits.items().to_vec();
    let mut named: Vec<String> = Vec::new();
    for limit in &mut entries {
        let name = limit.get(charter_limit::NAME).clone();
        if let Some(text) = name.text() {
            limit.set(
                charter_limit::AGAIN,
                flag(named.iter().any(|known| known == text), name.span),
            );
            named.push(text.to_owned());
        }
        if let Some(provisions) = &mut provisions {
            join_text(limit, provisions);
        }
        join_form(limit, root);
    }
    let (mut written, most) = match &provisions {
        Some(provisions) => plain_limits(provisions, &named),
        None => (Vec::new(), None),
    };
    drop(provisions);
    written.iter_mut().for_each(|limit| join_form(limit, root));
    let known: Vec<Datum> = entries.iter().chain(&written).cloned().collect();
    set(root, year::CHARTER, charter::KNOWN_LIMITS, list(known.clone(), limits.span));
    let presidium = presidium_by_department(root);
    set(root, year::CHARTER, charter::PRESIDIUM_DEPARTMENTS, list(presidium, limits.span));
    if let Some((most, place)) = most {
        set(root, year::CHARTER, charter::SAME_DEPARTMENT_MAX, number(most, Some(place)));
    }
    if let Value::Items(_) = limits.value {
        set(root, year::CHARTER, charter::LIMITS, list(entries.clone(), limits.span));
    }
    let mut bounds = Datum::new(CHARTER_BOUNDS.empty(), limits.span);
    for (name, field, _) in NAMES {
        let named = known.iter().find(|limit| limit.get(charter_limit::NAME).text() == Some(name));
        bounds.set(field, named.cloned().unwrap_or_else(|| Datum::absent(limits.span)));
    }
    set(root, year::CHARTER, charter::BOUNDS, bounds);
    if let Some(clause) = clause {
        set(root, year::CHARTER, charter::EFFECTIVE_CLAUSE, clause);
    }
    if let Some(sets) = dimensions {
        let whole = root.get(year::CHARTER).get(charter::TEXT).span.map(Span::at_start);
        let longest = sets.into_iter().max_by_key(|set| set.len());
        set(root, year::CHARTER, charter::DIMENSIONS, dimensions::datum(longest, whole));
    }
}

fn provisions<'a>(text: &'a Prose, sources: &Sources) -> Vec<Provision<'a>> {
    numbering::articles(text)
        .into_iter()
        .filter_map(|(number, article)| {
            let mut amounts = Vec::new();
            for node in std::iter::once(article).chain(flat(article)) {
                for (text, span) in pieces(node) {
                    amounts.extend(amounts::find(&text).into_iter().map(|amount| {
                        let words = text[amount.range.clone()].to_owned();
                        let part = clause(&text, amount.range.start, &COMMAS);
                        let sentence = clause(&text, amount.range.start, &['。', '；', '\n']);
                        let at = sentence.as_ptr() as usize - text.as_ptr() as usize;
                        Written {
                            words,
                            clause: part.to_owned(),
                            context: text[at..amount.range.start].to_owned(),
                            sentence: sentence.to_owned(),
                            place: sources.part(span, &text, amount.range.clone()),
                            amount,
                            taken: false,
                        }
                    }));
                }
            }
            Some(Provision { number, label: article.label.as_ref()?, amounts })
        })
        .collect()
}

/// Reads a limit's value and looks for it in the article it names.
fn join_text(limit: &mut Datum, provisions: &mut [Provision]) {
    let value = limit.get(charter_limit::VALUE).clone();
    let article = limit.get(charter_limit::ARTICLE).clone();
    let Some(wanted) = value.text().map(amounts::find) else { return };
    let name = limit.get(charter_limit::NAME).text().unwrap_or_default().to_owned();
    let name = name.as_str();
    let ceiling = name.ends_with("上限") || name == "排名比例";
    limit.set(charter_limit::CEILING, flag(ceiling, value.span));
    if let [amount] = wanted.as_slice() {
        limit.set(charter_limit::NUM, number(amount.num, value.span));
        limit.set(charter_limit::DEN, number(amount.den, value.span));
    }
    let named = provisions
        .iter_mut()
        .find(|provision| Some(i64::from(provision.number)) == article.number());
    let Some(provision) = named.filter(|_| article.number().is_some()) else {
        if article.number().is_some() {
            limit.set(charter_limit::PROVISION, Datum::absent(article.span));
            limit.set(charter_limit::STANDS, flag(false, value.span));
        }
        return;
    };
    let label = provision.label;
    limit.set(charter_limit::PROVISION, word(&label.text, label.span));
    let numbers: Vec<&str> = provision.amounts.iter().map(|at| at.words.as_str()).collect();
    limit.set(charter_limit::NUMBERS, word(numbers.join("、"), label.span));
    let bound = if wanted.len() > 1 {
        None
    } else {
        Some(if ceiling { Bound::Upper } else { Bound::Lower })
    };
    let mut stands = !wanted.is_empty();
    let mut strict = false;
    for amount in &wanted {
        if unit(name) != amount.unit.map(|u| if u == '名' { '人' } else { u }) {
            stands = false;
            continue;
        }
        // Where clauses of the article are about this limit, it stands in one of them.
        let of_way = |at: &Written| {
            bound.is_none_or(|b| at.amount.bound == Bound::Neither || at.amount.bound == b)
                && at.amount.unit.is_some() == amount.unit.is_some()
        };
        let (about, others) = subject(name);
        let is_about = |at: &Written| {
            at.clause.contains(about) && !others.iter().any(|other| at.clause.contains(other))
        };
        let named = provision.amounts.iter().any(|at| of_way(at) && is_about(at));
        let fits = |at: &&mut Written| {
            of_way(at)
                && (!named || is_about(at))
                && amount.same(&at.amount)
                && (!at.taken || at.amount.shared)
        };
        match provision.amounts.iter_mut().find(fits) {
            Some(at) => {
                at.taken = true;
                strict = at.amount.strict;
            }
            None => stands = false,
        }
    }
    limit.set(charter_limit::STANDS, flag(stands, value.span));
    if stands {
        limit.set(charter_limit::STRICT, flag(strict, Some(label.span)));
    }
}

/// How a charter says plainly what it limits, where nobody registered it: words of the sentence up to
/// the number, all of which it has, and words none of which it has.
#[derive(Default)]
struct Plainly {
    all: &'static [&'static str],
    /// One of which it has, where any are given.
    one: &'static [&'static str],
    none: &'static [&'static str],
    /// The last of the subjects before the number, where it may be another's.
    nearest: Option<&'static str>,
}

/// What a number of persons may be said of.
const SUBJECTS: [&str; 5] = ["主席团", "工作人员", "工作部门", "负责人", "代表"];

fn plainly(name: &str) -> Option<Plainly> {
    const OF_DEPARTMENTS: [&str; 8] =
        ["系学生会", "系主席团", "二级", "院系学生会", "学院学生会", "分会", "系研究生会", "系级"];
    let of = |all, none| Plainly { all, none, ..Plainly::default() };
    let second = |all, nearest| Plainly {
        all,
        one: &OF_DEPARTMENTS,
        nearest: Some(nearest),
        ..Plainly::default()
    };
    Some(match name {
        "主席团成员上限" => of(&["主席团", "成员"], &OF_DEPARTMENTS),
        "工作部门上限" => of(&["工作部门"], &OF_DEPARTMENTS),
        "系主席团成员上限" => second(&["主席团"], "主席团"),
        "系工作人员上限" => second(&["工作人员"], "工作人员"),
        "到会比例" => of(&["到会", "应到"], &["赞成", "同意", "系学生代表大会"]),
        "部门负责人下限" | "部门负责人上限" => {
            of(&["部门", "负责人"], &OF_DEPARTMENTS)
        }
        "工作人员上限" => of(
            &["工作人员"],
            &[
                "系学生会",
                "二级",
                "院系学生会",
                "学院学生会",
                "分会",
                "系研究生会",
                "系级",
                "部门负责人",
                "负责人",
            ],
        ),
        "部门人数上限" => of(&["每个", "部门"], &["负责人"]),
        "来自系学生会下限" => of(&["来自", "学生会"], &[]),
        "排名比例" => of(&["排名", "专业"], &["班级"]),
        "差额下限" => of(&["应选", "差额"], &OF_DEPARTMENTS),
        "代表比例下限" => of(&["代表", "学生总数"], &OF_DEPARTMENTS),
        "非学生骨干代表下限" => of(&["代表", "工作人员"], &["系学生代表大会", "部门"]),
        _ => return None,
    })
}

/// Returns the limits that nobody registered, and how many of one department may stand.
fn plain_limits(provisions: &[Provision], named: &[String]) -> (Vec<Datum>, Option<(i64, Span)>) {
    let unnamed = NAMES.iter().filter(|(name, ..)| !named.iter().any(|known| known == name));
    let written = unnamed.filter_map(|(name, ..)| written_limit(name, provisions)).collect();
    (written, same_department(provisions))
}

/// Returns a limit that nobody registered and just one provision states plainly.
fn written_limit(name: &str, provisions: &[Provision]) -> Option<Datum> {
    let Plainly { all, one, none, nearest } = plainly(name)?;
    let ceiling = name.ends_with("上限") || name == "排名比例";
    let bound = if ceiling { Bound::Upper } else { Bound::Lower };
    let says = |at: &&Written| {
        let sentence = format!("{}{}", at.context, at.words);
        // 其中负责人1人 is as many at least and at most.
        let exact = name.starts_with("部门负责人") && at.amount.bound == Bound::Neither;
        let way =
            at.amount.bound == bound || exact || (name == "排名比例" && at.context.ends_with('前'));
        let last = SUBJECTS
            .iter()
            .filter_map(|word| at.context.rfind(word).map(|at| (at, *word)))
            .max()
            .map(|(_, word)| word);
        let things = at.amount.unit.map(|u| if u == '名' { '人' } else { u });
        if name == "到会比例" && way && things.is_none() && is_attendance(at) {
            return true;
        }
        way && things == unit(name)
            && all.iter().all(|word| sentence.contains(word))
            && (one.is_empty() || one.iter().any(|word| sentence.contains(word)))
            && !none.iter().any(|word| sentence.contains(word))
            && nearest.is_none_or(|nearest| last == Some(nearest))
    };
    let mut hits = provisions
        .iter()
        .flat_map(|provision| provision.amounts.iter().filter(says).map(move |at| (provision, at)));
    let (provision, at) = hits.next()?;
    // Two provisions that state it differently: nobody can say which it is.
    if hits.any(|(_, other)| !other.amount.same(&at.amount)) {
        return None;
    }
    let place = Some(at.place);
    let mut limit = Datum::new(CHARTER_LIMIT.empty(), place);
    let fields = [
        (charter_limit::NAME, word(name, at.place)),
        (charter_limit::VALUE, word(&at.words, at.place)),
        (charter_limit::ARTICLE, number(provision.number.into(), place)),
        (charter_limit::NUM, number(at.amount.num, place)),
        (charter_limit::DEN, number(at.amount.den, place)),
        (charter_limit::CEILING, flag(ceiling, place)),
        (charter_limit::PROVISION, word(&provision.label.text, provision.label.span)),
        (charter_limit::NUMBERS, word(&at.words, at.place)),
        (charter_limit::STANDS, flag(true, place)),
        (charter_limit::STRICT, flag(at.amount.strict, place)),
    ];
    fields.into_iter().for_each(|(name, datum)| limit.set(name, datum));
    Some(limit)
}

/// Tells a share of delegates without whom a congress is not held: 有五分之四以上代表参加方能召开.
fn is_attendance(at: &Written) -> bool {
    let of = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    at.clause.contains("代表")
        && of(&at.clause, &["参加", "出席", "到会"])
        && of(&at.sentence, &["召开", "举行"])
        && !of(&at.clause, &["赞成", "同意"])
        && !of(&at.sentence, &["系学生代表大会", "系代表大会", "二级"])
}

/// Reads 同一个系的候选人不超过2人.
fn same_department(provisions: &[Provision]) -> Option<(i64, Span)> {
    let of = |at: &&Written| {
        at.amount.bound == Bound::Upper
            && at.amount.unit.is_some_and(|unit| unit != '个')
            && at.context.contains("同一")
            && ["系", "学院"].iter().any(|word| at.context.contains(word))
            && ["候选人", "主席团成员"].iter().any(|word| at.context.contains(word))
    };
    let hit = provisions.iter().flat_map(|provision| provision.amounts.iter()).find(of)?;
    Some((hit.amount.num, hit.place))
}

/// Counts the members of the presidium by their departments.
fn presidium_by_department(root: &Datum) -> Vec<Datum> {
    let units = root.get(year::UNITS).items().iter();
    let presidium = units.filter(|unit| unit.get(unit::IS_PRESIDIUM).bool() == Some(true));
    let names: Vec<&str> = presidium.filter_map(|unit| unit.get(unit::NAME).text()).collect();
    let people = root.get(year::ROSTER).items().iter();
    let departments: Vec<&Datum> = people
        .filter(|person| person.get(person::UNIT).text().is_some_and(|unit| names.contains(&unit)))
        .map(|person| person.get(person::DEPARTMENT))
        .collect();
    let mut found: Vec<Datum> = Vec::new();
    for department in &departments {
        let Some(name) = department.text() else { continue };
        let of: Vec<_> = departments.iter().filter(|other| other.text() == Some(name)).collect();
        let told = found.iter().any(|it| it.get(mention::WORDS).text() == Some(name));
        if !told {
            let place = of.last().and_then(|last| last.span).or(department.span);
            let mut mention = Datum::new(MENTION.empty(), place);
            mention.set(mention::WORDS, word(name, place));
            mention.set(mention::COUNT, number(of.len() as i64, place));
            found.push(mention);
        }
    }
    found
}

/// Sets beside a limit what the form of the year says of the same matter.
fn join_form(limit: &mut Datum, root: &Datum) {
    let name = limit.get(charter_limit::NAME).text().unwrap_or_default();
    let Some((_, _, Some(field))) = NAMES.iter().find(|(known, ..)| *known == name) else { return };
    let limits = root.get(year::FORM).get(form::LIMITS);
    let large = !root.get(year::HEAD).get(head::COLLEGE).get(college::LARGE_GROUND).is_absent();
    let field = if *field == limits::STAFF_MAX && large { limits::STAFF_MAX_LARGE } else { *field };
    if !matches!(limits.value, Value::Fields(..)) {
        return;
    }
    let wanted = limits.get(field);
    let (num, den, label) = match &wanted.value {
        Value::Number(n) => (*n, 1, n.to_string()),
        _ => match (wanted.get(ratio::NUM).number(), wanted.get(ratio::DEN).number()) {
            (Some(num), Some(den)) => {
                (num, den, wanted.get(ratio::LABEL).text().unwrap_or_default().to_owned())
            }
            _ => return,
        },
    };
    let unit = limit
        .get(charter_limit::VALUE)
        .text()
        .and_then(|v| v.chars().last())
        .filter(|c| "人个名".contains(*c));
    let label = if den == 1 {
        format!("{label}{}", unit.map(String::from).unwrap_or_default())
    } else {
        label
    };
    limit.set(charter_limit::FORM_NUM, number(num, wanted.span));
    limit.set(charter_limit::FORM_DEN, number(den, wanted.span));
    limit.set(charter_limit::FORM_LABEL, word(label, wanted.span));
}

/// Finds the sentence that says from when the text is in force.
fn effective_clause(text: &Prose, sources: &Sources, whole: Option<Span>) -> Datum {
    let mut found = Datum::absent(whole.map(Span::at_start));
    text.walk(&mut |node, _| {
        for (text, span) in pieces(node) {
            let start = ["起施行", "起生效", "之日施行", "之日生效", "起试行", "后生效", "后施行"]
                .iter()
                .filter_map(|word| text.find(word))
                .max();
            let Some(at) = start else { continue };
            let clause = clause(&text, at, &['，', '。', '；']);
            let start = clause.as_ptr() as usize - text.as_ptr() as usize;
            let place = sources.part(span, &text, start..start + clause.len());
            found = word(clause, place);
        }
    });
    found
}
