// Made by pymacaroons with a made-up key: they hold nowhere.

/** Of PyPI, for a user, for all projects. */
export const pypiToken =
  'pypi-AgEIcHlwaS5vcmcCJDBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMAACK1szLCAiMmQzYzRiNWEtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0AAAYgn4lEdWZEntpBZgO8CnStBF31POucBDXJeoqTay2ot8Y';

/** Of TestPyPI, for `demo` and `other`, from 2023-11-14 to 2027-01-15. */
export const testPyPIToken =
  'pypi-AgENdGVzdC5weXBpLm9yZwIkMGYxZTJkM2MtNGI1YS02OTc4LTg3OTYtYTViNGMzZDJlMWYwAAIWWzEsIFsiZGVtbyIsICJvdGhlciJdXQACG1swLCAxODAwMDAwMDAwLCAxNzAwMDAwMDAwXQAABiDXEk0g7pdB1vyc_6KI1er96CtiVVsP5TAcYdErqPCZ7Q';

/** Of PyPI, in the form of the years before 2022, for `demo`. */
export const oldPyPIToken =
  'pypi-AgEIcHlwaS5vcmcCJDBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMAACNXsidmVyc2lvbiI6IDEsICJwZXJtaXNzaW9ucyI6IHsicHJvamVjdHMiOiBbImRlbW8iXX19AAAGIEhvwXgfnx9e5ESKSdTHb24lCZfmC4rgljtRHLFXxG4p';

/** Of PyPI, made by trusted publishing, expired in 2017. */
export const expiredToken =
  'pypi-AgEIcHlwaS5vcmcCJDBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMAACGVs0LCAicHViLWlkIiwgbnVsbCwgbnVsbF0AAhtbMCwgMTUwMDAwMDAwMCwgMTQwMDAwMDAwMF0AAAYg1MpiUiP2jQx5xkM6vlradoiRSsT_WXW3xlTX7l9nvZQ';

/** Of PyPI, with project numbers and a caveat of an unknown kind. */
export const strangeToken =
  'pypi-AgEIcHlwaS5vcmcCJDBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMAACLVsyLCBbIjExMTExMTExLTExMTEtMTExMS0xMTExLTExMTExMTExMTExMSJdXQACCls5LCAibmV3Il0AAAYgiEbpg1rLvA07wHZ_9aCQ34zNMKWanWfGXK-r-vOcRF4';

/** Makes a token of PyPI that is limited to projects, or of a whole account. Its key is made up. */
export function pypiTokenFor(...projects: readonly string[]): string {
  const caveats = ['[3, "2d3c4b5a-0000-0000-0000-000000000000"]', ...(projects.length === 0 ? [] : [JSON.stringify([1, projects])])];
  const bytes = [
    Buffer.of(2),
    field(1, 'pypi.org'),
    field(2, '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'),
    Buffer.of(0),
    ...caveats.flatMap((caveat) => [field(2, caveat), Buffer.of(0)]),
    Buffer.of(0),
    field(6, Buffer.alloc(32, 7)),
  ];
  return `pypi-${Buffer.concat(bytes).toString('base64url')}`;
}

function field(type: number, data: string | Buffer): Buffer {
  const length = Buffer.byteLength(data);
  return Buffer.concat([length < 0x80 ? Buffer.of(type, length) : Buffer.of(type, (length & 0x7f) | 0x80, length >> 7), Buffer.from(data)]);
}
