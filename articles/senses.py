"""What a figure is and what it is not, in one plain sentence, by its indicator and by its measure.

"Detected", "arrested", "convicted" and "estimated" keep their exact sense.
"""

from articles.models import Statistic

BY_INDICATOR = {
    "VICT_DET": "Detected victims came to the notice of an authority. That is not how many there are: "
    "more detected can mean more looking.",
    "VICT_ID": "Identified victims were recognised as such by an authority or an organisation. That is not how many "
    "there are: more identified can mean more looking.",
    "RATE_1622": "A rate of detected victims. It follows how much is detected, not only how much happens.",
    "OFF": "Recorded offences. What is not reported or recorded is not in it, and one offence can have many victims.",
    "CONTACT": "People suspected, arrested or cautioned. None of them need be guilty.",
    "ARREST": "Arrested is not convicted. An arrest says nothing about guilt, and one person can be arrested twice.",
    "RAID": "Raids by an authority: what it did, not what it found.",
    "INV": "Investigations opened. They are cases, not people, and need not lead to a charge.",
    "CASE_REG": "Cases registered with the police or another agency. Registered is not proven; a case is not a person.",
    "CASE_COURT": "Cases sent to court. They need not end in a conviction, and a case is not a person.",
    "PROSEC": "People against whom a prosecution began. Prosecuted is not convicted.",
    "PROSEC_CASE": "Prosecutions counted as cases, not as people. Prosecuted is not convicted.",
    "CONV": "People found guilty by a court. An appeal may follow.",
    "CONV_CASE": "Convictions counted as cases, or without saying whether cases or people.",
    "TRAINED": "People trained: what a programme did, not what came of it.",
    "SITES": "Places equipped: what a programme did, not what came of it.",
    "TIER": "A rank that the government of the United States gives in its yearly report. It is not a count, and it "
    "judges a government's efforts, not how much trafficking there is.",
    "REPAT": "People brought home or returned. Not all of them need be victims of trafficking.",
    "ESTIMATE": "An estimate, not a count. It hangs on its method and its definition; others can differ greatly.",
}
BY_MEASURE = {
    Statistic.Measure.ESTIMATE: "An estimate, not a count.",
    Statistic.Measure.SHARE: "A share in per cent; of what, its wording says. Not a count.",
    Statistic.Measure.RANK: "A rank, not a count.",
    Statistic.Measure.MONEY: "A sum of money, as its source gives it.",
    Statistic.Measure.TARGET: "A target: what was planned, not what was reached.",
}
CENSORED = "The source gives only a limit; the number itself is not stated."


def help_lines(statistic: Statistic) -> list[str]:
    """The sentences that stand beside a figure."""
    lines = [BY_INDICATOR.get(statistic.indicator.code, ""), BY_MEASURE.get(statistic.measure, "")]
    if statistic.indicator.code in {"ESTIMATE", "TIER"}:
        lines = lines[:1]  # the measure says the same again
    if statistic.is_censored:
        lines.append(CENSORED)
    return [line for line in lines if line]
