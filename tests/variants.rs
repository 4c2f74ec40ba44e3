//! Honest colleges of other shapes than the sample: a university with graduates in its union, one of
//! twenty-five colleges, a roster of the form's six columns, a congress put off. Nothing untrue is found.

mod support;

use gongkai::diagnostic::Level;
use gongkai::pipeline::{self, Inputs};
use gongkai::rules::edit::{BEFORE, Texts};
use gongkai::rules::test::{self, Specimen};
use support::project;

/// A year's files, each by its path below the year's folder.
struct Variant(Texts);

impl Variant {
    fn file(&mut self, path: &str) -> &mut String {
        let file = self.0.0.iter_mut().find(|(known, _)| known == path);
        &mut file.unwrap_or_else(|| panic!("the specimen has no {path}")).1
    }

    /// Replaces words of one file, which must be there.
    fn edit(&mut self, path: &str, pairs: &[(&str, &str)]) {
        let text = self.file(path);
        for (from, to) in pairs {
            assert!(text.contains(from), "{path} does not say {from}");
            *text = text.replace(from, to);
        }
    }

    /// Leaves out the year before and the round of appraisals, which are of the specimen's own college.
    fn without_rounds(mut self) -> Self {
        let own = |path: &str| !path.starts_with("appraisal/") && !path.starts_with(BEFORE);
        self.0.0.retain(|(path, _)| own(path));
        self.edit("自评.yaml", &[("名称: 述职评议结果通报", "名称: 春季学期述职评议结果通报")]);
        self
    }

    /// Makes the college a university whose second level is colleges.
    fn university(self, departments: [&str; 3]) -> Self {
        let mut variant = self.without_rounds();
        let mut pairs = vec![
            ("青禾职业学院", "青禾大学"),
            ("青禾职院", "青禾大学"),
            ("院党委", "校党委"),
            ("院团委", "校团委"),
            ("院学生会", "校学生会"),
            ("我院", "我校"),
            ("护理系", departments[0]),
            ("机械系", departments[1]),
            ("商务系", departments[2]),
            ("各系", "各学院"),
            ("系学生会", "学院学生会"),
            ("系团组织", "学院团组织"),
            ("系党组织", "学院党组织"),
            ("系组织", "学院组织"),
            ("院、学院学生会", "校、学院学生会"),
        ];
        // Names of fields and limits stay what the form calls them.
        let kept = [
            ("来自院学院学生会", "来自院系学生会"),
            ("来自学院学生会下限", "来自系学生会下限"),
            ("名称: 学院学生会主席团成员上限", "名称: 系主席团成员上限"),
            ("名称: 学院学生会工作人员上限", "名称: 系工作人员上限"),
        ];
        pairs.extend(kept);
        for (_, text) in &mut variant.0.0 {
            for (from, to) in &pairs {
                *text = text.replace(from, to);
            }
        }
        variant.edit("年度.yaml", &[("类型: 高职", "类型: 本科")]);
        variant
    }
}

fn with_graduates(specimen: Texts) -> Texts {
    let mut variant = Variant(specimen).university(["护理学院", "机械学院", "商学院"]);
    variant.edit(
        "年度.yaml",
        &[("有研究生: 否", "有研究生: 是"), ("一年级新生不填", "一年级新生和研究生不填")],
    );
    variant.edit("章程.md", &[("一年级新生不要求排名", "一年级新生和研究生不要求排名")]);
    variant.edit(
        "名单.csv",
        &[
            (
                "9,唐清越,共青团员,商学院,二年级,16/64,服务部,工作部门成员,电子商务,2024,0,否",
                "9,唐清越,中共党员,商学院,硕士一年级,,服务部,工作部门成员,企业管理,2025,0,否",
            ),
            (
                "机械学院,二年级,4/80,主席团,主席团成员,数控技术,2024",
                "机械学院,四年级,4/80,主席团,主席团成员,机械工程,2022",
            ),
        ],
    );
    variant.0
}

fn of_many_colleges(specimen: Texts) -> Texts {
    const NAMES: [&str; 25] = [
        "文",
        "法",
        "商",
        "理",
        "工",
        "医",
        "农",
        "艺术",
        "体育",
        "外语",
        "新闻",
        "历史",
        "哲学",
        "数学",
        "物理",
        "化学",
        "生命",
        "环境",
        "材料",
        "机电",
        "土木",
        "交通",
        "能源",
        "计算机",
        "软件",
    ];
    let mut variant = Variant(specimen).university(["医学院", "工学院", "商学院"]);
    variant.edit("年度.yaml", &[("校区数: 1", "校区数: 3"), ("学生总数: 2000", "学生总数: 31260")]);
    let evaluation = variant.file("自评.yaml");
    let (school, _) = evaluation.split_once("二级:\n").unwrap();
    let counts: String = (1..=14).map(|item| format!("  {item}: 25\n")).collect();
    let row = |name: &&str| format!("  {name}学院: {}\n", ["是"; 14].join(" "));
    let rows: String = NAMES.iter().map(row).collect();
    *evaluation = format!("{school}二级:\n{counts}具体情况:\n{rows}");
    let sent = |at: usize| if at == 0 { 13 } else { 12 + at % 2 };
    let total: usize = (0..NAMES.len()).map(sent).sum();
    let delegations = NAMES.iter().enumerate();
    let delegations: String =
        delegations.map(|(at, name)| format!("  {name}学院: {}\n", sent(at))).collect();
    *variant.file("代表.yaml") = format!(
        "总数: {total}\n学生基数: 31260\n基数说明: 学生总数\n占比: 1.0%\n非学生骨干: 210\n分布:\n{delegations}程序:\n  - 班级团支部推荐\n  - 学院组织选举产生\n  - 校团委审核资格\n"
    );
    variant.edit(
        "代表大会.yaml",
        &[
            ("应到代表: 30", &format!("应到代表: {total}")),
            ("实到代表: 28", "实到代表: 300"),
            ("院系数: 3", "院系数: 25"),
        ],
    );
    variant
        .edit("候选人.yaml", &[("每系推荐人数: 2\n推荐人数: 6", "每系推荐人数: 1\n推荐人数: 25")]);
    variant.0
}

fn of_six_columns(specimen: Texts) -> Texts {
    let mut variant = Variant(specimen);
    let roster = variant.file("名单.csv");
    let six = |row: &str| row.split(',').take(6).collect::<Vec<_>>().join(",") + "\n";
    *roster = roster.lines().map(six).collect();
    variant.0
}

fn with_a_congress_put_off(specimen: Texts) -> Texts {
    let mut variant = Variant(specimen).without_rounds();
    variant.edit(
        "自评.yaml",
        &[
            (
                "  11:\n    结论: 是\n    召开日期: 2025-10-18\n",
                "  11:\n    结论: 否\n    原因: 原定十月召开的代表大会因迁入新校区推迟\n    整改期限: 2026-04-30\n",
            ),
            ("日期: 2025-10-10", "日期: 2024-10-10"),
        ],
    );
    variant.edit(
        "代表大会.yaml",
        &[
            ("上次日期: 2024-10-19", "上次日期: 2023-10-21"),
            ("\n召开日期: 2025-10-18", "\n召开日期: 2024-10-19"),
            ("news/2025-10-18", "news/2024-10-19"),
        ],
    );
    variant.edit("章程.yaml", &[("2025-10-18", "2024-10-19")]);
    variant.edit("选举.yaml", &[("2025-10-18", "2024-10-19")]);
    variant
        .edit("前言.md", &[("请师生监督", "本学年的学生代表大会推迟到2026年4月召开，请师生监督")]);
    variant.0
}

#[test]
fn honest_colleges_of_other_shapes_pass() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let specimen = Specimen::find("standards/specimen", &standards, &inputs.sources).unwrap();
    type Shape = fn(Texts) -> Texts;
    let shapes: [(&str, Shape); 4] = [
        ("a university with graduates", with_graduates),
        ("twenty-five colleges", of_many_colleges),
        ("a roster of six columns", of_six_columns),
        ("a congress put off", with_a_congress_put_off),
    ];
    let mut untrue = Vec::new();
    for (name, shape) in shapes {
        let texts = shape(specimen.texts.clone());
        let (_, findings) = test::check(specimen.year, &texts, &standards, &inputs.sources);
        // What a roster of six columns leaves open is said, and is no fault.
        let said = findings
            .iter()
            .filter(|found| found.level != Level::Notice && !found.message.starts_with("无法核实"));
        untrue.extend(said.map(|found| format!("{name}: {} {}", found.code, found.message)));
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
}
