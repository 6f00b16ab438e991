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
    "velocity": N_(
        "Open opportunities without ghosts × average won value × win rate ÷ average cycle, per"
        " day; over the period, else the trailing four quarters."
    ),
    "coverage": N_(
        "Open value due in the period, without ghosts, ÷ (target − won). Needed is 1 ÷ win rate"
        " by value of the trailing four quarters; 3–4 × is the usual rule of thumb."
    ),
    "conversion": N_(
        "Of the deals that first came so far in the period, the share that later went on or was"
        " won. Skipped stages count as reached; what is undecided is shown apart, not as lost."
    ),
    "durations": N_(
        "Completed stays, added up over re-entries, of deals that do not stand in the stage now;"
        " median, and the days within which 85 % left it."
    ),
    "ages": N_("How long the deals that stand in open stages now have been there."),
    "flow": N_("Deals that came into open stages and that left them, by full weeks from Monday."),
    "bottleneck": N_(
        "At least five deals, more coming than going for three weeks running, and an age that 85 %"
        " do not exceed above that of the stays that ended in the half-year before."
    ),
    "cautious": N_("Won + commit. Commit needs all boxes, a close ahead, and no ghost."),
    "realistic": N_("Won + commit in full + the weighted value of the rest due in the period."),
    "optimistic": N_("Won + commit + best case + pipeline due in the period, all in full."),
    "band": N_(
        "From the own history of each stage: (won + 10 × its probability) ÷ (decided + 10), deals"
        " taken as independent. 10 %, 50 % and 90 % of the outcomes are not above these sums."
    ),
    "past": N_("Open deals whose expected close has passed: they are in no period."),
    "target": N_("What is to be won in the period."),
    "gap": N_("Target − won, and beside it target − realistic; the two are never mixed."),
    "run_rate": N_("What the period brings if it goes on as until today."),
    "missing": N_("How many deals of the average won size close the gap to what is won."),
    "levers": N_(
        "Leads × conversion from stage to stage × average won value, from the trailing four"
        " quarters, for a period of this length. Beside it what the lever alone would have to be"
        " for the target."
    ),
    "cycle_lever": N_(
        "Mean days from first contact to close. It counts as in velocity: with as many deals at"
        " work, half the days bring twice as many of them home in the same time."
    ),
    "customers": N_("Companies that had no won deal before the period and have one in it."),
}
"""Key of a figure -> its definition."""
