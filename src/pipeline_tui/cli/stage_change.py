"""The forms of `stage` that change something; each is one undo step."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence

from pipeline_tui.cli import table
from pipeline_tui.cli.stage import FORMS, show
from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.records_stage import Gone, StagePage
from pipeline_tui.domain.stage_plan import Plan
from pipeline_tui.domain.templates import template
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import Ambiguous, InputError, NotFound, UsageError
from pipeline_tui.i18n import _, language, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import lookup, setup, stage_merging, stage_parts, stage_templates, stages
from pipeline_tui.services.desk import Desk

_DIGITS = 6


def run(desk: Desk, options: Namespace) -> int:
    """Do one of the forms, and say what was done."""
    setup.ensure(desk, language())
    forms: dict[str, Callable[[Desk, Namespace], list[str]]] = {
        "add": _add,
        "rename": _rename,
        "set": _set,
        "move": _move,
        "merge": _merge,
        "remove": _remove,
        "criterion": _criterion,
        "planned": _planned,
        "template": _template,
    }
    more = forms[options.what](desk, options)
    if options.json:
        return show(desk, json=True)
    if not options.dry_run:
        _say(desk)
    for line in more:
        print(line)
    return 0


def wrong_form(what: str) -> UsageError:
    """The command was given too little or too much."""
    return UsageError(
        _("That is not enough, or too much"),
        where=f"stage {what}",
        todo=_("Write: {form}").format(form=f"stage {what} {FORMS[what]}".rstrip()),
    )


def _say(desk: Desk) -> None:
    from pipeline_tui.services import history

    changed = desk.writer.changed
    for _step, sentence in history.history(desk, 1) if changed else ():
        print(sentence)
    if not changed:
        print(_("Nothing was changed."))


def _words(options: Namespace, least: int, most: int | None = None) -> list[str]:
    words: list[str] = options.words
    if len(words) < least or (most is not None and len(words) > most):
        raise wrong_form(options.what)
    return words


def _stage(desk: Desk, name: str) -> int:
    return lookup.stage_named(desk, name).id


def _add(desk: Desk, options: Namespace) -> list[str]:
    kind = "open" if options.kind is None else str(rules.read("kind", options.kind))
    after = None if options.after is None else _stage(desk, options.after)
    stages.add(desk, " ".join(_words(options, 1)), kind, after)
    return []


def _rename(desk: Desk, options: Namespace) -> list[str]:
    name, *words = _words(options, 2)
    stages.set_fields(desk, _stage(desk, name), {"name": " ".join(words)})
    return []


def _set(desk: Desk, options: Namespace) -> list[str]:
    name, *pairs = _words(options, 2)
    texts = {}
    for pair in pairs:
        field, sign, value = pair.partition("=")
        if not sign:
            raise wrong_form("set")
        texts[rules.field_named(field)] = value
    stages.set_fields(desk, _stage(desk, name), texts)
    return []


def _move(desk: Desk, options: Namespace) -> list[str]:
    name, position = _words(options, 2, 2)
    at = stages.place(desk, _stage(desk, name), _whole(position))
    if at != _whole(position):
        return [_("It stands at {place}: stages stand with those of their kind.").format(place=at)]
    return []


def _merge(desk: Desk, options: Namespace) -> list[str]:
    name, into = _words(options, 2, 2)
    return _gone(stage_merging.merge(desk, _stage(desk, name), _stage(desk, into)))


def _remove(desk: Desk, options: Namespace) -> list[str]:
    name = " ".join(_words(options, 1))
    into = None if options.into is None else _stage(desk, options.into)
    return _gone(stage_merging.remove(desk, _stage(desk, name), into))


def _gone(gone: Gone) -> list[str]:
    """What went with a stage."""
    lines = []
    if gone.followups:
        lines.append(
            ngettext(
                "{count} open follow-up was cancelled with it.",
                "{count} open follow-ups were cancelled with it.",
                gone.followups,
            ).format(count=number(gone.followups))
        )
    if gone.ticks:
        lines.append(
            ngettext(
                "{count} tick on its criteria went with it; undo brings all back.",
                "{count} ticks on its criteria went with it; undo brings all back.",
                gone.ticks,
            ).format(count=number(gone.ticks))
        )
    return lines


def _criterion(desk: Desk, options: Namespace) -> list[str]:
    act, name, *words = _words(options, 3)
    page = _page(desk, name)
    if act == "add":
        stage_parts.add_criterion(desk, page.stage.id, " ".join(words))
        return []
    if act not in ("rename", "remove", "move", "tie"):
        raise wrong_form("criterion")
    chosen = _part(words[0], [(one.id, one.text) for one in page.criteria], page)
    if act == "remove" and len(words) == 1:
        stage_parts.remove_criterion(desk, chosen)
    elif act == "rename" and len(words) > 1:
        stage_parts.edit_criterion(desk, chosen, " ".join(words[1:]))
    elif act == "move" and len(words) == 2:
        stage_parts.place_criterion(desk, chosen, _whole(words[1]))
    elif act == "tie" and len(words) == 2:
        stage_parts.tie_criterion(desk, chosen, words[1])
    else:
        raise wrong_form("criterion")
    return []


def _planned(desk: Desk, options: Namespace) -> list[str]:
    act, name, *words = _words(options, 3)
    page = _page(desk, name)
    if act == "add":
        stage_parts.add_planned(desk, page.stage.id, " ".join(words))
        return []
    if act not in ("edit", "remove"):
        raise wrong_form("planned")
    chosen = _part(words[0], [(one.id, one.text) for one in page.planned], page)
    if act == "remove" and len(words) == 1:
        stage_parts.remove_planned(desk, chosen)
    elif act == "edit" and len(words) > 1:
        stage_parts.edit_planned(desk, chosen, " ".join(words[1:]))
    else:
        raise wrong_form("planned")
    return []


def _page(desk: Desk, name: str) -> StagePage:
    number = _stage(desk, name)
    return next(page for page in stages.stages(desk) if page.stage.id == number)


def _part(text: str, among: Sequence[tuple[int, str]], page: StagePage) -> int:
    """What hangs on a stage, by its place (1, 2 …) or by words that match only it."""
    text = clean(text)
    if text.isascii() and text.isdigit() and 1 <= int(text[:_DIGITS]) <= len(among):
        return among[int(text[:_DIGITS]) - 1][0]
    words = fold(text).split()
    found = [part for part in among if words and all(word in fold(part[1]) for word in words)]
    if len(found) == 1:
        return found[0][0]
    if found:
        raise Ambiguous(
            _("Several of {stage} match {words}").format(stage=page.stage.name, words=text),
            [f"{place}  {part[1]}" for place, part in enumerate(among, start=1) if part in found],
        )
    raise NotFound(
        _("{stage} has nothing like {words}").format(stage=page.stage.name, words=text[:60]),
        todo=_("There is {names}").format(names=", ".join(part[1] for part in among) or "–"),
    )


def _template(desk: Desk, options: Namespace) -> list[str]:
    (name,) = _words(options, 1, 1)
    stage_templates.preview(desk, name)  # so that an unknown one is said first
    chosen = dict(_mapped(desk, name, pair) for pair in options.map)
    plan = stage_templates.preview(desk, name, chosen)
    lines = _plan_lines(plan)
    if options.dry_run:
        return lines
    if not stage_templates.switch(desk, name, chosen):
        return [_("The stages are those of the template already.")]
    return lines


def _mapped(desk: Desk, name: str, pair: str) -> tuple[int, str]:
    """A present stage and the key of the one it is to become, from `OLD=NEW`."""
    from pipeline_tui.domain.stage_names import match_stage

    old, sign, new = pair.rpartition("=")
    if not sign:
        raise InputError(
            _("{text} does not say which stage becomes which").format(text=clean(pair)[:60]),
            todo=_("Write for example: {example}").format(example="--map Proposal=Demo"),
        )
    keys = {seed.name: seed.key for seed in template(name)}
    return _stage(desk, old), keys[match_stage(new, list(keys))]


def _plan_lines(plan: Plan) -> list[str]:
    """Which stage becomes which, with how many deals, and what goes."""
    rows = []
    for one in plan.stages:
        from_names = ", ".join(page.stage.name for page in one.pages) or _("new")
        deals = ngettext("{count} deal", "{count} deals", one.deals).format(count=number(one.deals))
        rows.append([one.seed.name, "←", from_names, deals])
    lines = table.columns(rows, limit=table.terminal_width())
    if plan.lost:
        lines.append(_lost(plan))
    return lines


def _lost(plan: Plan) -> str:
    """Which criteria go, and how many ticks with them."""
    names = ", ".join(criterion.text for criterion in plan.lost)
    if not plan.ticks:
        return _("Criteria that go: {names}").format(names=names)
    return ngettext(
        "Criteria that go with {count} tick: {names}",
        "Criteria that go with {count} ticks: {names}",
        plan.ticks,
    ).format(count=number(plan.ticks), names=names)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise InputError(_("{text} is not a whole number").format(text=clean(text)[:60]))
    return int(text)
