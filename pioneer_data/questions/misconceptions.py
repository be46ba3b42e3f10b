"""The mistaken beliefs that the course answers: behind every wrong option, and behind explorers.

One belief may stand behind several options. It is listed under the lesson that deals with it, and
other lessons may come back to it.
"""

from __future__ import annotations

from typing import Literal

Origin = Literal["storyboard", "ours"]

_STORYBOARD = {
    "01": (
        "a programme is one intervention",
        "before/after shows effect",
        "more interviews = more progress",
        "a newer source is right",
    ),
    "02": (
        "low response = useless here or = fine",
        "a CI covers non-response",
        "15 points at n = 22 is a finding",
        "positive % is unambiguous",
        "published means checked",
    ),
    "03": (
        "slower rise = reduction",
        "p = 0.06 = no effect",
        "a later p > 0.05 = the effect stopped",
        "footnotes are decoration",
        "passing a pre-test = parallel trends",
        "fixed effects fix it",
        "overlapping CIs settle it",
        "absolute and percentage DiD are the same question",
    ),
    "04": (
        "counting mentions measures importance",
        "silence is disagreement",
        "triangulation means agreement",
        "44 patients is too few to matter",
    ),
}
_OURS = {
    "00": (
        "an empty output means the course is broken",
        "a name or a title is a definition",
    ),
    "01": (
        "a programme keeps the aim it started with",
        "an evaluation starts with its programme",
        "integrated care is about organisations",
        "memory replaces a baseline",
        "one design answers every question",
        "pressure works in one direction",
        "the truth lies in the middle",
        "what helps and what hinders are in the same hands",
    ),
    "02": (
        "a CI covers bias",
        "any percentage can come from any number of people",
        "every study is a sample of everyone",
        "everyone who took part answered everything",
        "most of those asked reply",
        "no clear change = no change",
        "one denominator is the neutral one",
        "one of many tests can be read alone",
        "percentage, base and count are one number",
        "rounding explains every mismatch",
        "survey margins are always a few points",
        "the response rate is a margin of error",
    ),
    "03": (
        "1 minus p is the chance that there is an effect",
        "a 95% interval is never wrong",
        "a DiD needs everything else to be equal",
        "a p-value measures the size of an effect",
        "a test finds whatever is there",
        "a wrong sign is bad luck",
        "an assumption shows in the data",
        "an estimate is an effect",
        "chance is always fifty-fifty",
        "different levels mean different changes",
        "every dependence makes an interval too narrow",
        "evidence with a flaw is worth nothing",
        "sixty months of one area are sixty observations",
        "the comparison group is the counterfactual",
        "the smaller standard error is the better one",
        "two errors in opposite directions cancel",
        "two rises are the same because both are rises",
        "untreated areas are the bad controls",
        "what is difficult may be left out",
        "what is not printed cannot be known",
        "what managers report is what happened",
        "what people say is no evidence",
    ),
    "04": (
        "a good purpose or a missing name replaces consent",
        "agreement needs no allowance for chance",
        "one evaluation is one view of one moment",
    ),
    "05": (
        "a bigger study settles it",
        "a brief is a summary of everything",
        "a published number has been checked",
        "a wrong number makes the conclusion wrong",
        "any result would change my mind",
        "caution weakens advice",
        "more studies on one side settle it",
        "no evidence = evidence of none",
        "sources that differ: one is lying",
        "strong evidence = a significant result",
        "the programme with the larger number did better",
        "what cannot be checked is false",
        "what one programme lists and another does not is a difference",
        "within rounding means right",
    ),
}


def _with_origin(lesson: str) -> dict[str, Origin]:
    storyboard: dict[str, Origin] = dict.fromkeys(_STORYBOARD.get(lesson, ()), "storyboard")
    return {**storyboard, **dict.fromkeys(_OURS.get(lesson, ()), "ours")}


MISCONCEPTIONS: dict[str, dict[str, Origin]] = {lesson: _with_origin(lesson) for lesson in sorted(_OURS)}
"""By lesson: each misconception, and whether the storyboard names it or we found it on the way."""
