"""The sentences that wence says itself, in Chinese and English; everything else in an answer is quoted."""

from __future__ import annotations

from assistant.language import Language, to_traditional
from assistant.set_texts import SET_TEXTS
from ingest.documents import Level

_TEXTS: dict[str, tuple[str, str]] = {
    "owners": (
        "{label}“{heading}”中,这项任务的责任部门(按原文顺序)是:{names}。",
        "In {label} “{heading}”, the offices responsible for this task (in printed order) are: {names}.",
    ),
    "owner_one": (
        "{label}“{heading}”中,这项任务的责任部门是:{names}。",
        "In {label} “{heading}”, the office responsible for this task is: {names}.",
    ),
    "owners_count": ("共列了{count}家责任部门。", "{count} offices are listed in all."),
    "same_owners": (
        "两项任务的责任部门相同(各{first}家)。",
        "The two tasks list the same offices ({first} each).",
    ),
    "other_owners": (
        "两项任务的责任部门不同:前者列{first}家,后者列{second}家。",
        "The two tasks list different offices: the first {first}, the second {second}.",
    ),
    "one_task": (
        "两者写在同一项任务里,责任部门相同。",
        "Both stand in one task, and its offices are the same.",
    ),
    "first_alone": ("只列在前者的:{names}。", "Listed for the first alone: {names}."),
    "second_alone": ("只列在后者的(比前者多):{names}。", "Listed for the second alone: {names}."),
    "others_besides": ("除{asked}外,还列了:{others}。", "Besides {asked}, it lists: {others}."),
    "none_besides": ("除{asked}外,没有列别的部门。", "Besides {asked}, it lists no other office."),
    "task_is": ("对应的任务原文:“{text}”", "The task in the plan's words: “{text}”"),
    "no_lead": (
        "原文未规定由谁牵头,只列出责任部门,先后是印刷顺序,不表示主次。",
        "The text names no lead office; it only lists the responsible offices, and their order says no more than the printed order.",
    ),
    "lead": ("牵头单位是:{names}。", "The lead office is: {names}."),
    "support": ("配合(参加)单位是:{names}。", "Supporting offices are: {names}."),
    "placeholder": (
        "其中“{names}”为原文表述,未指明具体部门。",
        "“{names}” is repeated as printed; it does not name a particular office.",
    ),
    "is_listed": (
        "是,{asked}列在这项任务的责任部门之中。",
        "Yes, {asked} is listed among the offices responsible for this task.",
    ),
    "is_only": ("是,这项任务只列了{asked}一家。", "Yes, {asked} is the only office listed for this task."),
    "not_listed": (
        "不是,{asked}没有列在这项任务的责任部门之中。",
        "No, {asked} is not listed among the offices responsible for this task.",
    ),
    "not_only": ("不只是{asked},原文还列了:{others}。", "Not only {asked}; the text also lists: {others}."),
    "no_owner": (
        "原文未列责任部门:{label}“{heading}”这一条没有标注由谁负责。",
        "The text names no responsible office for {label} “{heading}”.",
    ),
    **SET_TEXTS,
    "quoted": ("{text}", "{label} says: “{text}”"),
    "clause_is": ("{label}“{heading}”:{text}", "{label} “{heading}”: “{text}”"),
    "found_at": ("这句话出自{label}({path})。", "It stands in {label} ({path})."),
    "outline": ("{label}“{heading}”下分{count}条:", "{label} “{heading}” has {count} parts:"),
    "other_parts": (
        "更正:不是“{asked}”,原文是{count}条。",
        "Correction: not “{asked}”; the text has {count}.",
    ),
    "outline_deeper": (
        "其下再分{count}条,从{first}到{last}。",
        "These have {count} items in all, from {first} to {last}.",
    ),
    "absent": ("原文未规定{what}。", "The documents do not say {what}."),
    "absent_topic": (
        "原文未规定这一问题,已收录的文件中没有相关内容。",
        "The documents do not say: nothing on this is found in the indexed documents.",
    ),
    "absent_part": ("至于{what},原文未规定。", "As to {what}, the text does not say."),
    "nearest": ("最接近的条款是{label}“{heading}”:“{text}”", "The nearest clause is {label} “{heading}”: “{text}”"),
    "nearest_unheaded": ("最接近的条款是{label}:“{text}”", "The nearest clause is {label}: “{text}”"),
    "ask_office": (
        "该条列出的责任部门是{names},可向其询问。",
        "The offices listed there are {names}; they could be asked.",
    ),
    "other_place": (
        "已收录文件是{place}的文件,没有{asked}的规定。",
        "The indexed documents are those of {place}; they hold nothing on {asked}.",
    ),
    "other_year": ("已收录文件中没有{asked}的相关规定。", "The indexed documents hold nothing for the year {asked}."),
    "out_of_scope": (
        "我只回答已收录政策文件中的问题:谁负责哪项任务、有什么支持、符合什么条件、依据哪一条。",
        "I only answer questions about the indexed policy documents: who owns which task, what support there is, on which conditions, and by which clause.",
    ),
    "greeting": (
        "您好!我是问策,可以帮您查政策文件里谁负责哪项任务、有什么支持和条件,每句话都附原文条款。",
        "Hello! I am wence. I look up who owns which task, what support there is and on which conditions, each sentence with its clause.",
    ),
    "clarify_clause": (
        "“{asked}”在文件中不止一处,请问是哪一条?",
        "“{asked}” stands for more than one clause. Which one do you mean?",
    ),
    "clarify_office": (
        "“{asked}”可能指不同层级的部门,请问是哪一个?",
        "“{asked}” may be an office of different levels. Which one do you mean?",
    ),
    "choice_office": ("{name}:{titles}中{count}项任务", "{name}: {count} tasks in {titles}"),
    "clarify_empty": (
        "请问您具体想了解哪一项?可以说出任务、部门或条款。",
        "Which matter do you mean? Please name a task, an office or a clause.",
    ),
    "choice": ("{label} {heading}", "{label} {heading}"),
    "no_clause": ("文件中没有“{asked}”。", "There is no “{asked}” in the document."),
    "other_number": (
        "不是{asked}个部门,这项任务只列了{count}个责任部门。",
        "Not {asked} offices: this task lists {count}.",
    ),
    "premise": (
        "更正:原文不是“{asked}”,而是“{stated}”。",
        "Correction: the text does not say “{asked}” but “{stated}”.",
    ),
    "premise_holds": ("对,原文写的是“{stated}”。", "Yes, the text says “{stated}”."),
    "premise_hedged": (
        "不是“{asked}”:原文的用词是“{stated}”。",
        "Not “{asked}”: the word of the text is “{stated}”.",
    ),
    "premise_absent": (
        "原文没有这样写:这里没有提到“{asked}”。",
        "The text does not say so: “{asked}” is not in it here.",
    ),
    "premise_level": (
        "不是“{asked}”的文件:这是{level}级文件({place})。",
        "Not “{asked}”: this is a document of {level} level ({place}).",
    ),
    "full_title": ("文件全称是《{title}》。", "Its full title is “{title}”."),
    "official_page": ("官方页面:{url}", "The official page: {url}"),
    "level_is": (
        "这是{level}级文件({place}),由{names}印发。",
        "A document of {level} level ({place}), issued by {names}.",
    ),
    "issuers": ("《{title}》由{names}印发。", "“{title}” was issued by {names}."),
    "issued_on": ("《{title}》的落款日期是{date}。", "“{title}” is dated {date}."),
    "addressees": ("主送单位共{count}家点名单位:{names}。", "It is addressed to {count} named offices: {names}."),
    "addressee_rest": ("另有“{names}”为泛指。", "“{names}” is a general expression."),
    "not_addressee": ("不在,主送单位中没有{asked}。", "No, {asked} is not among the addressees."),
    "is_addressee": ("在,主送单位中有{asked}。", "Yes, {asked} is among the addressees."),
    "not_issuer": ("不是,印发机关中没有{asked}。", "No, {asked} is not among the issuers."),
    "not_only_issuer": (
        "不只是{asked},印发机关还有:{others}。",
        "Not only {asked}; the issuers also include: {others}.",
    ),
    "is_issuer": ("{asked}是印发机关。", "{asked} is an issuer."),
    "basis": ("制定依据的原文是:“{text}”", "The basis in its own words: “{text}”"),
    "approval": ("审议情况的原文是:“{text}”", "On its approval the text says: “{text}”"),
    "own_number": ("文件的发文字号是{number}。", "The number of the document is {number}."),
    "no_number": ("原文未载明本文件自己的发文字号。", "The text prints no number of its own."),
    "basis_number": (
        "文中出现的{number}是所依据文件的文号。",
        "The number {number} in the text is that of the document it is based on.",
    ),
    "valid_until": ("文件写明有效期至{date}。", "The text states that it is valid until {date}."),
    "no_validity": (
        "原文未规定有效期和施行日期,没有写明何时失效。",
        "The text states no period of validity and no date of effect or expiry.",
    ),
    "horizon_year": ("原文的目标年份是{year}年。", "The year the text aims at is {year}."),
    "no_successor": (
        "原文未规定后续文件,已收录文件中也没有修订版或新一轮方案。",
        "The text names no successor, and no revision or later plan is among the indexed documents.",
    ),
    "horizon": (
        "该文件以{year}年为期,文件未载明有效期,未见后续文件。",
        "The document aims at {year}; it states no period of validity and no successor is known here.",
    ),
    "as_of": ("以下按{date}当时的文件文本回答。", "Answered from the texts as they stood on {date}."),
    "not_yet": ("《{title}》自{since}起才适用。", "“{title}” applies only from {since} on."),
    "expired": (
        "《{title}》的有效期已于{since}届满,以下只说明当时的规定。",
        "“{title}” expired on {since}; this is what it said then.",
    ),
    "repealed": (
        "《{title}》已不再有效{since}{by},以下只说明当时的规定。",
        "“{title}” is no longer in force{since}{by}; this is what it said then.",
    ),
    "overtaken": (
        "已收录文件中有更新的同名文件《{by}》({since}),《{title}》可能已被取代。",
        "A newer document of the same title, “{by}” ({since}), is indexed; “{title}” may be superseded.",
    ),
    "revised": (
        "《{title}》其后有新的文本(自{since}起)。",
        "“{title}” was revised later (from {since} on).",
    ),
    "withdrawn": ("《{title}》已于{since}从收录文件中撤回。", "“{title}” was withdrawn from the index on {since}."),
    "not_counted": (
        "《{title}》不在有效期内,其任务未计入。",
        "“{title}” is not in force; its tasks are not counted.",
    ),
    "none_named": (
        "已收录文件中没有您说的“{said}”;已收录的是:{names}。",
        "No indexed document is “{said}”; indexed are: {names}.",
    ),
    "horizon_named": (
        "《{title}》以{year}年为期,文件未载明有效期,未见后续文件。",
        "“{title}” aims at {year}; it states no period of validity and no successor is known here.",
    ),
    "gap_level": (
        "《{title}》({facts})不在已收录文件中。",
        "“{title}” ({facts}) is not among the indexed documents.",
    ),
    "basis_held": ("《{title}》({facts})在已收录文件中。", "“{title}” ({facts}) is among the indexed documents."),
    "recognised": (
        "《{title}》的文字由扫描件识别,可能有误,请核对原件。",
        "The text of “{title}” was recognised from a scan and may hold errors; check the original.",
    ),
    "is_draft": ("《{title}》是征求意见稿,尚未生效。", "“{title}” is a draft for comment and not in force."),
    "gap": ("《{title}》不在已收录文件中。", "“{title}” is not among the indexed documents."),
    "not_official": (
        "以上仅依据文件原文,不是官方认定。",
        "This rests on the documents' words alone and is no official decision.",
    ),
    "possibility": (
        "原文用词是“{word}”,是可能而不是承诺,最终由主管部门决定。",
        "The text says “{word}”: a possibility and no promise; the competent authority decides.",
    ),
    "compare_none": ("没有找到可以对比的两处规定。", "No two provisions to compare were found."),
    "model_absent": (
        "模型未参与本次作答({why}),以下为原文摘编。",
        "The model had no part in this answer ({why}); it is quoted from the text.",
    ),
    "replaced": (
        "以上内容没有写完,由下面的完整答案取代。",
        "What stands above was not finished; the whole answer below replaces it.",
    ),
    "by_words": (
        "语义检索暂不可用({why}),本次仅按字词检索。",
        "Semantic search is not available now ({why}); this was searched by words alone.",
    ),
    "model_unproven": ("所作表述未通过核对", "nothing it said could be verified"),
    "model_timeout": ("超时", "it took too long"),
    "model_unreachable": ("无法连接", "it cannot be reached"),
    "model_refused_key": ("密钥被拒绝", "its key was refused"),
    "model_not_found": ("没有所设的模型", "the model is not there"),
    "model_throttled": ("超出用量限制", "over its quota"),
    "model_server_error": ("服务出错", "its service failed"),
    "model_bad_request": ("请求被拒绝", "it refused the request"),
    "model_too_long": ("内容超出模型长度", "the content is too long for it"),
    "model_cut": ("回答中断", "it broke off"),
    "model_malformed": ("回答格式有误", "its answer was malformed"),
    "model_endless": ("回答过长", "its answer did not end"),
    "model_filtered": ("被内容过滤", "its content filter stepped in"),
    "model_busy": ("请求过多", "too many questions at once"),
    "model_resting": ("服务暂停使用", "it is left alone after failures"),
}


_LEVEL_NAMES = {
    Level.NATIONAL: "national",
    Level.PROVINCE: "provincial",
    Level.CITY: "city",
    Level.DISTRICT: "district",
}


class Wording:
    """The fixed sentences in one language; traditional is the simplified text converted, quotes excepted."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """The sentence `key` with its values filled in."""
        template = _TEXTS[key][self.language is Language.ENGLISH]
        if self.language is Language.TRADITIONAL:
            template = to_traditional(template)
        return template.format(**values)

    def name_document(self, title: str, level: Level) -> str:
        """A document with its level, as it is named before what it says: 《…》(市级)."""
        if self.language is Language.ENGLISH:
            return f"“{title}” ({_LEVEL_NAMES[level]}) " if level else f"“{title}” "
        return f"《{title}》({level}级)" if level else f"《{title}》"

    def level_name(self, level: Level) -> str:
        """A level of government as a word of this language."""
        return _LEVEL_NAMES.get(level, str(level)) if self.language is Language.ENGLISH else str(level)

    def join(self, names: list[str] | tuple[str, ...]) -> str:
        """Names as a list in this language."""
        return (", " if self.language is Language.ENGLISH else "、").join(names)
