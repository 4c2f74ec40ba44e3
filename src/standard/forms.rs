//! The table of fields of an official form: its indicators, marks, legend and limits.
//! It must not know any rule.

use crate::datum::Shape::*;
use crate::record;

record! {
    /// One file of `standards/forms/`.
    pub static FORM, form: "表样" {
        "名称" NAME: Text, Required Public, "表样名称";
        "起始学年" FIRST_YEAR: Year, Required Public, "从哪一学年起使用";
        "终止学年" LAST_YEAR: Year, Optional Public, "用到哪一学年为止，不写就是至今";
        "出处" SOURCE: Text, Required Public, "表样见于哪份文件";
        "文字" WORDING: Choice(&["简写", "原文"]), Optional Public, "指标的文字是通知的原文，还是简写；不写就是原文";
        "图例" LEGEND: Text, Required Public, "表上方对标记的说明；{学年} 处填入本学年";
        "暂缓学年" GRACE_YEARS: Texts, Optional Public, "▲指标暂不作硬性要求的学年";
        "限额" LIMITS: One(&LIMITS), Required Public, "各项数字限额";
        "职务名称" POSTS: Texts, Required Public, "允许设置的职务";
        "政治面貌" POLITICAL: Texts, Required Public, "工作人员的政治面貌";
        "代表大会议程" AGENDA: Keyed(&FORM_STEP), Required Public, "代表大会议程应有的内容";
        "代表产生环节" DELEGATE_LINKS: Keyed(&FORM_STEP), Required Public, "代表产生应有的环节，依先后";
        "代表覆盖" COVERAGE: Keyed(&FORM_STEP), Required Public, "代表应当覆盖的方面";
        "分管类别" GUIDE_LABEL: Text, Required Public, "责任人表里分管一行的类别";
        "分管职务" GUIDE_POSTS: Texts, Required Public, "分管的人应当担任的职务";
        "秘书长类别" SECRETARY_LABEL: Text, Required Public, "责任人表里秘书长一行的类别";
        "秘书长职务" SECRETARY_POSTS: Texts, Required Public, "秘书长应当担任的职务，有其中之一即可";
        "行政职能用语" ADMIN_WORDS: Texts, Required Public, "写进职责就说明承担了行政职能的用语";
        "层级用语" TIER_WORDS: Texts, Required Public, "写进机构名称就说明设了其他层级的用语";
        "校级" SCHOOL: Keyed(&FORM_ITEM), Required Public, "校级自评表的指标";
        "二级" SECOND: Keyed(&FORM_ITEM), Required Public, "二级自评表的项目";
        "暂缓" IN_GRACE: YesNo, Derived Public, "本学年是否暂缓▲指标";
        "校级项数" SCHOOL_COUNT: Count("项"), Derived Public, "校级指标数";
        "二级项数" SECOND_COUNT: Count("项"), Derived Public, "二级项目数";
    }
}

record! {
    pub static FORM_ITEM, form_item: "表样指标" {
        "序号" NO: Count(""), Required Public, "序号";
        "键" KEY: Text, Required Public, "不随年份改变的键，如 staff-max";
        "标记" MARK: Choice(&["★", "▲"]), Optional Public, "★核心指标，▲观测指标";
        "文字" TEXT: Text, Required Public, "指标文字";
        "确度" CERTAINTY: Choice(&["单一出处"]), Optional Public, "文字只见于一处出处的，对应的规则只警告";
        "备注内容" VALUE: Choice(&["人数", "个数", "日期"]), Optional Public, "备注须填的内容";
        "佐证要求" EVIDENCE: Text, Optional Public, "数据不能证明的指标，应有什么佐证材料";
        "佐证期限" EVIDENCE_WINDOW: Count("个月"), Optional Public, "佐证应当在公开以前几个月以内";
        "佐证季节" SEASONS: Texts, Optional Public, "哪几个季节都要有佐证：春季、秋季";
        "由数据判定" DECIDED: YesNo, Optional Public, "结论能否完全由数据判定";
    }
}

record! {
    pub static FORM_STEP, form_step: "表样环节" {
        "名称" NAME: Text, Required Public, "环节或内容的名称";
        "用语" WORDS: Texts, Required Public, "写到这一环节的文字里都有的字眼";
        "不含" WITHOUT: Texts, Optional Public, "有这些字眼的说的是别的事";
        "同义" SYNONYMS: Texts, Optional Public, "写到其中之一也算写到了这一环节";
        "别的对象" OTHER_OBJECTS: Texts, Optional Public, "同一句里跟在用语后面的是这些字眼的，说的是别的事";
    }
}

record! {
    pub static LIMITS, limits: "限额" {
        "校级工作人员" STAFF_MAX: Count("人"), Required Public, "校级工作人员上限";
        "校级工作人员放宽" STAFF_MAX_LARGE: Count("人"), Required Public, "学生人数较多、分校区较多时的上限";
        "校级主席团" PRESIDIUM_MAX: Count("人"), Required Public, "校级主席团成员上限";
        "校级部门" DEPARTMENTS_MAX: Count("个"), Required Public, "校级工作部门上限";
        "二级工作人员" SECOND_STAFF_MAX: Count("人"), Required Public, "二级工作人员上限";
        "二级主席团" SECOND_PRESIDIUM_MAX: Count("人"), Required Public, "二级主席团成员上限";
        "成绩排名" RANK: One(&RATIO), Required Public, "学习成绩综合排名在本专业前多少";
        "代表比例" DELEGATES_MIN: One(&RATIO), Required Public, "代表占学生的最低比例";
        "非骨干比例" NON_OFFICER_MIN: One(&RATIO), Required Public, "非学生会骨干代表的最低比例";
        "来自院系比例" FROM_COLLEGE_MIN: One(&RATIO), Required Public, "工作人员中来自院系学生会的最低比例";
        "代表大会间隔" CONGRESS_INTERVAL: Count("个月"), Required Public, "两次代表大会最多隔几个月";
        "代表大会延期" CONGRESS_DELAY: Count("个月"), Required Public, "在间隔以外可以宽延几个月";
        "高职年级" VOCATIONAL_YEARS: Count("年"), Required Public, "高职学生最高的年级";
        "本科年级" DEGREE_YEARS: Count("年"), Required Public, "本科学生最高的年级";
        "候选人差额" CANDIDATE_SURPLUS: One(&RATIO), Required Public, "候选人多于应选人数的最低比例";
        "评分满分" FULL_SCORE: Count("分"), Optional Public, "述职评议的评分表各维度满分之和";
        "述职通知期限" NOTICE_WITHIN: Count("天"), Optional Public, "评议的时段结束以后，最迟几天印发通知";
        "公开得分的评委" RATERS_MIN: Count("人"), Optional Public, "至少几名评委打的分，得分才能公开";
    }
}

record! {
    pub static RATIO, ratio: "比例" {
        "分子" NUM: Count(""), Required Public, "分子";
        "分母" DEN: Count(""), Required Public, "分母";
        "说法" LABEL: Text, Required Public, "文件里的写法，如 30%";
    }
}
