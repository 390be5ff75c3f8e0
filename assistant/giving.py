"""What a clause gives: recognised by a pattern for each kind of thing that may be asked for."""

from __future__ import annotations

import re

from assistant.asking import Ask

# What a clause must hold to give it. An Ask without a pattern here is given by any fitting sentence.
_TIME = r"\d{4}年|\d{1,2}月|\d{1,2}日|(?:[一二三四五六七八九十\d]+|若干)个?(?:工作日|日内|天|月|年内|小时|年前)|年底|季度|月底|每年|上半年|下半年"
_GIVEN = {
    Ask.CONTACT: r"电话|邮箱|传真|热线|\d{3,4}-\d{7,8}|1[3-9]\d{9}|@|公众号",
    Ask.WEBSITE: r"https?://|www\.|网址|网站|门户|APP|小程序|公众号",
    Ask.PLACE: r"地址|路\d+号|窗口|受理中心|服务中心|办事大厅|向.{2,30}(?:申请|提出|提交|申报)|网站",
    Ask.LOCATION: r"位于|坐落|地处|地址|路\d+号|[在于][^,。;]{2,40}(?:中,|内,|里,|举[行办]|召开|开展|建设|建成|设立|设置|落户)|(?:设|建|放|落户)[在于]|\([^()]{2,12}(?:园|区|路|楼|中心|基地)\)",
    Ask.PERSON: r"(?:局长|主任|区长|书记|组长)[\u4e00-\u9fff]{2,3}(?:同志)?|联系人",
    Ask.MATERIALS: r"材料|证明|申请表|申报书|申请书|复印件|原件|凭证|证书|提交.{0,20}(?:报告|表|书)",
    Ask.PROCEDURE: r"向.{2,24}(?:申请|提出|提交|申报|报送|备案|登记)|提交|受理|审核|审批|公示|登记|报名|报送|程序(?:如下|为|:)|步骤",
    Ask.DEADLINE: rf"(?:截止|申请|申报|报名|提交|受理|报送|答复|办结|作出|发放)[^。;\n]{{0,40}}(?:{_TIME})|(?:{_TIME})[^。;\n]{{0,40}}(?:截止|申请|申报|报名|提交|受理|报送|答复|办结|作出|发放)",
    Ask.MONEY: r"\d[\d,.]*\s*(?:元|万|亿|%|倍)|百分之|万元|[一二三四五六七八九十百千]+(?:元|万元)",
    Ask.BUDGET: r"\d[\d,.]*\s*(?:元|万元|亿元|万|亿)|[一二三四五六七八九十百千]+(?:万|亿)?元",
    Ask.REASON: r"因为|由于|鉴于|为了|旨在|原因|理由|为[^,。;]{2,40},",
    Ask.CRITERIA: r"(?:下列|以下).{0,12}(?:条件|要求|标准)|条件(?:包括|如下|:|为)|标准(?:为|如下|:)|应当?(?:具备|符合|具有|满足|达到)|不(?:少于|低于)|条件之一|方可|才能|才可|后可|必须",
    Ask.PENALTY: r"处罚|罚款|责令|追究|违约|取消|撤销|收回|追回|退回|警告|吊销|处以|责任|摘牌",
    Ask.APPEAL: r"复议|申诉|投诉|举报|诉讼|异议",
    Ask.SCHEDULE: _TIME,
    Ask.VALIDITY: r"有效期|施行|生效|废止|失效|实施之日",
    Ask.REDUCTION: r"\d+(?:\.\d+)?(?:%|倍|折)|百分之|[一二三四五六七八九]成|减半|全免|\d[\d,.]*\s*(?:元|万|亿)|[一二三四五六七八九十百千]+(?:元|万元)",
    Ask.PROGRESS: r"截至|截止\d|累计|目前[^。;]{0,12}(?:已|共|有)|(?<!业)已(?:经)?(?:有|累计|组织|发放|完成|建成|开通|实现|投入|安排|下达|启动|恢复|复工|收治|派出)",
    Ask.SHARE: r"\d+(?:\.\d+)?%|百分之|[一二三四五六七八九]成|\d+倍",
    Ask.CAP: r"上限|封顶|最高|不超过|不得超过|以内|以下|总[量额](?:之?内|范围)|限额|额度内",
    Ask.COUNT: r"[\d一二三四五六七八九十百千两]+(?:-\d+)?(?:余|多)?(?:家|个|所|名|项|条|支|处|类|种|座|人|位|次|批|方面|年|天|日)|若干|一大批|一批",
    Ask.SCALE: r"\d+(?:-\d+)?(?:余|多)?(?:家|个|所|名|项|人|万|亿|平方米|亩)|若干|一大批|一批",
    Ask.NAMES: r"、[^,。;]{2,16}(?:作为|等)|由.{2,40}(?:组成|参与)|名单(?:如下|:)|成员(?:包括|为|单位)",
    Ask.STACKING: r"叠加|同时享受|(?:不|不得|不可)重复|就高",
    Ask.CARRYING: r"结转|顺延|下一?年度",
    Ask.ROSTER: r"名单(?:如下|:|见|附后)|名录",
    Ask.DURATION: r"每(?:隔)?[^,。;]{0,3}(?:日|天|周|旬|月|季|年|次)|(?:[一二三四五六七八九十\d]+|若干|每)个?(?:工作日|日内|天|周|个月|年内|年以|小时|学期)|每年|(?:满|不少于|不超过|不低于)[^,。;]{0,6}年",
    Ask.PAYER: r"由.{1,20}(?:承担|支付|缴纳|赔偿|负担)|费用",
    Ask.DEFINITION: r"是指|指的是|所称|称为|[,,]即",
}
_CLAUSE_PATTERNS = {ask: re.compile(pattern) for ask, pattern in _GIVEN.items()}


def gives(ask: Ask, clause_text: str) -> bool:
    """Whether a clause holds a thing of the kind that is asked for."""
    pattern = _CLAUSE_PATTERNS.get(ask)
    return pattern is None or bool(pattern.search(clause_text))
