"""What ends a stage or a part of it: removing, merging, another template; each says what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records_stage import Gone, StagePage
from pipeline_tui.domain.templates import TEMPLATES
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.gateway import stages
from pipeline_tui.ui.modals.confirm import Confirm

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.stages import StagesScreen


class Ending:
    """Asks where deals go, says what goes with it, and does it."""

    def __init__(self, screen: StagesScreen) -> None:
        self._screen = screen
        self._gateway = screen.gateway

    def remove(self) -> None:
        """The stage under the cursor: at once where nothing hangs on it, else into another."""
        page = self._screen.list.current
        if page is None:
            return
        if page.deals or page.been:
            self._into(page, merge=False)
        else:
            self._confirm(page, None, merge=False)

    def merge(self) -> None:
        """The stage under the cursor becomes part of another."""
        page = self._screen.list.current
        if page is not None:
            self._into(page, merge=True)

    async def remove_part(self) -> None:
        """The criterion or planned follow-up under the cursor; asks where ticks go with it."""
        item, page = self._screen.sheet.current, self._screen.sheet.page_shown
        if item is None or page is None or item.kind not in ("criterion", "planned"):
            self._screen.say(_("Only criteria and planned follow-ups are removed here"))
            return
        ticks = next((one.ticks for one in page.criteria if one.id == item.key), 0)
        if item.kind == "planned" or not ticks:
            await stages.remove_part(self._gateway, item.kind, item.key)
            self._done()
            return

        async def answered(yes: bool | None) -> None:
            if yes:
                await stages.remove_part(self._gateway, item.kind, item.key)
                self._done()

        detail = ngettext(
            "{count} deal has ticked it: the tick goes with it. u undoes.",
            "{count} deals have ticked it: the ticks go with it. u undoes.",
            ticks,
        ).format(count=number(ticks))
        question = _("Remove the criterion {text}?").format(text=item.text)
        self._screen.app.push_screen(
            Confirm(question, yes=_("remove"), detail=detail), self._screen.guarded(answered)
        )

    def template(self) -> None:
        """Choose a template, look at what it does, and switch."""
        from pipeline_tui.ui.modals.templates import pick_template

        def chosen(name: str | None) -> None:
            if name is not None:
                self._preview(name)

        now = stages.current_template(self._gateway)
        prompt = pick_template(_("Switch to the stages of"), TEMPLATES, now)
        self._screen.app.push_screen(prompt, chosen)

    def _preview(self, name: str) -> None:
        from pipeline_tui.ui.modals.template_plan import TemplatePlan

        async def decided(chosen: dict[int, str] | None) -> None:
            if chosen is None:
                return
            if await stages.switch(self._gateway, name, chosen):
                self._done()
            else:
                self._screen.say(_("The stages are those of the template already."))

        self._screen.app.push_screen(
            TemplatePlan(self._gateway, name), self._screen.guarded(decided)
        )

    def _into(self, page: StagePage, *, merge: bool) -> None:
        """Ask which stage takes over."""
        from pipeline_tui.ui.modals.pick import pick_stage

        found = stages.targets(self._screen.list.pages, page.stage.id)
        stages.what_goes(  # an error is said before anything is asked
            self._gateway, page.stage.id, found[0].stage.id if found else None, merge=merge
        )

        def chosen(key: str | None) -> None:
            if key is not None:
                self._confirm(page, int(key), merge=merge)

        said = (
            _("Merge {stage} into") if merge else _("Remove {stage}: its deals and history go to")
        )
        title = said.format(stage=page.stage.name)
        self._screen.app.push_screen(pick_stage(title, [one.stage for one in found], 0), chosen)

    def _confirm(self, page: StagePage, into: int | None, *, merge: bool) -> None:
        gone = stages.what_goes(self._gateway, page.stage.id, into, merge=merge)
        to = next((one.stage.name for one in self._screen.list.pages if one.stage.id == into), "")

        async def answered(yes: bool | None) -> None:
            if yes:
                await stages.end(self._gateway, page.stage.id, into, merge=merge)
                self._screen.show(at=into)
                self._screen.tell()

        question = _("Merge {stage} into {into}?") if merge else _("Remove {stage}?")
        prompt = Confirm(
            question.format(stage=page.stage.name, into=to),
            yes=_("merge") if merge else _("remove"),
            detail=_what_goes(gone, to),
        )
        self._screen.app.push_screen(prompt, self._screen.guarded(answered))

    def _done(self) -> None:
        self._screen.show()
        self._screen.tell()


def _what_goes(gone: Gone, to: str) -> str:
    """What removing or merging does, in sentences."""
    said = []
    if gone.deals:
        said.append(
            ngettext("{count} deal goes to {into}.", "{count} deals go to {into}.", gone.deals)
            .format(count=number(gone.deals), into=to)
        )  # fmt: skip
    if gone.followups:
        said.append(
            ngettext(
                "{count} open follow-up is cancelled.",
                "{count} open follow-ups are cancelled.",
                gone.followups,
            ).format(count=number(gone.followups))
        )
    if gone.criteria:
        said.append(
            ngettext(
                "{count} criterion goes.", "{count} criteria go.", gone.criteria
            ).format(count=number(gone.criteria))
        )  # fmt: skip
    if gone.ticks:
        said.append(
            ngettext(
                "{count} tick goes with them.", "{count} ticks go with them.", gone.ticks
            ).format(count=number(gone.ticks))
        )  # fmt: skip
    return " ".join([*said, _("u undoes.")])
