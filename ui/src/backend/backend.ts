// The one door to Rust: the generated commands, with their failures thrown as `BackendError`.
import { convertFileSrc } from "@tauri-apps/api/core";
import { type BackendEvent, commands, events, type IpcError } from "./bindings";

/** A failure of the backend, ready to be translated. */
export class BackendError extends Error {
  readonly ipc: IpcError;

  constructor(ipc: IpcError) {
    super(`${ipc.message} [${ipc.code}]`);
    this.name = "BackendError";
    this.ipc = ipc;
  }
}

type Outcome = { status: "ok"; data: unknown } | { status: "error"; error: IpcError };
type Unwrapped<R> = R extends { status: "ok"; data: infer T }
  ? T
  : R extends { status: "error" }
    ? never
    : R;
type Commands = typeof commands;
export type Backend = {
  [K in keyof Commands]: (
    ...args: Parameters<Commands[K]>
  ) => Promise<Unwrapped<Awaited<ReturnType<Commands[K]>>>>;
};

function isOutcome(value: unknown): value is Outcome {
  return typeof value === "object" && value !== null && "status" in value;
}

function unwrap(value: unknown): unknown {
  if (!isOutcome(value)) return value;
  if (value.status === "error") throw new BackendError(asIpcError(value.error));
  return value.data;
}

/** Whatever was thrown, in the shape that the UI translates. */
export function asIpcError(error: unknown): IpcError {
  if (error instanceof BackendError) return error.ipc;
  if (typeof error === "object" && error !== null && "code" in error && "class" in error) {
    return error as IpcError;
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", class: "local", message, detail: {}, retry: false };
}

export const backend = Object.fromEntries(
  Object.entries(commands).map(([name, command]) => [
    name,
    async (...args: unknown[]) => unwrap(await (command as (...a: unknown[]) => unknown)(...args)),
  ]),
) as Backend;

export type Listening = {
  /** From here on no event is missed. */
  begun: Promise<unknown>;
  stop: () => void;
};

/** Hears the backend until it is stopped. */
export function listen(heard: (event: BackendEvent) => void): Listening {
  const begun = events.backendEvent.listen((event) => heard(event.payload));
  return { begun, stop: () => void begun.then((unlisten) => unlisten()) };
}

export type ArtworkSize = 96 | 300 | 600;
export type ArtworkOf = { kind: "podcast" | "episode"; id: number };

/** A picture of something that is not in the library. */
export type PictureOf = ArtworkOf | { kind: "thumbnail"; url: string; size: ArtworkSize };

/**
 * Where the local cache serves a cover, `size` pixels wide. Each account counts its podcasts anew, and the web view keeps
 * what it was given for an address: so the address names the account.
 */
export function artworkUrl(profile: string, of: PictureOf, size: ArtworkSize): string {
  if (of.kind === "thumbnail") {
    return convertFileSrc(`thumbnail/${size}/${encodeURIComponent(of.url)}`, "artwork");
  }
  return convertFileSrc(`${profile}/${of.kind}/${of.id}/${size}`, "artwork");
}

/** Where the local cache serves a picture of show notes. */
export function remotePictureUrl(url: string): string {
  return convertFileSrc(`remote/${encodeURIComponent(url)}`, "artwork");
}
