import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EgressInfo, EgressStatus, RoomCompositeEgressRequest } from 'livekit-server-sdk';
import type { Service } from './services.ts';

/** Speaks LiveKit's Egress API as its SDK does: Twirp with protobuf's JSON. And, at /bucket/, a store that holds what it "recorded". */
export interface EgressService extends Service {
  readonly orders: RoomCompositeEgressRequest[];
  readonly egresses: Map<string, EgressInfo>;
  readonly files: Map<string, string>;
  /** Ends an egress as the real one does once its file is in the store. */
  complete(egressId: string): void;
}

export async function startEgressService(): Promise<EgressService> {
  const orders: RoomCompositeEgressRequest[] = [];
  const egresses = new Map<string, EgressInfo>();
  const files = new Map<string, string>();

  function answer(method: string, body: string): object | undefined {
    const asked = JSON.parse(body) as { active?: boolean; egressId?: string };
    switch (method) {
      case 'StartRoomCompositeEgress': {
        const order = RoomCompositeEgressRequest.fromJsonString(body);
        orders.push(order);
        const egressId = `EG_${orders.length}`;
        const info = new EgressInfo({
          egressId,
          roomName: order.roomName,
          status: EgressStatus.EGRESS_ACTIVE,
        });
        egresses.set(egressId, info);
        return info.toJson() as object;
      }
      case 'ListEgress': {
        const items = [...egresses.values()].filter(
          ({ status, egressId }) =>
            (!asked.active || status === EgressStatus.EGRESS_ACTIVE) &&
            (!asked.egressId || egressId === asked.egressId),
        );
        return { items: items.map((info) => info.toJson()) };
      }
      case 'StopEgress': {
        const info = egresses.get(asked.egressId ?? '');
        if (info) info.status = EgressStatus.EGRESS_ENDING;
        return info?.toJson() as object | undefined;
      }
      default:
        return undefined;
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
    if (pathname.startsWith('/bucket/')) {
      const file = files.get(pathname.slice('/bucket/'.length));
      if (!searchParams.has('X-Amz-Signature') || file === undefined) return response.writeHead(404).end();
      if (request.method === 'DELETE') {
        files.delete(pathname.slice('/bucket/'.length));
        return response.writeHead(204).end();
      }
      return response.writeHead(200, { 'content-type': 'video/mp4', etag: '"1"' }).end(file);
    }
    const message = answer(pathname.split('/').at(-1) ?? '', Buffer.concat(chunks).toString());
    if (!message)
      return response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"not_found"}');
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    orders,
    egresses,
    files,
    complete: (egressId) => {
      const info = egresses.get(egressId);
      if (!info) throw new Error(`${egressId} was never begun`);
      const order = orders.at(Number(egressId.slice(3)) - 1);
      const output = order?.fileOutputs[0] ?? order?.output.value;
      const filename = output && 'filepath' in output ? output.filepath : '';
      files.set(filename, 'a video');
      info.status = EgressStatus.EGRESS_COMPLETE;
      info.endedAt = BigInt(Date.now()) * 1_000_000n;
      // 64-bit numbers are strings in protobuf's JSON; the duration is in nanoseconds.
      const result = { filename, size: '7', duration: '2500000000' };
      info.fileResults = EgressInfo.fromJson({ fileResults: [result] }).fileResults;
    },
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
