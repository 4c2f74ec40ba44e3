//! What follows from a year's files: the tables of fields that no author writes.
//! It must not know how a value is worked out.

use super::CHARTER_LIMIT;
use crate::datum::Shape::*;
use crate::record;

record! {
    pub static CHECK, check: "核对" {
        "名称" NAME: Text, Derived Public, "校核数的名称";
        "校核数" STATED: Count(""), Derived Hidden, "所写的校核数";
        "数据" COUNTED: Count(""), Derived Hidden, "由数据算出的数";
        "来源" SOURCE: Text, Derived Public, "所核对的表和栏目";
    }
}

record! {
    pub static CHARTER_BOUNDS, charter_bounds: "章程各限额" {
        "到会比例" QUORUM: One(&CHARTER_LIMIT), Derived Public, "到会代表占应到代表的比例";
        "修改表决比例" AMENDMENT: One(&CHARTER_LIMIT), Derived Public, "修改章程须有多少到会代表同意";
        "代表比例下限" DELEGATES_MIN: One(&CHARTER_LIMIT), Derived Public, "代表占学生的最低比例";
        "非学生骨干代表下限" NON_OFFICER_MIN: One(&CHARTER_LIMIT), Derived Public, "非学生会骨干代表的最低比例";
        "主席团成员上限" PRESIDIUM_MAX: One(&CHARTER_LIMIT), Derived Public, "主席团成员最多几人";
        "差额下限" SURPLUS_MIN: One(&CHARTER_LIMIT), Derived Public, "候选人多于应选人数的最低比例";
        "工作部门上限" DEPARTMENTS_MAX: One(&CHARTER_LIMIT), Derived Public, "工作部门最多几个";
        "部门人数上限" UNIT_MAX: One(&CHARTER_LIMIT), Derived Public, "每个部门最多几人";
        "部门负责人下限" HEADS_MIN: One(&CHARTER_LIMIT), Derived Public, "每个部门至少几名负责人";
        "部门负责人上限" HEADS_MAX: One(&CHARTER_LIMIT), Derived Public, "每个部门最多几名负责人";
        "工作人员上限" STAFF_MAX: One(&CHARTER_LIMIT), Derived Public, "工作人员最多几人";
        "来自系学生会下限" FROM_COLLEGE_MIN: One(&CHARTER_LIMIT), Derived Public, "工作人员中来自系学生会的最低比例";
        "系主席团成员上限" SECOND_PRESIDIUM_MAX: One(&CHARTER_LIMIT), Derived Public, "系学生会主席团成员最多几人";
        "系工作人员上限" SECOND_STAFF_MAX: One(&CHARTER_LIMIT), Derived Public, "系学生会工作人员最多几人";
        "排名比例" RANK: One(&CHARTER_LIMIT), Derived Public, "学习成绩排名在前多少";
        "系代表比例" SECOND_DELEGATES: One(&CHARTER_LIMIT), Derived Public, "系代表占本系学生的比例范围";
        "同一院系上限" SAME_DEPARTMENT_MAX: One(&CHARTER_LIMIT), Derived Public, "同一院系的主席团成员最多几人";
    }
}

/// The names of the limits a charter may have, which stand once: as the fields above.
pub static LIMIT_NAMES: [&str; CHARTER_BOUNDS.fields.len()] = {
    let mut names = [""; CHARTER_BOUNDS.fields.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = CHARTER_BOUNDS.fields[at].key;
        at += 1;
    }
    names
};

record! {
    pub static STATED, stated: "条文与数据" {
        "名称" NAME: Text, Derived Public, "数据的名称，如 应选人数";
        "数据" VALUE: Text, Derived Public, "数据里写的";
        "正文" WRITTEN: Text, Derived Public, "正文里写的；找不到的不填";
        "相符" FOUND: YesNo, Derived Public, "正文里是否有数据写的";
    }
}

record! {
    pub static REFERENCE, reference: "援引" {
        "原文" WORDS: Text, Derived Public, "援引的写法，如 第十一条第二款";
        "指向" TARGET: Text, Derived Public, "援引的文本，如 章程";
        "缺" MISSING: Text, Derived Public, "文本里没有的条、款、项；都有的不填";
        "没有说的" UNSAID: Text, Derived Public, "援引时说它规定了、而那一条没有说的事；说得对的不填";
    }
}

record! {
    pub static ORDINAL, ordinal: "届次" {
        "组织" BODY: Text, Derived Public, "代表大会或学生会";
        "原文" WORDS: Text, Derived Public, "原文，如 第六次学生代表大会";
        "数" NUMBER: Count(""), Derived Public, "第几次或第几届";
        "说的是" ROLE: Text, Derived Public, "本次、上次或不定";
    }
}

record! {
    pub static MENTION, mention: "词语" {
        "原文" WORDS: Text, Derived Public, "原文";
        "应为" EXPECTED: Text, Derived Public, "应当写的；不知道的不填";
        "事项" OF: Text, Derived Public, "说的是什么；原文就是的不填";
        "个数" COUNT: Count(""), Derived Public, "有几个；不计数的不填";
    }
}

record! {
    pub static BREAK, numbering_break: "编号断点" {
        "层级" LEVEL: Text, Derived Public, "章、节、条、项或目";
        "写的" FOUND: Text, Derived Public, "实际写的编号";
        "应为" EXPECTED: Text, Derived Public, "应当写的编号";
    }
}

record! {
    pub static STEP, step: "环节" {
        "名称" NAME: Text, Derived Public, "环节或内容的名称";
        "次序" STEP: Count(""), Derived Public, "写在第几项";
        "前一环节" AFTER: Count(""), Derived Public, "前一个环节写在第几项";
    }
}

record! {
    pub static DAY_MENTION, day_mention: "提到的日期" {
        "日期" DAY: Date, Derived Public, "所写的日期";
    }
}

record! {
    /// What a year remembers of the one before it.
    pub static PREVIOUS, previous: "上年" {
        "学年" YEAR: Text, Derived Public, "上一学年，如 2024—2025";
        "届次" CONGRESS_NUMBER: Count("次"), Derived Public, "上一学年的代表大会是第几次";
        "召开日期" CONGRESS_DATE: Date, Derived Public, "上一学年的代表大会的召开日期";
        "名单人数" STAFF: Count("人"), Derived Public, "上一学年名单的行数";
        "代表人数" DELEGATES: Count("名"), Derived Public, "上一学年的代表总数";
        "工作部门数" DEPARTMENTS: Count("个"), Derived Public, "上一学年的工作部门个数";
        "主席团人数" PRESIDIUM: Count("人"), Derived Public, "上一学年的主席团成员人数";
        "学生总数" STUDENTS: Count("人"), Derived Public, "上一学年的学生总数";
        "章程改动" CHARTER_CHANGES: Count("处"), Derived Public, "章程与上一学年不同的条款有几处";
        "章程改动处" CHARTER_CHANGE: Text, Derived Public, "章程与上一学年不同的第一处";
        "机构" UNITS: Many(&PREVIOUS_UNIT), Derived Public, "上一学年的机构";
        "有交代的机构" CONTINUED: Texts, Derived Hidden, "本学年的机构和它们的前称，还有“年度.yaml”的撤销机构，去掉空格的写法";
    }
}

record! {
    pub static PREVIOUS_UNIT, previous_unit: "上年机构" {
        "机构名称" NAME: Text, Derived Public, "上一学年的机构名称";
        "名称写法" PLAIN_NAME: Text, Derived Hidden, "去掉空格、统一间隔号的机构名称";
    }
}

record! {
    pub static TOTALS, totals: "合计" {
        "名单人数" STAFF: Count("人"), Derived Public, "名单的行数";
        "不及格门数" FAILED_COURSES: Count("门"), Derived Public, "名单里全体工作人员的不及格课程门数之和";
        "机构人数" HEADCOUNT: Count("人"), Derived Public, "机构表各行人数之和";
        "主席团人数" PRESIDIUM: Count("人"), Derived Public, "机构表中主席团的人数";
        "名单主席团" PRESIDING: Count("人"), Derived Hidden, "名单里“职务”一栏写着主席团成员、执行主席的人数";
        "分管行数" GUIDES: Count(""), Derived Public, "责任人表里分管学生会组织的行数";
        "秘书长行数" SECRETARIES: Count(""), Derived Public, "责任人表里秘书长的行数";
        "部门数" DEPARTMENTS: Count("个"), Derived Public, "机构表中工作部门的个数";
        "代表分布之和" DELEGATES: Count("名"), Derived Public, "各院系代表人数之和";
        "院系学生之和" STUDENTS: Count("人"), Derived Public, "代表分布里各院系学生数之和；有的院系没有写的不填";
        "二级组织数" SECOND_LEVEL: Count("个"), Derived Public, "具体情况表的行数";
        "院系数" SECOND_DEPARTMENTS: Count("个"), Derived Public, "具体情况表各行所属的院系个数；没有写院系的一行算一个";
        "院系名称" DEPARTMENT_NAMES: Texts, Derived Public, "具体情况表里各个院系的名称，和去掉“学生会”等字的写法";
        "合并的栏" MERGED: Many(&MENTION), Derived Public, "名单里像是合并了单元格的栏：只有每段的第一行有，其余空着";
        "新生人数" FRESHMEN: Count("人"), Derived Public, "名单中一年级新生的人数";
        "来自院系学生会人数" FROM_COLLEGE_UNION: Count("人"), Derived Hidden, "名单中来自院系学生会的人数";
    }
}

record! {
    pub static NUMBERING, numbering: "序号断点" {
        "校级自评" SCHOOL: Many(&BREAK), Derived Public, "校级自评表序号不连续、缺少或多出之处";
        "二级自评" SECOND: Many(&BREAK), Derived Public, "二级自评表序号不连续、缺少或多出之处";
        "机构" UNITS: Many(&BREAK), Derived Public, "组织架构表序号不连续之处";
        "名单" ROSTER: Many(&BREAK), Derived Public, "工作人员名单序号不连续之处";
    }
}

record! {
    pub static TEXTS, texts: "文字" {
        "提到的学年" YEARS: Many(&YEAR_MENTION), Derived Public, "文字里出现的每个“某—某学年”";
        "暂缓的说法" GRACE: Many(&GRACE_CLAIM), Derived Public, "文字和表样图例里每一处“暂不作硬性要求”";
        "写错的名称" MISSPELT: Many(&MISSPELT), Derived Hidden, "文字里与学校、机构的名称只差一两个字的写法";
        "带标点的编号" MARKED_LABELS: Many(&MISSPELT), Derived Public, "章程、选举办法、述职办法里编号后面多出的标点";
        "旧称" OUTDATED: Many(&MISSPELT), Derived Public, "文字里出现的机构前称";
        "研究生" GRADUATE: Many(&MISSPELT), Derived Public, "文字里书名号以外的“研究生”";
        "院级" COLLEGE_LEVEL: Many(&MISSPELT), Derived Public, "文字里出现的“院级”";
        "援引" REFERENCES: Many(&REFERENCE), Derived Public, "文字里援引的条、款、项";
        "届次" ORDINALS: Many(&ORDINAL), Derived Public, "文字和数据里的第几次代表大会、第几届学生会";
        "主席称谓" CHAIRS: Many(&MENTION), Derived Public, "章程以外把学生会成员称作主席、副主席之处";
        "章程里的主席称谓" CHARTER_CHAIRS: Many(&MENTION), Derived Public, "章程自己称主席、副主席之处";
        "学联批准" APPROVALS: Many(&MENTION), Derived Public, "说选举结果须经学联批准之处";
        "笔画写法" STROKES: Many(&MENTION), Derived Public, "姓氏笔画的每种写法";
        "所引文件" CITED: Many(&MENTION), Derived Public, "书名号里的文件名称，和与它相近的已知名称";
        "文号有误" WRONG_NUMBERS: Many(&SLIP), Derived Public, "全国性文件后面括号里的文号，与所知的不同";
        "个人信息" PRIVATE: Many(&PRIVATE), Derived Hidden, "文字和表格里像个人信息的内容";
        "文字里的姓名" NAMED: Many(&SLIP), Derived Hidden, "名单和责任人表以外的文字里，名单上的姓名";
        "错词" WRONG_WORDS: Many(&SLIP), Derived Public, "常见的错词";
        "繁体字" TRADITIONAL: Many(&SLIP), Derived Public, "姓名以外的繁体字";
        "多余空格" BLANKS: Many(&SLIP), Derived Public, "标题和姓名以外，两个汉字之间、汉字和标点之间的空格";
        "重复的词" DOUBLED: Many(&SLIP), Derived Public, "连写两遍的词，如 工作工作";
        "标点连用" MARK_RUNS: Many(&SLIP), Derived Public, "不能连用的标点，和“等”前的顿号";
        "半角标点" HALF_WIDTH_MARKS: Many(&SLIP), Derived Public, "汉字旁边的半角标点";
        "全角数字" FULL_WIDTH_DIGITS: Many(&SLIP), Derived Public, "全角的数字，和半角的写法";
        "空开的姓名" SPREAD_NAMES: Many(&MENTION), Derived Hidden, "中间有空白的姓名：第一个，和一共几个";
        "字母充勾" LETTER_TICKS: Many(&SLIP), Derived Public, "用符号字体的字母充当的勾选，如 R是£否";
        "文号写法" MISSHAPEN_NUMBERS: Many(&SLIP), Derived Public, "不照公文格式写的文号，和规范的写法";
        "自称不一" SELF_NAMES: Many(&SLIP), Derived Public, "与前面不同的自称：我校、我院、本校、本院";
        "单位称呼不一" OFFICE_NAMES: Many(&SLIP), Derived Public, "与前面不同的单位称呼";
        "单位偶有异写" OFFICE_SLIPS: Many(&SLIP), Derived Public, "偶尔与多数地方不同的单位称呼";
        "选票记号不一" BALLOT_MARKS: Many(&SLIP), Derived Public, "与前面不同的圆圈记号";
        "重复的句子" REPEATS: Many(&SLIP), Derived Public, "在另一部分里一字不差地出现过的句子";
        "重复的条目" REPEATED_ENTRIES: Many(&MENTION), Derived Public, "与列表里前一项完全相同的一项";
        "日期" DATES: Many(&DATE_SAID), Derived Public, "文字里的每个日期";
        "占位" LEFTOVERS: Many(&SLIP), Derived Public, "还没有填写的地方留下的字样";
        "旧年份" STALE_YEARS: Many(&SLIP), Derived Public, "标题和说明里写的、不是本学年的年份";
        "分项" WHOLES: Many(&WHOLE), Derived Public, "连同各部分一起写出的总数";
        "不应写的语句" FORBIDDEN: Many(&CLAUSE), Derived Public, "不应当写的语句";
        "没有写的内容" LACKING: Many(&CLAUSE), Derived Public, "应当写而没有写到的内容";
        "说法不一" UNLIKE: Many(&CLAUSE), Derived Public, "与别处不同的说法";
        "章程规定的数" OF_CHARTER: Many(&SLIP), Derived Public, "说是章程规定、而章程里没有的数";
        "大会写法" CONGRESS_UNITS: Many(&SLIP), Derived Public, "同一个代表大会，与多数地方不同的“次”“届”";
        "占比" SHARES: Many(&SHARE), Derived Hidden, "文字里说的来自院系学生会、非学生骨干的占比";
        "表里没有的部门" UNKNOWN_UNITS: Many(&MENTION), Derived Public, "文字里写学生会有、机构表里没有的部门";
        "未列的依据" UNLISTED: Many(&MENTION), Derived Public, "前言说是依据、“年度.yaml”没有列出的全国性文件";
        "数字" FIGURES: Many(&FIGURE), Derived Public, "说明文字里直接写出、数据里也有的数字";
        "链接" LINKS: Many(&LINK), Derived Public, "文字、佐证和备注里的每个网址";
        "样例网址" PLACEHOLDERS: Many(&SLIP), Derived Public, "文字和 site.yaml 里以 .example 结尾、哪里也打不开的网址和邮箱";
    }
}

record! {
    pub static LINK, link: "链接" {
        "网址" ADDRESS: Text, Derived Public, "所写的网址";
        "域名" HOST: Text, Derived Public, "指向的网站；看不准的不填";
        "写法" FORMED: YesNo, Derived Public, "看不看得准指向哪个网站";
        "许可" ALLOWED: YesNo, Derived Public, "是否列在“site.yaml”的“允许的链接域名”；site.yaml 没有写的不填";
    }
}

record! {
    pub static SLIP, slip: "用词" {
        "写法" WORDS: Text, Derived Public, "所写的文字";
        "应作" PROPER: Text, Derived Public, "通常的写法，或前面用过的写法";
        "另一处" OTHER: Text, Derived Public, "前面用过的一处";
    }
}

record! {
    pub static DATE_SAID, date_said: "日期" {
        "写法" WORDS: Text, Derived Public, "所写的文字";
        "日期" DAY: Date, Derived Public, "是哪一天；没有写全的不填";
        "有这一天" EXISTS: YesNo, Derived Public, "日历上有没有这一天";
        "星期" WEEKDAY: Text, Derived Public, "这一天是星期几；没有写星期的不填";
        "星期相符" WEEKDAY_FITS: YesNo, Derived Public, "所写的星期对不对；没有写星期的不填";
        "应为" EXPECTED: Date, Derived Public, "数据里的召开日期或数据截止日；说的不是它们的不填";
        "相符" FITS: YesNo, Derived Public, "是不是数据里的那一天";
        "在后" AHEAD: YesNo, Derived Public, "说的是已经发生的事，而日期晚于发布日期";
    }
}

record! {
    pub static CLAUSE, clause: "语句" {
        "名称" NAME: Text, Derived Public, "差错或内容的名称";
        "部分" SECTION: Text, Derived Public, "在哪一部分";
        "写法" WORDS: Text, Derived Public, "所写的文字";
        "应为" PROPER: Text, Derived Public, "应当的写法，或多数地方的写法";
        "说明" WHY: Text, Derived Public, "为什么";
        "另一处" OTHER: Text, Derived Public, "不同的写法所在的一处";
    }
}

record! {
    pub static WHOLE, whole: "总数和分项" {
        "写法" WORDS: Text, Derived Public, "所写的总数";
        "种类" KIND: Text, Derived Public, "人数、项数、总分或占比";
        "总数" WHOLE: Count(""), Derived Public, "所写的总数";
        "分项合计" PARTS: Count(""), Derived Public, "各部分的合计";
        "各部分" TOLD: Text, Derived Public, "各部分的数";
        "相符" FITS: YesNo, Derived Public, "总数是不是各部分的合计";
    }
}

record! {
    pub static SHARE, share: "占比" {
        "写法" WORDS: Text, Derived Hidden, "所写的文字";
        "说的是" WHAT: Text, Derived Hidden, "哪一项占比";
        "数据" COUNTED: Text, Derived Hidden, "由数据算出的占比";
        "相符" FITS: YesNo, Derived Hidden, "所写的和数据一致";
    }
}

record! {
    /// Where a round says otherwise than the rules of appraisal in force.
    pub static AGAINST, against: "与办法不同" {
        "事项" WHAT: Text, Derived Public, "哪一件事，如 优秀的最低分";
        "通知" OWN: Text, Derived Public, "这一轮写的";
        "办法" RULE: Text, Derived Public, "办法规定的";
    }
}

record! {
    /// Scores between the grades of the rules of appraisal that have none or two.
    pub static BAND_GAP, band_gap: "分数范围" {
        "等次" GRADE: Text, Derived Public, "在哪个等次";
        "差错" WHAT: Text, Derived Public, "空着或重叠";
        "起" FROM: Count("分"), Derived Public, "从几分";
        "止" TO: Count("分"), Derived Public, "到几分";
    }
}

record! {
    pub static FIGURE, figure: "数字" {
        "写法" WORDS: Text, Derived Public, "所写的文字";
        "数据" EXPECTED: Text, Derived Public, "数据里的值";
        "数据名称" DATUM: Text, Derived Public, "所说的数据，如 代表.总数";
        "相符" FITS: YesNo, Derived Public, "所写的和数据一致";
    }
}

record! {
    pub static YEAR_MENTION, year_mention: "提到的学年" {
        "学年" YEAR: Text, Derived Public, "所写的学年";
        "短横" DASH: Text, Derived Public, "两个年份中间的符号";
        "相符" ALLOWED: YesNo, Derived Hidden, "是本学年，或列在历史学年里，或在书名号里";
    }
}

record! {
    pub static GRACE_CLAIM, grace_claim: "暂缓的说法" {
        "学年" YEAR: Text, Derived Public, "说的是哪一学年，没有写的就是本学年";
        "原文" WORDS: Text, Derived Public, "所在的一句";
    }
}

record! {
    pub static MISSPELT, misspelt: "写法" {
        "种类" KIND: Text, Derived Public, "学校或机构";
        "写的" FOUND: Text, Derived Public, "实际的写法";
        "应为" EXPECTED: Text, Derived Public, "应当的写法";
    }
}

record! {
    pub static PRIVATE, private: "个人信息" {
        "种类" KIND: Text, Derived Hidden, "身份证号、手机号、邮箱、银行卡号或学号";
        "遮盖" MASKED: Text, Derived Hidden, "只留首尾的样子";
    }
}
