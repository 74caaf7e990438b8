"""What Python's packaging reads from metadata: reads base64 texts, writes [raw, unparsed] each, null when it breaks."""
import base64
import email._policybase
import json
import sys

from packaging.metadata import parse_email


def header_source_parse(self, lines):
    """As in recent versions of Python, also where an older one runs this: a value may begin on the line after its name."""
    name, value = lines[0].split(':', 1)
    value = ''.join((value, *lines[1:])).lstrip(' \t\r\n')
    return name, value.rstrip('\r\n')


email._policybase.Compat32.header_source_parse = header_source_parse


def answer(text):
    try:
        raw, unparsed = parse_email(base64.b64decode(text))
    except Exception:
        return None
    readable = {key: [value if isinstance(value, str) else value.decode('latin1') for value in values] for key, values in unparsed.items()}
    return [dict(raw, project_urls=list(map(list, raw['project_urls'].items()))) if 'project_urls' in raw else raw, readable]


json.dump([answer(text) for text in json.load(sys.stdin)], sys.stdout)
