"""A small register with a published record of each kind, and a draft of each hanging from it."""

from tests.factories import (
    AgencyFactory,
    ArticleFactory,
    ClaimFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    StatisticFactory,
    country,
)

CANARY = "canary-that-must-not-sing"
HIDDEN = "hidden-from-strangers"


def published_register() -> dict[str, object]:
    """One published record of each kind, tied together; their slugs begin with `shown-`."""
    milestone = MilestoneFactory(slug="shown-milestone", country=country("PK"))
    programme = ProgrammeFactory(
        slug="shown-programme",
        countries=["PK", "BD"],
        terms=["paradigm:PREV", "crime:TIP", "exploitation:LAB", "victim_group:WOMEN"],
        aligned_with=[milestone],
        featured=True,
    )
    funder = FunderFactory(slug="shown-funder", country=country("DK"))
    agency = AgencyFactory(slug="shown-agency", also_funder=funder, country=country("PK"))
    grant = GrantFactory(slug="shown-grant", programme=programme, funder=funder, announced="2015-02-03")
    role = ParticipationFactory(programme=programme, agency=agency)
    statistic = StatisticFactory(slug="shown-statistic", country=country("PK"), programme=programme)
    article = ArticleFactory(slug="shown-article", origin="a signing")
    records = {
        "programme": programme,
        "grant": grant,
        "participation": role,
        "funder": funder,
        "agency": agency,
        "statistic": statistic,
        "milestone": milestone,
    }
    for kind, record in records.items():
        ClaimFactory(article=article, field="note", stated_value=f"about the {kind}", **{kind: record})
    return records | {"article": article}


def hang_drafts(shown: dict[str, object]) -> dict[str, object]:
    """A draft of each kind with a canary in every text, tied to the published records by every relation there is."""
    draft = {"visibility": "draft"}
    milestone = MilestoneFactory(slug=f"{HIDDEN}-m", title=CANARY, summary=CANARY, country=country("PK"), **draft)
    programme = ProgrammeFactory(
        slug=f"{HIDDEN}-p",
        title=CANARY,
        summary=CANARY,
        target_groups=CANARY,
        countries=["PK", "AF"],
        terms=["paradigm:PROS"],
        predecessor=shown["programme"],
        featured=True,
        **draft,
    )
    shown["programme"].predecessor = programme
    shown["programme"].save()
    shown["programme"].aligned_with.add(milestone)
    funder = FunderFactory(slug=f"{HIDDEN}-f", name=f"F {CANARY}", aliases=CANARY, acronym="CNRY", note=CANARY, **draft)
    agency = AgencyFactory(
        slug=f"{HIDDEN}-a", name=f"A {CANARY}", aliases=CANARY, note=CANARY, also_funder=funder, **draft
    )
    hidden_grant = GrantFactory(slug=f"{HIDDEN}-g", programme=shown["programme"], funder=funder, amount=777_777_777)
    GrantFactory(slug=f"{HIDDEN}-g2", programme=programme, funder=shown["funder"], amount=777_777_777, note=CANARY)
    hidden_role = ParticipationFactory(programme=shown["programme"], agency=agency, reason=CANARY)
    ParticipationFactory(programme=programme, agency=shown["agency"], reason=CANARY)
    statistic = StatisticFactory(slug=f"{HIDDEN}-s", label=CANARY, country=country("PK"), authority=CANARY, **draft)
    result = StatisticFactory(slug=f"{HIDDEN}-r", label=CANARY, country=country("PK"), programme=programme)
    article = ArticleFactory(
        slug=f"{HIDDEN}-d", title=CANARY, publisher=CANARY, summary=CANARY, origin="a signing", **draft
    )
    shown["article"].text = f"The full text names {CANARY}."
    shown["article"].save()
    for kind in ("programme", "grant", "participation", "funder", "agency", "statistic", "milestone"):
        ClaimFactory(
            key=f"{HIDDEN}-c-{kind}", article=article, field="note", stated_value=CANARY, **{kind: shown[kind]}
        )
    hidden = {"programme": programme, "grant": hidden_grant, "participation": hidden_role, "funder": funder}
    hidden |= {"agency": agency, "statistic": result, "milestone": milestone}
    for kind, record in hidden.items():
        ClaimFactory(article=shown["article"], field="note", stated_value=f"{CANARY} {kind}", **{kind: record})
    return hidden | {"article": article, "draft statistic": statistic}
