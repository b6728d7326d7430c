import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { returnToLastPlace } from "./app/last-place";
import { readFacts } from "./app/read-ahead";
import { newRouter } from "./app/router";
import { newServices } from "./app/services";
import "./style/index.css";

const root = document.getElementById("root");
if (root) {
  returnToLastPlace();
  const services = newServices();
  readFacts(services.client);
  createRoot(root).render(
    <StrictMode>
      <App services={services} router={newRouter()} />
    </StrictMode>,
  );
}
