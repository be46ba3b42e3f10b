"""The questions of lesson 05."""

from pioneer_data.questions.bank import Option, Question

WARM_UP = (
    Question(
        "05.1-what-silence-tells",
        "check",
        "From lesson 04: many patients did not mention the team. What do you know about what the team did "
        "for them?",
        (
            Option(
                "It did nothing for them",
                "A team can plan the care of people who never see it meet. Nobody looked at what it did for "
                "them.",
                "no evidence = evidence of none",
            ),
            Option(
                "They did not want it",
                "Nothing of the kind was reported. Not to speak of a thing is not to refuse it.",
                "silence is disagreement",
            ),
            Option(
                "Nothing from this alone",
                "Silence leaves the question where it was. Keep that in mind: this lesson has many silent "
                "places.",
            ),
        ),
    ),
    Question(
        "05.3-two-findings-again",
        "check",
        "From lesson 04: staff valued the teams, and admissions rose less in the Pioneers than elsewhere. "
        "How do the two findings stand to each other?",
        (
            Option(
                "They agree, so the teams worked",
                "They answer two different questions. Two answers to two questions cannot agree.",
                "triangulation means agreement",
            ),
            Option(
                "Side by side: nothing links them",
                "Each has its source and its limits. An honest brief keeps both and says that the link is "
                "missing.",
            ),
            Option(
                "Admissions are hard figures, so the first can go",
                "Admissions cannot say what it was like to work or to be cared for. Then nothing would be "
                "left that can.",
                "what people say is no evidence",
            ),
        ),
    ),
)

PROGRAMMES = (
    Question(
        "05.1-who-did-best",
        "predict",
        "A table has three results. Integrated Care Pilots: hospital costs 9% lower for some patients. "
        "Pioneers: admissions rose less than elsewhere. Vanguards: 4.2% fewer admissions in pilots with care "
        "homes. Which programme did best?",
        (
            Option(
                "The Integrated Care Pilots: theirs is the largest number",
                "9% of what, and 4.2% of what? Look in the explorer for who was counted, over which years, "
                "and against whom.",
                "the programme with the larger number did better",
            ),
            Option(
                "The Vanguards: their result is significant",
                "So is the other one, says the table. And significant tells of chance, not of size or of "
                "worth. See the explorer.",
                "strong evidence = a significant result",
            ),
            Option(
                "The table cannot say",
                "See in the explorer what would have to be the same before it could.",
            ),
        ),
    ),
    Question(
        "05.1-only-listed-there",
        "check",
        "Short timescales are on the list of barriers of the Vanguards, and not on that of the Pioneers. May "
        "you write that the Pioneers had time enough?",
        (
            Option(
                "Yes: that is a difference between the two programmes",
                "It is a difference between two lists, drawn up from other reports. The survey paper on the "
                "Pioneers calls quick results unrealistic to expect.",
                "what one programme lists and another does not is a difference",
            ),
            Option(
                "No: a list says what its authors chose to put on it",
                "Look where time might have come up. The survey paper on the Pioneers does speak of "
                "it: quick results were unrealistic to expect.",
            ),
            Option(
                "Yes: had time been short, somebody would have found it",
                "Only somebody who looked. And here somebody did, in another paper, which the list leaves "
                "out.",
                "no evidence = evidence of none",
            ),
        ),
    ),
)

AUDIT = (
    Question(
        "05.2-how-many-reproduce",
        "predict",
        "We worked out again every number, date and comparison in these sources that can be checked, or "
        "said that it cannot be. How many come out as published, rounding allowed?",
        (
            Option(
                "All but a handful: they have been published",
                "Reviewers rarely have the data, and hardly ever the time. See the audit.",
                "a published number has been checked",
            ),
            Option(
                "Most, but far from all",
                "See in the audit which do not, and then how many of those matter.",
            ),
            Option(
                "Fewer than half: reports are written to please",
                "A slip is not a lie, and two versions of the data are neither. See in the audit what lies "
                "behind the mismatches.",
                "sources that differ: one is lying",
            ),
        ),
    ),
    Question(
        "05.2-within-rounding",
        "check",
        "The response rate of 2016, published as 29%, comes out as 29.1%: within rounding. What has the "
        "audit shown?",
        (
            Option(
                "That the percentage fits its two counts",
                "Just that. Whether the counts are right, and what a response rate means here, was not "
                "asked.",
            ),
            Option(
                "That the number is right",
                "The division is. Had somebody miscounted the mailing list, it would fit as well.",
                "within rounding means right",
            ),
            Option(
                "That it had been checked before it was published",
                "It fits now; nobody can see from that who checked it then.",
                "a published number has been checked",
            ),
        ),
    ),
    Question(
        "05.2-what-becomes-of-it",
        "check",
        "46% of all informants chose managing one's own care in 2018, says the table. The people in its own "
        "columns give 42%. The paper concludes that fewer chose it than the 54% of 2017. What becomes of "
        "that?",
        (
            Option(
                "It stays, and the fall is larger than printed",
                "Twelve points in place of eight. Whether that is more than chance is another question, and "
                "no slip answers it.",
            ),
            Option(
                "It falls with the number",
                "Put the right number in and read the sentence again: fewer did choose it.",
                "a wrong number makes the conclusion wrong",
            ),
            Option(
                "Nothing: 46 and 42 are the same but for rounding",
                "Rounding to whole per cents moves a share by half a point at most.",
                "rounding explains every mismatch",
            ),
        ),
    ),
    Question(
        "05.2-cannot-be-checked",
        "check",
        "Among those who answered both surveys, managing one's own care fell from 59% to 33%, says the "
        "paper. Nothing published shows these people. What do you do with it?",
        (
            Option(
                "Leave it out: it is probably wrong",
                "That nobody outside can check it says nothing on whether it is true. The authors had the "
                "answers.",
                "what cannot be checked is false",
            ),
            Option(
                "Use it like any other number of the paper",
                "Others in the same paper turned out wrong when somebody could check. Readers should know "
                "which kind this is.",
                "a published number has been checked",
            ),
            Option(
                "Report it as theirs, and say that it cannot be checked",
                "Then readers know what it rests on. You could also ask the authors.",
            ),
        ),
    ),
    Question(
        "05.2-abstract-and-slide",
        "check",
        "Admissions in wave 1 rose by 1.93%, says an abstract of 2019, by 1.82%, says a slide of 2024. Both "
        "have the rest of England rise by 2.9 points more. What is the likeliest reason?",
        (
            Option(
                "Somebody polished one of them",
                "Then the gap would have changed, which is what everyone looks at. It hardly moved.",
                "sources that differ: one is lying",
            ),
            Option(
                "Two versions of the same data or of the method",
                "Both groups moved by about as much and the gap stayed. Take one version, say which, and "
                "never mix them.",
            ),
            Option(
                "The abstract was wrong, and the slide corrects it",
                "The slide does not say so. It may be better; its date does not show it.",
                "a newer source is right",
            ),
        ),
    ),
)

STRENGTH = (
    Question(
        "05.3-firmest-ground",
        "predict",
        "Which of these statements stands on the firmest ground?",
        (
            Option(
                "Fewer informants answered do not know in 2018 than in 2016",
                "It holds for every objective, it is a plain count, and it claims little. See on the ladder "
                "what stands below it, and why.",
            ),
            Option(
                "The Pioneers caused the slower rise of 2014/15: p = 0.04",
                "A p-value speaks of chance alone. Look on the ladder for what else has to be believed.",
                "strong evidence = a significant result",
            ),
            Option(
                "It takes years before change shows: evaluators, managers and slides all say so",
                "They may all have it from each other. Look on the ladder for whether any study was built to "
                "time a change.",
                "more studies on one side settle it",
            ),
        ),
    ),
    Question(
        "05.3-two-papers",
        "check",
        "Two papers find a smaller rise of admissions in the Pioneers. How much stronger are two than one?",
        (
            Option(
                "Twice as strong, with none against",
                "Votes would need independent voters. These two watch the same programme, and much of the "
                "same years.",
                "more studies on one side settle it",
            ),
            Option(
                "Somewhat: they share places, years and an assumption",
                "The second shows that the result does not hang on one team's method. If trends were not "
                "parallel, both are off together.",
            ),
            Option(
                "Not at all: neither is a trial",
                "They rule out a good deal, such as that admissions rose just as fast. That is worth "
                "having, with its limits.",
                "evidence with a flaw is worth nothing",
            ),
        ),
    ),
    Question(
        "05.3-not-measured",
        "check",
        "Nobody measured, before and after, whether patients found their care better joined up. What do you "
        "tell the minister?",
        (
            Option(
                "That patients noticed nothing",
                "Nobody asked them before and after, so nobody can know. An empty place is not a zero.",
                "no evidence = evidence of none",
            ),
            Option(
                "Nothing: 150 words are for what is known",
                "Then it sounds as if the question had been answered, or did not matter. It was the aim of "
                "the programme.",
                "what is difficult may be left out",
            ),
            Option(
                "That it is not known, and why",
                "Somebody can then decide to find out. The next programme could ask before it starts.",
            ),
        ),
    ),
)

NEXT_STUDY = (
    Question(
        "05.3-which-next-study",
        "predict",
        "You can pay for one more study of whether such a programme holds back emergency admissions. Which "
        "would tell you most?",
        (
            Option(
                "The same comparison, with many more areas",
                "More areas leave less to chance. What the areas brought with them stays as large as it was. "
                "Try it in the explorer.",
                "a bigger study settles it",
            ),
            Option(
                "Any good one: I would go by what it finds",
                "Then ask of each result how likely it was anyway. Try in the explorer which results would "
                "move you, and how far.",
                "any result would change my mind",
            ),
            Option(
                "One that comes out differently, depending on who is right",
                "That can be judged before it is paid for. Try in the explorer which studies do.",
            ),
        ),
    ),
    Question(
        "05.3-an-empty-result",
        "check",
        "In a made-up world, a study of 51 areas misses a true effect of 0.2 about 67 times in 100. Where "
        "there is no effect, it finds none about 95 times in 100. It finds none. What now?",
        (
            Option(
                "I doubt the effect a little more than before",
                "This result was likely either way, and only somewhat likelier without an effect. So it "
                "moves you a little.",
            ),
            Option(
                "There is no effect",
                "Two times in three this study would have missed one. It hardly looked.",
                "no evidence = evidence of none",
            ),
            Option(
                "I change my mind: it is the latest result",
                "A result should move you by how much better it fits one answer than the other. This one "
                "fits both.",
                "any result would change my mind",
            ),
        ),
    ),
)

BRIEF = (
    Question(
        "05.3-what-a-brief-is",
        "check",
        "Which plan for a brief of 150 words would you follow?",
        (
            Option(
                "A phrase on every finding, so that nothing is missing",
                "Twenty phrases decide nothing. Leave out what would not change the decision.",
                "a brief is a summary of everything",
            ),
            Option(
                "The claim without its ifs, so that it is heard",
                "It is heard until the first surprise, and then nothing is. Saying how sure you are is the "
                "service.",
                "caution weakens advice",
            ),
            Option(
                "One claim, what it rests on, how sure it is, what is not known",
                "Four parts, and the reader can see how much to stake on the first.",
            ),
        ),
    ),
)

RETRIEVAL = (
    Question(
        "05.1-recall-ranking",
        "check",
        "From memory: why can the results of the three programmes not be put into an order?",
        (
            Option(
                "They count other things, for other people and years, against others",
                "Each of these can change a number without any programme being better.",
            ),
            Option(
                "Because not all of them are significant",
                "If they all were, they would still be answers to different questions.",
                "strong evidence = a significant result",
            ),
            Option(
                "Because one programme lists more results than another",
                "The lengths of the lists come from who wrote them. Cutting them to one length would help "
                "nobody.",
                "what one programme lists and another does not is a difference",
            ),
        ),
    ),
    Question(
        "05.2-recall-mismatch",
        "check",
        "From memory: you recompute a published number, and it does not come out. What do you know?",
        (
            Option(
                "That its conclusion is wrong",
                "Some conclusions get stronger when the slip is mended, and most do not notice.",
                "a wrong number makes the conclusion wrong",
            ),
            Option(
                "That somebody was dishonest",
                "Slips, versions of data and loose words leave the same trace. Ask what lies behind it.",
                "sources that differ: one is lying",
            ),
            Option(
                "That it and what it rests on do not fit together",
                "Why, and whether it matters, are the next two questions.",
            ),
        ),
    ),
    Question(
        "05.3-recall-not-known",
        "check",
        "From memory: nobody could measure what the programme cost and saved. Which sentence belongs into a "
        "brief?",
        (
            Option(
                "The programme did not save money",
                "It may have, or not. Nobody measured it, so nobody can say either.",
                "no evidence = evidence of none",
            ),
            Option(
                "Whether it saved money is not known: nobody could measure it",
                "It gives the gap and the reason, so that it can be closed next time.",
            ),
            Option(
                "None: a sentence on what is not known makes the advice look weak",
                "Advice that hides its gaps is weak. The reader will meet them in any case.",
                "caution weakens advice",
            ),
        ),
    ),
)

QUESTIONS = (*WARM_UP, *PROGRAMMES, *AUDIT, *STRENGTH, *NEXT_STUDY, *BRIEF, *RETRIEVAL)
