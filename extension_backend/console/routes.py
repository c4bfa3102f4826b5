"""The pages of `/console`: read the form, call the cases, show. Server-rendered, without any script."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from extension_backend.console import corrections, custody, likeness, packing, reading, timeline, turning
from extension_backend.console.access import add_access
from extension_backend.console.cases import SORTS, STATUSES, Case, Query
from extension_backend.console.check_pages import add_checking
from extension_backend.console.console import Console
from extension_backend.console.refused import Refused
from extension_backend.console.statistics import statistics
from extension_backend.console.web import add_filters, languages, number, show, words
from extension_backend.guard import CONSOLE_BLUEPRINT
from prompts import country_names, nearest

LEVELS = ("danger", "warning", "caution", "none", "unknown")


def console_routes(console: Console) -> Blueprint:
    """All of them."""
    routes = Blueprint(
        CONSOLE_BLUEPRINT,
        __name__,
        url_prefix="/console",
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    add_filters(routes)
    add_access(routes, console)
    _add_list(routes, console)
    _add_import(routes, console)
    add_checking(routes, console)
    _add_case(routes, console)
    _add_forms(routes, console)
    _add_many(routes, console)
    return routes


def _add_list(routes: Blueprint, console: Console) -> None:
    @routes.get("/")
    def cases() -> ResponseReturnValue:
        asked = {name: request.args.get(name, "") for name in ("words", "level", "status", "tag")}
        asked["level"] = asked["level"] if asked["level"] in LEVELS else ""
        sort = request.args.get("sort", "risk")
        query = Query(**asked, sort=sort if sort in SORTS else "risk")  # type: ignore[arg-type]
        found = console.cases.all(query)
        return show(
            "cases",
            cases=found,
            query=query,
            tags=console.cases.tags(),
            levels=LEVELS,
            statuses=STATUSES,
            going=console.intake.going,
        )

    @routes.post("/backup")
    def backup() -> ResponseReturnValue:
        name = f"second-look-cases-{console.cases.now():%Y-%m-%d}.backup"
        return send_file(console.vault.copy(), "application/octet-stream", as_attachment=True, download_name=name)


def _add_import(routes: Blueprint, console: Console) -> None:
    @routes.post("/import")
    def upload() -> ResponseReturnValue:
        files = [(file.filename, file.read()) for file in request.files.getlist("file") if file.filename]
        if not files:
            return redirect(url_for("console.cases", empty=1))
        console.intake.begin(files)
        return redirect(url_for("console.progress"))

    @routes.post("/import/me")
    def answer() -> ResponseReturnValue:
        form = request.form
        console.intake.answer(number("job", 0), form.get("me", ""), form.get("everywhere") == "yes")
        return redirect(url_for("console.progress"))

    @routes.get("/import")
    def progress() -> ResponseReturnValue:
        jobs = console.intake.jobs
        if not jobs:
            return redirect(url_for("console.cases"))
        if len(jobs) == 1 and jobs[0].state == "done":
            console.intake.drop()
            one = jobs[0].cases[0] if len(jobs[0].cases) == 1 else None
            return redirect(url_for("console.case", number=one) if one else url_for("console.cases", sort="created"))
        if len(jobs) == 1 and jobs[0].state == "checking" and jobs[0].draft:
            return redirect(url_for("console.check", key=jobs[0].draft.key))
        return show("import", jobs=jobs, busy=console.intake.busy)


def _add_case(routes: Blueprint, console: Console) -> None:
    cases = console.cases

    @routes.get("/cases/<int:number>")
    def case(number: int) -> ResponseReturnValue:
        found = cases.one(number)
        cases.looked_at(found, console.unlocked_at)
        return _case_page(console, found)

    @routes.post("/cases/<int:number>/labelled")
    def labelled(number: int) -> ResponseReturnValue:
        found = cases.one(number)
        data = corrections.labelled(cases, found).encode()
        with console.vault.transaction() as tx:
            sha256 = hashlib.sha256(data).hexdigest()
            custody.note(tx, found.id, "exported", sha256, cases.now(), "labelled transcript")
        return _download(data, "application/jsonl", f"case-{found.id}.jsonl")

    @routes.post("/cases/<int:number>/pack")
    def pack(number: int) -> ResponseReturnValue:
        found, form = cases.one(number), request.form
        hidden = form.get("redact") == "yes"
        picked = [word.strip() for word in form.get("words", "").split(",") if word.strip()]
        lang = nearest([form.get("lang", ""), words()["lang"]], languages())
        data = packing.pack(cases, found, picked if hidden else None, form.get("country") or None, lang).data
        with console.vault.transaction() as tx:
            what = "evidence pack, redacted" if hidden else "evidence pack"
            custody.note(tx, found.id, "exported", hashlib.sha256(data).hexdigest(), cases.now(), what)
        return _download(data, "application/zip", f"case-{found.id}{'-redacted' if hidden else ''}.zip")


def _download(data: bytes, kind: str, name: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _case_page(console: Console, case: Case) -> ResponseReturnValue:
    cases = console.cases
    marks = corrections.marks(cases, case.id)
    tactics = reading.standing(marks)
    money = reading.sums(cases, case, tactics)
    asks, paid = reading.turning_points(tactics)
    tactic, words = request.args.get("tactic", ""), request.args.get("words", "").strip()
    log = custody.log(console.vault, case.id)
    return show(
        "case",
        case=case,
        last_alert=reading.last_reasons(cases, case),
        picture=timeline.picture(console.vault, case, asks, paid),
        shape=timeline,
        sums=money,
        seen=reading.seen(cases, case),
        similar=likeness.similar(cases, case),
        tactics=sorted({mark.tactic for some in marks.values() for mark in some}),
        page=reading.page(cases, case, marks, number("page"), tactic, words),
        page_msgs=reading.PAGE_MSGS,
        tactic=tactic,
        words=words,
        adding=number("add", -1),
        choices=reading.choices(),
        log=log,
        unbroken=custody.unbroken(log),
        statuses=STATUSES,
        help=turning.lines(cases, case),
        countries=country_names(),
        held=g.session.take_held(case.id),
    )


def _add_forms(routes: Blueprint, console: Console) -> None:
    cases = console.cases

    @routes.post("/cases/<int:number>/edit")
    def edit(number: int) -> ResponseReturnValue:
        found, form = cases.one(number), request.form
        tags = form.get("tags", "").split(",")
        cases.edit(found, form.get("title", ""), form.get("status", ""), tags, form.get("notes", ""))
        return redirect(url_for("console.case", number=found.id, saved=1, _anchor="notes"))

    @routes.post("/cases/<int:number>/marks")
    def mark(number: int) -> ResponseReturnValue:
        found, tactic, kind = cases.one(number), request.form.get("tactic", ""), request.form.get("kind", "")
        place = _place()
        if kind == "undo":
            corrections.take_back(cases, found, place, tactic)
        else:
            corrections.correct(cases, found, place, tactic, kind)  # type: ignore[arg-type]
        back = {name: request.form[name] for name in ("page", "words") if request.form.get(name)}
        if shown := request.form.get("only"):
            back["tactic"] = shown
        return redirect(url_for("console.case", number=found.id, **back, _anchor=f"m{place}"))  # type: ignore[arg-type]

    @routes.post("/cases/<int:number>/delete")
    def delete(number: int) -> ResponseReturnValue:
        found = cases.one(number)
        if request.form.get("sure") != "yes":
            raise Refused(422, "not_sure")
        cases.delete(found)
        return redirect(url_for("console.cases"))


def _add_many(routes: Blueprint, console: Console) -> None:
    cases = console.cases

    @routes.get("/statistics")
    def all_cases() -> ResponseReturnValue:
        return show("statistics", found=statistics(cases))

    @routes.get("/cases/<int:number>/beside/<int:other>")
    def beside(number: int, other: int) -> ResponseReturnValue:
        two = cases.one(number), cases.one(other)
        if number == other:
            return redirect(url_for("console.case", number=number))
        things = next((found.things for found in likeness.similar(cases, two[0]) if found.case.id == other), ())
        return show(
            "beside", two=two, things=things, passages=likeness.passages(cases, *two), page_msgs=reading.PAGE_MSGS
        )


def _place() -> int:
    place = number("place", -1)
    if place < 0:
        raise Refused(422, "no_mark")
    return place
