import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { I18nextProvider } from "react-i18next";
import { Words } from "../i18n/words";
import { OpenProfile } from "../profile/open-profile";
import { Startup } from "../startup/Startup";
import type { Following } from "./follow-backend";
import { LocaleContext, useLook } from "./look";
import type { AppRouter } from "./router";
import { type Services, ServicesContext } from "./services";

type AppProps = { services: Services; router: AppRouter; following: Following };

export function App({ services, router, following }: AppProps) {
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={services.client}>
        <I18nextProvider i18n={services.i18n}>
          <Spoken router={router} following={following} />
        </I18nextProvider>
      </QueryClientProvider>
    </ServicesContext>
  );
}

/** Nothing is drawn before the language and the theme are known, so that nothing flickers. */
function Spoken({ router, following }: Omit<AppProps, "services">) {
  const follows = useFollows(following);
  const look = useLook();
  if (!look || !follows) return null;
  return (
    <LocaleContext value={look.locale}>
      <I18nProvider locale={look.locale}>
        <Words language={look.language}>
          <Startup>
            <OpenProfile>
              <RouterProvider router={router} />
            </OpenProfile>
          </Startup>
        </Words>
      </I18nProvider>
    </LocaleContext>
  );
}

function useFollows({ begun, hasBegun }: Following): boolean {
  const [follows, setFollows] = useState(hasBegun);
  useEffect(() => {
    let isHere = true;
    void begun.then(() => isHere && setFollows(true));
    return () => {
      isHere = false;
    };
  }, [begun]);
  return follows;
}
