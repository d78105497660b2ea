"""Counter-based chance, bit for bit that of src/decoder/random.ts: a function of seed, step, purpose and position."""

import numpy as np

PURPOSES = {"text_token": 0, "image_token": 1, "image_order": 2, "text_order": 3}
_PARITY = np.uint32(0x1BD11BDA)
_ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)


def threefry(key: tuple[np.ndarray, np.ndarray], counter: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The first word of Threefry-2x32 with 20 rounds (Salmon et al., SC 2011), over arrays of uint32 that fit one another."""
    keys = (key[0], key[1], key[0] ^ key[1] ^ _PARITY)
    with np.errstate(over="ignore"):
        x, y = counter[0] + keys[0], counter[1] + keys[1]
        for round_ in range(20):
            bits = np.uint32(_ROTATIONS[round_ % 8])
            x = x + y
            y = ((y << bits) | (y >> (np.uint32(32) - bits))) ^ x
            if round_ % 4 == 3:
                injection = (round_ + 1) // 4
                x = x + keys[injection % 3]
                y = y + keys[(injection + 1) % 3] + np.uint32(injection)
    return x


def uniform(seeds: np.ndarray, step: int, purpose: str, positions: np.ndarray) -> np.ndarray:
    """In (0, 1), float64: of seeds (B,) and positions (R,) shape (B, R), or of positions (B, R) each with its own row's seed."""
    seeds = np.asarray(seeds, np.int64)
    key = tuple(part.astype(np.uint32)[:, None] for part in (seeds & 0xFFFFFFFF, seeds >> 32))
    places = np.asarray(positions, np.uint32)
    places = places[None] if places.ndim == 1 else places
    count = np.full((1, 1), step * 8 + PURPOSES[purpose], np.uint32)
    return ((threefry(key, (places, count)) >> np.uint32(9)).astype(np.float64) + 0.5) * 2.0**-23


def gumbel(u: np.ndarray) -> np.ndarray:
    return -np.log(-np.log(u))
