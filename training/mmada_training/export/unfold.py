"""Go on from an exported checkpoint folder: fold its ordinary tables back into sums of field vectors, without loss.

Training checkpoints are large and stay where they were made; the exported folder is in the repository. Its tables are sums of
field vectors (`CodeTable`, `Storybook.positions`) over every combination, so means over the combinations give the summands.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from ..layouts.storybook import LAYOUT
from ..models.code_table import CodeTable
from ..models.storybook import ModelConfig, Storybook
from ..world import KINDS, OBJECT_FIELDS, OBJECT_KINDS, PLACE_FIELDS, SUB

# Spread of new words around `<unk>`, as a share of that of all words.
NEW_WORD_NOISE = 0.3


@torch.no_grad()
def unfold_codes(table: Tensor, into: CodeTable) -> None:
    """Set the fields of `into` so that they sum up to `table`, (8192, d). Field vectors come out with mean zero."""
    rows = table.view(KINDS, SUB, -1)
    into.kind.copy_(rows.mean(1))
    parts = (rows[:OBJECT_KINDS], into.object_fields, OBJECT_FIELDS), (rows[OBJECT_KINDS:], into.place_fields, PLACE_FIELDS)
    for part, fields, spec in parts:
        by_sub = part.mean(0) - part.mean((0, 1))
        for field, (count, shift) in zip(fields, spec):
            values = (torch.arange(SUB) >> shift) & (count - 1)
            field.copy_(torch.stack([by_sub[values == value].mean(0) for value in range(count)]))


@torch.no_grad()
def unfold_positions(table: Tensor, model: Storybook) -> None:
    """Set positions and grid fields so that `model.positions()` is `table`, (184, d)."""
    for field in (model.grid_cell, model.grid_part, model.grid_row, model.grid_side):
        field.zero_()
    model.position.copy_(table)
    grids = torch.stack([table[side] for side in LAYOUT.grids])
    both = grids.mean(0)
    model.grid_side.copy_((grids - both).mean(1))
    model.grid_cell.copy_(torch.stack([both[model.cell_of == cell].mean(0) for cell in range(9)]))
    left = both - model.grid_cell[model.cell_of]
    model.grid_part.copy_(torch.stack([left[model.part_of == part].mean(0) for part in range(4)]))
    for side in LAYOUT.grids:
        model.position[side] -= (model.positions() - table)[side]


@torch.no_grad()
def load_folder(folder: Path, vocabulary: dict[str, int]) -> Storybook:
    """The model of an exported folder, its word vectors moved to where `vocabulary` has the words.

    A word that the folder does not know starts near the folder's vector for `<unk>`: it has been met as a word without meaning, and a
    little noise tells it from the other new ones.
    """
    config = json.loads((folder / "config.json").read_text())
    known = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    rows = config["llm_vocab_size"]
    text_rows = max(rows, 1 + max(vocabulary.values()))
    model = Storybook(
        ModelConfig(
            config["d_model"], config["n_layers"], config["n_heads"], config["mlp_hidden_size"], config["rope_theta"], config["rms_norm_eps"], text_rows
        )
    )
    tensors = {name.removeprefix("model.transformer."): tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    wte, head = tensors["wte.weight"], tensors["ff_out.weight"]
    source = torch.zeros(text_rows, dtype=torch.long)  # <unk> is row 0
    for word, row in vocabulary.items():
        source[row] = known.get(word, 0)
    noise = torch.randn(text_rows, wte.shape[1], generator=torch.Generator().manual_seed(0)) * wte[:rows].std() * NEW_WORD_NOISE
    model.text_table.copy_(wte[source] + torch.where(source == 0, 1.0, 0.0)[:, None] * noise)
    unfold_codes(wte[rows:], model.code_table)
    unfold_codes(head[rows:], model.code_head)
    unfold_positions(tensors["wpe.weight"], model)
    model.ln_f.weight.copy_(tensors["ln_f.weight"])
    for i, block in enumerate(model.blocks):
        for part in ("attn_out", "ff_out", "q_proj", "k_proj", "v_proj", "ff_proj", "up_proj"):
            getattr(block, part).copy_(tensors[f"blocks.{i}.{part}.weight"])
        for norm in ("attn_norm", "ff_norm"):
            getattr(block, norm).weight.copy_(tensors[f"blocks.{i}.{norm}.weight"])
    return model
