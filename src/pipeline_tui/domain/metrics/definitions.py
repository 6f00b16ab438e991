"""What each figure means, one sentence or two each, as `?` shows it (metrics.md)."""

from __future__ import annotations

from pipeline_tui.i18n import N_

DEFINITIONS = {
    "stages": N_(
        "Open deals as they stand now. Weighted is value × probability, the deal's own, else the"
        " stage's; ghosts are left out of it."
    ),
    "won": N_("Deals won in the period, by the day they were closed; after the sale counts too."),
    "lost": N_("Verified opportunities lost in the period; disqualified leads do not count."),
    "win_rate": N_(
        "Won ÷ (won + lost) among verified opportunities closed in the period, by count."
    ),
    "win_rate_value": N_(
        "Won ÷ (won + lost) among verified opportunities closed in the period, by value."
    ),
    "cycle": N_(
        "Days from first contact (else from the day it was made) to the close, of won deals; the"
        " same day counts 0."
    ),
    "lost_cycle": N_(
        "Days from first contact (else from the day it was made) to the close, of lost"
        " opportunities; they are in no cycle of won deals."
    ),
    "velocity": N_(
        "Open opportunities without ghosts × average won value × win rate ÷ average cycle, per"
        " day; over the period, else the trailing four quarters. Won deals without a value are in"
        " no average."
    ),
    "coverage": N_(
        "Open value due in the period, without ghosts and what is left out, ÷ (target − won)."
        " Needed is 1 ÷ win rate by value of the trailing four quarters; 3–4 × is the usual rule"
        " of thumb."
    ),
    "snapshot": N_(
        "Exits from a stage in the period, whenever the deals had come into it; the share that went"
        " into the next stage, of all exits. Not the same as the conversion by cohort."
    ),
    "leads": N_(
        "Deals that came in in the period before qualification. Response: a call, mail, meeting or"
        " offer reached somebody; appointment: a meeting took place; all of them are shares of all"
        " leads, those undecided too. What follows an earlier deal is no lead."
    ),
    "conversion": N_(
        "By cohort: of the deals that first came so far in the period, the share that later went on"
        " or was won. Skipped stages count as reached; what is undecided is shown apart, not as"
        " lost. Stays that an import inferred do not count."
    ),
    "durations": N_(
        "Completed stays, added up over re-entries, of deals that left the stage for the last time"
        " in the period and do not stand in it now; median, and the days within which 85 % left it."
        " Stays that an import inferred do not count."
    ),
    "ages": N_("How long the deals that stand in open stages now have been there."),
    "flow": N_(
        "Deals that came into open stages and that left them, by full weeks from Monday: "
        "the last eight, of a period those up to its end, thirteen at the most."
    ),
    "bottleneck": N_(
        "At least five deals, more coming than going for three weeks running, and an age that 85 %"
        " do not exceed above that of the stays that ended in the half-year before."
    ),
    "cautious": N_(
        "Won + commit due in the period. Commit needs all boxes, a close ahead, and no ghost."
    ),
    "realistic": N_("Won + commit in full + the weighted value of the rest due in the period."),
    "optimistic": N_("Won + commit + best case + pipeline due in the period, all in full."),
    "band": N_(
        "Won, and what the deals due in the period may add, taken as independent, with the chance"
        " of each from the own history of its stage: (won + 10 × its probability) ÷ (decided + 10)."
        " 10 %, 50 % and 90 % of the outcomes are not above these sums."
    ),
    "chance": N_(
        "Deals that were in the stage and were later won, of those decided, drawn towards the"
        " stage's own value: (won + 10 × its probability) ÷ (decided + 10). With fewer than ten"
        " decided it says “prior”: it tells little more than the stage does."
    ),
    "past": N_("Open deals whose expected close has passed: they are in no period."),
    "target": N_(
        "What is to be won in the period. A year without a target has the sum of its quarters or"
        " months, a quarter that of its months."
    ),
    "gap": N_("Target − won, and beside it target − realistic; the two are never mixed."),
    "run_rate": N_("What the period brings if it goes on as until today: won ÷ days gone × days."),
    "missing": N_(
        "How many deals close the gap to what is won, of the average value of the deals won in the"
        " trailing four quarters."
    ),
    "levers": N_(
        "Leads × conversion from stage to stage × average won value, from the trailing four"
        " quarters, for a period of this length. Beside it what the lever alone would have to be"
        " for the target."
    ),
    "cycle_lever": N_(
        "Mean days from first contact to close. It counts as in velocity: with as many deals at"
        " work, half the days bring twice as many of them home in the same time."
    ),
    "pace": N_(
        "What would have to be won by today if the target were spread evenly over the days of the"
        " period; the deviation is won − that."
    ),
    "locked": N_(
        "The forecast as of the last day before the period, with its deals and the rates of then;"
        " it is locked when the program first runs in the period, and stands."
    ),
    "slippage": N_(
        "Deals forecast at the start of the period to close in it that did not; while it runs those"
        " whose close was moved out of it. Lost in it is closed in it."
    ),
    "pushes": N_(
        "How often the close of these deals was moved later inside the period, counted per deal."
    ),
    "accuracy": N_(
        "WAPE is Σ|F−A| ÷ ΣA, bias Σ(F−A) ÷ ΣA, over periods that have ended: F the realistic"
        " forecast locked at the start, A what was won. Above 0 it was forecast too high. Only"
        " periods count that were locked in the currency the figures are in today."
    ),
    "first_value": N_(
        "Days from winning to the tick of the box after the sale that names 30 days, of the deals"
        " won in the period; those not yet ticked are shown apart."
    ),
    "acquisition": N_(
        "What the source cost in the months of the period ÷ companies that bought for the first"
        " time, over it, in the period."
    ),
    "customer_value": N_(
        "Σ won value ÷ companies that bought something, in the period, and of each year."
    ),
    "recurring": N_(
        "What deals won in the period bring again per year; what comes per month counts 12 times."
        " A deal whose renewal was decided in the period gives way to it."
    ),
    "renewals": N_(
        "Renewals won ÷ renewals due: their day lies in the period and has come, or they were"
        " decided ahead of it. Those still open count as due."
    ),
    "segments": N_(
        "Verified opportunities: won and lost in the period, open as they stand now. The win rate"
        " is won ÷ (won + lost), by count."
    ),
    "reasons": N_(
        "Verified opportunities lost in the period, by the reason that was given; disqualified"
        " leads do not count."
    ),
    "disqualified": N_(
        "Leads that turned out to be none, by the day they were closed. They never were"
        " opportunities to lose."
    ),
    "foresight": N_(
        "Lost deals whose written risk was the reason ÷ lost deals of which that was answered."
    ),
    "customers": N_("Companies that had no won deal before the period and have one in it."),
}
"""Key of a figure -> its definition."""
