"""How much two texts speak of the same thing: shared parts of words, weighted by how rare they are in the brochure.

Dutch writes compounds as one word (*waterstoftransportnetwerk*), so parts of three to five letters within words match
where whole words do not. No model, no training: the brochure itself says what is rare.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

LENGTHS = (3, 4, 5)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def similarity(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
    """Cosine from 0 to 1 of each text of ``left`` with each of ``right``: a row for each text of ``left``."""
    counts = [_parts(text) for text in (*left, *right)]
    seen = Counter(part for count in counts for part in count)
    # A part that stands in a single text cannot match; leaving it out keeps long texts from paling.
    weight = {part: math.log(len(counts) / n) for part, n in seen.items() if n > 1}
    vectors = [
        _unit({part: (1 + math.log(n)) * weight[part] for part, n in count.items() if part in weight})
        for count in counts
    ]
    number = {part: at for at, part in enumerate(weight)}
    rows, columns = _matrix(vectors[: len(left)], number), _matrix(vectors[len(left) :], number)
    return np.asarray((rows @ columns.T).toarray())


def _matrix(vectors: Sequence[Mapping[str, float]], number: Mapping[str, int]) -> csr_array:
    """A row for each vector, a column for each part."""
    places = [number[part] for vector in vectors for part in vector]
    values = [value for vector in vectors for value in vector.values()]
    ends = [0, *accumulate(map(len, vectors))]
    return csr_array((values, places, ends), shape=(len(vectors), len(number)), dtype=float)


def _parts(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    parts: Counter[str] = Counter()
    for word in _WORD.findall(plain):
        padded = f" {word} "
        for length in LENGTHS:
            parts.update(padded[i : i + length] for i in range(len(padded) - length + 1))
    return parts


def _unit(vector: dict[str, float]) -> dict[str, float]:
    norm = math.sqrt(sum(value * value for value in vector.values()))
    return {part: value / norm for part, value in vector.items()} if norm else {}
