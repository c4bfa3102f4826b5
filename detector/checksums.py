"""Checksums of wallet addresses: base58check, bech32 and bech32m, and Ethereum's mixed-case check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_BASE58 = {letter: i for i, letter in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_BECH32 = {letter: i for i, letter in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANT, _BECH32M_CONSTANT = 1, 0x2BC830A3
_PAYLOAD_BYTES, _CHECK_BYTES = 21, 4  # a version and a hash of 20 bytes
_LANE = (1 << 64) - 1


def base58check(address: str, versions: Iterable[int]) -> bool:
    """Whether it decodes to a known version byte, a 20-byte hash and their checksum."""
    number = 0
    for letter in address:
        if letter not in _BASE58:
            return False
        number = number * 58 + _BASE58[letter]
    length = _PAYLOAD_BYTES + _CHECK_BYTES
    if number.bit_length() > 8 * length:
        return False
    raw = number.to_bytes(length, "big")
    payload, check = raw[:_PAYLOAD_BYTES], raw[_PAYLOAD_BYTES:]
    return payload[0] in versions and _sha256_twice(payload)[:_CHECK_BYTES] == check


def _sha256_twice(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def segwit(address: str) -> bool:
    """Whether a "bc1" address has a right checksum and length. Source: BIP 173, BIP 350."""
    human, _, data = address.lower().rpartition("1")
    values = [_BECH32.get(letter, -1) for letter in data]
    if address not in (address.lower(), address.upper()) or -1 in values or not 14 <= len(values) <= 71:
        return False
    version = values[0]
    wanted = _BECH32_CONSTANT if version == 0 else _BECH32M_CONSTANT
    expanded = [ord(letter) >> 5 for letter in human] + [0] + [ord(letter) & 31 for letter in human]
    program_bytes = (len(values) - 7) * 5 // 8
    fits = program_bytes in (20, 32) if version == 0 else version <= 16 and 2 <= program_bytes <= 40
    return fits and _bech32_polymod(expanded + values) == wanted


def _bech32_polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_BECH32_GENERATOR):
            check ^= generator if top >> i & 1 else 0
    return check


def ethereum(address: str) -> bool:
    """Whether the capitals of a "0x" address are right; in one case only there is nothing to check. Source: EIP-55."""
    digits = address.removeprefix("0x")
    if digits in (digits.lower(), digits.upper()):
        return True
    digest = _keccak256(digits.lower().encode()).hex()
    return all(
        digit == (digit.upper() if int(nibble, 16) >= 8 else digit.lower())
        for digit, nibble in zip(digits, digest, strict=False)
    )


def _keccak256(data: bytes) -> bytes:
    """Keccak-256 as Ethereum uses it: SHA-3 with the padding of before it was a standard, so hashlib has it not."""
    rate = 136
    padded = bytearray(data) + b"\x01" + bytes(-(len(data) + 1) % rate)
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), rate):
        for i in range(rate // 8):
            lanes[i % 5][i // 5] ^= int.from_bytes(padded[start + 8 * i : start + 8 * i + 8], "little")
        lanes = _keccak_f(lanes)
    return b"".join(lanes[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


def _keccak_f(lanes: list[list[int]]) -> list[list[int]]:
    """The permutation of 24 rounds. Source: FIPS 202, section 3."""
    feedback = 1
    for _ in range(24):
        columns = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        mixed = [columns[x - 1] ^ _turn(columns[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lanes[x][y] ^ mixed[x] for y in range(5)] for x in range(5)]
        x, y, moved = 1, 0, lanes[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lanes[x][y], moved = _turn(moved, (step + 1) * (step + 2) // 2), lanes[x][y]
        lanes = [[lanes[x][y] ^ (~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        for bit in range(7):
            feedback = (feedback << 1 ^ (feedback >> 7) * 0x71) % 256
            if feedback & 2:
                lanes[0][0] ^= 1 << ((1 << bit) - 1)
    return lanes


def _turn(lane: int, by: int) -> int:
    by %= 64
    return (lane << by | lane >> (64 - by)) & _LANE
