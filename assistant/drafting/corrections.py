"""Which issue later words speak of: the one in focus, one described, the first, all of them."""

import re
from dataclasses import dataclass, field

from assistant.drafting.acts import NTH, PLURAL
from assistant.drafting.clauses import Clause
from assistant.drafting.reading import Proposal, Reading
from assistant.drafting.requests import Request
from assistant.nlp.wordlist import wordlist
from assistant.nlp.words import content, overlap, stem

#: Words of phrases that only set a field; what is left beside them describes an issue.
_SETTING = frozenset(
    stem(word)
    for word in wordlist(
        """
        assign owner assignee due deadline priority prio urgent important label tag point points estimate mark set give
        take handle own belong change correction correct rather instead meant mean later sure say said think guess done
        ready finish finished right latest wait sorry date call actually know let remember everyone hand put pick else
        look into work do somebody someone anyone person speaking
        again team folks ask help yes yeah free time capacity happy volunteer offer responsible plan planned bit kind
        hurry rush pressing blocker critical one two three four five component high low medium highest lowest normal
        trivial asap size sized effort worth
        """
    )
)


@dataclass
class Piece:
    """One piece of work as it takes shape: how it was asked for, where it is spoken of, what is proposed for it."""

    request: Request
    clause: Clause
    passages: list[tuple[int, int]]
    proposals: list[Proposal]
    kind: str = "request"
    alive: bool = True
    order: int = 0
    stems: set[str] = field(default_factory=set)
    thing: str = ""
    asked: bool = False
    trouble: tuple[int, int] | None = None
    announced: bool = False
    verb: str = ""
    topic: str = ""
    cause: Request | None = None
    swaps: list[tuple[str, str]] = field(default_factory=list)

    @property
    def drafted(self) -> bool:
        """Tell whether it stands as an issue now: ideas wait to be taken up."""
        return self.alive and self.kind != "idea"


def leftover(reading: Reading, clause: Clause) -> list[str]:
    """Return the stems a clause has beyond the phrases that set fields."""
    low = reading.low[clause.body : clause.end]
    for proposal in clause.proposals:
        if not (proposal.sets or _whole_kind(proposal)):
            continue
        first, last = max(0, proposal.start - clause.body), max(0, proposal.end - clause.body)
        low = low[:first] + " " * (last - first) + low[last:]
    return [word for word in content(low) if word not in _SETTING]


def _whole_kind(proposal: Proposal) -> bool:
    return proposal.field == "issue_type" and proposal.score > 0.7


def settles(clause: Clause) -> bool:
    """Tell whether a clause proposes a field other than by a mere word of its work."""
    return any(p.sets or (p.field == "issue_type" and p.score > 0.7) for p in clause.proposals)


def spoken_of(reading: Reading, clause: Clause, pieces: list[Piece], current: Piece | None) -> list[Piece]:
    """Return the pieces that a field-setting clause is about."""
    words = clause.words(reading)
    alive = [piece for piece in pieces if piece.drafted]
    nth = NTH.search(words)
    if nth and alive:
        chosen = _nth(alive, nth.group(1), current)
        if chosen:
            return [chosen]
    if PLURAL.search(words) and len(alive) > 1 and _means_all(words):
        number = 2 if re.search(r"\bboth\b|\btwo\b", words) else len(alive)
        return alive[-number:]
    return [current] if current else []


def _means_all(words: str) -> bool:
    return bool(re.search(r"\b(?:both|all|everything|each|whole lot)\b|^(?:and )?(?:these|those)\b", words))


def _nth(alive: list[Piece], word: str, current: Piece | None) -> Piece | None:
    places = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "latter": -1, "former": -2, "previous": -2}
    if word == "other":
        others = [piece for piece in alive if piece is not current]
        return others[-1] if others else None
    place = places[word]
    return alive[place] if -len(alive) <= place < len(alive) else None


def described(words: list[str], pieces: list[Piece], least: float = 0.7) -> Piece | None:
    """Return the earlier piece that `words` describe, the later one of equals; ideas count less."""
    wanted = set(words)
    best: tuple[float, int, Piece] | None = None
    for piece in pieces:
        if not piece.alive or not wanted:
            continue
        share = overlap(wanted, piece.stems) - (0.05 if piece.kind == "idea" else 0.0)
        if share >= least and (best is None or (share, piece.order) >= best[:2]):
            best = (share, piece.order, piece)
    return best[2] if best else None


def same_work(words: list[str], piece: Piece) -> bool:
    """Tell whether a new request says again what a piece already asks for."""
    wanted = set(words)
    if len(wanted) < 2 or not piece.alive:
        return False
    numbers = {word for word in wanted if word.isdigit()}, {word for word in piece.stems if word.isdigit()}
    if numbers[0] != numbers[1]:
        return False
    own = set(content(piece.thing)) or piece.stems
    return overlap(wanted, piece.stems) >= 0.75 and overlap(own, wanted) >= 0.5
