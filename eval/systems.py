"""What a system is, and where systems come from: each file in `eval/baselines/` is one, found by listing the folder."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from detector.engine import Detector
from detector.model import WEIGHTS_DIR
from detector.types import Level
from detector.windows import windows
from eval.chats import Chat
from eval.curves import FloatArray

BASELINES_DIR = Path(__file__).with_name("baselines")
# The share of benign validation chats in which a baseline without levels of its own may alert: the budget of the
# detector's default policy for a warning.
FALSE_ALARM_BUDGET = 0.05


@dataclass(frozen=True, slots=True)
class Scored:
    """What a system says about a chat.

    Attributes:
        risk: after each message, float64 [M]; risk k may depend on messages 1 to k only.
        levels: what is shown after each message, M levels; empty where a threshold has to give them.
        tactics: tactic probabilities of each message, float64 [M, K], where the system knows tactics.
        judged: share of the messages at which the chat could be assessed at all.
        cost: what scoring the chat has cost, where that is not only time on this machine, such as calls and tokens;
            each is a sum, so that costs of chats can be added up.
    """

    risk: FloatArray
    levels: tuple[Level, ...] = ()
    tactics: FloatArray | None = None
    judged: float = 1.0
    cost: Mapping[str, float] | None = None


class System(Protocol):
    def score(self, chat: Chat) -> Scored: ...


class Learner(System, Protocol):
    """A system that is trained on the corpus before it scores."""

    def fit(self, chats: Sequence[Chat]) -> None: ...


class Module(Protocol):
    """A file in `eval/baselines/`: its docstring's first line says what it is, VARIANTS what may follow `name:`.

    A system that is told what to use has, in place of VARIANTS, a TARGET such as "PATH", and is named `name@PATH`;
    `identity(target)`, where there is one, tells one such target from another with the same name.
    """

    VARIANTS: tuple[str, ...]
    __doc__: str

    def build(self, setting: Setting, variant: str) -> System: ...


@dataclass
class Setting:
    """What systems may use: our weights, and the corpus's train and validation parts."""

    weights: Path = WEIGHTS_DIR
    train: Sequence[Chat] = ()
    validation: Sequence[Chat] = ()
    seed: int = 0
    _last: tuple[Chat, NDArray[np.float32]] | None = field(default=None, repr=False)

    @cached_property
    def detector(self) -> Detector:
        return Detector.load(self.weights)

    def tactics(self, chat: Chat) -> NDArray[np.float32]:
        """Tactic vectors of a chat, float32 [M, K]. The last chat is kept: several systems ask for it in turn."""
        if self._last is None or self._last[0] is not chat:
            self._last = chat, self.detector.tactics(windows(chat.messages))
        return self._last[1]


class WithThreshold:
    """Gives levels to a system that has none: a warning once the risk has reached a threshold, and from then on."""

    def __init__(self, system: System, threshold: float) -> None:
        self.threshold = threshold
        self._system = system

    def score(self, chat: Chat) -> Scored:
        scored = self._system.score(chat)
        told = np.maximum.accumulate(scored.risk) >= self.threshold
        levels = tuple(Level.WARNING if one else Level.NONE for one in told)
        return replace(scored, levels=levels)


def system_names() -> dict[str, str]:
    """Every system and variant that can be named, with what it is; after an "@" stands what has to be given."""
    found: dict[str, str] = {}
    for stem in sorted(path.stem for path in BASELINES_DIR.glob("*.py") if path.stem != "__init__"):
        module, name = _module(stem), stem.replace("_", "-")
        target = getattr(module, "TARGET", "")
        endings = [f"@{target}"] if target else [f":{variant}" if variant else "" for variant in module.VARIANTS]
        found |= {name + ending: module.__doc__.splitlines()[0] for ending in endings}
    return found


def find_system(name: str) -> tuple[Module, str]:
    """The file of a system, and its variant or target.

    Raises:
        ValueError: there is none of that name.
    """
    head, at, target = name.partition("@")
    known = system_names()
    stem, _, variant = head.partition(":")
    if target and any(one.startswith(f"{head}@") for one in known):
        return _module(head.replace("-", "_")), target
    if at or name not in known:
        raise ValueError(f"no system '{name}'; there are: {', '.join(known)}")
    return _module(stem.replace("-", "_")), variant


def open_system(name: str, setting: Setting) -> System:
    """Builds a system, trains it where it learns, and gives it a threshold where it has no levels.

    Raises:
        ValueError: there is none of that name, or its target cannot be used.
    """
    module, given = find_system(name)
    system = module.build(setting, given)
    if hasattr(system, "fit"):
        cast(Learner, system).fit(setting.train)
    benign = [chat for chat in setting.validation if not chat.scam]
    if benign and system.score(benign[0]).levels:
        return system
    peaks = [float(system.score(chat).risk.max()) for chat in benign]
    return WithThreshold(system, threshold_within(peaks, FALSE_ALARM_BUDGET))


def system_identity(name: str) -> str:
    """What tells the target of a system apart from another at the same path or address; empty where nothing does.

    Raises:
        ValueError: there is none of that name, or its target cannot be read.
    """
    module, given = find_system(name)
    identity: Callable[[str], str] | None = getattr(module, "identity", None)
    return identity(given) if identity else ""


def threshold_within(peaks: Sequence[float], budget: float) -> float:
    """The lowest threshold that at most a share `budget` of benign chats reaches; infinite without any chat."""
    if not len(peaks):
        return float("inf")
    return float(np.nextafter(np.quantile(np.array(peaks), 1 - budget, method="higher"), np.inf))


def _module(stem: str) -> Module:
    return cast(Module, importlib.import_module(f"eval.baselines.{stem}"))
