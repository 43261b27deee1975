import { type Account, accountOf } from './account.ts';
import { type Clusters, clustersOf } from './clusters.ts';
import type { Connection } from './connection.ts';
import { type Databases, databasesOf } from './databases.ts';
import { type Domains, domainsOf } from './domains.ts';
import { type Networks, networksOf } from './networks.ts';
import { type Registries, registriesOf } from './registries.ts';
import { type Spaces, spacesOf } from './spaces.ts';

/** The account's machines and services, by area. Every call throws a GomeetError that says what is wrong, never the token. */
export interface Cloud {
  readonly account: Account;
  readonly clusters: Clusters;
  readonly databases: Databases;
  readonly networks: Networks;
  readonly registries: Registries;
  readonly domains: Domains;
  readonly spaces: Spaces;
}

export const cloudOf = (connection: Connection): Cloud => ({
  account: accountOf(connection),
  clusters: clustersOf(connection),
  databases: databasesOf(connection),
  networks: networksOf(connection),
  registries: registriesOf(connection),
  domains: domainsOf(connection),
  spaces: spacesOf(connection),
});
