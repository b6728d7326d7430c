// The whole app over the fixture backend, as a listener meets it.
import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { onTestFinished } from "vitest";
import { App } from "../app/App";
import { followBackend } from "../app/follow-backend";
import { newRouter } from "../app/router";
import { newServices } from "../app/services";
import { FixtureBackend, type FixtureOptions } from "./fixture/backend";

export function openApp(path: string, options: FixtureOptions = {}) {
  const backend = new FixtureBackend(options);
  // What still plays would be heard by the next test's app.
  onTestFinished(() => backend.stopClock());
  const services = newServices();
  const router = newRouter(createMemoryHistory({ initialEntries: [path] }));
  const user = userEvent.setup({ delay: null });
  const following = followBackend(services, router);
  onTestFinished(() => following.stop());
  const view = render(<App services={services} router={router} following={following} />);
  return { backend, services, router, user, ...view };
}

/** Faults that axe finds in what is on screen, as readable lines. */
export async function accessibilityFaults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    // Colours are not laid out here; they have tests of their own.
    rules: { "color-contrast": { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
