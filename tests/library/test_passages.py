"""The shelf: what is on it, and what a damaged content folder is told."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.content import knowledge
from coach.errors import ContentError, NotFound
from coach.library.content import read_shelf
from coach.library.passages import Shelf
from coach.vocabulary.signs import SignId

Damage = Callable[[Path], None]


def test_a_passage_is_found_by_its_id() -> None:
    passage = Shelf.built_in().get("eight-reasons#respect")
    assert (passage.source, passage.title) == ("eight-reasons", "Respect runs one way")
    assert passage.text.startswith("Respect is what a business relationship stands on.")
    assert passage.score is None


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(NotFound, match="kicks#nothing"):
        Shelf.built_in().get("kicks#nothing")


def test_every_sign_has_a_passage_with_what_it_is_and_what_it_is_not() -> None:
    shelf = Shelf.built_in()
    for sign in SignId:
        passage = shelf.get(f"signs#{sign}")
        definition, _, other = passage.text.partition("\n\nIt is not:\n")
        assert definition.strip()
        assert other.startswith("- ")


def test_references_are_taken_out_of_the_text_and_kept_beside_it() -> None:
    shelf = Shelf.built_in()
    for passage in shelf:
        assert "#" not in passage.text
        if passage.source.startswith("playbook-"):
            assert shelf.cites(passage.id), f"{passage.id} cites nothing"
    assert shelf.cites("playbook-after#threatens-review") == (
        "eight-reasons#quality-to-the-end",
        "kicks#how-you-made-them-feel",
    )
    assert shelf.cites("signs#back_channel")[0] == "seven-signs#communication"


def test_every_passage_knows_how_people_ask_for_it() -> None:
    lacking = [entry.passage.id for entry in Shelf.built_in().entries if len(entry.asked) < 2]
    assert lacking == []


def test_sources_carry_titles_and_list_their_passages_in_order() -> None:
    shelf = Shelf.built_in()
    assert shelf.source("kicks").title == "When do you fire your client?"
    assert [passage.id for passage in shelf.of("leadercast")][:2] == ["leadercast#liability", "leadercast#culture-pays"]
    assert {source.key for source in shelf.sources} == {passage.source for passage in shelf}
    with pytest.raises(NotFound, match="nobody"):
        shelf.source("nobody")


def test_citing_loads_neither_index_nor_encoder() -> None:
    code = (
        "import sys; from coach.library.passages import Shelf; Shelf.built_in().get('kicks#honeymoon');"
        "print([name for name in ('chromadb', 'onnxruntime', 'numpy', 'tokenizers') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def append(name: str, text: str) -> Damage:
    def damage(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return damage


def replace(name: str, old: str, new: str) -> Damage:
    def damage(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return damage


KICKS = "articles/kicks.md"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (append(KICKS, "\n## Again {#honeymoon}\nText.\n"), ["kicks#honeymoon", "kicks.md"]),
        (append(KICKS, "\n## No id\nText.\n"), ["## No id", "kicks.md"]),
        (append(KICKS, "\n## Empty {#empty}\n\n"), ["kicks#empty", "kicks.md"]),
        (append(KICKS, "\n## Cites {#cites}\nText. [kicks#gone]\n"), ["kicks#cites", "kicks#gone"]),
        (replace(KICKS, "---\nkey: kicks", "key: kicks"), ["front matter", "kicks.md"]),
        (replace(KICKS, "key: kicks", "key: into-you"), ["into-you", "kicks.md"]),
        (replace(KICKS, "title: ", "tilte: "), ["title", "kicks.md"]),
        (replace(KICKS, "title: ", "title: ["), ["YAML", "kicks.md"]),
        (lambda folder: (folder / KICKS).write_bytes(b"---\nkey: \xff\xfe"), ["kicks.md", "could not be read"]),
        (lambda folder: shutil.rmtree(folder / "articles"), ["articles"]),
        (lambda folder: (folder / "signs.yaml").unlink(), ["signs.yaml"]),
        (replace("signs.yaml", "  definition: ", "  defnition: "), ["time_drain", "definition"]),
        (replace("signs.yaml", "- id: back_channel", "- id: time_drain"), ["signs#time_drain", "twice"]),
        (
            replace("signs.yaml", '"eight-reasons#time",', '"eight-reasons#tme",'),
            ["signs#time_drain", "eight-reasons#tme"],
        ),
        (replace("asked.yaml", "kicks#honeymoon:", "kicks#honeymon:"), ["asked.yaml", "kicks#honeymon"]),
        (append("asked.yaml", "\nkicks#delicate: 3\n"), ["asked.yaml", "kicks#delicate"]),
    ],
)
def test_damaged_content_is_refused_with_the_file_and_the_id(tmp_path: Path, damage: Damage, told: list[str]) -> None:
    for name in ("articles", "playbook"):
        shutil.copytree(knowledge(name), tmp_path / name)
    for name in ("signs.yaml", "asked.yaml"):
        shutil.copy(knowledge(name), tmp_path / name)
    damage(tmp_path)
    with pytest.raises(ContentError) as caught:
        read_shelf(tmp_path)
    for words in told:
        assert words in str(caught.value)
