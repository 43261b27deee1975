import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';

export interface ClusterRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query: `/api/v1/namespaces?limit=500`. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

export interface ClusterAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Time after which a server that says nothing is taken for gone. A watch has its own, longer one. */
const SILENCE_MS = 30_000;

/** HTTP to one API server with the credentials of a kubeconfig: raw JSON both ways, connections kept open. */
export class ClusterConnection {
  readonly #config: KubeConfig;
  readonly #server: URL;
  #options: Promise<RequestOptions> | undefined;

  constructor(config: KubeConfig, server: string) {
    this.#config = config;
    this.#server = new URL(server);
  }

  /** @throws what the network said; every HTTP status is an answer */
  async send(request: ClusterRequest): Promise<ClusterAnswer> {
    const response = await this.open(request, SILENCE_MS);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const isJson = (response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  }

  /** The answer before its body is read: for watches and logs, which go on. */
  async open(request: ClusterRequest, silenceMs: number): Promise<IncomingMessage> {
    const options = await this.#credentials();
    const text = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = {
      ...(options.headers as Record<string, string> | undefined),
      accept: request.accept ?? 'application/json',
      'user-agent': 'gomeet',
      ...(text === undefined
        ? {}
        : {
            'content-type': request.contentType ?? 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
    };
    const send = this.#server.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing = send(
        new URL(this.#server.pathname.replace(/\/$/, '') + request.path, this.#server),
        {
          ...options,
          method: request.method,
          headers,
          timeout: silenceMs,
          ...(request.signal === undefined ? {} : { signal: request.signal }),
        },
        resolve,
      );
      outgoing.once('timeout', () =>
        outgoing.destroy(new Error(`nothing was heard for ${silenceMs / 1000} s`)),
      );
      outgoing.once('error', reject);
      outgoing.end(text);
    });
  }

  /** Certificates, tokens and what an exec plugin gave; the plugin is asked again when the API server says 401. */
  #credentials(): Promise<RequestOptions> {
    this.#options ??= this.#readCredentials();
    return this.#options;
  }

  async #readCredentials(): Promise<RequestOptions> {
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    if (this.#server.protocol !== 'https:') return { headers: options.headers ?? {} };
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    const agent = new Agent({
      keepAlive: true,
      maxSockets: 16,
      ...Object.fromEntries(
        Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
    });
    return { ...options, agent };
  }

  forgetCredentials(): void {
    this.#options = undefined;
  }
}
