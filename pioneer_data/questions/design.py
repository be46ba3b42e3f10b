"""The questions of lesson 01."""

from pioneer_data.questions.bank import Option, Question

WARM_UP = (
    Question(
        "01.2-counterfactual",
        "check",
        "From lesson 00: what is a counterfactual?",
        (
            Option(
                "How things were before the programme started",
                "That can be looked up. It would be the same thing only if nothing else had changed in the "
                "meantime.",
                "before/after shows effect",
            ),
            Option(
                "What the areas outside the programme are like",
                "They may stand in for it. Whether they do is an assumption, because they differ in other "
                "ways too.",
                "the comparison group is the counterfactual",
            ),
            Option(
                "What would have happened without the programme",
                "Nobody can observe it. Every design in this lesson is a way of putting something in its "
                "place.",
            ),
        ),
    ),
    Question(
        "01.1-two-waves",
        "check",
        "From lesson 00: how did the 25 sites become Pioneers?",
        (
            Option(
                "In two rounds, 14 sites and then 11",
                "So there is no single start, and some sites had a head start on others. Keep that in mind "
                "for the timeline.",
            ),
            Option(
                "All at once, with one plan for all",
                "They came in two rounds, and each site made its own plans. One name, many starts.",
                "a programme is one intervention",
            ),
            Option(
                "They were drawn by lot from all areas of England",
                "They applied, in answer to a call for the most ambitious areas. So they may have differed "
                "from others before anything began.",
                "every study is a sample of everyone",
            ),
        ),
    ),
)

CHAIN = (
    Question(
        "01.1-what-is-left-open",
        "check",
        'The programme took its definition from National Voices: "My care is planned with people who work '
        "together to understand me and my carer(s), put me in control, co-ordinate and deliver services to "
        'achieve my best outcomes." What does it leave open?',
        (
            Option(
                "What good care feels like to the person",
                "That is the one thing it says. It is written from the user's side, in the user's voice.",
                "integrated care is about organisations",
            ),
            Option(
                "How a site is to bring this about",
                "It names the end of the chain and none of the links. Each site had to find its own, so "
                "there is no single treatment to evaluate.",
            ),
            Option(
                "Nothing: every site knows from it what to do",
                "Sites that share a goal can still do different things. The evaluators found that even the "
                "word Pioneer meant anything from a badge to a service.",
                "a programme is one intervention",
            ),
        ),
    ),
    Question(
        "01.1-who-holds-it",
        "check",
        "A site has trusted leaders and shared values, but its organisations cannot share patient records. "
        "By the findings of the early evaluation, who can change what?",
        (
            Option(
                "The site can change both: good leaders clear every barrier",
                "Some barriers were being solved locally. Others, such as rules on information, could only "
                "be moved from the centre.",
                "what helps and what hinders are in the same hands",
            ),
            Option(
                "National bodies can change both: the programme is theirs",
                "Leadership, vision and trust largely grow in a place. A national body can ask for them but "
                "not send them.",
                "what helps and what hinders are in the same hands",
            ),
            Option(
                "Trust is made locally; rules and systems need national bodies",
                "What helped tended to be local, what hindered tended to be national. In your chain, mark "
                "who holds each link.",
            ),
        ),
    ),
)

DATES = (
    Question(
        "01.3-how-long-after",
        "predict",
        "The first Pioneers were announced in November 2013. When did the long evaluation of all Pioneers "
        "start?",
        (
            Option(
                "20 months later",
                "20 months it is: in July 2015. Look in the timeline for what had already happened by then.",
            ),
            Option(
                "5 months later",
                "That is when the first interviews began, for a smaller early evaluation of wave 1. Look "
                "for the long one in the timeline.",
                "an evaluation starts with its programme",
            ),
            Option(
                "Before, to record where the sites started from",
                "That would have been the time to do it. Look in the timeline for when it did start.",
                "an evaluation starts with its programme",
            ),
        ),
    ),
    Question(
        "01.3-missing-baseline",
        "check",
        "The long evaluation has no data on where the sites stood in November 2013. What does that cost?",
        (
            Option(
                "Nothing: managers can be asked later how it was",
                "They can, and will tell you what they remember, knowing how it went on. Some may have come "
                "later and never seen the start.",
                "memory replaces a baseline",
            ),
            Option(
                "The way travelled: one sees where sites are, not how far they came",
                "Its first survey was in 2016. A site that looks good then may have been good before it was "
                "a Pioneer.",
            ),
            Option(
                "Everything: nothing can be compared with the time before",
                "Not everything. Hospitals had counted emergency admissions all along; lesson 03 uses that. "
                "Views and experiences nobody had recorded.",
                "evidence with a flaw is worth nothing",
            ),
        ),
    ),
)

SOURCES = (
    Question(
        "01.4-when-did-wave-two-start",
        "check",
        "When did wave 2 start? Slides of 2024 say spring 2014. The survey paper of 2020 says January 2015 "
        "and cites the announcement. So does the heading of a table in those same slides.",
        (
            Option(
                "January 2015",
                "It rests on the announcement, and the slides that say otherwise agree with it in another "
                "place. Say that you chose, and why.",
            ),
            Option(
                "Spring 2014: the slides are the newest source",
                "Newer is not closer. The slides put the whole programme into a few lines, and their own "
                "table contradicts this one.",
                "a newer source is right",
            ),
            Option(
                "Autumn 2014: halfway between the two",
                "Then you have a date that no source gives. Two claims about one event are not two "
                "measurements of it.",
                "the truth lies in the middle",
            ),
        ),
    ),
    Question(
        "01.4-how-much-money",
        "check",
        "Slides of 2016 say that each Pioneer of wave 1 had a one-off £90,000 for support. The survey paper "
        "of 2020 says £20,000 at first and a further £90,000 later. What do you write?",
        (
            Option(
                "£110,000: the later source knows better",
                "The sum may be right, but being later is no reason. The slides were written while the "
                "programme ran.",
                "a newer source is right",
            ),
            Option(
                "Nothing: the sources contradict each other, so neither can be used",
                "They share a figure, and other sources call the funding limited or modest. For the chain "
                "that matters more than the exact amount.",
                "evidence with a flaw is worth nothing",
            ),
            Option(
                "Both, with their sources: the fuller account explains the shorter one",
                "If the first sum was simply left out of the slides, both are right. That is likely, not "
                "certain, so the reader should see it.",
            ),
        ),
    ),
)

DESIGNS = (
    Question(
        "01.2-which-comparison",
        "predict",
        "You want to know whether being a Pioneer changed emergency admissions. Which comparison do you "
        "choose?",
        (
            Option(
                "Pioneers before the start with Pioneers afterwards",
                "Whatever else changed in those years would count as the programme. See in the explorer "
                "what this design cannot say.",
                "before/after shows effect",
            ),
            Option(
                "The change in Pioneers with the change in similar areas elsewhere",
                "That is the strongest of the three, and the one that was used. See in the explorer what it "
                "still cannot say.",
            ),
            Option(
                "Pioneers with other areas, once the programme is running",
                "Ambitious areas may have been different all along. See in the explorer what this design "
                "cannot say.",
                "the comparison group is the counterfactual",
            ),
        ),
    ),
    Question(
        "01.2-what-it-cannot-show",
        "check",
        "Hospital records of Pioneers are compared with those of matched areas, over several years. What "
        "can this design not show?",
        (
            Option(
                "Whether admissions rose less than elsewhere: only a trial could",
                "It can show exactly that. What a trial would add is a better reason to believe that the "
                "programme was the cause.",
                "evidence with a flaw is worth nothing",
            ),
            Option(
                "Nothing is out of its reach, if there are enough records",
                "More records make an answer more precise. They do not answer what the records never asked.",
                "one design answers every question",
            ),
            Option(
                "What staff did differently, and how patients found it",
                "Records count stays in hospital. For the rest the evaluation had surveys, interviews and "
                "people who watched meetings.",
            ),
        ),
    ),
)

SITES = (
    Question(
        "01.2-fewer-interviews",
        "predict",
        "The early evaluation interviewed 140 people in 2014 and 57 in 2015. What does the fall tell you "
        "about the Pioneers?",
        (
            Option(
                "Nothing: it tells you about the fieldwork",
                "The second round was half as long: 4 months, not 8. Look in the explorer at what else "
                "differs between sites.",
            ),
            Option(
                "They were doing less in 2015",
                "Interviews count how much was asked, not how much was done. Look at how long the two "
                "rounds were.",
                "more interviews = more progress",
            ),
            Option(
                "Interest in the programme was fading",
                "Nobody printed how many people were asked, so nobody can say who lost interest. Look at "
                "how long the two rounds were.",
                "more interviews = more progress",
            ),
        ),
    ),
)

AIMS = (
    Question(
        "01.1-what-was-it-for",
        "predict",
        "In 2013 the programme was about person-centred, coordinated care. What does the evaluators' slide "
        "show in its place for 2015?",
        (
            Option(
                "The same, now led by local government",
                "Local government is on the side of 2013. See in the explorer who had taken its place.",
                "a programme keeps the aim it started with",
            ),
            Option(
                "Fewer emergency admissions and less hospital spending",
                "That is what the slide says. See in the explorer what else had changed sides.",
            ),
            Option(
                "Prevention for the whole community",
                "That was among the first hopes, and the evaluators saw it become narrower. See the "
                "explorer for what took its place.",
                "a programme keeps the aim it started with",
            ),
        ),
    ),
    Question(
        "01.1-which-aims-count",
        "check",
        "Aims became narrower after the start. By which aims should the programme be judged?",
        (
            Option(
                "The first ones: they are what was promised",
                "Then sites are judged by what they were no longer asked to do. The promise matters, but it "
                "is not the whole story.",
                "a programme keeps the aim it started with",
            ),
            Option(
                "The latest ones: they replaced the others",
                "Then any programme can succeed by changing its aims. And patients' experience, hard to "
                "measure, drops out of sight.",
                "what is difficult may be left out",
            ),
            Option(
                "By both, each named with its year",
                "A result on admissions answers the question of 2015. Whether care became person-centred is "
                "another question, with other data.",
            ),
        ),
    ),
)

RETRIEVAL = (
    Question(
        "01.1-recall-paradox",
        "check",
        "From memory: what did the evaluators call the integration paradox?",
        (
            Option(
                "Growing need and shrinking budgets make integration more urgent and harder",
                "One cause pulls both ways. So a site under pressure may have tried more and moved less.",
            ),
            Option(
                "Integration saves money, and so its own budget is cut",
                "The evaluators say nothing of the kind. Shrinking budgets are where the paradox starts, "
                "not where it ends.",
                "pressure works in one direction",
            ),
            Option(
                "The worse the finances, the better organisations work together",
                "That is one half: the case for it grows. The other half is that they guard their budgets "
                "and their staff are stretched.",
                "pressure works in one direction",
            ),
        ),
    ),
    Question(
        "01.2-recall-before-after",
        "check",
        "From memory: admissions in the Pioneers are compared before and after the start. What is missing?",
        (
            Option(
                "Nothing, if there are many sites",
                "More sites make the change more precise. They do not tell what would have happened anyway.",
                "before/after shows effect",
            ),
            Option(
                "A longer time afterwards",
                "More time helps to see slow changes. It also gives everything else more time to change.",
                "before/after shows effect",
            ),
            Option(
                "What would have happened without the programme",
                "That is why the evaluation looked at other areas in the same years.",
            ),
        ),
    ),
    Question(
        "01.4-recall-two-sources",
        "check",
        "From memory: two sources disagree about a date. What do you ask first?",
        (
            Option(
                "Which of them is newer?",
                "The newer one may be copied from the older, or sum it up in a line.",
                "a newer source is right",
            ),
            Option(
                "What does each of them rest on?",
                "The one closer to the event, or backed by a third source that does not copy it, is the "
                "better bet. Then say that you chose.",
            ),
            Option(
                "Which date is printed more often?",
                "The same slip can be printed many times. Count the sources that stand on their own feet.",
                "published means checked",
            ),
        ),
    ),
)

QUESTIONS = (*WARM_UP, *CHAIN, *DATES, *SOURCES, *DESIGNS, *SITES, *AIMS, *RETRIEVAL)
