import re
from dataclasses import replace

import numpy as np
import pytest

from detector.training.calibrate import BUDGETS
from detector.types import Conversation, Level
from eval.baselines.keyword_rules import KeywordRules
from eval.sets import corpus_part
from eval.systems import (
    BASELINES_DIR,
    FALSE_ALARM_BUDGET,
    Setting,
    find_system,
    open_system,
    system_names,
    threshold_within,
)
from tests.eval.conftest import make_chat

NAMES = [name for name in system_names() if "@" not in name]  # the others have tests of their own


class WordEncoder:
    """Stands for the base model: a word is a token, and an embedding is which of 64 tokens stand in it."""

    def tokens(self, text):
        return [sum(map(ord, word)) % 64 for word in text.split()]

    def embed(self, rows):
        return np.array([[float(token in row) for token in range(64)] for row in rows], dtype=np.float32)


@pytest.fixture(autouse=True)
def _no_base_model(monkeypatch):
    monkeypatch.setattr("eval.encoder.base_encoder", WordEncoder)


@pytest.fixture(scope="module")
def setting(corpus, weights):
    return Setting(weights, corpus_part("train", corpus), corpus_part("validation", corpus))


def test_every_file_of_the_folder_is_a_system():
    files = {path.stem.replace("_", "-") for path in BASELINES_DIR.glob("*.py")} - {"--init--"}
    assert {re.split("[:@]", name)[0] for name in system_names()} == files
    mandatory = {"majority", "message-count", "first-two", "keyword-rules", "tfidf", "max-pooling", "detector"}
    assert mandatory <= set(system_names())


@pytest.mark.parametrize(
    "name", ["tfdif", "tfidf:", "tfidf@here", "detector:loud", "program", "program@", "program:x", ""]
)
def test_an_unknown_system_is_told_with_what_there_is(setting, name):
    with pytest.raises(ValueError, match=rf"no system '{name}'.*program@COMMAND.*tfidf"):
        open_system(name, setting)


@pytest.mark.parametrize(
    ("name", "stem", "given"),
    [("detector:strict", "detector", "strict"), ("tfidf", "tfidf", ""),
     ("program@python -c 'a@b:c'", "program", "python -c 'a@b:c'"),
     ("llm@http://127.0.0.1:1/v1#a:b@c", "llm", "http://127.0.0.1:1/v1#a:b@c")],
)  # fmt: skip
def test_what_follows_the_name_is_a_variant_or_a_target(name, stem, given):
    module, found = find_system(name)
    assert (module.__name__, found) == (f"eval.baselines.{stem}", given)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_after_a_message_depends_on_no_later_one(name, setting, corpus):
    system = open_system(name, setting)
    for chat in corpus_part("test", corpus):
        whole = system.score(chat)
        assert len(whole.risk) == len(whole.levels) == len(chat.messages)
        for k in range(1, len(chat.messages)):
            part = system.score(replace(chat, conversation=Conversation(chat.id, chat.messages[:k])))
            assert part.risk == pytest.approx(whole.risk[:k])
            assert part.levels == whole.levels[:k]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("detector", "majority"))])
def test_a_threshold_keeps_the_validation_part_within_the_budget(name, setting):
    system = open_system(name, setting)
    benign = [chat for chat in setting.validation if not chat.scam]
    assert not any(Level.WARNING in system.score(chat).levels for chat in benign)


def test_the_threshold_is_the_lowest_one_within_the_budget():
    peaks = [i / 100 for i in range(100)]
    threshold = threshold_within(peaks, 0.02)
    assert sum(peak >= threshold for peak in peaks) == 2 or sum(peak >= threshold for peak in peaks) == 1
    assert sum(peak >= threshold - 0.02 for peak in peaks) > 2


def test_without_benign_chats_no_threshold_is_low_enough():
    assert threshold_within([], 0.02) == np.inf


def test_the_systems_that_read_find_what_the_small_corpus_is_about(setting, corpus):
    for name in ("detector", "max-pooling", "max-pooling:fitted", "tfidf", "keyword-rules", "embeddings"):
        system = open_system(name, setting)
        told = [(chat.scam, Level.WARNING in system.score(chat).levels) for chat in corpus_part("test", corpus)]
        assert all(scam == alert for scam, alert in told), name


def test_the_detector_shows_the_levels_of_its_policy(setting, corpus):
    scam = next(chat for chat in corpus_part("test", corpus) if chat.scam)
    scored = open_system("detector", setting).score(scam)
    assert scored.levels[0] == Level.NONE
    assert scored.levels[-1] >= Level.WARNING
    assert scored.judged == 1.0
    assert scored.tactics is not None


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        ("you need to pay the release fee before we can withdraw", True),
        ("read me the 6 digit code you just got", True),
        ("start with a small amount, 200 usdt, i will guide you", True),
        ("buy the gift cards and scratch them", True),
        ("my train is late again, start without me", False),
        ("can you pick up milk on the way", False),
    ],
)
def test_keyword_rules_know_the_plain_words_of_a_scam(text, risky):
    scored = KeywordRules().score(make_chat([f"them: {text}"]))
    assert (scored.risk[-1] > 0.3) == risky


def test_keyword_rules_see_through_a_disguise_and_do_not_read_me():
    assert KeywordRules().score(make_chat(["them: buy g\u200bift cards"])).risk[-1] > 0.3
    assert KeywordRules().score(make_chat(["me: buy gift cards"])).risk[-1] == 0.0


def test_baselines_may_alert_as_often_as_the_default_policy():
    assert BUDGETS["default"]["warning"] == FALSE_ALARM_BUDGET
