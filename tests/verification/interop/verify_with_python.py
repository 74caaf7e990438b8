"""Reads JSON lines {filename, sha256, attestation, publisher} and answers each with "verified" or the reason why not.

Uses PyPI's own verifier as it is; the trusted root comes from its cache (XDG_CACHE_HOME).
"""

import json
import sys

from pypi_attestations import Attestation, Distribution, GitHubPublisher, GitLabPublisher, GooglePublisher

KINDS = {"GitHub": GitHubPublisher, "GitLab": GitLabPublisher, "Google": GooglePublisher}


def verdict(case):
    try:
        attestation = Attestation.model_validate_json(case["attestation"])
        distribution = Distribution(name=case["filename"], digest=case["sha256"])
        publisher = KINDS[case["publisher"]["kind"]].model_validate(case["publisher"])
        attestation.verify(publisher, distribution, offline=True)
        return "verified"
    except Exception as error:  # any failure is a refusal, as it is at PyPI
        return f"{type(error).__name__}: {error}".replace("\n", " ")[:200]


for line in sys.stdin:
    print(json.dumps(verdict(json.loads(line))), flush=True)
