"""One chat's verdict in the terminal. Its text is hostile: control characters are taken out, and nothing is markup."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from detector.review import Moment, Review, parts, percent, reads_like
from detector.text import printable
from detector.types import Level
from prompts import load_wording

_STYLES = {Level.NONE: "green", Level.CAUTION: "cyan", Level.WARNING: "yellow", Level.DANGER: "bold red"}
_LETTERS = {Level.NONE: "·", Level.CAUTION: "c", Level.WARNING: "w", Level.DANGER: "D"}
_BARS = "▁▂▃▄▅▆▇█"
_NOT_JUDGED = "░"
_TIMELINE_COLUMNS = 64
_SHOWN_MESSAGES = 12
_SHOWN_CHARACTERS = 280


def plain(text: str) -> str:
    """Text that a terminal can be trusted with, on one line."""
    return " ".join(printable(text).split())


def verdict(console: Console, found: Review, everything: bool = False) -> None:
    """The whole view of one chat."""
    console.print()
    console.print(_heading(found))
    console.print(_panel(found))
    if not found.assessment.assessable:
        return
    console.print(_timeline(found.timeline))
    console.print(_marked(found, everything))
    console.print(_advice(found))
    console.print(_indicators(found))
    console.print(_small_print(found))


def _heading(found: Review) -> Text:
    times = [moment.message.sent_at for moment in found.timeline if moment.message.sent_at]
    days = f", {min(times):%d %b %Y} to {max(times):%d %b %Y}" if times else ""
    name = plain(found.evidence.name if found.evidence else "") or "chat"
    count = found.assessment.n_messages
    return Text(f"{name}: {count} {'message' if count == 1 else 'messages'}{days}", style="bold")


def _panel(found: Review) -> Panel:
    wording, assessment = load_wording(), found.assessment
    notes = wording["notes"]
    if not assessment.assessable:
        assert found.why_not is not None
        words, style = notes[found.why_not], "magenta"
    elif assessment.level is Level.NONE:
        words, style = notes["none"], _STYLES[Level.NONE]
    else:
        words, style = wording["levels"][str(assessment.level)], _STYLES[assessment.level]
    lines = [Text(words["title"], style=style), Text(words["body"])]
    if assessment.assessable and assessment.level:
        lines += [Text(line) for line in reads_like(found)]
    if assessment.distress:
        lines += [Text(), Text(notes["distress"]["title"], style="bold"), Text(notes["distress"]["body"])]
    further = [key for key in (found.why_not, *found.notes) if key and notes[key] is not words]
    for key in further:
        lines += [Text(), Text(f"{notes[key]['title']}. {notes[key]['body']}", style="magenta")]
    return Panel(Group(*lines), border_style=style, padding=(1, 2), width=86)


def _timeline(moments: Sequence[Moment]) -> Padding:
    """Risk as bars, the level as letters below: readable without colours."""
    columns = parts(moments, _TIMELINE_COLUMNS)
    risk, level = Text("risk   "), Text("level  ")
    for part in columns:
        bar = _NOT_JUDGED if part.risk is None else _BARS[min(int(part.risk * len(_BARS)), len(_BARS) - 1)]
        risk.append(bar, "magenta" if part.risk is None else _STYLES[part.level])
        level.append(_LETTERS[part.level], _STYLES[part.level])
    last = f"{len(moments):>{max(len(columns) - 1, 1)}}" if len(columns) > 1 else ""
    numbers = Text(f"       1{last}", style="dim")
    legend = Text("       · nothing  c caution  w warning  D danger", style="dim")
    if not all(moment.judged for moment in moments):
        legend.append(f"  {_NOT_JUDGED} not English, not judged")
    return Padding(Group(risk, level, numbers, legend), (1, 0, 1, 1))


def _marked(found: Review, everything: bool) -> Group:
    number = {moment.message.id: place for place, moment in enumerate(found.timeline, start=1)}
    raised = {alert.raised_at: alert.level for alert in found.alerts}
    reasons = {finding.message_id for alert in found.alerts for finding in alert.reasons}
    marked = [moment for moment in found.timeline if moment.findings or moment.message.id in raised]
    first = sorted(marked, key=lambda moment: (moment.message.id not in raised, moment.message.id not in reasons))
    shown = {moment.message.id for moment in (marked if everything else first[:_SHOWN_MESSAGES])}
    lines: list[Text | Padding] = [
        Text("Marked messages", style="bold") if marked else Text("No single message stands out.")
    ]
    for moment in marked:
        if moment.message.id in shown:
            lines += _message(moment, number[moment.message.id], raised.get(moment.message.id))
    if len(marked) > len(shown):
        lines.append(Text(f"  and {len(marked) - len(shown)} more: --all shows them", style="dim"))
    return Group(*lines)


def _message(moment: Moment, number: int, raised: Level | None) -> list[Text | Padding]:
    message = moment.message
    who = "they" if message.sender == "them" else "you"
    when = f", {message.sent_at:%d %b %H:%M}" if message.sent_at else ""
    head = Text(f"\n  {number:>4}  {who}{when}", style="dim")
    if raised:
        head.append(f"  from here: {raised}", _STYLES[raised])
    text = plain(message.text)
    quoted = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    lines: list[Text | Padding] = [head, _indented(f"“{quoted}”", 8)]
    for finding in moment.findings:
        lines.append(_indented(f"• {finding.why} ({percent(finding.probability)})", 8, "yellow"))
    return lines


def _indented(text: str, columns: int, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, columns))


def _advice(found: Review) -> Group:
    """What to do now: of the level, then of the tactics that raised it."""
    level, notes = found.assessment.level, load_wording()["notes"]
    advice = list(load_wording()["levels"][str(level)]["advice"]) if level else []
    if found.alerts and level:
        advice += found.alerts[-1].advice
    if found.assessment.distress:
        advice += notes["distress"]["advice"]
    if not advice:
        return Group()
    items = [_indented(f"- {line}", 2) for line in dict.fromkeys(advice)]
    return Group(Text("\nWhat you can do now", style="bold"), *items)


def _indicators(found: Review) -> Group:
    """Each once, with the first message it stands in."""
    seen: dict[tuple[str, str], tuple[int, bool]] = {}
    for number, moment in enumerate(found.timeline, start=1):
        for indicator in moment.indicators:
            if indicator.kind != "link":  # its domain is listed
                seen.setdefault((indicator.kind, indicator.value), (number, indicator.valid))
    lines = [
        _indented(f"{kind:<9} {plain(value)}  (message {number}{'' if valid else ', its check digits do not fit'})", 2)
        for (kind, value), (number, valid) in list(seen.items())[:30]
    ]
    return Group(Text("\nTo look up or report", style="bold"), *lines) if lines else Group()


def _small_print(found: Review) -> Group:
    limits = load_wording()["notes"]["limits"]
    lines = [Text(f"\n{limits['title']}. {limits['body']}", style="dim")]
    if found.evidence:
        lines.append(Text(f"SHA-256 {found.evidence.sha256}", style="dim"))
    lines.append(Text(f"Model {found.assessment.model_version}. Read on this computer; nothing was sent.", style="dim"))
    return Group(*lines)
