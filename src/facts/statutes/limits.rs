//! The limits a charter states, as data and as provision: joined with each other and with the form.
//! It must not judge whether a limit may be what it is.

use super::amounts::{self, Amount, Bound};
use super::dimensions;
use super::passage::{clause, entry, flat, pieces, prose, set};
use super::stated_limits::{self, Stated};
use super::told_limits;
use crate::datum::prose::{Label, Node, Prose};
use crate::datum::{Datum, FieldName, Value, flag, list, number, word};
use crate::facts::asked::Maker;
use crate::facts::numbering;
use crate::facts::passages::Passage;
use crate::model::{
    CHARTER_BOUNDS, CHARTER_LIMIT, MENTION, charter, charter_bounds, charter_limit, college, head,
    mention, person, unit, year,
};
use crate::source::{Sources, Span};
use crate::standard::{KnownLimit, Limits, Words, form, ratio, word_lists};

/// An article: its number as written and every amount in it.
struct Provision<'a> {
    number: u32,
    label: &'a Label,
    amounts: Vec<Written<'a>>,
}

/// An amount as it is written, and what it limits.
struct Written<'a> {
    stated: Stated<'a>,
    words: String,
    place: Span,
    /// Whether a limit has been found to be this amount; another may not be.
    taken: bool,
}

impl Written<'_> {
    fn is_of(&self, name: &str) -> bool {
        self.stated.limits.iter().any(|limit| limit.name == name)
    }

    /// Tells whether one more limit may be found to be this amount: it is said of several, or is a
    /// floor and a ceiling at once.
    fn is_free(&self) -> bool {
        !self.taken || self.stated.amount.shared || self.stated.amount.bound == Bound::Neither
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
        &[year::CHARTER, charter::STATED_OTHERWISE],
        &[year::CHARTER, charter::TOLD_LOOSER],
        &[year::CHARTER, charter::EFFECTIVE_CLAUSE],
        &[year::CHARTER, charter::DIMENSIONS],
    ],
    of: &[&[year::FORM], &[year::UNITS, unit::IS_PRESIDIUM], &[year::ROSTER, person::RANK_CELL]],
    make: |it| {
        let passages = it.passages();
        join_limits(it.root, it.beside.words, &passages, it.sources);
    },
};

fn join_limits(root: &mut Datum, all: &Words, passages: &[Passage], sources: &Sources) {
    let words = &all.limits;
    let limits = root.get(year::CHARTER).get(charter::LIMITS).clone();
    let text = prose(root, year::CHARTER);
    let clause = text.map(|text| {
        effective_clause(text, all, sources, root.get(year::CHARTER).get(charter::TEXT).span)
    });
    let dimensions = text.map(|text| dimensions::find(text, all, sources));
    let mut provisions = text.map(|text| provisions(text, words, sources));
    let mut entries = limits.items().to_vec();
    let mut named: Vec<String> = Vec::new();
    for limit in &mut entries {
        let name = limit.get(charter_limit::NAME).clone();
        if let Some(text) = name.text() {
            let again = named.iter().any(|known| known == text);
            limit.set(charter_limit::AGAIN, flag(again, name.span));
            named.push(text.to_owned());
        }
        let known = name.text().and_then(|name| words.named(name));
        if let (Some(provisions), Some(known)) = (&mut provisions, known) {
            join_text(limit, known, words, provisions);
        }
        join_form(limit, words, root);
    }
    let unnamed = words.known.iter().filter(|limit| !named.contains(&limit.name));
    let mut written: Vec<Datum> = provisions
        .iter()
        .flat_map(|it| unnamed.clone().filter_map(|limit| written_limit(limit, it)))
        .collect();
    let otherwise = provisions.as_deref().map(|it| stated_otherwise(&entries, words, it));
    drop(provisions);
    if let Some(otherwise) = otherwise {
        set(root, year::CHARTER, charter::STATED_OTHERWISE, list(otherwise, limits.span));
    }
    written.iter_mut().for_each(|limit| join_form(limit, words, root));
    let known: Vec<Datum> = entries.iter().chain(&written).cloned().collect();
    let looser = told_limits::find_looser(passages, &known, words);
    set(root, year::CHARTER, charter::TOLD_LOOSER, list(looser, limits.span));
    set(root, year::CHARTER, charter::KNOWN_LIMITS, list(known.clone(), limits.span));
    let presidium = presidium_by_department(root);
    set(root, year::CHARTER, charter::PRESIDIUM_DEPARTMENTS, list(presidium, limits.span));
    if let Value::Items(_) = limits.value {
        set(root, year::CHARTER, charter::LIMITS, list(entries, limits.span));
    }
    let bounds = bounds(root, &known, limits.span);
    let most = bounds.get(charter_bounds::SAME_DEPARTMENT_MAX).clone();
    if !most.is_absent() {
        set(
            root,
            year::CHARTER,
            charter::SAME_DEPARTMENT_MAX,
            most.get(charter_limit::NUM).clone(),
        );
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

/// Returns each limit by the name of its field.
fn bounds(root: &Datum, known: &[Datum], place: Option<Span>) -> Datum {
    let below = |datum: &Datum, name| match datum.value {
        Value::Fields(table, _) => table.field(name)?.shape.record(),
        _ => None,
    };
    let table = below(root.get(year::CHARTER), charter::BOUNDS).unwrap_or(&CHARTER_BOUNDS);
    let mut bounds = Datum::new(table.empty(), place);
    for field in table.fields {
        let named =
            known.iter().find(|limit| limit.get(charter_limit::NAME).text() == Some(field.key));
        bounds.set(field.name, named.cloned().unwrap_or_else(|| Datum::absent(place)));
    }
    bounds
}

fn provisions<'a>(text: &'a Prose, words: &'a Limits, sources: &Sources) -> Vec<Provision<'a>> {
    let read = |(number, article): (u32, &'a Node)| {
        let nodes = std::iter::once(article).chain(flat(article));
        let amounts = nodes.flat_map(pieces).flat_map(|(text, span)| {
            let written = |stated: Stated<'a>| Written {
                words: text[stated.amount.range.clone()].to_owned(),
                place: sources.part(span, &text, stated.amount.range.clone()),
                stated,
                taken: false,
            };
            stated_limits::find(&text, words).into_iter().map(written).collect::<Vec<_>>()
        });
        Some(Provision { number, label: article.label.as_ref()?, amounts: amounts.collect() })
    };
    numbering::articles(text).into_iter().filter_map(read).collect()
}

/// Reads a limit's value and looks for it in the article it names.
fn join_text(limit: &mut Datum, known: &KnownLimit, words: &Limits, provisions: &mut [Provision]) {
    let value = limit.get(charter_limit::VALUE).clone();
    let article = limit.get(charter_limit::ARTICLE).clone();
    let wanted = value.text().map(|text| amounts::find(text, &words.bounding));
    let Some(mut wanted) = wanted else { return };
    wanted.iter_mut().for_each(|amount| stated_limits::measure(amount, known));
    limit.set(charter_limit::CEILING, flag(known.ceiling, value.span));
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
    let strict = stands(known, &wanted, provision);
    limit.set(charter_limit::STANDS, flag(strict.is_some(), value.span));
    if let Some(strict) = strict {
        limit.set(charter_limit::STRICT, flag(strict, Some(label.span)));
    }
}

/// Finds every amount of a limit's value in its article, and takes them; returns whether it must be
/// exceeded.
fn stands(known: &KnownLimit, wanted: &[Amount], provision: &mut Provision) -> Option<bool> {
    let way = if known.ceiling { Bound::Upper } else { Bound::Lower };
    let mut strict = (!wanted.is_empty()).then_some(false);
    for amount in wanted {
        let fits_way = |at: &Written| {
            let bound = at.stated.amount.bound;
            let as_bound = wanted.len() > 1 || bound == Bound::Neither || bound == way;
            as_bound && at.stated.amount.unit.is_some() == amount.unit.is_some()
        };
        // Where sentences of the article state this limit, it stands in one of them.
        let named = provision.amounts.iter().any(|at| fits_way(at) && at.is_of(&known.name));
        let fits = |at: &&mut Written| {
            fits_way(at)
                && (!named || at.is_of(&known.name))
                && amount.same(&at.stated.amount)
                && at.is_free()
        };
        let at = provision.amounts.iter_mut().find(fits);
        let at = at.filter(|_| stated_limits::unit(amount) == known.unit);
        strict = strict.and_then(|_| {
            at.map(|at| {
                at.taken = true;
                at.stated.amount.strict
            })
        });
    }
    strict
}

/// Returns a limit that nobody registered, and that provisions state in one way; a range is none.
fn written_limit(known: &KnownLimit, provisions: &[Provision]) -> Option<Datum> {
    if known.range {
        return None;
    }
    let mut hits = provisions.iter().flat_map(|provision| {
        let of = provision.amounts.iter().filter(|at| at.is_of(&known.name));
        of.map(move |at| (provision, at))
    });
    let (provision, at) = hits.next()?;
    // Two provisions that state it differently: nobody can say which it is.
    if hits.any(|(_, other)| !other.stated.amount.same(&at.stated.amount)) {
        return None;
    }
    let (place, amount) = (Some(at.place), &at.stated.amount);
    let mut limit = Datum::new(CHARTER_LIMIT.empty(), place);
    let fields = [
        (charter_limit::NAME, word(&known.name, at.place)),
        (charter_limit::VALUE, word(&at.words, at.place)),
        (charter_limit::ARTICLE, number(provision.number.into(), place)),
        (charter_limit::NUM, number(amount.num, place)),
        (charter_limit::DEN, number(amount.den, place)),
        (charter_limit::CEILING, flag(known.ceiling, place)),
        (charter_limit::PROVISION, word(&provision.label.text, provision.label.span)),
        (charter_limit::NUMBERS, word(&at.words, at.place)),
        (charter_limit::STANDS, flag(true, place)),
        (charter_limit::STRICT, flag(amount.strict, place)),
    ];
    fields.into_iter().for_each(|(name, datum)| limit.set(name, datum));
    Some(limit)
}

/// Finds provisions that state a limit otherwise than it is registered, or than the first that states
/// it; a range is no limit of its own.
fn stated_otherwise(entries: &[Datum], words: &Limits, provisions: &[Provision]) -> Vec<Datum> {
    let mut found = Vec::new();
    for known in words.known.iter().filter(|known| !known.range) {
        let stated: Vec<(&Provision, &Written)> = provisions
            .iter()
            .flat_map(|provision| provision.amounts.iter().map(move |at| (provision, at)))
            .filter(|(_, at)| at.is_of(&known.name))
            .collect();
        let registered = entries
            .iter()
            .filter(|limit| limit.get(charter_limit::NAME).text() == Some(&known.name))
            .filter_map(|limit| {
                let part = |field: FieldName| limit.get(field).number();
                Some((part(charter_limit::NUM)?, part(charter_limit::DEN)?))
            });
        let registered: Vec<(i64, i64)> = registered.collect();
        let is_registered = |at: &Written| {
            let Amount { num, den, .. } = at.stated.amount;
            registered.iter().any(|(n, d)| n * den == num * d)
        };
        let right = stated.iter().find(|(_, at)| is_registered(at)).or(stated.first());
        let Some((provision, right)) = right else { continue };
        for (_, at) in stated.iter().filter(|(_, at)| !at.stated.amount.same(&right.stated.amount))
        {
            let expected = format!("{}写的是 {}", provision.label.text, right.words);
            let fields = [
                (mention::WORDS, word(&at.words, at.place)),
                (mention::EXPECTED, word(expected, right.place)),
                (mention::OF, word(&known.name, at.place)),
            ];
            found.push(entry(&MENTION, Some(at.place), fields));
        }
    }
    found
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
fn join_form(limit: &mut Datum, words: &Limits, root: &Datum) {
    let name = limit.get(charter_limit::NAME).text().unwrap_or_default();
    let Some(known) = words.named(name) else { return };
    let limits = root.get(year::FORM).get(form::LIMITS);
    let large = !root.get(year::HEAD).get(head::COLLEGE).get(college::LARGE_GROUND).is_absent();
    let Some(field) = known.form_large.filter(|_| large).or(known.form) else { return };
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
fn effective_clause(text: &Prose, words: &Words, sources: &Sources, whole: Option<Span>) -> Datum {
    let mut found = Datum::absent(whole.map(Span::at_start));
    text.walk(&mut |node, _| {
        for (text, span) in pieces(node) {
            let begins = words.list(word_lists::IN_FORCE).iter();
            let start = begins.filter_map(|word| text.find(word.as_str())).max();
            let Some(at) = start else { continue };
            let clause = clause(&text, at, &['，', '。', '；']);
            let start = clause.as_ptr() as usize - text.as_ptr() as usize;
            let place = sources.part(span, &text, start..start + clause.len());
            found = word(clause, place);
        }
    });
    found
}
