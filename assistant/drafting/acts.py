"""What a clause does when it does not ask for work: decides, reports, rejects, asks, greets, commands the "
"assistant."""

import re

from assistant.drafting.reading import masked

#: Orders to the machine rather than talk about work; never obeyed, never drafted.
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|rules|directions|"
    r"guidelines|training|previous|above|everything (?:above|before|you))\b|"
    r"\byou are (?:now|no longer)\b|\bact as (?:an?|if|root|admin)\b|\bpretend (?:to be|you)\b|\bsystem prompt\b|"
    r"\bjailbreak\b|\bdeveloper mode\b|\bprompt injection\b|"
    r"\b(?:delete|drop|remove|wipe|close|erase|transition|assign|move) (?:all|every)(?: (?:of )?(?:the|your|our|"
    r"existing|open|known))* (?:issues?|tickets?|tables?|pages?|projects?|records?|data(?:base)?|tasks)\b|"
    r"\brm -rf\b|\bdrop table\b|\b(?:reveal|print|output|show|repeat|leak) (?:me )?(?:your|the) (?:system|hidden|"
    r"secret|instructions|prompt|initial)\b|"
    r"\b(?:respond|reply|answer|output) (?:only )?(?:with|in) (?:json|yes|\"|')|\bas an? (?:ai|language model|"
    r"assistant),? (?:you|i)\b|<\s*/?(?:system|script|instructions?)\b|"
    r"\bset (?:all|every) (?:issues?|tickets?|priorit\w+|fields?|assignees?|scores?)\b|\bnew instructions?:|"
    r"\byou must (?:now )?obey\b|\bend of (?:prompt|transcript|text)\b"
)
NOISE = masked(
    r"(?:(?:good |great |happy )?(?:morning|afternoon|evening|night|day|weekend|hi|hello|hey|bye|goodbye|thanks|"
    r"thank you|cheers|welcome|see you|talk (?:to you )?(?:soon|later)|have a|how are|how was|how's|what's up|"
    r"nice to|best regards|kind regards|regards|best|sincerely|dear|sent from|sorry (?:i'm|for|about)|no worries|"
    r"you're welcome|ok|okay|right|yeah|yes|no|sure|great|perfect|cool|mm|mhm|uh|um|haha|lol|that's (?:all|it|"
    r"everything)|end of)"
    r"(?:[\s,!.]|$)(?:\ue000+|all|everyone|everybody|team|folks|guys|there|again|so much|very much|a lot|"
    r"for (?:coming|joining|the update|that|your time|now)|tomorrow|later|you|\ue001+|to you(?: too)?|too|good|nice|"
    r"great|weekend|one|lunch|day|evening|then|[\s,.!?])*$)"
)
DECISION = masked(
    r"(?:(?:so |okay |and )*(?:we|they|i|it's|it is|that's|the (?:team|board|group|committee|\w+ team))(?:'ve| have|"
    r" has|'s)? (?:just |also |all |already |finally |now )?(?:been )?(?:decided|agreed|settled|chose|chosen|voted|"
    r"opted|concluded|going with|sticking with|made the (?:call|decision)|approved|signed off|rejected)\b|"
    r"(?:the )?(?:final |main )?decision(?:s)?(?: (?:is|was|here is))?\b|agreed[:,]|(?:it's|it was|that was|"
    r"that's) (?:been )?(?:decided|agreed|settled)|"
    r"(?:so )?(?:let's|lets|we(?:'ll| will|'re going to| are going to)) (?:just |all |definitely )?(?:go with|"
    r"go for|stick (?:with|to)|stay with|use|stay on|standardi[sz]e on|settle on|postpone|hold off|park|table|skip|"
    r"not|leave (?:it|that|this)|drop|live with|keep (?:using|the|it|our|to)|continue with|freeze|go ahead with|"
    r"say (?:yes|no)|wait with|wait (?:until|for))\b|"
    r"(?:the )?(?:plan|verdict|conclusion|consensus|outcome|agreement|resolution) (?:is|was|stays)\b|we(?:'re|"
    r" are) (?:not (?:going to|doing)|going with|sticking with|keeping|staying|dropping|skipping|moving ahead with|"
    r"switching to|not)\b|we won't\b|from now on\b|effective (?:immediately|\ue001))"
)
#: A decision that names who does what still asks for work: "we agreed that Tom will ...".
DECIDED_LEAD = masked(
    r"(?:we|they|i|the team)(?:'ve| have| has)? (?:just |also |all |already )?(?:decided|agreed|settled)(?: that|"
    r" on| with)? (?=(?:{P}|i|someone|somebody)(?:'ll| will| should| is going to| takes| to| needs to| has to|"
    r" can)\b)|"
    r"(?:the )?(?:decision|agreement|plan)(?: is| was)?:? (?:that )?(?=(?:{P}|i|someone)(?:'ll| will| should|"
    r" is going to| takes| to| needs to| has to)\b)"
)
REJECT = masked(
    r"(?:(?:but |so |no |nah |and |or |well |actually |okay |ok |hmm |then |,)*(?:let's (?:not|leave (?:it|that|"
    r"this)|drop|skip|forget|park|hold off|postpone|wait|table|scrap)|we (?:won't|shouldn't|don't (?:need|have to|"
    r"want|do)|decided (?:not|against)|can't afford|rejected|ruled (?:that|it) out|dropped|scrapped|said no|are not|"
    r"aren't)|we're not|"
    r"(?:it|this|that)(?:'s| is| was|'d be| would be)(?: just| probably| really| way| far)? (?:not (?:worth|needed|"
    r"necessary|urgent enough|going to happen|happening|now|for now)|too (?:expensive|risky|much|early|late|"
    r"complicated|big|costly)|out of scope|off the table|overkill|unnecessary|rejected|a no|no longer needed|"
    r"not needed|obsolete)|"
    r"(?:it|this|that) (?:isn't|wasn't) (?:worth|needed|necessary|going)|not (?:now|worth|this (?:sprint|quarter|"
    r"year|month|week|time|round)|needed|necessary|today)|no need\b|never ?mind|forget (?:it|that|about (?:it|"
    r"that))|scratch that|strike that|(?:skip|drop|leave|cancel|scrap|park|ignore|delete|remove|kill|"
    r"postpone) (?:it|that|this)(?: one| ticket| issue| last one| task)?(?: out)?(?: for (?:now|"
    r"later))?(?: please)?[.!]?$|"
    r"don't (?:bother|worry|need|create|make|add|file|do (?:it|that|this))|(?:i|we) don't think (?:so|we (?:should|"
    r"need|have)|that's|it's)|that can wait for now|i'd rather not|rather not|no,? (?:we|that|it|i)\b.*(?:n't|"
    r"not)\b|we already (?:have|did|do)|too (?:expensive|risky|much work)|i changed my mind|"
    r"on second thought,? (?:no|let's not|leave|skip|drop|forget)))"
)
#: Rejections strong enough to take back work that was plainly asked for.
TAKE_BACK = re.compile(
    r"(?:(?:no|oh|actually|and|but|wait|sorry|hmm|okay|ok|on second thought|you know what|well),? )*(?:never ?mind|"
    r"forget (?:it|that|about (?:it|that|this|the))|scratch that|strike that|cancel that|(?:drop|skip|delete|remove|"
    r"scrap|cancel|kill|forget) (?:it|that|this|that one|this one|the (?:last|first|second|third|previous) (?:one|"
    r"ticket|issue|task|bug|item)|the [\w-]+(?: [\w-]+)? (?:one|ticket|issue|task|bug))(?: (?:last )?(?:one|ticket|"
    r"issue|task|again|please|entirely|altogether))?(?:[.,!]|$| it's| that's| we| i| because| already)|"
    r"(?:that|this|it)(?:'s| is| one is|'s been| has been)? (?:already |been |now )*(?:done|fixed|no longer needed|"
    r"obsolete|a duplicate|not needed|handled|taken care of|covered)(?: (?:already|after all|anyway|actually|now|"
    r"by \w+))?[.!]?$|don't (?:create|make|file|bother|do) (?:that|it|this)|we don't need (?:that|it|this)(?: one|"
    r" anymore| any more| after all)?|no need for (?:that|it|this)|(?:let's )?(?:leave|skip|drop) (?:that|it|"
    r"this)(?: one)?(?: out)?[.!]?$)"
)
RESOLVED = masked(
    r"(?:(?:but|and|so|though|which|luckily|fortunately|anyway|good news)?,? ?)*(?:(?:it|this|that|which|everything|"
    r"they|he|she|i|we|{P}|the \w+(?: \w+)?)(?:'s|'re|'ve| is| are| has been| have been| was| were| got| seems|"
    r" have| has| already)? )?(?:all |now |already |just |since |been |long )*"
    r"(?:fixed|resolved|sorted(?: out)?|solved|working again|back (?:up|online|to normal|in service)|works (?:again|"
    r"now|fine)|fine (?:now|again)|patched|rolled (?:it|that) back|restarted (?:it|that)|under control|repaired|"
    r"replaced|mended|taken care of|corrected|went away|gone (?:now|again)|cleared up)\b(?! (?:by|before|"
    r"until) \ue001)(?! (?:as soon|asap|urgently))"
)
QUESTION = masked(
    r"(?:(?:so|and|but|okay|ok|well|um|uh|sorry|hey|oh|now|also|{P}|right|then|wait|just|quick question|"
    r"question)[\s,:]+)*(?:did|does|do|is|are|was|were|has|have|had|how|what|what's|whats|when(?= (?:is|are|was|"
    r"were|do|does|did|will|can|should|would)\b)|when's|where|where's|"
    r"why|who|who's|which|whose|should|shall|am|any|anything|anyone else|isn't|aren't|don't|doesn't|didn't|wasn't|"
    r"weren't|haven't|hasn't|will|would (?:it|that|the|we|he|she|they)|can (?:it|that|he|she|they)|could (?:it|that|"
    r"the|he|she|they|this)|could we (?:not|simply)|couldn't we|can't we|is there|are there|can (?:the|our|my|"
    r"all|customers?|users?|patients?)|could (?:our|my))\b"
)
OPEN = re.compile(
    r"(?:open question|question:|we (?:still )?(?:don't|do not) know|(?:it's|it is|that's|still|remains|"
    r"is) (?:still |not yet |yet )?(?:unclear|undecided|open|to be decided|tbd|unresolved|not clear|unknown)|"
    r"not sure (?:if|whether|who|what|how|when|which|why|about)|i(?:'m| am) not sure|unclear (?:if|whether|who|what|"
    r"how|when)|"
    r"we (?:still )?(?:need|have) to (?:decide|figure out|agree|clarify|settle|find out|work out) (?:if|whether|who|"
    r"what|how|when|which|on|where)|(?<!has )(?<!have )(?<!need )(?<!needs )to be (?:decided|clarified|confirmed|"
    r"determined)|(?:i|we) (?:wonder|"
    r"are wondering|'re wondering)|nobody knows|no one knows|tbd|tbc|undecided|still open)"
)
CONDITION = masked(
    r"(?:(?:and|but|so|then|also|or|well|okay|even|only)[\s,]+)*(?:if|unless|in case|should (?:the|"
    r"it|this|that|we|they) |had (?:we|i|they|it)|were (?:we|it) to|assuming|suppose|supposing|"
    r"provided|what if|as long as|in the event|otherwise)\b"
)
POLITE_IF = masked(
    r"(?:if (?:you|anyone|someone|{P}|somebody|there's|there is|we)(?: guys| all)? (?:have|has|get|"
    r"gets|find|finds|can|could|are able|don't mind|do not mind|would|like|want|wouldn't mind|"
    r"ever have|is)(?: (?:a|some|any|the))? ?(?:spare |free )?(?:time|chance|moment|minute|capacity|"
    r"manage|please|to|second|hour)?|if possible|if that's (?:ok|okay|fine|alright)|"
    r"if it's not too much|if needed|if not already done|if (?:i'm not mistaken|i remember correctly|"
    r"i recall|you ask me|memory serves)|if nobody (?:objects|minds)|if that works|if anything)"
)
UNREAL = masked(
    r"\b(?:would(?:'ve| have| need| be| require)|we'd (?:need|have|be)|it'd|had (?:we|i) |if (?:we|i|they|it|"
    r"you) (?:had|were|could|got|ever|wanted|decided|did|would)|would be (?:nice|great|cool|"
    r"good) (?:to have )?(?:but|though|someday|one day)|in an ideal world|someday|one day|in theory|theoretically|"
    r"hypothetically|ideally we|might have|could have|should have|should've|could've|would've)\b"
)
DONE = masked(
    r"(?:(?:so |and |also |okay |well |yesterday |today |this morning |last week |{X},? |{D},? |earlier |first |"
    r"then )*(?:i|we|he|she|they|{P}(?: and {P})?|someone|somebody|the [\w-]+(?: [\w-]+)?|[a-z]{3,12}|it|that|this|"
    r"all|both|everything)(?:'ve| have|'s| has)?(?: already| just| finally| also| all| now| then| successfully|"
    r" mostly)*(?: been)? "
    r"(?:fixed|finished|completed|shipped|released|deployed|merged|updated|sent|closed|wrote|written|added|removed|"
    r"cleaned|ordered|signed|paid|delivered|installed|upgraded|migrated|rolled out|handed|reviewed|tested|published|"
    r"launched|did|done|got|made|talked|spoke|met|called|emailed|checked|wrapped|created|built|repaired|replaced|"
    r"painted|moved|submitted|approved|booked|started|ran|went|had|was|were|worked|helped|spent|looked|investigated|"
    r"received|hired|trained|visited|presented|cleared|resolved|sorted|set up|took|gave|put|cut|found out|passed|"
    r"refactored|implemented|prepared|scheduled|arranged|renewed|filed|posted|reported|(?:asked|told)(?! (?:us|me|"
    r"you|someone|\ue000+|for someone) to\b)|said|announced|"
    r"mentioned|confirmed|promised to look|thought|hoped|liked|loved|enjoyed|celebrated|won|lost|learned|signed off|"
    r"swapped|printed|counted|drafted|picked up)\b)"
)
PASSIVE_DONE = masked(
    r"(?:.{2,80}?) (?:(?:is|are|was|were|has been|have been|got|has|have)(?: already| just| now| finally| all|"
    r" mostly)*) (?:done|finished|complete|completed|fixed|merged|shipped|deployed|released|live|closed|delivered|"
    r"installed|signed|approved|sent|sorted|resolved|in place|up and running|on track|back to normal|published|paid|"
    r"cleaned|replaced|repaired|ready|behind us|going well|looking good|went well)\b(?! (?:by|before) \ue001)"
)
DENIED = masked(
    r"(?:(?:we|you|i|they|someone|somebody|{P}|nobody|no one|he|she|let's|please|the \w+)(?: really|"
    r" also| definitely| certainly)* )?(?:(?:don't|do not|doesn't|does not|didn't|shouldn't|should not|"
    r"won't|will not|can't|cannot|couldn't|wouldn't|mustn't|needn't|never|not)\b|(?:no longer|hardly) )"
)
AGREE = re.compile(
    r"(?:(?:oh|okay|ok|well|yeah|hm|hmm|ah)[\s,]+)*(?:yes|yeah|yep|yup|sure|agreed|okay|ok|right|"
    r"absolutely|definitely|of course|good (?:idea|point|call)|great idea|sounds good|makes sense|"
    r"let's do (?:it|that|this)|do (?:it|that)|let's|exactly|fine|works for me|i agree|why not|"
    r"go ahead|will do|on it|i'll do (?:it|that)|i can do (?:it|that)|happy to|consider it done|"
    r"no problem|perfect|great)\b"
)
NEGATIVE = re.compile(
    r"(?:(?:oh|okay|ok|well|hm|hmm|ah|um|uh)[\s,]+)*(?:no|nope|nah|not really|not now|"
    r"i don't think so|absolutely not|no way|let's not|rather not)(?![\w'])"
)
ACCEPT = re.compile(
    r"(?:(?:oh|okay|ok|well|yeah|yes|sure|right|yep|fine|great|cool|absolutely|definitely|of course|"
    r"no problem|alright)[\s,.!]+)*(?:will do|on it|i'm on it|consider it done|happy to|no problem|"
    r"sure(?: thing)?|i'll do (?:it|that)|i can do (?:it|that)|yes|yep|okay|ok|of course|"
    r"leave it (?:to|with) me|got it|mine|i'll handle (?:it|that)|count on me|my pleasure|gladly|"
    r"absolutely|certainly|you got it|can do)[\s,.!]*$"
)
HABIT = masked(
    r"\b(?:every (?:\w+day|day|week|month|morning|time|year)|always|usually|normally|generally|"
    r"in general|whenever)\b"
)
EVENT = re.compile(
    r"(?:the |our |a )?(?:meeting|call|demo|retro|stand-?up|review|workshop|party|lunch|training|"
    r"launch|release|interview|visit) (?:is|starts|begins|was|will be|takes place|has been)\b"
)
PLURAL = re.compile(
    r"\b(?:both(?: of (?:them|these|those))?|all (?:of (?:them|these|those|that)|three|four|five|"
    r"tickets|issues|tasks)|these(?: two| three)?|those(?: two)?|they|them|everything|"
    r"each of (?:them|these)|the whole lot)\b"
)
ROLE = re.compile(r"as an? [\w-]+(?: [\w-]+){0,3}?,? (?:i|we)\b")
NTH = re.compile(
    r"\bthe (first|second|third|fourth|last|previous|other|latter|former)(?: (?:one|ticket|issue|task|"
    r"bug|item|story|thing))?\b(?! (?:floor|day|week|time|half|aid|name))"
)
EARLIER = re.compile(
    r"(?:actually|wait|sorry|oh|no|correction|one (?:more )?(?:correction|change)|"
    r"on second thought|also|about|regarding|as for|for|back to|coming back to|change of plan|"
    r"i mean|make that|and|so|okay)"
)
