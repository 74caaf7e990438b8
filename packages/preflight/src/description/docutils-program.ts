/**
 * Reads `{"descriptions": […]}` from its input; writes `{"title": …, "results": […]}`, for each description `null` when it
 * renders, else a list of `[line, message]`. Settings as readme-renderer's, which are PyPI's.
 */
export const docutilsProgram: string = `
import io, json, re, sys
import docutils
from docutils.core import publish_parts
from docutils.utils import SystemMessage
title = 'docutils ' + docutils.__version__
try:
    from readme_renderer import rst
    from importlib.metadata import version
    title += ' (readme-renderer ' + version('readme-renderer') + ')'
except ImportError:
    rst = None
SETTINGS = {
    'cloak_email_addresses': True, 'doctitle_xform': True, 'sectsubtitle_xform': True, 'initial_header_level': 2,
    'file_insertion_enabled': False, 'halt_level': 2, 'math_output': 'MathJax /dummy.js', 'raw_enabled': False,
    'report_level': 5, 'smart_quotes': True, 'strip_comments': True, 'syntax_highlight': 'short',
    '_disable_config': True,
}
def render(text, stream):
    if rst is not None:
        return rst.render(text, stream=stream)
    try:
        parts = publish_parts(text, writer_name='html', settings_overrides=dict(SETTINGS, warning_stream=stream))
    except SystemMessage:
        return None
    return (parts.get('docinfo', '') + parts.get('fragment', '')) or None
def judge(text):
    stream = io.StringIO()
    if render(text, stream) is not None:
        return None
    found = re.search(r'^<string>:(\\d*): \\([A-Z]+/\\d\\) (.*)$', stream.getvalue(), re.M)
    if found:
        return [[int(found.group(1) or 0), found.group(2)]]
    return [[0, 'It renders to nothing.']]
request = json.loads(sys.stdin.buffer.read().decode('utf-8'))
json.dump({'title': title, 'results': [judge(text) for text in request['descriptions']]}, sys.stdout)
`;
