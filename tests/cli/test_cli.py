"""The command line as scripts rely on it: JSON on standard output, notices on standard error, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.settings import Settings
from tests.accounts import HEALTHY, PROGRAM_MANAGER

GUARD = """
import sys
def no_network(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        where = arguments[1] if event != "socket.getaddrinfo" else arguments
        host = where[0] if isinstance(where, tuple) else str(where)
        if host not in ("127.0.0.1", "localhost", "::1", None):
            print("NETWORK", event, where, file=sys.stderr, flush=True)
            import os; os._exit(97)
sys.addaudithook(no_network)
from coach.cli import main
main()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "hard.txt").write_text(PROGRAM_MANAGER, encoding="utf-8")
    (folder / "healthy.txt").write_text(HEALTHY, encoding="utf-8")
    (folder / "say.txt").write_text(
        "Melissa, I have decided to end our contract. My last day is 30 June.\n"
        "I hear that this comes as a shock after eight months.\n"
        "The decision is made. I will hand over the files and brief whoever takes over.\n",
        encoding="utf-8",
    )
    (folder / "mail.txt").write_text(
        "Hi Melissa,\n\nMaybe we should stop for now? You never listen and you are toxic.\n"
    )
    (folder / "talk.txt").write_text(
        "you: I am ending our contract on 30 June.\nclient: Why?\nyou: I am closing this line of work.\n"
    )
    return folder


def coach(home: Path, *words: str, stdin: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("COACH_")}
    return subprocess.run(
        [sys.executable, "-c", GUARD, *words],
        cwd=home,
        env=clean | {"COACH_DATA_DIR": str(home / "data"), "COLUMNS": "100"} | settings,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=180,
    )


def answer(home: Path, *words: str, **more) -> dict:
    done = coach(home, *words, "--json", **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_assess_gives_the_document_of_the_contract(home):
    found = answer(home, "assess", "hard.txt")
    assert set(found) >= {"signs", "possible", "verdict", "questions", "next_steps", "citations", "engine"}
    assert set(found["verdict"]) == {"action", "reasons", "against", "their_side", "my_part"}
    for sign in found["signs"]:
        assert set(sign) == {"id", "confidence", "severity", "evidence", "sources"}
        for quote in sign["evidence"]:
            assert PROGRAM_MANAGER[quote["start"] : quote["end"]] == quote["quote"]
    assert all(set(citation) == {"id", "title", "text"} for citation in found["citations"])


def test_standard_input_gives_the_same_answer_as_the_file(home):
    assert answer(home, "assess", "-", stdin=PROGRAM_MANAGER) == answer(home, "assess", "hard.txt")


def test_ask_gives_its_questions_and_takes_their_answers(home):
    first = answer(home, "ask", "hard.txt")
    assert first["asked"] == 0
    assert all(set(question) == {"id", "text", "choices", "about"} for question in first["questions"])
    asked = [question["id"] for question in first["questions"]]
    assert asked
    assert len(asked) <= 8
    sign = next(one["id"] for one in first["assessment"]["signs"])
    second = answer(home, "ask", "hard.txt", "--answer", f"sign:{sign}=no", "--answer", f"{asked[0]}=skip")
    assert second["asked"] == 2
    assert not {f"sign:{sign}", asked[0]} & {question["id"] for question in second["questions"]}
    assert sign not in {one["id"] for one in second["assessment"]["signs"]}


def test_ask_without_a_terminal_says_how_to_answer(home):
    shown = coach(home, "ask", "hard.txt")
    assert "--answer" in shown.stderr
    assert "?" in shown.stdout


def test_what_was_tried_is_read_by_the_verdict(home):
    text = "My client sends changes every night and never wants to pay for them. Forty hours went unpaid last month."
    tried = ("--tried", "2026-03-01 same: asked for one list a week", "--tried", "worse: sent a fresh agreement")
    found = answer(home, "assess", "-", *tried, stdin=text)
    assert found["verdict"]["action"] == "exit"
    assert any("sent a fresh agreement" in reason for reason in found["verdict"]["reasons"])


def test_a_thread_keeps_voices_apart(home):
    thread = (
        "From: Dana <dana@harbour.example>\nTo: Sam <sam@okafor.example>\nSubject: site\n\n"
        "Can you send the new draft by Friday, please? Thank you for the quick turn last week.\n\n"
        "On 3 May 2026 Sam <sam@okafor.example> wrote:\n> You are useless and an idiot, I will never work for you again.\n"
    )
    found = answer(home, "assess", "-", stdin=thread)
    assert "verbal_abuse" not in {sign["id"] for sign in found["signs"]}


def test_search_personas_listen_and_check_give_their_documents(home):
    (first, *_) = answer(home, "search", "they complain to my boss instead of me", "-k", "3")["passages"]
    assert set(first) == {"id", "title", "source", "text", "score"}
    assert all(set(one) == {"id", "name", "summary", "goals"} for one in answer(home, "personas")["personas"])
    heard = answer(
        home,
        "listen",
        "--client",
        "Good to see you. What is it about?",
        "I have decided to end our contract on 30 June.",
    )
    assert heard["tone"] in {"calm", "hostile", "anxious", "flat"}
    assert "state_decision" in {act["id"] for act in heard["acts"]}
    checked = answer(home, "check", "mail.txt", "--kind", "exit-email")
    assert checked["findings"]
    text = (home / "mail.txt").read_text()
    for finding in checked["findings"]:
        assert text[finding["start"] : finding["end"]] == finding["quote"]
        assert set(finding) >= {"rule", "quote", "start", "end", "message", "suggestion"}
    assert checked["sendable"] < 0.5


def test_rehearse_plays_the_turns_of_a_file_and_is_repeatable(home):
    words = (
        "rehearse",
        "--persona",
        "bargainer",
        "--goal",
        "exit",
        "--situation",
        "hard.txt",
        "--say",
        "say.txt",
        "--seed",
        "7",
    )
    first = answer(home, *words)
    assert first == answer(home, *words)
    assert [turn["role"] for turn in first["turns"] if turn["role"] == "you"] == ["you"] * 3
    assert all(turn["acts"] is not None for turn in first["turns"] if turn["role"] == "you")
    assert all(turn["move"] for turn in first["turns"] if turn["role"] == "client")
    assert {"turns", "ended", "debrief"} <= set(first)
    assert len(first["debrief"]["items"]) == 14


def test_a_prep_card_has_three_rules_and_two_openings_and_takes_the_words_of_a_draft(home):
    words = ("prep", "--situation", "hard.txt", "--persona", "bargainer")
    card = answer(home, *words)
    assert len(card["rules"]) == 3
    assert card["weak_opening"] != card["strong_opening"]
    assert card["goals"]
    (home / "draft.txt").write_text("Dear Dana,\n\nI have decided to end our contract. My last day is 30 June.\n")
    drafted = answer(home, *words, "--draft", "draft.txt")
    assert drafted["strong_opening"] == "I have decided to end our contract. My last day is 30 June."
    assert drafted["from_draft"]
    plain = coach(home, *words)
    assert card["rules"][2] in plain.stdout


def test_a_debrief_reads_transcripts_and_rehearsals_alike(home, tmp_path):
    found = answer(home, "debrief", "talk.txt", "--goal", "exit")
    assert {item["answer"] for item in found["items"]} <= {"yes", "no", "not_relevant"}
    played = coach(home, "rehearse", "--situation", "hard.txt", "--say", "say.txt", "--json").stdout
    (home / "played.json").write_text(played)
    assert len(answer(home, "debrief", "played.json")["items"]) == 14


def test_a_draft_is_as_long_as_it_is_wanted(home):
    words = ("draft", "--kind", "exit-email", "--situation", "hard.txt")
    short, long = (answer(home, *words, "--length", length) for length in ("short", "long"))
    assert (short["length"], long["length"]) == ("short", "long")
    assert len(short["body"]) < len(long["body"])
    assert [item["id"] for item in short["outline"]] == [item["id"] for item in long["outline"]]


@pytest.mark.parametrize("kind", ["exit-email", "reset-email", "call-script"])
def test_a_draft_holds_its_outline_and_passes_its_checks(home, kind):
    draft = answer(home, "draft", "--kind", kind, "--situation", "hard.txt", "--tone", "warm")
    assert draft["body"]
    assert draft["outline"]
    assert [finding for finding in draft["findings"] if finding["rule"] != "blank_left_open"] == []


def test_add_then_search_then_remove_an_own_document(home):
    (home / "notes.md").write_text(
        "# Kite rule\n\nWhenever a zeppelin client asks for helium, invoice the balloon deposit first.\n"
    )
    added = coach(home, "add", "notes.md", "hard.bin", "--json")
    assert added.returncode == 0
    assert "hard.bin" in added.stderr
    report = json.loads(added.stdout)
    assert "notes.md" in json.dumps(report)
    (first, *_) = answer(home, "search", "helium balloon deposit")["passages"]
    assert "zeppelin" in first["text"]
    (document,) = answer(home, "library", "list")["documents"]
    assert coach(home, "library", "remove", document["key"]).returncode == 0
    assert answer(home, "library", "list")["documents"] == []


@pytest.mark.parametrize(
    ("words", "stdin", "word"),
    [
        (("assess", "nowhere.txt"), None, "nowhere.txt"),
        (("assess", "-"), "", "no text"),
        (
            ("assess", "-"),
            "Preheat the oven to 180 degrees, mix the flour with the eggs and bake for an hour.",
            "client",
        ),
        (("assess", "-"), "Mein Kunde zahlt nie pünktlich und schreit mich jeden Tag am Telefon an.", "German"),
        (("assess", "-"), "x " * 150_000, "300,000"),
        (("rehearse", "--persona", "nobody", "--situation", "hard.txt", "--say", "say.txt"), None, "nobody"),
        (("rehearse", "--goal", "win", "--situation", "hard.txt", "--say", "say.txt"), None, "win"),
        (("draft", "--kind", "poem", "--situation", "hard.txt"), None, "poem"),
        (("draft", "--kind", "exit-email", "--tone", "loud", "--situation", "hard.txt"), None, "loud"),
        (("draft", "--kind", "exit-email", "--length", "epic", "--situation", "hard.txt"), None, "epic"),
        (("search", "   "), None, ""),
        (("listen", ""), None, "turn"),
        (("check", "-"), "  ", "no text"),
        (("debrief", "hard.txt"), None, ""),
        (("eval", "--suite", "nothing"), None, "nothing"),
        (("assess", "hard.txt", "--engine", "steam"), None, "steam"),
        (("assess", "hard.txt", "--engine", "model"), None, "COACH_MODEL"),
        (("assess",), None, "FILE"),
        (("assess", "hard.txt", "--answer", "raised=perhaps"), None, "perhaps"),
        (("assess", "hard.txt", "--answer", "raised"), None, "raised"),
        (("assess", "hard.txt", "--tried", "I asked them"), None, "I asked them"),
        (("assess", "hard.txt", "--tried", "2026-13-01 same: asked"), None, "2026-13-01"),
    ],
)
def test_bad_input_exits_2_with_one_clear_line_and_no_traceback(home, words, stdin, word):
    done = coach(home, *words, stdin=stdin)
    assert done.returncode == 2, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_wrong_setting_is_named(home):
    done = coach(home, "personas", COACH_THREADS="many")
    assert done.returncode == 2
    assert "COACH_THREADS" in done.stderr


def test_the_person_reading_gets_text_not_json(home):
    shown = coach(home, "assess", "hard.txt").stdout
    assert not shown.startswith("{")
    assert "Next steps" in shown
    assert "Instead she goes to my director" in shown


def test_doctor_says_what_works(home):
    checks = answer(home, "doctor")["checks"]
    assert {"database", "library", "encoder", "model"} <= {check["name"] for check in checks}
    assert all(check["ok"] for check in checks)


def test_version_and_help_do_not_load_the_heavy_parts(home):
    code = "import sys, coach.cli.main; print(sorted({'litellm','chromadb','streamlit','onnxruntime','sqlalchemy','numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
    assert coach(home, "--version").stdout.startswith("coach ")
    assert "assess" in coach(home, "--help").stdout


def test_a_check_sees_what_the_case_has(home):
    (home / "owed.txt").write_text(
        "My client Dana pays late. She owes me $3,850 for the invoices of May, and I want to end it."
    )
    (home / "short.txt").write_text(
        "Dear Dana,\n\nI am ending our contract on 30 June. I will hand over the files.\n\nAna"
    )
    words = ("check", "short.txt", "--kind", "exit-email")
    assert "missing_money" not in {one["rule"] for one in answer(home, *words)["findings"]}
    (owed,) = (
        one for one in answer(home, *words, "--situation", "owed.txt")["findings"] if one["rule"] == "missing_money"
    )
    assert "$3,850" in owed["suggestion"]


def test_another_seed_says_the_same_in_other_words(home):
    words = ("draft", "--kind", "exit-email", "--situation", "hard.txt")
    first, again, other = (answer(home, *words, *seed) for seed in ((), ("--seed", "1"), ("--seed", "2")))
    assert first == again
    assert first["body"] != other["body"]
    assert [item["id"] for item in first["outline"]] == [item["id"] for item in other["outline"]]


def test_cases_go_out_as_files_and_come_in_again(home: Path, tmp_path: Path) -> None:
    data = str(tmp_path / "data")

    def cases(*words: str) -> subprocess.CompletedProcess[str]:
        return coach(home, "cases", *words, COACH_DATA_DIR=data)

    def listed(*words: str) -> list[dict[str, str]]:
        return json.loads(cases("list", "--json", *words).stdout)["cases"]

    desk = CaseDesk(Coach(Settings(engine="builtin", data_dir=Path(data))))
    desk.prepare()
    case_id = desk.open("My client never pays.", "The baker")
    desk.coach.store.close()
    out, text, packed = tmp_path / "baker.json", tmp_path / "baker.md", tmp_path / "all.zip"
    assert cases("export", case_id, "--to", str(out)).returncode == 0
    assert cases("export", case_id, "--readable", "--to", str(text)).returncode == 0
    assert cases("export", "--all", "--to", str(packed)).returncode == 0
    assert json.loads(out.read_text())["name"] == "The baker"
    assert "> My client never pays." in text.read_text()
    assert cases("export", case_id, "--to", str(out)).returncode == 2, "no file is written over"
    assert cases("import", str(out)).stdout == "imported  The baker\n"
    assert cases("import", str(packed)).returncode == 0
    assert cases("import", str(text)).returncode == 2
    assert len(listed()) == 3
    assert cases("archive", case_id).returncode == 0
    assert [case["id"] for case in listed("--archived")] == [case_id]
    assert cases("bring-back", case_id).returncode == 0
    assert cases("delete", case_id).returncode == 2
    assert cases("delete", case_id, "--yes").returncode == 0
    assert case_id not in [case["id"] for case in listed()]


def test_a_plan_reads_a_contract_from_a_real_pdf_and_takes_assumptions(home):
    from tests.test_documents import encrypted_pdf, pdf_of

    clause = "Between Client and Contractor. Either party may terminate this Agreement on 40 days written notice."
    (home / "contract.pdf").write_bytes(pdf_of(clause))
    (home / "locked.pdf").write_bytes(encrypted_pdf())
    (home / "paid.txt").write_text("My client pays us $4,000 a month and I want to stop.", encoding="utf-8")
    words = ("plan", "--situation", "paid.txt", "--today", "2026-11-21", "--json", "--engine", "builtin")
    made = coach(home, *words, "--contract", "contract.pdf", "--assume", "months_to_replace=2")
    assert made.returncode == 0, made.stderr
    answer = json.loads(made.stdout)
    assert answer["contract"]["notice_days"]["value"] == 40
    assert answer["dates"]["last_day"] == "2026-12-31"
    assert {"id": "months_to_replace", "value": 2.0}.items() <= {
        key: value
        for item in answer["numbers"]["assumptions"]
        if item["id"] == "months_to_replace"
        for key, value in item.items()
    }.items()
    assert coach(home, *words, "--contract", "locked.pdf").returncode == 2
    refused = coach(home, *words, "--assume", "months_to_replace=many")
    assert refused.returncode == 2
    assert "NAME=VALUE" in refused.stderr
