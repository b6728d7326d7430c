import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useContext, useEffect, useRef, useState } from "react";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import { asIpcError, backend } from "../backend/backend";
import type { IpcError, SignIn, SignInTo } from "../backend/bindings";
import { keys, newAccountQuery, syncQuery } from "../backend/queries";
import { SignInContext } from "./sign-in-context";

export type Beginning = { kind: "asking"; error: IpcError | null } | { kind: "looking" };

export type SignInFlow = ReturnType<typeof useSignIn>;

/** From an address to the page of a server in the system's browser. */
export function useSignIn() {
  const { i18n } = useServices();
  const client = useQueryClient();
  const { sync } = useActions();
  const to = useContext(SignInContext);
  const [address, setAddress] = useState("");
  const [state, setState] = useState<Beginning>({ kind: "asking", error: null });
  // A late answer to an attempt that was given up is dropped.
  const attempt = useRef(0);
  const isLooking = useRef(false);

  useEffect(
    () => () => {
      attempt.current += 1;
    },
    [],
  );

  const begin = async (wanted: string): Promise<void> => {
    if (isLooking.current) return;
    attempt.current += 1;
    const mine = attempt.current;
    isLooking.current = true;
    setAddress(wanted);
    setState({ kind: "looking" });
    try {
      const url = await backend.beginSignIn(wanted, i18n.language === "fr", to);
      if (attempt.current !== mine) {
        await sync.cancel(to);
        return;
      }
      const signIn = await readSignIn(client, to);
      // Whoever has to bring something back from there reads first what.
      if (signIn?.kind !== "needsUserId") void sync.openPage(url);
      setState({ kind: "asking", error: null });
    } catch (error) {
      if (attempt.current === mine) setState({ kind: "asking", error: asIpcError(error) });
    } finally {
      if (attempt.current === mine) isLooking.current = false;
    }
  };

  return {
    address,
    setAddress: (text: string) => {
      setAddress(text);
      if (state.kind === "asking" && state.error) setState({ kind: "asking", error: null });
    },
    state,
    begin: (wanted: string) => void begin(wanted.trim()),
    cancel: () => {
      attempt.current += 1;
      isLooking.current = false;
      setState({ kind: "asking", error: null });
    },
  };
}

async function readSignIn(client: QueryClient, to: SignInTo): Promise<SignIn | null> {
  if (to === "newProfile") {
    await client.invalidateQueries({ queryKey: keys.newAccount });
    return client.ensureQueryData(newAccountQuery);
  }
  await client.invalidateQueries({ queryKey: keys.sync });
  return (await client.ensureQueryData(syncQuery)).signIn;
}
