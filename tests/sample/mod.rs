//! One invented college's document, with every kind of block and the characters that go wrong.
//! It must not hold a name or a sentence of any real disclosure.

use gongkai::document::*;

/// Words that mean something to Typst, to HTML or to a PDF, and must come out as they are.
pub const MARKUP: &str = r##"#eval("1+1") *粗* _斜_ $x^2$ @注 <b>&amp;</b> \n `码` //行 [括] = + ~ -- ... "引" 'q' fi ffl"##;

/// Names with characters beyond U+FFFF, a middle dot, one and many characters.
pub const NAMES: [&str; 8] =
    ["林知夏", "顾𬭚", "𫘧野", "买买提·艾力", "阿依古丽·吐尔逊江", "欧阳䶮", "沈㛃", "白露"];

pub fn text(words: &str) -> Vec<Inline> {
    vec![Inline::text(words)]
}

pub fn body(words: &str) -> Block {
    paragraph(Role::Body, words)
}

pub fn paragraph(role: Role, words: &str) -> Block {
    Block::paragraph(role, text(words))
}

pub fn section(id: &str, number: &str, title: &str, blocks: Vec<Block>) -> Section {
    let page = match id {
        "roster" => Page::Roster,
        "report" => Page::Compliance,
        _ => Page::Main,
    };
    let (id, number, title) = (id.to_owned(), number.to_owned(), title.to_owned());
    Section { id, number, title, page, blocks, sections: vec![] }
}

fn provision(level: Level, id: &str, label: &str, words: &str, children: Vec<Block>) -> Block {
    let (id, label) = (id.to_owned(), label.to_owned());
    Block::Provision { id, level, label, content: text(words), children, statement: None }
}

fn table(id: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<Vec<Inline>>>) -> Table {
    let row = |(i, cells): (usize, Vec<Vec<Inline>>)| {
        let cells = cells.into_iter().map(Cell::showing).collect();
        Row::new(format!("{id}/row-{}", i + 1), cells)
    };
    let rows = rows.into_iter().enumerate().map(row).collect();
    let (subject, caption) = (Subject::Unit, caption.into());
    Table { id: id.into(), subject, of: None, caption, columns, rows, wide: false }
}

pub fn column(title: &str, weight: u32, align: Align, heads_row: bool) -> Column {
    let (key, title) = (title.to_owned(), title.to_owned());
    Column { key, title, label: None, says: vec![], weight, align, heads_row }
}

/// A whole year.
pub fn document() -> Document {
    Document {
        schema: SCHEMA,
        kind: gongkai::document::Kind::Disclosure,
        round: None,
        union: gongkai::edition::Union::First,
        year_label: "2025—2026学年".into(),
        year: "2025-2026".into(),
        language: "zh-CN".into(),
        college: "江临职业技术学院".into(),
        organisation: "学生会".into(),
        title: "江临职业技术学院学生会改革情况".into(),
        description: "江临职业技术学院2025—2026学年学生会改革情况公开。".into(),
        issuer: "共青团江临职业技术学院委员会".into(),
        published: "2026-10-16".into(),
        as_of: "2026-09-30".into(),
        results_on: String::new(),
        form: "高校学生会组织改革情况公开样表（2025年版）".into(),
        preamble: vec![body(
            "为让同学们了解、监督学生会的工作，现将本学年的改革情况公开如下。数据由学生会秘书处\
             汇总，经学院团委核对；如有疑问，可通过文末所列的信箱反映。",
        )],
        sections: vec![
            self_evaluation(),
            charter(),
            organisation(),
            roster(),
            nomination(),
            section(
                "election",
                "六、",
                "选举办法",
                vec![body("本届选举采用无记名投票，差额产生。")],
            ),
            congress(),
            section(
                "delegates",
                "八、",
                "代表产生办法",
                vec![body("代表由各班级推选，分配名额见上表。")],
            ),
            appraisal(),
            guides(),
        ],
        closing: vec![
            Block::paragraph(
                Role::Body,
                vec![
                    Inline::text("监督信箱："),
                    link("mailto:jiandu@jianglin.example", "jiandu@jianglin.example"),
                    Inline::text("；本页网址："),
                    link("https://tw.jianglin.example/gongkai/", "学院团委网站"),
                    Inline::text("。"),
                ],
            ),
            paragraph(Role::Signature, "共青团江临职业技术学院委员会"),
            paragraph(Role::Signature, "2026年10月16日"),
        ],
        read_from: None,
        report: section("report", "", "核对报告", vec![paragraph(Role::Lead, "全部通过")]),
    }
}

pub fn link(target: &str, words: &str) -> Inline {
    Inline::Link { target: target.into(), content: text(words) }
}

fn mark(symbol: &str, meaning: &str) -> Inline {
    Inline::Mark { symbol: symbol.into(), meaning: meaning.into() }
}

fn self_evaluation() -> Section {
    let columns = vec![
        column("序号", 2, Align::Center, false),
        column("指标", 13, Align::Start, true),
        column("结论", 2, Align::Center, false),
        column("备注", 4, Align::Start, false),
    ];
    let row = |n: usize| {
        let mut words = text(match n % 4 {
            0 => "部门设置与人数同章程所载一致，没有另设机构。",
            1 => {
                "学生会以服务同学为本，不承担与之无关的事务；每月公布一次办理情况，逾期未办结的说明原因并给出时限。"
            }
            2 => "工作人员的学业成绩符合要求，没有补考、重修未通过的课程。",
            _ => "主席团成员由学生代表大会选举产生，任期一年。",
        });
        match n % 6 {
            0 => words.insert(0, mark("★", "核心指标")),
            5 => words.insert(0, mark("▲", "观测指标")),
            _ => {}
        }
        let remark = match n {
            3 => vec![Inline::text("实有"), link("#roster", "34人")],
            8 => {
                vec![Inline::text("拟于2026年12月前"), Inline::LineBreak, Inline::text("完成整改")]
            }
            _ => vec![],
        };
        vec![text(&n.to_string()), words, vec![Inline::Verdict { yes: n != 8 }], remark]
    };
    let mut college = section("self-evaluation/college", "（一）", "校级自评", vec![]);
    college.blocks = vec![
        paragraph(Role::Note, "标注★的为核心指标，标注▲的为观测指标。"),
        Block::Table(table(
            "self-evaluation/table",
            "校级自评结果",
            columns,
            (1..=19).map(row).collect(),
        )),
    ];
    let mut faculties = section("self-evaluation/units", "（二）", "院级自评", vec![]);
    faculties.blocks = vec![Block::Table(matrix())];
    let mut all = section("self-evaluation", "一、", "改革自评", vec![]);
    all.sections = vec![college, faculties];
    all
}

fn matrix() -> Table {
    let heads = (1..=14).map(|n| column(&n.to_string(), 1, Align::Center, false));
    let columns = std::iter::once(column("院系", 4, Align::Start, true)).chain(heads).collect();
    let units = [
        "护理学院",
        "机电工程学院",
        "信息与人工智能学院",
        "财经商贸系",
        "园林系",
        "轨道交通学院",
        "艺术设计系",
    ];
    let row = |(i, unit): (usize, &&str)| {
        let cells = (1..=14).map(|n| vec![Inline::Verdict { yes: (i * 5 + n) % 23 != 7 }]);
        std::iter::once(text(unit)).chain(cells).collect()
    };
    let rows = units.iter().enumerate().map(row).collect();
    Table {
        wide: true, ..table("self-evaluation/matrix", "院级学生会自评结果", columns, rows)
    }
}

fn charter() -> Section {
    const NUMERALS: [&str; 12] =
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let article = |n: usize| {
        let item = |i: usize| {
            let id = format!("charter/article-{n}/item-{i}");
            let label = format!("（{}）", NUMERALS[i - 1]);
            let deep = vec![provision(
                Level::Subitem,
                &format!("{id}/1"),
                "1.",
                "按期公布，接受查询；",
                vec![],
            )];
            let words = "听取同学的意见，每周汇总一次，交由有关部门办理；";
            provision(Level::Item, &id, &label, words, if i == 2 { deep } else { vec![] })
        };
        let children = if n.is_multiple_of(3) { (1..=3).map(item).collect() } else { vec![] };
        let words = [
            "本会是江临职业技术学院全体学生的群众组织，由学院党委领导、学院团委指导，依照法律和本章程开展工作。",
            "凡本院在籍学生，承认本章程，均为本会会员，享有选举权、被选举权和监督权。",
            "本会工作人员应当做到：",
        ][(n + 2) % 3];
        provision(
            Level::Article,
            &format!("charter/article-{n}"),
            &format!("第{}条", NUMERALS[n - 1]),
            words,
            children,
        )
    };
    let chapter = |(i, title): (usize, &str)| {
        let id = format!("charter/chapter-{}", i + 1);
        let blocks = (i * 3 + 1..=i * 3 + 3).map(article).collect();
        section(&id, &format!("第{}章", NUMERALS[i]), title, blocks)
    };
    let mut charter = section(
        "charter",
        "二、",
        "学生会章程",
        vec![
            paragraph(Role::Title, "江临职业技术学院学生会章程"),
            paragraph(Role::Subtitle, "（2025年11月8日第六次学生代表大会通过）"),
        ],
    );
    charter.sections =
        ["总则", "会员", "组织", "附则"].into_iter().enumerate().map(chapter).collect();
    charter
}

fn organisation() -> Section {
    let strong = Inline::Strong { content: text("主席团＋工作部门") };
    let emphasis = Inline::Emphasis { content: text("不设中间层级") };
    let content = vec![
        Inline::text("学生会实行"),
        strong,
        Inline::text("的架构，"),
        emphasis,
        Inline::text("。"),
    ];
    section(
        "organisation",
        "三、",
        "组织架构",
        vec![
            Block::paragraph(Role::Body, content),
            Block::List {
                entries: vec![
                    text("主席团3人；"),
                    text("综合事务部7人；"),
                    text("学业与权益部8人。"),
                ],
            },
            body(MARKUP),
        ],
    )
}

fn roster() -> Section {
    let columns = vec![
        column("姓名", 5, Align::Start, true),
        column("政治面貌", 4, Align::Center, false),
        column("院系专业", 7, Align::Start, false),
        column("年级", 3, Align::Center, false),
        column("综合排名", 4, Align::End, false),
        column("不及格课程", 4, Align::Center, false),
    ];
    let row = |n: usize| {
        let major = ["护理学院 助产", "机电工程学院 智能控制技术", "园林系 园艺技术"][n % 3];
        let league = if n.is_multiple_of(4) { "中共党员" } else { "共青团员" };
        let rank = format!("{}/{}", n % 9 + 1, 40 + n);
        [NAMES[n % NAMES.len()], league, major, "2024级", &rank, "无"].map(text).to_vec()
    };
    let list = table("roster/table", "工作人员名单", columns, (0..34).map(row).collect());
    section("roster", "四、", "工作人员名单", vec![Block::Table(list)])
}

fn nomination() -> Section {
    let steps = "候选人由各院系团组织推荐，经资格审查、公示后提交大会。".repeat(6);
    section(
        "nomination",
        "五、",
        "主席团候选人产生办法",
        vec![body(&steps), body("公示期为五个工作日。")],
    )
}

fn congress() -> Section {
    section(
        "congress",
        "七、",
        "学生代表大会召开情况",
        vec![
            body("第六次学生代表大会于2025年11月8日召开，应到代表120名，实到112名。"),
            Block::paragraph(
                Role::Body,
                vec![
                    Inline::text("章程修改见"),
                    link("#charter/article-3", "第三条"),
                    Inline::text("。"),
                ],
            ),
        ],
    )
}

fn appraisal() -> Section {
    section(
        "appraisal",
        "九、",
        "述职评议办法",
        vec![
            provision(
                Level::Article,
                "appraisal/article-1",
                "第一条",
                "述职评议每学年一次，分为“优秀”“合格”“不合格”三等。",
                vec![],
            ),
            provision(
                Level::Article,
                "appraisal/article-2",
                "第二条",
                "评议结果在五日内公布（含网上公布）。",
                vec![],
            ),
        ],
    )
}

fn guides() -> Section {
    let columns = vec![
        column("类别", 3, Align::Start, true),
        column("姓名", 3, Align::Center, false),
        column("职务", 6, Align::Start, false),
    ];
    let rows = vec![
        ["分管副书记", "钟砚秋", "学院团委副书记"].map(text).to_vec(),
        ["秘书长", "陆栖迟", "学院团委组织部干事"].map(text).to_vec(),
    ];
    section(
        "guides",
        "十、",
        "学院指导人员",
        vec![Block::Table(table("guides/table", "指导人员", columns, rows))],
    )
}

/// A document whose body is one paragraph of 汉字 alone, to measure lines and characters on.
pub fn characters(count: usize) -> Document {
    let words: String =
        "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏".chars().cycle().take(count).collect();
    let mut document = document();
    document.preamble = vec![];
    document.sections = vec![section("only", "一、", "正文", vec![body(&words)])];
    document
}
