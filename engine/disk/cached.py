"""A disk whose recently used blocks are kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.disk.disk import WritableDisk


@dataclass
class Cached:
    """Reads blocks of ``disk``, and again from memory; writes at once.

    File systems come back to the same few blocks very often, in small pieces.
    """

    disk: WritableDisk
    block: int = 64 << 10
    limit: int = 512
    _blocks: dict[int, bytearray] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return self.disk.size

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the disk."""
        stop = min(offset + length, self.size)
        if length >= self.block * 4:
            return self.disk.pread(offset, length)
        parts = []
        while offset < stop:
            number, within = divmod(offset, self.block)
            part = bytes(self._load(number)[within : within + stop - offset])
            parts.append(part)
            offset += len(part)
        return b"".join(parts)

    def pwrite(self, offset: int, data: bytes) -> None:
        """Put ``data`` at ``offset``, on the disk too."""
        self.disk.pwrite(offset, data)
        stop = offset + len(data)
        for number in range(offset // self.block, -(-stop // self.block)):
            if (kept := self._blocks.get(number)) is not None:
                start = number * self.block
                low, high = max(start, offset), min(start + len(kept), stop)
                kept[low - start : high - start] = data[low - offset : high - offset]

    def _load(self, number: int) -> bytearray:
        if number not in self._blocks:
            if len(self._blocks) >= self.limit:
                self._blocks.clear()
            self._blocks[number] = bytearray(self.disk.pread(number * self.block, self.block))
        return self._blocks[number]
