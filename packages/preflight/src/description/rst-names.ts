/** The directives of docutils 0.23; Sphinx has more, PyPI has not. */
export const directiveNames: ReadonlySet<string> = new Set([
  'admonition', 'attention', 'caution', 'class', 'code', 'code-block', 'compound', 'container', 'contents', 'csv-table',
  'danger', 'date', 'default-role', 'epigraph', 'error', 'figure', 'footer', 'header', 'highlights', 'hint', 'image',
  'important', 'include', 'line-block', 'list-table', 'math', 'meta', 'note', 'parsed-literal', 'pull-quote', 'raw',
  'replace', 'restructuredtext-test-directive', 'role', 'rst-class', 'rubric', 'section-numbering', 'sectnum', 'sidebar',
  'sourcecode', 'table', 'target-notes', 'tip', 'title', 'topic', 'unicode', 'warning',
]);

/** The roles of docutils 0.23. */
export const roleNames: ReadonlySet<string> = new Set([
  'ab', 'abbreviation', 'ac', 'acronym', 'anonymous-reference', 'citation-reference', 'code', 'emphasis',
  'footnote-reference', 'i', 'index', 'literal', 'math', 'named-reference', 'pep', 'pep-reference', 'raw',
  'restructuredtext-unimplemented-role', 'rfc', 'rfc-reference', 'strong', 'sub', 'subscript', 'substitution-reference',
  'sup', 'superscript', 't', 'target', 'title', 'title-reference', 'uri', 'uri-reference', 'url',
]);
