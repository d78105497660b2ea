"""Tables of image codes as sums of field vectors; the loss and draws without 8,192 logits. `world.py` says what the fields are."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..world import COLOURS, KIND_SHIFT, KINDS, NOUNS, OBJECT_FIELDS, OBJECT_KINDS, PLACE_FIELDS, PLACES, SIZES, SUB, TIMES, WEATHERS


@dataclass(frozen=True)
class Drawn:
    """What was drawn for each of some rows, all (...)."""

    ids: Tensor
    logp: Tensor  # under the temperature of the draw
    confidence: Tensor  # probability at temperature 1
    entropy: Tensor  # of the distribution drawn from, in nats


def nested(weights: Tensor, uniforms: Tensor) -> tuple[Tensor, Tensor]:
    """The first column whose running sum exceeds the uniform, weights (..., n) summing to 1; and where in that column it fell, again uniform in [0, 1)."""
    up_to = weights.double().cumsum(-1)
    column = (up_to <= uniforms[..., None] * up_to[..., -1:]).sum(-1, keepdim=True).clamp(max=weights.shape[-1] - 1)
    mass = weights.double().gather(-1, column)[..., 0]
    within = (uniforms * up_to[..., -1] - (up_to.gather(-1, column)[..., 0] - mass)) / mass.clamp(min=1e-300)
    return column[..., 0], within.clamp(0, 1 - 1e-12)


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

    def _parts(self, hidden: Tensor) -> tuple[Tensor, list[list[tuple[Tensor, int]]]]:
        """Logits of kinds (..., 32), and of objects' and of places' fields (..., n), each with its shift, the highest bits first; float32."""
        logits = lambda field: (hidden @ field.t().to(hidden.dtype)).float()
        fields = [
            sorted(((logits(field), shift) for field, (_, shift) in zip(table, spec)), key=lambda one: -one[1])
            for table, spec in ((self.object_fields, OBJECT_FIELDS), (self.place_fields, PLACE_FIELDS))
        ]
        return logits(self.kind), fields

    @staticmethod
    def _kinds(kind: Tensor, fields: list[list[tuple[Tensor, int]]], of) -> Tensor:
        """Logits of kinds with `of` (logsumexp, or the largest) of their fields in them, (..., 32)."""
        objects, places = (sum(of(logits) for logits, _ in part)[..., None] for part in fields)
        return torch.cat([kind[..., :OBJECT_KINDS] + objects, kind[..., OBJECT_KINDS:] + places], -1)

    @torch.no_grad()
    def best(self, hidden: Tensor) -> Tensor:
        """The likeliest code of each row, (...)."""
        kind, fields = self._parts(hidden)
        found = self._kinds(kind, fields, lambda logits: logits.amax(-1)).argmax(-1)
        objects, places = (sum(logits.argmax(-1) << shift for logits, shift in part) for part in fields)
        return (found << KIND_SHIFT) + torch.where(found >= OBJECT_KINDS, places, objects)

    @torch.no_grad()
    def draw(self, hidden: Tensor, temperature: float, uniforms: Tensor) -> Drawn:
        """One code for each row of hidden states (..., d) at a temperature above 0. A code's bits are its kind's and its fields', so the inverse of
        the running sum over 8,192 codes is that over kinds and then over each field, by what of the uniform (...) is left: the same code but for
        rounding."""
        kind, fields = self._parts(hidden)
        heated, hot = kind / temperature, [[(logits / temperature, shift) for logits, shift in part] for part in fields]
        log_kinds = self._kinds(heated, hot, lambda logits: logits.logsumexp(-1)).log_softmax(-1)
        found, within = nested(log_kinds.exp(), uniforms.double())
        is_place = found >= OBJECT_KINDS
        ids, logp = found << KIND_SHIFT, log_kinds.gather(-1, found[..., None])[..., 0]
        chosen = kind.gather(-1, found[..., None])[..., 0]
        place_mass = log_kinds[..., OBJECT_KINDS:].exp().sum(-1)
        entropy = -(log_kinds.exp() * log_kinds.clamp(min=-1e4)).sum(-1)
        for part, plain, mine, mass in ((hot[0], fields[0], ~is_place, 1 - place_mass), (hot[1], fields[1], is_place, place_mass)):
            left = within
            for (logits, shift), (cold, _) in zip(part, plain):
                log_p = logits.log_softmax(-1)
                value, left = nested(log_p.exp(), left)
                ids = ids + torch.where(mine, value << shift, 0)
                logp = logp + torch.where(mine, log_p.gather(-1, value[..., None])[..., 0], 0.0)
                chosen = chosen + torch.where(mine, cold.gather(-1, value[..., None])[..., 0], 0.0)
                entropy = entropy - mass * (log_p.exp() * log_p.clamp(min=-1e4)).sum(-1)
        log_z = self._kinds(kind, fields, lambda logits: logits.logsumexp(-1)).logsumexp(-1)
        return Drawn(ids, logp, (chosen - log_z).exp(), entropy)
