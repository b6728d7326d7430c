import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { I18nProvider } from "react-aria-components";
import { I18nextProvider } from "react-i18next";
import { Startup } from "../startup/Startup";
import { LocaleContext, useLook } from "./look";
import type { AppRouter } from "./router";
import { type Services, ServicesContext } from "./services";
import { useBackendEvents } from "./useBackendEvents";

export function App({ services, router }: { services: Services; router: AppRouter }) {
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={services.client}>
        <I18nextProvider i18n={services.i18n}>
          <Spoken router={router} />
        </I18nextProvider>
      </QueryClientProvider>
    </ServicesContext>
  );
}

/** Nothing is drawn before the language and the theme are known, so that nothing flickers. */
function Spoken({ router }: { router: AppRouter }) {
  const hears = useBackendEvents(router);
  const look = useLook();
  if (!look || !hears) return null;
  return (
    <LocaleContext value={look.locale}>
      <I18nProvider locale={look.locale}>
        <Startup>
          <RouterProvider router={router} />
        </Startup>
      </I18nProvider>
    </LocaleContext>
  );
}
