import { CircleAlert, VolumeX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useActions } from "../app/actions";
import type { PlayerView } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { Button } from "../kit/Button";

/** Why nothing is heard, in the player itself; nothing while all is well. */
export function PlayerNotice({ player }: { player: PlayerView }) {
  const { t } = useTranslation();
  const { player: act } = useActions();
  if (player.error) {
    const said = errorText(t, player.error);
    return (
      <div role="alert" className="flex items-center gap-3 bg-bad-veil px-4 py-1.5">
        <CircleAlert size={16} aria-hidden="true" className="shrink-0 text-bad" />
        <p className="min-w-0 flex-1 max-frame:text-[13px] max-frame:leading-[18px]">
          {t("error.addressed", said)}
        </p>
        {player.error.class === "permanent" ? null : (
          <Button look="plain" className="font-medium text-ink!" onPress={() => void act.play()}>
            {t("app.retry")}
          </Button>
        )}
      </div>
    );
  }
  if (player.soundDevice.kind === "absent") {
    return (
      <div role="status" className="flex items-center gap-3 bg-veil px-4 py-1.5 text-soft">
        <VolumeX size={16} aria-hidden="true" className="shrink-0" />
        <p>{t("player.noDeviceLong")}</p>
      </div>
    );
  }
  return null;
}
