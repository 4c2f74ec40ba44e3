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
        "图例" "legend": Text, Required Public, "表上方对标记的说明；{学年} 处填入本学年";
        "暂缓学年" "grace_years": Texts, Optional Public, "▲指标暂不作硬性要求的学年";
        "限额" "limits": One(&LIMITS), Required Public, "各项数字限额";
        "职务名称" "posts": Texts, Required Public, "允许设置的职务";
        "政治面貌" "political": Texts, Required Public, "工作人员的政治面貌";
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
        "备注内容" "value": Choice(&["人数", "个数", "日期"]), Optional Public, "备注须填的内容";
        "由数据判定" "decided": YesNo, Optional Public, "结论能否完全由数据判定";
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
        "候选人差额" "candidate_surplus": One(&RATIO), Required Public, "候选人多于应选人数的最低比例";
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
