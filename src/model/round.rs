//! One round of appraisals as an author writes it: its score sheets and its subjects.
//! It must not know how a file is read, nor what must hold between the fields.

use crate::datum::Record;
use crate::datum::Shape::*;
use crate::fields;

pub static SCORING: Record = Record {
    title: "评分",
    fields: fields! {
        "评分表" "sheets": Keyed(&SHEET), Required Public, "评分表，按标题";
        "述职对象" "kinds": Keyed(&KIND), Required Public, "述职对象的类别，每类用哪张表、由谁打分";
        "对象名单" "subjects": Many(&SUBJECT), Required Public, "每一个述职对象";
        "未参加" "absentees": Keyed(&ABSENTEE), Optional Hidden, "应述职而没有参加的人和原因";
        "结果公开" "shown": Texts, Optional Public, "结果里公开哪几项：等次、得分、名次；不写就都不公开";
        "序号断点" "breaks": Many(&super::BREAK), Derived Public, "对象名单序号不连续之处";
        "不认识的名称" "strangers": Many(&STRANGER), Derived Public, "前后对不上的名称";
        "有个人" "persons": YesNo, Derived Public, "述职对象里有没有个人";
        "有成绩" "scored": YesNo, Derived Public, "是否已有成绩";
    },
};

pub static SHEET: Record = Record {
    title: "评分表",
    fields: fields! {
        "标题" "title": Text, Required Public, "评分表的标题";
        "维度" "dimensions": Keyed(&DIMENSION), Required Public, "评哪几个方面，各几分";
        "取舍" "rounding": One(&ROUNDING), Optional Public, "综合得分取几位小数、怎样取舍";
        "等次" "grades": Keyed(&GRADE), Required Public, "等次，由高到低；写分数范围、名额或两者";
        "名额" "quotas": Many(&QUOTA), Optional Public, "某一个或几个等次最多几个";
        "同分" "ties": Texts, Optional Public, "综合得分相同时依次比较什么：维度、评委的名称，或者“并列”";
        "否决" "knock_out": One(&KNOCK_OUT), Optional Public, "有什么情形就直接定为哪个等次";
        "备注" "remark": Text, Optional Public, "印在备注一栏的话";
        "满分合计" "total": Count("分"), Derived Public, "各维度满分之和";
        "范围差错" "band_faults": Many(&BAND_FAULT), Derived Public, "等次的分数范围有缺口、重叠之处";
        "分数等次" "banded": YesNo, Derived Public, "是否每个等次都有分数范围";
        "定额" "quota_total": Count("个"), Derived Public, "各名额之和；有等次没有名额、名额写成比例的，不计";
        "对象数" "subjects": Count("个"), Derived Public, "用这张表的述职对象个数";
    },
};

pub static DIMENSION: Record = Record {
    title: "维度",
    fields: fields! {
        "名称" "name": Text, Required Public, "维度名称";
        "满分" "maximum": Count("分"), Required Public, "满分";
    },
};

pub static ROUNDING: Record = Record {
    title: "取舍",
    fields: fields! {
        "小数位" "digits": Count("位"), Required Public, "保留几位小数";
        "方法" "rule": Choice(&["四舍五入", "四舍六入五成双", "截去"]), Required Public, "怎样取舍";
    },
};

pub static GRADE: Record = Record {
    title: "等次",
    fields: fields! {
        "名称" "name": Text, Required Public, "等次名称";
        "下限" "from": Count("分"), Optional Public, "从几分起，含这个分数";
        "上限" "to": Count("分"), Optional Public, "到几分为止，不含这个分数；最高的等次含满分";
        "有界限" "bounded": YesNo, Derived Public, "有没有分数范围或名额";
    },
};

pub static QUOTA: Record = Record {
    title: "名额",
    fields: fields! {
        "等次" "grades": Texts, Required Public, "哪一个或几个等次合用这个名额";
        "最多" "at_most": Text, Required Public, "最多几个，或述职对象的百分之几，如 2个、30%";
        "个数" "count": Count("个"), Derived Public, "名额的个数；写成比例的，按对象数去尾";
    },
};

pub static KNOCK_OUT: Record = Record {
    title: "否决",
    fields: fields! {
        "情形" "condition": Text, Required Public, "什么情形";
        "等次" "grade": Text, Required Public, "直接定为哪个等次";
    },
};

pub static BAND_FAULT: Record = Record {
    title: "范围差错",
    fields: fields! {
        "等次" "grade": Text, Derived Public, "在哪个等次";
        "差错" "what": Text, Derived Public, "缺口、重叠还是倒置";
        "起" "from": Count("分"), Derived Public, "从几分";
        "止" "to": Count("分"), Derived Public, "到几分";
    },
};

pub static KIND: Record = Record {
    title: "述职对象",
    fields: fields! {
        "名称" "name": Text, Required Public, "这一类对象的名称，如 主席团成员";
        "类别" "sort": Choice(&["个人", "组织"]), Required Public, "是个人还是组织";
        "数量" "count": Count("个"), Required Public, "应当述职的有几个";
        "评分表" "sheet": Text, Required Public, "用哪张评分表，写标题";
        "评议方面" "demanded": Texts, Required Public, "通知要求从哪几个方面述职";
        "评委" "raters": Keyed(&RATER), Optional Public, "由谁打分，各占多少";
        "权重合计" "weights": Text, Derived Public, "评委权重之和，如 100%";
        "权重满百" "weights_full": YesNo, Derived Public, "评委权重之和是否正好 100%";
        "学生代表权重" "delegates_weigh": YesNo, Derived Public, "有没有学生代表参加打分";
        "评分表在列" "sheet_known": YesNo, Derived Public, "有没有这张评分表";
        "名单个数" "listed": Count("个"), Derived Public, "对象名单里这一类有几个";
        "没有评分" "unscored": Texts, Derived Public, "要求述职而评分表没有的方面";
        "没有要求" "undemanded": Texts, Derived Public, "评分表有而没有要求述职的方面";
        "述职时长" "minutes": Count("分钟"), Derived Public, "工作安排里每人述职几分钟";
        "有安排" "arranged": YesNo, Derived Public, "工作安排里有没有这一类";
    },
};

pub static RATER: Record = Record {
    title: "评委",
    fields: fields! {
        "名称" "name": Text, Required Public, "哪一组评委，如 教师代表";
        "权重" "weight": Text, Required Public, "这一组的平均分占综合得分的多少，如 40%";
        "人数" "count": Count("人"), Required Public, "这一组有几名评委";
        "学生代表" "delegates": YesNo, Optional Public, "是否为学生代表大会的代表";
        "来自" "from": Text, Optional Public, "评委本身也是述职对象的，写是哪一类";
        "互评" "peers": YesNo, Optional Public, "同一类互相打分，不给自己打分";
        "同类" "same_kind": YesNo, Derived Public, "评委是不是和对象同一类";
    },
};

pub static SUBJECT: Record = Record {
    title: "对象",
    fields: fields! {
        "序号" "no": Count(""), Required Public, "序号";
        "名称" "name": Text, Required Public, "姓名或组织名称";
        "对象" "kind": Text, Required Public, "属于哪一类述职对象";
        "职务" "post": Text, Optional Public, "述职时的职务";
        "部门" "unit": Text, Optional Public, "述职时所在的部门";
        "否决" "knocked_out": Text, Optional Hidden, "有否决情形的，写明事由；只供核对，不公开";
        "同名者" "same_as": Count(""), Derived Public, "前面同名、同类的对象的序号";
        "有否决情形" "barred": YesNo, Derived Hidden, "有没有写否决";
        "否决有规定" "bar_defined": YesNo, Derived Public, "所用的评分表有没有规定否决";
    },
};

pub static ABSENTEE: Record = Record {
    title: "未参加",
    fields: fields! {
        "姓名" "name": Text, Required Hidden, "姓名";
        "原因" "reason": Text, Required Hidden, "没有参加的原因";
    },
};

pub static STRANGER: Record = Record {
    title: "不认识的名称",
    fields: fields! {
        "名称" "name": Text, Derived Public, "所写的名称";
        "应是" "wanted": Text, Derived Public, "这里应当写什么的名称";
    },
};
