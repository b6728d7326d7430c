import { CircleAlert } from "lucide-react";
import { useActions } from "../app/actions";
import { useLocale } from "../app/look";
import type { AskedDirectory, ShowSearch } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { nameOf, namesOf } from "./directories";

const isAsking = ({ state }: AskedDirectory) => state.kind === "asking";

/** How many shows there are so far, and who has not answered: said when it changes. */
export function SearchNotes({ found }: { found: ShowSearch }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { directories, shows } = found;
  const waiting = directories.filter(isAsking);
  const isNothing =
    shows.length === 0 && directories.some(({ state }) => state.kind === "answered");
  const said = [
    shows.length > 0 ? t("search.found", { count: shows.length }) : "",
    waiting.length > 0 ? t("search.waiting", { who: namesOf(t, locale, waiting) }) : "",
  ].filter(Boolean);
  return (
    <>
      <p role="status" data-testid="search-status" className="tabular text-[13px] text-soft">
        {said.join(" · ")}
        {isNothing && said.length === 0 ? (
          // Those who see have it in large letters.
          <span className="sr-only">{t("search.nothing", { words: found.words })}</span>
        ) : null}
      </p>
      {shows.length > 0 || isNothing ? <Silent found={found} directories={directories} /> : null}
    </>
  );
}

/** Those that could not answer, or were not waited for, and a way to ask them again. */
function Silent(props: { found: ShowSearch; directories: readonly AskedDirectory[] }) {
  const { t } = useTranslation();
  const { search } = useActions();
  const words = props.directories.flatMap(({ directory, state }) => {
    if (state.kind === "failed") return [errorText(t, state.error, "directory").what];
    return state.kind === "notAsked" ? [t("search.notAsked", { who: nameOf(t, directory) })] : [];
  });
  if (words.length === 0) return null;
  return (
    <p
      role="status"
      data-testid="search-silent"
      className="flex flex-wrap items-center gap-x-3 text-[13px] text-soft"
    >
      <CircleAlert size={15} aria-hidden="true" className="text-bad" />
      <span>{t("search.notAll", { what: words.join(" · ") })}</span>
      <Button
        look="plain"
        className="h-7! font-medium text-ink!"
        onPress={() => void search.ask(props.found.words)}
      >
        {t("app.retry")}
      </Button>
    </p>
  );
}
