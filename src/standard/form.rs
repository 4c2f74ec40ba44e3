//! The table of fields of an official form: its indicators, marks, legend and limits.
//! It must not know any rule.

use crate::datum::{Record, Shape::*};
use crate::fields;

/// One file of `standards/forms/`.
pub static FORM: Record = Record {
    title: "表样",
    fields: fields! {
        "名称" "name": Text, Required Public, "表样名称";
        "起始学年" "first_year": Year, Required Public, "从哪一学年起使用";
        "终止学年" "last_year": Year, Optional Public, "用到哪一学年为止，不写就是至今";
        "出处" "source": Text, Required Public, "表样见于哪份文件";
        "文字" "wording": Choice(&["简写", "原文"]), Optional Public, "指标的文字是通知的原文，还是简写；不写就是原文";
        "图例" "legend": Text, Required Public, "表上方对标记的说明；{学年} 处填入本学年";
        "暂缓学年" "grace_years": Texts, Optional Public, "▲指标暂不作硬性要求的学年";
        "限额" "limits": One(&LIMITS), Required Public, "各项数字限额";
        "职务名称" "posts": Texts, Required Public, "允许设置的职务";
        "政治面貌" "political": Texts, Required Public, "工作人员的政治面貌";
        "代表大会议程" "agenda": Keyed(&FORM_STEP), Required Public, "代表大会议程应有的内容";
        "代表产生环节" "delegate_links": Keyed(&FORM_STEP), Required Public, "代表产生应有的环节，依先后";
        "代表覆盖" "coverage": Keyed(&FORM_STEP), Required Public, "代表应当覆盖的方面";
        "分管类别" "guide_label": Text, Required Public, "责任人表里分管一行的类别";
        "分管职务" "guide_posts": Texts, Required Public, "分管的人应当担任的职务";
        "秘书长类别" "secretary_label": Text, Required Public, "责任人表里秘书长一行的类别";
        "秘书长职务" "secretary_posts": Texts, Required Public, "秘书长应当担任的职务，有其中之一即可";
        "行政职能用语" "admin_words": Texts, Required Public, "写进职责就说明承担了行政职能的用语";
        "层级用语" "tier_words": Texts, Required Public, "写进机构名称就说明设了其他层级的用语";
        "校级" "school": Keyed(&FORM_ITEM), Required Public, "校级自评表的指标";
        "二级" "second": Keyed(&FORM_ITEM), Required Public, "二级自评表的项目";
        "暂缓" "in_grace": YesNo, Derived Public, "本学年是否暂缓▲指标";
        "校级项数" "school_count": Count("项"), Derived Public, "校级指标数";
        "二级项数" "second_count": Count("项"), Derived Public, "二级项目数";
    },
};

pub static FORM_ITEM: Record = Record {
    title: "表样指标",
    fields: fields! {
        "序号" "no": Count(""), Required Public, "序号";
        "键" "key": Text, Required Public, "不随年份改变的键，如 staff-max";
        "标记" "mark": Choice(&["★", "▲"]), Optional Public, "★核心指标，▲观测指标";
        "文字" "text": Text, Required Public, "指标文字";
        "确度" "certainty": Choice(&["单一出处"]), Optional Public, "文字只见于一处出处的，对应的规则只警告";
        "备注内容" "value": Choice(&["人数", "个数", "日期"]), Optional Public, "备注须填的内容";
        "佐证要求" "evidence": Text, Optional Public, "数据不能证明的指标，应有什么佐证材料";
        "佐证期限" "evidence_window": Count("个月"), Optional Public, "佐证应当在公开以前几个月以内";
        "佐证季节" "seasons": Texts, Optional Public, "哪几个季节都要有佐证：春季、秋季";
        "由数据判定" "decided": YesNo, Optional Public, "结论能否完全由数据判定";
    },
};

pub static FORM_STEP: Record = Record {
    title: "表样环节",
    fields: fields! {
        "名称" "name": Text, Required Public, "环节或内容的名称";
        "用语" "words": Texts, Required Public, "写到这一环节的文字里都有的字眼";
        "不含" "without": Texts, Optional Public, "有这些字眼的说的是别的事";
        "同义" "synonyms": Texts, Optional Public, "写到其中之一也算写到了这一环节";
        "别的对象" "other_objects": Texts, Optional Public, "同一句里跟在用语后面的是这些字眼的，说的是别的事";
    },
};

pub static LIMITS: Record = Record {
    title: "限额",
    fields: fields! {
        "校级工作人员" "staff_max": Count("人"), Required Public, "校级工作人员上限";
        "校级工作人员放宽" "staff_max_large": Count("人"), Required Public, "学生人数较多、分校区较多时的上限";
        "校级主席团" "presidium_max": Count("人"), Required Public, "校级主席团成员上限";
        "校级部门" "departments_max": Count("个"), Required Public, "校级工作部门上限";
        "二级工作人员" "second_staff_max": Count("人"), Required Public, "二级工作人员上限";
        "二级主席团" "second_presidium_max": Count("人"), Required Public, "二级主席团成员上限";
        "成绩排名" "rank": One(&RATIO), Required Public, "学习成绩综合排名在本专业前多少";
        "代表比例" "delegates_min": One(&RATIO), Required Public, "代表占学生的最低比例";
        "非骨干比例" "non_officer_min": One(&RATIO), Required Public, "非学生会骨干代表的最低比例";
        "来自院系比例" "from_college_min": One(&RATIO), Required Public, "工作人员中来自院系学生会的最低比例";
        "代表大会间隔" "congress_interval": Count("个月"), Required Public, "两次代表大会最多隔几个月";
        "代表大会延期" "congress_delay": Count("个月"), Required Public, "在间隔以外可以宽延几个月";
        "高职年级" "vocational_years": Count("年"), Required Public, "高职学生最高的年级";
        "本科年级" "degree_years": Count("年"), Required Public, "本科学生最高的年级";
        "候选人差额" "candidate_surplus": One(&RATIO), Required Public, "候选人多于应选人数的最低比例";
        "评分满分" "full_score": Count("分"), Optional Public, "述职评议的评分表各维度满分之和";
        "述职通知期限" "notice_within": Count("天"), Optional Public, "评议的时段结束以后，最迟几天印发通知";
        "公开得分的评委" "raters_min": Count("人"), Optional Public, "至少几名评委打的分，得分才能公开";
    },
};

pub static RATIO: Record = Record {
    title: "比例",
    fields: fields! {
        "分子" "num": Count(""), Required Public, "分子";
        "分母" "den": Count(""), Required Public, "分母";
        "说法" "label": Text, Required Public, "文件里的写法，如 30%";
    },
};
