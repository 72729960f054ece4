"""No file of the project carries sentences of an article: facts, figures and names do, wording does not.

The two source documents are read where they lie beside the project; where they do not, the rule is
proven on a text written for the purpose.
"""

import re
import subprocess

import pytest

from tests.conftest import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"
# Shorter runs are names, titles and offices, which are facts: the longest is 17 words.
RUN = 18
SHORTEST_SENTENCE = 7

OWN_TEXT = "A ferry crossed the wide grey river at dawn. Nobody on the far bank had expected it before the end of May."


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def sentences(text: str) -> list[list[str]]:
    """The sentences that are long enough to be someone's wording; a headline, which is cited, has no full stop."""
    parts = [part.strip() for part in re.split(r"(?<=[.!?…])[”\"]?\s+|\n\n", text)]
    ended = [words(part) for part in parts if part.endswith((".", "!", "?", "…", "”", '"'))]
    return [sentence for sentence in ended if len(sentence) >= SHORTEST_SENTENCE]


def borrowed(text: str, source: str) -> list[str]:
    """Sentences and long runs of words of `source` that stand in `text`."""
    held = f" {' '.join(words(text))} "
    runs = [" ".join(sentence) for sentence in sentences(source)]
    flow = words(source)
    runs += [" ".join(flow[start : start + RUN]) for start in range(max(0, len(flow) - RUN + 1))]
    return [run for run in runs if f" {run} " in held]


def tracked() -> list[str]:
    """The text of every file that git keeps."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    texts = []
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.exists() and path.suffix not in {".png", ".woff2", ".ico"}:
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    return texts


def test_a_borrowed_sentence_and_a_long_run_are_noticed():
    assert borrowed("He wrote: nobody on the far bank had expected it before the end of May!", OWN_TEXT)
    long_run = " ".join(OWN_TEXT.split()[3:21])
    assert borrowed(long_run, OWN_TEXT)


def test_names_and_figures_are_no_borrowing():
    assert not borrowed("The ferry, the far bank, May: 3 facts.", OWN_TEXT)


@pytest.mark.skipif(not SEEDS.exists(), reason="the source documents are not beside this checkout")
def test_no_tracked_file_holds_a_sentence_of_the_source_documents():
    texts = tracked()
    for document in sorted(SEEDS.glob("*.txt")):
        source = document.read_text(encoding="utf-8")
        for text in texts:
            assert not borrowed(text, source)
