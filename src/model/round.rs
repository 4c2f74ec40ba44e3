//! One round of appraisals as an author writes it: its notice, its score sheets, its subjects.
//! It must not know how a file is read, nor what must hold between the fields.

use super::TEXTS;
use crate::datum::Shape::*;
use crate::datum::prose::Use::Narrative;
use crate::record;
use crate::standard::FORM;

record! {
    /// A folder of `content/<year>/appraisal/`. Each field is a file: `通知` is `通知.yaml` with
    /// `通知.md`, `评分` is `评分.yaml`, `附件` is `附件.md`.
    pub static ROUND, folder: "述职评议" {
        "通知" NOTICE: One(&NOTICE), Required Public, "述职评议的通知";
        "评分" SCORING: One(&SCORING), Required Public, "评分表、评委、等次和述职对象";
        "附件" ANNEXES: One(&ANNEXES), Optional Public, "评分表以外的附件";
        "表样" FORM: One(&FORM), Derived Public, "本学年适用的官方表样";
        "文字" TEXTS: One(&TEXTS), Derived Public, "由全部文字查出的线索";
    }
}

record! {
    pub static NOTICE, notice: "通知" {
        "状态" STATUS: Choice(&["在编", "完成"]), Optional Hidden, "在编的通知不参加生成";
        "更正说明" CORRECTION: Text, Optional Public, "已公开的通知有改动时，说明改了什么、为什么";
        "学校" COLLEGE: Text, Required Public, "学校全称";
        "组织" ORGANISATION: Choice(&super::ORGANISATIONS), Required Public, "评议的是哪个组织";
        "层级" LEVEL: Choice(&["校级", "二级"]), Required Public, "评议的是校级的工作人员，还是二级组织";
        "标题" TITLE: Text, Required Public, "通知的标题";
        "文号" NUMBER: Text, Optional Public, "发文字号，如 江临职院团〔2025〕8号";
        "主送" ADDRESSEE: Text, Optional Public, "发给谁，如 各系学生会";
        "依据" BASIS: Texts, Required Public, "所依据的文件名称，不带书名号";
        "学年" YEAR: Year, Required Public, "评议哪一学年的工作，可以不是通知印发的学年";
        "学期" SEMESTER: Choice(&["秋季", "春季", "全学年"]), Required Public, "评议哪一学期的工作";
        "评议时段" PERIOD: One(&PERIOD), Required Public, "评议从哪一天到哪一天的工作";
        "印发日期" ISSUED: Date, Optional Public, "通知印发的日期";
        "发布单位" ISSUER: Text, Optional Public, "落款单位";
        "撤下日期" TAKE_DOWN: Date, Optional Public, "从哪一天起撤下结果里的姓名";
        "评议小组" COMMITTEE: Keyed(&COMMITTEE), Required Public, "评议小组由哪些方面组成，各几人";
        "提前天数" LEAD_DAYS: Count("天"), Optional Public, "述职报告至少比述职会早几天提交";
        "工作安排" WORK: Keyed(&WORK), Required Public, "每一类述职对象交什么、何时交、何时述职";
        "评定方式" METHOD: Text, Optional Public, "等次怎样确定的说明";
        "结果范围" RANGE: Text, Required Public, "结果在什么范围内公布";
        "结果公布日期" RESULTS_ON: Date, Optional Public, "结果公布的日期；没有公布的不写";
        "结果告知" RECIPIENTS: Texts, Required Public, "结果告知谁";
        "待定事项" OPEN: Keyed(&OPEN), Optional Public, "通知里说“另行通知”的事项";
        "补充通知" SUPPLEMENTS: Many(&SUPPLEMENT), Optional Public, "后来的补充通知，每份办结一项待定事项";
        "联系" CONTACTS: Many(&CONTACT), Required Public, "联系的单位和公务邮箱";
        "附件" ANNEXES: Texts, Optional Public, "附件的标题，依次列出";
        "正文" TEXT: Prose(Narrative), Required Public, "通知.md";
        "小组人数" COMMITTEE_COUNT: Count("人"), Derived Public, "评议小组的人数；有一个方面没有写人数的，不计";
        "小组学生代表" COMMITTEE_DELEGATES: Count("人"), Derived Public, "评议小组里学生代表的人数";
        "小组方面" COMMITTEE_PARTS: Texts, Derived Public, "评议小组各方面的名称";
        "编号断点" BREAKS: Many(&super::BREAK), Derived Public, "正文编号不连续之处";
        "标题不符" TITLE_SLIPS: Many(&super::MENTION), Derived Public, "标题里的学年、学期和数据不同之处";
        "时段最早" PERIOD_FIRST: Date, Derived Public, "所说的学年、学期的评议时段最早从哪一天起";
        "时段最晚" PERIOD_LAST: Date, Derived Public, "所说的学年、学期的评议时段最晚到哪一天止";
        "年度写法" YEAR_WORDS: Many(&super::MENTION), Derived Public, "文字里把学年写成年度之处";
        "共用端点" SHARED_BOUNDS: Many(&super::MENTION), Derived Public, "文字里同一个分数写进两个等次之处，如 85—100分、70—85分";
        "另行通知" DEFERRED: Many(&super::MENTION), Derived Public, "文字里说“另行通知”“另行安排”之处";
        "小组人数说法" COMMITTEE_SAID: Many(&super::MENTION), Derived Public, "文字里说的评议小组人数、述职人数、权重、名额，与数据不同之处";
        "过期的补充" GONE_BY: Many(&super::MENTION), Derived Public, "补充通知里比补充通知的日期还早的日子";
        "附件核对" ANNEX_LIST: Many(&ANNEX), Derived Public, "附件的标题和实有的附件，逐一相对";
        "学年写法" YEAR_LABEL: Text, Derived Public, "所评的学年，如 2024—2025学年";
        "学年起" YEAR_START: Count(""), Derived Public, "所评学年第一年的年份";
        "名单已撤下" TAKEN_DOWN: YesNo, Derived Public, "生成的日期（--on）是否已到撤下日期";
        "与办法不同" AGAINST: Many(&super::AGAINST), Derived Public, "与当时有效的述职评议办法不同之处";
        "文号年份" NUMBER_YEAR: Count("年"), Derived Public, "文号括号里的年份";
        "印发年份" ISSUED_YEAR: Count("年"), Derived Public, "印发日期的年份，1 月印发的可以是上一年";
        "时刻差错" BAD_TIMES: Many(&super::MENTION), Derived Public, "一天里没有的时刻，如 25:00";
        "当时没有的机构" STRANGE_UNITS: Many(&super::MENTION), Derived Public, "对象名单里，所评学年的组织架构表没有的部门";
        "写错的机构" MISSPELT_UNITS: Many(&super::MISSPELT), Derived Public, "文字里与机构名称只差一两个字的写法";
        "安排的对象" ARRANGED: Texts, Derived Public, "工作安排里有的述职对象：写了“适用”的，是适用的各类";
        "有时长的对象" TIMED: Texts, Derived Public, "工作安排里写了述职时长的述职对象";
    }
}

record! {
    pub static PERIOD, period: "评议时段" {
        "起" FROM: Date, Required Public, "第一天";
        "止" TO: Date, Required Public, "最后一天";
    }
}

record! {
    pub static COMMITTEE, committee: "评议小组" {
        "方面" NAME: Text, Required Public, "哪一方面的成员";
        "人数" COUNT: Count("人"), Optional Public, "人数；通知印发时还没有定的不写";
        "学生代表" DELEGATES: YesNo, Optional Public, "是否为学生代表大会的代表";
    }
}

record! {
    pub static WORK, work: "工作安排" {
        "对象" KIND: Text, Required Public, "述职对象的类别，与评分.yaml 的名称一致";
        "适用" APPLIES_TO: Texts, Optional Public, "几类对象合用这一项安排的，写是哪几类";
        "报告内容" OUTLINE: Texts, Required Public, "述职报告应写的内容，依次列出";
        "签字" SIGNED_BY: Text, Optional Public, "报告由谁签字";
        "提交" SUBMITTED_TO: Text, Required Public, "报告交到哪里，写单位";
        "交给单位" TO_AN_OFFICE: YesNo, Derived Public, "提交一项的末尾是不是单位的名称";
        "截止日期" DEADLINE: Date, Required Public, "报告最晚哪一天交";
        "述职日期" MEETING: Date, Required Public, "述职会在哪一天";
        "时间" TIME: Text, Optional Public, "述职会几点开始";
        "地点" PLACE: Text, Optional Public, "述职会在哪里";
        "形式" FORM: Text, Optional Public, "述职的形式";
        "述职时长" MINUTES: Count("分钟"), Optional Public, "每人或每个组织述职几分钟";
        "截止日" DEADLINE_IS: Text, Derived Public, "截止日期是工作日、周末还是法定节假日";
        "述职日" MEETING_IS: Text, Derived Public, "述职日期是工作日、周末还是法定节假日";
    }
}

record! {
    pub static OPEN, open_matter: "待定事项" {
        "事项" MATTER: Text, Required Public, "哪一件事，如 述职会时间地点";
        "说明" REMARK: Text, Required Public, "什么时候、由谁通知";
        "已办结" CLOSED: YesNo, Derived Public, "有没有补充通知办结它";
    }
}

record! {
    pub static SUPPLEMENT, supplement: "补充通知" {
        "事项" MATTER: Text, Required Public, "办结哪一件待定事项，与其名称一致";
        "日期" DATE: Date, Required Public, "补充通知的日期";
        "内容" CONTENT: Text, Required Public, "补充通知的内容";
    }
}

record! {
    pub static CONTACT, contact: "联系" {
        "单位" OFFICE: Text, Required Public, "单位名称";
        "邮箱" MAILBOX: Email, Optional Public, "公务邮箱";
        "联系人" PERSON: Text, Optional Hidden, "联系人姓名，只印在内部用的通知上";
        "个人邮箱" PERSONAL: Email, Optional Hidden, "联系人的邮箱，只印在内部用的通知上";
    }
}

record! {
    pub static ANNEX, annex: "附件" {
        "序号" NO: Count(""), Derived Public, "第几个附件";
        "通知所列" NAMED: Text, Derived Public, "通知列出的标题";
        "实有" PRESENT: Text, Derived Public, "实有的附件的标题";
    }
}

record! {
    pub static ANNEXES, annexes: "附件" {
        "正文" TEXT: Prose(Narrative), Required Public, "附件.md，每个二级标题是一个附件";
    }
}

record! {
    pub static SCORING, scoring: "评分" {
        "评分表" SHEETS: Keyed(&SHEET), Required Public, "评分表，按标题";
        "述职对象" KINDS: Keyed(&KIND), Required Public, "述职对象的类别，每类用哪张表、由谁打分";
        "对象名单" SUBJECTS: Many(&SUBJECT), Required Public, "每一个述职对象";
        "未参加" ABSENTEES: Keyed(&ABSENTEE), Optional Hidden, "应述职而没有参加的人和原因";
        "结果公开" SHOWN: Texts, Optional Public, "结果里公开哪几项：等次、得分、名次；不写就都不公开";
        "序号断点" BREAKS: Many(&super::BREAK), Derived Public, "对象名单序号不连续之处";
        "不认识的名称" STRANGERS: Many(&STRANGER), Derived Public, "前后对不上的名称";
        "名额写法" UNREAD_QUOTAS: Many(&super::MENTION), Derived Public, "读不出是几个的名额";
        "有个人" PERSONS: YesNo, Derived Public, "述职对象里有没有个人";
        "有否决的对象" BARRING_KINDS: Texts, Derived Public, "所用的评分表规定了否决的述职对象";
        "有成绩" SCORED: YesNo, Derived Public, "是否已有成绩";
        "同分排定" TIES_DECIDED: Texts, Derived Public, "综合得分相同、按规定排出先后的，是第几名、比了什么；不写姓名";
    }
}

record! {
    pub static SHEET, sheet: "评分表" {
        "标题" TITLE: Text, Required Public, "评分表的标题";
        "维度" DIMENSIONS: Keyed(&DIMENSION), Required Public, "评哪几个方面，各几分";
        "取舍" ROUNDING: One(&ROUNDING), Optional Public, "综合得分取几位小数、怎样取舍";
        "等次" GRADES: Keyed(&GRADE), Required Public, "等次，由高到低；写分数范围、名额或两者";
        "名额" QUOTAS: Many(&QUOTA), Optional Public, "某一个或几个等次最多几个";
        "同分" TIES: Texts, Optional Public, "综合得分相同时依次比较什么：维度、评委的名称，或者“并列”";
        "否决" KNOCK_OUT: One(&KNOCK_OUT), Optional Public, "有什么情形就直接定为哪个等次";
        "备注" REMARK: Text, Optional Public, "印在备注一栏的话";
        "满分合计" TOTAL: Count("分"), Derived Public, "各维度满分之和";
        "范围差错" BAND_FAULTS: Many(&BAND_FAULT), Derived Public, "等次的分数范围有缺口、重叠之处";
        "分数等次" BANDED: YesNo, Derived Public, "是否每个等次都有分数范围";
        "定额" QUOTA_TOTAL: Count("个"), Derived Public, "各名额之和；有等次没有名额、名额写成比例的，不计";
        "对象数" SUBJECTS: Count("个"), Derived Public, "用这张表的述职对象个数";
    }
}

record! {
    pub static DIMENSION, dimension: "维度" {
        "名称" NAME: Text, Required Public, "维度名称";
        "满分" MAXIMUM: Count("分"), Required Public, "满分";
    }
}

record! {
    pub static ROUNDING, rounding: "取舍" {
        "小数位" DIGITS: Count("位"), Required Public, "保留几位小数";
        "方法" RULE: Choice(&["四舍五入", "四舍六入五成双", "截去"]), Required Public, "怎样取舍";
    }
}

record! {
    pub static GRADE, grade: "等次" {
        "名称" NAME: Text, Required Public, "等次名称";
        "下限" FROM: Count("分"), Optional Public, "从几分起，含这个分数";
        "上限" TO: Count("分"), Optional Public, "到几分为止，不含这个分数；最高的等次含满分";
        "有名额" IN_QUOTA: YesNo, Derived Public, "有没有一个名额管着这个等次";
    }
}

record! {
    pub static QUOTA, quota: "名额" {
        "等次" GRADES: Texts, Required Public, "哪一个或几个等次合用这个名额";
        "最多" AT_MOST: Text, Required Public, "最多几个，或述职对象的百分之几，如 2个、30%";
        "个数" COUNT: Count("个"), Derived Public, "名额的个数；写成比例的，按对象数去尾";
    }
}

record! {
    pub static KNOCK_OUT, knock_out: "否决" {
        "情形" CONDITION: Text, Required Public, "什么情形";
        "等次" GRADE: Text, Required Public, "直接定为哪个等次";
    }
}

record! {
    pub static BAND_FAULT, band_fault: "范围差错" {
        "等次" GRADE: Text, Derived Public, "在哪个等次";
        "差错" WHAT: Text, Derived Public, "缺口、重叠还是倒置";
        "起" FROM: Count("分"), Derived Public, "从几分";
        "止" TO: Count("分"), Derived Public, "到几分";
    }
}

record! {
    pub static KIND, kind: "述职对象" {
        "名称" NAME: Text, Required Public, "这一类对象的名称，如 主席团成员";
        "类别" SORT: Choice(&["个人", "组织"]), Required Public, "是个人还是组织";
        "数量" COUNT: Count("个"), Optional Public, "应当述职的有几个；通知印发时还没有定的不写";
        "评分表" SHEET: Text, Required Public, "用哪张评分表，写标题";
        "评议方面" DEMANDED: Texts, Required Public, "通知要求从哪几个方面述职";
        "评委" RATERS: Keyed(&RATER), Optional Public, "由谁打分，各占多少";
        "权重合计" WEIGHTS: Text, Derived Public, "评委权重之和，如 100%";
        "评委人数" RATER_COUNT: Count("人"), Derived Public, "给一个对象打分的共有几名评委；互评的一组不算本人";
        "学生代表权重" DELEGATES_WEIGHT: Text, Derived Public, "学生代表的权重之和，如 60%";
        "名单个数" LISTED: Count("个"), Derived Public, "对象名单里这一类有几个";
        "没有评分" UNSCORED: Texts, Derived Public, "要求述职而评分表没有的方面";
        "没有要求" UNDEMANDED: Texts, Derived Public, "评分表有而没有要求述职的方面";
        "述职时长" MINUTES: Count("分钟"), Derived Public, "工作安排里每人述职几分钟";
    }
}

record! {
    pub static RATER, rater: "评委" {
        "名称" NAME: Text, Required Public, "哪一组评委，如 教师代表";
        "权重" WEIGHT: Text, Required Public, "这一组的平均分占综合得分的多少，如 40%";
        "人数" COUNT: Count("人"), Optional Public, "这一组有几名评委；生成评分表以前要写上";
        "学生代表" DELEGATES: YesNo, Optional Public, "是否为学生代表大会的代表";
        "来自" FROM: Text, Optional Public, "评委本身也是述职对象的，写是哪一类";
        "互评" PEERS: YesNo, Optional Public, "同一类互相打分，不给自己打分";
        "同类" SAME_KIND: YesNo, Derived Public, "评委是不是和对象同一类";
    }
}

record! {
    pub static SUBJECT, subject: "对象" {
        "序号" NO: Count(""), Required Public, "序号";
        "名称" NAME: Text, Required Public, "姓名或组织名称";
        "对象" KIND: Text, Required Public, "属于哪一类述职对象";
        "职务" POST: Text, Optional Public, "述职时的职务";
        "部门" UNIT: Text, Optional Public, "述职时所在的部门";
        "否决" KNOCKED_OUT: Text, Optional Hidden, "有否决情形的，写明事由；只供核对，不公开";
        "类别" SORT: Text, Derived Public, "所属的一类是个人还是组织";
        "同名者" SAME_AS: Count(""), Derived Public, "前面同名、同类的对象的序号";
        "得分" SCORE: Text, Derived ByChoice, "综合得分，按取舍办法印出";
        "评定等次" GRADE: Text, Derived ByChoice, "评定的等次";
        "名次" PLACE: Count(""), Derived ByChoice, "综合得分的名次";
        "有否决情形" BARRED: YesNo, Derived Hidden, "有没有写否决";
    }
}

record! {
    pub static ABSENTEE, absentee: "未参加" {
        "姓名" NAME: Text, Required Hidden, "姓名";
        "原因" REASON: Text, Required Hidden, "没有参加的原因";
    }
}

record! {
    pub static STRANGER, stranger: "不认识的名称" {
        "名称" NAME: Text, Derived Public, "所写的名称";
        "应是" WANTED: Text, Derived Public, "这里应当写什么的名称";
    }
}
