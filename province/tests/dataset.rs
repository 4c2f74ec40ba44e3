//! What is audited and put into tables and pages: planted faults are found and none invented, nobody is named,
//! shards come to the same bytes, and any reader of Parquet reads what the CSV says.

mod support;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use gongkai::document::{Block, Cell as DocumentCell, Document, Subject};
use gongkai_province::across::Rules;
use gongkai_province::audit::Auditor;
use gongkai_province::colleges::{College, Shard};
use gongkai_province::dataset;
use gongkai_province::finding::Kind;
use gongkai_province::nameless::Nameless;
use gongkai_province::portal;
use gongkai_province::store::Store;
use gongkai_province::tables::Cell;
use support::sample::{self, Wish};
use support::{collect, how, province, tree, wish};

fn audit(colleges: &[College], store: &Store, shard: &str) {
    let mut auditor = Auditor::new(None).unwrap();
    let shard = Shard::parse(shard).unwrap();
    for college in colleges.iter().filter(|college| shard.has(college)) {
        let known = store.known(college).unwrap().unwrap();
        let audited = auditor.audit(college, &known, store).unwrap();
        store.put_audited(college, &audited).unwrap();
    }
}

fn write(colleges: &[College], store: &Store, folder: &Path) {
    dataset::write(colleges, store, &Rules::read(None).unwrap(), folder).unwrap();
}

/// Returns the values of a table by the names of its columns.
fn rows(folder: &Path, table: &str) -> Vec<HashMap<String, String>> {
    rows_of(&folder.join(format!("csv/{table}.csv")))
}

fn rows_of(path: &Path) -> Vec<HashMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn planted_faults_are_found_none_invented_and_nobody_is_named() {
    let root = tempfile::tempdir().unwrap();
    let (colleges, planted) = province(root.path(), &wish(30, 2));
    let store = Store::new(&root.path().join("data"));
    collect(&colleges, &store, &how("2025-12-01"));
    let [whole, parts] = ["whole", "parts"].map(|name| root.path().join(name));
    audit(&colleges, &store, "1/1");
    write(&colleges, &store, &whole);

    let mut found: BTreeSet<(String, String, String)> = rows(&whole, "findings")
        .into_iter()
        .filter(|row| row["source"] != "collect")
        .map(|row| (row["college"].clone(), row["edition"].clone(), row["code"].clone()))
        .collect();
    for it in planted.iter().filter(|it| Kind::ALL.iter().all(|kind| kind.key() != it.found)) {
        let it = (it.college.clone(), it.edition.clone(), it.found.to_owned());
        assert!(found.remove(&it), "{it:?} was not found");
    }
    // An entailed one: who was copied from is told of too.
    let also = ("c0015".to_owned(), "2025-2026".to_owned(), "PR-01".to_owned());
    assert!(found.remove(&also));
    // Colleges that are truly small or large are told that a figure is far from all others: a notice.
    found.retain(|(.., code)| code != "PR-03");
    assert!(found.is_empty(), "invented: {found:?}");

    // Shards that share a folder, one of them audited twice, come to the same bytes.
    fs::remove_dir_all(root.path().join("data/audited")).unwrap();
    ["3/3", "1/3", "3/3", "2/3"].iter().for_each(|shard| audit(&colleges, &store, shard));
    write(&colleges, &store, &parts);
    assert_eq!(tree(&whole), tree(&parts));

    // The portal stands on the same; made twice it is the same.
    let portal = root.path().join("portal");
    let wish =
        portal::Wish { title: "一省", address: Some("https://portal.example/"), standards: None };
    let rules = Rules::read(None).unwrap();
    let mut made = Vec::new();
    for _ in 0..2 {
        portal::write(&colleges, &store, &rules, &portal, &wish).unwrap();
        made.push(tree(&portal));
    }
    assert_eq!(made[0], made[1]);
    assert!(links_lead_somewhere(&portal) > 500);
    let index = fs::read_to_string(portal.join("index.html")).unwrap();
    // Nine are as they should be, ten are to be asked about, and of the rest nothing is claimed.
    for (state, count) in [("已公开", 9), ("已公开，有要查问的", 10), ("当日没有连上", 1)]
    {
        assert!(index.contains(&format!("<dt>{state}</dt><dd>{count}</dd>")), "{state}");
    }
    let away = fs::read_to_string(portal.join("colleges/c0004.html")).unwrap();
    assert!(!away.contains("未公开") && away.contains("不等于没有公开"));

    // What is found comes with what to do about it, of collecting, of a rule, and across colleges.
    let told = fs::read_to_string(portal.join("findings.html")).unwrap();
    assert_eq!(told.matches("<h2>").count(), told.matches("怎样办：").count());
    for advice in ["过几天再收集一次", "核对本人排名和所属专业人数", "打开链接看报道"]
    {
        assert!(told.contains(&format!("怎样办：{advice}")), "{advice}");
    }

    // What it offers as numbers is what the dataset says.
    let of = |name: &str| rows_of(&portal.join(format!("data/{name}.csv")));
    let sum = |rows: &[HashMap<String, String>], column: &str| {
        rows.iter().map(|row| row[column].parse::<i64>().unwrap()).sum::<i64>()
    };
    let answered = rows(&whole, "indicators").iter().filter(|row| !row["met"].is_empty()).count();
    let indicators = of("indicators");
    assert_eq!(sum(&indicators, "met") + sum(&indicators, "not_met"), answered as i64);
    assert_eq!(sum(&of("findings"), "times"), sum(&rows(&whole, "findings"), "times"));
    let first = rows(&whole, "counts").iter().filter(|row| row["union"] == "first").count();
    assert_eq!(sum(&of("figures"), "colleges"), first as i64);
    let movements = of("movements");
    let turned = sum(&movements, "to_yes") + sum(&movements, "to_no");
    let published = sum(&of("published"), "colleges");
    assert!(turned > 0 && published > 30, "{turned} {published}");

    // Nobody's name is in any file, nor in what the audit keeps: neither of those whom the documents name
    // in their tables, nor of all whom the generator made up, wherever it put them, nor a contact.
    let mut people = BTreeSet::new();
    for college in &colleges {
        for held in store.known(college).unwrap().unwrap().editions.values() {
            let document =
                Document::from_json(&store.kept(&held.content).unwrap().unwrap()).unwrap();
            people.extend(named(&document));
        }
    }
    assert!(people.len() > 100);
    let of = |folder: &Path, path: &str| {
        let bytes = fs::read(folder.join(path)).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let kept = root.path().join("data/kept");
    let published: String = tree(&kept).iter().map(|(path, _)| of(&kept, path)).collect();
    people.extend(named_in(&published, &sample::everybody().into_iter().collect()));
    assert!(people.len() > 500, "{}", people.len());
    for folder in [&whole, &portal, &root.path().join("data/audited")] {
        for (path, _) in tree(folder) {
            let text = of(folder, &path);
            assert!(!text.contains("联系人"), "{path} has a contact");
            let leaked = named_in(&text, &people);
            assert!(leaked.is_empty(), "{path} names {leaked:?}");
        }
    }
    readable(&whole);
}

/// Returns who of some people is named in a text.
fn named_in(text: &str, people: &BTreeSet<String>) -> BTreeSet<String> {
    let mut begin: HashMap<char, Vec<&str>> = HashMap::new();
    for name in people {
        begin.entry(name.chars().next().unwrap()).or_default().push(name);
    }
    let mut found = BTreeSet::new();
    for (at, c) in text.char_indices() {
        let names = begin.get(&c).into_iter().flatten();
        found
            .extend(names.filter(|name| text[at..].starts_with(**name)).map(|it| (*it).to_owned()));
    }
    found
}

/// Follows every link of a portal that stays in it; returns how many there are.
fn links_lead_somewhere(portal: &Path) -> usize {
    let mut count = 0;
    for (path, _) in tree(portal).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = fs::read_to_string(portal.join(&path)).unwrap();
        let folder = portal.join(&path).parent().unwrap().to_owned();
        for mark in ["href=\"", "src=\""] {
            for rest in text.split(mark).skip(1) {
                let to = rest.split('"').next().unwrap();
                if !to.starts_with('#') && !to.contains("://") {
                    assert!(folder.join(to).is_file(), "{path} leads to {to}");
                    count += 1;
                }
            }
        }
    }
    count
}

/// Returns everybody whom a document names in its roster and as responsible.
fn named(document: &Document) -> Vec<String> {
    let mut people = Vec::new();
    for section in &document.sections {
        for block in &section.blocks {
            if let Block::Table(table) = block {
                people.extend(table.people().map(|(_, cell)| cell.plain_text()));
            }
        }
    }
    people
}

#[test]
fn a_name_cannot_get_in_by_a_unit() {
    let folder = tempfile::tempdir().unwrap();
    let (colleges, _) = province(folder.path(), &wish(1, 1));
    let store = Store::new(&folder.path().join("data"));
    collect(&colleges, &store, &how("2025-12-01"));
    let known = store.known(&colleges[0]).unwrap().unwrap();
    let held = known.editions.values().next().unwrap();
    let mut document = Document::from_json(&store.kept(&held.content).unwrap().unwrap()).unwrap();
    let person = named(&document)[0].clone();
    let who = Nameless::gather(&document);
    for (unit, is) in [
        ("学习部", "学习部"),
        (&*format!("{person}工作室"), "（其他机构）"),
        (&*person, "（其他机构）"),
        ("任何人", "（其他机构）"),
        ("<script>部", "（其他机构）"),
        ("=1+1部", "（其他机构）"),
    ] {
        assert_eq!(who.unit(unit).as_str(), is);
    }
    let spaced: String = person.chars().flat_map(|c| [c, ' ']).collect();
    assert!(!who.clears(&format!("由{spaced}负责的部")));
    // A document that takes its marks off its people names them all the same.
    for section in &mut document.sections {
        for block in &mut section.blocks {
            if let Block::Table(table) = block
                && table.subject == Subject::Person
            {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    *cell = DocumentCell { person: None, ..cell.clone() };
                }
            }
        }
    }
    assert!(!Nameless::gather(&document).clears(&person));
}

/// On which hosts a college's news may stand is not published, and a union of graduates may have one of
/// its own: no college is told that its link is a stranger's.
#[test]
fn what_a_college_allows_itself_is_not_judged() {
    let auditor = Auditor::new(None).unwrap();
    assert!(auditor.counting().contains("CG-09"));
    for code in ["CG-10", "PB-10"] {
        assert!(!auditor.counting().contains(code), "{code}");
    }
}

#[test]
fn a_folder_that_is_no_dataset_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("mine"), "mine").unwrap();
    let store = Store::new(&root.path().join("data"));
    let refused = dataset::write(&[], &store, &Rules::read(None).unwrap(), root.path());
    assert!(refused.is_err());
    assert_eq!(fs::read_to_string(root.path().join("mine")).unwrap(), "mine");
}

/// Looks at every Parquet file: it begins and ends as one, and holds the texts of its table.
fn readable(folder: &Path) {
    let mut seen = 0;
    for (path, _) in tree(&folder.join("parquet")) {
        let bytes = fs::read(folder.join("parquet").join(&path)).unwrap();
        let length =
            u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap());
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        assert!((length as usize) < bytes.len() - 12);
        seen += 1;
    }
    assert!(seen > 10);
    // A reader of somebody else's, where this machine has one, reads the same values as the CSV.
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/read_parquet.py");
    let read = std::process::Command::new("python3").arg(script).arg(folder).output();
    match read {
        Ok(read) => assert!(
            matches!(read.status.code(), Some(0 | 77)),
            "{}",
            String::from_utf8_lossy(&read.stderr)
        ),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
    }
}

#[test]
fn every_rule_across_colleges_proves_itself_by_its_cases() {
    let tried = Rules::read(None).unwrap().try_cases();
    assert!(tried.wrong.is_empty(), "{:#?}", tried.wrong);
    assert!(tried.rules == 3 && tried.cases > 10, "{} {}", tried.rules, tried.cases);
}

/// A province that asks for more from some year on holds that year against it, and none before.
#[test]
fn a_provinces_own_forms_and_rules_apply_from_their_time_on() {
    let root = tempfile::tempdir().unwrap();
    let plain = Wish { planted: false, ..wish(1, 2) };
    let (colleges, _) = province(root.path(), &plain);
    let store = Store::new(&root.path().join("data"));
    collect(&colleges, &store, &how("2025-12-01"));
    let known = store.known(&colleges[0]).unwrap().unwrap();
    let found = |own: Option<&Path>| {
        let audited = Auditor::new(own).unwrap().audit(&colleges[0], &known, &store).unwrap();
        let rows = audited.rows.get("findings").cloned().unwrap_or_default();
        let words = |cell: &Cell| match cell {
            Cell::Text(words) => words.as_str().to_owned(),
            _ => String::new(),
        };
        let rows = rows.into_values().flatten().filter(|row| words(&row[3]) == "rule");
        rows.map(|row| (words(&row[2]), words(&row[4]))).collect::<BTreeSet<_>>()
    };
    assert!(found(None).is_empty(), "{:?}", found(None));

    let own = root.path().join("own");
    let put = |path: &str, text: &str| {
        fs::create_dir_all(own.join(path).parent().unwrap()).unwrap();
        fs::write(own.join(path), text).unwrap();
    };
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../standards/forms/2023-2024.yaml");
    let national = fs::read_to_string(national).unwrap();
    let form = national
        .replace("起始学年: 2023-2024", "起始学年: 2025-2026")
        .replace("{分子: 30, 分母: 100, 说法: 30%}", "{分子: 5, 分母: 100, 说法: 5%}");
    put("forms/2025.yaml", &form);
    put(
        "rules/X-01.md",
        "---\ncode: X-01\ntitle: 代表不到一千名\nlevel: warning\n\
         cites: [{ document: 本省通知, clause: 第三条 }]\nrequire: delegates.total >= 1000\n\
         at: delegates.total\nmessage: 代表 {{ delegates.total }} 名\n---\n本省的要求。\n",
    );
    put("across/nobody.md", include_str!("../rules/one-congress-link-for-several.md"));
    let of = |year: &str| -> BTreeSet<String> {
        let found = found(Some(&own)).into_iter();
        found.filter(|(edition, _)| edition == year).map(|(_, code)| code).collect()
    };
    assert_eq!(of("2024-2025"), BTreeSet::from(["X-01".to_owned()]));
    let newest = of("2025-2026");
    assert!(newest.contains("ROS-07") && newest.contains("X-01"), "{newest:?}");

    // One that asks for less than the national form is refused, and so is a rule that cannot be.
    put("forms/2025.yaml", &form.replace("校级工作人员: 40人", "校级工作人员: 80人"));
    assert!(Auditor::new(Some(&own)).is_err());
    put("forms/2025.yaml", &form);
    put("across/nobody.md", "---\ncode: PR-99\n---\n");
    assert!(Rules::read(Some(&own)).is_err());
    // One that looks at a whole list is refused: some colleges are held at a time.
    let own_rule =
        include_str!("../rules/one-congress-link-for-several.md").replace("PR-02", "PR-90");
    put("across/nobody.md", &own_rule);
    assert!(Rules::read(Some(&own)).is_ok());
    let whole =
        own_rule.replace("link.others == 0", "link.others == 0 or count(links, 'others', 0) > 0");
    put("across/nobody.md", &whole);
    let refused = Rules::read(Some(&own)).err().map(|failure| failure.message.chinese);
    assert!(refused.as_ref().is_some_and(|why| why.contains("一次只看")), "{refused:?}");
    assert!(Auditor::new(Some(&own)).is_ok());
}
