from dataclasses import replace

import numpy as np
import pytest

from detector.types import Conversation, Level
from eval.baselines.keyword_rules import KeywordRules
from eval.sets import corpus_part
from eval.systems import BASELINES_DIR, Setting, open_system, system_names, threshold_within
from tests.eval.conftest import make_chat


@pytest.fixture(scope="module")
def setting(corpus, weights):
    return Setting(weights, corpus_part("train", corpus), corpus_part("validation", corpus))


def test_every_file_of_the_folder_is_a_system():
    files = {path.stem.replace("_", "-") for path in BASELINES_DIR.glob("*.py")} - {"--init--"}
    assert {name.partition(":")[0] for name in system_names()} == files
    mandatory = {"majority", "message-count", "first-two", "keyword-rules", "tfidf", "max-pooling", "detector"}
    assert mandatory <= set(system_names())


def test_an_unknown_system_is_told_with_what_there_is(setting):
    with pytest.raises(ValueError, match=r"no system 'tfdif'.*tfidf"):
        open_system("tfdif", setting)


@pytest.mark.parametrize("name", system_names())
def test_what_is_said_after_a_message_depends_on_no_later_one(name, setting, corpus):
    system = open_system(name, setting)
    for chat in corpus_part("test", corpus):
        whole = system.score(chat)
        assert len(whole.risk) == len(whole.levels) == len(chat.messages)
        for k in range(1, len(chat.messages)):
            part = system.score(replace(chat, conversation=Conversation(chat.id, chat.messages[:k])))
            assert part.risk == pytest.approx(whole.risk[:k])
            assert part.levels == whole.levels[:k]


@pytest.mark.parametrize("name", [name for name in system_names() if not name.startswith(("detector", "majority"))])
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
    for name in ("detector", "max-pooling", "max-pooling:fitted", "tfidf", "keyword-rules"):
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
