import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useActions } from "../app/actions";
import type { Update } from "../backend/bindings";
import { updateQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Setting } from "../kit/Section";

/** Newer versions, in a build that nobody else updates. Nothing is asked or installed without a press. */
export function UpdateSetting() {
  const { t } = useTranslation();
  const { settings: act } = useActions();
  const { data: update } = useQuery(updateQuery);
  const [isLooking, setLooking] = useState(false);
  if (!update || update.kind === "elsewhere") return null;
  const look = async () => {
    setLooking(true);
    await act.lookForUpdate();
    setLooking(false);
  };
  const goesOn = isLooking || update.kind === "loading" || update.kind === "installing";
  return (
    <>
      <Setting label={t("update.title")} text={isLooking ? t("update.looking") : said(t, update)}>
        {update.kind === "found" ? (
          <Button look="primary" onPress={() => void act.installUpdate()}>
            {t("update.install")}
          </Button>
        ) : (
          <Button isDisabled={goesOn} onPress={() => void look()}>
            {t("update.look")}
          </Button>
        )}
      </Setting>
      {update.kind === "found" && update.notes ? (
        <Setting text={t("update.notes", { version: update.version })}>
          <p className="selectable max-h-60 w-full overflow-y-auto whitespace-pre-line text-[13px]">
            {update.notes}
          </p>
        </Setting>
      ) : null}
      <span className="sr-only" role="status">
        {update.kind === "unasked" ? "" : said(t, update)}
      </span>
    </>
  );
}

function said(t: TFunction, update: Update): string {
  switch (update.kind) {
    case "newest":
      return t("update.newest");
    case "found":
      return t("update.found", { version: update.version });
    case "loading":
      return update.percent === null
        ? t("update.loading", { version: update.version })
        : t("update.loadingPart", { version: update.version, part: update.percent / 100 });
    case "installing":
      return t("update.installing");
    default:
      return t("update.unasked");
  }
}
