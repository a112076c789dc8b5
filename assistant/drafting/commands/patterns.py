"""The words that command patterns share: polite beginnings, how an issue is named, where a command ends."""

#: What may stand before the verb. "Please" and hesitations are taken out before any pattern looks.
LEAD = (
    r"(?:(?:can|could|would|will) (?:you|we|someone|i)(?: also| then| just)? |let's |lets |and |also |then |now |so |"
    r"next |first |"
    r"finally |after that |but |plus |"
    r"i(?:'d)? (?:want|need|like|would like) (?:you )?to |we (?:need|should|have|can|must)(?: to)?(?: also| just|"
    r" now)? |"
    r"you (?:can|should|could|may)(?: also| now| just)? |i'll |i will |go ahead and |just |feel free to |"
    r"be so kind and |"
    r"{P},? |okay,? |ok,? |right,? |good,? |great,? |yes,? |yeah,? |sure,? |actually,? |i think |i guess |maybe |oh,? |"
    r"well,? |alright,? |(?:we|they) (?:agreed|decided|said)(?: that)? |hey,? |assistant,? |jira,? |hi,? |hello,? |"
    r"thanks,? |excellent,? |fine,? |perfect,? |, )*"
)
_NOUN = r"(?:one|ticket|issue|task|bug|story|card|item|epic)"
#: One issue: by key (a description that is known counts as one), by a pronoun, or by a description nobody knows.
ONE = (
    rf"(?:(?:the |this |that )?(?:ticket |issue |task |bug |story |card |"
    rf"epic )?(?:number )?{{K}}(?:'s)?(?: {_NOUN}\b)?|"
    rf"(?:it|this|that|them|both|these|those)(?: two| {_NOUN}| of them| of these| tickets| issues| ones| both)?\b|"
    rf"the (?:same )?{_NOUN}\b|(?:the|this|that|our|my) (?:[\w'&/-]+ ){{1,6}}?{_NOUN}\b)"
)
#: One issue or several.
MANY = rf"(?:both )?{ONE}(?:(?:, and|,| and| as well as| plus) {ONE})*"
STATUSES = (
    (r"done|closed|complete|completed|finished|resolved|fixed|shipped|dunn", "Done"),
    (r"in[- ]?progress|progress|started|doing|in work|active|underway|in the works", "In Progress"),
    (r"(?:in |for |code |peer )*review|reviewing", "In Review"),
    (r"to[- ]?do|todo|two do|open|not started", "To Do"),
    (r"backlog", "Backlog"),
    (r"blocked", "Blocked"),
    (r"(?:in )?(?:testing|test|qa)", "Testing"),
    (r"on hold|hold", "On Hold"),
    (r"cancelled|canceled|won't do|wontfix|won't fix|rejected", "Cancelled"),
    (r"ready for (?:\w+)", ""),
)
STATUS = "(?P<status>" + "|".join(words for words, _ in STATUSES) + r")(?![\w-])"
#: A command ends here, or goes on with something that does not change it.
END = (
    r"(?: (?:column|status|state|lane|now|today|already|again|for me|thanks|thank you|for now|instead|too|as well|"
    r"directly|right away|right now|immediately|then|{D}|{X}|on {D}|by {D}|until {D}|with|from|"
    r"in the sprint))*(?=[\s,.!?;:]*$|,| and\b|"
    r" then\b| because\b| since\b| until\b| till\b| when\b| but\b| so\b| as\b| with\b| at\b| which\b)"
)
WHO = r"(?P<who>{P}|me|myself)\b"
WHO = r"(?P<who>{P}|(?:me|myself)\b)"
