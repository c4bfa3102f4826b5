"""The words that a person reads: complete, calm, and never a judgement of a person."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from detector.draft import ACTS
from detector.taxonomy import taxonomy
from detector.types import Level
from detector.wording import wording
from prompts import WARNINGS_DIR, load_wording

LANGUAGES = sorted(file.stem for file in WARNINGS_DIR.glob("*.toml"))
LOCALES = Path(__file__).parents[2] / "extension" / "_locales"
TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
MAX_TITLE, MAX_SENTENCE, MAX_PLAIN, MAX_PLAIN_WORDS = 75, 170, 120, 17

# A word for a person, or a reproach. Schemes may be named ("to speak of a scam in order to warn"), people may not.
FORBIDDEN = {
    "en": r"scammer|criminal|liar|stupid|naive|fool|gullible|your fault",
    "de": r"betrüger|verbrecher|kriminell|lügner|dumm|naiv|leichtgläubig|leichtsinnig|selbst schuld|ihre schuld",
    "es": r"estafador|timador|delincuente|criminal|mentiros|ingenu|tont[oa]|crédul|(su|tu) culpa|culpa (suya|tuya)",
    "pt_BR": r"golpista|estelionatário|criminos|mentiros|ingênu|bob[oa]\b|burr[oa]|crédul|sua culpa|culpa (é )?sua",
    "zh_CN": r"骗子|罪犯|犯罪分子|说谎|愚蠢|傻|天真|轻信|贪|[你您]的错|怪[你您]",
    "ar": r"محتال|نصّ?اب|مجرم|كذّ?اب|كاذب|غبي|ساذج|أحمق|خطؤك|خطأك|ذنبك",
}
SUSPICIOUS = {
    "en": "suspicious",
    "de": "verdächtig",
    "es": "sospechos",
    "pt_BR": "suspeit",
    "zh_CN": "可疑",
    "ar": "مريب",
}
NOT_SAFE = {
    "en": "not mean that the chat is safe",
    "de": "heißt nicht, dass",
    "es": "no significa que el chat sea seguro",
    "pt_BR": "não quer dizer que a conversa seja segura",
    "zh_CN": "并不表示这段聊天是安全的",
    "ar": "لا يعني أن المحادثة آمنة",
}
ENGLISH = re.compile(r"\b(the|and|you|your|that|they|this|are|with|what|from|cannot|money|chat is)\b", re.IGNORECASE)
ENDS = (".", "?", "。", "？", "؟")
LETTERS = {"zh_CN": r"[\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}


def sentences(found: object) -> list[str]:
    """Every text in a wording, at any depth."""
    if isinstance(found, str):
        return [found] if found else []
    if isinstance(found, dict):
        return [text for value in found.values() for text in sentences(value)]
    return [text for value in found for text in sentences(value)] if isinstance(found, list) else []


def shape(found: Any) -> Any:
    """The keys at every depth, and how many sentences stand in a list: what a translation must have too."""
    if isinstance(found, dict):
        return {key: shape(value) for key, value in found.items()}
    return len(found) if isinstance(found, list) else bool(found)


def words_of(lang: str) -> list[str]:
    return sentences({key: value for key, value in wording(lang).items() if key != "lang"})


def test_there_are_the_languages_that_were_promised() -> None:
    assert {"en", "es", "zh_CN", "de", "pt_BR", "ar"} <= set(LANGUAGES)
    assert set(LANGUAGES) == FORBIDDEN.keys() == SUSPICIOUS.keys() == NOT_SAFE.keys(), "a new language needs its checks"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_level_has_a_title_a_sentence_and_advice(lang: str) -> None:
    levels = load_wording(lang)["levels"]
    assert set(levels) == {str(level) for level in Level if level}
    assert all(words["title"] and words["body"] and words["advice"] for words in levels.values())


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_file_holds_all_that_english_has_and_nothing_else(lang: str) -> None:
    english = {key: value for key, value in wording("en").items() if key != "lang"}
    # Read from the file itself, so that nothing which the server joins to it can fill a gap.
    assert shape(tomllib.loads((WARNINGS_DIR / f"{lang}.toml").read_text(encoding="utf-8"))) == shape(english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_tactic_stage_and_script_has_plain_words(lang: str) -> None:
    words, known = wording(lang), taxonomy()
    assert list(words["stages"]) == [stage.id for stage in known.stages]
    assert list(words["scripts"]) == [script.id for script in known.scripts]
    assert list(words["tactics"]) == list(known.ids)
    assert all(words["tactics"][tactic.id]["plain"] for tactic in known.tactics)
    assert all(bool(words["tactics"][tactic.id]["advice"]) != tactic.counter for tactic in known.tactics)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_question_before_sending_has_words_for_every_act(lang: str) -> None:
    guard = load_wording(lang)["guard"]
    assert tuple(guard["acts"]) == ACTS
    assert all(guard[part] for part in ("title", "body", "back", "send", "again"))  # type: ignore[literal-required]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_calls_anybody_a_scammer_or_blames_the_reader(lang: str) -> None:
    forbidden = re.compile(rf"{FORBIDDEN[lang]}|!!|！", re.IGNORECASE)
    assert not [text for text in words_of(lang) if forbidden.search(text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_out_is_called_suspicious(lang: str) -> None:
    assert SUSPICIOUS[lang] in load_wording(lang)["levels"]["warning"]["title"].lower()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_judged_is_never_called_safe(lang: str) -> None:
    notes = load_wording(lang)["notes"]
    assert all(NOT_SAFE[lang] in notes[note]["body"] for note in ("not_assessable", "no_text"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_short(lang: str) -> None:
    found = wording(lang)
    plain = [tactic["plain"] for tactic in found["tactics"].values()]
    assert not [text for text in plain if len(text) > MAX_PLAIN or len(text.split()) > MAX_PLAIN_WORDS]
    headed = [*found["levels"].values(), *found["notes"].values(), found["guard"]]
    assert not [words["title"] for words in headed if len(words["title"]) > MAX_TITLE]
    assert not [text for text in words_of(lang) if len(text) > MAX_SENTENCE]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_end_and_headings_do_not(lang: str) -> None:
    found = wording(lang)
    headed = [*found["levels"].values(), *found["notes"].values()]
    whole = sentences(list(found["tactics"].values()))
    whole += sentences([[words["body"], words.get("advice", [])] for words in headed])
    guard = found["guard"]
    whole += sentences([guard["body"], guard["again"], guard["acts"]])
    assert not [text for text in whole if not text.endswith((*ENDS, "make train"))]
    open_ended = [*found["stages"].values(), *found["scripts"].values(), *(words["title"] for words in headed)]
    open_ended += [guard["title"], guard["back"], guard["send"]]
    assert not [text for text in open_ended if text.endswith(ENDS)]


@pytest.mark.parametrize("lang", TRANSLATED)
def test_no_english_is_left(lang: str) -> None:
    own = words_of(lang)
    assert not set(own) & set(words_of("en"))
    assert not [text for text in own if ENGLISH.search(text)]
    assert not [text for text in own if not re.search(LETTERS.get(lang, r"[a-z]"), text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_commands_stay_as_they_are(lang: str) -> None:
    notes = load_wording(lang)["notes"]
    assert all(notes[note]["body"].endswith("make train") for note in ("weights_missing", "weights_damaged"))
    assert "Second Look" in notes["loading"]["title"]
    assert "24" in notes["snoozed"]["body"]


@pytest.mark.parametrize("lang", ["xx", "", "../en", "EN", "en-GB", "english"])
def test_a_language_that_is_not_there_is_english_and_says_so(lang: str) -> None:
    assert load_wording(lang)["lang"] == "en"
    assert wording(lang)["tactics"]["financial_probing"]["plain"] == taxonomy()["financial_probing"].plain


@pytest.mark.parametrize(
    ("asked", "given"),
    [("pt_BR", "pt_BR"), ("pt-BR", "pt_BR"), ("pt", "pt_BR"), ("zh", "zh_CN"), ("de-AT", "de"), ("ar", "ar")],
)
def test_a_browser_gets_its_language_by_any_of_its_names(asked: str, given: str) -> None:
    assert wording(asked) == wording(given)
    assert wording(asked)["lang"] == given


def test_the_extension_speaks_the_same_languages() -> None:
    assert sorted(folder.name for folder in LOCALES.iterdir()) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_extension_speaks_in_the_same_tone(lang: str) -> None:
    strings = json.loads((LOCALES / lang / "messages.json").read_text(encoding="utf-8"))
    forbidden = re.compile(rf"{FORBIDDEN[lang]}|!!|!$|！", re.IGNORECASE)
    assert not [name for name, string in strings.items() if forbidden.search(string["message"])]
    assert SUSPICIOUS[lang] in strings["level_warning"]["message"]
    assert NOT_SAFE[lang] in strings["cannot_judge_fix"]["message"]
