"""The verifier of the model engine: false statements made of true ones are rejected, true ones pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chinese_proof import chinese_faults
from assistant.claims import Claim
from assistant.english_proof import english_faults
from assistant.language import Language, simplify
from assistant.proving import Given, prove
from assistant.statements import ModelStatement, Support, cleaned, has_markup
from assistant.verifying import faults_of
from eval.mutating import main, read_documents, run_trials
from eval.mutations import OWN_ID, Trial, trials_of
from ingest.documents import Span
from ingest.passages import Passage
from ingest.reading import squeeze
from tests.test_plan import PLAN

TRIALS = list(trials_of(PLAN))
RATE = "对兴办职业教育的产教融合型企业可按投资额的30%比例给予教育费附加和地方教育附加抵免。"


def test_of_the_plan_no_false_statement_is_accepted_and_hardly_a_true_one_rejected() -> None:
    outcome = run_trials([PLAN])
    assert outcome.false_trials.total() >= 1000
    assert outcome.true_trials.total() >= 300
    assert outcome.false_accepts.total() == 0, outcome.wrong[:3]
    assert outcome.false_rejects.total() <= 0.02 * outcome.true_trials.total(), outcome.wrong[:3]


def test_every_kind_of_mutation_occurs() -> None:
    kinds = {trial.kind for trial in TRIALS if not trial.is_true}
    assert kinds >= {
        "number", "number in words", "qualifier lost", "hedge lost", "condition lost", "level", "opposite", "audience",
        "organisation", "invention", "exchanged", "owners", "quote changed", "quote spliced", "quote with omission",
        "decisive word lost", "negation lost", "unknown id", "id of another passage", "no evidence", "quote of another clause", "sentence of another clause",
    }  # fmt: skip


RULES = """关于设备补助的办法

第一条 对违反本办法规定的企业,可以处一万元罚款或者责令改正。逾期未改正的,由主管部门处五万元罚款。

第二条 企业应当在设备安装前三个月内提出申请,但设备价值不足一万元的除外。

第三条 除涉及国家秘密的事项外,主管部门应当在十个工作日内公开补助名单。
"""


def test_of_rules_cases_exceptions_and_small_words_are_turned_and_parts_are_said_alone(tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text(RULES, "utf-8")
    trials = [trial for document in read_documents(tmp_path) for trial in trials_of(document)]
    kinds = {trial.kind for trial in trials if not trial.is_true}
    assert kinds >= {"case lost", "exception lost", "modal", "before and after", "choice", "unit", "negation lost"}
    parts = [trial.statement.text for trial in trials if trial.kind == "a part"]
    assert not any("处五万元罚款" in text or "公开补助名单" in text for text in parts)  # true only of their case


def rate_given() -> dict[str, Given]:
    return next(trial.given for trial in TRIALS if trial.is_true and "投资额的30%" in trial.statement.text)


def proven(text: str, language: Language = Language.CHINESE, quote: str = RATE) -> tuple[str, ...]:
    return prove(ModelStatement(text, (Support(OWN_ID, quote),)), rate_given(), language).faults


@pytest.mark.parametrize(
    "text",
    [
        "产教融合型企业兴办职业教育,可按投资额的30%比例抵免教育费附加和地方教育附加。",
        "对兴办职业教育的产教融合型企业可按投资额的30%抵免教育费附加和地方教育附加。",
        "根据三2,对兴办职业教育的产教融合型企业,可按投资额的30%比例给予教育费附加抵免。",
    ],
)
def test_other_words_for_the_same_pass(text: str) -> None:
    assert proven(text) == ()


SPOILT = [
    # A limitation before two nouns, of which the sentence keeps it before one only.
    ("第二类、第三类仪器的名称应当与仪器证书中的名称一致。", "第三类仪器的", ""),
    # The words of the limitation stand elsewhere in the sentence, too.
    ("行业标准的归口部门及其所管理的行业标准范围,由主管部门公布行业标准代号。", "行业标准的归口", "归口"),
    # One limitation inside another.
    ("一个完整表示的公历日期的基本格式为八位数字的数字串。", "一个完整表示的公历日期的", ""),
    # Two words exchanged about the same characters, at the end of a part and at its beginning.
    ("已注销证书、超过有效期等的药品,应当销毁。", "有效期等的药品", "药品等的有效期"),
    ("企业对学校提供设备,学校给予学分。", "企业对学校", "学校对企业"),
    ("建立统一开放、竞争有序的现代市场体系。", "竞争有序的现代市场体系", "体系有序的现代市场竞争"),
    # The same thing is said of others in another part of the clause, with a limitation of theirs.
    ("可以向境内的金融机构借款,也可以向境外的金融机构借款。", "也可以向境外的", ""),
    ("对不符合规定条件的个体名称申请予以登记,或者对符合规定条件的个体名称申请不予登记的,依法追究。", "对不符合规定条件的", ""),
    ("对发明专利申请文件的修改不得超出原范围,对外观设计申请文件的修改不得超出原图片范围。", "对外观设计申请文件的", ""),
    # Two limitations in one part, of which one is left out.
    ("取得文物的收藏单位可以对提供文物的收藏单位给予补偿。", "取得文物的", ""),
    # A limitation made of two.
    ("可在十五日内,向作出处理的机关的上级机关申请复议。", "向作出处理的机关的", ""),
    # A no that the clause also leaves out elsewhere; a word that it only denies.
    ("对不符合规定条件的个体名称申请予以登记,或者对符合规定条件的个体名称申请不予登记的,依法追究。", "对不符合", "对符合"),
    ("禁止经营者没有正当理由,从事限定交易行为。", "没有正当理由", "有正当理由"),
    # A number, a date or a qualifier that the clause has elsewhere.
    ("由1位状态代码+12位收据代码+5位专利机构代码组成。", "5位", "12位"),
    ("2003年9月3日公布,2016年2月6日修订。", "2016年2月6日", "2016年9月6日"),
    ("违法所得不足五万元的,处五万元以上三十万元以下罚款。", "处五万元以上", "处五万元"),
    ("金额不足1万元的,并处罚款,货值金额1万元以上的,并处货值金额2倍罚款。", "货值金额1万元以上", "货值金额1万元"),
    # What the limitation stood before is printed elsewhere too, but after other words.
    ("对存在隐患的农业机械,责令停止作业或者停止农业机械的转移。", "对存在隐患的", ""),
    ("因虚假登记被撤销的市场主体,其责任人自市场主体登记被撤销之日起不得申请。", "因虚假登记被撤销的", ""),
    # A piece of a word: 认 of 认可, and 一个 | 人 for 企业.
    ("国务院认证认可监督管理部门应当公开结果。", "认可监督", "认监督"),
    ("税务机关对同一企业的检查,每年不得超过两次。", "同一企业", "同一个人"),
    # Small words that relate.
    ("应当在结束调查前,向上级机关报告。", "调查前", "调查后"),
    ("省级部门应当在七个工作日内,向总局备案。", "工作日内", "工作日外"),
    ("经营者不得强制或者变相强制交易。", "或者", "和"),
    ("应当在污染物排放符合要求的基础上减少排放。", "基础上", "基础下"),
    ("外包装必须贴有商标和说明书,内包装必须贴有标签。", "内包装", "外包装"),
    ("可能影响公正处理投诉的,应当回避。", "应当回避", "可以回避"),
    ("经批准的,可以变更;未经批准的,不得变更。", "不得变更", "可以变更"),
    # One word of a part left out, put in, or exchanged for another of the clause.
    ("监测机构应当使用符合国家标准的监测设备。", "使用符合", "使用"),
    ("违反法定程序作出决定的;", "违反", ""),
    ("被责令改正,拒不改正的。", "拒不", ""),
    ("应当作出决定而未作出的,不予登记。", "而未", "而"),
    ("是指具有普遍约束力的文件,不包括内部事务。", "具有", "不具有"),
    ("属于工作秘密,未经批准不得公开有关数据。", "公开", "秘密"),
    ("因故意犯罪受过刑事处罚的,不得报名。", "故意", ""),
    # A case, or an exception, that is a part of its own.
    ("违法所得不足五万元的,处五万元以上三十万元以下罚款。", "违法所得不足五万元的,", ""),
    ("情节严重的,对负有责任的主管人员依照有关规定予以处理。", "情节严重的,", ""),
    ("未经许可,任何单位不得经营电影进口业务。", "未经许可,", ""),
    ("除涉及国家秘密的事项外,应当全文公开环境信息。", "除涉及国家秘密的事项外,", ""),
    ("行政机关应当公开政府信息,但涉及国家秘密的除外。", ",但涉及国家秘密的除外", ""),
    ("对承担任务较重的职业院校,在绩效工资总量内进行适当倾斜。", "对承担任务较重的职业院校,", ""),
    # Of several places that are like it, the one that goes on as the sentence does, or holds little else.
    ("未经指定,擅自生产密码产品的,或者指定单位超过批准范围生产密码产品的;", "未经指定", "指定"),
    ("违反规定,擅自到企业进行检查的;", "违反规定", "规定"),
    ("不符合条件的,可以限期整改,整改后仍不符合条件的,注销许可。", "不符合条件的,可以", "不条件的,可以"),
    (
        "作出处罚决定的管理部门和当事人登记地不在同一省的,作出处罚决定的管理部门应当自作出处罚决定之日起将信息推送至当事人登记地。",
        "作出处罚决定的管理部门应当",
        "管理部门应当",
    ),
    # Short parts, numbers that lose their unit, cases of a list, adverbs before a verb.
    ("含有下列内容的标志,不予登记:", "不予登记", "登记"),
    ("前2位用省别代码表示,后3位采用各自的小流水号。", "后3位采用各自的", "后3"),
    ("(五)因出现新的证据,致使原认定事实发生变化的,但故意隐瞒证据的除外;", ",但故意隐瞒证据的除外", ""),
    ("累计缴费满五年的,可以领取失业保险金。", "累计", ""),
    ("部门发现设备存在应当召回而未召回的情形时,应当责令生产单位召回。", "部门发现设备存在应当召回而未召回的情形时,", ""),
    ("字体和颜色必须一致,并符合下列要求:", "并符合", "并"),
    ("省别行政区划代码:依据国家标准的规则,采用头两位的省别行政区划代码。", "采用头两位的", ""),
    ("8.在使用说明书规定的距离内,投影图像模糊。", "在使用说明书规定的", ""),
    ("符合参加药物治疗条件的人员,经本人申请,可以参加药物治疗。", "可以参加", "参加"),
    # Words of the frame that somebody has to do.
    ("应当通知提交申请书的申请人。", "通知提交申请书的申请人", "载明申请人"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "true", "false"), SPOILT)
def test_limitations_and_places_of_words_are_kept(clause: str, true: str, false: str) -> None:
    assert true in clause
    assert chinese_faults(clause, clause) == []
    assert chinese_faults(clause.replace(true, false, 1), clause)


def test_a_word_of_a_heading_does_not_take_the_place_of_one_of_the_clause() -> None:
    clause = "擅自以企业财产提供担保;"
    assert chinese_faults(clause, clause, "个人独资企业法") == []
    assert chinese_faults("擅自以个人财产提供担保;", clause, "个人独资企业法")


TRUE_OF = [
    ("擅自设立单位的,或者擅自从事活动的,由主管部门予以取缔。", "擅自设立单位的,由主管部门予以取缔。"),
    ("不足五万元的,处一万元罚款;五万元以上的,处五万元罚款。", "五万元以上的,处五万元罚款。"),
    ("鼓励企业以独资、合资、合作等方式依法参与举办职业院校。", "鼓励企业参与举办职业院校。"),
    ("支持职业院校引进行业大师、能工巧匠和非物质文化遗产传承人进校。", "支持职业院校引进行业大师、能工巧匠进校。"),
    ("《普陀区行动方案》(以下简称《行动方案》)已经常务会议审议通过。", "《行动方案》已经常务会议审议通过。"),
    ("国家支持环境保护科学技术研究和应用,提高环境保护科学技术水平。", "提高环境保护科学技术水平。"),
    ("部门应当进行审查,必要时开展核查,在有效期届满前作出决定。", "在有效期届满前作出决定。"),
    ("省别代码:依据国家标准的规则,采用头两位的省别行政区划代码。", "省别代码:采用头两位的省别行政区划代码。"),
    ("应当向有关的人民代表大会常务委员会,乡、镇的人民代表大会主席团或者常务委员会通报。",) * 2,
    ("职业院校取得的收入,可按一定比例作为经费来源。", "职业院校取得的收入可以按一定比例作为经费来源。"),
    ("可以向境内的金融机构借款,也可以向境外的金融机构借款。", "也可以向境外的金融机构借款。"),
    ("第二十六条指定的认证机构应当签署书面协议。", "指定的认证机构应当签署书面协议。"),
    ("对不符合规定条件的个体名称申请予以登记,或者对符合规定条件的个体名称申请不予登记的,依法追究。", "对不符合规定条件的个体名称申请予以登记的,依法追究。"),
    ("组建5-6个区职业教育名师基地,建设10个左右区级基地。", "建设10个左右区级基地。"),
    ("培训教师、职工、学生。", "培训职工、教师。"),
    ("第十九条行业标准属科技成果,对取得显著效益的行业标准,应予以奖励。", "第十九条行业标准属科技成果。"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "said"), TRUE_OF)
def test_a_part_of_a_clause_that_says_similar_things_of_several_passes(clause: str, said: str) -> None:
    assert chinese_faults(said, clause) == []


def test_an_authority_whose_name_holds_a_word_of_possibility_makes_nothing_possible() -> None:
    words = "认可机构应当公开认可条件。"
    assert faults_of(Claim(words, (), ("认可",)), [words]) == []
    assert faults_of(Claim("许的部门应当公开条件。", ()), ["许可的部门应当公开条件。"])


def test_a_word_that_the_converter_leaves_is_simplified() -> None:
    assert simplify("經二人覆核,函覆時答覆;覆蓋全市。") == "经二人复核,函复时答复;覆盖全市。"


def test_a_number_in_brackets_is_not_taken_for_the_label_of_its_article() -> None:
    """In a clause 一、 the words 第(一)至(七)项 are its own, and (八) is none of them."""
    text = "一、符合第五条第(一)至(七)项规定的企业,可继续从事该业务。"
    passage = Passage("rules#a1", "rules", "a1", "一", "", ("办法", "一"), text, Span(0, len(text)), (), 30)
    given = {OWN_ID: Given(OWN_ID, passage)}
    for text, passes in ((passage.text, True), (passage.text.replace("(七)", "(八)"), False)):
        statement = ModelStatement(text, (Support(OWN_ID, passage.text),))
        assert (prove(statement, given, Language.CHINESE).faults == ()) is passes


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Enterprises that run vocational education may deduct 30% of their investment from the education surcharge.", True),
        ("The clause says “对兴办职业教育的产教融合型企业可按投资额的30%比例给予教育费附加和地方教育附加抵免”.", True),
        ("Enterprises that run vocational education may deduct 50% of their investment from the education surcharge.", False),
        ("Enterprises that run vocational education will deduct 30% of their investment from the education surcharge.", False),
        ("Enterprises that run vocational education may deduct half of their investment from the education surcharge.", False),
        ("All enterprises must receive the education surcharge deduction of 30% of the investment.", False),
        ("The District Finance Bureau may deduct 30% of the investment from the education surcharge.", False),
        ("Tongji University may deduct 30% of the investment from the education surcharge.", False),
        ("Enterprises may receive a free office building.", False),
        ("The clause says “对产教融合型企业可按投资额的50%比例给予教育费附加抵免”.", False),
    ],
)  # fmt: skip
def test_english_is_held_against_the_chinese_clause(text: str, passes: bool) -> None:
    assert (proven(text, Language.ENGLISH) == ()) is passes


@pytest.mark.parametrize(("quoted", "passes"), [("“3+2+5”", True), ("“3+2+6”", False)])
def test_a_quote_inside_a_quote_is_held_against_the_clause(quoted: str, passes: bool) -> None:
    clause = squeeze("到2025年,基本形成“3+2+5”产教融合发展格局。")
    said = f"The clause says “到2025年,基本形成{quoted}产教融合发展格局”."
    assert (english_faults(said, clause, clause) == []) is passes


def test_a_number_in_brackets_that_ends_a_label_is_no_marker() -> None:
    assert cleaned("根据1.3.4(5),代码不变(1)。") == "根据1.3.4(5),代码不变。"
    assert cleaned("根据附件3 ②,代码不变②。") == "根据附件3 ②,代码不变。"


@pytest.mark.parametrize(("text", "marked"), [("《关于修改<会计法>的决定》", False), ("<b>30%</b>", True), ("<img src=x>", True),
                                                 ("a > b", True), ("30% <!-- -->", True), ("</script>", True)])  # fmt: skip
def test_brackets_around_the_title_of_a_law_are_no_markup(text: str, marked: bool) -> None:
    assert has_markup(text) is marked


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_at_all_breaks_the_verifier(text: str) -> None:
    for language in Language:
        prove(ModelStatement(text, (Support(OWN_ID, text), Support(text, RATE))), rate_given(), language)
        prove(ModelStatement(text, (Support(OWN_ID, RATE),)), rate_given(), language)
    assert not re.search(r"[\x00-\x1f\u200b-\u200f]", cleaned(text))


@settings(max_examples=40)
@given(st.integers(0, len(TRIALS) - 1), st.integers(0, 400), st.sampled_from("鑫壹9%不无必免五亿"))
def test_a_character_put_into_a_true_sentence_never_adds_a_number_or_a_no(place: int, at: int, added: str) -> None:
    trial: Trial = TRIALS[place]
    if not trial.is_true or trial.kind != "as it stands":
        return
    text = trial.statement.text
    changed = text[: at % len(text)] + added + text[at % len(text) :]
    proof = prove(ModelStatement(changed, trial.statement.support), trial.given, Language.CHINESE)
    if proof.claim is not None:  # what passes has no digit, no percent sign and no negation that the clause lacks
        assert added in text or added in "鑫壹五亿", changed


def test_the_measurement_is_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules.txt").write_text(
        "关于支持技术改造的办法\n\n第一条 对实施技术改造的企业,可以给予设备投资额10%的补助。\n\n第二条 企业应当在项目完成后三个月内申请补助。\n",
        "utf-8",
    )
    assert main(["--data", str(tmp_path), "--failures", str(tmp_path / "wrong.jsonl")]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"false accepts: 0 of \d+ \(0\.00%, 95% interval", printed)
    assert (tmp_path / "wrong.jsonl").read_text("utf-8") == ""
