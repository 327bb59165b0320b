"""Fine-tunes MiniLM to read each sentence of an account in the light of the whole account.

    python -m training.finetune_signs FOLDER OUT [--composed] [--start READER.pt] [--share 1.0] [--epochs 8] [--held 0]

FOLDER holds the official weights; OUT gets `reader.pt`. A quarter of the accounts is held back, for the next steps to
calibrate on (`training.export_reader`, `training.train_signs`). One pass reads up to 510 tokens; a sentence is the mean of
its own tokens' vectors, so it knows its neighbours at no extra cost. An account and the same account told another way (by a person, or roughened by
chance) are read side by side and must be read alike. Development only: needs torch and transformers in an environment of their
own. Nothing in tests/evals/ is read here.
"""

import argparse
import random
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from transformers import AutoModel

from coach.assess.reader import COLUMNS, MARKS, SPREAD, WHOLE, WINDOW, evened, windows
from coach.library.tokens import FIRST, LAST
from training.content import (
    SIGNS,
    Account,
    accounts,
    danger_examples,
    held_back,
    message_examples,
    sign_sentences,
)
from training.roughen import roughen

ROW = {name: i for i, name in enumerate(COLUMNS)}
BATCH = 16
HEAD_RATE = 2e-3
POSITIVE_WEIGHT = 3.0
ROUGH = 0.4  # share of loose sentences that are roughened before they are read
LOOSE = 0.5  # share of the loose sentences that an epoch reads
TWINS = 0.2  # share of accounts that are read beside the same account told another way
ARGUED = 0.5  # weight of a sign that several readers differ on, whose label is the share that saw it
ALIKE = 4.0  # weight of the difference between the two readings
UNLABELLED = set(MARKS) - {"danger", "self_harm"}  # marks that loose sentences say nothing of


class Passage(NamedTuple):
    """Sentences read together: token ids, the token span of each sentence, and labels with a flag whether they count."""

    ids: list[int]
    spans: list[tuple[int, int]]
    present: np.ndarray  # (sentences, columns)
    counted: np.ndarray
    whole: np.ndarray | None = None  # (columns + WHOLE,) of an account
    whole_counted: np.ndarray | None = None


def flags(names) -> np.ndarray:
    row = np.zeros(len(COLUMNS), dtype=np.float32)
    for name in names:
        row[ROW[name]] = 1
    return row


def overlap(a, b) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, min(a[1] - a[0], b[1] - b[0]))


def from_account(case: Account, tokenizer: Tokenizer, chance: random.Random | None = None) -> list[Passage]:
    """The passages of an account; with `chance` of a text roughened by it."""
    text, where_now = roughen(case.text, chance) if chance else (case.text, range(len(case.text) + 1))
    quoted = {**case.quotes, **case.marks}
    places = {
        name: [(where_now[at], where_now[at + len(q)]) for q in quotes if (at := case.text.find(q)) >= 0]
        for name, quotes in quoted.items()
    }
    unknown = set(MARKS) - set(case.marks)
    found = []
    runs = list(windows(text, tokenizer))
    for ids, where, spans in runs:
        present, counted = [], []
        for start, end in where:
            here = {n for n, hits in places.items() if any(overlap((start, end), hit) >= 0.5 for hit in hits)}
            degree, weight = flags(here), 1 - flags(((case.must | case.may) - here) | unknown)
            for sign in here & set(case.share):
                degree[ROW[sign]] = case.share[sign]
                weight[ROW[sign]] = 1.0 if sign in case.must else argued(case)
            present.append(degree)
            counted.append(weight)
        whole = whole_counted = None
        if len(runs) == 1:
            signs, weight = flags(()), 1 - flags(MARKS)
            for sign, share in case.share.items():
                signs[ROW[sign]] = share
                if sign in case.may:
                    weight[ROW[sign]] = argued(case)
            whole = np.concatenate([signs, np.array([case.whole.get(n, 0) for n in WHOLE], dtype=np.float32)])
            told = np.array([float(n in case.whole) for n in WHOLE], dtype=np.float32)
            whole_counted = np.concatenate([weight, told])
        found.append(Passage(ids, spans, np.array(present), np.array(counted), whole, whole_counted))
    return found


def argued(case: Account) -> float:
    """How much an arguable sign counts: by how many said so one knows how arguable it is, but not from one reading."""
    return ARGUED if case.readings > 1 else 0.0


def unlabelled_danger(example) -> set[str]:
    """The dangers that a loose sentence may hold without a label: beside abuse, and beside what it does to the teller."""
    found = {"danger"} if "verbal_abuse" in example.present else set()
    return found | ({"self_harm"} if "wellbeing_toll" in example.present else set())


def from_loose(examples, tokenizer: Tokenizer, chance: random.Random) -> Passage:
    ids, spans, present, counted = [], [], [], []
    for example in examples:
        text = roughen(example.text, chance)[0] if chance.random() < ROUGH else example.text
        tokens = tokenizer.encode(evened(text), add_special_tokens=False).ids[:120]
        if len(ids) + len(tokens) > WINDOW:
            break
        spans.append((len(ids), len(ids) + len(tokens)))
        ids = ids + tokens
        present.append(flags(example.present))
        counted.append(1 - flags(UNLABELLED | example.arguable | unlabelled_danger(example)))
    return Passage(ids, spans, np.array(present), np.array(counted))


class Reader(torch.nn.Module):
    """MiniLM, a head a sentence, and a head a whole account that looks at each word as closely as its column asks."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(384, len(COLUMNS))
        self.whole = torch.nn.Linear(384, len(COLUMNS) + len(WHOLE))
        self.query = torch.nn.Linear(384, len(COLUMNS) + len(WHOLE), bias=False)
        for head in (self.head, self.whole):
            torch.nn.init.constant_(head.bias, -3.0)
        torch.nn.init.zeros_(self.query.weight)  # every token counts alike at first

    def forward(self, ids, mask, pool):
        """`pool` (batch, sentences, tokens) averages each sentence's tokens; (batch, sentences, columns) and (batch, all)."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = hidden.float()
        looks = self.query(hidden).masked_fill(mask.unsqueeze(-1) == 0, -1e4).softmax(dim=1)
        seen = self.drop(looks.transpose(1, 2) @ hidden) * SPREAD  # (batch, all, 384): what each column looks at
        return self.head(self.drop(pool @ hidden) * SPREAD), (seen * self.whole.weight).sum(-1) + self.whole.bias


def batch_of(passages: list[Passage]):
    longest = max(len(p.ids) for p in passages) + 2
    most = max(len(p.spans) for p in passages)
    ids = torch.zeros(len(passages), longest, dtype=torch.long)
    mask = torch.zeros(len(passages), longest, dtype=torch.long)
    pool = torch.zeros(len(passages), most, longest)
    present = torch.zeros(len(passages), most, len(COLUMNS))
    counted = torch.zeros(len(passages), most, len(COLUMNS))
    for i, p in enumerate(passages):
        row = [FIRST, *p.ids, LAST]
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        for j, (a, b) in enumerate(p.spans):
            pool[i, j, a + 1 : b + 1] = 1 / (b - a)
        n = len(p.spans)
        present[i, :n] = torch.tensor(p.present)
        counted[i, :n] = torch.tensor(p.counted)
    return ids, mask, pool, present, counted


def weighed(logits, truth, counted):
    weight = torch.full((logits.shape[-1],), POSITIVE_WEIGHT)
    per = cross_entropy(logits, truth, reduction="none", pos_weight=weight)
    return (per * counted).sum() / counted.sum().clamp(min=1)


def loss_of(model, group_of_kin):
    """The loss of a batch: a list of kin, each one passage, or two of the same account."""
    passages = [p for kin in group_of_kin for p in kin]
    ids, mask, pool, present, counted = batch_of(passages)
    logits, overall = model(ids, mask, pool)
    loss = weighed(logits, present, counted)
    exists = (pool.sum(-1, keepdim=True) > 0).float()
    best = (logits + (exists - 1) * 1e4).max(dim=1).values
    rows = [i for i, p in enumerate(passages) if p.whole is not None]
    if rows:
        truth = torch.tensor(np.array([passages[i].whole for i in rows]))
        counts = torch.tensor(np.array([passages[i].whole_counted for i in rows]))
        n = len(COLUMNS)
        loss = loss + weighed(best[rows], truth[:, :n], counts[:, :n]) + weighed(overall[rows], truth, counts)
    starts = np.cumsum([0, *(len(kin) for kin in group_of_kin)])
    first = [int(i) for i, kin in zip(starts, group_of_kin, strict=False) if len(kin) == 2]
    if first:
        both = torch.cat([best, overall], dim=1).sigmoid()
        loss = loss + ALIKE * ((both[first] - both[[i + 1 for i in first]]) ** 2).mean()
    return loss


@torch.no_grad()
def read(model, passages) -> tuple[np.ndarray, np.ndarray]:
    """The best sentence's logits and the whole's, over the windows of one account."""
    model.eval()
    best, overall = [], []
    for p in passages:
        ids, mask, pool, _, _ = batch_of([p])
        one, all_of_it = model(ids, mask, pool)
        best.append(one[0].max(dim=0).values.numpy())
        overall.append(all_of_it[0].numpy())
    return np.max(best, axis=0), np.max(overall, axis=0)


def average_precision(scores, cases) -> float:
    """Mean over signs of the average precision, arguable cells left out."""
    result = []
    for column, sign in enumerate(SIGNS):
        kept = [i for i, c in enumerate(cases) if sign not in c.may or sign in c.must]
        truth = np.array([sign in cases[i].must for i in kept])
        hits = truth[np.argsort(-scores[kept, column])]
        if hits.any():
            result.append((np.cumsum(hits)[hits] / (np.nonzero(hits)[0] + 1)).mean())
    return float(np.mean(result))


def in_six(scores, cases) -> float:
    found = total = 0
    for row, case in zip(scores, cases, strict=True):
        best = {SIGNS[i] for i in np.argsort(-row)[:6]}
        found, total = found + len(best & case.must), total + len(case.must)
    return found / total


def epoch_of(
    cases: list[Account], loose, dangers, tokenizer, chance: random.Random, share: float
) -> list[list[tuple[Passage, ...]]]:
    """The batches of an epoch: every account from life, the `share` of the composed ones, and `LOOSE` of the loose sentences."""
    cases = [case for case in cases if case.life or chance.random() < share]
    chance.shuffle(loose)
    loose = dangers + loose[: int(len(loose) * LOOSE)]
    chance.shuffle(loose)
    mixed, i = [], 0
    while i < len(loose):
        n = chance.choice([1, 1, 2, 3, 4, 5])
        mixed.append((from_loose(loose[i : i + n], tokenizer, chance),))
        i += n
    told = {}
    for case in cases:
        told.setdefault(case.of, []).append(case)
    groups = mixed + [kin for case in cases for kin in kin_of(case, told[case.of], tokenizer, chance)]
    groups.sort(key=lambda kin: len(kin[0].ids) + chance.random() * 30)
    batches, batch = [], []
    for kin in groups:
        batch.append(kin)
        if sum(len(one) for one in batch) >= BATCH:
            batches.append(batch)
            batch = []
    if batch:
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def kin_of(case: Account, versions: list[Account], tokenizer, chance: random.Random) -> list[tuple[Passage, ...]]:
    """An account, or it and its twin; an account of several windows has no twin."""
    own = from_account(case, tokenizer, chance if chance.random() < ROUGH / 2 else None)
    if len(own) > 1 or chance.random() >= TWINS:
        return [(p,) for p in own]
    others = [one for one in versions if one is not case]
    other = chance.choice(others) if others else case
    twin = from_account(other, tokenizer, chance if other is case or chance.random() < ROUGH / 2 else None)
    return [(own[0], twin[0])] if len(twin) == 1 else [(p,) for p in own]


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--epochs", type=int, default=8)
    ask.add_argument("--held", type=int, default=0, help="which quarter is held back; -1 holds nothing back")
    ask.add_argument("--rate", type=float, default=8e-5)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--composed", action="store_true", help="leaves out the accounts from life")
    ask.add_argument("--share", type=float, default=1.0, help="of the composed accounts that an epoch reads")
    ask.add_argument("--start", type=Path, help="a trained reader to go on from")
    told = ask.parse_args()
    torch.manual_seed(told.seed)
    torch.set_num_threads(2)
    chance = random.Random(told.seed)
    tokenizer = Tokenizer.from_file(str(told.folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    cases = [case for case in accounts() if not (told.composed and case.life)]
    held, kept = held_back(cases, told.held)
    loose = sign_sentences() + message_examples()
    dangers = danger_examples()
    told.out.mkdir(parents=True, exist_ok=True)
    held_passages = [from_account(c, tokenizer) for c in held]
    print(f"{len(kept)} accounts, {len(held)} held back, {len(loose)} loose sentences", flush=True)

    model = Reader(told.folder)
    if told.start:
        model.load_state_dict(torch.load(told.start, weights_only=True))
    heads = [*model.head.parameters(), *model.whole.parameters(), *model.query.parameters()]
    encoder = [p for p in model.bert.parameters() if p.requires_grad]
    groups = [
        {"params": encoder, "lr": told.rate, "weight_decay": 0.01},
        {"params": heads, "lr": HEAD_RATE, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = None
    for epoch in range(told.epochs):
        batches = epoch_of(kept, loose, dangers, tokenizer, chance, told.share)
        steps = steps or len(batches)
        model.train()
        started, total = time.time(), 0.0
        for step, batch in enumerate(batches):
            done = (epoch * steps + step) / (told.epochs * steps)
            warm = min(1.0, (epoch * steps + step) / 100)
            for group, rate in zip(optimiser.param_groups, (told.rate, HEAD_RATE), strict=True):
                group["lr"] = rate * warm * max(0.02, 1 - done)
            loss = loss_of(model, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            total += float(loss.detach())
        line = f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s"
        if held:
            answers = [read(model, p) for p in held_passages]
            best, overall = np.array([a[0] for a in answers]), np.array([a[1] for a in answers])
            both = best[:, : len(SIGNS)] + overall[:, : len(SIGNS)]
            line += f", held back: average precision {average_precision(best, held):.3f}, of the whole"
            line += f" {average_precision(overall, held):.3f}, both {average_precision(both, held):.3f}"
            line += f"; in six {in_six(best[:, : len(SIGNS)], held):.3f}, both {in_six(both, held):.3f}"
        print(line, flush=True)
        torch.save(model.state_dict(), told.out / "reader.pt")


if __name__ == "__main__":
    main()
