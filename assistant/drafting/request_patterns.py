"""How people ask for work: the patterns that requests are found by."""

import re

from assistant.drafting.lexicon import faults
from assistant.drafting.reading import masked

TICKET = (
    r"(?:(?:bug|defect|incident|support|jira) )?(?:ticket|issue|task|bug report|bug|story|user story|epic|sub-?task|"
    r"sub task|card|work item|"
    r"to-?do(?: item)?|feature request|chore|action item|action point|reminder|item|one)"
)
ADJ = (
    r"(?:(?:new|separate|quick|small|big|another|follow-?up|high|low|medium|highest|lowest|priority|high-priority|"
    r"low-priority|"
    r"urgent|critical|second|third|little|short|simple|proper|important|single|good|first|next|real|trivial|normal|"
    r"jira|"
    r"minor|major|\w+ point|\d+-?point|three-point|five-point|[a-z]+-point) )*"
)
ASKING = (
    r"(?:(?:can|could|would|will|should) (?:you|we|someone|somebody|i|{P}) (?:please |maybe |also |just )*|please |"
    r"pls |let's |let me |"
    r"(?:we|i|you|someone)(?:'ll| will)? (?:need|should|have|want|must|would like|got)(?: you)?(?: to)? (?:also )?|"
    r"i'd like (?:you )?to |"
    r"i'll |we'll |i want (?:you )?to |{P} (?:should|will|can|could|please) |go ahead and |there should be |kindly |"
    r"we might as well |and |also |"
    r"i'm going to |i am going to |remember to |don't forget to )*"
)
CREATE = (
    r"(?:create|open|make|add|file|raise|log|write(?: up)?|put in|set up|track|start|enter|record|submit|get|have|"
    r"need|draft|capture|add in|"
    r"note down|there's|do)"
)
ABOUT = (
    r"(?:(?:,? (?:for|about|on|regarding|concerning|called|titled|named|saying|that says|which says|covering|"
    r"around)(?: (?:the fact that|how))?:? |"
    r",? (?:to|that|where|in which|so that|because|since|when) |[:,–—-]+ ?| ))"
)
ORDER = re.compile(
    r"(?:an? |one |another )?(?:(?:new|next|another|first|second|third|last) )?(?:bug report|bug|task|story|"
    r"user story|epic|sub-?task|"
    r"feature request|feature|ticket|issue|"
    r"chore|to-?do|action items?|action|actions|follow-?up|ai|work item|next steps?|request|reminder|"
    r"idea for a ticket)"
    r"(?: (?:number )?(?:one|two|three|four|five|\d))?(?: (?:is|would be|ticket|for me|"
    r"for us))?(?: for \ue000+)? ?(?:[:–—]| -|,(?= ?(?:the|a|an|we|i|fix|add)\b)) ?(?P<what>.+)"
)
CREATED = masked(
    rf"(?:{ASKING}{CREATE}|(?:we|i|you)(?:'ll|'d)? (?:also |still |really )?(?:need|want|should have|could use|"
    rf"would like|'d like)|there should be|(?:can|could) (?:we|i) (?:get|have)) (?:me |us |in )?(?:an? |another |"
    rf"one |one more |the |two |"
    rf"up )?(?:more )?{ADJ}{TICKET}s?(?: in \w+| for {{P}}| under (?:the epic )?{{K}}| on the (?:board|backlog)|"
    rf" with [\w ]+ priority|,? (?:high|low|medium) priority)?{ABOUT}(?P<what>.+)"
)
THERE = masked(
    rf"(?:there's|there is|we have|we've got|i have|i've got|here's|we got|it's) (?:an? |another |"
    rf"one more |one )?{ADJ}(?:ticket|task|story|thing) {ABOUT.replace('| ))', '))')}(?P<what>.+)"
)
ONE_FOR = masked(
    r"(?:(?:the )?(?:first|second|third|other|last) (?:one |ticket |issue |task )?is|(?:and )?(?:the )?(?:other |"
    r"second |another )?one(?: is)?|"
    rf"(?:(?:and )?(?:under|below|inside|in) (?:it|that|this),? )(?:an? |another |one ){ADJ}{TICKET}) (?:for|to|"
    rf"about) (?P<what>(?!me\b|us\b|you\b|{{P}}$|it\b|them\b).+)"
)
#: "a sub-task under DEMO-2 test the order history", "one task for Amara, put the dates into the calendar".
KIND_FOR = masked(
    rf"(?:and )?(?:then )?(?:an? |another |one |the |next )?{ADJ}(?:sub-?task|sub task|task|bug|story|ticket|epic)"
    rf"(?:,? (?:for|to) {{P}}|,? under (?:the )?(?:epic )?{{K}})*[,:]? (?P<what>[a-z].+)"
)
USER = masked(
    r"as an? (?P<who>[\w-]+(?: [\w-]+){0,3}?),? (?:i|we)(?:'d| would)? (?:want|need|like|wish|should|can|could|"
    r"love|have)(?: to)?(?: be able to)? (?P<what>.+)"
)
SUBJECT = (
    r"(?P<subject>we|you|i|someone|somebody|anyone|anybody|everyone|everybody|they|he|she|who|"
    r"whoever \w+(?: \w+){0,3}|one of (?:us|you)|"
    r"{P}(?:,? (?:and|or) {P})?|facilities|marketing|finance|legal|ops|operations|sales|support|engineering|"
    r"procurement|maintenance|security|logistics|accounting|(?:the |our )?(?:[\w-]+ ){0,2}(?:team|guys|crew|"
    r"department|folks|people|office)|"
    r"[a-z]{3,12})"
)
ADVERBS = (
    r"(?: (?:also|still|really|probably|just|definitely|please|then|all|now|urgently|absolutely|maybe|certainly|"
    r"only|always|first|quickly|finally|either|both|soon|at least|at some point|actually|kindly))*"
)
MODALS = (
    (r"(?:'ll| will)?(?: still| also| really| probably| just| definitely| all| now| both| urgently)*(?: need| needs|"
    r" have| has|'ve got| have got| got|'s got| has got|'d better| had better)(?: also| still| urgently|"
    r" really)? to|'ve gotta| gotta|'ve got to| gotta|'d better| had better", 0.95),
    (r" must| ought to| shall| is to| are to|'s to| am to", 0.9),
    (r" should|'s supposed to| is supposed to| are supposed to| am supposed to| was supposed to|'m supposed to", 0.9),
    (r"'ll| will| is going to| are going to|'s going to|'re going to|'m going to| am going to| gonna|'m gonna|"
    r" is gonna|'re gonna", 0.85),
    (r" want| wants| would like|'d like|'d love|'d want| plan| plans|'m planning| is planning| am planning| intend|"
    r" intends| agreed| promised| offered| volunteered| committed", 0.85),
    (r" can", 0.7),
    (r" could| might want to| may want to| might| may| would| might need to| may need to", 0.4),
)  # fmt: skip
OBLIGED = [
    (masked(rf"(?:that )?{SUBJECT}{ADVERBS}(?P<modal>{modal}){ADVERBS}(?P<to> to)? (?P<what>[a-z].*)"), strength)
    for modal, strength in MODALS
]
PERSON_TO = masked(r"(?P<subject>{P}(?: and {P})?) to (?P<what>[a-z].*)")
POLITE = masked(
    r"(?:(?:can|could|would|will) (?P<subject>you|someone|somebody|anyone|anybody|we|i|{P}|"
    r"the (?:\w+ ){1,2}team)(?: guys| all| two)?(?: please| maybe| perhaps| also| just| possibly| kindly| quickly|"
    r" still|,)*|"
    r"{P} ?[:–—-] ?|(?:{P}),? (?:can|could|would|will) (?:you|he|she|they)(?: please| maybe| also| just)*|"
    r"(?:{P}),? (?:please|pls|"
    r"kindly),?|(?:{P}),|please,?|pls|kindly|"
    r"would you mind|do you mind|if you could|it'd be great if you could|feel free to|go ahead and|be sure to|"
    r"make sure (?:to|you)|remember to|don't forget to|"
    r"(?:please )?(?:do )?remind (?:me|us|{P}|everyone) to|(?:can|could) (?:i|we) (?:ask|get|have) (?:you|someone|"
    r"{P}) to|i(?:'d)? (?:need|want|would like|like) (?:you|someone|somebody|{P}) to|"
    r"we(?:'d)? (?:need|want|would like|like) (?:you|someone|somebody|{P}) to|(?:please )?(?:ask|get|tell|"
    r"have) {P} to|(?:have|let) {P}|let me|(?:we )?need (?:someone|somebody|{P}) to|who can|who could|who wants to|"
    r"who will|who's going to|"
    r"(?:the )?(?:next step|plan|idea|goal|task|todo|job|action|thing to do|only thing left|what's left|"
    r"what remains) (?:here )?(?:is|would be|for (?:me|us|{P}) is) to|it's time to|time to|still need to|"
    r"still have to|need to|have to|must|gotta|should|"
    r"(?:customers?|clients?|users?|sales|marketing|finance|legal|hr|management|support|they|he|she|"
    r"the (?:[\w-]+ ){1,3}?)(?: team)?(?: also| now| just)? (?:asked|asks|want|wants|would like|need|needs|"
    r"requested|is asking|"
    r"are asking) (?:us|someone|you|me|{P}|for someone) to|"
    r"(?:what )?(?:i|we) (?:want|need)(?: to do)? (?:is|now is)(?: for (?:you|someone|{P}))? to|"
    r"it(?:'d| would) be (?:good|nice|great|helpful|useful|ideal|best|lovely|awesome|cool|super) (?:to|if (?:we|"
    r"someone|somebody|you|{P}) (?:could|can|would)))"
    r"(?: also| please| maybe| then| just| kindly)* (?P<what>[a-z].*)"
)
LETS = masked(
    r"(?:let's|lets|let us|why don't (?:we|you)|how about (?:we|you)|we might as well|"
    r"what if we)(?: also| please| all| then| just| maybe| quickly)* (?P<what>[a-z].*)"
)
PASSIVE = masked(
    r"(?P<object>(?!it\b|this\b(?! \w)|that\b(?! \w)|there\b|they\b|we\b|you\b|i\b|he\b|she\b|who\b|what\b|"
    r"nothing\b|everything\b|these\b(?! \w)|those\b(?! \w))"
    r"(?:[\w\ue000-\ue002'/&.,#%\"-]+ ){1,9}?)(?:also |still |urgently |really |all |both |definitely |only )*"
    r"(?:needs? to|has to|have to|must|should|ought to|will have to|will need to|is to|are to|'s got to|"
    r"is due to)(?: also| still| urgently| really| finally| all)? (?:be|"
    r"get) (?P<verb>[a-z]+(?:-[a-z]+)?)\b(?P<rest>.*)"
)
GERUND = masked(
    r"(?P<object>(?!it\b|this\b(?! \w)|that\b(?! \w)|there\b|they\b|we\b|you\b|i\b|he\b|she\b|who\b|"
    r"what\b)(?:[\w\ue000-\ue002'/&.-]+ ){1,8}?)(?:also |still |urgently |really |badly |desperately )*"
    r"(?:needs?|requires?|could use|wants?|is in need of|are in need of)(?: some| a bit of| a good| proper|"
    r" urgent)? (?P<verb>[a-z]+ing)\b(?P<rest>.*)"
)
NEEDS = masked(
    r"(?P<object>(?!it\b|this\b(?! \w)|that\b(?! \w)|there\b|they\b|we\b|you\b|i\b|he\b|she\b|who\b|what\b|"
    r"customers?\b|users?\b|patients?\b)(?:[\w\ue000-\ue002'/&.-]+ ){1,6}?)(?:also |still |urgently |really |badly )*"
    r"(?:needs?|requires?|could use|is missing|are missing|lacks?)(?: to have| to get)? (?P<rest>(?:an? |some |new |"
    r"more |another |better |two |three |at least |fresh )[a-z\ue000-\ue002].*)"
)
LACK = masked(
    r"(?:we|i|they|you)(?:'re| are|'ll|'d| will)?(?: also| still| urgently| really| all| definitely)* (?:need|"
    r"require|want|would like|like|miss|missing|lack|lacking|short of|short on|short|out of|running out of|"
    r"run out of|ran out of|should have|should get)"
    r" (?P<what>(?!to\b|you to\b|someone to\b|it\b|this\b(?! \w)|that\b(?! \w)|them\b|each other|your help|help\b|"
    r"time\b|a minute|a moment|a break|a plan b|no\b|nothing|about\b|these by\b)[a-z\ue002\d].*)"
)
PROMISED = masked(
    r"(?:we|i|they|sales|{P})(?:'ve| have|'d)? (?:promised|owe|owed|guaranteed) (?:(?:the |our |"
    r"a )?(?:[\w-]+ ){1,3}?)?(?P<what>(?:an? |some |new )[a-z].+)"
)
ISSUE_WITH = masked(
    r"(?:(?:there's|there is|there are|there seems to be|there appears to be|we have|we've got|we got|i have|"
    r"i've got|i found|we found|we've found|i noticed|we noticed|i see|i'm seeing|we see|we're seeing|seeing|"
    r"we are seeing|i'm getting|"
    r"we're getting|getting|i just found|i just noticed|i ran into|we ran into|i hit|we hit|found|noticed|also|"
    r"{P} (?:found|noticed|reported|spotted|hit|ran into)|customers?(?: are)? (?:report|reporting|reported|"
    r"complain about|complaining about|seeing|see)|"
    r"users?(?: are)? (?:report|reporting|reported|complain about|complaining about|seeing|see)|(?:some|several|"
    r"many|a few|two|three) (?:customers?|users?|people|patients?|tenants?|clients?) (?:report|reported|"
    r"complained about|have reported)|support (?:got|has|is getting|reports|reported)) )+"
    r"(?:(?:still|also|again|now|apparently) )*(?:an? |another |some |the |this |these |one |two |three |several |"
    r"many |big |small |bad |nasty |weird |strange |serious |minor |major |annoying |new |old |ugly |little |huge |"
    r"odd |critical |urgent |recurring |intermittent |known )*"
    r"(?P<what>(?:(?:[\w-]+ ){0,3}?" + faults.NOUNS + r"|issues?|problems?|bug report)\b.*)"
)
FAULT = masked(
    r"(?P<object>(?!please\b|let's\b|we\b|i\b|you\b|he\b|she\b|who\b|what\b|nothing\b|everything\b|nobody\b|"
    r"no one\b|it\b|"
    r"this\b(?! \w)|that\b(?! \w)|they\b|which\b|if\b|there\b)"
    r"(?:[\w\ue000-\ue003'/&.#\"+-]+,? ){1,10}?)(?:also |still |sometimes |often |always |keeps |constantly |"
    r"occasionally |now |again |randomly |suddenly |just |all |both |currently |regularly |apparently |often |"
    r"intermittently |is |are |has |have |has been |have been |'s |\w+ly )*?"
    rf"(?P<pred>{faults.VERBS}(?![\w'])|(?:is|are|'s|'re|keeps?|looks?|seems?|comes? out|comes? back|shows up|"
    rf"show up|arrives?|arrive|has been|have been|gets?|got|stays?) (?:\w+ly |all |always |still |completely |"
    rf"totally |now |too |also |again |often |sometimes |mostly )*{faults.STATES}(?![\w'])|"
    rf"{faults.NEGATED} (?:\w+ly |always |even |really )*(?!need|want|know|think|have to|matter|mind|care|be |"
    rf"include|require|expect|plan|use|like|believe|see why|worry)[a-z]+)(?P<rest>.*)"
)
ADVERB_LEAD = re.compile(
    r"(?:(?:(?:stop|drop|leave) (?:whatever|what|everything)(?: [\w']+){0,4} and|\w+ly|just|also|please|then|"
    r"now|still|maybe|go ahead and|try to|try and|"
    r"be sure to|help me|help us|help|do|kindly|pls|again|to|instead|first|at least|all|both|"
    r"finally|need to|have to|start to|get to|make sure to|make sure you|remember to|look to|"
    r"go and|come and|be able to) )+"
)
INFO = re.compile(
    r"(?:tell|say|explain|remember|hear|see|imagine|believe|repeat|speak|understand|"
    r"give me an update|give us an update|share your|remind me (?:what|how|who|when|which|why)|hold|"
    r"wait|pass me|turn (?:on )?your)\b"
)
STATIVE = frozenset(
    [
        "be",
        "have",
        "know",
        "see",
        "think",
        "feel",
        "seem",
        "become",
        "happen",
        "understand",
        "believe",
        "like",
        "love",
        "hate",
        "want",
        "need",
        "hope",
        "wish",
        "expect",
        "mean",
        "remember",
        "forget",
        "worry",
        "agree",
        "exist",
        "belong",
        "matter",
        "stay",
        "sound",
        "look",
        "appear",
        "depend",
        "probably",
        "not",
        "never",
        "been",
    ]
)
NOT_VERBS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "we",
        "you",
        "i",
        "he",
        "she",
        "they",
        "is",
        "are",
        "was",
        "were",
        "and",
        "or",
        "but",
        "so",
        "yes",
        "no",
        "not",
        "in",
        "on",
        "at",
        "for",
        "of",
        "with",
        "by",
        "from",
        "as",
        "if",
        "when",
        "who",
        "what",
        "how",
        "why",
        "where",
        "there",
        "here",
        "to",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "its",
        "all",
        "some",
        "any",
        "more",
        "most",
        "much",
        "many",
        "somebody",
        "someone",
        "everybody",
        "everyone",
        "nobody",
    ]
)
COUNTERFACTUAL = re.compile(
    r"(?:(?:should|could|would|might|must)(?:n't)? have|(?:should|could|would|might)'ve|"
    r"had better have) \w+(?:ed|en|t|ne|wn|ught|id|de|ot)?\b|was going to|were going to|"
    r"used to|was supposed to|were supposed to"
)
VERB_NEXT = re.compile(
    r"(?:the|a|an|all|any|our|my|your|their|his|her|its|this|that|these|those|every|each|some|"
    r"both|new|two|three|four|five|six|ten|\d+|up|out|down|off|over|back|whether|if|how|sure|it|"
    r"them|into|why|more|one|another|\ue000+|\ue002+)\b|[\ue000\ue002]"
)
FINITE = frozenset(("VBZ", "MD", "VBP", "VBD"))
