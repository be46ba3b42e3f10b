"""The words that the checklist of the evidence brief looks for.

Small letters, words apart by one blank, no other sign: "self-report" is "self report" here, and
"don't" is "don t".
"""

from __future__ import annotations

STRENGTH = (
    *("strong", "stronger", "strongly", "moderate", "moderately", "weak", "weaker", "weakly", "limited"),
    *(
        "likely",
        "unlikely",
        "probable",
        "probably",
        "possible",
        "possibly",
        "perhaps",
        "may",
        "might",
        "could",
    ),
    *("suggest", "suggests", "suggested", "indicate", "indicates", "seem", "seems", "appear", "appears"),
    *("confident", "confidence", "certain", "uncertain", "certainly", "sure", "unsure", "doubtful"),
    *("tentative", "inconclusive", "convincing", "clear", "unclear", "not known", "unknown"),
)
"""Words that say how sure somebody is, or how strong evidence is."""
STRENGTH_SHOWN = "likely, may, suggests, weak, moderate, strong, confident, not known"

KINDS_OF_SOURCE = (
    *("survey", "surveys", "surveyed", "questionnaire", "key informant", "key informants", "respondents"),
    *("interview", "interviews", "interviewed", "observation", "observations", "observed", "focus groups"),
    *("admission", "admissions", "hospital records", "indicators", "mailing list", "slides", "abstract"),
    *("difference in differences", "case study", "case studies", "mdt study", "mdt studies", "piru"),
)
"""Words that name a kind of data of the evaluation; first authors come from ``publications``."""

NUMBERS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("twenty", "thirty", "forty", "fifty", "half", "third", "thirds", "quarter", "quarters", "twice"),
)
"""Numbers in words; "one" is too often no number."""

UNCERTAINTY = (
    *("range", "ranges", "interval", "intervals", "ci", "p value", "p values", "margin", "standard error"),
    *("confounding", "confounder", "confounders", "confounded", "bias", "biased", "chance", "random"),
    *("trend", "trends", "parallel", "self report", "self reported", "self reports", "opinion", "opinions"),
    *("response", "non response", "response rate", "responded", "replied", "respondents", "turnover"),
    *("small", "few", "two sites", "one site", "one study", "single study", "volunteered", "selected"),
    *("selection", "not randomised", "before and after", "already", "regression to the mean", "recall"),
    *("measured", "measurement", "missing", "other programmes", "elsewhere", "differ", "different"),
)
"""Words for a range, for how many there were, or for why a finding may be wrong."""

NOT_KNOWN = (
    *("not known", "unknown", "not know", "don t know", "nobody knows", "no one knows", "not yet known"),
    *("not measured", "not studied", "not asked", "not published", "not reported", "not looked at"),
    *("no data", "no study", "no studies", "no evidence", "no information", "no numbers", "nobody", "no one"),
    *("cannot tell", "cannot say", "can t tell", "can t say", "does not say", "do not say", "does not tell"),
    *("unclear", "not clear", "uncertain", "whether", "unanswered", "missing", "open question", "not shown"),
)
"""Words for what is not known."""

WOULD_TELL = (
    *("would tell", "would show", "would help", "would answer", "would settle", "could tell", "could show"),
    *(
        "can tell",
        "need",
        "needs",
        "needed",
        "next study",
        "new study",
        "a study of",
        "a survey of",
        "a trial",
    ),
    *("randomised", "follow up", "following", "longer", "repeat", "repeating", "collect", "collecting"),
    *("measure", "measuring", "compare", "comparing", "ask", "asking", "link", "linking", "linked"),
)
"""Words for what would close a gap."""

CAUSE = (
    *("prove", "proves", "proved", "proven", "proof", "cause", "causes", "caused", "thanks to"),
    *("led to", "prevented", "saved", "saves", "save", "worked", "works", "made the difference"),
    *("cut admissions", "cuts admissions", "reduced admissions", "reduces admissions", "lowered admissions"),
)
"""Words that say that one thing made another happen."""
NONE = (
    *("no effect", "no impact", "no difference", "did nothing", "does nothing", "failed", "fails"),
    *("did not work", "does not work", "do not work", "made no difference", "useless"),
)
"""Words that say that there was nothing."""
NEGATIONS = ("not", "no", "cannot", "never", "nothing", "nor", "neither", "t", "without", "whether", "if")
"""Words that take a claim back when they stand shortly before it; "t" is what is left of "don't"."""
REACH = 4
"""So many words before a claim may be such a word."""
