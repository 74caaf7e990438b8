"""What Python's packaging says of words: reads [[kind, text], ...], writes one answer each, null for a refusal."""
import json
import sys

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version


def requirement(text):
    read = Requirement(text)
    return [read.name, read.url, sorted(read.extras)]


def wheel(text):
    name, version, build, tags = parse_wheel_filename(text)
    return [name, str(version), str(build[0]) + build[1] if build else None, sorted(map(str, tags))]


def sdist(text):
    name, version = parse_sdist_filename(text)
    return [name, str(version)]


readers = {
    'name': canonicalize_name,
    'version': lambda text: str(Version(text)),
    'specifiers': lambda text: bool(str(SpecifierSet(text))) or True,
    'requirement': requirement,
    'wheel': wheel,
    'sdist': sdist,
}


def answer(kind, text):
    try:
        return readers[kind](text)
    except Exception:
        return None


json.dump([answer(kind, text) for kind, text in json.load(sys.stdin)], sys.stdout)
