//! What a province or college demands of its own: fields, lists of names, rules and their cases.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use gongkai::compose::compose;
use gongkai::diagnostic::{Diagnostic, Level};
use gongkai::document::{Document, Subject};
use gongkai::pipeline::{self, Inputs, Run};
use gongkai::redaction::{Withdrawn, redacted, without_people};
use gongkai::rules::test::{self, Specimen};
use support::{project, specimen_site};

const FIELDS: &str = "字段:
- {名称: 女生代表人数, 代号: women, 位置: 代表, 类型: 整数, 单位: 名, 公开: 公开, 说明: 代表里女生的人数}
- {名称: 副秘书长, 代号: deputies, 位置: 代表大会, 类型: 几条文字, 公开: 具名, 说明: 大会副秘书长的姓名}
- {名称: 民族, 代号: nation, 位置: 名单, 类型: 文字, 公开: 不公开, 说明: 本人的民族}
- {名称: 会场容量, 代号: seats_in_hall, 位置: 代表大会, 类型: 整数, 公开: 不公开, 说明: 会场能坐多少人}
";

const RULE: &str = "---
code: X-01
title: 女生代表不到四成
level: violation
cites: [{ document: 省学联通知, clause: 代表构成 }]
when: delegates.given.women
require: delegates.women * 10 >= delegates.total * 4
at: delegates.women
message: \"女生代表 {{ delegates.women }} 名，不到代表总数 {{ delegates.total }} 名的四成\"
---
省学联要求。

## 违规
```edit
代表.女生代表人数: ⟦3名⟧
```
## 合规
```edit
代表.女生代表人数: 20
```
";

const LISTED: &str = "---
code: X-02
title: 部门名称不在本省的名称表里
level: warning
cites: [{ document: 省学联通知, clause: 部门设置 }]
each: unit in units
require: unit.is_presidium or unit.name in names('部门名称')
at: unit.name
message: \"“{{ unit.name }}”不在名称表里\"
---
名称表写在 words.yaml。
";

fn put(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn replace(site: &Path, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(site.join(path)).unwrap();
    assert!(text.contains(old), "{path} has no {old}");
    fs::write(site.join(path), text.replace(old, new)).unwrap();
}

/// The year of the specimen with values of its own fields.
fn site() -> tempfile::TempDir {
    let site = specimen_site();
    put(site.path(), "content/standards/fields.yaml", FIELDS);
    replace(site.path(), "content/2025-2026/代表.yaml", "总数:", "女生代表人数: 18名\n总数:");
    let own = "副秘书长: [岑望舒, 乔一苇]\n会场容量: 300\n召开日期:";
    replace(site.path(), "content/2025-2026/代表大会.yaml", "召开日期:", own);
    site
}

fn standards_faults(site: &Path) -> (Inputs, Vec<Diagnostic>) {
    let inputs = Inputs::read(site).unwrap();
    let mut faults = Vec::new();
    pipeline::read_standards(&inputs, &mut faults);
    (inputs, faults)
}

fn document(site: &Path) -> Document {
    let run = Run::open(Inputs::read(site).unwrap()).unwrap();
    let cleared = run.clear(&run.years[0]).unwrap_or_else(|it| panic!("{:#?}", it.findings));
    compose(&cleared, &run.standards)
}

fn words(document: &Document) -> String {
    let mut words = String::new();
    for section in &document.sections {
        section.each_text(&mut |text| {
            words.push_str(text);
            words.push('\n');
        });
    }
    words
}

#[test]
fn a_declared_field_is_read_judged_and_printed_as_it_may_be_seen() {
    let site = site();
    put(site.path(), "content/standards/rules/X-01.md", RULE);
    let whole = document(site.path());
    let printed = words(&whole);
    assert!(printed.contains("女生代表人数：18名"), "{printed}");
    assert!(printed.contains("副秘书长：岑望舒、乔一苇"), "{printed}");
    assert!(!printed.contains("300") && !printed.contains("会场容量"), "{printed}");
    replace(site.path(), "content/2025-2026/代表.yaml", "女生代表人数: 18名", "女生代表人数: 3");
    let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    let refused = run.clear(&run.years[0]).unwrap_err();
    let found: Vec<_> = refused.findings.iter().filter(|it| it.code == "X-01").collect();
    let [finding] = found[..] else { panic!("{:?}", refused.findings) };
    assert!(finding.message.contains("女生代表 3 名"), "{}", finding.message);
    let place = run.inputs.sources.location(finding.primary.span).to_string();
    assert!(place.contains("代表.yaml:"), "{place}");
}

#[test]
fn a_field_that_names_people_goes_with_the_roster() {
    let site = site();
    let whole = document(site.path());
    let named = |document: &Document| {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|block| block.statement()).any(|it| it.subject == Subject::NamedField)
    };
    assert!(named(&whole));
    let all = Withdrawn { everybody: true, ..Withdrawn::default() };
    let without = [
        redacted(&whole, &all),
        without_people(whole.clone(), &gongkai::redaction::names(&whole), "某同学"),
    ];
    for left in without {
        let printed = words(&left);
        assert!(!named(&left) && !printed.contains("岑望舒"), "{printed}");
        assert!(printed.contains("女生代表人数：18名"), "{printed}");
    }
    // One of them alone.
    let one = Withdrawn { names: ["乔一苇".to_owned()].into(), ..Withdrawn::default() };
    let printed = words(&redacted(&whole, &one));
    assert!(printed.contains("副秘书长：岑望舒、已撤下"), "{printed}");
}

#[test]
fn a_declaration_that_cannot_be_is_told_at_its_place_with_the_cure() {
    let cases = [
        ("位置: 代表,", "位置: 代表们,", "不是可以加字段的地方", "是不是“代表”"),
        ("代号: women", "代号: Women", "不能在规则里用", "小写英文字母"),
        ("代号: women", "代号: total", "已经有", "换名称和代号"),
        ("名称: 女生代表人数", "名称: 总数", "代表总数", "换名称和代号"),
        ("类型: 整数, 单位", "类型: 文字, 单位", "只用于类型是“整数”", "删去"),
        ("类型: 整数, 单位: 名", "类型: 选一个", "至少两样", "选项: [甲, 乙]"),
        ("类型: 文字, 公开: 不公开", "类型: 文字, 公开: 公开", "只能不公开", "不公开"),
        ("类型: 几条文字", "类型: 整数", "具名的字段写的是人名", "公开"),
        ("名称: 女生代表人数", "名称: 女生 代表", "不能有“ ”", "只写一个词"),
    ];
    for (old, new, message, help) in cases {
        let site = specimen_site();
        put(site.path(), "content/standards/fields.yaml", &FIELDS.replace(old, new));
        let (inputs, faults) = standards_faults(site.path());
        let [fault] = &faults[..] else { panic!("{new}: {faults:#?}") };
        assert_eq!(fault.code, "RL-05", "{fault:?}");
        assert!(fault.message.contains(message), "{}", fault.message);
        assert!(fault.help.as_ref().is_some_and(|it| it.contains(help)), "{:?}", fault.help);
        let place = inputs.sources.location(fault.primary.span).to_string();
        assert!(place.starts_with("content/standards/fields.yaml:"), "{place}");
    }
}

#[test]
fn a_value_of_a_declared_field_is_held_to_its_type() {
    let site = site();
    replace(
        site.path(),
        "content/2025-2026/代表.yaml",
        "女生代表人数: 18名",
        "女生代表人数: 十八人",
    );
    let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    let refused = run.clear(&run.years[0]).unwrap_err();
    let fault = refused.findings.iter().find(|it| it.code == "IN-06").expect("its unit is 名");
    assert!(fault.message.contains("女生代表人数"), "{}", fault.message);
}

#[test]
fn a_list_of_names_is_data_of_rules() {
    let site = specimen_site();
    put(site.path(), "content/standards/rules/X-02.md", LISTED);
    let (inputs, faults) = standards_faults(site.path());
    let [fault] = &faults[..] else { panic!("{faults:#?}") };
    assert_eq!((fault.code.as_str(), fault.level), ("RL-02", Level::Violation));
    assert!(fault.message.contains("没有“部门名称”这张词表"), "{}", fault.message);
    let place = inputs.sources.location(fault.primary.span).to_string();
    assert!(place.starts_with("content/standards/rules/X-02.md:7:"), "{place}");
    let names = unit_names(site.path());
    put(site.path(), "content/standards/words.yaml", &format!("词表:\n  部门名称: [{names}]\n"));
    assert!(standards_faults(site.path()).1.is_empty());
    let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    assert!(run.check(&run.years[0]).findings.iter().all(|it| it.code != "X-02"));
}

fn unit_names(site: &Path) -> String {
    let text = fs::read_to_string(site.join("content/2025-2026/机构.yaml")).unwrap();
    let names = text.split("机构名称: ").skip(1).filter_map(|rest| rest.lines().next());
    names.collect::<Vec<_>>().join(", ")
}

#[test]
fn what_a_text_says_may_be_asked_and_a_list_may_not() {
    let rule = |ask: &str| {
        format!(
            "---\ncode: X-03\ntitle: 试\nlevel: violation\ncites: [{{document: 试, clause: 一}}]\n\
             require: {ask}\nat: delegates.total\nmessage: 没有写\n---\n为什么。\n"
        )
    };
    let found = |ask: &str| {
        let site = specimen_site();
        put(site.path(), "content/standards/rules/X-03.md", &rule(ask));
        let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
        let findings = run.check(&run.years[0]).findings;
        findings.iter().map(|it| (it.code.clone(), it.message.clone())).collect::<Vec<_>>()
    };
    assert_eq!(found("contains_any(delegates.text, ['代表'])"), []);
    let missing = found("contains_any(delegates.text, ['从来没有写过的话'])");
    assert_eq!(missing, [("X-03".to_owned(), "没有写".to_owned())]);
    let refused = found("contains_any(delegates.steps, ['代表'])");
    assert!(refused.iter().any(|(code, why)| code == "RL-03" && why.contains("只用于文字")));
}

#[test]
fn cases_of_own_rules_edit_the_sites_own_specimen_and_leave_others_alone() {
    let site = specimen_site();
    let root = site.path();
    put(root, "content/standards/fields.yaml", FIELDS);
    put(root, "content/standards/rules/X-01.md", RULE);
    // A rule that its own specimen keeps and the national one does not.
    let hall = RULE.replace("X-01", "X-04").replace("女生代表不到四成", "没有写会场").replace(
        "when: delegates.given.women\nrequire: delegates.women * 10 >= delegates.total * 4\nat: delegates.women",
        "require: congress.given.seats_in_hall\nat: congress.date",
    );
    let hall = hall.replace(
        "女生代表 {{ delegates.women }} 名，不到代表总数 {{ delegates.total }} 名的四成",
        "没有写会场",
    );
    let hall = hall.replace("代表.女生代表人数: ⟦3名⟧", "- 代表大会.会场容量\n⟦代表大会.召开日期⟧");
    put(root, "content/standards/rules/X-04.md", &hall);
    support::copy(&project("standards/specimen"), &root.join("content/standards/specimen"));
    support::copy(
        &project("standards/specimen-before"),
        &root.join("content/standards/specimen-before"),
    );
    let own = "content/standards/specimen/2025-2026/代表大会.yaml";
    replace(root, own, "召开日期:", "会场容量: 300\n召开日期:");
    let tried = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["rules", "test", "X-01", "X-04", "ROS-07", "DL-01", "--root"])
        .arg(root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&tried.stdout).into_owned()
        + &String::from_utf8_lossy(&tried.stderr);
    assert!(tried.status.success() && said.contains("0 个不符"), "{said}");
    let inputs = Inputs::read(root).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let specimen = Specimen::find("content/standards/specimen", &standards, &inputs.sources);
    let rule = standards.rule("X-01").unwrap();
    let wrong = test::run(rule, &specimen.unwrap(), &standards, &inputs.sources);
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn schemas_the_list_of_fields_and_facts_know_what_is_declared() {
    let site = site();
    let told = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        let output = command.args(arguments).arg("--root").arg(site.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        told(&["fields", "代表"])
            .contains("女生代表人数：代表里女生的人数（整数，如 3 或 3名；可以不写；公开）")
    );
    assert!(told(&["fields", "代表大会"]).contains("具名，随名单公开和撤下"));
    let facts = told(&["rules", "facts"]);
    assert!(facts.contains("delegates.women") && facts.contains("roster[].nation"));
    let schemas = gongkai::render::schema::schemas(pipeline::tables(site.path()));
    let of = |name: &str| {
        let path = format!(".gongkai/schema/{name}.json");
        let file = schemas.iter().find(|file| file.path == path).expect("it has a schema");
        String::from_utf8(file.bytes.to_vec()).unwrap()
    };
    assert!(of("delegates").contains("女生代表人数") && of("fields").contains("代号"));
}

#[test]
fn a_limit_of_ones_own_is_registered_read_in_the_charter_and_judged() {
    const LIMITS: &str = "限额:
  团支部委员上限: {代号: branch_max, 含义: 团支部委员最多几人, 数: 人, 界: 上限, 字眼: [团支部, 委员]}
  工作人员上限: {字眼: [骨干成员]}
";
    const RULE: &str = "---
code: X-03
title: 团支部委员定得太多
level: violation
cites: [{ document: 省学联通知, clause: 团支部 }]
when: charter.bounds.given.branch_max
require: charter.bounds.branch_max.num <= 5
at: charter.bounds.branch_max.num
message: \"章程定了 {{ charter.bounds.branch_max.num }} 人\"
---
省学联要求。
";
    let site = specimen_site();
    put(site.path(), "content/standards/limits.yaml", LIMITS);
    put(site.path(), "content/standards/rules/X-03.md", RULE);
    replace(
        site.path(),
        "content/2025-2026/章程.md",
        "审计。",
        "审计。团支部设委员，委员不超过7人。",
    );
    let found = || {
        let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
        let findings = run.check(&run.years[0]).findings;
        let stopping = findings.into_iter().filter(|it| it.level == Level::Violation);
        stopping.map(|it| it.code).collect::<Vec<_>>()
    };
    assert_eq!(found(), ["X-03"], "what the charter states is read, though nobody registered it");
    let own = "限额:\n  - 名称: 团支部委员上限\n    数值: 6人\n    条: 9\n";
    replace(site.path(), "content/2025-2026/章程.yaml", "限额:\n", own);
    assert_eq!(found(), ["CH-24", "X-03"], "a registered limit is looked for in its article");
    let nameless = LIMITS.replace("代号: branch_max, ", "");
    put(site.path(), "content/standards/limits.yaml", &nameless);
    let (_, faults) = standards_faults(site.path());
    assert!(faults.iter().any(|it| it.code == "RL-05" && it.message.contains("新的限额")));
}
