"""Verbs that open requests, and verbs that only look as if they did."""

from assistant.nlp.wordlist import phrases, wordlist

#: Base forms that begin a piece of work: "fix the ...", "arrange a ...".
WORK = frozenset(
    wordlist(
        """
        accept acquire activate adapt add address adjust adopt advertise agree align allocate allow amend analyse
        analyze
        announce answer apply appoint approve archive arrange ask assemble assess assign attach audit automate back
        backup
        balance benchmark bleed block book brief bring build bump buy bypass cache calculate calibrate call cancel
        capture
        categorize cater change charge chase check circulate clarify clean clear close code collate collect combine
        commission communicate compare compile complete compress conduct configure confirm connect consolidate contact
        continue convert convince coordinate copy correct count cover create cut cutover deactivate debug decide
        decommission decorate decrease dedupe define defrost delegate delete deliver demo deploy deprecate design detach
        determine develop diagnose digitize dig disable discard disconnect dispatch display dispose distribute divide
        document donate double download draft drain draw drill drop dry dust duplicate edit email empty enable encrypt
        enforce engage enlarge enrol enroll ensure enter erase erect escalate establish estimate evaluate examine
        exchange
        expand explain explore export expose extend extract fill fetch figure file film filter finalise finalize find
        finish fit fix flag flush follow forward freeze fund gather generate get give grade grant greet grill
        group
        handle hand hang hide hire hold host hook identify implement import improve include incorporate increase inform
        initialize inspect install instruct integrate interview introduce inventory investigate invite invoice isolate
        issue itemize join keep kick label launch lay lead learn liaise limit link list load localize locate lock log
        lower lubricate mail make manage map mark measure meet mend merge message migrate mock modify monitor mop mount
        mount move mute negotiate normalize note notify nominate obtain offer onboard open optimise optimize order
        organise organize outline overhaul pack package paint park patch pause pay perform phone photograph pick pin
        ping
        place plan plant plug polish populate post postpone pour practise prepare prepay preserve press price print
        prioritise prioritize process procure produce profile program promote proofread propose provide provision prune
        publish pull pump purchase purge push put quantify query quote raise re-run reach read rearrange rebase rebook
        rebuild recalculate recalibrate recall receive reclaim recommend reconcile reconfigure record recount recover
        recruit recycle redeploy redesign redo reduce refactor refer refill refine refresh refund refurbish regenerate
        register rehearse reinstall reinstate reissue relabel release relocate remind remove rename render renegotiate
        renew renovate rent reorder reorganise reorganize repaint repair repeat rephrase replace reply report repost
        represent reprint request reroute rerun resubmit reschedule research resend reserve reset resize resolve restart
        restock restore restrict restructure retest retire retrain retrieve retry return review revise revisit revoke
        rewire reword rework rewrite ring roll rotate route run sand sanitize save scale scan schedule scope screen
        scrub
        seal search seat secure seed select sell send separate serve service set settle setup sew share sharpen shift
        ship
        shoot shop shorten shred shrink shut sign simplify sketch slice snapshot solve sort source speed split
        spray
        staff stabilize stage standardize start stock stop store strengthen strip structure study submit subscribe
        subtract summarise summarize supply support survey sweep switch swap sync synchronise synchronize tag take talk
        target teach tear tell terminate test tidy tighten top total touch trace track train transcribe transfer
        translate
        transport treat triage trim troubleshoot try tune turn type unblock undo unify uninstall unload unlock unpack
        unpublish untangle update upgrade upload upskill use vacuum validate vaccinate verify version vet visit wash
        watch water weigh weld whitelist widen wipe wire wrap write zip
        """
    )
)

#: Base forms that are nouns as often: they open a request only before an article, a pronoun, a name or the like.
NOUNS_TOO = frozenset(
    wordlist(
        """
        address answer audit back backup balance benchmark block book brief bump cache call change charge check code
        copy
        count cover cut demo design display document double draft drain draw drill drop dust email estimate exchange
        export file film filter fit fix flag follow forward freeze fund grade grant group hand hold host hook import
        inventory invoice issue label launch lead limit link list load lock log mail map mark measure meet message mock
        monitor mount move note offer order outline overhaul pack package paint park patch pause phone pin ping place
        plan
        plant plug post practise press price print process profile program pump purchase push query quote recall record
        refund release rent repair repeat reply report request research reserve reset return review ring roll route run
        sand scale scan schedule scope screen seal search seat seed service set setup share shift ship shop shred sign
        sketch slice sort source speed split spray staff stage start stock stop store strip structure study supply
        support
        survey sweep switch swap tag talk target test top total touch trace track train transfer transport treat trim
        try
        tune turn type update upgrade upload use version visit wash watch water wire wrap
        """
    )
)

#: Of those, the ones that are verbs when a plain noun follows: "order gloves", "update release notes".
PLAIN_OBJECT = frozenset(
    wordlist(
        """
        order book clean update review check call email fix print replace schedule ship pack paint refund restock move
        change export import repair return message phone plan water wash file post upgrade copy document mail record
        reset hold cover swap trim drain upload download store transfer top switch wire seal label mark measure monitor
        publish audit offer request research share sort track total wipe write patch inventory finish hook tune pull
        push
        """
    )
)

#: After "let's", "we should" and the like: talk about the talk, not work.
CHAT = frozenset(
    phrases(
        """
        see, talk, discuss, think, say, mention, note, know, remember, hope, guess, wait, move on, begin, get started,
        get going, get into, continue, go ahead, go back, go over, go around, go through, go round, keep in mind, hear,
        listen, imagine, assume, skip, tell you, be honest, come back, hang on, hold on, hold that, thank, welcome,
        wrap, pause, call it, jump, recap, circle back, get back to, start with, start from, start the meeting, look
        at it
        again, take five, take a break, catch up, park, stop here, leave it, leave that, pick this up, pick that up,
        not,
        never, have lunch, celebrate, meet again, dive, turn to, return to, finish here, close the meeting, speak,
        agree,
        be, take stock, appreciate, understand, worry, believe, ask ourselves, touch base, revisit this later, sync
        later,
        go, stick, keep, leave, hand over to, start, stay, live with, admit, switch gears, give it up, all, table,
        drop it,
        drop that, drop this, forget, move to the next, move forward, proceed, end, end here, make sure we understand,
        keep an eye, keep it short, keep this short, see how it goes, help out,
        walk, give him, give her, give them, give you
        """
    )
)

#: Verbs whose object decides: "take it" names an owner, "take the samples to the lab" is work.
OWNING = frozenset(("take", "handle", "own", "do", "have", "grab", "get", "pick up", "look after", "see to"))

#: Second halves of one piece of work: "call the vendor and ask for a quote".
DEPENDENT = frozenset(
    wordlist("ask tell see check make find let report confirm verify get explain inform say give try")
)
#: First halves of one piece of work.
PREPARING = frozenset(
    wordlist("call phone ring email go look sit meet talk log contact reach visit open take find get try work message")
)
