import { useNavigate } from "@tanstack/react-router";
import { useActions } from "../app/actions";

/** Asks for a file of another app, and shows what is in it. */
export function useChooseImport(): () => void {
  const navigate = useNavigate();
  const { transfer } = useActions();
  return () => void transfer.choose(() => void navigate({ to: "/import" }));
}
