"""Larger networks that compute what a smaller one does, to train on from (function-preserving growth; Net2Net, Chen et al., 2016)."""

from dataclasses import replace

import torch
from torch import Tensor

from .code_table import CodeTable
from .storybook import Block, Storybook


@torch.no_grad()
def deepened(model: Storybook, layers: int) -> Storybook:
    """A deeper network that computes the same: new blocks stand evenly between the old ones and add nothing until they are trained
    (their output matrices are zero).

    Raises ValueError for fewer layers than there are.
    """
    old = len(model.blocks)
    if layers < old:
        raise ValueError(f"A network of {old} layers cannot grow to {layers}.")
    deeper = Storybook(replace(model.config, n_layers=layers))
    kept = {round(i * (layers - 1) / max(1, old - 1)): block for i, block in enumerate(model.blocks)}
    deeper.load_state_dict({name: value for name, value in model.state_dict().items() if not name.startswith("blocks.")}, strict=False)
    for i, block in enumerate(deeper.blocks):
        if i in kept:
            block.load_state_dict(kept[i].state_dict())
        else:
            block.attn_out.zero_()
            block.ff_out.zero_()
    return deeper


@torch.no_grad()
def widened(model: Storybook, width: int, mlp: int) -> Storybook:
    """A wider network that computes the same, up to `rms_norm_eps`: heads of the same size as before and more of them, and more units in
    each MLP.

    The new places of a vector are zero until the network is trained: every table and every output matrix has zeros for them. What reads
    them starts at random, and so do new heads and units, so that all of them have gradients from the first step on.
    Raises ValueError for a width or MLP that is smaller than before, and for a width that is not a whole number of heads.
    """
    old = model.config
    head = old.d_model // old.n_heads
    if width < old.d_model or mlp < old.mlp_hidden_size or width % head:
        raise ValueError(
            f"A network of width {old.d_model} and MLP {old.mlp_hidden_size} cannot grow to {width} and {mlp}: both must be as large or larger,"
            f" and the width a multiple of {head}, the size of a head."
        )
    wider = Storybook(replace(old, d_model=width, n_heads=width // head, mlp_hidden_size=mlp))
    # A vector that is filled up with zeros has a smaller root mean square, so its normalised values are larger.
    shrink = (old.d_model / width) ** 0.5
    padded(wider.text_table, model.text_table)
    for mine, theirs in ((wider.code_table, model.code_table), (wider.code_head, model.code_head)):
        pad_codes(mine, theirs)
    for name in ("position", "grid_cell", "grid_part", "grid_row", "grid_side"):
        padded(getattr(wider, name), getattr(model, name))
    # The head of the text is its table times d^-0.5, and so the norm before it keeps its size; the codes' head makes up for that.
    padded_norm(wider.ln_f.weight, model.ln_f.weight, 1.0)
    for field in wider.code_head.parameters():
        field.mul_(shrink)
    for mine, theirs in zip(wider.blocks, model.blocks):
        widen_block(mine, theirs, shrink)
    return wider


def padded(into: Tensor, table: Tensor) -> None:
    """`table` in the upper left corner, zeros in the rest."""
    into.zero_()
    into[tuple(slice(0, n) for n in table.shape)] = table


def padded_norm(into: Tensor, weight: Tensor, factor: float) -> None:
    """A norm's weights times `factor`; new places have the mean of the old ones."""
    into.fill_(float(weight.mean()) * factor)
    into[: len(weight)] = weight * factor


def pad_codes(into: CodeTable, table: CodeTable) -> None:
    for mine, theirs in zip(into.parameters(), table.parameters()):
        padded(mine, theirs)


def widen_block(into: Block, block: Block, shrink: float) -> None:
    """Matrices that read keep what is at random in their new rows and columns; those that write have zeros there."""
    padded_norm(into.attn_norm.weight, block.attn_norm.weight, shrink)
    padded_norm(into.ff_norm.weight, block.ff_norm.weight, shrink)
    for name in ("q_proj", "k_proj", "v_proj", "ff_proj", "up_proj"):
        old = getattr(block, name)
        getattr(into, name)[: old.shape[0], : old.shape[1]] = old
    for name in ("attn_out", "ff_out"):
        padded(getattr(into, name), getattr(block, name))
