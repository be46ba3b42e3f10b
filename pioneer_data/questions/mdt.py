"""The questions of lesson 04."""

from pioneer_data.questions.bank import Option, Question

WARM_UP = (
    Question(
        "04.4-what-the-did-said",
        "check",
        "From lesson 03: which sentence about emergency admissions is safe?",
        (
            Option(
                "They fell in the Pioneers",
                "Every published change is a rise. What was smaller is the rise.",
                "slower rise = reduction",
            ),
            Option(
                "They rose less in the Pioneers than elsewhere",
                "That is what was counted. Why they rose less is another matter, and this lesson looks for "
                "clues.",
            ),
            Option(
                "The Pioneers kept people out of hospital",
                "That needs parallel trends, which no table can prove.",
                "an estimate is an effect",
            ),
        ),
    ),
    Question(
        "04.4-what-the-did-cannot-say",
        "check",
        "From lesson 03: in 2014/15 admissions rose by 26 per 100,000 less in wave 1 than elsewhere. What "
        "does that tell you about how staff worked with patients?",
        (
            Option(
                "That they worked together better than elsewhere",
                "It may be so, but no one who counts admissions has watched a team at work.",
                "an estimate is an effect",
            ),
            Option(
                "That they worked as everywhere: a year later the result was not significant",
                "The next year's estimate was nearly as large, only less certain. And neither speaks of how "
                "people worked.",
                "a later p > 0.05 = the effect stopped",
            ),
            Option(
                "Nothing",
                "Admissions count how much, never how. For that somebody has to go and look, listen and ask.",
            ),
        ),
    ),
)

STUDIES = (
    Question(
        "04.1-before-march-2020",
        "predict",
        "Four studies of the teams ran at some time between October 2018 and April 2021. How many of them "
        "had finished before the pandemic of March 2020?",
        (
            Option(
                "One",
                "One: find out in the timeline which. The others mix two very different times.",
            ),
            Option(
                "Three",
                "Fewer. Look for the bars that cross the line.",
                "one evaluation is one view of one moment",
            ),
            Option(
                "All four",
                "Three of them go on until spring 2021. Look for the bars that cross the line.",
                "one evaluation is one view of one moment",
            ),
        ),
    ),
    Question(
        "04.1-who-can-speak",
        "check",
        "You want to know whether team members challenge each other in meetings. Which study can speak to "
        "that best?",
        (
            Option(
                "The interviews with leaders: they have the overview",
                "They know the place of the teams in the system. Of the meetings they speak from outside.",
                "what managers report is what happened",
            ),
            Option(
                "The interviews with frontline staff: they are in the meetings",
                "They tell what it is like to take part. What one does not do, such as objecting, is hard "
                "to notice in oneself.",
                "what managers report is what happened",
            ),
            Option(
                "The observations",
                "Somebody watched 28 meetings with a checklist. A lack of challenge is what an outsider "
                "sees and a member may not.",
            ),
        ),
    ),
    Question(
        "04.1-where",
        "check",
        "The studies cover 11 teams in 2 of the 25 Pioneers. May you write that Pioneer teams decide "
        "without hierarchy?",
        (
            Option(
                "Yes: 11 teams are a good sample",
                "They were not drawn from all teams. They come from two contrasting Pioneers, and 8 of the "
                "11 follow one model.",
                "every study is a sample of everyone",
            ),
            Option(
                "Yes, if you say which teams, and where",
                "Then readers can judge how far their own teams are like these. That is how such findings "
                "travel.",
            ),
            Option(
                "No: without a random sample nothing can be learned",
                "What happens in 11 teams has been seen to happen. Only how common it is elsewhere stays "
                "open.",
                "evidence with a flaw is worth nothing",
            ),
        ),
    ),
)

COUNTING = (
    Question(
        "04.2-what-do-bars-show",
        "predict",
        "A colleague draws one bar a theme: how many findings in the evaluators' slides fall under it. What "
        "do the bars show?",
        (
            Option(
                "How the evaluators summed up, and how somebody split it into themes",
                "Yes. Write a finding as two, and a bar grows. See which of the proposed charts survive.",
            ),
            Option(
                "How many people spoke of each theme",
                "A finding on a slide can stand for two people or for forty. The slides do not say.",
                "counting mentions measures importance",
            ),
            Option(
                "How much each theme matters",
                "What matters most may be said once, and plainly. See which of the proposed charts survive.",
                "counting mentions measures importance",
            ),
        ),
    ),
    Question(
        "04.2-forty-four",
        "check",
        "A reviewer objects: only 44 patients were interviewed. What do you answer?",
        (
            Option(
                "You are right; we leave the patients out",
                "Then only staff would speak. To learn what kinds of experience there are, 44 conversations "
                "are a great deal.",
                "44 patients is too few to matter",
            ),
            Option(
                "44 is enough: we can give the percentage for each view",
                "A percentage would pretend that all were asked the same and chosen by lot. The interviews "
                "were made for something else.",
                "counting mentions measures importance",
            ),
            Option(
                "Enough to learn what patients meet with, not how often",
                "Number and purpose belong together. For how often, you would need a survey, and for the "
                "survey these interviews.",
            ),
        ),
    ),
    Question(
        "04.2-may-i-use-it",
        "check",
        "A friend at the university could get you transcripts of the patient interviews, with the names "
        "removed, for your course work. May you use them?",
        (
            Option(
                "Yes: with the names removed they are free to use",
                "A life told in detail can be recognised without a name. The evaluators treat all that "
                "people told them as personal data.",
                "a good purpose or a missing name replaces consent",
            ),
            Option(
                "No: work with what was published",
                "People were told that only the research staff and their transcribers would receive what "
                "they said. You are neither.",
            ),
            Option(
                "Yes: learning is a good purpose",
                "It is, but not the one people agreed to. They were told of this research, and of who would "
                "see the data.",
                "a good purpose or a missing name replaces consent",
            ),
        ),
    ),
)

CODING = (
    Question(
        "04.3-what-patients-said",
        "predict",
        "Leaders and frontline staff valued the teams. What does the study of patients and carers report "
        "about them?",
        (
            Option(
                "They valued the teams too",
                "They valued things that teams are meant to bring, such as a named contact. See in the "
                "matrix what is said of the teams.",
                "triangulation means agreement",
            ),
            Option(
                "Many did not mention a team",
                "Code what you make of that before you look at the reference.",
            ),
            Option(
                "They did not want the teams",
                "Nothing of the kind is reported. See in the matrix what is said, and what is not.",
                "silence is disagreement",
            ),
        ),
    ),
    Question(
        "04.3-silent-cell",
        "check",
        "The slide on observed meetings names IT systems that do not work together. The slide on frontline "
        "staff says nothing about IT. How do you code that cell?",
        (
            Option(
                "Silent",
                "The summary does not say. Perhaps nobody asked, perhaps it was cut for space; the full "
                "paper could tell.",
            ),
            Option(
                "Dissonant: they did not confirm it",
                "To disagree, somebody has to say something. An empty place on a slide contradicts nobody.",
                "silence is disagreement",
            ),
            Option(
                "Agree: they did not object",
                "Not objecting is not agreeing. With that rule, the study that asks least would confirm the "
                "most.",
                "triangulation means agreement",
            ),
        ),
    ),
    Question(
        "04.3-tension",
        "check",
        "The observers saw decisions without hierarchy and, at the same time, a lack of challenge. How do "
        "you report that?",
        (
            Option(
                "Leave out the lack of challenge, since frontline staff do not mention it",
                "Then the one study that could see it is silenced by one that could not. Their not "
                "mentioning it says little.",
                "silence is disagreement",
            ),
            Option(
                "Leave out both: they contradict each other",
                "They can both be true: a polite team may be equal and careful not to object. Findings need "
                "not point one way.",
                "triangulation means agreement",
            ),
            Option(
                "Both in one sentence, as the source does",
                "The tension is the finding. What lies behind it the slide does not say, so neither should "
                "you.",
            ),
        ),
    ),
    Question(
        "04.3-kappa",
        "check",
        "You coded nearly every cell as the reference did, yet Cohen's kappa is low. How can that be?",
        (
            Option(
                "The reference is right, so each difference counts heavily",
                "Kappa treats both coders alike; it does not know which one is the reference. And a "
                "reference is a reasoned opinion too.",
                "published means checked",
            ),
            Option(
                "Most cells have the same code, so chance alone would give much agreement",
                "Kappa asks how far you got beyond that. With one code nearly everywhere, there is little "
                "left to get.",
            ),
            Option(
                "There must be a mistake: high agreement is high kappa",
                "Two people who call every cell silent agree on all of them and have judged nothing. Kappa "
                "is there to take that out.",
                "agreement needs no allowance for chance",
            ),
        ),
    ),
)

JOINING = (
    Question(
        "04.4-who-can-show-it",
        "predict",
        "A claim: the teams kept older people out of hospital. Which of the three kinds of evidence can "
        "show that?",
        (
            Option(
                "None by itself",
                "See in the chain which piece each of them holds, and which piece nobody holds.",
            ),
            Option(
                "The admissions",
                "They cover whole areas and everything done there, not the patients of the teams. See the "
                "chain.",
                "an estimate is an effect",
            ),
            Option(
                "All three, because they agree",
                "They do not speak of the same thing, so they can hardly agree on it. See the chain.",
                "triangulation means agreement",
            ),
        ),
    ),
    Question(
        "04.4-one-sentence",
        "check",
        "Which sentence joins the numbers and the team studies honestly?",
        (
            Option(
                "Teams that staff and patients value kept admissions down",
                "None of these studies compares patients with and without a team, and many patients did not "
                "mention one.",
                "triangulation means agreement",
            ),
            Option(
                "Pioneers' admissions rose less, staff valued the teams; nothing here links the two",
                "Each half has its source, and the gap between them is named. That is as far as this "
                "evidence goes.",
            ),
            Option(
                "Patients did not notice the teams, so something else slowed the rise",
                "A team can work where the patient never sees it. And what is not mentioned has not been "
                "denied.",
                "silence is disagreement",
            ),
        ),
    ),
)

RETRIEVAL = (
    Question(
        "04.1-recall-where-and-when",
        "check",
        "From memory: what do the four studies of the teams have in common?",
        (
            Option(
                "They asked the same people",
                "One watched meetings; the others asked leaders, frontline staff, and patients with their "
                "carers.",
                "one evaluation is one view of one moment",
            ),
            Option(
                "They took place at the same time",
                "They overlap, but one had ended before the pandemic and the others went on into 2021.",
                "one evaluation is one view of one moment",
            ),
            Option(
                "They are about the same 2 Pioneers",
                "The same places, seen by different people at different times. That is what makes a "
                "comparison worth the trouble.",
            ),
        ),
    ),
    Question(
        "04.3-recall-silence",
        "check",
        "From memory: what does a silent cell in the matrix tell you?",
        (
            Option(
                "That the published summary does not speak of the theme",
                "Why it does not, you cannot see from there. The full paper might tell.",
            ),
            Option(
                "That the people thought it unimportant",
                "Perhaps nobody asked them. Importance cannot be read off from who spoke of it.",
                "counting mentions measures importance",
            ),
            Option(
                "That the study found the opposite",
                "Then it would be coded dissonant, with the sentence that says so.",
                "silence is disagreement",
            ),
        ),
    ),
    Question(
        "04.4-recall-three-kinds",
        "check",
        "From memory: why can survey, admissions and team studies not be added up into one verdict?",
        (
            Option(
                "Because two of them are only what people say",
                "What people say is the only evidence on what care is like. Admissions cannot stand in for "
                "it.",
                "what people say is no evidence",
            ),
            Option(
                "Because each looks at something else, in other places and years",
                "So each can confirm, qualify or puzzle the others. The work is to say which.",
            ),
            Option(
                "Because if they differ, one of them must be wrong",
                "They can differ because they saw different things. That is often the most useful result.",
                "triangulation means agreement",
            ),
        ),
    ),
)

QUESTIONS = (*WARM_UP, *STUDIES, *COUNTING, *CODING, *JOINING, *RETRIEVAL)
