/** `npm run docs:permissions`: writes docs/reference/permissions.md. */
import { mkdirSync, writeFileSync } from "node:fs";
import { stderr } from "node:process";

import { permissionsPage } from "#lib/permissions/permissions-page";

const page = new URL("../../docs/reference/permissions.md", import.meta.url);
mkdirSync(new URL(".", page), { recursive: true });
writeFileSync(page, permissionsPage());
stderr.write("▸ docs/reference/permissions.md\n");
