"""Signs DISTRIBUTION... as PyPI's own tools do, against the services of TRUST_CONFIG, with the identity token on standard input.

Prints one attestation on each line.
"""

import sys
from pathlib import Path

from pypi_attestations import Attestation, Distribution
from sigstore.models import ClientTrustConfig
from sigstore.oidc import IdentityToken
from sigstore.sign import SigningContext

trust_config, *distributions = map(Path, sys.argv[1:])
context = SigningContext.from_trust_config(ClientTrustConfig.from_json(trust_config.read_text()))
with context.signer(IdentityToken(sys.stdin.read().strip())) as signer:
    for distribution in distributions:
        print(Attestation.sign(signer, Distribution.from_file(distribution)).model_dump_json())
