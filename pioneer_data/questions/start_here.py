"""The questions of lesson 00."""

from pioneer_data.questions.bank import Option, Question

QUESTIONS = (
    Question(
        "00.1-how-a-question-works",
        "check",
        "Press the button that says what you see above.",
        (
            Option(
                "Nothing, or a red message",
                "Then the cell has not been run or something is missing: press the double arrow in "
                "the toolbar, and if that does not help read the section on what to do.",
                "an empty output means the course is broken",
            ),
            Option(
                "A table with three rows, one for each survey",
                "Then Python, the package and its tables work on this machine.",
            ),
            Option(
                "A table, but with other numbers than the text says",
                "Then a file was changed: the table of reasons below tells how to mend it.",
                "published means checked",
            ),
        ),
    ),
    Question(
        "00.2-where-is-the-meaning",
        "check",
        "You want to know what the column response_rate_pct means. Where do you look first?",
        (
            Option(
                "I guess from the name",
                "Names are short and can mislead: this one hides who is counted as asked. The "
                "codebook says it.",
                "a name or a title is a definition",
            ),
            Option(
                "In the catalogue: pioneers.catalogue()",
                "The catalogue lists the tables, not their columns. It is the step before: first "
                "the table, then its codebook.",
                "a name or a title is a definition",
            ),
            Option(
                'In the codebook: pioneers.codebook("ki_surveys")',
                "The codebook gives the meaning, the unit and the allowed values of every column.",
            ),
        ),
    ),
)
