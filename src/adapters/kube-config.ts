import { KubeConfig } from '@kubernetes/client-node';
import { ExitCode, GomeetError } from '../errors.ts';

/**
 * The kubeconfig as kubectl finds it.
 *
 * @param paths KUBECONFIG: one file, or several with a colon between them; else `~/.kube/config` or the pod's own account
 * @param context undefined is the current one
 * @throws GomeetError (prerequisite) when there is none or it cannot be read, (usage) when it lacks the context
 */
export function loadKubeConfig(paths: string | undefined, context: string | undefined): KubeConfig {
  const config = readFiles((paths ?? '').split(':').filter((path) => path !== ''));
  const known = config.getContexts().map(({ name }) => name);
  if (context !== undefined && !known.includes(context)) {
    throw new GomeetError(
      `the kubeconfig has no context "${context}"; accepted: ${known.join(', ') || 'none'}`,
      { exitCode: ExitCode.usage, code: 'no-such-context', hint: 'kubectl config get-contexts' },
    );
  }
  if (context !== undefined) config.setCurrentContext(context);
  // What the client assumes where it finds nothing, as kubectl did long ago.
  if (config.getCurrentCluster() === null || config.getCurrentCluster()?.server === 'http://localhost:8080')
    throw unreadable('there is no kubeconfig with a current context', undefined);
  return config;
}

function readFiles([first, ...others]: readonly string[]): KubeConfig {
  const config = new KubeConfig();
  try {
    if (first === undefined) config.loadFromDefault();
    else config.loadFromFile(first);
    for (const path of others) {
      const other = new KubeConfig();
      other.loadFromFile(path);
      config.mergeConfig(other, true);
    }
  } catch (error) {
    // The parser quotes the lines around a fault, and those of a kubeconfig hold keys.
    const [why = ''] = (error as Error).message.split('\n');
    throw unreadable(`the kubeconfig cannot be read: ${why}`, error);
  }
  return config;
}

const unreadable = (message: string, cause: unknown): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.prerequisite,
    code: 'no-kubeconfig',
    hint: 'kubectl config view   (KUBECONFIG names the file)',
    cause,
  });
