#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second verifier of evidence bundles: Python's standard library, this one file, and no code of the first.

    python3 evidence-verify.py BUNDLE --trust TRUST.json [--incident ID] [--json]
    python3 evidence-verify.py --self-test

It believes TRUST.json and nothing else, reads the bundle's folder and nothing else, and has no code that could reach a
network. It judges completeness, authenticity and signatures:

  bag        BagIt manifests (RFC 8493): every file listed, no file more, every digest right
  anchor     block headers lead by parent hashes to the trusted block
  receipts   receipts and transactions have the roots of their headers; no block is missing whose bloom admits an event
  chain      the events of each contract, hashed from genesis, end at the head in its storage (EIP-1186 proof)
  code       code at each address, behind each proxy, and at each recorded upgrade is in the trust file
  approval   every Safe transaction was signed by as many owners as its threshold demanded at that moment
  safe       no Safe transaction is missing; owners, threshold, guards and singleton in storage follow from history
  events, approvals, deployments, incidents, overrides, settlements, programs, batches, exceptions, accreditations,
  keyRotations, statusChecks, snapshots, schemas, export
             the file is, byte for byte, what follows from proven bytes, or from this program's own tables

It does not judge whether changes kept to the rules of governance, nor whether emergencies, the bridge and programmes
did: the first verifier (npm run evidence:verify) does. A file that it cannot derive is named in the output as only hashed.

Verdicts: PROVEN; CONSISTENT (only hashed); UNPROVEN (the trust file lacks what a proof needs); FAILED.
Exit codes: 0 all that is judged is proven; 6 something is not; 2 bad arguments or trust file; 1 a defect of this
program.

Order of this file: verdicts, hashing, signatures, RLP, tries, JSON, ABI, trust, bag, chain data, state, hash chains,
events, Safes, changes, incidents, conversions, snapshots, registers, verification, report, command line, self-test,
tables (generated).
"""

from __future__ import annotations

import argparse
import base64
import collections
import copy
import datetime
import hashlib
import json
import os
import re
import stat
import struct
import sys
import unittest
from functools import lru_cache
from typing import (
    Any,
    BinaryIO,
    Callable,
    Deque,
    Dict,
    Iterable,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

# ------------------------------------------------------------------------------------------------------------ verdicts

PROVEN, CONSISTENT, UNPROVEN, FAILED = "PROVEN", "CONSISTENT", "UNPROVEN", "FAILED"
EXIT_OK, EXIT_UNEXPECTED, EXIT_BAD_INPUT, EXIT_UNPROVEN = 0, 1, 2, 6


class ClaimError(Exception):
    """A check that did not hold; becomes a claim of the report."""

    def __init__(
        self, message: str, contract: Optional[str] = None, sequence: Optional[int] = None, verdict: str = FAILED
    ) -> None:
        super().__init__(message)
        self.contract, self.sequence, self.verdict = contract, sequence, verdict


class InputError(Exception):
    """An argument or the trust file is malformed: nothing was verified."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


class Ledger:
    """Claims in the order in which they were judged."""

    def __init__(self) -> None:
        self.claims: List[Dict[str, Any]] = []

    def add(
        self, verdict: str, claim: str, reason: str, contract: Optional[str] = None, sequence: Optional[int] = None
    ) -> None:
        entry: Dict[str, Any] = {"claim": claim, "verdict": verdict, "reason": reason}
        if contract is not None:
            entry["contract"] = contract
        if sequence is not None:
            entry["sequence"] = sequence
        self.claims.append(entry)

    def prove(self, claim: str, reason: str, contract: Optional[str] = None) -> None:
        self.add(PROVEN, claim, reason, contract)

    def fail(self, claim: str, reason: str, contract: Optional[str] = None, sequence: Optional[int] = None) -> None:
        self.add(FAILED, claim, reason, contract, sequence)

    def attempt(self, claim: str, check: Callable[[], Any]) -> Any:
        """Runs a check. What malformed bytes make it raise becomes a claim; None then."""
        try:
            return check()
        except ClaimError as error:
            self.add(error.verdict, claim, str(error), error.contract, error.sequence)
        except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, OSError) as error:
            self.fail(claim, f"malformed: {type(error).__name__}: {error}")
        return None

    def holds(self, *claims: str) -> bool:
        """Whether none of these claims is open."""
        return not any(c["claim"] in claims and c["verdict"] in (FAILED, UNPROVEN) for c in self.claims)


# ------------------------------------------------------------------------------------------------------------- hashing

# Keccak-f[1600], the Keccak reference, version 3.0, section 1.2. Ethereum uses it with the padding of the original
# submission (0x01), not that of FIPS 202 (0x06): hashlib's sha3_256 is another function.
KECCAK_RATE = 136
MASK = (1 << 64) - 1
ROUND_CONSTANTS = (
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
    0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
)  # fmt: skip


class Counter:
    """How much work was done; told in the report."""

    permutations = 0
    recoveries = 0


# fmt: off
def keccak_f(state: Sequence[int]) -> List[int]:
    """Keccak-f[1600] on 25 lanes, lane (x, y) at x + 5y.

    Written out, because loops over lanes cost CPython far more. Theta's second half, rho and pi are one
    line a lane: lane + D[x], rotated, to its new place.
    """
    (a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12,
     a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24) = state
    m = MASK
    for constant in ROUND_CONSTANTS:
        # theta
        c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20
        c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21
        c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22
        c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23
        c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24
        d0 = c4 ^ ((c1 << 1) & m | c1 >> 63)
        d1 = c0 ^ ((c2 << 1) & m | c2 >> 63)
        d2 = c1 ^ ((c3 << 1) & m | c3 >> 63)
        d3 = c2 ^ ((c4 << 1) & m | c4 >> 63)
        d4 = c3 ^ ((c0 << 1) & m | c0 >> 63)
        # rho and pi
        b0 = a0 ^ d0
        a5 ^= d0; b16 = (a5 << 36) & m | a5 >> 28
        a10 ^= d0; b7 = (a10 << 3) & m | a10 >> 61
        a15 ^= d0; b23 = (a15 << 41) & m | a15 >> 23
        a20 ^= d0; b14 = (a20 << 18) & m | a20 >> 46
        a1 ^= d1; b10 = (a1 << 1) & m | a1 >> 63
        a6 ^= d1; b1 = (a6 << 44) & m | a6 >> 20
        a11 ^= d1; b17 = (a11 << 10) & m | a11 >> 54
        a16 ^= d1; b8 = (a16 << 45) & m | a16 >> 19
        a21 ^= d1; b24 = (a21 << 2) & m | a21 >> 62
        a2 ^= d2; b20 = (a2 << 62) & m | a2 >> 2
        a7 ^= d2; b11 = (a7 << 6) & m | a7 >> 58
        a12 ^= d2; b2 = (a12 << 43) & m | a12 >> 21
        a17 ^= d2; b18 = (a17 << 15) & m | a17 >> 49
        a22 ^= d2; b9 = (a22 << 61) & m | a22 >> 3
        a3 ^= d3; b5 = (a3 << 28) & m | a3 >> 36
        a8 ^= d3; b21 = (a8 << 55) & m | a8 >> 9
        a13 ^= d3; b12 = (a13 << 25) & m | a13 >> 39
        a18 ^= d3; b3 = (a18 << 21) & m | a18 >> 43
        a23 ^= d3; b19 = (a23 << 56) & m | a23 >> 8
        a4 ^= d4; b15 = (a4 << 27) & m | a4 >> 37
        a9 ^= d4; b6 = (a9 << 20) & m | a9 >> 44
        a14 ^= d4; b22 = (a14 << 39) & m | a14 >> 25
        a19 ^= d4; b13 = (a19 << 8) & m | a19 >> 56
        a24 ^= d4; b4 = (a24 << 14) & m | a24 >> 50
        # chi, and iota on the first lane
        a0 = b0 ^ (~b1 & b2) ^ constant
        a1 = b1 ^ (~b2 & b3)
        a2 = b2 ^ (~b3 & b4)
        a3 = b3 ^ (~b4 & b0)
        a4 = b4 ^ (~b0 & b1)
        a5 = b5 ^ (~b6 & b7)
        a6 = b6 ^ (~b7 & b8)
        a7 = b7 ^ (~b8 & b9)
        a8 = b8 ^ (~b9 & b5)
        a9 = b9 ^ (~b5 & b6)
        a10 = b10 ^ (~b11 & b12)
        a11 = b11 ^ (~b12 & b13)
        a12 = b12 ^ (~b13 & b14)
        a13 = b13 ^ (~b14 & b10)
        a14 = b14 ^ (~b10 & b11)
        a15 = b15 ^ (~b16 & b17)
        a16 = b16 ^ (~b17 & b18)
        a17 = b17 ^ (~b18 & b19)
        a18 = b18 ^ (~b19 & b15)
        a19 = b19 ^ (~b15 & b16)
        a20 = b20 ^ (~b21 & b22)
        a21 = b21 ^ (~b22 & b23)
        a22 = b22 ^ (~b23 & b24)
        a23 = b23 ^ (~b24 & b20)
        a24 = b24 ^ (~b20 & b21)
    return [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12,
            a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24]
# fmt: on


# What was hashed before, while several bundles are verified in one process (--batch); None otherwise.
_remembered: Optional[Dict[Any, bytes]] = None


def keccak256(data: bytes) -> bytes:
    """Keccak-256 as Ethereum uses it (Yellow Paper, appendix on KEC)."""
    if _remembered is None:
        return _keccak256(data)
    digest = _remembered.get(data)
    if digest is None:
        digest = _remembered[data] = _keccak256(data)
    return digest


def _keccak256(data: bytes, suffix: int = 0x01) -> bytes:
    padding = bytearray(KECCAK_RATE - len(data) % KECCAK_RATE)
    padding[0] = suffix
    padding[-1] |= 0x80
    state = [0] * 25
    for lanes in struct.iter_unpack("<17Q", data + padding):
        for index, lane in enumerate(lanes):
            state[index] ^= lane
        state = keccak_f(state)
        Counter.permutations += 1
    return struct.pack("<4Q", *state[:4])


def keccak_text(text: str) -> bytes:
    return keccak256(text.encode("utf-8"))


def hex0x(data: bytes) -> str:
    return "0x" + data.hex()


def unhex(text: str, length: Optional[int] = None) -> bytes:
    """Bytes of lower-case 0x-hex, as every file of a bundle spells them."""
    if re.fullmatch(r"0x(?:[0-9a-f]{2})*", text) is None:
        raise ValueError(f"not bytes in lower-case hex: {text[:80]!r}")
    data = bytes.fromhex(text[2:])
    if length is not None and len(data) != length:
        raise ValueError(f"not {length} bytes: {text[:80]!r}")
    return data


@lru_cache(maxsize=4096)
def checksummed(address: bytes) -> str:
    """An address as people read it (EIP-55)."""
    plain = address.hex()
    digest = keccak256(plain.encode("ascii")).hex()
    return "0x" + "".join(c.upper() if int(d, 16) >= 8 else c for c, d in zip(plain, digest))


def word_of(number: int) -> bytes:
    return number.to_bytes(32, "big")


# ---------------------------------------------------------------------------------------------------------- signatures

# secp256k1 (SEC 2, version 2.0, section 2.4.1): y² = x³ + 7 over the field of P; G generates a group of order N.
P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
Point = Tuple[int, int, int]
INFINITY: Point = (0, 1, 0)


def double(point: Point) -> Point:
    """Doubles in Jacobian coordinates (a = 0)."""
    x, y, z = point
    if z == 0 or y == 0:
        return INFINITY
    yy = y * y % P
    s = 4 * x * yy % P
    m = 3 * x * x % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def add(one: Point, two: Point) -> Point:
    """Adds in Jacobian coordinates."""
    x1, y1, z1 = one
    x2, y2, z2 = two
    if z1 == 0:
        return two
    if z2 == 0:
        return one
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * zz2 * z2 % P, y2 * zz1 * z1 % P
    h, r = (u2 - u1) % P, (s2 - s1) % P
    if h == 0:
        return double(one) if r == 0 else INFINITY
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P


def combine(a: int, p: Point, b: int, q: Point) -> Point:
    """a·p + b·q, with both scalars read at once (Shamir's trick)."""
    both = add(p, q)
    total = INFINITY
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = double(total)
        pick = (a >> bit & 1) | (b >> bit & 1) << 1
        if pick:
            total = add(total, (p, q, both)[pick - 1])
    return total


def recover(digest: bytes, r: int, s: int, v: int) -> bytes:
    """The address whose key signed (SEC 1, section 4.1.6), as the EVM's ecrecover: a high s is as good as a low one."""
    if v not in (27, 28):
        raise ValueError(f"signature with v = {v}")
    if not (0 < r < N and 0 < s < N):
        raise ValueError("signature out of range")
    key = (digest, r, s, v)
    if _remembered is not None and key in _remembered:
        return _remembered[key]
    square = (r * r * r + 7) % P
    y = pow(square, (P + 1) // 4, P)
    if y * y % P != square:
        raise ValueError("signature of no point")
    if y & 1 != v - 27:
        y = P - y
    inverse = pow(r, N - 2, N)
    z = int.from_bytes(digest, "big")
    x, y, w = combine(-z * inverse % N, (G[0], G[1], 1), s * inverse % N, (r, y, 1))
    if w == 0:
        raise ValueError("signature of no key")
    wi = pow(w, P - 2, P)
    wi2 = wi * wi % P
    Counter.recoveries += 1
    address = keccak256(word_of(x * wi2 % P) + word_of(y * wi2 * wi % P))[12:]
    if _remembered is not None:
        _remembered[key] = address
    return address


# ----------------------------------------------------------------------------------------------------------------- RLP

# Yellow Paper, appendix B. Only the canonical encoding is accepted, so that the same content has the same bytes.


def rlp_item(data: bytes, at: int, end: int) -> Tuple[bool, int, int]:
    """Whether the item at `at` is a list, and where its content begins and ends."""
    if at >= end:
        raise ValueError("RLP ends early")
    first = data[at]
    if first < 0x80:
        return False, at, at + 1
    is_list = first >= 0xC0
    size = first - (0xC0 if is_list else 0x80)
    start = at + 1
    if size > 55:
        width = size - 55
        digits = data[start : start + width]
        size = int.from_bytes(digits, "big")
        start += width
        if len(digits) != width or digits[0] == 0 or size <= 55:
            raise ValueError("RLP length is not canonical")
    stop = start + size
    if stop > end:
        raise ValueError("RLP ends early")
    if not is_list and size == 1 and data[start] < 0x80:
        raise ValueError("RLP byte is not canonical")
    return is_list, start, stop


def rlp_decode(data: bytes, depth: int = 0) -> Any:
    """Decodes exactly one item: bytes, or a list of items."""
    is_list, start, stop = rlp_item(data, 0, len(data))
    if stop != len(data):
        raise ValueError("bytes after the end of RLP")
    return _rlp_list(data, start, stop, depth) if is_list else data[start:stop]


def _rlp_list(data: bytes, at: int, end: int, depth: int) -> List[Any]:
    if depth > 32:
        raise ValueError("RLP is nested too deep")
    items: List[Any] = []
    while at < end:
        is_list, start, stop = rlp_item(data, at, end)
        items.append(_rlp_list(data, start, stop, depth + 1) if is_list else data[start:stop])
        at = stop
    return items


def rlp_encode(item: Any) -> bytes:
    if isinstance(item, (bytes, bytearray)):
        if len(item) == 1 and item[0] < 0x80:
            return bytes(item)
        return _rlp_head(0x80, len(item)) + item
    content = b"".join(rlp_encode(part) for part in item)
    return _rlp_head(0xC0, len(content)) + content


def _rlp_head(base: int, size: int) -> bytes:
    if size <= 55:
        return bytes([base + size])
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([base + 55 + len(digits)]) + digits


def rlp_number(data: Any) -> int:
    """An integer in RLP: big-endian without leading zeros."""
    blob = blob_of(data)
    if len(blob) > 7 or blob[:1] == b"\0":
        raise ValueError("not a small integer")
    return int.from_bytes(blob, "big")


def blob_of(item: Any, length: Optional[int] = None) -> bytes:
    if not isinstance(item, bytes) or (length is not None and len(item) != length):
        raise ValueError("a list or a wrong length where bytes belong")
    return item


def list_of(item: Any, length: Optional[int] = None) -> List[Any]:
    if not isinstance(item, list) or (length is not None and len(item) != length):
        raise ValueError("bytes or a wrong length where a list belongs")
    return item


def stream_rlp(path: str) -> Iterator[bytes]:
    """The encoded items of the list that a file holds, one at a time: a file may be larger than memory."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        is_list, left = _stream_head(file, size)
        if not is_list or file.tell() + left != size:
            raise ValueError("the file is not one RLP list")
        while file.tell() < size:
            begin = file.tell()
            _, length = _stream_head(file, size)
            whole = file.tell() + length - begin
            file.seek(begin)
            item = file.read(whole)
            rlp_item(item, 0, len(item))
            yield item


def _stream_head(file: BinaryIO, size: int) -> Tuple[bool, int]:
    """Reads an item's head; leaves the file at its content. How long the content is."""
    at = file.tell()
    head = file.read(9)
    if not head:
        raise ValueError("RLP ends early")
    first = head[0]
    if first < 0x80:
        file.seek(at)
        return False, 1
    length = first - (0xC0 if first >= 0xC0 else 0x80)
    width = 0
    if length > 55:
        width = length - 55
        digits = head[1 : 1 + width]
        length = int.from_bytes(digits, "big")
        if len(digits) != width or digits[0] == 0 or length <= 55:
            raise ValueError("RLP length is not canonical")
    file.seek(at + 1 + width)
    if at + 1 + width + length > size:
        raise ValueError("RLP ends early")
    return first >= 0xC0, length


# --------------------------------------------------------------------------------------------------------------- tries

# Modified Merkle Patricia trie: Yellow Paper, appendix D.
EMPTY_ROOT = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")


def nibbles_of(data: bytes) -> Tuple[int, ...]:
    return tuple(n for byte in data for n in (byte >> 4, byte & 15))


def proven_value(root: bytes, key: bytes, proof: Sequence[bytes]) -> Optional[bytes]:
    """Walks an EIP-1186 proof in a secure trie. None when it proves that there is no value.

    Strict: every node hashes to what its parent names, and none is left over.
    """
    if root == EMPTY_ROOT:
        if list(proof) not in ([], [b"\x80"]):
            raise ValueError("nodes in an empty trie")
        return None
    path = nibbles_of(keccak256(key))
    rest = list(proof)

    def take(digest: bytes) -> List[Any]:
        if not rest:
            raise ValueError("proof ends early")
        node = rest.pop(0)
        if keccak256(node) != digest:
            raise ValueError(f"a proof node does not hash to {hex0x(digest)}")
        return list_of(rlp_decode(node))

    node: Optional[List[Any]] = take(root)
    depth = 0
    value: Optional[bytes] = None
    while node is not None:
        if len(node) == 17:
            if depth >= len(path):
                raise ValueError("branch below the end of the path")
            child = node[path[depth]]
            depth += 1
        elif len(node) == 2:
            part, leaf = decode_path(blob_of(node[0]))
            matches = path[depth : depth + len(part)] == part
            depth += len(part)
            if not matches:
                break
            if leaf:
                if depth != len(path):
                    raise ValueError("leaf at a wrong depth")
                value = blob_of(node[1])
                break
            child = node[1]
        else:
            raise ValueError(f"node of {len(node)} items")
        if isinstance(child, list):
            node = child
        elif child == b"":
            node = None
        else:
            node = take(blob_of(child, 32))
    if rest:
        raise ValueError("proof has nodes left over")
    return value


def decode_path(data: bytes) -> Tuple[Tuple[int, ...], bool]:
    """Hex-prefix encoding (Yellow Paper, appendix C): nibbles, and whether the node is a leaf."""
    nibbles = nibbles_of(data)
    flag = nibbles[0] if nibbles else 4
    if flag > 3 or (flag % 2 == 0 and nibbles[1] != 0):
        raise ValueError("malformed path")
    return nibbles[2 if flag % 2 == 0 else 1 :], flag >= 2


def encode_path(nibbles: Sequence[int], leaf: bool) -> bytes:
    flag = 2 if leaf else 0
    padded = [flag + 1, *nibbles] if len(nibbles) % 2 else [flag, 0, *nibbles]
    return bytes(high << 4 | low for high, low in zip(padded[::2], padded[1::2]))


def ordered_root(values: Sequence[bytes]) -> bytes:
    """Root of the trie to which a header commits: values keyed by their RLP-encoded position."""
    if not values:
        return EMPTY_ROOT
    entries = []
    for index, value in enumerate(values):
        digits = index.to_bytes((index.bit_length() + 7) // 8, "big")
        entries.append((nibbles_of(rlp_encode(digits)), value))
    return keccak256(rlp_encode(_trie_node(sorted(entries), 0)))


def _trie_node(entries: Sequence[Tuple[Tuple[int, ...], bytes]], depth: int) -> List[Any]:
    """The node above sorted entries whose keys agree in the first `depth` nibbles. No key begins another."""
    first, last = entries[0][0], entries[-1][0]
    if len(entries) == 1:
        return [encode_path(first[depth:], True), entries[0][1]]
    shared = depth
    while first[shared] == last[shared]:
        shared += 1
    if shared > depth:
        return [encode_path(first[depth:shared], False), _trie_reference(_trie_node(entries, shared))]
    branch: List[Any] = [b""] * 17
    at = 0
    while at < len(entries):
        nibble = entries[at][0][depth]
        stop = at
        while stop < len(entries) and entries[stop][0][depth] == nibble:
            stop += 1
        branch[nibble] = _trie_reference(_trie_node(entries[at:stop], depth + 1))
        at = stop
    return branch


def _trie_reference(node: List[Any]) -> Any:
    encoded = rlp_encode(node)
    return node if len(encoded) < 32 else keccak256(encoded)


# ---------------------------------------------------------------------------------------------------------------- JSON


PLAIN_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """RFC 8785, for the values that a bundle holds: it has no numbers but integers below 2^53."""
    text = PLAIN_ENCODER.encode(value)
    # RFC 8785 sorts keys by UTF-16 units, Python by characters: the same where all is ASCII.
    return text if text.isascii() else _sorted_by_utf16(value)


def _sorted_by_utf16(value: Any) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_sorted_by_utf16(key)}:{_sorted_by_utf16(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_sorted_by_utf16, value)) + "]"
    return PLAIN_ENCODER.encode(value)


def parse_json(text: str) -> Any:
    """JSON without the numbers that only Python knows, without fractions and integers that JavaScript would round."""

    def refuse(number: str) -> Any:
        raise ValueError(f"{number} is no integer")

    def integer(number: str) -> int:
        if len(number) > 17 or abs(int(number)) >= 2**53:
            raise ValueError(f"{number[:40]} is beyond 2^53")
        return int(number)

    return json.loads(text, parse_float=refuse, parse_constant=refuse, parse_int=integer)


def parse_canonical(data: bytes, where: str) -> Any:
    """Parses what must be canonical: writing it again catches duplicate keys, spaces, other numbers, other orders."""
    try:
        text = data.decode("utf-8")
        value = parse_json(text)
        same = canonical_json(value) == text
    except (ValueError, RecursionError) as error:
        raise ClaimError(f"{where} is not JSON of a bundle ({error})") from error
    if not same:
        raise ClaimError(f"{where} is not canonical JSON (RFC 8785)")
    return value


def expect(value: Any, keys: str, where: str) -> Any:
    """An object with exactly these keys."""
    if not isinstance(value, dict) or set(value) != set(keys.split()):
        raise ClaimError(f"{where} does not have the expected form: it should have {keys}")
    return value


# ----------------------------------------------------------------------------------------------------------------- ABI


class Param(NamedTuple):
    """A parameter of an event or function: its type without name, and the parts of a tuple or the item of an array."""

    name: str
    kind: str
    indexed: bool
    parts: Tuple["Param", ...]
    length: Optional[int]  # of an array; None for one of any length

    @property
    def dynamic(self) -> bool:
        if self.kind == "array":
            return self.length is None or self.parts[0].dynamic
        if self.kind == "tuple":
            return any(part.dynamic for part in self.parts)
        return self.kind in ("bytes", "string")

    @property
    def head(self) -> int:
        """Bytes in the head of what holds it."""
        if self.dynamic:
            return 32
        if self.kind == "array":
            return (self.length or 0) * self.parts[0].head
        return sum(part.head for part in self.parts) if self.kind == "tuple" else 32

    @property
    def signature(self) -> str:
        if self.kind == "array":
            return f"{self.parts[0].signature}[{'' if self.length is None else self.length}]"
        if self.kind == "tuple":
            return f"({','.join(part.signature for part in self.parts)})"
        return self.kind


class EventForm(NamedTuple):
    name: str
    signature: str
    params: Tuple[Param, ...]


TOKEN = re.compile(r"\s*([A-Za-z_$][\w$]*|\[\d*\]|[(),])")


def parse_params(text: str) -> Tuple[Param, ...]:
    """Reads `(type [indexed] [name], …)`; a tuple's type is its parameters: `(uint8 class, bytes[] data)[] calls`."""
    tokens = [match.group(1) for match in TOKEN.finditer(text)][::-1]

    def params() -> Tuple[Param, ...]:
        found: List[Param] = []
        assert tokens.pop() == "("
        while tokens[-1] != ")":
            found.append(param())
            if tokens[-1] == ",":
                tokens.pop()
        tokens.pop()
        return tuple(found)

    def param() -> Param:
        if tokens[-1] == "(":
            made = Param("", "tuple", False, params(), None)
        else:
            made = Param("", tokens.pop(), False, (), None)
        while tokens[-1].startswith("["):
            digits = tokens.pop()[1:-1]
            made = Param("", "array", False, (made,), int(digits) if digits else None)
        indexed = tokens[-1] == "indexed" and bool(tokens.pop())
        name = tokens.pop() if tokens[-1] not in ",)" else ""
        return made._replace(name=name, indexed=indexed)

    return params()


def parse_event(declaration: str) -> EventForm:
    name, _, rest = declaration.partition("(")
    params = parse_params("(" + rest)
    return EventForm(name, f"{name}({','.join(param.signature for param in params)})", params)


@lru_cache(maxsize=None)
def function_forms(contract: str) -> Dict[bytes, EventForm]:
    """Functions that this verifier knows of a contract, by selector."""
    forms = map(parse_event, FUNCTIONS.get(contract, "").strip().splitlines())
    return {keccak_text(form.signature)[:4]: form for form in forms}


@lru_cache(maxsize=None)
def event_forms(contract: str) -> Dict[bytes, EventForm]:
    """Events that this verifier knows of a contract, by topic."""
    forms = map(parse_event, EVENTS.get(contract, "").strip().splitlines())
    return {keccak_text(form.signature): form for form in forms}


def abi_decode(params: Sequence[Param], data: bytes) -> List[Any]:
    """Contract ABI: https://docs.soliditylang.org/en/latest/abi-spec.html. In values with one JSON form each."""
    return _decode_group(params, data, 0)


def _slice(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise ValueError("ABI data ends early")
    return data[at : at + size]


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(_slice(data, at, 32), "big")


def _decode_group(params: Sequence[Param], data: bytes, base: int) -> List[Any]:
    values, at = [], base
    for param in params:
        where = base + _number(data, at) if param.dynamic else at
        values.append(_decode_value(param, data, where))
        at += param.head
    return values


def _decode_value(param: Param, data: bytes, at: int) -> Any:
    kind = param.kind
    if kind == "array":
        count = param.length
        if count is None:
            count = _number(data, at)
            at += 32
        if count * 32 > len(data):
            raise ValueError("ABI array ends early")
        return _decode_group([param.parts[0]] * count, data, at)
    if kind == "tuple":
        values = _decode_group(param.parts, data, at)
        return {part.name or str(index): value for index, (part, value) in enumerate(zip(param.parts, values))}
    if kind in ("bytes", "string"):
        content = _slice(data, at + 32, _number(data, at))
        return hex0x(content) if kind == "bytes" else readable(content)
    return _decode_word(kind, _slice(data, at, 32))


def _decode_word(kind: str, word: bytes) -> Any:
    number = int.from_bytes(word, "big")
    if kind == "address":
        if number >> 160:
            raise ValueError("not an address")
        return checksummed(word[12:])
    if kind == "bool":
        return number != 0
    digits = re.fullmatch(r"(u?int|bytes)(\d+)", kind)
    if digits is None:
        raise ValueError(f"a type that this verifier does not know: {kind}")
    size = int(digits.group(2))
    if digits.group(1) == "bytes":
        return hex0x(word[:size])
    number &= (1 << size) - 1
    if digits.group(1) == "int" and number >> (size - 1):
        number -= 1 << size
    return str(number)


def abi_encode(params: Sequence[Param], values: Sequence[Any]) -> bytes:
    """The strict encoding of what was decoded: no byte is left that says nothing."""
    size, heads, tails = sum(param.head for param in params), b"", b""
    for param, value in zip(params, values):
        encoded = _encode_value(param, value)
        if param.dynamic:
            heads += word_of(size + len(tails))
            tails += encoded
        else:
            heads += encoded
    return heads + tails


def _encode_value(param: Param, value: Any) -> bytes:
    if param.kind == "array":
        items = abi_encode([param.parts[0]] * len(value), value)
        return items if param.length is not None else word_of(len(value)) + items
    if param.kind == "tuple":
        return abi_encode(param.parts, list(value.values()))
    if param.kind in ("bytes", "string"):
        content = _content_of(value) if param.kind == "string" else unhex(value)
        return word_of(len(content)) + content + bytes(-len(content) % 32)
    if param.kind == "address":
        return bytes.fromhex(value[2:]).rjust(32, b"\0")
    if param.kind == "bool":
        return word_of(int(value))
    return unhex(value).ljust(32, b"\0") if param.kind.startswith("bytes") else word_of(int(value) % 2**256)


def _content_of(text: Any) -> bytes:
    """The bytes of what `readable` made of them."""
    return text.encode("utf-8") if isinstance(text, str) else unhex(text["invalidUtf8"])


def describe_call(contract: str, data: bytes) -> Optional[Dict[str, Any]]:
    """What a call says; None for a function that the tables do not know, or where a byte is left unexplained."""
    form = function_forms(contract).get(data[:4])
    if form is None:
        return None
    try:
        values = abi_decode(form.params, data[4:])
        if abi_encode(form.params, values) != data[4:]:
            return None
    except ValueError:
        return None
    names = (param.name or str(index) for index, param in enumerate(form.params))
    return {"signature": form.signature, "args": dict(zip(names, values))}


def readable(content: bytes) -> Any:
    """Text, or its bytes where somebody wrote what is no text."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return {"invalidUtf8": hex0x(content)}


def describe(contract: str, topics: Sequence[bytes], data: bytes) -> Optional[Dict[str, Any]]:
    """What a log says; None for an event that the tables do not know, or bytes without its form."""
    form = event_forms(contract).get(topics[0]) if topics else None
    if form is None:
        return None
    indexed = [param for param in form.params if param.indexed]
    if len(topics) != len(indexed) + 1:
        return None
    try:
        words = iter(abi_decode(indexed, b"".join(topics[1:])))
        values = iter(abi_decode([param for param in form.params if not param.indexed], data))
    except ValueError:
        return None
    args = {
        param.name or str(index): next(words if param.indexed else values) for index, param in enumerate(form.params)
    }
    return {"name": form.name, "signature": form.signature, "args": args}


# --------------------------------------------------------------------------------------------------------------- trust


class Contract(NamedTuple):
    address: bytes
    codehash: bytes
    implementations: Optional[List[bytes]]


class SafeBirth(NamedTuple):
    address: bytes
    codehash: bytes
    singletons: List[bytes]
    owners: List[bytes]
    threshold: int


class Trust(NamedTuple):
    """All that is believed beforehand; see docs/evidence.md."""

    chain_id: int
    anchor_number: int
    anchor_hash: bytes
    contracts: Dict[str, Contract]
    safes: Dict[str, SafeBirth]
    multi_send: bytes
    exporter: Optional[bytes]

    def address_of(self, contract: str) -> Optional[bytes]:
        found = self.contracts.get(contract)
        return None if found is None else found.address


def read_trust(path: Optional[str], bundle: str) -> Trust:
    """Reads the trust file, which must come from elsewhere than the bundle."""
    if not path:
        raise InputError(
            "input/trust-missing",
            "No trust file was given.",
            "Pass --trust TRUST.json. A bundle cannot vouch for itself: addresses, code and anchor come from you.",
        )
    inside = os.path.join(os.path.realpath(bundle), "")
    if os.path.realpath(path).startswith(inside):
        raise InputError(
            "input/trust-in-bundle",
            f"{path} lies in the bundle that it is to judge.",
            "Take it from your own records, supervisors or a second node: who wrote the bundle wrote this.",
        )
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("input/file-unreadable", f"{path} cannot be read ({error}).", "Check the path.") from error
    try:
        value = parse_json(text)
    except (ValueError, RecursionError) as error:
        raise InputError("input/not-json", f"{path} is not JSON ({error}).", "The file may be truncated.") from error
    try:
        return parse_trust(value)
    except (ClaimError, ValueError, TypeError, LookupError, AttributeError) as error:
        message = f"{path} does not have the expected form: {error}"
        raise InputError("input/schema", message, "Correct the named fields.") from error


def parse_trust(value: Any) -> Trust:
    fields = "schema chainId anchor contracts safes multiSendCallOnly"
    expect(value, fields + (" exporter" if "exporter" in value else ""), "the trust file")
    if value["schema"] != "sign.trust.v1":
        raise ValueError("schema is not sign.trust.v1")
    anchor = expect(value["anchor"], "blockNumber blockHash", "anchor")
    contracts: Dict[str, Contract] = {}
    for name, item in value["contracts"].items():
        expect(item, "address codehash implementations", f"contract {name}")
        known = item["implementations"]
        hashes = None if known is None else [unhex(item, 32) for item in not_empty(known)]
        contracts[valid_name(name)] = Contract(address_in(item["address"]), unhex(item["codehash"], 32), hashes)
    safes: Dict[str, SafeBirth] = {}
    for name, item in value["safes"].items():
        expect(item, "address codehash singletons owners threshold", f"Safe {name}")
        singletons = [unhex(digest, 32) for digest in not_empty(item["singletons"])]
        owners = [address_in(owner) for owner in not_empty(item["owners"])]
        threshold = whole(item["threshold"], 1)
        birth = SafeBirth(address_in(item["address"]), unhex(item["codehash"], 32), singletons, owners, threshold)
        safes[valid_name(name)] = birth
    addresses = [contract.address for contract in contracts.values()] + [safe.address for safe in safes.values()]
    if not addresses or len(set(addresses)) != len(addresses):
        raise ValueError("names no contract, or an address twice")
    number, digest = whole(anchor["blockNumber"], 0), unhex(anchor["blockHash"], 32)
    multi_send = address_in(value["multiSendCallOnly"])
    exporter = address_in(value["exporter"]) if "exporter" in value else None
    return Trust(whole(value["chainId"], 1), number, digest, contracts, safes, multi_send, exporter)


def not_empty(items: Any) -> List[Any]:
    if not isinstance(items, list) or not items:
        raise ValueError("an empty list, or none")
    return items


def whole(value: Any, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**53:
        raise ValueError(f"{value!r} is no whole number from {least}")
    return value


def valid_name(name: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9-]+", name) is None:
        raise ValueError(f"{name!r} is no name")
    return name


def address_in(text: Any) -> bytes:
    """An address in lower case, or with its right checksum."""
    if not isinstance(text, str) or re.fullmatch(r"0x[0-9a-fA-F]{40}", text) is None:
        raise ValueError(f"{text!r} is not an address")
    address = bytes.fromhex(text[2:])
    if text not in (hex0x(address), checksummed(address)):
        raise ValueError(f"{text} has a wrong checksum")
    return address


# ----------------------------------------------------------------------------------------------------------------- bag

BAG_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAG_FILES = ("bag-info.txt", "bagit.txt", MANIFEST)
STATEMENT = "attest/statement.dsse.json"


class BagFile(NamedTuple):
    size: int
    sha256: str


class Bag:
    """The files of a bundle, by path below its root. Hashes them once; contents are read when they are judged."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: Dict[str, BagFile] = {}
        self._collect("")
        if not self.files:
            raise ClaimError("the bundle is empty")
        for path in self.files:
            if not path.startswith("data/") and path not in (*TAG_FILES, TAG_MANIFEST, STATEMENT):
                raise ClaimError(f"{path} does not belong to a bundle")
        if self.read("bagit.txt") != BAG_DECLARATION:
            raise ClaimError("bagit.txt is not the declaration of BagIt 1.0")
        self._check_manifest(TAG_MANIFEST, list(TAG_FILES))
        self._check_manifest(MANIFEST, self.payload())

    def payload(self) -> List[str]:
        return sorted(path for path in self.files if path.startswith("data/"))

    def path(self, name: str) -> str:
        if name not in self.files:
            raise ClaimError(f"{name} is missing")
        return os.path.join(self.root, *name.split("/"))

    def read(self, name: str) -> bytes:
        with open(self.path(name), "rb") as file:
            return file.read()

    def _collect(self, folder: str) -> int:
        count = 0
        with os.scandir(os.path.join(self.root, folder)) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            path = f"{folder}/{name}" if folder else name
            full = os.path.join(self.root, path)
            mode = os.lstat(full).st_mode
            if stat.S_ISLNK(mode):
                raise ClaimError(f"{path} is a symbolic link")
            if stat.S_ISDIR(mode):
                if self._collect(path) == 0:
                    raise ClaimError(f"{path} is an empty folder")
            elif stat.S_ISREG(mode):
                self.files[path] = _hash_file(full)
            else:
                raise ClaimError(f"{path} is not a regular file")
            count += 1
        return count

    def _check_manifest(self, manifest: str, expected: Sequence[str]) -> None:
        text = self.read(manifest).decode("utf-8")
        if not text.endswith("\n"):
            raise ClaimError(f"{manifest} does not end with a newline")
        listed: Set[str] = set()
        wanted = set(expected)
        for line in text[:-1].split("\n"):
            match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9_./-]+)", line)
            if match is None:
                raise ClaimError(f"{manifest} has a malformed line")
            digest, path = match.groups()
            if any(part in ("", ".", "..") for part in path.split("/")):
                raise ClaimError(f"{manifest} names a path outside the bundle: {path}")
            if path in listed:
                raise ClaimError(f"{manifest} lists {path} twice")
            if path not in wanted:
                raise ClaimError(f"{manifest} lists {path}, which is not there")
            if path not in self.files:
                raise ClaimError(f"{path} is missing")
            listed.add(path)
            if self.files[path].sha256 != digest:
                raise ClaimError(f"{path} does not have the digest in {manifest}")
        for path in expected:
            if path not in listed:
                raise ClaimError(f"{manifest} does not list {path}")

    def judge_tags(self, trust: Trust, first: int, anchor: "Header", ledger: Ledger) -> None:
        """The tag files say nothing that does not follow from the payload and the anchor, in one form only."""
        octets = sum(self.files[path].size for path in self.payload())
        day = datetime.datetime.fromtimestamp(anchor.timestamp, datetime.timezone.utc).strftime("%Y-%m-%d")
        info = (
            f"Bagging-Date: {day}\n"
            f"External-Identifier: eip155:{trust.chain_id}:{first}-{anchor.number}\n"
            f"Payload-Oxum: {octets}.{len(self.payload())}\n"
        )
        expected = {
            "bag-info.txt": info.encode("ascii"),
            MANIFEST: self._manifest_of(self.payload()),
            TAG_MANIFEST: self._manifest_of(TAG_FILES),
        }
        for path, content in expected.items():
            if self.read(path) != content:
                ledger.fail("bag", f"{path} is not what follows from the payload")

    def _manifest_of(self, paths: Sequence[str]) -> bytes:
        return "".join(f"{self.files[path].sha256}  {path}\n" for path in sorted(paths)).encode("ascii")


def _hash_file(path: str) -> BagFile:
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while True:
            block = file.read(1 << 16)
            if not block:
                return BagFile(size, digest.hexdigest())
            digest.update(block)
            size += len(block)


# ---------------------------------------------------------------------------------------------------------- chain data


class Header(NamedTuple):
    """What is read of a block header (Yellow Paper, section 4.3)."""

    hash: bytes
    parent: bytes
    state_root: bytes
    transactions_root: bytes
    receipts_root: bytes
    bloom: bytes
    number: int
    timestamp: int


class Log(NamedTuple):
    """A log of one of our addresses. Every field follows from the anchor."""

    address: bytes
    topics: List[bytes]
    data: bytes
    block: Header
    transaction_hash: bytes
    log_index: int

    def position(self) -> Dict[str, Any]:
        return {
            "blockNumber": self.block.number,
            "blockHash": hex0x(self.block.hash),
            "timestamp": self.block.timestamp,
            "transactionHash": hex0x(self.transaction_hash),
            "logIndex": self.log_index,
        }


def decode_header(encoded: bytes) -> Header:
    fields = list_of(rlp_decode(encoded))
    if len(fields) < 15:
        raise ValueError("header lacks fields")
    parent, state, transactions, receipts = (blob_of(fields[index], 32) for index in (0, 3, 4, 5))
    number, timestamp = rlp_number(fields[8]), rlp_number(fields[11])
    return Header(keccak256(encoded), parent, state, transactions, receipts, blob_of(fields[6], 256), number, timestamp)


def bloom_test(addresses: Sequence[bytes]) -> Callable[[bytes], bool]:
    """Whether a block can hold a log of one of these addresses (Yellow Paper, section 4.3.1). Never wrongly no."""
    wanted = []
    for address in addresses:
        digest, bits = keccak256(address), 0
        for at in (0, 2, 4):
            bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") & 2047)
        wanted.append(bits)

    def admits(bloom: bytes) -> bool:
        number = int.from_bytes(bloom, "big")
        return any(number & bits == bits for bits in wanted)

    return admits


class Segment(NamedTuple):
    """Blocks from one number to another, both included, and the files that hold what they hold."""

    first: int
    last: int

    def _file(self, folder: str, extension: str) -> str:
        return f"data/{folder}/{self.first}-{self.last}.{extension}"

    @property
    def receipts(self) -> str:
        return self._file("chain/receipts", "rlp")

    @property
    def transactions(self) -> str:
        return self._file("chain/transactions", "rlp")

    @property
    def events(self) -> str:
        return self._file("events", "ndjson")

    @property
    def files(self) -> Tuple[str, str, str]:
        return self.receipts, self.transactions, self.events


class Block(NamedTuple):
    """A block of the chain, and where the bundle holds it."""

    segment: Segment
    header: bytes
    logs: List[Log]


SEGMENT_NAME = re.compile(r"data/chain/receipts/(0|[1-9][0-9]{0,14})-(0|[1-9][0-9]{0,14})\.rlp")


def segments_of(paths: Iterable[str]) -> List[Segment]:
    """The segments that files are named for; each begins where the one before ended."""
    names = filter(None, map(SEGMENT_NAME.fullmatch, paths))
    segments = sorted(Segment(int(name.group(1)), int(name.group(2))) for name in names)
    expected: Optional[int] = None
    for segment in segments:
        if segment.last < segment.first or segment.first != (segment.first if expected is None else expected):
            raise ClaimError(f"the segment {segment.first}-{segment.last} does not follow from the one before")
        expected = segment.last + 1
    return segments


class SegmentMeter:
    """Says where segments end: with the block with which what they hold reaches so many bytes. See docs/evidence.md."""

    LIMIT = 4 * 1024 * 1024

    def __init__(self) -> None:
        self._size = 0

    def ends_with(self, header: bytes, content: Sequence[bytes]) -> bool:
        self._size += len(header) + sum(map(len, content))
        if self._size < self.LIMIT:
            return False
        self._size = 0
        return True


class ChainData:
    """Headers, receipts and transactions of a bundle, block by block."""

    def __init__(self, bag: Bag, trust: Trust) -> None:
        self._bag, self._trust = bag, trust
        self._headers = bag.path("data/chain/headers.rlp")
        first, last = self._ends()
        if last.hash != trust.anchor_hash or last.number != trust.anchor_number:
            raise ClaimError(
                f"the bundle ends at block {last.number} {hex0x(last.hash)}, the trusted anchor is block "
                f"{trust.anchor_number} {hex0x(trust.anchor_hash)}"
            )
        self.first, self.anchor = first.number, last

    def _ends(self) -> Tuple[Header, Header]:
        first = last = None
        for last in stream_rlp(self._headers):
            first = first or last
        if first is None or last is None:
            raise ClaimError("the bundle holds no header")
        return decode_header(first), decode_header(last)

    def authenticate_headers(self) -> int:
        """Headers have no gap, up to the trusted one. How many they are."""
        before: Optional[Header] = None
        count, digest = 0, hashlib.sha256()
        for encoded in stream_rlp(self._headers):
            digest.update(encoded)
            header = decode_header(encoded)
            if before is not None and (header.parent != before.hash or header.number != before.number + 1):
                raise ClaimError(f"block {header.number} does not follow from block {before.number} of the bundle")
            before = header
            count += 1
        self._digest = digest.digest()
        return count

    def blocks(self, segments: Sequence[Segment], watched: Set[bytes]) -> Iterator[Block]:
        """Every block with its logs of the watched addresses.

        Blocks whose bloom admits such a log have their receipts in the bundle, and no others have. The headers' chain
        was followed before: this pass hashes only those of such blocks.
        """
        if not segments or (segments[0].first, segments[-1].last) != (self.first, self.anchor.number):
            raise ClaimError(f"the segments do not reach from block {self.first} to the anchor")
        headers, digest, meter = stream_rlp(self._headers), hashlib.sha256(), SegmentMeter()
        admits = bloom_test(sorted(watched))
        for segment in segments:
            contents = SegmentContents(self._bag, segment)
            for number in range(segment.first, segment.last + 1):
                encoded = next(headers, b"")
                digest.update(encoded)
                content = contents.take(number) if admits(_bloom_of(encoded)) else None
                ended = meter.ends_with(encoded, [] if content is None else content.receipts + content.transactions)
                if number != self.anchor.number and ended != (number == segment.last):
                    raise ClaimError(f"the segment {segment.first}-{segment.last} does not end where it should")
                yield Block(segment, encoded, [] if content is None else content.logs(decode_header(encoded), watched))
            contents.end()
        if digest.digest() != self._digest:
            raise ClaimError("the bundle changed while it was read")


class BlockContent(NamedTuple):
    """Receipts and transactions of a block, in consensus encoding."""

    receipts: List[bytes]
    transactions: List[bytes]

    def logs(self, header: Header, watched: Set[bytes]) -> List[Log]:
        """Logs of the watched addresses, when the header commits to all of this."""
        require_root(self.receipts, header.receipts_root, f"receipts of block {header.number}")
        require_root(self.transactions, header.transactions_root, f"transactions of block {header.number}")
        if len(self.receipts) != len(self.transactions):
            raise ClaimError(f"block {header.number}: a receipt for each transaction")
        return list(logs_of_block(header, self.receipts, self.transactions, watched))


class SegmentContents:
    """Receipts and transactions of one segment; its blocks are taken in their order."""

    def __init__(self, bag: Bag, segment: Segment) -> None:
        self._receipts = blocks_of(bag.path(segment.receipts))
        self._transactions = blocks_of(bag.path(segment.transactions))

    def take(self, number: int) -> BlockContent:
        receipts = self._next(self._receipts, number, "receipts")
        return BlockContent(receipts, self._next(self._transactions, number, "transactions"))

    def end(self) -> None:
        for what, blocks in (("receipts", self._receipts), ("transactions", self._transactions)):
            extra = next(blocks, None)
            if extra is not None:
                raise ClaimError(f"the {what} hold block {extra[0]} twice, out of order or without a reason")

    @staticmethod
    def _next(blocks: Iterator[Tuple[int, List[bytes]]], number: int, what: str) -> List[bytes]:
        found, items = next(blocks, (None, []))
        if found is None or found > number:
            raise ClaimError(f"the {what} of block {number} are missing, although its bloom admits an event")
        if found < number:
            raise ClaimError(f"the {what} hold block {found} twice, out of order or without a reason")
        return items


def blocks_of(path: str) -> Iterator[Tuple[int, List[bytes]]]:
    """A file's list of [block, [item…]]."""
    for encoded in stream_rlp(path):
        number, items = list_of(rlp_decode(encoded), 2)
        yield rlp_number(number), [blob_of(item) for item in list_of(items)]


def _bloom_of(data: bytes) -> bytes:
    """The bloom of an encoded header, without decoding the rest."""
    _, at, stop = rlp_item(data, 0, len(data))
    for _ in range(6):
        at = rlp_item(data, at, stop)[2]
    _, start, end = rlp_item(data, at, stop)
    return data[start:end]


def require_root(values: Sequence[bytes], root: bytes, what: str) -> None:
    computed = ordered_root(values)
    if computed != root:
        raise ClaimError(f"{what} have the root {hex0x(computed)}, the header says {hex0x(root)}")


def logs_of_block(
    header: Header, receipts: Sequence[bytes], transactions: Sequence[bytes], watched: Set[bytes]
) -> Iterator[Log]:
    index = 0
    for receipt, transaction in zip(receipts, transactions):
        transaction_hash: Optional[bytes] = None
        for address, topics, data in logs_of_receipt(receipt):
            if address in watched:
                transaction_hash = transaction_hash or keccak256(transaction)
                yield Log(address, topics, data, header, transaction_hash, index)
            index += 1


def logs_of_receipt(receipt: bytes) -> Iterator[Tuple[bytes, List[bytes], bytes]]:
    """Consensus encoding of a receipt (EIP-2718: a type in front of it since then)."""
    body = receipt if receipt[0] >= 0xC0 else receipt[1:]
    for item in list_of(list_of(rlp_decode(body), 4)[3]):
        address, topics, data = list_of(item)[:3]
        yield blob_of(address, 20), [blob_of(topic, 32) for topic in list_of(topics)], blob_of(data)


# --------------------------------------------------------------------------------------------------------------- state

# ERC-7201 `sign.storage.EvidenceChain`; ERC-1967; Safe 1.5.0's layout.
HEAD_SLOT = "0xe02e1e53ae4ed99bb275b56b5ca6efc3701fdf8ae34e76fe6d689d20a67dfc00"
IMPLEMENTATION_SLOT = hex0x(word_of(int.from_bytes(keccak_text("eip1967.proxy.implementation"), "big") - 1))
SINGLETON_SLOT, OWNER_COUNT_SLOT, THRESHOLD_SLOT, NONCE_SLOT = (hex0x(word_of(slot)) for slot in (0, 3, 4, 5))
GUARD_SLOTS = tuple(hex0x(keccak_text(f"{name}.guard.address")) for name in ("guard_manager",)) + (
    hex0x(keccak_text("module_manager.module_guard.address")),
)
SAFE_SLOTS = (SINGLETON_SLOT, OWNER_COUNT_SLOT, THRESHOLD_SLOT, NONCE_SLOT, *GUARD_SLOTS)
ZERO_WORD = bytes(32)


def owner_slot(owner: bytes) -> str:
    """Slot of `owners[owner]`, a mapping at slot 2."""
    return hex0x(keccak256(owner.rjust(32, b"\0") + word_of(2)))


# `accounts` of the DistributionLedger, by programme: budget and commitment, and three words of volume.
PROGRAMME_ACCOUNTS = 0xAA8B6D21CBCF88689EC5C09B5449D741EF6BEB695458F74DF7BB580548610705


def account_slots(programme: str) -> List[str]:
    """Slots of what the DistributionLedger counts of a programme."""
    first = int.from_bytes(keccak256(unhex(programme) + word_of(PROGRAMME_ACCOUNTS)), "big")
    return [hex0x(word_of((first + index) % 2**256)) for index in range(4)]


class State:
    """Accounts at the anchor, as EIP-1186 proofs against its state root show them."""

    def __init__(self, bag: Bag, anchor: Header) -> None:
        path = "data/chain/state-proofs.json"
        if path not in bag.files:
            message = "the bundle has no proofs of the anchor's state: what is in storage is unknown"
            raise ClaimError(message, None, None, UNPROVEN)
        value = expect(parse_canonical(bag.read(path), path), "schema blockNumber accounts", path)
        if value["schema"] != "sign.evidence.state-proofs.v1":
            raise ClaimError(f"{path} is of another schema")
        if value["blockNumber"] != anchor.number:
            raise ClaimError(f"state proofs are for block {value['blockNumber']}")
        self.codehash: Dict[bytes, bytes] = {}
        self.words: Dict[bytes, Dict[str, bytes]] = {}
        for item in value["accounts"]:
            self._read(expect(item, "address accountProof storage", "account"), anchor)

    def _read(self, item: Any, anchor: Header) -> None:
        where = f"state proof of {item['address']}"
        address = address_in(item["address"])
        if item["address"] != checksummed(address):
            raise ClaimError(f"{where}: the address has no checksum")
        if address in self.codehash:
            raise ClaimError(f"{where} occurs twice")
        account = self._proven(where, anchor.state_root, address, item["accountProof"])
        if account is None:
            raise ClaimError(f"{where}: there is no such account")
        fields = list_of(rlp_decode(account), 4)
        storage_root, self.codehash[address] = blob_of(fields[2], 32), blob_of(fields[3], 32)
        slots = self.words[address] = {}
        for entry in item["storage"]:
            slot = expect(entry, "slot proof", where)["slot"]
            if slot in slots:
                raise ClaimError(f"{where}: slot {slot} occurs twice")
            value = self._proven(f"{where}, slot {slot}", storage_root, unhex(slot, 32), entry["proof"])
            slots[slot] = ZERO_WORD if value is None else blob_of(rlp_decode(value)).rjust(32, b"\0")

    @staticmethod
    def _proven(where: str, root: bytes, key: bytes, proof: Any) -> Optional[bytes]:
        try:
            return proven_value(root, key, [unhex(node) for node in proof])
        except (ValueError, LookupError, TypeError) as error:
            raise ClaimError(f"{where} does not hold: {error}") from error

    def word(self, address: bytes, slot: str) -> bytes:
        found = self.words.get(address, {}).get(slot)
        if found is None:
            raise ClaimError(f"state proof of {checksummed(address)}, slot {slot} is missing")
        return found

    def require_exactly(self, needs: Dict[bytes, Set[str]]) -> None:
        """Everything is there that a verifier needs, and nothing that nobody asks for."""
        for address, slots in needs.items():
            if address not in self.words:
                raise ClaimError(f"state proof of {checksummed(address)} is missing")
            for slot in sorted(slots):
                self.word(address, slot)
            if set(self.words[address]) != slots:
                raise ClaimError(f"state proof of {checksummed(address)} has slots nobody asked for")
        if set(self.words) != set(needs):
            raise ClaimError("state proofs hold accounts nobody asked for")


def state_needs(
    trust: Trust, state: State, owners: Dict[bytes, List[bytes]], programmes: Iterable[str]
) -> Dict[bytes, Set[str]]:
    needs: Dict[bytes, Set[str]] = {}
    behind: Set[bytes] = set()
    for name, contract in trust.contracts.items():
        slots = needs[contract.address] = {HEAD_SLOT, *EXTRA_SLOTS.get(name, ())}
        if contract.implementations is not None:
            slots.add(IMPLEMENTATION_SLOT)
            behind.add(state.word(contract.address, IMPLEMENTATION_SLOT)[12:])
    for safe in trust.safes.values():
        needs[safe.address] = {*SAFE_SLOTS, *map(owner_slot, owners[safe.address])}
        behind.add(state.word(safe.address, SINGLETON_SLOT)[12:])
    for address in behind:
        needs.setdefault(address, set())
    ledger = trust.address_of("DistributionLedger")
    if ledger is not None:
        needs[ledger].update(slot for programme in programmes for slot in account_slots(programme))
    return needs


# --------------------------------------------------------------------------------------------------------- hash chains

GENESIS_TAG = keccak_text("sign.evidence.genesis.v1")
# Emitted by code that is not the suite's (ERC-1967, OpenZeppelin's Initializable); outside the chain by design.
UNCHAINED = frozenset(map(keccak_text, ("Upgraded(address)", "Initialized(uint64)")))


def genesis_head(chain_id: int, contract: bytes) -> bytes:
    return keccak256(GENESIS_TAG + word_of(chain_id) + contract.rjust(32, b"\0"))


def next_head(head: bytes, topics: Sequence[bytes], data: bytes, block_number: int) -> bytes:
    """One step of `EvidenceChain._advance` (contracts/evidence/EvidenceChain.sol)."""
    content = keccak256(b"".join(topics[1:]) + data)
    return keccak256(head + (topics[0] if topics else b"") + content + word_of(block_number))


class LineChains:
    """First proof of completeness: the lines of the bundle, hashed contract by contract. Looks at no receipt."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self.heads = {name: genesis_head(trust.chain_id, item.address) for name, item in trust.contracts.items()}
        self.counts = {name: 0 for name in trust.contracts}
        self._blocks: Dict[str, int] = {}
        self.broken: Dict[str, ClaimError] = {}

    def add(self, line: Any) -> None:
        contract = line["contract"]
        sequence = self.counts.get(contract, 0) + 1
        if contract not in self.counts or address_in(line["address"]) != self._trust.contracts[contract].address:
            self._break(contract, f"{contract} at {line['address']} is not in the trust file", line["sequence"])
            return
        self.counts[contract] = sequence
        if contract in self.broken:
            return
        block = whole(line["blockNumber"], 0)
        topics = [unhex(topic, 32) for topic in line["topics"]]
        head = next_head(self.heads[contract], topics, unhex(line["data"]), block)
        event = f"event {sequence} of {contract} in block {block}"
        if line["sequence"] != sequence:
            self._break(contract, f"{event} is missing or out of place: found {line['sequence']}", sequence)
        elif block < self._blocks.get(contract, 0):
            self._break(contract, f"{event} goes back to an earlier block", sequence)
        elif line["head"] != hex0x(head):
            self._break(contract, f"{event} does not lead to the head that it states", sequence)
        self.heads[contract], self._blocks[contract] = head, block

    def _break(self, contract: Any, message: str, sequence: Any) -> None:
        self.broken.setdefault(str(contract), ClaimError(message, str(contract), sequence))

    def judge(self, state: State, ledger: Ledger) -> None:
        for contract in sorted(set(self.counts) | set(self.broken)):
            ledger.attempt("chain", lambda: self._judge(contract, state, ledger))

    def _judge(self, contract: str, state: State, ledger: Ledger) -> None:
        if contract in self.broken:
            raise self.broken[contract]
        count = self.counts[contract]
        stored = state.word(self._trust.contracts[contract].address, HEAD_SLOT)
        head = self.heads[contract]
        if stored != head and not (count == 0 and stored == ZERO_WORD):
            raise ClaimError(
                f"after {count} events the chain of {contract} stands at {hex0x(head)}, its storage says "
                f"{hex0x(stored)} at block {self._trust.anchor_number}: events are missing, added or altered up to "
                f"sequence {count}",
                contract,
                count,
            )
        ledger.prove("chain", f"all {count} events lead to the head in storage", contract)


# -------------------------------------------------------------------------------------------------------------- events


class ToldLines:
    """Lines of a file beside those that follow from the chain: held against each other, never in memory together."""

    def __init__(self, bag: Bag, path: str) -> None:
        self.path, self.count = path, 0
        self._file = open(bag.path(path), "rb")

    def has_next(self, line: Any) -> bool:
        """Whether the file goes on with this line, byte for byte."""
        expected = canonical_json(line).encode("utf-8") + b"\n"
        self.count += 1
        return self._file.read(len(expected)) == expected

    def ended(self) -> bool:
        return not self._file.read(1)

    def close(self) -> None:
        self._file.close()


class ToldEvents:
    """The bundle's events beside what follows from proven logs; keeps the first difference."""

    def __init__(self, bag: Bag) -> None:
        self.count = 0
        self._bag = bag
        self._problem: Optional[ClaimError] = None
        self._told: Optional[ToldLines] = None
        self._last: Tuple[str, int] = ("nothing", 0)

    def enter(self, segment: Segment) -> None:
        """Goes on to the file of a segment, when all of the one before was derived."""
        if self._told is not None and self._told.path == segment.events:
            return
        self._leave()
        self._told = ToldLines(self._bag, segment.events)

    def compare(self, line: Dict[str, Any]) -> None:
        self.count += 1
        self._last = (line["contract"], line["sequence"])
        if self._problem is not None or self._told is None or self._told.has_next(line):
            return
        contract, sequence = self._last
        self._problem = ClaimError(
            f"line {self._told.count} should be event {sequence} of {contract} in block {line['blockNumber']}, and is "
            "not: it was dropped, moved or altered",
            contract,
            sequence,
        )

    def end(self) -> None:
        self._leave()
        if self._problem is not None:
            raise self._problem

    def _leave(self) -> None:
        if self._told is None:
            return
        if self._problem is None and not self._told.ended():
            contract, sequence = self._last
            message = f"after {contract} {sequence} the bundle adds events that never happened"
            self._problem = ClaimError(message, contract, sequence + 1)
        self._told.close()
        self._told = None


def read_lines(bag: Bag, path: str) -> Iterator[Any]:
    with open(bag.path(path), "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                raise ClaimError(f"{path} does not end with a newline")
            yield parse_canonical(line[:-1], f"{path} line {number}")


# --------------------------------------------------------------------------------------------------------------- Safes

SAFE_EVENTS = {
    keccak_text(form.signature): form
    for form in map(
        parse_event,
        (
            "SafeMultiSigTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, "
            "uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, "
            "bytes additionalInfo)",
            "SafeModuleTransaction(address module, address to, uint256 value, bytes data, uint8 operation)",
            "ExecutionSuccess(bytes32 indexed txHash, uint256 payment)",
            "ExecutionFailure(bytes32 indexed txHash, uint256 payment)",
            "ApproveHash(bytes32 indexed approvedHash, address indexed owner)",
        ),
    )
}
DOMAIN_TYPEHASH = keccak_text("EIP712Domain(uint256 chainId,address verifyingContract)")
SAFE_TX_TYPEHASH = keccak_text(
    "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,"
    "address gasToken,address refundReceiver,uint256 nonce)"
)
ADD_OWNER, REMOVE_OWNER, SWAP_OWNER, CHANGE_THRESHOLD, MULTI_SEND = (
    keccak_text(signature)[:4]
    for signature in (
        "addOwnerWithThreshold(address,uint256)",
        "removeOwner(address,address,uint256)",
        "swapOwner(address,address,address)",
        "changeThreshold(uint256)",
        "multiSend(bytes)",
    )
)
ZERO_ADDRESS = "0x" + "0" * 40
RECORD_BYTES = 65


class Safe:
    """A council's Safe as its history makes it: who owns it, how many must sign, how many transactions it made."""

    def __init__(self, council: str, birth: SafeBirth) -> None:
        self.council, self.address = council, birth.address
        self.owners, self.threshold, self.nonce = list(birth.owners), birth.threshold, 0
        self.pending: Dict[str, int] = {}
        # Who approved which hash on the Safe's own books.
        self.approved: Set[Tuple[str, bytes]] = set()

    def apply(self, to: bytes, data: bytes) -> None:
        """Follows a call of the Safe to itself; ignores the upper bytes of an address, as the Safe's own code does."""
        if to != self.address or len(data) < 4:
            return
        selector, words = data[:4], data[4:]

        def account(index: int) -> bytes:
            return _slice(words, 32 * index, 32)[12:]

        if selector == ADD_OWNER:
            self.owners.append(account(0))
            self.threshold = _number(words, 32)
        elif selector == REMOVE_OWNER:
            self.owners = [owner for owner in self.owners if owner != account(1)]
            self.threshold = _number(words, 64)
        elif selector == SWAP_OWNER:
            self.owners = [owner for owner in self.owners if owner != account(1)] + [account(2)]
        elif selector == CHANGE_THRESHOLD:
            self.threshold = _number(words, 0)


class Signature(NamedTuple):
    signer: bytes
    kind: str
    recovered: bool
    v: int


def safe_tx_hash(fields: Dict[str, Any], nonce: int, safe: bytes, chain_id: int) -> bytes:
    """What the owners of a Safe signed (EIP-712)."""
    domain = keccak256(DOMAIN_TYPEHASH + word_of(chain_id) + safe.rjust(32, b"\0"))

    def address(name: str) -> bytes:
        return bytes.fromhex(fields[name][2:]).rjust(32, b"\0")

    def number(name: str) -> bytes:
        return word_of(int(fields[name]))

    struct_hash = keccak256(
        SAFE_TX_TYPEHASH
        + address("to")
        + number("value")
        + keccak256(unhex(fields["data"]))
        + number("operation")
        + number("safeTxGas")
        + number("baseGas")
        + number("gasPrice")
        + address("gasToken")
        + address("refundReceiver")
        + word_of(nonce)
    )
    return keccak256(b"\x19\x01" + domain + struct_hash)


def read_signatures(digest: bytes, signatures: bytes, threshold: int, executor: bytes) -> List[Signature]:
    """Reads exactly the records that the Safe checked: it never looks at later ones.

    v 0: an EIP-1271 contract vouched; 1: the signer approved the hash on chain, or executed; > 30: eth_sign, v + 4;
    else a plain signature of the hash.
    """
    if len(signatures) < threshold * RECORD_BYTES:
        raise ValueError(f"fewer than {threshold} signatures")
    found = []
    for index in range(threshold):
        record = signatures[index * RECORD_BYTES : (index + 1) * RECORD_BYTES]
        r, s, v = record[:32], record[32:64], record[64]
        if v == 0:
            found.append(Signature(r[12:], "contract", False, v))
        elif v == 1:
            found.append(Signature(r[12:], "executor" if r[12:] == executor else "approvedHash", False, v))
        else:
            signed = keccak256(b"\x19Ethereum Signed Message:\n32" + digest) if v > 30 else digest
            plain = v - 4 if v > 30 else v
            signer = recover(signed, int.from_bytes(r, "big"), int.from_bytes(s, "big"), plain)
            found.append(Signature(signer, "ethSign" if v > 30 else "eip712", True, v))
    return found


def calls_of(fields: Dict[str, Any], safe: bytes, multi_send: bytes) -> Iterator[Tuple[bytes, bytes]]:
    """The calls that a Safe transaction makes, as (to, data): itself, or the entries of its batch."""
    to, data, operation = bytes.fromhex(fields["to"][2:]), unhex(fields["data"]), int(fields["operation"])
    if operation == 0:
        yield to, data
        return
    if operation != 1 or to != multi_send:
        raise ValueError(f"operation {operation} on {fields['to']}")
    if data[:4] != MULTI_SEND:
        raise ValueError("a delegatecall that is no batch")
    batch = unhex(abi_decode(parse_params("(bytes transactions)"), data[4:])[0])
    at = 0
    while at < len(batch):
        if batch[at] != 0:
            raise ValueError("a batch entry that is not a plain call")
        target = _slice(batch, at + 1, 20)
        size = _number(batch, at + 53)
        # MultiSendCallOnly 1.5.0 reads address zero as the Safe itself.
        yield (safe if target == bytes(20) else target), _slice(batch, at + 85, size)
        at += 85 + size


class Made(NamedTuple):
    """A transaction that a Safe made, and whom it called."""

    safe: bytes
    digest: str
    called: Set[bytes]


class Safes:
    """Transactions of the councils' Safes, as they happened."""

    def __init__(self, trust: Trust, ledger: Ledger) -> None:
        self._trust, self._ledger = trust, ledger
        self.by_address = {birth.address: Safe(name, birth) for name, birth in trust.safes.items()}
        self.count = 0
        # Safe transactions of the chain transaction that is being read, in order.
        self._within: Tuple[bytes, List[Made]] = (b"", [])

    def transaction_of(self, safe: str, log: Log) -> Optional[str]:
        """Hash of the Safe transaction during which a log was emitted."""
        made = reversed(self._made_before(log))
        return next((item.digest for item in made if checksummed(item.safe) == safe), None)

    def callers_of(self, log: Log) -> List[str]:
        """Hashes of the Safe transactions that called the contract of a log before, in the same transaction."""
        return [item.digest for item in self._made_before(log) if log.address in item.called]

    def _made_before(self, log: Log) -> List["Made"]:
        transaction, made = self._within
        return made if transaction == log.transaction_hash else []

    def apply(self, log: Log, seat_of: Callable[[str, str], Any]) -> Optional[Dict[str, Any]]:
        """Takes note of a log of a Safe; the content of its file when the log is a transaction."""
        form = SAFE_EVENTS.get(log.topics[0]) if log.topics else None
        if form is None:
            return None
        safe = self.by_address[log.address]
        if form.name == "SafeMultiSigTransaction":
            return self._transaction(safe, log, form, seat_of)
        digest = hex0x(log.topics[1]) if len(log.topics) > 1 else ""
        if form.name == "ApproveHash":
            safe.approved.add((digest, log.topics[2][12:]))
            return None
        name, where = checksummed(log.address), f"in block {log.block.number}"
        if form.name != "ExecutionSuccess":
            self._ledger.fail("approval", f"Safe {name}: {form.name} {where}", safe.council)
        elif safe.pending.pop(digest, None) is None:
            message = f"Safe {name} executed {digest} {where}, which no recorded transaction hashes to"
            self._ledger.fail("approval", message, safe.council)
        return None

    def _transaction(self, safe: Safe, log: Log, form: EventForm, seat_of: Callable[[str, str], Any]) -> Dict[str, Any]:
        names = [param.name for param in form.params]
        fields = dict(zip(names, abi_decode(form.params, log.data)))
        signatures, info = unhex(fields.pop("signatures")), unhex(fields.pop("additionalInfo"))
        nonce, executor, threshold = abi_decode(parse_params("(uint256 a, address b, uint256 c)"), info)
        nonce, threshold = int(nonce), int(threshold)
        fields["operation"] = int(fields["operation"])
        digest = safe_tx_hash(fields, nonce, safe.address, self._trust.chain_id)
        try:
            records = read_signatures(digest, signatures, threshold, bytes.fromhex(executor[2:]))
        except ValueError as error:
            raise ClaimError(
                f"Safe transaction {hex0x(digest)} in block {log.block.number}: {error}", safe.council
            ) from error
        approval = {
            "schema": "sign.evidence.approval.v1",
            "council": safe.council,
            "safe": checksummed(safe.address),
            "safeTxHash": hex0x(digest),
            "nonce": nonce,
            "threshold": threshold,
            "owners": sorted(map(checksummed, safe.owners)),
            "executor": executor,
            "transaction": fields,
            "signatures": hex0x(signatures),
            "records": [
                {
                    "signer": checksummed(record.signer),
                    "kind": record.kind,
                    "recovered": record.recovered,
                    "v": record.v,
                    "seat": seat_of(checksummed(safe.address), checksummed(record.signer)),
                }
                for record in records
            ],
            **log.position(),
        }
        self._ledger.attempt("approval", lambda: self._judge(safe, approval, records))
        self._follow(safe, log, approval)
        return approval

    def _judge(self, safe: Safe, approval: Dict[str, Any], records: Sequence[Signature]) -> None:
        """Signed by as many owners as were needed, distinct, next in order, and paying nobody."""
        digest = approval["safeTxHash"]

        def require(condition: bool, reason: str) -> None:
            if not condition:
                where = f"Safe transaction {digest} in block {approval['blockNumber']}"
                raise ClaimError(f"{where}: {reason}", safe.council)

        nonce, threshold, fields = approval["nonce"], approval["threshold"], approval["transaction"]
        require(nonce == safe.nonce, f"has nonce {nonce} where {safe.nonce} is next")
        require(threshold == safe.threshold, f"was checked against threshold {threshold}, not {safe.threshold}")
        require(threshold > 0, "needed no signature")
        last = b""
        for record in records:
            signer = checksummed(record.signer)
            require(record.signer in safe.owners, f"{signer} signed and is no owner")
            require(record.signer > last, f"{signer} signed twice or out of order")
            approved = record.kind != "approvedHash" or (digest, record.signer) in safe.approved
            require(approved, f"{signer} never approved it on the Safe")
            last = record.signer
        pays = any(fields[name] != "0" for name in ("safeTxGas", "baseGas", "gasPrice"))
        pays = pays or any(fields[name] != ZERO_ADDRESS for name in ("gasToken", "refundReceiver"))
        require(not pays, "has gas or refund fields")
        for contract in (record.signer for record in records if record.kind == "contract"):
            raise ClaimError(
                f"Safe transaction {digest}: the owner {checksummed(contract)} is a contract; its code accepted, "
                "who is behind it is not in the bundle",
                safe.council,
                verdict=UNPROVEN,
            )
        recovered = sum(record.recovered for record in records)
        kinds = sorted({record.kind for record in records if not record.recovered})
        vouched = f", {len(records) - recovered} accepted by the Safe's code ({', '.join(kinds)})" if kinds else ""
        self._ledger.prove(
            "approval", f"Safe transaction {nonce} ({digest}): {recovered} signers recovered{vouched}", safe.council
        )

    def _follow(self, safe: Safe, log: Log, approval: Dict[str, Any]) -> None:
        digest = approval["safeTxHash"]
        safe.pending[digest] = approval["nonce"]
        if self._within[0] != log.transaction_hash:
            self._within = (log.transaction_hash, [])
        made = Made(safe.address, digest, set())
        self._within[1].append(made)
        try:
            for to, data in calls_of(approval["transaction"], safe.address, self._trust.multi_send):
                made.called.add(to)
                safe.apply(to, data)
        except ValueError as error:
            raise ClaimError(f"Safe transaction {digest} in block {log.block.number}: {error}", safe.council) from error
        safe.nonce += 1
        self.count += 1

    def conclude(self, state: State, exited: Set[str]) -> None:
        """What the Safes must look like at the anchor after all that they did."""
        for safe in self.by_address.values():
            self._ledger.attempt("safe", lambda: self._conclude(safe, state, checksummed(safe.address) in exited))

    def _conclude(self, safe: Safe, state: State, exited: bool) -> None:
        birth = self._trust.safes[safe.council]

        def require(condition: bool, reason: str) -> None:
            if not condition:
                raise ClaimError(f"Safe {safe.council}: {reason}", safe.council)

        def number(slot: str) -> int:
            return int.from_bytes(state.word(safe.address, slot), "big")

        require(state.codehash.get(safe.address) == birth.codehash, "does not have the trusted proxy code")
        singleton = state.codehash.get(state.word(safe.address, SINGLETON_SLOT)[12:])
        require(singleton in birth.singletons, "does not run a trusted singleton")
        nonce = number(NONCE_SLOT)
        require(nonce == safe.nonce, f"made {nonce} transactions, the bundle holds {safe.nonce}")
        require(number(THRESHOLD_SLOT) == safe.threshold, "its threshold does not follow from its history")
        require(number(OWNER_COUNT_SLOT) == len(safe.owners), "its owners do not follow from its history")
        for owner in safe.owners:
            require(number(owner_slot(owner)) != 0, f"{checksummed(owner)} is no owner")
        require(not safe.pending, f"transactions {sorted(safe.pending.values())} have no outcome")
        guard = self._trust.address_of("GovernanceGuard")
        if guard is not None and not exited:
            for slot in GUARD_SLOTS:
                found = state.word(safe.address, slot)[12:]
                require(found == guard, f"has the guard {checksummed(found)}" if any(found) else "has no guard")
        self._ledger.prove(
            "safe",
            f"all {safe.nonce} transactions are here, none is missing; owners and threshold follow",
            safe.council,
        )


# ------------------------------------------------------------------------------------------------------------- changes


class Governance:
    """What this verifier folds of the suite's events: seats, exits, upgrades, changes, incidents, conversions."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._seats: Dict[Tuple[str, str], Dict[str, int]] = {}
        self.exited: Set[str] = set()
        self.upgrades: Dict[str, List[Tuple[int, str, str]]] = {}
        self._changes: Dict[str, Dict[str, Any]] = {}
        self.deployments: List[Dict[str, Any]] = []
        self.incidents, self.conversions = Incidents(), Conversions()
        # Digests that were acknowledged, by the block that they are about; whether one is of a bridge's metrics.
        self.acknowledged: Dict[int, Set[str]] = {}
        self.metrics: Set[int] = set()

    def seat_of(self, safe: str, owner: str) -> Optional[Dict[str, int]]:
        return self._seats.get((safe, owner))

    def apply(self, line: Dict[str, Any], log: Log, safes: Safes) -> None:
        contract, event = line["contract"], line["event"]
        name, args = event["name"], event["args"]
        if contract == "RoleRegistry" and name == "SeatAssigned":
            seat = {"entity": int(args["entity"]), "constituency": int(args["constituency"])}
            self._seats[args["safe"], args["owner"]] = seat
        elif contract == "RoleRegistry" and name == "SeatVacated":
            self._seats.pop((args["safe"], args["owner"]), None)
        elif contract == "GovernanceGuard" and name == "Exited":
            self.exited.add(args["safe"])
        elif contract == "GovernanceGuard" and name in ("CouncilRegistered", "CouncilPolicySet"):
            self.exited.discard(args["safe"])
        elif contract == "BridgeGateway":
            self.conversions.apply(line)
        if name == "UpgradeAuthorized":
            upgrade = (line["sequence"], args["implementation"], args["codehash"])
            self.upgrades.setdefault(contract, []).append(upgrade)
        if contract == "ChangeManager" and "id" in args:
            self._change(name, args, line, log, safes)
        self.incidents.apply(line, log, safes)

    def _change(self, name: str, args: Dict[str, Any], line: Dict[str, Any], log: Log, safes: Safes) -> None:
        if name == "ChangeProposed":
            self._changes[args["id"]] = {"proposed": args, "approvals": []}
        change = self._changes.get(args["id"])
        if change is None:
            return
        if name == "ChangeApproved":
            change["approvals"].append(args["safeTxHash"])
        elif name in ("ChangeVetoed", "ApprovalWithdrawn"):
            change["approvals"] = []
        elif name == "ChangeAcknowledged":
            block = int(args["observedBlock"])
            self.acknowledged.setdefault(block, set()).add(args["metricsDigest"])
            if CHANGE_CLASSES[int(change["proposed"]["changeClass"])] == "BridgeParameter":
                self.metrics.add(block)
        elif name in ("ChangeExecuted", "ChangeRolledBack"):
            self.deployments.append(self._deployment(name == "ChangeExecuted", change, args, line, log, safes))

    @staticmethod
    def _deployment(
        executed: bool, change: Dict[str, Any], args: Dict[str, Any], line: Dict[str, Any], log: Log, safes: Safes
    ) -> Dict[str, Any]:
        """The deployment log entry of an execution or a rollback."""
        proposed = change["proposed"]
        content = proposed["change"]
        operator = args["executor" if executed else "safe"]
        approvals = list(dict.fromkeys(change["approvals"]))
        if not executed:
            made = safes.transaction_of(operator, log)
            approvals = [] if made is None else [made]
        number = int(proposed["changeClass"])
        name = CHANGE_CLASSES[number] if number < len(CHANGE_CLASSES) else str(number)
        return {
            "kind": "executed" if executed else "rolledBack",
            "changeId": args["id"],
            "changeClass": name if content["class"] == proposed["changeClass"] else "-1",
            "version": content["version"],
            "time": log.block.timestamp,
            "operator": operator,
            "proposer": proposed["proposer"],
            "artifacts": content["artifacts"],
            "approvals": approvals,
            **{key: line[key] for key in ("contract", "sequence", "blockNumber", "transactionHash")},
        }

    def judge_code(self, state: State, ledger: Ledger) -> None:
        """The code that wrote the evidence is code that the auditor trusts, now and at each upgrade."""
        for contract, trusted in self._trust.contracts.items():
            ledger.attempt("code", lambda: self._judge_code(contract, trusted, state, ledger))

    def _judge_code(self, contract: str, trusted: Contract, state: State, ledger: Ledger) -> None:
        found = state.codehash.get(trusted.address)
        if found != trusted.codehash:
            code = hex0x(found or b"")
            raise ClaimError(f"{contract} has the code {code}, the trust file says {hex0x(trusted.codehash)}", contract)
        if trusted.implementations is not None:
            known = {hex0x(digest) for digest in trusted.implementations}
            for sequence, _, codehash in self.upgrades.get(contract, []):
                if codehash not in known:
                    message = f"{contract} was upgraded to {codehash}, which the trust file does not list"
                    raise ClaimError(message, contract, sequence)
            implementation = state.word(trusted.address, IMPLEMENTATION_SLOT)[12:]
            behind = state.codehash.get(implementation)
            if behind is None:
                raise ClaimError(f"the code of {checksummed(implementation)} is not proven", contract)
            if hex0x(behind) not in known:
                message = f"{contract} runs {hex0x(behind)}, which the trust file does not list"
                raise ClaimError(message, contract)
            for sequence, last, _ in self.upgrades.get(contract, [])[-1:]:
                if last != checksummed(implementation):
                    message = f"{contract} runs {checksummed(implementation)}, but its last recorded upgrade is another"
                    raise ClaimError(message, contract, sequence)
        ledger.prove("code", "runs trusted code", contract)


# ----------------------------------------------------------------------------------------------------------- incidents


def text_of(args: Dict[str, Any], name: str) -> str:
    value = args.get(name)
    return value if isinstance(value, str) else ""


def number_of(args: Dict[str, Any], name: str) -> int:
    """A small number; a parameter that an event does not have counts as none."""
    number = int(text_of(args, name) or "0")
    if abs(number) >= 2**53:
        raise ValueError(f"{name} is no number that this verifier reads")
    return number


def word_for(words: Sequence[str], number: int) -> str:
    """A member of an enumeration; the contracts know no other numbers."""
    if not 0 <= number < len(words):
        raise ValueError(f"{number} is none of {', '.join(words)}")
    return words[number]


def act_of(line: Dict[str, Any]) -> Dict[str, Any]:
    """When and where something was recorded."""
    place = {name: line[name] for name in ("contract", "sequence", "transactionHash")}
    return {"time": line["timestamp"], **place}


# Events of the IncidentRegistry: step of the incident's life, name of the digest, status after it.
LIFE: Dict[str, Tuple[str, str, Optional[str]]] = {
    "IncidentOpened": ("opened", "reportDigest", "Open"),
    "IncidentDeclared": ("declared", "reasonDigest", None),
    "IncidentAcknowledged": ("acknowledged", "", "Acknowledged"),
    "IncidentReassigned": ("reassigned", "reasonDigest", None),
    "IncidentMitigated": ("mitigated", "digest", "Mitigated"),
    "IncidentResolved": ("resolved", "digest", "Resolved"),
}
REVIEWS = {
    "ReviewSubmitted": ("submitted", ""),
    "ReviewApproved": ("approved", "opinionDigest"),
    "ReviewReturned": ("returned", "reasonDigest"),
    "ReviewOvertaken": ("overtaken", ""),
}
# Events of the EmergencyController: act on a debt, what the debt is afterwards.
DEBTS = {
    "ReviewFiled": ("filed", "filed"),
    "ReviewRejected": ("rejected", "owed"),
    "ReviewAccepted": ("accepted", "accepted"),
}


class Incidents:
    """data/incidents.ndjson and data/overrides.ndjson, from events of IncidentRegistry and EmergencyController."""

    def __init__(self) -> None:
        self.by_id: Dict[str, Dict[str, Any]] = {}
        self.overrides: List[Dict[str, Any]] = []
        # Until when an incident holds a system: system, incident.
        self._holds: Dict[str, Dict[str, int]] = {}
        self._declared: Optional[Dict[str, Any]] = None

    def of(self, incident_id: str) -> Dict[str, Any]:
        lists = "responsible life severities statements keys reviews declarations systems fixes debts".split()
        blank = {"incidentId": incident_id, "status": "None", "severity": "None", "openedBlock": None, "debt": None}
        return self.by_id.setdefault(incident_id, {**blank, **{name: [] for name in lists}})

    def apply(self, line: Dict[str, Any], log: Log, safes: Safes) -> None:
        name, args = line["event"]["name"], line["event"]["args"]
        if line["contract"] == "IncidentRegistry" and text_of(args, "incidentId"):
            self._registry(name, args, line)
        if line["contract"] == "EmergencyController":
            safe = text_of(args, "safe")
            council = {"safe": safe, "safeTxHash": safes.transaction_of(safe, log), **act_of(line)}
            self._controller(name, args, line, council)

    def _registry(self, name: str, args: Dict[str, Any], line: Dict[str, Any]) -> None:
        incident, act, by = self.of(args["incidentId"]), act_of(line), text_of(args, "by")
        if name == "IncidentOpened":
            incident["openedBlock"] = line["blockNumber"]
        if name in LIFE:
            step, digest, status = LIFE[name]
            incident["status"] = status or incident["status"]
            incident["life"].append(
                {
                    "step": step,
                    "by": text_of(args, "safe") if step == "declared" else by,
                    "entity": number_of(args, "entity") if "entity" in args else None,
                    "digest": text_of(args, digest) if digest else None,
                    **act,
                }
            )
        if name in ("IncidentOpened", "SeverityChanged"):
            incident["severity"] = severity = SEVERITIES[number_of(args, "severity")]
            digest = text_of(args, "reportDigest" if name == "IncidentOpened" else "reasonDigest")
            incident["severities"].append({"severity": severity, "by": by, "digest": digest, **act})
        elif name in ("IncidentAcknowledged", "IncidentReassigned"):
            if number_of(args, "entity") not in incident["responsible"]:
                incident["responsible"].append(number_of(args, "entity"))
        elif name == "StatementPublished":
            audience = AUDIENCES[number_of(args, "audience")]
            incident["statements"].append({"audience": audience, "by": by, "digest": text_of(args, "digest"), **act})
        elif name == "KeyNamed":
            incident["keys"].append({"keyId": text_of(args, "keyId"), "by": by, **act})
        elif name in REVIEWS:
            self._review(name, args, act, incident)

    def _review(self, name: str, args: Dict[str, Any], act: Dict[str, Any], incident: Dict[str, Any]) -> None:
        step, digest = REVIEWS[name]
        interim = args.get("interim")
        incident["reviews"].append(
            {
                "step": step,
                "reviewDigest": text_of(args, "reviewDigest"),
                "by": None if step == "overtaken" else text_of(args, "by"),
                "entity": None if step == "overtaken" else number_of(args, "entity"),
                "interim": interim if isinstance(interim, bool) else None,
                "digest": text_of(args, digest) if digest else None,
                **act,
            }
        )
        if step == "approved" and incident["status"] == "Resolved":
            incident["status"] = "Reviewed"
        if step == "overtaken":
            for owing in [incident, *self._overrides_of(incident["incidentId"])]:
                if owing["debt"] == "filed":
                    owing["debt"] = "owed"

    def _overrides_of(self, incident_id: str) -> List[Dict[str, Any]]:
        return [override for override in self.overrides if override["incidentId"] == incident_id]

    def _controller(self, name: str, args: Dict[str, Any], line: Dict[str, Any], council: Dict[str, Any]) -> None:
        system, incident_id, act = text_of(args, "systemId"), text_of(args, "incidentId"), act_of(line)
        if name == "EmergencyDeclared":
            self._declare(args, council)
        elif name in ("SystemRestricted", "RestrictionSkipped", "RestrictionExtended"):
            self._restrict(name, args, line, council)
        elif name == "SystemRestored":
            self._restore(system, args, line, council)
        elif name == "OverrideGranted":
            self.of(incident_id)
            self.overrides.append(
                {
                    "systemId": system,
                    "operation": OPERATIONS[number_of(args, "operation")],
                    "incidentId": incident_id,
                    "evidenceDigest": text_of(args, "evidenceDigest"),
                    "until": number_of(args, "until"),
                    "ended": None,
                    "debt": "owed",
                    **council,
                }
            )
        elif name == "OverrideEnded":
            ended = {"cause": "ended", "digest": text_of(args, "reasonDigest"), **council}
            self._end_overrides(line, system, OPERATIONS[number_of(args, "operation")], ended)
        elif name == "EmergencyFixNoted":
            self.of(incident_id)["fixes"].append({"changeId": text_of(args, "changeId"), **act})
        elif name == "ReviewOwed":
            incident, narrative = self.of(incident_id), number_of(args, "narrativeDueAt") or None
            incident["debt"] = "filed" if incident["debt"] == "filed" else "owed"
            due = {"dueAt": number_of(args, "dueAt"), "narrativeDueAt": narrative}
            incident["debts"].append({"act": "owed", **due, **act})
        elif name == "NarrativeFiled":
            filed = {"act": "narrativeFiled", "digest": text_of(args, "narrativeDigest"), **council}
            self.of(incident_id)["debts"].append(filed)
        elif name in DEBTS:
            what, debt = DEBTS[name]
            incident = self.of(incident_id)
            incident["debt"] = debt
            incident["debts"].append({"act": what, **act})
            for override in self._overrides_of(incident_id):
                override["debt"] = debt if override["debt"] != "accepted" else "accepted"

    def _declare(self, args: Dict[str, Any], council: Dict[str, Any]) -> None:
        incident, severity = self.of(text_of(args, "incidentId")), SEVERITIES[number_of(args, "severity")]
        # The IncidentRegistry's word counts where it knows the incident.
        if incident["status"] == "None":
            incident["severity"] = severity
        playbook = text_of(args, "playbookId")
        self._declared = council
        incident["declarations"].append(
            {
                "severity": severity,
                "playbookId": None if playbook == hex0x(ZERO_WORD) else playbook,
                "digest": text_of(args, "reasonDigest"),
                "entities": text_of(args, "entities"),
                **council,
            }
        )

    def _by_declaration(self, line: Dict[str, Any]) -> Dict[str, Any]:
        """An act of the Safe that declared the emergency just before."""
        if self._declared is None:
            raise ValueError(f"{line['event']['name']} without a declaration before it")
        return {"safe": self._declared["safe"], "safeTxHash": self._declared["safeTxHash"], **act_of(line)}

    def _restrict(self, name: str, args: Dict[str, Any], line: Dict[str, Any], council: Dict[str, Any]) -> None:
        system, incident_id = text_of(args, "systemId"), text_of(args, "incidentId")
        if name == "RestrictionSkipped":
            skipped = {"act": "skipped", "reason": text_of(args, "reason"), **self._by_declaration(line)}
            self._add_act(self.of(incident_id), system, skipped)
            return
        restricted = name == "SystemRestricted"
        until, limited = number_of(args, "strictUntil" if restricted else "until"), number_of(args, "limitedUntil")
        holds = self._holds.setdefault(system, {})
        held = 2 * until - line["timestamp"] if restricted else limited
        holds[incident_id] = max(holds.get(incident_id, 0), held)
        done = {"mode": MODES[number_of(args, "mode")], "until": until, "limitedUntil": limited}
        if restricted:
            by = self._by_declaration(line)
            self._end_overrides(line, system, None, {"cause": "restricted", "digest": None, **by})
            charge = {"charged": number_of(args, "charged"), "fromReserve": args.get("fromReserve") is True}
            self._add_act(self.of(incident_id), system, {"act": "restricted", **done, **charge, **by})
        else:
            extended = {"act": "extended", **done, "digest": text_of(args, "reasonDigest"), **council}
            self._add_act(self.of(incident_id), system, extended)

    def _restore(self, system: str, args: Dict[str, Any], line: Dict[str, Any], council: Dict[str, Any]) -> None:
        mode, digest = MODES[number_of(args, "mode")], text_of(args, "reasonDigest")
        for incident_id, until in list(self._holds.get(system, {}).items()):
            if until > line["timestamp"]:
                restored = {"act": "restored", "mode": mode, "digest": digest, **council}
                self._add_act(self.of(incident_id), system, restored)
        if mode == "NORMAL":
            self._holds.pop(system, None)

    @staticmethod
    def _add_act(incident: Dict[str, Any], system: str, act: Dict[str, Any]) -> None:
        for known in incident["systems"]:
            if known["systemId"] == system:
                known["acts"].append(act)
                return
        incident["systems"].append({"systemId": system, "acts": [act]})

    def _end_overrides(
        self, line: Dict[str, Any], system: str, operation: Optional[str], ended: Dict[str, Any]
    ) -> None:
        """Ends what is in force: one operation's override, or with a restriction every one of the system."""
        for override in self.overrides:
            meant = override["systemId"] == system and operation in (None, override["operation"])
            if meant and override["ended"] is None and override["until"] > line["timestamp"]:
                override["ended"] = ended

    def story(self, incident_id: str, deployments: List[Dict[str, Any]], made: List[Dict[str, Any]]) -> Dict[str, Any]:
        """data/incident.json of a narrowed bundle."""
        incident = self.by_id.get(incident_id)
        if incident is None:
            raise ClaimError(f"the evidence knows no incident {incident_id}")
        overrides = self._overrides_of(incident_id)
        noted = {fix["changeId"] for fix in incident["fixes"]}
        fixes = [deployment for deployment in deployments if deployment["changeId"] in noted]
        acts = [*incident["declarations"], *(act for system in incident["systems"] for act in system["acts"])]
        acts += [debt for debt in incident["debts"] if debt["act"] == "narrativeFiled"]
        acts += [*overrides, *(override["ended"] for override in overrides if override["ended"] is not None)]
        signed = {act["safeTxHash"] for act in acts} | {digest for fix in fixes for digest in fix["approvals"]}
        return {
            "schema": "sign.evidence.incident.v1",
            "incident": incident,
            "overrides": overrides,
            "fixes": fixes,
            "signatures": [item for item in made if item["safeTxHash"] in signed],
        }


# --------------------------------------------------------------------------------------------------------- conversions


class Conversions:
    """data/settlements.ndjson, from events of the BridgeGateway."""

    def __init__(self) -> None:
        self.by_id: Dict[str, Dict[str, Any]] = {}
        # Statements about what has not come to be yet.
        self._said: Dict[str, List[Dict[str, Any]]] = {}

    def apply(self, line: Dict[str, Any]) -> None:
        name, args = line["event"]["name"], line["event"]["args"]
        known = self.by_id.get(text_of(args, "id"))
        if name == "ConversionRequested":
            self._begin(args, line, "Out", "requested")
        elif name == "InboundAdmitted":
            self._begin(args, line, "In", "admitted")
        elif name == "ConversionAttested":
            self._attest(args, line)
        elif known is not None and name == "ConversionSettled":
            known["parametersVersion"] = text_of(args, "parametersVersion")
            if self._direction(args) == "Out":
                known["settlementReference"] = text_of(args, "settlementReference")
            self._step(known, "settled", "Settled", line)
        elif known is not None and name == "ConversionFailed":
            self._step(known, "failed", "Failed", line)
        elif known is not None and name == "ConversionRefunded":
            if self._direction(args) == "In":
                known["returnReference"] = text_of(args, "settlementReference")
            self._step(known, "refunded", "Refunded", line)

    @staticmethod
    def _direction(args: Dict[str, Any]) -> str:
        return DIRECTIONS[number_of(args, "direction")]

    def _begin(self, args: Dict[str, Any], line: Dict[str, Any], direction: str, first: str) -> None:
        conversion: Dict[str, Any] = {name: text_of(args, name) for name in ("id", "counterparty", "nonce", "amount")}
        inward = direction == "In"
        conversion.update(
            direction=direction,
            settlementReference=text_of(args, "settlementReference") if inward else None,
            returnReference=None,
            parametersVersion=None if inward else text_of(args, "parametersVersion"),
            steps=[],
            attestations=self._said.pop(conversion["id"], []),
        )
        self.by_id[conversion["id"]] = conversion
        self._step(conversion, first, "Requested", line)

    def _attest(self, args: Dict[str, Any], line: Dict[str, Any]) -> None:
        number = text_of(args, "id")
        known = self.by_id.get(number)
        attestations = self._said.setdefault(number, []) if known is None else known["attestations"]
        attestations.append(
            {
                "operator": text_of(args, "operator"),
                "entity": number_of(args, "entity"),
                "statement": text_of(args, "statement"),
                "complete": args.get("complete") is True,
                **act_of(line),
            }
        )

    @staticmethod
    def _step(conversion: Dict[str, Any], step: str, status: str, line: Dict[str, Any]) -> None:
        args, failed = line["event"]["args"], step == "failed"
        conversion["status"] = status
        reason = FAILURE_REASONS[number_of(args, "reason")] if failed else None
        digest = text_of(args, "evidenceDigest") if failed else None
        conversion["steps"].append({"step": step, "reason": reason, "digest": digest, **act_of(line)})


# ---------------------------------------------------------------------------------------------------------- snapshots

DAY = 86_400
# A contract can name no earlier block by its hash.
KNOWN_BLOCKS = 256
POSITION = "locked pending owed released admitted".split()


def texts_of(numbers: Dict[str, int]) -> Dict[str, str]:
    return {name: str(number) for name, number in numbers.items()}


class Volumes:
    """How much was converted each way: in all, or by one counterparty."""

    def __init__(self) -> None:
        self._ways = {way: {"converted": 0, "refunded": 0, "conversions": 0} for way in DIRECTIONS}

    def convert(self, way: str, amount: int) -> None:
        self._ways[way]["converted"] += amount
        self._ways[way]["conversions"] += 1

    def refund(self, amount: int) -> None:
        self._ways["Out"]["converted"] -= amount
        self._ways["Out"]["refunded"] += amount

    def tell(self) -> Dict[str, Any]:
        return {way: texts_of(counted) for way, counted in self._ways.items()}


class BridgeMetrics:
    """What the BridgeGateway counts, event by event. Amounts are in the token's smallest unit."""

    def __init__(self) -> None:
        self._all = Volumes()
        self._by_counterparty: Dict[str, Volumes] = {}
        self._failures: Dict[str, Dict[str, int]] = {way: dict.fromkeys(FAILURE_REASONS, 0) for way in DIRECTIONS}
        # Failures and conversions of each day.
        self._days: Dict[int, List[int]] = {}
        self._position = dict.fromkeys(POSITION, 0)
        self._reserve: Optional[Dict[str, Any]] = None
        self._version = "0"

    def apply(self, line: Dict[str, Any]) -> None:
        name, args = line["event"]["name"], line["event"]["args"]
        if name in ("ConversionRequested", "InboundAdmitted"):
            self._day(line)[1] += 1
        if name == "ConversionRequested":
            self._move(args, locked=1, pending=1)
            self._convert("Out", args)
        elif name == "InboundAdmitted":
            self._move(args, admitted=1)
        elif name == "ConversionSettled" and self._is_out(args):
            self._move(args, pending=-1)
        elif name == "ConversionSettled":
            self._move(args, released=1)
            self._convert("In", args)
        elif name == "ConversionFailed":
            self._fail(args, line)
        elif name == "ConversionRefunded" and self._is_out(args):
            self._move(args, locked=-1, owed=-1)
            for volumes in self._volumes(args):
                volumes.refund(int(args["amount"]))
        elif name == "ReserveAttested":
            told = {key: text_of(args, key) for key in ("issued", "redeemed", "digest")}
            self._reserve = {**told, "observedAt": number_of(args, "observedAt")}
        elif name in ("FlowConfigured", "ParameterApplied"):
            self._version = text_of(args, "parametersVersion")

    def at(self, timestamp: int) -> Dict[str, Any]:
        """What monitoring sees at the end of a block of this time."""
        counterparties = sorted(self._by_counterparty.items(), key=lambda item: item[0].lower())
        failures = {
            way: {reason: str(count) for reason, count in counted.items() if reason != FAILURE_REASONS[0]}
            for way, counted in self._failures.items()
        }
        reserve = self._reserve and {**self._reserve, "age": timestamp - self._reserve["observedAt"]}
        issued = int(self._reserve["issued"]) if self._reserve else 0
        told = [{"counterparty": address, **volumes.tell()} for address, volumes in counterparties]
        return {
            "parametersVersion": self._version,
            "volumes": {**self._all.tell(), "counterparties": told},
            "failures": failures,
            "recentFailures": self._recent(timestamp // DAY),
            "position": texts_of(self._position),
            "reserve": reserve,
            "conservationHolds": issued <= self._position["locked"],
        }

    def _recent(self, today: int) -> Dict[str, str]:
        """Failures of today and yesterday, and their share in hundredths of a percent, rounded up."""
        days = [self._days.get(today, [0, 0]), self._days.get(today - 1, [0, 0])]
        failures, conversions = (sum(day[index] for day in days) for index in (0, 1))
        share = -(-failures * 10_000 // max(conversions, 1))
        return texts_of({"failures": failures, "conversions": conversions, "basisPoints": share})

    def _fail(self, args: Dict[str, Any], line: Dict[str, Any]) -> None:
        way = "Out" if self._is_out(args) else "In"
        self._failures[way][word_for(FAILURE_REASONS, number_of(args, "reason"))] += 1
        self._day(line)[0] += 1
        # What fails on its way in was never on the public rail's books.
        if way == "Out":
            self._move(args, pending=-1, owed=1)

    def _move(self, args: Dict[str, Any], **signs: int) -> None:
        for name, sign in signs.items():
            self._position[name] += sign * int(args["amount"])

    def _convert(self, way: str, args: Dict[str, Any]) -> None:
        for volumes in self._volumes(args):
            volumes.convert(way, int(args["amount"]))

    def _volumes(self, args: Dict[str, Any]) -> Tuple[Volumes, Volumes]:
        return self._all, self._by_counterparty.setdefault(text_of(args, "counterparty"), Volumes())

    def _day(self, line: Dict[str, Any]) -> List[int]:
        return self._days.setdefault(line["timestamp"] // DAY, [0, 0])

    @staticmethod
    def _is_out(args: Dict[str, Any]) -> bool:
        return word_for(DIRECTIONS, number_of(args, "direction")) == "Out"


class Monitoring:
    """data/snapshots/<block>.json: what monitoring must have seen at the block that it named in an acknowledgement."""

    def __init__(self, trust: Trust) -> None:
        self._chain_id, self._gateway = trust.chain_id, trust.address_of("BridgeGateway")
        # Of blocks that can still be named: their headers, and the gateway's events in them.
        self._headers: Deque[bytes] = collections.deque(maxlen=KNOWN_BLOCKS + 1)
        self._events: Deque[Dict[str, Any]] = collections.deque()
        self._earlier = BridgeMetrics()
        # Events that no gateway of the suite makes do not hinder reading the chain; whoever asks for counters is told.
        self._countable = True
        self.snapshots: Dict[int, Dict[str, Any]] = {}

    def enter(self, header: bytes) -> None:
        self._headers.append(header)

    def books(self) -> Optional[Dict[str, Any]]:
        """What the gateway counts at the anchor; None without a gateway whose events can be counted."""
        try:
            return None if self._gateway is None else self._look(decode_header(self._headers[-1]))
        except (ValueError, LookupError):
            return None

    def apply(self, line: Dict[str, Any]) -> None:
        if line["contract"] == "BridgeGateway":
            self._forget(line["blockNumber"] - KNOWN_BLOCKS)
            self._events.append(line)
        elif line["contract"] == "ChangeManager" and line["event"]["name"] == "ChangeAcknowledged":
            self._remember(number_of(line["event"]["args"], "observedBlock"), line["blockNumber"])

    def _forget(self, oldest: int) -> None:
        """Counts what lies before a block that nobody can name any more."""
        while self._events and self._events[0]["blockNumber"] < oldest:
            try:
                self._earlier.apply(self._events.popleft())
            except (ValueError, LookupError):
                self._countable = False

    def _remember(self, observed: int, present: int) -> None:
        back = present - observed
        if self._gateway is None or not 0 <= back < len(self._headers):
            return
        self._forget(present - KNOWN_BLOCKS)
        header = decode_header(self._headers[-1 - back])
        self.snapshots[observed] = {
            "schema": "sign.monitor.snapshot.v1",
            "chainId": self._chain_id,
            "gateway": checksummed(self._gateway),
            **self._look(header),
        }

    def _look(self, header: Header) -> Dict[str, Any]:
        if not self._countable:
            raise ValueError("the gateway's events cannot be counted")
        metrics = copy.deepcopy(self._earlier)
        for line in self._events:
            if line["blockNumber"] <= header.number:
                metrics.apply(line)
        block = {"number": header.number, "hash": hex0x(header.hash), "timestamp": header.timestamp}
        return {"block": block, **metrics.at(header.timestamp)}


# ---------------------------------------------------------------------------------------------------------- registers


class RegisterEvent(NamedTuple):
    """An event of a register, and the Safe transactions that called this register before, in the same transaction."""

    line: Dict[str, Any]
    callers: List[str]
    # Names of the suite's contracts, by address.
    names: Dict[bytes, str]

    @property
    def contract(self) -> str:
        return str(self.line["contract"])

    @property
    def name(self) -> str:
        return str(self.line["event"]["name"])

    @property
    def args(self) -> Dict[str, Any]:
        args: Dict[str, Any] = self.line["event"]["args"]
        return args

    def text(self, name: str) -> str:
        return text_of(self.args, name)

    def number(self, name: str) -> int:
        return number_of(self.args, name)

    def texts(self, *names: str) -> Dict[str, str]:
        return {name: self.text(name) for name in names}

    def numbers(self, *names: str) -> Dict[str, int]:
        return {name: self.number(name) for name in names}

    def deed(self) -> Dict[str, Any]:
        """When, where and by whom it was done."""
        return {**act_of(self.line), "by": self.text("by") or None, "approvals": self.callers}

    def placed_deed(self) -> Dict[str, Any]:
        return {**self.deed(), "blockNumber": self.line["blockNumber"]}

    def step(self, name: str, digest: Optional[str]) -> Dict[str, Any]:
        """A step of something's life, with the digest that the event names for it."""
        return {"step": name, "digest": None if digest is None else self.text(digest), **self.deed()}


# Events of the ChangeManager after a proposal: step, who did it, name of the digest, status after it.
CHANGE_STEPS: Dict[str, Tuple[str, str, Optional[str], Optional[str]]] = {
    "ChangeApproved": ("approved", "safe", None, None),
    "ChangeVetoed": ("vetoed", "safe", "reasonDigest", "Proposed"),
    "ApprovalWithdrawn": ("withdrawn", "safe", "reasonDigest", "Proposed"),
    "ChangeCancelled": ("cancelled", "proposer", None, "Cancelled"),
    "ChangeAcknowledged": ("acknowledged", "monitor", "metricsDigest", None),
    "ChangeObjected": ("objected", "monitor", "reasonDigest", "Objected"),
    "ChangeExecuted": ("executed", "executor", None, "Executed"),
    "ChangeRolledBack": ("rolledBack", "safe", "reasonDigest", "RolledBack"),
}
POLICY_NUMBERS = (
    "approverRole secondApproverRole minSigners constituencies approvalWindow delay executionWindow rollbackWindow "
    "maintenanceNotice"
).split()


class Changes:
    """data/changes.ndjson: changes from their proposal to their end, each with the rule under which it went."""

    def __init__(self) -> None:
        self.by_id: Dict[str, Dict[str, Any]] = {}
        # Of each class the policies, from when each is in force.
        self._policies: Dict[str, List[Tuple[int, Dict[str, Any]]]] = {}

    def apply(self, event: RegisterEvent) -> None:
        if event.contract != "ChangeManager":
            return
        if event.name == "PolicySet":
            self._set_policy(event)
        elif event.name == "ChangeProposed":
            self._propose(event)
        change = self.by_id.get(event.text("id"))
        if change is None:
            return
        if event.name == "ChangeQueued":
            self._queue(change, event)
        elif event.name in CHANGE_STEPS:
            self._move(change, event)

    def _set_policy(self, event: RegisterEvent) -> None:
        told = event.args["policy"]
        policy = {"version": event.number("version"), "needsAcknowledgement": told["needsAcknowledgement"]}
        policy.update({name: number_of(told, name) for name in POLICY_NUMBERS})
        # A policy that was still waiting is replaced, and never comes into force.
        policies = self._policies.setdefault(event.text("changeClass"), [])
        policies[:] = [known for known in policies if known[0] <= event.line["timestamp"]]
        policies.append((event.number("effectiveAt"), policy))

    def _propose(self, event: RegisterEvent) -> None:
        told, change_id, time = event.args["change"], event.text("id"), event.line["timestamp"]
        policies = self._policies.get(event.text("changeClass"), [])
        in_force = [policy for since, policy in policies if since <= time]
        earlier = self.by_id.get(change_id, {"steps": []})["steps"]
        proposed = {"step": "proposed", "role": None, "digest": None, **event.placed_deed()}
        self.by_id[change_id] = {
            "changeId": change_id,
            "changeClass": word_for(CHANGE_CLASSES, event.number("changeClass")),
            **{name: told[name] for name in ("version", "uri", "irreversible", "artifacts", "pins")},
            "status": "Proposed",
            "proposer": event.text("proposer"),
            "policy": in_force[-1] if in_force else None,
            "approveBy": event.number("approveBy"),
            "readyAt": None,
            "executeBy": None,
            "rollbackUntil": None,
            "incident": None if told["incident"] == hex0x(ZERO_WORD) else told["incident"],
            "calls": [self._call(item, event) for item in told["calls"]],
            "rollback": [self._call(item, event) for item in told["rollback"]],
            "steps": [*earlier, {**proposed, "by": event.text("proposer")}],
        }

    @staticmethod
    def _call(told: Dict[str, Any], event: RegisterEvent) -> Dict[str, Any]:
        contract = event.names.get(address_in(told["target"]))
        said = None if contract is None else describe_call(contract, unhex(told["data"]))
        return {**told, "contract": contract, "call": said}

    def _queue(self, change: Dict[str, Any], event: RegisterEvent) -> None:
        policies = self._policies.get(str(CHANGE_CLASSES.index(change["changeClass"])), [])
        versions = [policy for _, policy in policies if policy["version"] == event.number("policyVersion")]
        policy = versions[-1] if versions else None
        change.update(policy=policy, status="Queued", **event.numbers("readyAt", "executeBy"))
        change["steps"].append({"step": "queued", "role": None, "digest": None, **event.placed_deed()})

    @staticmethod
    def _move(change: Dict[str, Any], event: RegisterEvent) -> None:
        name, by, digest, status = CHANGE_STEPS[event.name]
        role = event.number("role") if "role" in event.args else None
        step = {**event.step(name, digest), "blockNumber": event.line["blockNumber"], "role": role}
        change["steps"].append({**step, "by": event.text(by)})
        change["status"] = status or change["status"]
        if name in ("vetoed", "withdrawn"):
            change.update(readyAt=None, executeBy=None)
        if name == "executed":
            change["rollbackUntil"] = event.number("rollbackUntil")


class Entities:
    """data/entities.ndjson: legal entities, the accounts that act for them, the people whom they seat."""

    def __init__(self) -> None:
        self.by_number: Dict[int, Dict[str, Any]] = {}

    def apply(self, event: RegisterEvent) -> None:
        if event.contract != "RoleRegistry":
            return
        if event.name == "EntityRegistered":
            named = {"name": event.args["name"], **event.numbers("entity"), **event.texts("legalDigest")}
            self.by_number[named["entity"]] = {**named, **act_of(event.line), "accounts": [], "seats": []}
            return
        entity = self.by_number.get(event.number("entity"))
        if entity is None:
            return
        if event.name == "AccountBound":
            entity["accounts"].append({**event.texts("account"), **act_of(event.line)})
        elif event.name == "SeatAssigned":
            seat = {**event.texts("safe", "owner"), **event.numbers("constituency"), "vacated": None}
            entity["seats"].append({**seat, **act_of(event.line)})
        elif event.name == "SeatVacated":
            place = event.texts("safe", "owner")
            for seat in reversed(entity["seats"]):
                if seat["safe"] == place["safe"] and seat["owner"] == place["owner"]:
                    seat["vacated"] = act_of(event.line)
                    return


class Parameters:
    """data/parameters.ndjson: every limit of the bridge that was ever set."""

    def __init__(self) -> None:
        self.set: List[Dict[str, Any]] = []

    def apply(self, event: RegisterEvent) -> None:
        if event.contract != "BridgeParameters" or event.name != "ParameterSet":
            return
        counterparty = event.text("counterparty")
        self.set.append(
            {
                "parameter": word_for(BRIDGE_PARAMETERS, event.number("parameter")),
                "counterparty": None if counterparty == ZERO_ADDRESS else counterparty,
                "act": word_for(PARAMETER_ACTS, event.number("act")),
                **event.texts("value", "previous", "baseline", "cause"),
                **event.numbers("parameterVersion", "version"),
                **event.placed_deed(),
            }
        )


class Programmes:
    """data/programs.ndjson: what the ProgramRegistry decided, and budgets and sums of the DistributionLedger."""

    def __init__(self) -> None:
        self.by_id: Dict[str, Dict[str, Any]] = {}

    def apply(self, event: RegisterEvent) -> None:
        if event.contract == "ProgramRegistry" and event.name == "ProgramRegistered":
            self._register(event)
            return
        programme = self.by_id.get(event.text("programId"))
        if programme is None:
            return
        if event.contract == "ProgramRegistry":
            self._decide(programme, event)
        elif event.contract == "DistributionLedger":
            self._finance(programme, event)

    def add(self, programme_id: str, **amounts: int) -> None:
        """Adds what a batch did to the programme's volume. Amounts are in the smallest unit."""
        programme = self.by_id.get(programme_id)
        if programme is None:
            return
        volume = programme["volume"]
        for name, amount in amounts.items():
            counted = isinstance(volume[name], int)
            volume[name] = volume[name] + amount if counted else str(int(volume[name]) + amount)

    def _register(self, event: RegisterEvent) -> None:
        first = PHASES[1]
        lists = "requirements ruleSets entities entityActs budgets thresholds".split()
        amounts = "authorised settled exceptions residual".split()
        caps = dict.fromkeys("maxParticipants maxAmount requirementsDigest decisionDigest".split())
        self.by_id[event.text("programId")] = {
            "programId": event.text("programId"),
            "privacy": word_for(PRIVACY_MODES, event.number("privacy")),
            **event.numbers("authority", "startsAt", "periodLength"),
            "phase": first,
            "metadata": [{"digest": event.text("metadataDigest"), **event.deed()}],
            "legalApprovals": [{"digest": event.text("legalApprovalDigest"), **event.deed()}],
            "phases": [{"act": "registered", "phase": first, **caps, **event.deed()}],
            **{name: [] for name in lists},
            "closed": None,
            "volume": {"batches": 0, "rows": 0, **dict.fromkeys(amounts, "0")},
        }

    def _decide(self, programme: Dict[str, Any], event: RegisterEvent) -> None:
        paper = {"digest": event.text("digest"), **event.deed()}
        if event.name == "ProgramMetadataRecorded":
            programme["metadata"].append(paper)
        elif event.name == "LegalApprovalRecorded":
            programme["legalApprovals"].append(paper)
        elif event.name == "RequirementRecorded":
            requirement = word_for(REQUIREMENTS, event.number("requirement"))
            programme["requirements"].append({"requirement": requirement, **paper})
        elif event.name == "RuleSetPublished":
            rules = {"version": event.number("version"), "rowMaximum": event.text("rowMaximum")}
            programme["ruleSets"].append({**rules, "uri": event.args["uri"], **paper})
        elif event.name in ("PhaseAdvanced", "PhaseCapsSet"):
            self._move(programme, event)
        elif event.name in ("EntityAuthorised", "EntityWithdrawn"):
            self._admit(programme, event)
        elif event.name == "ProgramClosed":
            programme["closed"] = {**paper, "digest": event.text("reasonDigest")}

    @staticmethod
    def _move(programme: Dict[str, Any], event: RegisterEvent) -> None:
        advanced = event.name == "PhaseAdvanced"
        programme["phase"] = word_for(PHASES, event.number("phase"))
        programme["phases"].append(
            {
                "act": "advanced" if advanced else "capped",
                "phase": programme["phase"],
                "maxParticipants": event.number("maxParticipants"),
                "requirementsDigest": event.text("requirementsDigest") if advanced else None,
                **event.texts("maxAmount", "decisionDigest"),
                **event.deed(),
            }
        )

    @staticmethod
    def _admit(programme: Dict[str, Any], event: RegisterEvent) -> None:
        entity, authorised = event.number("entity"), event.name == "EntityAuthorised"
        admitted = set(programme["entities"]) - {entity}
        programme["entities"] = sorted(admitted | {entity} if authorised else admitted)
        act, digest = ("authorised", "approvalDigest") if authorised else ("withdrawn", "reasonDigest")
        programme["entityActs"].append({"act": act, "entity": entity, "digest": event.text(digest), **event.deed()})

    @staticmethod
    def _finance(programme: Dict[str, Any], event: RegisterEvent) -> None:
        if event.name == "BudgetSet":
            budget = {"budget": event.text("budget"), "digest": event.text("approvalDigest"), **event.deed()}
            programme["budgets"].append(budget)
        elif event.name == "ApprovalThresholdSet":
            programme["thresholds"].append({"perDay": event.text("perDay"), **event.deed()})


class Batches:
    """data/batches.ndjson: what was submitted to the DistributionLedger, settled and reconciled."""

    def __init__(self, programmes: Programmes) -> None:
        self._programmes = programmes
        self.by_id: Dict[str, Dict[str, Any]] = {}
        # The settlement of each reference; one counts once for ever.
        self._settlements: Dict[str, Dict[str, Any]] = {}

    def apply(self, event: RegisterEvent) -> None:
        if event.contract != "DistributionLedger":
            return
        if event.name == "BatchSubmitted":
            self._submit(event)
            return
        batch = self.by_id.get(event.text("batchId"))
        if batch is None:
            return
        if event.name == "BatchAuthorised":
            batch["status"] = "Authorised"
            batch["steps"].append(event.step("authorised", None))
            rows, total = batch["terms"]["count"], int(batch["terms"]["total"])
            self._programmes.add(batch["programId"], batches=1, rows=rows, authorised=total)
        elif event.name == "BatchRejected":
            batch["status"] = "Rejected"
            batch["steps"].append(event.step("rejected", "reasonDigest"))
        elif event.name == "BatchSettled":
            self._settle(batch, event)
        elif event.name == "SettlementReversed":
            self._reverse(batch, event)
        elif event.name == "BatchReconciled":
            batch["status"] = "Reconciled"
            batch["steps"].append(event.step("reconciled", "reportDigest"))
            batch["reconciliation"] = event.texts("settled", "exceptions", "residual", "reportDigest")
            self._programmes.add(batch["programId"], residual=int(event.text("residual")))

    def _submit(self, event: RegisterEvent) -> None:
        told, submitter = event.args["terms"], event.text("submitter")
        terms: Dict[str, Any] = {name: told[name] for name in ("root", "total", "manifestDigest")}
        terms.update({name: number_of(told, name) for name in ("count", "ruleSetVersion", "period")})
        self.by_id[event.text("batchId")] = {
            "batchId": event.text("batchId"),
            "programId": told["programId"],
            "submitter": submitter,
            "distributor": event.number("distributor"),
            "status": "Pending",
            "terms": terms,
            "steps": [{**event.step("submitted", None), "by": submitter}],
            "settlements": [],
            "settled": "0",
            "settledRows": 0,
            "reconciliation": None,
        }

    def _settle(self, batch: Dict[str, Any], event: RegisterEvent) -> None:
        settlement = {
            **event.texts("settlementReference", "amount"),
            "rows": event.number("rows"),
            "reversed": None,
            **event.deed(),
        }
        batch["settlements"].append(settlement)
        self._settlements[settlement["settlementReference"]] = settlement
        self._count(batch, int(settlement["amount"]), settlement["rows"])

    def _reverse(self, batch: Dict[str, Any], event: RegisterEvent) -> None:
        settlement = self._settlements.get(event.text("settlementReference"))
        if settlement is not None:
            settlement["reversed"] = {"reasonDigest": event.text("reasonDigest"), **event.deed()}
            self._count(batch, -int(event.text("amount")), -event.number("rows"))

    def _count(self, batch: Dict[str, Any], amount: int, rows: int) -> None:
        batch["settled"] = str(int(batch["settled"]) + amount)
        batch["settledRows"] += rows
        self._programmes.add(batch["programId"], settled=amount)


class Exceptions:
    """data/exceptions.ndjson: rows of batches that were not paid, or should not have been."""

    def __init__(self, programmes: Programmes, batches: Batches) -> None:
        self._programmes, self._batches = programmes, batches
        self.raised: List[Dict[str, Any]] = []
        # The last one of each row: batch, index.
        self._present: Dict[Tuple[str, str], Dict[str, Any]] = {}

    def apply(self, event: RegisterEvent) -> None:
        batch = self._batches.by_id.get(event.text("batchId"))
        if event.contract != "DistributionLedger" or batch is None:
            return
        row = event.text("batchId"), event.text("index")
        if event.name == "ExceptionRaised":
            self._present[row] = self._raise(batch, event)
            return
        exception = self._present.get(row)
        if exception is None:
            return
        if event.name == "ExceptionDisputed":
            exception["status"] = "Disputed"
            exception["steps"].append(self._step("disputed", "evidenceDigest", event))
        elif event.name == "ExceptionResolved":
            exception["status"] = word_for(EXCEPTION_STATUSES, event.number("outcome"))
            exception["steps"].append(self._step("resolved", "decisionDigest", event))
            if exception["status"] != "Upheld":
                self._set_aside(exception, -1)
        elif event.name == "FindingWithdrawn":
            exception["status"] = "Withdrawn"
            exception["steps"].append(self._step("withdrawn", "reasonDigest", event))
            self._set_aside(exception, -1)

    def held_back(self) -> Dict[str, int]:
        """By batch, what is not to be paid."""
        sums: Dict[str, int] = {}
        for item in self.raised:
            if item["kind"] != "PaidInError" and item["status"] not in ("Dismissed", "Withdrawn"):
                sums[item["batchId"]] = sums.get(item["batchId"], 0) + int(item["amount"])
        return sums

    def _raise(self, batch: Dict[str, Any], event: RegisterEvent) -> Dict[str, Any]:
        exception = {
            **event.texts("batchId", "index", "rowDigest", "amount"),
            "programId": batch["programId"],
            "kind": word_for(EXCEPTION_KINDS, event.number("kind")),
            "status": "Raised",
            "steps": [self._step("raised", "reasonDigest", event)],
        }
        self.raised.append(exception)
        self._set_aside(exception, 1)
        return exception

    def _set_aside(self, exception: Dict[str, Any], sign: int) -> None:
        """What is not to be paid is no longer owed; what was paid in error was paid."""
        if exception["kind"] != "PaidInError":
            self._programmes.add(exception["programId"], exceptions=sign * int(exception["amount"]))

    @staticmethod
    def _step(name: str, digest: str, event: RegisterEvent) -> Dict[str, Any]:
        entity = event.number("entity") if "entity" in event.args else None
        return {**event.step(name, digest), "entity": entity}


# Events of the AccreditationRegistry: step, name of the digest, status after it.
ACCREDITATION_STEPS: Dict[str, Tuple[str, str, Optional[str]]] = {
    "Accredited": ("accredited", "requirementDigest", "Accredited"),
    "AccreditationRenewed": ("renewed", "requirementDigest", None),
    "AccreditationSuspended": ("suspended", "reasonDigest", "Suspended"),
    "AccreditationReinstated": ("reinstated", "decisionDigest", "Accredited"),
    "AccreditationWithdrawn": ("withdrawn", "reasonDigest", "Withdrawn"),
}


class Accreditations:
    """data/accreditations.ndjson: who may issue, verify or take part in a rail; and the schemas."""

    def __init__(self) -> None:
        # A schema by its id, an accreditation by kind, account and scope; in the order in which they became known.
        self.by_key: Dict[Any, Dict[str, Any]] = {}

    def apply(self, event: RegisterEvent) -> None:
        if event.contract != "AccreditationRegistry":
            return
        if event.name == "SchemaPublished":
            self._publish(event)
        elif event.name == "SchemaRetired" and event.text("schemaId") in self.by_key:
            retired = {"digest": event.text("reasonDigest"), **event.deed()}
            self.by_key[event.text("schemaId")]["retired"] = retired
        elif event.name in ACCREDITATION_STEPS:
            self._move(event)

    def _publish(self, event: RegisterEvent) -> None:
        schema_id = event.text("schemaId")
        blank: Dict[str, Any] = {"record": "schema", "schemaId": schema_id, "versions": [], "retired": None}
        schema = self.by_key.setdefault(schema_id, blank)
        schema["version"] = event.number("version")
        schema["versions"].append(
            {
                **event.numbers("version", "previousUntil"),
                **event.texts("digest", "revocationPolicyDigest"),
                "uri": event.args["uri"],
                **event.deed(),
            }
        )

    def _move(self, event: RegisterEvent) -> None:
        name, digest, status = ACCREDITATION_STEPS[event.name]
        key = tuple(event.texts("kind", "account", "scope").values())
        if name == "accredited":
            self._accredit(key, event)
        accreditation = self.by_key.get(key)
        if accreditation is None:
            return
        accreditation["status"] = status or accreditation["status"]
        if digest == "requirementDigest":
            accreditation.update(event.numbers("schemaVersion", "until"), requirementDigest=event.text(digest))
        until = event.number("until") if "until" in event.args else None
        accreditation["steps"].append({**event.step(name, digest), "until": until})

    def _accredit(self, key: Tuple[str, ...], event: RegisterEvent) -> None:
        """Begins, or begins again: earlier steps stay."""
        accreditation = self.by_key.setdefault(key, {"record": "accreditation", "steps": []})
        kind = word_for(ACCREDITATION_KINDS, event.number("kind"))
        accreditation.update(event.texts("account", "scope"), kind=kind, **event.numbers("entity", "round"))


# Events of the KeyRegistry after a key's registration: step, name of the digest, status after it.
KEY_STEPS: Dict[str, Tuple[str, str, Optional[str]]] = {
    "KeyRotated": ("rotated", "evidenceDigest", "Rotated"),
    "KeyRetired": ("retired", "reasonDigest", "Retired"),
    "KeyCompromised": ("compromised", "evidenceDigest", "Compromised"),
    "KeyRecoveryDrilled": ("drilled", "evidenceDigest", None),
}


class Keys:
    """data/key-rotations.ndjson: keys from their registration to their end."""

    def __init__(self) -> None:
        self.by_id: Dict[str, Dict[str, Any]] = {}

    def apply(self, event: RegisterEvent) -> None:
        if event.contract != "KeyRegistry":
            return
        if event.name == "KeyRegistered":
            self._register(event)
            return
        key = self.by_id.get(event.text("keyId"))
        if key is None or event.name not in KEY_STEPS:
            return
        name, digest, status = KEY_STEPS[event.name]
        key["status"] = status or key["status"]
        if name == "rotated":
            key["successor"] = event.text("successor")
            if key["successor"] in self.by_id:
                self.by_id[key["successor"]]["predecessor"] = key["keyId"]
        key["steps"].append(event.step(name, digest))

    def _register(self, event: RegisterEvent) -> None:
        self.by_id[event.text("keyId")] = {
            **event.texts("keyId", "holder", "custodyDigest"),
            # The contract's enumeration begins with none.
            "category": word_for(KEY_CATEGORIES, event.number("category") - 1),
            "custody": word_for(CUSTODIES, event.number("custody")),
            **event.numbers("entity", "rotationPeriod", "dueAt"),
            "status": "Current",
            "successor": None,
            "predecessor": None,
            "steps": [event.step("registered", None)],
        }


# Events of the CredentialLedger that check or revoke: what the line calls it, texts and numbers that it takes over.
STATUS_CHECKS: Dict[str, Tuple[str, str, str]] = {
    "VerificationRecorded": ("verification", "verifier issuer credentialDigest purposeDigest", ""),
    "VerificationBatchRecorded": ("verificationBatch", "verifier root", "count accepted"),
    "CredentialRevoked": ("revocation", "issuer credentialDigest by reasonDigest", ""),
    "BatchRevoked": ("batchRevocation", "issuer root by reasonDigest", "count"),
}


def status_check_of(event: RegisterEvent) -> Optional[Dict[str, Any]]:
    """The line of data/status-checks.ndjson for an event; None for one that neither checks nor revokes."""
    if event.contract != "CredentialLedger" or event.name not in STATUS_CHECKS:
        return None
    check, texts, numbers = STATUS_CHECKS[event.name]
    line = {"check": check, **event.texts(*texts.split()), **event.numbers(*numbers.split()), **act_of(event.line)}
    if "root" not in line:
        # Of one credential: the batch that it was issued in, if it was.
        root = event.text("root")
        line["root"] = None if root == hex0x(ZERO_WORD) else root
    if check == "verification":
        line["status"] = word_for(CREDENTIAL_STATUSES, event.number("status"))
        line["accepted"] = event.args["accepted"] is True
    return line


class ToldChecks:
    """data/status-checks.ndjson beside what follows from events, line by line: there may be millions."""

    def __init__(self, bag: Bag) -> None:
        self.count = 0
        self._bag = bag
        self._told: Optional[ToldLines] = None
        self._problem: Optional[ClaimError] = None

    def compare(self, check: Dict[str, Any]) -> None:
        self.count += 1
        if self._problem is not None:
            return
        try:
            same = self._open().has_next(check)
        except ClaimError as error:
            self._problem = error
            return
        if not same:
            self._problem = self._difference(check["contract"], check["sequence"])

    def end(self) -> None:
        if self._problem is None and not self._open().ended():
            self._problem = self._difference()
        if self._told is not None:
            self._told.close()
        if self._problem is not None:
            raise self._problem

    def _open(self) -> ToldLines:
        if self._told is None:
            self._told = ToldLines(self._bag, VIEWS["statusChecks"])
        return self._told

    @staticmethod
    def _difference(contract: Optional[str] = None, sequence: Optional[int] = None) -> ClaimError:
        return ClaimError(f"{VIEWS['statusChecks']} is not what follows from the chain", contract, sequence)


class Registers:
    """What the registers tell, folded from proven events."""

    def __init__(self, checks: Optional[ToldChecks]) -> None:
        # None in a narrowed bundle, which tells of no register.
        self._checks = checks
        self.programmes = Programmes()
        self._batches = Batches(self.programmes)
        self._exceptions = Exceptions(self.programmes, self._batches)
        self._accreditations, self._keys = Accreditations(), Keys()
        self._changes, self._entities, self._parameters = Changes(), Entities(), Parameters()

    def apply(self, event: RegisterEvent) -> None:
        for register in (
            self._changes,
            self._entities,
            self._parameters,
            self.programmes,
            self._batches,
            self._exceptions,
            self._accreditations,
            self._keys,
        ):
            register.apply(event)
        check = status_check_of(event)
        if check is not None and self._checks is not None:
            self._checks.compare(check)

    def views(self) -> Dict[str, List[Dict[str, Any]]]:
        """Lines of each file, by its name in the counts of data/export.json."""
        return {
            "changes": list(self._changes.by_id.values()),
            "entities": list(self._entities.by_number.values()),
            "parameters": self._parameters.set,
            "programs": list(self.programmes.by_id.values()),
            "batches": list(self._batches.by_id.values()),
            "exceptions": self._exceptions.raised,
            "accreditations": list(self._accreditations.by_key.values()),
            "keyRotations": list(self._keys.by_id.values()),
        }

    def reconciliation(self, books: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        """data/reconciliation/report.json: whether all that was authorised, and the bridge, is accounted for."""
        batches = (batch for batch in self._batches.by_id.values() if batch["status"] in ("Authorised", "Reconciled"))
        held = self._exceptions.held_back()
        told = "block volumes position reserve conservationHolds".split()
        return {
            "schema": "sign.evidence.reconciliation.v1",
            "programs": [balance_of_programme(programme) for programme in self.programmes.by_id.values()],
            "batches": [balance_of_batch(batch, held.get(batch["batchId"], 0)) for batch in batches],
            "bridge": None if books is None else {name: books[name] for name in told},
        }


def balance_of_programme(programme: Dict[str, Any]) -> Dict[str, Any]:
    budgets, volume = programme["budgets"], programme["volume"]
    return {
        "programId": programme["programId"],
        "budget": budgets[-1]["budget"] if budgets else "0",
        "batches": volume["batches"],
        **balance(volume["authorised"], volume),
    }


def balance_of_batch(batch: Dict[str, Any], held_back: int) -> Dict[str, Any]:
    """One that was reconciled says itself what it came to; of another one, what its events sum up to so far."""
    so_far = {"settled": batch["settled"], "exceptions": str(held_back), "residual": "0"}
    return {
        "batchId": batch["batchId"],
        "programId": batch["programId"],
        "reconciled": batch["reconciliation"] is not None,
        **balance(batch["terms"]["total"], batch["reconciliation"] or so_far),
    }


def balance(authorised: str, parts: Dict[str, Any]) -> Dict[str, str]:
    accounted = {name: parts[name] for name in ("settled", "exceptions", "residual")}
    return {"authorised": authorised, **accounted, "open": str(int(authorised) - sum(map(int, accounted.values())))}


def program_story(
    program_id: str, registers: Dict[str, List[Dict[str, Any]]], made: List[Dict[str, Any]]
) -> Dict[str, Any]:
    """data/program.json of a narrowed bundle."""
    own = {
        name: [item for item in registers[name] if item["programId"] == program_id]
        for name in ("programs", "batches", "exceptions")
    }
    if not own["programs"]:
        raise ClaimError(f"the evidence knows no programme {program_id}")
    program, batches, exceptions = own["programs"][0], own["batches"], own["exceptions"]
    lists = "metadata legalApprovals requirements phases ruleSets entityActs budgets thresholds".split()
    deeds = [deed for name in lists for deed in program[name]]
    deeds += [program["closed"]] if program["closed"] is not None else []
    for batch in batches:
        deeds += [*batch["steps"], *batch["settlements"]]
        deeds += [item["reversed"] for item in batch["settlements"] if item["reversed"] is not None]
    deeds += [step for exception in exceptions for step in exception["steps"]]
    signed = {digest for deed in deeds for digest in deed["approvals"]}
    return {
        "schema": "sign.evidence.program.v1",
        "program": program,
        "batches": batches,
        "exceptions": exceptions,
        "accounts": sorted({deed["by"] for deed in deeds if deed["by"] is not None}),
        "signatures": [item for item in made if item["safeTxHash"] in signed],
    }


# -------------------------------------------------------------------------------------------------------- verification

SNAPSHOT = re.compile(r"data/snapshots/(0|[1-9][0-9]{0,14})\.json")


def signatures_of(approval: Dict[str, Any]) -> Dict[str, Any]:
    """A Safe transaction as the story of an incident tells of it."""
    signers = []
    for record in approval["records"]:
        seat = record["seat"] or {"entity": None, "constituency": None}
        signers.append({"signer": record["signer"], "entity": seat["entity"], "constituency": seat["constituency"]})
    plain = {name: approval[name] for name in ("safeTxHash", "council", "nonce")}
    return {**plain, "time": approval["timestamp"], "signers": signers}


class Replay:
    """Derives events, approvals and what follows from them, log by log."""

    def __init__(self, bag: Bag, trust: Trust, ledger: Ledger, tells_story: bool, since: int) -> None:
        self._bag, self._ledger, self._tells_story = bag, ledger, tells_story
        # What happened in the period that a reader asked for.
        self._since, self.period = since, {"events": 0, "approvals": 0}
        self._names = {item.address: name for name, item in trust.contracts.items()}
        self._heads = {name: (genesis_head(trust.chain_id, item.address), 0) for name, item in trust.contracts.items()}
        self.governance, self.safes = Governance(trust), Safes(trust, ledger)
        self.watched = set(self._names) | set(self.safes.by_address)
        self.events, self.checks = ToldEvents(bag), ToldChecks(bag)
        self.registers = Registers(None if tells_story else self.checks)
        self.monitoring = Monitoring(trust)
        # Who signed what, for the story of an incident.
        self.made: List[Dict[str, Any]] = []
        # Files of approvals that should be there, and those that are what they should be.
        self.approvals: Set[str] = set()
        self.proven: Set[str] = set()

    def take(self, block: Block) -> bool:
        """Goes on to the next block of the chain."""
        self.events.enter(block.segment)
        self.monitoring.enter(block.header)
        for log in block.logs:
            self._step(log)
        return True

    def _step(self, log: Log) -> None:
        contract = self._names.get(log.address)
        if contract is None:
            approval = self.safes.apply(log, self.governance.seat_of)
            if approval is not None:
                self._compare_approval(approval)
                self.period["approvals"] += log.block.number >= self._since
                if self._tells_story:
                    self.made.append(signatures_of(approval))
        elif not (log.topics and log.topics[0] in UNCHAINED):
            line = self._line(contract, log)
            self.events.compare(line)
            self.period["events"] += log.block.number >= self._since
            if line["event"] is None:
                self._unknown_event(line)
            else:
                self._fold(line, log)

    def _fold(self, line: Dict[str, Any], log: Log) -> None:
        try:
            self.governance.apply(line, log, self.safes)
            self.registers.apply(RegisterEvent(line, self.safes.callers_of(log), self._names))
            self.monitoring.apply(line)
        except (ValueError, LookupError, TypeError) as error:
            where = f"event {line['sequence']} of {line['contract']} in block {log.block.number}"
            raise ClaimError(f"{where}: {type(error).__name__} {error}", line["contract"], line["sequence"]) from error

    def _line(self, contract: str, log: Log) -> Dict[str, Any]:
        """One line of data/events: an event with its place in the chain of its contract."""
        head, sequence = self._heads[contract]
        head, sequence = next_head(head, log.topics, log.data, log.block.number), sequence + 1
        self._heads[contract] = head, sequence
        return {
            "contract": contract,
            "address": checksummed(log.address),
            "sequence": sequence,
            **log.position(),
            "topics": [hex0x(topic) for topic in log.topics],
            "data": hex0x(log.data),
            "head": hex0x(head),
            "event": describe(contract, log.topics, log.data),
        }

    def _unknown_event(self, line: Dict[str, Any]) -> None:
        contract, sequence = line["contract"], line["sequence"]
        where = f"event {sequence} of {contract} in block {line['blockNumber']}"
        reason = f"{where} is of a kind that this verifier's tables do not know: {line['topics'][:1]}"
        self._ledger.add(UNPROVEN, "events", reason, contract, sequence)

    def _compare_approval(self, approval: Dict[str, Any]) -> None:
        path = f"data/approvals/{approval['safeTxHash']}.json"
        about = f"(Safe {approval['council']}, transaction {approval['nonce']}, block {approval['blockNumber']})"
        self.approvals.add(path)
        if path not in self._bag.files:
            self._ledger.fail("approval", f"{path} is missing {about}", approval["council"])
        elif self._bag.read(path) != canonical_json(approval).encode("utf-8"):
            self._ledger.fail("approval", f"{path} is not what follows from the chain {about}", approval["council"])
        else:
            self.proven.add(path)


NOT_JUDGED = (
    "rules of changes",
    "emergencies, fixes and reviews",
    "bridge parameters and conversions",
    "programmes, distributions, accreditations and keys",
)


class Verification:
    """One bundle against one trust file."""

    def __init__(self, bundle: str, trust: Trust, incident: Optional[str]) -> None:
        self._bundle, self._trust, self._incident = bundle, trust, incident
        self.ledger = Ledger()
        self.narrowed: Optional[Dict[str, Any]] = None
        self.manifest: Optional[str] = None
        # Paths under data/ that are proven by the chain, or by this verifier's own tables.
        self.proven: Set[str] = set()
        self.hashed: List[str] = []
        # Paths with a claim of their own, whatever its verdict.
        self._judged: Set[str] = set()
        self._others: Dict[str, int] = {}
        self._segments: List[Segment] = []
        self.counts = {"events": 0, "approvals": 0, "deployments": 0}

    def run(self) -> Dict[str, Any]:
        bag = self.ledger.attempt("bag", lambda: Bag(self._bundle))
        if bag is not None:
            self.manifest = bag.files[MANIFEST].sha256
            self.ledger.prove(
                "bag", f"{len(bag.files)} files, all listed, all digests right; {MANIFEST} is {self.manifest}"
            )
            description = self.ledger.attempt("export", lambda: self._description(bag))
            chain = self.ledger.attempt("anchor", lambda: self._anchored(bag))
            if description is not None and chain is not None:
                self._judge(bag, chain, description)
        return self._report()

    def _description(self, bag: Bag) -> Any:
        """What the bundle says that it is; decides what may be left out of a narrowed one."""
        path = "data/export.json"
        keys = "schema tool chainId range period anchor contracts safes narrowed counts schemas"
        value = expect(parse_canonical(bag.read(path), path), keys, path)
        if not isinstance(value["tool"], str):
            raise ClaimError(f"{path}: tool is no text")
        whole(expect(value["period"], "from to events approvals deployments", "period")["from"], 0)
        if value["chainId"] != self._trust.chain_id:
            raise ClaimError(
                f"the bundle is of chain {value['chainId']}, the trust file of chain {self._trust.chain_id}"
            )
        known = {name: item.address for name, item in self._trust.contracts.items()}
        known.update((name, item.address) for name, item in self._trust.safes.items())
        for item in value["contracts"] + value["safes"]:
            name, address = item["name"], item["address"]
            trusted = checksummed(known[name]) if name in known else "nothing"
            if trusted != address:
                raise ClaimError(f"the bundle is of {name} at {address}, the trust file says {trusted}", str(name))
        if value["narrowed"] is not None:
            self._narrow(value["narrowed"])
        return value

    def _narrow(self, narrowed: Any) -> None:
        """Leaves out the contracts of daily business, as this verifier's own tables decide."""
        contracts, program = self._trust.contracts, isinstance(narrowed, dict) and "programId" in narrowed
        key, kind = ("programId", "programme") if program else ("incidentId", "incident")
        subject = unhex(expect(narrowed, f"{key} omitted", "narrowed")[key], 32)
        needed = NEEDED_WHEN_NARROWED + (NEEDED_FOR_PROGRAM if program else ())
        omitted = sorted(name for name in contracts if name not in needed)
        self.narrowed = {key: hex0x(subject), "omitted": omitted}
        kept = {name: item for name, item in contracts.items() if name not in omitted}
        self._trust = self._trust._replace(contracts=kept)
        self.ledger.prove("scope", f"tells of {kind} {hex0x(subject)}; nothing of {', '.join(omitted)}")

    def _anchored(self, bag: Bag) -> ChainData:
        chain = ChainData(bag, self._trust)
        count = chain.authenticate_headers()
        anchor = f"{chain.anchor.number} {hex0x(chain.anchor.hash)}"
        self.ledger.prove("anchor", f"{count} headers lead to the trusted block {anchor}")
        self.proven.add("data/chain/headers.rlp")
        return chain

    def _judge(self, bag: Bag, chain: ChainData, description: Any) -> None:
        ledger, trust = self.ledger, self._trust
        state = ledger.attempt("state", lambda: State(bag, chain.anchor))
        self._segments = ledger.attempt("events", lambda: segments_of(bag.files)) or []
        lines = LineChains(trust)
        whole_lines = ledger.attempt("events", lambda: self._read_lines(bag, lines))
        if state is not None and whole_lines:
            lines.judge(state, ledger)
        replay = Replay(bag, trust, ledger, self.narrowed is not None, description["period"]["from"])
        governance, safes = replay.governance, replay.safes
        replayed = ledger.attempt("receipts", lambda: self._replay(chain, replay))
        if not replayed:
            if replayed is None and whole_lines:
                self._name_suspects(bag)
            return
        if state is not None:
            governance.judge_code(state, ledger)
            safes.conclude(state, governance.exited)
            ledger.attempt("state", lambda: self._judge_state(state, replay))
        self._judge_incident(governance)
        self._judge_files(bag, chain, replay, description)
        bag.judge_tags(trust, chain.first, chain.anchor, ledger)
        if STATEMENT in bag.files or trust.exporter is not None:
            ledger.attempt("attestation", lambda: judge_statement(bag, trust, description, ledger))

    def _lines(self, bag: Bag) -> Iterator[Any]:
        """The events as the bundle tells them."""
        for segment in self._segments:
            yield from read_lines(bag, segment.events)

    def _read_lines(self, bag: Bag, lines: LineChains) -> bool:
        for line in self._lines(bag):
            lines.add(line)
        return True

    def _replay(self, chain: ChainData, replay: "Replay") -> Optional[bool]:
        """Second proof of completeness: derives every event and every approval from proven logs alone.

        None when the logs are not proven, False when they do not make a history.
        """
        count, is_history = 0, True
        for block in chain.blocks(self._segments, replay.watched):
            count += len(block.logs)
            # Receipts are followed to the end, also where nothing can be made of a log.
            if is_history:
                is_history = self.ledger.attempt("history", lambda: replay.take(block)) is True
        self.ledger.prove("receipts", f"{count} logs follow from receipts; no block that can hold one is missing")
        self.proven.update(path for segment in self._segments for path in (segment.receipts, segment.transactions))
        if not is_history:
            return False
        self.ledger.attempt("events", lambda: self._end_events(replay))
        self.counts.update(events=replay.events.count, approvals=replay.safes.count)
        self.proven.update(replay.proven)
        return True

    def _end_events(self, replay: "Replay") -> None:
        replay.events.end()
        self.ledger.prove("events", f"all {replay.events.count} events decode from proven bytes as the bundle says")
        self.proven.update(segment.events for segment in self._segments)

    def _name_suspects(self, bag: Bag) -> None:
        """Receipts that do not hold leave no second source: says which events now rest on the chain alone."""
        reason = next(claim["reason"] for claim in reversed(self.ledger.claims) if claim["claim"] == "receipts")
        block = re.search(r"block (\d+)", reason)
        if block is None:
            return
        for line in self._lines(bag):
            if line["blockNumber"] == int(block.group(1)):
                contract, sequence = line["contract"], line["sequence"]
                self.ledger.fail("receipts", f"the receipt of {contract} {sequence} is not proven", contract, sequence)

    def _judge_state(self, state: State, replay: Replay) -> None:
        owners = {address: safe.owners for address, safe in replay.safes.by_address.items()}
        state.require_exactly(state_needs(self._trust, state, owners, replay.registers.programmes.by_id))
        self.ledger.prove("state", "every proof holds against the anchor's state root")
        self.proven.add("data/chain/state-proofs.json")

    def _judge_incident(self, governance: Governance) -> None:
        asked = self._incident
        if asked is None:
            return
        told = self._subject()
        if told not in (None, asked):
            self.ledger.fail("scope", f"tells of {told}, asked was for incident {asked}")
        elif asked not in governance.incidents.by_id:
            self.ledger.fail("scope", f"knows no incident {asked}")

    def _judge_files(self, bag: Bag, chain: ChainData, replay: Replay, description: Any) -> None:
        """Every other file: what follows from the chain, what equals this program's tables, what is only hashed."""
        ledger = self.ledger
        self._judged = {"data/chain/headers.rlp", "data/chain/state-proofs.json", "data/export.json"}
        self._judged.update(path for segment in self._segments for path in segment.files)
        self._judge_views(bag, replay)
        ledger.attempt("export", lambda: self._judge_description(chain, replay, description))
        for path in bag.payload():
            ledger.attempt(_claim_of(path), lambda: self._judge_file(bag, path, replay))
        self._require_snapshots(bag, replay)
        for path in SCHEMAS:
            if path not in bag.files:
                ledger.fail("schemas", f"{path} is missing")
        if ledger.holds("schemas"):
            ledger.prove("schemas", f"all {len(SCHEMAS)} schemas are the suite's")
        for path in self.hashed:
            reason = f"{path} has the digest in the manifest; this verifier does not derive it from the chain"
            ledger.add(CONSISTENT, "hashed", reason)

    def _judge_file(self, bag: Bag, path: str, replay: Replay) -> None:
        snapshot = SNAPSHOT.fullmatch(path)
        if path in SCHEMAS:
            if bag.files[path].sha256 != SCHEMAS[path]:
                raise ClaimError(f"{path} is not the suite's schema")
            self.proven.add(path)
        elif snapshot is not None:
            self._judge_snapshot(bag, path, int(snapshot.group(1)), replay)
        elif path not in self.proven and path not in replay.approvals and path not in self._judged:
            if path not in self._views():
                raise ClaimError(f"{path} has nothing on the chain behind it")
            self.hashed.append(path)

    def _views(self) -> Tuple[str, ...]:
        """Paths of what a bundle of this scope tells, derived here or not."""
        if self.narrowed is None:
            return tuple(path for path in VIEWS.values() if path not in NARROWED_VIEWS)
        return self._story_path(), VIEWS["report"]

    def _story_path(self) -> str:
        return VIEWS["programStory" if "programId" in (self.narrowed or {}) else "story"]

    def _subject(self) -> Any:
        """Id of what the bundle is narrowed to; None for all of the evidence."""
        narrowed = self.narrowed or {}
        return narrowed.get("incidentId", narrowed.get("programId"))

    def _judge_snapshot(self, bag: Bag, path: str, block: int, replay: Replay) -> None:
        snapshot, governance = replay.monitoring.snapshots.get(block), replay.governance
        if snapshot is None or self.narrowed is not None:
            raise ClaimError(f"{path} has nothing on the chain behind it")
        content = canonical_json(snapshot).encode("utf-8")
        if bag.read(path) != content:
            raise ClaimError(f"{path} is not what follows from the chain")
        digest = hex0x(keccak256(content))
        if block in governance.metrics and digest not in governance.acknowledged[block]:
            raise ClaimError(f"{path} hashes to {digest}, which nobody acknowledged on the chain")
        self.ledger.prove("snapshots", f"{path} is what monitoring must have seen")
        self.proven.add(path)

    def _require_snapshots(self, bag: Bag, replay: Replay) -> None:
        for block in sorted(replay.monitoring.snapshots if self.narrowed is None else ()):
            path = f"data/snapshots/{block}.json"
            if path not in bag.files:
                self.ledger.fail("snapshots", f"{path} is missing, although monitoring acknowledged it")

    def _judge_views(self, bag: Bag, replay: Replay) -> None:
        """The files that tell what happened to people who read no events."""
        told, registers = replay.governance, replay.registers.views()
        views: Dict[str, List[Any]] = {
            "deployments": told.deployments,
            "incidents": list(told.incidents.by_id.values()),
            "overrides": told.incidents.overrides,
            "settlements": list(told.conversions.by_id.values()),
        }
        self.counts["deployments"] = len(told.deployments)
        self._others = {name: len(items) for name, items in views.items()}
        if self.narrowed is None:
            views.update(registers)
            self.ledger.attempt("statusChecks", lambda: self._end_checks(replay.checks))
            self.ledger.attempt("reconciliation", lambda: self._judge_reconciliation(bag, replay))
        else:
            views = {"deployments": told.deployments}
            claim = "programs" if "programId" in self.narrowed else "incidents"
            self.ledger.attempt(claim, lambda: self._judge_story(bag, replay))
        self._others.update((name, len(views.get(name, ()))) for name in registers)
        self._others["statusChecks"] = replay.checks.count
        for name, items in views.items():
            self.ledger.attempt(name, lambda: self._judge_view(bag, name, items))

    def _judge_view(self, bag: Bag, name: str, items: List[Any]) -> None:
        path = VIEWS[name]
        self._judged.add(path)
        told = ToldLines(bag, path)
        same = all(map(told.has_next, items)) and told.ended()
        told.close()
        if not same:
            raise ClaimError(f"{path} is not what follows from the chain")
        self._prove_view(name, len(items))

    def _end_checks(self, checks: ToldChecks) -> None:
        self._judged.add(VIEWS["statusChecks"])
        checks.end()
        self._prove_view("statusChecks", checks.count)

    def _prove_view(self, name: str, count: int) -> None:
        self.ledger.prove(name, f"all {count} lines of {VIEWS[name]} follow from events")
        self.proven.add(VIEWS[name])

    def _judge_reconciliation(self, bag: Bag, replay: Replay) -> None:
        path = VIEWS["reconciliation"]
        self._judged.add(path)
        reconciliation = replay.registers.reconciliation(replay.monitoring.books())
        if bag.read(path) != canonical_json(reconciliation).encode("utf-8"):
            raise ClaimError(f"{path} is not what follows from the chain")
        self.ledger.prove("reconciliation", "every programme, every batch and the bridge are added up again")
        self.proven.add(path)

    def _judge_story(self, bag: Bag, replay: Replay) -> None:
        told, narrowed = replay.governance, self.narrowed
        assert narrowed is not None
        path = self._story_path()
        self._judged.add(path)
        if "programId" in narrowed:
            claim, name = "programs", "programme"
            story = program_story(narrowed["programId"], replay.registers.views(), replay.made)
        else:
            claim, name = "incidents", "incident"
            story = told.incidents.story(narrowed["incidentId"], told.deployments, replay.made)
        if bag.read(path) != canonical_json(story).encode("utf-8"):
            raise ClaimError(f"{path} is not what follows from the chain")
        self.ledger.prove(claim, f"the story of the {name} follows from events")
        self.proven.add(path)

    def _judge_description(self, chain: ChainData, replay: Replay, description: Any) -> None:
        """All of data/export.json but `tool`, which is a statement."""
        trust, path = self._trust, "data/export.json"

        def subjects(items: Dict[str, Any]) -> List[Dict[str, str]]:
            return [{"name": name, "address": checksummed(items[name].address)} for name in sorted(items)]

        since = whole(description["period"]["from"], chain.first)
        deployments = sum(entry["blockNumber"] >= since for entry in replay.governance.deployments)
        period = {"from": since, "to": chain.anchor.number, **replay.period, "deployments": deployments}
        if since > chain.anchor.number:
            raise ClaimError(f"{path}: the period begins after the anchor")
        if since > chain.first:
            told = f"{period['events']} events, {period['approvals']} Safe transactions, {deployments} deployments"
            self.ledger.prove("period", f"from block {since} on: {told}; proven from block {chain.first} on")
        counts = {**self.counts, **self._others}
        expected = {
            "schema": "sign.evidence.v1",
            "tool": description["tool"],
            "chainId": trust.chain_id,
            "range": {"from": chain.first, "to": chain.anchor.number},
            "period": period,
            "anchor": {
                "blockNumber": chain.anchor.number,
                "blockHash": hex0x(chain.anchor.hash),
                "timestamp": chain.anchor.timestamp,
            },
            "contracts": subjects(trust.contracts),
            "safes": subjects(trust.safes),
            "narrowed": self.narrowed,
            "counts": counts,
            "schemas": SCHEMAS,
        }
        for key, value in expected.items():
            if canonical_json(description[key]) != canonical_json(value):
                raise ClaimError(f"{path} is not what follows from the chain: {key}")
        self.ledger.prove("export", f"{path} follows from the chain, but for the name of the program that wrote it")
        self.proven.add(path)

    def _report(self) -> Dict[str, Any]:
        claims = self.ledger.claims
        open_claims = [claim for claim in claims if claim["verdict"] in (FAILED, UNPROVEN)]
        return {
            "schema": "sign.evidence.second-report.v1",
            "ok": not open_claims and any(claim["claim"] == "anchor" for claim in claims),
            "narrowedTo": self._subject(),
            "claims": claims,
            "counts": self.counts,
            "manifestSha256": self.manifest,
            "files": {"proven": sorted(self.proven), "onlyHashed": self.hashed},
            "notJudged": list(NOT_JUDGED),
        }


STATEMENT_KIND = "application/vnd.in-toto+json"


def judge_statement(bag: Bag, trust: Trust, description: Any, ledger: Ledger) -> None:
    """Who states that this is the bundle which he exported: an in-toto statement in a DSSE envelope."""
    named = None if trust.exporter is None else checksummed(trust.exporter)
    if STATEMENT not in bag.files:
        ledger.add(UNPROVEN, "attestation", f"the bundle holds no statement by {named}, whom the trust file names")
        return
    payload = statement_of(bag, description)
    envelope = parse_json(bag.read(STATEMENT).decode("utf-8"))
    signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
    signer = checksummed(signer_of_statement(payload, signature))
    if bag.read(STATEMENT) != envelope_of(payload, f"eip155:{trust.chain_id}:{signer}", signature):
        raise ClaimError(f"{STATEMENT} is no signed statement about this bundle")
    if named not in (None, signer):
        raise ClaimError(f"the statement was signed by {signer}, the trust file names {named} as exporter")
    ledger.prove("attestation", f"{signer} signed that this is the bundle")


def statement_of(bag: Bag, description: Any) -> bytes:
    """What an exporter can state of this bundle, and of no other."""
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": TAG_MANIFEST, "digest": {"sha256": bag.files[TAG_MANIFEST].sha256}}],
        "predicateType": "urn:sign:evidence-export:v1",
        "predicate": {key: description[key] for key in ("tool", "chainId", "range", "anchor", "narrowed")},
    }
    return canonical_json(statement).encode("utf-8")


def signer_of_statement(payload: bytes, signature: bytes) -> bytes:
    """Who signed DSSE's pre-authentication encoding, by EIP-191. One signature has one form: s is low, v 27 or 28."""
    if len(signature) != RECORD_BYTES or int.from_bytes(signature[32:64], "big") > N // 2:
        raise ClaimError(f"{STATEMENT} holds no signature in its only form")
    encoded = b"DSSEv1 %d %s %d %s" % (len(STATEMENT_KIND), STATEMENT_KIND.encode("ascii"), len(payload), payload)
    digest = keccak256(b"\x19Ethereum Signed Message:\n%d%s" % (len(encoded), encoded))
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    return recover(digest, r, s, signature[64])


def envelope_of(payload: bytes, key: str, signature: bytes) -> bytes:
    signed = {"keyid": key, "sig": base64.b64encode(signature).decode("ascii")}
    body = base64.b64encode(payload).decode("ascii")
    return canonical_json({"payloadType": STATEMENT_KIND, "payload": body, "signatures": [signed]}).encode("utf-8")


def _claim_of(path: str) -> str:
    for prefix, claim in (("approvals", "approval"), ("schemas", "schemas"), ("snapshots", "snapshots")):
        if path.startswith(f"data/{prefix}/"):
            return claim
    return "payload"


# -------------------------------------------------------------------------------------------------------------- report

TOPICS = {
    "anchor": "The chain leads to the trusted anchor",
    "receipts": "No block that can hold an event is missing",
    "chain": "Every contract's events are complete and in order",
    "code": "Every contract runs trusted code",
    "state": "Every state proof holds",
    "safe": "Every council's transactions are complete",
    "approval": "Every Safe transaction was signed by its owners",
    "events": "Every event reads as the bundle says",
    "deployments": "The deployment log follows from the events",
    "incidents": "The incidents follow from the events",
    "overrides": "The overrides follow from the events",
    "settlements": "The settlements follow from the events",
    "changes": "The changes follow from the events",
    "entities": "The entities follow from the events",
    "parameters": "The bridge's limits follow from the events",
    "reconciliation": "The reconciliation follows from the events",
    "programs": "The programmes follow from the events",
    "batches": "The batches follow from the events",
    "exceptions": "The exceptions follow from the events",
    "accreditations": "The accreditations follow from the events",
    "keyRotations": "The keys follow from the events",
    "statusChecks": "The status checks follow from the events",
    "snapshots": "Snapshots are what monitoring saw",
    "schemas": "The schemas are the suite's",
    "export": "The description follows from the chain",
    "period": "The period that was asked for",
    "scope": "The bundle is narrowed",
    "attestation": "The exporter's statement is about this bundle",
    "bag": "The folder is whole",
}
LISTED = 12


def render(report: Dict[str, Any]) -> str:
    """The report as a person reads it: the verdict, what is not proven, what is, what is only hashed or not judged."""
    claims = report["claims"]
    open_claims = [claim for claim in claims if claim["verdict"] in (FAILED, UNPROVEN)]
    proven = [claim for claim in claims if claim["verdict"] == PROVEN]
    counts = report["counts"]
    subject = f"{counts['events']} events, {counts['approvals']} Safe transactions, {counts['deployments']} deployments"
    scope = "" if report["narrowedTo"] is None else f"; narrowed to {report['narrowedTo']}"
    judged = len(open_claims) + len(proven)
    verdict = f"{'PROVEN' if report['ok'] else 'NOT PROVEN'}: {len(proven)} of {judged} claims hold; {subject}{scope}"
    parts = [verdict, *_failures(open_claims), *_successes(proven, {claim["claim"] for claim in open_claims})]
    return "\n".join([*parts, *_coverage(report)])


def _failures(claims: Sequence[Dict[str, Any]]) -> Iterator[str]:
    if claims:
        yield ""
    for kind in dict.fromkeys(claim["claim"] for claim in claims):
        own = [claim for claim in claims if claim["claim"] == kind]
        for claim in own[:LISTED]:
            place = [str(claim.get("contract", "")), f"#{claim['sequence']}" if "sequence" in claim else ""]
            where = " ".join(filter(None, place))
            yield f"{claim['verdict']} {kind}{f' [{printable(where)}]' if where else ''}: {printable(claim['reason'])}"
        if len(own) > LISTED:
            yield f'  … and {len(own) - LISTED} more of "{kind}": see --json'


def _successes(claims: Sequence[Dict[str, Any]], failed: Set[str]) -> Iterator[str]:
    kinds = [kind for kind in TOPICS if kind not in failed and any(claim["claim"] == kind for claim in claims)]
    width = max((len(TOPICS[kind]) for kind in kinds), default=0)
    if kinds:
        yield ""
    for kind in kinds:
        own = [claim for claim in claims if claim["claim"] == kind]
        detail = printable(own[0]["reason"]) if len(own) == 1 else f"{len(own)} claims"
        yield f"  ✓ {TOPICS[kind].ljust(width)}  {detail}"


def _coverage(report: Dict[str, Any]) -> Iterator[str]:
    hashed = report["files"]["onlyHashed"]
    if report["manifestSha256"] is None:
        return
    yield ""
    proven = len(report["files"]["proven"])
    yield f"  {proven} files under data/ follow from the chain or are the suite's, to the last byte; {len(hashed)} do not."
    yield f"  {MANIFEST}, which lists all, has the SHA-256 {report['manifestSha256']}."
    for path in hashed:
        yield f"  · {path}: nothing here says that it follows from the chain"
    yield f"  Not judged: {'; '.join(report['notJudged'])}."
    yield "  The first verifier judges them: npm run evidence:verify."


def printable(text: str) -> str:
    """Reasons quote the bundle: its author must not be able to write lines of this report, or steer the terminal."""
    return "".join(c if c == " " or c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


# -------------------------------------------------------------------------------------------------------- command line


class Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        raise InputError("input/arguments", f"{message}.", self.format_usage().strip())


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = Arguments(
        prog="evidence-verify.py", description="Verifies an evidence bundle offline.", allow_abbrev=False
    )
    parser.add_argument("bundle", nargs="?", metavar="BUNDLE")
    parser.add_argument("--trust", metavar="TRUST.json", help="all that is believed beforehand; never from the bundle")
    parser.add_argument("--incident", metavar="ID", help="the incident that the bundle must tell of")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument(
        "--self-test", action="store_true", help="test this program's hashing, signatures, RLP and tries"
    )
    parser.add_argument("--batch", metavar="LIST", help=argparse.SUPPRESS)
    return parser.parse_args(list(words))


def incident_id(label: Optional[str]) -> Optional[str]:
    """A label's id is the hash of its text; an id stands for itself."""
    if not label:
        return None
    if re.fullmatch(r"0x[0-9a-fA-F]{64}", label) and int(label, 16) != 0:
        return label.lower()
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", label) and not label.lower().startswith("0x"):
        return hex0x(keccak_text(label))
    raise InputError("input/label", f'"{label}" is neither a label nor an id.', "Use a label, or 0x and 64 hex digits.")


def verify(bundle: Optional[str], trust_path: Optional[str], incident: Optional[str] = None) -> Dict[str, Any]:
    if bundle is None:
        raise InputError(
            "input/arguments", "Exactly one bundle is needed.", "evidence-verify.py BUNDLE --trust TRUST.json"
        )
    asked = incident_id(incident)
    trust = read_trust(trust_path, bundle)
    if not os.path.isdir(bundle):
        hint = "Name the folder that evidence export wrote."
        raise InputError("input/bundle", f"{bundle} is not a folder.", hint)
    return Verification(bundle, trust, asked).run()


def batch(list_path: str) -> int:
    """For tests: each line of the list is {"bundle", "trust"}; prints a report a line, in the list's order.

    Every bundle is judged as if alone. What one of them hashed is remembered for the next, because a hash of the same
    bytes is the same.
    """
    global _remembered
    _remembered = {}
    with open(list_path, encoding="utf-8") as file:
        for line in file:
            order = json.loads(line)
            try:
                report = verify(order["bundle"], order["trust"], order.get("incident"))
            except InputError as error:
                report = error_document(error)
            print(json.dumps(report), flush=True)
    return EXIT_OK


def error_document(error: InputError) -> Dict[str, Any]:
    detail = {"code": error.code, "message": str(error), "hint": error.hint, "details": {}, "exitCode": EXIT_BAD_INPUT}
    return {"ok": False, "error": detail}


def show(text: str) -> None:
    """Prints the report; whoever closes the pipe early has read enough, and the exit code still tells the verdict."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(words: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    as_json = "--json" in words
    try:
        arguments = parse_arguments(words)
        if arguments.self_test:
            return self_test()
        if arguments.batch:
            return batch(arguments.batch)
        report = verify(arguments.bundle, arguments.trust, arguments.incident)
        show(json.dumps(report, indent=2, ensure_ascii=False) if as_json else render(report))
        print(f"  {Counter.permutations} Keccak permutations, {Counter.recoveries} recoveries", file=sys.stderr)
        return EXIT_OK if report["ok"] else EXIT_UNPROVEN
    except InputError as error:
        if as_json:
            print(json.dumps(error_document(error), indent=2, ensure_ascii=False))
        print(f"✗ {error}\n  {error.hint}  [{error.code}]", file=sys.stderr)
        return EXIT_BAD_INPUT


# ----------------------------------------------------------------------------------------------------------- self-test


def self_test() -> int:
    """Known answers for everything that this file computes by itself."""
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(SelfTest)
    return EXIT_OK if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else EXIT_UNEXPECTED


def counting(size: int) -> bytes:
    return bytes(index & 255 for index in range(size))


class SelfTest(unittest.TestCase):
    def test_keccak_known_answers(self) -> None:
        """The first two are of the Keccak team; the others, around the rate of 136 bytes, were computed with ethers."""
        for data, digest in (
            (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
            (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
            (counting(135), "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62"),
            (counting(136), "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e"),
            (counting(137), "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db"),
            (counting(272), "fdf2ec49e749960d3c8521a0219af8d03e30e2b3bf19bd16150ee0eaf133d66e"),
            (counting(1000), "aca79e4146e30eb1c733f6d6060d72471c36ea4e01ebf45d7f4916249c2bbd82"),
        ):
            self.assertEqual(keccak256(data).hex(), digest)

    def test_keccak_permutation_is_that_of_sha3(self) -> None:
        """With the padding of FIPS 202 the same permutation must be SHA3-256, which Python has from elsewhere."""
        for size in (0, 1, 7, 8, 134, 135, 136, 137, 271, 272, 273, 555):
            data = hashlib.sha512(b"%d" % size).digest() * 9
            self.assertEqual(_keccak256(data[:size], 0x06), hashlib.sha3_256(data[:size]).digest())

    def test_recovery_of_the_example_of_eip_712(self) -> None:
        digest = bytes.fromhex("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
        r = 0x4355C47D63924E8A72E509B65029052EB6C299D53A04E167C5775FD466751C9D
        s = 0x07299936D304C153F6443DFA05F40FF007D72911B6F72307F996231605B91562
        signer = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"
        self.assertEqual(checksummed(recover(digest, r, s, 28)), signer)
        self.assertEqual(checksummed(recover(digest, r, N - s, 27)), signer, "a high s is the same signature")
        self.assertNotEqual(checksummed(recover(digest, r, s, 27)), signer)
        self.assertNotEqual(checksummed(recover(bytes(32), r, s, 28)), signer)
        for wrong in ((0, s, 28), (N, s, 28), (r, 0, 28), (r, N, 28), (r, s, 26), (r, s, 29), (5, s, 27)):
            self.assertRaises(ValueError, recover, digest, *wrong)

    def test_group_of_secp256k1(self) -> None:
        point = (G[0], G[1], 1)
        self.assertEqual((G[1] ** 2 - G[0] ** 3 - 7) % P, 0)
        self.assertEqual(combine(N - 1, point, 1, point)[2], 0, "the order of the generator")
        x, y, z = combine(2, point, 3, double(point))
        direct = INFINITY
        for _ in range(8):
            direct = add(direct, point)
        self.assertEqual((x * direct[2] ** 2 - direct[0] * z**2) % P, 0)
        self.assertEqual((y * direct[2] ** 3 - direct[1] * z**3) % P, 0)

    def test_rlp_examples(self) -> None:
        """https://ethereum.org/developers/docs/data-structures-and-encoding/rlp/"""
        lorem = b"Lorem ipsum dolor sit amet, consectetur adipisicing elit"
        for item, encoded in (
            (b"dog", "83646f67"),
            ([b"cat", b"dog"], "c88363617483646f67"),
            (b"", "80"),
            ([], "c0"),
            (b"\x00", "00"),
            (b"\x0f", "0f"),
            (b"\x04\x00", "820400"),
            ([[], [[]], [[], [[]]]], "c7c0c1c0c3c0c1c0"),
            (lorem, "b838" + lorem.hex()),
            ([bytes(300)], "f9012fb9012c" + bytes(300).hex()),
        ):
            self.assertEqual(rlp_encode(item).hex(), encoded)
            self.assertEqual(rlp_decode(bytes.fromhex(encoded)), item)
        for wrong in (
            "",
            "8100",
            "83646f",
            "b800",
            "b80164",
            "b90038" + lorem.hex(),
            "c1",
            "c883636174",
            "8080",
            "f800",
        ):
            self.assertRaises(ValueError, rlp_decode, bytes.fromhex(wrong))
        wrong_number: Any
        for wrong_number in (b"\x00", b"\x00\x01", bytes([1] * 8), []):
            self.assertRaises(ValueError, rlp_number, wrong_number)

    def test_ordered_roots(self) -> None:
        """Computed with @ethereumjs/mpt, which inserts one by one."""
        for count, root in (
            (0, EMPTY_ROOT.hex()),
            (1, "ac92bc8d02906a87a573c32c72bb427036f0e43d7a7375c5c491ebba064add15"),
            (2, "ce0a9993d01104b32fd22854d9af456b83c8d6960ca1eaaab661b4dc7bf6e690"),
            (17, "ac10a60d9dc2387ff1168b7c1fcfb7816a807a627df3509bcf09680b852cfee3"),
            (128, "a8bc2d205d473a0ac77509e8de72bc27413fce84577eec061d93431fc3df065e"),
            (129, "f064b0fedc058f4d0d083195296683e4013281611694f0ddace369cfb790ec14"),
            (300, "0eee3d4a69fbbef607a40668b8a193cc9e72539b87366b9205a5c3d28514e93c"),
        ):
            values = [bytes([(index + 1) & 255]) * (1 + index * 7 % 90) for index in range(count)]
            self.assertEqual(ordered_root(values).hex(), root)

    def test_proofs_of_a_secure_trie(self) -> None:
        """Made with @ethereumjs/mpt: 32 bytes of 1 to 4 lead to thousands; of 9 there is nothing."""
        root = bytes.fromhex("4f35b87c303ce3adfa1fe705dd1772397552e978d5b55a39d631e8f4ce7a70e6")
        branch = bytes.fromhex(
            "f89180808080a0c2fd3fc365a1bf4cb83b4156c64fb2acdf0f7c45182c7bb434ee55b8fe0f6ce6808080808080a0ee85"
            "0ddfb37dc7ec917bf7eba6d8d1276ef1c044171eb91d63d2c80d6183bc40a055547a2909e8a10171418da01bfd2a03b2"
            "7b214d224c67074295d2d97e310d8b80a0c3c28a69c37bee551ec624fb74e110d6a86847bab91823d79ad8bc8cb74b4c"
            "758080"
        )
        leaf = bytes.fromhex("e5a03e4a079f5b14a24465181d45af32a8053c2d446446d7019359e210b82e53b8ba838207d0")
        self.assertEqual(proven_value(root, bytes([2]) * 32, [branch, leaf]), rlp_encode(b"\x07\xd0"))
        self.assertIsNone(proven_value(root, bytes([9]) * 32, [branch]))
        self.assertIsNone(proven_value(EMPTY_ROOT, bytes(32), []))
        flipped = leaf[:-1] + b"\xd1"
        for key, proof in (
            (2, [branch]),
            (2, []),
            (2, [branch, flipped]),
            (2, [branch, leaf, leaf]),
            (9, [branch, leaf]),
            (3, [branch, leaf]),
        ):
            self.assertRaises(ValueError, proven_value, root, bytes([key]) * 32, proof)
        self.assertRaises(ValueError, proven_value, EMPTY_ROOT, bytes(32), [branch])

    def test_canonical_json(self) -> None:
        """Order of keys: the example of RFC 8785, section 3.2.3."""
        keys = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
        value = {key: index for index, key in enumerate(reversed(keys))}
        self.assertEqual(list(parse_json(canonical_json(value))), keys)
        self.assertEqual(
            canonical_json({"b": [True, None, '\u001f\u007f/"\\\n'], "a": -1}),
            '{"a":-1,"b":[true,null,"\\u001f\u007f/\\"\\\\\\n"]}',
        )
        for wrong in (
            b'{"a":1,"a":1}',
            b'{"b":1,"a":1}',
            b"[1, 2]",
            b"[1.0]",
            b"[-0]",
            b"[1e3]",
            b"[NaN]",
            b'"\\u0041"',
            b"\xff",
            b"1\n",
        ):
            self.assertRaises(ClaimError, parse_canonical, wrong, "x")
        self.assertRaises(ValueError, parse_json, str(2**53))

    def test_abi(self) -> None:
        form = parse_event("Said(uint8 indexed kind, (address who, bytes[] parts)[2] items, int8 less, string text)")
        self.assertEqual(form.signature, "Said(uint8,(address,bytes[])[2],int8,string)")
        words = [0x60, 2**256 - 2, 0x1C0, 0x40, 0xA0, 0xAA, 0x40, 0, 0xBB, 0x40, 1, 0x20, 2]
        data = b"".join(map(word_of, words)) + b"\xca\xfe".ljust(32, b"\0") + word_of(2) + b"hi".ljust(32, b"\0")
        items, less, text = abi_decode([param for param in form.params if not param.indexed], data)
        self.assertEqual([item["parts"] for item in items], [[], ["0xcafe"]])
        self.assertEqual([item["who"][-2:].lower() for item in items], ["aa", "bb"])
        self.assertEqual((less, text), ("-2", "hi"))
        self.assertRaises(ValueError, abi_decode, form.params[1:], data[:-64])
        self.assertEqual(readable(b"\xff"), {"invalidUtf8": "0xff"})

    def test_addresses(self) -> None:
        """The examples of EIP-55."""
        for text in ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"):
            self.assertEqual(checksummed(address_in(text.lower())), text)
            self.assertEqual(address_in(text).hex(), text[2:].lower())
        self.assertRaises(ValueError, address_in, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed")

    def test_tables(self) -> None:
        """Every declaration of an event reads back, and topics are told apart."""
        for contract, declarations in EVENTS.items():
            self.assertEqual(len(event_forms(contract)), len(declarations.strip().splitlines()), contract)


# -------------------------------------------------------------------------------------------------------------- tables

# Events of the suite's contracts, slots that proofs cover beside the head, digests of schemas, the contracts' words.
# fmt: off
# Written by npm run check:abi -- --update. Begin.
EVENTS: Dict[str, str] = {
    "RoleRegistry": """
AccountBound(address indexed account, uint8 indexed entity)
BreakGlassJustified(bytes32 indexed operationId, uint32 indexed nonce, bytes32 request, bytes32 impactAssessment, bytes32 rollbackPlan)
ChangeManagerAppointed(address indexed changeManager)
ConflictSet(uint64 indexed roleA, uint64 indexed roleB, bool conflicting)
CoreRegistered(address indexed target)
EntityRegistered(uint8 indexed entity, string name, bytes32 legalDigest)
GenesisClosed(address indexed deployer)
GuardAppointed(address indexed guard)
Initialized(uint64 version)
MandateSet(uint64 indexed role, address indexed account, uint48 until)
OperationCanceled(bytes32 indexed operationId, uint32 indexed nonce)
OperationExecuted(bytes32 indexed operationId, uint32 indexed nonce)
OperationScheduled(bytes32 indexed operationId, uint32 indexed nonce, uint48 schedule, address caller, address target, bytes data)
RoleAdminChanged(uint64 indexed roleId, uint64 indexed admin)
RoleGrantDelayChanged(uint64 indexed roleId, uint32 delay, uint48 since)
RoleGranted(uint64 indexed roleId, address indexed account, uint32 delay, uint48 since, bool newMember)
RoleGuardianChanged(uint64 indexed roleId, uint64 indexed guardian)
RoleLabel(uint64 indexed roleId, string label)
RoleRevoked(uint64 indexed roleId, address indexed account)
RolesSuspended(address indexed account, address indexed safe, uint48 until, bytes32 reasonDigest)
SeatAssigned(address indexed safe, address indexed owner, uint8 entity, uint8 constituency)
SeatVacated(address indexed safe, address indexed owner, uint8 entity, uint8 constituency)
SuspensionLifted(address indexed account, address indexed safe)
TargetAdminDelayUpdated(address indexed target, uint32 delay, uint48 since)
TargetClosed(address indexed target, bool closed)
TargetFunctionRoleUpdated(address indexed target, bytes4 selector, uint64 indexed roleId)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "GovernanceGuard": """
CouncilDismissed(address indexed safe)
CouncilPolicySet(address indexed safe, uint8 minThreshold, uint8 minOwners, uint8 maxOwners, uint32 constituencies)
CouncilRegistered(address indexed safe, uint8 indexed councilId, uint8 minThreshold, uint8 minOwners, uint8 maxOwners, uint32 constituencies)
EpochRaised(address indexed safe, uint24 epoch)
ExitAnnounced(address indexed safe, uint48 exitAt)
ExitRevoked(address indexed safe)
Exited(address indexed safe)
PinsFixed(address registry, bytes32 proxyCodehash, bytes32 factoryCodehash, bytes32[] singletonCodehashes, address multiSendCallOnly, bytes32 multiSendCodehash, address guardedSetup, address[] fallbackHandlers)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
""",
    "ChangeManager": """
ApprovalWithdrawn(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 reasonDigest)
AuthorityUpdated(address authority)
ChangeAcknowledged(bytes32 indexed id, address indexed monitor, uint256 observedBlock, bytes32 observedHash, bytes32 metricsDigest)
ChangeApproved(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 safeTxHash, uint24 epoch, uint256 entities)
ChangeCancelled(bytes32 indexed id, address indexed proposer)
ChangeExecuted(bytes32 indexed id, address indexed executor, uint8 indexed changeClass, uint256 windowId, uint40 executedAt, uint40 rollbackUntil, string version)
ChangeObjected(bytes32 indexed id, address indexed monitor, bytes32 reasonDigest)
ChangeProposed(bytes32 indexed id, address indexed proposer, uint8 indexed changeClass, uint40 approveBy, (uint8 class, bool irreversible, (address target, uint256 value, bytes data)[] calls, (address target, uint256 value, bytes data)[] rollback, (bytes32 request, bytes32 securityImpact, bytes32 availabilityImpact, bytes32 privacyImpact, bytes32 rollbackPlan) artifacts, (address account, bytes32 codehash, address implementation, bytes32 implementationCodehash)[] pins, bytes32 incident, bytes32 salt, string version, string uri) change)
ChangeQueued(bytes32 indexed id, uint24 policyVersion, uint40 readyAt, uint40 executeBy)
ChangeRolledBack(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 reasonDigest)
ChangeVetoed(bytes32 indexed id, address indexed safe, uint64 indexed role, bytes32 reasonDigest)
Initialized(uint64 version)
MaintenanceCalendarSet(address indexed calendar)
PolicySet(uint8 indexed changeClass, uint24 indexed version, uint40 effectiveAt, (uint8 approverRole, uint8 secondApproverRole, uint8 minSigners, bool needsAcknowledgement, uint32 constituencies, uint32 approvalWindow, uint32 delay, uint32 executionWindow, uint32 rollbackWindow, uint32 maintenanceNotice) policy)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "OperationsLog": """
AuthorityUpdated(address authority)
DocumentRecorded(uint8 indexed kind, bytes32 indexed subject, address indexed by, uint32 version, bytes32 digest, string uri)
Initialized(uint64 version)
MaintenanceWindowAnnounced(uint256 indexed windowId, uint40 start, uint40 end, bytes32 digest)
MaintenanceWindowWithdrawn(uint256 indexed windowId)
ReleaseCadenceSet(bytes32 indexed component, uint32 minInterval)
ReleaseRecorded(bytes32 indexed component, bytes32 indexed changeId, string fromVersion, string toVersion, bytes32 artifactDigest)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "EmergencyController": """
BudgetRefilled(bytes32 indexed systemId, address indexed safe, bytes32 reasonDigest)
EmergencyDeclared(bytes32 indexed incidentId, address indexed safe, bytes32 indexed playbookId, uint8 severity, bytes32 reasonDigest, bytes32 safeTxHash, uint256 entities)
EmergencyFixNoted(bytes32 indexed incidentId, bytes32 indexed changeId)
IncidentNotRegistered(bytes32 indexed incidentId)
IncidentRegistered(bytes32 indexed incidentId, address indexed by)
IncidentRegistrySet(address indexed incidentRegistry)
NarrativeFiled(bytes32 indexed incidentId, address indexed safe, bytes32 narrativeDigest)
OverrideEnded(bytes32 indexed systemId, uint8 indexed operation, address indexed safe, bytes32 reasonDigest)
OverrideGranted(bytes32 indexed systemId, uint8 indexed operation, bytes32 indexed incidentId, address safe, uint40 until, bytes32 evidenceDigest)
PlaybookRemoved(bytes32 indexed playbookId)
PlaybookSet(bytes32 indexed playbookId, (bytes32 digest, uint32 duration, uint8 severity, (bytes32 systemId, uint8 mode)[] restrictions) playbook)
RestrictionExtended(bytes32 indexed systemId, bytes32 indexed incidentId, address indexed safe, uint8 mode, uint40 until, uint40 limitedUntil, bytes32 reasonDigest)
RestrictionSkipped(bytes32 indexed systemId, bytes32 indexed incidentId, bytes4 reason)
ReviewAccepted(bytes32 indexed incidentId)
ReviewFiled(bytes32 indexed incidentId, uint40 filedAt)
ReviewOwed(bytes32 indexed incidentId, uint40 dueAt, uint40 narrativeDueAt)
ReviewRejected(bytes32 indexed incidentId)
SystemAssigned(address indexed target, bytes32 indexed systemId)
SystemRestored(bytes32 indexed systemId, address indexed safe, uint8 mode, bytes32 reasonDigest)
SystemRestricted(bytes32 indexed systemId, bytes32 indexed incidentId, uint8 mode, uint40 strictUntil, uint40 limitedUntil, uint32 charged, bool fromReserve)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
VolumeCapSet(bytes32 indexed systemId, uint128 perDay)
""",
    "IncidentRegistry": """
AuthorityUpdated(address authority)
IncidentAcknowledged(bytes32 indexed incidentId, address indexed by, uint8 indexed entity)
IncidentDeclared(bytes32 indexed incidentId, address indexed safe, bytes32 reasonDigest)
IncidentMitigated(bytes32 indexed incidentId, address indexed by, bytes32 digest)
IncidentOpened(bytes32 indexed incidentId, uint8 indexed severity, address indexed by, bytes32 reportDigest, (uint32 acknowledgeWithin, uint32 statementWithin, uint32 mitigateWithin, uint32 resolveWithin, uint32 reviewWithin) levels)
IncidentReassigned(bytes32 indexed incidentId, address indexed by, uint8 indexed entity, bytes32 reasonDigest)
IncidentResolved(bytes32 indexed incidentId, address indexed by, bytes32 digest)
Initialized(uint64 version)
KeyNamed(bytes32 indexed incidentId, bytes32 indexed keyId, address indexed by)
KeyRegistrySet(address indexed keyRegistry)
ReviewApproved(bytes32 indexed incidentId, address indexed by, uint8 indexed entity, bytes32 reviewDigest, bytes32 opinionDigest)
ReviewOvertaken(bytes32 indexed incidentId, bytes32 reviewDigest)
ReviewReturned(bytes32 indexed incidentId, address indexed by, uint8 indexed entity, bytes32 reviewDigest, bytes32 reasonDigest)
ReviewSubmitted(bytes32 indexed incidentId, address indexed by, uint8 indexed entity, bytes32 reviewDigest, bool interim)
ServiceLevelsSet(uint8 indexed severity, (uint32 acknowledgeWithin, uint32 statementWithin, uint32 mitigateWithin, uint32 resolveWithin, uint32 reviewWithin) levels)
SeverityChanged(bytes32 indexed incidentId, uint8 indexed severity, address indexed by, bytes32 reasonDigest, (uint32 acknowledgeWithin, uint32 statementWithin, uint32 mitigateWithin, uint32 resolveWithin, uint32 reviewWithin) levels)
StatementPublished(bytes32 indexed incidentId, uint8 indexed audience, address indexed by, bytes32 digest)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "KeyRegistry": """
AuthorityUpdated(address authority)
Initialized(uint64 version)
KeyCompromised(bytes32 indexed keyId, address indexed by, bytes32 evidenceDigest)
KeyRecoveryDrilled(bytes32 indexed keyId, address indexed by, bytes32 evidenceDigest)
KeyRegistered(bytes32 indexed keyId, uint8 indexed category, address indexed holder, uint8 entity, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod, uint40 dueAt, address by)
KeyRetired(bytes32 indexed keyId, address indexed by, bytes32 reasonDigest)
KeyRotated(bytes32 indexed keyId, bytes32 indexed successor, address indexed by, bytes32 evidenceDigest)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "AccreditationRegistry": """
AccreditationReinstated(uint8 indexed kind, address indexed account, bytes32 indexed scope, bytes32 decisionDigest, address by)
AccreditationRenewed(uint8 indexed kind, address indexed account, bytes32 indexed scope, uint32 schemaVersion, uint40 until, bytes32 requirementDigest, address by)
AccreditationSuspended(uint8 indexed kind, address indexed account, bytes32 indexed scope, bytes32 reasonDigest, address by)
AccreditationWithdrawn(uint8 indexed kind, address indexed account, bytes32 indexed scope, bytes32 reasonDigest, address by)
Accredited(uint8 indexed kind, address indexed account, bytes32 indexed scope, uint8 entity, uint16 round, uint32 schemaVersion, uint40 until, bytes32 requirementDigest, address by)
AuthorityUpdated(address authority)
Initialized(uint64 version)
SchemaPublished(bytes32 indexed schemaId, uint32 indexed version, address indexed by, bytes32 digest, bytes32 revocationPolicyDigest, uint40 previousUntil, string uri)
SchemaRetired(bytes32 indexed schemaId, address indexed by, bytes32 reasonDigest)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "CredentialLedger": """
AuthorityUpdated(address authority)
BatchIssued(address indexed issuer, bytes32 indexed root, bytes32 indexed schemaId, uint32 count)
BatchRevoked(address indexed issuer, bytes32 indexed root, address indexed by, uint32 count, bytes32 reasonDigest)
CredentialIssued(address indexed issuer, bytes32 indexed credentialDigest, bytes32 indexed schemaId, uint40 expiresAt)
CredentialRevoked(address indexed issuer, bytes32 indexed credentialDigest, bytes32 indexed root, address by, bytes32 reasonDigest)
Initialized(uint64 version)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
VerificationBatchRecorded(address indexed verifier, bytes32 indexed root, uint32 count, uint32 accepted)
VerificationRecorded(address indexed verifier, address indexed issuer, bytes32 indexed credentialDigest, bytes32 root, uint8 status, bool accepted, bytes32 purposeDigest)
""",
    "BridgeParameters": """
AuthorityUpdated(address authority)
GatewayLinked(address indexed gateway)
Initialized(uint64 version)
ParameterSet(uint8 indexed parameter, address indexed counterparty, uint8 indexed act, uint128 value, uint128 previous, uint128 baseline, uint32 parameterVersion, uint64 version, address by, bytes32 cause)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "BridgeGateway": """
AuthorityUpdated(address authority)
ConversionAttested(bytes32 indexed id, address indexed operator, uint8 indexed entity, bytes32 statement, bool complete)
ConversionFailed(bytes32 indexed id, address indexed counterparty, uint8 indexed reason, uint8 direction, uint128 amount, bytes32 evidenceDigest)
ConversionRefunded(bytes32 indexed id, address indexed counterparty, uint8 indexed direction, uint128 amount, uint128 capacityReturned, uint128 counterpartyCapacityReturned, bytes32 settlementReference)
ConversionRequested(bytes32 indexed id, address indexed counterparty, uint64 indexed nonce, uint128 amount, bytes32 beneficiary, uint64 parametersVersion)
ConversionSettled(bytes32 indexed id, address indexed counterparty, uint8 indexed direction, uint128 amount, bytes32 settlementReference, uint64 parametersVersion)
FlowConfigured(uint8 indexed direction, address indexed counterparty, uint128 capacity, uint40 window, uint64 parametersVersion)
InboundAdmitted(bytes32 indexed id, address indexed counterparty, uint64 indexed nonce, address recipient, uint128 amount, bytes32 settlementReference)
Initialized(uint64 version)
ParameterApplied(uint8 indexed parameter, uint128 value, uint64 parametersVersion)
ReserveAttested(address indexed monitor, uint128 issued, uint128 redeemed, uint40 observedAt, bytes32 digest)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "ProgramRegistry": """
AuthorityUpdated(address authority)
EntityAuthorised(bytes32 indexed programId, uint8 indexed entity, bytes32 approvalDigest)
EntityWithdrawn(bytes32 indexed programId, uint8 indexed entity, address indexed by, bytes32 reasonDigest)
Initialized(uint64 version)
LegalApprovalRecorded(bytes32 indexed programId, address indexed by, bytes32 digest)
PhaseAdvanced(bytes32 indexed programId, uint8 indexed phase, uint32 maxParticipants, uint128 maxAmount, bytes32 requirementsDigest, bytes32 decisionDigest)
PhaseCapsSet(bytes32 indexed programId, uint8 indexed phase, uint32 maxParticipants, uint128 maxAmount, bytes32 decisionDigest)
ProgramClosed(bytes32 indexed programId, bytes32 reasonDigest)
ProgramMetadataRecorded(bytes32 indexed programId, address indexed by, bytes32 digest)
ProgramRegistered(bytes32 indexed programId, uint8 indexed authority, uint8 privacy, bytes32 metadataDigest, bytes32 legalApprovalDigest, uint40 startsAt, uint32 periodLength)
RequirementRecorded(bytes32 indexed programId, uint8 indexed requirement, address indexed by, bytes32 digest)
RuleSetPublished(bytes32 indexed programId, uint32 indexed version, bytes32 digest, uint128 rowMaximum, string uri)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
    "DistributionLedger": """
ApprovalThresholdSet(bytes32 indexed programId, uint128 perDay)
AuthorityUpdated(address authority)
BatchAuthorised(bytes32 indexed batchId, bytes32 indexed programId, address indexed by, uint32 count, uint128 total, uint32 period)
BatchReconciled(bytes32 indexed batchId, bytes32 indexed programId, address indexed by, uint128 settled, uint128 exceptions, uint128 residual, bytes32 reportDigest)
BatchRejected(bytes32 indexed batchId, bytes32 indexed programId, address indexed by, bytes32 reasonDigest)
BatchSettled(bytes32 indexed batchId, bytes32 indexed programId, bytes32 indexed settlementReference, address by, uint128 amount, uint32 rows)
BatchSubmitted(bytes32 indexed batchId, bytes32 indexed programId, uint8 indexed distributor, address submitter, (bytes32 programId, bytes32 root, uint32 count, uint128 total, uint32 ruleSetVersion, uint32 period, bytes32 manifestDigest) terms)
BudgetSet(bytes32 indexed programId, uint128 budget, bytes32 approvalDigest)
ExceptionDisputed(bytes32 indexed batchId, uint256 indexed index, uint8 indexed entity, bytes32 evidenceDigest)
ExceptionRaised(bytes32 indexed batchId, uint256 indexed index, uint8 indexed entity, uint8 kind, bytes32 rowDigest, uint256 amount, bytes32 reasonDigest)
ExceptionResolved(bytes32 indexed batchId, uint256 indexed index, address indexed by, uint8 outcome, bytes32 decisionDigest)
FindingWithdrawn(bytes32 indexed batchId, uint256 indexed index, uint8 indexed entity, bytes32 reasonDigest)
Initialized(uint64 version)
SettlementReversed(bytes32 indexed batchId, bytes32 indexed programId, bytes32 indexed settlementReference, address by, uint128 amount, uint32 rows, bytes32 reasonDigest)
UpgradeAuthorized(address indexed implementation, bytes32 codehash)
Upgraded(address indexed implementation)
""",
}
FUNCTIONS: Dict[str, str] = {
    "RoleRegistry": """
ADMIN_ROLE()
PUBLIC_ROLE()
UPGRADE_INTERFACE_VERSION()
appointChangeManager(address newChangeManager)
appointGuard(address newGuard)
assignSeat(address safe, address owner, uint8 entity, uint8 constituency)
bindAccount(address account, uint8 entity)
canCall(address caller, address target, bytes4 selector)
cancel(address caller, address target, bytes data)
changeManager()
classify(address target, bytes4 selector)
closeGenesis()
conflictsOf(uint64 role)
consumeScheduledOp(address caller, bytes data)
entityOf(address account)
evidenceHead()
execute(address target, bytes data)
expiration()
genesisClosed()
getAccess(uint64 roleId, address account)
getNonce(bytes32 id)
getRoleAdmin(uint64 roleId)
getRoleGrantDelay(uint64 roleId)
getRoleGuardian(uint64 roleId)
getSchedule(bytes32 id)
getTargetAdminDelay(address target)
getTargetFunctionRole(address target, bytes4 selector)
grantMandate(uint64 role, address account, uint48 until)
grantRole(uint64 role, address account, uint32 executionDelay)
guard()
hasRole(uint64 role, address account)
hashOperation(address caller, address target, bytes data)
holdsSeat(address account)
implementation()
initialize(address initialAdmin)
isCore(address target)
isEntity(uint8 entity)
isTargetClosed(address target)
judgeSigners(uint64 role, address safe, address[] signers)
justifyBreakGlass(bytes32 operationId, (bytes32 request, bytes32 impactAssessment, bytes32 rollbackPlan) artifacts)
labelRole(uint64 roleId, string label)
liftSuspension(address account)
mandateEnd(uint64 role, address account)
minSetback()
multicall(bytes[] data)
proxiableUUID()
pruneMandate(uint64 role, address account)
registerCore(address target)
registerEntity(uint8 entity, string name, bytes32 legalDigest)
renewMandate(uint64 role, address safe, uint48 until)
renounceRole(uint64 roleId, address callerConfirmation)
revokeRole(uint64 roleId, address account)
rolesOf(address account)
rolesOfEntity(uint8 entity)
schedule(address target, bytes data, uint48 when)
seatCount(address safe)
seatOf(address safe, address owner)
setConflict(uint64 roleA, uint64 roleB, bool conflicting)
setGrantDelay(uint64 roleId, uint32 newDelay)
setRoleAdmin(uint64 roleId, uint64 admin)
setRoleGuardian(uint64 roleId, uint64 guardian)
setTargetAdminDelay(address target, uint32 newDelay)
setTargetClosed(address target, bool closed)
setTargetFunctionRole(address target, bytes4[] selectors, uint64 roleId)
standingOf(uint64 role, address safe)
suspend(address account, uint48 until, bytes32 reasonDigest)
suspendedUntil(address account)
updateAuthority(address target, address newAuthority)
upgradeToAndCall(address newImplementation, bytes data)
vacateSeat(address safe, address owner)
""",
    "GovernanceGuard": """
announceExit()
authority()
checkAfterExecution(bytes32 hash, bool success)
checkAfterModuleExecution(bytes32, bool)
checkModuleTransaction(address, uint256, bytes, uint8, address module)
checkTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, address)
councilAt(uint8 councilId)
councilCount()
councilOf(address safe)
dismissCouncil(address safe)
evidenceHead()
factoryCodehash()
flightOf(address safe)
guardedSetup()
hashInFlight(address safe)
isFallbackHandler(address handler)
isSingletonCodehash(bytes32 codehash)
multiSendCallOnly()
proxyCodehash()
registerCouncil(address safe, (address factory, address singleton, address[] owners, uint256 threshold, address fallbackHandler, uint256 saltNonce) birth, (uint8 minThreshold, uint8 minOwners, uint8 maxOwners, uint32 constituencies) policy)
revokeExit()
setCouncilPolicy(address safe, (uint8 minThreshold, uint8 minOwners, uint8 maxOwners, uint32 constituencies) policy)
signersOf(address safe)
standingOf(uint8 councilId)
supportsInterface(bytes4 interfaceId)
""",
    "ChangeManager": """
UPGRADE_INTERFACE_VERSION()
acknowledge(bytes32 id, uint256 observedBlock, bytes32 metricsDigest)
acknowledgementOf(bytes32 id)
approve(bytes32 id, uint8 changeClass, uint8 round, uint40 notAfter)
authority()
cancel((uint8 class, bool irreversible, (address target, uint256 value, bytes data)[] calls, (address target, uint256 value, bytes data)[] rollback, (bytes32 request, bytes32 securityImpact, bytes32 availabilityImpact, bytes32 privacyImpact, bytes32 rollbackPlan) artifacts, (address account, bytes32 codehash, address implementation, bytes32 implementationCodehash)[] pins, bytes32 incident, bytes32 salt, string version, string uri) change)
changeInProgress()
evidenceHead()
execute((uint8 class, bool irreversible, (address target, uint256 value, bytes data)[] calls, (address target, uint256 value, bytes data)[] rollback, (bytes32 request, bytes32 securityImpact, bytes32 availabilityImpact, bytes32 privacyImpact, bytes32 rollbackPlan) artifacts, (address account, bytes32 codehash, address implementation, bytes32 implementationCodehash)[] pins, bytes32 incident, bytes32 salt, string version, string uri) change, address proposer, uint256 windowId)
hashChange((uint8 class, bool irreversible, (address target, uint256 value, bytes data)[] calls, (address target, uint256 value, bytes data)[] rollback, (bytes32 request, bytes32 securityImpact, bytes32 availabilityImpact, bytes32 privacyImpact, bytes32 rollbackPlan) artifacts, (address account, bytes32 codehash, address implementation, bytes32 implementationCodehash)[] pins, bytes32 incident, bytes32 salt, string version, string uri) change, address proposer)
implementation()
initialize()
isConsumingScheduledOp()
maintenanceCalendar()
object(bytes32 id, bytes32 reasonDigest)
pendingPolicyOf(uint8 changeClass)
policyOf(uint8 changeClass)
propose((uint8 class, bool irreversible, (address target, uint256 value, bytes data)[] calls, (address target, uint256 value, bytes data)[] rollback, (bytes32 request, bytes32 securityImpact, bytes32 availabilityImpact, bytes32 privacyImpact, bytes32 rollbackPlan) artifacts, (address account, bytes32 codehash, address implementation, bytes32 implementationCodehash)[] pins, bytes32 incident, bytes32 salt, string version, string uri) change)
proxiableUUID()
recordOf(bytes32 id)
rollback((uint8 class, bool irreversible, (address target, uint256 value, bytes data)[] calls, (address target, uint256 value, bytes data)[] rollback, (bytes32 request, bytes32 securityImpact, bytes32 availabilityImpact, bytes32 privacyImpact, bytes32 rollbackPlan) artifacts, (address account, bytes32 codehash, address implementation, bytes32 implementationCodehash)[] pins, bytes32 incident, bytes32 salt, string version, string uri) change, address proposer, uint64 asRole, bytes32 reasonDigest)
roundOf(bytes32 id)
setAuthority(address newAuthority)
setMaintenanceCalendar(address calendar)
setPolicy(uint8 changeClass, (uint8 approverRole, uint8 secondApproverRole, uint8 minSigners, bool needsAcknowledgement, uint32 constituencies, uint32 approvalWindow, uint32 delay, uint32 executionWindow, uint32 rollbackWindow, uint32 maintenanceNotice) policy)
statusOf(bytes32 id)
topLayer(address target)
upgradeToAndCall(address newImplementation, bytes data)
veto(bytes32 id, uint64 asRole, bytes32 reasonDigest)
""",
    "OperationsLog": """
UPGRADE_INTERFACE_VERSION()
announceWindow(uint40 start, uint40 end, bytes32 digest)
authority()
documentOf(uint8 kind, bytes32 subject)
evidenceHead()
implementation()
initialize(address registry)
isConsumingScheduledOp()
isWindowOpen(uint256 windowId, uint32 notice)
proxiableUUID()
recordDocument(uint8 kind, bytes32 subject, bytes32 digest, string uri)
recordLegalApproval(bytes32 subject, bytes32 digest, string uri)
recordRelease(bytes32 component, string fromVersion, string toVersion, bytes32 artifactDigest)
releaseCadence(bytes32 component)
releaseOf(bytes32 component)
setAuthority(address newAuthority)
setReleaseCadence(bytes32 component, uint32 minInterval)
upgradeToAndCall(address newImplementation, bytes data)
windowOf(uint256 windowId)
withdrawWindow(uint256 windowId)
""",
    "EmergencyController": """
assignSystem(address target, bytes32 systemId)
authority()
budgetLeft(bytes32 systemId)
budgetUseOf(bytes32 systemId)
debtOf(bytes32 incidentId)
endOverride(bytes32 systemId, uint8 operation, bytes32 reasonDigest)
evidenceHead()
extend(bytes32 systemId, uint8 mode, uint40 until, bytes32 incidentId, bytes32 reasonDigest)
fileNarrative(bytes32 incidentId, bytes32 narrativeDigest)
grantOverride(bytes32 systemId, uint8 operation, uint40 until, bytes32 incidentId, bytes32 evidenceDigest)
incidentRegistry()
invokePlaybook(bytes32 playbookId, bytes32 incidentId)
isReviewOverdue()
meter(bytes32 systemId, uint8 operation, uint256 amount)
modeEndsOf(bytes32 systemId)
modeOf(bytes32 systemId)
noteEmergencyFix(bytes32 incidentId, bytes32 changeId)
noteReviewAccepted(bytes32 incidentId)
noteReviewFiled(bytes32 incidentId)
noteReviewRejected(bytes32 incidentId)
openDebts()
overrideUntil(bytes32 systemId, uint8 operation)
playbookOf(bytes32 playbookId)
refillBudget(bytes32 systemId, bytes32 reasonDigest)
registerIncident(bytes32 incidentId)
removePlaybook(bytes32 playbookId)
requireAllowed(bytes32 systemId, uint8 operation)
requireFixable(bytes32 incidentId, address[] targets)
restore(bytes32 systemId, uint8 mode, bytes32 reasonDigest)
restrict((bytes32 systemId, uint8 mode)[] restrictions, uint32 duration, bytes32 incidentId, uint8 severity, bytes32 reasonDigest)
setIncidentRegistry(address registry)
setPlaybook(bytes32 playbookId, (bytes32 digest, uint32 duration, uint8 severity, (bytes32 systemId, uint8 mode)[] restrictions) playbook)
setVolumeCap(bytes32 systemId, uint128 perDay)
systemOf(address target)
volumeOf(bytes32 systemId)
""",
    "IncidentRegistry": """
UPGRADE_INTERFACE_VERSION()
acceptReview(bytes32 incidentId, bytes32 reviewDigest, bytes32 opinionDigest)
acknowledge(bytes32 incidentId)
authority()
declare(bytes32 incidentId, uint8 severity, address safe, bytes32 reasonDigest)
emergencyController()
entitiesOf(bytes32 incidentId)
evidenceHead()
fileReview(bytes32 incidentId, bytes32 reviewDigest, bool interim)
implementation()
incidentOf(bytes32 incidentId)
initialize(address registry)
isConsumingScheduledOp()
keyRegistry()
keysNamedBy(bytes32 incidentId)
lowerSeverity(bytes32 incidentId, uint8 severity, bytes32 reasonDigest)
mitigate(bytes32 incidentId, bytes32 digest)
nameKey(bytes32 incidentId, bytes32 keyId)
open(bytes32 incidentId, uint8 severity, bytes32 reportDigest)
openSevereIncidents()
proxiableUUID()
publishStatement(bytes32 incidentId, uint8 audience, bytes32 digest)
raiseSeverity(bytes32 incidentId, uint8 severity, bytes32 reasonDigest)
reassign(bytes32 incidentId, uint8 entity, bytes32 reasonDigest)
rejectReview(bytes32 incidentId, bytes32 reviewDigest, bytes32 reasonDigest)
report(bytes32 incidentId, uint8 severity, bytes32 reportDigest)
requireFixable(bytes32 incidentId)
resolve(bytes32 incidentId, bytes32 digest)
reviewOf(bytes32 incidentId)
serviceLevelsOf(uint8 severity)
setAuthority(address newAuthority)
setKeyRegistry(address newKeyRegistry)
setServiceLevels(uint8 severity, (uint32 acknowledgeWithin, uint32 statementWithin, uint32 mitigateWithin, uint32 resolveWithin, uint32 reviewWithin) levels)
upgradeToAndCall(address newImplementation, bytes data)
""",
    "KeyRegistry": """
UPGRADE_INTERFACE_VERSION()
authority()
evidenceHead()
implementation()
initialize()
isConsumingScheduledOp()
isInUse(bytes32 keyId)
isKey(bytes32 keyId)
isRotatedSince(bytes32 keyId, uint40 time)
isUsable(bytes32 keyId)
keyIdOf(uint8 category, address account)
keyOf(bytes32 keyId)
proxiableUUID()
recordDrill(bytes32 keyId, bytes32 evidenceDigest)
registerAuditKey(bytes32 keyId, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms)
registerGovernanceKey(bytes32 keyId, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms)
registerIssuerKey(bytes32 keyId, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms)
registerOperatorKey(bytes32 keyId, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms)
reportCompromise(bytes32 keyId, bytes32 evidenceDigest)
requireIssuerKey(address issuer)
requireUsable(bytes32 keyId, uint8 category, address holder)
retireAuditKey(bytes32 keyId, bytes32 reasonDigest)
retireGovernanceKey(bytes32 keyId, bytes32 reasonDigest)
retireIssuerKey(bytes32 keyId, bytes32 reasonDigest)
retireOperatorKey(bytes32 keyId, bytes32 reasonDigest)
rotateAuditKey(bytes32 keyId, bytes32 successor, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms, bytes32 evidenceDigest)
rotateGovernanceKey(bytes32 keyId, bytes32 successor, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms, bytes32 evidenceDigest)
rotateIssuerKey(bytes32 keyId, bytes32 successor, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms, bytes32 evidenceDigest)
rotateOperatorKey(bytes32 keyId, bytes32 successor, (address holder, uint8 custody, bytes32 custodyDigest, uint32 rotationPeriod) terms, bytes32 evidenceDigest)
setAuthority(address newAuthority)
signalCompromise(bytes32 keyId, bytes32 evidenceDigest)
statusOf(bytes32 keyId)
upgradeToAndCall(address newImplementation, bytes data)
""",
    "AccreditationRegistry": """
UPGRADE_INTERFACE_VERSION()
accredit((uint8 kind, address account, bytes32 scope) subject, bytes32 requirementDigest, uint40 until)
accreditMember((uint8 kind, address account, bytes32 scope) subject, bytes32 requirementDigest, uint40 until)
accreditationOf((uint8 kind, address account, bytes32 scope) subject)
authority()
evidenceHead()
implementation()
initialize()
isConsumingScheduledOp()
proxiableUUID()
publishSchema(bytes32 schemaId, uint32 current, (bytes32 digest, bytes32 revocationPolicyDigest) terms, uint32 transition, string uri)
reinstate((uint8 kind, address account, bytes32 scope) subject, bytes32 decisionDigest)
reinstateMember((uint8 kind, address account, bytes32 scope) subject, bytes32 decisionDigest)
renew((uint8 kind, address account, bytes32 scope) subject, bytes32 requirementDigest, uint40 until)
renewMember((uint8 kind, address account, bytes32 scope) subject, bytes32 requirementDigest, uint40 until)
requireAccredited((uint8 kind, address account, bytes32 scope) subject)
requireIssuer(address issuer, bytes32 schemaId)
requireVerifier(address verifier)
retireSchema(bytes32 schemaId, bytes32 reasonDigest)
schemaOf(bytes32 schemaId)
schemaTerms(bytes32 schemaId, uint32 version)
setAuthority(address newAuthority)
suspend((uint8 kind, address account, bytes32 scope) subject, bytes32 reasonDigest)
suspendMember((uint8 kind, address account, bytes32 scope) subject, bytes32 reasonDigest)
upgradeToAndCall(address newImplementation, bytes data)
withdraw((uint8 kind, address account, bytes32 scope) subject, bytes32 reasonDigest)
withdrawMember((uint8 kind, address account, bytes32 scope) subject, bytes32 reasonDigest)
""",
    "CredentialLedger": """
UPGRADE_INTERFACE_VERSION()
authority()
batchOf(address issuer, bytes32 root)
credentialOf(address issuer, bytes32 credentialDigest)
evidenceHead()
implementation()
initialize(address registry)
isConsumingScheduledOp()
issue(bytes32 schemaId, bytes32 credentialDigest, uint40 expiresAt)
issueBatch(bytes32 schemaId, bytes32 root, uint32 count)
issuerVolume(address issuer)
proxiableUUID()
recordLeafVerification(address issuer, (bytes32 root, bytes32 credentialDigest, uint40 expiresAt, bytes32[] proof) leaf, bool accepted, bytes32 purposeDigest)
recordVerification(address issuer, bytes32 credentialDigest, bool accepted, bytes32 purposeDigest)
recordVerificationBatch(bytes32 root, uint32 count, uint32 accepted)
revoke(bytes32 credentialDigest, bytes32 reasonDigest)
revokeBatch(bytes32 root, bytes32 reasonDigest)
revokeBatchFor(address issuer, bytes32 root, bytes32 reasonDigest)
revokeFor(address issuer, bytes32 credentialDigest, bytes32 reasonDigest)
revokeLeaf((bytes32 root, bytes32 credentialDigest, uint40 expiresAt, bytes32[] proof) leaf, bytes32 reasonDigest)
revokeLeafFor(address issuer, (bytes32 root, bytes32 credentialDigest, uint40 expiresAt, bytes32[] proof) leaf, bytes32 reasonDigest)
schemaVolume(bytes32 schemaId)
setAuthority(address newAuthority)
statusOf(address issuer, bytes32 credentialDigest)
statusOfLeaf(address issuer, (bytes32 root, bytes32 credentialDigest, uint40 expiresAt, bytes32[] proof) leaf)
systemId()
upgradeToAndCall(address newImplementation, bytes data)
verificationBatchAt(address verifier, bytes32 root)
verifierVolume(address verifier)
""",
    "BridgeParameters": """
UPGRADE_INTERFACE_VERSION()
authority()
boundsOf(uint8 parameter)
establish(uint8 parameter, address counterparty, uint128 value)
evidenceHead()
gateway()
implementation()
initialize()
isConsumingScheduledOp()
linkGateway(address gateway_)
loosen(uint8 parameter, address counterparty, uint128 expected, uint32 expectedVersion, uint128 value)
nextStepOf(uint8 parameter, address counterparty)
proxiableUUID()
requireHealthy()
retract(uint8 parameter, address counterparty, uint128 value, uint128 baseline)
returnToBaseline(uint8 parameter, address counterparty, uint128 expected, uint32 expectedVersion)
setAuthority(address newAuthority)
stateOf(uint8 parameter, address counterparty)
tighten(uint8 parameter, address counterparty, uint128 value, bytes32 reasonDigest)
upgradeToAndCall(address newImplementation, bytes data)
valueOf(uint8 parameter, address counterparty)
version()
""",
    "BridgeGateway": """
UPGRADE_INTERFACE_VERSION()
applyFlow(uint8 direction, address counterparty, uint128 capacity, uint40 window, uint64 version)
applyParameter(uint8 parameter, uint128 value, uint64 version)
attestFailure(bytes32 id, uint8 reason, bytes32 evidenceDigest)
attestIn((uint64 nonce, address counterparty, address recipient, uint128 amount, bytes32 settlementReference) inbound)
attestReserve((uint128 issued, uint128 redeemed, uint40 observedAt, bytes32 digest) position)
attestReturn(bytes32 id, bytes32 settlementReference)
attestSettlement(bytes32 id, bytes32 settlementReference)
attestedBy(bytes32 id, bytes32 statement)
authority()
conservationHolds()
conversionId(uint8 direction, uint64 nonce)
conversionOf(bytes32 id)
custody()
evidenceHead()
failuresOf(uint8 direction, uint8 reason)
flowOf(uint8 direction, address counterparty)
implementation()
initialize(string publicRail, bytes32 privateRail, address publicToken, uint8 publicCustody)
isConsumingScheduledOp()
outNonce()
positionOf()
proxiableUUID()
rails()
recentFailures()
refund(bytes32 id)
releaseAdmitted(bytes32 id)
requestOut(uint128 amount, bytes32 beneficiary)
reserveAge()
retry(bytes32 id)
setAuthority(address newAuthority)
systemId()
token()
upgradeToAndCall(address newImplementation, bytes data)
volumeOf(uint8 direction, address counterparty)
""",
    "ProgramRegistry": """
UPGRADE_INTERFACE_VERSION()
advancePhase(bytes32 programId, uint8 to, (uint32 maxParticipants, uint128 maxAmount) caps, bytes32 requirementsDigest_, bytes32 decisionDigest)
authoriseEntity(bytes32 programId, uint8 entity, bytes32 approvalDigest)
authority()
closeProgram(bytes32 programId, bytes32 reasonDigest)
evidenceHead()
implementation()
initialize()
isAuthorised(bytes32 programId, uint8 entity)
isConsumingScheduledOp()
missingRequirements(bytes32 programId, uint8 to)
periodOf(bytes32 programId)
programOf(bytes32 programId)
proxiableUUID()
publishRuleSet(bytes32 programId, uint32 expectedVersion, bytes32 digest, uint128 rowMaximum, string uri)
recordLegalApproval(bytes32 programId, bytes32 digest)
recordMetadata(bytes32 programId, bytes32 digest)
recordRequirement(bytes32 programId, uint8 requirement, bytes32 digest)
registerProgram(bytes32 programId, (uint8 authority, uint8 privacy, bytes32 metadataDigest, bytes32 legalApprovalDigest, uint40 startsAt, uint32 periodLength) terms)
requirementOf(bytes32 programId, uint8 requirement)
requirementsDigest(bytes32 programId, uint8 to)
requirementsFor(uint8 to)
ruleSetOf(bytes32 programId, uint32 version)
setAuthority(address newAuthority)
setPhaseCaps(bytes32 programId, (uint32 maxParticipants, uint128 maxAmount) caps, bytes32 decisionDigest)
systemOf(bytes32 programId)
termsFor(bytes32 programId, uint8 entity)
upgradeToAndCall(address newImplementation, bytes data)
withdrawEntity(bytes32 programId, uint8 entity, bytes32 reasonDigest)
""",
    "DistributionLedger": """
UPGRADE_INTERFACE_VERSION()
approvalThresholdOf(bytes32 programId)
authoriseBatch(bytes32 batchId, bytes32 manifestDigest)
authority()
batchIdOf(uint8 distributor, (bytes32 programId, bytes32 root, uint32 count, uint128 total, uint32 ruleSetVersion, uint32 period, bytes32 manifestDigest) terms)
batchOf(bytes32 batchId)
batchWith(bytes32 root)
budgetOf(bytes32 programId)
disputeException(bytes32 batchId, uint256 index, bytes32 evidenceDigest)
evidenceHead()
exceptionOf(bytes32 batchId, uint256 index)
findingsOf(bytes32 batchId, uint8 entity)
implementation()
initialize()
isConsumingScheduledOp()
overruleException(bytes32 batchId, uint256 index, uint8 outcome, bytes32 decisionDigest)
periodUseOf(bytes32 programId, uint32 period)
programs()
proxiableUUID()
raiseException(bytes32 batchId, (uint256 index, bytes32 rowDigest, uint256 amount, bytes32[] proof) row, bytes32 reasonDigest)
raiseFinding(bytes32 batchId, (uint256 index, bytes32 rowDigest, uint256 amount, bytes32[] proof) row, bool paid, bytes32 reasonDigest)
reconcile(bytes32 batchId, (uint128 settled, uint128 exceptions, uint128 residual, bytes32 reportDigest) figures)
rejectBatch(bytes32 batchId, bytes32 reasonDigest)
resolveException(bytes32 batchId, uint256 index, uint8 outcome, bytes32 decisionDigest)
reverseSettlement(bytes32 settlementReference, bytes32 reasonDigest)
setApprovalThreshold(bytes32 programId, uint128 perDay)
setAuthority(address newAuthority)
setBudget(bytes32 programId, uint128 budget, bytes32 approvalDigest)
settle(bytes32 batchId, bytes32 settlementReference, uint128 amount, uint32 rows)
settlementOf(bytes32 settlementReference)
submitBatch((bytes32 programId, bytes32 root, uint32 count, uint128 total, uint32 ruleSetVersion, uint32 period, bytes32 manifestDigest) terms)
systemId()
upgradeToAndCall(address newImplementation, bytes data)
volumeOf(bytes32 programId)
withdrawFinding(bytes32 batchId, uint256 index, bytes32 reasonDigest)
writeOff(bytes32 batchId, (uint128 settled, uint128 exceptions, uint128 residual, bytes32 reportDigest) figures)
""",
}
EXTRA_SLOTS: Dict[str, Tuple[str, ...]] = {
    "BridgeGateway": (
    "0xb9af51ae42bdddaaab40566ebdaffa8207eb33bc50ca4384b0e7f60ba105e200",
    "0xb9af51ae42bdddaaab40566ebdaffa8207eb33bc50ca4384b0e7f60ba105e201",
    "0xb9af51ae42bdddaaab40566ebdaffa8207eb33bc50ca4384b0e7f60ba105e209",
    "0xb9af51ae42bdddaaab40566ebdaffa8207eb33bc50ca4384b0e7f60ba105e20a",
),
}
SCHEMAS: Dict[str, str] = {
    "data/schemas/accreditation.schema.json": "0d7c30f857544b896da6154e5fe76fd745c9b63d92d0481fc6e525b6a922eb84",
    "data/schemas/approval.schema.json": "dc1f75e3df2da121a08f86ca681b69eb67d890b0fbc9506aac6670a2d95821ed",
    "data/schemas/attestation.schema.json": "6ba66c1aeb4622227be1cde4c96eae64a94528db200aa82375de9a9829b1cac2",
    "data/schemas/batch.schema.json": "f7b04775c3e995fea684e4209bb6dfa48a830c568918c17e6991dcd17fa3f751",
    "data/schemas/change.schema.json": "8038cc547d289d1c570989918585bd034c757b3f8bd90058012a3d860fe9e820",
    "data/schemas/deployment.schema.json": "a948c89c69eb49c818fa361e6e772180cb7a4351244e27835dc88f14650bf193",
    "data/schemas/entity.schema.json": "049be313bb4a100a55af07c6f827e3cc125d863f339f2852c8adcb7718b854d3",
    "data/schemas/event.schema.json": "4c9aad4106ba15fab800e6877ab512fadd298b2fabb44bd5257015250cded9cb",
    "data/schemas/exception.schema.json": "8a69640374166ef8aa05f31b98dcf52a27bf43cb5c9b4a9c8411bd9367c9b787",
    "data/schemas/export.schema.json": "f7baf9abcd6958b6f785a0f5fcc19368ef953d7ad9e8cded2160b7dcbe264a21",
    "data/schemas/incident.schema.json": "d6a51e871421e8d0b4cf80800838ea69b561f649840962a19033ba90b90ff691",
    "data/schemas/incident-story.schema.json": "82751553e47c04439840fae51c9fe347548b0dab933e3a311aa36b23030136d2",
    "data/schemas/key.schema.json": "7ffe90a017cf4889b4ad3c76d9beabd534225549047ca14d699fa3216668131f",
    "data/schemas/override.schema.json": "ef42025022169794eeea159c76e33e1ede7da4788381a74c94c28adcd853efbf",
    "data/schemas/parameter.schema.json": "70aea982f4362bd3e0317080a3dbcabb837f87a5a6b3da7e9a6b0fe67b5a0c35",
    "data/schemas/program.schema.json": "09ec352c4424febd41b539f48e0dcb32b56ebce6abde64302f4275f6d5344c75",
    "data/schemas/program-story.schema.json": "4fae4c14bcb683e39823c771c24267faeb5e46078e185de82789c5ce5acf89d7",
    "data/schemas/reconciliation.schema.json": "74183aa89c0e728638a7fdfcd93f5cc30b973fc61472439561e9b1ae24ebc28c",
    "data/schemas/settlement.schema.json": "5907c471d2f9ea9cd72aa55995347b9884951a8f4c706f2553cc94ed19f2529f",
    "data/schemas/snapshot.schema.json": "341fcfee48037a213044bc1691ab4380ef958fd471262eb39297cb07984d63d5",
    "data/schemas/state-proofs.schema.json": "aaec2892447f64620abf96459bd8e8655b2de1f68798909499266522db38ec4b",
    "data/schemas/status-check.schema.json": "366f36d840d6bc03a234efa56ec7fd8a36232844b20846296cc05a0aff435310",
}
VIEWS: Dict[str, str] = {
    "description": "data/export.json",
    "headers": "data/chain/headers.rlp",
    "stateProofs": "data/chain/state-proofs.json",
    "deployments": "data/deployments.ndjson",
    "incidents": "data/incidents.ndjson",
    "overrides": "data/overrides.ndjson",
    "settlements": "data/settlements.ndjson",
    "changes": "data/changes.ndjson",
    "entities": "data/entities.ndjson",
    "parameters": "data/parameters.ndjson",
    "programs": "data/programs.ndjson",
    "batches": "data/batches.ndjson",
    "exceptions": "data/exceptions.ndjson",
    "accreditations": "data/accreditations.ndjson",
    "keyRotations": "data/key-rotations.ndjson",
    "statusChecks": "data/status-checks.ndjson",
    "reconciliation": "data/reconciliation/report.json",
    "report": "data/report.html",
    "story": "data/incident.json",
    "programStory": "data/program.json",
}
NEEDED_WHEN_NARROWED = (
    "RoleRegistry",
    "GovernanceGuard",
    "ChangeManager",
    "EmergencyController",
    "IncidentRegistry",
    "KeyRegistry",
)
NEEDED_FOR_PROGRAM = (
    "ProgramRegistry",
    "DistributionLedger",
)
NARROWED_VIEWS = (
    "data/incident.json",
    "data/program.json",
)
CHANGE_CLASSES = (
    "DocOnly",
    "ConfigOnly",
    "RoutineUpgrade",
    "HighRiskUpgrade",
    "BridgeParameter",
    "EmergencyFix",
)
SEVERITIES = (
    "None",
    "SEV1",
    "SEV2",
    "SEV3",
    "SEV4",
)
AUDIENCES = (
    "Internal",
    "Public",
)
MODES = (
    "NORMAL",
    "LIMITED",
    "READ_ONLY",
    "HALTED",
)
OPERATIONS = (
    "ISSUE",
    "VERIFY",
    "REVOKE",
    "DISTRIBUTE",
    "SETTLE",
    "CONVERT_OUT",
    "CONVERT_IN",
    "REFUND",
    "CONFIGURE",
)
DIRECTIONS = (
    "Out",
    "In",
)
FAILURE_REASONS = (
    "None",
    "BeneficiaryRejected",
    "ComplianceRejected",
    "RailUnavailable",
    "RailRejected",
    "Restricted",
    "CapacityExceeded",
    "AboveMaximum",
    "ReserveStale",
    "ConservationBroken",
    "TransferFailed",
)
PHASES = (
    "None",
    "Assessment",
    "Pilot",
    "Expansion",
    "FullIntegration",
)
PRIVACY_MODES = (
    "None",
    "Public",
    "Private",
)
REQUIREMENTS = (
    "None",
    "StakeholderMap",
    "PrivacyRequirements",
    "GovernanceAndCustody",
    "PilotControls",
    "PilotMonitoring",
    "ServiceLevels",
    "AuditProgramme",
    "Integrations",
)
EXCEPTION_KINDS = (
    "None",
    "Undelivered",
    "Objection",
    "PaidInError",
)
EXCEPTION_STATUSES = (
    "None",
    "Raised",
    "Disputed",
    "Upheld",
    "Dismissed",
    "Withdrawn",
)
ACCREDITATION_KINDS = (
    "Issuer",
    "Verifier",
    "RailMember",
    "Validator",
)
CREDENTIAL_STATUSES = (
    "Unknown",
    "Active",
    "Expired",
    "Revoked",
)
KEY_CATEGORIES = (
    "governance",
    "issuer",
    "operator",
    "audit",
)
BRIDGE_PARAMETERS = (
    "OutCapacity",
    "InCapacity",
    "OutWindow",
    "InWindow",
    "ConversionMaximum",
    "ReserveMaxAge",
    "FailureMaximum",
)
PARAMETER_ACTS = (
    "Established",
    "Tightened",
    "Loosened",
    "ReturnedToBaseline",
    "Retracted",
)
CUSTODIES = (
    "none",
    "multisig",
    "hsm",
    "software",
)
# End.
# fmt: on

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
