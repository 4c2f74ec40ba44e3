//! One academic year as an author writes it: the one table of fields.
//! It must not know how a file is read, nor what must hold between the fields.

use crate::datum::prose::Use::{Adopted, Narrative};
use crate::datum::{Record, Shape::*};
use crate::fields;
use crate::standard::{FORM, FORM_ITEM};

/// A folder of `content/`. Each field is a file: `自评` is `自评.yaml`, `名单` is `名单.csv` (or
/// `.yaml`), and a section's `正文` is the Markdown file of its name, `章程.md`.
pub static YEAR: Record = Record {
    title: "学年",
    fields: fields! {
        "年度" "head": One(&HEAD), Required Public, "年度概况：学校、标题、日期、邮箱";
        "前言" "preface": One(&PREFACE), Required Public, "各部分之前的说明文字";
        "自评" "self_evaluation": One(&SELF_EVALUATION), Required Public, "一、改革自评表";
        "章程" "charter": One(&CHARTER), Required Public, "二、学生会章程";
        "机构" "units": Many(&UNIT), Required Public, "三、组织架构表";
        "名单" "roster": Many(&PERSON), Required Public, "四、工作人员名单";
        "候选人" "nomination": One(&NOMINATION), Required Public, "五、主席团成员候选人产生办法";
        "选举" "election": One(&ELECTION), Required Public, "六、主席团成员选举办法";
        "代表大会" "congress": One(&CONGRESS), Required Public, "七、代表大会召开情况";
        "代表" "delegates": One(&DELEGATES), Required Public, "八、代表产生办法";
        "述职" "appraisal": One(&APPRAISAL), Required Public, "九、述职评议办法";
        "责任人" "guides": Many(&GUIDE), Required Public, "十、主要责任人";
        "表样" "form": One(&FORM), Derived Public, "本学年适用的官方表样";
        "合计" "totals": One(&TOTALS), Derived Public, "由名单和机构表算出的合计";
        "序号断点" "numbering": One(&NUMBERING), Derived Public, "各表序号不连续之处";
        "文字" "texts": One(&TEXTS), Derived Public, "由全部文字查出的线索";
    },
};

pub static HEAD: Record = Record {
    title: "年度",
    fields: fields! {
        "状态" "status": Choice(&["在编", "完成"]), Optional Hidden, "在编的学年不参加生成";
        "学校" "college": One(&COLLEGE), Required Public, "学校的基本情况";
        "组织" "organisation": Choice(&["学生会", "研究生会"]), Required Public, "公开的是哪个组织";
        "标题" "title": Text, Required Public, "公开文件的标题";
        "依据" "documents": Texts, Required Public, "所依据的文件名称，不带书名号";
        "发布单位" "issuer": Text, Optional Public, "落款单位";
        "数据截止日" "as_of": Date, Optional Public, "数据以哪一天为准";
        "发布日期" "published": Date, Optional Public, "公开的日期";
        "撤下日期" "take_down": Date, Optional Public, "名单公开到哪一天为止";
        "历史学年" "history": Texts, Optional Hidden, "正文可以提到的往年，如 2023-2024";
        "排名依据" "rank_basis": Choice(&["最近1个学期", "最近1学年", "入学以来"]), Required Public, "学习成绩综合排名按哪一段时间计算";
        "名单脚注" "roster_note": Text, Required Public, "名单下方的说明";
        "监督邮箱" "mailboxes": Many(&MAILBOX), Required Public, "省级和全国学联秘书处的监督邮箱";
        "省级邮箱数" "provincial_mailboxes": Count("个"), Derived Public, "省级监督邮箱的个数";
        "全国邮箱数" "national_mailboxes": Count("个"), Derived Public, "全国监督邮箱的个数";
        "学年起" "year_start": Count(""), Derived Public, "学年第一年的年份";
        "学年" "year": Text, Derived Public, "本学年，如 2025—2026";
        "学年首日" "first_day": Date, Derived Public, "学年的第一天，9月1日";
        "学年末日" "last_day": Date, Derived Public, "学年的最后一天，8月31日";
    },
};

pub static COLLEGE: Record = Record {
    title: "学校",
    fields: fields! {
        "全称" "name": Text, Required Public, "学校全称";
        "简称" "short_name": Text, Required Public, "学校简称";
        "类型" "kind": Choice(&["高职", "本科"]), Required Public, "学校类型";
        "有研究生" "has_graduates": YesNo, Required Public, "是否招收研究生";
        "校区数" "campuses": Count("个"), Optional Public, "校区数量";
        "学生总数" "students": Count("人"), Required Public, "在校学生总数";
        "规模理由" "large_ground": Text, Optional Public, "工作人员超过40人时，学生人数较多或分校区较多的情况";
    },
};

pub static MAILBOX: Record = Record {
    title: "监督邮箱",
    fields: fields! {
        "级别" "level": Choice(&["省级", "全国"]), Required Public, "哪一级学联";
        "单位" "office": Text, Required Public, "受理单位";
        "邮箱" "address": Email, Required Public, "邮箱地址";
    },
};

pub static PREFACE: Record = Record {
    title: "前言",
    fields: fields! { "正文" "text": Prose(Narrative), Required Public, "前言.md"; },
};

pub static SELF_EVALUATION: Record = Record {
    title: "自评",
    fields: fields! {
        "校级" "school": Keyed(&INDICATOR), Part Public, "校级自评表，按序号";
        "二级" "second": Keyed(&SECOND_ITEM), Part Public, "二级自评表，按序号";
        "具体情况" "matrix": Keyed(&MATRIX_ROW), Part Public, "每个二级组织一行，依次写各项的是或否";
    },
};

pub static INDICATOR: Record = Record {
    title: "指标",
    fields: fields! {
        "序号" "no": Count(""), Required Public, "指标序号";
        "结论" "verdict": Verdict, Required Public, "是或否";
        "实有" "stated": Text, Optional Public, "备注中填写的实有数量，如 34人";
        "召开日期" "held_on": Date, Optional Public, "备注中填写的召开日期";
        "备注" "remark": Text, Optional Public, "其他备注";
        "原因" "reason": Text, Optional Public, "结论为否的原因";
        "整改期限" "rectify_by": Date, Optional Public, "★指标为否时，何时整改到位";
        "佐证" "evidence": Many(&EVIDENCE), Optional Public, "佐证材料";
        "实有数" "stated_count": Count(""), Derived Public, "实有数量中的数";
        "实有单位" "stated_unit": Text, Derived Public, "实有数量中的单位";
        "指标" "item": One(&FORM_ITEM), Derived Public, "本学年表样中同一序号的指标";
    },
};

pub static EVIDENCE: Record = Record {
    title: "佐证",
    fields: fields! {
        "名称" "title": Text, Required Public, "材料名称";
        "日期" "date": Date, Optional Public, "材料日期";
        "链接" "link": Url, Optional Public, "网页地址";
    },
};

pub static SECOND_ITEM: Record = Record {
    title: "二级项目",
    fields: fields! {
        "序号" "no": Count(""), Required Public, "项目序号，14 为未编号的末项";
        "数量" "stated": Count("个"), Required Public, "符合标准的二级组织数量";
        "备注" "remark": Text, Optional Public, "备注";
        "是的数量" "counted": Count("个"), Derived Public, "具体情况表中此列为是的数量";
        "指标" "item": One(&FORM_ITEM), Derived Public, "本学年表样中同一序号的项目";
    },
};

pub static MATRIX_ROW: Record = Record {
    title: "二级组织",
    fields: fields! {
        "组织" "name": Text, Required Public, "二级学生会组织名称";
        "情况" "verdicts": Verdicts, Required Public, "依次为各项的是或否";
    },
};

pub static CHARTER: Record = Record {
    title: "章程",
    fields: fields! {
        "状态" "status": Choice(&["草案", "通过"]), Required Public, "公布的文本是否已经通过";
        "通过届次" "adopted_by": Count("次"), Optional Public, "第几次代表大会通过";
        "通过日期" "adopted_on": Date, Optional Public, "通过的日期";
        "核准单位" "approved_by": Text, Optional Public, "核准单位";
        "生效日期" "effective_on": Date, Optional Public, "生效日期";
        "限额" "limits": Many(&CHARTER_LIMIT), Optional Public, "条文中的数字限额";
        "正文" "text": Prose(Adopted), Required Public, "章程.md";
        "编号断点" "breaks": Many(&BREAK), Derived Public, "章、节、条、项编号不连续之处";
    },
};

pub static CHARTER_LIMIT: Record = Record {
    title: "章程限额",
    fields: fields! {
        "名称" "name": Text, Required Public, "限额名称，如 工作人员上限";
        "数值" "value": Text, Required Public, "数值，如 40人、4/5";
        "条" "article": Count(""), Required Public, "所在的条";
    },
};

pub static BREAK: Record = Record {
    title: "编号断点",
    fields: fields! {
        "层级" "level": Text, Derived Public, "章、节、条、项或目";
        "写的" "found": Text, Derived Public, "实际写的编号";
        "应为" "expected": Text, Derived Public, "应当写的编号";
    },
};

pub static UNIT: Record = Record {
    title: "机构",
    fields: fields! {
        "序号" "no": Count(""), Required Public, "序号";
        "机构名称" "name": Text, Required Public, "机构名称";
        "人数" "headcount": Count("人"), Required Public, "人数";
        "主要职责" "duties": Text, Required Public, "主要职责";
        "前称" "former_names": Texts, Optional Public, "更名前的名称";
        "是主席团" "is_presidium": YesNo, Derived Public, "机构名称是否为主席团";
        "名单人数" "members": Count("人"), Derived Public, "名单中属于本机构的人数";
    },
};

pub static PERSON: Record = Record {
    title: "工作人员",
    fields: fields! {
        "序号" "no": Count(""), Required Public, "序号";
        "姓名" "name": Text, Required Public, "姓名";
        "政治面貌" "political": Text, Required Public, "政治面貌";
        "院系" "department": Text, Required Public, "所在院系";
        "年级" "grade": Text, Required Public, "年级，如 二年级、研一";
        "排名" "rank_cell": Text, Optional Public, "学习成绩排名：本人排名/所属专业人数；新生、研究生不填";
        "部门" "unit": Text, Optional Hidden, "所在机构，与机构表的名称一致";
        "职务" "post": Text, Optional Hidden, "职务";
        "专业" "major": Text, Optional Hidden, "专业";
        "入学年份" "entry_year": Count("年"), Optional Hidden, "入学年份";
        "不及格门数" "failed_courses": Count("门"), Optional Hidden, "不及格课程门数";
        "来自院系学生会" "from_college_union": YesNo, Optional Hidden, "是否来自院系学生会";
        "名次" "rank": Count(""), Derived Public, "排名中的本人排名";
        "专业人数" "cohort": Count("人"), Derived Public, "排名中的所属专业人数";
        "新生" "freshman": YesNo, Derived Public, "是否为一年级新生";
        "研究生" "graduate": YesNo, Derived Public, "是否为研究生";
        "免填排名" "exempt": YesNo, Derived Public, "是否为新生或研究生";
        "同名者" "same_as": Count(""), Derived Public, "前面同名、同院系、同年级者的序号";
        "院系在表" "department_known": YesNo, Derived Public, "所在院系是否列在二级组织具体情况表";
    },
};

pub static NOMINATION: Record = Record {
    title: "候选人",
    fields: fields! {
        "每系推荐人数" "per_department": Count("人"), Required Public, "每个院系推荐的人数";
        "推荐人数" "nominated": Count("人"), Required Public, "推荐总人数";
        "候选人数" "candidates": Count("人"), Required Public, "确定的候选人数";
        "程序" "steps": Texts, Required Public, "产生程序，依次列出";
        "正文" "text": Prose(Narrative), Required Public, "候选人.md";
    },
};

pub static ELECTION: Record = Record {
    title: "选举",
    fields: fields! {
        "应选人数" "seats": Count("人"), Required Public, "应选人数";
        "候选人数" "candidates": Count("人"), Required Public, "候选人数";
        "差额" "surplus": Count("人"), Required Public, "差额人数";
        "到会比例" "quorum": Text, Required Public, "到会代表占应到代表的比例，如 4/5";
        "到会须超过" "quorum_strict": YesNo, Required Public, "是否必须超过（而不是达到）该比例";
        "代表大会届次" "congress_no": Count("次"), Required Public, "第几次代表大会";
        "学生会届次" "union_no": Count("届"), Required Public, "产生第几届学生会主席团";
        "通过日期" "adopted_on": Date, Optional Public, "选举办法通过的日期";
        "正文" "text": Prose(Adopted), Required Public, "选举.md";
        "编号断点" "breaks": Many(&BREAK), Derived Public, "编号不连续之处";
    },
};

pub static CONGRESS: Record = Record {
    title: "代表大会",
    fields: fields! {
        "届次" "number": Count("次"), Required Public, "第几次代表大会";
        "召开日期" "date": Date, Required Public, "召开日期";
        "地点" "place": Text, Optional Public, "地点";
        "应到代表" "due": Count("人"), Optional Public, "应到代表人数";
        "实到代表" "present": Count("人"), Required Public, "实到代表人数";
        "院系数" "departments": Count("个"), Required Public, "参会代表来自多少个院系";
        "当选人数" "elected": Count("人"), Required Public, "选举产生的主席团成员人数";
        "议程" "agenda": Texts, Required Public, "议程，依次列出";
        "上次届次" "previous_number": Count("次"), Optional Public, "上一次是第几次";
        "上次日期" "previous_date": Date, Optional Public, "上一次的召开日期";
        "链接" "link": Url, Optional Public, "新闻报道的网页地址";
        "正文" "text": Prose(Narrative), Required Public, "代表大会.md";
    },
};

pub static DELEGATES: Record = Record {
    title: "代表",
    fields: fields! {
        "总数" "total": Count("名"), Required Public, "代表总数";
        "学生基数" "base": Count("人"), Required Public, "计算比例所用的学生数";
        "基数说明" "base_label": Text, Required Public, "学生基数指哪些学生";
        "占比" "percent": Text, Required Public, "代表占学生基数的比例，如 1.5%";
        "非学生骨干" "non_officers": Count("名"), Optional Public, "不是校、院系学生会骨干的代表人数";
        "分布" "by_department": Keyed(&DELEGATION), Required Public, "每个院系的代表人数";
        "程序" "steps": Texts, Required Public, "产生程序，依次列出";
        "正文" "text": Prose(Narrative), Required Public, "代表.md";
    },
};

pub static DELEGATION: Record = Record {
    title: "代表团",
    fields: fields! {
        "院系" "department": Text, Required Public, "院系名称";
        "人数" "count": Count("名"), Required Public, "代表人数";
    },
};

pub static APPRAISAL: Record = Record {
    title: "述职",
    fields: fields! {
        "试行" "provisional": YesNo, Required Public, "办法是否为试行";
        "频次" "frequency": Choice(&["每学期", "每学年"]), Required Public, "多久评议一次";
        "评议会组成" "committee": Texts, Required Public, "评议会由哪些方面组成，学生代表写在最前";
        "维度" "dimensions": Texts, Required Public, "评议的几个方面";
        "等次" "grades": Texts, Required Public, "评议等次";
        "提前天数" "lead_days": Count("天"), Optional Public, "述职报告提前几天提交";
        "述职时长" "minutes": Text, Optional Public, "每人述职多少分钟，如 3—5分钟";
        "正文" "text": Prose(Adopted), Required Public, "述职.md";
        "编号断点" "breaks": Many(&BREAK), Derived Public, "编号不连续之处";
    },
};

pub static GUIDE: Record = Record {
    title: "责任人",
    fields: fields! {
        "类别" "category": Choice(&["分管学生会组织的校团委副书记", "学生会组织秘书长"]), Required Public, "责任类别";
        "姓名" "name": Text, Required Public, "姓名";
        "职务" "post": Text, Optional Public, "职务";
        "专职团干部" "full_time": YesNo, Required Public, "是否为专职团干部";
        "备注" "remark": Text, Optional Public, "备注";
    },
};

pub static TOTALS: Record = Record {
    title: "合计",
    fields: fields! {
        "名单人数" "staff": Count("人"), Derived Public, "名单的行数";
        "机构人数" "headcount": Count("人"), Derived Public, "机构表各行人数之和";
        "主席团人数" "presidium": Count("人"), Derived Public, "机构表中主席团的人数";
        "部门数" "departments": Count("个"), Derived Public, "机构表中工作部门的个数";
        "代表分布之和" "delegates": Count("名"), Derived Public, "各院系代表人数之和";
        "二级组织数" "second_level": Count("个"), Derived Public, "具体情况表的行数";
    },
};

pub static NUMBERING: Record = Record {
    title: "序号断点",
    fields: fields! {
        "校级自评" "school": Many(&BREAK), Derived Public, "校级自评表序号不连续、缺少或多出之处";
        "二级自评" "second": Many(&BREAK), Derived Public, "二级自评表序号不连续、缺少或多出之处";
        "机构" "units": Many(&BREAK), Derived Public, "组织架构表序号不连续之处";
        "名单" "roster": Many(&BREAK), Derived Public, "工作人员名单序号不连续之处";
    },
};

pub static TEXTS: Record = Record {
    title: "文字",
    fields: fields! {
        "提到的学年" "years": Many(&YEAR_MENTION), Derived Public, "文字里出现的每个“某—某学年”";
        "暂缓的说法" "grace": Many(&GRACE_CLAIM), Derived Public, "文字和表样图例里每一处“暂不作硬性要求”";
        "个人信息" "private": Many(&PRIVATE), Derived Hidden, "文字和表格里像个人信息的内容";
    },
};

pub static YEAR_MENTION: Record = Record {
    title: "提到的学年",
    fields: fields! {
        "学年" "year": Text, Derived Public, "所写的学年";
        "相符" "allowed": YesNo, Derived Public, "是本学年，或列在历史学年里，或在书名号里";
    },
};

pub static GRACE_CLAIM: Record = Record {
    title: "暂缓的说法",
    fields: fields! {
        "学年" "year": Text, Derived Public, "说的是哪一学年，没有写的就是本学年";
        "原文" "words": Text, Derived Public, "所在的一句";
    },
};

pub static PRIVATE: Record = Record {
    title: "个人信息",
    fields: fields! {
        "种类" "kind": Text, Derived Hidden, "身份证号、手机号、邮箱、银行卡号或学号";
        "遮盖" "masked": Text, Derived Hidden, "只留首尾的样子";
    },
};

/// `site.yaml`: what no page of a year prints.
pub static SITE: Record = Record {
    title: "站点",
    fields: fields! {
        "网址" "address": Url, Required Public, "公开网页的地址，以 / 结尾";
        "站点名称" "title": Text, Required Public, "首页的标题";
        "默认主题" "theme": Text, Optional Public, "主题文件夹的名称";
        "允许的邮箱" "mailboxes": Texts, Optional Public, "可以出现在文字里的公务邮箱";
        "允许的链接域名" "hosts": Texts, Optional Public, "文字里的链接可以指向的网站";
        "学号格式" "student_number": Text, Optional Public, "学号的正则表达式";
    },
};
