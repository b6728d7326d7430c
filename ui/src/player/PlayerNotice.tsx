import { CircleAlert, MonitorSmartphone, Moon, VolumeX } from "lucide-react";
import { useActions } from "../app/actions";
import type { Elsewhere, PlayerView } from "../backend/bindings";
import { clockTime } from "../format/time";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { MORE_MINUTES } from "./sleep-actions";

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
  if (player.sleep?.kind === "time" && player.sleep.isFading) {
    return <FallingAsleep />;
  }
  if (player.elsewhere) {
    return <Offer elsewhere={player.elsewhere} />;
  }
  return null;
}

/** The sound goes down; whoever is still awake has a few seconds. */
function FallingAsleep() {
  const { t } = useTranslation();
  const { sleep: act } = useActions();
  return (
    <div role="status" className="flex items-center gap-3 bg-veil px-4 py-1.5 text-soft">
      <Moon size={16} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1 truncate">{t("sleep.fading")}</p>
      <Button
        look="plain"
        className="font-medium text-ink!"
        data-testid="sleep-more"
        onPress={() => void act.more()}
      >
        {t("sleep.more", { count: MORE_MINUTES })}
      </Button>
      <Button look="plain" onPress={() => void act.cancel()}>
        {t("sleep.stayAwake")}
      </Button>
    </div>
  );
}

/** Another device went on with this episode. What is heard here stays where it is until the listener says so. */
function Offer({ elsewhere }: { elsewhere: Elsewhere }) {
  const { t } = useTranslation();
  const { player: act } = useActions();
  const time = clockTime(elsewhere.positionMs);
  const { device } = elsewhere;
  return (
    <div role="status" className="flex items-center gap-3 bg-veil px-4 py-1.5 text-soft">
      <MonitorSmartphone size={16} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1 truncate">
        {device ? t("player.furtherOn", { device }) : t("player.further")}
      </p>
      <Button
        look="plain"
        className="font-medium text-ink!"
        data-testid="player-continue"
        onPress={() => void act.seek(elsewhere.positionMs)}
      >
        {t("player.continueFrom", { time })}
      </Button>
      <Button look="plain" onPress={() => void act.stayHere()}>
        {t("player.stayHere")}
      </Button>
    </div>
  );
}
