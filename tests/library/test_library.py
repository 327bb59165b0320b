"""The library as a whole: adding files of every kind, listing, removing, citing, and searching all of it."""

import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from coach.errors import BadInput, NotFound, StoreError
from coach.library.embedding import NAME
from coach.library.library import Library, Upload
from coach.settings import Settings
from coach.vocabulary.passage import Passage
from tests.library.memory import MemoryAdded, Pairs

Write = Callable[[str, str], Path]

LANTERNS = (
    "Paper lanterns for the garden of Mrs Ferreira are ordered in April, because the workshop in Porto closes over the summer. "
    "She decides on colours by holding a sample against the old wall at noon. Never send her photographs on a phone; she wants to "
    "feel the paper. The last delivery came on the eve of the feast, and two of the larger ones were torn when we hung them up."
)
BOATS = (
    "The rowing club pays for varnish once a year, after the general meeting, and not before. Whoever sends an invoice in winter "
    "waits until the thaw. The treasurer, Mr Lindqvist, answers letters only, and he answers them by hand. Ask him for the number "
    "of the boat shed first: without it the bank sends the money back, which happened in both of the last two years."
)


def pdf(text: str, encrypted: bool = False) -> bytes:
    """A page with `text`, written by hand."""
    lines = [text[first : first + 80] for first in range(0, len(text), 80)]
    shown = "BT /F1 10 Tf 40 800 Td 12 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = zlib.compress(shown.encode("latin-1"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<< /Size %d /Root 1 0 R >>" % (len(objects) + 1)
    out += b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        trailer,
        len(out),
    )
    return _encrypted(out) if encrypted else out


def _encrypted(data: bytes) -> bytes:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(path: Path, text: str) -> Path:
    from docx import Document

    document = Document()
    document.add_heading("Boats and varnish", level=1)
    document.add_paragraph(text)
    document.save(str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """A folder with a file of every kind, and some that cannot be added."""
    notes = write("lanterns.md", f"# Lanterns\n\n{LANTERNS}\n").parent
    write("plain.txt", f"Kitchen tiles. {LANTERNS.replace('lanterns', 'tiles')}")
    write(
        "page.html",
        f"<html><head><title>x</title><script>var a</script></head><body><h1>Roof</h1><p>{BOATS}</p></body></html>",
    )
    (notes / "letter.pdf").write_bytes(pdf(LANTERNS.replace("Ferreira", "Okafor")))
    docx(notes / "boats.docx", BOATS)
    (notes / "secret.pdf").write_bytes(pdf(LANTERNS, encrypted=True))
    (notes / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 not words")
    (notes / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    write("empty.txt", "  \n")
    write(".hidden.md", LANTERNS)
    write(".git/config.txt", LANTERNS)
    write("deep/er/more.txt", BOATS.replace("rowing", "sailing"))
    return notes


def test_a_folder_is_added_and_what_could_not_be_read_is_named(library: Library, folder: Path) -> None:
    report = library.add([folder])
    assert [document.name for document in report.added] == [
        "boats.docx",
        "lanterns.md",
        "letter.pdf",
        "page.html",
        "plain.txt",
        "more.txt",
    ]
    reasons = {Path(failure.name).name: failure.reason for failure in report.failures}
    assert set(reasons) == {"broken.docx", "empty.txt", "photo.jpg", "secret.pdf"}
    assert "encrypted" in reasons["secret.pdf"]
    assert "password" in reasons["secret.pdf"]
    assert "damaged" in reasons["broken.docx"]
    assert "holds no text" in reasons["empty.txt"]
    assert "kind" in reasons["photo.jpg"]
    assert {document.name for document in library.documents()} == {document.name for document in report.added}


def test_what_was_added_is_found_and_can_be_cited(library: Library, folder: Path) -> None:
    library.add([folder])
    best = library.search("who orders from Porto and is called Ferreira", 1)[0]
    assert best.title == "Lanterns"
    assert library.get(best.id).text == best.text == LANTERNS
    assert library.source_title(best.source) == "lanterns.md"
    assert library.passages(best.source) == (library.get(best.id),)
    assert library.search("treasurer Lindqvist", 1)[0].text.startswith("The rowing club")


def test_built_in_and_added_passages_are_ranked_together(library: Library, write: Write) -> None:
    library.add([write("pay.txt", f"Late payers. {BOATS}")])
    sources = [passage.source for passage in library.search("the rowing club waits until spring with the invoice", 6)]
    assert any(source.startswith("pay-") for source in sources)
    assert "playbook-money" in sources


def test_the_same_file_added_again_replaces_its_former_self(library: Library, write: Write) -> None:
    path = write("notes.md", LANTERNS)
    first = library.add([path]).added[0]
    assert library.search("lanterns for Ferreira", 1)[0].id == f"{first.key}#1"
    second = library.add([write("notes.md", BOATS)]).added[0]
    assert second.key == first.key
    assert library.documents() == (second,)
    assert library.search("varnish for the boats of the rowing club", 1)[0].text == BOATS
    assert all("Ferreira" not in passage.text for passage in library.search("lanterns for Ferreira", 5))


def test_an_unchanged_file_costs_nothing_the_second_time(settings: Settings, write: Write) -> None:
    class Counting(MemoryAdded):
        writes = 0

        def add_document(self, document: object, passages: Pairs) -> None:
            self.writes += 1
            super().add_document(document, passages)  # type: ignore[arg-type]

    added = Counting()
    library = Library(settings, added)
    path = write("notes.md", LANTERNS)
    assert library.add([path]).added[0].key == library.add([path]).added[0].key
    assert added.writes == 1


def test_files_of_the_same_name_in_two_folders_are_two_documents(library: Library, write: Write) -> None:
    report = library.add([write("a/notes.md", LANTERNS), write("b/notes.md", BOATS)])
    assert len({document.key for document in report.added}) == len(library.documents()) == 2
    with pytest.raises(BadInput, match=r"2 documents named 'notes\.md'"):
        library.remove("notes.md")


def test_a_file_named_twice_is_added_once(library: Library, write: Write) -> None:
    path = write("notes.md", LANTERNS)
    assert len(library.add([path, path.parent, path.parent / "." / path.name]).added) == 1


def test_what_is_not_there_is_a_failure_and_not_the_end(library: Library, write: Write, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    report = library.add([tmp_path / "gone.md", tmp_path / "nothing", write("notes.md", LANTERNS)])
    assert [document.name for document in report.added] == ["notes.md"]
    assert [Path(failure.name).name for failure in report.failures] == ["nothing", "gone.md"]
    assert "no file" in report.failures[1].reason


def test_a_document_is_removed_by_key_or_by_name(library: Library, write: Write) -> None:
    first, second = library.add([write("a.md", LANTERNS), write("b.md", BOATS)]).added
    library.remove(first.key)
    assert library.documents() == (second,)
    library.remove("b.md")
    assert library.documents() == ()
    assert all(passage.source != second.key for passage in library.search("varnish for boats", 20))
    with pytest.raises(NotFound, match="nobody"):
        library.remove("nobody")


def test_citing_an_unknown_passage_says_so(library: Library) -> None:
    for name in ("notes-12345678#1", "kicks#nothing", "", "#"):
        with pytest.raises(NotFound):
            library.get(name)
    with pytest.raises(NotFound):
        library.passages("nothing")


def test_uploads_are_told_apart_by_their_names(library: Library) -> None:
    first = library.add_uploads([Upload("C:\\notes\\a.txt", LANTERNS.encode()), Upload("b.pdf", b"%PDF-1.4 no")])
    assert [document.name for document in first.added] == ["a.txt"]
    assert [failure.name for failure in first.failures] == ["b.pdf"]
    again = library.add_uploads([Upload("a.txt", BOATS.encode())])
    assert library.documents() == again.added
    assert again.added[0].key == first.added[0].key


def test_a_document_tells_when_and_how_it_was_added(settings: Settings, write: Write) -> None:
    now = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    library = Library(settings, MemoryAdded(), now=lambda: now)
    document = library.add([write("Notes on Boats (final).md", BOATS)]).added[0]
    assert document.key.startswith("notes-on-boats-final-")
    assert str(settings.data_dir) not in document.model_dump_json()
    assert (document.added_at, document.passages) == (now, 1)
    assert document.edition.startswith(f"{NAME}/")


def test_progress_runs_from_nothing_to_all(library: Library, folder: Path) -> None:
    steps: list[tuple[int, int]] = []
    library.add([folder], lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]


def test_a_database_that_fails_is_not_told_as_an_unreadable_file(settings: Settings, write: Write) -> None:
    class Full(MemoryAdded):
        def add_document(self, document: object, passages: object) -> None:
            raise StoreError("the disk is full")

    library = Library(settings, Full())
    with pytest.raises(StoreError, match="the disk is full"):
        library.add([write("a.md", LANTERNS)])
    assert library.documents() == ()


def test_vectors_of_another_encoder_are_made_anew_before_they_are_searched(settings: Settings, write: Write) -> None:
    added = MemoryAdded()
    document = Library(settings, added).add([write("a.md", LANTERNS)]).added[0]
    old = document.model_copy(update={"edition": "other-encoder/1/abc"})
    added.add_document(old, [(passage, -vector) for passage, vector in added.passages()])
    best = Library(settings, added).search("lanterns for the garden of Mrs Ferreira", 1)[0]
    assert best.source == document.key
    assert added.documents()[0].edition == f"{NAME}/1/abc"


def test_a_library_that_changes_while_it_is_indexed_is_searched_all_the_same(settings: Settings, write: Write) -> None:
    class Restless(MemoryAdded):
        count = 0

        def version(self) -> str:
            self.count += 1
            return f"{super().version()}{self.count}" if super().version() else ""

    library = Library(settings, Restless())
    library.add([write("a.md", LANTERNS)])
    assert library.search("lanterns for Mrs Ferreira", 1)[0].text == LANTERNS
    assert [path.name for path in settings.index_dir.iterdir() if path.name.startswith("added")] == []


def test_an_index_that_breaks_while_it_is_open_is_built_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.errors import LibraryError
    from coach.library.index import Index

    whole = Index.nearest
    calls: list[int] = []

    def break_once(self: Index, vector: object, limit: int) -> dict[int, float]:
        calls.append(limit)
        if len(calls) == 1:
            raise LibraryError("broken")
        return whole(self, vector, limit)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "nearest", break_once)
    assert len(library.search("they never pay", 3)) == 3
    assert len(calls) == 2


def test_two_owners_do_not_see_or_disturb_each_other(settings: Settings, write: Write) -> None:
    other = Library(settings.model_copy(update={"owner": "other"}), MemoryAdded())
    mine = Library(settings, MemoryAdded())
    mine.add([write("a.md", LANTERNS)])
    other.add([write("b.md", BOATS)])
    query = "lanterns for Ferreira, varnish for Lindqvist"
    for library, own in ((mine, LANTERNS), (other, BOATS), (mine, LANTERNS)):
        texts = [passage.text for passage in library.search(query, 3)]
        assert own in texts
        assert not ({LANTERNS, BOATS} - {own}) & set(texts)
    assert len([path for path in settings.index_dir.iterdir() if path.name.startswith("added")]) == 2


def test_a_passage_keeps_the_shape_of_the_contract(library: Library) -> None:
    fields = set(library.search("late payers", 1)[0].model_dump(mode="json"))
    assert fields == set(Passage.model_fields) == {"id", "title", "source", "text", "score"}


def test_searching_and_adding_at_once_from_many_threads(settings: Settings, write: Write) -> None:
    library = Library(settings, MemoryAdded())
    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(library.search, f"the boats of number {n}", 5) for n in range(24)]
        for n in range(4):
            library.add([write(f"{n}.md", f"{BOATS} This is number {n}0{n}.")])
        results = [search.result() for search in searches]
    assert all(len(result) == 5 for result in results)
    assert library.search("number 303", 1)[0].text.endswith("number 303.")


def test_a_dotenv_file_in_the_working_folder_changes_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=elsewhere\nANONYMIZED_TELEMETRY=True\nANYTHING=else\n")
    monkeypatch.chdir(tmp_path)
    assert len(Library(settings, MemoryAdded()).search("they never pay", 3)) == 3


def test_nothing_leaves_the_machine(settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> object:
        raise AssertionError("a connection was tried")

    for name in ("socket.socket.connect", "socket.getaddrinfo", "socket.create_connection"):
        monkeypatch.setattr(name, refuse)
    library = Library(settings, MemoryAdded())
    library.add([write("a.md", LANTERNS)])
    assert library.search("lanterns for Mrs Ferreira", 1)[0].text == LANTERNS


def test_damaged_files_of_any_kind_are_failures_and_the_rest_is_added(library: Library, tmp_path: Path) -> None:
    random = Random(7)
    whole = {
        "a.pdf": pdf(LANTERNS),
        "b.docx": docx(tmp_path / "x.docx", BOATS).read_bytes(),
        "c.html": b"<p>" + BOATS.encode(),
    }
    uploads = []
    for number in range(60):
        name = random.choice(list(whole))
        data = bytearray(whole[name])
        for _ in range(random.randrange(1, 40)):
            data[random.randrange(len(data))] = random.randrange(256)
        uploads.append(Upload(f"{number}{name}", bytes(data[: random.randrange(1, len(data) + 1)])))
    report = library.add_uploads([*uploads, Upload("good.txt", BOATS.encode())])
    assert len(report.added) + len(report.failures) == 61
    assert report.added[-1].name == "good.txt"
    assert all(failure.reason for failure in report.failures)


def test_characters_no_database_keeps_are_left_out(library: Library) -> None:
    (document,) = library.add_uploads([Upload("a.html", f"<p>Bad \x1b\x0b char. {LANTERNS}</p>".encode())]).added
    assert "\x1b" not in library.get(f"{document.key}#1").text
    assert "Ferreira" in library.get(f"{document.key}#1").text
