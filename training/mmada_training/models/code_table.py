"""Tables of image codes as sums of field vectors, and the loss without 8,192 logits. `world.py` says what the fields are."""

import torch
from torch import Tensor, nn

from ..world import COLOURS, KIND_SHIFT, KINDS, NOUNS, OBJECT_FIELDS, OBJECT_KINDS, PLACE_FIELDS, PLACES, SIZES, SUB, TIMES, WEATHERS


class CodeTable(nn.Module):
    """One vector per image code, (8192, d), as a sum of field vectors: 24 + 8 kinds, and 18 or 24 more.

    A tiny model learns 56 field vectors long before 8,192 free ones, and the sum folds into an ordinary table at export.
    """

    def __init__(self, width: int, std: float):
        super().__init__()
        self.kind = nn.Parameter(torch.randn(KINDS, width) * std)
        self.object_fields = nn.ParameterList(nn.Parameter(torch.randn(n, width) * std * 0.7) for n, _ in OBJECT_FIELDS)
        self.place_fields = nn.ParameterList(nn.Parameter(torch.randn(n, width) * std * 0.7) for n, _ in PLACE_FIELDS)

    @torch.no_grad()
    def speak(self, words: Tensor, vocabulary: dict[str, int]) -> None:
        """Start from words: the code of a red ball is what `red` and `ball` are, `words` being their vectors (rows, d).

        Picture and text then share directions from the first step on, and what text alone has taught (which word goes with
        which) holds for tiles too.
        """
        named = [(self.kind, NOUNS + PLACES, 0.7), (self.object_fields[0], COLOURS, 0.6), (self.object_fields[1], SIZES, 0.5)]
        named += [(self.place_fields[0], TIMES, 0.5), (self.place_fields[1], WEATHERS, 0.5)]
        for field, names, scale in named:
            field[: len(names)] = words[[vocabulary[name] for name in names]] * scale

    def sub_tables(self) -> Tensor:
        """Both tables of the lower 8 bits, (2, 256, d): objects, places."""
        sub = torch.arange(SUB, device=self.kind.device)
        tables = [
            sum(field[(sub >> shift) & (n - 1)] for field, (n, shift) in zip(fields, spec))
            for fields, spec in ((self.object_fields, OBJECT_FIELDS), (self.place_fields, PLACE_FIELDS))
        ]
        return torch.stack(tables)

    def table(self) -> Tensor:
        """The ordinary table, (8192, d), row = code."""
        sub = self.sub_tables()
        return (self.kind[:, None] + torch.cat([sub[:1].expand(OBJECT_KINDS, -1, -1), sub[1:].expand(KINDS - OBJECT_KINDS, -1, -1)])).flatten(0, 1)

    def embed(self, codes: Tensor) -> Tensor:
        """Vectors of codes, (..., d)."""
        is_place = (codes >> KIND_SHIFT >= OBJECT_KINDS).long()
        return self.kind[codes >> KIND_SHIFT] + self.sub_tables().flatten(0, 1)[is_place * SUB + (codes & (SUB - 1))]

    def loss(self, hidden: Tensor, codes: Tensor) -> Tensor:
        """Cross-entropy over all 8,192 codes, shape of `codes`, without forming 8,192 logits:
        log Z = logsumexp over kinds of (kind logit + log-partition of the kind's own fields)."""
        kind = hidden @ self.kind.t().to(hidden.dtype)
        parts, targets = [], []
        for fields, spec in ((self.object_fields, OBJECT_FIELDS), (self.place_fields, PLACE_FIELDS)):
            log_z, chosen = 0.0, 0.0
            for field, (n, shift) in zip(fields, spec):
                logits = (hidden @ field.t().to(hidden.dtype)).float()
                log_z = log_z + logits.logsumexp(-1)
                chosen = chosen + logits.gather(-1, ((codes >> shift) & (n - 1))[..., None])[..., 0]
            parts.append(log_z)
            targets.append(chosen)
        kind = kind.float()
        log_z = torch.cat([kind[..., :OBJECT_KINDS] + parts[0][..., None], kind[..., OBJECT_KINDS:] + parts[1][..., None]], -1).logsumexp(-1)
        target = torch.where(codes >> KIND_SHIFT >= OBJECT_KINDS, targets[1], targets[0]) + kind.gather(-1, (codes >> KIND_SHIFT)[..., None])[..., 0]
        return log_z - target
