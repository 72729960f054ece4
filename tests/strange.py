"""Values that no parameter can mean, and a filter that has to live with them."""

from itertools import cycle, islice

from django.http import QueryDict

from programmes.filters import RegisterFilter

STRANGE = [
    *(
        "\x00",
        "a\x00b",
        "1e400",
        "-1",
        "0",
        "9" * 40,
        "abc",
        "1.5",
        "٢٠٠٤",
        "２００４",
        "NaN",
        "Infinity",
        "'",
        '"',
        "%",
        "_",
        "\\",
    ),
    *("x" * 5000, "\u202e", "😀", "ı", "(", "[a-", "' OR 1=1 --", "id", "-id", "title__regex", "9223372036854775808"),
]


def ask_with_strange_values(filterset: type[RegisterFilter]) -> None:
    """Ask a filter with eight strange values of each parameter; whatever it makes of them, its answers fit together."""
    values = cycle(STRANGE)
    for name in [*filterset.base_filters, "sort", "page", "per_page", "format"]:
        for value in islice(values, 8):
            data = QueryDict(mutable=True)
            data.setlist(name, [value])
            found = filterset(data)
            first = list(found.ordered[:5])
            assert len(first) == min(found.totals()["rows"], 5)
            assert set(found.facet_counts()) == set(found.facets)
            assert set(found.problems) <= {name}
            assert "\0" not in str(found.query)
