"""Signs DISTRIBUTION as PyPI's own tools do, against the services of TRUST_CONFIG, with the identity token on standard input."""

import sys
from pathlib import Path

from pypi_attestations import Attestation, Distribution
from sigstore.models import ClientTrustConfig
from sigstore.oidc import IdentityToken
from sigstore.sign import SigningContext

trust_config, distribution = map(Path, sys.argv[1:])
context = SigningContext.from_trust_config(ClientTrustConfig.from_json(trust_config.read_text()))
with context.signer(IdentityToken(sys.stdin.read().strip())) as signer:
    attestation = Attestation.sign(signer, Distribution.from_file(distribution))
print(attestation.model_dump_json(), end="")
