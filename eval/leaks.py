"""Leak checks: what can be told about the class of a chat without reading what it is about. Near 0.5 is wanted.

Each check is a table of features a chat; its AUROC is that of a logistic regression, cross-validated by cluster, so
that no family is judged by its own relatives. What is said after the pivot is meant to differ, so the checks on words
and manners are also run on what comes before it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, StandardScaler

from eval import curves
from eval.chats import Chat
from eval.intervals import RESAMPLES, IntArray, bootstrap, require

FOLDS = 5
LIMIT = 0.65  # AUROC that no check should pass
_POLITE = ("please", "thank", "sorry", "dear", "welcome", "sir", "kind", "appreciate")
_CASUAL = ("lol", "haha", "u", "ur", "omg", "yeah", "nah", "gonna", "idk", "pls")
# scikit-learn's list holds words that are no mere grammar: those would let the subject of a chat in.
_NOT_GRAMMAR = frozenset(
    [
        "amount",
        "back",
        "bill",
        "bottom",
        "call",
        "co",
        "con",
        "cry",
        "de",
        "describe",
        "detail",
        "done",
        "due",
        "eight",
        "eleven",
        "empty",
        "etc",
        "fifteen",
        "fifty",
        "fill",
        "find",
        "fire",
        "five",
        "forty",
        "found",
        "four",
        "front",
        "full",
        "get",
        "give",
        "go",
        "hundred",
        "inc",
        "interest",
        "keep",
        "ltd",
        "made",
        "mill",
        "mine",
        "move",
        "name",
        "nine",
        "part",
        "put",
        "see",
        "seem",
        "seemed",
        "seeming",
        "seems",
        "serious",
        "show",
        "side",
        "sincere",
        "six",
        "sixty",
        "system",
        "take",
        "ten",
        "thick",
        "thin",
        "three",
        "top",
        "twelve",
        "twenty",
        "two",
    ]
)
_WORD = r"(?u)\b\w+\b"
_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")


@dataclass(frozen=True, slots=True)
class Leak:
    """AUROC of one check, with its interval by cluster."""

    name: str
    auroc: float
    low: float
    high: float


def leaks(chats: Sequence[Chat], resamples: int = RESAMPLES, seed: int = 0) -> list[Leak]:
    """Every check on a set with both classes.

    Raises:
        ValueError: a class is missing, or there are fewer clusters than folds.
        MissingCluster: a chat has no cluster.
    """
    require([chat.cluster for chat in chats])
    truth = np.array([chat.scam for chat in chats])
    if truth.all() or not truth.any():
        raise ValueError("a leak check needs scam and benign conversations")
    if (clusters := len({chat.cluster for chat in chats})) < FOLDS:
        raise ValueError(f"a leak check needs at least {FOLDS} clusters, and here are {clusters}")
    views = [(name, name, chats) for name in CHECKS]
    if any(chat.scam and chat.pivot_at for chat in chats):
        early = before_pivot(chats, seed)
        views += [(name, f"{name}, before the pivot", early) for name in ("punctuation and politeness", "stop words")]
    return [_leak(title, name, view, resamples, seed) for name, title, view in views]


def _leak(title: str, name: str, chats: Sequence[Chat], resamples: int, seed: int) -> Leak:
    truth = np.array([chat.scam for chat in chats])
    clusters = [chat.cluster for chat in chats]
    model, features = CHECKS[name]
    score = _out_of_fold(model(), features(chats), truth, clusters)

    def auroc(rows: IntArray) -> list[float]:
        return [curves.auroc(truth[rows], score[rows])]

    low, high = bootstrap(auroc, clusters, resamples, seed)[0]
    return Leak(title, curves.auroc(truth, score), low, high)


def before_pivot(chats: Sequence[Chat], seed: int) -> list[Chat]:
    """Each scam up to its pivot; all others up to the pivot of a scam drawn at random, so that lengths match.

    Scams that begin with their pivot have nothing before it and are left out.
    """
    pivots = [chat.pivot_at for chat in chats if chat.scam and chat.pivot_at]
    rng = random.Random(seed)
    return [
        replace(
            chat, conversation=replace(chat.conversation, messages=chat.messages[: chat.pivot_at or rng.choice(pivots)])
        )
        for chat in chats
        if chat.pivot_at != 0
    ]


def _out_of_fold(
    model: Any, features: Any, truth: NDArray[np.bool_], clusters: Sequence[str | None]
) -> curves.FloatArray:
    """Log-odds of each chat from a model that saw none of its cluster, float64 [C], centred a fold.

    Centred, since the folds' models differ in offset and one ranking is made of all of them.
    """
    score = np.zeros(len(truth))
    rows = np.arange(len(truth))
    for train, test in GroupKFold(FOLDS).split(rows, truth, groups=clusters):
        model.fit([features[i] for i in train], truth[train])
        score[test] = model.decision_function([features[i] for i in test])
        score[test] -= np.median(model.decision_function([features[i] for i in train]))
    return score


def _numbers() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))


def _words() -> Any:
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=_WORD)
    return make_pipeline(vectors, LogisticRegression(C=10.0, max_iter=2000))


def _stop_words() -> Any:
    vectors = CountVectorizer(vocabulary=sorted(ENGLISH_STOP_WORDS - _NOT_GRAMMAR), token_pattern=_WORD)
    return make_pipeline(vectors, MaxAbsScaler(), LogisticRegression(max_iter=2000))


def _message_count(chats: Sequence[Chat]) -> list[list[float]]:
    return [[len(chat.messages), float(np.log(len(chat.messages)))] for chat in chats]


def _sender_ratio(chats: Sequence[Chat]) -> list[list[float]]:
    """Share of messages and of letters by "them", who opens, and how often the speaker changes."""
    rows = []
    for chat in chats:
        theirs = [message.sender == "them" for message in chat.messages]
        letters = np.array([len(message.text) for message in chat.messages])
        changes = np.mean(np.array(theirs[1:]) != np.array(theirs[:-1])) if len(theirs) > 1 else 0.0
        rows.append(
            [float(np.mean(theirs)), float(letters[theirs].sum() / max(1, letters.sum())), theirs[0], float(changes)]
        )
    return rows


def _manners(chats: Sequence[Chat]) -> list[list[float]]:
    """Punctuation, capitals, emoji, length and politeness, of "them" and of both."""
    return [
        [*_manner([m.text for m in chat.messages]), *_manner([m.text for m in chat.messages if m.sender == "them"])]
        for chat in chats
    ]


def _manner(texts: Sequence[str]) -> list[float]:
    if not texts:
        return [0.0] * 16
    whole = "\n".join(texts)
    words = re.findall(r"[\w']+", whole.lower())
    letters = max(1, sum(map(str.isalpha, whole)))
    lengths = [len(text.split()) for text in texts]
    marks = [100 * whole.count(mark) / letters for mark in ("!", "?", ",", ".", "...", "'", "-", "[")]
    shares = [sum(word in found for word in words) / max(1, len(words)) for found in (_POLITE, _CASUAL)]
    return [
        *marks, *shares,
        len(_EMOJI.findall(whole)) / len(texts),
        sum(map(str.isupper, whole)) / letters,
        float(np.mean([text[:1].isupper() for text in texts])),
        float(np.mean([text.rstrip()[-1:] == "." for text in texts])),
        float(np.mean(lengths)), float(np.median(lengths)),
    ]  # fmt: skip


def _first_two(chats: Sequence[Chat]) -> list[str]:
    return ["\n".join(f"{m.sender}says {m.text}" for m in chat.messages[:2]) for chat in chats]


def _whole(chats: Sequence[Chat]) -> list[str]:
    return ["\n".join(message.text for message in chat.messages) for chat in chats]


CHECKS: dict[str, tuple[Callable[[], Any], Callable[[Sequence[Chat]], Any]]] = {
    "message count": (_numbers, _message_count),
    "sender ratio": (_numbers, _sender_ratio),
    "first two messages": (_words, _first_two),
    "punctuation and politeness": (_numbers, _manners),
    "stop words": (_stop_words, _whole),
}
