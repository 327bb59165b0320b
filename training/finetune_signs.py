"""Fine-tunes MiniLM to read each sentence of an account in the light of the whole account.

    python -m training.finetune_signs FOLDER OUT [--epochs 8]

FOLDER holds the official weights, OUT gets `reader.pt` and the scores of held-back accounts. One pass reads up to 256
tokens; a sentence is the mean of its own tokens' vectors, so it knows its neighbours at no extra cost. Development only:
needs torch and transformers in an environment of their own. Nothing in tests/evals/ is read here.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from coach.sentences import sentences
from training.content import SIGNS, Account, accounts, sign_sentences

MAX_TOKENS = 254
ROW = {sign: i for i, sign in enumerate(SIGNS)}


class Passage:
    """Some sentences read together: token ids, the token span of each sentence, and their labels."""

    def __init__(self, ids, spans, present, counted, whole=None, whole_counted=None):
        self.ids, self.spans, self.present, self.counted = ids, spans, present, counted
        self.whole, self.whole_counted = whole, whole_counted


def flags(signs) -> np.ndarray:
    row = np.zeros(len(SIGNS), dtype=np.float32)
    for sign in signs:
        row[ROW[sign]] = 1
    return row


def overlap(a, b) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, min(a[1] - a[0], b[1] - b[0]))


def from_account(case: Account, tokenizer: Tokenizer) -> Passage:
    places = {
        s: [(at, at + len(q)) for q in quotes if (at := case.text.find(q)) >= 0] for s, quotes in case.must.items()
    }
    ids, spans, present, counted = [], [], [], []
    for span in sentences(case.text):
        tokens = tokenizer.encode(case.text[span.start : span.end], add_special_tokens=False).ids
        if not tokens or len(ids) + len(tokens) > MAX_TOKENS:
            continue
        here = {s for s, found in places.items() if any(overlap((span.start, span.end), p) >= 0.5 for p in found)}
        spans.append((len(ids), len(ids) + len(tokens)))
        ids += tokens
        present.append(flags(here))
        counted.append(1 - flags((set(case.must) | case.may) - here))
    whole, whole_counted = flags(case.must), 1 - flags(case.may)
    return Passage(ids, spans, np.array(present), np.array(counted), whole, whole_counted)


def from_loose(examples, tokenizer: Tokenizer) -> Passage:
    ids, spans, present, counted = [], [], [], []
    for example in examples:
        tokens = tokenizer.encode(example.text, add_special_tokens=False).ids[:120]
        if len(ids) + len(tokens) > MAX_TOKENS:
            break
        spans.append((len(ids), len(ids) + len(tokens)))
        ids += tokens
        present.append(flags(example.present))
        counted.append(np.ones(len(SIGNS), dtype=np.float32))
    return Passage(ids, spans, np.array(present), np.array(counted))


class Reader(torch.nn.Module):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(384, len(SIGNS))
        torch.nn.init.constant_(self.head.bias, -3.0)

    def forward(self, ids, mask, pool):
        """`pool` (batch, sentences, tokens) averages each sentence's tokens; returns (batch, sentences, 21) logits."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.head(self.drop(pool @ hidden) * 3)


def batch_of(passages: list[Passage]):
    longest = max(len(p.ids) for p in passages) + 2
    most = max(len(p.spans) for p in passages)
    ids = torch.zeros(len(passages), longest, dtype=torch.long)
    mask = torch.zeros(len(passages), longest, dtype=torch.long)
    pool = torch.zeros(len(passages), most, longest)
    present = torch.zeros(len(passages), most, len(SIGNS))
    counted = torch.zeros(len(passages), most, len(SIGNS))
    for i, p in enumerate(passages):
        row = [101, *p.ids, 102]
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        for j, (a, b) in enumerate(p.spans):
            pool[i, j, a + 1 : b + 1] = 1 / (b - a)
        n = len(p.spans)
        present[i, :n] = torch.tensor(p.present)
        counted[i, :n] = torch.tensor(p.counted)
    return ids, mask, pool, present, counted


def loss_of(model, passages, positive_weight):
    ids, mask, pool, present, counted = batch_of(passages)
    logits = model(ids, mask, pool)
    per = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, present, reduction="none", pos_weight=positive_weight
    )
    loss = (per * counted).sum() / counted.sum().clamp(min=1)
    rows = [i for i, p in enumerate(passages) if p.whole is not None]
    if rows:
        exists = (pool[rows].sum(-1, keepdim=True) > 0).float()
        best = (logits[rows] + (exists - 1) * 1e4).max(dim=1).values
        whole = torch.tensor(np.array([passages[i].whole for i in rows]))
        wanted = torch.tensor(np.array([passages[i].whole_counted for i in rows]))
        per = torch.nn.functional.binary_cross_entropy_with_logits(
            best, whole, reduction="none", pos_weight=positive_weight
        )
        loss = loss + (per * wanted).sum() / wanted.sum().clamp(min=1)
    return loss


@torch.no_grad()
def best_scores(model, passages) -> np.ndarray:
    model.eval()
    found = []
    for p in passages:
        ids, mask, pool, _, _ = batch_of([p])
        found.append(model(ids, mask, pool)[0].max(dim=0).values.numpy())
    return np.array(found)


def average_precision(scores, cases) -> float:
    """Mean over signs of the average precision, arguable cells left out."""
    result = []
    for column, sign in enumerate(SIGNS):
        kept = [i for i, c in enumerate(cases) if sign not in c.may or sign in c.must]
        truth = np.array([sign in cases[i].must for i in kept])
        order = np.argsort(-scores[kept, column])
        hits = truth[order]
        if hits.any():
            result.append((np.cumsum(hits)[hits] / (np.nonzero(hits)[0] + 1)).mean())
    return float(np.mean(result))


def in_six(scores, cases) -> float:
    found = total = 0
    for row, case in zip(scores, cases, strict=True):
        best = {SIGNS[i] for i in np.argsort(-row)[:6]}
        found, total = found + len(best & set(case.must)), total + len(case.must)
    return found / total


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--epochs", type=int, default=8)
    ask.add_argument("--fold", type=int, default=0, help="which fifth is held back; -1 holds nothing back")
    ask.add_argument("--rate", type=float, default=8e-5)
    ask.add_argument("--seed", type=int, default=1)
    told = ask.parse_args()
    torch.manual_seed(told.seed)
    torch.set_num_threads(2)
    chance = random.Random(told.seed)
    tokenizer = Tokenizer.from_file(str(told.folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    cases = accounts()
    random.Random(7).shuffle(cases)
    held = [c for i, c in enumerate(cases) if told.fold >= 0 and i % 5 == told.fold]
    kept = [c for c in cases if c not in held]
    loose = sign_sentences()
    told.out.mkdir(parents=True, exist_ok=True)
    held_passages = [from_account(c, tokenizer) for c in held]
    whole = [from_account(c, tokenizer) for c in kept]
    print(f"{len(kept)} accounts, {len(held)} held back, {len(loose)} loose sentences", flush=True)

    model = Reader(told.folder)
    groups = [
        {"params": model.bert.parameters(), "lr": told.rate, "weight_decay": 0.01},
        {"params": model.head.parameters(), "lr": 2e-3, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    positive_weight = torch.full((len(SIGNS),), 3.0)
    steps_an_epoch = None
    for epoch in range(told.epochs):
        chance.shuffle(loose)
        mixed, i = [], 0
        while i < len(loose):
            n = chance.choice([1, 1, 2, 3, 4, 5])
            mixed.append(from_loose(loose[i : i + n], tokenizer))
            i += n
        passages = whole * 2 + mixed
        passages.sort(key=lambda p: len(p.ids) + chance.random() * 30)
        batches = [passages[i : i + 16] for i in range(0, len(passages), 16)]
        chance.shuffle(batches)
        steps_an_epoch = steps_an_epoch or len(batches)
        model.train()
        started, total = time.time(), 0.0
        for step, batch in enumerate(batches):
            done = (epoch * steps_an_epoch + step) / (told.epochs * steps_an_epoch)
            warm = min(1.0, (epoch * steps_an_epoch + step) / 100)
            for group, rate in zip(optimiser.param_groups, (told.rate, 2e-3), strict=True):
                group["lr"] = rate * warm * max(0.02, 1 - done)
            loss = loss_of(model, batch, positive_weight)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            total += float(loss.detach())
        line = f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s"
        if held:
            scores = best_scores(model, held_passages)
            line += f", held back: average precision {average_precision(scores, held):.3f}, in six {in_six(scores, held):.3f}"
            np.savez(told.out / "held.npz", ids=np.array([c.id for c in held]), scores=scores)
        print(line, flush=True)
        torch.save(model.state_dict(), told.out / "reader.pt")
    (told.out / "signs.json").write_text(json.dumps([str(s) for s in SIGNS]))


if __name__ == "__main__":
    main()
