"""The questions of lesson 02."""

from pioneer_data.questions.bank import Option, Question

WHO_ANSWERED = (
    Question(
        "02.1-key-informant",
        "check",
        "Who is a key informant in these surveys?",
        (
            Option(
                "A patient chosen at random",
                "No patients were sampled. A few people from patient organisations took part, and "
                "nobody was drawn by lot.",
                "every study is a sample of everyone",
            ),
            Option(
                "Someone chosen because they know how integration is going in their Pioneer",
                "They were named by the lead contact of each site. That is choosing on purpose, "
                "not drawing by lot.",
            ),
            Option(
                "Anyone who works in the NHS in that area",
                "Most staff were never asked. The lead contacts named key people and board members, "
                "and most of those who took part were managers.",
                "every study is a sample of everyone",
            ),
        ),
    ),
    Question(
        "02.1-how-many-answered",
        "predict",
        "In 2018 the survey went to 439 people. Of every ten, how many took part?",
        (
            Option(
                "About two",
                "Two in ten it is. Now look at what the other eight could do to the result.",
            ),
            Option(
                "About five",
                "That would be a common result for a staff survey, but here it was about two. Look "
                "at the pale part of the bars.",
                "most of those asked reply",
            ),
            Option(
                "About eight",
                "Eight in ten is how many did not take part. Look at the pale part of the bars.",
                "most of those asked reply",
            ),
        ),
    ),
    Question(
        "02.1-low-response",
        "check",
        "19% replied. What does that mean for what the survey can tell us?",
        (
            Option(
                "The survey is useless",
                "It was never meant to represent all managers. Informed people from 23 of the 25 "
                "sites reported what they saw, and that is evidence of a kind.",
                "low response = useless here or = fine",
            ),
            Option(
                "Nothing: informants need not be representative",
                "The aim was informed views, true. But if those who saw progress were keener to "
                "reply, the picture is too bright whatever the aim was.",
                "low response = useless here or = fine",
            ),
            Option(
                "It still tells us something, but what the silent think could change the picture",
                "Both halves matter: people who know the work are worth hearing, and nobody can say "
                "how the others differ from them.",
            ),
        ),
    ),
)

PEOPLE = (
    Question(
        "02.2-base",
        "check",
        "A table says 48% with a base of 27. How many people is that?",
        (
            Option("13 people", "13 of 27 is 48.1%, and no other whole number gives 48%."),
            Option(
                "27 people",
                "27 is everyone who was asked in that group, not those who said yes.",
                "percentage, base and count are one number",
            ),
            Option(
                "48 people",
                "48 is the percentage. With a base of 27 there are only 27 people to count.",
                "percentage, base and count are one number",
            ),
        ),
    ),
    Question(
        "02.2-can-it-be",
        "predict",
        "The paper says 50% in 2018 found finances a very significant barrier; 85 people took "
        "part. Can that be 50% of 85 people?",
        (
            Option(
                "Yes: half of 85",
                "Half of 85 is 42 and a half people. Try it in the explorer: 42 and 43 give 49% and 51%.",
                "any percentage can come from any number of people",
            ),
            Option(
                "Yes: it was rounded",
                "Rounding moves a figure by half a point at most. The explorer shows that the two "
                "nearest counts miss 50% by more.",
                "rounding explains every mismatch",
            ),
            Option(
                "No: no number of people out of 85 gives 50%",
                "You are right, and the explorer shows why. Fewer than 85 must have answered this item.",
            ),
        ),
    ),
    Question(
        "02.2-which-number-is-wrong",
        "check",
        "For managing own care in 2018 the four groups make 36 of 85, but the paper prints 46%. "
        "What is the best explanation?",
        (
            Option(
                "Rounding",
                "Four rounded percentages cannot hide three people: each group's percentage fits one "
                "count only.",
                "rounding explains every mismatch",
            ),
            Option(
                "The 46% is wrong: 36 makes the whole table come to three picks a person",
                "85 people with three picks each make 255 picks, and that is what the counts add up "
                "to with 36. With the 39 that 46% needs there would be three picks too many.",
            ),
            Option(
                "The 46% is right, because the text repeats it",
                "The same figure twice is one figure copied. Only the parts of the table are an "
                "independent check.",
                "published means checked",
            ),
        ),
    ),
    Question(
        "02.2-barrier-base",
        "check",
        "Can you put an interval around the fall in financial constraints from 64% to 50%?",
        (
            Option(
                "Yes, with 105 and 85 people, as in the rest of the survey",
                "No count out of 85 gives 50%. The interval would be about people who did not answer "
                "this item.",
                "everyone who took part answered everything",
            ),
            Option(
                "Only after assuming how many people answered, and saying so",
                "The paper does not print the base of this item, and 50% cannot come from 85. Any "
                "interval rests on an assumed number of people.",
            ),
            Option(
                "No interval is needed: 14 points is a lot",
                "With some 80 to 105 people a year, chance alone can move a figure by as much.",
                "15 points at n = 22 is a finding",
            ),
        ),
    ),
)

NOISE = (
    Question(
        "02.3-which-is-firmer",
        "predict",
        "Two changes from 2017 to 2018. Quality of life matters more to CCG people: up 19 points "
        "(22 people, then 27). Progress on unplanned admissions: up 14 points (104, then 80). "
        "Which is harder to explain by chance?",
        (
            Option(
                "The 19 points",
                "Larger, but it rests on six more people saying so. Look at how long its interval is.",
                "15 points at n = 22 is a finding",
            ),
            Option(
                "The 14 points",
                "A smaller change in many more people. Mark your own choices below before you look "
                "at the intervals.",
            ),
            Option(
                "Both are equally firm",
                "Their intervals differ a good deal, because one rests on nearly four times as many people. "
                "Look below.",
                "15 points at n = 22 is a finding",
            ),
        ),
    ),
    Question(
        "02.3-two-of-32",
        "check",
        "Table IV split by organisation gives 32 changes. Two have an interval that leaves out "
        "zero. What do you write?",
        (
            Option(
                "Two real changes",
                "If you look 32 times, one or two intervals leave out zero by chance alone. And both "
                "sit in the smallest group.",
                "one of many tests can be read alone",
            ),
            Option(
                "Proof that nothing changed",
                "Intervals that reach tens of points in both directions prove nothing of the kind. "
                "They say that so few people cannot tell.",
                "no clear change = no change",
            ),
            Option(
                "About what chance would give if nothing had changed, so no single one is a finding",
                "One in twenty of 32 is between one and two. With a correction for looking 32 times, "
                "none is left.",
            ),
        ),
    ),
    Question(
        "02.3-what-an-interval-covers",
        "check",
        "A 95% interval around the change runs from 0.6 to 25.6 points. What does it allow for?",
        (
            Option(
                "Also that most of those invited did not reply",
                "The formula knows how many replied, not how many were silent or why. That needs the "
                "bounds of the first block.",
                "a CI covers non-response",
            ),
            Option(
                "Only the wobble from having these people and not others like them",
                "It answers one question: how much would this change if the same kind of people were "
                "found again? Nothing else is in it.",
            ),
            Option(
                "Also that managers may want their programme to look good",
                "A tilt that everyone shares moves the whole interval and leaves its width alone. No "
                "interval can show it.",
                "a CI covers bias",
            ),
        ),
    ),
)

DENOMINATORS = (
    Question(
        "02.4-how-many-rises-stay",
        "predict",
        "From 2016 to 2018 positive answers rose for seven of eight objectives. Leave out "
        "everyone who said they did not know. For how many does the rise still stand clear of "
        "noise?",
        (
            Option(
                "All seven",
                "Only two. In 2016 many had no opinion yet, and the explorer shows what they did next.",
                "positive % is unambiguous",
            ),
            Option(
                "About four",
                "Fewer: two. Switch the denominator in the explorer and see what happens to the others.",
                "positive % is unambiguous",
            ),
            Option(
                "Two",
                "Two it is. See in the explorer which ones, and where the others went.",
            ),
        ),
    ),
    Question(
        "02.4-which-denominator",
        "check",
        "In 2016, 16% of all informants but 34% of those with an opinion saw progress on costs. "
        "Which figure is right?",
        (
            Option(
                "16%, because it is out of everyone",
                "It counts people who could not tell as people who saw no progress. That is one "
                "choice, and it moves when people make up their minds.",
                "one denominator is the neutral one",
            ),
            Option(
                "34%, because those who do not know should not count",
                "Those with an opinion chose themselves, and there are more of them each year. "
                "Dropping the rest hides that change.",
                "one denominator is the neutral one",
            ),
            Option(
                "Both, for different questions; show both",
                "One counts everyone asked, the other those who felt able to judge. The second group "
                "changes from year to year, so neither is a trend by itself.",
            ),
        ),
    ),
)

RETRIEVAL = (
    Question(
        "02.1-recall-bounds",
        "check",
        "From memory: what are the widest bounds that the silent leave around the 76% of 2018?",
        (
            Option(
                "From about 66% to about 84%",
                "That is roughly the 95% interval for 65 of 85 people. It knows nothing of the silent.",
                "a CI covers non-response",
            ),
            Option(
                "From 57% to 95%, because 19% replied",
                "19 points is the share that replied, not a margin around the result.",
                "the response rate is a margin of error",
            ),
            Option(
                "From about 15% to about 95%",
                "That is what the counts allow if nothing is assumed about those who did not reply.",
            ),
        ),
    ),
    Question(
        "02.3-recall-size",
        "check",
        "From memory: a figure of 50% from 22 people. How far does its 95% interval reach on each side?",
        (
            Option(
                "About 2 points, because it is a published figure",
                "The number of people decides, not where it is printed. 22 people cannot pin down a "
                "share to 2 points.",
                "survey margins are always a few points",
            ),
            Option(
                "About 5 points",
                "For 5 points you would need several hundred people.",
                "survey margins are always a few points",
            ),
            Option(
                "About 20 points",
                "Roughly 31% to 69%. With 85 people it would still be about 10 points.",
            ),
        ),
    ),
    Question(
        "02.4-recall-trend",
        "check",
        'From memory: what happened to "do not know" from 2016 to 2018?',
        (
            Option(
                "It fell for unplanned admissions and costs only",
                "These two are where the positive share among people with an opinion rose clearly. "
                '"Do not know" fell everywhere.',
                "positive % is unambiguous",
            ),
            Option(
                "It fell for all eight objectives",
                "And with it the denominator of any figure for people with an opinion.",
            ),
            Option(
                "It stayed much the same",
                "For costs alone it fell from 54% to 19%.",
                "positive % is unambiguous",
            ),
        ),
    ),
)

QUESTIONS = (*WHO_ANSWERED, *PEOPLE, *NOISE, *DENOMINATORS, *RETRIEVAL)
