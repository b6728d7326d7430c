import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { returnToLastPlace } from "./app/last-place";
import { newRouter } from "./app/router";
import { newServices } from "./app/services";
import { appInfoQuery, settingsQuery, startupQuery } from "./backend/queries";
import "./style/index.css";

const root = document.getElementById("root");
if (root) {
  returnToLastPlace();
  const services = newServices();
  // Asked for at once, not one after the other as the parts of the page that need them appear.
  void services.client.prefetchQuery(settingsQuery);
  void services.client.prefetchQuery(appInfoQuery);
  void services.client.prefetchQuery(startupQuery);
  createRoot(root).render(
    <StrictMode>
      <App services={services} router={newRouter(services.client)} />
    </StrictMode>,
  );
}
