/** Slugs of DigitalOcean's regions by the description of its API, as of 2026-08. */
export const DIGITALOCEAN_REGIONS = [
  'ams1',
  'ams2',
  'ams3',
  'blr1',
  'fra1',
  'lon1',
  'nyc1',
  'nyc2',
  'nyc3',
  'sfo1',
  'sfo2',
  'sfo3',
  'sgp1',
  'syd1',
  'tor1',
] as const;
