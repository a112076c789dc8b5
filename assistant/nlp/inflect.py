"""Verb forms made from one another: "updating" to "update", "crashes" to "crashing"."""

import re

from assistant.nlp.pipeline import verb_lemmas
from assistant.nlp.wordlist import wordlist

_IRREGULAR = dict(
    pair.split(":", 1)
    for pair in wordlist(
        """
        done:do made:make sent:send built:build written:write rewritten:rewrite bought:buy brought:bring
        found:find given:give taken:take held:hold kept:keep laid:lay led:lead left:leave let:let lost:lose
        met:meet paid:pay put:put read:read run:run said:say seen:see set:set shown:show shut:shut sold:sell
        split:split spent:spend swept:sweep taught:teach told:tell thrown:throw torn:tear hung:hang cut:cut
        drawn:draw redrawn:redraw fed:feed frozen:freeze broken:break chosen:choose got:get gotten:get
        begun:begin dug:dig drunk:drink driven:drive flown:fly grown:grow known:know rung:ring risen:rise
        sewn:sew shot:shoot sought:seek stuck:stick struck:strike sworn:swear woken:wake worn:wear
        wound:wind rebuilt:rebuild redone:redo rerun:rerun reset:reset resent:resend reread:reread
        remade:remake overhauled:overhaul dealt:deal bound:bind ground:grind hidden:hide lit:light mown:mow
        proven:prove repaid:repay undone:undo withdrawn:withdraw broke:break froze:freeze lying:lie
        dying:die went:go came:come fell:fall fallen:fall burnt:burn spilt:spill leant:lean learnt:learn
        dreamt:dream bent:bend lent:lend caught:catch heard:hear wrapped:wrap was:be were:be is:be are:be
        has:have
        """
    )
)


def base(form: str) -> str:
    """Return the plain form of a verb: "needs updating" and "be updated" both lead to "update"."""
    word = form.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for prefix in ("re-", "re", "un", "over", "out"):
        if word.startswith(prefix) and word[len(prefix) :] in _IRREGULAR:
            return prefix + _IRREGULAR[word[len(prefix) :]]
    for stem in _stems(word):
        if stem in verb_lemmas():
            return stem
    return next(iter(_stems(word)), word)


def _stems(word: str) -> list[str]:
    """Return what may be the plain form, the likeliest first."""
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if not word.endswith(ending) or len(word) <= len(ending) + 1 or word.endswith("ss"):
            continue
        bare = word[: -len(ending)]
        if ending in ("ied", "ies"):
            return [bare + "y", bare + "ie"]
        undoubled = [bare[:-1]] if len(bare) > 2 and bare[-1] == bare[-2] and bare[-1] not in "lsz" else []
        if ending == "s":
            return [bare]
        silent = [bare + "e"]
        if ending == "es" and re.search(r"(?:s|x|z|ch|sh|o)$", bare):
            return [bare, *silent]
        first = (
            silent
            if re.search(r"(?:[^aeiou][aeiou](?:[tsczvdmkplrngb])|at|iz|is|v|c|dg|ur|ng|rs|ns)$", bare)
            else [bare]
        )
        if bare.endswith(("or", "er", "en", "on", "it")):
            first = [bare]
        return list(dict.fromkeys([*undoubled, *first, bare, *silent, bare[:-1] if bare[-2:-1] == bare[-1:] else bare]))
    return [word]


def gerund(form: str) -> str:
    """Return the -ing form of a verb in any form."""
    word = form.lower()
    if word.endswith("ing") and len(word) > 5:
        return word
    plain = base(word)
    if plain == "be":
        return "being"
    if plain.endswith("ie"):
        return plain[:-2] + "ying"
    if plain.endswith("e") and not plain.endswith(("ee", "oe", "ye")):
        return plain[:-1] + "ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", plain) or plain in (
        "begin",
        "refer",
        "transfer",
        "occur",
        "overlap",
    ):
        return plain + plain[-1] + "ing"
    return plain + "ing"
