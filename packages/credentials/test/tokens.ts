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
