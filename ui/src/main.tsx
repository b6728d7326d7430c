import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { returnToLastPlace } from "./app/last-place";
import { newRouter } from "./app/router";
import { newServices } from "./app/services";
import "./style/index.css";

const root = document.getElementById("root");
if (root) {
  returnToLastPlace();
  createRoot(root).render(
    <StrictMode>
      <App services={newServices()} router={newRouter()} />
    </StrictMode>,
  );
}
