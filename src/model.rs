//! One academic year: the one table of fields, as an author writes them and (`derived`) as they follow.
//! It must not know how a file is read, nor what must hold between the fields.

mod derived;
mod own;
pub mod round;
mod scans;

pub use derived::*;
pub use own::{Misfit, OwnField, Tables, declared, name as field_name};
pub use scans::is_scanned;

use crate::datum::Shape::*;
use crate::datum::prose::Use::{Adopted, Narrative};
use crate::datum::{Field, FieldName};
use crate::record;
use crate::standard::{FORM, FORM_ITEM};

/// What the organisation of a disclosure may be.
pub const ORGANISATIONS: [&str; 3] = ["学生会", "研究生会", "学生联合会"];

/// What a union of graduates does not write of its people: they are not ranked.
pub const UNRANKED: [FieldName; 2] = [person::RANK_CELL, person::RANK_BASIS];

record! {
    /// A folder of `content/`. Each field is a file: `自评` is `自评.yaml`, `名单` is `名单.csv` (or
    /// `.yaml`, or a workbook: `.xlsx`, `.xls`, `.ods`), and a section's `正文` is the Markdown file of its name, `章程.md`.
    pub static YEAR, year: "学年" {
        "年度" HEAD: One(&HEAD), Required Public, "年度概况：学校、标题、日期、邮箱";
        "前言" PREFACE: One(&PREFACE), Required Public, "各部分之前的说明文字";
        "自评" SELF_EVALUATION: One(&SELF_EVALUATION), Required Public, "一、改革自评表";
        "章程" CHARTER: One(&CHARTER), Required Public, "二、学生会章程";
        "机构" UNITS: Many(&UNIT), Required Public, "三、组织架构表";
        "名单" ROSTER: Many(&PERSON), Required Public, "四、工作人员名单";
        "候选人" NOMINATION: One(&NOMINATION), Required Public, "五、主席团成员候选人产生办法";
        "选举" ELECTION: One(&ELECTION), Required Public, "六、主席团成员选举办法";
        "代表大会" CONGRESS: One(&CONGRESS), Required Public, "七、代表大会召开情况";
        "代表" DELEGATES: One(&DELEGATES), Required Public, "八、代表产生办法";
        "述职" APPRAISAL: One(&APPRAISAL), Required Public, "九、述职评议办法";
        "责任人" GUIDES: Many(&GUIDE), Required Public, "十、主要责任人";
        "表样" FORM: One(&FORM), Derived Public, "本学年适用的官方表样";
        "合计" TOTALS: One(&TOTALS), Derived Public, "由名单和机构表算出的合计";
        "序号断点" NUMBERING: One(&NUMBERING), Derived Public, "各表序号不连续之处";
        "文字" TEXTS: One(&TEXTS), Derived Public, "由全部文字查出的线索";
        "核对" CHECKS: Many(&CHECK), Derived Hidden, "每个校核数和由数据算出的数；没有写校核数的，一项也没有";
        "各轮述职" ROUNDS: One(&ROUNDS), Derived Public, "本学年文件夹里、发布之日以前印发的各轮述职评议";
        "上年" PREVIOUS: One(&PREVIOUS), Derived Public, "上一学年的公开内容里与本学年有关的几项；站点里没有上一学年的，都是空的";
    }
}

/// Returns whether a section is a table of persons, which may be a CSV or a spreadsheet's file.
pub fn is_table(section: &Field) -> bool {
    section.name == year::ROSTER
}

record! {
    pub static HEAD, head: "年度" {
        "状态" STATUS: Choice(&["在编", "完成"]), Optional Hidden, "在编的学年不参加生成";
        "更正说明" CORRECTION: Text, Optional Public, "已公开的学年有改动时，说明改了什么、为什么";
        "学校" COLLEGE: One(&COLLEGE), Required Public, "学校的基本情况";
        "组织" ORGANISATION: Choice(&ORGANISATIONS), Required Public, "公开的是哪个组织";
        "标题" TITLE: Text, Required Public, "公开文件的标题";
        "依据" DOCUMENTS: Texts, Required Public, "所依据的文件名称，不带书名号";
        "发布单位" ISSUER: Text, Optional Public, "落款单位";
        "数据截止日" AS_OF: Date, Optional Public, "数据以哪一天为准";
        "发布日期" PUBLISHED: Date, Optional Public, "公开的日期";
        "撤下日期" TAKE_DOWN: Date, Optional Public, "从哪一天起撤下名单里的姓名";
        "告知日" CONSENTED_ON: Date, Derived Hidden, "告知同意里写的最后一个日期";
        "告知同意" CONSENT: Text, Optional Hidden, "名单公开前怎样告知本人、取得同意：方式和日期，或文号";
        "排名公开方式" RANK_DISPLAY: Choice(&["准确名次", "分段", "只写合格"]), Optional Public, "名单里的排名公开到什么程度；研究生会不排名，不写";
        "历史学年" HISTORY: Texts, Optional Hidden, "正文可以提到的往年，如 2023-2024";
        "撤销机构" ABOLISHED: Texts, Optional Hidden, "上一学年有、本学年撤销而没有并入其他机构的机构";
        "排名依据" RANK_BASIS: Choice(&["最近1个学期", "最近1学年", "入学以来"]), Optional Public, "学习成绩综合排名按哪一段时间计算；研究生会不排名，不写，别的组织必须写";
        "豁免" EXEMPTIONS: Many(&EXEMPTION), Optional Public, "有意的例外：哪条规则、在哪里、为什么、谁批准";
        "名单脚注" ROSTER_NOTE: Text, Required Public, "名单下方的说明";
        "监督邮箱" MAILBOXES: Many(&MAILBOX), Required Public, "省级和全国学联秘书处的监督邮箱";
        "相近名称" LOOK_ALIKES: Texts, Optional Hidden, "文字里提到、与本校或本会机构的名称只差一两个字、而确是另一个单位的名称";
        "校核数" CONTROLS: One(&CONTROLS), Optional Hidden, "另行点数的几个合计，用来核对名单和代表人数";
        "省级邮箱数" PROVINCIAL_MAILBOXES: Count("个"), Derived Public, "省级监督邮箱的个数";
        "全国邮箱数" NATIONAL_MAILBOXES: Count("个"), Derived Public, "全国监督邮箱的个数";
        "学年起" YEAR_START: Count(""), Derived Public, "学年第一年的年份";
        "学年" YEAR: Text, Derived Public, "本学年，如 2025—2026";
        "学年首日" FIRST_DAY: Date, Derived Public, "学年的第一天，9月1日";
        "学年末日" LAST_DAY: Date, Derived Public, "学年的最后一天，8月31日";
        "许可的邮箱" ALLOWED_MAILBOXES: Texts, Derived Hidden, "“site.yaml”的“允许的邮箱”；site.yaml 没有列的不填";
        "学号格式可用" STUDENT_PATTERN: YesNo, Derived Public, "“site.yaml”的“学号格式”是不是写得对的正则表达式；没有写的不填";
        "名单已撤下" TAKEN_DOWN: YesNo, Derived Public, "生成的日期（--on）是否已到撤下日期";
    }
}

record! {
    pub static EXEMPTION, exemption: "豁免" {
        "规则" CODE: Text, Required Public, "规则代号，如 CH-14";
        "位置" PLACE: Text, Required Public, "哪一处，如 名单[4].排名、章程.第五条";
        "理由" REASON: Text, Required Public, "为什么例外";
        "批准" APPROVED_BY: Text, Required Public, "谁批准的，写单位或职务";
    }
}

record! {
    pub static COLLEGE, college: "学校" {
        "全称" NAME: Text, Required Public, "学校全称";
        "简称" SHORT_NAME: Text, Required Public, "学校简称";
        "类型" KIND: Choice(&["高职", "本科"]), Required Public, "学校类型";
        "有研究生" HAS_GRADUATES: YesNo, Required Public, "是否招收研究生";
        "校区数" CAMPUSES: Count("个"), Optional Public, "校区数量";
        "学生总数" STUDENTS: Count("人"), Required Public, "在校学生总数";
        "规模理由" LARGE_GROUND: Text, Optional Public, "工作人员超过40人时，学生人数较多或分校区较多的情况";
        "虚构" INVENTED: YesNo, Derived Public, "是不是样例里虚构的学校";
    }
}

record! {
    pub static MAILBOX, mailbox: "监督邮箱" {
        "级别" LEVEL: Choice(&["省级", "全国"]), Required Public, "哪一级学联";
        "单位" OFFICE: Text, Required Public, "受理单位";
        "邮箱" ADDRESS: Email, Required Public, "邮箱地址";
    }
}

record! {
    /// Totals counted apart from the tables, as accountants do: a slip in a cell that nothing else
    /// states shows in its total.
    pub static CONTROLS, controls: "校核数" {
        "党员人数" PARTY_MEMBERS: Count("人"), Optional Hidden, "名单里中共党员和中共预备党员的人数";
        "各院系人数" BY_DEPARTMENT: Keyed(&CONTROL), Optional Hidden, "名单里每个院系的人数";
        "填写排名人数" RANKED: Count("人"), Optional Hidden, "名单里填了排名的人数";
        "名次之和" RANK_SUM: Count(""), Optional Hidden, "名单里各人名次相加";
        "专业人数之和" COHORT_SUM: Count(""), Optional Hidden, "名单里各人所属专业人数相加";
        "来自院系学生会人数" FROM_COLLEGE_UNION: Count("人"), Optional Hidden, "名单里来自院系学生会的人数";
        "姓名总字数" NAME_LETTERS: Count("字"), Optional Hidden, "名单里各人姓名的字数相加，间隔号不计";
        "缺席代表" ABSENT: Count("人"), Optional Hidden, "应到而没有到会的代表人数";
        "骨干代表" OFFICERS: Count("名"), Optional Hidden, "代表中担任院、系学生会骨干的人数";
        "佐证件数" EVIDENCE: Count("件"), Optional Hidden, "校级自评表列出的佐证材料件数";
    }
}

record! {
    pub static CONTROL, control: "院系校核数" {
        "院系" DEPARTMENT: Text, Required Hidden, "院系名称";
        "人数" COUNT: Count("人"), Required Hidden, "名单里本院系的人数";
    }
}

record! {
    pub static PREFACE, preface: "前言" {
        "正文" TEXT: Prose(Narrative), Required Public, "前言.md";
    }
}

record! {
    pub static SELF_EVALUATION, self_evaluation: "自评" {
        "校级" SCHOOL: Keyed(&INDICATOR), Part Public, "校级自评表，按序号";
        "二级" SECOND: Keyed(&SECOND_ITEM), Optional Public, "二级自评表，按序号；不写的由具体情况表数出";
        "具体情况" MATRIX: Keyed(&MATRIX_ROW), Part Public, "每个二级组织一行，依次写各项的是或否";
    }
}

record! {
    pub static INDICATOR, indicator: "指标" {
        "序号" NO: Count(""), Required Public, "指标序号";
        "结论" VERDICT: Verdict, Required Public, "是或否";
        "实有" STATED: Text, Optional Public, "备注中填写的实有数量，如 34人";
        "召开日期" HELD_ON: Date, Optional Public, "备注中填写的召开日期";
        "备注" REMARK: Text, Optional Public, "其他备注";
        "原因" REASON: Text, Optional Public, "结论为否的原因";
        "整改期限" RECTIFY_BY: Date, Optional Public, "★指标为否时，何时整改到位";
        "佐证" EVIDENCE: Many(&EVIDENCE), Optional Public, "佐证材料";
        "实有数" STATED_COUNT: Count(""), Derived Public, "实有数量中的数";
        "实有单位" STATED_UNIT: Text, Derived Public, "实有数量中的单位";
        "指标" ITEM: One(&FORM_ITEM), Derived Public, "本学年表样中同一序号的指标";
    }
}

record! {
    pub static EVIDENCE, evidence: "佐证" {
        "名称" TITLE: Text, Required Public, "材料名称";
        "日期" DATE: Date, Optional Public, "材料日期";
        "链接" LINK: Url, Optional Public, "网页地址";
        "季节" SEASON: Text, Derived Public, "材料说的是春季还是秋季：名称里写明的照名称，没有写的照日期";
        "日期的季节" DATED_SEASON: Text, Derived Public, "材料日期在春季（2至7月）还是秋季";
        "名称里的季节" TITLED_SEASON: Text, Derived Public, "材料名称里说的是春季还是秋季；没有说的不填";
        "名称里有届次" TITLED_TERM: YesNo, Derived Public, "材料名称里说的是第几届";
        "名称里的年份" TITLED_YEAR: Count("年"), Derived Hidden, "材料名称里写的年份；没有写、写了不止一个、说的是学年或修订的不填";
        "日期的年份" DATED_YEAR: Count("年"), Derived Hidden, "材料日期的年份";
        "链接里的日期" LINK_DATE: Date, Derived Public, "网页地址里写着的日期";
        "同链接者" SAME_LINK_AS: Text, Derived Public, "前面链接相同而名称或日期不同的材料";
    }
}

record! {
    pub static SECOND_ITEM, second_item: "二级项目" {
        "序号" NO: Count(""), Required Public, "项目序号，14 为未编号的末项";
        "数量" STATED: Count("个"), Required Public, "符合标准的二级组织数量";
        "备注" REMARK: Text, Optional Public, "备注";
        "是的数量" COUNTED: Count("个"), Derived Public, "具体情况表中此列为是的数量";
        "指标" ITEM: One(&FORM_ITEM), Derived Public, "本学年表样中同一序号的项目";
    }
}

record! {
    pub static MATRIX_ROW, matrix_row: "二级组织" {
        "组织" NAME: Text, Required Public, "二级学生会组织名称";
        "情况" VERDICTS: Verdicts, Required Public, "依次为各项的是或否";
        "院系" DEPARTMENTS: Texts, Optional Public, "这个组织是哪些院系的；名称就是院系名称的不填";
        "工作人员" STAFF: Count("人"), Optional Hidden, "本系学生会工作人员数";
        "主席团" PRESIDIUM: Count("人"), Optional Hidden, "本系学生会主席团成员数";
        "召开日期" HELD_ON: Date, Optional Hidden, "本学年系学生（代表）大会的召开日期";
        "工作人员结论" STAFF_MET: YesNo, Derived Public, "工作人员上限一项的结论";
        "主席团结论" PRESIDIUM_MET: YesNo, Derived Public, "主席团成员上限一项的结论";
        "召开结论" CONGRESS_MET: YesNo, Derived Public, "按期召开大会一项的结论";
        "代表人数" DELEGATES: Count("名"), Derived Public, "代表分布表里本院系的代表人数";
        "名单人数" MEMBERS: Count("人"), Derived Public, "名单里“院系”一栏写着本院系的人数";
    }
}

record! {
    pub static CHARTER, charter: "章程" {
        "状态" STATUS: Choice(&["草案", "通过"]), Required Public, "公布的文本是否已经通过";
        "通过届次" ADOPTED_BY: Count("次"), Optional Public, "第几次代表大会通过";
        "通过日期" ADOPTED_ON: Date, Optional Public, "通过的日期";
        "核准单位" APPROVED_BY: Text, Optional Public, "核准单位";
        "生效日期" EFFECTIVE_ON: Date, Optional Public, "生效日期";
        "限额" LIMITS: Many(&CHARTER_LIMIT), Optional Public, "条文中的数字限额";
        "正文" TEXT: Prose(Adopted), Required Public, "章程.md";
        "编号断点" BREAKS: Many(&BREAK), Derived Public, "章、节、条、项编号不连续之处";
        "标题" TITLE: Text, Derived Public, "正文的标题";
        "按名称" BOUNDS: One(&CHARTER_BOUNDS), Derived Public, "登记的限额，按名称取用";
        "各项限额" KNOWN_LIMITS: Many(&CHARTER_LIMIT), Derived Public, "登记的限额，和没有登记而条文写明的限额";
        "同系候选人上限" SAME_DEPARTMENT_MAX: Count("人"), Derived Public, "条文写明的同一个系的候选人最多几人；没有写的不填";
        "主席团院系" PRESIDIUM_DEPARTMENTS: Many(&MENTION), Derived Public, "名单里主席团成员所在的各个院系，各有几人";
        "前后不一" STATED_OTHERWISE: Many(&MENTION), Derived Public, "条文里和登记的、和前面的条文写得不一样的限额";
        "说得更宽" TOLD_LOOSER: Many(&MENTION), Derived Public, "别的文字里说得比章程宽的限额";
        "核准条款" APPROVAL_CLAUSE: Text, Derived Public, "条文写明报谁核准、批准；没有写的不填";
        "施行条款" EFFECTIVE_CLAUSE: Text, Derived Public, "规定从何时施行的一句";
        "评议方面" DIMENSIONS: Texts, Derived Public, "章程规定从哪几个方面评议";
    }
}

record! {
    pub static CHARTER_LIMIT, charter_limit: "章程限额" {
        "名称" NAME: Choice(&LIMIT_NAMES), Required Public, "限额名称，如 工作人员上限";
        "数值" VALUE: Text, Required Public, "数值，如 40人、4/5";
        "条" ARTICLE: Count(""), Required Public, "所在的条";
        "分子" NUM: Count(""), Derived Public, "数值的分子；人数、个数就是它本身";
        "分母" DEN: Count(""), Derived Public, "数值的分母；人数、个数为 1";
        "是上限" CEILING: YesNo, Derived Public, "是不得超过的数，还是不得低于的数";
        "条文" PROVISION: Text, Derived Public, "所在的条，如 第六条；章程没有这一条的不填";
        "条文里的数" NUMBERS: Text, Derived Public, "这一条里写的各个数";
        "在条文里" STANDS: YesNo, Derived Public, "这个数是否写在这一条里，上限、下限的意思也相合";
        "须超过" STRICT: YesNo, Derived Public, "条文说的是必须超过（而不是达到）这个数";
        "重复" AGAIN: YesNo, Derived Public, "前面已经登记过同名的限额";
        "指标分子" FORM_NUM: Count(""), Derived Public, "表样对同一事项的限额";
        "指标分母" FORM_DEN: Count(""), Derived Public, "表样限额的分母";
        "指标说法" FORM_LABEL: Text, Derived Public, "表样限额的写法";
    }
}

record! {
    pub static UNIT, unit: "机构" {
        "序号" NO: Count(""), Optional Public, "序号；都不写的依次编号";
        "机构名称" NAME: Text, Required Public, "机构名称";
        "人数" HEADCOUNT: Count("人"), Required Public, "人数";
        "主要职责" DUTIES: Text, Required Public, "主要职责";
        "前称" FORMER_NAMES: Texts, Optional Public, "更名前的名称";
        "是主席团" IS_PRESIDIUM: YesNo, Derived Public, "机构名称是否为主席团";
        "名单人数" MEMBERS: Count("人"), Derived Hidden, "名单里“部门”一栏写着本机构的人数";
        "同名者" SAME_AS: Count(""), Derived Public, "前面同名机构的序号";
        "前称有据" FORMER_KNOWN: YesNo, Derived Public, "上一学年有这个机构，或者有它的一个前称";
        "职责相近者" DUTIES_LIKE: Text, Derived Public, "前面主要职责几乎相同的机构";
        "负责人数" HEADS: Count("人"), Derived Hidden, "名单中属于本机构的负责人人数";
    }
}

/// Heads that colleges' rosters give columns, the official form's first, each with the author's word
/// for it. They stand beside the table of fields, for a roster is read alike whatever standards it is held
/// against.
pub const ROSTER_HEADS: [(&str, &str); 17] = [
    ("学习成绩排名", "排名"),
    ("成绩排名", "排名"),
    ("专业排名", "排名"),
    ("所在院系", "院系"),
    ("所属院系", "院系"),
    ("所在学院", "院系"),
    ("学院", "院系"),
    ("所在系", "院系"),
    ("系部", "院系"),
    ("系别", "院系"),
    ("院部", "院系"),
    ("所在部门", "部门"),
    ("所属部门", "部门"),
    ("岗位", "职务"),
    ("入学年度", "入学年份"),
    ("挂科门数", "不及格门数"),
    ("不及格课程门数", "不及格门数"),
];

record! {
    pub static PERSON, person: "工作人员" {
        "序号" NO: Count(""), Optional Public, "序号；都不写的依次编号";
        "姓名" NAME: Text, Required Public, "姓名";
        "政治面貌" POLITICAL: Text, Required Public, "政治面貌";
        "院系" DEPARTMENT: Text, Required Public, "所在院系";
        "年级" GRADE: Text, Required Public, "年级，如 二年级、研一";
        "排名" RANK_CELL: Text, Optional ByChoice, "学习成绩排名：本人排名/所属专业人数；新生、研究生不填";
        "部门" UNIT: Text, Optional Hidden, "所在机构，与机构表的名称一致";
        "职务" POST: Text, Optional Hidden, "职务";
        "专业" MAJOR: Text, Optional Hidden, "专业";
        "入学年份" ENTRY_YEAR: Count("年"), Optional Hidden, "入学年份";
        "不及格门数" FAILED_COURSES: Count("门"), Optional Hidden, "不及格课程门数";
        "来自院系学生会" FROM_COLLEGE_UNION: YesNo, Optional Hidden, "是否来自院系学生会";
        "排名依据" RANK_BASIS: Choice(&["最近1个学期", "最近1学年", "入学以来"]), Optional Hidden, "本人的排名按哪一段时间计算；与“年度.yaml”相同的不填";
        "学籍说明" STANDING: Text, Optional Hidden, "休学、复学、转入、专升本等，使年级和入学年份或上一学年接不上的情况";
        "名次" RANK: Count(""), Derived ByChoice, "排名中的本人排名";
        "专业人数" COHORT: Count("人"), Derived ByChoice, "排名中的所属专业人数";
        "排名成了日期" RANK_AS_DATE: Text, Derived ByChoice, "排名一栏被电子表格变成日期以前的写法；不像日期的不填";
        "面貌" STATUS: Text, Derived Public, "政治面貌的规范说法；认不得的不填";
        "公开的排名" RANK_SHOWN: Text, Derived Public, "按排名公开方式印出的排名";
        "新生" FRESHMAN: YesNo, Derived Public, "是否为一年级新生";
        "研究生" GRADUATE: YesNo, Derived Public, "是否为研究生";
        "免填排名" EXEMPT: YesNo, Derived Public, "是否为新生或研究生";
        "同名者" SAME_AS: Count(""), Derived Public, "前面同名、同院系、同年级者的序号";
        "同名次者" SAME_RANK_AS: Count(""), Derived Hidden, "前面同专业、同专业人数、同名次者的序号";
        "同级专业人数" COHORT_OF_OTHERS: Count("人"), Derived Hidden, "前面同院系、同专业、同年级者所写的专业人数";
        "年级数" GRADE_NUMBER: Count(""), Derived Public, "年级是第几年：二年级、2024级都换算成年数";
        "年级写法" GRADE_FORMED: YesNo, Derived Public, "年级的写法是否像二年级、大二、研一、2024级";
        "学制" PROGRAMME_YEARS: Count("年"), Derived Public, "年级里写明的学段最多几年；没有写明的不填";
        "年级合入学年份" GRADE_FITS: YesNo, Derived Hidden, "按入学年份，可不可以在这个年级：前一段在本校读的、专升本从三年级起的都算";
        "应在年级" GRADE_BY_ENTRY: Count(""), Derived Hidden, "按入学年份，本学年是第几年";
        "各职务" OFFICES: Texts, Derived Hidden, "职务一栏写的各个职务，写明本会部门名称的当作“工作部门”";
        "任主席团" PRESIDES: YesNo, Derived Hidden, "职务里有没有主席团的职务；没有写职务的，部门是否为主席团";
        "上年面貌" PREVIOUS_STATUS: Text, Derived Hidden, "上一学年名单里同一个人的政治面貌";
        "上年院系" PREVIOUS_DEPARTMENT: Text, Derived Hidden, "上一学年名单里同名、同入学年份、同专业的人所在的院系，与本学年不同的";
        "上年专业" PREVIOUS_MAJOR: Text, Derived Hidden, "上一学年名单里同一个人（姓名、入学年份、院系都相同）的专业，与本学年不同的";
        "连续任期" TERMS: Count("任"), Derived Hidden, "到本学年为止连续几个学年在主席团，或者连续几个学年是其他工作人员；同一个人按姓名、入学年份和院系或专业认；章程没有写连任几次的不填";
        "任期上限" MOST_TERMS: Count("任"), Derived Public, "按章程，最多可以连续几任";
        "任期条文" TERMS_PROVISION: Text, Derived Public, "写明连任几次的条";
        "同院系同名者" NAMESAKE: Count(""), Derived Public, "前面同院系同名、年级写得不同者的序号";
        "专业所在院系" MAJOR_DEPARTMENT: Text, Derived Hidden, "本学年和上一学年的名单里，同专业的别人所在的另一个院系，只有一个的";
        "专业在别院人数" MAJOR_THERE: Count("人"), Derived Hidden, "本学年和上一学年的名单里，这个专业在那一个院系有几人";
        "专业在本院人数" MAJOR_HERE: Count("人"), Derived Hidden, "本学年和上一学年的名单里，这个专业在本人的院系有几人";
        "上年年级" PREVIOUS_GRADE: Text, Derived Hidden, "上一学年名单里同一个人的年级";
        "年级增加" GRADE_STEP: Count(""), Derived Hidden, "年级比上一学年名单里的同一个人高几年";
        "漏填" BLANKS: Many(&MENTION), Derived Hidden, "名单里多数人填了而本人空着的核对栏";
        "部门在表" UNIT_KNOWN: YesNo, Derived Hidden, "所在机构是否列在组织架构表";
        "样例人员" OF_SAMPLE: YesNo, Derived Public, "姓名和院系（或排名）是不是样例里虚构的人的";
    }
}

record! {
    pub static NOMINATION, nomination: "候选人" {
        "每系推荐人数" PER_DEPARTMENT: Count("人"), Required Public, "每个院系推荐的人数";
        "推荐人数是上限" AT_MOST: YesNo, Optional Public, "每个院系推荐的人数是不是至多这么多";
        "推荐人数" NOMINATED: Count("人"), Required Public, "推荐总人数";
        "候选人数" CANDIDATES: Count("人"), Required Public, "确定的候选人数";
        "程序" STEPS: Texts, Required Public, "产生程序，依次列出";
        "正文" TEXT: Prose(Narrative), Required Public, "候选人.md";
        "环节" CHAIN: Text, Derived Public, "程序里依次有的环节：推荐、同意、审查、确定";
    }
}

record! {
    pub static ELECTION, election: "选举" {
        "应选人数" SEATS: Count("人"), Required Public, "应选人数";
        "候选人数" CANDIDATES: Count("人"), Required Public, "候选人数";
        "差额" SURPLUS: Count("人"), Optional Public, "差额人数；不写的由候选人数减应选人数得出";
        "到会比例" QUORUM: Text, Required Public, "到会代表占应到代表的比例，如 4/5";
        "到会须超过" QUORUM_STRICT: YesNo, Required Public, "是否必须超过（而不是达到）该比例";
        "代表大会届次" CONGRESS_NO: Count("次"), Required Public, "第几次代表大会";
        "学生会届次" UNION_NO: Count("届"), Required Public, "产生第几届学生会主席团";
        "通过日期" ADOPTED_ON: Date, Optional Public, "选举办法通过的日期";
        "正文" TEXT: Prose(Adopted), Required Public, "选举.md";
        "编号断点" BREAKS: Many(&BREAK), Derived Public, "编号不连续之处";
        "标题" TITLE: Text, Derived Public, "正文的标题";
        "到会分子" QUORUM_NUM: Count(""), Derived Public, "到会比例的分子";
        "到会分母" QUORUM_DEN: Count(""), Derived Public, "到会比例的分母";
        "正文与数据" STATED: Many(&STATED), Derived Public, "数据里的人数、比例在正文里怎样写";
    }
}

record! {
    pub static CONGRESS, congress: "代表大会" {
        "届次" NUMBER: Count("次"), Required Public, "第几次代表大会";
        "召开日期" DATE: Date, Required Public, "召开日期";
        "地点" PLACE: Text, Optional Public, "地点";
        "应到代表" DUE: Count("人"), Optional Public, "应到代表人数";
        "实到代表" PRESENT: Count("人"), Required Public, "实到代表人数";
        "院系数" DEPARTMENTS: Count("个"), Optional Public, "参会代表来自多少个院系；不写的按具体情况表的行数";
        "当选人数" ELECTED: Count("人"), Required Public, "选举产生的主席团成员人数";
        "议程" AGENDA: Texts, Required Public, "议程，依次列出";
        "上次届次" PREVIOUS_NUMBER: Count("次"), Optional Public, "上一次是第几次";
        "上次日期" PREVIOUS_DATE: Date, Optional Public, "上一次的召开日期";
        "会议次数" SESSION: Count("次"), Optional Public, "同一届代表大会的第几次会议；每次都是新一届的不填";
        "留任人数" STAYING: Count("人"), Optional Public, "不在这次应选、继续任职的主席团成员人数；补选、部分改选时填写";
        "空缺人数" VACANCIES: Count("人"), Optional Public, "主席团现在空缺几人";
        "缺额说明" VACANCY_NOTE: Text, Optional Hidden, "当选人数少于应选人数，或者当选后有变动的，写明原因";
        "链接" LINK: Url, Optional Public, "新闻报道的网页地址";
        "正文" TEXT: Prose(Narrative), Required Public, "代表大会.md";
        "议程内容" TOPICS: Many(&STEP), Derived Public, "表样要求的议程内容，各在第几项";
        "链接里的日期" LINK_DATE: Date, Derived Public, "网页地址里写着的日期";
        "距上次月数" MONTHS_SINCE: Count("个月"), Derived Public, "距上一次大会几个月，不满一个月的进为一个月";
        "到会分子" QUORUM_NUM: Count(""), Derived Public, "章程“到会比例”限额的分子";
        "到会分母" QUORUM_DEN: Count(""), Derived Public, "章程“到会比例”限额的分母";
        "链接安全" LINK_SECURE: YesNo, Derived Public, "链接是否以 https 开头";
        "链接域名" LINK_HOST: Text, Derived Public, "链接的域名";
        "链接许可" LINK_ALLOWED: YesNo, Derived Public, "链接的域名是否列在“site.yaml”的“允许的链接域名”";
        "大会按" COUNTED_BY: Text, Derived Public, "多数文字把大会按“次”还是按“届”算；没有说到的不填";
        "较晚的日期" LATER_DAYS: Many(&DAY_MENTION), Derived Public, "正文里比召开日期晚的日期";
    }
}

record! {
    pub static DELEGATES, delegates: "代表" {
        "总数" TOTAL: Count("名"), Required Public, "代表总数";
        "学生基数" BASE: Count("人"), Required Public, "计算比例所用的学生数";
        "基数说明" BASE_LABEL: Text, Required Public, "学生基数指哪些学生";
        "占比" PERCENT: Text, Optional Public, "代表占学生基数的比例，如 1.5%；不写的由总数和学生基数算出";
        "非学生骨干" NON_OFFICERS: Count("名"), Optional Public, "不是校、院系学生会骨干的代表人数";
        "分布" BY_DEPARTMENT: Keyed(&DELEGATION), Required Public, "每个院系的代表人数";
        "其他代表团" OTHER_BODIES: Texts, Optional Public, "分布里不是院系的代表团，如学生社团";
        "程序" STEPS: Texts, Required Public, "产生程序，依次列出";
        "正文" TEXT: Prose(Narrative), Required Public, "代表.md";
        "环节" LINKS: Many(&STEP), Derived Public, "表样要求的代表产生环节，各在程序的第几步";
        "覆盖" COVERAGE: Many(&STEP), Derived Public, "表样要求代表覆盖的方面，正文里有没有写";
    }
}

record! {
    pub static DELEGATION, delegation: "代表团" {
        "院系" DEPARTMENT: Text, Required Public, "院系名称";
        "人数" COUNT: Count("名"), Required Public, "代表人数";
        "学生" STUDENTS: Count("人"), Optional Public, "这个院系的学生数；写了的，公开页和历年数据把代表和学生并列";
        "院系在表" KNOWN: YesNo, Derived Public, "院系是否列在二级组织具体情况表";
        "不是院系" OF_ANOTHER_BODY: YesNo, Derived Public, "是否为社团等不是院系的代表团";
        "所在行" ROW: Count(""), Derived Public, "这个院系在具体情况表的第几行；表里没有的不填";
        "前一个的行" ROW_BEFORE: Count(""), Derived Public, "分布表里前一个院系在具体情况表的第几行";
    }
}

record! {
    pub static APPRAISAL, appraisal: "述职" {
        "试行" PROVISIONAL: YesNo, Required Public, "办法是否为试行";
        "施行日期" EFFECTIVE_ON: Date, Optional Public, "办法从哪一天起施行；几年的办法名称相同的，各轮述职评议按它找当时有效的";
        "频次" FREQUENCY: Choice(&["每学期", "每学年"]), Required Public, "多久评议一次";
        "评议会组成" COMMITTEE: Texts, Required Public, "评议会由哪些方面组成，学生代表写在最前";
        "维度" DIMENSIONS: Texts, Required Public, "评议的几个方面";
        "等次" GRADES: Texts, Required Public, "评议等次";
        "提前天数" LEAD_DAYS: Count("天"), Optional Public, "述职报告提前几天提交";
        "述职时长" MINUTES: Text, Optional Public, "每人述职多少分钟，如 3—5分钟";
        "正文" TEXT: Prose(Adopted), Required Public, "述职.md";
        "最长时长" MINUTES_MOST: Count("分钟"), Derived Public, "每人述职最多几分钟：述职时长里最后的一个数";
        "编号断点" BREAKS: Many(&BREAK), Derived Public, "编号不连续之处";
        "标题" TITLE: Text, Derived Public, "正文的标题";
        "正文与数据" STATED: Many(&STATED), Derived Public, "数据里的频次、天数、时长等是否写在正文里";
        "正文的方面" WRITTEN_DIMENSIONS: Texts, Derived Public, "办法正文列出的评议方面，至少一半与维度相同的那一组";
        "正文的等次" WRITTEN_GRADES: Texts, Derived Public, "办法正文按分数写明的等次，至少一半与等次相同的";
        "等次相合" GRADES_FIT: YesNo, Derived Public, "正文的等次是否都在等次里，次序也相同";
        "等次界限" GRADE_BOUNDS: Many(&STATED), Derived Public, "每个等次在正文里的分数或名额";
        "未编号标题" UNNUMBERED: Many(&MENTION), Derived Public, "别的标题有章节号而自己没有的标题";
        "重复段落" REPEATED: Many(&MENTION), Derived Public, "与前面某段相同的段落";
        "分数空缺" BAND_GAPS: Many(&BAND_GAP), Derived Public, "正文的等次之间空着、重叠的分数";
    }
}

record! {
    /// What a year's disclosure says of the rounds of appraisals, and of those it lacks.
    pub static ROUNDS, rounds: "各轮述职" {
        "各轮" HELD: Many(&HELD), Derived Public, "各轮述职评议";
        "缺的学期" MISSED: Many(&MISSED), Derived Public, "从有数据的第一个学期起，到发布之日已经结束的学期里，没有校级述职评议的";
        "不认识的组织" UNKNOWN_BODIES: Many(&MENTION), Derived Public, "二级的各轮里，不在二级自评表里的述职组织";
        "未述职" UNAPPRAISED: Many(&UNAPPRAISED), Derived Hidden, "名单上的主席团成员、部门负责人里，没有述职也没有写明原因的";
    }
}

record! {
    pub static HELD, held: "一轮述职评议" {
        "标题" TITLE: Text, Derived Public, "通知的标题";
        "学校" COLLEGE: Text, Derived Public, "通知里的学校全称";
        "组织" ORGANISATION: Text, Derived Public, "评议的是哪个组织";
        "层级" LEVEL: Text, Derived Public, "校级或二级";
        "学年" YEAR: Text, Derived Public, "评议哪一学年的工作";
        "学期" SEMESTER: Text, Derived Public, "评议哪一学期的工作";
        "印发日期" ISSUED: Date, Derived Public, "通知印发的日期";
        "述职日期" MEETING: Date, Derived Public, "最后一场述职会的日期";
        "对象数" SUBJECTS: Count("个"), Derived Public, "述职对象的个数";
        "评议小组" COMMITTEE: Count("人"), Derived Public, "评议小组的人数";
        "学生代表" DELEGATES: Count("人"), Derived Public, "评议小组里学生代表的人数";
        "评议方面" DIMENSIONS: Texts, Derived Public, "要求个人述职的方面";
        "等次" GRADES: Texts, Derived Public, "个人的等次，由高到低";
        "提前天数" LEAD_DAYS: Count("天"), Derived Public, "报告截止日期比述职日期早几天，取最少的";
        "述职时长" MINUTES: Count("分钟"), Derived Public, "每人述职几分钟，取最多的";
        "结果范围" RANGE: Text, Derived Public, "结果在什么范围内公布";
        "结果" RESULTS: Text, Derived Public, "各等次有几个；这一轮不公开等次的没有";
        "网页" ADDRESS: Url, Derived Public, "通知的网页地址";
    }
}

record! {
    pub static MISSED, missed: "缺的学期" {
        "学期" TERM: Text, Derived Public, "哪一学年的哪一学期";
    }
}

record! {
    pub static UNAPPRAISED, unappraised: "未述职" {
        "序号" NO: Count(""), Derived Hidden, "名单上的序号";
        "部门" UNIT: Text, Derived Hidden, "所在机构";
        "职务" POST: Text, Derived Hidden, "职务";
        "通知" TITLE: Text, Derived Public, "哪一轮述职评议";
    }
}

record! {
    pub static GUIDE, guide: "责任人" {
        "类别" CATEGORY: Text, Required Public, "责任类别，以表样的写法为准";
        "姓名" NAME: Text, Required Public, "姓名";
        "职务" POST: Text, Optional Public, "职务";
        "专职团干部" FULL_TIME: YesNo, Required Public, "是否为专职团干部";
        "备注" REMARK: Text, Optional Public, "备注";
        "类别相符" CATEGORY_FITS: YesNo, Derived Public, "类别是不是表样的类别；校团委写作院团委、团委或者全称的都算";
        "分管" IS_GUIDE: YesNo, Derived Public, "是否为分管学生会组织的一行";
        "秘书长" IS_SECRETARY: YesNo, Derived Public, "是否为秘书长的一行";
        "同一人" SAME_PERSON: YesNo, Derived Public, "前面一行写的是不是同一个人";
        "同名的学生" NAMESAKES: Count("人"), Derived Public, "名单上和他同名的学生有几人";
        "样例人员" OF_SAMPLE: YesNo, Derived Public, "姓名和职务是不是样例里虚构的人的";
    }
}

record! {
    pub static TARGET, target: "发布" {
        "名称" NAME: Text, Required Hidden, "叫什么，如 正式、测试";
        "地址" ADDRESS: Text, Required Hidden, "文件夹，或者 sftp://、rsync+ssh://、ftps://、davs://、s3:// 开头的地址；不写密码";
        "密码文件" SECRET: Text, Optional Hidden, "密码所在的文件：在站点以外，只有自己能读（0600）；不写就用环境变量 GONGKAI_PUBLISH_PASSWORD";
        "核对网址" CHECKED_AT: Url, Optional Hidden, "发布以后从哪个网址取回来核对";
        "存储端点" ENDPOINT: Text, Optional Hidden, "S3 兼容存储的服务地址，如 https://s3.example";
        "存储区域" REGION: Text, Optional Hidden, "S3 兼容存储的区域，不写就是 us-east-1";
        "证书" CERTIFICATE: Text, Optional Hidden, "另外信任的证书文件，用于自己签发证书的服务器";
        "SSH配置" SSH: Text, Optional Hidden, "代替用户自己的 OpenSSH 配置文件";
    }
}

record! {
    pub static LETTERHEAD, letterhead: "版头" {
        "印发机关" PRINTED_BY: Text, Required Public, "版记里的印发机关，如 共青团某某学院委员会办公室";
        "发文机关标志" MARK: Text, Optional Public, "版头上的红字；不写就是发布单位加“文件”";
        "抄送" COPIES: Texts, Optional Public, "版记里的抄送机关，依次列出；不写就不印抄送";
    }
}

record! {
    /// `site.yaml`: what no page of a year prints.
    pub static SITE, site: "站点" {
        "网址" ADDRESS: Url, Required Public, "公开网页的地址，以 / 结尾";
        "站点名称" TITLE: Text, Required Public, "首页的标题";
        "默认主题" THEME: Text, Optional Public, "主题文件夹的名称";
        "PDF附带数据" PDF_DATA: YesNo, Optional Public, "写“是”时，PDF 里附上 document.json，按 PDF/A-3a 存档";
        "另出不含名单的PDF" PUBLIC_PDF: YesNo, Optional Public, "写“是”时，每学年另出一份不含工作人员名单的 PDF，供公开传播";
        "落款盖章" SEALED: YesNo, Optional Public, "印出来要盖章的写“是”，PDF 和 Word 的落款按加盖印章的格式排；不写就按不盖章的排";
        "版头" LETTERHEAD: One(&LETTERHEAD), Optional Public, "按 GB/T 9704 在 PDF 和 Word 首页印红色的版头、末页印版记；不写就都不印";
        "数据许可" LICENCE: Text, Optional Public, "历年数据按什么许可使用，如 CC BY 4.0；印在历年数据的页面上";
        "发布" TARGETS: Keyed(&TARGET), Optional Hidden, "gongkai publish 可以发布到的地方，按名称；也可以只写地址，如 正式: sftp://用户@主机/文件夹";
        "允许的邮箱" MAILBOXES: Texts, Optional Public, "可以出现在文字里的公务邮箱";
        "允许的链接域名" HOSTS: Texts, Optional Public, "文字里的链接可以指向的网站";
        "学号格式" STUDENT_NUMBER: Text, Optional Public, "学号的正则表达式";
    }
}
