import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { followBackend } from "./app/follow-backend";
import { returnToLastPlace } from "./app/last-place";
import { readFacts } from "./app/read-ahead";
import { newRouter } from "./app/router";
import { newServices } from "./app/services";
import "./style/index.css";

const root = document.getElementById("root");
if (root) void start(root);

/** Reads first and draws once: a window is sooner there than with a page that grows. */
async function start(root: HTMLElement): Promise<void> {
  returnToLastPlace();
  const services = newServices();
  readFacts(services.client);
  const router = newRouter();
  const following = followBackend(services, router);
  await following.begun;
  createRoot(root).render(
    <StrictMode>
      <App services={services} router={router} following={following} />
    </StrictMode>,
  );
}
