//! What follows from a year's files: the tables of fields that no author writes.
//! It must not know how a value is worked out.

use super::CHARTER_LIMIT;
use crate::datum::{Record, Shape::*};
use crate::fields;

pub static CHECK: Record = Record {
    title: "核对",
    fields: fields! {
        "名称" "name": Text, Derived Public, "校核数的名称";
        "校核数" "stated": Count(""), Derived Hidden, "所写的校核数";
        "数据" "counted": Count(""), Derived Hidden, "由数据算出的数";
        "来源" "source": Text, Derived Public, "所核对的表和栏目";
    },
};

pub static CHARTER_BOUNDS: Record = Record {
    title: "章程各限额",
    fields: fields! {
        "到会比例" "quorum": One(&CHARTER_LIMIT), Derived Public, "到会代表占应到代表的比例";
        "修改表决比例" "amendment": One(&CHARTER_LIMIT), Derived Public, "修改章程须有多少到会代表同意";
        "代表比例下限" "delegates_min": One(&CHARTER_LIMIT), Derived Public, "代表占学生的最低比例";
        "非学生骨干代表下限" "non_officer_min": One(&CHARTER_LIMIT), Derived Public, "非学生会骨干代表的最低比例";
        "主席团成员上限" "presidium_max": One(&CHARTER_LIMIT), Derived Public, "主席团成员最多几人";
        "差额下限" "surplus_min": One(&CHARTER_LIMIT), Derived Public, "候选人多于应选人数的最低比例";
        "工作部门上限" "departments_max": One(&CHARTER_LIMIT), Derived Public, "工作部门最多几个";
        "部门人数上限" "unit_max": One(&CHARTER_LIMIT), Derived Public, "每个部门最多几人";
        "部门负责人下限" "heads_min": One(&CHARTER_LIMIT), Derived Public, "每个部门至少几名负责人";
        "部门负责人上限" "heads_max": One(&CHARTER_LIMIT), Derived Public, "每个部门最多几名负责人";
        "工作人员上限" "staff_max": One(&CHARTER_LIMIT), Derived Public, "工作人员最多几人";
        "来自系学生会下限" "from_college_min": One(&CHARTER_LIMIT), Derived Public, "工作人员中来自系学生会的最低比例";
        "系主席团成员上限" "second_presidium_max": One(&CHARTER_LIMIT), Derived Public, "系学生会主席团成员最多几人";
        "系工作人员上限" "second_staff_max": One(&CHARTER_LIMIT), Derived Public, "系学生会工作人员最多几人";
        "排名比例" "rank": One(&CHARTER_LIMIT), Derived Public, "学习成绩排名在前多少";
        "系代表比例" "second_delegates": One(&CHARTER_LIMIT), Derived Public, "系代表占本系学生的比例范围";
    },
};

pub static STATED: Record = Record {
    title: "条文与数据",
    fields: fields! {
        "名称" "name": Text, Derived Public, "数据的名称，如 应选人数";
        "数据" "value": Text, Derived Public, "数据里写的";
        "正文" "written": Text, Derived Public, "正文里写的；找不到的不填";
        "相符" "found": YesNo, Derived Public, "正文里是否有数据写的";
    },
};

pub static REFERENCE: Record = Record {
    title: "援引",
    fields: fields! {
        "原文" "words": Text, Derived Public, "援引的写法，如 第十一条第二款";
        "指向" "target": Text, Derived Public, "援引的文本，如 章程";
        "缺" "missing": Text, Derived Public, "文本里没有的条、款、项；都有的不填";
        "没有说的" "unsaid": Text, Derived Public, "援引时说它规定了、而那一条没有说的事；说得对的不填";
    },
};

pub static ORDINAL: Record = Record {
    title: "届次",
    fields: fields! {
        "组织" "body": Text, Derived Public, "代表大会或学生会";
        "原文" "words": Text, Derived Public, "原文，如 第六次学生代表大会";
        "数" "number": Count(""), Derived Public, "第几次或第几届";
        "说的是" "role": Text, Derived Public, "本次、上次或不定";
    },
};

pub static MENTION: Record = Record {
    title: "词语",
    fields: fields! {
        "原文" "words": Text, Derived Public, "原文";
        "应为" "expected": Text, Derived Public, "应当写的；不知道的不填";
        "个数" "count": Count(""), Derived Public, "有几个；不计数的不填";
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

pub static STEP: Record = Record {
    title: "环节",
    fields: fields! {
        "名称" "name": Text, Derived Public, "环节或内容的名称";
        "次序" "step": Count(""), Derived Public, "写在第几项";
        "前一环节" "after": Count(""), Derived Public, "前一个环节写在第几项";
    },
};

pub static DAY_MENTION: Record = Record {
    title: "提到的日期",
    fields: fields! {
        "日期" "day": Date, Derived Public, "所写的日期";
    },
};

/// What a year remembers of the one before it.
pub static PREVIOUS: Record = Record {
    title: "上年",
    fields: fields! {
        "学年" "year": Text, Derived Public, "上一学年，如 2024—2025";
        "届次" "congress_number": Count("次"), Derived Public, "上一学年的代表大会是第几次";
        "召开日期" "congress_date": Date, Derived Public, "上一学年的代表大会的召开日期";
        "名单人数" "staff": Count("人"), Derived Public, "上一学年名单的行数";
        "章程改动" "charter_changes": Count("处"), Derived Public, "章程与上一学年不同的条款有几处";
        "章程改动处" "charter_change": Text, Derived Public, "章程与上一学年不同的第一处";
        "机构" "units": Many(&PREVIOUS_UNIT), Derived Public, "上一学年的机构";
    },
};

pub static PREVIOUS_UNIT: Record = Record {
    title: "上年机构",
    fields: fields! {
        "机构名称" "name": Text, Derived Public, "上一学年的机构名称";
        "有交代" "accounted": YesNo, Derived Hidden, "本学年还有，或者写在某个机构的前称、“年度.yaml”的撤销机构里";
    },
};

pub static TOTALS: Record = Record {
    title: "合计",
    fields: fields! {
        "名单人数" "staff": Count("人"), Derived Public, "名单的行数";
        "机构人数" "headcount": Count("人"), Derived Public, "机构表各行人数之和";
        "主席团人数" "presidium": Count("人"), Derived Public, "机构表中主席团的人数";
        "名单主席团" "presiding": Count("人"), Derived Hidden, "名单里“职务”一栏写着主席团成员、执行主席的人数";
        "分管行数" "guides": Count(""), Derived Public, "责任人表里分管学生会组织的行数";
        "秘书长行数" "secretaries": Count(""), Derived Public, "责任人表里秘书长的行数";
        "部门数" "departments": Count("个"), Derived Public, "机构表中工作部门的个数";
        "代表分布之和" "delegates": Count("名"), Derived Public, "各院系代表人数之和";
        "二级组织数" "second_level": Count("个"), Derived Public, "具体情况表的行数";
        "院系数" "second_departments": Count("个"), Derived Public, "具体情况表各行所属的院系个数；没有写院系的一行算一个";
        "合并的栏" "merged": Many(&MENTION), Derived Public, "名单里像是合并了单元格的栏：只有每段的第一行有，其余空着";
        "新生人数" "freshmen": Count("人"), Derived Public, "名单中一年级新生的人数";
        "来自院系学生会人数" "from_college_union": Count("人"), Derived Hidden, "名单中来自院系学生会的人数";
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
        "写错的名称" "misspelt": Many(&MISSPELT), Derived Hidden, "文字里与学校、机构的名称只差一两个字的写法";
        "带标点的编号" "marked_labels": Many(&MISSPELT), Derived Public, "章程、选举办法、述职办法里编号后面多出的标点";
        "旧称" "outdated": Many(&MISSPELT), Derived Public, "文字里出现的机构前称";
        "研究生" "graduate": Many(&MISSPELT), Derived Public, "文字里书名号以外的“研究生”";
        "院级" "college_level": Many(&MISSPELT), Derived Public, "文字里出现的“院级”";
        "援引" "references": Many(&REFERENCE), Derived Public, "文字里援引的条、款、项";
        "届次" "ordinals": Many(&ORDINAL), Derived Public, "文字和数据里的第几次代表大会、第几届学生会";
        "主席称谓" "chairs": Many(&MENTION), Derived Public, "章程以外把学生会成员称作主席、副主席之处";
        "章程里的主席称谓" "charter_chairs": Many(&MENTION), Derived Public, "章程自己称主席、副主席之处";
        "学联批准" "approvals": Many(&MENTION), Derived Public, "说选举结果须经学联批准之处";
        "笔画写法" "strokes": Many(&MENTION), Derived Public, "姓氏笔画的每种写法";
        "所引文件" "cited": Many(&MENTION), Derived Public, "书名号里的文件名称，和与它相近的已知名称";
        "个人信息" "private": Many(&PRIVATE), Derived Hidden, "文字和表格里像个人信息的内容";
        "文字里的姓名" "named": Many(&SLIP), Derived Hidden, "名单和责任人表以外的文字里，名单上的姓名";
        "错词" "wrong_words": Many(&SLIP), Derived Public, "常见的错词";
        "繁体字" "traditional": Many(&SLIP), Derived Public, "姓名以外的繁体字";
        "多余空格" "blanks": Many(&SLIP), Derived Public, "标题和姓名以外，两个汉字之间、汉字和标点之间的空格";
        "重复的词" "doubled": Many(&SLIP), Derived Public, "连写两遍的词，如 工作工作";
        "标点连用" "mark_runs": Many(&SLIP), Derived Public, "不能连用的标点，和“等”前的顿号";
        "半角标点" "half_width_marks": Many(&SLIP), Derived Public, "汉字旁边的半角标点";
        "字母充勾" "letter_ticks": Many(&SLIP), Derived Public, "用符号字体的字母充当的勾选，如 R是£否";
        "自称不一" "self_names": Many(&SLIP), Derived Public, "与前面不同的自称：我校、我院、本校、本院";
        "单位称呼不一" "office_names": Many(&SLIP), Derived Public, "与前面不同的单位称呼";
        "单位偶有异写" "office_slips": Many(&SLIP), Derived Public, "偶尔与多数地方不同的单位称呼";
        "选票记号不一" "ballot_marks": Many(&SLIP), Derived Public, "与前面不同的圆圈记号";
        "重复的句子" "repeats": Many(&SLIP), Derived Public, "在另一部分里一字不差地出现过的句子";
        "重复的条目" "repeated_entries": Many(&MENTION), Derived Public, "与列表里前一项完全相同的一项";
        "日期" "dates": Many(&DATE_SAID), Derived Public, "文字里的每个日期";
        "占位" "leftovers": Many(&SLIP), Derived Public, "还没有填写的地方留下的字样";
        "旧年份" "stale_years": Many(&SLIP), Derived Public, "标题和说明里写的、不是本学年的年份";
        "分项" "wholes": Many(&WHOLE), Derived Public, "连同各部分一起写出的总数";
        "不应写的语句" "forbidden": Many(&CLAUSE), Derived Public, "不应当写的语句";
        "没有写的内容" "lacking": Many(&CLAUSE), Derived Public, "应当写而没有写到的内容";
        "说法不一" "unlike": Many(&CLAUSE), Derived Public, "与别处不同的说法";
        "章程规定的数" "of_charter": Many(&SLIP), Derived Public, "说是章程规定、而章程里没有的数";
        "大会写法" "congress_units": Many(&SLIP), Derived Public, "同一个代表大会，与多数地方不同的“次”“届”";
        "占比" "shares": Many(&SHARE), Derived Hidden, "文字里说的来自院系学生会、非学生骨干的占比";
        "未列的依据" "unlisted": Many(&MENTION), Derived Public, "前言说是依据、“年度.yaml”没有列出的全国性文件";
        "数字" "figures": Many(&FIGURE), Derived Public, "说明文字里直接写出、数据里也有的数字";
        "链接" "links": Many(&LINK), Derived Public, "文字、佐证和备注里的每个网址";
        "样例网址" "placeholders": Many(&SLIP), Derived Public, "文字和 site.yaml 里以 .example 结尾、哪里也打不开的网址和邮箱";
    },
};

pub static LINK: Record = Record {
    title: "链接",
    fields: fields! {
        "网址" "address": Text, Derived Public, "所写的网址";
        "域名" "host": Text, Derived Public, "指向的网站；看不准的不填";
        "写法" "formed": YesNo, Derived Public, "看不看得准指向哪个网站";
        "许可" "allowed": YesNo, Derived Public, "是否列在“site.yaml”的“允许的链接域名”；site.yaml 没有写的不填";
    },
};

pub static SLIP: Record = Record {
    title: "用词",
    fields: fields! {
        "写法" "words": Text, Derived Public, "所写的文字";
        "应作" "proper": Text, Derived Public, "通常的写法，或前面用过的写法";
        "另一处" "other": Text, Derived Public, "前面用过的一处";
    },
};

pub static DATE_SAID: Record = Record {
    title: "日期",
    fields: fields! {
        "写法" "words": Text, Derived Public, "所写的文字";
        "日期" "day": Date, Derived Public, "是哪一天；没有写全的不填";
        "有这一天" "exists": YesNo, Derived Public, "日历上有没有这一天";
        "星期" "weekday": Text, Derived Public, "这一天是星期几；没有写星期的不填";
        "星期相符" "weekday_fits": YesNo, Derived Public, "所写的星期对不对；没有写星期的不填";
        "应为" "expected": Date, Derived Public, "数据里的召开日期或数据截止日；说的不是它们的不填";
        "相符" "fits": YesNo, Derived Public, "是不是数据里的那一天";
        "在后" "ahead": YesNo, Derived Public, "说的是已经发生的事，而日期晚于发布日期";
    },
};

pub static CLAUSE: Record = Record {
    title: "语句",
    fields: fields! {
        "名称" "name": Text, Derived Public, "差错或内容的名称";
        "部分" "section": Text, Derived Public, "在哪一部分";
        "写法" "words": Text, Derived Public, "所写的文字";
        "应为" "proper": Text, Derived Public, "应当的写法，或多数地方的写法";
        "说明" "why": Text, Derived Public, "为什么";
        "另一处" "other": Text, Derived Public, "不同的写法所在的一处";
    },
};

pub static WHOLE: Record = Record {
    title: "总数和分项",
    fields: fields! {
        "写法" "words": Text, Derived Public, "所写的总数";
        "种类" "kind": Text, Derived Public, "人数、项数、总分或占比";
        "总数" "whole": Count(""), Derived Public, "所写的总数";
        "分项合计" "parts": Count(""), Derived Public, "各部分的合计";
        "各部分" "told": Text, Derived Public, "各部分的数";
        "相符" "fits": YesNo, Derived Public, "总数是不是各部分的合计";
    },
};

pub static SHARE: Record = Record {
    title: "占比",
    fields: fields! {
        "写法" "words": Text, Derived Hidden, "所写的文字";
        "说的是" "what": Text, Derived Hidden, "哪一项占比";
        "数据" "counted": Text, Derived Hidden, "由数据算出的占比";
        "相符" "fits": YesNo, Derived Hidden, "所写的和数据一致";
    },
};

/// Where a round says otherwise than the rules of appraisal in force.
pub static AGAINST: Record = Record {
    title: "与办法不同",
    fields: fields! {
        "事项" "what": Text, Derived Public, "哪一件事，如 优秀的最低分";
        "通知" "own": Text, Derived Public, "这一轮写的";
        "办法" "rule": Text, Derived Public, "办法规定的";
    },
};

/// Scores between the grades of the rules of appraisal that have none or two.
pub static BAND_GAP: Record = Record {
    title: "分数范围",
    fields: fields! {
        "等次" "grade": Text, Derived Public, "在哪个等次";
        "差错" "what": Text, Derived Public, "空着或重叠";
        "起" "from": Count("分"), Derived Public, "从几分";
        "止" "to": Count("分"), Derived Public, "到几分";
    },
};

pub static FIGURE: Record = Record {
    title: "数字",
    fields: fields! {
        "写法" "words": Text, Derived Public, "所写的文字";
        "数据" "expected": Text, Derived Public, "数据里的值";
        "数据名称" "datum": Text, Derived Public, "所说的数据，如 代表.总数";
        "相符" "fits": YesNo, Derived Public, "所写的和数据一致";
    },
};

pub static YEAR_MENTION: Record = Record {
    title: "提到的学年",
    fields: fields! {
        "学年" "year": Text, Derived Public, "所写的学年";
        "短横" "dash": Text, Derived Public, "两个年份中间的符号";
        "相符" "allowed": YesNo, Derived Hidden, "是本学年，或列在历史学年里，或在书名号里";
    },
};

pub static GRACE_CLAIM: Record = Record {
    title: "暂缓的说法",
    fields: fields! {
        "学年" "year": Text, Derived Public, "说的是哪一学年，没有写的就是本学年";
        "原文" "words": Text, Derived Public, "所在的一句";
    },
};

pub static MISSPELT: Record = Record {
    title: "写法",
    fields: fields! {
        "种类" "kind": Text, Derived Public, "学校或机构";
        "写的" "found": Text, Derived Public, "实际的写法";
        "应为" "expected": Text, Derived Public, "应当的写法";
    },
};

pub static PRIVATE: Record = Record {
    title: "个人信息",
    fields: fields! {
        "种类" "kind": Text, Derived Hidden, "身份证号、手机号、邮箱、银行卡号或学号";
        "遮盖" "masked": Text, Derived Hidden, "只留首尾的样子";
    },
};
