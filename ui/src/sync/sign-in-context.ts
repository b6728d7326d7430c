import { createContext } from "react";
import type { SignInTo } from "../backend/bindings";

/** What a sign-in on this page is for: the library that is open, or an account of its own. */
export const SignInContext = createContext<SignInTo>("thisProfile");
