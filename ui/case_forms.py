"""The form under an eligibility answer: what was understood of the user, to be corrected, and what is still asked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.facts import Fact, fact_named
from ui.page_texts import PageTexts
from ui.rendering import attribute

if TYPE_CHECKING:
    from assistant.checking import Check


def case_form_html(check: Check, name: str, texts: PageTexts) -> str:
    """A field for each fact said and each fact asked for, and the sheet of the check; empty without judged measures."""
    if not check.judged:
        return ""
    said = "".join(_said(fact_named(fact.name), fact.value, texts) for fact in check.facts)
    asked = "".join(_asked(fact_named(fact), texts) for fact in check.asked if check.facts.value(fact) is None)
    parts = [f'<form class="case" lang="{"en" if texts.english else "zh-CN"}" data-answer={attribute(name)}>']
    if said:
        parts.append(f'<p>{escape(texts["case.said"])}</p><div class="chips">{said}</div>')
    if asked:
        parts.append(f"<p>{escape(texts['answer.missing'])}</p>{asked}")
    button = f'<button type="button" class="recheck">{escape(texts["case.again"])}</button>' if said or asked else ""
    return "".join([*parts, f'<p class="case-actions">{button}{sheet_links(name, texts)}</p></form>'])


def sheet_links(name: str, texts: PageTexts) -> str:
    """Where the sheet of a check is had: as a Word file, and as a page to print or to save as PDF."""
    word, page = (attribute(f"/api/sheet?{urlencode({'answer': name, 'format': kind})}") for kind in ("docx", "html"))
    return (
        f'<a class="sheet" href={word} download>{escape(texts["case.word"])}</a>'
        f'<a class="sheet" href={page} target="_blank" rel="noopener">{escape(texts["case.print"])}</a>'
    )


def _said(fact: Fact, value: str, texts: PageTexts) -> str:
    label = escape(fact.field_label(english=texts.english))
    return f'<label class="chip"><span>{label}</span>{_field(fact, value, texts)}</label>'


def _asked(fact: Fact, texts: PageTexts) -> str:
    question = escape(fact.question(english=texts.english))
    return f'<label class="asked"><span>{question}</span>{_field(fact, "", texts)}</label>'


def _field(fact: Fact, value: str, texts: PageTexts) -> str:
    if not fact.choices:
        return f'<input type="number" name="{fact.name}" min="0" step="any" value={attribute(value)}>'
    choices = [("", texts["check.unknown"])]
    choices += [(choice.value, choice.en if texts.english else choice.zh) for choice in fact.choices]
    options = "".join(
        f'<option value="{option}"{" selected" if option == value else ""}>{escape(label)}</option>'
        for option, label in choices
    )
    return f'<select name="{fact.name}">{options}</select>'
