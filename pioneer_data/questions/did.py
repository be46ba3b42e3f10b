"""The questions of lesson 03."""

from pioneer_data.questions.bank import Option, Question

WARM_UP = (
    Question(
        "03.1-what-managers-saw",
        "check",
        "In 2018, 64 of 80 informants reported progress on unplanned admissions. What does that tell you "
        "about admissions?",
        (
            Option(
                "They fell in most Pioneers",
                "It tells you what informed people saw or believed. Nobody in that survey counted a patient.",
                "what managers report is what happened",
            ),
            Option(
                "Nothing at all: opinions are not evidence",
                "They are evidence of a kind, from people close to the work. They are a reason to look, not "
                "the result of looking.",
                "what people say is no evidence",
            ),
            Option(
                "That it is worth counting them",
                "Hospital records can say what opinions cannot. This lesson looks at what they said.",
            ),
        ),
    ),
    Question(
        "03.2-looking-often",
        "check",
        "In lesson 02 you looked at 32 changes with 95% intervals. If nothing had changed anywhere, how "
        "many intervals would you expect to leave out zero?",
        (
            Option(
                "One or two",
                "One in twenty of 32 is between one and two. Keep that in mind when you meet twelve tests "
                "below.",
            ),
            Option(
                "None",
                "A 95% interval leaves out the truth one time in twenty. Look often enough and it will "
                "happen.",
                "a 95% interval is never wrong",
            ),
            Option(
                "About half",
                "Half is what a coin would do. These intervals are wrong far less often: one time in twenty.",
                "chance is always fifty-fifty",
            ),
        ),
    ),
)

BUILD = (
    Question(
        "03.1-did-it-fall",
        "predict",
        "From the years before the programme to 2014/15, emergency admissions rose by 16 per 100,000 in "
        "wave 1 and by 42 in the rest of England. Did they fall in wave 1?",
        (
            Option(
                "Yes, by 26",
                "26 is how much less they rose than elsewhere. Look at the line of wave 1: it goes up.",
                "slower rise = reduction",
            ),
            Option(
                "No: they rose, but more slowly",
                "That is what the two numbers say. Whether the programme slowed the rise is the next "
                "question.",
            ),
            Option(
                "No, and there was no difference: both rose",
                "Both rose, but not by the same amount. The gap between the two rises is what this lesson "
                "is about.",
                "two rises are the same because both are rises",
            ),
        ),
    ),
    Question(
        "03.1-what-must-you-believe",
        "check",
        "To call the 26 the Pioneers' doing, what must you believe?",
        (
            Option(
                "That wave 1 and the rest of England had the same rates at the start",
                "They need not. Any constant distance between the two drops out when you subtract.",
                "a DiD needs everything else to be equal",
            ),
            Option(
                "That nothing else happened in England in those years",
                "Whatever moved both alike drops out. Only what moved one of them and not the other is a "
                "problem.",
                "a DiD needs everything else to be equal",
            ),
            Option(
                "That without the programme wave 1 would have risen by 42 too",
                "This is the assumption of parallel trends. It is about something that did not happen, so "
                "no table can prove it.",
            ),
        ),
    ),
)

FROM_P = (
    Question(
        "03.2-star-or-no-star",
        "predict",
        "In 2017/18 wave 1 has p = 0.05 with a star, wave 2 has p = 0.06 without. How different is the "
        "evidence?",
        (
            Option(
                "Hardly at all",
                "Tick the intervals and compare the two. The line at 0.05 was drawn by convention, not by "
                "nature.",
            ),
            Option(
                "Very: one wave worked, the other did not",
                "Show the intervals: they overlap almost wholly, and both just touch zero. A star cuts a "
                "smooth scale in two.",
                "p = 0.06 = no effect",
            ),
            Option(
                "The larger p shows the smaller effect",
                "A p-value mixes the size of an estimate with its precision. Read both off the interval "
                "instead.",
                "a p-value measures the size of an effect",
            ),
        ),
    ),
    Question(
        "03.2-effect-stopped",
        "check",
        "Wave 1 has p = 0.04 in 2014/15 and p = 0.22 in 2019/20. What happened to the estimate in between?",
        (
            Option(
                "The effect wore off",
                "The estimates are -26 and -28. What nearly doubled is the standard error.",
                "a later p > 0.05 = the effect stopped",
            ),
            Option(
                "Little: it is about as large, but less certain",
                "From -26 to -28, while the standard error went from about 13 to about 23. The p-value rose "
                "for that reason alone.",
            ),
            Option(
                "The effect grew, and p grew with it",
                "A larger effect with the same precision has a smaller p, not a larger one.",
                "a p-value measures the size of an effect",
            ),
        ),
    ),
    Question(
        "03.2-p-of-six",
        "check",
        "Wave 2 in 2017/18: -25 with p = 0.06. Which sentence may you write?",
        (
            Option(
                "There was no effect in 2017/18",
                "The interval runs from about -51 to +1. It holds zero, and it holds effects twice as large "
                "as the estimate.",
                "p = 0.06 = no effect",
            ),
            Option(
                "There is a 94% chance that the programme worked",
                "p is the chance of such data if there were no effect. It is not the chance of an effect.",
                "1 minus p is the chance that there is an effect",
            ),
            Option(
                "The data fit anything from a large slowdown to none",
                "That is what the interval says, if the standard error is right and trends were parallel.",
            ),
        ),
    ),
)

TWELVE = (
    Question(
        "03.2-five-stars",
        "predict",
        "Five of the twelve tests have a star. After a correction for having looked twelve times, how many "
        "are left?",
        (
            Option(
                "All five",
                "Choose a correction in the explorer and watch the line move to the left of every dot.",
                "one of many tests can be read alone",
            ),
            Option(
                "Two",
                "Not even the smallest p passes. The explorer shows how far it is from its line.",
                "one of many tests can be read alone",
            ),
            Option(
                "None",
                "None it is, with Holm's correction and with the milder one of Benjamini and Hochberg.",
            ),
        ),
    ),
    Question(
        "03.2-all-negative",
        "check",
        "No test survives, but all twelve estimates are negative. What do you write?",
        (
            Option(
                "Five significant results show that the Pioneers worked",
                "That counts the hits and forgets the looks. It also hides that no hit survives the "
                "correction.",
                "one of many tests can be read alone",
            ),
            Option(
                "All twelve point to a slower rise; none is clear by itself",
                "Both halves belong in the sentence. And the twelve share a baseline and a control group, "
                "so they are far from twelve independent votes.",
            ),
            Option(
                "There is nothing there",
                "Twelve estimates on the same side are not nothing. They are not twelve separate proofs "
                "either.",
                "no clear change = no change",
            ),
        ),
    ),
)

FOOTNOTE = (
    Question(
        "03.3-footnote",
        "predict",
        "A footnote says that in 2016/17 a third of the records of one hospital, in Nottingham, were not "
        "counted for their area. Wave 2 has its largest result that year: -51. What if its count had been "
        "in line with the years beside it?",
        (
            Option(
                "Little changes: it is one hospital",
                "Move the slider to the midpoint of the neighbouring years. One hospital can carry a result.",
                "footnotes are decoration",
            ),
            Option(
                "The result turns positive",
                "Not for any change near the neighbouring years. It shrinks, but stays negative.",
                "evidence with a flaw is worth nothing",
            ),
            Option(
                "It shrinks by more than half",
                "See in the explorer what becomes of the interval and of the star.",
            ),
        ),
    ),
    Question(
        "03.3-what-to-write",
        "check",
        "You report wave 2 in 2016/17. How?",
        (
            Option(
                "With the star, and the footnote below the table",
                "Readers keep the star and lose the footnote. The number is known to be wrong, and in which "
                "direction.",
                "footnotes are decoration",
            ),
            Option(
                "With and without that year, and say why",
                "Then the reader sees how much hangs on it. What the true number was, nobody can say from "
                "this table.",
            ),
            Option(
                "I leave the year out",
                "Without a word, that is another way of choosing results. Say that you leave it out, and "
                "why.",
                "what is difficult may be left out",
            ),
        ),
    ),
    Question(
        "03.4-placebo",
        "check",
        "Wave 2 began in January 2015, so nine months of 2014/15 lie before it. The result for that year is "
        "-6, with an interval from about -20 to +8. What does it show?",
        (
            Option(
                "That the trends were parallel before the start",
                "It fits parallel trends. It fits a drift of -20 too, nearly as much as the next year's -22.",
                "passing a pre-test = parallel trends",
            ),
            Option(
                "That wave 2 worked before it had started",
                "The interval holds zero, and three months of the year come after the start.",
                "an estimate is an effect",
            ),
            Option(
                "Too little to rule out a drift",
                "An interval that holds zero and the whole of the next year's result cannot tell the two "
                "apart.",
            ),
        ),
    ),
)

STORIES = (
    Question(
        "03.1-do-the-data-move",
        "predict",
        "The next explorer has a slider for how much of the gap would have come anyway. Which of the "
        "published numbers move when you move it?",
        (
            Option(
                "None",
                "None of them. The assumption lives in the dashed line, and no published number can "
                "contradict it.",
            ),
            Option(
                "Those of the Pioneers",
                "They were published and stay. Only the dashed line moves: what would have been without the "
                "programme.",
                "an assumption shows in the data",
            ),
            Option(
                "Those of the comparison areas",
                "They were published and stay. What moves is the belief about what they stand for.",
                "the comparison group is the counterfactual",
            ),
        ),
    ),
    Question(
        "03.1-two-scales",
        "check",
        "A made-up case: rates rise from 800 to 880 in one group and from 900 to 980 in the other. What do "
        "the two kinds of difference-in-differences say?",
        (
            Option(
                "Both are zero",
                "Both groups gain 80. But 80 is 10% of 800 and less than 9% of 900.",
                "absolute and percentage DiD are the same question",
            ),
            Option(
                "Zero in numbers, not zero in per cent",
                "Equal steps are unequal shares when the levels differ. So one has to choose, before "
                "looking, which kind of parallel one believes in.",
            ),
            Option(
                "Zero in per cent, not zero in numbers",
                "It is the other way round: both groups gain 80.",
                "absolute and percentage DiD are the same question",
            ),
        ),
    ),
)

CORRELATION = (
    Question(
        "03.2-overlap",
        "predict",
        "In the last period the intervals of Pioneer only (8.17 to 8.41) and of Neither (8.26 to 8.40) "
        "overlap. Does that settle whether their changes differ?",
        (
            Option(
                "Yes: overlapping means no difference",
                "Those are intervals of two levels. The question is about two changes, and their difference "
                "has an interval of its own.",
                "overlapping CIs settle it",
            ),
            Option(
                "Yes: the means differ, so the changes do",
                "The means differed more in the first period. Look at what happened to each since then.",
                "different levels mean different changes",
            ),
            Option(
                "No",
                "The explorer shows the interval that belongs to the question.",
            ),
        ),
    ),
    Question(
        "03.2-which-way",
        "check",
        "The simple interval forgets two things: the same areas are measured twice, and the months of one "
        "area are alike. What do they do to it?",
        (
            Option(
                "The first makes it too wide, the second too narrow",
                "They pull in opposite directions. The printed table does not say by how much, so only the "
                "authors' data could.",
            ),
            Option(
                "Both make it too narrow",
                "Measuring the same areas twice helps: what is lasting about an area drops out of its "
                "change.",
                "every dependence makes an interval too narrow",
            ),
            Option(
                "They cancel out, so it is right",
                "They might, for one group, by luck. Nothing makes them cancel.",
                "two errors in opposite directions cancel",
            ),
        ),
    ),
)

PRE_TEST = (
    Question(
        "03.4-passed",
        "predict",
        "Suppose the whole -0.37 of Pioneer only were a steady drift that had begun before the start. With "
        "seven months before, how often would a test notice it?",
        (
            Option(
                "About 95 times in 100",
                "That is how often a 5% test stays silent when there is nothing to notice. Here there is "
                "something. See the explorer.",
                "a test finds whatever is there",
            ),
            Option(
                "About 50 times in 100",
                "Far less often. Seven months are a short stretch to see a slope on.",
                "chance is always fifty-fifty",
            ),
            Option(
                "About 5 times in 100",
                "Hardly more often than if there were no drift at all. See what more months would do.",
            ),
        ),
    ),
    Question(
        "03.4-what-then",
        "check",
        "A paper says: trends before the start did not differ significantly (p = 0.40). What do you take "
        "from it?",
        (
            Option(
                "The trends were parallel",
                "Not noticed is not absent. With few periods before the start the test would miss drifts "
                "that matter.",
                "passing a pre-test = parallel trends",
            ),
            Option(
                "It depends on which drifts the test could have noticed",
                "Ask for the interval of the difference in trends, and set it beside the effect that is "
                "claimed.",
            ),
            Option(
                "Nothing: pre-tests are useless",
                "A long and precise stretch before the start can rule a lot out. A short one cannot.",
                "evidence with a flaw is worth nothing",
            ),
        ),
    ),
)

WAVES = (
    Question(
        "03.5-fixed-effects",
        "predict",
        "A made-up world: the programme lowers admissions in every area, a little more each year. Areas "
        "start in two waves, and there are no others. Can a regression with a level for each area and each "
        "month say that the programme raised admissions?",
        (
            Option(
                "No: the levels take care of it",
                "They take care of lasting differences and of common months. They do not choose the "
                "comparisons. Look at the tiles.",
                "fixed effects fix it",
            ),
            Option(
                "Yes",
                "Yes, and without any noise. The tiles below show which comparison turns the sign.",
            ),
            Option(
                "Only by bad luck, if the data are noisy",
                "The explorer has no noise at all. The sign is wrong by construction, however much data "
                "there is.",
                "a wrong sign is bad luck",
            ),
        ),
    ),
    Question(
        "03.5-who-is-the-control",
        "check",
        "Which comparison turns the sign?",
        (
            Option(
                "Wave 2 when it starts, against wave 1 that has started long before",
                "Wave 1 is still improving, so it falls faster than wave 2, and wave 2 looks as if it rose.",
            ),
            Option(
                "Wave 1 when it starts, against wave 2 that has not started yet",
                "That one is sound: wave 2 shows what happens without the programme. Its estimate is "
                "negative.",
                "untreated areas are the bad controls",
            ),
            Option(
                "Either wave against areas that never start",
                "Those are sound, and in this world there are none. Add them and watch the sign.",
                "untreated areas are the bad controls",
            ),
        ),
    ),
)

SIZE = (
    Question(
        "03.2-why-clustered",
        "check",
        "In the explorer with strong autocorrelation, why does the naive analysis find so much more?",
        (
            Option(
                "Because it uses all the months as separate observations, and that is more data",
                "It is the same data counted more often. Look at an effect of zero: it finds that too.",
                "sixty months of one area are sixty observations",
            ),
            Option(
                "Because clustered errors are too cautious",
                "With no effect the clustered test gives its 5% of false alarms. The naive one gives "
                "several times as many.",
                "the smaller standard error is the better one",
            ),
            Option(
                "Because it takes alike months for new information, and so finds what is not there",
                "Its false alarms at an effect of zero give it away. Clustering by area mends that.",
            ),
        ),
    ),
)

RETRIEVAL = (
    Question(
        "03.1-recall-direction",
        "check",
        "From memory: which sentence fits Keeble's table?",
        (
            Option(
                "Emergency admissions fell in the Pioneers",
                "Every change in the table is a rise. What was smaller is the rise.",
                "slower rise = reduction",
            ),
            Option(
                "Emergency admissions rose in the Pioneers, by less than elsewhere",
                "In both waves and in all six years. Whether that is the Pioneers' doing rests on an "
                "assumption.",
            ),
            Option(
                "The Pioneers prevented 26 admissions per 100,000",
                "That is one year, one wave, and only if wave 1 would have risen like the rest without the "
                "programme.",
                "an estimate is an effect",
            ),
        ),
    ),
    Question(
        "03.2-recall-standard-error",
        "check",
        "From memory: an estimate is -26 and its p-value is 0.04. About how large is its standard error?",
        (
            Option(
                "About 13",
                "p = 0.04 belongs to a distance of about two standard errors from zero, and half of 26 is "
                "13.",
            ),
            Option(
                "About 1",
                "0.04 of 26 is about 1, but a p-value is not a share of the estimate.",
                "a p-value measures the size of an effect",
            ),
            Option(
                "It cannot be known",
                "It can, roughly, if p comes from the usual kind of test: ask how many standard errors from "
                "zero p = 0.04 lies.",
                "what is not printed cannot be known",
            ),
        ),
    ),
    Question(
        "03.5-recall-staggered",
        "check",
        "From memory: areas start in two waves and effects grow. What is safe?",
        (
            Option(
                "One regression with a level for each area and month",
                "It uses early starters as controls while they still improve, and can get the sign wrong.",
                "fixed effects fix it",
            ),
            Option(
                "Leaving out the first wave",
                "That throws away half of the programme. The fault is in the comparison, not in the wave.",
                "what is difficult may be left out",
            ),
            Option(
                "Comparing each wave with areas that have not started, then averaging",
                "Each comparison is then an ordinary difference-in-differences, and the average is of "
                "effects.",
            ),
        ),
    ),
)

QUESTIONS = (
    *(*WARM_UP, *BUILD, *FROM_P, *TWELVE, *FOOTNOTE, *STORIES, *CORRELATION),
    *(*PRE_TEST, *WAVES, *SIZE, *RETRIEVAL),
)
