import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { profilesQuery } from "../backend/queries";

const OpenProfileContext = createContext<string | null>(null);

/** Tells every cover below whose it is, so that one part watches the accounts and not each of them. */
export function OpenProfile({ children }: { children: ReactNode }) {
  const { data, isError } = useQuery(profilesQuery);
  // Without the list there is one account as far as this window is concerned.
  const id = isError ? "local" : (data?.find(({ isCurrent }) => isCurrent)?.id ?? null);
  return <OpenProfileContext value={id}>{children}</OpenProfileContext>;
}

/** The id of the account that is open; nothing before it is known. */
export const useOpenProfile = (): string | null => useContext(OpenProfileContext);
