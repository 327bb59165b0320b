"""Times the steps as a user meets them: cold commands, warm answers, and growth with the length of the text."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coach import Coach, Settings
from coach.plan.contract import read_contract
from tests.accounts import PROGRAM_MANAGER
from tests.plan.cases import CONTRACTS
from tests.plan.test_numbers import RETAINER

RUNS = 5


def timed(call: Callable[[], object], runs: int = RUNS) -> float:
    """The median of some runs, in seconds."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def command(*words: str, stdin: str = "") -> Callable[[], object]:
    call = [sys.executable, "-c", "from coach.cli import main; main()", *words]
    return lambda: subprocess.run(call, input=stdin, text=True, capture_output=True, check=True)


def _fresh_message(number: int) -> str:
    """Some 500 words of a good message that no reader has seen."""
    said = " ".join(
        f"In week {i} I delivered part {number * 40 + i} of the garden plan, and the file for it went to you on day {i}."
        for i in range(25)
    )
    return (
        f"Dear Ana,\n\nI have decided to end our agreement; my last day is {number + 1} June.\n\n{said}\n\nBest,\nTom"
    )


def rows(folder: Path) -> list[tuple[str, float, str]]:
    coach = Coach(Settings(engine="builtin", data_dir=folder))
    start = timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    two_hundred = " ".join((PROGRAM_MANAGER * 2).split()[:200])
    coach.assess(two_hundred)
    others = iter(f"{two_hundred} This is telling number {number}." for number in range(RUNS))
    warm = timed(lambda: coach.assess(next(others)))
    long = timed(lambda: coach.assess((PROGRAM_MANAGER + "\n\n") * 145), 1)
    talk = coach.rehearse(two_hundred, "bargainer", "exit")
    talk.say("I have decided to end our contract. My last day is 30 June.")
    reply = timed(lambda: talk.rewind(1).say("I have decided to end our contract. My last day is 30 June."))
    situation = coach.situation(two_hundred)
    draft = timed(lambda: coach.draft(situation))
    mail = coach.draft(situation).body
    check = timed(lambda: coach.check(mail))
    report = " ".join(
        f"In week {i} I delivered item {i} of the garden plan and sent you the file for it." for i in range(30)
    )
    fresh = iter(_fresh_message(number) for number in range(RUNS))
    contract = "\n\n".join(case["text"] for case in CONTRACTS)
    coach.search("they go over my head")
    return [
        ("python itself, cold", start, ""),
        ("coach --version, cold", timed(command("--version")), "≤ 0.5 s"),
        ("coach assess --help, cold", timed(command("assess", "--help")), "≤ 0.5 s"),
        ("coach assess, 200 words, cold", timed(command("assess", "-", stdin=two_hundred)), "≤ 3 s"),
        ("assess, 200 words, warm", warm, "≤ 0.15 s"),
        ("assess, 20,000 words", long, "≤ 10 s"),
        ("the client's reply, warm", reply, "≤ 0.1 s"),
        ("a draft, warm", draft, "≤ 0.05 s"),
        ("a check of a draft, warm", check, "≤ 0.15 s"),
        ("a check of 500 words, words known", timed(lambda: coach.check(report)), ""),
        ("a check of 500 fresh words, warm", timed(lambda: coach.check(next(fresh))), "≤ 0.05 s"),
        (f"a contract of {len(contract.split()):,} words", timed(lambda: read_contract(contract), 1), ""),
        ("a plan with its 10,000 simulated runs", timed(lambda: coach.plan(RETAINER)), "≤ 1 s"),
        ("a search, warm", timed(lambda: coach.search("they go over my head")), "≤ 0.05 s"),
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = rows(Path(folder))
    base = found[0][1]
    print("| what | seconds | times a bare python start | aim |\n| --- | --- | --- | --- |")
    for name, seconds, aim in found:
        print(f"| {name} | {seconds:.3f} | {seconds / base:.1f} | {aim} |")


if __name__ == "__main__":
    main()
