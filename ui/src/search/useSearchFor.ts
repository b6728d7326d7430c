import { useNavigate } from "@tanstack/react-router";
import { useActions } from "../app/actions";

/** Asks for words, because the listener has said so, and shows what is found. */
export function useSearchFor(): (words: string) => void {
  const navigate = useNavigate();
  const { search } = useActions();
  return (text) => {
    const words = text.trim();
    void navigate({ to: "/search", search: { q: words } });
    void search.ask(words);
  };
}
