"""Whether descriptions in reStructuredText render as on PyPI: reads texts, writes booleans."""
import json
import sys

from readme_renderer import rst

json.dump([rst.render(text) is not None for text in json.load(sys.stdin)], sys.stdout)
