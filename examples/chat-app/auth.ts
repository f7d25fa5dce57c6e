import NextAuth from "next-auth";
import Entra from "next-auth/providers/microsoft-entra-id";

export const { handlers, auth } = NextAuth({ providers: [Entra] });
