"""Words that tell of something broken."""

from assistant.nlp.wordlist import phrases

#: Nouns that are faults in themselves.
NOUNS = (
    r"(?:bugs?|defects?|errors?|crash(?:es)?|timeouts?|time-outs?|outages?|leaks?|failures?|regressions?|typos?|"
    r"glitch(?:es)?|"
    r"faults?|breakages?|flicker(?:ing)?|deadlocks?|memory leak|race condition|null pointer|exceptions?|stack trace|"
    r"malfunctions?|cracks?|blockages?|short circuit|hangs?|freezes|mismatch(?:es)?|discrepanc(?:y|ies)|"
    r"mistakes?|broken links?|dead links?|vulnerabilit(?:y|ies)|jams?|corruption|misprints?|overcharges?|lag|latency)"
)

#: Third persons and plurals of verbs that mean trouble, each with what it takes.
_TROUBLE = phrases(
    """
    crash(?:es|ed|ing)?, ha(?:s|ve) (?:the |an? )?(?:wrong|incorrect|broken)(?: \\w+)?, mak(?:es|ing|e) (?:an? |some
    |the )?(?:\\w+ )?(?:\\w+ )?(?:noises?|sounds?),
    drop(?:s|ping)?(?= (?:every|all|again|constantly|out|off|during|when|after|in the|at)), do(?:es|ing)? nothing,
    fail(?:s|ed|ing)?, break(?:s|ing)?, broke, time(?:s|d)? out, timing
    out, hang(?:s|ing)?,
    freez(?:es|ing), freeze, froze, leak(?:s|ed|ing)?, flicker(?:s|ing)?, overheat(?:s|ed|ing)?, jam(?:s|med|ming)?,
    stall(?:s|ed|ing)?, glitch(?:es|ing)?, stutter(?:s|ing)?, disappear(?:s|ed|ing)?, vanish(?:es|ed|ing)?,
    lose(?:s)?, losing, get(?:s|ting)? lost, get(?:s|ting)? stuck, getting cut off, get(?:s)? cut off, drip(?:s|ping)?,
    throw(?:s|ing)? (?:an? )?(?:\\w+ )?(?:errors?|exceptions?|\\d{3}s?), return(?:s|ing)? (?:an? )?(?:\\w+
    )?(?:errors?|\\d{3}s?),
    show(?:s|ing)? (?:the |an? )?(?:wrong|old|stale|incorrect|blank|empty|duplicate|double|error|negative|no
    |nothing)(?:\\w| )*,
    display(?:s|ing)? (?:the |an? )?(?:wrong|old|stale|incorrect|blank|empty)(?: \\w+)?,
    print(?:s|ing)? (?:the |an? )?(?:wrong|old|blank|empty)(?: \\w+)?, overlap(?:s|ping)?, stop(?:s|ped)
    (?:working|responding|\\w+ing),
    keep(?:s)? (?:\\w+ing|dropping|failing), beep(?:s|ing)?, squeak(?:s|ing)?, rattl(?:es|ing), smell(?:s|ing)?,
    crack(?:s|ed|ing)?, flood(?:s|ed|ing)?, trip(?:s|ped|ping)?, ignor(?:es|ing), go(?:es)? blank, go(?:es)? down,
    log(?:s|ging)? (?:\\w+ )?(?:\\w+ )?out, kick(?:s|ing)? (?:\\w+ )?(?:\\w+ )?out, return(?:s|ing)?
    (?:no|nothing|empty|wrong|the wrong)(?: \\w+)?, cut(?:s|ting)? off, cut(?:s)? out, drop(?:s|ping)?
    (?:connections?|calls?|packets?|out|off), duplicat(?:es|ing),
    double[- ]charg(?:es|ed|ing), charg(?:es|ed|ing) (?:\\w+ )?twice, truncat(?:es|ing), misalign(?:s|ed),
    mismatch(?:es)?,
    arriv(?:e|es|ing) (?:late|damaged|empty|twice), run(?:s|ning)? (?:slow|hot|late), lag(?:s|ging)?, reject(?:s|ing)?
    valid
    """
)
VERBS = "(?:" + "|".join(_TROUBLE) + ")"

#: What a thing can be that needs mending: "the export is broken".
STATES = (
    r"(?:broken|down|offline|busted|damaged|faulty|defective|corrupt(?:ed)?|stuck|jammed|leaking|unresponsive|"
    r"out of order|unreadable|unusable|inaccessible|wrong|incorrect|misaligned|garbled|"
    r"missing|blank|too slow|very slow|really slow|super slow|painfully slow|slow|laggy|flaky|unstable|cracked|"
    r"blocked|clogged|loose|torn|ripped|bent|smashed|burnt|shattered|snapped|worn(?: out)?|cut off|overheating|"
    r"failing|crashing|timing out|hanging|flickering|dripping|"
    r"dead|frozen|not (?:\w+ ){0,2}\w+ing|not (?:\w+ )?(?:responsive|available|visible|readable|correct|right|"
    r"aligned))"
)
#: States that the word "fix" says enough about.
PLAIN_STATES = r"(?:broken|down|busted|damaged|faulty|defective|not working|not work|out of order|dead)"

NEGATED = r"(?:doesn't|does not|don't|do not|won't|can't|cannot|isn't|is not|aren't|are not|never|no longer)"
