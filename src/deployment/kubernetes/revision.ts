import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

/** How many deployments stay on record. */
export const REVISIONS_KEPT = 20;
export const REVISION_LABEL = 'gomeet.io/revision';

/** What the API server lets a Secret hold: 1 MiB, of which the names and annotations need little. */
const RECORD_BYTES_MAX = 1_000_000;

/**
 * `applying` is said while a deployment is at work, and for ever when it was killed; `failed` when something did not become
 * ready; `left` when another deployment took its place before it had ended.
 */
type RevisionState = 'applying' | 'deployed' | 'failed' | 'left';

/** One deployment on record. It is also its journal: what has been done is added while it is at work. */
export interface Revision {
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** Who and from where: `ada@laptop (4711)`. */
  readonly by: string;
  /** What it was: `deploy self-hosted/production`, `rollback to revision 3`. */
  readonly what: string;
  readonly state: RevisionState;
  /** Waves that are applied and ready. */
  readonly wavesDone: readonly string[];
  readonly digest: string;
  /** The whole wanted set. */
  readonly objects: readonly ClusterObject[];
}

/** One value for one wanted set: two deployments with it want the same. */
export const digestOf = (objects: readonly ClusterObject[]): string =>
  createHash('sha256').update(JSON.stringify(objects)).digest('hex').slice(0, 16);

/** @throws GomeetError (usage) when the set is too large for one record */
export function revisionSecret(revision: Revision, namespace: string): ClusterObject {
  const packed = gzipSync(JSON.stringify(revision.objects));
  const bytes = Math.ceil(packed.length / 3) * 4;
  if (bytes > RECORD_BYTES_MAX) {
    throw new GomeetError(
      `the set's record takes ${bytes.toLocaleString('en-US')} bytes; accepted: up to ${RECORD_BYTES_MAX.toLocaleString('en-US')}`,
      {
        exitCode: ExitCode.usage,
        code: 'set-too-large',
        hint: 'apply large definitions, such as those of operators, on their own: kubectl apply --server-side',
      },
    );
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: REVISION_LABEL,
    metadata: {
      name: `gomeet-revision-${revision.number}`,
      namespace,
      labels: { [REVISION_LABEL]: String(revision.number), 'app.kubernetes.io/part-of': 'gomeet' },
      annotations: annotationsOf(revision),
    },
    data: { objects: packed.toString('base64') },
  };
}

export const stateAnnotation = (state: RevisionState): Record<string, string> => ({
  'gomeet.io/state': state,
});

/** What changes while a deployment is at work lies in annotations, where `kubectl describe` shows it. */
export const annotationsOf = ({
  at,
  by,
  what,
  state,
  wavesDone,
  digest,
}: Omit<Revision, 'number' | 'objects'>): Record<string, string> => ({
  'gomeet.io/at': at,
  'gomeet.io/by': by,
  'gomeet.io/what': what,
  ...stateAnnotation(state),
  'gomeet.io/waves-done': wavesDone.join(','),
  'gomeet.io/digest': digest,
});

const states: readonly string[] = ['applying', 'deployed', 'failed', 'left'] satisfies RevisionState[];

/** @throws GomeetError (prerequisite) for a Secret that is no record of ours */
export function revisionIn(secret: ClusterObject): Revision {
  const { name, annotations = {}, labels = {} } = secret.metadata;
  const said = (field: string): string => annotations[`gomeet.io/${field}`] ?? '';
  const number = Number(labels[REVISION_LABEL]);
  const state = said('state');
  const packed = (secret.data as { objects?: string } | undefined)?.objects;
  if (!Number.isSafeInteger(number) || !states.includes(state) || packed === undefined) {
    throw new GomeetError(`Secret ${secret.metadata.namespace}/${name} is no record of a deployment`, {
      exitCode: ExitCode.prerequisite,
      code: 'revision-unreadable',
      hint: `kubectl describe secret -n ${secret.metadata.namespace} ${name}; delete it if it is damaged`,
    });
  }
  return {
    number,
    at: said('at'),
    by: said('by'),
    what: said('what'),
    state: state as RevisionState,
    wavesDone: said('waves-done')
      .split(',')
      .filter((wave) => wave !== ''),
    digest: said('digest'),
    objects: JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as ClusterObject[],
  };
}
