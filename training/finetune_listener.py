"""Fine-tunes MiniLM to read a turn of a rehearsal in the light of the client's line before it.

    python -m training.finetune_listener FOLDER OUT [--epochs 8] [--rate 8e-5] [--seed 1]

FOLDER holds the official weights; OUT gets `turns.pt`. A sixth of the turns is held back, for the thresholds
(`training.export_listener`, `training.train_listener`). Development only: needs torch and transformers.
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import AutoModel

from coach.library.tokens import FIRST, LAST
from coach.rehearse.listener import ACTS, TONES
from coach.rehearse.turn_reader import COLUMNS, SPREAD, tokens_of
from coach.rehearse.units import units
from training.roughen import roughen
from training.turns import Example, degree, does, is_held, label, opening_lines, read_examples

BATCH = 24
HEAD_RATE = 2e-3
POSITIVE_WEIGHT = 2.0
ROUGH = 0.15  # share of turns that are roughened before they are read
OPENED = 0.5  # share of first turns that are read as an answer to an opening line
TONE_WEIGHT = 0.7
ARGUED = 0.5  # weight of an act that the readers of a turn differ on


class Reader(torch.nn.Module):
    """MiniLM, a head a unit, and a head a turn that looks at each word as closely as its column asks."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.drop = torch.nn.Dropout(0.1)
        self.unit = torch.nn.Linear(384, len(ACTS))
        self.whole = torch.nn.Linear(384, len(COLUMNS))
        self.query = torch.nn.Linear(384, len(COLUMNS), bias=False)
        torch.nn.init.constant_(self.unit.bias, -3.0)
        torch.nn.init.zeros_(self.query.weight)  # every token counts alike at first

    def forward(self, ids, mask, said, pool):
        """`said` (batch, tokens) marks the turn; `pool` (batch, units, tokens) averages each unit's tokens."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = hidden.float()
        looks = self.query(hidden).masked_fill(said.unsqueeze(-1) == 0, -1e4).softmax(dim=1)
        seen = self.drop(looks.transpose(1, 2) @ hidden) * SPREAD
        return self.unit(self.drop(pool @ hidden) * SPREAD), (seen * self.whole.weight).sum(-1) + self.whole.bias


def batch_of(examples: list[Example], tokenizer: Tokenizer):
    split = [units(e.text) for e in examples]
    rows = [tokens_of(e.text, e.client, u, tokenizer) for e, u in zip(examples, split, strict=True)]
    longest, most = max(len(r.ids) for r in rows) + 2, max(len(u) for u in split)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask, said = torch.zeros_like(ids), torch.zeros_like(ids)
    pool = torch.zeros(len(rows), most, longest)
    truth, counts = torch.zeros(len(rows), most, len(ACTS)), torch.zeros(len(rows), most, len(ACTS))
    for i, (row, example, of_turn) in enumerate(zip(rows, examples, split, strict=True)):
        ids[i, : len(row.ids) + 2] = torch.tensor([FIRST, *row.ids, LAST])
        mask[i, : len(row.ids) + 2] = 1
        said[i, row.turn[0] + 1 : row.turn[1] + 1] = 1
        for j, (a, b) in enumerate(row.places):
            pool[i, j, a + 1 : b + 1] = 1 / (b - a)
        labels, weights = label(example, of_turn)
        truth[i, : len(of_turn)], counts[i, : len(of_turn)] = torch.tensor(labels), torch.tensor(weights)
    whole = torch.tensor([[degree(e, act) for act in ACTS] for e in examples])
    tones = torch.tensor([[e.tones.get(str(tone), 0.0) for tone in TONES] for e in examples])
    return ids, mask, said, pool, truth, counts, whole, tones


def loss_of(model: Reader, examples: list[Example], tokenizer: Tokenizer):
    ids, mask, said, pool, truth, counts, whole, tones = batch_of(examples, tokenizer)
    by_unit, overall = model(ids, mask, said, pool)
    per_unit = binary_cross_entropy_with_logits(by_unit, truth, reduction="none")
    exists = (pool.sum(-1, keepdim=True) > 0).float()
    best = (by_unit + (exists - 1) * 1e4).max(dim=1).values
    pull = torch.full((len(ACTS),), POSITIVE_WEIGHT)
    sure = torch.where((whole > 0) & (whole < 1), ARGUED, 1.0)
    per_turn = [
        binary_cross_entropy_with_logits(found, whole, weight=sure, pos_weight=pull)
        for found in (best, overall[:, : len(ACTS)])
    ]
    return (per_unit * counts).sum() / counts.sum() + sum(per_turn) + TONE_WEIGHT * cross_entropy(overall[:, len(ACTS) :], tones)  # fmt: skip


def varied(example: Example, openings: list[str], chance: random.Random) -> Example:
    """The turn as this epoch reads it: sometimes typed in a hurry, sometimes after an opening line."""
    if not example.client and chance.random() < OPENED:
        example = example._replace(client=chance.choice(openings))
    if chance.random() >= ROUGH:
        return example
    text, places = roughen(example.text, chance)
    where = {act: example.text.find(quote) for act, quote in example.acts.items()}
    acts = {act: text[places[at] : places[at + len(example.acts[act])]] for act, at in where.items()}
    return example._replace(text=text, acts={act: quote for act, quote in acts.items() if quote})


@torch.no_grad()
def read(model: Reader, examples: list[Example], tokenizer: Tokenizer) -> tuple[np.ndarray, np.ndarray]:
    """(turns, acts) scores of the whole turn and its best unit, averaged, and (turns,) the likeliest tone."""
    model.eval()
    acts, tones = [], []
    for example in examples:
        ids, mask, said, pool, *_ = batch_of([example], tokenizer)
        by_unit, overall = model(ids, mask, said, pool)
        acts.append((by_unit[0].max(dim=0).values + overall[0, : len(ACTS)]).numpy() / 2)
        tones.append(int(overall[0, len(ACTS) :].argmax()))
    return np.array(acts), np.array(tones)


def figures(model: Reader, held: list[Example], tokenizer: Tokenizer) -> str:
    scores, tones = read(model, held, tokenizer)
    found = []
    for column, act in enumerate(ACTS):
        counted = np.array([does(e, act) or not degree(e, act) for e in held])
        truth = np.array([does(e, act) for e in held])[counted]
        said = scores[counted, column] > 0
        found.append(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))
    names = [str(TONES[tone]) for tone in tones]
    settled = [(e.tone, name) for e, name in zip(held, names, strict=True) if len(e.tones) == 1]
    pair = [(tone, name) for tone, name in settled if tone in ("calm", "hostile")]
    clash = sum({a, b} == {"calm", "hostile"} for a, b in pair) / len(pair)
    right = np.mean([tone == name for tone, name in settled])
    return f"held back: macro-F1 {np.mean(found):.3f}, tone right {right:.3f}, calm and hostile confused {clash:.3f}"


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--epochs", type=int, default=8)
    ask.add_argument("--rate", type=float, default=8e-5)
    ask.add_argument("--seed", type=int, default=1)
    told = ask.parse_args()
    torch.manual_seed(told.seed)
    torch.set_num_threads(2)
    chance = random.Random(told.seed)
    tokenizer = Tokenizer.from_file(str(told.folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    examples = read_examples()
    kept, held = [e for e in examples if not is_held(e)], [e for e in examples if is_held(e)]
    openings = opening_lines()
    told.out.mkdir(parents=True, exist_ok=True)
    print(f"{len(kept)} turns, {len(held)} held back", flush=True)

    model = Reader(told.folder)
    heads = [*model.unit.parameters(), *model.whole.parameters(), *model.query.parameters()]
    encoder = [p for p in model.bert.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "weight_decay": 0.01}, {"params": heads, "weight_decay": 0.0}], lr=told.rate
    )
    steps = told.epochs * (len(kept) // BATCH + 1)
    step = 0
    for epoch in range(told.epochs):
        turns = [varied(e, openings, chance) for e in kept]
        turns.sort(key=lambda e: len(e.text) + len(e.client) + chance.random() * 80)
        batches = [turns[i : i + BATCH] for i in range(0, len(turns), BATCH)]
        chance.shuffle(batches)
        model.train()
        started, total = time.time(), 0.0
        for batch in batches:
            part = min(1.0, step / 60) * max(0.02, 1 - step / steps)
            for group, rate in zip(optimiser.param_groups, (told.rate, HEAD_RATE), strict=True):
                group["lr"] = rate * part
            loss = loss_of(model, batch, tokenizer)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            total, step = total + float(loss.detach()), step + 1
        passed = time.time() - started
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {passed:.0f} s, {figures(model, held, tokenizer)}", flush=True)  # fmt: skip
        torch.save(model.state_dict(), told.out / "turns.pt")


if __name__ == "__main__":
    main()
