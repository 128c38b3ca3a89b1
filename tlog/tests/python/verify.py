"""Verifies proofs of a log with the library of the Sigstore project, which knows nothing of ours.

    verify.py FOLDER

Ends with 0 and a count of what was verified, or with 1 and the reason why the log is refused.
"""

import base64
import struct
import sys
from pathlib import Path
from types import SimpleNamespace

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import SignedCheckpoint, verify_checkpoint
from sigstore._internal.trust import Key, Keyring
from sigstore.errors import VerificationError
from sigstore_models.common import v1 as common


def keyring(line):
    """The log's key, under the identifier that our notes give it."""
    _, identifier, key = line.split("+", 2)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:])
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kind = common.PublicKeyDetails.PKIX_ED25519
    keys = Keyring()
    keys._keyring[bytes.fromhex(identifier)] = Key(
        common.PublicKey(raw_bytes=base64.b64encode(der), key_details=kind)
    )
    return keys, bytes.fromhex(identifier)


def entry(folder, index, size):
    """One entry, from its bundle. The logs of this test are too small for longer paths."""
    bundle, place = divmod(index, 256)
    width = min(256, size - bundle * 256)
    partial = "" if width == 256 else f".p/{width}"
    data = (folder / f"tile/entries/{bundle:03}{partial}").read_bytes()
    for _ in range(place):
        data = data[2 + struct.unpack_from(">H", data)[0] :]
    return data[2 : 2 + struct.unpack_from(">H", data)[0]]


def main(folder):
    keys, identifier = keyring((folder / "keys").read_text().split()[0])
    signed = (folder / "checkpoint").read_text()
    head = SignedCheckpoint.from_text(signed).checkpoint
    proofs = sorted((folder / "proofs").glob("*.tlog-proof"))
    for path in proofs:
        lines = path.read_text().split("\n\n")[0].split("\n")
        index = int(lines[1].removeprefix("index "))
        if index >= head.log_size:
            raise VerificationError(f"no leaf {index} among {head.log_size}")
        inclusion = SimpleNamespace(
            log_index=index,
            tree_size=head.log_size,
            root_hash=bytes.fromhex(head.log_hash),
            hashes=[base64.b64decode(line) for line in lines[2:]],
            checkpoint=SimpleNamespace(envelope=signed),
        )
        one = SimpleNamespace(
            _inner=SimpleNamespace(
                inclusion_proof=inclusion,
                canonicalized_body=entry(folder, index, head.log_size),
                log_id=SimpleNamespace(key_id=identifier),
            )
        )
        verify_merkle_inclusion(one)
        verify_checkpoint(keys, one)
    print(f"verified: {len(proofs)} proofs")


try:
    main(Path(sys.argv[1]))
except VerificationError as why:
    print(f"refused: {why}")
    sys.exit(1)
