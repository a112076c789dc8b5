"""Tell English from other languages and from noise by its commonest words."""

import re
import unicodedata

_COMMON = {
    "English": """the and to of a in is it that for on we i you this with be are have need should can was as at by from
        will but not so my please an or if our do has they he she there what all up out about just would could get
        fix make add due it's i'll let's update check who when""",
    "German": """der die das und ist nicht ein eine ich wir zu den von mit auf für im dem des es auch bitte sich dass
        haben noch wird bis muss müssen soll sie er aber wie oder nach bei aus am um sind hat kann dann""",
    "French": """le la les et est une des pas que qui pour dans nous vous il elle en du au avec sur ce cette doit faut
        mais ou par plus sont être avoir je à aux se ne""",
    "Spanish": """el la los las y es una que de en por para con no se hay que un del al lo como más pero su muy está
        son tenemos favor antes hasta""",
    "Italian": """il lo la gli le e è una che di per con non si del della nel sono ha come più ma anche dobbiamo
        questo entro deve""",
    "Portuguese": """o os as e é uma que de em por para com não se do da no na mais mas
        como temos precisamos até são""",
    "Dutch": """de het een en is niet van op te dat die voor met zijn we moeten ook naar aan er maar bij om dit als""",
    "Polish": """i w nie na się że to jest z do jak ale po co tak za od przez dla czy musimy proszę""",
    "Turkish": """ve bir bu için de da ile çok ne var gibi ama daha olarak kadar lütfen""",
    "Swedish": """och att det som en på är av för med den till inte vi har om måste ska ett""",
}
_SETS = {name: frozenset(words.split()) for name, words in _COMMON.items()}


def foreign_language(text: str) -> str | None:
    """Return the name of the language if the text is surely not English, "another language" for other scripts."""
    letters = [c for c in text[:20_000] if c.isalpha()]
    if len(letters) >= 8:
        latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
        if latin < 0.5 * len(letters):
            return "another language"
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text[:20_000].lower())
    if len(words) < 4:
        return None
    shares = {name: sum(word in common for word in words) / len(words) for name, common in _SETS.items()}
    best = max(shares, key=lambda name: shares[name])
    if best != "English" and shares[best] >= 0.15 and shares[best] > 1.5 * shares["English"]:
        return best
    return None


def is_noise(text: str) -> bool:
    """Tell whether the text is not words at all: control characters, or hardly any letters."""
    sample = text[:20_000]
    if not sample.strip():
        return False
    strange = sum(unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") and c not in "\t\n\r\x0b\x0c" for c in sample)
    strange += sample.count("\ufffd")
    words = re.findall(r"[^\W\d_]{2,}", sample)
    return strange > 0.05 * len(sample) or (len(sample) > 40 and sum(map(len, words)) < 0.3 * len(sample.strip()))
