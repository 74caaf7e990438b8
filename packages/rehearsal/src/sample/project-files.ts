/** Name of the sample project a rehearsal publishes when it is given no files. */
export const sampleName = 'ropewalk-sample';

/** Its version. */
export const sampleVersion = '1.0.0';

/** How the name is written in file names (PEP 625, PEP 427). */
export const sampleFileStem: string = `${sampleName.replaceAll('-', '_')}-${sampleVersion}`;

/** The one module of the sample project. */
export const moduleSource: string = `"""A sample project that rehearses a release."""

__version__ = "${sampleVersion}"


def splice(*strands: str) -> str:
    """Lay strands into one rope."""
    return "".join(strands)
`;

/** Core metadata 2.4, the same in both distributions. */
export const metadata: string = `Metadata-Version: 2.4
Name: ${sampleName}
Version: ${sampleVersion}
Summary: A sample project that rehearses a release
License-Expression: Apache-2.0
Requires-Python: >=3.9
Description-Content-Type: text/markdown

# ${sampleName}

A module of one function, made to be published on loopback.
`;

/** What makes the sdist buildable. */
export const pyproject: string = `[build-system]
requires = ["flit_core>=3.12,<4"]
build-backend = "flit_core.buildapi"

[project]
name = "${sampleName}"
version = "${sampleVersion}"
description = "A sample project that rehearses a release"
license = "Apache-2.0"
requires-python = ">=3.9"
readme = "README.md"

[tool.flit.module]
name = "ropewalk_sample"
`;

/** The project's description. */
export const readme: string = `# ${sampleName}

A module of one function, made to be published on loopback.
`;
