"""What an answer is for, as a message says before or behind its question: 写论文要引, 引用的时候这么写可以吗."""

from __future__ import annotations

import re

from assistant import questions

# What an answer is for (写论文要引, 做周报得写明): no chore, and nothing that is asked about.
_PURPOSE = re.compile(
    r"^[^,。?]{0,4}(?:写|做|编|画|拟|起草|填|报|交|准备)[^,。?]{1,8}?(?:[里中上]|的?时候?)?(?:要|得|需要?|想|准备|打算|会)(?:引用?|用|写明|标|注明|附|查|核|提|填|交代|说明)[^,。?:]{0,8}[,。:]"
    r"|^[^,。?]{0,4}(?:写|做|编|拟|起草)[^,。?]{1,8}(?:用|时|的时候)的?[,。:]"
)
# What the asker makes of it: 引用的时候这么写可以吗.
_MADE_OF_IT = re.compile(
    r"[,。](?:我们?)?(?:引用|标注|落款|写|抄|填|报)[^,。?]{0,10}(?:可以|行|对|没问题|妥|合适|准)[吗么不没嘛伐]?[^,。?]{0,2}(?=[,。?]|$)"
)


_OF_A_PART = re.compile(r"[^,。?]{0,4}的(?:那|这)?一?(?:段|条|项|部分|章|节|块|事|任务|工作)")


def is_chore(plain: str) -> bool:
    """Whether something is to be written or drawn, and not asked for the sake of what the asker writes."""
    match = questions.CHORE.search(plain)
    if match is not None and _OF_A_PART.match(plain[match.end() :]):
        return False  # 做典型案例、经验总结的那一段: what a part of the text is about
    purpose = _PURPOSE.match(plain)
    if match is None or purpose is None or match.start() >= purpose.end():
        return match is not None
    rest = plain[purpose.end() :]
    return bool(questions.CHORE.search(rest)) or not questions.ASKS.search(rest)


def is_trivia(plain: str) -> bool:
    """Whether a plain question has words of other conversations and none of policy; what it means may be another thing."""
    return bool(questions.TRIVIA.search(plain)) and not questions.POLICY.search(plain)


def without_purpose(plain: str) -> str:
    """A plain question without what its answer is for, and without the words that pass something on as heard."""
    return _PURPOSE.sub(" ", _MADE_OF_IT.sub(" ", questions.HEARSAY.sub(" ", plain)))
