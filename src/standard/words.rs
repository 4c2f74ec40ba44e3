//! The table of fields of `words.yaml` and `terms.yaml`: wrong words, traditional characters, names of
//! offices and bodies.
//! It must not know any text, nor any rule.

use std::collections::BTreeMap;

use super::texts;
use crate::datum::{Datum, Field, FieldName, Shape::*};
use crate::record;
use crate::standard::{
    Calendar, Clauses, Denials, Limits, MATTERS, Matters, Phrase, Sayings, ends_in,
};

record! {
    /// `standards/words.yaml`, and a site's own beside its forms and rules.
    pub static WORDS, words: "字词" {
        "错词" WRONG_WORDS: Keyed(&WRONG_WORD), Optional Public, "常见的错词和正确的写法";
        "叠词" REPEATED: Texts, Optional Public, "本来就叠用的词";
        "合成词" COMPOUNDS: Texts, Optional Public, "常与后面的词首尾相接、看起来像重复的词";
        "等字词" NOT_AND_SO_ON: Texts, Optional Public, "以“等”字开头、本身是一个词的";
        "单位" OFFICES: Keyed(&OFFICE), Optional Public, "同一个单位的几种名称";
        "占位" LEFTOVERS: Texts, Optional Public, "还没有填写的地方留下的字样";
        "另有所指" OTHERWISE: Texts, Optional Public, "分句里有了，其中的数就不是数据里的那个数";
        "别的组织" OTHER_BODIES: Texts, Optional Public, "数目和届次前面的单位以此结尾，就不是本会的";
        "代称" SPOKEN_OF: Texts, Optional Public, "前面说到的别的组织，后面这样称呼";
        "更早" LONG_AGO: Texts, Optional Public, "句里有了，比的就不是上一学年";
        "自称" OWN_BODIES: Texts, Optional Public, "文字里对本校、本会的称呼";
        "往年" PAST: Texts, Optional Public, "分句里有了，说的就是从前";
        "往年的学年" PAST_YEARS: Texts, Optional Public, "写法（同 clauses.yaml）；※ 是提到的学年，这样写的说的是从前的一年";
        "将来" PLANNED: Texts, Optional Public, "分句里有了，说的就是还没有到的";
        "说的不是" MATTERS_OF: One(&MATTERS), Optional Public, "数目、地点、日子说的是别的人、别的事的字眼";
        "不是部门" NOT_UNITS: Texts, Optional Public, "跟在“学生会”后面、像部门而不是部门的字眼（TX-26）";
        "活动" EVENTS: Texts, Optional Public, "前面写着第几届学生会、其实是一项活动的名称";
        "国家文件" NATIONAL: Texts, Optional Public, "全国性文件的全称";
        "国家文件文号" NATIONAL_NUMBERS: Keyed(&WORD_LIST), Optional Public, "全国性文件的发文字号";
        "单位词尾" OFFICE_ENDS: Texts, Optional Public, "单位、职务的名称以什么字眼结尾";
        "繁体" TRADITIONAL: Texts, Optional Public, "每两个字是一对：繁体，规范字";
        "学段" TRACKS: Keyed(&TRACK), Optional Public, "年级里写明的学段：叫法、学制、从几年级起";
        "政治面貌" POLITICAL: Keyed(&STATUS), Optional Public, "政治面貌的规范说法和通行的别的写法";
        "主席团职务" PRESIDING_POSTS: Texts, Optional Public, "担任了就是主席团成员的职务";
        "免填写法" BLANKS: Texts, Optional Public, "排名一栏写了等于没有填的";
        "非院系代表团" OTHER_DELEGATIONS: Texts, Optional Public, "名称里有这些字眼的代表团不是院系的";
        "二级组织词尾" BODY_ENDS: Texts, Optional Public, "二级组织名称里院系名称以外的词尾";
        "词表" LISTS: Keyed(&WORD_LIST), Optional Public, "规则里用 names('名称') 取用的几张名称表";
        "起因" CAUSES: Many(&CAUSE), Optional Public, "一处错引出许多发现的，只报告起因";
        "列在最后" LAST: Texts, Optional Public, "由别处的数据算出来再比的规则，别的发现列完再列；只写字母的是整个一族";
        "骨干职务" OFFICERS: Texts, Optional Public, "职务里有这些字眼的是骨干，要述职";
        "学生工作部门" STUDENT_OFFICES: Texts, Optional Public, "学校管学生、管研究生的部门怎样称呼";
        "团组织" LEAGUE: Texts, Optional Public, "各级团组织怎样称呼";
        "党组织" PARTY_BODIES: Texts, Optional Public, "各级党组织怎样称呼";
        "被推荐的人" RECOMMENDED: Texts, Optional Public, "说的是人，不是推荐这一步";
        "部门的人" DEPARTMENT_STAFF: Texts, Optional Public, "产生程序里写了，说的是部门成员怎样产生";
        "别的主席" OTHER_CHAIRS: Texts, Optional Public, "“主席”前面是这些字眼的，不是学生会的职务";
        "任期一年" ONE_YEAR: Texts, Optional Public, "说任期是一年的写法";
        "别的任期" OTHER_TERMS: Texts, Optional Public, "写了，说的是别人的任期，名单里没有";
        "大会以前的环节" BEFORE_CONGRESS: Texts, Optional Public, "推荐、审查等在代表大会以前做的事";
        "大会以前的人" NOT_YET_ELECTED: Texts, Optional Public, "大会以前的环节说的是谁";
        "不是大会以前" NOT_BEFORE_CONGRESS: Texts, Optional Public, "同一句里有了，说的就不是大会以前的环节";
        "条文的事" DONE_BY_PROVISION: Keyed(&WORD_LIST), Optional Public, "说按第几条做的事，和那一条里应有其一的字眼";
        "否定词" NEGATIONS: Texts, Optional Public, "写在一件事前面，就是没有、不得这样做";
        "不是否定" ASSERTING: Texts, Optional Public, "带“不”“未”字、不否定后面的词";
        "连接词" JOINING: Texts, Optional Public, "把最后一项和前面几项连起来的词";
        "施行的说法" IN_FORCE: Texts, Optional Public, "写明从什么时候起施行的词";
        "表决的字眼" OF_VOTES: Texts, Optional Public, "选举办法的分句里有了，比例说的是票数，不是到会人数";
        "到会的字眼" OF_QUORUM: Texts, Optional Public, "选举办法的分句里有了，比例说的是到会人数";
        "不是差额" NO_SURPLUS: Texts, Optional Public, "写差额的分句里有了，比例说的是票数";
        "产生的是主席团" CANDIDATES: Texts, Optional Public, "产生程序里写了，说的是主席团成员怎样产生";
        "推荐的说法" TO_NOMINATE: Texts, Optional Public, "产生程序里写了，这一步是推荐";
        "审查的说法" TO_EXAMINE: Texts, Optional Public, "产生程序里写了，这一步是审查";
        "同意的说法" TO_AGREE: Texts, Optional Public, "产生程序里写了，这一步是同意";
        "确定的说法" TO_DECIDE: Texts, Optional Public, "产生程序里写了，这一步是确定";
        "述职评议的字眼" APPRAISALS: Texts, Optional Public, "条文里有了，说的是述职评议";
        "各方面的字眼" SIDES: Texts, Optional Public, "条文里有了，下面各项是评议的几个方面";
        "方面前的词" BEFORE_SIDES: Texts, Optional Public, "后面紧跟着评议的几个方面";
        "方面后的词" BEHIND_SIDES: Texts, Optional Public, "评议的几个方面列到这里为止";
        "表决的意思" VOTES: Keyed(&WORD_LIST), Optional Public, "选票上一种记号表示什么，照前面最近的这些词认";
        "整格待填" UNDECIDED: Texts, Optional Public, "一格只写了这些，就是还没有填";
        "别的年份前" BEFORE_ANOTHER_YEAR: Texts, Optional Public, "写在年份前面，说的是和那一年比、针对那一年做的事";
        "章程规定的说法" LAID_DOWN: Texts, Optional Public, "“章程”后面有了，接着的数说是章程里的";
        "改动的词" CHANGING: Texts, Optional Public, "分句里有了，那个数是改来改去的数";
        "相差的词" DIFFERING: Texts, Optional Public, "写在数前面，那个数是差多少";
        "别的占比句" OTHER_SHARE: Texts, Optional Public, "句里有了，占比说的不是本学年的工作人员、代表";
        "院系学生会" COLLEGE_UNIONS: Texts, Optional Public, "院系的学生会怎样称呼";
        "任职的说法" IN_OFFICE: Texts, Optional Public, "担任学生会骨干怎样说";
        "没有任职的说法" NOT_IN_OFFICE: Texts, Optional Public, "和任职的说法写在一句里，就是没有担任";
        "工作人员的称呼" STAFF: Texts, Optional Public, "工作人员、部门成员怎样称呼";
        "至少的词" NO_LESS: Texts, Optional Public, "说实际占比，写在数前面的是不比它少";
        "不到的词" NO_MORE: Texts, Optional Public, "说实际占比，写在数前面的是不比它多";
        "多于的词" MORE: Texts, Optional Public, "说实际占比，写在数前面的是比它多";
        "约数的词" ABOUT: Texts, Optional Public, "写在数前面，是约数";
        "约数后的词" OR_SO: Texts, Optional Public, "跟在数后面，是约数";
        "依据的说法" RESTING_ON: Texts, Optional Public, "后面写着所依据的文件";
        "公开的说法" PUBLISHING: Texts, Optional Public, "写在依据前面，说的是公开、自评所依据的文件";
        "章程本身" CHARTER_ITSELF: Texts, Optional Public, "句里有了，说的是章程由谁核准";
        "学联的称呼" FEDERATION: Texts, Optional Public, "学联怎样称呼";
        "通用的字" COMMON: Texts, Optional Public, "哪一条都有的两个字，不说明条文写的是什么事";
        "援引之间" BETWEEN_REFERENCES: Texts, Optional Public, "写在两处援引之间，两处指的是同一份文件";
        "别人的章程" OTHER_CHARTERS: Texts, Optional Public, "以此结尾的，不是本会的章程";
        "别人的文件" OTHER_OWNERS: Texts, Optional Public, "写在办法名称前面，说的是别的组织的办法";
        "文件的自称" OWN_TITLES: Texts, Optional Public, "一份文件怎样称呼自己";
        "本会章程" CHARTER_TITLES: Texts, Optional Public, "本会的文件怎样称呼本会的章程";
        "文件的种类" KINDS_OF_TEXTS: Texts, Optional Public, "文件的名称以什么字眼结尾";
        "不是文件名" NO_TITLES: Texts, Optional Public, "结尾像文件的名称，其实不是";
        "结果的说法" RESULTS: Keyed(&WORD_LIST), Optional Public, "述职评议办法说公开结果的哪几样：“结果公开”里的名称，和办法里怎样说";
        "结果的统称" ALL_RESULTS: Texts, Optional Public, "说的是结果的全部，公开哪几样没有说";
        "不是述职" NOT_SPEAKING: Texts, Optional Public, "分句里有了，几分钟说的不是述职的时间";
        "研究生的组织" OF_GRADUATES: Texts, Optional Public, "句里有了，后面说的是研究生会";
        "两会并称" BOTH_UNIONS: Texts, Optional Public, "说的是学生会和研究生会，不是只说研究生会";
        "组织和届次之间" BEHIND_BODIES: Texts, Optional Public, "组织的名称和它的第几次、第几届之间可以写的词";
        "组织前的字" BEFORE_BODIES: Texts, Optional Public, "写在“学院”“学校”前面、不是学院名称一部分的字";
        "上一次" LAST_TIME: Texts, Optional Public, "说的是上一次大会、上一届学生会";
        "这一次" THIS_TIME: Texts, Optional Public, "说的是这一次大会、这一届学生会";
        "和上一次比" COMPARING: Texts, Optional Public, "写在上一次前面，是拿来比，不是说它";
        "上一年" LAST_YEAR: Texts, Optional Public, "说的是上一学年";
        "从那以来" SINCE_THEN: Texts, Optional Public, "写在第几次、第几届后面，说的是上一次";
        "大会以后的事" CONGRESS_LOOKS_BACK: Texts, Optional Public, "写在第几次大会后面，说的可能是以前的大会";
        "任满的事" UNION_LOOKS_BACK: Texts, Optional Public, "写在第几届学生会后面，说的是上一届";
        "佐证回顾" EVIDENCE_LOOKS_BACK: Texts, Optional Public, "佐证材料写到第几届，后面有了，说的可能是上一届";
        "选举前的词" BEFORE_ELECTED: Texts, Optional Public, "写在第几届学生会前面，说的是新选出的一届";
        "选举后的词" BEHIND_ELECTED: Texts, Optional Public, "写在第几届学生会后面，说的是新选出的一届";
        "每一个" EACH: Texts, Optional Public, "写在数前面，那个数数的不是全部";
        "更长的词" LONGER_WORDS: Texts, Optional Public, "跟在“代表”等后面，合成了另一个词";
        "各组" EACH_GROUP: Texts, Optional Public, "带“各”字、不说明数目是一部分的";
        "主席团的差额" PRESIDIUM_SURPLUS: Texts, Optional Public, "句里有了，差额说的是主席团的选举";
        "代表的差额" DELEGATES_SURPLUS: Texts, Optional Public, "句里有了，差额说的是代表的选举";
        "从多少" FROM: Texts, Optional Public, "写在数前面，那是改动以前的数";
        "更长的学制" LONGER_PROGRAMMES: Texts, Optional Public, "文字里有了，年级可以比学制多";
        "没有到会" ABSENT: Texts, Optional Public, "说代表没有到会；这样说了，数的是没有到会的";
        "代表的称呼" DELEGATES: Texts, Optional Public, "句里有了，占比说的是代表";
        "不是推荐的人数" NOT_RECOMMENDED: Texts, Optional Public, "推荐的句子里有了，数的不是推荐了几名";
        "部门负责人职务" LEADERS: Texts, Optional Public, "职务里有了，是一个部门的负责人";
        "不是全体成员" NOT_OF_ALL_MEMBERS: Texts, Optional Public, "句里有了，部门、院系后面的人数不是现在的全体";
        "还不是代表" NOT_YET_DELEGATES: Texts, Optional Public, "句里有了，人数说的是人选，不是代表";
        "新当选" NEWLY_ELECTED: Texts, Optional Public, "代表大会的句子里有了，说的是新选出的人";
        "别的候选人" OTHER_CANDIDATES: Texts, Optional Public, "写在“候选人”前面，选的不是主席团";
        "写在前面的院系学生会" UNIONS_OF_COLLEGES: Texts, Optional Public, "写在“主席团成员”前面，说的是院系学生会的";
        "还有别的" AND_MORE: Texts, Optional Public, "跟在“均为三年级”后面，说的不止这一样";
        "只是一些" BEFORE_SOME: Texts, Optional Public, "紧写在数前面，那个数数的只是一些";
        "不是准数" BEHIND_SOME: Texts, Optional Public, "紧跟在数目后面，那不是准数";
        "二级的字眼" SECOND_LEVEL: Texts, Optional Public, "句里有了，第几项指标说的是二级组织的";
        "列举前的词" BEFORE_LISTED: Texts, Optional Public, "后面列举几项，再说一共几个方面";
        "全体代表" ALL_DELEGATES: Texts, Optional Public, "分成几类的是全体代表";
        "全体工作人员" ALL_STAFF: Texts, Optional Public, "分成几类的是全体工作人员";
        "分类的说法" DIVIDED: Texts, Optional Public, "代表一篇里只以此引出各类，分的是全体代表";
        "占比的全体" WHOLES: Texts, Optional Public, "“占”后面写了，占的是代表、工作人员的全体";
        "别的比率" OTHER_RATE: Texts, Optional Public, "写在到会率、差额比例前后，说的不是本次大会实际的比率";
        "别的提案" OTHER_PROPOSALS: Texts, Optional Public, "句里有了，说的不是本次大会的提案";
        "没有都办结" NOT_ALL_SETTLED: Texts, Optional Public, "句里有了，办结率说的只是一部分";
        "别的票" OTHER_VOTES: Texts, Optional Public, "句里有了，票数不是大会代表投的";
        "不止一次的票" MORE_VOTES: Texts, Optional Public, "句里有了，票数合起来可以比代表多";
        "得票的说法" VOTES_RECEIVED: Texts, Optional Public, "句里有了，“几票”说的是得票";
        "别的投票" OTHER_BALLOTS: Texts, Optional Public, "句里有了，当选人的票数不必过半数";
        "修改章程" AMENDING: Texts, Optional Public, "写在赞成票数前面，表决的是章程";
        "没有修改章程" NOT_AMENDED: Texts, Optional Public, "句里有了，章程没有通过，或者说的不是本会";
        "不说过半" NO_MAJORITY: Texts, Optional Public, "句里有了，说的是应当过半，或者没有过半";
        "不是赞成" NOT_FOR: Texts, Optional Public, "写在票数前后，那不是赞成票";
        "到会和参加" COMING: Texts, Optional Public, "导入选举办法时，句里有了，比例说的是到会人数";
        "有选举权的人" ENTITLED: Texts, Optional Public, "导入选举办法时，分句里有了，比例说的是代表";
        "指标的限额" LIMITS_OF_INDICATORS: Keyed(&WORD_LIST), Optional Public, "一项指标的文字里写着表样的哪几项限额，依次对应";
        "表头" HEADS: Keyed(&WORD_LIST), Optional Public, "导入 Word 文件时，各张表的各列还有哪些写法，依次认";
        "不带入的列" REFUSED: Texts, Optional Public, "名单里有这些字眼的列是个人信息，导入时不带入";
        "合计行" TOTALS: Texts, Optional Public, "一行里有一格只写了这个，是合计，不是一项";
        "各部分的标题" HEADINGS: Keyed(&WORD_LIST), Optional Public, "编了号的标题里有了，是公开文件的哪一部分；空格隔开的都要有";
        "各部分的名称" PLAIN_HEADINGS: Keyed(&WORD_LIST), Optional Public, "没有编号的标题以此结尾，是公开文件的哪一部分";
        "有题名的文件" TITLED: Texts, Optional Public, "正文有题名的文件，题名以此结尾";
        "还没有通过" NOT_ADOPTED: Texts, Optional Public, "章程的题名里有了，还是草案";
        "候选人程序" CANDIDATES_STEPS: Texts, Optional Public, "候选人产生办法里，有这些动词的是一步";
        "代表程序" DELEGATES_STEPS: Texts, Optional Public, "代表产生办法里，有这些动词的是一步";
        "大会议程" AGENDA: Texts, Optional Public, "代表大会召开情况里，有这些动词的是一项议程";
        "排名依据的说法" RANK_BASES: Keyed(&WORD_LIST), Optional Public, "名单的说明里，排名按哪一段时间计算怎样写";
        "全体学生" ALL_STUDENTS: Texts, Optional Public, "代表占的是全体学生";
        "落款的单位" SIGNING: Texts, Optional Public, "以此结尾的落款是发布单位";
        "发布的说法" ISSUED: Texts, Optional Public, "写在落款后面，不是单位名称的一部分";
        "全国的组织" OF_THE_NATION: Texts, Optional Public, "监督邮箱的单位有这些字眼，是全国一级";
        "述职的骨干" REPORTING_OFFICERS: Keyed(&WORD_LIST), Optional Public, "导入通知时，述职的各类工作人员怎样称呼";
        "述职的二级" SECOND_LEVEL_SUBJECTS: Texts, Optional Public, "导入通知时，述职的是二级组织";
        "举行的词" TO_HOLD: Texts, Optional Public, "通知里写在日期后面，说的是将要举行";
        "截至" AS_OF: Texts, Optional Public, "写在日期前面，说的是数据截止日";
        "截至的数据" COUNTED: Texts, Optional Public, "“截至”那一天的是人数、名单等数据";
        "截至的别的事" COUNTED_OTHERWISE: Texts, Optional Public, "“截至”那一天的是别的事";
        "为准的数据" COUNTED_AHEAD: Texts, Optional Public, "写在“某日为准”前面，说的是数据截止日";
        "从前公开的" OF_EARLIER: Texts, Optional Public, "句里有了，说的是从前公开的内容";
        "姓名的字眼" OF_NAMES: Texts, Optional Public, "句里有了，撤下的是姓名";
        "撤下的说法" TAKEN_DOWN: Texts, Optional Public, "跟在日期后面，说的是姓名撤下的日子";
        "展示的说法" SHOWN: Texts, Optional Public, "和“名单”写在一起，日期说的是公开到哪一天";
        "到哪一天" UNTIL: Texts, Optional Public, "写在日期前面，说的是到哪一天为止";
        "这次公开" THIS_DISCLOSURE: Texts, Optional Public, "写在日期前面，说的是这份公开内容";
        "公开了" MADE_PUBLIC: Texts, Optional Public, "跟在日期后面，说的是发布日期";
        "生效的说法" TAKES_EFFECT: Texts, Optional Public, "跟在日期后面，说的是章程的生效日期";
        "新章程" NEW_CHARTER: Texts, Optional Public, "句里有了，说的是这次修改的章程";
        "不是章程" NOT_OF_CHARTER: Texts, Optional Public, "句里有了，施行的不是本会的章程";
        "召开的词" HELD: Texts, Optional Public, "跟在日期后面，说的是大会召开的日期";
        "不是召开" DONE_INSTEAD: Texts, Optional Public, "写在日期和“召开”之间，那天做的是别的事";
        "代表大会的称呼" CONGRESS_NAMES: Texts, Optional Public, "代表大会怎样称呼";
        "别的会" OTHER_MEETING: Texts, Optional Public, "句里有了，那天召开的不是本次代表大会";
        "还没有到的日期前" BEFORE_OPEN: Texts, Optional Public, "写在日期前面，那一天可以还没有到";
        "还没有到的日期后" BEHIND_OPEN: Texts, Optional Public, "跟在日期后面，那一天可以还没有到";
        "已经做了" DONE: Texts, Optional Public, "跟在日期后面，说的是已经做了的事";
        "权重的字眼" WEIGHING: Texts, Optional Public, "句里有了，几个百分数是评分的权重，合起来是 100%";
        "不是权重" NOT_WEIGHING: Texts, Optional Public, "句里有了，几个百分数不是权重";
        "只是几项" PART_OF_LISTED: Texts, Optional Public, "写在“几项”前面，说的只是列出的一部分";
        "不是这次的件数" NOT_THIS_COUNT: Texts, Optional Public, "段里有了，收到和立案说的可能不是一次";
        "别的一轮" ANOTHER_ROUND: Texts, Optional Public, "写在学期前面，说的是上一轮、别的一轮";
        "下一轮" NEXT_ROUND: Texts, Optional Public, "跟在学期后面，说的是下一轮";
        "分开说的个数" SOME_BODIES: Texts, Optional Public, "段里有了，几个学生会述职说的只是一部分";
        "补交的说法" AGAIN: Texts, Optional Public, "分句里有了，报告是补交、改交的";
        "改期的说法" MOVED: Texts, Optional Public, "补充通知里有了，说的是原来的日子";
        "不是等次" NO_GRADE: Texts, Optional Public, "“等次为”后面有了，不是一个等次的名称";
        "像学院的院系" COLLEGES_WITHIN: Texts, Optional Public, "院系的名称里有了，“院”和“校”说的就不是一级";
        "延长学业" LONGER_STUDY: Texts, Optional Public, "年级一栏这样开头，不是几年级";
        "会议的称呼" MEETINGS: Texts, Optional Public, "句里有了，地点说的是代表大会的会场";
        "姓氏笔画" STROKES: Texts, Optional Public, "“姓氏笔画”的各种写法";
        "题名以外" APART_FROM_TITLE: Texts, Optional Public, "比较文件的名称时不看的字";
        "本校团委" OWN_LEAGUE: Texts, Optional Public, "校团委的各种叫法，说的是一个";
        "不是文号" BEHIND_HOUSE_NUMBERS: Texts, Optional Public, "跟在“几号”后面，那不是发文字号";
        "自评表的标题" EVALUATION_TITLES: Texts, Optional Public, "导入时，有这些字眼的一行是自评表的标题";
        "具体情况表的标题" MATRIX_TITLES: Texts, Optional Public, "导入时，一行都是这些，是二级具体情况表的标题";
        "具体情况表的表头" MATRIX_HEADS: Texts, Optional Public, "二级具体情况表自己印着的字";
        "大会的字眼" CONGRESSES: Texts, Optional Public, "指标里有了，备注里的日期是召开日期";
        "公开文件的标题" DISCLOSURE_TITLES: Texts, Optional Public, "导入时，公开文件的标题里有其一";
        "发往的说法" SENT_TO: Texts, Optional Public, "写在监督邮箱的单位前面，不是单位的名称";
        "发通知的单位" ISSUING: Texts, Optional Public, "以此结尾的落款是印发通知的单位";
        "不是姓名" NO_NAMES: Texts, Optional Public, "联系单位后面的字里有了，不是姓名";
        "虚构学校" INVENTED_COLLEGES: Texts, Optional Public, "样例和测试里虚构的学校，名称里有的字";
        "虚构人员" INVENTED_PEOPLE: Texts, Optional Public, "样例里虚构的人：“姓名 院系”“姓名 排名”“姓名 职务”的 SHA-256 的前十二位";
    }
}

record! {
    static WORD_LIST, word_list: "词表" {
        "名称" NAME: Text, Required Public, "这张表叫什么；词表里的，规则用 names('名称') 取用";
        "词" WORDS: Texts, Required Public, "表里的词、名称";
    }
}

record! {
    static CAUSE, cause: "起因" {
        "规则" CODES: Texts, Required Public, "报告起因的规则";
        "文件" FILE: Text, Optional Public, "起因在哪个文件，不写就是任何文件";
        "随之" FOLLOWS: Texts, Required Public, "随之而来、不再报告的规则；只写字母的是整个一族";
    }
}

record! {
    static TRACK, track: "学段" {
        "名称" NAME: Text, Required Public, "学段的名称";
        "又称" OTHERS: Texts, Required Public, "年级里的其他叫法";
        "年数" YEARS: Count("年"), Optional Public, "最高几年级";
        "起" FROM: Count("年"), Optional Public, "第一年也写作几年级，如专升本从三年级起";
        "前段" BEFORE: Count("年"), Optional Public, "入学年份可以早几年：前一段也在本校读";
        "研究生" GRADUATE: YesNo, Optional Public, "是不是研究生";
        "未分专业" PREPARATORY: YesNo, Optional Public, "还没有专业，不排名次";
    }
}

record! {
    static STATUS, status: "政治面貌" {
        "名称" NAME: Text, Required Public, "规范的说法";
        "写法" OTHERS: Texts, Required Public, "同一政治面貌的其他写法";
        "党员" PARTY: YesNo, Optional Public, "是不是共产党员";
    }
}

record! {
    static WRONG_WORD, wrong_word: "错词" {
        "错词" WRONG: Text, Required Public, "错的写法";
        "正词" PROPER: Text, Required Public, "正确的写法";
        "除外" EXCEPT: Texts, Optional Public, "含有同样几个字、但没有错的词";
    }
}

record! {
    static OFFICE, office: "单位" {
        "名称" NAME: Text, Required Public, "单位名称";
        "别称" OTHERS: Texts, Required Public, "同一单位的其他名称";
        "除外" EXCEPT: Texts, Optional Public, "含有同样几个字、说的不是这个单位的词";
    }
}

/// Returns the fields of [`WORDS`] whose lists stand under names.
fn keyed_lists() -> impl Iterator<Item = &'static Field> {
    let is_one = |field: &&Field| match field.shape {
        Keyed(record) => std::ptr::eq(record, &WORD_LIST),
        _ => false,
    };
    WORDS.fields.iter().filter(is_one)
}

/// What texts are searched for, and the days they are held against.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub clauses: Clauses,
    pub calendar: Calendar,
    pub sayings: Sayings,
    pub matters: Matters,
    pub limits: Limits,
    pub wrong: Vec<WrongWord>,
    /// The names of each office, the usual one first.
    pub offices: Vec<Vec<String>>,
    /// Words that hold the name of an office and are of something else: 学生处于.
    pub not_offices: Vec<String>,
    /// By which words a text denies what it says.
    pub denials: Denials,
    /// How a clause speaks of a school year, `※`, as of one gone by.
    pub past_years: Vec<Phrase>,
    /// Pairs of a traditional character and the one that is written for it.
    pub traditional: Vec<(char, char)>,
    pub tracks: Vec<Track>,
    pub political: Vec<Status>,
    pub causes: Vec<Cause>,
    /// Lists of names that rules may ask for.
    pub lists: BTreeMap<String, Vec<String>>,
    /// The numbers a national document was issued under, by its title.
    pub national_numbers: BTreeMap<String, Vec<String>>,
    /// The lists of words, each by its field of [`WORDS`].
    pub texts: BTreeMap<FieldName, Vec<String>>,
    /// The lists that stand under names, in the order of the files, each by its field of [`WORDS`].
    pub named: BTreeMap<FieldName, Vec<(String, Vec<String>)>>,
}

/// A fault from which the findings of other rules follow.
#[derive(Clone, Debug)]
pub struct Cause {
    pub codes: Vec<String>,
    /// The name of the file it stands in, without its ending; absent for any.
    pub file: Option<String>,
    /// Codes, and families of codes.
    pub follows: Vec<String>,
}

/// A stage of study, as a grade names it.
#[derive(Clone, Debug)]
pub struct Track {
    /// The usual name first.
    pub names: Vec<String>,
    pub years: Option<i64>,
    /// The grade its first year may be called: 3 for who goes on to a degree from a diploma.
    pub from: i64,
    /// How many years of an earlier stage may have been spent in the same college.
    pub before: i64,
    pub graduate: bool,
    /// Whether it has no majors yet, and so no ranks.
    pub preparatory: bool,
}

/// A political status: its usual name first, then how else it is written.
#[derive(Clone, Debug)]
pub struct Status {
    pub names: Vec<String>,
    pub party: bool,
}

/// A word that is usually a slip.
#[derive(Clone, Debug)]
pub struct WrongWord {
    pub wrong: String,
    pub proper: String,
    /// Words in which the same characters are no slip.
    pub except: Vec<String>,
}

impl Words {
    /// Returns a list of words by its field of [`WORDS`].
    pub fn list(&self, name: FieldName) -> &[String] {
        self.texts.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Tells whether a text has a word of a list; one that leaves a gap, 共青团…委员会, is a phrase.
    pub fn has(&self, list: FieldName, text: &str) -> bool {
        let says = |word: &String| match word.contains('…') {
            true => {
                Phrase::new(word).is_some_and(|phrase| phrase.find(text, &self.denials).is_some())
            }
            false => text.contains(word.as_str()),
        };
        self.list(list).iter().any(says)
    }

    /// Returns the lists under names of a field of [`WORDS`].
    pub fn named(&self, name: FieldName) -> &[(String, Vec<String>)] {
        self.named.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Returns the list under one name of a field of [`WORDS`].
    pub fn under(&self, field: FieldName, name: &str) -> &[String] {
        let list = self.named(field).iter().find(|(known, _)| known == name);
        list.map_or(&[], |(_, words)| words.as_slice())
    }

    /// Tells whether a text ends in a word of a list.
    pub fn end(&self, list: FieldName, text: &str) -> bool {
        ends_in(text, self.list(list))
    }

    /// Tells whether a text begins with a word of a list.
    pub fn begin(&self, list: FieldName, text: &str) -> bool {
        self.list(list).iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Tells whether a list has a word.
    pub fn knows(&self, list: FieldName, word: &str) -> bool {
        self.list(list).iter().any(|known| known == word)
    }

    /// Returns what has these lists alone.
    #[cfg(test)]
    pub fn of<const N: usize>(lists: [(FieldName, &[&str]); N]) -> Words {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let texts = lists.map(|(name, words)| (name, owned(words)));
        Words { texts: texts.into(), ..Words::default() }
    }

    /// Finds the names in a file of [`WORDS`] that lists do not have whose names the program asks for.
    pub fn unasked<'f>(&self, file: &'f Datum) -> Vec<(&'static Field, &'f Datum)> {
        const OF_AUTHORS: [FieldName; 3] =
            [words::LISTS, words::NATIONAL_NUMBERS, words::DONE_BY_PROVISION];
        let asked = keyed_lists().filter(|field| !OF_AUTHORS.contains(&field.name));
        let all = asked.flat_map(|field| {
            let names = file.get(field.name).items().iter().map(|it| it.get(word_list::NAME));
            names.map(move |name| (field, name))
        });
        let is_unknown = |(field, name): &(&Field, &Datum)| {
            let known = self.named(field.name);
            name.text().is_some_and(|name| known.iter().all(|(known, _)| known != name))
        };
        all.filter(is_unknown).collect()
    }

    /// Adds what one record of [`WORDS`] holds.
    pub fn add(&mut self, file: &Datum) {
        for field in WORDS.fields.iter().filter(|field| matches!(field.shape, Texts)) {
            self.texts.entry(field.name).or_default().extend(texts(file, field.name));
        }
        for (list, name) in [
            (&mut self.denials.negations, words::NEGATIONS),
            (&mut self.denials.asserting, words::ASSERTING),
            (&mut self.denials.joining, words::JOINING),
        ] {
            list.extend(texts(file, name));
        }
        for field in keyed_lists() {
            let lists = self.named.entry(field.name).or_default();
            for entry in file.get(field.name).items() {
                let Some(name) = entry.get(word_list::NAME).text() else { continue };
                let words = texts(entry, word_list::WORDS);
                match lists.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => known.extend(words),
                    None => lists.push((name.to_owned(), words)),
                }
            }
        }
        for entry in file.get(words::WRONG_WORDS).items() {
            if let (Some(wrong), Some(proper)) =
                (entry.get(wrong_word::WRONG).text(), entry.get(wrong_word::PROPER).text())
            {
                let (wrong, proper) = (wrong.to_owned(), proper.to_owned());
                self.wrong.push(WrongWord {
                    wrong,
                    proper,
                    except: texts(entry, wrong_word::EXCEPT),
                });
            }
        }
        for entry in file.get(words::OFFICES).items() {
            self.offices.push(names(entry));
            self.not_offices.extend(texts(entry, office::EXCEPT));
        }
        self.past_years
            .extend(texts(file, words::PAST_YEARS).iter().filter_map(|text| Phrase::new(text)));
        self.matters.add(file.get(words::MATTERS_OF));
        for (field, lists) in
            [(words::LISTS, &mut self.lists), (words::NATIONAL_NUMBERS, &mut self.national_numbers)]
        {
            for list in file.get(field).items() {
                if let Some(name) = list.get(word_list::NAME).text() {
                    let words = texts(list, word_list::WORDS);
                    lists.entry(name.to_owned()).or_default().extend(words);
                }
            }
        }
        self.causes.extend(file.get(words::CAUSES).items().iter().map(|cause| Cause {
            codes: texts(cause, cause::CODES),
            file: cause.get(cause::FILE).text().map(str::to_owned),
            follows: texts(cause, cause::FOLLOWS),
        }));
        for entry in file.get(words::TRACKS).items() {
            let number = |name: FieldName| entry.get(name).number();
            let yes = |name: FieldName| entry.get(name).bool() == Some(true);
            self.tracks.push(Track {
                names: names(entry),
                years: number(track::YEARS),
                from: number(track::FROM).unwrap_or(1),
                before: number(track::BEFORE).unwrap_or(0),
                graduate: yes(track::GRADUATE),
                preparatory: yes(track::PREPARATORY),
            });
        }
        for entry in file.get(words::POLITICAL).items() {
            let party = entry.get(status::PARTY).bool() == Some(true);
            self.political.push(Status { names: names(entry), party });
        }
        for line in texts(file, words::TRADITIONAL) {
            let characters: Vec<char> = line.chars().collect();
            self.traditional.extend(characters.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        self.traditional.sort_unstable();
    }

    /// Returns the character that is written for a traditional one.
    pub fn simplified(&self, c: char) -> Option<char> {
        let at = self.traditional.binary_search_by_key(&c, |(from, _)| *from).ok()?;
        Some(self.traditional[at].1)
    }

    /// Returns the political status that is written, shorter or longer, in a cell.
    pub fn status(&self, written: &str) -> Option<&Status> {
        let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.replace('(', "（").replace(')', "）");
        let named = |plain: &str| {
            self.political.iter().find(|status| status.names.iter().any(|name| name == plain))
        };
        named(&plain).or_else(|| {
            // A note that names no status: 中共预备党员（保留团籍）.
            let (status, note) = plain.strip_suffix('）')?.split_once('（')?;
            let all = self.political.iter().flat_map(|status| &status.names);
            let names_one = all.into_iter().any(|name| note.contains(name.as_str()));
            named(status).filter(|_| !names_one)
        })
    }
}

/// Returns the name of an entry, then the others it bears.
fn names(entry: &Datum) -> Vec<String> {
    let mut names: Vec<String> =
        entry.get(track::NAME).text().map(str::to_owned).into_iter().collect();
    names.extend(texts(entry, track::OTHERS));
    names
}
