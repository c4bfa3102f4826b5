"""The tables of a report, as HTML, from the results of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from eval import metrics
from eval.errors_found import Error
from eval.evaluate import SLICE_METRICS
from eval.metrics import all_metrics
from eval.svg import interval_bar, key

# What is read first; the full list follows folded away.
HEADLINES = {
    "recall_turned": "scams alerted", "pre_ask_recall": "before the ask",
    "pre_ask_recall_after_pivot": "before an ask that comes after the pivot", "at_ask_recall": "by the ask",
    "near_pivot_recall": "by pivot + 3",
    "fpr": "benign alerted", "false_alarms_per_1000": "false alarms / 1,000 msgs", "auroc": "AUROC", "auprc": "AUPRC",
    "f_latency": "F-latency", "ece": "ECE",
}  # fmt: skip
LABELS = HEADLINES | {
    "recall": "all scams alerted", "recall_caution": "all scams, caution or more",
    "fpr_caution": "benign, caution or more",
}  # fmt: skip
SLICES = {"script": "kind of scam", "cell": "kind of benign chat", "lang": "language"}
LETTERS = (metrics.__doc__ or "").split("\n\n")[1].replace("`", "")
OF_CALLS = ("refused", "unreadable")
PLAIN_NUMBERS = ("_msgs", "_hours", "_rounds", "_per_1000")
DIGITS_THREE = ("auroc", "auprc", "f1", "ece", "brier", "erde_5", "erde_50")


def number(name: str, value: float) -> str:
    """A metric's value as its unit asks: a share in percent, a score with three digits, else one digit."""
    if name.endswith(PLAIN_NUMBERS):
        return f"{value:.2f}" if name.endswith("_per_1000") else f"{value:.1f}"
    if name in DIGITS_THREE or name.startswith("f_latency"):
        return f"{value:.3f}"
    return percent(value)


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def with_interval(name: str, found: Sequence[float | None] | None) -> str:
    """`81.2 % (70.1 % to 90.3 %)`, or a dash where the metric is not defined."""
    if found is None or found[0] is None:
        return "–"
    value, low, high = found[0], found[1], found[2]
    if low is None or high is None:
        return number(name, value)
    return f"{number(name, value)} <small>{number(name, low)} to {number(name, high)}</small>"


def html_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table from cells that are HTML already."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def data_card(facts: Mapping[str, Any], group: Mapping[str, Any], kinds: Mapping[tuple[str, str], int]) -> str:
    """What is in the set, and what it cannot show."""
    counts = group["all"]
    sampled = "" if facts["conversations"] == facts["of"] else f", a sample of {facts['of']:,}"
    lines = [
        f"{counts['scams']:,} scam and {counts['benign']:,} benign conversations{sampled}; "
        f"{counts['messages']:,} messages; "
        f"{counts['clusters']:,} clusters that are resampled whole; {counts['turned']:,} scams reach their pivot, "
        f"{counts['asks']:,} an ask.",
        *facts["facts"],
        f"SHA-256 {facts['sha256']}",
    ]
    shown = [
        f"{label.replace('_', ' ').capitalize()}: "
        + ", ".join(f"{kind or 'unnamed'} {count}" for (of, kind), count in sorted(kinds.items()) if of == label)
        for label in sorted({label for label, _ in kinds})
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in [*lines[:1], *shown, *lines[1:]])
    return f'<ul class="card">{items}</ul>'


def headline_table(groups: Sequence[Mapping[str, Any]], colour: Callable[[str], int | None]) -> str:
    """The systems of a set side by side: what is read first, then every metric, folded away."""
    heads = [_system(group["system"], colour(group["system"])) for group in groups]
    defined = [name for name in all_metrics() if any(name in group["all"]["metrics"] for group in groups)]
    rows = [[label, *_values(name, groups)] for name, label in HEADLINES.items() if name in defined]
    rows += [
        ["benign alerted, Wilson interval", *(_of(group["all"], "benign") for group in groups)],
        ["messages that it could judge", *(percent(group["judged"]) for group in groups)],
    ]
    full = [[name + _note(all_metrics()[name].__doc__), *_values(name, groups)] for name in defined]
    return (
        html_table(["", *heads], rows)
        + f"<details><summary>Every metric</summary>{_note(LETTERS)}{html_table(['metric', *heads], full)}</details>"
    )


def tactics_table(found: Mapping[str, Any]) -> str:
    """Average precision of each tactic, the best first, with how often it is marked."""
    marked = {tactic: row for tactic, row in found["each"].items() if row["marked"]}
    rows = [
        [
            escape(tactic),
            with_interval("auprc", row["ap"]),
            _dot(row["ap"]),
            number("f1", row["f1"]),
            str(row["marked"]),
        ]
        for tactic, row in sorted(marked.items(), key=lambda item: -item[1]["ap"][0])
    ]
    never = sorted(set(found["each"]) - set(marked))
    note = f'<p class="note">Never marked in this set: {escape(", ".join(never))}.</p>' if never else ""
    mean = with_interval("auprc", found["macro_ap"])
    macro = f"<p>Over {found['messages']:,} messages, mean average precision {mean}</p>"
    return macro + html_table(["tactic", "average precision", "0 to 1", "F1 at 0.5", "messages marked"], rows) + note


def slice_tables(group: Mapping[str, Any]) -> list[str]:
    """A table for each kind of slice of the first system."""
    parts = []
    for name in dict.fromkeys(one["slice"] for one in group["slices"]):
        found = [one for one in group["slices"] if one["slice"] == name]
        metrics = [
            metric for metric in SLICE_METRICS
            if (name != "cell" or metric in ("fpr", "fpr_caution", "auroc"))
            and (name != "script" or not metric.startswith("fpr"))
            and any(metric in one["metrics"] for one in found)
        ]  # fmt: skip
        first, what = metrics[0], SLICES.get(name, name)
        counted = "benign" if first.startswith("fpr") else "scams"
        rows = []
        for one in found:
            cells = [with_interval(metric, one["metrics"].get(metric)) for metric in metrics]
            rows.append(
                [escape(one["value"]), str(one[counted]), cells[0], _dot(one["metrics"].get(first)), *cells[1:]]
            )
        labels = [LABELS[metric] for metric in metrics]
        table = html_table([what, counted, labels[0], "0 to 100 %", *labels[1:]], rows)
        parts.append(f"<h3>{escape(group['system'])} by {what}</h3>{table}")
    return parts


def attacks_table(groups: Sequence[Mapping[str, Any]]) -> str:
    """Recall and false alarms of every system, without an attack and under each."""
    names = ("recall_turned", "pre_ask_recall", "fpr")
    rows = [
        [_system(system), escape(group["attack"]), *(with_interval(n, group["all"]["metrics"].get(n)) for n in names)]
        for system in dict.fromkeys(group["system"] for group in groups)
        for group in groups if group["system"] == system
    ]  # fmt: skip
    return html_table(["system", "attack", *(HEADLINES[name] for name in names)], rows)


def errors_table(errors: Sequence[Error], own: bool) -> str:
    """One row an error. `own` says whether the column of texts is shown."""
    if not errors:
        return "<p>None.</p>"
    heads = [
        "chat",
        "error",
        "kind",
        "highest risk",
        "alert at",
        "pivot",
        "ask",
        "most telling message",
        *["text"] * own,
    ]
    rows = [
        [
            escape(error.chat_id), error.what, escape(error.kind), f"{error.risk:.2f}",
            *map(_place, (error.alarm, error.pivot, error.ask)), f"{_place(error.place)} {_seen(error)}",
            *[f'<div class="text">{escape(error.text or "")}</div>'] * own,
        ]
        for error in errors
    ]  # fmt: skip
    told = "Messages are counted from 0." + ("" if own else " Texts are shown only of sets that are the project's own.")
    return _note(told) + html_table(heads, rows)


def cost_table(groups: Sequence[Mapping[str, Any]]) -> str:
    """What each system has cost: sums, and what that is for a call or, where it makes none, for a chat."""
    costly = [group for group in groups if "cost" in group]
    names = list(dict.fromkeys(name for group in costly for name in group["cost"]))
    rows = []
    for group in costly:
        chats, cost = group["all"]["scams"] + group["all"]["benign"], group["cost"]
        rows.append([_system(group["system"]), *(_spent(name, cost, chats) for name in names)])
    return html_table(["system", *(name.replace("_", " ") for name in names)], rows)


def _spent(name: str, cost: Mapping[str, float], chats: int) -> str:
    total, calls = cost.get(name, 0), cost.get("calls")
    count, what = (calls, "call") if calls and name != "calls" else (chats, "chat")
    mean = total / count
    each = f"{mean:,.1f}" if mean >= 1 else f"{mean:.2g}"
    told = f"{percent(mean)} of calls" if name in OF_CALLS and calls else f"{each} a {what}"
    return f"{total:,.0f} <small>{told}</small>"


def _seen(error: Error) -> str:
    return "" if error.tactic is None else f"{escape(error.tactic)} {error.probability or 0:.2f}"


def _system(name: str, colour: int | None = None) -> str:
    return ("" if colour is None else key(colour)) + f'<span class="name">{escape(name)}</span>'


def _values(name: str, groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [with_interval(name, group["all"]["metrics"].get(name)) for group in groups]


def _note(text: str | None) -> str:
    return f'<p class="note">{escape((text or "").split(chr(10) * 2)[0])}</p>'


def _of(counts: Mapping[str, Any], which: str) -> str:
    """`3 of 28` and its Wilson interval."""
    if not counts[which]:
        return "–"
    low, high = counts["fpr_wilson"]
    return f"{counts[f'alerted_{which}']} of {counts[which]} <small>{percent(low)} to {percent(high)}</small>"


def _place(index: int | None) -> str:
    return "–" if index is None else f"#{index}"


def _dot(found: Sequence[float | None] | None) -> str:
    if found is None or found[0] is None:
        return ""
    value, low, high = (float("nan") if one is None else one for one in found)
    return interval_bar(value, low, high)
