import { useQuery } from "@tanstack/react-query";
import { profilesQuery } from "../backend/queries";

/** The id of the account that is open; nothing before it is known. */
export function useOpenProfile(): string | null {
  const { data, isError } = useQuery(profilesQuery);
  // Without the list there is one account as far as this window is concerned.
  if (isError) return "local";
  return data?.find(({ isCurrent }) => isCurrent)?.id ?? null;
}
