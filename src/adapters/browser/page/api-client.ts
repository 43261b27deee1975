export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The signaling API as a page of its own origin uses it. */
export class ApiClient {
  #accessToken = '';

  /** Signs in; later requests bear the token. */
  async signIn(credentials: Credentials): Promise<string> {
    const answer = await this.#post<{ accessToken: string; user: { id: string } }>(
      '/api/v1/auth/login',
      credentials,
    );
    this.#accessToken = answer.accessToken;
    return answer.user.id;
  }

  openRoom(room: { name: string; maxUsers: number }): Promise<{ id: string }> {
    return this.#post('/api/v1/rooms', room);
  }

  joinRoom(roomId: string): Promise<{ livekit: { url: string; token: string } }> {
    return this.#post(`/api/v1/rooms/${roomId}/join`, {});
  }

  endRoom(roomId: string): Promise<unknown> {
    return this.#post(`/api/v1/rooms/${roomId}/end`, {});
  }

  async #post<Answer>(path: string, body: object): Promise<Answer> {
    const response = await fetch(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(this.#accessToken === '' ? {} : { Authorization: `Bearer ${this.#accessToken}` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: HTTP ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  }
}
