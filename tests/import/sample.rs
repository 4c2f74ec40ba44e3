//! The sample's year as a college would have it in Word and in a spreadsheet.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::document::{BLANK, TICK, docx, numbered, paragraph, run, table, texts};

/// The sample's texts and tables; a test may change them before the document is made.
pub struct Sample {
    pub charter: String,
    pub election: String,
    pub appraisal: String,
    /// The head and the rows of the roster.
    pub roster: Vec<Vec<String>>,
    /// The cells of the verdicts, as runs.
    pub verdicts: Vec<String>,
}

const YEAR: &str = "content/2025-2026";

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(YEAR).join(name);
    fs::read_to_string(path).unwrap()
}

impl Sample {
    pub fn read() -> Self {
        let roster = text("名单.csv");
        let row = |line: &str| line.split(',').map(str::to_owned).collect();
        Self {
            charter: text("章程.md"),
            election: text("选举.md"),
            appraisal: text("述职.md"),
            roster: roster.lines().map(row).collect(),
            verdicts: vec![
                format!("{TICK}{}<w:r><w:br/></w:r>{BLANK}{}", run("是"), run("否"));
                19
            ],
        }
    }

    pub fn docx(&self) -> Vec<u8> {
        docx(&self.body(), &[])
    }

    /// Returns the body of the document.
    pub fn body(&self) -> String {
        let mut body = String::new();
        let mut say = |text: &str| body.push_str(&paragraph(text));
        say("江临职业技术学院学生会改革情况公开");
        for line in ["目  录", "一、改革自评表 1", "二、学生会章程 4", "三、组织架构表 9"]
        {
            say(line);
        }
        say(
            "根据《关于推动高校学生会（研究生会）深化改革的若干意见》，现将2025—2026学年学生会改革情况公开如下。",
        );
        say("一、改革自评表");
        say("（一）校级学生会组织改革自评表");
        say("标注“★”为核心指标。");
        body.push_str(&self.school());
        body.push_str(&paragraph("（二）二级学生会组织改革自评表"));
        body.push_str(&second());
        body.push_str(&paragraph("二、《江临职业技术学院学生会章程》"));
        body.push_str(&regulation(&self.charter));
        body.push_str(&paragraph("三、校级组织工作机构组织架构表"));
        body.push_str(&units());
        body.push_str(&paragraph("四、校级组织工作人员名单"));
        let rows: Vec<Vec<String>> =
            self.roster.iter().map(|row| row[..6].iter().map(|cell| run(cell)).collect()).collect();
        body.push_str(&table(&rows));
        body.push_str(&paragraph("学习成绩排名取最近1学年的综合排名，一年级新生不填。"));
        body.push_str(&paragraph("五、校级组织主席团成员候选人产生办法"));
        body.push_str(&paragraph("各系团组织各推荐1人，共推荐7人，经系党组织同意，由学生工作处和院团委联合审查，报院党委确定候选人4人。"));
        body.push_str(&paragraph("六、校级组织主席团成员选举办法"));
        body.push_str(&plain(&self.election));
        body.push_str(&paragraph("七、校级学生（研究生）代表大会召开情况"));
        body.push_str(&paragraph("10月18日，江临职业技术学院第六次学生代表大会在图书馆一层学术报告厅举行。大会应到代表136人，实到代表131人，代表来自7个系。"));
        body.push_str(&paragraph("大会听取和审议第七届学生会工作报告，选举产生3名主席团成员。"));
        body.push_str(&paragraph("新闻报道：https://xsh.jianglin.example/news/2025-10-18.html"));
        body.push_str(&paragraph("八、校级学生（研究生）代表大会代表产生办法"));
        body.push_str(&paragraph("代表共136名，占学生总数8503人的1.6%，其中没有在院、系学生会任职的88名。班级团支部推荐，系组织选举产生。"));
        body.push_str(&paragraph("护理系33名，智能制造系25名，信息技术系22名，数字商务系18名，建筑工程系15名，文化旅游系13名，现代农业系10名。"));
        body.push_str(&paragraph("九、主席团成员和工作部门负责人述职评议办法"));
        body.push_str(&plain(&self.appraisal));
        body.push_str(&paragraph("十、校团委指导学生会主要责任人"));
        body.push_str(&table(&[
            texts(&["类别", "姓名", "职务", "是否为专职团干部", "备注"]),
            texts(&["分管学生会组织的校团委副书记", "谭静姝", "院团委专职副书记", "是", ""]),
            texts(&["学生会组织秘书长", "卢允中", "院团委专职干部", "是", ""]),
        ]));
        body.push_str(&paragraph("以上内容如有不实，可发送邮件至江临省学联秘书处邮箱xuelian@jianglin.example或全国学联秘书处邮箱xuelianban@126.com反映。"));
        body.push_str(&paragraph("共青团江临职业技术学院委员会　2025年11月14日"));
        body
    }

    fn school(&self) -> String {
        let mut rows = vec![texts(&["指标", "结论", "备注"])];
        for (at, verdict) in self.verdicts.iter().enumerate() {
            let remark = match at + 1 {
                3 => "实有35人",
                4 => "实有3人",
                5 => "实有6个",
                11 => "召开日期为：2025年10月18日",
                _ => "",
            };
            let mark = if matches!(at + 1, 1 | 11 | 17) { "★" } else { "" };
            let item = format!("{}{mark}. 第{}项要做到的事情。", at + 1, at + 1);
            rows.push(vec![run(&item), verdict.clone(), run(remark)]);
        }
        table(&rows)
    }

    /// The roster as its office keeps it: with a title, a number nobody may see, and a total.
    pub fn workbook(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let centred = Format::new();
        sheet.merge_range(0, 0, 0, 12, "2025—2026学年工作人员名单", &centred).unwrap();
        for (r, row) in self.roster.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                sheet.write_string(r as u32 + 1, c as u16, cell).unwrap();
            }
            let number = if r == 0 { "学号" } else { "2024010203" };
            sheet.write_string(r as u32 + 1, row.len() as u16, number).unwrap();
        }
        let date = ExcelDateTime::from_ymd(2025, 5, 1).unwrap();
        sheet
            .write_datetime_with_format(2, 5, &date, &Format::new().set_num_format("m/d"))
            .unwrap();
        let last = self.roster.len() as u32 + 1;
        sheet.write_string(last, 0, "合计").unwrap();
        sheet.write_number(last, 1, (self.roster.len() - 1) as f64).unwrap();
        book.save_to_buffer().unwrap()
    }
}

/// The articles of a regulation as an automatically numbered list.
fn regulation(text: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start_matches('#').trim();
        if let Some((_, rest)) = line.split_once('条').filter(|_| line.starts_with('第')) {
            numbered(0, rest.trim())
        } else if let Some((_, rest)) = line.split_once('）').filter(|_| line.starts_with('（')) {
            numbered(1, rest)
        } else {
            paragraph(line)
        }
    };
    text.lines().filter(|line| !line.is_empty()).map(line).collect()
}

fn plain(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| paragraph(line.trim_start_matches('#').trim())).collect()
}

fn second() -> String {
    let mut rows = vec![texts(&["项目", "符合标准学生会组织数量", "备注"])];
    for n in 1..=13 {
        rows.push(texts(&[&format!("{n}. 第{n}项要做到的事情。"), "7", ""]));
    }
    rows.push(texts(&["表里没有编号的最后一项事情。", "7", ""]));
    let departments = [
        "护理系",
        "智能制造系",
        "信息技术系",
        "数字商务系",
        "建筑工程系",
        "文化旅游系",
        "现代农业系",
    ];
    let numbers: Vec<String> = (1..=14).map(|n| n.to_string()).collect();
    let mut matrix = vec![texts(&["二级学生会组织"])];
    matrix[0].extend(numbers.iter().map(|n| run(n)));
    for department in departments {
        let mut row = vec![run(department)];
        row.extend(std::iter::repeat_n(run("是"), 14));
        matrix.push(row);
    }
    table(&rows) + &paragraph("具体情况") + &table(&matrix)
}

fn units() -> String {
    let text = text("机构.yaml");
    let mut rows = vec![texts(&["序号", "机构名称", "人数", "主要职责"])];
    let mut row: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some((key, value)) = line.trim_start_matches(['-', ' ']).split_once(": ") else {
            continue;
        };
        if matches!(key, "序号" | "机构名称" | "人数" | "主要职责") {
            row.push(run(value));
        }
        if row.len() == 4 {
            rows.push(std::mem::take(&mut row));
        }
    }
    table(&rows)
}

/// A notice of appraisals of the departments' unions.
pub fn notice() -> Vec<u8> {
    notice_titled("关于开展2024—2025学年度江临职业技术学院系学生会述职评议的通知")
}

/// The same under another title.
pub fn notice_titled(title: &str) -> Vec<u8> {
    let mut body = String::new();
    for line in [
        title,
        "各系学生会：",
        "依照《江临职业技术学院学生会章程》，现就系学生会述职评议通知如下。",
        "述职报告应包括以下内容：",
        "（1）一年来围绕服务同学、活动育人、权益维护等做的事情。",
        "（2）没有做好的事情和改进的办法。",
        "请于9月26日前完成报告，经系团总支书记签字后提交至院团委办公室，邮箱：tuanwei@jianglin.example。",
        "组建以学生代表为主，学生工作处、院团委等共同参与的评议小组。",
        "定于10月14日召开述职评议会，以演示文稿形式呈现，每个系8分钟。",
        "按“好（100分-85分）、较好（85分-75分）、一般（75分-60分）、差（小于60分）”确定等次，向各系团总支反馈，在校内范围内公布。",
        "共青团江临职业技术学院委员会",
        "2025年9月15日",
        "附件：系学生会述职评议评分表",
        "系学生会述职评议评分表",
    ] {
        body.push_str(&paragraph(line));
    }
    body.push_str(&table(&[
        texts(&["序号", "系", "服务同学（30分）", "活动育人（30分）", "权益维护（40分）", "总分"]),
        texts(&["1", "护理系", "", "", "", ""]),
        texts(&["2", "智能制造系", "", "", "", ""]),
    ]));
    docx(&body, &[])
}
