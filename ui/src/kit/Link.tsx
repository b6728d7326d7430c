import { createLink } from "@tanstack/react-router";
import type { Ref } from "react";
import { Link as AriaLink, type LinkProps } from "react-aria-components";

function Anchor({ ref, ...props }: LinkProps & { ref?: Ref<HTMLAnchorElement> }) {
  return <AriaLink {...props} ref={ref} />;
}

/** A link within the app, with typed routes; presses on it do not reach the row around it. */
export const AppLink = createLink(Anchor);
