"""Every figure of metrics.md once more, in the plainest way: deal by deal, day by day.

Written from metrics.md alone; nothing of the product is used. A deal is what really happened:
where it has been and when. Slow, and meant to be: one reads a rule and sees that it is the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import dropwhile, product
from typing import NamedTuple

Window = tuple[date, date] | None
"""First and last day; None is all time."""


class Stage(NamedTuple):
    """A stage, by its name, in the order of the board."""

    name: str
    kind: str
    percent: int
    first_contact: bool = False
    opportunity: bool = False
    """From here on a lead is a verified opportunity."""


class Stay(NamedTuple):
    """Moments are those of the clock on the wall."""

    stage: str
    entered: datetime
    left: datetime | None
    inferred: bool


class Contact(NamedTuple):
    """Somebody called, wrote, or met."""

    day: date
    meeting: bool
    reached: bool


class Deal(NamedTuple):
    """A deal, and all that happened to it."""

    id: int
    stage: str
    verified: bool
    created: datetime
    closed: date | None
    value: int | None
    currency: str
    percent: int | None
    category: str
    expected: date | None
    ghost_on: date | None
    overridden: bool
    disqualified: bool
    company: int | None
    source: str
    product: str
    reason: str
    risk_was_reason: bool | None
    stays: tuple[Stay, ...]
    contacts: tuple[Contact, ...] = ()
    renews: int | None = None
    """The deal it is the renewal of."""
    renewal_on: date | None = None
    """When that is due."""
    again: int | None = None
    """What it brings again, in its currency, per month or year."""
    per: str = ""
    checked: datetime | None = None
    """When its check after 30 days was ticked."""


class World(NamedTuple):
    """Deals in their stages, as somebody looks at them on a day."""

    stages: tuple[Stage, ...]
    deals: tuple[Deal, ...]
    today: date
    rates: dict[str, Fraction]
    """What a unit is worth in the base currency; the base currency is 1."""

    def kind(self, deal: Deal) -> str:
        return next(stage.kind for stage in self.stages if stage.name == deal.stage)

    def open_stages(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.kind == "open"]

    def of(self, wanted: Callable[[Deal], bool]) -> World:
        return self._replace(deals=tuple(deal for deal in self.deals if wanted(deal)))


def inside(day: date | None, window: Window) -> bool:
    if day is None:
        return False
    return window is None or window[0] <= day <= window[1]


def half_up(number: Fraction) -> int:
    return int((number + Fraction(1, 2)) // 1)


def money(world: World, amounts: list[tuple[int | None, str]]) -> int:
    """Summed in minor units, then converted; what has no rate is left out."""
    total = 0
    for currency, rate in world.rates.items():
        total += half_up(sum(v for v, c in amounts if c == currency and v is not None) * rate)
    return total


def worth(world: World, deals: list[Deal]) -> int:
    return money(world, [(deal.value, deal.currency) for deal in deals])


# Win rate: verified opportunities closed in the period; care counts as won; disqualified do not.


def won(world: World, window: Window) -> list[Deal]:
    return [d for d in closed(world, window) if world.kind(d) in ("won", "care")]


def lost(world: World, window: Window) -> list[Deal]:
    return [d for d in closed(world, window) if world.kind(d) == "lost"]


def closed(world: World, window: Window) -> list[Deal]:
    return [
        d for d in world.deals
        if world.kind(d) in ("won", "care", "lost") and d.verified and not d.disqualified
        and inside(d.closed, window)
    ]  # fmt: skip


def ratio(above: int, below: int) -> float | None:
    return above / below if below else None


def win_rate(world: World, window: Window) -> float | None:
    return ratio(len(won(world, window)), len(closed(world, window)))


def win_rate_by_value(world: World, window: Window) -> float | None:
    good, bad = worth(world, won(world, window)), worth(world, lost(world, window))
    return ratio(good, good + bad)


# Cycle: first contact (entry into the stage so marked or a later open one; else created) to close.


def cycle(world: World, deal: Deal) -> int | None:
    counts = False
    names = []
    for stage in world.stages:
        counts = counts or stage.first_contact
        if counts and stage.kind == "open":
            names.append(stage.name)
    entries = [s.entered for s in deal.stays if s.stage in names and not s.inferred]
    begin = min(entries) if entries else deal.created
    if deal.closed is None or deal.closed < begin.date():
        return None
    return (deal.closed - begin.date()).days


def cycles(world: World, window: Window) -> list[int]:
    return [days for deal in won(world, window) if (days := cycle(world, deal)) is not None]


def mean(numbers: list[int]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def median(numbers: list[int]) -> float | None:
    """As many are above as below."""
    if not numbers:
        return None
    numbers = sorted(numbers)
    while len(numbers) > 2:
        numbers = numbers[1:-1]
    return sum(numbers) / len(numbers)


def percentile(numbers: list[int], percent: int) -> int | None:
    """The smallest one that so many percent of all do not exceed."""
    for number in sorted(numbers):
        if 100 * sum(other <= number for other in numbers) >= percent * len(numbers):
            return number
    return None


# Velocity: open count × average won value × win rate ÷ average cycle, trailing four quarters.


def quarter_of(day: date) -> tuple[date, date]:
    ends = {3: 31, 6: 30, 9: 30, 12: 31}
    last = min(month for month in ends if month >= day.month)
    return date(day.year, last - 2, 1), date(day.year, last, ends[last])


def four_quarters(today: date) -> tuple[date, date]:
    first, last = quarter_of(today)
    for _quarter in range(3):
        first = quarter_of(first - timedelta(days=1))[0]
    return first, last


def ghost(world: World, deal: Deal) -> bool:
    return deal.ghost_on is not None and deal.ghost_on <= world.today


def velocity(world: World, window: Window) -> int | None:
    window = window or four_quarters(world.today)
    days = cycles(world, window)
    if not days or not sum(days):
        return None
    in_play = [
        d for d in world.deals
        if world.kind(d) == "open" and d.verified and not ghost(world, d)
    ]  # fmt: skip
    winners = won(world, window)
    valued = [d for d in winners if d.value is not None and d.currency in world.rates]
    if not valued:
        return None
    average = Fraction(worth(world, valued), len(valued))
    rate = Fraction(len(winners), len(closed(world, window)))
    return half_up(len(in_play) * average * rate / Fraction(sum(days), len(days)))


# Weighted value: over open deals, the deal's own probability, else the stage's; ghosts are out of
# what is expected. 0 % is not "unset".


def percent_of(world: World, deal: Deal) -> int:
    if deal.percent is not None:
        return deal.percent
    return next(stage.percent for stage in world.stages if stage.name == deal.stage)


def weighted(world: World, deals: list[Deal]) -> int:
    total = 0
    for currency, rate in world.rates.items():
        total += half_up(
            sum(d.value * percent_of(world, d) for d in deals
                if d.currency == currency and d.value is not None) * rate
        )  # fmt: skip
    return half_up(Fraction(total, 100))


def open_stage(world: World, stage: Stage) -> tuple[int, int, int]:
    """Deals, value, weighted value."""
    there = [deal for deal in world.deals if deal.stage == stage.name]
    hoped = [deal for deal in there if not ghost(world, deal)]
    return len(there), worth(world, there), weighted(world, hoped)


# Conversion by cohort: of deals that first came so far in the period, who later went further.


def known(deal: Deal) -> list[Stay]:
    return [stay for stay in deal.stays if not stay.inferred]


def cohort(world: World, stage: Stage, window: Window) -> tuple[int, int, int]:
    """Entered, reached the next or a later one or won, and undecided."""
    names = [one.name for one in world.open_stages()]
    here = names.index(stage.name)
    entered = further = undecided = 0
    for deal in world.deals:
        stays = known(deal)
        if not stays:
            continue
        steps = []
        for stay in stays:
            if stay.stage in names:
                steps.append((stay.entered.date(), names.index(stay.stage)))
            elif next(x.kind for x in world.stages if x.name == stay.stage) in ("won", "care"):
                steps.append((stay.entered.date(), len(names)))
        if world.kind(deal) in ("won", "care") and deal.closed is not None:
            steps.append((deal.closed, len(names)))
        # Where it began behind this stage, only what follows counts when it goes back to it.
        steps = list(dropwhile(lambda step: step[1] > here, steps))
        days = [day for day, place in steps if place >= here]
        if not days or not inside(min(days), window):
            continue
        entered += 1
        if any(place > here for _day, place in steps):
            further += 1
        elif deal.closed is None:
            undecided += 1
    return entered, further, undecided


def exits(world: World, stage: Stage, window: Window) -> dict[str, int]:
    """How the stage was left in the period, whenever the deal had come: into which stage."""
    found: dict[str, int] = {}
    for deal in world.deals:
        stays = known(deal)
        for place, stay in enumerate(stays[:-1]):
            if stay.stage == stage.name and stay.left and inside(stay.left.date(), window):
                into = stays[place + 1].stage
                found[into] = found.get(into, 0) + 1
    return found


# Stage duration: completed stays, cumulative over re-entries; one still open is left out.


def durations(world: World, stage: Stage, window: Window) -> list[int]:
    found = []
    for deal in world.deals:
        there = [stay for stay in known(deal) if stay.stage == stage.name]
        lefts = [stay.left.date() for stay in there if stay.left is not None]
        if not there or len(lefts) < len(there) or not inside(max(lefts), window):
            continue
        found.append(sum((left - s.entered.date()).days for s, left in zip(there, lefts)))  # noqa: B905
    return found


def ages(world: World) -> list[tuple[str, int, int]]:
    """Stage, days there, deal: of those that stand in open stages now."""
    names = [stage.name for stage in world.open_stages()]
    return [
        (stay.stage, (world.today - stay.entered.date()).days, deal.id)
        for deal in world.deals for stay in deal.stays
        if stay.left is None and stay.stage in names
    ]  # fmt: skip


def week_flow(world: World, names: list[str], monday: date) -> tuple[int, int]:
    """What came into the stages and what left them from a Monday to its Sunday."""
    week = (monday, monday + timedelta(days=6))
    stays = [s for deal in world.deals for s in known(deal) if s.stage in names]
    came = sum(inside(stay.entered.date(), week) for stay in stays)
    return came, sum(stay.left is not None and inside(stay.left.date(), week) for stay in stays)


def week_deals(world: World, names: list[str], monday: date) -> list[int]:
    """The deals that came into one of the stages or left it in the week."""
    week = (monday, monday + timedelta(days=6))
    return [
        deal.id for deal in world.deals
        if any(
            inside(stay.entered.date(), week)
            or (stay.left is not None and inside(stay.left.date(), week))
            for stay in known(deal) if stay.stage in names
        )
    ]  # fmt: skip


def bottlenecks(world: World) -> list[tuple[str, int, int, int, tuple[int, ...]]]:
    """Stage, deals, slow age now and usually, the three oldest."""
    monday = world.today - timedelta(days=world.today.weekday())
    half_year = (world.today - timedelta(weeks=26), world.today)
    found = []
    for stage in world.open_stages():
        there = sorted(
            ((-days, number) for name, days, number in ages(world) if name == stage.name)
        )
        if len(there) < 5:
            continue
        weeks = [week_flow(world, [stage.name], monday - timedelta(weeks=n)) for n in (1, 2, 3)]
        if not all(came > went for came, went in weeks):
            continue
        ended = [
            (stay.left.date() - stay.entered.date()).days
            for deal in world.deals for stay in known(deal)
            if stay.stage == stage.name and stay.left and inside(stay.left.date(), half_year)
        ]  # fmt: skip
        slow, usual = percentile([-days for days, _n in there], 85), percentile(ended, 85)
        if slow is not None and usual is not None and slow > usual:
            oldest = tuple(number for _days, number in there[:3])
            found.append((stage.name, len(there), slow, usual, oldest))
    return found


# Own history, scenarios, band.


def own_history(world: World, stage: Stage) -> tuple[Fraction, int]:
    """(won + 10·p₀) / (n + 10) over the decided deals that were in the stage, and n."""
    were = [
        deal for deal in closed(world, None)
        if any(stay.stage == stage.name for stay in known(deal))
    ]  # fmt: skip
    good = sum(world.kind(deal) in ("won", "care") for deal in were)
    return (good + 10 * Fraction(stage.percent, 100)) / (len(were) + 10), len(were)


def in_play(world: World) -> list[Deal]:
    return [deal for deal in world.deals if world.kind(deal) == "open" and deal.verified]


def due(world: World, window: tuple[date, date]) -> list[Deal]:
    return [
        deal for deal in in_play(world)
        if inside(deal.expected, window) and not ghost(world, deal)
        and deal.expected is not None and deal.expected >= world.today
        and deal.category != "omit"
    ]  # fmt: skip


def past(world: World) -> list[Deal]:
    return [d for d in in_play(world) if d.expected is not None and d.expected < world.today]


def won_of_all(world: World, window: tuple[date, date]) -> list[Deal]:
    """What was won counts towards a target whether it was an opportunity before or not."""
    return [
        d for d in world.deals
        if world.kind(d) in ("won", "care") and inside(d.closed, window)
    ]  # fmt: skip


def scenarios(world: World, window: tuple[date, date]) -> tuple[int, int, int]:
    base = worth(world, won_of_all(world, window))
    committed = [d for d in due(world, window) if d.category == "commit" and not d.overridden]
    rest = [d for d in due(world, window) if d not in committed]
    cautious = base + worth(world, committed)
    return cautious, cautious + weighted(world, rest), cautious + worth(world, rest)


def band(world: World, window: tuple[date, date]) -> list[int]:
    """By trying every outcome: the sums not exceeded with 10, 50 and 90 %."""
    base = worth(world, won_of_all(world, window))
    chances = {stage.name: own_history(world, stage)[0] for stage in world.open_stages()}
    deals = [(worth(world, [d]), chances[d.stage]) for d in due(world, window)]
    sums: dict[int, Fraction] = {}
    for outcome in product((False, True), repeat=len(deals)):
        chance = Fraction(1)
        for comes, (_value, p) in zip(outcome, deals, strict=True):
            chance *= p if comes else 1 - p
        total = sum(value for comes, (value, _p) in zip(outcome, deals, strict=True) if comes)
        sums[total] = sums.get(total, Fraction(0)) + chance
    found = []
    for share in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)):
        reached = Fraction(0)
        for total in sorted(sums):
            reached += sums[total]
            if reached >= share:
                found.append(base + total)
                break
    return found


# Plan.


def gap(world: World, target: int, window: tuple[date, date]) -> tuple[int, int]:
    base = worth(world, won_of_all(world, window))
    return max(target - base, 0), max(target - scenarios(world, window)[1], 0)


def coverage(
    world: World, target: int, window: tuple[date, date]
) -> tuple[float, float | None] | None:
    """Open value due ÷ (target − won), and 1 ÷ win rate by value of the trailing four quarters."""
    base = worth(world, won_of_all(world, window))
    if target <= base:
        return None
    recent = four_quarters(world.today)
    rate = win_rate_by_value(world, recent)
    if lost(world, recent) and not worth(world, lost(world, recent)):
        rate = None  # what was lost has no value: nothing can be said
    open_value = scenarios(world, window)[2] - base
    return open_value / (target - base), (1 / rate if rate else None)


def new_customers(world: World, window: tuple[date, date]) -> list[Deal]:
    """The first deal won from each company that had none before the period."""
    found = []
    for company in {deal.company for deal in world.deals if deal.company is not None}:
        wins = [
            (deal.closed, deal.id, deal) for deal in world.deals
            if deal.company == company and world.kind(deal) in ("won", "care") and deal.closed
        ]  # fmt: skip
        if wins and inside(min(wins)[0], window):
            found.append(min(wins)[2])
    return found


def acquisition_cost(
    world: World, source: str, cost: int | None, window: tuple[date, date]
) -> int | None:
    """Channel cost ÷ new customers won from it."""
    customers = [deal for deal in new_customers(world, window) if deal.source == source]
    return half_up(Fraction(cost, len(customers))) if cost is not None and customers else None


# Segments and losses.


def segment(
    world: World, wanted: Callable[[Deal], bool], window: Window
) -> tuple[int, int, int, int, int]:
    """Open, won and lost verified opportunities, what is open worth, and what was won."""
    of = world.of(wanted)
    there, winners = in_play(of), won(of, window)
    return len(there), len(winners), len(lost(of, window)), worth(of, there), worth(of, winners)


def reasons(world: World, window: Window) -> dict[str, tuple[int, int]]:
    """Why opportunities were lost: how many, and what they were worth."""
    found: dict[str, list[Deal]] = {}
    for deal in lost(world, window):
        found.setdefault(deal.reason, []).append(deal)
    return {reason: (len(deals), worth(world, deals)) for reason, deals in found.items()}


def foresight(world: World, window: Window) -> tuple[int, int]:
    """Lost deals whose written risk was the reason, and lost deals of which that is known."""
    answered = [deal for deal in lost(world, window) if deal.risk_was_reason is not None]
    return sum(deal.risk_was_reason is True for deal in answered), len(answered)


def disqualified(world: World, window: Window) -> int:
    return sum(deal.disqualified and inside(deal.closed, window) for deal in world.deals)


# Leads and customers.


def leads(world: World, window: Window) -> list[Deal]:
    """Deals that came in, in the period, before the stage from which they are opportunities."""
    before = []
    for stage in world.stages:
        if stage.opportunity:
            break
        before.append(stage.name)
    names = [stage.name for stage in world.open_stages() if stage.name in before]
    return [
        deal for deal in world.deals
        if known(deal) and known(deal)[0].stage in names and inside(deal.created.date(), window)
        and deal.renews is None
    ]  # fmt: skip


def reached(deal: Deal) -> list[date]:
    return [contact.day for contact in deal.contacts if contact.reached]


def lead_figures(world: World, window: Window) -> tuple[list[int], ...]:
    """All leads, those reached, those met, those verified, and the undecided ones."""
    came = leads(world, window)
    return (
        [deal.id for deal in came],
        [deal.id for deal in came if reached(deal)],
        [d.id for d in came if any(c.reached and c.meeting for c in d.contacts)],
        [deal.id for deal in came if deal.verified],
        [d.id for d in came if not d.verified and world.kind(d) in ("open", "parked")],
    )


def days_to_contact(world: World, window: Window) -> list[int]:
    return [
        max((min(reached(deal)) - deal.created.date()).days, 0)
        for deal in leads(world, window) if reached(deal)
    ]  # fmt: skip


def customers(world: World, window: Window) -> dict[int, list[Deal]]:
    """Company -> what was won from it in the period."""
    found: dict[int, list[Deal]] = {}
    for deal in world.deals:
        if world.kind(deal) in ("won", "care") and inside(deal.closed, window) and deal.company:
            found.setdefault(deal.company, []).append(deal)
    return found
